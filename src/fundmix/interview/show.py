"""What ``fundmix profile check`` prints."""

from typing import Any

from fundmix.catalog.tables import Catalog
from fundmix.interview.check import Doubt, Missing, ProfileCheck
from fundmix.report.page import HEADING, QUIET, Page

SHOWN = 12
"""Facts shown on the screen; JSON and CSV have all."""
CHECK_COLUMNS = ("kind", "field", "needed", "channels", "funds_more", "saves", "other", "day")


def check_rows(found: ProfileCheck) -> list[dict[str, Any]]:
    """A row per missing fact and per doubt."""
    missing = [{"kind": "missing", **row.model_dump()} for row in found.missing]
    return missing + [doubt.model_dump() for doubt in found.doubts]


def print_check(catalog: Catalog, found: ProfileCheck, lang: str) -> None:
    """The missing facts by worth, each with where it is found, then what is doubtful."""
    page = Page(lang, currency=catalog.settings.currency)
    page.heading(page.say("title_check"))
    worth = [row for row in found.missing if row.needed or row.funds_more >= 1 or row.saves >= 1]
    if not worth:
        page.line(page.say("check_nothing"))
    for number, row in enumerate(worth[:SHOWN], start=1):
        _missing(page, number, row)
    rest = len(found.missing) - len(worth[:SHOWN])
    if worth:
        page.line(page.say("check_bound"), style=QUIET)
    if rest:
        page.line(
            page.say("check_worthless" if len(worth) <= SHOWN else "check_others", count=rest), style=QUIET
        )
    if not found.proven:
        page.line(page.say("check_unproven"), style=QUIET)
    page.heading(page.say("check_doubts"))
    names = {
        fact.field: (fact.description_en if lang == "en" else "") or fact.description
        for fact in catalog.facts
    }
    page.bullets([_doubt(page, doubt, names) for doubt in found.doubts] or [page.say("check_clean")])


def _missing(page: Page, number: int, row: Missing) -> None:
    """Worth and name on one line, where it is found on the next."""
    if row.funds_more >= 1:
        worth = page.say("check_funds", yuan=row.funds_more)
    elif row.saves >= 1:
        worth = page.say("check_saves", yuan=row.saves)
    else:
        worth = page.say("check_needed")
    english = page.lang == "en"
    name = (row.description_en if english else "") or row.description
    where = (row.where_en if english else "") or row.where
    page.line(page.say("check_row", name=name, worth=worth), first=f"{number:>3}. ", style=HEADING)
    page.line(page.say("check_where", field=row.field, where=where), first="     ", style=QUIET)


def _doubt(page: Page, doubt: Doubt, names: dict[str, str]) -> str:
    return page.say(
        doubt.code,
        field=names.get(doubt.field, doubt.field),
        other=names.get(doubt.other, doubt.other),
        day=doubt.day,
    )
