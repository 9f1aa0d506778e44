"""The tables of a plan's workbook, one function a sheet."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from fundmix.plan import CashflowRow, Draw, Event, Excluded, Failure, FundingPlan
from fundmix.report.agenda import name_of as event_name
from fundmix.report.agenda import notes_of, what_of
from fundmix.report.applications import papers_of
from fundmix.report.context import Context
from fundmix.report.excel.sheet import Column, Formula, Kind, Table
from fundmix.report.facts import asked_text
from fundmix.report.page import Page, rate_text
from fundmix.report.sections import name_of
from fundmix.verify.courses import read_courses
from fundmix.verify.figures import ZERO
from fundmix.words import label, reason_line

FLOWS = (
    "deposit_interest", "surplus", "inflow", "need", "proceeds", "payments", "debt_payments", "unmet",
    "shortfall",
)  # fmt: skip
"""What moves cash in a period."""
_PLUS = ("deposit_interest", "surplus", "inflow", "unmet", "proceeds", "shortfall")
_MINUS = ("need", "payments", "debt_payments")
_MONEY = ("drawn", "payment", "principal", "interest", "fee")


def heads(page: Page, **kinds: Kind) -> tuple[Column, ...]:
    """Columns by key and kind; the head of ``key`` is the sentence ``excel_key``."""
    return tuple(Column(key, page.say(f"excel_{key}"), kind) for key, kind in kinds.items())


def between(lang: str) -> str:
    """What stands between two sentences."""
    return "" if lang == "zh" else " "


def mix(page: Page, plan: FundingPlan) -> Table:
    """Every draw, its true price beside the advertised one; the cost of each is a formula."""
    columns = heads(
        page, draw="text", lender="text", category="text", drawn_on="day", amount="money", share="rate",
        advertised="text", apr="rate", effective="rate", interest="money", fees="money", cost="money",
        term="count", method="text", repaid_after="count", basis="text", use="text",
    )  # fmt: skip
    empty = Table(page.say("excel_sheet_mix"), columns, ())
    rows = [_draw(page, draw, empty, number) for number, draw in enumerate(plan.draws)]
    table = Table(empty.name, columns, rows)
    sums = {
        "amount": sum(draw.amount for draw in plan.draws),
        "interest": sum(draw.interest for draw in plan.draws),
        "fees": sum(draw.fees for draw in plan.draws),
        "cost": sum(draw.interest + draw.fees for draw in plan.draws),
    }
    return _summed(page, table, sums)


def _summed(page: Page, table: Table, sums: dict[str, float], words: str = "excel_total") -> Table:
    totals = {key: table.sum_of(key, value) for key, value in sums.items()}
    return Table(table.name, table.columns, table.rows, totals, page.say(words))


def _draw(page: Page, draw: Draw, table: Table, number: int) -> list[Any]:
    lang = page.lang
    interest, fees = table.cell("interest", number), table.cell("fees", number)
    use = "" if draw.use == "new" else f"{label(draw.use, lang)} · {draw.debt}"
    return [
        draw.draw_id, name_of(draw, lang), label(draw.category, lang).replace("_", " "), draw.draw_date,
        draw.amount, draw.share, rate_text(draw.advertised, draw.advertised_basis, lang), draw.apr,
        draw.effective_annual_rate, draw.interest, draw.fees,
        Formula(f"=ROUND({interest}+{fees},2)", round(draw.interest + draw.fees, 2)),
        draw.term_months, label(draw.repayment, lang),
        None if draw.closed_month is None else draw.closed_month - draw.draw_month,
        page.say("grade_quoted") if draw.quoted else draw.grade, use,
    ]  # fmt: skip


def applications(page: Page, plan: FundingPlan) -> Table:
    """Whom to ask, in which order, what to bring, what to say after a mistaken refusal."""
    columns = heads(
        page, order="count", lender="text", apply="day", answer="day", again="day", used="text",
        inquiry="text", documents="long", appeal="long",
    )  # fmt: skip
    lang = page.lang
    rows = [
        [
            row.order, name_of(row, lang), row.apply_date, row.answer_date, row.again_by,
            _yes(row.used, lang), _yes(row.hard_inquiry, lang),
            ("、" if lang == "zh" else "; ").join(papers_of(row, lang)),
            row.appeal_en if lang == "en" and row.appeal_en else row.appeal,
        ]
        for row in plan.applications
    ]  # fmt: skip
    return Table(page.say("excel_sheet_applications"), columns, rows)


def _yes(value: bool, lang: str) -> str:
    return label("yes" if value else "no", lang)


def schedule(page: Page, plan: FundingPlan) -> Table:
    """Every payment of new loans and of old debts up to the plan's last period, by day."""
    columns = heads(
        page, day="day", month="text", loan="text", kind="text", draw="text", drawn="money", payment="money",
        principal="money", interest="money", fee="money", balance="money",
    )  # fmt: skip
    rows = sorted(
        [*_new_loans(page, plan), *_old_debts(page, plan)], key=lambda row: (row[0], row[2], row[4])
    )
    table = Table(page.say("excel_sheet_schedule"), columns, rows)
    places = {column.key: number for number, column in enumerate(columns)}
    sums = {key: sum(row[places[key]] or 0.0 for row in rows) for key in _MONEY}
    return _summed(page, table, sums, "excel_total_all" if plan.inputs.debts else "excel_total")


