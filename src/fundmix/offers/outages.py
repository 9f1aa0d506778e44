"""Outages: a lender that refuses, or a shock to prices and money, and what it leaves of the market."""

import datetime as dt
from collections.abc import Collection, Iterator

from fundmix.catalog.tables import Outage as Row
from fundmix.dates import Grid, shift
from fundmix.eligibility import hits
from fundmix.errors import InputError
from fundmix.fields import Record
from fundmix.loans import price
from fundmix.offers.products import PRICED_AMOUNT
from fundmix.offers.records import Excluded, Lender, Market, Offer
from fundmix.offers.visitor import Visitor

DEARER = "dearer"
"""Last part of the id of an offer whose price an outage has raised."""


class Outage(Record):
    """What is taken away from period ``first`` to ``last`` (None = for good), and known on the day ``known``.

    Attributes:
        outage_id: ``channel:x``, ``group:x`` or the id of a row of ``outages.csv``.
        hits: the channels that it hits.
        limit_factor: what is left of their limits for new draws; 0 = they refuse.
        renewals_refused: whether they also refuse to carry debts on.
        rate_add: yearly rate that their new draws cost more.
        income_factor: what is left of the borrower's income.
        inflow_delay_months: how late expected money comes.
        cash_frozen: whether money in the account cannot be used.
    """

    outage_id: str
    name: str
    name_en: str = ""
    hits: tuple[str, ...]
    first: int = 0
    last: int | None = None
    known: dt.date
    limit_factor: float = 0.0
    renewals_refused: bool = True
    rate_add: float = 0.0
    income_factor: float = 1.0
    inflow_delay_months: int = 0
    cash_frozen: bool = False

    def covers(self, period: int) -> bool:
        """Whether the outage lasts in ``period``."""
        return self.first <= period and (self.last is None or period <= self.last)

    @property
    def gone(self) -> frozenset[str]:
        """The channels that never lend anything new from the first day on."""
        whole = self.first == 0 and self.last is None and self.limit_factor <= 0
        return frozenset(self.hits) if whole else frozenset()

    @property
    def hits_money(self) -> bool:
        """Whether it takes from the borrower's own money, so that any plan may feel it."""
        return self.income_factor < 1 or self.inflow_delay_months > 0 or self.cash_frozen


def single_refusals(market: Market, grid: Grid) -> Iterator[Outage]:
    """Every channel that may be used, refusing on day one; a new lender's answer is known after its lead time."""
    for lender in market.lenders:
        days = lender.lead_days if lender.applies else 0
        yield Outage(
            outage_id=f"channel:{lender.channel_id}",
            name=lender.name,
            name_en=lender.name_en,
            hits=(lender.channel_id,),
            known=grid.start + dt.timedelta(days=days),
        )


def group_refusals(market: Market, grid: Grid, first: int) -> Iterator[Outage]:
    """Every risk group, closed from period ``first`` on, renewals refused."""
    groups = dict.fromkeys(group for lender in market.lenders for group in lender.risk_groups)
    for group in groups:
        yield Outage(
            outage_id=f"group:{group}",
            name=group,
            hits=tuple(one.channel_id for one in market.lenders if group in one.risk_groups),
            first=first,
            known=grid.date_of(first),
        )


def named_outage(visitor: Visitor, market: Market, row: Row) -> Outage:
    """An outage of the catalog as it hits this borrower; one that does not hit takes nothing away."""
    grid, catalog = visitor.grid, visitor.catalog
    hit = hits(catalog, visitor.facts, row)
    channels = {one.channel_id: one for one in catalog.channels}
    first = grid.periods_in(row.from_month)
    return Outage(
        outage_id=row.outage_id,
        name=row.name,
        name_en=row.name_en,
        hits=tuple(
            lender.channel_id
            for lender in market.lenders
            if hit and row.hits_channels and catalog.selects(row.applies_to, channels[lender.channel_id])
        ),
        first=first,
        last=None if row.months is None else first + grid.periods_in(row.months) - 1,
        known=grid.date_of(first),
        limit_factor=row.limit_factor,
        renewals_refused=row.renewals == "refused",
        rate_add=row.rate_add,
        income_factor=row.income_factor if hit else 1.0,
        inflow_delay_months=row.inflow_delay_months if hit else 0,
        cash_frozen=row.cash_frozen and hit,
    )


