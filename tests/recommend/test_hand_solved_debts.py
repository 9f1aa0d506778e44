"""Debts inside the plan that a person can solve on paper: the derivation stands in each docstring."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import pytest
from tests.cases import BARE, FACTS, START, Row, Story, channel, debt, inflow, need
from tests.loans.remaining import later

from fundmix.plan import FundingPlan
from fundmix.verify import verify as verify_plan

KIN = channel("kin", 0.06, banned_purposes="repay_loan")
"""A lender that pays no loans."""
OVERDUE: Row = {"field": "overdue_now", "type": "yes_no", "description": "当前逾期"}


def money(monthly: Mapping[int, float], after: float = 200_000) -> dict[str, Any]:
    """Surplus of the months of 2027, 0 = January, and of every month after the last one named."""
    last = max(monthly)
    dated = [{"date": later(START, month), "amount": monthly.get(month, 0)} for month in range(last + 1)]
    return {"surplus": dated, "surplus_after": after}


def repaid(plan: FundingPlan) -> list[tuple[str, int, float, float]]:
    """Debt, month, principal and saving of every early repayment."""
    return [(one.debt, one.month, one.principal, one.saving) for one in plan.repayments]


def drawn(plan: FundingPlan) -> list[tuple[str, str, int, float]]:
    """Lender, use, month and yuan of every draw."""
    return [(draw.channel_id, draw.use, draw.draw_month, draw.amount) for draw in plan.draws]


@pytest.mark.parametrize(
    ("fee", "found"),
    [(0, [("old", 2, 10_000, 900)]), (0.01, [("old", 2, 10_000, 800)]), (0.0901, []), (None, [])],
)
def test_cash_repays_in_the_first_month_that_has_it(fee: float | None, found: list[Any]) -> None:
    """10,000 at 100 a month until December; January and February pay the interest alone, March brings 12,000: nine
    months of interest are saved, less the fee. A fee above those 900, or one that nobody knows, and nothing beats
    staying."""
    cash = money(dict.fromkeys(range(2), 100) | {2: 12_000} | dict.fromkeys(range(3, 12), 100))
    plan = Story([KIN], [], cash, debts=[debt("old", 10_000, 0.12, "2027-12-15", prepay_fee_rate=fee)]).plan()
    assert (repaid(plan), plan.draws) == (found, ())
    assert plan.status == ("funded" if found else "not_needed")
    assert plan.totals.saved == sum(one[3] for one in found)


@pytest.mark.parametrize(
    ("reserve", "found"),
    [(0, [(0, 10_000)]), (3, [(0, 10_000)]), (4, [(0, 9_900.99), (1, 99.01)])],
)
def test_a_reserve_puts_it_off(reserve: int, found: list[Any]) -> None:
    """Of 10,500 in January 100 are interest and 10,100 go for the debt and its fee: 300 stay, three months of
    interest. Who wants four keeps 400 and repays 9,900.99 with a fee of 99.01; February's 200 repay the rest."""
    cash = {"opening": 10_500, **money({0: 0, 1: 200}, 100)}
    policy = BARE.model_copy(update={"reserve_months": reserve, "draw_until": 1})
    owed = debt("old", 10_000, 0.12, "2027-12-15", prepay_fee_rate=0.01)
    plan = Story([KIN], [], cash, policy, debts=[owed]).plan()
    assert [(one.month, one.principal) for one in plan.repayments] == found


def replacing(lender: Row) -> Story:
    """A debt of 24 % that cash pays as it falls due, and a lender in January."""
    owed = debt("old", 10_000, 0.24, "2027-12-15", prepay_fee_rate=0.01)
    policy = BARE.model_copy(update={"draw_until": 0})
    return Story([lender], [], money(dict.fromkeys(range(11), 200) | {11: 20_000}), policy, debts=[owed])


@pytest.mark.parametrize(("rate", "replaced"), [(0.20, True), (0.21, False)])
def test_a_cheaper_loan_replaces_a_debt(rate: float, replaced: bool) -> None:
    """10,000 at 24 % ask 200 a month until December, all that comes in. Repaid in January they save 2,200 less a fee
    of 100; 10,100 lent for that cost 2,020 at 20 % and 2,121 at 21 %."""
    plan = replacing(channel("a", rate, method="bullet")).plan()
    assert drawn(plan) == ([("a", "new", 0, 10_100)] if replaced else [])
    assert repaid(plan) == ([("old", 0, 10_000, 2_100)] if replaced else [])
    assert plan.status == ("funded" if replaced else "not_needed")
    assert plan.proof.objective == pytest.approx(10_100 * rate - 2_100 if replaced else 0)


