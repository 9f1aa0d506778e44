"""The plan on a terminal: the answer first, then what it rests on."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TextIO, get_args

from fundmix.borrower import PRESETS
from fundmix.plan import FundingPlan
from fundmix.report.applications import all_applications, applications
from fundmix.report.debts import renewals, repayments
from fundmix.report.facts import FactText
from fundmix.report.headline import has_needs, headlines, repaid
from fundmix.report.loan import schedule_parts
from fundmix.report.page import ALARM, HEADING, QUIET, Column, Page, figures
from fundmix.report.safety import safety
from fundmix.report.sections import balloons, binding, cash, excluded, mix, period_name, repairs
from fundmix.words import label, note_line, say
from fundmix.words.formats import NOTHING, date, printable

if TYPE_CHECKING:
    from fundmix.analysis.alternatives import Replacement

TableName = Literal["mix", "applications", "repayments", "renewals", "cashflow", "schedule", "excluded"]
TABLE_NAMES: tuple[TableName, ...] = get_args(TableName)
ROWS_CHANGED_SHOWN = 5
FIXED_WARNINGS = (
    "warning_fee_before_payout",
    "warning_another_name",
    "warning_paid_repair",
    "warning_interest_first",
)


def print_plan(
    plan: FundingPlan,
    lang: str,
    file: TextIO | None = None,
    width: int | None = None,
    facts: Mapping[str, FactText] | None = None,
) -> None:
    """Write the plan to ``file`` (stdout), ``width`` cells wide (the terminal's, 80 when piped).

    ``facts``: the catalog's facts in words; a plan itself has none, and without them only reasons are shown.
    """
    write_plan(Page(lang, file, width, plan.currency), plan, facts or {})


def write_plan(page: Page, plan: FundingPlan, facts: Mapping[str, FactText]) -> None:
    """Write every section of the plan; ``facts`` as in :func:`print_plan`."""
    answer(page, plan)
    advice(page, plan)
    if plan.draws:
        mix(page, plan.draws)
    if repaid(plan):
        repayments(page, plan)
    if plan.renewals:
        renewals(page, plan)
    cash(page, plan)
    balloons(page, plan)
    applications(page, plan)
    safety(page, plan)
    excluded(page, plan.excluded_rows, facts)
    binding(page, plan)
    repairs(page, plan.repairs, asked=False)
    warnings(page, plan)
    last_lines(page, plan)


def print_table(
    plan: FundingPlan,
    table: TableName,
    lang: str,
    file: TextIO | None = None,
    facts: Mapping[str, FactText] | None = None,
    instead: "Sequence[Replacement]" = (),
) -> None:
    """Write one table of the plan in full; ``facts`` as in :func:`print_plan`, ``instead`` the next-best mixes."""
    page = Page(lang, file, currency=plan.currency)
    shown: dict[TableName, Callable[[], None]] = {
        "mix": lambda: mix(page, plan.draws),
        "applications": lambda: all_applications(page, plan, instead),
        "repayments": lambda: repayments(page, plan),
        "renewals": lambda: renewals(page, plan),
        "cashflow": lambda: cash(page, plan, None),
        "schedule": lambda: schedule(page, plan),
        "excluded": lambda: excluded(page, plan.excluded_rows, facts or {}, None),
    }
    shown[table]()


def schedule(page: Page, plan: FundingPlan) -> None:
    """Every dated payment of every draw."""
    page.heading(page.say("schedule_title"))
    parts = schedule_parts(plan.schedule_rows)
    heads = ("draw_id", "date", *parts)
    columns = [Column(page.say(f"column_{head}"), right=number > 1) for number, head in enumerate(heads)]
    amounts = [figures([getattr(row, name) for row in plan.schedule_rows], 2) for name in parts]
    starts = [(row.draw_id, date(row.date)) for row in plan.schedule_rows]
    page.table(columns, [[*start, *cells] for start, *cells in zip(starts, *amounts, strict=True)])


def answer(page: Page, plan: FundingPlan) -> None:
    """Can it be funded, the heaviest month, the cost in all, when the money is there, what is saved on old loans."""
    totals = plan.totals
    first, *further = headlines(page, plan)
    page.line(first, style=HEADING if plan.status in ("funded", "not_needed") else ALARM)
    for text in further:
        page.line(text)
    for row in plan.need_rows:
        if row.unmet:
            values = {"date": row.date, "purpose": row.purpose, "amount": row.amount, "unmet": row.unmet}
            page.line(page.say("need_open", **values), first="  · ")
    if totals.shortfall:
        page.line(page.say("shortfall_open", shortfall=totals.shortfall), first="  · ", style=ALARM)
    if plan.draws or repaid(plan) or not has_needs(plan):
        page.blank()
        page.pairs(key_figures(page, plan))


def key_figures(page: Page, plan: FundingPlan) -> list[tuple[str, str]]:
    """The heaviest month, the cost in all, when the money is there, what is saved on old loans after fees."""
    totals = plan.totals
    rows = [_heaviest(page, plan)]
    if plan.draws:
        parts = {"interest": totals.interest, "fees": totals.fees}
        cost = page.say("figure_cost_value", cost=totals.interest + totals.fees, **parts)
        if totals.apr is not None:
            cost += page.say("figure_cost_apr", apr=totals.apr)
        rows.append((page.say("figure_cost"), cost))
    # a renewal pays out nothing
    days = sorted(draw.draw_date for draw in plan.draws if draw.use == "new")
    if days:
        there = "figure_money_one" if days[0] == days[-1] else "figure_money_many"
        rows.append((page.say("figure_money"), page.say(there, first=days[0], last=days[-1])))
    if totals.saved:
        interest = sum(row.interest_saved for row in repaid(plan))
        values = {"saved": totals.saved, "interest": interest, "fee": sum(row.fee for row in repaid(plan))}
        rows.append((page.say("figure_saved"), page.say("figure_saved_value", **values)))
    return rows


def _heaviest(page: Page, plan: FundingPlan) -> tuple[str, str]:
    """The period in which most is paid, old debts and new loans apart."""
    totals = plan.totals
    name = page.say("figure_heaviest" if plan.inputs.period == "month" else "figure_heaviest_period")
    if totals.heaviest_month is None:
        return name, NOTHING
    when = period_name(plan, totals.heaviest_month, page.lang)
    row = plan.cashflow_rows[totals.heaviest_month]
    old = totals.heaviest_payment - row.payments
    both = "_both" if row.payments and old > 0 else ""
    values = {"amount": totals.heaviest_payment, "new": row.payments, "old": old}
    load = page.say(f"figure_heaviest_value{both}", when=when, **values)
    return name, load


def advice(page: Page, plan: FundingPlan) -> None:
    """What to do instead or first: before the mix, since "do not borrow" is an answer too."""
    if plan.advice:
        page.heading(page.say("title_advice"))
        page.bullets([note_line(warn, page.lang) for warn in plan.advice])


def warnings(page: Page, plan: FundingPlan) -> None:
    """What to mind, and four warnings that always stand."""
    page.heading(page.say("title_warnings"))
    page.bullets([note_line(warn, page.lang) for warn in plan.warnings])
    page.bullets([page.say(code) for code in FIXED_WARNINGS])


def last_lines(page: Page, plan: FundingPlan) -> None:
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
    # a policy of one's own has the name that its file has
    name = plan.inputs.policy.name
    policy = label(name, page.lang) if name in PRESETS else printable(name)
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