def _new_loans(page: Page, plan: FundingPlan) -> Iterator[list[Any]]:
    draws = {draw.draw_id: draw for draw in plan.draws}
    for row in plan.schedule_rows:
        draw = draws[row.draw_id]
        yield [
            row.date, _period(plan, row.month), name_of(draw, page.lang), label(draw.use, page.lang),
            row.draw_id, row.drawn or None, row.payment, row.principal, row.interest, row.fee, row.balance,
        ]  # fmt: skip


def _old_debts(page: Page, plan: FundingPlan) -> Iterator[list[Any]]:
    """What the plan leaves of the old contracts, and what it repays early."""
    periods = len(plan.cashflow_rows)
    if not plan.inputs.debts:
        return
    courses = read_courses(plan, periods)
    old, early, moved = (page.say(f"excel_{code}") for code in ("old_debt", "early", "moved"))
    for one in courses.each:
        name = one.debt.row.name
        for due in one.rows:
            month = courses.grid.index_of(due.date)
            if month < periods:
                parts = (due.payment, due.principal, due.interest, ZERO, due.balance)
                yield [due.date, _period(plan, month), name, old, "", None, *(float(part) for part in parts)]
        for row in one.early:
            # as in the cash flow: what an instalment plan takes over is repaid by what that plan pays out
            paid = (row.paid, row.principal, row.interest, row.fee)
            left = row.stated.balance_after
            yield [
                row.date, _period(plan, row.month), name, moved if row.moves else early, "", None,
                *(float(part) for part in paid), left,
            ]  # fmt: skip


def _period(plan: FundingPlan, month: int) -> str:
    """The month of a period, or its first day where periods are not months."""
    rows = plan.cashflow_rows
    day = rows[min(month, len(rows) - 1)].date.isoformat()
    return day[:7] if plan.inputs.period == "month" else day


def cash(page: Page, plan: FundingPlan) -> Table:
    """Period by period; what is left in each is a formula of what was there and what moved."""
    flows: dict[str, Kind] = dict.fromkeys(FLOWS, "money")
    columns = heads(page, month="text", opening="money", **flows, closing="money", outstanding="money")
    empty = Table(page.say("excel_sheet_cash"), columns, ())
    rows = [_cash_row(plan, row, empty) for row in plan.cashflow_rows]
    table = Table(empty.name, columns, rows)
    sums = {key: sum(getattr(row, key) for row in plan.cashflow_rows) for key in FLOWS}
    summed = _summed(page, table, sums)
    if not rows:
        return summed
    last = len(rows) - 1
    most = max(row.outstanding for row in plan.cashflow_rows)
    totals = {
        **summed.totals,
        "opening": Formula(f"={table.cell('opening', 0)}", plan.cashflow_rows[0].opening),
        "closing": Formula(f"={table.cell('closing', last)}", plan.cashflow_rows[-1].closing),
        "outstanding": Formula(f"=MAX({table.range('outstanding')})", most),
    }
    return Table(table.name, columns, rows, totals, page.say("excel_total"))


