"""The named stresses of a catalog, on a terminal and for other programs."""

from collections.abc import Iterator
from typing import Any, TextIO

from fundmix.catalog.tables import Catalog, Channel, Outage, Row
from fundmix.report.facts import fact_text, fact_texts
from fundmix.report.page import HEADING, QUIET, Column, Page
from fundmix.words.formats import joined, printable

OUTAGE_COLUMNS = (
    *(name for name in Outage.model_fields if name not in Row.model_fields), "source", "as_of", "grade",
)  # fmt: skip


def outage_records(catalog: Catalog) -> list[dict[str, Any]]:
    """One record per stress with ``OUTAGE_COLUMNS``."""
    return [
        {name: (row.model_dump() | {"grade": catalog.grade_of(row)})[name] for name in OUTAGE_COLUMNS}
        for row in catalog.outages
    ]


def outages_of(catalog: Catalog, channel: Channel) -> tuple[Outage, ...]:
    """The stresses that hit a channel."""
    return tuple(row for row in catalog.outages if catalog.selects(row.applies_to, channel))


def print_outages(catalog: Catalog, lang: str, file: TextIO | None = None) -> None:
    """Every stress: from when, for how long, what it does, whom it hits."""
    page = Page(lang, file, currency=catalog.settings.currency)
    name = catalog.settings.name
    page.line(page.say("title_outages", name=name, count=len(catalog.outages)), style=HEADING)
    if not catalog.outages:
        return
    columns = [
        Column(page.say("column_outage"), wide=True, strong=True),
        Column(page.say("column_outage_from"), right=True),
        Column(page.say("column_outage_months"), right=True),
        Column(page.say("column_outage_effect"), wide=True),
    ]
    rows = [
        (
            outage_name(row, lang),
            str(row.from_month),
            page.say("outage_to_the_end") if row.months is None else str(row.months),
            joined(list(effects(page, row)), lang),
        )
        for row in catalog.outages
    ]
    page.table(columns, rows, [_below(page, catalog, row) for row in catalog.outages])
    page.line(page.say("outages_legend"), first="  ", style=QUIET)


def print_outage(catalog: Catalog, row: Outage, lang: str, file: TextIO | None = None) -> None:
    """One stress: what happens, from when, whom it hits, what it rests on."""
    page = Page(lang, file, currency=catalog.settings.currency)
    page.line(f"{outage_name(row, lang)} ({row.outage_id})", style=HEADING)
    lasts = "outage_lasts_to_the_end" if row.months is None else "outage_lasts"
    pairs = [
        (page.say("column_outage_effect"), joined(list(effects(page, row)), lang)),
        (page.say("show_outage_when"), page.say(lasts, first=row.from_month, months=row.months)),
    ]
    hit = [channel for channel in catalog.channels if catalog.selects(row.applies_to, channel)]
    if hit:
        names = [(lang == "en" and channel.name_en) or channel.name for channel in hit]
        pairs.append((page.say("show_outage_hits"), joined(names, lang)))
    if row.when_field:
        pairs.append((page.say("show_outage_whom"), _question(page, catalog, row)))
    pairs.append((page.say("show_outage_status"), page.say(f"outage_status_{row.status}")))
    text = (lang == "en" and row.description_en) or row.description
    if text:
        pairs.append((page.say("show_note"), text))
    titles = [source.title for source in catalog.sources if source.source_id in row.source]
    grade = catalog.grade_of(row)
    pairs.append((page.say("show_source"), grade + (f" · {joined(titles, lang)}" if titles else "")))
    page.pairs(pairs)


def outage_name(row: Outage, lang: str) -> str:
    """What a stress is called in the language, else in the catalog's."""
    return printable((lang == "en" and row.name_en) or row.name)


def effects(page: Page, row: Outage) -> Iterator[str]:
    """Everything that a stress does, in words."""
    if row.limit_factor == 0:
        yield page.say("outage_no_new_draws")
    elif row.limit_factor < 1:
        yield page.say("outage_limit", share=_plain(row.limit_factor))
    if row.renewals == "refused":
        yield page.say("outage_no_renewals")
    if row.rate_add:
        yield page.say("outage_rate", rate=_plain(row.rate_add))
    if row.income_factor != 1:
        yield page.say("outage_income", share=_plain(row.income_factor))
    if row.inflow_delay_months:
        yield page.say("outage_inflows", months=row.inflow_delay_months)
    if row.cash_frozen:
        yield page.say("outage_frozen")


def _plain(share: float) -> str:
    """``50%``, ``0.25%``: as many decimals as there are."""
    return f"{share * 100:.6g}%"


def _below(page: Page, catalog: Catalog, row: Outage) -> str:
    """Its id, how many channels it hits, whom."""
    parts = [row.outage_id]
    if row.applies_to:
        hit = sum(catalog.selects(row.applies_to, channel) for channel in catalog.channels)
        parts.append(page.say("outage_hits", count=hit))
    if row.when_field:
        parts.append(page.say("outage_only", question=_question(page, catalog, row)))
    return " · ".join(parts)


def _question(page: Page, catalog: Catalog, row: Outage) -> str:
    """Whom it hits: ``所属行业 = 电商``."""
    fact = fact_texts(catalog, page.lang).get(row.when_field or "")
    name = fact.name if fact else row.when_field
    between = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "in": "∈", "not_in": "∉"}
    return f"{name} {between.get(row.operator or '', row.operator)} {fact_text(row.value, fact, page.lang)}"
