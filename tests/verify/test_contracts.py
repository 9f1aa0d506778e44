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
    # rounded parts before a last part of nothing could repay a cent too much: see the test below
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


@settings(max_examples=400, deadline=None)
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


def cents(*amounts):
    return [Decimal(amount) for amount in amounts]


def test_an_annuity_by_hand():
    """10,000 over 3 months at 12 %: 10,000 × 0.01 ÷ (1 − 1.01⁻³) = 3,400.22; the last row absorbs a cent."""
    rows = replay(Terms(repayment="annuity", term=3, rate=0.12), Decimal(10_000), dt.date(2026, 1, 31))
    assert [row.date for row in rows[1:]] == [
        dt.date(2026, 2, 28),
        dt.date(2026, 3, 31),
        dt.date(2026, 4, 30),
    ]
    assert [row.interest for row in rows[1:]] == cents("100.00", "67.00", "33.67")
    assert [row.payment for row in rows[1:]] == cents("3400.22", "3400.22", "3400.23")
    assert rows[-1].balance == 0


def test_a_subsidy_ends_with_its_last_day():
    """10,000 at 6 % from 1 January, 3 points cut up to 15 February: 31 of 31 days, then 15 of 28.

    January: 10,000 × 3 % ÷ 12 = 25.00; February: 50 − 25 × 15 ÷ 28 = 36.607 → 36.61; March: 50.00.
    """
    terms = Terms(repayment="interest_only", term=3, rate=0.06, rate_cut=0.03, cut_until=dt.date(2026, 2, 15))
    rows = replay(terms, Decimal(10_000), dt.date(2026, 1, 1))
    assert [row.interest for row in rows[1:]] == cents("25.00", "36.61", "50.00")


def test_an_early_closing_pays_its_fee_on_what_was_not_due():
    """12,000 in 12 equal parts, closed with the third: 10,000 owed, 1,000 due, 3 % of 9,000 = 270."""
    terms = Terms(repayment="equal_principal", term=12, rate=0.12, prepay_fee_rate=0.03)
    last = replay(terms, Decimal(12_000), dt.date(2026, 1, 1), closed_after=3)[-1]
    assert (last.principal, last.early, last.interest, last.fee) == tuple(cents(10_000, 9_000, 100, 270))


def test_half_a_cent_is_half_a_cent():
    """1,507.50 at 4 % costs 5.025 a month, which is 5.03 although 4 % ÷ 12 has no end."""
    row = replay(
        Terms(repayment="interest_only", term=1, rate=0.04), Decimal("1507.50"), dt.date(2026, 1, 1)
    )[1]
    assert row.interest == Decimal("5.03")


def test_a_written_out_contract_never_repays_more_than_it_lent():
    """100.01 in two halves rounds to 50.01 twice; the second gives the cent back, whatever follows it."""
    terms = Terms(repayment="custom", term=3, flow_principal=(0.0, 0.5, 0.5, 0.0))
    rows = replay(terms, Decimal("100.01"), dt.date(2026, 1, 1))
    assert [row.principal for row in rows[1:]] == cents("50.01", "50.00", "0")
