"""The application plan on a terminal: whom to ask when, what to bring, what to say after a mistaken refusal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fundmix.plan import Application, FundingPlan
from fundmix.report.page import QUIET, Column, Page
from fundmix.report.sections import name_of
from fundmix.words.formats import date

if TYPE_CHECKING:
    from fundmix.analysis.alternatives import Replacement


def to_make(plan: FundingPlan) -> tuple[Application, ...]:
    """The applications in their order; a lender that only carries a debt on is asked with the renewals."""
    carrying = {draw.channel_id for draw in plan.draws} - {
        draw.channel_id for draw in plan.draws if draw.use == "new"
    }
    return tuple(row for row in plan.applications if row.channel_id not in carrying)


def applications(page: Page, plan: FundingPlan) -> None:
    """When to apply for what, and with which papers."""
    rows = to_make(plan)
    if rows:
        _table(page, rows)
        if any(row.appeal for row in rows):
            page.line(page.say("applications_more"), first="  ", style=QUIET)


def all_applications(page: Page, plan: FundingPlan, instead: "Sequence[Replacement]" = ()) -> None:
    """The same with what to say after a mistaken refusal, and what takes a lender's place.

    Args:
        page: where it is written.
        plan: the plan.
        instead: the next-best mix without each used channel; what the plan itself has found wins over it.
    """
    rows = to_make(plan)
    if not rows:
        page.heading(page.say("title_applications"))
        page.line(page.say("applications_none"), first="  ")
        return
    _table(page, rows)
    if any(row.appeal for row in rows):
        page.heading(page.say("title_appeals"))
        _appeals(page, rows)
    known = {**_next_best(page, instead), **_instead(page, plan)}
    told = [(name_of(row, page.lang), known.get(row.channel_id, "")) for row in rows if row.used]
    if any(text for _, text in told):
        page.heading(page.say("title_instead"))
        for name, text in told:
            if text:
                page.line(page.say("application_instead", name=name, text=text), first="  · ")
        page.line(page.say("instead_legend"), first="  ", style=QUIET)


def _next_best(page: Page, rows: "Sequence[Replacement]") -> dict[str, str]:
    """Channel -> the mix that would be best without it, planned anew, and what that costs more."""
    found = {}
    for row in rows:
        mix = [page.say("part_drawn", name=name_of(part, page.lang), amount=part.amount) for part in row.mix]
        if row.extra_cost is None:
            continue
        result = "missing" if row.missing else "dearer" if row.extra_cost > 0 else "free"
        parts = [
            *([page.say("instead_anew", mix=mix)] if mix else []),
            page.say(f"instead_{result}", missing=row.missing or 0.0, extra=row.extra_cost),
        ]
        found[row.channel_id] = ("；" if page.lang == "zh" else "; ").join(parts)
    return found


def _instead(page: Page, plan: FundingPlan) -> dict[str, str]:
    """Channel -> what is drawn when it refuses, of a plan that has looked (``diversification.outages``)."""
    found = {}
    for row in plan.diversification.outages:
        kind, _, channel_id = row.outage_id.partition(":")
        if kind != "channel":
            continue
        draws = [
            page.say("instead_draw", name=name_of(draw, page.lang), amount=draw.amount, day=draw.draw_date)
            for draw in row.draws
        ]
        result = "missing" if row.missing else "dearer" if (row.extra_cost or 0.0) > 0 else "free"
        values = {"missing": row.missing, "extra": row.extra_cost}
        parts = [*draws, page.say(f"instead_{result}", **values)]
        found[channel_id] = ("；" if page.lang == "zh" else "; ").join(parts)
    return found


def _table(page: Page, rows: Sequence[Application]) -> None:
    """Number, day to apply, day of the answer, lender; below each what it leaves and what to bring."""
    page.heading(page.say("title_applications"))
    columns = [
        Column("", right=True),
        Column(page.say("column_apply")),
        Column(page.say("column_answer")),
        Column(page.say("column_bring"), wide=True),
    ]
    cells = [
        (
            str(row.order),
            date(row.apply_date),
            date(row.answer_date),
            name_of(row, page.lang) + ("" if row.used else page.say("stand_by")),
        )
        for row in rows
    ]
    page.table(columns, cells, [_below(page, row) for row in rows])
    inquiries = sum(row.hard_inquiry for row in rows)
    if inquiries:
        page.line(page.say("inquiries", count=inquiries), first="  ", style=QUIET)


def _below(page: Page, row: Application) -> str:
    """Whether it leaves a hard inquiry, the papers, the day to ask anew."""
    parts = [page.say("application_hard" if row.hard_inquiry else "application_harmless")]
    if papers := papers_of(row, page.lang):
        parts.append(page.say("documents", documents=papers))
    if row.again_by is not None:
        parts.append(page.say("application_again", day=row.again_by))
    return " · ".join(parts)


def _appeals(page: Page, rows: Sequence[Application]) -> None:
    """What to do after a mistaken refusal; lenders of one kind have one way to appeal, which is said once."""
    names: dict[str, list[str]] = {}
    for row in rows:
        text = row.appeal_en if page.lang == "en" and row.appeal_en else row.appeal
        if text:
            names.setdefault(text, []).append(name_of(row, page.lang))
    # a name may hold a comma
    between = "、" if page.lang == "zh" else "; "
    for text, lenders in names.items():
        page.line(page.say("application_appeal", names=between.join(lenders), text=text), first="  · ")


def papers_of(application: Application, lang: str) -> tuple[str, ...]:
    """What to bring, in the language where the catalog has it."""
    return application.documents_en if lang == "en" and application.documents_en else application.documents
