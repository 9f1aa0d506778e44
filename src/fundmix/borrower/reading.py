"""Text of a file as values, and values as records: each mistake keeps its place, none its figure."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fundmix.borrower.places import key_lines
from fundmix.borrower.records import Origin
from fundmix.catalog.files import Sheet, decode, read_bytes, read_sheet
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.rows import literal_choices
from fundmix.errors import Issue
from fundmix.fields import Record

_EXAMPLES = {"thousands_separator": "12345.67", "rate_too_high": "5.4%", "share_out_of_bounds": "50%"}
"""What to write instead, in place of the suggestion that would repeat a private figure."""


def read_text(path: Path, file: str, found: Findings) -> str | None:
    """The text of a file; None, with one issue, when there is no file, no text or no encoding."""
    data = read_bytes(path, file, found)
    return None if data is None else decode(data, file, found)


def read_toml(path: Path, found: Findings) -> tuple[dict[str, Any], Origin] | None:
    """The values of a TOML file and the lines of its keys; None, with one issue, when it is broken."""
    file = str(path)
    text = read_text(path, file, found)
    if text is None:
        return None
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        match = re.search(r"at line (\d+)", str(error))
        line = (
            int(match[1])
            if match
            else len(text.rstrip().splitlines())
            if "end of document" in str(error)
            else None
        )
        twice = "Cannot overwrite" in str(error) or "Cannot declare" in str(error)
        found.issues.append(Issue("key_twice" if twice else "bad_toml", file, line))
        return None
    return values, Origin(file=file, lines=key_lines(text))


def read_table(
    path: Path, file: str, columns: tuple[tuple[str, ...], frozenset[str]], found: Findings
) -> Sheet | None:
    """The rows of a CSV with these known and required columns; None, with issues, when they do not fit."""
    text = read_text(path, file, found)
    return None if text is None else table_of(text, file, columns, found)


def table_of(
    text: str, file: str, columns: tuple[tuple[str, ...], frozenset[str]], found: Findings
) -> Sheet | None:
    """:func:`read_table` of a text that has been read."""
    known, required = columns
    sheet = read_sheet(text, file, frozenset(known), found)
    if sheet is None:
        return None
    before = len(found.issues)
    for name in dict.fromkeys(sheet.columns):
        if name not in known:
            details = {"table": Path(file).stem}
            issue = Issue("unknown_column", file, sheet.header_line, shown(name), details=details)
            found.near(issue, set(known) - set(sheet.columns), name)
    for name in known:
        if name in required and name not in sheet.columns:
            found.issues.append(Issue("missing_column", file, sheet.header_line, name))
    return sheet if len(found.issues) == before else None


def is_blank(value: Any) -> bool:
    """Whether a value says nothing: None or an empty cell. A nan is a bad figure, not a blank."""
    return value is None or (isinstance(value, str) and not value.strip())


def read_record[R: Record](
    model: type[R], values: Mapping[str, Any], key: str, context: tuple[Origin, Findings]
) -> R | None:
    """``values`` as a record; its mistakes are located below ``key`` (``debts[2]``) and make it None."""
    origin, found = context
    before = len(found.issues)
    given = {name: value for name, value in values.items() if not is_blank(value)}
    for name in [name for name in given if name not in model.model_fields]:
        del given[name]
        issue = origin.issue("unknown_key", joined(key, shown(name)))
        found.near(issue, set(model.model_fields) - set(values), name)
    for name in [name for name, value in given.items() if not _fits(model, name, value)]:
        del given[name]
        found.issues.append(origin.issue("wrong_shape", joined(key, name)))
    located = {issue.column for issue in found.issues[before:]}
    try:
        record = model.model_validate(given)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            issue = _issue(details, key, origin)
            if issue.column not in located:
                located.add(issue.column)
                found.issues.append(issue)
        return None
    return record if len(found.issues) == before else None


def joined(key: str, name: str) -> str:
    """``debts[2]`` and ``balance`` as ``debts[2].balance``."""
    return f"{key}.{name}" if key else name


def _fits(model: type[Record], name: str, value: Any) -> bool:
    """Whether a single value stands where one is asked, and a list only where a list is."""
    takes_list = get_origin(model.model_fields[name].annotation) is tuple
    return not isinstance(value, dict) and (takes_list or not isinstance(value, list | tuple))


def _issue(error: ErrorDetails, key: str, origin: Origin) -> Issue:
    """One pydantic error in our own codes."""
    details = dict(error.get("ctx", {}))
    column = str(details.pop("column", "") or (error["loc"][0] if error["loc"] else ""))
    code = error["type"]
    if code == "missing":
        return origin.issue("missing_value", joined(key, column))
    if code == "literal_error":
        choices = literal_choices(details)
        return origin.issue("not_a_choice", joined(key, column), shown(error["input"]), choices=choices)
    return origin.issue(code, joined(key, column), **harmless(code, details))


def harmless(code: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """The details of an error without what repeats the figure."""
    return {**details, "suggestion": _EXAMPLES[code]} if code in _EXAMPLES else dict(details)
