"""What a plan says that early repayment saves, re-played by a schedule that knows nothing of fundmix."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from tests.cases import BARE, START, Story, channel
from tests.loans.remaining import NOTHING, Remaining, later, remaining, written
from tests.loans.test_remaining import METHODS, random_debt

from fundmix.plan import FundingPlan

CASES = 20
"""Stories of each method."""


def story(random: Random, method: str) -> Story:
    """One or two debts, and money of one month that repays a part of them, or the whole."""
    debts = [
        {
            **random_debt(random, one),
            "name": f"debt {number}",
            "prepay_fee_rate": random.choice((0, 0.0005, 0.002)),
        }
        for number, one in enumerate((method, *random.choices(METHODS, k=random.randint(0, 1))))
    ]
    for one in debts:
        if one["repayment"] == "annuity" and one.get("payment") and _leaves_most(remaining(one)):
            one["repayment"] = "custom"  # an annuity that is not repaid by its payments is refused
        one["rate"] = one["rate"] or 0.12 / {"annual": 1, "monthly": 12}[one["rate_basis"]]
    month = random.randint(0, 5)
    owed = sum(float(one["balance"]) for one in debts)
    asked = sum(_asked(debt, month) for debt in map(remaining, debts))
    surplus = [{"date": later(START, month), "amount": round(owed * random.choice((0.2, 0.7, 1.5)), 2)}]
    cash = {"opening": round(asked, 2), "surplus": surplus, "surplus_after": owed}
    policy = BARE.model_copy(update={"draw_until": month, "exclude": ("kin",)})
    return Story([channel("kin")], [], cash, policy, debts=debts)


def _leaves_most(debt: Remaining) -> bool:
    """Whether the last payment is more than two level ones."""
    return debt.dues[-1].payment > 2 * debt.level


def _asked(debt: Remaining, month: int) -> float:
    """What the contract asks up to and in a month."""
    return float(sum(due.payment for due in debt.dues if due.day < later(START, month + 1)))


def replayed(
    row: dict[str, Any], plan: FundingPlan, counted: Counter[str]
) -> tuple[Decimal, list[tuple[dt.date, Decimal]]]:
    """Every early repayment of one debt against the schedule: what they save, and what is paid on which day."""
    left, saved, paid = remaining(row), NOTHING, []
    for one in (repaid for repaid in plan.repayments if repaid.debt == row["name"]):
        principal, before = written(one.principal), left.moments[one.date][0]
        saving = left.saved_by(one.date, principal, written(row["prepay_fee_rate"]))
        after = left.without(one.date, principal)
        assert (one.balance_before, one.balance_after) == (float(before), float(after.owed))
        assert one.saving == float(saving)
        assert one.interest_saved == pytest.approx(one.saving + one.fee, abs=1e-9)
        assert saving >= 0
        paid += [(due.day, due.payment) for due in left.dues if due.day <= one.date]
        paid.append((one.date, written(one.principal) + written(one.fee) + written(one.interest)))
        left, saved = after, saved + saving
        counted["whole" if not left.owed else "part"] += 1
        counted[f"month {one.month}"] += 1
    return saved, [*paid, *((due.day, due.payment) for due in left.dues)]


@pytest.mark.parametrize("method", METHODS)
def test_a_saving_is_the_difference_of_two_schedules(method: str) -> None:
    """Interest of the old schedule less that of the new one, less the fee, to the cent; so are all payments."""
    random, counted = Random(f"savings {method}"), Counter[str]()
    for _ in range(CASES):
        case = story(random, method)
        plan = case.plan()
        found = [replayed(dict(row), plan, counted) for row in case.debts]
        assert plan.totals.saved == float(sum((saved for saved, _ in found), NOTHING))
        for period, booked in enumerate(plan.cashflow_rows):
            begins, ends = later(START, period), later(START, period + 1)
            days = [yuan for _, paid in found for day, yuan in paid if begins <= day < ends]
            assert booked.debt_payments == float(sum(days, NOTHING)), period
    assert counted["part"] >= 5, counted
    assert counted["whole"] >= 3, counted
    assert len(counted) >= 6, counted
