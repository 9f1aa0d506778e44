"""A plan in the form that was asked for: text for stdout, files for ``-o``."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fundmix.errors import InputError, Issue
from fundmix.plan import Application, EarlyRepayment, FundingPlan, Renewal
from fundmix.report.agenda import Agenda, event_csv
from fundmix.report.events import events_of
from fundmix.report.facts import FactText
from fundmix.report.records import csv_text, emit, frame_csv, json_text
from fundmix.report.terminal import TABLE_NAMES, TableName, print_plan, print_table

if TYPE_CHECKING:
    from fundmix.analysis.alternatives import Replacement
    from fundmix.report.html.context import Beside

KINDS = (".html", ".json", ".ics", "folder/")
CALENDAR = "calendar"
"""The table of the plan's events, which are made of all its parts."""
# the tables that a plan holds as records alone
_RECORDS: dict[str, type[Application | EarlyRepayment | Renewal]] = {
    "applications": Application,
    "repayments": EarlyRepayment,
    "renewals": Renewal,
}


def check_outputs(asked: Sequence[str]) -> list[Path]:
    """The paths of ``-o``; a folder ends in a slash or exists.

    Raises:
        InputError: ``output_kind`` for each whose kind is not known.
    """
    wrong = [name for name in asked if not (_is_folder(name) or Path(name).suffix in KINDS)]
    if wrong:
        raise InputError(Issue("output_kind", name, column="-o", details={"known": KINDS}) for name in wrong)
    return [path for name in asked for path in _paths(name)]


def _is_folder(name: str) -> bool:
    # unlike Path.is_dir, this is also False for a name that the system refuses, and for no name
    return name.endswith("/") or os.path.isdir(name)  # noqa: PTH112


def _paths(name: str) -> list[Path]:
    """The files that one ``-o`` writes."""
    if not _is_folder(name):
        return [Path(name)]
    return [Path(name) / "plan.json", *(Path(name) / f"{table}.csv" for table in (*TABLE_NAMES, CALENDAR))]


def output_files(
    plan: FundingPlan, paths: Sequence[Path], agenda: Agenda | None = None, beside: "Beside | None" = None
) -> Mapping[Path, str]:
    """Path → content.

    Args:
        plan: the plan.
        paths: the files, their kind by their ending.
        agenda: the events of ``.ics`` and ``calendar.csv``, and the language of pages; None = those of the plan alone.
        beside: what an ``.html`` page shows beside its plan.
    """
    return {path: _content(plan, path, agenda, beside) for path in paths}


def _content(plan: FundingPlan, path: Path, agenda: Agenda | None, beside: "Beside | None") -> str:
    """What a file holds, by its ending and its name."""
    if path.suffix == ".json":
        return plan.to_json() + "\n"
    if path.suffix == ".html":
        from fundmix.report.html.document import html_text  # noqa: PLC0415 - jinja2, for those who ask for it

        return html_text(plan, agenda.lang if agenda else "zh", beside)
    if path.suffix != ".ics" and path.stem != CALENDAR:
        return _table_csv(plan, path.stem)
    agenda = agenda or Agenda(events_of(plan))
    if path.suffix != ".ics":
        return event_csv(agenda.events)
    from fundmix.report.calendar import ics_of, zone_of  # noqa: PLC0415 - icalendar, for those who ask for it

    return ics_of(agenda.events, agenda.name, agenda.lang, plan.start, zone_of(agenda.jurisdiction))


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
