"""What is better and what is worse for a borrower, column by column."""

from typing import Any

import pytest
from tests.cases import Story, channel

from fundmix.catalog.diff import diff
from fundmix.catalog.effects import (
    MORE_IS_BETTER,
    MORE_IS_WORSE,
    WIDER_IS_BETTER,
    WIDER_IS_WORSE,
    Effect,
    together,
)
from fundmix.catalog.tables import TABLES, Catalog

MODELS = {model.table: model for model in TABLES}
RULE = {"rule_id": "r", "applies_to": "channel:a", "reason": "x", "kind": "hard"}
OUTAGE = {
    "outage_id": "o", "name": "o", "applies_to": "channel:a", "limit_factor": 0.5, "status": "announced",
}  # fmt: skip
SUBSIDY = {"subsidy_id": "s", "applies_to": "channel:a", "rate_cut": "1%"}


def market(**tables: Any) -> Catalog:
    """One channel and these rows."""
    words = tables.pop("channel", {})
    return Story(
        channels=[channel("a", **{"rate": 0.1, **words}), channel("b")], needs=(), tables=tables
    ).catalog


def news(old: dict[str, Any], new: dict[str, Any]) -> tuple[Effect, list[tuple[str, Effect]]]:
    """The effect on the channel, and of each cell that changed."""
    found = diff(market(**old), market(**new))
    (one,) = found.channels
    return one.effect, [(cell.column, cell.effect) for row in found.rows for cell in row.cells]


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ({"rate": 0.18}, {"rate": 0.24}, "worse"),
        ({"rate": 0.24}, {"rate": 0.18}, "better"),
        ({"amount_max": 200_000}, {"amount_max": 100_000}, "worse"),
        ({"amount_max": 200_000}, {"amount_max": None}, "better"),
        ({"lead_days": 3}, {"lead_days": 7}, "worse"),
        ({"amount_min": 1_000}, {"amount_min": 5_000}, "worse"),
        ({"cooldown_months": 6}, {"cooldown_months": 3}, "better"),
        ({"hard_inquiry": "no"}, {"hard_inquiry": "yes"}, "worse"),
        ({"reference_only": "no"}, {"reference_only": "yes"}, "worse"),
        ({"purposes": "business"}, {"purposes": "stock"}, "worse"),
        ({"applicant": "sme"}, {"applicant": ""}, "better"),
        ({"banned_occupations": "x"}, {"banned_occupations": "x;y"}, "worse"),
        ({"banned_purposes": "business"}, {"banned_purposes": "stock"}, "better"),
        ({"months": "6;12"}, {"months": "12"}, "worse"),
        ({"months": "6"}, {"months": "12"}, "neutral"),
        ({"method": "annuity"}, {"method": "annuity;bullet"}, "better"),
        ({"upfront_fee_rate": "1%"}, {"upfront_fee_rate": "2%"}, "worse"),
        ({"fixed_fee": 100}, {"fixed_fee": 0}, "better"),
        ({"prepay_fee_rate": "3%"}, {"prepay_fee_rate": None}, "worse"),
        ({"prepay_fee_rate": None}, {"prepay_fee_rate": 0}, "better"),
        ({"retained_balance_rate": 0}, {"retained_balance_rate": "10%"}, "worse"),
        ({"available_until": None}, {"available_until": "2027-01-31"}, "worse"),
        ({"available_from": "2027-02-01"}, {"available_from": None}, "better"),
        ({"revolving": "no"}, {"revolving": "yes"}, "better"),
        ({"rate": 0.12}, {"rate": 0.01, "rate_basis": "monthly"}, "neutral"),
        ({"rate": None, "rate_low": 0.1, "rate_high": 0.2}, {"rate": 0.15}, "better"),
        ({"name": "x"}, {"name": "y"}, "neutral"),
        ({"line_valid_months": None}, {"line_valid_months": 12}, "neutral"),
        ({"rate": 0.1, "lead_days": 3}, {"rate": 0.2, "lead_days": 1}, "mixed"),
    ],
)  # fmt: skip
def test_terms(old: dict[str, Any], new: dict[str, Any], effect: Effect) -> None:
    """Dearer, less, slower and narrower is worse; what is neither, or cannot be compared, is neutral."""
    assert news({"channel": old}, {"channel": new})[0] == effect


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        (("score", ">=", "600", {}), ("score", ">=", "650", {}), "worse"),
        (("score", ">", "600", {}), ("score", ">", "550", {}), "better"),
        (("payment_ratio", "<=", "50%", {}), ("payment_ratio", "<=", "40%", {}), "worse"),
        (("score", "<", "9", {}), ("score", "<", "10", {}), "better"),
        (("age", "in", "20;30", {}), ("age", "in", "20", {}), "worse"),
        (("age", "not_in", "20;30", {}), ("age", "not_in", "20", {}), "better"),
        (("age", "==", "20", {}), ("age", "==", "21", {}), "neutral"),
        (("score", ">=", "600", {}), ("age", ">=", "18", {}), "neutral"),
        (("score", ">=", "600", {"kind": "soft"}), ("score", ">=", "600", {"kind": "hard"}), "worse"),
        (("score", ">=", "600", {"kind": "info"}), ("score", ">=", "700", {"kind": "info"}), "neutral"),
        (("score", ">=", "600", {}), ("score", ">=", "600", {"applies_to": "all"}), "worse"),
    ],
)
def test_rules(old: tuple[Any, ...], new: tuple[Any, ...], effect: Effect) -> None:
    """A bound that fewer meet, a stricter kind and more channels are worse; another question is neutral."""
    before, after = (
        market(eligibility=[{**RULE, "field": field, "operator": operator, "value": value, **words}])
        for field, operator, value, words in (old, new)
    )
    assert diff(before, after).rows[0].effect == effect


