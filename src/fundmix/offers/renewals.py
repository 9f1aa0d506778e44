"""What may be done with the debts that exist: renewed or extended at their end, restructured in hardship."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from fundmix.catalog.tables import Channel, Product
from fundmix.debts import DebtContract
from fundmix.offers.products import in_season, offers_of, smallest_lawful
from fundmix.offers.records import Offer
from fundmix.offers.visitor import Visitor


def renewal_offers(visitor: Visitor, channel: Channel) -> Iterator[Offer]:
    """What the channel's own debts may be renewed, extended or restructured to, each on its one day."""
    if channel.channel_id in visitor.policy.exclude:
        return
    for number, debt in enumerate(visitor.debts, start=1):
        if debt.channel_id != channel.channel_id:
            continue
        for product in visitor.catalog.products:
            moved = _moved(visitor, debt, product)
            if moved is None or moved[0] < _ready(visitor, channel) or not in_season(product, moved[0]):
                continue
            for offer in offers_of(visitor, channel, product, on=moved[0]):
                yield from _renewal(visitor, offer, (number, debt), moved[1])


def _renewal(
    visitor: Visitor, offer: Offer, what: tuple[int, DebtContract], principal: float
) -> Iterator[Offer]:
    """The offer for one debt; none where its fixed fee makes so small a sum dearer than the law allows."""
    smallest = smallest_lawful(offer, visitor.profile.start) or 0.0
    if principal >= smallest:
        number, debt = what
        yield offer.model_copy(
            update={
                "offer_id": f"{offer.offer_id}.debt{number}", "debt": debt.name, "principal": principal,
                "smallest": smallest, "revolving": False, "purposes": ("repay_loan",), "banned_purposes": (),
            }
        )  # fmt: skip


def _moved(visitor: Visitor, debt: DebtContract, product: Product) -> tuple[dt.date, float] | None:
    """The day on which the debt may move to the product, and how much of it; None = it may not."""
    if product.channel_id != debt.channel_id or product.use == "new":
        return None
    if product.use == "hardship":
        stop = debt.loan.handover if visitor.hardship or visitor.overdue else None
        return None if stop is None else (stop.date, float(stop.balance))
    balloon = debt.balloon
    return None if balloon is None or not debt.debt.renewable else (balloon.date, float(balloon.principal))


def closed_renewals(visitor: Visitor) -> Iterator[tuple[str, Literal["too_late", "not_stated"]]]:
    """Debts that end with a sum that their lender could renew, and why that is not offered: (debt, why)."""
    for debt in visitor.debts:
        uses = {product.use for product in visitor.catalog.products if product.channel_id == debt.channel_id}
        if debt.channel is None or debt.balloon is None or not uses & {"renew", "extend"}:
            continue
        if visitor.grid.index_of(debt.balloon.date) > visitor.draw_until:
            continue
        if not debt.debt.renewable:
            yield debt.name, "not_stated"
        elif debt.balloon.date < _ready(visitor, debt.channel):
            yield debt.name, "too_late"


def _ready(visitor: Visitor, channel: Channel) -> dt.date:
    """The first day on which the lender can pay out."""
    return visitor.profile.start + dt.timedelta(days=channel.lead_days)
