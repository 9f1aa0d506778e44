"""Income and surplus: one figure, a list of dated ones, or a CSV of them beside the profile."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from pydantic_core import PydanticCustomError

from fundmix.borrower.reading import harmless, joined, read_record, read_table
from fundmix.borrower.records import DatedAmount, Origin
from fundmix.catalog.findings import Findings
from fundmix.errors import Issue
from fundmix.fields import parse_money, parse_signed_money

FIGURES: dict[str, Callable[[Any], float]] = {"income": parse_money, "surplus": parse_signed_money}
"""The figures of ``[cash]`` that may be dated, and how one of each is read."""

Figure = float | tuple[DatedAmount, ...]
Context = tuple[Origin, Findings]


def read_figure(
    name: str, value: Any, context: Context, setting: tuple[dt.date, Path | None]
) -> Figure | None:
    """The figure as it is meant; None, with issues, when it cannot be read. ``setting``: start and folder."""
    origin, found = context
    start, folder = setting
    key = joined("cash", name)
    if isinstance(value, str) and value.strip().lower().endswith(".csv"):
        rows = _csv_rows(value.strip(), key, context, folder)
    elif isinstance(value, list | tuple):
        rows = _inline_rows(value, key, context)
    else:
        try:
            return FIGURES[name](value)
        except PydanticCustomError as error:
            found.issues.append(origin.issue(error.type, key, **harmless(error.type, error.context or {})))
            return None
    if rows is None:
        return None
    return _checked(rows, (name, key, start), context)


def _inline_rows(values: Any, key: str, context: Context) -> list[tuple[DatedAmount, Issue]] | None:
    """Each dated figure with the issue that would name its place."""
    origin, found = context
    rows = []
    for number, entry in enumerate(values, start=1):
        place = f"{key}[{number}]"
        if isinstance(entry, DatedAmount):
            rows.append((entry, origin.issue("", place)))
        elif not isinstance(entry, Mapping):
            found.issues.append(origin.issue("wrong_shape", place))
        elif record := read_record(DatedAmount, entry, place, context):
            rows.append((record, origin.issue("", place)))
    return rows if len(rows) == len(values) else None


def _csv_rows(
    name: str, key: str, context: Context, folder: Path | None
) -> list[tuple[DatedAmount, Issue]] | None:
    """The rows of a dated CSV; it must lie in the profile's own folder or below it."""
    origin, found = context
    parts = PurePosixPath(name.replace("\\", "/"))
    if folder is None or parts.is_absolute() or PureWindowsPath(name).drive or ".." in parts.parts:
        found.issues.append(origin.issue("csv_not_beside_profile", key))
        return None
    path = folder / parts
    sheet = read_table(path, str(path), (("date", "amount"), frozenset({"date", "amount"})), found)
    if sheet is None:
        return None
    rows = []
    for line, cells in sheet.rows:
        place = Origin(file=str(path), lines={"date": line, "amount": line})
        if record := read_record(DatedAmount, cells, "", (place, found)):
            rows.append((record, place.issue("", "date")))
    return rows if len(rows) == len(sheet.rows) else None


def _checked(
    rows: list[tuple[DatedAmount, Issue]], named: tuple[str, str, dt.date], context: Context
) -> Figure | None:
    """The figures by date; none, twice the same day, an income below zero or only the past are mistakes."""
    origin, found = context
    name, key, start = named
    before = len(found.issues)
    seen: set[dt.date] = set()
    for row, place in rows:
        code = "date_twice" if row.date in seen else "negative" if name == "income" and row.amount < 0 else ""
        seen.add(row.date)
        if code:
            column = {"date_twice": "date", "negative": "amount"}[code]
            where = column if place.file and place.column == "date" else joined(place.column, column)
            found.issues.append(Issue(code, place.file, place.line, where, details={"bound": 0}))
    if not rows:
        found.issues.append(origin.issue("no_dated_figures", key))
    elif max(seen) < start:
        found.issues.append(origin.issue("dated_figures_past", key, start=start))
    if len(found.issues) > before:
        return None
    return tuple(sorted((row for row, _ in rows), key=lambda row: row.date))
