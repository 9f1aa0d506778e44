"""Each rule about old debts at its edge: the plan that just keeps it is right, a step further is found."""

import dataclasses
import json
from decimal import Decimal

import pytest
from tests.verify.right_debts import CARD, COOP, TOWN, right_debts
from tests.verify.right_plan import MOVED_RULE, as_plan
from tests.verify.test_rules import findings, put

from fundmix.verify.book import open_book
from fundmix.verify.limits import check_limits, check_policy
from fundmix.verify.reserve import check_reserve
from fundmix.verify.shares import check_lenders, check_service
from fundmix.verify.totals import check_status

ACCOUNTS = {**MOVED_RULE, "moved_by": "unsecured_account", "actual": 3.0}
BANK_RULE = "inputs.lenders[bank].moved_rules[few_online_lenders]"

EDGES = (
    # place of the bound, on the edge, past it, code, place of the finding
    ("inputs.limits.0.limit", 4545.0, 4544.99, "verify_over_limit", "limits[bank][1]"),
    # 45 are left beside the card, and its 4,500; a share of a repayment may be rounded by a cent
    ("inputs.together.0.1", 6044.99, 6044.98, "verify_over_limit", "inputs.together[0][1]"),
    # the card's lender that is owed more than the limit lends nothing again
    ("inputs.together.0.1", 6045.0, 5999.99, "verify_over_limit", "inputs.together[0][1]"),
    # 2,295 and half of the 4,500 repaid
    ("inputs.caps.channel:bank", 2295.0, 2294.99, "verify_differs", "totals.excess"),
    # four lenders today, one is repaid in whole, one is new
    ("inputs.policy.max_channels", 4, 3, "verify_too_many", "inputs.policy.max_channels"),
    # what is renewed or moved is no ticket
    ("inputs.policy.max_draws", 1, 0, "verify_too_many", "inputs.policy.max_draws"),
    # one online lender today, the card, and it leaves
    ("inputs.limits.0.moved_rules.0.strict", False, True, "verify_lender_rule", BANK_RULE),
    # card, town and aid are accounts; the card leaves
    (
        "inputs.limits.0.moved_rules.0",
        ACCOUNTS | {"bound": 2.0},
        ACCOUNTS | {"bound": 1.0},
        "verify_lender_rule",
        BANK_RULE,
    ),
    ("renewals.1.ask_by", "2027-01-30", "2027-01-31", "verify_ask_late", "renewals[d2].ask_by"),
    ("renewals.0.ask_by", "2026-12-01", "2026-11-30", "verify_ask_late", "renewals[d3].ask_by"),
)


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge[0]}={json.dumps(edge[2])[:20]}")
def test_a_rule_holds_up_to_its_edge(edge):
    """On the edge the plan is right; a step past it the rule is named, where it is broken."""
    place, on, past, code, where = edge
    assert findings(put(right_debts(), place, on)) == []
    assert (code, where) in findings(put(right_debts(), place, past))


