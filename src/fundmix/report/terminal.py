"""The plan on a terminal: the answer first, then what it rests on."""

from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from fundmix.plan import Binding, CashflowRow, Draw, Excluded, FundingPlan
from fundmix.report.page import ALARM, HEADING, QUIET, Column, Page, figures, rate_text
from fundmix.words import all_sentences, label, note_line, say
from fundmix.words.formats import NOTHING, date, figure, month, percent

MONTHS_SHOWN = 18
EXCLUDED_SHOWN = 8
ROWS_CHANGED_SHOWN = 5
# yuan in a unit, decimals (None = cents where there are some), the sentence that names it
_UNITS: dict[str, tuple[tuple[int, int | None, str], ...]] = {
    "en": ((1, None, ""), (1, 0, "unit_whole"), (1_000, 0, "unit_thousand")),
    "zh": ((1, None, ""), (1, 0, "unit_whole"), (10_000, 2, "unit_ten_thousand")),
}
_LEFT_OUT_QUIETLY = ("reference", "unused")
FIXED_WARNINGS = (
    "warning_fee_before_payout",
    "warning_another_name",
    "warning_paid_repair",
    "warning_interest_first",
)


def print_plan(plan: FundingPlan, lang: str, file: TextIO | None = None, width: int | None = None) -> None:
    """Write the plan to ``file`` (stdout), ``width`` cells wide (the terminal's, 80 when piped)."""
    page = Page(lang, file, width, plan.currency)
    _answer(page, plan)
    if plan.draws:
        _mix(page, plan.draws)
    _cash(page, plan)
    _balloons(page, plan)
    _applications(page, plan)
    _excluded(page, plan.excluded_rows)
    _binding(page, plan.binding)
    _advice(page, plan)
    _last_lines(page, plan)


def name_of(record: object, lang: str) -> str:
    """The name of a channel in the language, else in the catalog's."""
    english = str(getattr(record, "name_en", "") or "")
    return english if lang == "en" and english else str(getattr(record, "name"))  # noqa: B009 - any record with a name


def _names(plan: FundingPlan, lang: str) -> dict[str, str]:
    """channel_id → name, of every channel that the plan speaks of."""
    return {draw.channel_id: name_of(draw, lang) for draw in plan.draws}


def _period(plan: FundingPlan, index: int, lang: str) -> str:
    """A period by its name: the month, or its first day when periods are not months."""
    day = plan.cashflow_rows[index].date
    return month(day, lang) if plan.inputs.period == "month" else date(day)


def _answer(page: Page, plan: FundingPlan) -> None:
    """Can it be funded, the heaviest month, the cost in all, when the money is there."""
    totals = plan.totals
    needed = sum(row.amount for row in plan.need_rows)
    counts = {"channels": plan.diversification.channels, "draws": len(plan.draws)}
    style = HEADING if plan.status in ("funded", "not_needed") else ALARM
    page.line(
        page.say(
            f"headline_{plan.status}", raised=totals.raised, needed=needed, unmet=totals.unmet, **counts
        ),
        style=style,
    )
    for row in plan.need_rows:
        if row.unmet:
            values = {"date": row.date, "purpose": row.purpose, "amount": row.amount, "unmet": row.unmet}
            page.line(page.say("need_open", **values), first="  · ")
    if totals.shortfall:
        page.line(page.say("shortfall_open", shortfall=totals.shortfall), first="  · ", style=ALARM)
    if not plan.draws:
        return
    rows = [(page.say("figure_heaviest"), NOTHING)]
    if totals.heaviest_month is not None:
        when = _period(plan, totals.heaviest_month, page.lang)
        rows = [
            (
                page.say("figure_heaviest"),
                page.say("figure_heaviest_value", when=when, amount=totals.heaviest_payment),
            )
        ]
    cost = page.say(
        "figure_cost_value", cost=totals.interest + totals.fees, interest=totals.interest, fees=totals.fees
    )
    if totals.apr is not None:
        cost += page.say("figure_cost_apr", apr=totals.apr)
    rows.append((page.say("figure_cost"), cost))
    days = sorted(draw.draw_date for draw in plan.draws)
    there = "figure_money_one" if days[0] == days[-1] else "figure_money_many"
    rows.append((page.say("figure_money"), page.say(there, first=days[0], last=days[-1])))
    page.blank()
    page.pairs(rows)


