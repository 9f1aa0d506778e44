"""``docs/causes.md`` keeps its word: what it calls built is there."""

import contextlib
import csv
import pkgutil
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import click
import pytest

from fundmix.borrower import Policy, Profile
from fundmix.catalog.tables import TABLES
from fundmix.cli import main

ROOT = Path(__file__).parents[1]
CATALOG = ROOT / "catalogs" / "cn"
PACKAGE = ROOT / "src" / "fundmix"
LISTS = (PACKAGE / "catalog" / "tables.py", PACKAGE / "catalog" / "effects.py")
"""The table models, and what a change of each column means: neither acts on a value."""
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<homes>[^|]+) \| (?P<state>[^|]+) \|$", re.MULTILINE)
HOME = re.compile(r"`([a-z]+):([^`]+)`")


def rows() -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    """(cause or answer, its homes as (kind, name), state) of the page's tables."""
    found = ROW.finditer((ROOT / "docs" / "causes.md").read_text(encoding="utf-8"))
    return [
        (row["what"], tuple(HOME.findall(row["homes"])), row["state"])
        for row in found
        if set(row["what"]) != {"-"} and row["homes"].strip() != "home"
    ]


@cache
def cells(table: str, column: str) -> frozenset[str]:
    """Every value of a column of the bundled catalog."""
    with (CATALOG / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return frozenset(row[column] for row in csv.DictReader(stream))


def has_column(name: str) -> bool:
    """``channels.appeal``: whether the table's model has the column and some code reads it."""
    table, _, column = name.partition(".")
    return any(row.table == table and column in row.model_fields for row in TABLES) and is_read(column)


@cache
def is_read(column: str) -> bool:
    """Whether the name stands anywhere in the package but where columns are only listed."""
    files = (path for path in PACKAGE.rglob("*.py") if path not in LISTS)
    return any(re.search(rf"\b{column}\b", path.read_text(encoding="utf-8")) for path in files)


def can_import(name: str) -> bool:
    """``fundmix.plan.Balloon``, or a field of a record: ``fundmix.borrower.Debt.renewable``."""
    home, _, field = name.rpartition(".")
    with contextlib.suppress(ImportError, AttributeError):
        pkgutil.resolve_name(name)
        return True
    with contextlib.suppress(ImportError, AttributeError):
        return field in pkgutil.resolve_name(home).model_fields
    return False


def is_command(name: str) -> bool:
    """``catalog diff``: whether the command line knows it."""
    command: click.Command | None = main
    for word in name.split():
        command = command.commands.get(word) if isinstance(command, click.Group) else None
    return command is not None


EXISTS: dict[str, Callable[[str], bool]] = {
    "fact": lambda name: name in cells("facts", "field"),
    "rule": lambda name: name in cells("eligibility", "field"),
    "sign": lambda name: name in cells("indicators", "field"),
    "table": lambda name: any(row.table == name for row in TABLES) and (CATALOG / f"{name}.csv").exists(),
    "column": has_column,
    "code": can_import,
    "command": is_command,
    "policy": lambda name: name in Policy.model_fields,
    "profile": lambda name: name in Profile.model_fields,
}


def test_the_page_has_rows_and_each_has_a_home_of_a_known_kind() -> None:
    """A cause without a home would be a wish."""
    assert len(rows()) > 30
    assert [what for what, homes, _ in rows() if not homes] == []
    assert {kind for _, homes, _ in rows() for kind, _ in homes} <= set(EXISTS)


def test_the_states_are_two() -> None:
    """A row is there or it is to come; nothing lies between."""
    assert {state for *_, state in rows()} <= {"built", "later"}


@pytest.mark.parametrize(
    ("kind", "name"), sorted({home for _, homes, state in rows() if state == "built" for home in homes})
)
def test_a_built_home_exists(kind: str, name: str) -> None:
    """What the page promises a borrower can be opened, imported or typed."""
    assert EXISTS[kind](name)


@pytest.mark.parametrize(
    ("what", "homes"), [(what, homes) for what, homes, state in rows() if state == "later"]
)
def test_a_later_row_is_not_forgotten_when_it_is_built(what: str, homes: tuple[tuple[str, str], ...]) -> None:
    """Once every home of a row exists, the page must say ``built``."""
    assert not all(EXISTS[kind](name) for kind, name in homes), f"{what} is built; say so in docs/causes.md"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("fact", "shoe_size"),
        ("rule", "shoe_size"),
        ("sign", "shoe_size"),
        ("table", "shoes"),
        ("column", "channels.shoes"),
        ("code", "fundmix.shoes"),
        ("code", "fundmix.borrower.Debt.shoes"),
        ("command", "catalog shoes"),
        ("policy", "max_shoes"),
        ("profile", "shoes"),
    ],
)
def test_what_does_not_exist_is_noticed(kind: str, name: str) -> None:
    """The walk can fail, for every kind of home."""
    assert not EXISTS[kind](name)