CARD_PLACE, AID_PLACE = "repayments[card][2027-01-10]", "repayments[aid][2027-01-15]"
BROKEN = (
    ("repayments.0.date", "2027-01-11", "verify_no_early_day", "repayments[card][2027-01-11].date"),
    ("repayments.2.date", "2027-02-15", "verify_no_early_day", "repayments[aid][2027-02-15].date"),
    ("repayments.1.date", "2027-05-20", "verify_no_early_day", "repayments[coop][2027-05-20].date"),
    (
        f"inputs.debts.{COOP}.repayment",
        "buyer_pays",
        "verify_no_early_day",
        "repayments[coop][2027-02-20].date",
    ),
    ("repayments.0.principal", 4500.01, "verify_repaid_too_much", f"{CARD_PLACE}.principal"),
    ("repayments.0.principal", 0.0, "verify_negative", f"{CARD_PLACE}.principal"),
    ("repayments.0.channel_id", "coop", "verify_value_differs", f"{CARD_PLACE}.channel_id"),
    ("repayments.0.debt", "nobody", "verify_unknown_name", "repayments[nobody].debt"),
    ("repayments.0.draw_id", "d9", "verify_unknown_name", "repayments[card].draw_id"),
    ("repayments.2.draw_id", "d1", "verify_not_moved", "repayments[aid].draw_id"),
    ("repayments.2.draw_id", None, "verify_not_moved", "mix[d3].debt"),
    ("repayments.2.draw_id", None, "verify_fee_unknown", f"{AID_PLACE}.fee"),
    (f"inputs.debts.{CARD}.prepay_fee_rate", None, "verify_fee_unknown", f"{CARD_PLACE}.fee"),
    # 4 % of 4,500 is all the interest that is left
    (f"inputs.debts.{CARD}.prepay_fee_rate", 0.04, "verify_saves_nothing", f"{CARD_PLACE}.saving"),
    ("cashflow.1.shortfall", 0.01, "verify_repaid_while_short", f"{CARD_PLACE}.month"),
    ("needs.2.unmet", 100.0, "verify_differs", "needs[early_2_19].unmet"),
    ("needs.2.name", "early_2_18", "verify_unknown_name", "needs[early_2_18].name"),
    (
        "needs.0.gives",
        [["d3", 3000.0], ["d1", 1545.0]],
        "verify_moved_elsewhere",
        "needs[early_1_9].gives[d3]",
    ),
    # d3 comes on the 15th, the card is repaid on the 10th
    ("needs.0.gives", [["d3", 3000.0], ["d1", 1545.0]], "verify_not_in_time", "needs[early_1_9].gives[d3]"),
    ("needs.0.gives", [["d2", 4545.0]], "verify_moved_elsewhere", "needs[early_1_9].gives[d2]"),
    (f"inputs.debts.{TOWN}.renewable", False, "verify_not_renewable", "mix[d2].debt"),
    (f"inputs.debts.{TOWN}.repayment", "annuity", "verify_not_renewable", "mix[d2].debt"),
    ("mix.1.amount", 8000.01, "verify_renewed_too_much", "mix[d2].amount"),
    ("mix.1.draw_date", "2027-03-02", "verify_value_differs", "mix[d2].draw_date"),
    ("mix.1.debt", "nobody", "verify_unknown_name", "mix[d2].debt"),
    ("mix.0.debt", "card", "verify_value_differs", "mix[d1].debt"),
    ("mix.2.amount", 2999.99, "verify_differs", "mix[d3].amount"),
    (f"inputs.debts.{TOWN}.channel_id", "city", "verify_value_differs", "mix[d2].channel_id"),
    ("inputs.contracts.1.use", "extend", "verify_value_differs", "mix[d2].use"),
    ("inputs.contracts.0.purposes", ["stock"], "verify_wrong_purpose", "needs[early_1_9].gives[d1]"),
    ("renewals", [], "verify_renewal_missing", "renewals[d2]"),
    ("renewals.1.draw_id", "d1", "verify_renewal_extra", "renewals[1]"),
    ("renewals.1.use", "extend", "verify_value_differs", "renewals[d2].use"),
    ("inputs.debt_dates", [], "verify_value_differs", "inputs.debt_dates.length"),
    ("inputs.existing.card", [0.0] * 7, "verify_differs", "inputs.existing[card][0]"),
    (f"inputs.debts.{CARD}.rate_basis", "over_rate", "verify_unreadable", "inputs.debts[card].rate_basis"),
    (
        f"inputs.debts.{CARD}.last_payment",
        "2027-01-09",
        "verify_unreadable",
        "inputs.debts[card].last_payment",
    ),
    ("inputs.debts.3.original_amount", None, "verify_unreadable", "inputs.debts[aid].original_amount"),
    ("inputs.debts.3.payment", 49.99, "verify_never_repaid", "inputs.debts[aid].payment"),
    (f"inputs.debts.{COOP}.payment", 9999.0, "verify_never_repaid", "inputs.debts[coop].payment"),
    ("status", "not_needed", "verify_status", "status"),
)


@pytest.mark.parametrize(
    ("place", "value", "code", "where"), BROKEN, ids=[f"{row[0]}-{row[2]}" for row in BROKEN]
)
def test_a_broken_plan_is_named(place, value, code, where):
    """A plan that is broken in one place is found broken there, never with a traceback."""
    assert (code, where) in findings(put(right_debts(), place, value))


