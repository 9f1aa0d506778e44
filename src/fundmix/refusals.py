"""What each outage does to a plan: how much stays funded, what it costs more, what is drawn instead."""

import datetime as dt
import time
from collections.abc import Iterator, Sequence

from fundmix.borrower import Policy
from fundmix.case import Case, in_outage, named, threat_of
from fundmix.errors import NotProvenError
from fundmix.offers import Outage, group_refusals, single_refusals
from fundmix.plan import FundingPlan, OutageRow, ReplacementDraw, Warn
from fundmix.planned import planned
from fundmix.program import AfterOutage, Threat, find_optimum, write_after
from fundmix.program.columns import column_name
from fundmix.program.early import handovers

SECONDS, LEAST_SECONDS = 10.0, 2.0
"""Time for the best answer to one outage; and what it has at least when the plan has taken all the time."""


def outages_of(case: Case, policy: Policy) -> tuple[Outage, ...]:
    """The outages that a policy wants to survive."""
    grid, found = case.situation.grid, list[Outage]()
    for word in policy.survive:
        if word == "channel":
            found += single_refusals(case.market, grid)
        elif word == "group":
            found += group_refusals(case.market, grid, policy.survive_from)
        else:
            found += [named(case, row) for row in case.catalog.outages if row.outage_id == word]
    return tuple(found)


def threats(case: Case) -> tuple[Threat, ...]:
    """The outages of the case's policy, with what each leaves of market and money."""
    return tuple(threat_of(case, outage) for outage in outages_of(case, case.policy))


def recourse_of(case: Case, outage: Outage, base: FundingPlan) -> tuple[Case, AfterOutage]:
    """The case in an outage, and its program with everything done that the plan had done before."""
    used = {draw.channel_id for draw in base.draws}
    applied = used | {row.channel_id for row in base.applications}
    hit = in_outage(case, outage, applied, used)
    threat = Threat(outage, hit.situation, hit.market)
    return hit, write_after(AfterOutage(threat, done=decisions_of(base, hit)))


def outage_rows(
    case: Case, base: FundingPlan, gap: float | None, wanted: Sequence[Outage], deadline: float
) -> Iterator[OutageRow]:
    """One row per outage that the plan feels."""
    felt = [outage for outage in wanted if feels(base, outage)]
    for number, outage in enumerate(felt):
        left = (deadline - time.monotonic()) / (len(felt) - number)
        yield answer_to(case, outage, base, gap, min(SECONDS, max(LEAST_SECONDS, left)))


def answer_to(
    case: Case, outage: Outage, base: FundingPlan, gap: float | None, seconds: float = SECONDS
) -> OutageRow:
    """What an outage makes of a plan, with the best answer to it.

    Where no answer passes the re-play to the cent, only what the program itself leaves missing is told.
    """
    hit, recourse = recourse_of(case, outage, base)
    optimum = find_optimum(recourse, gap=gap, time_limit=seconds)
    try:
        left = planned(hit, recourse, optimum, until=time.monotonic() + seconds)
        return outage_row(outage, base, left, case)
    except NotProvenError:
        lacks = optimum.levels["shortfall"] + optimum.levels["unmet"]
        return outage_row(outage, base, base, case).model_copy(
            update={**_share(case, lacks - _missing(base)), "extra_cost": None}
        )


def feels(plan: FundingPlan, outage: Outage) -> bool:
    """Whether an outage takes anything from the plan as it is: own money, a drawing, a renewal, or its price."""
    moved = {draw.draw_id for draw in plan.draws if draw.use != "new"}
    hit_draws = any(
        row.drawn and row.channel_id in outage.hits and row.draw_id not in moved and outage.covers(row.month)
        for row in plan.schedule_rows
    )
    takes = outage.limit_factor < 1 or outage.rate_add > 0
    renewed = any(
        draw.draw_id in moved and draw.channel_id in outage.hits and outage.covers(draw.draw_month)
        for draw in plan.draws
    )
    return outage.hits_money or (takes and hit_draws) or (outage.renewals_refused and renewed)


def announced(case: Case, plan: FundingPlan) -> Iterator[Warn]:
    """A warning for each outage that is announced and would take something from the plan."""
    for row in case.catalog.outages:
        outage = named(case, row) if row.status == "announced" else None
        if outage is not None and feels(plan, outage):
            values = {"name": row.name, "name_en": row.name_en, "day": outage.known}
            yield Warn(code="outage_announced", values=values)


