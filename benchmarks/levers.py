"""What all levers of one question cost: Ms Wang with many rules against her, over her plan alone."""

import datetime as dt

import fundmix
from benchmarks.cases import Question, example
from benchmarks.measuring import Effort, Result, Section, median, seconds, timed
from fundmix.borrower import Debt

LEAST = 30
"""Candidates that the promise speaks of."""
MOST_SECONDS = 8.0
RUNS = 3


def against_her() -> Question:
    """Her case with younger papers, more inquiries, two small online loans, and receivables that nobody confirmed."""
    case = example("wang")
    facts = {
        "business_since": dt.date(2026, 2, 1), "tax_grade": "C", "sesame_score": 580, "legal_rep_tenure_months": 9,
        "hard_inquiries_1m": 4, "hard_inquiries_2m": 5, "hard_inquiries_3m": 9, "hard_inquiries_6m": 11,
        "hard_inquiries_12m": 14, "overdue_24m_count": 6, "overdue_24m_consecutive_months": 3,
        "card_utilisation": 0.85, "card_available_limit": 6_000, "invoice_gap_days_max": 60,
        "invoice_count_12m": 30, "red_invoice_ratio": 0.25, "headcount_drop": 0.08, "existing_relationship": "none",
        "receivable_confirmed": False, "receivable_confirmed_amount": 200_000, "receivable_registered_prior": False,
        "receivable_overdue_ratio": 0.08, "buyer_credit": "listed", "core_enterprise_cooperation_months": 8,
        "order_signed": False, "order_value": 160_000, "order_buyer_type": "company", "ownership_proof": False,
        "voucher_accepted_on_platform": False, "voucher_face": 80_000, "voucher_remaining_months": 6,
        "family_willing": False, "platform_data_current": False, "account_risk_restricted": True,
        "house_since": dt.date(2026, 9, 1), "policy_premium_years": 1, "gold_mark": False,
    }  # fmt: skip
    small = tuple(
        Debt(
            name=name, channel_id=channel, balance=balance, rate=0.2, repayment="annuity", prepay_fee_rate=0.0,
            next_payment=dt.date(2026, 12, 18), last_payment=dt.date(2027, 9, 18),
        )
        for name, channel, balance in (("a", "internet_meituan", 3_000.0), ("b", "internet_jintiao", 8_000.0))
    )  # fmt: skip
    profile = case.profile.model_copy(
        update={"facts": {**case.profile.facts, **facts}, "debts": (*case.profile.debts, *small)}
    )
    return Question("wang, refused", case.catalog, profile, case.needs, case.policy)


def levers(effort: Effort) -> Section:
    """The levers and one plan of the same question, in turns."""
    case = example("li") if effort.quick else against_her()
    walls, ratios, found = [], [], None
    for number in range(1 + effort.runs(RUNS)):
        plan = timed(case.plan)
        every = timed(lambda: fundmix.levers(case.catalog, case.profile, case.needs, case.policy))
        found = every.returned
        if number:
            walls.append(every.wall)
            ratios.append(every.wall / plan.wall)
    assert found is not None
    wall = median(walls)
    remark = f"{found.candidates} candidates, {found.screened} relaxed, {found.solved} planned"
    return Section(
        (
            Result(f"levers ÷ optimize: {case.name}", f"{median(ratios):.1f} ×", remark=remark),
            Result(
                f"levers, {LEAST} candidates and more: {case.name}", seconds(wall), f"≤ {MOST_SECONDS:.0f} s",
                wall <= MOST_SECONDS if found.candidates >= LEAST else None,
            ),
        )
    )  # fmt: skip
