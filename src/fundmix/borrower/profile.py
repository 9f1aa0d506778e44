"""``profile.toml``, or the same words in a dict, as a :class:`Profile`."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from fundmix.borrower.contracts import check_debts, check_quotes
from fundmix.borrower.dated import FIGURES, read_figure
from fundmix.borrower.odds import read_odds
from fundmix.borrower.reading import is_blank, joined, read_record, read_toml
from fundmix.borrower.records import Cash, Debt, Origin, Profile, Quote
from fundmix.catalog.findings import Findings, shown
from fundmix.fields import Record, parse_key, parse_start

SECTIONS = ("start", "facts", "cash", "debts", "quotes", "approval_odds")
_HOMES = dict.fromkeys(Cash.model_fields, "cash")
"""Words that belong below a heading, for the borrower who wrote them above the first one."""


def load_profile(path: str | Path, *, start: dt.date | None = None, today: dt.date | None = None) -> Profile:
    """The profile in a TOML file.

    Args:
        path: the file; a ``.csv`` that it names is read beside it.
        start: first day of the plan; wins over the file's own.
        today: the day to start on when neither says one.

    Raises:
        InputError: every mistake, each with line and key and without the figure.
    """
    found = Findings()
    toml = read_toml(Path(path), found)
    found.raise_all()
    assert toml is not None
    values, origin = toml
    return _build(values, (origin, found), start, (today, Path(path).parent))


def load_facts(path: str | Path, *, start: dt.date | None = None, today: dt.date) -> Profile:
    """The first day and the facts of a profile whose other sections cannot be read, so that these are checked too.

    Raises:
        InputError: the file is no TOML at all, or its facts are no table.
    """
    found = Findings()
    toml = read_toml(Path(path), found)
    found.raise_all()
    assert toml is not None
    values, origin = toml
    sound = {"facts": values.get("facts", {})}
    day = start or _start(values, (origin, Findings())) or today
    return _build({"start": day, **sound}, (origin, found), None, (today, None))


def profile_files(path: str | Path) -> tuple[Path, ...]:
    """The files that a profile is read from: itself, and each CSV of dated figures that it names."""
    path = Path(path)
    toml = read_toml(path, Findings())
    cash = toml[0].get("cash") if toml else None
    figures = [cash.get(name) for name in FIGURES] if isinstance(cash, Mapping) else []
    return (path, *(path.parent / name for name in figures if isinstance(name, str) and "\0" not in name))


def profile_from_dict(values: Mapping[str, Any], *, source: str = "") -> Profile:
    """The profile in nested dicts, in the words of ``profile.toml``; ``source`` names it in errors.

    Raises:
        InputError: every mistake, with its key.
    """
    return _build(values, (Origin(file=source), Findings()), None, (None, None))


def _build(
    values: Mapping[str, Any],
    context: tuple[Origin, Findings],
    start: dt.date | None,
    setting: tuple[dt.date | None, Path | None],
) -> Profile:
    """The profile of checked values; ``setting``: today, and the folder for dated CSVs."""
    origin, found = context
    today, folder = setting
    _check_sections(values, context)
    day = _day(start, context) if start else _start(values, context) or today
    if day is None and not found.issues:
        found.issues.append(origin.issue("start_missing", "start"))
    # later checks need some day; without one the reading ends in an error anyway
    first_day = day or dt.date.min
    facts = _facts(_table(values, "facts", context), context)
    cash = _cash(_table(values, "cash", context), context, (first_day, folder))
    debts = _records(Debt, _tables(values, "debts", context), "debts", context)
    quotes = _records(Quote, _tables(values, "quotes", context), "quotes", context)
    odds = read_odds(_table(values, "approval_odds", context), context)
    check_debts(debts, first_day, context)
    check_quotes(quotes, first_day, context)
    found.raise_all()
    assert cash is not None
    return Profile(
        start=first_day,
        facts=facts,
        cash=cash,
        debts=tuple(debts.values()),
        quotes=tuple(quotes.values()),
        approval_odds=odds,
        notes=tuple(found.notes),
        origin=origin,
    )


def _check_sections(values: Mapping[str, Any], context: tuple[Origin, Findings]) -> None:
    """Unknown words above the first heading, and unknown headings."""
    origin, found = context
    for name in values:
        if name not in SECTIONS:
            home = _HOMES.get(name)
            if home:
                found.issues.append(origin.issue("key_below_heading", name, heading=f"[{home}]"))
            else:
                found.near(origin.issue("unknown_key", shown(name)), SECTIONS, str(name))


def _start(values: Mapping[str, Any], context: tuple[Origin, Findings]) -> dt.date | None:
    return None if is_blank(values.get("start")) else _day(values["start"], context)


def _day(value: Any, context: tuple[Origin, Findings]) -> dt.date | None:
    """A first day of a plan; None, with an issue, when it is none."""
    origin, found = context
    try:
        return parse_start(value)
    except PydanticCustomError as error:
        found.issues.append(origin.issue(error.type, "start", **(error.context or {})))
        return None


def _table(values: Mapping[str, Any], section: str, context: tuple[Origin, Findings]) -> Mapping[str, Any]:
    """One section; ``[[cash]]`` and ``cash = 3`` are mistakes."""
    origin, found = context
    table = values.get(section, {})
    if isinstance(table, Mapping):
        return table
    found.issues.append(origin.issue("section_needs_table", section, section=section))
    return {}


def _tables(
    values: Mapping[str, Any], section: str, context: tuple[Origin, Findings]
) -> list[Mapping[str, Any]]:
    """The entries of one section; ``[debts]`` with single brackets is a mistake."""
    origin, found = context
    tables = values.get(section, [])
    if isinstance(tables, list | tuple) and all(isinstance(table, Mapping) for table in tables):
        return list(tables)
    found.issues.append(origin.issue("section_needs_list", section, section=section))
    return []


def _facts(table: Mapping[str, Any], context: tuple[Origin, Findings]) -> dict[str, Any]:
    """The facts that are said, as written; a blank one is unknown."""
    origin, found = context
    facts = {}
    for name, value in table.items():
        key = joined("facts", shown(name))
        if isinstance(value, Mapping | list | tuple):
            found.issues.append(origin.issue("wrong_shape", key))
            continue
        try:
            parse_key(name)
        except PydanticCustomError:
            found.issues.append(origin.issue("bad_key", key))
            continue
        if not is_blank(value):
            facts[str(name)] = value
    return facts


def _cash(
    table: Mapping[str, Any], context: tuple[Origin, Findings], setting: tuple[dt.date, Path | None]
) -> Cash | None:
    """The cash section, whose income and surplus may be dated figures in a list or a CSV."""
    plain = dict(table)
    figures = {
        name: read_figure(name, plain.pop(name), context, setting)
        for name in FIGURES
        if not is_blank(plain.get(name))
    }
    cash = read_record(Cash, plain, "cash", context)
    read = {name: figure for name, figure in figures.items() if figure is not None}
    # model_copy keeps which figures were given: an income left out is unknown to the rules, not zero
    return None if cash is None else cash.model_copy(update=read)


def _records[R: Record](
    model: type[R], tables: list[Mapping[str, Any]], section: str, context: tuple[Origin, Findings]
) -> dict[str, R]:
    """The good entries of a section by their key, ``debts[1]`` first."""
    records = {}
    for number, table in enumerate(tables, start=1):
        key = f"{section}[{number}]"
        record = read_record(model, table, key, context)
        if record is not None:
            records[key] = record
    return records
