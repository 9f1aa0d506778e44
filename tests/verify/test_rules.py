"""Each rule at its edge: the plan that just keeps it is right, a step further is found, by code and place."""

import json
import time
from typing import Any

import pytest
from tests.verify.right_plan import MOVED_RULE, as_plan, right_plan

from fundmix.verify import verify

WEB_RULE = "inputs.limits.1.moved_rules.0"
WEB_PLACE = "inputs.lenders[web].moved_rules[few_online_lenders]"
PAYMENT_RULE = {**MOVED_RULE, "moved_by": "payment", "actual": 0.0}
DEBT_RULE = {**MOVED_RULE, "moved_by": "debt", "actual": 0.0}

EDGES = (
    # place of the bound, on the edge, past it, code, place of the finding
    ("inputs.limits.0.limit", 20000.0, 19999.99, "verify_over_limit", "limits[bank][0]"),
    ("inputs.limits.0.amount_min", 20000.0, 20000.01, "verify_below_minimum", "draws[bank][0]"),
    ("inputs.limits.2.amount_min", 4000.0, 4000.01, "verify_below_minimum", "draws[line][2]"),
    ("inputs.limits.1.amount_step", 4500.0, 4000.0, "verify_off_step", "schedule[d2][0].drawn"),
    ("inputs.together.0.1", 10000.0, 9999.99, "verify_over_limit", "inputs.together[0][2]"),
    ("inputs.limits.2.availability.0.2", 4000.0, 3999.99, "verify_over_limit", "availability[line][2]"),
    ("inputs.limits.2.availability.1.2", 4000.0, 3999.99, "verify_over_limit", "availability[line][2]"),
    (
        "inputs.asset_values.car_value",
        18000.0,
        17999.99,
        "verify_over_pledge",
        "inputs.asset_values.car_value[1]",
    ),
    ("inputs.income.3", 7600.0, 7599.98, "verify_over_service", "cashflow[3].payments"),
    ("inputs.debt_service.2", 500.0, 1710.01, "verify_over_service", "cashflow[2].payments"),
    ("inputs.policy.max_debt_service", 0.38, 0.3799, "verify_over_service", "cashflow[3].payments"),
    ("inputs.policy.max_monthly_payment", 3800.0, 3799.99, "verify_over_service", "cashflow[3].payments"),
    ("inputs.policy.max_term_months", 6, 5, "verify_term_too_long", "mix[d3].term_months"),
    ("inputs.policy.max_channels", 4, 3, "verify_too_many", "inputs.policy.max_channels"),
    ("inputs.policy.max_draws", 3, 2, "verify_too_many", "inputs.policy.max_draws"),
    ("inputs.inquiries_left", 2, 1, "verify_too_many", "inputs.inquiries_left"),
    ("inputs.draw_until", 2, 1, "verify_drawn_late", "schedule[d3][0].drawn"),
    ("inputs.limits.1.lead_days", 31, 32, "verify_before_lead", "mix[d2].draw_date"),
    ("inputs.policy.prefund_months", 1, 0, "verify_not_in_time", "needs[stock].gives[d1]"),
    (
        "inputs.contracts.0.purposes",
        ["business"],
        ["consumer"],
        "verify_wrong_purpose",
        "needs[stock].gives[d1]",
    ),
    (
        "inputs.contracts.0.banned_purposes",
        ["house"],
        ["stock"],
        "verify_wrong_purpose",
        "needs[stock].gives[d1]",
    ),
    ("inputs.contracts.0.ceiling", 0.12, 0.1199999, "verify_over_ceiling", "mix[d1].apr"),
    ("inputs.min_cash.2", 7469.24, 7469.25, "verify_cash_floor", "cashflow[2].closing"),
    ("inputs.needs.1.least_amount", 12000.0, 12000.01, "verify_of_no_use", "needs[gear].unmet"),
    ("inputs.policy.exclude", ["pawn"], ["web"], "verify_forbidden", "mix[d2].channel_id"),
    ("inputs.policy.collateral", "business", "none", "verify_forbidden", "mix[d2].channel_id"),
    ("inputs.caps.soft", 6000.0, 6000.01, "verify_cap_too_high", "inputs.caps.soft"),
    ("inputs.limits.1.moved_rules.0.bound", 2.0, 1.99, "verify_lender_rule", WEB_PLACE),
    ("inputs.limits.1.moved_rules.0.strict", False, True, "verify_lender_rule", WEB_PLACE),
    (
        WEB_RULE,
        PAYMENT_RULE | {"bound": 0.38},
        PAYMENT_RULE | {"bound": 0.3799},
        "verify_lender_ratio",
        f"{WEB_PLACE}[3]",
    ),
    (
        WEB_RULE,
        DEBT_RULE | {"bound": 2.5},
        DEBT_RULE | {"bound": 2.4999},
        "verify_lender_ratio",
        f"{WEB_PLACE}[2]",
    ),
)


