"""Channels that the plan leaves out: what forcing each in costs, and the rate at which that becomes nothing."""

import time
from collections.abc import Callable, Collection

from fundmix.analysis.explain.records import Forced, LeftOut
from fundmix.answer.asked import Asked, Levels, solved, used_channels
from fundmix.errors import NotProvenError
from fundmix.offers import Lender
from fundmix.program.easing import draw_at_least, use_none_of

SMALL_DRAW = 1_000.0
"""Yuan to draw where the lender asks for no least sum."""
EVEN_YUAN = 0.5
"""Yuan that count as nothing more."""
SEARCHES = 30
SECONDS = 5.0
"""For one re-solve."""


def left_out(asked: Asked, before: Levels, deadline: float) -> tuple[LeftOut, ...]:
    """Every channel with an offer that the plan does not use and what it costs to use it, the least first.

    Each is a re-solve of the whole program with the channel used and a sum drawn there. ``before``: the exact optimum.
    The rates of the cheapest are sought first; what the ``deadline`` cuts off says so.
    """
    chosen = used_channels(before.optimum)
    model = before.optimum.hot.model
    lenders = [
        one for one in model.lenders if one.channel_id not in chosen and model.offers_of(one.channel_id)
    ]
    rows = [_forced_row(asked, before, lender, deadline) for lender in lenders]
    rows.sort(key=lambda row: (row.extra is None, row.extra_unmet, row.extra or 0.0))
    return tuple(row if row.state != "rate" else _with_rate(asked, before, row, deadline) for row in rows)


def _forced_row(asked: Asked, before: Levels, lender: Lender, deadline: float) -> LeftOut:
    """One channel forced in at its own price; state ``rate`` where a lower rate may make it even."""
    amount = max(lender.amount_min, min(SMALL_DRAW, lender.limit))
    rates = [
        offer.terms.rate
        for offer in asked.case.market.offers
        if offer.channel_id == lender.channel_id and offer.use == "new"
    ]
    row = LeftOut(
        channel_id=lender.channel_id,
        name=lender.name,
        name_en=lender.name_en or lender.name,
        amount=amount,
        rate=round(min(rates), 6),
    )
    if time.monotonic() >= deadline:
        return row
    try:
        after = forced(asked, lender.channel_id, amount)
    except NotProvenError:
        return row.model_copy(update={"state": "cannot"})
    if after is None:
        return row
    unmet, excess = after.missing - before.missing, after.excess - before.excess
    extra = after.choosing - before.choosing
    worse = unmet > EVEN_YUAN or excess > EVEN_YUAN
    return row.model_copy(
        update={
            "extra": _yuan(extra),
            "extra_cost": _yuan(after.cost - before.cost),
            "extra_effort": _yuan(after.effort - before.effort),
            "extra_unmet": _yuan(unmet),
            "extra_excess": _yuan(excess),
            "state": "never" if worse else "free" if extra <= EVEN_YUAN else "rate",
        }
    )


def forced(
    asked: Asked, channel_id: str, amount: float, channels: Collection[str] | None = None
) -> Levels | None:
    """The exact optimum with so much drawn at a channel; None when it was not proved in time.

    ``channels``: those that may be used; None = all.

    Raises:
        NotProvenError: no plan draws so much there.
    """
    model = asked.model()
    for other in model.use if channels is not None else ():
        if other not in (channels or ()):
            use_none_of(model, other)
    if not draw_at_least(model, channel_id, amount):
        raise NotProvenError("plan_not_found")
    return solved(model, SECONDS)


def without(asked: Asked, channel_id: str) -> Levels | None:
    """The exact optimum with a channel not used, its price still one of the market."""
    model = asked.model()
    use_none_of(model, channel_id)
    return solved(model, SECONDS)


def _with_rate(asked: Asked, before: Levels, row: LeftOut, deadline: float) -> LeftOut:
    """The row with the yearly rate at which the extra becomes 0.

    It is sought among the plan's own channels first, which is fast, and then with every channel.
    """
    few = used_channels(before.optimum) | {row.channel_id}

    def among(channels: frozenset[str] | None) -> Callable[[float], float | None]:
        return lambda rate: (
            _extra(asked, before, row, (rate, channels)) if time.monotonic() < deadline else None
        )

    dear = (row.rate, row.extra or 0.0)
    guess, _ = root(among(few), dear, None)
    even, state = root(among(None), dear, guess)
    return row.model_copy(update={"rate_even": None if even is None else round(even, 6), "state": state})


def root(
    extra: Callable[[float], float | None], high: tuple[float, float], guess: float | None
) -> tuple[float | None, Forced]:
    """The rate below ``high`` at which ``extra`` is within ``EVEN_YUAN`` of 0 (false position of Anderson and Björck).

    ``high``: a rate and what it costs more. ``guess``: where to look first. No rate, and the state that says why, where
    even 0 costs more or time is up.
    """
    ends: list[tuple[float, float] | None] = [None, high]
    moved = -1
    rate = 0.0 if guess is None else guess
    for _ in range(SEARCHES):
        value = extra(rate)
        if value is None:
            return None, "not_in_time"
        if abs(value) <= EVEN_YUAN:
            return rate, "rate"
        side = 1 if value > 0 else 0
        if side and rate == 0:
            return None, "never"
        before, other = ends[side], ends[1 - side]
        if side == moved and before is not None and other is not None:
            # the other end stands still: it counts less, so that the next line passes it
            less = 1 - value / before[1]
            ends[1 - side] = (other[0], other[1] * (less if less > 0 else 0.5))
        ends[side], moved = (rate, value), side
        low, top = ends
        rate = 0.0
        if low is not None and top is not None:
            rate = low[0] - low[1] * (top[0] - low[0]) / (top[1] - low[1])
    return None, "not_in_time"


def _extra(
    asked: Asked, before: Levels, row: LeftOut, at: tuple[float, frozenset[str] | None]
) -> float | None:
    """Yuan that forcing the channel in would cost more at a yearly rate, by a quote; None = not solved.

    ``at``: the rate, and the channels that may be used beside it, None = all. A rate below what cash earns changes how
    every cost is discounted, the plan's too.
    """
    rate, channels = at
    quoted = asked.with_quote(row.channel_id, rate=rate, rate_basis="annual")
    try:
        after = forced(quoted, row.channel_id, row.amount, channels)
    except NotProvenError:
        return None
    base: Levels | None = before
    if rate < asked.profile.cash.deposit_rate:
        base = without(quoted, row.channel_id)
    if after is None or base is None or after.missing > base.missing + EVEN_YUAN:
        return None
    return after.choosing - base.choosing


def _yuan(amount: float) -> float:
    return round(amount, 2) + 0.0
