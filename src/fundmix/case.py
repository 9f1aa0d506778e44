"""One borrower's case: everything that was asked and what was found before any program."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from fundmix.borrower import Need, Policy, Profile, load_policy
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.tables import Catalog
from fundmix.catalog.tables import Outage as Row
from fundmix.dates import Grid, shift
from fundmix.debts import DebtContract, debt_contracts
from fundmix.eligibility import Verdicts, frame_of, judge, verdict_of
from fundmix.errors import Issue
from fundmix.facts import facts_of, with_channels
from fundmix.offers import Market, Outage, Visitor, build_market, in_force, named_outage, struck
from fundmix.program.outages import Threat, waived
from fundmix.program.situation import LOOK_AHEAD, Calendar, Situation, build_situation, last_draw


@dataclass(frozen=True)
class Case:
    """Catalog, borrower and policy; the facts, verdicts, offers and months that follow from them."""

    catalog: Catalog
    profile: Profile
    needs: tuple[Need, ...]
    policy: Policy
    debts: tuple[DebtContract, ...]
    facts: dict[str, Any]
    verdicts: Verdicts
    visitor: Visitor
    market: Market
    situation: Situation

    @cached_property
    def failures(self) -> dict[str, list[dict[str, Any]]]:
        """Failed and unknown rules by channel, as plain records, what is only information left out."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.verdicts.records():
            if row["kind"] != "info":
                found.setdefault(row["channel_id"], []).append(row)
        return found


def open_case(catalog: Catalog, profile: Profile, needs: Iterable[Need], policy: Policy | str) -> Case:
    """Judge the borrower, price the catalog and lay out the months.

    When the borrower's own cash meets everything and no debt could be repaid early or carried on, the market is empty:
    nobody should borrow for gain.

    Raises:
        InputError: for facts, debts or quotes that contradict each other or the catalog.
    """
    chosen = load_policy(policy) if isinstance(policy, str) else policy
    _check_channels(chosen, catalog)
    wanted = tuple(needs)
    known = with_channels(profile, catalog)
    facts = facts_of(known, catalog)
    verdicts = judge(catalog, frame_of(facts))
    debts = debt_contracts(known, catalog)
    grid = Grid(start=known.start, period=catalog.settings.period)
    until = last_draw(known, wanted, chosen, debts, grid)
    # whether own money carries the debts is told before any offer; without debts there is nothing to carry
    hardship = (
        bool(debts)
        and build_situation(known, wanted, chosen, debts, Calendar(grid, until, until + 1)).in_hardship
    )
    judged = {channel: (found.verdict, found.soft) for channel, found in verdict_of(verdicts).items()}
    visitor = Visitor(catalog, known, facts, judged, chosen, debts, until, hardship)
    market = in_force(visitor, build_market(visitor))
    last_event = max([until + 1, *(grid.index_of(need.last_day) + chosen.inflow_delay for need in wanted)])
    longest = max((offer.draws[-1][0] + offer.terms.term for offer in market.offers), default=0)
    horizon = max(last_event, longest)
    situation = build_situation(known, wanted, chosen, debts, Calendar(grid, until, horizon))
    rights = any(offer.use != "new" for offer in market.offers)
    if situation.gap <= 0 and not situation.early and not rights:
        market = market.model_copy(update={"lenders": (), "offers": ()})
        situation = build_situation(known, wanted, chosen, debts, Calendar(grid, until, last_event))
    return Case(catalog, known, wanted, chosen, debts, facts, verdicts, visitor, market, situation)


def in_outage(
    case: Case, outage: Outage, applied: Collection[str] | None = None, used: Collection[str] = ()
) -> Case:
    """The case as an outage leaves it to who ``applied`` for these channels (None = all) and ``used`` these.

    The policy is waived as in :func:`fundmix.program.outages.waived`; facts and verdicts stay. Where the borrower's own
    money comes late or is less, money may be drawn for as much longer.
    """
    policy = waived(case.policy, outage)
    grid, until, horizon = case.situation.calendar
    needs = tuple(_delayed(need, outage, grid) for need in case.needs)
    market = case.market
    if outage.hits_money and market.offers:
        hit = build_situation(case.profile, needs, policy, case.debts, case.situation.calendar, outage)
        lossy = [int(period) for period in np.flatnonzero(hit.losses) if outage.covers(int(period))]
        late = grid.periods_in(outage.inflow_delay_months)
        until = max([until + late, *(period for period in lossy if period <= until + LOOK_AHEAD)])
        visitor = replace(case.visitor, draw_until=until)
        market = in_force(visitor, build_market(visitor))
        longest = max((offer.draws[-1][0] + offer.terms.term for offer in market.offers), default=0)
        horizon = max(horizon + until - case.situation.draw_until, longest)
    market = struck(market, outage, grid, applied=applied, used=used)
    calendar = Calendar(grid, until, horizon)
    hit = build_situation(case.profile, needs, policy, case.debts, calendar, outage)
    return replace(case, policy=policy, needs=needs, market=market, situation=hit)


def named(case: Case, row: Row) -> Outage:
    """An outage of the catalog as it hits the borrower of this case."""
    return named_outage(case.visitor, case.market, row)


def _delayed(need: Need, outage: Outage, grid: Grid) -> Need:
    """An inflow as late as the outage makes it."""
    if need.kind == "need" or not outage.inflow_delay_months or not outage.covers(grid.index_of(need.date)):
        return need
    return need.model_copy(update={"date": shift(need.date, outage.inflow_delay_months)})


def threat_of(case: Case, outage: Outage) -> Threat:
    """What an outage leaves of a case, whatever has been applied for."""
    hit = in_outage(case, outage)
    return Threat(outage, hit.situation, hit.market)


def _check_channels(policy: Policy, catalog: Catalog) -> None:
    """A channel that is to be used or left out must exist: a slip of the pen would let it in; so must an outage.

    Raises:
        InputError: ``profile_channel_unknown`` or ``outage_unknown`` for each, with the nearest id.
    """
    found = Findings()
    known = [channel.channel_id for channel in catalog.channels]
    outages = ["channel", "group", *(row.outage_id for row in catalog.outages)]
    for outage_id in policy.survive:
        if outage_id not in outages:
            found.near(Issue("outage_unknown", column="survive", value=shown(outage_id)), outages)
    for word in ("require", "exclude"):
        for channel_id in getattr(policy, word):
            if channel_id not in known:
                found.near(Issue("profile_channel_unknown", column=word, value=channel_id), known)
    found.raise_all()
