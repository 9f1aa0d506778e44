"""Schedules to the cent: they end at nothing owed and stay beside the program's column."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loans.contracts import AMOUNTS, DRAW_DATES, contracts

from fundmix.dates import PERIODS_PER_YEAR
from fundmix.loans import Payment, Terms, schedule, unit_flows

DRAW = dt.date(2026, 12, 1)
CENT = Decimal("0.01")


def terms(**fields: object) -> Terms:
    """Three months at 12 % (1 % a month), annuity, unless said otherwise."""
    return Terms.model_validate({"repayment": "annuity", "term": 3, "rate": 0.12} | fields)


def figures(rows: tuple[Payment, ...]) -> list[tuple[str, str, str, str]]:
    """(principal, interest, fee, balance) of every row."""
    return [(str(row.principal), str(row.interest), str(row.fee), str(row.balance)) for row in rows]


def drift(contract: Terms, periods: int) -> float:
    """Yuan by which rounding can have moved the balance: a cent a period, with interest on it."""
    longest = 1.03 * 365 / contract.day_basis  # 31 days over 360 against a twelfth
    rate = contract.rate / PERIODS_PER_YEAR[contract.period] * longest
    return 0.01 * sum((1 + rate) ** index for index in range(periods))


def test_an_annuity_to_the_cent() -> None:
    """10,000 at 1 % a month: level payment 3,400.22, the last one takes the rounding."""
    assert figures(schedule(terms(), Decimal(10_000), DRAW)) == [
        ("0.00", "0.00", "0.00", "10000.00"),
        ("3300.22", "100.00", "0.00", "6699.78"),
        ("3333.22", "67.00", "0.00", "3366.56"),
        ("3366.56", "33.67", "0.00", "0.00"),
    ]


def test_the_payout_row_carries_what_is_taken_first() -> None:
    """Up-front fee 1 %, fixed fee ¥50, the first period's fee 0.5 % and all interest."""
    contract = terms(
        repayment="bullet",
        interest_first=True,
        upfront_fee_rate=0.01,
        fixed_fee=50,
        period_fee_rate=0.005,
        fee_first=True,
    )
    rows = schedule(contract, Decimal(10_000), DRAW)
    assert figures(rows) == [
        ("0.00", "300.00", "200.00", "10000.00"),
        ("0.00", "0.00", "50.00", "10000.00"),
        ("0.00", "0.00", "50.00", "10000.00"),
        ("10000.00", "0.00", "0.00", "0.00"),
    ]
    assert rows[0].payment == Decimal(500)


def test_a_closing_repays_the_rest_with_its_fee() -> None:
    """After the second payment 3,366.56 are left, 3 % of it is the fee."""
    rows = schedule(terms(prepay_fee_rate=0.03), Decimal(10_000), DRAW, closed_after=2)
    assert figures(rows)[2:] == [("6699.78", "67.00", "101.00", "0.00")]


def test_half_a_cent_is_rounded_up() -> None:
    """0.50 at 1 % is half a cent of interest: 0.01."""
    rows = schedule(terms(repayment="interest_only", term=1), Decimal("0.50"), DRAW)
    assert rows[1].interest == CENT


def test_half_a_cent_survives_a_division() -> None:
    """A twelfth of 7 % is endless, that of 6 yuan at 7 % is 0.035, six of 100 yuan at 3.85 % are 1.925."""
    contract = terms(repayment="interest_only", rate=0.07)
    assert schedule(contract, Decimal(6), DRAW)[1].interest == Decimal("0.04")
    half_year = terms(repayment="bullet", term=6, rate=0.0385)
    assert schedule(half_year, Decimal(100), DRAW)[-1].interest == Decimal("1.93")


def test_one_cent_can_be_lent() -> None:
    """It is repaid once, and no row is negative."""
    rows = schedule(terms(term=36), CENT, DRAW)
    assert sum(row.principal for row in rows) == CENT
    assert [row.balance for row in rows][-2:] == [CENT, Decimal("0.00")]


def test_without_interest_every_method_costs_nothing() -> None:
    """Rate 0: payments sum to what was lent."""
    for method in ("annuity", "equal_principal", "interest_only", "bullet", "buyer_pays"):
        rows = schedule(terms(repayment=method, rate=0), Decimal("99999.99"), DRAW)
        assert sum(row.payment for row in rows) == Decimal("99999.99")


def test_due_dates_of_every_period() -> None:
    """31 January keeps its day where the month has it; weeks, quarters and years follow the calendar."""
    draw = dt.date(2028, 1, 31)
    due = {
        period: [row.date.isoformat() for row in schedule(terms(period=period), Decimal(1), draw)[1:]]
        for period in ("month", "week", "quarter", "year")
    }
    assert due == {
        "month": ["2028-02-29", "2028-03-31", "2028-04-30"],
        "week": ["2028-02-07", "2028-02-14", "2028-02-21"],
        "quarter": ["2028-04-30", "2028-07-31", "2028-10-31"],
        "year": ["2029-01-31", "2030-01-31", "2031-01-31"],
    }


