"""Cells to row models: every bad cell of a table becomes a located issue, every good row keeps its place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError, create_model
from pydantic_core import ErrorDetails, PydanticCustomError

from fundmix.catalog.files import Sheet
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.tables import Row
from fundmix.errors import Issue
from fundmix.fields import Record, parse_bool

RowKey = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A validated row and where it stands."""

    row: Row
    file: str
    line: int | None

    @property
    def key(self) -> RowKey:
        """The values of the row's key columns."""
        return key_of(self.row)


@dataclass(frozen=True, slots=True)
class Hide:
    """A row with ``enabled = no``: only its key is read."""

    key: RowKey
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class TableRows:
    """What one file of one layer says.

    Attributes:
        rows: the good rows, in file order.
        hides: the rows with ``enabled = no``.
        broken: cells of the rows with mistakes, so that others may still refer to them.
        whole: False when the file could not be read at all.
    """

    rows: tuple[Placed, ...] = ()
    hides: tuple[Hide, ...] = ()
    broken: tuple[Mapping[str, object], ...] = ()
    whole: bool = True


@cache
def _adapter(model: type[Row]) -> TypeAdapter[list[Row]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]


@cache
def _key_model(model: type[Row]) -> type[Record]:
    """The key columns of a table alone, for rows that only hide."""
    fields: dict[str, Any] = {
        name: (model.model_fields[name].annotation, model.model_fields[name]) for name in model.key
    }
    return create_model(f"{model.__name__}Key", __base__=Record, **fields)


def validate_sheet(model: type[Row], sheet: Sheet, found: Findings) -> TableRows:
    """The rows of a sheet as ``model``; each mistake is added to ``found``."""
    known = _check_columns(model, sheet, found)
    shows: list[tuple[int, dict[str, object]]] = []
    hides: list[Hide] = []
    broken: list[Mapping[str, object]] = []
    for line, cells in sheet.rows:
        row = {name: value for name, value in cells.items() if name in known}
        if _is_hidden(row):
            hide = _hide(model, row, (sheet.file, line), found)
            hides.extend([hide] if hide else [])
        else:
            shows.append((line, row))
    missing = _missing_columns(model, sheet) if shows else []
    for name in missing:
        found.issues.append(Issue("missing_column", sheet.file, sheet.header_line, name))
    rows = _validate(model, sheet.file, (shows, broken, frozenset(missing)), found)
    unique = _without_duplicates(model, [*rows, *hides], found)
    shown_rows = tuple(entry for entry in unique if isinstance(entry, Placed))
    return TableRows(shown_rows, tuple(entry for entry in unique if isinstance(entry, Hide)), tuple(broken))


def _check_columns(model: type[Row], sheet: Sheet, found: Findings) -> frozenset[str]:
    """The known columns of the sheet; unknown ones are issues."""
    known = frozenset(model.model_fields)
    for name in dict.fromkeys(sheet.columns):
        if name not in known:
            issue = Issue(
                "unknown_column", sheet.file, sheet.header_line, shown(name), details={"table": model.table}
            )
            found.near(issue, known - set(sheet.columns), name)
    return known & set(sheet.columns)


def _missing_columns(model: type[Row], sheet: Sheet) -> list[str]:
    return [
        name for name, info in model.model_fields.items() if info.is_required() and name not in sheet.columns
    ]


def _is_hidden(row: Mapping[str, object]) -> bool:
    """Whether the row says ``enabled = no``; a word that is neither yes nor no is left to the validation."""
    try:
        return "enabled" in row and not parse_bool(row["enabled"])
    except PydanticCustomError:
        return False


def _hide(
    model: type[Row], row: Mapping[str, object], place: tuple[str, int], found: Findings
) -> Hide | None:
    try:
        key = _key_model(model).model_validate({name: row[name] for name in model.key if name in row})
    except ValidationError as error:
        for details in error.errors(include_url=False):
            found.issues.append(_issue(details, row, place))
        return None
    return Hide(tuple(getattr(key, name) for name in model.key), *place)


def _validate(
    model: type[Row],
    file: str,
    given: tuple[list[tuple[int, dict[str, object]]], list[Mapping[str, object]], frozenset[str]],
    found: Findings,
) -> list[Placed]:
    """The good rows; bad ones go to ``broken``. A value whose whole column is missing is said once."""
    lines_and_cells, broken, missing = given
    try:
        rows = _adapter(model).validate_python([cells for _, cells in lines_and_cells])
        return [Placed(row, file, line) for row, (line, _) in zip(rows, lines_and_cells, strict=True)]
    except ValidationError as error:
        errors = error.errors(include_url=False)
    bad = {int(details["loc"][0]) for details in errors}
    seen: set[tuple[int, str, str]] = set()
    for details in errors:
        index = int(details["loc"][0])
        line, cells = lines_and_cells[index]
        issue = _issue({**details, "loc": details["loc"][1:]}, cells, (file, line))
        said = issue.code == "missing_value" and issue.column in missing
        if not said and (line, issue.column, issue.code) not in seen:
            seen.add((line, issue.column, issue.code))
            found.issues.append(issue)
    broken.extend(lines_and_cells[index][1] for index in sorted(bad))
    good = [pair for index, pair in enumerate(lines_and_cells) if index not in bad]
    rows = _adapter(model).validate_python([cells for _, cells in good])
    return [Placed(row, file, line) for row, (line, _) in zip(rows, good, strict=True)]


def _issue(error: ErrorDetails, cells: Mapping[str, object], place: tuple[str, int]) -> Issue:
    """One pydantic error in our own codes, located in its cell."""
    details = dict(error.get("ctx", {}))
    column = str(details.pop("column", "") or (error["loc"][0] if error["loc"] else ""))
    code, value = error["type"], cells.get(column, "")
    if code == "missing":
        code, value = "missing_value", ""
    elif code == "literal_error":
        code, value, details = "not_a_choice", str(error["input"]), {"choices": literal_choices(details)}
    return Issue(code, *place, column, shown(value), details)


def literal_choices(details: Mapping[str, Any]) -> list[str]:
    """The words of a Literal from pydantic's "'a', 'b' or 'c'"."""
    return re.findall(r"[^\s',]+", str(details["expected"]).replace(" or ", " "))


def _without_duplicates(
    model: type[Row], entries: Sequence[Placed | Hide], found: Findings
) -> tuple[Placed | Hide, ...]:
    """The first row of each key; a second one is an issue that names both lines."""
    first: dict[RowKey, Placed | Hide] = {}
    for entry in sorted(entries, key=lambda entry: entry.line or 0):
        if entry.key in first:
            details = {"first_line": first[entry.key].line}
            value = shown(key_text(entry.key))
            found.issues.append(
                Issue("duplicate_key", entry.file, entry.line, ", ".join(model.key), value, details)
            )
        else:
            first[entry.key] = entry
    return tuple(first.values())


def key_of(row: Row) -> RowKey:
    """The values of a row's key columns."""
    return tuple(getattr(row, name) for name in row.key)


def key_text(key: RowKey) -> str:
    """A key as one word: its parts joined by ``/``, lists by ``;``."""

    def word(part: Any) -> str:
        if isinstance(part, tuple):
            return ";".join(str(item) for item in part)
        return "" if part is None else f"{part:g}" if isinstance(part, float) else str(part)

    return "/".join(word(part) for part in key)
