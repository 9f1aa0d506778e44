"""An early warning in the form that was asked for: text for stdout, files for ``-o``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, Issue
from fundmix.report.agenda import event_csv, name_from
from fundmix.report.records import emit, json_text, show
from fundmix.report.signs import SIGN_COLUMNS, sign_rows
from fundmix.report.watch import print_watch
from fundmix.report.watch_events import events_of_watch

if TYPE_CHECKING:
    from fundmix.watch.records import EarlyWarning

KINDS = (".ics", ".csv", ".json")


def check_outputs(asked: Sequence[str]) -> list[Path]:
    """The paths of ``-o``.

    Raises:
        InputError: ``output_kind`` for each whose ending is not known.
    """
    wrong = [name for name in asked if Path(name).suffix not in KINDS]
    if wrong:
        raise InputError(Issue("output_kind", name, column="-o", details={"known": KINDS}) for name in wrong)
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


def show_watch(found: "EarlyWarning", catalog: Catalog, how: tuple[str, float], lang: str) -> None:
    """Write the answer to stdout; ``how``: the format, and yuan that the borrower wants to keep."""
    as_format, minimum = how
    if as_format == "table":
        print_watch(found, catalog, minimum, lang)
    elif as_format == "json":
        emit(watch_json(found))
    else:
        show(as_format, None, SIGN_COLUMNS, sign_rows(found.signs))
