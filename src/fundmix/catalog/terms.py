"""The terms of a channel as one short word, by which a change between two days is seen."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from fundmix.catalog.tables import Catalog, Channel, Row

DIGITS = 12
"""Hexadecimal digits that are kept: two of a million fingerprints agree by chance once in 500 times."""

_ORIGIN = frozenset(Row.model_fields)
"""Where a row is from: the same figure from a newer source is the same figure."""
_WORDS = frozenset({
    "name", "name_en", "provider", "aliases", "documents", "documents_en", "appeal", "appeal_en",
    "note", "note_en", "reason", "reason_en", "remedy", "remedy_en", "remedy_months", "text", "text_en",
    "document", "article", "status", "description", "description_en",
})  # fmt: skip
"""What is told to people and decides nothing; that a stress is announced or in force stands apart, see below."""
_HANDLES = frozenset({
    "applies_to", "rule_id", "regulation_id", "subsidy_id", "outage_id",
})  # fmt: skip
"""How the catalog writes it down: a rule under another name, or for one channel more, asks the same of this one."""
_LEFT_OUT = _ORIGIN | _WORDS | _HANDLES


def terms_of(catalog: Catalog, channel_id: str) -> str:
    """A fingerprint of every row that decides what the channel lends, to whom, for how much and at what price.

    These are the channel's row, its products, flows, price steps and availability, and by their selectors its
    limits, hard and soft rules, price ceilings, subsidies, and outages that are announced or in force (a stress is
    an assumption). Sources, dates of checking, grades, names, ids and texts do not count, nor does the order of
    rows and lists, nor a default that is written out. Reference rates do not count either: a new fixing changes
    what a loan costs, not what the lender asks for.

    Returns:
        ``t`` and 12 hexadecimal digits; the letter, since a spreadsheet would round ``12e456789012`` as a number.
    """
    channel = catalog.channel(channel_id)
    rows = sorted(
        json.dumps(_figures(row), sort_keys=True, default=_plain) for row in _rows(catalog, channel)
    )
    return "t" + hashlib.sha256("\n".join(rows).encode()).hexdigest()[:DIGITS]


def _rows(catalog: Catalog, channel: Channel) -> Iterator[Row]:
    """Every row that decides about the channel."""
    yield channel
    own: tuple[tuple[Any, ...], ...] = (
        catalog.products, catalog.flows, catalog.pricing, catalog.availability,
    )  # fmt: skip
    yield from (row for table in own for row in table if row.channel_id == channel.channel_id)
    selected: tuple[tuple[Any, ...], ...] = (
        catalog.limits,
        tuple(row for row in catalog.eligibility if row.kind != "info"),
        tuple(row for row in catalog.regulations if row.kind == "ceiling"),
        catalog.subsidies,
        tuple(row for row in catalog.outages if row.status != "stress"),
    )
    yield from (row for table in selected for row in table if catalog.selects(row.applies_to, channel))


def _figures(row: Row) -> dict[str, Any]:
    """The table and the cells of a row that decide; defaults left out, so that a new column changes no old word."""
    cells = row.model_dump(exclude=set(_LEFT_OUT), exclude_defaults=True)
    figures = {name: _in_order(value) for name, value in cells.items()}
    # whether an outage is only announced or holds already is no text
    state = {"state": row.status} if row.table == "outages" else {}  # type: ignore[attr-defined]
    return {"table": row.table, **state, **figures}


def _in_order(value: Any) -> Any:
    """A list without its order, a figure without its type: 12 and 12.0 are one."""
    if isinstance(value, tuple):
        return sorted((_in_order(part) for part in value), key=str)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _plain(value: dt.date) -> str:
    """A day as text."""
    return value.isoformat()