def test_a_debt_is_repaid_in_parts():
    """coop again on 20 March: 3,000 of 6,000, 90 interest, 15 fee; 3,150 are left for May, so 60 - 15 are saved.

    From the table of right_debts: 3,105 less in month 3, 9,889.10; then 11,768.65, 6,958.20 and 2,888.20.
    """
    content = right_debts()
    second = {
        "date": "2027-03-20",
        "month": 3,
        "principal": 3000.0,
        "balance_before": 6000.0,
        "interest": 90.0,
    }
    saved = {"balance_after": 3000.0, "fee": 15.0, "interest_saved": 60.0, "saving": 45.0}
    content["repayments"].append({**content["repayments"][1], **second, **saved})
    for month, opening, closing in ((3, 12089.55, 9889.10), (4, 9889.10, 11768.65), (5, 11768.65, 6958.20)):
        content["cashflow"][month] |= {"opening": opening, "closing": closing}
    content["cashflow"][3]["debt_payments"] = 11145.0
    content["cashflow"][5]["debt_payments"] = 3150.0
    content["cashflow"][6] |= {"opening": 6958.2, "closing": 2888.2}
    content["balloons"][0] |= {"cash_before": 11768.65, "cash_after": 6958.2}
    content["balloons"][1] |= {"cash_before": 6958.2, "cash_after": 2888.2}
    content["totals"] |= {"saved": 280.0, "final_cash": 2888.2}
    content["totals"]["heaviest_payment"] = 7810.45
    gives = [["cash", 3105.0]]
    content["needs"].append(
        {**content["needs"][2], "name": "early_3_19", "date": "2027-03-20", "month": 3, "amount": 3105.0}
        | {"gives": gives}
    )
    assert findings(content) == []
    content["repayments"].append(content["repayments"][-1])
    assert ("verify_duplicate", "repayments[coop 2027-03-20]") in findings(content)


def test_a_debt_is_renewed_once():
    """A second draw for the same debt is found, whatever it is called."""
    content = right_debts()
    content["mix"][2] |= {"use": "extend", "debt": "town"}
    assert ("verify_duplicate", "mix.debt[town]") in findings(content)


def test_a_renewal_is_no_application():
    """A lender that only renews is not asked as a new one is."""
    content = right_debts()
    content["applications"].append({**content["applications"][0], "channel_id": "town"})
    assert ("verify_value_differs", "applications[town].used") in findings(content)


def test_money_for_early_repayment_comes_at_most_so_many_months_before():
    """d1 of month 1 may serve what is repaid early in month 2, unless the policy says no month before."""
    content = put(right_debts(), "needs.0.gives", [["cash", 4545.0]])
    put(content, "needs.2.gives", [["d1", 4100.0]])
    late = ("verify_not_in_time", "needs[early_2_19].gives[d1]")
    assert late not in findings(content)
    assert late in findings(put(content, "inputs.policy.prefund_months", 0))


def test_a_limit_holds_what_is_renewed_once_its_lender_lends_anew():
    """At the town d1 has to find room beside the old 8,000, and beside the renewed 7,000 from month 4 on."""
    content = right_debts()
    for place in (content["mix"][0], content["inputs"]["contracts"][0]):
        place["channel_id"] = "town"
    content["inputs"]["limits"][1]["limit"] = 12_545.0
    assert not [place for code, place in findings(content) if code == "verify_over_limit"]
    content["inputs"]["limits"][1]["limit"] = 11_544.99
    over = [place for code, place in findings(content) if code == "verify_over_limit"]
    # in month 3 the old balance still counts, and what renews it does not
    assert over == [f"limits[town][{month}]" for month in (1, 2, 3, 4)]


def opened():
    """The right plan and its book."""
    plan = as_plan(right_debts())
    return plan, open_book(plan)


def test_what_repaid_debts_no_longer_ask_for_is_room_for_service():
    """Income carries 2,000 and 2,430 are asked for in month 2: 1,590 of the card and 800 of aid may be asked anew."""
    plan, book = opened()
    for service, wrong in ((2390.01, False), (2390.02, True)):
        asked = (*book.service[:2], Decimal(str(service)), *book.service[3:])
        found = list(check_service(plan, dataclasses.replace(book, service=asked)))
        assert [issue.column for issue in found] == (["cashflow[2].payments"] if wrong else [])


