"""The true price of a loan, from all of its cash flows.

Two prices always stand together: APR (年化利率,单利) = periods a year × periodic IRR, and the
effective annual rate (年化利率,复利) = (1 + periodic IRR)^periods − 1. Cash flows lie on the grid of
periods: a loan whose interest counts days is priced as if its due dates were equally far apart.
"""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pyxirr

from fundmix.dates import PERIODS_PER_YEAR
from fundmix.errors import InputError, Issue
from fundmix.fields import Record
from fundmix.loans.columns import unit_flows
from fundmix.loans.terms import Floats, Terms

ROOT_TOLERANCE = 1e-10
"""Largest present value at the IRR, relative to the present value of all flows without their signs."""

OWED_TOLERANCE = 1e-9
"""How far below 0 a balance may seem to fall, relative to the same."""


class Price(Record):
    """The price of money.

    Attributes:
        periodic: internal rate of return of one period, a decimal.
        apr: periods a year × periodic.
        effective_annual_rate: (1 + periodic)^periods a year − 1.
    """

    periodic: float
    apr: float
    effective_annual_rate: float


def apr(flows: Sequence[float], per_year: int) -> Price:
    """The price of cash flows, one a period, index 0 first: money in positive, payments negative.

    The root is single and a price when the borrower is in debt all the time, i.e. when at that rate the
    balance S_j = S_{j−1} × (1 + i) + flow_j is never negative (Teichroew, Robichek and Montalbano 1965
    call it pure): at a lower rate every S_j is lower, at a higher one higher, so no other rate ends at
    0. Every loan that pays out once is of this kind; one with several draws may be.

    Raises:
        InputError: ``no_proceeds`` when nothing is received first, ``nothing_repaid`` when nothing is paid,
            ``no_single_price`` when there is no single root.
    """
    amounts = np.asarray(flows, dtype=np.float64)
    if not np.isfinite(amounts).all():
        raise ValueError("cash flows must be finite")
    if amounts.size == 0 or amounts[0] <= 0:
        raise _no_price("no_proceeds")
    if not (amounts < 0).any():
        raise _no_price("nothing_repaid")
    periodic = _internal_rate(amounts)
    if periodic is None or not _always_owed(amounts, periodic):
        raise _no_price("no_single_price", changes=_sign_changes(amounts))
    return _price(periodic, per_year)


def price(
    terms: Terms, draw_date: dt.date, amount: float = 10_000.0, *, net_of_retained: bool = False
) -> Price:
    """The price of one contract with all its fees, subsidies included.

    Args:
        terms: the contract.
        draw_date: day of the payout.
        amount: yuan lent; it matters only where there is a fixed fee.
        net_of_retained: count as received only what need not stay in the account (``retained_balance_rate``).

    Raises:
        InputError: as :func:`apr`; ``no_proceeds`` when fees eat the whole payout.
    """
    column = unit_flows(terms, draw_date)
    flows = -column.payment
    flows[0] = column.proceeds - terms.fixed_fee / amount
    if net_of_retained:
        flows -= terms.retained_balance_rate * np.diff(column.balance, prepend=0.0)
    return apr(flows.tolist(), PERIODS_PER_YEAR[terms.period])


def apr_unit_periods(amount: float, payments: Sequence[tuple[int, float, float]], per_year: int) -> Price:
    """The price when the first payment is due at an odd time.

    Solves amount = Σ payment ÷ ((1 + f·i)(1 + i)^t) for the unit-period rate i (US Regulation Z, 12 CFR 1026,
    Appendix J (b)(8)).

    Args:
        amount: yuan received.
        payments: (t whole unit-periods, f fraction of one, yuan paid), from ``dates.unit_periods``.
        per_year: unit-periods a year.

    Raises:
        InputError: ``no_proceeds``, ``nothing_repaid`` or ``no_single_price``.
    """
    whole, fraction, paid = (np.array(column, dtype=np.float64) for column in zip(*payments, strict=True))
    if amount <= 0:
        raise _no_price("no_proceeds")
    if not (paid > 0).any():
        raise _no_price("nothing_repaid")
    if (paid < 0).any() or whole[-1] + fraction[-1] == 0:
        raise _no_price("no_single_price", changes=_sign_changes(np.array([amount, *-paid])))

    def present_value(rate: float) -> float:
        return float(amount - np.sum(paid / ((1 + fraction * rate) * (1 + rate) ** whole)))

    periodic = _bracketed_root(present_value)
    if periodic is None:
        raise _no_price("no_single_price", changes=1)
    return _price(periodic, per_year)


def _price(periodic: float, per_year: int) -> Price:
    try:
        effective = (1 + periodic) ** per_year - 1
    except OverflowError:
        effective = math.inf
    return Price(periodic=periodic, apr=per_year * periodic, effective_annual_rate=effective)


def _no_price(code: str, **details: int) -> InputError:
    return InputError([Issue(code, column="flows", details=details)])


def _internal_rate(flows: Floats) -> float | None:
    """The periodic IRR: pyxirr's answer if it proves true, else a bracketed search; None without either."""
    size = float(np.abs(flows).sum())
    if abs(float(flows.sum())) <= 1e-15 * size:
        return 0.0
    powers = np.arange(flows.size)

    def present_value(rate: float) -> float:
        return float(np.sum(flows / (1 + rate) ** powers))

    def proves(rate: float) -> bool:
        weight = float(np.sum(np.abs(flows) / (1 + rate) ** powers))
        return abs(present_value(rate)) <= ROOT_TOLERANCE * weight

    rate = pyxirr.irr(flows)
    if rate is not None and rate > -1 and proves(rate):
        return float(rate)
    rate = _bracketed_root(present_value)
    return rate if rate is not None and proves(rate) else None


def _bracketed_root(present_value: Callable[[float], float]) -> float | None:
    """A root between −99.9 % and 1e9 a period, by halving; the present value rises through it."""
    low, high = -0.5, 1.0
    while present_value(low) > 0:
        low = (low - 1) / 2
        if low < -0.999:
            return None
    while present_value(high) < 0:
        high *= 4
        if high > 1e9:
            return None
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if present_value(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _always_owed(flows: Floats, rate: float) -> bool:
    """Whether the balance at ``rate`` is never negative, discounted to the payout to keep rounding small."""
    values = flows / (1 + rate) ** np.arange(flows.size)
    return bool((np.cumsum(values) >= -OWED_TOLERANCE * np.abs(values).sum()).all())


def _sign_changes(flows: Floats) -> int:
    """How often the flows change from in to out or back, zeros left aside."""
    signs = [flow > 0 for flow in flows.tolist() if flow]
    return sum(before != after for before, after in pairwise(signs))
