"""One catalog folder: ``catalog.toml`` and a CSV per table, read and validated row by row."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fundmix.catalog.files import decode, read_bytes, read_sheet
from fundmix.catalog.findings import Findings, nearest, shown
from fundmix.catalog.rows import TableRows, literal_choices, validate_sheet
from fundmix.catalog.tables import TABLES, Settings
from fundmix.errors import Issue
from fundmix.fields import TEXT_MAX

SETTINGS_FILE = "catalog.toml"
DEFAULT_BASE = "cn"


@dataclass(frozen=True, slots=True)
class Layer:
    """What one folder says.

    Attributes:
        name: the folder as the user named it.
        path: the folder itself.
        settings: the words of ``catalog.toml`` that were given.
        settings_lines: the line of each of them.
        tables: table name to its rows.
        digest: hash over the name and the bytes of each file, in the order of the names.
        bundled: whether it comes with fundmix.
    """

    name: str
    path: Path
    settings: Mapping[str, Any] = field(default_factory=dict)
    settings_lines: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, TableRows] = field(default_factory=dict)
    digest: bytes = b""
    bundled: bool = False

    @property
    def extends(self) -> str | None:
        """The catalog below it, as its ``catalog.toml`` names it."""
        return self.settings.get("extends")


def read_layer(
    path: Path, name: str, found: Findings, *, bundled: bool = False, tables_too: bool = True
) -> Layer:
    """The folder ``path``; mistakes go to ``found``. ``tables_too``: else its settings alone.

    A folder of CSVs without ``catalog.toml`` is an overlay of the bundled ``cn``, with a note.
    """
    digest = hashlib.sha256()
    settings, lines = _read_settings(path, name, digest, found)
    tables: dict[str, TableRows] = {}
    try:
        _check_names(path, name, found)
    except OSError:
        found.issues.append(Issue("folder_unreadable", value=name))
        return Layer(name, path, settings, lines, tables, digest.digest(), bundled)
    for model in sorted(TABLES, key=lambda model: model.table):
        file = f"{model.table}.csv"
        if not (tables_too and (path / file).exists()):
            continue
        tables[model.table] = _read_table(path / file, f"{name}/{file}", digest, found)
    return Layer(name, path, settings, lines, tables, digest.digest(), bundled)


def _read_table(path: Path, file: str, digest: Any, found: Findings) -> TableRows:
    model = next(model for model in TABLES if model.table == path.stem)
    data = read_bytes(path, file, found)
    if data is None:
        return TableRows(whole=False)
    _add(digest, path.name, data)
    text = decode(data, file, found)
    sheet = None if text is None else read_sheet(text, file, frozenset(model.model_fields), found)
    return TableRows(whole=False) if sheet is None else validate_sheet(model, sheet, found)


def _add(digest: Any, name: str, data: bytes) -> None:
    """Name, length and bytes, so that no two different folders give one stream."""
    digest.update(f"{name}\0{len(data)}\0".encode())
    digest.update(data)


def _check_names(path: Path, name: str, found: Findings) -> None:
    """A CSV that is no table is a mistake when its name is nearly one, else a note."""
    known = {model.table for model in TABLES}
    for other in sorted(path.iterdir()):
        if other.suffix.lower() != ".csv" or other.name.startswith(("~$", ".")):
            continue
        if other.stem not in known or other.suffix != ".csv":
            file = f"{name}/{shown(other.name)}"
            if suggestion := nearest(other.stem, known):
                found.issues.append(Issue("unknown_table", file, details={"suggestion": f"{suggestion}.csv"}))
            else:
                found.note("file_ignored", file=file)


def _read_settings(
    path: Path, name: str, digest: Any, found: Findings
) -> tuple[dict[str, Any], dict[str, int]]:
    """The validated words of ``catalog.toml`` and their lines."""
    file = f"{name}/{SETTINGS_FILE}"
    if not (path / SETTINGS_FILE).exists():
        if not any((path / f"{model.table}.csv").exists() for model in TABLES):
            found.issues.append(Issue("empty_folder", name))
            return {}, {}
        found.note("settings_missing", folder=name, base=DEFAULT_BASE)
        return {"name": path.resolve().name, "extends": DEFAULT_BASE}, {}
    data = read_bytes(path / SETTINGS_FILE, file, found)
    text = None if data is None else decode(data, file, found)
    if data is None or text is None:
        return {}, {}
    _add(digest, SETTINGS_FILE, data)
    try:
        words = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        match = re.search(r"at line (\d+)", str(error))
        line = int(match.group(1)) if match else text.count("\n") + 1
        found.issues.append(Issue("bad_toml", file, line))
        return {}, {}
    lines: dict[str, int] = {}
    for number, row in enumerate(text.splitlines(), start=1):
        match = re.match(r"\s*\[*\s*\"?(\w+)\"?\s*[=\]]", row)
        if match:
            lines.setdefault(match.group(1), number)
    return validate_settings(words, file, lines, found), lines


def validate_settings(
    words: Mapping[str, Any], file: str, lines: Mapping[str, int], found: Findings
) -> dict[str, Any]:
    """The given words as validated values; those with a mistake are left out and reported."""
    known = Settings.model_fields
    for word in words:
        if word not in known:
            issue = Issue(
                "unknown_setting", file, lines.get(word), shown(word), details={"known": list(known)}
            )
            found.near(issue, set(known) - set(words), word)
    given = {word: value for word, value in words.items() if word in known}
    try:
        checked = Settings.model_validate(given)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            word = str(problem["loc"][0])
            code, details = problem["type"], dict(problem.get("ctx", {}))
            if code == "missing":
                code = "missing_value"
            elif code == "literal_error":
                code, details = "not_a_choice", {"choices": literal_choices(details)}
            found.issues.append(Issue(code, file, lines.get(word), word, shown(given.get(word)), details))
        below = given.get("extends")
        # the catalog below is read all the same, so that its mistakes are named too
        return {"extends": below} if isinstance(below, str) and len(below) <= TEXT_MAX else {}
    return {word: getattr(checked, word) for word in given}
