"""Every figure that people write is read one way or refused; no parser fails otherwise."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from fundmix.fields import (
    clean_text,
    parse_annual_rate,
    parse_bool,
    parse_count,
    parse_date,
    parse_figure,
    parse_key,
    parse_link,
    parse_money,
    parse_number,
    parse_operator,
    parse_partial_date,
    parse_positive_money,
    parse_rate,
    parse_ratio,
    parse_share,
    parse_signed_money,
    parse_text,
    split_list,
)
from fundmix.words.catalog_sentences import SENTENCES

Parser = Callable[[Any], Any]

PARSERS: tuple[Parser, ...] = (
    parse_number,
    parse_signed_money,
    parse_money,
    parse_positive_money,
    parse_ratio,
    parse_figure,
    parse_rate,
    parse_annual_rate,
    parse_share,
    parse_count,
    parse_bool,
    parse_date,
    parse_partial_date,
    parse_key,
    parse_text,
    parse_link,
    parse_operator,
)
FULL_WIDTH = str.maketrans("0123456789.%-", "０１２３４５６７８９．％－")
WORDS = st.text() | st.text(alphabet="0123456789.,-+eE%‰万亿元¥ 年月日/_naif", max_size=12)
VALUES = (
    WORDS | st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.lists(st.integers())
)


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@settings(deadline=None)
@given(value=VALUES)
def test_a_parser_reads_or_refuses(parser: Parser, value: Any) -> None:
    """Whatever is given, the answer is a value or a code that has a sentence: never another fault."""
    try:
        parser(value)
    except PydanticCustomError as error:
        assert error.type in SENTENCES


@pytest.mark.parametrize("parser", PARSERS[:9], ids=lambda parser: parser.__name__)
@settings(deadline=None)
@given(value=VALUES)
def test_a_figure_is_always_finite(parser: Parser, value: Any) -> None:
    """No parser of figures lets nan or infinity through, and no bool is a figure."""
    try:
        figure = parser(value)
    except PydanticCustomError:
        return
    assert type(figure) is float
    assert math.isfinite(figure)
    assert not isinstance(value, bool)


@settings(deadline=None)
@given(per_mille=st.integers(0, 1_000_000))
def test_percent_and_per_mille_are_the_nearest_decimal(per_mille: int) -> None:
    """12.345 % is the float that 0.12345 is, and 123.45 ‰ too."""
    decimal = float(f"0.{per_mille:07d}")
    assert parse_ratio(f"{per_mille / 100_000:.5f}%") == decimal
    assert parse_ratio(f"{per_mille / 10_000:.4f}‰") == decimal


@settings(deadline=None)
@given(cents=st.integers(-(10**13), 10**13))
def test_money_keeps_its_cents(cents: int) -> None:
    """Yuan with two decimals come back to the cent; with full-width digits too."""
    text = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
    assert round(parse_signed_money(text) * 100) == cents
    assert parse_signed_money(text.translate(FULL_WIDTH)) == parse_signed_money(text)


@settings(deadline=None)
@given(tenths=st.integers(0, 10**6))
def test_wan_is_ten_thousand(tenths: int) -> None:
    """30.5万 is 305,000."""
    assert parse_money(f"{tenths // 10}.{tenths % 10}万") == tenths * 1_000


@settings(deadline=None)
@given(day=st.dates(min_value=dt.date(1000, 1, 1)))
def test_a_day_is_one_day_however_it_is_written(day: dt.date) -> None:
    """ISO, Excel's and Chinese writing agree, and a date with a time is its day."""
    written = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat().translate(FULL_WIDTH),
        dt.datetime.combine(day, dt.time(23, 59)),
    )
    assert {parse_date(text) for text in written} == {day}
    assert {parse_partial_date(text) for text in written} == {day.isoformat()}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2026", "2026"), (2026, "2026"), (2026.0, "2026"), ("2026/1", "2026-01"), ("2026年1月", "2026-01")],
)
def test_a_partial_date_keeps_what_it_knows(written: Any, meant: str) -> None:
    """A year stays a year, a month a month."""
    assert parse_partial_date(written) == meant


@settings(deadline=None)
@given(text=st.text())
def test_clean_text_has_no_hidden_characters(text: str) -> None:
    """What is left prints as it stands, and cleaning it again changes nothing."""
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not any(c in clean for c in "\x1b\x00\r\n\t\u202e\u200b\u2066\ufeff")


@settings(deadline=None)
@given(key=st.from_regex(r"[a-z][a-z0-9_]{0,63}", fullmatch=True))
def test_a_key_is_itself(key: str) -> None:
    """A good key is kept, spaces around it fall away, capitals are refused."""
    assert parse_key(f" {key} ") == key
    with pytest.raises(PydanticCustomError):
        parse_key(f"{key}X")


