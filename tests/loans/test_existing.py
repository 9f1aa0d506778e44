"""Debts that exist: every rate basis, and what is still to be paid."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundmix.errors import InputError
from fundmix.loans import Payment, normal_rate, running_loan

DEBT: dict[str, Any] = {
    "balance": 10_000,
    "original_amount": None,
    "rate": 0.12,
    "rate_basis": "annual",
    "repayment": "annuity",
    "payment": None,
    "next_payment": dt.date(2027, 1, 20),
    "last_payment": dt.date(2027, 3, 20),
}


def remaining(**fields: Any) -> tuple[Payment, ...]:
    """The debt above with other fields."""
    return running_loan(**DEBT | fields).rows


def figures(rows: tuple[Payment, ...]) -> list[tuple[str, str, str, str]]:
    """(date, principal, interest, balance) of every row."""
    return [
        (row.date.isoformat()[5:], str(row.principal), str(row.interest), str(row.balance)) for row in rows
    ]


def codes(error: InputError) -> list[tuple[str, str]]:
    """(column, code) of every mistake."""
    return [(issue.column, issue.code) for issue in error.issues]


@pytest.mark.parametrize(
    ("rate", "basis", "normal"),
    [
        (0.054, "annual", (0.054, False, "period")),
        (0.005, "monthly", (0.06, False, "period")),
        (0.0005, "daily", (0.1825, False, "actual")),
        (0.006, "flat_monthly", (0.072, True, "period")),
        (0.005, "over_rate", (0.035, False, "period")),
    ],
)
def test_every_rate_basis_is_a_rate_a_year(rate: float, basis: Any, normal: tuple[float, bool, str]) -> None:
    """Monthly × 12, daily × 365 with days counted, flat on the first sum, points over the reference rate."""
    found = normal_rate(rate, basis, day_basis=365, reference=0.03)
    assert found.annual_rate == pytest.approx(normal[0])
    assert found[1:] == normal[1:]


def test_a_daily_rate_follows_its_day_basis() -> None:
    """万分之五 a day is 18 % over 360 days."""
    assert normal_rate(0.0005, "daily", day_basis=360).annual_rate == pytest.approx(0.18)


def test_a_level_payment_is_computed_when_not_given() -> None:
    """10,000 at 1 % a month over three payments: 3,400.22."""
    assert figures(remaining()) == [
        ("01-20", "3300.22", "100.00", "6699.78"),
        ("02-20", "3333.22", "67.00", "3366.56"),
        ("03-20", "3366.56", "33.67", "0.00"),
    ]


def test_a_given_payment_stays_and_the_last_absorbs_the_rest() -> None:
    """2,000 a month for two months leave a larger last payment."""
    assert figures(remaining(payment=2000)) == [
        ("01-20", "1900.00", "100.00", "8100.00"),
        ("02-20", "1919.00", "81.00", "6181.00"),
        ("03-20", "6181.00", "61.81", "0.00"),
    ]


def test_a_payment_larger_than_needed_ends_the_debt_early() -> None:
    """6,000 a month repay 10,000 in two payments."""
    assert figures(remaining(payment=6000)) == [
        ("01-20", "5900.00", "100.00", "4100.00"),
        ("02-20", "4100.00", "41.00", "0.00"),
    ]


def test_equal_principal_and_interest_only_follow_their_method() -> None:
    """A third each, or nothing until the last; a given payment does not change that."""
    assert [row.principal for row in remaining(repayment="equal_principal", payment=5)] == [
        Decimal("3333.33"), Decimal("3333.33"), Decimal("3333.34"),
    ]  # fmt: skip
    assert [row.payment for row in remaining(repayment="interest_only", payment=5)] == [100, 100, 10_100]


def test_a_flat_debt_pays_interest_on_the_sum_first_lent() -> None:
    """30,000 first lent at 1 % a month flat: 300 of interest every month, whatever is left."""
    rows = remaining(rate=0.01, rate_basis="flat_monthly", original_amount=30_000)
    assert [row.interest for row in rows] == [300, 300, 300]
    assert [row.principal for row in rows] == [Decimal("3333.33"), Decimal("3333.33"), Decimal("3333.34")]
    given = remaining(rate=0.01, rate_basis="flat_monthly", original_amount=30_000, payment=2800)
    assert [row.principal for row in given] == [2500, 2500, 5000]


def test_a_bullet_debt_is_paid_once() -> None:
    """Simple interest from a period before the next payment, or the payment that is given."""
    assert figures(remaining(repayment="bullet")) == [("03-20", "10000.00", "300.00", "0.00")]
    assert figures(remaining(repayment="buyer_pays", payment=10_450)) == [
        ("03-20", "10000.00", "450.00", "0.00")
    ]


def test_a_custom_debt_is_read_as_an_annuity_of_its_payment() -> None:
    """Its payment is what it pays."""
    assert remaining(repayment="custom", payment=2000) == remaining(payment=2000)


def test_a_daily_rate_counts_the_days_between_payments() -> None:
    """31, 31 and 28 days, the first from a period before the next payment."""
    rows = remaining(repayment="interest_only", rate=0.0005, rate_basis="daily")
    assert [row.interest for row in rows] == [155, 155, 140]


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (dt.date(2027, 3, 18), ["01-20", "02-20", "03-18"]),
        (dt.date(2027, 3, 25), ["01-20", "02-20", "03-25"]),
        (dt.date(2027, 4, 10), ["01-20", "02-20", "03-20", "04-10"]),
        (dt.date(2027, 1, 20), ["01-20"]),
    ],
)
def test_the_last_payment_is_on_its_own_day(last: dt.date, days: list[str]) -> None:
    """It takes the place of a due date less than half a period before it."""
    assert [row[0] for row in figures(remaining(last_payment=last))] == days


def test_a_debt_of_the_31st_keeps_its_day() -> None:
    """31 January, 28 February, 31 March."""
    rows = remaining(next_payment=dt.date(2027, 1, 31), last_payment=dt.date(2027, 3, 31))
    assert [row[0] for row in figures(rows)] == ["01-31", "02-28", "03-31"]


@pytest.mark.parametrize(
    ("fields", "mistakes"),
    [
        ({"payment": 99}, [("payment", "payment_below_interest")]),
        ({"repayment": "bullet", "payment": 9_999}, [("payment", "payment_below_balance")]),
        ({"repayment": "custom"}, [("payment", "custom_payment_missing")]),
        ({"rate_basis": "over_rate"}, [("rate_basis", "reference_rate_missing")]),
        (
            {"rate_basis": "flat_monthly", "rate": 0.01, "last_payment": dt.date(2027, 1, 1)},
            [("original_amount", "original_amount_missing"), ("last_payment", "last_payment_before_next")],
        ),
    ],
)
def test_a_debt_that_contradicts_itself_is_refused(
    fields: dict[str, Any], mistakes: list[tuple[str, str]]
) -> None:
    """All mistakes at once, each at its field."""
    with pytest.raises(InputError) as caught:
        remaining(**fields)
    assert codes(caught.value) == mistakes


@given(
    st.integers(1, 10**9),
    st.sampled_from(["annuity", "equal_principal", "interest_only", "bullet", "buyer_pays"]),
    st.sampled_from(["annual", "monthly", "daily", "flat_monthly", "over_rate"]),
    st.integers(0, 20),
    st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)),
    st.integers(0, 900),
)
def test_every_debt_ends_at_nothing(
    cents: int, repayment: Any, basis: Any, ten_thousandths: int, first: dt.date, days: int
) -> None:
    """Principal parts sum to the balance, and the last balance is 0.00."""
    rows = remaining(
        balance=Decimal(cents) / 100,
        original_amount=Decimal(cents) / 50,
        rate=ten_thousandths / 10_000,
        rate_basis=basis,
        repayment=repayment,
        next_payment=first,
        last_payment=first + dt.timedelta(days=days),
        reference=0.03,
    )
    assert sum(row.principal for row in rows) == Decimal(cents) / 100
    assert str(rows[-1].balance) == "0.00"
    assert all(row.principal >= 0 and row.interest >= 0 for row in rows)
