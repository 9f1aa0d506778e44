"""The columns of the program: every way to draw one yuan, with its cash flows per period."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fundmix.catalog.tables import allows
from fundmix.dates import PERIODS_PER_YEAR, shift
from fundmix.loans import Floats, Terms, UnitFlows, apr, line_unit_interest, unit_flows
from fundmix.offers import Lender, Market, Offer
from fundmix.program.situation import Situation, Slot


@dataclass(frozen=True)
class DrawColumn:
    """One yuan of one offer drawn in one period, to term or closed early.

    Attributes:
        period, day: when the money comes.
        closed: the period in which it is repaid early; None = to term.
        proceeds: yuan received in ``period``.
        payment, service, balance: per period from ``period`` on; index 0 is the draw itself.
        outlets: names of the uses of cash that this money may serve, prefunding included.
    """

    name: str
    offer: Offer
    lender: Lender
    period: int
    day: dt.date
    closed: int | None
    proceeds: float
    payment: Floats
    service: Floats
    balance: Floats
    outlets: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether it is new money; else it renews or restructures a debt."""
        return self.offer.use == "new"

    def outstanding(self, period: int) -> float:
        """Yuan owed after period ``period``; the full yuan in the period of the draw."""
        index = period - self.period
        return float(self.balance[index]) if 0 <= index < len(self.balance) else 0.0


@dataclass(frozen=True)
class Line:
    """A revolving line: drawn and repaid at will between its first and last period.

    Attributes:
        days: day of each period of its life, first period first; the last one is the end.
        interest: per yuan of the balance of the period before, same length as ``days``; index 0 is 0.
        draw_periods: the periods in which it may be drawn.
        outlets: per draw period, the uses of cash it may serve.
    """

    name: str
    offer: Offer
    lender: Lender
    first: int
    days: tuple[dt.date, ...]
    interest: Floats
    draw_periods: tuple[int, ...]
    outlets: dict[int, tuple[str, ...]]

    @property
    def last(self) -> int:
        """The period in which the balance must be zero."""
        return self.first + len(self.days) - 1


EarlyUses = Mapping[str, tuple[int, dt.date]]
"""Early repayments as uses of cash: name -> (period, last day by which their money may come)."""


def outlets(
    situation: Situation, offer: Offer, drawn: tuple[int, dt.date], early: EarlyUses
) -> tuple[str, ...]:
    """The uses of cash that money of this offer may serve when it is ``drawn`` (period, day) (rule 7).

    A use is open when its purpose is allowed, the money comes in time, and not earlier than ``prefund_months``
    before it is due. Payments of loans are uses named ``payment_t``, early repayments of one day ``early_t_d``.
    A renewal serves the payment that it renews, and nothing else.
    """
    period, day = drawn
    if offer.use in ("renew", "extend"):
        return (f"payment_{period}",)
    if offer.use == "hardship":
        return tuple(name for name, due in early.items() if due == drawn)
    prefund = situation.grid.periods_in(situation.policy.prefund_months)

    def in_time(slot: Slot) -> bool:
        return slot.first - prefund <= period <= slot.last and (
            slot.need is None or day <= slot.need.last_day
        )

    named = [
        slot.name
        for slot in situation.slots
        if in_time(slot) and allows(offer.purposes, offer.banned_purposes, slot.purpose)
    ]
    if allows(offer.purposes, offer.banned_purposes, "repay_loan"):
        named += [f"payment_{index}" for index in range(period, min(period + prefund, situation.horizon) + 1)]
        named += [
            name
            for name, (due, on) in early.items()
            if period <= due <= period + prefund and (due > period or day <= on)
        ]
    return tuple(named)


def draw_columns(situation: Situation, market: Market, early: EarlyUses) -> tuple[DrawColumn, ...]:
    """Every draw of every offer that is not a line, to term and closed at each period with an inflow."""
    lenders = {lender.channel_id: lender for lender in market.lenders}
    closings = tuple(sorted({flow.period for flow in situation.inflows if flow.period <= situation.horizon}))
    columns: list[DrawColumn] = []
    for offer in market.offers:
        if offer.revolving:
            continue
        for period, day in offer.draws:
            open_uses = outlets(situation, offer, (period, day), early)
            if not open_uses:
                continue
            for closed in (None, *_closings(offer.terms, period, closings)):
                lender = lenders[offer.channel_id]
                if closed is None or _lawful_early(offer, lender, day, closed - period):
                    columns.append(_column(offer, lender, (period, day), closed, open_uses))
    return tuple(columns)


def draw_days(market: Market) -> Iterator[tuple[int, dt.date]]:
    """(period, day) of every draw of new money that may repay loans."""
    for offer in market.offers:
        if offer.use == "new" and allows(offer.purposes, offer.banned_purposes, "repay_loan"):
            yield from _line_days(offer).items() if offer.revolving else offer.draws


