"""Days inside a period before which something must be paid without the money that comes from them on."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fundmix.program.columns import DrawColumn, Line
from fundmix.program.situation import Situation


class Eve(NamedTuple):
    """The eve of a day inside a period: what is due before that day is met without what comes from it on.

    ``drawn``: what comes is a loan that may repay loans; else an inflow.
    """

    period: int
    day: dt.date
    drawn: bool


def eves_of(situation: Situation, columns: Sequence[DrawColumn], lines: Sequence[Line]) -> dict[str, Eve]:
    """By row name: the eve of every inflow, and of every loan that could else repay what was due before it came."""
    grid = situation.grid
    found = [Eve(*moment, drawn=False) for moment in situation.moments]
    found += sorted({Eve(period, day, drawn=True) for period, day in _late(situation, columns, lines)})
    return {
        f"in_time_{'draw_' if eve.drawn else ''}{eve.period}_{(eve.day - grid.date_of(eve.period)).days}": eve
        for eve in found
    }


def _late(
    situation: Situation, columns: Sequence[DrawColumn], lines: Sequence[Line]
) -> Iterator[tuple[int, dt.date]]:
    """(period, day) of loans that may repay loans of their own period and come after something of it may be due."""
    grid = situation.grid
    pays = [
        (column.period, column.day)
        for column in columns
        if column.is_new and f"payment_{column.period}" in column.outlets
    ]
    for line in lines:
        pays += [
            (period, line.days[period - line.first])
            for period in line.draw_periods
            if f"payment_{period}" in line.outlets[period]
        ]
    for period, day in pays:
        first = grid.date_of(period)
        # in the first period nothing is due on new loans, so that only the old ones can be
        if any(first <= due < day for due, _ in situation.debt_dates) or (period and day > first):
            yield period, day
