"""Early warning on a terminal: the health line, what to do by when, the signs, the coming maturities."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from fundmix.catalog.tables import Catalog
from fundmix.report.facts import FactText, fact_texts
from fundmix.report.maturities import maturities
from fundmix.report.news import expiring_lines
from fundmix.report.page import ALARM, HEADING, QUIET, Page
from fundmix.report.sections import name_of
from fundmix.report.signs import measured_name, signs
from fundmix.words import in_language
from fundmix.words.formats import date

if TYPE_CHECKING:
    from fundmix.watch.records import EarlyWarning, Unread


def print_watch(
    found: "EarlyWarning", catalog: Catalog, minimum: float, lang: str, file: TextIO | None = None
) -> None:
    """Write the early warning to ``file`` (stdout); ``minimum``: yuan that the borrower wants to keep."""
    page = Page(lang, file, currency=found.currency)
    _health(page, found)
    _to_do(page, found)
    signs(page, found.signs, catalog)
    maturities(page, found.maturities, minimum)
    if found.expiring:
        page.heading(page.say("title_expiring"))
        page.bullets(expiring_lines(found.expiring, catalog, lang))
    _unread(page, found.unread, fact_texts(catalog, lang))
    page.blank()
    page.line(page.say("disclaimer"), style=QUIET)


def _health(page: Page, found: "EarlyWarning") -> None:
    """Calm, watch or act, and why."""
    level = found.health.level
    page.line(page.say(f"health_{level}_line"), style=ALARM if level == "act" else HEADING)
    if level == "calm":
        page.line(page.say("health_calm_why"), first="  ")
    page.bullets([page.say(one.code, **in_language(one.values, page.lang)) for one in found.health.reasons])
    page.line(
        page.say("health_recorded", snapshots=found.snapshots, since=found.since), first="  ", style=QUIET
    )


def _to_do(page: Page, found: "EarlyWarning") -> None:
    """What has a last day, each thing once, the first day first; what signs ask for stands beside them."""
    things = sorted(set(_dated(page, found)))
    if things:
        page.heading(page.say("title_to_do"))
        page.pairs([(date(day), text) for day, text in things])


def _dated(page: Page, found: "EarlyWarning") -> Iterator[tuple[dt.date, str]]:
    """Renewals to ask for, and bridges to prepare, by their last days."""
    for debt in found.maturities:
        if debt.ask_by is not None:
            values = {"name": name_of(debt, page.lang), "debt": debt.debt, "amount": debt.amount}
            yield debt.ask_by, page.say("do_renew", **values)
        for gap in debt.gaps:
            for one in gap.bridge:
                if one.apply_by is not None and one.use == "new":
                    what = page.say(
                        "do_bridge", debt=debt.debt, name=name_of(one, page.lang), amount=one.amount
                    )
                    papers = one.documents_en if page.lang == "en" and one.documents_en else one.documents
                    yield (
                        one.apply_by,
                        page.say("do_documents", what=what, documents=papers) if papers else what,
                    )


def _unread(page: Page, unread: "Sequence[Unread]", facts: dict[str, FactText]) -> None:
    """What no sign could be read from, and what to do about it."""
    if not unread:
        return
    page.heading(page.say("title_unread"))
    for why in ("unknown", "too_short"):
        fields = list(dict.fromkeys(one.field for one in unread if one.why == why))
        if fields:
            names = [measured_name(field, facts, page.lang) for field in fields]
            page.line(page.say(f"unread_{why}", fields=names), first="  ")