def _mix(page: Page, draws: Sequence[Draw]) -> None:
    """Every draw: from whom, how much, when, on what terms, at which prices, how well known."""
    page.heading(page.say("title_mix"))
    heads = ("advertised", "apr", "effective", "cost", "grade")
    columns = [
        Column(page.say("column_draw"), wide=True),
        Column(page.say("column_amount"), right=True),
        *(Column(page.say(f"column_{head}"), right=head != "grade") for head in heads),
    ]
    amounts = figures([draw.amount for draw in draws])
    costs = figures([draw.interest + draw.fees for draw in draws])
    rows = [
        (
            f"{draw.draw_id} {name_of(draw, page.lang)}",
            amount,
            rate_text(draw.advertised, draw.advertised_basis, page.lang),
            percent(draw.apr),
            percent(draw.effective_annual_rate),
            cost or "0",
            page.say("grade_quoted") if draw.quoted else draw.grade,
        )
        for draw, amount, cost in zip(draws, amounts, costs, strict=True)
    ]
    page.table(columns, rows, [_terms(page, draw) for draw in draws])
    page.line(page.say("mix_legend"), first="  ", style=QUIET)


def _terms(page: Page, draw: Draw) -> str:
    """Day, term and method of a draw on one line."""
    parts = [
        date(draw.draw_date),
        page.say("months", count=draw.term_months),
        label(draw.repayment, page.lang),
    ]
    if draw.revolving:
        parts.append(page.say("revolving"))
    if draw.closed_month is not None:
        parts.append(page.say("closed_early", after=draw.closed_month - draw.draw_month))
    return " · ".join(parts)


def _cash(page: Page, plan: FundingPlan) -> None:
    """Month by month; in whole yuan or in 万 where cents have no room."""
    rows = plan.cashflow_rows[:MONTHS_SHOWN]
    if not rows:
        return
    page.heading(page.say("title_cash"))
    heads = ("period", "income", "needs", "borrowed", "repaid", "old_debts", "closing")
    columns = [Column(page.say(f"column_{head}"), right=head != "period") for head in heads]
    units = _UNITS[page.lang]
    tables = [(_cash_rows(plan, rows, size, decimals), unit) for size, decimals, unit in units]
    table, unit = next((found for found in tables if page.fits(columns, found[0])), tables[-1])
    page.table(columns, table)
    notes = [page.say(unit)] if unit else []
    if len(plan.cashflow_rows) > len(rows):
        notes.append(page.say("cash_more", count=len(plan.cashflow_rows) - len(rows)))
    if notes:
        page.line(" ".join(notes), first="  ", style=QUIET)
    for row in rows:
        if row.shortfall:
            values = {"when": _period(plan, row.month, page.lang), "shortfall": row.shortfall}
            page.line(page.say("shortfall_month", **values), first="  · ", style=ALARM)


def _cash_rows(
    plan: FundingPlan, rows: Sequence[CashflowRow], size: int, decimals: int | None
) -> list[list[str]]:
    """The cells of the cash table, amounts in units of ``size`` yuan."""
    columns = [
        [row.surplus + row.inflow + row.deposit_interest for row in rows],
        [row.need - row.unmet for row in rows],
        [row.proceeds for row in rows],
        [row.payments for row in rows],
        [row.debt_payments - row.shortfall for row in rows],
    ]
    whole = decimals if decimals is not None else 2 if any(_has_cents(column) for column in columns) else 0
    cells = [figures([amount / size for amount in column], whole) for column in columns]
    cells.append([figure(row.closing / size, whole) for row in rows])
    days = [row.date.isoformat()[: 7 if plan.inputs.period == "month" else 10] for row in rows]
    return [list(row) for row in zip(days, *cells, strict=True)]


def _has_cents(amounts: Sequence[float]) -> bool:
    return any(not figure(amount).endswith(".00") for amount in amounts)


def _balloons(page: Page, plan: FundingPlan) -> None:
    """Large principal payments, each with the cash that meets it."""
    if not plan.balloons:
        return
    page.heading(page.say("title_balloons"))
    names = _names(plan, page.lang)
    for balloon in plan.balloons:
        values = {
            "date": balloon.date,
            "name": names.get(balloon.channel_id, balloon.channel_id),
            "draw": balloon.draw_id,
        }
        amounts = {
            "amount": balloon.amount,
            "before": balloon.cash_before,
            "inflow": balloon.inflow,
            "after": balloon.cash_after,
        }
        page.line(page.say("balloon", **values, **amounts), first="  · ")