def test_a_lender_that_pays_no_loans_replaces_none() -> None:
    """The same for nothing, from a lender that bans repaying loans: the debt stays."""
    plan = replacing(channel("a", 0, method="bullet", banned_purposes="repay_loan")).plan()
    assert (plan.status, plan.draws, plan.repayments) == ("not_needed", (), ())


def test_the_dearer_debt_goes_first() -> None:
    """10,000 in January repay one of two debts: that of 18 % saves 11 · 150, that of 12 % would save 11 · 100."""
    cash = {"opening": 10_250, **money(dict.fromkeys(range(12), 250))}
    owed = [
        debt(name, 10_000, rate, "2027-12-15", prepay_fee_rate=0) for name, rate in (("a", 0.12), ("b", 0.18))
    ]
    policy = BARE.model_copy(update={"draw_until": 0})
    plan = Story([KIN], [], cash, policy, debts=owed).plan()
    # January's surplus of 250 repays a part of the other one
    assert repaid(plan) == [("a", 0, 250, 27.5), ("b", 0, 10_000, 1_650)]


def test_a_bullet_pays_its_own_interest_so_far() -> None:
    """12,000 at 1 % a month, seven months until July: 840. On 15 March three months are earned, 360, and four saved;
    the first day is 15 January, but the money comes in March."""
    owed = debt("old", 12_000, 0.12, "2027-07-15", repayment="bullet", prepay_fee_rate=0.01)
    plan = Story([KIN], [], money({0: 0, 1: 0, 2: 12_480}), debts=[owed]).plan()
    assert repaid(plan) == [("old", 2, 12_000, 360)]
    assert (plan.repayments[0].interest, plan.repayments[0].fee) == (360, 120)
    assert plan.cashflow_rows[2].debt_payments == 12_480


def renewal(rate: float, renewable: bool = True, **words: Any) -> Story:
    """10,000 fall due in March at a bank that may renew them; another lender takes 9 %; cash pays interest alone."""
    bank = channel("bank", rate, method="interest_only", product_id="again", use="renew", **words)
    owed = debt("old", 10_000, 0.12, "2027-03-15", channel_id="bank", renewable=renewable)
    cash = money(dict.fromkeys(range(14), 100))
    policy = BARE.model_copy(update={"effort_per_draw": 1})
    return Story([bank, channel("other", 0.09, method="bullet")], [], cash, policy, debts=[owed])


def test_a_renewal_beats_a_new_loan() -> None:
    """At 6 % the bank's own renewal costs 12 · 50 where the other lender takes 900."""
    plan = renewal(0.06).plan()
    assert drawn(plan) == [("bank", "renew", 2, 10_000)]
    (asked,) = plan.renewals
    assert (asked.debt, asked.use, asked.date, asked.amount) == ("old", "renew", dt.date(2027, 3, 15), 10_000)
    assert (plan.totals.cost, plan.applications, plan.repayments) == (600, (), ())


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.10, {}), (0.06, {"lead_days": 74}), (0.06, {"renewable": False})],
    ids=["dearer", "too late", "the lender has not said so"],
)
def test_a_new_loan_beats_a_renewal(rate: float, words: dict[str, Any]) -> None:
    """At 10 % it costs 1,000, a lead of 74 days ends after 15 March, and without the lender's word there is none:
    the other lender's 900 are taken."""
    plan = renewal(rate, **words).plan()
    assert (drawn(plan), plan.totals.cost, plan.renewals) == ([("other", "new", 2, 10_000)], 900, ())


def test_a_renewal_is_ready_on_its_day() -> None:
    """A lead of 73 days ends on 15 March: in time."""
    assert drawn(renewal(0.06, lead_days=73).plan()) == [("bank", "renew", 2, 10_000)]


def card(surplus: float, **words: Any) -> Story:
    """6,000 at 18 % in two payments of about 3,067, and the card's own instalments of 12 months without interest."""
    plans = channel("card", 0, months=12, product_id="plan", use="hardship")
    owed = debt("bill", 6_000, 0.18, "2027-02-15", channel_id="card", repayment="annuity")
    return Story(
        [channel("card", 0.18), plans], [], {"opening": 0, "surplus": surplus}, debts=[owed], **words
    )


