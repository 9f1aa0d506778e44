"""A fact's type decides how its values are read."""

import datetime as dt
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from fundmix.catalog.tables import Fact, Rule
from fundmix.catalog.values import FactValue, parse_fact, rule_values


def fact(type_: str, **more: Any) -> Fact:
    """A fact of the type."""
    return Fact.model_validate({"field": "f", "type": type_, "description": "x", **more})


@pytest.mark.parametrize(
    ("type_", "written", "meant"),
    [
        ("yes_no", "是", True),
        ("money", "30万", 300_000.0),
        ("money", "-500", -500.0),
        ("ratio", "70%", 0.7),
        ("number", "1.5", 1.5),
        ("count", "3", 3),
        ("date", "2026/1/20", dt.date(2026, 1, 20)),
        ("text", " 杭州 ", "杭州"),
        ("choice", "b", "b"),
    ],
)
def test_a_value_is_read_by_its_type(type_: str, written: str, meant: FactValue) -> None:
    """Every type of fact reads its own way of writing."""
    assert parse_fact(fact(type_, choices="a;b"), written) == meant


@pytest.mark.parametrize(
    ("type_", "written", "code"),
    [
        ("yes_no", "2", "not_yes_or_no"),
        ("count", "1.5", "not_whole"),
        ("count", "-1", "negative"),
        ("number", "0.5", "below_bound"),
        ("number", "10.5", "above_bound"),
        ("choice", "c", "not_a_choice"),
        ("date", "yesterday", "not_a_date"),
    ],
)
def test_a_value_of_another_type_is_refused(type_: str, written: str, code: str) -> None:
    """The code says what is wrong."""
    with pytest.raises(PydanticCustomError) as caught:
        parse_fact(fact(type_, choices="a;b", minimum=1, maximum=10), written)
    assert caught.value.type == code


def test_bounds_belong_to_the_range() -> None:
    """The smallest and the largest value are values."""
    bounded = fact("number", minimum=1, maximum=10)
    assert (parse_fact(bounded, "1"), parse_fact(bounded, 10)) == (1, 10)


def test_a_list_is_read_value_by_value() -> None:
    """``in`` compares with a list; other operators with the whole text."""
    cells = {"rule_id": "r", "applies_to": "all", "field": "f", "value": "1;2", "reason": "x"}
    assert rule_values(Rule.model_validate({**cells, "operator": "in"}), fact("count")) == (1, 2)
    assert rule_values(Rule.model_validate({**cells, "operator": "=="}), fact("text")) == ("1;2",)
