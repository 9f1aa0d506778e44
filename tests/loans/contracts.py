"""Contracts of every kind for the property tests."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from fundmix.loans import Terms

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))
MONTH_ENDS = st.sampled_from(
    [dt.date(2027, 1, 31), dt.date(2028, 1, 30), dt.date(2028, 2, 29), dt.date(2026, 8, 31)]
)
DRAW_DATES = DAYS | MONTH_ENDS
AMOUNTS = st.integers(1, 10**8).map(lambda cents: Decimal(cents) / 100) | st.just(Decimal(10) ** 9)
METHODS = ("annuity", "equal_principal", "interest_only", "bullet", "buyer_pays")


def small(largest: float) -> st.SearchStrategy[float]:
    """0, or a rate with at most six decimals."""
    return st.integers(0, int(largest * 10**6)).map(lambda millionths: millionths / 10**6)


@st.composite
def contracts(draw: st.DrawFn) -> Terms:
    """Terms with every feature that a catalog row can have."""
    period = draw(st.sampled_from(["month", "week", "quarter", "year"]))
    # in a dear annuity of decades, the first interest of a leap year is more than the level payment
    term = draw(st.integers(1, 15 if period == "year" else 36))
    return Terms(
        repayment=draw(st.sampled_from(METHODS)),
        term=term,
        period=period,
        rate=draw(small(0.36)),
        flat=draw(st.booleans()),
        accrual=draw(st.sampled_from(["period", "actual"])),
        day_basis=draw(st.sampled_from([360, 365])),
        interest_only=draw(st.integers(0, term - 1)),
        interest_first=draw(st.booleans()),
        upfront_fee_rate=draw(small(0.05)),
        period_fee_rate=draw(small(0.02)),
        fee_first=draw(st.booleans()),
        prepay_fee_rate=draw(small(0.05)),
        rate_cut=draw(small(0.03)),
        cut_until=draw(st.none() | DAYS),
    )
