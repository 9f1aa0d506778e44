"""A plan as what its page shows: parts written by the terminal's sections, pictures, sources."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fundmix.catalog.tables import Catalog
from fundmix.plan import FundingPlan, OutageRow
from fundmix.report.agenda import Agenda, calendar_table
from fundmix.report.applications import all_applications
from fundmix.report.debts import renewals, repayments
from fundmix.report.events import events_of
from fundmix.report.facts import fact_texts
from fundmix.report.headline import repaid
from fundmix.report.html.charts import cash_chart, mix_bar, mix_shares, payments_chart
from fundmix.report.html.sheet import Grid, Head, Part, Row, Sheet
from fundmix.report.html.sources import bases
from fundmix.report.safety import outage_table, safety
from fundmix.report.sections import balloons, binding, cash, excluded, mix, name_of, repairs
from fundmix.report.terminal import advice, answer, last_lines, schedule, warnings
from fundmix.words.formats import percent

FUNDED_STEPS = (0.99995, 0.9, 0.75, 0.5)
"""Shares below which the heat map is a step darker."""
HEAT_STEPS = len(FUNDED_STEPS)


@dataclass(frozen=True)
class Beside:
    """What a page shows beside its plan; without it that part is left out, or says how to get it.

    Attributes:
        agenda: the events of the calendar; None = those of the plan alone.
        catalog: for sources and the words of facts.
        refused: what each single refusal does, where the policy itself wants nothing survived.
    """

    agenda: Agenda | None = None
    catalog: Catalog | None = None
    refused: tuple[OutageRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page with an anchor, and the picture above its blocks."""

    anchor: str
    parts: tuple[Part, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the section is called."""
        return self.parts[0].title


def written(plan: FundingPlan, lang: str, *writers: Callable[[Sheet], None]) -> tuple[Part, ...]:
    """What sections of the terminal write, a part per heading."""
    sheet = Sheet(lang, plan.currency)
    for write in writers:
        write(sheet)
    return sheet.parts


def context(plan: FundingPlan, lang: str, beside: Beside) -> dict[str, Any]:
    """Everything that ``plan.html.j2`` shows."""
    sheet = Sheet(lang, plan.currency)
    first, *further = written(plan, lang, lambda page: answer(page, plan))[0].blocks
    return {
        "lang": lang,
        "say": sheet.say,
        "start": plan.start,
        "headline": first,
        "further": further,
        "segments": mix_bar(sheet, plan),
        "sections": [section for section in _sections(plan, lang, beside) if section.parts],
    }


def _sections(plan: FundingPlan, lang: str, beside: Beside) -> Iterator[Section]:
    """The page from above to below."""
    sheet = Sheet(lang, plan.currency)

    def write(*writers: Callable[[Sheet], None]) -> tuple[Part, ...]:
        return written(plan, lang, *writers)

    yield Section("advice", write(lambda page: advice(page, plan)))
    if plan.draws:
        yield Section("mix", (mix_part(plan, lang), *write(lambda page: reasons(page, plan))))
    if repaid(plan):
        yield Section("early", write(lambda page: repayments(page, plan)))
    if plan.renewals:
        yield Section("renewals", write(lambda page: renewals(page, plan)))
    yield Section("cash", write(lambda page: cash(page, plan, None)), {"chart": cash_chart(sheet, plan)})
    yield Section("payments", write(*_payments(plan)), {"chart": payments_chart(sheet, plan)})
    yield Section("refusals", heated(write(lambda page: refusals(page, plan, beside.refused))))
    facts = fact_texts(beside.catalog, lang) if beside.catalog else {}
    yield Section("channels", write(lambda page: excluded(page, plan.excluded_rows, facts, None)))
    yield Section("changes", write(lambda page: changes(page, plan)))
    yield Section("applications", write(lambda page: all_applications(page, plan)))
    agenda = beside.agenda or Agenda(events_of(plan, catalog=beside.catalog))
    yield Section("calendar", write(lambda page: calendar_table(page, agenda.events)))
    found = bases(sheet, plan, beside.catalog) if beside.catalog else ()
    yield Section("sources", write(lambda page: sources(page, bool(found))), {"bases": found})
    yield Section("warnings", write(lambda page: warnings(page, plan)))
    yield Section("proof", write(lambda page: proof(page, plan)))


def mix_part(plan: FundingPlan, lang: str) -> Part:
    """The mix with each draw's share of all sums beside its amount."""
    (part,) = written(plan, lang, lambda page: mix(page, plan.draws))
    sheet = Sheet(lang, plan.currency)
    grid = next(part.grids())
    at = 2
    heads = (*grid.heads[:at], Head(sheet.say("html_share"), True), *grid.heads[at:])
    rows = tuple(
        replace(row, cells=(*row.cells[:at], percent(share, 1), *row.cells[at:]))
        for row, share in zip(grid.rows, mix_shares(plan), strict=True)
    )
    return part.with_grid(replace(grid, heads=heads, rows=rows))


def reasons(page: Sheet, plan: FundingPlan) -> None:
    """What each draw is for, the cheapest first, and how the money is spread."""
    page.heading(page.say("html_title_in"))
    page.line(page.say("html_in_unproven" if plan.status == "unproven" else "html_in"))
    for draw in sorted(plan.draws, key=lambda draw: (draw.apr, draw.draw_id)):
        uses = [
            page.say("html_use", purpose=need.purpose, date=need.date, amount=yuan)
            for need in plan.need_rows
            for draw_id, yuan in need.gives
            if draw_id == draw.draw_id
        ]
        values = {"draw": draw.draw_id, "name": name_of(draw, page.lang), "apr": draw.apr}
        code = "html_in_soft" if draw.soft else "html_in_one"
        page.line(page.say(code, uses=uses, **values), first="  · ")
    spread = plan.diversification
    if spread.channels > 1:
        values = {"largest": spread.largest_channel_share, "group": spread.largest_group_share}
        page.line(page.say("html_spread", **values), style="dim")


def _payments(plan: FundingPlan) -> Iterator[Callable[[Sheet], None]]:
    """Payments against income, large ones, then every single one; nothing when nothing is paid."""
    if any(row.payments or row.debt_payments for row in plan.cashflow_rows):
        yield lambda page: page.heading(page.say("html_title_payments"))
    yield lambda page: balloons(page, plan)
    if plan.schedule_rows:
        yield lambda page: schedule(page, plan)


def refusals(page: Sheet, plan: FundingPlan, refused: Sequence[OutageRow]) -> None:
    """What the policy wants survived; else what each single refusal would do to the plan as it is."""
    if plan.inputs.policy.survive:
        safety(page, plan)
    elif plan.draws:
        page.heading(page.say("title_safety"))
        page.line(page.say("html_refused" if refused else "html_refused_untried"))
        if refused:
            outage_table(page, sorted(refused, key=lambda row: row.funded_share))


def heated(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The table of refusals as a heat map: darker where less stays funded and where it is dearer."""
    return tuple(
        part.with_grid(_heat(grid)) if (grid := next(part.grids(), None)) else part for part in parts
    )


def _heat(grid: Grid) -> Grid:
    """Funded share and extra cost shaded; its columns are those of :func:`outage_table`."""
    extras = [_number(row.cells[-1]) for row in grid.rows]
    most = max(extras, default=0.0)
    rows = []
    for row, extra in zip(grid.rows, extras, strict=True):
        funded = _number(row.cells[1]) / 100
        dark = sum(funded < step for step in FUNDED_STEPS)
        dear = round(HEAT_STEPS * extra / most) if most else 0
        rows.append(replace(row, heat=(0, dark, 0, dear)))
    return replace(grid, rows=tuple(rows))


def _number(cell: str) -> float:
    """The figure of a cell; a cell without one is 0."""
    plain = cell.replace(",", "").rstrip("%")
    return float(plain) if plain.replace(".", "", 1).isdigit() else 0.0


def changes(page: Sheet, plan: FundingPlan) -> None:
    """What would help: rules that bind, the smallest repairs; else that nothing has to change."""
    binding(page, plan)
    repairs(page, plan.repairs, asked=False)
    if not (plan.binding or plan.repairs):
        page.heading(page.say("html_title_change"))
        page.line(page.say("html_change_none"))


def sources(page: Sheet, found: bool) -> None:
    """The heading of the sources, and what their grades mean."""
    page.heading(page.say("html_title_sources"))
    page.line(page.say("html_sources" if found else "html_sources_none"), style="dim")


def proof(page: Sheet, plan: FundingPlan) -> None:
    """How the plan was proved and what it is not."""
    page.heading(page.say("html_title_proof"))
    last_lines(page, plan)


def fragment_context(plan: FundingPlan, lang: str) -> dict[str, Any]:
    """What ``fragment.html.j2`` shows: the answer, the picture, the mix."""
    sheet = Sheet(lang, plan.currency)
    first, *_ = written(plan, lang, lambda page: answer(page, plan))[0].blocks
    return {
        "lang": lang,
        "say": sheet.say,
        "headline": first,
        "segments": mix_bar(sheet, plan),
        "part": mix_part(plan, lang) if plan.draws else None,
    }


__all__ = ["Beside", "Row", "Section", "context", "fragment_context", "mix_part", "written"]
