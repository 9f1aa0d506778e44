"""What changed from one catalog to another: rows by their keys, cell by cell, and whom each change concerns."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from fundmix.catalog.effects import EFFECTS, Effect, Facts, cell_effect, row_effect, together
from fundmix.catalog.expiring import Expiring, concerned, lapsed
from fundmix.catalog.rows import key_of, key_text
from fundmix.catalog.tables import TABLES, Catalog, Row, Settings
from fundmix.fields import Record

Kind = Literal["added", "removed", "changed"]
PROVENANCE = ("source", "as_of", "confidence")
"""Columns that say where a figure is from: without another change only the source was renewed."""
NOT_SHOWN = frozenset({"enabled"})
"""What every row of a read catalog says alike."""
LABELS = frozenset({"name", "extends", "as_of"})
"""Settings that only say what a catalog is called and how old it is."""


class CellChange(Record):
    """One column before and after; of a new row ``old`` is None, of one that is gone ``new`` is."""

    column: str
    old: Any
    new: Any
    effect: Effect = "neutral"


class RowChange(Record):
    """One row that is new, gone or changed.

    Attributes:
        key: the parts of its key joined by ``/``.
        effect: what it means for a borrower, where that is plain.
        channels: whom it concerns, in either catalog; none: facts, sources, law that only informs …
        cells: the columns that differ; of a new or lost row all that are filled in, key and source left out.
        renewed: ``source``, ``as_of`` and ``confidence`` where they differ.
        old_row, new_row: the rows themselves; not part of the JSON.
    """

    table: str
    key: str
    kind: Kind
    effect: Effect = "neutral"
    channels: tuple[str, ...] = ()
    cells: tuple[CellChange, ...] = ()
    renewed: tuple[CellChange, ...] = ()
    old_row: Row | None = Field(None, exclude=True, repr=False)
    new_row: Row | None = Field(None, exclude=True, repr=False)

    @property
    def name(self) -> str:
        """``table:key``, as ``Catalog.rows_changed`` names rows."""
        return f"{self.table}:{self.key}"

    @property
    def quiet(self) -> bool:
        """Whether only the source was renewed."""
        return self.kind == "changed" and not self.cells


class ChannelNews(Record):
    """A channel and the names (``table:key``) of all changes that concern it, the worse ones first.

    ``kind``: ``added`` or ``removed`` where only one of the catalogs has it.
    """

    channel_id: str
    name: str
    name_en: str
    kind: Literal["added", "removed", "kept"]
    effect: Effect
    changes: tuple[str, ...]


class Edition(Record):
    """Which catalog it was."""

    name: str
    as_of: str | None
    sha256: str
    layers: tuple[str, ...]


class CatalogDiff(Record):
    """Everything that differs between two catalogs.

    Attributes:
        settings: words of ``catalog.toml`` that differ.
        rows: changes of rows, the worse ones first, else in the order of the tables.
        channels: the channels that a change concerns; those whose source alone was renewed are left out.
        rest: names of the changes that concern no channel.
        renewed: names of the rows whose source alone was renewed.
        lapsed: rows that ran out between the days of the two catalogs.
    """

    old: Edition
    new: Edition
    settings: tuple[CellChange, ...]
    rows: tuple[RowChange, ...]
    channels: tuple[ChannelNews, ...]
    rest: tuple[str, ...]
    renewed: tuple[str, ...]
    lapsed: tuple[Expiring, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not self.settings and not self.rows

    @property
    def by_name(self) -> Mapping[str, RowChange]:
        """``table:key`` to the change."""
        return {row.name: row for row in self.rows}


def diff(old: Catalog, new: Catalog) -> CatalogDiff:
    """What changed: every row of every table by its key; the order of rows does not count."""
    facts = tuple({fact.field: fact for fact in catalog.facts} for catalog in (old, new))
    found = [change for model in TABLES for change in _table(model.table, (old, new), (facts[0], facts[1]))]
    rows = tuple(sorted(found, key=lambda row: EFFECTS.index(row.effect)))
    told = [row for row in rows if not row.quiet]
    return CatalogDiff(
        old=_edition(old),
        new=_edition(new),
        settings=tuple(_cells(old.settings, new.settings, Settings.model_fields)),
        rows=rows,
        channels=tuple(_by_channel(told, old, new)),
        rest=tuple(row.name for row in told if not row.channels),
        renewed=tuple(row.name for row in rows if row.quiet),
        lapsed=lapsed(old, new),
    )


def _edition(catalog: Catalog) -> Edition:
    words = catalog.settings
    return Edition(name=words.name, as_of=words.as_of, sha256=catalog.sha256, layers=catalog.layers)


def _table(table: str, catalogs: tuple[Catalog, Catalog], facts: tuple[Facts, Facts]) -> Iterator[RowChange]:
    """The changes of one table: the old catalog's order, new rows last."""
    before, after = ({key_of(row): row for row in getattr(catalog, table)} for catalog in catalogs)
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None:
            if old != new:
                yield _changed(old, new, catalogs, facts)
        elif new is not None:
            effect = row_effect(new, before.values(), added=True)
            yield _one_sided(new, effect, concerned(catalogs[1], new), added=True)
        elif old is not None:
            effect = row_effect(old, after.values(), added=False)
            yield _one_sided(old, effect, concerned(catalogs[0], old), added=False)


