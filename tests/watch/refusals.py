"""A bank that has refused: its rules, the law around it, and records of the time before."""

import datetime as dt
from dataclasses import replace
from typing import Any

from tests.cases import FACTS, START, Row, Story, channel, need

from fundmix.catalog.terms import terms_of
from fundmix.facts import facts_of
from fundmix.watch.records import ChannelThen, DebtThen, Decision, History, Snapshot
from fundmix.watch.refusal_records import Refusal
from fundmix.watch.refused import refused

APPROVED = dt.date(2026, 3, 10)
"""The day on which the bank last said yes."""
SECTIONS = {"online_lenders": "credit", "hard_inquiries_3m": "credit", "score": "platform"}
RULES: tuple[Row, ...] = tuple(
    {
        "rule_id": field,
        "applies_to": "channel:bank",
        "field": field,
        "operator": operator,
        "value": value,
        **words,
    }
    for field, operator, value, words in (
        ("online_lenders", "<=", "2", {"kind": "soft", "reason": "多头"}),
        ("score", ">=", "600", {"reason": "评分低", "remedy": "按时还款", "remedy_months": 3}),
        ("hard_inquiries_3m", "<", "6", {"reason": "查询多"}),
        ("industry", "not_in", "finance;property", {"kind": "soft", "reason": "行业"}),
    )
)
LAWS: tuple[Row, ...] = (
    {
        "regulation_id": "dispute", "text": "异议", "duty": "credit_dispute", "deadline_days": 20,
        "contact": "征信中心", "document": "条例", "article": "25",
    },
    {
        "regulation_id": "complaint", "text": "投诉", "duty": "credit_complaint", "deadline_days": 30,
        "contact": "监管部门",
    },
    {"regulation_id": "report", "text": "查询", "duty": "credit_report", "contact": "征信中心"},
    {"regulation_id": "notice", "text": "告知", "duty": "credit_notice", "contact": "报送机构"},
    {"regulation_id": "other", "text": "别的"},
)  # fmt: skip
GOOD: Row = {"online_lenders": 1, "score": 650, "hard_inquiries_3m": 2, "industry": "retail"}
"""Facts that meet every rule."""


def story(facts: Row | None = None, bank: Row | None = None, **changes: Any) -> Story:
    """Somebody in need of ¥50,000, with a bank that may refuse and a shop that is dearer."""
    tables = {
        "facts": [
            *(
                {
                    **fact,
                    "section": SECTIONS.get(fact["field"], "other"),
                    "where_to_find": f"{fact['field']}处",
                }
                for fact in FACTS
            ),
            {"field": "industry", "type": "text", "section": "business", "description": "行业"},
        ],
        "eligibility": list(RULES),
        "regulations": list(LAWS),
        **changes.pop("tables", {}),
    }
    words = {
        "cooldown_months": 3,
        "appeal": "请人工复核",
        "documents": "身份证;流水",
        "aliases": "大银行",
        **(bank or {}),
    }
    first = Story(
        channels=[channel("bank", 0.05, **words), channel("shop", 0.12)],
        needs=[need("2027-02-01", 50_000)],
        cash={"surplus": 8_000},
        facts={**GOOD, **(facts or {})},
        tables=tables,
    )
    return replace(first, **changes)


def then(
    of: Story, decision: Decision | None = "approved", day: dt.date = APPROVED, **changes: Any
) -> Snapshot:
    """What was recorded on a day on which the facts were those of a story, but for ``changes``."""
    own = facts_of(of.profile, of.catalog)
    seen = ChannelThen(channel_id="bank", decision=decision, terms=terms_of(of.catalog, "bank"))
    return Snapshot(date=day, facts={**own, **changes}, channels={"bank": seen})


def owed(day: dt.date, name: str, balance: float, channel_id: str | None = None) -> Snapshot:
    """A debt recorded on a day."""
    return Snapshot(date=day, debts={name: DebtThen(name=name, channel_id=channel_id, balance=balance)})


def decided(day: dt.date, decision: Decision, channel_id: str = "bank") -> Snapshot:
    """A decision recorded on a day."""
    return Snapshot(date=day, channels={channel_id: ChannelThen(channel_id=channel_id, decision=decision)})


def history(*snapshots: Snapshot) -> History:
    """The snapshots by date."""
    return History(snapshots=tuple(sorted(snapshots, key=lambda one: one.date)))


def of_bank(of: Story, *snapshots: Snapshot, reason: str | None = None, name: str = "bank") -> Refusal:
    """The refusal of the bank."""
    return refused(of.catalog, of.profile, name, history(*snapshots), of.asked, of.policy, reason=reason)


__all__ = [
    "APPROVED",
    "GOOD",
    "LAWS",
    "RULES",
    "START",
    "decided",
    "history",
    "of_bank",
    "owed",
    "story",
    "then",
]