def _applications(page: Page, plan: FundingPlan) -> None:
    """When to apply for what, and with which papers."""
    if not plan.applications:
        return
    page.heading(page.say("title_applications"))
    columns = [
        Column(page.say("column_apply")),
        Column(page.say("column_answer")),
        Column(page.say("column_bring"), wide=True),
    ]
    rows, papers = [], []
    for application in sorted(plan.applications, key=lambda found: found.apply_date):
        stand_by = "" if application.used else page.say("stand_by")
        name = name_of(application, page.lang) + stand_by
        rows.append((date(application.apply_date), date(application.answer_date), name))
        papers.append(page.say("documents", documents=application.documents) if application.documents else "")
    page.table(columns, rows, papers)
    inquiries = sum(application.hard_inquiry for application in plan.applications)
    if inquiries:
        page.line(page.say("inquiries", count=inquiries), first="  ", style=QUIET)


def _excluded(page: Page, excluded: Sequence[Excluded]) -> None:
    """The channels that are nearest to taking part, and how many more are out."""
    near = sorted((row for row in excluded if row.failed), key=lambda row: len(row.failed))[:EXCLUDED_SHOWN]
    rest = Counter(
        row.verdict for row in excluded if row not in near and row.verdict not in _LEFT_OUT_QUIETLY
    )
    if not near and not rest:
        return
    page.heading(page.say("title_excluded"))
    for row in near:
        reason = row.failed[0].reason or row.failed[0].rule_id
        more = page.say("more_reasons", count=len(row.failed) - 1) if len(row.failed) > 1 else ""
        page.line(
            page.say(
                "excluded", name=name_of(row, page.lang), verdict=label(row.verdict, page.lang), reason=reason
            )
            + more,
            "  · ",
        )
    counts = [
        page.say("count_of", what=label(verdict, page.lang), count=count) for verdict, count in rest.items()
    ]
    also = page.say("excluded_rest", counts=counts) if counts else ""
    page.line(also + page.say("excluded_all"), first="  ", style=QUIET)


def _binding(page: Page, binding: Sequence[Binding]) -> None:
    """What holds the plan back."""
    if not binding:
        return
    page.heading(page.say("title_binding"))
    page.bullets([binding_line(row, page) for row in binding])


def binding_line(row: Binding, page: Page) -> str:
    """The rule's own sentence, else the general one about what it saves or funds."""
    gains = [name for name, change in (("funds", row.change_unmet), ("saves", row.change_cost)) if change < 0]
    own = f"binding_{row.rule}"
    code = own if own in all_sentences() else "_".join(["holds_back", *gains])
    values = {**row.model_dump(), "rule": label(row.rule, page.lang), "subject": row.subject}
    return page.say(code, **values, saves=-row.change_cost, funds=-row.change_unmet)


def _advice(page: Page, plan: FundingPlan) -> None:
    """What to do, what to mind, and four warnings that always stand."""
    told = [note_line(warn, page.lang) for warn in plan.advice]
    if told:
        page.heading(page.say("title_advice"))
        page.bullets(told)
    page.heading(page.say("title_warnings"))
    page.bullets([note_line(warn, page.lang) for warn in plan.warnings])
    page.bullets([page.say(code) for code in FIXED_WARNINGS])


def _last_lines(page: Page, plan: FundingPlan) -> None:
    """What this is not, what it rests on, how it was proved."""
    proof = plan.proof
    page.blank()
    page.line(page.say("disclaimer"), style=HEADING)
    changed = proof.catalog_rows_changed
    values = {
        "name": proof.catalog_name,
        "sha": proof.catalog_sha256[:12],
        "grade": proof.worst_grade or NOTHING,
    }
    text = page.say("rests_on", **values)
    if changed:
        shown = changed[:ROWS_CHANGED_SHOWN]
        text += page.say("rows_changed", count=len(changed), rows=shown) + (
            "…" if len(changed) > len(shown) else ""
        )
    page.line(text, style=QUIET)
    verified = say("verified" if proof.verified else "not_verified", page.lang)
    policy = label(plan.inputs.policy.name, page.lang)
    page.line(
        page.say(
            "proved_by",
            solver=proof.solver,
            version=proof.version,
            gap=proof.gap,
            verified=verified,
            policy=policy,
        ),
        style=QUIET,
    )