def test_a_lender_that_lends_anew_has_not_left():
    """The card is repaid, but its lender lends again: it counts with the lenders, and in the bank's own rule."""
    plan, book = opened()
    assert list(check_policy(plan, book)) == list(check_lenders(plan, book)) == []
    bank = book.replays[0]
    names = {"channel_id": "card"}
    lender = bank.lender.model_copy(update={**names, "applies": False, "moved_rules": ()})
    again = dataclasses.replace(bank, draw=bank.draw.model_copy(update=names), lender=lender)
    busy = dataclasses.replace(book, replays=(*book.replays, again))
    assert [issue.column for issue in check_policy(plan, busy)] == ["inputs.policy.max_channels"]
    assert [issue.column for issue in check_lenders(plan, busy)] == [BANK_RULE]


def test_a_pledge_is_free_when_its_debt_is_repaid_in_whole():
    """The car is worth 4,000 beyond the 10,000 of coop: it backs 4,545 once coop is gone, and nothing more before."""
    content = put(right_debts(), "inputs.limits.0.pledge", "car_value")
    plan = as_plan(put(content, "inputs.asset_values.car_value", 4000.0))
    book = open_book(plan)
    over = [f"inputs.asset_values.car_value[{month}]" for month in (1, 2, 3, 4)]
    assert [issue.column for issue in check_limits(plan, book)] == over
    coop = book.courses.each[COOP]
    all_of_it = dataclasses.replace(coop.early[0], principal=Decimal(10_000))
    gone = dataclasses.replace(coop, early=(all_of_it,))
    each = tuple(gone if one is coop else one for one in book.courses.each)
    freed = dataclasses.replace(book, courses=dataclasses.replace(book.courses, each=each))
    assert [issue.column for issue in check_limits(plan, freed)] == over[:1]


def without_reserve(content, **service):
    """Months in which too little is left, when old debts ask for such service in months ``m2``, ``m3`` …"""
    plan = as_plan(content)
    asked = tuple(service.get(f"m{month}", 0.0) for month in range(7))
    plan = plan.model_copy(update={"inputs": plan.inputs.model_copy(update={"debt_service": asked})})
    return [issue.column for issue in check_reserve(plan, open_book(plan))]


def test_own_cash_repays_while_the_months_that_follow_are_covered():
    """12,089.55 are left in month 2: as much may be asked for in month 3, or in months 3 and 4, losses included."""
    broken = ["cashflow[2].closing"]
    assert without_reserve(right_debts(), m3=12_089.55, m4=1.0) == []
    assert without_reserve(right_debts(), m3=12_089.56) == broken
    two = put(right_debts(), "inputs.policy.reserve_months", 2)
    assert without_reserve(two, m3=2_089.55, m4=10_000.0) == []
    assert without_reserve(two, m3=2_089.55, m4=10_000.01) == broken
    loss = put(two, "inputs.surplus.4", -0.01)
    assert without_reserve(loss, m3=2_089.55, m4=10_000.0) == broken
    assert without_reserve(put(loss, "inputs.policy.reserve_months", 0), m3=1e6) == []


def test_what_a_loan_pays_for_needs_no_reserve():
    """The card is repaid by d1, aid by d3: nothing of it is own cash; cents of rounding are none either."""
    assert without_reserve(right_debts(), m2=1e6) == []
    rounded = put(right_debts(), "needs.0.gives", [["d1", 4544.97], ["cash", 0.03]])
    assert without_reserve(rounded, m2=1e6) == []
    own = put(right_debts(), "needs.0.gives", [["d1", 4544.96], ["cash", 0.04]])
    assert without_reserve(own, m2=1e6) == ["cashflow[1].closing"]


def test_money_of_a_loan_that_waits_for_a_later_use_is_no_reserve():
    """Own cash repays the card while the 4,545 of d1 wait for months 2 and 3: of 14,290 that leaves 9,745."""
    content = put(right_debts(), "needs.0.gives", [["cash", 4545.0]])
    put(content, "needs.3.gives", [["d2", 7000.0], ["d1", 2095.45]])
    put(content, "needs.2.gives", [["d1", 2449.55], ["cash", 1650.45]])
    assert without_reserve(content, m2=9745.0) == []
    assert without_reserve(content, m2=9745.01) == ["cashflow[1].closing"]


def test_a_plan_that_only_repays_is_no_plan_that_does_nothing():
    """Early repayment alone is funded; without it nothing is done, and the status says so."""
    plan, book = opened()
    only = plan.model_copy(update={"draws": ()})
    assert list(check_status(only, book)) == []
    nothing = only.model_copy(update={"repayments": ()})
    assert [issue.code for issue in check_status(nothing, book)] == ["verify_status"]
