"""A profile and needs written as the files that a borrower has."""

import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fundmix.borrower import Need, Profile
from fundmix.borrower.needs import COLUMNS


def write_files(folder: Path, profile: Profile, needs: Iterable[Need]) -> tuple[Path, Path]:
    """``profile.toml`` and ``needs.csv`` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    cash = {name: getattr(profile.cash, name) for name in profile.cash.model_fields_set}
    lines = [f"start = {profile.start}", "[facts]", *_lines(profile.facts), "[cash]", *_lines(cash)]
    for heading, rows in (("debts", profile.debts), ("quotes", profile.quotes)):
        for row in rows:
            lines += [f"[[{heading}]]", *_lines(row.model_dump(exclude_none=True))]
    toml = folder / "profile.toml"
    toml.write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = folder / "needs.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows({name: getattr(need, name) or "" for name in COLUMNS} for need in needs)
    return toml, table


def _lines(values: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_toml(value)}" for name, value in values.items()]


def _toml(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    if hasattr(value, "model_dump"):
        return "{ " + ", ".join(_lines(value.model_dump())) + " }"
    return json.dumps(value, ensure_ascii=False)
