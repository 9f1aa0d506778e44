"""The merged rows as the checks read them: by table, with the names that others may refer to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.overlay import Merged
from fundmix.catalog.rows import Placed
from fundmix.catalog.tables import Channel, Row, selector_names
from fundmix.errors import Issue
from fundmix.fields import split_list


@dataclass(frozen=True, slots=True)
class View:
    """All rows of a catalog, good and broken, and where findings go.

    A name that stands in a row with another mistake still exists: nobody is told twice about one slip.
    """

    merged: Merged
    found: Findings

    def of[R: Row](self, model: type[R]) -> Iterator[tuple[R, Placed]]:
        """Each good row of a table and its place."""
        for placed in self.merged.rows[model.table]:
            if isinstance(placed.row, model):
                yield placed.row, placed

    def names(self, model: type[Row], column: str) -> frozenset[str] | None:
        """Every value of a column, those of broken rows included; None when the table could not be read."""
        if model.table in self.merged.unread:
            return None
        default = model.model_fields[column].get_default()
        named = {getattr(row, column) for row, _ in self.of(model)}
        named |= {cells.get(column, default) for cells in self.merged.broken[model.table]}
        return frozenset(str(name).strip() for name in named)

    def sound(self, *models: type[Row]) -> bool:
        """Whether every row of these tables could be read, so that what is missing is truly missing."""
        merged = self.merged
        return not any(model.table in merged.unread or merged.broken[model.table] for model in models)

    def selectors(self) -> frozenset[str] | None:
        """Every selector part that names a channel; None when the channels could not be read."""
        if Channel.table in self.merged.unread:
            return None
        parts = {name for row, _ in self.of(Channel) for name in selector_names(row)}
        for cells in self.merged.broken[Channel.table]:
            parts |= {f"channel:{cells.get('channel_id')}", f"category:{cells.get('category')}"}
            parts |= {f"lender:{cells.get('lender', 'company')}"}
            parts |= {f"group:{group}" for group in split_list(cells.get("risk_groups", ()))}
        return frozenset(parts)

    def blame(self, code: str, placed: Placed, column: str, value: Any = None, **details: Any) -> None:
        """Add one issue about a cell; ``value`` defaults to what the row holds."""
        self.found.issues.append(self.issue(code, placed, column, value, **details))

    def issue(self, code: str, placed: Placed, column: str, value: Any = None, **details: Any) -> Issue:
        """One issue about a cell."""
        held = getattr(placed.row, column, "") if value is None else value
        text = ";".join(map(str, held)) if isinstance(held, tuple) else held
        return Issue(code, placed.file, placed.line, column, shown(text), details)


def grouped[R: Row](rows: Iterable[tuple[R, Placed]], *columns: str) -> Mapping[Any, list[tuple[R, Placed]]]:
    """The rows by the values of these columns, in order."""
    groups: dict[Any, list[tuple[R, Placed]]] = defaultdict(list)
    for row, placed in rows:
        groups[tuple(getattr(row, column) for column in columns)].append((row, placed))
    return groups
