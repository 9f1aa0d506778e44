"""The fingerprint of a channel's terms: it changes with what decides, and with nothing else."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from tests.cases import FACTS, channel

from fundmix.catalog.load import load_catalog
from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.tables import Catalog, Channel, Product
from fundmix.catalog.terms import terms_of

Rows = Sequence[Mapping[str, Any]]
LENDERS: Rows = (channel("x", "5%", category="c", risk_groups="g"), channel("y", "6%"))
LIMIT = {"applies_to": "category:c", "field": "turnover", "multiplier": 2, "cap": 1000}
RULE = {
    "rule_id": "r",
    "applies_to": "channel:x",
    "field": "age",
    "operator": ">=",
    "value": "18",
    "reason": "a",
}
LAW = {"regulation_id": "l", "applies_to": "all", "kind": "ceiling", "value": "24%", "text": "a"}
STRESS = {"outage_id": "o", "name": "a", "applies_to": "group:g", "limit_factor": 0, "status": "announced"}
SUBSIDY = {"subsidy_id": "s", "applies_to": "category:c", "rate_cut": "1%"}
TABLES = {
    "limits": (LIMIT,), "eligibility": (RULE,), "regulations": (LAW,), "outages": (STRESS,), "subsidies": (SUBSIDY,)
}  # fmt: skip


def market(lenders: Rows = LENDERS, **tables: Rows) -> Catalog:
    """A catalog of two lenders, about one of which many tables speak."""
    split: dict[str, list[dict[str, Any]]] = {"channels": [], "products": []}
    for row in lenders:
        for model in (Channel, Product):
            cells = {name: value for name, value in row.items() if name in model.model_fields}
            if model is Product or "product_id" not in row:
                split[model.table].append(cells)
    return catalog_from_frames({**split, "facts": FACTS, **TABLES, **tables}, {"name": "t"})


def of(catalog: Catalog) -> str:
    """The fingerprint of the lender x."""
    return terms_of(catalog, "x")


PLAIN = of(market())
DECIDES: Mapping[str, Catalog] = {
    "price": market([{**LENDERS[0], "rate": "5.1%"}, LENDERS[1]]),
    "term": market([{**LENDERS[0], "term_months": 6}, LENDERS[1]]),
    "amount": market([{**LENDERS[0], "amount_max": 999}, LENDERS[1]]),
    "another product": market([*LENDERS, {**LENDERS[0], "product_id": "second"}]),
    "limit": market(limits=[{**LIMIT, "cap": 999}]),
    "rule": market(eligibility=[{**RULE, "value": "20"}]),
    "another rule": market(eligibility=[RULE, {**RULE, "rule_id": "q", "value": "20"}]),
    "ceiling": market(regulations=[{**LAW, "value": "20%"}]),
    "subsidy": market(subsidies=[{**SUBSIDY, "available_until": "2026-12-31"}]),
    "announced": market(outages=[{**STRESS, "status": "in_force"}]),
    "no outage any more": market(outages=[]),
}
DECIDES_NOT: Mapping[str, Catalog] = {
    "another lender's price": market([LENDERS[0], {**LENDERS[1], "rate": "7%"}]),
    "names and texts": market([{**LENDERS[0], "name": "new", "note": "n", "documents": "d"}, LENDERS[1]]),
    "origin": market(limits=[{**LIMIT, "as_of": "2026-11", "confidence": "B"}]),
    "reason and remedy": market(eligibility=[{**RULE, "reason": "b", "remedy": "c", "remedy_months": 3}]),
    "the name of a rule": market(eligibility=[{**RULE, "rule_id": "renamed"}]),
    "for one more": market(eligibility=[{**RULE, "applies_to": "channel:x;channel:y"}]),
    "a rule for information": market(
        eligibility=[RULE, {**RULE, "rule_id": "q", "kind": "info", "value": "20"}]
    ),
    "law for information": market(regulations=[LAW, {**LAW, "regulation_id": "m", "kind": "info"}]),
    "a stress": market(
        outages=[STRESS, {**STRESS, "outage_id": "p", "status": "stress", "limit_factor": "50%"}]
    ),
    "the order of rows": market(LENDERS[::-1]),
    "the order of a list": market([{**LENDERS[0], "risk_groups": "g", "purposes": ""}, LENDERS[1]]),
    "a default written out": market(
        [{**LENDERS[0], "amount_min": "0", "use": "new", "hard_inquiry": "yes"}, LENDERS[1]]
    ),
}


@pytest.mark.parametrize("change", DECIDES)
def test_what_decides_changes_the_fingerprint(change: str) -> None:
    """A price, a term, a limit, a rule, a ceiling, a subsidy, an outage that is no mere assumption."""
    assert of(DECIDES[change]) != PLAIN


@pytest.mark.parametrize("change", DECIDES_NOT)
def test_what_decides_nothing_does_not(change: str) -> None:
    """Texts, sources, names, other lenders, order, assumptions: no false alarm."""
    assert of(DECIDES_NOT[change]) == PLAIN


def test_lists_have_no_order() -> None:
    """12 and 24 months are 24 and 12 months."""
    both = [market([{**LENDERS[0], "term_months": months}, LENDERS[1]]) for months in ("12;24", "24;12")]
    assert of(both[0]) == of(both[1]) != PLAIN


def test_a_spreadsheet_takes_no_fingerprint_for_a_number() -> None:
    """Every bundled channel has its own, a letter first; the same catalog gives the same ones."""
    catalog = load_catalog("cn")
    found = [terms_of(catalog, row.channel_id) for row in catalog.channels]
    assert all(re.fullmatch("t[0-9a-f]{12}", one) for one in found)
    assert len(set(found)) == len(found)
    assert found == [terms_of(load_catalog("cn"), row.channel_id) for row in catalog.channels]
