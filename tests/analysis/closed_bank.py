"""A small market whose cheap bank is closed by whatever rules a test gives it, and random ones of its kind."""

import datetime as dt
from random import Random
from typing import Any

from tests.cases import BARE, FACTS, Row, Story, channel, debt, inflow, need

from fundmix.dates import shift

OWN_FACTS: tuple[Row, ...] = (
    *(row for row in FACTS if not str(row["field"]).startswith(("hard_", "online_"))),
    {"field": "paid_months", "type": "count", "unit": "month", "changed_by": "time", "maximum": 600,
     "description": "缴存月数"},
    {"field": "confirmed", "type": "yes_no", "changed_by": "paper", "description": "已确认"},
    {"field": "late", "type": "count", "changed_by": "record", "window_months": 24, "description": "逾期次数"},
    {"field": "arrears", "type": "yes_no", "changed_by": "money", "description": "欠款"},
    {"field": "sales", "type": "money", "changed_by": "business", "description": "销售额"},
    {"field": "habit", "type": "count", "maximum": 10, "description": "习惯"},
    {"field": "online_lenders", "type": "count", "kind": "derived", "moved_by": "online_lender",
     "description": "网贷家数"},
    {"field": "card_utilisation", "type": "ratio", "changed_by": "money", "description": "信用卡使用率"},
    {"field": "card_available_limit", "type": "money", "description": "剩余额度"},
    *(
        {"field": f"hard_inquiries_{months}m", "type": "count", "moved_by": "inquiry", "window_months": months,
         "description": f"近{months}个月查询"}
        for months in (1, 3, 6)
    ),
)  # fmt: skip


def rule(field: str, operator: str, value: Any, months: Any = "", **words: Any) -> Row:
    """A hard rule of the bank."""
    return {
        "rule_id": f"bank_{field}", "applies_to": "channel:bank", "field": field, "operator": operator,
        "value": str(value), "reason": "x", "remedy": f"do {field}", "remedy_months": str(months), **words,
    }  # fmt: skip


def market(*rules: Row, by: str = "2027-01-10", **changes: Any) -> Story:
    """A bank at 6 % that keeps these rules, a dear lender at 24 %, a need of 100,000 and what repays it in a year."""
    earned = shift(dt.date.fromisoformat(by), 11)
    story = Story(
        channels=[
            channel("bank", 0.06, method="bullet"),
            channel("dear", 0.24, method="bullet", online_lender="yes"),
        ],
        needs=[need(by, 100_000), inflow(earned, 200_000)],
        tables={"facts": OWN_FACTS, "eligibility": rules},
    )
    return story.but(**changes)


def random_market(random: Random) -> Story:
    """Two to four closed banks, a dear lender, up to two online loans, a need or two; some facts are not stated."""
    remedies: list[tuple[str, str, Any, Any]] = [
        ("confirmed", "==", "yes", 1), ("paid_months", ">=", random.choice((9, 12)), 12), ("habit", "<=", 2, 3),
        ("late", "<", 6, 12), ("hard_inquiries_6m", "<=", 6, 6), ("online_lenders", "<=", 1, random.choice((0, 2))),
    ]  # fmt: skip
    facts: dict[str, Any] = {
        "confirmed": False, "paid_months": 8, "habit": 5, "late": 7,
        "hard_inquiries_1m": 1, "hard_inquiries_3m": 4, "hard_inquiries_6m": 7,
    }  # fmt: skip
    stated = {name: value for name, value in facts.items() if random.random() < 0.8}
    names = [f"bank{number}" for number in range(random.randint(2, 4))]
    rules = [
        {**rule(*asked), "rule_id": f"{name}_{asked[0]}", "applies_to": f"channel:{name}",
         "kind": random.choice(("hard", "hard", "soft"))}
        for name in names
        for asked in random.sample(remedies, random.choice((1, 1, 2)))
    ]  # fmt: skip
    banks = [
        channel(
            name, random.choice((0.04, 0.06, 0.09)), method=random.choice(("bullet", "annuity")),
            amount_max=random.choice((30_000, 60_000, 200_000)),
        )
        for name in names
    ]  # fmt: skip
    apps = [channel(f"app{number}", 0.2, online_lender="yes", amount_max=1) for number in (1, 2)]
    loans = [
        debt(f"loan{number}", random.choice((4_000, 9_000)), 0.15, "2027-12-15", channel_id=f"app{number}",
             prepay_fee_rate=random.choice((0, 0.02)))
        for number in (1, 2)[: random.randint(0, 2)]
    ]  # fmt: skip
    by = random.choice(("2027-01-10", "2027-04-20", "2027-07-05"))
    first = need(by, random.choice((50_000, 90_000)), **random.choice(({}, {"latest_date": "2027-09-01"})))
    dear = channel(
        "dear", 0.24, method="bullet", online_lender="yes", amount_max=random.choice((40_000, 500_000))
    )
    return Story(
        channels=[*banks, dear, *apps],
        needs=[first, inflow("2027-11-10", 200_000)],
        facts=stated,
        debts=loans,
        cash={"opening": random.choice((0, 12_000, 30_000)), "surplus": random.choice((0, 2_500))},
        policy=BARE.model_copy(update={"max_soft_share": random.choice((0.3, 1))}),
        tables={"facts": OWN_FACTS, "eligibility": rules},
    )
