"""Catalog news: nothing between a catalog and itself, and exactly the edits of an edited one."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.cases import Story, channel
from tests.catalog.conftest import Make
from tests.catalog.mutations import mutated

from fundmix.catalog.diff import CatalogDiff, diff
from fundmix.catalog.load import load_catalog
from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.rows import key_of, key_text
from fundmix.catalog.tables import Catalog

EXAMPLES = Path(__file__).parents[2] / "examples"
SMALL = Story(
    channels=[channel("bank", 0.05), channel("shop", 0.1, risk_groups="platforms")],
    needs=(),
    tables={
        "limits": [{"applies_to": "channel:bank", "field": "turnover", "multiplier": 2}],
        "pricing": [{"channel_id": "bank", "field": "score", "from_value": 600, "rate_add": "0.5%"}],
        "availability": [{"channel_id": "bank", "period": 0, "limit": 1000}],
        "indicators": [
            {
                "indicator_id": "late",
                "field": "score",
                "operator": "<",
                "value": 1,
                "reason": "低",
            }
        ],
    },
).catalog


@cache
def market() -> Catalog:
    """The bundled catalog."""
    return load_catalog("cn")


def listed(found: CatalogDiff) -> dict[str, tuple[str, frozenset[str], frozenset[str]]]:
    """Every change as the edits note theirs; the cells of new and lost rows left out."""
    return {
        row.name: (
            row.kind,
            frozenset(cell.column for cell in row.cells if row.kind == "changed"),
            frozenset(cell.column for cell in row.renewed),
        )
        for row in found.rows
    }


@pytest.mark.parametrize("where", ["cn", EXAMPLES / "overlay", EXAMPLES / "textbook" / "catalog"])
def test_a_catalog_and_itself_differ_in_nothing(where: str | Path) -> None:
    """Read twice, so that no row is the same object."""
    found = diff(load_catalog(where), load_catalog(where))
    assert found.is_empty
    assert (found.channels, found.rest, found.renewed, found.lapsed) == ((), (), (), ())


@pytest.mark.parametrize("seed", range(60))
def test_exactly_the_edits_are_listed(seed: int) -> None:
    """Rows of any table removed, added, changed: each is listed with its kind and columns, and nothing else is."""
    random = Random(seed)
    before = random.choice([market(), market(), SMALL])
    after, edits = mutated(before, random, random.randint(1, 25))
    assert listed(diff(before, after)) == edits.expected


@pytest.mark.parametrize("seed", range(20))
def test_the_way_back_is_the_mirror(seed: int) -> None:
    """From new to old what was added is removed, each cell goes back, and what was worse is better."""
    before, after = market(), mutated(market(), Random(seed), 15)[0]
    there, back = diff(before, after).by_name, diff(after, before).by_name
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    opposite = {"worse": "better", "better": "worse", "mixed": "mixed", "neutral": "neutral"}
    assert there.keys() == back.keys()
    for name, row in there.items():
        assert back[name].kind == turned[row.kind]
        cells = {(cell.column, cell.new, cell.old) for cell in back[name].cells}
        assert {(cell.column, cell.old, cell.new) for cell in row.cells} == cells
        if row.table != "eligibility" or row.kind == "changed":
            assert back[name].effect == opposite[row.effect], name


@pytest.mark.parametrize("seed", range(12))
def test_an_overlay_differs_from_its_base_in_its_own_rows(seed: int) -> None:
    """What the reader of overlays says it changed is what the comparison finds: rows hidden, replaced and added."""
    random = Random(seed)
    tables: dict[str, list[dict[str, Any]]] = {}
    expected: dict[str, tuple[str, frozenset[str], frozenset[str]]] = {}
    texts = {"eligibility": "reason", "regulations": "text", "subsidies": "text", "outages": "description"}
    for table, column in texts.items():
        for number, row in enumerate(random.sample(getattr(market(), table), 3)):
            cells = row.model_dump() | {"enabled": "yes"}
            kind = random.choice(("removed", "changed", "added"))
            key = f"new_{number}" if kind == "added" else cells[row.key[0]]
            told = {"removed": {"enabled": "no"}, "changed": {column: "改了"}, "added": {row.key[0]: key}}
            tables.setdefault(table, []).append(cells | told[kind])
            changed = frozenset({column} if kind == "changed" else ())
            expected[f"{table}:{key}"] = (kind, changed, frozenset())
    overlay = catalog_from_frames(tables, {"name": "mine"}, extends=market())
    assert set(overlay.rows_changed) == set(expected)
    assert listed(diff(market(), overlay)) == expected


def test_the_example_is_told_row_by_row() -> None:
    """The three rows of the tightened overlay, from the folder, with whom they concern."""
    found = diff(market(), load_catalog(EXAMPLES / "wang" / "tightened"))
    assert {name: (row.kind, row.effect) for name, row in found.by_name.items()} == {
        "limits:channel:biz_quick/monthly_turnover///each": ("changed", "worse"),
        "eligibility:platform_no_ecommerce": ("added", "worse"),
        "subsidies:local_tax_loan_2026": ("added", "better"),
    }
    halved = found.by_name["limits:channel:biz_quick/monthly_turnover///each"]
    assert {cell.column: (cell.old, cell.new) for cell in halved.cells} == {
        "multiplier": (1, 0.5),
        "cap": (3_000_000, 1_500_000),
    }
    assert {cell.column for cell in found.settings} == {"name", "extends", "as_of"}


def test_a_change_is_under_every_channel_that_either_catalog_picks() -> None:
    """A rule that moves from one channel to another concerns both; a fact concerns none."""
    rule = {"rule_id": "r", "field": "score", "operator": ">=", "value": 600, "reason": "x"}
    story = Story(channels=[channel("a"), channel("b", risk_groups="g"), channel("c")], needs=())
    old, new = (
        story.but(tables={"eligibility": [{**rule, "applies_to": whom}]}).catalog
        for whom in ("channel:a", "group:g")
    )
    found = diff(old, new)
    assert [(one.channel_id, one.changes) for one in found.channels] == [
        ("a", ("eligibility:r",)),
        ("b", ("eligibility:r",)),
    ]
    assert found.rest == ()
    told = diff(old, old.model_copy(update={"facts": old.facts[1:]}))
    assert (told.channels, told.rest) == ((), ("facts:age",))


def test_a_renewed_source_is_quiet() -> None:
    """Another source, day or grade alone is listed apart, and puts no channel in the news."""
    row = market().products[0]
    renewed = row.model_copy(update={"as_of": "2030", "confidence": "A"})
    found = diff(market(), market().model_copy(update={"products": (renewed, *market().products[1:])}))
    assert found.renewed == (f"products:{key_text(key_of(row))}",)
    assert (found.channels, found.rest) == ((), ())
    assert not found.is_empty


def test_a_hidden_channel_is_bad_news_as_a_whole() -> None:
    """With it go its products and rules; that a rule of it is gone makes it no better."""
    mine = catalog_from_frames(
        {"channels": [{"channel_id": "pawn_gold", "enabled": "no"}]}, {"name": "mine"}, extends=market()
    )
    found = diff(market(), mine)
    (gone,) = (one for one in found.channels if one.kind == "removed")
    assert (gone.channel_id, gone.effect) == ("pawn_gold", "worse")
    assert "products:pawn_gold/main" in gone.changes
    back = diff(mine, market())
    assert [(one.channel_id, one.effect) for one in back.channels if one.kind == "added"] == [
        ("pawn_gold", "better")
    ]


def test_settings_are_listed_by_word(make: Make) -> None:
    """A word of ``catalog.toml`` that differs is a change, and the tables are untouched."""
    old = load_catalog(make())
    new = load_catalog(make({"catalog.toml": 'name = "mini"\nday_basis = 360\nperiod = "week"\n'}, "other"))
    found = diff(old, new)
    assert {(cell.column, cell.old, cell.new) for cell in found.settings} == {
        ("day_basis", 365, 360),
        ("period", "month", "week"),
    }
    assert found.rows == ()


def test_the_order_of_rows_is_no_news() -> None:
    """A file that was sorted anew says the same."""
    turned = market().model_copy(update={"eligibility": market().eligibility[::-1]})
    assert diff(market(), turned).is_empty


def test_worse_news_come_first() -> None:
    """In the list of rows, in the cells of a row, and in the list of channels."""
    story = Story(channels=[channel("a", 0.1, lead_days=3), channel("b", 0.1)], needs=())
    new = story.but(channels=[channel("a", 0.1, lead_days=1), channel("b", 0.2, amount_max=2_000_000)])
    found = diff(story.catalog, new.catalog)
    assert [row.effect for row in found.rows] == ["worse", "better", "better"]
    assert [one.channel_id for one in found.channels] == ["b", "a"]
    assert [one.effect for one in found.channels] == ["mixed", "better"]


def test_the_json_is_whole_and_stable() -> None:
    """The same comparison gives the same text, with every cell."""
    new = mutated(market(), Random(5), 20)[0]
    first, second = (diff(market(), new).model_dump_json() for _ in range(2))
    assert first == second
    again = CatalogDiff.model_validate_json(first)
    assert [row.name for row in again.rows] == [row.name for row in diff(market(), new).rows]