def _line_days(offer: Offer) -> dict[int, dt.date]:
    """Period -> day of a line, which lives from its first possible day, one period after the other."""
    first, ready = offer.draws[0]
    return {first + index: shift(ready, index, offer.terms.period) for index in range(offer.terms.term + 1)}


def lines(situation: Situation, market: Market, early: EarlyUses) -> tuple[Line, ...]:
    """Every revolving line that could serve something."""
    lenders = {lender.channel_id: lender for lender in market.lenders}
    found: list[Line] = []
    for offer in market.offers:
        if not offer.revolving:
            continue
        own_day = _line_days(offer)
        first, days = offer.draws[0][0], tuple(own_day.values())
        served = {
            period: uses
            for period, _ in offer.draws
            if period in own_day and (uses := outlets(situation, offer, (period, own_day[period]), early))
        }
        if not served:
            continue
        found.append(
            Line(
                name=column_name(offer.offer_id),
                offer=offer,
                lender=lenders[offer.channel_id],
                first=first,
                days=days,
                interest=line_unit_interest(offer.terms, days),
                draw_periods=tuple(period for period in served if period < first + offer.terms.term),
                outlets=served,
            )
        )
    return tuple(found)


def column_name(*parts: object) -> str:
    """A name that a solver keeps as it is: small letters, digits and ``_``."""
    return "_".join(str(part) for part in parts).replace(".", "_")


def _closings(terms: Terms, period: int, closings: tuple[int, ...]) -> Iterator[int]:
    """Periods at which a draw may be repaid early: where an inflow arrives, strictly inside its life."""
    if terms.prepay_fee_rate is not None:
        yield from (closed for closed in closings if period < closed < period + terms.term)


def _lawful_early(offer: Offer, lender: Lender, day: dt.date, closed_after: int) -> bool:
    """Whether an early end leaves the price within the legal ceiling: all cost counts, over the shorter time.

    A fixed fee weighs most on the smallest draw, so that one is measured; a subsidy is not the lender's price.
    """
    if offer.ceiling is None:
        return True
    terms = offer.terms if not offer.terms.rate_cut else offer.terms.model_copy(update={"rate_cut": 0.0})
    yearly = _early_price(terms, _key_day(terms, day), closed_after, max(lender.amount_min, 1.0))
    return yearly is not None and yearly <= offer.ceiling


@lru_cache(maxsize=20_000)
def _early_price(terms: Terms, day: dt.date, closed_after: int, smallest: float) -> float | None:
    """Yearly simple price of ``smallest`` yuan repaid early; None when fees leave nothing."""
    flows = _flows(terms, day, closed_after)
    received = flows.proceeds - terms.fixed_fee / smallest
    if received <= 0:
        return None
    return apr([received, *(-flows.payment[1:])], PERIODS_PER_YEAR[terms.period]).apr


def _key_day(terms: Terms, day: dt.date) -> dt.date:
    """Equal periods cost the same whenever they begin, so one calculation serves every draw."""
    counted = terms.accrual == "actual" or (terms.rate_cut and terms.cut_until)
    return day if counted else dt.date(2001, 1, 1)


def _column(
    offer: Offer, lender: Lender, drawn: tuple[int, dt.date], closed: int | None, open_uses: tuple[str, ...]
) -> DrawColumn:
    period, day = drawn
    terms = offer.terms
    flows = _flows(terms, _key_day(terms, day), None if closed is None else closed - period)
    return DrawColumn(
        name=column_name("draw", offer.offer_id, f"t{period}", *([] if closed is None else [f"c{closed}"])),
        offer=offer,
        lender=lender,
        period=period,
        day=day,
        closed=closed,
        proceeds=flows.proceeds,
        payment=flows.payment,
        service=service(terms, flows, early=closed is not None),
        balance=flows.balance,
        outlets=open_uses,
    )


@lru_cache(maxsize=20_000)
def _flows(terms: Terms, day: dt.date, closed_after: int | None) -> UnitFlows:
    return unit_flows(terms, day, closed_after=closed_after)


def service(terms: Terms, flows: UnitFlows, *, early: bool) -> Floats:
    """Interest and instalment principal per period; a bullet's interest belongs to its balloon (rule 5)."""
    if terms.repayment in ("bullet", "buyer_pays"):
        return np.zeros_like(flows.payment)
    if terms.repayment == "interest_only":
        return flows.interest
    due = flows.interest + flows.principal
    if early or (terms.repayment == "custom" and terms.term > 1):
        due = due.copy()
        due[-1] -= flows.principal[-1]
    return due