@pytest.mark.parametrize(
    ("parser", "written", "meant"),
    [
        (parse_signed_money, "30万", 300_000),
        (parse_signed_money, "1.5亿", 150_000_000),
        (parse_signed_money, "¥12.345元", 12.35),
        (parse_signed_money, "￥１２", 12),
        (parse_signed_money, -5, -5),
        (parse_ratio, "4.2‰", 0.0042),
        (parse_ratio, "-0.2%", -0.002),
        (parse_ratio, "５．４％", 0.054),
        (parse_figure, "70%", 0.7),
        (parse_figure, "3万", 30_000),
        (parse_figure, "18", 18),
        (parse_annual_rate, "100%", 1),
        (parse_share, "50%", 0.5),
        (parse_count, "12.0", 12),
        (parse_count, np.int64(3), 3),
        (parse_bool, "是", True),
        (parse_bool, "没有", False),
        (parse_bool, 1.0, True),
        (parse_bool, "１", True),
        (parse_bool, np.bool_(False), False),
        (parse_date, pd.Timestamp("2026-01-20 12:00"), dt.date(2026, 1, 20)),
        (parse_date, "2026/1/20 0:00", dt.date(2026, 1, 20)),
        (parse_date, "2026-01-20 00:00:00", dt.date(2026, 1, 20)),
        (parse_operator, "≤", "<="),
        (parse_link, "https://a.b/c | http://d", "https://a.b/c | http://d"),
        (parse_link, "PBOC: notice of 2026", "PBOC: notice of 2026"),
        (split_list, "a; b；;c", ("a", "b", "c")),
        (split_list, ["a"], ("a",)),
        (split_list, 12, (12,)),
    ],
)
def test_what_people_write_is_read_as_meant(parser: Parser, written: Any, meant: Any) -> None:
    """The ways of writing that fundmix promises to understand."""
    assert parser(written) == meant


@pytest.mark.parametrize(
    ("parser", "written", "code"),
    [
        (parse_number, "1_000", "not_a_number"),
        (parse_number, "nan", "not_a_number"),
        (parse_number, "1e999", "not_a_number"),
        (parse_number, True, "not_a_number"),
        (parse_number, "1,000", "thousands_separator"),
        (parse_number, "１，０００", "thousands_separator"),
        (parse_number, "", "not_a_number"),
        (parse_money, "-1", "negative"),
        (parse_money, "10000万亿", "not_a_number"),
        (parse_money, "1000001000000", "money_too_large"),
        (parse_positive_money, "0.001", "not_positive"),
        (parse_rate, "-1%", "negative"),
        (parse_annual_rate, "5", "rate_too_high"),
        (parse_annual_rate, "101%", "rate_too_high"),
        (parse_share, "50", "share_out_of_bounds"),
        (parse_share, "-0.1", "share_out_of_bounds"),
        (parse_count, "1.5", "not_whole"),
        (parse_count, "-1", "negative"),
        (parse_count, "1e10", "number_too_large"),
        (parse_bool, "maybe", "not_yes_or_no"),
        (parse_bool, "2", "not_yes_or_no"),
        (parse_date, "2026-02-30", "date_does_not_exist"),
        (parse_date, "20/1/2026", "not_a_date"),
        (parse_date, "2026-01", "not_a_date"),
        (parse_date, "2026-01-20 09:30", "not_a_date"),
        (parse_partial_date, "2026-13", "date_does_not_exist"),
        (parse_partial_date, "last year", "not_a_date"),
        (parse_key, "", "bad_key"),
        (parse_key, "1st", "bad_key"),
        (parse_key, "a-b", "bad_key"),
        (parse_key, "a/../b", "bad_key"),
        (parse_key, "a" * 65, "bad_key"),
        (parse_text, "x" * 401, "text_too_long"),
        (parse_link, "javascript:alert(1)", "bad_link"),
        (parse_link, " JavaScript : alert(1)", "bad_link"),
        (parse_link, "java\u200bscript:alert(1)", "bad_link"),
        (parse_link, "https://a.b | data:text/html,x", "bad_link"),
        (parse_link, "file:///etc/passwd", "bad_link"),
        (parse_link, "ftp://a.b", "bad_link"),
    ],
)
def test_what_is_not_clear_is_refused(parser: Parser, written: Any, code: str) -> None:
    """A figure of two meanings and a text that could deceive are refused, each with its own code."""
    with pytest.raises(PydanticCustomError) as caught:
        parser(written)
    assert caught.value.type == code


def test_the_refusal_says_what_to_write() -> None:
    """The details hold what was probably meant."""
    with pytest.raises(PydanticCustomError) as commas:
        parse_number("1,234.5")
    with pytest.raises(PydanticCustomError) as percent:
        parse_annual_rate("5.4")
    assert commas.value.context == {"suggestion": "1234.5"}
    assert percent.value.context == {"bound": 1, "suggestion": "5.4%"}
