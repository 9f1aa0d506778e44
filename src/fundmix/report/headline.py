"""The first lines of a plan: can it be funded, and what becomes of the loans that exist."""

from collections.abc import Iterable
from itertools import groupby

from fundmix.plan import EarlyRepayment, FundingPlan, Renewal
from fundmix.report.page import Page

_TALK_FIRST = ("talk_to_lender_overdue", "talk_to_lender", "hardship_first")
"""Advice beside which "keep your loans as they are" would deceive."""


def repaid(plan: FundingPlan) -> tuple[EarlyRepayment, ...]:
    """The debts that are repaid early; those that move into an instalment plan are not."""
    return tuple(row for row in plan.repayments if row.draw_id is None)


def has_needs(plan: FundingPlan) -> bool:
    """Whether money is needed for anything but the loans that exist."""
    return any(need.kind == "need" for need in plan.inputs.needs)


def new_money(plan: FundingPlan) -> float:
    """The most that is owed of new money at once; what renewals carry on is no new money."""
    if not plan.renewals:
        return plan.totals.raised
    new = {draw.draw_id for draw in plan.draws if draw.use == "new"}
    owed: dict[str, float] = {}
    most = 0.0
    rows = sorted((row for row in plan.schedule_rows if row.draw_id in new), key=lambda row: row.month)
    for _, month in groupby(rows, key=lambda row: row.month):
        owed.update({row.draw_id: row.balance for row in month})
        most = max(most, sum(owed.values()))
    return round(most, 2)


def headlines(page: Page, plan: FundingPlan) -> list[str]:
    """What the plan comes to, in one line; below it what becomes of old loans, where that line does not say it."""
    if has_needs(plan):
        return [_for_needs(page, plan), *_repaid_line(page, plan), *_relies_line(page, plan)]
    if not plan.inputs.debts:
        return [_for_needs(page, plan)]
    if plan.totals.shortfall:
        return [page.say("headline_short"), *_repaid_line(page, plan), *_relies_line(page, plan)]
    first = [page.say("headline_debts_unproven")] if plan.status == "unproven" else []
    if repaid(plan):
        return [*first, _cheaper(page, plan), *_relies_line(page, plan)]
    told = "hardship" if any(row.use == "hardship" for row in plan.renewals) else "renewed"
    if plan.renewals:
        shown = [row for row in plan.renewals if told == "renewed" or row.use == "hardship"]
        rest = [row for row in plan.renewals if row not in shown]
        line = page.say(f"headline_debts_{told}", debts=_names(shown))
        return [*first, line, *_relies_line(page, plan, rest)]
    return [*first, _as_it_is(page, plan)]


def _for_needs(page: Page, plan: FundingPlan) -> str:
    """Whether every need is met, and by how much new money."""
    totals = plan.totals
    new = [draw for draw in plan.draws if draw.use == "new"]
    code = f"headline_{plan.status}"
    if plan.status == "partial" and not totals.unmet:
        code = "headline_short"
    elif plan.status == "funded" and not new:
        code = "headline_funded_renewed" if plan.renewals else "headline_not_needed"
    return page.say(
        code,
        raised=new_money(plan),
        needed=sum(need.amount for need in plan.inputs.needs if need.kind == "need"),
        unmet=totals.unmet,
        channels=len({draw.channel_id for draw in new}),
        draws=len(new),
        debts=_names(plan.renewals),
    )


def _cheaper(page: Page, plan: FundingPlan) -> str:
    """What is repaid early, what that saves, and what the new money for it costs."""
    values = {"debts": _names(repaid(plan)), "saved": plan.totals.saved}
    new = [draw for draw in plan.draws if draw.use == "new"]
    if not new:
        return page.say("headline_debts_cheaper", **values)
    cost = sum(draw.interest + draw.fees for draw in new)
    net = plan.totals.saved - cost
    code = "headline_debts_cheaper_new" if net > 0 else "headline_debts_arranged"
    return page.say(code, cost=cost, net=net, **values)


def _as_it_is(page: Page, plan: FundingPlan) -> str:
    """Old loans that are neither repaid early nor renewed."""
    if plan.draws:
        return page.say("headline_debts_bridged", raised=new_money(plan), draws=len(plan.draws))
    talk = any(warn.code in _TALK_FIRST for warn in plan.advice)
    return page.say("headline_debts_talk" if talk else "headline_debts_stay")


def _repaid_line(page: Page, plan: FundingPlan) -> list[str]:
    """What is repaid early beside the needs."""
    rows = repaid(plan)
    return [page.say("line_repaid", debts=_names(rows), saved=plan.totals.saved)] if rows else []


def _relies_line(page: Page, plan: FundingPlan, among: Iterable[Renewal] | None = None) -> list[str]:
    """Which lenders must say yes, and the first day by which one of them is to be asked."""
    rows = list(plan.renewals if among is None else among)
    if not rows:
        return []
    return [page.say("line_relies", debts=_names(rows), ask_by=min(row.ask_by for row in rows))]


def _names(rows: Iterable[EarlyRepayment | Renewal]) -> list[str]:
    """The debts as the borrower calls them, in quotes, each once."""
    return [f"“{name}”" for name in dict.fromkeys(row.debt for row in rows)]
