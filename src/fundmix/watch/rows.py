"""The rows of ``history.csv``: each cell read by what it is about, each value written so that it reads back the same.

Credit data are sensitive: a mistake names its line, its column and its rule, never what stands there.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, get_args

from pydantic_core import PydanticCustomError

from fundmix.borrower.reading import harmless, table_of
from fundmix.catalog.files import Sheet
from fundmix.catalog.findings import Findings
from fundmix.catalog.formulas import meant, neutral
from fundmix.catalog.tables import Catalog, Channel, Fact
from fundmix.catalog.values import parse_fact
from fundmix.errors import Issue
from fundmix.facts import resolve_channel
from fundmix.facts.derived import DERIVATIONS
from fundmix.facts.said import known_facts
from fundmix.fields import FIRST_START, LAST_START, clean_text, parse_date, parse_money, parse_text, reject
from fundmix.watch.records import Decision

COLUMNS = ("date", "about", "field", "value")
DEBT, CHANNEL = "debt:", "channel:"
UNREAD = object()
"""Stands for a value that could not be read, in a row whose key could."""

_ABOUT = re.compile(r"\s*(debt|channel)\s*[:：](.*)", re.IGNORECASE | re.DOTALL)
_DECISIONS: Mapping[str, Decision] = {
    "approved": "approved", "批准": "approved", "通过": "approved",
    "refused": "refused", "拒绝": "refused", "拒贷": "refused",
}  # fmt: skip
_ANSWERS = list(get_args(Decision))
_TERMS_MAX = 64


class Row(NamedTuple):
    """One row: on ``date`` the ``field`` of ``about`` (empty, ``debt:NAME`` or ``channel:ID``) was ``value``."""

    date: dt.date
    about: str
    field: str
    value: Any
    line: int


def read_rows(text: str, file: str, setting: tuple[Catalog, dt.date | None], found: Findings) -> list[Row]:
    """Every row of the text that could be read, in file order; what is wrong goes to ``found``.

    Args:
        text: the file.
        file: the file as the user named it.
        setting: the catalog, and the last day that a row may have (None: any).
        found: where mistakes are gathered.
    """
    catalog, last = setting
    own = Findings()
    sheet = table_of(text, file, (COLUMNS, frozenset(COLUMNS)), own)
    found.issues.extend(replace(issue, value="") for issue in own.issues)
    return [] if sheet is None else RowReader(catalog, file, last or LAST_START, found).rows(sheet)


def cell_of(value: Any) -> str:
    """A value as it stands in the file; nothing = no longer known."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(neutral(value))


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows; a cell that occurs again is read once, since a history says the same things every month.

    Attributes:
        last: the last day that a row may have.
        seen: what each different cell said: its value and what is wrong with it.
    """

    catalog: Catalog
    file: str
    last: dt.date
    found: Findings
    facts: dict[str, Fact] = field(default_factory=dict)
    seen: dict[tuple[str, ...], tuple[Any, Issue | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What may be asked; a derived fact is computed, not typed, so that no slip can put it beyond a bound."""
        self.facts.update(known_facts(self.catalog))
        for derivation in DERIVATIONS:
            fact = self.facts[derivation.field]
            self.facts[fact.field] = fact.model_copy(update={"minimum": None, "maximum": None})

    def rows(self, sheet: Sheet) -> list[Row]:
        """The rows of a sheet; a key that stands twice, and a debt without balance, are issues."""
        read = [row for line, cells in sheet.rows if (row := self._row(line, cells))]
        first: dict[tuple[dt.date, str, str], int] = {}
        for row in read:
            line = first.setdefault(row[:3], row.line)
            if line != row.line:
                self._blame("history_row_twice", row.line, "field", first_line=line)
        told = set()
        for row in read:
            debt = (row.date, row.about)
            if row.about.startswith(DEBT) and (*debt, "balance") not in first and debt not in told:
                told.add(debt)
                self._blame("history_no_balance", row.line, "field")
        return [row for row in read if row.value is not UNREAD]

    def _row(self, line: int, cells: Mapping[str, object]) -> Row | None:
        """One row; None when its key cannot be read. Every cell that is wrong is told."""
        day, about, name, value = (str(cells.get(column, "")).strip() for column in COLUMNS)
        on = self._once(("date", day), line, lambda: self._day(day))
        subject = self._once(("about", about), line, lambda: self._about(about))
        if subject is UNREAD:
            return None
        kind = subject.partition(":")[0]
        known = self._once(("field", kind, name), line, lambda: self._field(kind, name))
        if known is UNREAD:
            return None
        said = self._once(("value", kind, name, value), line, lambda: self._value(kind, name, meant(value)))
        return None if on is UNREAD else Row(on, subject, name, said, line)

    def _once(self, cell: tuple[str, ...], line: int, read: Callable[[], Any]) -> Any:
        """What a cell says; ``UNREAD``, with an issue in its line, when it says nothing that can be used."""
        if cell not in self.seen:
            try:
                self.seen[cell] = (read(), None)
            except PydanticCustomError as error:
                self.seen[cell] = (UNREAD, self._issue(error, cell[0]))
        value, issue = self.seen[cell]
        if issue is not None:
            self.found.issues.append(replace(issue, line=line))
        return value

    def _issue(self, error: PydanticCustomError, column: str) -> Issue:
        """An error in our own codes without what stands in the cell; a near word of the catalog is offered."""
        details = harmless(error.type, error.context or {})
        known, word = details.pop("known", ()), details.pop("word", "")
        one = Findings()
        one.near(Issue(error.type, self.file, column=column, details=details), known, word)
        return one.issues[0]

    def _blame(self, code: str, line: int, column: str, **details: Any) -> None:
        self.found.issues.append(Issue(code, self.file, line, column, details=details))

    def _day(self, text: str) -> dt.date:
        day = parse_date(filled(text))
        if not FIRST_START <= day <= self.last:
            raise reject("history_day_out_of_bounds", first=FIRST_START, last=self.last)
        return day

    def _about(self, text: str) -> str:
        """Empty, ``debt:NAME`` or ``channel:ID``: an alias is the channel."""
        text = clean_text(text)
        if not text:
            return ""
        match = _ABOUT.fullmatch(text)
        if not match:
            word = re.split("[:：]", text)[0] + ":"
            raise reject("history_about_unknown", known=[DEBT, CHANNEL], word=word)
        name = parse_text(match[2])
        if not name:
            raise reject("history_about_nobody")
        return DEBT + name if match[1].lower() == "debt" else CHANNEL + self._channel(name)

    def _channel(self, name: str) -> str:
        channel_id = resolve_channel(self.catalog, name)
        if channel_id is None:
            raise reject("history_channel_unknown", known=_names(self.catalog.channels), word=name)
        return channel_id

    def _field(self, kind: str, name: str) -> str:
        """The field, which ``kind`` must have."""
        known: Mapping[str, Any] = {"debt": _DEBT_FIELDS, "channel": _CHANNEL_FIELDS}.get(kind, self.facts)
        if filled(name) not in known:
            if known is self.facts:
                raise reject("profile_fact_unknown", known=list(known), word=name)
            raise reject("history_field_unknown", known=list(known), word=name, choices=list(known))
        return name

    def _value(self, kind: str, name: str, text: str) -> Any:
        """The value by the type of its field; blank = None, which a balance may not be."""
        if not clean_text(text):
            return filled("") if name == "balance" and kind else "" if name == "terms" and kind else None
        if not kind:
            return self._fact(self.facts[name], text)
        if name == "channel_id":
            return self._channel(text)
        return (_DEBT_FIELDS if kind == "debt" else _CHANNEL_FIELDS)[name](text)

    def _fact(self, fact: Fact, text: str) -> Any:
        try:
            return parse_fact(fact, text)
        except PydanticCustomError as error:
            if error.type != "not_a_choice":
                raise
            choices = list(fact.choices)
            raise reject("fact_not_a_choice", known=choices, word=text, choices=choices) from None


def filled(text: str) -> str:
    """The text of a cell that must not be blank."""
    if not text:
        raise reject("missing_value")
    return text


def _decision(text: str) -> Decision:
    word = clean_text(text).lower()
    if word not in _DECISIONS:
        raise reject("fact_not_a_choice", known=_ANSWERS, word=word, choices=_ANSWERS)
    return _DECISIONS[word]


def _terms(text: str) -> str:
    word = parse_text(text)
    if len(word) > _TERMS_MAX:
        raise reject("text_too_long", bound=_TERMS_MAX)
    return word


_DEBT_FIELDS: Mapping[str, Callable[[str], Any]] = {
    "channel_id": str,
    "balance": parse_money,
    "last_payment": parse_date,
}
"""How the fields of a debt are read; a channel is looked up in the catalog."""
_CHANNEL_FIELDS: Mapping[str, Callable[[str], Any]] = {
    "limit": parse_money,
    "decision": _decision,
    "terms": _terms,
}
"""How the fields of a channel are read."""


def _names(channels: tuple[Channel, ...]) -> list[str]:
    """Every word by which a channel may be called."""
    return [
        name for row in channels for name in (row.channel_id, row.name, row.name_en, *row.aliases) if name
    ]