def _changed(old: Row, new: Row, catalogs: tuple[Catalog, Catalog], facts: tuple[Facts, Facts]) -> RowChange:
    columns = [name for name in type(old).model_fields if name not in (*PROVENANCE, *NOT_SHOWN)]
    cells = [
        cell.model_copy(update={"effect": cell_effect(cell.column, old, new, facts)})
        for cell in _cells(old, new, columns)
    ]
    picked = [*concerned(catalogs[0], old), *concerned(catalogs[1], new)]
    return RowChange(
        table=old.table,
        key=key_text(key_of(old)),
        kind="changed",
        effect=together(cell.effect for cell in cells),
        channels=tuple(dict.fromkeys(picked)),
        cells=tuple(sorted(cells, key=lambda cell: EFFECTS.index(cell.effect))),
        renewed=tuple(_cells(old, new, PROVENANCE)),
        old_row=old,
        new_row=new,
    )


def _one_sided(row: Row, effect: Effect, channels: tuple[str, ...], *, added: bool) -> RowChange:
    """A row that only one of the catalogs has."""
    told = [name for name in type(row).model_fields if name not in (*row.key, *PROVENANCE, *NOT_SHOWN)]
    filled = [name for name in told if getattr(row, name) not in (None, (), "")]
    return RowChange(
        table=row.table,
        key=key_text(key_of(row)),
        kind="added" if added else "removed",
        effect=effect,
        channels=channels,
        cells=tuple(
            CellChange(
                column=name,
                old=None if added else getattr(row, name),
                new=getattr(row, name) if added else None,
            )
            for name in filled
        ),
        old_row=None if added else row,
        new_row=row if added else None,
    )


def _cells(old: Record, new: Record, columns: Iterable[str]) -> Iterator[CellChange]:
    """The columns that differ."""
    for name in columns:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield CellChange(column=name, old=before, new=after)


def _by_channel(rows: Iterable[RowChange], old: Catalog, new: Catalog) -> Iterator[ChannelNews]:
    """Every channel that a change concerns, the worse off first, else the new catalog's order."""
    concerning: dict[str, list[RowChange]] = {}
    for row in rows:
        for channel_id in row.channels:
            concerning.setdefault(channel_id, []).append(row)
    before, after = ({row.channel_id: row for row in catalog.channels} for catalog in (old, new))
    news = []
    for channel_id, channel in {
        **after,
        **{key: row for key, row in before.items() if key not in after},
    }.items():
        if channel_id not in concerning:
            continue
        kind = "kept" if channel_id in before and channel_id in after else "removed"
        own = concerning[channel_id]
        news.append(
            ChannelNews(
                channel_id=channel_id,
                name=channel.name,
                name_en=channel.name_en,
                kind="added" if channel_id not in before else kind,
                effect=_of_channel(own),
                changes=tuple(row.name for row in own),
            )
        )
    yield from sorted(news, key=lambda one: EFFECTS.index(one.effect))


def _of_channel(rows: list[RowChange]) -> Effect:
    """A channel that comes or goes as a whole is better or worse, whatever its rules are."""
    whole = next((row for row in rows if row.table == "channels" and row.kind != "changed"), None)
    return whole.effect if whole else together(row.effect for row in rows)
