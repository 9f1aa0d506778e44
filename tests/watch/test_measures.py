"""Each measure by hand, and against its own equation."""

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.watch.records_of import month, monthly

from fundmix.catalog.indicators import FROM_NOTHING
from fundmix.watch.measures import (
    DAYS_PER_MONTH,
    Missing,
    change,
    days_until,
    is_another,
    level,
    relative_change,
    share,
    trend,
)
from fundmix.watch.records import DebtThen
from fundmix.watch.timeline import Records

FIGURES = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 4))
SERIES = st.lists(st.one_of(FIGURES, st.none(), st.just(...)), max_size=24)
WINDOWS = st.integers(1, 24)


def test_the_level_is_the_last_known_value() -> None:
    """What was not looked at since holds; what was written down as not known does not."""
    records = monthly(1, ..., 3, None)
    assert [level(records, month(number)) for number in range(3)] == [1, 1, 3]
    assert level(records, month(3)) is Missing.UNKNOWN
    assert level(records, month(0) - dt.timedelta(days=1)) is Missing.UNKNOWN


def test_a_change_is_measured_from_the_last_record_at_the_beginning_of_the_window() -> None:
    """Three months before 1 June is 1 March; a month without a record takes the one before."""
    assert change(monthly(1, 2, 4, 8, 16, 32), month(5), 3) == 32 - 4
    assert change(monthly(1, 2, ..., 8, 16, 32), month(5), 3) == 32 - 2


def test_a_short_history_is_compared_with_its_own_beginning() -> None:
    """With two records in the window the first of them stands for the value then."""
    assert change(monthly(1, 2, 4), month(2), 6) == 3


def test_one_record_is_no_change() -> None:
    """There is nothing to compare it with, and nothing is said."""
    assert change(monthly(1), month(0), 3) is Missing.TOO_SHORT
    assert is_another(monthly("a"), month(0), 3) is Missing.TOO_SHORT


def test_what_was_not_looked_at_within_the_window_is_not_unchanged() -> None:
    """Two records a year ago say nothing about the last three months."""
    assert change(monthly(1, 2), month(12), 3) is Missing.TOO_SHORT
    assert change(monthly(1, 2), month(3), 3) == 1


def test_what_was_not_known_then_is_taken_from_when_it_was() -> None:
    """A blank at the beginning of the window leaves the first value inside it."""
    assert change(monthly(None, 5, 9), month(2), 2) == 4
    assert change(monthly(None, 9), month(1), 1) is Missing.TOO_SHORT
    assert change(monthly(1, None), month(1), 1) is Missing.UNKNOWN


@pytest.mark.parametrize(
    ("then", "now", "ratio"), [(200, 150, -0.25), (100, 300, 2.0), (0, 5, FROM_NOTHING), (0, 0, 0.0), (50, 0, -1.0)]
)  # fmt: skip
def test_a_relative_change_is_a_share_of_the_value_then(then: float, now: float, ratio: float) -> None:
    """From nothing there is none, so it is beyond every bound."""
    assert relative_change(monthly(then, now), month(1), 1) == ratio


def test_words_and_days_change_when_they_are_another() -> None:
    """And not when they are what they were, whatever they were between."""
    assert is_another(monthly("a", "b"), month(1), 1) is True
    assert is_another(monthly("a", "b", "a"), month(2), 2) is False
    assert is_another(monthly(dt.date(2020, 1, 1), dt.date(2026, 1, 1)), month(1), 3) is True


def test_a_trend_is_the_slope_of_a_straight_line() -> None:
    """A figure that falls by 6 in a mean month has the trend -6."""
    days = tuple(month(number) for number in range(7))
    values = tuple(700 - 6 * (day - days[0]).days / DAYS_PER_MONTH for day in days)
    assert trend(Records(days, values), days[-1], 6) == pytest.approx(-6)


def test_a_trend_needs_three_records_in_its_window() -> None:
    """Two points make a line of any noise; the record on the first day of the window belongs to it."""
    assert trend(monthly(1, 2), month(1), 6) is Missing.TOO_SHORT
    assert trend(monthly(0, 0, 1, 2), month(3), 1) is Missing.TOO_SHORT
    assert isinstance(trend(monthly(0, 0, 1, 2), month(3), 2), float)
    assert trend(monthly(1, 2, 3, None), month(3), 6) is Missing.UNKNOWN


@given(SERIES, WINDOWS)
def test_a_trend_is_the_least_squares_slope(values: list[float | None], window: int) -> None:
    """Σ(x − x̄)(v − v̄) ÷ Σ(x − x̄)², computed by hand."""
    records, today = monthly(*values), month(max(len(values) - 1, 0))
    found = trend(records, today, window)
    begin = month(max(len(values) - 1, 0) - window)
    inside = [(day, value) for day, value in zip(records.days, records.values, strict=True) if day >= begin]
    points = [(day.toordinal() / DAYS_PER_MONTH, value) for day, value in inside if value is not None]
    if level(records, today) is Missing.UNKNOWN:
        assert found is Missing.UNKNOWN
    elif len(points) < 3:
        assert found is Missing.TOO_SHORT
    else:
        x, v = np.array(points).T
        slope = ((x - x.mean()) * (v - v.mean())).sum() / ((x - x.mean()) ** 2).sum()
        assert found == pytest.approx(slope, rel=1e-6, abs=1e-4)


@given(SERIES, WINDOWS)
def test_a_change_is_a_difference_of_two_levels(values: list[float | None], window: int) -> None:
    """Where both ends are known, it is one level less the other."""
    records, today = monthly(*values), month(max(len(values) - 1, 0))
    then, now = level(records, month(max(len(values) - 1, 0) - window)), level(records, today)
    found = change(records, today, window)
    if isinstance(found, float) and not isinstance(then, Missing):
        assert math.isclose(found, now - then, abs_tol=1e-5)
    elif isinstance(now, Missing):
        assert found is Missing.UNKNOWN


def test_the_largest_channel_is_named_with_its_share() -> None:
    """Debts of one channel count together; a debt without channel stands for itself."""
    owed = [
        DebtThen(name="a", channel_id="bank", balance=30),
        DebtThen(name="b", channel_id="bank", balance=25),
        DebtThen(name="c", balance=45),
    ]
    assert share(owed, owed) == ("channel:bank", 0.55)
    assert share(owed, owed[2:]) == ("debt:c", 0.45)
    assert share([], []) is None


def test_days_are_counted_down_and_below_zero() -> None:
    """The day itself is 0, the day after -1; no day is not a number."""
    days = [month(0), month(0, 2), month(0, 3)]
    assert days_until([month(0, 2)] * 3, days).tolist() == [1, 0, -1]
    assert np.isnan(days_until([None], days[:1])).all()
