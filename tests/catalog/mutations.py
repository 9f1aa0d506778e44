"""Random edits of a catalog, and what a comparison must say about them: no more and no less."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal, get_args, get_origin

from fundmix.catalog.rows import key_of, key_text
from fundmix.catalog.tables import TABLES, Catalog, Row

PROVENANCE = ("source", "as_of", "confidence")


@dataclass
class Edits:
    """Edits as they must be listed: ``table:key`` to kind, changed columns and renewed ones."""

    expected: dict[str, tuple[str, frozenset[str], frozenset[str]]] = field(default_factory=dict)

    def note(self, row: Row, kind: str, columns: frozenset[str] = frozenset()) -> None:
        """One edited row."""
        renewed = columns & set(PROVENANCE)
        name = f"{row.table}:{key_text(key_of(row))}"
        self.expected[name] = (kind, columns - renewed, renewed)


def mutated(catalog: Catalog, random: Random, count: int) -> tuple[Catalog, Edits]:
    """The catalog with so many rows removed, added or changed, in random tables."""
    edits = Edits()
    tables = {model.table: list(getattr(catalog, model.table)) for model in TABLES}
    for _ in range(count):
        table = random.choice([name for name, rows in tables.items() if rows])
        rows = tables[table]
        place = random.randrange(len(rows))
        row = rows[place]
        if f"{table}:{key_text(key_of(row))}" in edits.expected:
            continue
        match random.choice(("remove", "add", "change", "change")):
            case "remove":
                edits.note(rows.pop(place), "removed")
            case "add":
                added = renamed(row, len(edits.expected))
                rows.insert(random.randrange(len(rows) + 1), added)
                edits.note(added, "added")
            case _:
                changes = dict(changed_cells(row, random))
                if changes:
                    rows[place] = row.model_copy(update=changes)
                    edits.note(row, "changed", frozenset(changes))
    return catalog.model_copy(update={name: tuple(rows) for name, rows in tables.items()}), edits


def renamed(row: Row, number: int) -> Row:
    """A row like this one under a key that no other has."""
    column = next(name for name in reversed(row.key) if name not in ("scope", "measure"))
    value = getattr(row, column)
    new: Any = f"{value}_new{number}"
    if isinstance(value, dt.date):
        new = value + dt.timedelta(days=40_000 + number)
    elif isinstance(value, int | float) or column in ("from_value", "when_from"):
        new = 1_000_000.5 + number
    return row.model_copy(update={column: new})


def changed_cells(row: Row, random: Random) -> Iterator[tuple[str, Any]]:
    """One to three filled cells of a row, keys left alone, each with another value of its kind."""
    columns = [
        name
        for name in type(row).model_fields
        if name not in (*row.key, "enabled") and getattr(row, name) not in (None, "", ())
    ]
    for name in random.sample(columns, min(len(columns), random.randint(1, 3))):
        words = choices(type(row).model_fields[name].annotation)
        value = getattr(row, name)
        if words:
            others = [word for word in words if word != value]
            yield name, random.choice(others)
        else:
            yield name, another(value)


def choices(annotation: Any) -> tuple[Any, ...]:
    """The words of a ``Literal``, optional or not; none for other types."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((get_args(part) for part in get_args(annotation) if get_origin(part) is Literal), ())


def another(value: Any) -> Any:
    """A value of the same kind that differs."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case dt.date():
            return value + dt.timedelta(days=1)
        case str():
            return f"{value}1"
    return (*value, value[0]) if len(value) == 1 else value[1:]
