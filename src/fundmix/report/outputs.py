"""A plan in the form that was asked for: text for stdout, files for ``-o``.

A kind of file is one line: of ``WHOLE``, whose files hold the whole plan, or of ``TABULAR``, whose hold one table.
"""

# ruff: noqa: PLC0415 - libraries of a kind of file are imported when such a file is asked for

import os
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, Issue
from fundmix.plan import Application, EarlyRepayment, Event, FundingPlan, Renewal
from fundmix.report.agenda import Agenda, event_csv
from fundmix.report.context import Context
from fundmix.report.events import events_of
from fundmix.report.facts import FactText
from fundmix.report.files import refuse_inputs, write_all
from fundmix.report.records import csv_text, emit, frame_csv, json_text
from fundmix.report.terminal import TABLE_NAMES, TableName, print_plan, print_table

if TYPE_CHECKING:
    from fundmix.analysis.alternatives import Replacement

CALENDAR = "calendar"
"""The table of the plan's events, which are made of all its parts."""
TABLES = (*TABLE_NAMES, CALENDAR)
# the tables that a plan holds as records alone
_RECORDS: dict[str, type[Application | EarlyRepayment | Renewal]] = {
    "applications": Application,
    "repayments": EarlyRepayment,
    "renewals": Renewal,
}
PARQUET = ".parquet"


def _json(plan: FundingPlan, _context: Context) -> str:
    return plan.to_json() + "\n"


def _calendar(plan: FundingPlan, context: Context) -> str:
    from fundmix.report.calendar import ics_of, zone_of

    agenda = _agenda(plan, context)
    return ics_of(agenda.events, agenda.name, agenda.lang, plan.start, zone_of(agenda.jurisdiction))


def _workbook(plan: FundingPlan, context: Context) -> bytes:
    from fundmix.report.excel.workbook import workbook

    return workbook(plan, context, _agenda(plan, context).events)


def _page(plan: FundingPlan, context: Context) -> str:
    from fundmix.report.html.context import Beside
    from fundmix.report.html.document import html_text

    return html_text(plan, context.lang, Beside(context.agenda, context.catalog, context.refused))


def _markdown(plan: FundingPlan, context: Context) -> str:
    from fundmix.report.markdown import markdown

    return markdown(plan, context.lang, context.facts)


def _csv(plan: FundingPlan, context: Context, table: str) -> str:
    return event_csv(_agenda(plan, context).events) if table == CALENDAR else _table_csv(plan, table)


def _parquet(plan: FundingPlan, context: Context, table: str) -> bytes:
    from fundmix.report.parquet import parquet

    if table == CALENDAR:
        rows = [event.model_dump() for event in _agenda(plan, context).events]
        return parquet([{**row["details"], **row} for row in rows], Event)
    return parquet(*_records(plan, table))


WHOLE: Mapping[str, Callable[[FundingPlan, Context], str | bytes]] = {
    ".json": _json,
    ".html": _page,
    ".xlsx": _workbook,
    ".md": _markdown,
    ".ics": _calendar,
}
"""Ending → what writes the whole plan."""
TABULAR: Mapping[str, Callable[[FundingPlan, Context, str], str | bytes]] = {".csv": _csv, PARQUET: _parquet}
"""Ending → what writes one table of it."""
KINDS = (*WHOLE, *TABULAR, "folder/")


def check_outputs(asked: Sequence[str]) -> list[Path]:
    """The paths of ``-o``; a folder ends in a slash or exists.

    Raises:
        InputError: ``output_kind`` for each whose kind is not known, ``parquet_library_missing``.
    """
    issues = [issue for name in asked for issue in _wrong(name)]
    if issues:
        raise InputError(issues)
    return [path for name in asked for path in _paths(name)]


def _wrong(name: str) -> list[Issue]:
    """Why an output cannot be made, before any work."""
    if _is_folder(name):
        return []
    ending = Path(name).suffix
    if ending not in KINDS:
        return [Issue("output_kind", name, column="-o", details={"known": KINDS})]
    if ending == PARQUET and not _has_parquet():
        return [Issue("parquet_library_missing", name, column="-o")]
    return []


def _has_parquet() -> bool:
    return find_spec("pyarrow") is not None


