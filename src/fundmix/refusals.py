"""What each outage does to a plan: how much stays funded, what it costs more, what is drawn instead."""

from collections.abc import Iterator, Mapping, Sequence

from fundmix.borrower import Policy
from fundmix.case import Case, in_outage, threat_of
from fundmix.offers import Outage, group_refusals, single_refusals
from fundmix.plan import FundingPlan, OutageRow, ReplacementDraw
from fundmix.planned import Planned, planned
from fundmix.program import AfterOutage, Model, Threat, find_optimum, write_after

SECONDS = 10.0
"""Time for the best answer to one outage."""


def outages_of(case: Case, policy: Policy) -> tuple[Outage, ...]:
    """The outages that a policy wants to survive."""
    grid, found = case.situation.grid, list[Outage]()
    for word in policy.survive:
        if word == "channel":
            found += single_refusals(case.market, grid)
        elif word == "group":
            found += group_refusals(case.market, grid, policy.survive_from)
    return tuple(found)


def threats(case: Case) -> tuple[Threat, ...]:
    """The outages of the case's policy, with what each leaves of market and money."""
    return tuple(threat_of(case, outage) for outage in outages_of(case, case.policy))


def after(case: Case, outage: Outage, model: Model, base: Planned, gap: float | None) -> Planned:
    """The best that can be done after an outage, with what the plan had applied for and decided before.

    Raises:
        NotProvenError: when no such plan passes the re-play.
    """
    used = [name for name, use in model.use.items() if base.values.get(use.name, 0.0) > 0.5]
    applied = [name for name, one in model.apply.items() if base.values.get(one.name, 0.0) > 0.5]
    hit = in_outage(case, outage, applied, used)
    recourse = write_after(AfterOutage(Threat(outage, hit.situation, hit.market), done=base.values))
    return planned(hit, recourse, find_optimum(recourse, gap=gap, time_limit=SECONDS))


def outage_rows(
    case: Case, model: Model, base: Planned, gap: float | None, wanted: Sequence[Threat]
) -> Iterator[OutageRow]:
    """One row per outage that can hurt the plan."""
    used = {draw.channel_id for draw in base.plan.draws}
    for threat in wanted:
        if threat.bites(used):
            yield outage_row(
                threat.outage, base.plan, after(case, threat.outage, model, base, gap).plan, case
            )


def outage_row(outage: Outage, base: FundingPlan, left: FundingPlan, case: Case) -> OutageRow:
    """What an outage makes of a plan, in a row."""
    lacks = _missing(left) - _missing(base)
    gap = case.situation.gap
    drawn = {(draw.offer_id, draw.draw_date, draw.amount) for draw in base.draws}
    return OutageRow(
        outage_id=outage.outage_id,
        name=outage.name,
        name_en=outage.name_en,
        hits=outage.hits,
        date=case.situation.grid.date_of(outage.first),
        funded_share=round(max(0.0, 1 - max(0.0, lacks) / gap) if gap > 0 else 1.0, 6),
        missing=round(max(0.0, lacks), 2),
        extra_cost=round(net_cost(left) - net_cost(base), 2),
        draws=tuple(
            ReplacementDraw(
                channel_id=draw.channel_id,
                offer_id=draw.offer_id,
                name=draw.name,
                name_en=draw.name_en,
                draw_date=draw.draw_date,
                amount=draw.amount,
            )
            for draw in left.draws
            if (draw.offer_id, draw.draw_date, draw.amount) not in drawn
        ),
    )


def net_cost(plan: FundingPlan) -> float:
    """What a plan's loans cost, less what it saves on old debts, yuan."""
    return plan.totals.cost - plan.totals.saved


def _missing(plan: FundingPlan) -> float:
    return plan.totals.unmet + plan.totals.shortfall


def reached(rows: Sequence[OutageRow]) -> Mapping[str, float]:
    """Funded share by outage."""
    return {row.outage_id: row.funded_share for row in rows}
