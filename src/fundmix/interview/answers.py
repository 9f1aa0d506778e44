"""Answers from a file, for scripts: ``key = value`` in TOML (a whole profile will do) or a CSV ``key,value``."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fundmix.catalog.findings import Findings, shown
from fundmix.errors import InputError, Issue
from fundmix.interview.asks import CASH


@dataclass(frozen=True)
class Answers:
    """What a file answers: by key as :class:`Ask` has it, and the loans."""

    values: Mapping[str, Any]
    debts: tuple[Mapping[str, Any], ...] = ()

    def answer(self, key: str) -> Any:
        """The answer to a question; None = the file has none."""
        return self.values.get(key)


def read_answers(path: Path, facts: tuple[str, ...]) -> Answers:
    """The answers in a file.

    Raises:
        InputError: it is neither TOML nor CSV, or names what no question has.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = _csv(text) if path.suffix == ".csv" else tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error, KeyError):
        raise InputError([Issue("answers_not_read", str(path))]) from None
    found, values = Findings(), dict[str, Any]()
    for key, value in _flat(table).items():
        name = key.rpartition(".")[2]
        section = "cash" if name in CASH else "facts"
        if name not in (*CASH, *facts):
            found.near(Issue("answer_unknown", str(path), column=shown(key)), [*CASH, *facts], name)
        elif str(value).strip():
            values[f"{section}.{name}"] = value
    found.raise_all()
    return Answers(values, tuple(table.get("debts", ())))


def _csv(text: str) -> dict[str, Any]:
    return {row["key"].strip(): row["value"] for row in csv.DictReader(io.StringIO(text))}


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a profile or of a plain list; what no interview asks (start, quotes, odds) is passed over."""
    plain = {
        key: value for key, value in table.items() if not isinstance(value, dict | list) and key != "start"
    }
    cash = {f"cash.{key}": value for key, value in table.get("cash", {}).items() if key in CASH}
    return {**plain, **cash, **{f"facts.{key}": value for key, value in table.get("facts", {}).items()}}