def put(content: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    """The plan with another value at one place (``inputs.limits.0.limit``)."""
    inner: Any = content
    *path, last = [int(part) if part.isdecimal() else part for part in place.split(".")]
    for part in path:
        inner = inner[part]
    inner[last] = value
    return content


def findings(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(code, place) of every finding."""
    return [(issue.code, issue.column) for issue in verify(as_plan(content))]


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge[0]}={json.dumps(edge[2])[:20]}")
def test_a_rule_holds_up_to_its_edge(edge):
    """On the edge the plan is right; a step past it the rule is named, where it is broken."""
    place, on, past, code, where = edge
    # the draw repeats its contract's ceiling
    extra: dict[str, tuple[Any, Any]] = {"mix.0.ceiling": (on, past)} if place.endswith("ceiling") else {}
    if place.endswith("lead_days"):
        # the answer comes so much later
        extra = {"applications.2.answer_date": ("2027-01-01", "2027-01-02")}
    right, wrong = put(right_plan(), place, on), put(right_plan(), place, past)
    for name, (kept, broken) in extra.items():
        put(right, name, kept)
        put(wrong, name, broken)
    assert findings(right) == []
    assert (code, where) in findings(wrong)


BROKEN = (
    ("status", "partial", "verify_status", "status"),
    ("status", "not_needed", "verify_status", "status"),
    ("mix.1.draw_id", "d1", "verify_duplicate", "mix[d1]"),
    ("mix.1.offer_id", "nobody", "verify_unknown_name", "mix[d2].offer_id"),
    ("schedule.4.draw_id", "d9", "verify_unknown_name", "schedule[4].draw_id"),
    ("needs.0.gives", [["d9", 25000.0]], "verify_unknown_name", "needs[stock].gives"),
    ("needs.2.name", "payment_x", "verify_unknown_name", "needs[payment_x].name"),
    ("needs.1.gives", [["d2", 8000.0], ["d3", 4000.0]], "verify_idle_money", "mix[d2].gives"),
    ("needs.1.gives", [["d2", 9500.0], ["d3", 2500.0]], "verify_given_too_much", "mix[d2].gives"),
    ("cashflow.2.closing", float("nan"), "verify_not_finite", "cashflow_rows[2].closing"),
    ("totals.unmet", float("inf"), "verify_not_finite", "totals.unmet"),
    ("cashflow.2.proceeds", -1.0, "verify_negative", "cashflow_rows[2].proceeds"),
    ("cashflow.2.proceeds", 4000.004, "verify_not_cents", "CashflowRow[2].proceeds"),
    ("cashflow.2.month", 3, "verify_value_differs", "cashflow[2].month"),
    ("inputs.surplus", [2000.0], "verify_value_differs", "inputs.surplus.length"),
    ("inputs.horizon", 10**9, "verify_value_differs", "inputs.horizon"),
    ("inputs.period", "day", "verify_unknown_name", "inputs.period"),
    ("inputs.contracts.0.terms.term", 600, "verify_term_outside", "inputs.contracts[bank.main].terms.term"),
    ("inputs.limits.1.moved_rules", [{}], "verify_unreadable", "inputs.lenders[web].moved_rules[0]"),
    ("inputs.limits.1.multiplier", 0.0, "verify_unreadable", "inputs.lenders[web].multiplier"),
    ("inputs.caps", {"planet:x": 1.0}, "verify_unknown_name", "inputs.caps.planet:x"),
    ("mix.1.closed_month", 3, "verify_close_not_offered", "mix[d2].closed_month"),
    ("inputs.contracts.2.terms.term", 1, "verify_line_life", "schedule[d3][2]"),
    ("schedule.10.drawn", 500.0, "verify_line_both", "schedule[d3][1]"),
    ("schedule.10.principal", 4500.0, "verify_line_below_zero", "schedule[d3][1].balance"),
    ("schedule.11.principal", 2500.0, "verify_not_repaid", "schedule[d3][2].balance"),
    ("balloons", [], "verify_balloon_missing", "balloons[d1][4]"),
    ("applications.1.channel_id", "else", "verify_not_applied", "applications[bank]"),
    ("applications.2.answer_date", "2027-01-02", "verify_application_late", "applications[web]"),
    ("applications.2.answer_date", "2026-12-22", "verify_value_differs", "applications[web].answer_date"),
    ("applications.2.apply_date", "2026-11-30", "verify_application_late", "applications[web]"),
    ("applications.2.order", 2, "verify_value_differs", "applications[web].order"),
    ("applications.0.apply_date", "2026-12-02", "verify_application_order", "applications[bank]"),
    ("applications.2.again_by", "2026-12-12", "verify_value_differs", "applications[web].again_by"),
    ("inputs.limits.1.approval_valid_months", 0, "verify_value_differs", "applications[web].again_by"),
    ("inputs.needs.1.name", "tools", "verify_need_missing", "needs[tools]"),
    ("cashflow.1.shortfall", 500.01, "verify_shortfall_too_large", "cashflow[1].shortfall"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("place", "value", "code", "where"), BROKEN, ids=[f"{row[0]}-{row[2]}" for row in BROKEN]
)
def test_a_broken_plan_is_named(place, value, code, where):
    """A plan that is broken in one place is found broken there, never with a traceback."""
    assert (code, where) in findings(put(right_plan(), place, value))


@pytest.mark.parametrize(("given", "wrong"), [(8909.97, False), (8909.96, True)])
def test_a_payout_with_a_fee_may_leave_three_cents(given, wrong):
    """A cent for the draw, one for its period, one for the fee that is taken first; with a fourth money lies idle."""
    content = put(right_plan(), "inputs.limits.1.amount_step", 0.0)
    gives = [["d2", given], ["d3", 3090.0], ["cash", round(8910 - given, 2)]]
    found = findings(put(content, "needs.1.gives", gives))
    assert found == ([("verify_idle_money", "mix[d2].gives")] if wrong else [])


def test_payments_come_before_inflows_when_the_policy_asks():
    """With payments_before_inflows a payment that only the month's own receipts can meet is found."""
    careful = put(right_plan(), "inputs.policy.payments_before_inflows", True)
    assert findings(careful) == []
    late = put(careful, "cashflow.4.opening", 20000.0)
    assert ("verify_payment_before_inflow", "cashflow[4].payments") in findings(late)


def test_a_missing_and_an_extra_row_are_found():
    """A payment left out and a payment of nobody's contract are both named by draw and index."""
    left_out = right_plan()
    del left_out["schedule"][6]
    assert findings(left_out) == [("verify_row_missing", "schedule[d2][1]")]
    too_long = right_plan()
    too_long["schedule"].append({**too_long["schedule"][8], "month": 5, "date": "2027-05-01"})
    assert findings(too_long) == [("verify_row_extra", "schedule[d2][4]")]


def test_an_inflow_shrinks_with_the_need_that_earns_it():
    """A fifth of the stock unmet earns a fifth less: 32,000 instead of 40,000, and the plan is partial.

    From the table of right_plan: closing 22,242.00 in month 1; 22.24 and 12,474.24 in month 2; 12.47 and
    41,686.71 in month 3; 41.69 and 17,468.40; 17.47 and 19,485.87; 19.49 and 21,505.36.
    """
    content = right_plan()
    content["status"] = "partial"
    content["needs"][0] |= {"unmet": 5000.0, "gives": [["d1", 20000.0]]}
    content["cashflow"][1] |= {"unmet": 5000.0, "closing": 22242.0}
    chain = ((22.24, 12474.24), (12.47, 41686.71), (41.69, 17468.40), (17.47, 19485.87), (19.49, 21505.36))
    opening = 22242.0
    for month, (interest, closing) in enumerate(chain, start=2):
        content["cashflow"][month] |= {"opening": opening, "deposit_interest": interest, "closing": closing}
        opening = closing
    assert findings(content)[0] == ("verify_differs", "cashflow[3].inflow")
    content["cashflow"][3]["inflow"] = 32000.0
    content["balloons"][0] |= {"cash_before": 41686.71, "cash_after": 17468.40}
    content["totals"] |= {"unmet": 5000.0, "final_cash": 21505.36, "deposit_interest": 145.36}
    assert findings(content) == []


def test_a_debt_with_a_pledge_takes_nothing_from_a_share():
    """Rule 4 counts unsecured balances: a pawned car uses up the pawnshop's limit (rule 2), and none of its share."""
    content = right_plan()
    owed = content["inputs"]["existing"]["old_bank"]
    content["inputs"]["debts"][0] |= {"channel_id": "bank", "unsecured": False, "pledge": "van_value"}
    content["inputs"]["existing"] = {"bank": owed}
    content["inputs"]["caps"]["category:bank"] = 21000.0
    content["inputs"]["limits"][0]["limit"] += 1500.0
    assert findings(content) == []
    content["inputs"]["debts"][0] |= {"unsecured": True, "pledge": None}
    content["inputs"]["existing"] |= {"channel:bank": owed, "category:bank": owed}
    assert findings(content) == [("verify_differs", "totals.excess")]


def test_a_large_plan_is_replayed_quickly():
    """20 draws of 60 months take a fraction of a second."""
    content = right_plan()
    terms = {"period": "month", "rate": 0.12, "repayment": "annuity", "term": 60}
    content["inputs"]["contracts"][0]["terms"] = terms
    content["inputs"]["horizon"] = 62
    for name in ("surplus", "income", "inflow", "debt_payments", "debt_service", "min_cash"):
        content["inputs"][name] = [0.0] * 63
    content["inputs"]["existing"] = {}
    content["cashflow"] = [
        {
            **content["cashflow"][0],
            "month": month,
            "date": f"{2026 + (month + 11) // 12}-{(month + 11) % 12 + 1:02d}-01",
        }
        for month in range(63)
    ]
    content["mix"] = [{**content["mix"][0], "draw_id": f"d{number}"} for number in range(20)]
    content["schedule"] = [
        {
            **content["schedule"][1],
            "draw_id": f"d{number}",
            "month": month,
            "date": content["cashflow"][month]["date"],
        }
        for number in range(20)
        for month in range(61)
    ]
    content["balloons"], content["applications"] = [], []
    for need in content["needs"]:
        need["gives"] = []
    plan = as_plan(content)
    began = time.perf_counter()
    assert len(verify(plan)) > 1000
    assert time.perf_counter() - began < 2
