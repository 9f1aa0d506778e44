"""A product at this borrower's price: its contracts, the days on which it can be drawn, the law."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from fundmix.catalog.law import ceiling_at
from fundmix.catalog.tables import Catalog, Channel, Grade, Product, Row
from fundmix.dates import shift
from fundmix.errors import InputError
from fundmix.loans import Price, Terms, price
from fundmix.offers.prices import advertised_rate, contracts, terms_of
from fundmix.offers.records import Offer
from fundmix.offers.visitor import Visitor

PRICED_AMOUNT = 10_000.0
"""Yuan at which an offer is priced before its amount is known; the draw is priced again with its fixed fee."""


@lru_cache(maxsize=20_000)
def _priced(terms: Terms, day: dt.date, amount: float) -> Price:
    """The price of a contract, kept: the same terms are priced for the offer, for the law and for each draw day."""
    return price(terms, day, amount)


def offers_of(
    visitor: Visitor, channel: Channel, product: Product, on: dt.date | None = None
) -> Iterator[Offer]:
    """The offers of one product; ``on``: the only day on which it can be drawn."""
    policy, catalog = visitor.policy, visitor.catalog
    longest = visitor.grid.periods_in(policy.max_term_months) if policy.max_term_months else None
    quote = visitor.quote(channel.channel_id, product.product_id)
    if quote is not None and quote.product_id is not None and quote.limit == 0:
        return  # the lender said no to this product
    shared = terms_of(catalog, channel, product, visitor.facts, visitor.profile.start, quote)
    for offer_id, terms in contracts(catalog, product, shared, visitor.grid, quote):
        if longest is not None and terms.term > longest:
            continue
        days = tuple(
            _draw_days(visitor, channel, product, terms) if on is None else _only(visitor, channel, terms, on)
        )
        try:
            offer = _offer(visitor, (channel, product), (offer_id, terms), days)
        except InputError:
            continue  # so much is taken first that nothing is paid out: a loan without a price is no offer
        if offer.draws and smallest_lawful(offer, visitor.profile.start) is not None:
            yield offer


def _only(visitor: Visitor, channel: Channel, terms: Terms, day: dt.date) -> Iterator[tuple[int, dt.date]]:
    """(period, day) of the one day on which a renewal can be drawn."""
    period = visitor.grid.index_of(day)
    if period <= visitor.draw_until and _lawful(
        visitor, channel, _priced(_charged(terms), day, PRICED_AMOUNT), day
    ):
        yield period, day


def _offer(
    visitor: Visitor,
    what: tuple[Channel, Product],
    contract: tuple[str, Terms],
    days: tuple[tuple[int, dt.date], ...],
) -> Offer:
    (channel, product), (offer_id, terms) = what, contract
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
        draws=days,
        use=product.use,
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
    charged = _charged(terms)
    at_start = _priced(charged, visitor.profile.start, PRICED_AMOUNT)
    for index in range(grid.index_of(ready), visitor.draw_until + 1):
        day = max(ready, grid.date_of(index))
        if not in_season(product, day) or (line_end is not None and day > line_end):
            continue
        # months of other lengths have another price where days are counted
        priced = at_start if terms.accrual == "period" else _priced(charged, day, PRICED_AMOUNT)
        if _lawful(visitor, channel, priced, day):
            yield index, day


def _charged(terms: Terms) -> Terms:
    """What the lender charges: a subsidy is not the borrower's price, and a fixed fee waits for the amount."""
    return terms.model_copy(update={"rate_cut": 0.0, "fixed_fee": 0.0})


def _lawful(visitor: Visitor, channel: Channel, charged: Price, day: dt.date) -> bool:
    """Whether the price stays within the ceiling of the day of the draw."""
    ceiling = ceiling_at(visitor.catalog, channel, day)
    return ceiling is None or charged.apr <= ceiling[0] + 1e-9


def in_season(product: Product, day: dt.date) -> bool:
    """Whether the product is on offer that day."""
    return (product.available_from or day) <= day <= (product.available_until or day)


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


def _grade(catalog: Catalog, channel: Channel, product: Product) -> Grade:
    """The worst grade of the rows that an offer rests on."""
    rows: list[Row] = [channel, product]
    rows += catalog.limits_of(channel)
    return max(catalog.grade_of(row) for row in rows)
