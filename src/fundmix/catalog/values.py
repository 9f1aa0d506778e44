"""Values of facts: how a rule's text or a borrower's answer is read, by the type of the fact."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from fundmix.catalog.tables import Fact, FactType, Operator, Outage, Rule
from fundmix.fields import (
    parse_bool,
    parse_count,
    parse_date,
    parse_number,
    parse_ratio,
    parse_signed_money,
    parse_text,
    reject,
    split_list,
)

FactValue = bool | float | int | str | dt.date

PARSERS: Mapping[FactType, Callable[[Any], FactValue]] = {
    "yes_no": parse_bool,
    "money": parse_signed_money,
    "ratio": parse_ratio,
    "number": parse_number,
    "count": parse_count,
    "date": parse_date,
    "text": parse_text,
    "choice": parse_text,
}
"""How a value of each type is read."""

_ORDERED: frozenset[Operator] = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not_in"})
OPERATORS: Mapping[FactType, frozenset[Operator]] = {
    "yes_no": frozenset({"==", "!="}),
    "text": frozenset({"==", "!=", "in", "not_in"}),
    "choice": frozenset({"==", "!=", "in", "not_in"}),
    **dict.fromkeys(("money", "ratio", "number", "count", "date"), _ORDERED),
}
"""The operators that a fact of each type can be asked with."""


def parse_fact(fact: Fact, value: Any) -> FactValue:
    """A value of the fact from text or a native value.

    Raises:
        PydanticCustomError: not of the fact's type, not one of its choices, or out of its bounds.
    """
    parsed = PARSERS[fact.type](value)
    if fact.type == "choice" and parsed not in fact.choices:
        raise reject("not_a_choice", choices=list(fact.choices))
    if isinstance(parsed, int | float) and not isinstance(parsed, bool):
        if fact.minimum is not None and parsed < fact.minimum:
            raise reject("below_bound", bound=f"{fact.minimum:g}")
        if fact.maximum is not None and parsed > fact.maximum:
            raise reject("above_bound", bound=f"{fact.maximum:g}")
    return parsed


def rule_values(rule: Rule | Outage, fact: Fact) -> tuple[FactValue, ...]:
    """What a rule or an outage compares the fact with: one value, or the list of ``in`` and ``not_in``.

    Raises:
        PydanticCustomError: as :func:`parse_fact`; ``missing_value`` for an empty list.
    """
    listed = rule.operator in {"in", "not_in"}
    parts = split_list(rule.value) if listed else (rule.value,)
    if not parts:
        raise reject("missing_value")
    return tuple(parse_fact(fact, part) for part in parts)
