"""Layers to one catalog: a row of an upper layer replaces the row of the same key, ``enabled = no`` hides it.

Hiding a channel also hides what is only about it: its products, flows, price steps and availability, and the
rules, limits, subsidies, outages, signs and laws whose selector names no other channel. A selector part that named a
channel only as it was before its row was replaced goes the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fundmix.catalog.findings import Findings
from fundmix.catalog.layers import Layer
from fundmix.catalog.rows import Placed, RowKey, key_text
from fundmix.catalog.tables import TABLES, Channel, Row, selector_names
from fundmix.errors import Issue


@dataclass(frozen=True, slots=True)
class Merged:
    """All layers as one.

    Attributes:
        rows: table name to its visible rows, the base's order first.
        hidden: what the layers hide, by table.
        replaced: the rows as they were before an upper layer replaced them.
        broken: table name to the cells of rows with mistakes.
        unread: tables of which some file could not be read.
        changed: rows that the layers above the base add, replace or hide, as ``table:key``.
    """

    rows: Mapping[str, tuple[Placed, ...]]
    hidden: Mapping[str, Mapping[RowKey, Placed | None]] = field(default_factory=dict)
    replaced: Mapping[str, Sequence[Placed]] = field(default_factory=dict)
    broken: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    changed: tuple[str, ...] = ()


def merge(layers: Sequence[Layer], found: Findings) -> Merged:
    """The layers as one, the base first; a hidden key that is not below is an issue."""
    rows: dict[str, tuple[Placed, ...]] = {}
    hidden: dict[str, dict[RowKey, Placed | None]] = {}
    replaced: dict[str, list[Placed]] = {}
    broken: dict[str, tuple[Mapping[str, object], ...]] = {}
    changed: list[str] = []
    for model in TABLES:
        table = model.table
        visible: dict[RowKey, Placed] = {}
        hidden[table], replaced[table] = {}, []
        for number, layer in enumerate(layers):
            touched = _apply(layer, model, (visible, hidden[table], replaced[table]), found)
            if number:
                changed.extend(f"{table}:{key_text(key)}" for key in touched)
        rows[table] = tuple(visible.values())
        broken[table] = tuple(
            cells for layer in layers if table in layer.tables for cells in layer.tables[table].broken
        )
    unread = frozenset(table for layer in layers for table, read in layer.tables.items() if not read.whole)
    merged = Merged(rows, hidden, replaced, broken, unread, tuple(dict.fromkeys(changed)))
    return _without_hidden(merged)


def _apply(
    layer: Layer,
    model: type[Row],
    state: tuple[dict[RowKey, Placed], dict[RowKey, Placed | None], list[Placed]],
    found: Findings,
) -> list[RowKey]:
    """Put one layer's rows of a table over ``state``, visible and hidden ones; return the changed keys."""
    visible, hidden, replaced = state
    if model.table not in layer.tables:
        return []
    touched = []
    for placed in layer.tables[model.table].rows:
        below = visible.get(placed.key)
        owned = _own_grade(placed, layer, found)
        if below is None or below.row != owned.row:
            touched.append(placed.key)
            replaced.extend([below] if below else [])
        visible[placed.key] = owned
        hidden.pop(placed.key, None)
    for hide in layer.tables[model.table].hides:
        below = visible.pop(hide.key, None)
        if below is None and layer.extends and hide.key not in hidden:
            issue = Issue("hides_nothing", hide.file, hide.line, ", ".join(model.key), key_text(hide.key))
            found.near(issue, {key_text(key) for key in visible})
            continue
        touched.append(hide.key)
        hidden[hide.key] = below
    return touched


def _own_grade(placed: Placed, layer: Layer, found: Findings) -> Placed:
    """A row of the user's own without a source is grade D, whatever it claims."""
    row = placed.row
    if layer.bundled or row.source or row.confidence in {None, "D"} or row.table == "sources":
        return placed
    found.note("grade_lowered", file=placed.file, line=placed.line, grade=row.confidence)
    return Placed(row.model_copy(update={"confidence": "D"}), placed.file, placed.line)


def _without_hidden(merged: Merged) -> Merged:
    """The same without the rows that are only about hidden channels and products."""
    channels = {key[0]: placed for key, placed in merged.hidden["channels"].items()}
    products = set(merged.hidden["products"])
    shown = [placed.row for placed in merged.rows["channels"]]
    gone = [placed.row for placed in (*channels.values(), *merged.replaced["channels"]) if placed]
    seen = _names([row for row in shown if isinstance(row, Channel)])
    lost = _names([row for row in gone if isinstance(row, Channel)]) | {
        f"channel:{name}" for name in channels
    }
    lost -= seen
    rows = {}
    for table, placed_rows in merged.rows.items():
        kept = [
            _without_parts(placed, lost) for placed in placed_rows if _stays(placed, set(channels), products)
        ]
        rows[table] = tuple(placed for placed in kept if placed is not None)
    return replace(merged, rows=rows)


def _stays(placed: Placed, channels: set[str], products: set[RowKey]) -> bool:
    """Whether a row is about none of the hidden channels and products."""
    channel_id, product_id = (getattr(placed.row, column, None) for column in ("channel_id", "product_id"))
    about_hidden = placed.row.table != "channels" and channel_id in channels
    return not about_hidden and (channel_id, product_id) not in products


def _without_parts(placed: Placed, lost: set[str]) -> Placed | None:
    """The row without the selector parts that name hidden channels only; None when no part is left."""
    selector = getattr(placed.row, "applies_to", ())
    left = tuple(part for part in selector if part not in lost)
    if left == selector:
        return placed
    return (
        Placed(placed.row.model_copy(update={"applies_to": left}), placed.file, placed.line) if left else None
    )


def _names(channels: Sequence[Channel]) -> set[str]:
    """Every selector part that names one of the channels."""
    return {name for channel in channels for name in selector_names(channel)}