def test_a_due_date_may_move_without_changing_the_interest() -> None:
    """The payout stays on its day, every due date is shifted, every figure stays."""
    plain = schedule(terms(accrual="actual"), Decimal(10_000), DRAW)
    moved = schedule(
        terms(accrual="actual"), Decimal(10_000), DRAW, move=lambda day: day + dt.timedelta(days=2)
    )
    assert figures(moved) == figures(plain)
    assert [row.date.day for row in moved] == [1, 3, 3, 3]


def test_extra_principal_ends_the_loan_early() -> None:
    """4,000 on top of each instalment of 10,000: two payments are enough."""
    rows = schedule(terms(), Decimal(10_000), DRAW, extra_principal=Decimal(4_000))
    assert figures(rows)[1:] == [
        ("7300.22", "100.00", "0.00", "2699.78"),
        ("2699.78", "27.00", "0.00", "0.00"),
    ]


def test_a_custom_contract_to_the_cent() -> None:
    """A third cannot be paid to the cent: the last principal part takes the rest."""
    contract = terms(
        repayment="custom", flow_principal=(0, 1 / 3, 1 / 3, 1 / 3), flow_interest=(0.01, 0, 0.02)
    )
    assert figures(schedule(contract, Decimal(100), DRAW)) == [
        ("0.00", "1.00", "0.00", "100.00"),
        ("33.33", "0.00", "0.00", "66.67"),
        ("33.33", "2.00", "0.00", "33.34"),
        ("33.34", "0.00", "0.00", "0.00"),
    ]


@pytest.mark.parametrize("amount", [Decimal("-1"), Decimal("0.001")])
def test_an_amount_is_yuan_to_the_cent(amount: Decimal) -> None:
    """A negative sum or a part of a cent cannot be lent."""
    with pytest.raises(ValueError, match="yuan to the cent"):
        schedule(terms(), amount, DRAW)


@given(contracts(), AMOUNTS, DRAW_DATES)
def test_every_schedule_repays_what_it_lent(contract: Terms, amount: Decimal, draw_date: dt.date) -> None:
    """Principal parts sum to the amount exactly, the last balance is 0.00, and nothing is negative."""
    rows = schedule(contract, amount, draw_date)
    assert len(rows) == contract.term + 1
    assert sum(row.principal for row in rows) == amount
    assert str(rows[-1].balance) == "0.00"
    assert all(min(row.principal, row.interest, row.fee, row.balance) >= 0 for row in rows)
    assert all(row.payment == row.principal + row.interest + row.fee for row in rows)
    assert all(part == part.quantize(CENT) for row in rows for part in (row.principal, row.interest, row.fee))


@given(contracts(), AMOUNTS, DRAW_DATES, st.integers(1, 36))
def test_a_schedule_stays_beside_the_column(
    contract: Terms, amount: Decimal, draw_date: dt.date, closing: int
) -> None:
    """Within drift × rate + 2 cents before the last payment, within the drift + 2 cents at the last.

    Interest taken first gathers the drift of all periods.
    """
    last = min(closing, contract.term)
    rows = schedule(contract, amount, draw_date, closed_after=last)
    column = unit_flows(contract, draw_date, closed_after=last)
    lent = float(amount)
    slack = lent * 1e-11  # floats of 10^9 yuan
    per_period = drift(contract, 2) / 0.01 - 2
    gathered = sum(per_period * drift(contract, index) for index in range(contract.term))
    bound = gathered * contract.interest_first + 0.02 + slack
    assert float(amount - rows[0].payment) == pytest.approx(column.proceeds * lent, abs=bound)
    for index in range(1, last):
        bound = per_period * drift(contract, index) + 0.02 + slack
        assert float(rows[index].payment) == pytest.approx(column.payment[index] * lent, abs=bound)
    bound = drift(contract, last) * (1 + (contract.prepay_fee_rate or 0)) + 0.02 + slack
    assert float(rows[last].payment) == pytest.approx(column.payment[last] * lent, abs=bound)


@given(contracts(), AMOUNTS, DRAW_DATES)
def test_a_schedule_closed_after_the_term_is_the_full_one(
    contract: Terms, amount: Decimal, draw_date: dt.date
) -> None:
    """Closing at the last payment changes nothing."""
    assert schedule(contract, amount, draw_date, closed_after=contract.term) == schedule(
        contract, amount, draw_date
    )


@given(contracts(), DRAW_DATES)
def test_an_annuity_is_level_until_the_last(contract: Terms, draw_date: dt.date) -> None:
    """Every instalment but the last is the same sum, when nothing is subsidised or taken first."""
    plain = {"interest_only": 0, "flat": False, "rate_cut": 0.0, "interest_first": False}
    level = contract.model_copy(update={"repayment": "annuity"} | plain)
    rows = schedule(level, Decimal(100_000), draw_date)
    assert len({row.principal + row.interest for row in rows[1:-1]}) <= 1
