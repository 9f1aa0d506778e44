"""The market of one borrower: product × verdict × borrower → offers, and why the rest is left out."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from fundmix.borrower import Policy, Profile, Quote
from fundmix.catalog.law import ceiling_at
from fundmix.catalog.tables import Catalog, Channel, Fact, Grade, MovedBy, Product, Row
from fundmix.dates import Grid, shift
from fundmix.debts import DebtContract
from fundmix.errors import InputError, Issue
from fundmix.facts import resolve_channel
from fundmix.fields import MONEY_MAX
from fundmix.loans import Price, Terms, price
from fundmix.offers.limits import LimitFound, limit_of, shared_limits
from fundmix.offers.prices import advertised_rate, contracts, terms_of
from fundmix.offers.records import Excluded, Lender, Market, MovedRule, Offer

PRICED_AMOUNT = 10_000.0
"""Yuan at which an offer is priced before its amount is known; the draw is priced again with its fixed fee."""


@lru_cache(maxsize=20_000)
def _priced(terms: Terms, day: dt.date, amount: float) -> Price:
    """The price of a contract, kept: the same terms are priced for the offer, for the law and for each draw day."""
    return price(terms, day, amount)


@dataclass(frozen=True)
class Visitor:
    """One borrower in front of one catalog.

    Attributes:
        facts: field -> value, unknown ones absent.
        verdicts: channel_id -> (``eligible`` ``ineligible`` ``unknown``, soft).
        draw_until: last period of draws.
    """

    catalog: Catalog
    profile: Profile
    facts: Mapping[str, Any]
    verdicts: Mapping[str, tuple[str, bool]]
    policy: Policy
    debts: tuple[DebtContract, ...]
    draw_until: int

    @cached_property
    def grid(self) -> Grid:
        """The period grid of the plan."""
        return Grid(start=self.profile.start, period=self.catalog.settings.period)

    @cached_property
    def fact_rows(self) -> dict[str, Fact]:
        """The catalog's facts by name."""
        return {fact.field: fact for fact in self.catalog.facts}

    @cached_property
    def owed(self) -> frozenset[str]:
        """Channels that the borrower owes."""
        return frozenset(debt.channel_id for debt in self.debts if debt.channel_id)

    @cached_property
    def quotes(self) -> dict[str, tuple[Quote, ...]]:
        """Quotes that are still valid at the start, by channel."""
        found: dict[str, tuple[Quote, ...]] = {}
        for quote in self.profile.quotes:
            channel_id = resolve_channel(self.catalog, quote.channel_id)
            if channel_id and (quote.valid_until is None or quote.valid_until >= self.profile.start):
                found[channel_id] = (*found.get(channel_id, ()), quote)
        return found

    def quote(self, channel_id: str, product_id: str | None = None) -> Quote | None:
        """The quote for a product, else the one for its whole channel."""
        quotes = self.quotes.get(channel_id, ())
        named = [quote for quote in quotes if quote.product_id == product_id and product_id is not None]
        general = [quote for quote in quotes if quote.product_id is None]
        return next(iter(named + general), None)

    def quoted_limit(self, channel_id: str) -> float | None:
        """Yuan quoted for the whole channel, else the largest that was quoted for one of its products."""
        quotes = self.quotes.get(channel_id, ())
        general = [quote.limit for quote in quotes if quote.product_id is None and quote.limit is not None]
        named = [quote.limit for quote in quotes if quote.product_id is not None and quote.limit is not None]
        return general[0] if general else max(named, default=None)


def build_market(visitor: Visitor) -> Market:
    """Every offer that this borrower may choose from, and every channel left out with the reason."""
    lenders: list[Lender] = []
    offers: list[Offer] = []
    excluded: list[Excluded] = []
    questions: dict[str, list[str]] = {}
    for channel in visitor.catalog.channels:
        quoted = visitor.quoted_limit(channel.channel_id)
        limit = limit_of(visitor.catalog, channel, visitor.facts, quoted)
        for field in limit.missing:
            questions.setdefault(field, []).append(channel.channel_id)
        refusal = _refusal(visitor, channel, limit)
        found = () if refusal else tuple(_offers(visitor, channel, limit))
        if not found:
            excluded.append(refusal or Excluded(channel_id=channel.channel_id, verdict="law"))
            continue
        lenders.append(_lender(visitor, channel, limit, found))
        offers.extend(found)
    _distinct(offers)
    names = {lender.channel_id for lender in lenders}
    pledges = {lender.pledge for lender in lenders if lender.pledge}
    return Market(
        lenders=tuple(lenders),
        offers=tuple(offers),
        excluded=tuple(excluded),
        asset_values={field: _free_value(visitor, field) for field in sorted(pledges)},
        together=shared_limits(visitor.catalog, visitor.facts, names),
        questions=tuple((field, tuple(channels)) for field, channels in questions.items()),
    )