def _cash_row(plan: FundingPlan, row: CashflowRow, table: Table) -> list[Any]:
    at = row.month
    opening: float | Formula = row.opening
    if at:
        opening = Formula(f"={table.cell('closing', at - 1)}", row.opening)
    plus = "".join(f"+{table.cell(key, at)}" for key in _PLUS)
    minus = "".join(f"-{table.cell(key, at)}" for key in _MINUS)
    closing = Formula(f"=ROUND({table.cell('opening', at)}{plus}{minus},2)", row.closing)
    flows = [getattr(row, key) for key in FLOWS]
    return [_period(plan, at), opening, *flows, closing, row.outstanding]


def calendar(page: Page, events: Sequence[Event]) -> Table:
    """What falls on a day, by day."""
    columns = heads(page, day="day", event="text", whom="text", event_amount="money", notes="long")
    lang = page.lang
    rows = [
        [
            event.day, what_of(event, lang), event_name(event, lang), event.amount,
            between(lang).join(notes_of(event, lang)),
        ]
        for event in events
    ]  # fmt: skip
    return Table(page.say("excel_sheet_calendar"), columns, rows)


def excluded(page: Page, plan: FundingPlan, context: Context) -> Table:
    """Every channel that takes no part, a row for each rule that is missed."""
    columns = heads(
        page, lender="text", verdict="text", state="text", asked="long", reason="long", remedy="long",
        remedy_months="count", appeal="long",
    )  # fmt: skip
    rows = [
        _left_out(page, channel, failure, context)
        for channel in plan.excluded_rows
        for failure in (channel.failed or (None,))
    ]
    return Table(page.say("excel_sheet_excluded"), columns, rows)


def _left_out(page: Page, row: Excluded, failure: Failure | None, context: Context) -> list[Any]:
    lang = page.lang
    appeal = row.appeal_en if lang == "en" and row.appeal_en else row.appeal
    start = [name_of(row, lang), label(row.verdict, lang)]
    if failure is None:
        return [*start, *[None] * 5, appeal]
    asked = asked_text(failure.model_dump(), context.facts, page) if failure.field in context.facts else ""
    return [
        *start, page.say(f"excel_state_{failure.state}"), asked,
        reason_line(failure.reason, failure.reason_en, lang),
        failure.remedy_en if lang == "en" and failure.remedy_en else failure.remedy,
        failure.remedy_months, appeal,
    ]  # fmt: skip


def sources(page: Page, plan: FundingPlan, context: Context) -> Table:
    """What the terms of the plan's lenders rest on: the catalog's rows, their dates and sources; addresses as text."""
    columns = heads(
        page,
        lender="text",
        row="text",
        grade="text",
        as_of="text",
        title_of_source="long",
        dated="text",
        url="long",
    )
    names = {draw.channel_id: name_of(draw, page.lang) for draw in plan.draws}
    names |= {row.channel_id: name_of(row, page.lang) for row in plan.applications}
    rows = [
        [name, *cells] for channel_id, name in names.items() for cells in _sources_of(channel_id, context)
    ]
    return Table(page.say("excel_sheet_sources"), columns, rows)


def _sources_of(channel_id: str, context: Context) -> Iterator[list[Any]]:
    catalog = context.catalog
    if catalog is None:
        return
    known = {source.source_id: source for source in catalog.sources}
    channels = [row for row in catalog.channels if row.channel_id == channel_id]
    products = [row for row in catalog.products if row.channel_id == channel_id]
    for row in (*channels, *products):
        what = ".".join(str(getattr(row, key)) for key in row.key)
        start = [what, catalog.grade_of(row), str(row.as_of or "")]
        found = [known[source_id] for source_id in row.source if source_id in known]
        for source in found:
            yield [*start, source.title, source.dated, source.url]
        if not found:
            yield [*start, None, None, None]


def last_active(rows: Sequence[CashflowRow]) -> int:
    """Periods up to the last in which something is needed, borrowed or paid; later there is only the surplus."""
    active = (row.need + row.proceeds + row.payments + row.debt_payments + row.outstanding for row in rows)
    *_, last = accumulate(
        (number if moved else 0 for number, moved in enumerate(active, start=1)), max, initial=0
    )
    return last
