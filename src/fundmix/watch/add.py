"""``fundmix watch add``: today's snapshot into the history, whole or not at all, once however often it is run."""

import datetime as dt
import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fundmix.catalog.files import FILE_BYTES_MAX, ROWS_MAX, decode, read_bytes
from fundmix.catalog.findings import Findings
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, Issue, Note
from fundmix.fields import Record
from fundmix.private import drop_leftover, rewrite_private
from fundmix.watch.lines import begun, rewritten
from fundmix.watch.records import Snapshot
from fundmix.watch.rows import CHANNEL, COLUMNS, DEBT, Row, cell_of, read_rows
from fundmix.watch.writer import sole_writer

Key = tuple[str, str]
"""What a figure is about, and its field."""


class Change(Record):
    """A figure that is not what it was before that day.

    Attributes:
        about: empty for a fact of the borrower, else ``debt:NAME`` or ``channel:ID``.
        before: its last value before that day; None = it was not known.
        after: None = no longer known; a balance of 0 = paid off.
        new: it had never been recorded.
    """

    about: str
    field: str
    before: Any = None
    after: Any = None
    new: bool = False


class Added(Record):
    """What :func:`add_snapshot` recorded.

    Attributes:
        snapshot: the day as asked for.
        rows_added: rows that were written below the others.
        rows_replaced: rows of that day that got another value.
        since: the last recorded day before; None = there is none.
        changes: against what was last known before that day, facts in the order of the snapshot.
        notes: what a reader of the file should know.
    """

    snapshot: Snapshot
    rows_added: int
    rows_replaced: int
    since: dt.date | None = None
    changes: tuple[Change, ...] = ()
    notes: tuple[Note, ...] = ()


