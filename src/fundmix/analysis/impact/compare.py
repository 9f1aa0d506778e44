"""Two cases and two plans held against each other."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from fundmix.analysis.impact.records import (
    OfferChange,
    Offered,
    PlanImpact,
    PlanSide,
    Standing,
    VerdictChange,
)
from fundmix.answer import failed_rules
from fundmix.case import Case
from fundmix.catalog.effects import Effect
from fundmix.catalog.tables import Channel
from fundmix.offers import Market, build_market, in_force
from fundmix.plan import Failure, FundingPlan
from fundmix.refusals import net_cost

RANK: dict[Standing, int] = {"eligible": 0, "unknown": 1, "ineligible": 2, "absent": 3}
LOOK_AHEAD_MONTHS = 12
"""Offers are compared over at least so many months, however soon the last need is."""
YUAN = 1.0
"""Below this two sums of money are told as one."""
Reason = Literal["missing", "excess", "cost"]
TINY = 1e-6
"""Yuan that two proved costs may differ by in the arithmetic alone."""


def verdict_changes(old: Case, new: Case) -> Iterator[VerdictChange]:
    """Every channel whose verdict or soft rules come out otherwise, or that only one catalog has."""
    judged = [case.verdicts.judgements() for case in (old, new)]
    for channel in _channels(old, new):
        key = channel.channel_id
        before, after = (found.get(key) for found in judged)
        if before == after:
            continue
        stands: list[Standing] = [found.verdict if found else "absent" for found in (before, after)]
        soft = [bool(found and found.soft) for found in (before, after)]
        missed = [{row.rule_id: row for row in _failed(case, key)} for case in (old, new)]
        told = [row for name, row in missed[1].items() if not _same(row, missed[0].get(name))]
        yield VerdictChange(
            channel_id=key,
            name=channel.name,
            name_en=channel.name_en,
            effect=_worse_if((RANK[stands[0]], soft[0]), (RANK[stands[1]], soft[1])),
            before=stands[0],
            after=stands[1],
            soft_before=soft[0],
            soft_after=soft[1],
            fails=tuple(told) if before is not None else (),
            passes=tuple(name for name in missed[0] if after is not None and name not in missed[1]),
        )


def _failed(case: Case, channel_id: str) -> tuple[Failure, ...]:
    return failed_rules(case.failures.get(channel_id, []))


def _same(row: Failure, before: Failure | None) -> bool:
    """Whether a rule failed in the same way before."""
    return before is not None and (row.state, row.kind, row.required) == (
        before.state,
        before.kind,
        before.required,
    )


def offer_changes(old: Case, new: Case) -> Iterator[OfferChange]:
    """Every channel that offers the borrower another limit or price."""
    markets = [_market(case) for case in (old, new)]
    for channel in _channels(old, new):
        before, after = (
            _terms(case, market, channel.channel_id) for case, market in zip((old, new), markets, strict=True)
        )
        if before.closed and after.closed:
            continue
        if before != after:
            yield OfferChange(
                channel_id=channel.channel_id,
                name=channel.name,
                name_en=channel.name_en,
                effect=_terms_effect(before, after),
                before=before,
                after=after,
            )


def _market(case: Case) -> Market:
    """All that is offered, also where the borrower needs nothing and a plan would not look."""
    ahead = case.situation.grid.periods_in(LOOK_AHEAD_MONTHS)
    visitor = replace(case.visitor, draw_until=max(case.visitor.draw_until, ahead))
    return in_force(visitor, build_market(visitor))


def _terms(case: Case, market: Market, channel_id: str) -> Offered:
    """What one channel offers; what it does for its own old debts is priced as well."""
    if not any(row.channel_id == channel_id for row in case.catalog.channels):
        return Offered(closed="absent")
    offers = [offer for offer in market.offers if offer.channel_id == channel_id]
    if not offers:
        why = next((row.verdict for row in market.excluded if row.channel_id == channel_id), "limit")
        return Offered(closed=why)
    (lender,) = (row for row in market.lenders if row.channel_id == channel_id)
    rates = [offer.apr for offer in offers]
    return Offered(limit=round(lender.limit, 2), apr_low=round(min(rates), 6), apr_high=round(max(rates), 6))


def _terms_effect(before: Offered, after: Offered) -> Effect:
    """Closing is worse, opening better; a smaller limit and a dearer price are worse."""
    if before.closed or after.closed:
        return "worse" if after.closed else "better"
    found = {
        _worse_if(after.limit, before.limit),
        _worse_if(before.apr_low, after.apr_low),
        _worse_if(before.apr_high, after.apr_high),
    } - {"neutral"}
    return found.pop() if len(found) == 1 else "mixed" if found else "neutral"


def _worse_if[T: (float | None, tuple[int, bool])](before: T, after: T) -> Effect:
    """Worse where the second is larger."""
    if before is None or after is None or before == after:
        return "neutral"
    return "worse" if after > before else "better"


def plan_impact(before: FundingPlan, after: FundingPlan) -> PlanImpact:
    """The two plans side by side, and whether one is proved to be worse."""
    sides = [_side(plan) for plan in (before, after)]
    by, effect = _proved(sides[0], sides[1])
    return PlanImpact(
        before=sides[0],
        after=sides[1],
        effect=effect,
        by=by,
        missing_change=round(sides[1].missing - sides[0].missing, 2),
        net_change=round(sides[1].net_cost - sides[0].net_cost, 2),
        left=tuple(name for name in sides[0].channels if name not in sides[1].channels),
        entered=tuple(name for name in sides[1].channels if name not in sides[0].channels),
        names={draw.channel_id: (draw.name, draw.name_en) for plan in (before, after) for draw in plan.draws},
    )


def _side(plan: FundingPlan) -> PlanSide:
    totals, proof = plan.totals, plan.proof
    return PlanSide(
        status=plan.status,
        unmet=totals.unmet,
        shortfall=totals.shortfall,
        excess=totals.excess,
        cost=totals.cost,
        saved=totals.saved,
        net_cost=round(net_cost(plan), 2),
        apr=totals.apr,
        heaviest_payment=totals.heaviest_payment,
        objective=proof.objective,
        bound=proof.bound,
        verified=proof.verified,
        channels=tuple(dict.fromkeys(draw.channel_id for draw in plan.draws)),
        plan=plan,
    )


def _proved(before: PlanSide, after: PlanSide) -> tuple[Reason | None, Effect]:
    """What decides, and how: levels of a proved plan are proved, a cost lies between its bound and itself."""
    if "unproven" in (before.status, after.status):
        return None, "neutral"
    levels: tuple[Reason, Reason] = ("missing", "excess")
    for word in levels:
        change = getattr(after, word) - getattr(before, word)
        if abs(change) >= YUAN:
            return word, "worse" if change > 0 else "better"
    if after.bound > before.objective + TINY:
        return "cost", "worse"
    if after.objective < before.bound - TINY:
        return "cost", "better"
    return None, "neutral"


def _channels(old: Case, new: Case) -> list[Channel]:
    """Every channel of either catalog: the new one's order, then what is gone."""
    rows = {row.channel_id: row for row in new.catalog.channels}
    gone = [row for row in old.catalog.channels if row.channel_id not in rows]
    return [*rows.values(), *gone]
