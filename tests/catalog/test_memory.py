"""A catalog can be built from tables in memory, with the same checks, and be taken apart again."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from fundmix.catalog.load import load_catalog
from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.tables import TABLES, Catalog
from fundmix.errors import InputError
from fundmix.words import issue_line

from .conftest import Make

CHANNELS = [
    {"channel_id": "bank", "name": "银行", "category": "b", "amount_max": "30万", "risk_groups": ["g"]}
]
PRODUCTS = [{"channel_id": "bank", "repayment": "annuity;bullet", "term_months": (12, 24), "rate": 0.054}]


def rows_of(catalog: Catalog) -> dict[str, object]:
    """Every table of a catalog."""
    return {model.table: getattr(catalog, model.table) for model in TABLES}


def codes(error: InputError) -> list[tuple[str, int | None, str, str]]:
    """The issues as (table, row, column, code)."""
    return [(i.file, i.line, i.column, i.code) for i in error.issues]


def test_lists_of_dicts_are_a_catalog() -> None:
    """Text and native values are read alike."""
    catalog = catalog_from_frames({"channels": CHANNELS, "products": PRODUCTS})
    assert catalog.channels[0].amount_max == 300_000
    assert catalog.channels[0].risk_groups == ("g",)
    assert catalog.products[0].term_months == (12, 24)
    assert len(catalog.sha256) == 64


def test_every_table_survives_the_way_through_frames(make: Make) -> None:
    """Catalog to DataFrames and back gives equal rows and settings."""
    catalog = load_catalog(make())
    frames = {model.table: catalog.frame(model.table) for model in TABLES}
    again = catalog_from_frames(frames, catalog.settings.model_dump())
    assert rows_of(again) == rows_of(catalog)
    assert again.settings == catalog.settings


def test_a_frame_has_every_column_in_order(make: Make) -> None:
    """An empty table keeps its columns, and a full one has one row per row."""
    catalog = load_catalog(make())
    assert list(catalog.frame("flows").columns[-4:]) == ["period", "principal", "interest", "fee"]
    assert catalog.frame("channels")["channel_id"].tolist() == ["bank", "pawn"]


def test_pandas_own_values_are_understood() -> None:
    """NaN and NaT are blank, and numpy's numbers, truths and days are numbers, truths and days."""
    channels = pd.DataFrame(CHANNELS).assign(
        amount_min=np.nan, lead_days=np.int64(3), online_lender=np.bool_(True)
    )
    products = pd.DataFrame([{**PRODUCTS[0], "term_months": np.array([12, 24]), "day_basis": pd.NA}]).assign(
        available_from=pd.Timestamp("2026-01-20"), available_until=pd.NaT
    )
    catalog = catalog_from_frames({"channels": channels, "products": products})
    assert catalog.products[0].term_months == (12, 24)
    channel, product = catalog.channels[0], catalog.products[0]
    assert (channel.amount_min, channel.lead_days, channel.online_lender) == (0, 3, True)
    assert (product.available_from, product.available_until) == (dt.date(2026, 1, 20), None)


def test_the_same_checks_hold_in_memory() -> None:
    """Mistakes are located by table and row, first row = 1, and raised together."""
    channels = [*CHANNELS, {"channel_id": "shop", "name": "店", "category": "c", "amount_mx": 1}]
    products = [*PRODUCTS, {"channel_id": "bnak", "repayment": "bullet", "term_months": 6, "rate": 5}]
    rules = [
        {"rule_id": "r", "applies_to": "all", "field": "age", "operator": ">", "value": 1, "reason": "x"}
    ]
    with pytest.raises(InputError) as caught:
        catalog_from_frames(
            {"channels": channels, "products": products, "eligibility": rules, "rules": []}, {"period": "day"}
        )
    assert codes(caught.value) == [
        ("channels", None, "amount_mx", "unknown_column_near"),
        ("channels", 2, "channel_id", "channel_without_product"),
        ("eligibility", 1, "field", "no_such_fact"),
        ("products", 2, "rate", "rate_too_high"),
        ("rules", None, "", "unknown_frame"),
        ("settings", None, "period", "not_a_choice"),
    ]
    assert all(issue_line(issue, "en") for issue in caught.value.issues)


def test_a_table_in_memory_can_be_an_overlay(make: Make) -> None:
    """It replaces and hides rows of a finished catalog, inherits its settings, and lists what it changed."""
    base = load_catalog(make({"catalog.toml": 'name = "mini"\nday_basis = 360\n'}))
    channels = [
        {"channel_id": "bank", "name": "我的", "category": "b", "risk_groups": "banks"},
        {"channel_id": "pawn", "enabled": False},
    ]
    catalog = catalog_from_frames({"channels": channels}, {"name": "mine"}, extends=base)
    assert [row.name for row in catalog.channels] == ["我的"]
    assert [row.channel_id for row in catalog.products] == ["bank"]
    assert (catalog.settings.name, catalog.settings.day_basis) == ("mine", 360)
    assert catalog.rows_changed == ("channels:bank", "channels:pawn")
    assert catalog.layers == (*base.layers, "mine")
    assert catalog.sha256 != base.sha256


def test_the_hash_follows_the_rows() -> None:
    """Equal rows hash alike, however they were written; another figure hashes otherwise."""
    first = catalog_from_frames({"channels": CHANNELS, "products": PRODUCTS})
    second = catalog_from_frames(
        {"channels": pd.DataFrame(CHANNELS), "products": [{**PRODUCTS[0], "rate": "5.4%"}]}
    )
    third = catalog_from_frames({"channels": CHANNELS, "products": [{**PRODUCTS[0], "rate": "5.5%"}]})
    assert first.sha256 == second.sha256 != third.sha256
