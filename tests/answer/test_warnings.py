"""What a plan warns of, and what it leaves unsaid."""

import datetime as dt
from typing import Any

import pytest
from tests.cases import START, Story, channel, inflow, need

from fundmix import load_catalog
from fundmix.answer.unknown import ASKED_AS
from fundmix.words import note_line

NEEDS = (need(START + dt.timedelta(days=40), 100_000, "stock"),)
DEAR = channel("dear", 0.12)


def _rule(channel_id: str, field: str, operator: str, value: str) -> dict[str, Any]:
    return {
        "rule_id": f"{channel_id}_{field}",
        "applies_to": f"channel:{channel_id}",
        "field": field,
        "operator": operator,
        "value": value,
        "kind": "hard",
        "reason": field,
    }


def _warned(story: Story, code: str) -> list[dict[str, Any]]:
    """The values of every warning with this code."""
    return [dict(warn.values) for warn in story.plan().warnings if warn.code == code]


def _waiting(**words: Any) -> Story:
    """A cheap channel that waits for two facts beside the dear one that is used."""
    rules = [_rule("cheap", "score", ">=", "650"), _rule("cheap", "turnover", ">=", "1000")]
    return Story(
        channels=[DEAR, channel("cheap", 0.04, **words)], needs=NEEDS, tables={"eligibility": rules},
        cash={"surplus": 12_000},
    )  # fmt: skip


def test_missing_facts_are_named_once_for_their_channel():
    """Two facts that one channel waits for are one question, with what it could save: two thirds of the cost."""
    story = _waiting()
    (asked,) = _warned(story, "fact_missing")
    assert (asked["name"], asked["facts"]) == ("cheap", ["评分", "月流水"])
    assert asked["yuan"] == pytest.approx(story.plan().totals.cost * 2 / 3, rel=0.01)


@pytest.mark.parametrize(
    "words",
    [{"purposes": "consumer"}, {"lead_days": 60}, {"rate": 0.1195}],
    ids=["not for this purpose", "too late", "saves too little"],
)
def test_a_channel_that_could_not_help_is_no_question(words):
    """Money that may not go there, comes too late or saves a trifle is not worth asking for."""
    rate = words.pop("rate", 0.04)
    story = _waiting(**words)
    if rate != 0.04:
        story = story.but(channels=[DEAR, channel("cheap", rate)])
    assert _warned(story, "fact_missing") == []


def test_a_failed_rule_closes_the_question():
    """A channel that refuses the borrower whatever the open fact says is not asked about."""
    story = _waiting()
    rules = [*story.tables["eligibility"], _rule("cheap", "age", ">=", "50")]
    assert _warned(story.but(tables={"eligibility": rules}), "fact_missing") == []


def test_a_derived_fact_is_asked_for_by_its_day():
    """Each stands in the bundled catalog as derived, and the day it comes from as asked."""
    kinds = {fact.field: fact.kind for fact in load_catalog("cn").facts}
    assert {(kinds[derived], kinds[asked]) for derived, asked in ASKED_AS.items()} == {("derived", "asked")}


@pytest.mark.parametrize(("owed", "warned"), [(1, False), (2, True)])
def test_a_rule_on_other_lenders_without_room_is_said(owed, warned):
    """A lender that takes two online lenders beside itself says so when there are two, and not before."""
    story = Story(
        channels=[DEAR],
        needs=NEEDS,
        facts={"online_lenders": owed},
        cash={"surplus": 12_000},
        tables={"eligibility": [_rule("dear", "online_lenders", "<=", "2")]},
    )
    assert [row["bound"] for row in _warned(story, "used_up")] == ([2] if warned else [])


def _subsidised(applies_to: str) -> Story:
    subsidy = {
        "subsidy_id": "cut",
        "applies_to": applies_to,
        "rate_cut": 0.01,
        "available_until": START + dt.timedelta(days=59),
        "purposes": "business",
        "text": "贴息",
    }
    wide = channel("wide", 0.03, amount_max=50_000)
    narrow = channel("narrow", 0.05, purposes="business")
    return Story(
        channels=[wide, narrow], needs=NEEDS, cash={"surplus": 12_000}, tables={"subsidies": [subsidy]}
    )


def test_a_subsidy_that_ends_names_who_has_it():
    """Only a draw whose price counts the subsidy is named; one whose money may go anywhere has none."""
    (ends,) = _warned(_subsidised("all"), "subsidy_ends")
    assert ends["channels"] == ["narrow"]
    assert _warned(_subsidised("channel:wide"), "subsidy_ends") == []


def test_a_buyer_who_pays_is_no_pledge_to_lose():
    """A loan that the buyer repays says who pays when the buyer does not."""
    voucher = channel("voucher", 0.05, months=3, method="buyer_pays")
    story = Story(
        channels=[voucher],
        needs=NEEDS,
        facts={"car": 200_000},
        tables={"limits": [{"applies_to": "channel:voucher", "field": "car", "multiplier": 0.9}]},
    ).but(needs=[*NEEDS, inflow(START + dt.timedelta(days=120), 150_000)])
    assert len(_warned(story, "pledged_buyer_pays")) == 1
    assert _warned(story, "pledged") == []


@pytest.mark.parametrize(("quotes", "code"), [([], "breach_limit_estimated"), ([30_000], "breach_limit")])
def test_a_guessed_limit_is_no_fact(quotes, code):
    """More debt than the catalog's limit is said as an estimate unless the lender named the limit."""
    debt = {
        "name": "old", "channel_id": "other", "balance": 40_000, "rate": 0.05, "repayment": "annuity",
        "next_payment": START + dt.timedelta(days=20), "last_payment": START + dt.timedelta(days=385),
    }  # fmt: skip
    story = Story(
        channels=[DEAR, channel("other", 0.05, amount_max=30_000)],
        needs=NEEDS,
        cash={"surplus": 20_000},
        debts=[debt],
        quotes=[{"channel_id": "other", "limit": limit} for limit in quotes],
    )
    codes = [warn.code for warn in story.plan().warnings if warn.code.startswith("breach_limit")]
    assert codes == [code]


@pytest.mark.parametrize(
    ("lang", "says"), [("zh", "“互联网平台信用贷”"), ("en", "“credit of an online platform”")]
)
def test_a_risk_group_is_called_by_its_name(lang, says):
    """A cap that yields names the group in words, not by its key."""
    story = Story(
        channels=[channel("dear", 0.12, risk_groups="platform_credit")],
        needs=NEEDS,
        cash={"surplus": 12_000},
    )
    plan = story.but(policy=story.policy.model_copy(update={"max_group_share": 0.5})).plan()
    (warn,) = [warn for warn in plan.warnings if warn.code == "cap_exceeded_group"]
    assert says in note_line(warn, lang)