def in_force(visitor: Visitor, market: Market) -> Market:
    """The market under the outages that are in force; what they do to own money stands in the borrower's figures."""
    for row in visitor.catalog.outages:
        if row.status == "in_force":
            outage = named_outage(visitor, market, row)
            left = struck(market, outage, visitor.grid)
            lending = {offer.channel_id for offer in left.offers}
            gone = [one.channel_id for one in left.lenders if one.channel_id not in lending]
            market = left.model_copy(
                update={
                    "lenders": tuple(one for one in left.lenders if one.channel_id in lending),
                    "excluded": (
                        *left.excluded,
                        *(
                            Excluded(channel_id=one, verdict="outage", detail=(row.outage_id,))
                            for one in gone
                        ),
                    ),
                }
            )
    return market


def struck(
    market: Market,
    outage: Outage,
    grid: Grid,
    *,
    applied: Collection[str] | None = None,
    used: Collection[str] = (),
) -> Market:
    """The market that the outage leaves, to those who ``applied`` (None = everywhere) and ``used`` these before it.

    A lender that is hit makes no new draw above ``limit_factor`` × its limit, refuses renewals if it does so, and asks
    ``rate_add`` more. Who had applied elsewhere by then, without drawing, has an approval that stands by for
    ``approval_valid_months``; a line stands by as long as it lives.
    """
    lenders = {one.channel_id: one for one in market.lenders}
    open_to = {one.channel_id for one in market.lenders if applied is None or not one.applies}
    open_to |= set(applied or ())
    offers = tuple(
        left
        for offer in market.offers
        if offer.channel_id in open_to
        for left in _left_of(_standing(offer, lenders[offer.channel_id], outage, grid, used), outage, grid)
    )
    capped = tuple(_capped(_lent(lender, outage, used), outage, market) for lender in market.lenders)
    return market.model_copy(
        update={"offers": offers, "lenders": tuple(one for one in capped if one.channel_id in open_to)}
    )


def _lent(lender: Lender, outage: Outage, used: Collection[str]) -> Lender:
    """A lender that has lent does not take it back when the borrower's income falls below its ratios."""
    if not outage.hits_money or (used and lender.channel_id not in used):
        return lender
    kept = tuple(rule for rule in lender.moved_rules if rule.moved_by not in ("payment", "debt"))
    return lender.model_copy(update={"moved_rules": kept})


def _standing(offer: Offer, lender: Lender, outage: Outage, grid: Grid, used: Collection[str]) -> Offer:
    """The offer as far as an approval from before the outage stands by."""
    months = lender.approval_valid_months
    if outage.first == 0 or months is None or offer.revolving or not lender.applies or offer.use != "new":
        return offer
    if lender.channel_id in used:
        return offer  # the plan applies for it in its own time
    last = shift(grid.date_of(outage.first), months)
    return offer.model_copy(update={"draws": tuple(one for one in offer.draws if one[1] <= last)})


def is_dearer(offer_id: str) -> bool:
    """Whether the offer is one that an outage has made dearer."""
    return offer_id.endswith(f".{DEARER}")


def _left_of(offer: Offer, outage: Outage, grid: Grid) -> Iterator[Offer]:
    """What is left of an offer: the draws that the outage does not hit, and those that it makes dearer."""
    hit = offer.channel_id in outage.hits
    gone = hit and (outage.limit_factor <= 0 if offer.use == "new" else outage.renewals_refused)
    dearer = hit and outage.rate_add > 0 and not gone
    kept = tuple(one for one in offer.draws if not ((gone or dearer) and outage.covers(one[0])))
    if kept:
        yield offer.model_copy(update={"draws": kept})
    if dearer:
        yield from _repriced(offer, outage)


def _repriced(offer: Offer, outage: Outage) -> Iterator[Offer]:
    """The draws during the outage at the higher rate, as far as it stays lawful."""
    draws = tuple(one for one in offer.draws if outage.covers(one[0]))
    terms = offer.terms.model_copy(update={"rate": offer.terms.rate + outage.rate_add})
    try:
        priced = price(terms, draws[0][1], PRICED_AMOUNT) if draws else None
    except InputError:
        return
    if priced is None or (offer.ceiling is not None and priced.apr > offer.ceiling + 1e-9):
        return
    yield offer.model_copy(
        update={
            "offer_id": f"{offer.offer_id}.{DEARER}", "terms": terms, "draws": draws, "apr": priced.apr,
            "effective_annual_rate": priced.effective_annual_rate,
        }
    )  # fmt: skip


def _capped(lender: Lender, outage: Outage, market: Market) -> Lender:
    """The lender with its smaller limit for new draws in the periods of the outage."""
    if lender.channel_id not in outage.hits or not 0 < outage.limit_factor < 1:
        return lender
    yuan = outage.limit_factor * lender.limit
    periods = sorted(
        {draw[0] for one in market.offers if one.channel_id == lender.channel_id for draw in one.draws}
    )
    rows = tuple((period, "drawing", yuan) for period in periods if outage.covers(period))
    return lender.model_copy(update={"availability": (*lender.availability, *rows)})