def _is_folder(name: str) -> bool:
    # unlike Path.is_dir, this is also False for a name that the system refuses, and for no name
    return name.endswith("/") or os.path.isdir(name)  # noqa: PTH112


def _paths(name: str) -> list[Path]:
    """The files that one ``-o`` writes: a folder has every kind, Parquet where its library is installed."""
    if not _is_folder(name):
        return [Path(name)]
    endings = [ending for ending in TABULAR if ending != PARQUET or _has_parquet()]
    whole = [Path(name) / f"plan{ending}" for ending in WHOLE]
    return whole + [Path(name) / f"{table}{ending}" for ending in endings for table in TABLES]


def output_files(
    plan: FundingPlan, paths: Sequence[Path], context: Context | None = None
) -> Mapping[Path, str | bytes]:
    """Path → content; ``context``: the language, and what stands beside the plan."""
    return {path: _content(plan, path, context or Context()) for path in paths}


def save_plan(
    plan: FundingPlan, *places: str, lang: str = "zh", catalog: Catalog | None = None
) -> list[Path]:
    """Write a plan to files, each in the form that its ending says; a ``folder/`` gets every kind.

    Args:
        plan: the plan.
        places: ``plan.xlsx``, ``schedule.csv`` (the table that the name ends in), ``folder/`` …
        lang: ``zh`` or ``en``.
        catalog: the one that the plan was made with, for sources and the words of facts.

    Returns:
        the files, readable by their owner alone.

    Raises:
        InputError: ``output_kind``, ``output_twice``, ``output_not_written``, ``parquet_library_missing``.
    """
    paths = check_outputs(places)
    refuse_inputs(paths, ())
    write_all(output_files(plan, paths, Context(lang, catalog=catalog)))
    return paths


def _content(plan: FundingPlan, path: Path, context: Context) -> str | bytes:
    """What a file holds, by its ending; of a table, by its name."""
    if path.suffix in WHOLE:
        return WHOLE[path.suffix](plan, context)
    return TABULAR[path.suffix](plan, context, table_of(path))


def table_of(path: Path) -> str:
    """The table that a file's name ends in (``schedule.csv``, ``wang-schedule.csv``), else the mix."""
    return next((table for table in TABLES if path.stem.endswith(table)), "mix")


def _agenda(plan: FundingPlan, context: Context) -> Agenda:
    return context.agenda or Agenda(events_of(plan), lang=context.lang)


def _records(plan: FundingPlan, table: str) -> tuple[list[dict[str, Any]], type[Any] | None]:
    """The rows of a table, and the record that each is; None = rows of more than one record."""
    from fundmix.plan import CashflowRow, Draw, ScheduleRow

    if table in _RECORDS:
        return [record.model_dump() for record in getattr(plan, table)], _RECORDS[table]
    held: dict[str, tuple[Sequence[Any], type[Any]]] = {
        "mix": (plan.draws, Draw),
        "cashflow": (plan.cashflow_rows, CashflowRow),
        "schedule": (plan.schedule_rows, ScheduleRow),
    }
    if table not in held:
        frame = plan.excluded
        rows: list[Any] = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return rows, None
    return [row.model_dump() for row in held[table][0]], held[table][1]


def _table_csv(plan: FundingPlan, table: str) -> str:
    """One table of the plan as CSV, columns named as the record's fields."""
    if table in _RECORDS:
        rows = [record.model_dump() for record in getattr(plan, table)]
        return csv_text(list(_RECORDS[table].model_fields), rows)
    return frame_csv(getattr(plan, table))


def show_plan(
    plan: FundingPlan,
    as_format: str,
    table: TableName | None,
    lang: str,
    facts: Mapping[str, FactText],
    instead: "Sequence[Replacement]" = (),
) -> None:
    """Write the answer to stdout, which knows the terminal's width and colours; ``facts`` in words.

    ``instead``: the next-best mix without each lender, for the application plan.
    """
    if as_format == "csv":
        emit(_table_csv(plan, table or "mix"))
    elif as_format == "json":
        emit((json_text(plan.to_dict()[table]) if table else plan.to_json()) + "\n")
    elif table:
        print_table(plan, table, lang, facts=facts, instead=instead)
    else:
        print_plan(plan, lang, facts=facts)