def _distinct(offers: list[Offer]) -> None:
    """Make sure that offers differ in the names that a solver keeps, where every dot becomes ``_``."""
    seen: dict[str, str] = {}
    issues = []
    for offer in offers:
        other = seen.setdefault(offer.offer_id.replace(".", "_"), offer.offer_id)
        if other != offer.offer_id:
            details = {"first": other, "second": offer.offer_id}
            issues.append(Issue("offer_names_collide", "products.csv", column="product_id", details=details))
    if issues:
        raise InputError(issues)


def _refusal(visitor: Visitor, channel: Channel, limit: LimitFound) -> Excluded | None:
    """Why a channel takes no part, or None when it may."""
    policy, channel_id = visitor.policy, channel.channel_id
    verdict, _ = visitor.verdicts.get(channel_id, ("unknown", True))
    pledge = visitor.fact_rows.get(limit.pledge or "")
    banned_pledge = pledge is not None and (
        policy.collateral == "none" or (policy.collateral == "business" and pledge.home)
    )
    if channel.reference_only:
        return Excluded(channel_id=channel_id, verdict="reference")
    if verdict == "ineligible" or (verdict == "unknown" and policy.unknown == "exclude"):
        return Excluded(channel_id=channel_id, verdict=verdict)
    if channel_id in policy.exclude:
        return Excluded(channel_id=channel_id, verdict="policy", detail=("exclude",))
    if banned_pledge:
        return Excluded(channel_id=channel_id, verdict="policy", detail=("collateral",))
    if limit.amount <= 0 or limit.amount < channel.amount_min:
        return Excluded(channel_id=channel_id, verdict="limit", detail=limit.missing)
    return None


def _offers(visitor: Visitor, channel: Channel, limit: LimitFound) -> Iterator[Offer]:
    """The offers of one channel that can be drawn at least once."""
    policy, catalog = visitor.policy, visitor.catalog
    longest = visitor.grid.periods_in(policy.max_term_months) if policy.max_term_months else None
    for product in catalog.products:
        if product.channel_id != channel.channel_id or product.use != "new":
            continue
        quote = visitor.quote(channel.channel_id, product.product_id)
        if quote is not None and quote.product_id is not None and quote.limit == 0:
            continue  # the lender said no to this product
        shared = terms_of(catalog, channel, product, visitor.facts, visitor.profile.start, quote)
        for offer_id, terms in contracts(catalog, product, shared, visitor.grid, quote):
            if longest is not None and terms.term > longest:
                continue
            try:
                offer = _offer(visitor, channel, product, terms, offer_id)
            except InputError:
                continue  # so much is taken first that nothing is paid out: a loan without a price is no offer
            if offer.draws and smallest_lawful(offer, visitor.profile.start) is not None:
                yield offer


def _offer(visitor: Visitor, channel: Channel, product: Product, terms: Terms, offer_id: str) -> Offer:
    start = visitor.profile.start
    quote = visitor.quote(channel.channel_id, product.product_id)
    priced = _priced(terms, start, PRICED_AMOUNT)
    lawful = ceiling_at(visitor.catalog, channel, start)
    rate, basis = advertised_rate(product, quote)
    return Offer(
        offer_id=offer_id,
        channel_id=channel.channel_id,
        product_id=product.product_id,
        terms=terms,
        revolving=product.revolving,
        purposes=product.purposes or channel.purposes,
        banned_purposes=channel.banned_purposes,
        advertised=rate,
        advertised_basis=basis,
        apr=priced.apr,
        effective_annual_rate=priced.effective_annual_rate,
        ceiling=lawful[0] if lawful else None,
        grade=_grade(visitor.catalog, channel, product),
        quoted=quote is not None and quote.rate is not None,
        draws=tuple(_draw_days(visitor, channel, product, terms)),
    )


def _draw_days(
    visitor: Visitor, channel: Channel, product: Product, terms: Terms
) -> Iterator[tuple[int, dt.date]]:
    """(period, day) on which the money can come: at the beginning of a period, or when the lender is ready."""
    grid = visitor.grid
    ready = visitor.profile.start + dt.timedelta(days=channel.lead_days)
    line_end = (
        shift(ready, channel.line_valid_months) if product.revolving and channel.line_valid_months else None
    )
    # a subsidy is not the borrower's price: the law looks at what the lender charges
    charged = terms.model_copy(update={"rate_cut": 0.0, "fixed_fee": 0.0})
    at_start = _priced(charged, visitor.profile.start, PRICED_AMOUNT)
    for index in range(grid.index_of(ready), visitor.draw_until + 1):
        day = max(ready, grid.date_of(index))
        in_season = (product.available_from or day) <= day <= (product.available_until or day)
        if not in_season or (line_end is not None and day > line_end):
            continue
        # months of other lengths have another price where days are counted
        priced = at_start if terms.accrual == "period" else _priced(charged, day, PRICED_AMOUNT)
        if _lawful(visitor, channel, priced, day):
            yield index, day


