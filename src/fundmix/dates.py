"""The period grid: period 0 begins at ``start``, every later one begins one calendar period after it.

The clock is read once, in ``cli.py``; everywhere else ``start`` is a value.
"""

import datetime as dt
from typing import Literal

from dateutil.relativedelta import relativedelta

from fundmix.fields import Record

Period = Literal["month", "week", "quarter", "year"]

PERIODS_PER_YEAR: dict[Period, int] = {"month": 12, "week": 52, "quarter": 4, "year": 1}
MONTHS_PER_PERIOD: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}


def shift(day: dt.date, periods: int, period: Period = "month") -> dt.date:
    """``day`` moved by whole periods; a day that the month lacks becomes its last day (31 January + 1 = 28 February)."""
    if period == "week":
        return day + dt.timedelta(weeks=periods)
    return day + relativedelta(months=periods * MONTHS_PER_PERIOD[period])


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
        while self.date_of(index) > day:
            index -= 1
        while self.date_of(index + 1) <= day:
            index += 1
        return index

    def periods_in(self, months: int) -> int:
        """Whole periods in ``months`` months, rounded up (weeks: 52 a year)."""
        return -(-months * self.per_year // 12)
