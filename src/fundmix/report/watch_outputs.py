"""An early warning in the form that was asked for: text for stdout, files for ``-o``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, Issue
from fundmix.report.agenda import event_csv, name_from, show_events
from fundmix.report.maturities import MATURITY_COLUMNS, maturities, maturity_rows
from fundmix.report.page import Page
from fundmix.report.records import emit, json_text, show
from fundmix.report.signs import SIGN_COLUMNS, sign_rows, signs
from fundmix.report.watch import print_watch
from fundmix.report.watch_events import events_of_watch

if TYPE_CHECKING:
    from fundmix.watch.records import EarlyWarning

KINDS = (".ics", ".csv", ".json")
TableName = Literal["signs", "maturities", "calendar"]
TABLE_NAMES: tuple[TableName, ...] = get_args(TableName)


def check_outputs(asked: Sequence[str]) -> list[Path]:
    """The paths of ``-o``.

    Raises:
        InputError: ``watch_output_kind`` for each whose ending is not known.
    """
    wrong = [name for name in asked if Path(name).suffix not in KINDS]
    if wrong:
        raise InputError(
            Issue("watch_output_kind", name, column="-o", details={"known": KINDS}) for name in wrong
        )
    return [Path(name) for name in asked]


def output_files(
    found: "EarlyWarning", catalog: Catalog, paths: Sequence[Path], whose: tuple[Path, str]
) -> Mapping[Path, str]:
    """Path -> content: the calendar as ``.ics`` or ``.csv``, everything as ``.json``; ``whose``: profile, language."""
    return {path: _content(found, catalog, path.suffix, whose) for path in paths}


def _content(found: "EarlyWarning", catalog: Catalog, kind: str, whose: tuple[Path, str]) -> str:
    if kind == ".json":
        return watch_json(found)
    events = events_of_watch(found, catalog)
    if kind == ".csv":
        return event_csv(events)
    from fundmix.report.calendar import ics_of, zone_of  # noqa: PLC0415 - icalendar, for those who ask for it

    profile_file, lang = whose
    zone = zone_of(catalog.settings.jurisdiction)
    return ics_of(events, name_from(profile_file), lang, found.start, zone)


def watch_json(found: "EarlyWarning") -> str:
    """Everything as JSON."""
    return json_text(found.model_dump(mode="json")) + "\n"


@dataclass(frozen=True)
class Wanted:
    """How an early warning is shown.

    Attributes:
        as_format: ``table``, ``json`` or ``csv``.
        table: one part alone; None = the whole page, of CSV the signs.
        minimum: yuan that the borrower wants to keep.
        lang: ``zh`` or ``en``.
    """

    as_format: str
    table: TableName | None
    minimum: float
    lang: str


def show_watch(found: "EarlyWarning", catalog: Catalog, wanted: Wanted) -> None:
    """Write the answer, or one part of it, to stdout."""
    if wanted.table == "calendar":
        show_events(events_of_watch(found, catalog), wanted.as_format, wanted.lang)
    elif wanted.as_format == "table" and wanted.table is None:
        print_watch(found, catalog, wanted.minimum, wanted.lang)
    elif wanted.as_format == "json" and wanted.table is None:
        emit(watch_json(found))
    elif wanted.table == "maturities":
        _show_maturities(found, wanted)
    elif wanted.as_format == "table":
        signs(Page(wanted.lang, currency=found.currency), found.signs, catalog)
    else:
        rows = sign_rows(found.signs)
        show(wanted.as_format, rows, SIGN_COLUMNS, rows)


def _show_maturities(found: "EarlyWarning", wanted: Wanted) -> None:
    if wanted.as_format == "table":
        maturities(Page(wanted.lang, currency=found.currency), found.maturities, wanted.minimum)
        return
    rows = [one.model_dump(mode="json") for one in found.maturities]
    show(wanted.as_format, rows, MATURITY_COLUMNS, list(maturity_rows(found.maturities)))
