"""The calendar: periods, intervals as the law counts them, working days."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundmix.dates import Grid, Period, interval, next_working_day, shift, unit_periods

EU_CASE = Path(__file__).parent / "published" / "eu_swd2012_128_time_intervals.json"
EU: dict[str, Any] = json.loads(EU_CASE.read_text(encoding="utf-8"))
PERIODS: tuple[Period, ...] = ("month", "week", "quarter", "year")
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


def test_a_day_that_a_month_lacks_becomes_its_last() -> None:
    """31 January is followed by 28 or 29 February, 30 November by 28 February a quarter on."""
    assert shift(dt.date(2027, 1, 31), 1) == dt.date(2027, 2, 28)
    assert shift(dt.date(2028, 1, 31), 1) == dt.date(2028, 2, 29)
    assert shift(dt.date(2026, 11, 30), 1, "quarter") == dt.date(2027, 2, 28)
    assert shift(dt.date(2028, 2, 29), 1, "year") == dt.date(2029, 2, 28)
    assert shift(dt.date(2027, 1, 31), -2, "week") == dt.date(2027, 1, 17)


@given(DAYS, DAYS, st.sampled_from(PERIODS))
def test_every_day_lies_in_its_period(start: dt.date, day: dt.date, period: Period) -> None:
    """The period of a day begins on it or before it, and the next one begins after it."""
    grid = Grid(start=start, period=period)
    index = grid.index_of(day)
    assert grid.date_of(index) <= day < grid.date_of(index + 1)


def test_months_in_periods_are_rounded_up() -> None:
    """Ten months are four quarters, 44 weeks, one year."""
    day = dt.date(2026, 12, 1)
    counted = {period: Grid(start=day, period=period).periods_in(10) for period in PERIODS}
    assert counted == {"month": 10, "week": 44, "quarter": 4, "year": 1}


@pytest.mark.parametrize(
    ("case", "expected"),
    list(zip(EU["inputs"]["intervals"], EU["expected"]["periods_days_yearlength"], strict=True)),
)
def test_intervals_of_the_european_guidelines(case: list[Any], expected: list[int]) -> None:
    """European Commission, SWD(2012) 128 final, section 4.1.1: all 13 examples."""
    start, end, unit = case
    assert list(interval(dt.date.fromisoformat(start), dt.date.fromisoformat(end), unit)) == expected


@given(DAYS, DAYS, st.sampled_from(PERIODS))
def test_an_interval_is_whole_periods_back_and_the_days_before(a: dt.date, b: dt.date, unit: Period) -> None:
    """Periods and days lead back to the first day, and no further period fits."""
    start, end = min(a, b), max(a, b)
    periods, days, year_days = interval(start, end, unit)
    assert shift(end, -periods, unit) - dt.timedelta(days=days) == start
    assert shift(end, -periods - 1, unit) < start
    assert year_days in (365, 366)


def test_an_interval_runs_forward() -> None:
    """The end is not before the start."""
    with pytest.raises(ValueError, match="is before"):
        interval(dt.date(2027, 1, 2), dt.date(2027, 1, 1), "month")


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [
        ("1978-01-10", "1978-02-10", "month", (1, 0)),  # Appendix J (c)(1)(i)
        ("1978-03-20", "1978-04-21", "week", (4, 4 / 7)),  # (c)(1)(v)
        ("1978-01-10", "1978-02-25", "month", (1, 0.5)),
        ("1978-01-10", "1978-05-25", "quarter", (1, 0.5)),
        ("1978-01-10", "1979-04-10", "year", (1, 0.25)),
        ("1978-01-10", "1979-01-20", "year", (1, 10 / 365)),
    ],
)
def test_unit_periods_of_regulation_z(
    start: str, end: str, unit: Period, expected: tuple[int, float]
) -> None:
    """12 CFR 1026 Appendix J (b)(5): whole unit-periods back from the payment, the fraction before them."""
    whole, fraction = unit_periods(dt.date.fromisoformat(start), dt.date.fromisoformat(end), unit)
    assert whole == expected[0]
    assert fraction == pytest.approx(expected[1])


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (dt.date(2026, 10, 1), dt.date(2026, 10, 8)),  # National Day holiday, 1 to 7 October
        (dt.date(2026, 11, 21), dt.date(2026, 11, 23)),  # a weekend
        (dt.date(2026, 10, 10), dt.date(2026, 10, 10)),  # a Saturday that is worked
        (dt.date(2026, 12, 1), dt.date(2026, 12, 1)),
    ],
)
def test_working_days_of_a_known_year(day: dt.date, working: dt.date) -> None:
    """State Council notice for 2026: holidays are skipped, make-up days are worked."""
    assert next_working_day(day) == (working, True)


def test_beyond_the_known_years_weekends_alone_are_skipped() -> None:
    """The holidays of 2099 are not announced: the answer is marked as a guess."""
    assert next_working_day(dt.date(2099, 10, 1)) == (dt.date(2099, 10, 1), False)
    assert next_working_day(dt.date(2099, 10, 3)) == (dt.date(2099, 10, 5), False)
