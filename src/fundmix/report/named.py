"""The catalogs that have a name: the bundled ones, and those of other installed packages."""

from collections.abc import Sequence
from typing import Any, TextIO

from fundmix.catalog.load import bundled_folder, bundled_names, other_catalogs
from fundmix.report.page import HEADING, QUIET, Column, Page
from fundmix.words.formats import NOTHING

NAMED_COLUMNS = ("name", "brought_by", "folder")
BUNDLED_BY = "fundmix"


def named_records() -> list[dict[str, Any]]:
    """One record per catalog with ``NAMED_COLUMNS``; a package that brings no folder has None there."""
    own = [(name, BUNDLED_BY, bundled_folder(name)) for name in bundled_names()]
    others = [(one.name, one.distribution or one.package, one.folder) for one in other_catalogs()]
    return [
        dict(zip(NAMED_COLUMNS, (name, by, None if folder is None else str(folder)), strict=True))
        for name, by, folder in (*own, *others)
    ]


def print_named(records: Sequence[dict[str, Any]], lang: str, file: TextIO | None = None) -> None:
    """What ``--catalog`` can be told, who brings it, where it is."""
    page = Page(lang, file)
    page.line(page.say("title_named", count=len(records)), style=HEADING)
    columns = [
        Column(page.say("column_named"), strong=True),
        Column(page.say("column_brought_by")),
        Column(page.say("column_folder"), wide=True),
    ]
    page.table(columns, [[row[column] or NOTHING for column in NAMED_COLUMNS] for row in records])
    page.line(page.say("named_legend"), first="  ", style=QUIET)