@pytest.mark.parametrize(
    ("table", "rows", "effect"),
    [
        ("eligibility", [{**RULE, "field": "age", "operator": ">=", "value": "18"}], "worse"),
        ("eligibility", [{**RULE, "kind": "info", "field": "age", "operator": ">=", "value": "18"}], "neutral"),
        ("limits", [{"applies_to": "channel:a", "field": "turnover"}], "worse"),
        ("availability", [{"channel_id": "a", "period": 0, "limit": 5}], "worse"),
        ("pricing", [{"channel_id": "a", "field": "score", "to_value": 600, "rate_add": "1%"}], "worse"),
        ("pricing", [{"channel_id": "a", "field": "score", "from_value": 700, "rate_add": "-1%"}], "better"),
        ("subsidies", [SUBSIDY], "better"),
        ("outages", [OUTAGE], "worse"),
        ("outages", [{**OUTAGE, "status": "stress"}], "neutral"),
    ],
)  # fmt: skip
def test_rows_that_come_and_go(table: str, rows: list[dict[str, Any]], effect: Effect) -> None:
    """A rule, a cap or an outage more is worse, public money better; the reverse when it goes."""
    opposite = {"worse": "better", "better": "worse", "neutral": "neutral"}
    without, with_it = market(), market(**{table: rows})
    assert diff(without, with_it).rows[0].effect == effect
    assert diff(with_it, without).rows[0].effect == opposite[effect]


def test_one_more_way_to_meet_a_rule_is_better() -> None:
    """Of rules that share a word one is enough: the first is worse, a second one better, and gone it is worse."""
    first = {**RULE, "any_of": "w", "field": "age", "operator": ">=", "value": "18"}
    second = {**first, "rule_id": "q", "field": "score"}
    none, one, two = market(), market(eligibility=[first]), market(eligibility=[first, second])
    assert [row.effect for row in diff(none, one).rows] == ["worse"]
    assert [row.effect for row in diff(one, two).rows] == ["better"]
    assert [row.effect for row in diff(two, one).rows] == ["worse"]


def test_a_further_step_of_a_known_cap_may_lie_on_either_side() -> None:
    """Steps of one cap replace each other, so that one more is neither better nor worse by itself."""
    step = {"applies_to": "channel:a", "field": "turnover", "when_field": "score", "when_from": 600}
    one = market(limits=[{**step, "when_to": 700}])
    two = market(limits=[{**step, "when_to": 700}, {**step, "when_from": 700, "multiplier": 2}])
    assert [row.effect for row in diff(one, two).rows] == ["neutral"]


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ({"status": "stress"}, {"status": "announced"}, "worse"),
        ({"status": "in_force"}, {"status": "announced"}, "better"),
        ({"limit_factor": 0.5}, {"limit_factor": 0}, "worse"),
        ({"months": 3}, {"months": None}, "worse"),
        ({"status": "stress", "limit_factor": 0.5}, {"status": "stress", "limit_factor": 0}, "neutral"),
    ],
)
def test_outages(old: dict[str, Any], new: dict[str, Any], effect: Effect) -> None:
    """What is announced or in force hurts more when it is harder; an assumption hurts nobody."""
    before, after = (market(outages=[{**OUTAGE, **words}]) for words in (old, new))
    assert diff(before, after).rows[0].effect == effect


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ({}, {"rate_cut": "0.5%"}, "worse"),
        ({"available_until": "2026-12-31"}, {"available_until": "2026-11-30"}, "worse"),
        ({"cap_per_year": 3000}, {}, "better"),
        ({}, {"applies_to": "channel:a;channel:b"}, "better"),
    ],
)
def test_subsidies(old: dict[str, Any], new: dict[str, Any], effect: Effect) -> None:
    """Less public money, for a shorter time or fewer channels, is worse."""
    before, after = (market(subsidies=[{**SUBSIDY, **words}]) for words in (old, new))
    assert diff(before, after).rows[0].effect == effect


def test_every_column_that_is_judged_exists() -> None:
    """A column that was renamed would silently be neutral."""
    for judged in (MORE_IS_WORSE, MORE_IS_BETTER, WIDER_IS_BETTER, WIDER_IS_WORSE):
        for table, columns in judged.items():
            assert set(columns) <= set(MODELS[table].model_fields)


def test_no_column_is_judged_twice() -> None:
    """What is worse with more cannot be better with more."""
    for table in MODELS:
        judged = [*MORE_IS_WORSE.get(table, ()), *MORE_IS_BETTER.get(table, ())]
        judged += [*WIDER_IS_BETTER.get(table, ()), *WIDER_IS_WORSE.get(table, ())]
        assert len(judged) == len(set(judged))


def test_effects_of_one_thing_together() -> None:
    """Neutral changes do not count; good and bad ones are mixed."""
    assert together([]) == together(["neutral"]) == "neutral"
    assert together(["neutral", "worse"]) == "worse"
    assert together(["better", "worse"]) == "mixed"
