"""Debts at the edges of a plan: each case is the smallest that shows its point, solved on paper."""

import pytest
from tests.cases import BARE, Story, channel, debt, need
from tests.recommend.test_hand_solved_debts import KIN, money


def test_a_reserve_counts_months_after_the_plan() -> None:
    """Of 10,500 in January 100 are interest; four months of interest stay and 9,900.99 with 99.01 of fee are paid,
    whatever the term of a loan that is not drawn."""
    cash = {"opening": 10_500, **money({0: 0, 1: 200}, 100)}
    policy = BARE.model_copy(update={"reserve_months": 4, "draw_until": 1})
    owed = debt("old", 10_000, 0.12, "2027-12-15", prepay_fee_rate=0.01)
    plan = Story([{**KIN, "term_months": 1}], [], cash, policy, debts=[owed]).plan()
    assert [(one.month, one.principal) for one in plan.repayments] == [(0, 9_900.99), (1, 99.01)]


@pytest.mark.parametrize("effort", [51, 60])
def test_effort_never_makes_a_month_fall_short(effort: float) -> None:
    """5,000 at 25 a month fall due in March, which brings 25; money may be drawn in January alone. Lent in January, it
    repays the debt, saves 50 and leaves nothing short, whatever the effort is worth: a shortfall comes before cost."""
    policy = BARE.model_copy(update={"draw_until": 0, "effort_per_draw": effort})
    owed = debt("old", 5_000, 0.06, "2027-03-15", prepay_fee_rate=0)
    cash = money({0: 25, 1: 25, 2: 25}, 10_000)
    plan = Story([channel("a", 0.06, method="bullet")], [], cash, policy, debts=[owed]).plan()
    assert plan.totals.shortfall == 0


@pytest.mark.parametrize(
    ("lender", "policy"),
    [(KIN, BARE.model_copy(update={"exclude": ("kin",)})), ({**KIN, "rate": 0, "amount_max": 100}, BARE)],
    ids=["no lender", "a lender of 100 for nothing"],
)
def test_a_deposit_that_earns_more_than_a_debt_costs_stays(lender: dict[str, object], policy: object) -> None:
    """Cash earns 2 % and the debt costs 1.2 %: who repays it early has less in the end."""
    cash = {"opening": 200_000, "surplus": 2_000, "deposit_rate": 0.02}
    owed = debt("old", 10_000, 0.012, "2027-12-15", prepay_fee_rate=0)
    assert Story([lender], [], cash, policy, debts=[owed]).plan().repayments == ()  # type: ignore[arg-type]


def test_a_loan_may_be_followed_by_another() -> None:
    """1,000 are needed in January, 5,000 come in April, and loans run two months: February lends the 1,010 that are due
    in March, so that 2,010 are owed for a month, far below the limit."""
    policy = BARE.model_copy(update={"draw_until": 1})
    lender = channel("a", 0.06, months=2, method="bullet")
    plan = Story([lender], [need("2027-01-01", 1_000)], money({0: 0, 1: 0, 2: 0}, 5_000), policy).plan()
    assert (plan.totals.unmet, [draw.amount for draw in plan.draws]) == (0, [1_000, 1_010])


def test_nobody_repays_four_cents() -> None:
    """Four cents are left in January, which would save four hundredths of a cent a month: no cent, so nothing."""
    cash = {"opening": 0.04, **money(dict.fromkeys(range(11), 100) | {11: 20_000})}
    policy = BARE.model_copy(update={"draw_until": 0})
    owed = debt("old", 10_000, 0.12, "2027-12-15", prepay_fee_rate=0)
    plan = Story([KIN], [], cash, policy, debts=[owed]).plan()
    assert (plan.status, plan.repayments) == ("not_needed", ())
