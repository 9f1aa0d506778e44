"""What refusals do to a plan, on a terminal: whether it holds, what it costs then, what is drawn instead."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fundmix.plan import FundingPlan, OutageRow, ReplacementDraw
from fundmix.report.page import ALARM, QUIET, Column, Page
from fundmix.report.sections import name_of
from fundmix.words import label
from fundmix.words.formats import NOTHING, date, figure, percent

if TYPE_CHECKING:
    from fundmix.analysis.stress import Stress, StressRow

WHOLE = 0.999995
"""A share that is shown as 100 %."""


def safety(page: Page, plan: FundingPlan) -> None:
    """Every outage that the policy wants to survive, the worst first, and what safety costs."""
    wanted = plan.inputs.policy
    if not wanted.survive:
        return
    page.heading(page.say("title_safety"))
    rows = sorted(plan.diversification.outages, key=lambda row: row.funded_share)
    worst = rows[0].funded_share if rows else 1.0
    holds = worst >= min(wanted.survive_share, WHOLE)
    if not holds:
        values = {"name": outage_name(page, rows[0]), "share": worst, "missing": rows[0].missing}
        missed = "safety_missed" if plan.status != "unproven" else "safety_unproven"
        page.line(page.say(missed, **values), first="  ", style=ALARM)
    else:
        page.line(page.say("safety_holds" if worst >= WHOLE else "safety_share", share=worst), first="  ")
    if holds and plan.diversification.price_of_safety is not None:
        price = plan.diversification.price_of_safety
        page.line(page.say("safety_price" if price else "safety_free", price=price), first="  ")
    if rows:
        outage_table(page, rows)


def outage_table(page: Page, rows: Sequence[OutageRow]) -> None:
    """What stays funded, is missing and costs more in each outage, and what is drawn instead."""
    columns = [
        Column(page.say("column_refuses"), wide=True),
        Column(page.say("column_funded"), right=True),
        Column(page.say("column_missing"), right=True),
        Column(page.say("column_extra"), right=True),
    ]
    cells = [(outage_name(page, row), *_figures(row)) for row in rows]
    page.table(columns, cells, [_instead(page, row.draws) for row in rows])
    page.line(page.say("safety_legend"), first="  ", style=QUIET)


def _figures(row: OutageRow) -> tuple[str, str, str]:
    """Share, yuan missing, yuan dearer; an answer that is not dearer has no figure."""
    extra = NOTHING if row.extra_cost is None else figure(max(0.0, row.extra_cost), 0)
    return percent(row.funded_share, 0 if row.funded_share >= WHOLE else 1), figure(row.missing, 0), extra


def _instead(page: Page, draws: Sequence[ReplacementDraw]) -> str:
    """What is drawn instead, in one line."""
    parts = [
        page.say(
            "instead_more" if draw.planned else "instead_new",
            name=name_of(draw, page.lang),
            amount=draw.amount,
            planned=draw.planned,
            day=draw.draw_date,
        )
        for draw in draws
    ]
    return ("；" if page.lang == "zh" else "; ").join(parts)


def outage_name(page: Page, row: OutageRow) -> str:
    """Who refuses, in words: a channel's name, a group's, or what the catalog calls it."""
    kind, _, rest = row.outage_id.partition(":")
    if kind == "group":
        return page.say("group_refuses", name=label(rest, page.lang))
    return name_of(row, page.lang)


def print_stress(found: "Stress", lang: str) -> None:
    """Write what each named outage does to the plan."""
    page = Page(lang, currency=found.plan.currency)
    felt = [row for row in found.rows if row.gap or row.missing or row.refused or row.extra_cost]
    page.heading(page.say("title_stress", count=len(found.rows), felt=len(felt)))
    if felt:
        columns = [
            Column(page.say("column_outage"), wide=True),
            Column(page.say("column_from")),
            Column(page.say("column_gap"), right=True),
            Column(page.say("column_missing_then"), right=True),
            Column(page.say("column_extra"), right=True),
        ]
        page.table(columns, [_stress_cells(page, row) for row in felt], [_told(page, row) for row in felt])
        page.line(page.say("stress_legend"), first="  ", style=QUIET)
    unmoved = [outage_name(page, row) for row in found.rows if row not in felt]
    if unmoved:
        page.line(page.say("stress_unmoved", names=unmoved), first="  ")
    page.line(page.say("stress_assumed"), first="  ", style=QUIET)


def _stress_cells(page: Page, row: "StressRow") -> tuple[str, ...]:
    _, missing, extra = _figures(row)
    return outage_name(page, row), date(row.date), figure(row.gap, 0), missing, extra


def _told(page: Page, row: "StressRow") -> str:
    """What fails and when, and what to draw instead."""
    parts = []
    if row.refused:
        amount = sum(one.amount for one in row.refused)
        names = list(dict.fromkeys(name_of(one, page.lang) for one in row.refused))
        parts.append(page.say("stress_refused", names=names, amount=amount))
    if row.gap_date:
        parts.append(page.say("stress_short_from", day=row.gap_date))
    if row.draws:
        parts.append(page.say("stress_instead", draws=_instead(page, row.draws)))
    return ("；" if page.lang == "zh" else "; ").join(parts)
