"""A line: drawn and repaid at will, interest on what is owed."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundmix.errors import InputError
from fundmix.loans import Terms, line_schedule, line_unit_interest

DATES = [dt.date(2026, 12, 1), dt.date(2027, 1, 1), dt.date(2027, 2, 1), dt.date(2027, 3, 1)]


def line(**fields: object) -> Terms:
    """Three months at 12 %, interest on the balance."""
    return Terms.model_validate({"repayment": "interest_only", "term": 3, "rate": 0.12} | fields)


def yuan(*amounts: float) -> list[Decimal]:
    """Amounts to the cent."""
    return [Decimal(str(amount)) for amount in amounts]


def test_interest_is_on_the_balance_of_the_period_before() -> None:
    """1,000 drawn, 500 more, 1,200 repaid, the rest at the end: 1 % of what was owed."""
    rows = line_schedule(line(), DATES, yuan(1000, 500, 0, 0), yuan(0, 0, 1200, 300))
    assert [row.balance for row in rows] == yuan(1000, 1500, 300, 0)
    assert [row.interest for row in rows] == yuan(0, 10, 15, 3)
    assert [row.payment for row in rows] == yuan(0, 10, 1215, 303)
    assert [row.drawn for row in rows] == yuan(1000, 500, 0, 0)


def test_each_draw_costs_its_fees() -> None:
    """1 % and ¥20 of every draw; nothing when nothing is drawn."""
    rows = line_schedule(
        line(upfront_fee_rate=0.01, fixed_fee=20), DATES, yuan(1000, 500, 0, 0), yuan(0, 0, 0, 1500)
    )
    assert [row.fee for row in rows] == yuan(30, 25, 0, 0)


@pytest.mark.parametrize(("fee_first", "fees"), [(False, (0, 5, 5, 2)), (True, (5, 5, 2, 0))])
def test_the_period_fee_is_on_the_balance(fee_first: bool, fees: tuple[float, ...]) -> None:
    """At the end of each period, or at its beginning, then not on the last day."""
    rows = line_schedule(
        line(period_fee_rate=0.005, fee_first=fee_first), DATES, yuan(1000, 0, 0, 0), yuan(0, 0, 600, 400)
    )
    assert [row.fee for row in rows] == yuan(*fees)


def test_more_than_is_owed_cannot_be_repaid() -> None:
    """Such a row is one mistake with its figures; the rows after it are not blamed for it."""
    with pytest.raises(InputError) as caught:
        line_schedule(line(), DATES, yuan(100, 0, 50, 0), yuan(0, 120, 0, 0))
    assert [(issue.line, issue.code) for issue in caught.value.issues] == [(1, "line_overpaid")]
    assert caught.value.issues[0].details == {"owed": Decimal(100), "repaid": Decimal(120)}


@given(st.lists(st.integers(0, 10**7), min_size=3, max_size=3), st.sampled_from(["period", "actual"]))
def test_a_line_costs_what_the_program_counts(cents: list[int], accrual: str) -> None:
    """Interest to the cent is the balance times ``line_unit_interest``, within half a cent."""
    terms = line(accrual=accrual, rate_cut=0.02, cut_until=dt.date(2027, 1, 10))
    drawn = [*(Decimal(amount) / 100 for amount in cents), Decimal(0)]
    rows = line_schedule(terms, DATES, drawn, [*yuan(0, 0, 0), sum(drawn, Decimal(0))])
    unit = line_unit_interest(terms, DATES)
    for index in range(1, 4):
        exact = float(rows[index - 1].balance) * unit[index]
        assert float(rows[index].interest) == pytest.approx(exact, abs=0.005001)
    assert rows[-1].balance == 0
