"""Coming maturities: what is missing if a renewal is refused, the cheapest bridge, and the last day to ask for it.

A refusal is known from the first day here: the question is what to prepare now. The bridge is the cheapest mix that
``optimize`` would find without the lenders that refuse, nothing repaid early; it is re-played like every plan.
"""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from fundmix.case import Case, in_outage, open_case
from fundmix.dates import last_working_day, shift
from fundmix.debts import DebtContract
from fundmix.errors import NotProvenError
from fundmix.offers import Outage
from fundmix.plan import Draw, FundingPlan
from fundmix.planned import planned
from fundmix.program import build_model, find_optimum
from fundmix.watch.records import BridgeDraw, DebtPayment, Gap, Maturity

Bridges = dict[frozenset[str], FundingPlan | None]
"""Plans by who refuses; None where none passed the re-play."""
MONTHS = 12
"""How far ahead maturities are looked for, calendar months, whatever the periods of the catalog are."""
PAYMENT_MONTHS = 60
"""How far ahead payments are listed; a mortgage of thirty years would bury everything else."""
SECONDS = 5.0
"""Time for one bridge."""
ONE_DAY = dt.timedelta(days=1)


def maturities(case: Case) -> tuple[Maturity, ...]:
    """Every debt of the case that ends with a sum within :data:`MONTHS` months, the earliest first."""
    case = _reaching(case)
    bridges: Bridges = {}
    found = [_maturity(case, debt, bridges) for debt in _coming(case)]
    return tuple(sorted(found, key=lambda one: (one.date, one.debt)))


def _coming(case: Case) -> list[DebtContract]:
    last = shift(case.profile.start, MONTHS)
    return [debt for debt in case.debts if debt.balloon is not None and debt.balloon.date < last]


def _reaching(case: Case) -> Case:
    """The case with draws until its last maturity: twelve weeks, or the end of a policy's draws, lie before it."""
    days = [debt.balloon.date for debt in _coming(case) if debt.balloon is not None]
    last = max((case.situation.grid.index_of(day) for day in days), default=0)
    if last <= case.situation.draw_until:
        return case
    policy = case.policy.model_copy(update={"draw_until": last})
    return open_case(case.catalog, case.profile, case.needs, policy)


def payments(case: Case) -> tuple[DebtPayment, ...]:
    """What the debts of the case ask for within :data:`PAYMENT_MONTHS` months, by day."""
    last = shift(case.profile.start, PAYMENT_MONTHS)
    found = [
        DebtPayment(
            debt=debt.name,
            channel_id=debt.channel_id,
            last=debt.debt.last_payment,
            date=row.date,
            amount=float(row.payment),
            principal=float(row.principal),
            interest=float(row.interest),
            large=row is debt.balloon,
        )
        for debt in case.debts
        for row in debt.rows
        if row.payment and row.date <= last
    ]
    return tuple(sorted(found, key=lambda one: (one.date, one.debt)))


def own_money(case: Case, day: dt.date, refused: Outage) -> float:
    """Cash at the end of ``day`` without a new loan, yuan; negative = so much is missing.

    What comes in and goes out by then, as it is dated; the surplus of a month counts from its first day. A sum that
    another lender may still renew is not paid.
    """
    situation = case.situation
    period = situation.grid.index_of(day)
    return situation.own_before(period, day + ONE_DAY) + sum(_renewed(case, day, refused))


def _renewed(case: Case, day: dt.date, refused: Outage) -> Iterator[float]:
    """The sums due by ``day`` that lenders who do not refuse may renew, yuan."""
    open_to = {offer.debt for offer in case.market.offers if offer.use in ("renew", "extend")}
    for debt in case.debts:
        hit = debt.channel_id in refused.hits
        if debt.balloon is not None and debt.balloon.date <= day and debt.name in open_to and not hit:
            yield float(debt.balloon.principal)


def _maturity(case: Case, debt: DebtContract, bridges: Bridges) -> Maturity:
    assert debt.balloon is not None
    day, channel = debt.balloon.date, debt.channel
    renewal = _renewal(case, debt)
    lead = dt.timedelta(days=channel.lead_days if channel else 0)
    return Maturity(
        debt=debt.name,
        channel_id=debt.channel_id,
        name=channel.name if channel else debt.name,
        name_en=channel.name_en if channel else "",
        date=day,
        amount=float(debt.balloon.principal),
        renewal=renewal,
        ask_by=max(case.profile.start, last_working_day(day - lead)) if renewal == "open" else None,
        gaps=tuple(_gap(case, outage, day, bridges) for outage in _refusals(case, debt)),
    )


def _renewal(case: Case, debt: DebtContract) -> Literal["open", "too_late", "not_stated", "none"]:
    """Whether the lender may renew the debt, as far as is known."""
    if any(offer.debt == debt.name and offer.use in ("renew", "extend") for offer in case.market.offers):
        return "open"
    return next((why for name, why in case.market.closed if name == debt.name), "none")


