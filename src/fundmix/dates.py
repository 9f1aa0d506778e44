"""The period grid: period 0 begins at ``start``, every later one begins one calendar period after it.

The clock is read once, in ``cli.py``; everywhere else ``start`` is a value.
"""

import datetime as dt
from functools import lru_cache
from typing import Literal, NamedTuple

import chinese_calendar
from dateutil.relativedelta import relativedelta

from fundmix.fields import Record

Period = Literal["month", "week", "quarter", "year"]

PERIODS_PER_YEAR: dict[Period, int] = {"month": 12, "week": 52, "quarter": 4, "year": 1}
MONTHS_PER_PERIOD: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}
SATURDAY = 5


@lru_cache(maxsize=20_000)  # every offer asks for the days of the same periods
def shift(day: dt.date, periods: int, period: Period = "month") -> dt.date:
    """``day`` moved by whole periods; one that the month lacks becomes its last (31 January, 28 February)."""
    if period == "week":
        return day + dt.timedelta(weeks=periods)
    return day + relativedelta(months=periods * MONTHS_PER_PERIOD[period])


def next_working_day(day: dt.date) -> tuple[dt.date, bool]:
    """``day`` or the first working day in mainland China after it, and whether the calendar knows the year.

    Public holidays and make-up working days are announced a year at a time; beyond the years that
    ``chinesecalendar`` carries, Monday to Friday count as working days and the second value is False.
    """
    known = True
    while True:
        try:
            working = chinese_calendar.is_workday(day)
        except NotImplementedError:
            working, known = day.weekday() < SATURDAY, False
        if working:
            return day, known
        day += dt.timedelta(days=1)


def last_working_day(day: dt.date) -> dt.date:
    """``day`` or the last working day before it, as :func:`next_working_day` counts them."""
    while next_working_day(day)[0] != day:
        day -= dt.timedelta(days=1)
    return day


class Interval(NamedTuple):
    """Time between two days: whole periods, the days left, and the length of the year they belong to."""

    periods: int
    days: int
    year_days: int


def interval(start: dt.date, end: dt.date, unit: Period) -> Interval:
    """The time from ``start`` to ``end``, whole periods counted back from ``end``.

    A day that a month lacks becomes its last day; the days that are left belong to the year that ends
    where they do (European Commission, SWD(2012) 128 final, section 4.1.1).

    Raises:
        ValueError: ``end`` is before ``start``.
    """
    if end < start:
        raise ValueError(f"{end} is before {start}")
    periods = Grid(start=start, period=unit).index_of(end)
    # a grid that starts on the 31st is late by a few days against one counted back from the end
    while shift(end, -periods - 1, unit) >= start:
        periods += 1
    while shift(end, -periods, unit) < start:
        periods -= 1
    rest_ends = shift(end, -periods, unit)
    return Interval(periods, (rest_ends - start).days, (rest_ends - shift(rest_ends, -1, "year")).days)


def unit_periods(start: dt.date, end: dt.date, unit: Period) -> tuple[int, float]:
    """(t, f): whole unit-periods from ``start`` to ``end`` and the fraction that comes before them.

    A month has 30 days in the fraction, a quarter 3 months; a year is a fraction by its months when
    they are whole, else by days over 365 (US Regulation Z, 12 CFR 1026, Appendix J (b)(5)).
    """
    whole, days, _ = interval(start, end, unit)
    if unit == "week":
        return whole, days / 7
    months, rest, _ = interval(start, start + dt.timedelta(days=days), "month")
    if unit == "year":
        return whole, days / 365 if rest else months / 12
    return whole, (months + rest / 30) / MONTHS_PER_PERIOD[unit]


class Grid(Record):
    """The calendar of a plan.

    Attributes:
        start: the first day of period 0.
        period: the length of a period.
    """

    start: dt.date
    period: Period = "month"

    @property
    def per_year(self) -> int:
        """Periods a year: 12, 52, 4 or 1."""
        return PERIODS_PER_YEAR[self.period]

    def date_of(self, index: int) -> dt.date:
        """The first day of period ``index``."""
        return shift(self.start, index, self.period)

    def index_of(self, day: dt.date) -> int:
        """The period that contains ``day``; negative before the start."""
        if self.period == "week":
            return (day - self.start).days // 7
        months = (day.year - self.start.year) * 12 + day.month - self.start.month
        index = months // MONTHS_PER_PERIOD[self.period]
        # the next period begins in a later month, so it need not be asked for (in 9999 there is none)
        return index - 1 if self.date_of(index) > day else index

    def periods_in(self, months: int) -> int:
        """Whole periods in ``months`` months, rounded up (weeks: 52 a year)."""
        return -(-months * self.per_year // 12)