def decisions_of(plan: FundingPlan, case: Case) -> dict[str, float]:
    """What a plan has decided, by the names that the program gives it."""
    done: dict[str, float] = {f"repays_{row.month}": 1.0 for row in plan.repayments if row.draw_id is None}
    lines = {draw.draw_id: draw.offer_id for draw in plan.draws if draw.revolving}
    idle = _idle(plan)
    for draw in plan.draws:
        if not draw.revolving:
            closed = [] if draw.closed_month is None else [f"c{draw.closed_month}"]
            name = column_name("draw", draw.offer_id, f"t{draw.draw_month}", *closed)
            done[name] = done.get(name, 0.0) + draw.amount
            done[f"idle_{name}"] = idle[draw.draw_id]
            done[column_name(f"fee_of_{name}")] = 1.0
            done[f"renews_{name.removeprefix('draw_')}"] = 1.0
    for row in plan.schedule_rows:
        if row.draw_id in lines:
            line = column_name(lines[row.draw_id])
            for word, yuan in (("draw", row.drawn), ("repay", row.principal)):
                name = f"{word}_{line}_{row.month}"
                done[name] = done.get(name, 0.0) + yuan
            done[f"balance_{line}_{row.month}"] = row.balance
            if row.drawn:
                done[f"idle_draw_{line}_{row.month}"] = idle[row.draw_id]
                done[f"fee_of_draw_{line}_{row.month}"] = 1.0
    repaid = {(row.debt, row.date): row.principal for row in plan.repayments}
    situation = case.situation
    for column in (*situation.early, *handovers(situation.debts, case.market.offers, situation.grid)):
        done[column.name] = repaid.get((column.debt.name, column.day), 0.0)
    for need in plan.need_rows:
        done[column_name(f"unmet_{need.name}")] = need.unmet
        done[column_name(f"pay_{need.name}_{need.month}")] = need.amount - need.unmet
    return done


def _idle(plan: FundingPlan) -> dict[str, float]:
    """Yuan of each draw that serve nothing: what rounding to steps has left over."""
    given = dict.fromkeys((draw.draw_id for draw in plan.draws), 0.0)
    for need in plan.need_rows:
        for draw_id, yuan in need.gives:
            if draw_id in given:
                given[draw_id] += yuan
    rates = {one.offer_id: one.terms.retained_balance_rate for one in plan.inputs.contracts}
    came = dict.fromkeys(given, 0.0)
    lines = {draw.draw_id for draw in plan.draws if draw.revolving}
    for row in plan.schedule_rows:
        if row.drawn:
            # of a line only fees are withheld at payout, of another draw everything that its first row asks
            taken = row.fee if row.draw_id in lines else row.payment
            came[row.draw_id] += row.drawn * (1 - rates[row.offer_id]) - taken
    return {draw_id: max(0.0, came[draw_id] - yuan) for draw_id, yuan in given.items()}


def outage_row(outage: Outage, base: FundingPlan, left: FundingPlan, case: Case) -> OutageRow:
    """What an outage makes of a plan, in a row."""
    return OutageRow(
        outage_id=outage.outage_id,
        name=outage.name,
        name_en=outage.name_en,
        hits=outage.hits,
        date=case.situation.grid.date_of(outage.first),
        **_share(case, _missing(left) - _missing(base)),
        extra_cost=round(net_cost(left) - net_cost(base), 2),
        draws=tuple(_replacements(base, left)),
    )


def _replacements(base: FundingPlan, left: FundingPlan) -> Iterator[ReplacementDraw]:
    """What is drawn of a channel on a day where the plan draws less of it."""
    planned_there = _by_channel_and_day(base)
    names = {draw.channel_id: draw for draw in left.draws}
    for (channel_id, day), amount in sorted(_by_channel_and_day(left).items(), key=lambda one: one[0][::-1]):
        before = planned_there.get((channel_id, day), 0.0)
        if amount > before + 0.005:
            yield ReplacementDraw(
                channel_id=channel_id,
                name=names[channel_id].name,
                name_en=names[channel_id].name_en,
                draw_date=day,
                amount=round(amount, 2),
                planned=round(before, 2),
            )


def _by_channel_and_day(plan: FundingPlan) -> dict[tuple[str, dt.date], float]:
    """Yuan drawn of new money, of a line its peak, by channel and first day."""
    drawn: dict[tuple[str, dt.date], float] = {}
    for draw in plan.draws:
        if draw.use == "new":
            key = (draw.channel_id, draw.draw_date)
            drawn[key] = drawn.get(key, 0.0) + draw.amount
    return drawn


def _share(case: Case, lacks: float) -> dict[str, float]:
    """What is missing beyond the plan itself, and the share of the peak gap that stays funded."""
    gap = case.situation.gap
    share = 1 - max(0.0, lacks) / gap if gap > 0 else 1.0
    return {"funded_share": round(max(0.0, share), 6), "missing": round(max(0.0, lacks), 2)}


def net_cost(plan: FundingPlan) -> float:
    """What a plan's loans cost, less what it saves on old debts, yuan."""
    return plan.totals.cost - plan.totals.saved


def _missing(plan: FundingPlan) -> float:
    return plan.totals.unmet + plan.totals.shortfall
