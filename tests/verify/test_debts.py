"""Two readings of one debt, written apart, agree to the cent; worked cases prove the second by hand."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.verify.right_plan import debt_row

from fundmix.dates import PERIODS_PER_YEAR, shift
from fundmix.errors import InputError
from fundmix.loans import running_loan
from fundmix.plan import DebtRow
from fundmix.verify.debts import OldDebt, payment_days, service_of

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2029, 12, 31))
RATES = {"annual": 0.36, "monthly": 0.03, "daily": 0.001, "flat_monthly": 0.02}


@st.composite
def debts(draw):
    """A debt of any method and rate, with a payment of its own or without."""
    basis = draw(st.sampled_from(tuple(RATES)))
    next_payment, period = draw(DAYS), draw(st.sampled_from(tuple(PERIODS_PER_YEAR)))
    last = shift(next_payment, draw(st.integers(0, 40)), period) + dt.timedelta(days=draw(st.integers(0, 40)))
    method = draw(
        st.sampled_from(("annuity", "equal_principal", "interest_only", "bullet", "buyer_pays", "custom"))
    )
    balance = draw(st.integers(1_00, 3_000_000_00)) / 100
    given = draw(st.none() | st.integers(1, 150)) if method != "custom" else draw(st.integers(1, 150))
    content = debt_row(
        "debt",
        balance=balance,
        original_amount=draw(st.sampled_from((balance, round(balance * 1.7, 2)))),
        rate=round(draw(st.integers(0, 100)) * RATES[basis] / 100, 6),
        rate_basis=basis,
        repayment=method,
        payment=None if given is None else max(0.01, round(balance * given / 100, 2)),
        next_payment=next_payment,
        last_payment=last,
    )
    return DebtRow.model_validate(content), period


def first_reading(row, period):
    """The debt as the program reads it."""
    names = ("balance", "original_amount", "rate", "rate_basis", "repayment", "payment")
    figures = {name: getattr(row, name) for name in (*names, "next_payment", "last_payment")}
    return running_loan(**figures, period=period)


def figures(rows):
    """Rows of either reading as plain tuples; of one sum the index is no matter."""
    return [(row.date, row.principal, row.interest, row.payment, row.balance) for row in rows]


@settings(max_examples=300, deadline=None)
@given(debts())
def test_two_readings_of_a_debt_agree(debt):
    """Any debt asks for the same cents on the same days in both readings; both refuse the same debts."""
    row, period = debt
    try:
        first = figures(first_reading(row, period).rows)
    except InputError:
        assert not OldDebt(row, period).pays_its_interest
        return
    second = OldDebt(row, period)
    assert second.pays_its_interest
    assert figures(second.rows) == first


@settings(max_examples=300, deadline=None)
@given(debts(), st.lists(st.tuples(st.integers(0, 100), st.integers(1, 10_000)), min_size=1, max_size=3))
def test_two_readings_of_what_repayments_leave_agree(debt, parts):
    """On each day on which it may be repaid, any part leaves the same payments and brings the same interest."""
    row, period = debt
    second = OldDebt(row, period)
    assume(second.pays_its_interest)
    first = first_reading(row, period)
    for which, share in parts:
        days = {stop.date for stop in first.stops}
        assert {day for day in second.days if second.stop(day)} == days
        if not days:
            return
        stop = first.stops[which % len(first.stops)]
        index, before = second.stop(stop.date)
        assert before == stop.balance
        if second.in_one_sum:
            assert abs(second.accrued(index) / second.owed - stop.accrued) < Decimal("1e-12")
        principal = max(Decimal("0.01"), (before * share / 10_000).quantize(Decimal("0.01")))
        first, second = first.after(stop, principal), second.left(index, before, principal)
        try:
            rest = figures(first.rows)
        except InputError:
            # a level payment that barely pays the interest may fall below it when both are rounded
            return
        assert figures(second.rows) == rest


def debt(**figures):
    """A monthly debt of 12,000 at 12 % from 2027-01-15 to 2027-06-15."""
    content = {"balance": 12_000.0, "rate": 0.12, "next_payment": "2027-01-15", "last_payment": "2027-06-15"}
    return OldDebt(DebtRow.model_validate(debt_row("debt", **content | figures)), "month")


def cents(*amounts):
    return [Decimal(amount) for amount in amounts]


def test_a_part_scales_what_is_left():
    """12,000 in six parts: after two, 8,000 are owed; 2,000 repaid leave four times 1,500, and 60, 45, 30, 15."""
    loan = debt(repayment="equal_principal")
    assert loan.stop(dt.date(2027, 2, 15)) == (2, Decimal(8000))
    rest = loan.left(2, Decimal(8000), Decimal(2000)).rows
    assert [row.principal for row in rest] == cents(1500, 1500, 1500, 1500)
    assert [row.interest for row in rest] == cents(60, 45, 30, 15)
    assert [row.date.month for row in rest] == [3, 4, 5, 6]


def test_a_fixed_payment_scales_and_the_last_absorbs():
    """12,000 with 1,000 a month at 1 %: 880 repaid first, 11,120 owed; half of it leaves 500 a month."""
    loan = debt(repayment="annuity", payment=1000.0)
    assert loan.stop(dt.date(2027, 1, 15)) == (1, Decimal(11_120))
    rest = loan.left(1, Decimal(11_120), Decimal(5560)).rows
    assert [row.payment for row in rest[:-1]] == cents(500, 500, 500, 500)
    assert rest[0].interest == Decimal("55.60")
    assert rest[-1].balance == 0


def test_a_flat_rate_charges_the_share_that_is_left():
    """1 % a month on 20,000 first lent is 200; with a quarter of the balance repaid 150 are left of it."""
    loan = debt(repayment="equal_principal", rate=0.01, rate_basis="flat_monthly", original_amount=20_000.0)
    assert [row.interest for row in loan.rows] == cents(*[200] * 6)
    rest = loan.left(1, Decimal(10_000), Decimal(2500)).rows
    assert [row.interest for row in rest] == cents(*[150] * 5)


def test_one_sum_brings_the_interest_of_its_periods():
    """Six months at 1 % on 12,000 are 720; by the second month 240; a third repaid leaves 8,000 and 480."""
    loan = debt(repayment="bullet")
    assert figures(loan.rows) == [(dt.date(2027, 6, 15), *cents(12_000, 720, 12_720, 0))]
    assert loan.stop(dt.date(2027, 2, 15)) == (2, Decimal(12_000))
    assert loan.accrued(2) == Decimal(240)
    assert figures(loan.left(2, loan.owed, Decimal(4000)).rows) == [
        (dt.date(2027, 6, 15), *cents(8000, 480, 8480, 0))
    ]


def test_one_sum_with_its_payment_given_accrues_by_time_where_it_has_no_rate():
    """12,600 to pay for 12,000 without a rate: 600 over six months, 100 a month."""
    loan = debt(repayment="bullet", rate=0.0, payment=12_600.0)
    assert loan.rows[0].interest == Decimal(600)
    assert loan.accrued(3) == Decimal(300)


def test_days_of_interest_are_counted_where_the_rate_is_daily():
    """0.05 % a day on 12,310 over the 31 days to 15 January: 190.805, half a cent up."""
    loan = debt(repayment="interest_only", balance=12_310.0, rate=0.0005, rate_basis="daily")
    assert loan.rows[0].interest == Decimal("190.81")


def test_a_second_part_is_a_share_of_what_the_first_left():
    """12,000 in six parts: 5,000 of 10,000 repaid first; a month later 4,000 are owed, and half of them leaves 500s."""
    loan = debt(repayment="equal_principal").left(1, Decimal(10_000), Decimal(5000))
    assert loan.stop(dt.date(2027, 2, 15)) == (2, Decimal(4000))
    rest = loan.left(2, Decimal(4000), Decimal(2000))
    assert [row.principal for row in rest.rows] == cents(500, 500, 500, 500)
    assert rest.left(3, Decimal(1500), Decimal(1500)).rows == ()


@pytest.mark.parametrize(
    ("repayment", "day"), [("buyer_pays", 2), ("bullet", 6), ("interest_only", 6), ("annuity", 6)]
)
def test_there_is_no_early_day_for(repayment, day):
    """A third party repays, or the day is the last of all."""
    assert debt(repayment=repayment).stop(dt.date(2027, day, 15)) is None


@pytest.mark.parametrize(
    ("last", "days"),
    [
        # half of the 31 days from 15 December to 15 January are 15 and a half
        (dt.date(2027, 2, 15), [15, 15, 15]),
        (dt.date(2027, 3, 3), [15, 15, 15, 3]),
        (dt.date(2027, 3, 2), [15, 15, 2]),
        (dt.date(2027, 1, 15), [15, 15]),
    ],
)
def test_the_last_day_takes_the_place_of_one_near_before_it(last, days):
    """A due day less than half a period before the last one is not met."""
    assert [day.day for day in payment_days(dt.date(2027, 1, 15), last, "month")] == days


def test_balloons_and_single_sums_are_no_debt_service():
    """Of interest-only debts the interest is, of one sum nothing, of the others the whole payment."""
    loan = debt(repayment="interest_only")
    assert service_of(loan, loan.rows[-1]) == Decimal(120)
    loan = debt(repayment="bullet")
    assert service_of(loan, loan.rows[0]) == 0
    loan = debt(repayment="custom", payment=1000.0)
    assert service_of(loan, loan.rows[-1]) == loan.rows[-1].payment
