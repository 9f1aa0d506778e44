"""Whether own money carries the payments of the loans that exist, without any new loan and without new needs."""

import datetime as dt

import numpy as np

from fundmix.case import Case
from fundmix.dates import shift
from fundmix.program.situation import Calendar, build_situation
from fundmix.watch.maturities import MONTHS

Shortage = tuple[dt.date, float]
"""The last day of the first period at whose end cash is below zero, and yuan that are missing then."""


def shortage(case: Case) -> Shortage | None:
    """When own money runs out over the payments of the debts within :data:`MONTHS` months; None = it carries them.

    The sums with which loans end are left out: each is a maturity of its own (``watch/maturities.py``).

        cash(p) = opening + Σ surplus + Σ inflows that no need has to earn - Σ payments + Σ sums at the end, up to p
    """
    if not case.debts:
        return None
    start, (grid, until, _) = case.profile.start, case.situation.calendar
    last = grid.index_of(shift(start, MONTHS) - dt.timedelta(days=1))
    situation = build_situation(
        case.profile, case.needs, case.policy, case.debts, Calendar(grid, until, last)
    )
    sums = np.zeros(last + 1)
    for debt in case.debts:
        if debt.balloon is not None and grid.index_of(debt.balloon.date) <= last:
            sums[grid.index_of(debt.balloon.date)] += float(debt.balloon.principal)
    cash = np.round(situation.free_path + np.cumsum(sums), 2)
    short = np.flatnonzero(cash < 0)
    if not len(short):
        return None
    first = int(short[0])
    return grid.date_of(first + 1) - dt.timedelta(days=1), float(-cash[first])
