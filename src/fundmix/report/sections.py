"""The parts of a plan on a terminal, one function each."""

from collections import Counter
from collections.abc import Mapping, Sequence

from fundmix.plan import Binding, CashflowRow, Draw, Excluded, FundingPlan, Repair
from fundmix.plan.spoken import binding_sentence, repair_sentence
from fundmix.report.cash_chart import cash_chart
from fundmix.report.facts import FactText, asked_text
from fundmix.report.page import ALARM, QUIET, Column, Page, figures, rate_text
from fundmix.words import all_sentences, label, reason_line
from fundmix.words.formats import date, figure, month, percent

MONTHS_SHOWN = 18
EXCLUDED_SHOWN = 8
BINDING_SHOWN = 5
_LEFT_OUT_QUIETLY = ("reference", "unused")
# yuan in a unit, decimals (None = cents where there are some), the sentence that names it
_UNITS: dict[str, tuple[tuple[int, int | None, str], ...]] = {
    "en": ((1, None, ""), (1, 0, "unit_whole"), (1_000, 0, "unit_thousand"), (1_000_000, 0, "unit_million")),
    "zh": (
        (1, None, ""),
        (1, 0, "unit_whole"),
        (10_000, 2, "unit_ten_thousand"),
        (10**8, 2, "unit_hundred_million"),
    ),
}


def name_of(record: object, lang: str) -> str:
    """The name of a channel in the language, else in the catalog's."""
    english = str(getattr(record, "name_en", "") or "")
    return english if lang == "en" and english else str(getattr(record, "name"))  # noqa: B009 - any record with a name


def names_of(plan: FundingPlan, lang: str) -> dict[str, str]:
    """channel_id → name, of every channel that the plan uses or leaves out."""
    left_out = {row.channel_id: name_of(row, lang) for row in plan.excluded_rows}
    return {**left_out, **{draw.channel_id: name_of(draw, lang) for draw in plan.draws}}


def period_name(plan: FundingPlan, index: int, lang: str) -> str:
    """A period by its name: the month, or its first day when periods are not months."""
    day = plan.cashflow_rows[index].date
    return month(day, lang) if plan.inputs.period == "month" else date(day)


def mix(page: Page, draws: Sequence[Draw]) -> None:
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
    if draw.use != "new":
        parts.append(page.say("draw_for_debt", use=draw.use, debt=draw.debt))
    return " · ".join(parts)


def cash(page: Page, plan: FundingPlan, shown: int | None = MONTHS_SHOWN) -> None:
    """Month by month; in whole yuan or in 万 where cents have no room. ``shown``: None = every month."""
    rows = plan.cashflow_rows if shown is None else plan.cashflow_rows[: min(shown, last_active(plan) + 1)]
    if not rows:
        return
    monthly = plan.inputs.period == "month"
    page.heading(page.say("title_cash" if monthly else "title_cash_periods"))
    heads = (
        "month" if monthly else "period",
        "income",
        "needs",
        "borrowed",
        "repaid",
        "old_debts",
        "closing",
    )
    columns = [Column(page.say(f"column_{head}"), right=number > 0) for number, head in enumerate(heads)]
    units = _UNITS[page.lang]
    tables = [(_cash_rows(plan, rows, size, decimals), unit) for size, decimals, unit in units]
    if shown is not None:
        cash_chart(page, plan, rows)
    table, unit = next((found for found in tables if page.fits(columns, found[0])), tables[-1])
    page.table(columns, table)
    notes = [page.say(unit)] if unit else []
    if len(plan.cashflow_rows) > len(rows):
        notes.append(page.say("cash_more", count=len(plan.cashflow_rows) - len(rows)))
    if notes:
        page.line(("" if page.lang == "zh" else " ").join(notes), first="  ", style=QUIET)
    for row in rows:
        if row.shortfall:
            values = {"when": period_name(plan, row.month, page.lang), "shortfall": row.shortfall}
            page.line(page.say("shortfall_month", **values), first="  · ", style=ALARM)


def last_active(plan: FundingPlan) -> int:
    """The last period in which money is needed, borrowed or repaid; after it there is only the surplus."""
    parts = ("need", "proceeds", "payments", "debt_payments", "shortfall", "outstanding")
    active = (row.month for row in plan.cashflow_rows if any(getattr(row, part) for part in parts))
    return max(active, default=0)


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


