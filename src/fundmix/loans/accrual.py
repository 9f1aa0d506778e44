"""How interest grows: due dates, and the interest of each period per yuan of balance.

The float and the Decimal reading are computed apart, so that one can prove the other.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise

import numpy as np

from fundmix.dates import PERIODS_PER_YEAR, Period, shift
from fundmix.loans.terms import Floats, Terms

CENT = Decimal("0.01")
NOISE = Decimal("1e-12")
ZERO = Decimal("0.00")


def to_cents(amount: Decimal) -> Decimal:
    """``amount`` rounded half-up to the cent.

    The noise of a division is taken off first: six times a sixth of 1.925 must stay half a cent.
    """
    return amount.quantize(NOISE).quantize(CENT, ROUND_HALF_UP)


def exact(number: float) -> Decimal:
    """The decimal that a person would read: 0.054 is 0.054, not the binary fraction beside it."""
    return Decimal(str(number))


@lru_cache(maxsize=4096)
def due_dates(draw_date: dt.date, term: int, period: Period) -> tuple[dt.date, ...]:
    """The draw date and the ``term`` due dates, each counted from the draw date: a 31st stays one."""
    return tuple(shift(draw_date, index, period) for index in range(term + 1))


@lru_cache(maxsize=4096)
def _ordinals(dates: tuple[dt.date, ...]) -> Floats:
    days = np.array([day.toordinal() for day in dates], dtype=np.float64)
    days.setflags(write=False)  # shared by every caller of the cache
    return days


def unit_interest(terms: Terms, dates: Sequence[dt.date] | None, periods: int) -> tuple[Floats, Floats]:
    """Interest of each period per yuan of balance: in full, and as the borrower pays it after the subsidy.

    Both have length ``periods`` + 1 with 0 at index 0. ``dates`` (the same length) are needed for
    actual accrual and for a subsidy that ends; a period that straddles ``cut_until`` is split by days.
    """
    full = np.full(periods + 1, terms.rate / PERIODS_PER_YEAR[terms.period])
    full[0] = 0.0
    ends = terms.rate_cut > 0 and terms.cut_until is not None
    if terms.accrual == "period" and not ends:
        return full, full * (1 - _cut_share(terms))
    if dates is None:
        raise ValueError("actual accrual and a subsidy that ends need dates")
    ordinals = _ordinals(tuple(dates))
    days = np.diff(ordinals)
    if terms.accrual == "actual":
        full[1:] = terms.rate * days / terms.day_basis
    if not ends or terms.cut_until is None:
        return full, full * (1 - _cut_share(terms))
    covered = np.clip(terms.cut_until.toordinal() + 1 - ordinals[:-1], 0, days)
    net = full.copy()
    net[1:] *= 1 - _cut_share(terms) * covered / days
    return full, net


def _cut_share(terms: Terms) -> float:
    """The share of the interest that the subsidy pays while it lasts; it never pays more than the rate."""
    return min(terms.rate_cut, terms.rate) / terms.rate if terms.rate > 0 else 0.0


def decimal_interest(terms: Terms, dates: Sequence[dt.date]) -> list[tuple[Decimal, Decimal]]:
    """The same as Decimals: (in full, after the subsidy) per period, index 0 first with (0, 0)."""
    rate, cut = exact(terms.rate), min(exact(terms.rate_cut), exact(terms.rate))
    rows = [(Decimal(0), Decimal(0))]
    for begin, end in pairwise(dates):
        days = (end - begin).days
        covered = days
        if terms.cut_until is not None:
            covered = min(max((terms.cut_until - begin).days + 1, 0), days)
        if terms.accrual == "actual":
            rows.append((rate * days / terms.day_basis, (rate * days - cut * covered) / terms.day_basis))
        else:
            per_year = PERIODS_PER_YEAR[terms.period]
            rows.append((rate / per_year, (rate - cut * covered / days) / per_year))
    return rows