def add_snapshot(
    path: str | Path, snapshot: Snapshot, catalog: Catalog, *, today: dt.date | None = None
) -> Added:
    """Write a snapshot into the history in ``path``, which is made when it is missing.

    The file is replaced in one step, under a lock: killed at any moment this leaves the old file or the new one, and
    run again it makes the same file as once. A row of that day with the same value is not written again, one with
    another value is replaced. A fact or a limit that was known and is not any more gets a blank value, a debt that
    was owed and is not any more the balance 0. A symbolic link is followed, and stays.

    Args:
        path: the file.
        snapshot: the day to record; days may be added in any order.
        catalog: whose facts and channels the file names.
        today: the last day that a row of the file may have; None = any.

    Raises:
        InputError: the file has mistakes, or cannot be read or written; it is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        with sole_writer(target):
            drop_leftover(target)
            return _add(target, str(path), snapshot, (catalog, today))
    except (FileNotFoundError, NotADirectoryError):
        raise InputError([Issue("output_folder_missing", str(path))]) from None
    except OSError as error:
        details = {"reason": error.strerror or type(error).__name__}
        raise InputError([Issue("output_not_written", str(path), details=details)]) from error


def _add(target: Path, file: str, snapshot: Snapshot, setting: tuple[Catalog, dt.date | None]) -> Added:
    """:func:`add_snapshot` under the lock."""
    found = Findings()
    data = _data(target, file, found)
    text = decode(data, file, found)
    rows = [] if text is None else read_rows(text, file, setting, found)
    found.raise_all()
    known = _known(rows, snapshot.date)
    wanted = _wanted(snapshot, known)
    _refuse_unreadable(snapshot.date, wanted, setting[0])
    there = {(row.about, row.field): row for row in rows if row.date == snapshot.date}
    values = {
        there[key].line: cell_of(value)
        for key, value in wanted.items()
        if key in there and there[key].value != value
    }
    more = [_cells(snapshot.date, key, value) for key, value in wanted.items() if key not in there]
    if values or more or not target.exists():
        new = rewritten(data, values, more)
        _refuse_too_much(file, len(rows) + len(more), len(new))
        rewrite_private(target, new)
    since = max((row.date for row in rows if row.date < snapshot.date), default=None)
    before = _known([row for row in rows if row.date < snapshot.date], snapshot.date)
    return Added(
        snapshot=snapshot,
        rows_added=len(more),
        rows_replaced=len(values),
        since=since,
        changes=() if since is None else tuple(_changes(wanted, before)),
        notes=tuple(found.notes),
    )


def _data(target: Path, file: str, found: Findings) -> bytes:
    """The bytes of the file; a new one where it is missing or has nothing in it.

    Raises:
        InputError: it cannot be read.
        PermissionError: its owner has made it read-only.
    """
    if not os.path.lexists(target):
        return begun()
    data = read_bytes(target, file, found)
    if [issue.code for issue in found.issues] == ["empty_file"]:
        found.issues.clear()
        return begun()
    found.raise_all()
    assert data is not None
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return data


def _known(rows: list[Row], day: dt.date) -> dict[Key, Any]:
    """The last value of everything by the end of a day."""
    ordered = sorted((row for row in rows if row.date <= day), key=lambda row: row.date)
    return {(row.about, row.field): row.value for row in ordered}


def _wanted(snapshot: Snapshot, known: Mapping[Key, Any]) -> dict[Key, Any]:
    """Every figure that the day must hold, with what is gone since it was last known."""
    said = dict(_figures(snapshot))
    # "not known" needs a row only where something was known
    wanted = {key: value for key, value in said.items() if value not in (None, "") or _is_known(key, known)}
    for key, value in known.items():
        about, field = key
        if key in wanted or value in (None, ""):
            continue
        if not about or (about.startswith(CHANNEL) and field == "limit"):
            wanted[key] = None
        elif about.startswith(DEBT) and field == "balance" and value > 0:
            wanted[key] = 0.0
    return wanted


def _is_known(key: Key, known: Mapping[Key, Any]) -> bool:
    about, field = key
    # a decision is of its day, and terms are always known
    return known.get(key) is not None and not (about.startswith(CHANNEL) and field in ("decision", "terms"))


def _figures(snapshot: Snapshot) -> Iterator[tuple[Key, Any]]:
    """Everything that a snapshot says, facts first."""
    yield from ((("", field), None if value == "" else value) for field, value in snapshot.facts.items())
    for name, debt in snapshot.debts.items():
        for field in ("balance", "channel_id", "last_payment"):
            yield (DEBT + name, field), getattr(debt, field)
    for channel_id, channel in snapshot.channels.items():
        for field in ("limit", "decision", "terms"):
            yield (CHANNEL + channel_id, field), getattr(channel, field)


def _cells(day: dt.date, key: Key, value: Any) -> tuple[str, ...]:
    """One row, in the order of ``COLUMNS``."""
    return day.isoformat(), *key, cell_of(value)


def _refuse_unreadable(day: dt.date, wanted: Mapping[Key, Any], catalog: Catalog) -> None:
    """Nothing is written that would not be read back the same: an unknown fact, a word that is no choice.

    Raises:
        InputError: one issue for each such figure, its line the row in the snapshot.
    """
    data = rewritten(begun(), {}, [_cells(day, key, value) for key, value in wanted.items()])
    found = Findings()
    text = decode(data, "", found) or ""
    back = {(row.about, row.field): row.value for row in read_rows(text, "", (catalog, None), found)}
    for number, (key, value) in enumerate(wanted.items(), start=2):
        if not found.issues and back.get(key) != value:
            found.issues.append(Issue("history_not_the_same", line=number, column=COLUMNS[-1]))
    found.raise_all()


def _refuse_too_much(file: str, rows: int, size: int) -> None:
    """A file that would be too long to be read is not made so.

    Raises:
        InputError: too many rows or bytes.
    """
    if rows > ROWS_MAX:
        raise InputError([Issue("too_many_rows", file, details={"bound": ROWS_MAX})])
    if size > FILE_BYTES_MAX:
        raise InputError([Issue("file_too_large", file, details={"bound": FILE_BYTES_MAX // 1_000_000})])


def _changes(wanted: Mapping[Key, Any], before: Mapping[Key, Any]) -> Iterator[Change]:
    """What is not as it was; terms that are seen for the first time have not changed."""
    for (about, field), after in wanted.items():
        new = (about, field) not in before
        was = before.get((about, field))
        if after == was or (new and after is None) or _comes_along(about, field, new, before):
            continue
        yield Change(about=about, field=field, before=was, after=after, new=new)


def _comes_along(about: str, field: str, new: bool, before: Mapping[Key, Any]) -> bool:
    """Whether a figure tells nothing of its own: it came with its debt, or was only recorded for the first time."""
    if about.startswith(CHANNEL):
        return new and field == "terms"
    opened = before.get((about, "balance"), 0) == 0
    return about.startswith(DEBT) and (field == "channel_id" or (field == "last_payment" and opened))
