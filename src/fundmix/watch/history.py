"""``history.csv``: what was so on which day, one row for each figure, checked like a catalog."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fundmix.catalog.files import decode, read_bytes
from fundmix.catalog.findings import Findings
from fundmix.catalog.tables import Catalog
from fundmix.errors import Note
from fundmix.watch.records import ChannelThen, DebtThen, History, Snapshot
from fundmix.watch.rows import CHANNEL, DEBT, Row, read_rows


def load_history(path: str | Path, catalog: Catalog, *, today: dt.date | None = None) -> History:
    """The history in a CSV file with the columns ``date``, ``about``, ``field`` and ``value``.

    Rows may stand in any order. A file with a header alone is a history without snapshots.

    Args:
        path: the file; UTF-8 with or without byte-order mark, else GB18030 with a note.
        catalog: whose facts and channels it names.
        today: the last day that a row may have; None = any.

    Raises:
        InputError: every mistake, each with line and column and without what stands there.
    """
    found = Findings()
    file = str(path)
    data = read_bytes(Path(path), file, found)
    text = None if data is None else decode(data, file, found)
    rows = [] if text is None else read_rows(text, file, (catalog, today), found)
    found.raise_all()
    return history_of(rows, file, found.notes)


def history_of(rows: Iterable[Row], file: str = "", notes: Iterable[Note] = ()) -> History:
    """The rows as snapshots by date."""
    days: dict[dt.date, dict[str, dict[str, Any]]] = {}
    for row in rows:
        days.setdefault(row.date, {}).setdefault(row.about, {})[row.field] = row.value
    snapshots = tuple(_snapshot(day, days[day]) for day in sorted(days))
    return History(snapshots=snapshots, file=file, notes=tuple(notes))


def _snapshot(day: dt.date, said: Mapping[str, Mapping[str, Any]]) -> Snapshot:
    """What was said on a day; a record sets only the fields that have a row, see ``History.state``."""
    debts, channels = {}, {}
    for about, fields in said.items():
        name = about.partition(":")[2]
        if about.startswith(DEBT):
            debts[name] = DebtThen(name=name, **fields)
        elif about.startswith(CHANNEL):
            channels[name] = ChannelThen(channel_id=name, **fields)
    return Snapshot(date=day, facts=said.get("", {}), debts=debts, channels=channels)