def test_an_instalment_plan_is_for_hardship() -> None:
    """1,000 a month do not pay 3,067: January pays its interest of 90 and the balance moves, 12 · 500 from then on."""
    plan = card(1_000).plan()
    assert drawn(plan) == [("card", "hardship", 0, 6_000)]
    (moved,) = plan.repayments
    assert (moved.debt, moved.principal, moved.fee, moved.saving) == ("bill", 6_000, 0, 0)
    assert moved.draw_id == plan.draws[0].draw_id
    assert [row.debt_payments for row in plan.cashflow_rows[:2]] == [6_090, 0]
    assert [row.payments for row in plan.cashflow_rows[:3]] == [0, 500, 500]
    assert (plan.totals.shortfall, plan.totals.cost) == (0, 0)


def test_who_can_pay_has_no_instalment_plan() -> None:
    """With 3,100 a month the plan without interest would be cheaper, and is not for this borrower: all is paid."""
    plan = card(3_100).plan()
    assert (plan.status, plan.draws, plan.repayments) == ("not_needed", (), ())


def test_a_need_is_no_hardship() -> None:
    """3,100 a month pay the card; that 2,000 for stock cannot be paid as well makes no hardship."""
    plan = card(3_100).but(needs=[need("2027-01-01", 2_000)]).plan()
    assert {draw.use for draw in plan.draws} <= {"new"}


def late(answer: str, **changes: Any) -> Story:
    """A borrower who says whether a payment is overdue and can just pay the 550.08 of January."""
    channels = [
        channel("bank", 0.04),
        channel("pledge", 0.12),
        channel("card", 0, months=12, product_id="plan", use="hardship"),
    ]
    tables: dict[str, Any] = {
        "facts": [*FACTS, OVERDUE],
        "limits": [{"applies_to": "channel:pledge", "field": "car", "multiplier": 0.5}],
    }
    owed = debt("bill", 6_000, 0.18, "2027-12-15", channel_id="card", repayment="annuity")
    return Story(
        channels, [need("2027-01-01", 3_000)], money({0: 550.08}, 5_000), facts={"overdue_now": answer, "car": 4_000},
        tables=tables, debts=[owed],
    ).but(**changes)  # fmt: skip


def test_with_a_payment_overdue_only_a_pledge_lends() -> None:
    """The bank at 4 % is shut, half of the car's 4,000 at 12 % is open; and the card's plan, which costs nothing, takes
    its balance over although there is money to pay: of 550.08 the interest of 90 is paid, and 460.08 meet the need."""
    plan = late("yes").plan()
    assert set(drawn(plan)) == {("card", "hardship", 0, 6_000), ("pledge", "new", 0, 2_000)}
    assert plan.totals.unmet == 539.92
    shut = {row.channel_id: row.verdict for row in plan.excluded_rows}
    assert shut["bank"] == "overdue"
    assert {"talk_to_lender_overdue", "hardship_first"} <= {w.code for w in plan.advice}


def test_without_anything_overdue_the_cheap_loan_comes() -> None:
    """The same borrower paid in time: the bank lends the 3,000, and no right of hardship is offered."""
    assert drawn(late("no").plan()) == [("bank", "new", 0, 3_000)]


def test_overdue_and_no_need() -> None:
    """Without a need the plan is the right of hardship alone."""
    assert drawn(late("yes", needs=()).plan()) == [("card", "hardship", 0, 6_000)]


LATE_AND_READY = Story(
    [
        channel("late", "6%", method="bullet", purposes="any", lead_days=20),
        channel("ready", "12%", method="bullet", purposes="any", lead_days=1),
    ],
    [inflow("2027-11-01", 5_000)],
    cash={"opening": 400},
    debts=[debt("old", 1_000, 0, "2027-01-15")],
)


def test_a_loan_that_comes_after_the_day_of_a_debt_does_not_pay_it() -> None:
    """600 are missing on 15 January: the dear lender who pays on the 2nd brings them, not the cheap late one."""
    plan = LATE_AND_READY.plan()
    assert [(draw.channel_id, draw.amount) for draw in plan.draws] == [("ready", 600.0)]
    alone = LATE_AND_READY.but(channels=LATE_AND_READY.channels[:1]).plan()
    assert (alone.status, alone.totals.shortfall) == ("partial", 600.0)


def test_the_re_play_finds_a_debt_that_is_due_before_the_loan_comes() -> None:
    """The plan that pays on the 15th out of money of the 2nd is wrong for the same debt due on the day of the start."""
    told = json.loads(LATE_AND_READY.plan().to_json())
    told["inputs"]["debts"][0] |= {"next_payment": "2027-01-01", "last_payment": "2027-01-01"}
    told["inputs"]["debt_dates"] = [["2027-01-01", 1_000.0]]
    codes = {issue.code for issue in verify_plan(FundingPlan.model_validate(told))}
    assert "verify_not_in_time_cash" in codes
