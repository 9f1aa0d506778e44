"""What is left of an old debt when a part of it is repaid early, against a schedule that knows nothing of fundmix."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from tests.loans.remaining import cents, later, remaining, written

from fundmix.loans import RunningLoan, running_loan

METHODS = ("annuity", "equal_principal", "interest_only", "bullet", "custom")
CASES = 60
"""Debts of each method; each is repaid on each of its days, in whole and in two parts."""


def random_debt(random: Random, method: str) -> dict[str, Any]:
    """A debt of a method, its figures as a borrower writes them."""
    first = dt.date(2027, 1, 1) + dt.timedelta(days=random.randint(0, 30))
    months = random.randint(2, 14)
    basis = random.choice(("annual", "annual", "monthly", "daily", "flat_monthly"))
    rate = {"annual": (0, 0.035, 0.12, 0.2395), "monthly": (0, 0.0061, 0.0155), "daily": (0.0002, 0.0005)}
    balance = round(random.uniform(500, 90_000), 2)
    debt: dict[str, Any] = {
        "balance": balance,
        "rate": random.choice(rate.get(basis, (0.003, 0.0075))),
        "rate_basis": basis,
        "repayment": method,
        "next_payment": first,
        # now and then the last payment is a few days late
        "last_payment": later(first, months - 1) + dt.timedelta(days=random.choice((0, 0, 0, 3, 20))),
    }
    if basis == "flat_monthly":
        debt["original_amount"] = round(balance * random.uniform(1, 2), 2)
    if method == "custom" or (method == "annuity" and random.random() < 0.4):
        yearly = balance / months * random.choice((0.3, 0.9, 1.2, 1.6))
        debt["payment"] = round(yearly + debt.get("original_amount", balance) * 0.021, 2)
    if method == "bullet" and random.random() < 0.3:
        debt["payment"] = round(balance * 1.043, 2)
    return debt


def contract(debt: dict[str, Any]) -> RunningLoan:
    """The debt as fundmix reads it."""
    return running_loan(**{"original_amount": None, "payment": None, **debt})


def figures(loan: RunningLoan) -> list[tuple[dt.date, Decimal, Decimal, Decimal]]:
    """Day, principal, interest and balance of every payment."""
    return [(row.date, row.principal, row.interest, row.balance) for row in loan.rows]


@pytest.mark.parametrize("method", METHODS)
def test_every_payment_that_is_left(method: str) -> None:
    """Day, principal, interest and balance are those of the schedule written by hand, whatever the rate's basis."""
    random = Random(f"rows {method}")
    for _ in range(CASES):
        debt = random_debt(random, method)
        mine = [(due.day, due.principal, due.interest, due.balance) for due in remaining(debt).dues]
        assert figures(contract(debt)) == mine, debt


@pytest.mark.parametrize("method", METHODS)
def test_every_part_on_every_day(method: str) -> None:
    """After a whole, after a part and after another part of the rest, each later payment is the hand's to the cent."""
    random, counted = Random(f"parts {method}"), Counter[str]()
    for _ in range(CASES):
        debt = random_debt(random, method)
        mine, loan = remaining(debt), contract(debt)
        assert [(stop.date, stop.balance) for stop in loan.stops] == [
            (d, m[0]) for d, m in mine.moments.items()
        ]
        accrued = [float(moment[1]) for moment in mine.moments.values()]
        assert [float(stop.accrued) for stop in loan.stops] == pytest.approx(accrued, rel=1e-12)
        for stop in loan.stops:
            for share in (1, random.random(), 0.5):
                principal = cents(stop.balance * written(share))
                after, left = loan.after(stop, principal), mine.without(stop.date, principal)
                assert figures(after) == [(d.day, d.principal, d.interest, d.balance) for d in left.dues], (
                    debt
                )
                counted["whole" if share == 1 else "part"] += 1
                for again in after.stops[-1:]:
                    more = cents(again.balance * Decimal("0.37"))
                    twice = left.without(again.date, more)
                    rows = [(d.day, d.principal, d.interest, d.balance) for d in twice.dues]
                    assert figures(after.after(again, more)) == rows, debt
                    counted["two parts"] += 1
    assert min(counted["whole"], counted["part"], counted["two parts"]) >= CASES