def _lawful(visitor: Visitor, channel: Channel, charged: Price, day: dt.date) -> bool:
    """Whether the price stays within the ceiling of the day of the draw."""
    ceiling = ceiling_at(visitor.catalog, channel, day)
    return ceiling is None or charged.apr <= ceiling[0] + 1e-9


def _lender(visitor: Visitor, channel: Channel, limit: LimitFound, offers: tuple[Offer, ...]) -> Lender:
    _, soft = visitor.verdicts.get(channel.channel_id, ("unknown", True))
    applies = channel.channel_id not in visitor.owed
    moves: tuple[tuple[MovedBy, bool], ...] = (
        ("online_lender", channel.online_lender),
        ("unsecured_account", channel.unsecured),
        ("inquiry", channel.hard_inquiry),
    )
    return Lender(
        channel_id=channel.channel_id,
        name=channel.name,
        name_en=channel.name_en,
        category=channel.category,
        lender=channel.lender,
        risk_groups=channel.risk_groups,
        limit=min(limit.amount, MONEY_MAX),
        amount_min=max(
            channel.amount_min, *(smallest_lawful(offer, visitor.profile.start) or 0.0 for offer in offers)
        ),
        amount_step=channel.amount_step,
        lead_days=channel.lead_days,
        line_valid_months=channel.line_valid_months,
        hard_inquiry=channel.hard_inquiry,
        soft=soft,
        moves=tuple(name for name, moved in moves if moved and applies),
        pledge=limit.pledge,
        multiplier=limit.multiplier,
        applies=applies,
        moved_rules=tuple(_moved_rules(visitor, channel)),
        availability=tuple(
            (row.period, row.measure, row.limit)
            for row in visitor.catalog.availability
            if row.channel_id == channel.channel_id
        ),
        documents=channel.documents,
        documents_en=channel.documents_en,
        appeal=channel.appeal,
        quoted=channel.channel_id in visitor.quotes,
    )


def smallest_lawful(offer: Offer, start: dt.date) -> float | None:
    """Yuan from which a fixed fee leaves the price within the legal ceiling, to 100 yuan; None = no sum does.

    Where days are counted, on the dearest day on which the offer can be drawn.
    """
    if offer.terms.fixed_fee == 0 or offer.ceiling is None:
        return 0.0

    def lawful(amount: float, day: dt.date) -> bool:
        try:
            return offer.ceiling is None or _priced(offer.terms, day, amount).apr <= offer.ceiling
        except InputError:
            return False  # the fee is more than the loan

    smallest, most = 0.0, 1e7
    for day in (start, *((day for _, day in offer.draws) if offer.terms.accrual == "actual" else ())):
        if not lawful(most, day):
            return None
        low, high = smallest, smallest if smallest and lawful(smallest, day) else most
        while high - low > 100:
            middle = (low + high) / 2
            low, high = (low, middle) if lawful(middle, day) else (middle, high)
        smallest = float(-(-high // 100) * 100)
    return smallest


def _moved_rules(visitor: Visitor, channel: Channel) -> Iterator[MovedRule]:
    """The rules that this channel's use would put at risk: upper bounds, passed today, on facts a plan moves."""
    for rule in visitor.catalog.eligibility:
        fact = visitor.fact_rows.get(rule.field)
        actual = visitor.facts.get(rule.field)
        if rule.kind == "info" or rule.any_of or fact is None or fact.moved_by is None or actual is None:
            continue
        if rule.operator not in ("<", "<=", "==") or not visitor.catalog.selects(rule.applies_to, channel):
            continue
        bound, strict = _bound(rule.value), rule.operator == "<"
        passed = actual < bound if strict else actual <= bound
        if passed:
            yield MovedRule(
                rule_id=rule.rule_id,
                field=rule.field,
                moved_by=fact.moved_by,
                actual=float(actual),
                bound=bound,
                strict=strict,
            )


def _bound(text: str) -> float:
    return float(text.rstrip("%")) / 100 if text.endswith("%") else float(text)


def _free_value(visitor: Visitor, field: str) -> float:
    """The value of an asset less the debts that it already backs."""
    lien = sum(debt.balance for debt in visitor.debts if debt.pledge == field)
    return max(0.0, float(visitor.facts.get(field) or 0.0) - lien)


def _grade(catalog: Catalog, channel: Channel, product: Product) -> Grade:
    """The worst grade of the rows that an offer rests on."""
    rows: list[Row] = [channel, product]
    rows += [limit for limit in catalog.limits if catalog.selects(limit.applies_to, channel)]
    return max(catalog.grade_of(row) for row in rows)
