"""Two readings of one contract, written apart, agree to the cent; worked cases prove the second by hand."""

import datetime as dt
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fundmix.dates import PERIODS_PER_YEAR, shift
from fundmix.loans import Terms, line_schedule, schedule
from fundmix.verify.contracts import replay, replay_line

RATES = st.integers(0, 3600).map(lambda points: points / 10_000)
SMALL_SHARES = st.sampled_from((0.0, 0.0, 0.001, 0.005, 0.03))
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2029, 12, 31))
MONEY = st.integers(100_00, 3_000_000_00).map(lambda cents: Decimal(cents) / 100)


@st.composite
def terms(draw, methods=("annuity", "equal_principal", "interest_only", "bullet", "buyer_pays")):
    """Terms of any method, in any combination that a catalog can hold."""
    term = draw(st.integers(1, 36))
    rate = draw(RATES)
    return Terms(
        repayment=draw(st.sampled_from(methods)),
        term=term,
        period=draw(st.sampled_from(tuple(PERIODS_PER_YEAR))),
        rate=rate,
        flat=draw(st.booleans()),
        accrual=draw(st.sampled_from(("period", "actual"))),
        day_basis=draw(st.sampled_from((360, 365))),
        interest_only=draw(st.integers(0, term - 1)),
        interest_first=draw(st.booleans()),
        upfront_fee_rate=draw(SMALL_SHARES),
        period_fee_rate=draw(SMALL_SHARES),
        fee_first=draw(st.booleans()),
        fixed_fee=draw(st.sampled_from((0.0, 19.9))),
        prepay_fee_rate=draw(SMALL_SHARES),
        rate_cut=draw(st.sampled_from((0.0, 0.01, 0.015))),
        cut_until=draw(st.none() | DAYS),
    )


@st.composite
def custom_terms(draw):
    """A contract written out period by period, whose principal parts sum to one."""
    parts = draw(st.lists(st.integers(0, 5), min_size=1, max_size=8).filter(any))
    principal = [round(part / sum(parts), 6) for part in parts]
    principal[-1] = round(1 - sum(principal[:-1]), 6)
    assume(principal[-1] > 0.01)
    flow = st.lists(st.sampled_from((0.0, 0.01, 0.0125)), max_size=len(parts) + 1).map(tuple)
    return Terms(
        repayment="custom",
        term=len(parts),
        flow_principal=(0.0, *principal),
        flow_interest=draw(flow),
        flow_fee=draw(flow),
        upfront_fee_rate=draw(SMALL_SHARES),
        prepay_fee_rate=draw(SMALL_SHARES),
    )


def figures(rows):
    """Rows of either reading as plain tuples."""
    return [
        (row.index, row.date, row.principal, row.interest, row.fee, row.payment, row.balance) for row in rows
    ]


@settings(max_examples=3000, deadline=None)
@given(st.one_of(terms(), custom_terms()), MONEY, DAYS, st.integers(1, 36) | st.none())
def test_two_readings_of_a_loan_agree(contract, amount, day, closed_after):
    """Any loan, run to term or closed early, has the same dates and cents in both readings."""
    closed = None if closed_after is None else min(closed_after, contract.term)
    assert figures(replay(contract, amount, day, closed)) == figures(
        schedule(contract, amount, day, closed_after=closed)
    )


@settings(max_examples=100, deadline=None)
@given(terms(), DAYS, st.lists(st.integers(-50_000_00, 50_000_00), min_size=1, max_size=12))
def test_two_readings_of_a_line_agree(contract, day, moves):
    """Any path of a line costs the same in both readings."""
    balance, drawn, repaid = Decimal(0), [], []
    for move in (*moves, None):
        step = -balance if move is None else max(Decimal(move) / 100, -balance)
        drawn.append(max(step, Decimal(0)))
        repaid.append(max(-step, Decimal(0)))
        balance += step
    dates = [shift(day, index, contract.period) for index in range(len(drawn))]
    path = dict(enumerate(zip(drawn, repaid, strict=True)))
    assert figures(replay_line(contract, day, path)) == figures(line_schedule(contract, dates, drawn, repaid))