def _refusals(case: Case, debt: DebtContract) -> Iterator[Outage]:
    """The lender refuses; then each of its risk groups that holds another lender of the catalog."""
    known = case.profile.start
    if debt.channel is None:
        yield Outage(outage_id="", name=debt.name, hits=(), known=known)
        return
    own = debt.channel
    yield Outage(
        outage_id=f"channel:{own.channel_id}",
        name=own.name,
        name_en=own.name_en,
        hits=(own.channel_id,),
        known=known,
    )
    for group in own.risk_groups:
        hits = tuple(one.channel_id for one in case.catalog.channels if group in one.risk_groups)
        if len(hits) > 1:
            yield Outage(outage_id=f"group:{group}", name=group, hits=hits, known=known)


def _gap(case: Case, outage: Outage, day: dt.date, bridges: Bridges) -> Gap:
    """What is missing on ``day``, to the cent, and who could bring it."""
    own = own_money(case, day, outage)
    missing = round(max(0.0, -own), 2)
    to_minimum = round(max(0.0, case.situation.min_cash - own), 2)
    gap = Gap(
        refused=outage.outage_id,
        name=outage.name,
        name_en=outage.name_en,
        missing=missing,
        to_minimum=to_minimum,
    )
    if not missing:
        return gap
    plan = _bridge(case, outage, bridges)
    if plan is None:
        return gap.model_copy(update={"uncovered": missing})
    bridge = tuple(_bridge_draw(case, plan, draw, day) for draw in plan.draws if draw.draw_date <= day)
    uncovered = sum(row.shortfall + row.unmet for row in plan.cashflow_rows if row.date <= day)
    return gap.model_copy(
        update={
            "bridge": bridge,
            "bridge_gap": round(plan.proof.gap, 2),
            "uncovered": round(min(missing, uncovered), 2),
            "last_day": min((one.apply_by for one in bridge if one.apply_by), default=None),
        }
    )


def _bridge(case: Case, outage: Outage, bridges: Bridges) -> FundingPlan | None:
    """The cheapest plan without those who refuse.

    One that was found while fewer of them, or nobody, refused is it when it uses none of them: to refuse takes
    possibilities away and adds none.
    """
    refusing = frozenset(outage.hits)
    if not bridges:
        bridges[frozenset()] = _bridged(case, outage.model_copy(update={"hits": ()}))
    for fewer, plan in bridges.items():
        if (
            plan is not None
            and fewer <= refusing
            and refusing.isdisjoint(one.channel_id for one in plan.draws)
        ):
            return plan
    if refusing not in bridges:
        bridges[refusing] = _bridged(case, outage)
    return bridges[refusing]


def _bridged(case: Case, outage: Outage) -> FundingPlan | None:
    """The verified plan without the lenders that refuse, nothing repaid early; None when none passes the re-play."""
    hit = in_outage(case, outage)
    hit = replace(hit, situation=replace(hit.situation, early=()))
    model = build_model(hit.situation, hit.market)
    until = time.monotonic() + SECONDS
    try:
        return planned(hit, model, find_optimum(model, gap=None, time_limit=SECONDS), until=until)
    except NotProvenError:
        return None


def _bridge_draw(case: Case, plan: FundingPlan, draw: Draw, day: dt.date) -> BridgeDraw:
    """A draw of the bridge, with the last day to ask for it."""
    channel = case.catalog.channel(draw.channel_id)
    return BridgeDraw(
        channel_id=draw.channel_id,
        name=draw.name,
        name_en=draw.name_en,
        use=draw.use,
        debt=draw.debt,
        draw_date=draw.draw_date,
        amount=draw.amount,
        cost=draw.cost,
        apr=draw.apr,
        apply_by=_apply_by(case, plan, draw, day),
        pays_needs=bool(_paid(case, plan, draw)),
        documents=channel.documents,
        documents_en=channel.documents_en,
    )


def _apply_by(case: Case, plan: FundingPlan, draw: Draw, day: dt.date) -> dt.date | None:
    """The last working day that lies ``lead_days`` before the money must be there; None = nothing to ask for.

    It must be there when the first of the borrower's needs that it pays is due, else on the day of the maturity.
    """
    lender = next(one for one in case.market.lenders if one.channel_id == draw.channel_id)
    if draw.use == "new" and not lender.applies:
        return None
    wanted = min([day, *_paid(case, plan, draw)])
    return max(case.profile.start, last_working_day(wanted - dt.timedelta(days=lender.lead_days)))


def _paid(case: Case, plan: FundingPlan, draw: Draw) -> list[dt.date]:
    """The last days of the borrower's own needs that a draw pays."""
    due = {need.name: need.last_day for need in case.needs}
    return [due[row.name] for row in plan.need_rows if row.name in due and draw.draw_id in dict(row.gives)]