def balloons(page: Page, plan: FundingPlan) -> None:
    """Large principal payments, each with the cash that meets it."""
    if not plan.balloons:
        return
    page.heading(page.say("title_balloons"))
    names = names_of(plan, page.lang)
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


def excluded(
    page: Page,
    channels: Sequence[Excluded],
    facts: Mapping[str, FactText],
    shown: int | None = EXCLUDED_SHOWN,
) -> None:
    """The channels that are nearest to taking part, and how many more are out. ``shown``: None = all."""
    # where an appeal may help first, then what a remedy can mend, then what little is missing
    telling = [row for row in channels if row.failed or row.appeal or shown is None]
    near = sorted(
        telling,
        key=lambda row: (
            not row.appeal,
            not row.failed,
            bool(row.failed) and row.failed[0].remedy == "",
            len(row.failed),
        ),
    )[:shown]
    rest = Counter(
        row.verdict for row in channels if row not in near and row.verdict not in _LEFT_OUT_QUIETLY
    )
    if not near and not rest:
        return
    page.heading(page.say("title_excluded"))
    told = ""
    for row in near:
        page.line(_excluded_line(page, row, facts), "  · ")
        # platforms of one kind have one way to appeal: say it once
        if row.appeal and row.appeal != told:
            appeal = row.appeal_en if page.lang == "en" and row.appeal_en else row.appeal
            page.line(page.say("excluded_appeal", appeal=appeal), first="    ")
            told = row.appeal
    counts = [
        page.say("count_of", what=label(verdict, page.lang), count=count) for verdict, count in rest.items()
    ]
    also = page.say("excluded_rest", counts=counts) if counts else ""
    page.line(also + page.say("excluded_all"), first="  ", style=QUIET)


def _excluded_line(page: Page, row: Excluded, facts: Mapping[str, FactText]) -> str:
    """Name and verdict, and the reason that counts most; of a fact that is not stated, what is asked of it."""
    words = {"name": name_of(row, page.lang), "verdict": label(row.verdict, page.lang)}
    if not row.failed:
        return page.say("excluded_plain", **words)
    # a rule that is known to be missed decides before one of which the fact is not stated
    failure = min(row.failed, key=lambda rule: rule.state == "unknown")
    reason = reason_line(failure.reason, failure.reason_en, page.lang)
    if failure.field in facts and (failure.state == "unknown" or not reason):
        reason = page.say("full_stop", sentence=asked_text(failure.model_dump(), facts, page))
    more = page.say("more_reasons", count=len(row.failed) - 1) if len(row.failed) > 1 else ""
    return page.say("excluded", reason=reason or failure.rule_id, **words) + more


def binding(page: Page, plan: FundingPlan) -> None:
    """What holds the plan back, the strongest first."""
    if not plan.binding:
        return
    page.heading(page.say("title_binding"))
    names = names_of(plan, page.lang)
    page.bullets([binding_line(row, names, page) for row in plan.binding[:BINDING_SHOWN]])


def binding_line(row: Binding, names: Mapping[str, str], page: Page) -> str:
    """What one step more of a rule would change; of a rule from elsewhere, the general sentence."""
    called = row if row.name else row.model_copy(update={"name": names.get(row.subject, row.subject)})
    if f"eased_{row.rule}" in all_sentences():
        return binding_sentence(called, page.lang, page.currency)
    gains = [word for word, change in (("funds", row.change_unmet), ("saves", row.change_cost)) if change < 0]
    changes = {"step": row.step, "saves": -row.change_cost, "funds": -row.change_unmet}
    code = "_".join(["holds_back", *gains])
    return page.say(code, rule=label(row.rule, page.lang), name=called.name, **changes)


def repairs(page: Page, found: Sequence[Repair], *, asked: bool) -> None:
    """The menu of smallest repairs; ``asked``: whether to say so when there is none."""
    if not (found or asked):
        return
    page.heading(page.say("title_repairs"))
    page.bullets(
        [repair_sentence(row, page.lang, page.currency) for row in found] or [page.say("repairs_none")]
    )
