"""What each draw costs, re-computed from its own days, and the legal ceiling on its yearly simple price."""

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import accumulate

import pyxirr

from fundmix.dates import PERIODS_PER_YEAR
from fundmix.errors import Issue
from fundmix.plan import FundingPlan
from fundmix.verify.book import Book, Replay
from fundmix.verify.contracts import Instalment, replay, replay_line
from fundmix.verify.figures import CEILING_TOLERANCE, ZERO, cents, found, same_money, same_rate


def check_prices(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Interest, fees, cost, yearly simple price and effective annual rate of each draw; the ceiling."""
    per_year = PERIODS_PER_YEAR[plan.inputs.period]  # type: ignore[index]
    for one in book.replays:
        place, draw = f"mix[{one.draw.draw_id}]", one.draw
        interest = sum((row.interest for row in one.rows), ZERO)
        fees = sum((row.fee for row in one.rows), ZERO)
        yield from same_money(f"{place}.interest", interest, draw.interest)
        yield from same_money(f"{place}.fees", fees, draw.fees)
        yield from same_money(f"{place}.cost", interest + fees, draw.cost)
        price = _own_price(one, per_year)
        if price is None:
            yield found("verify_no_price", f"{place}.apr", actual=draw.apr)
            continue
        yield from same_rate(f"{place}.apr", price, draw.apr)
        effective = (1 + price / per_year) ** per_year - 1
        yield from same_rate(f"{place}.effective_annual_rate", effective, draw.effective_annual_rate)
        yield from _law(place, one, per_year)


def _own_price(one: Replay, per_year: int) -> float | None:
    """The price of the draw's own days; of a line used so that these have no single price, the contract's."""
    price = yearly_price(one.rows, per_year, one.contract.apr)
    if one.contract.revolving and (price is None or not _always_owed(one, price / per_year)):
        return one.contract.apr
    return price


def _always_owed(one: Replay, rate: float) -> bool:
    """Whether the borrower never lends at this periodic rate: only then no other rate is a price as well."""
    worth = [float(row.drawn - row.payment) / (1 + rate) ** index for index, row in enumerate(one.rows)]
    return min(accumulate(worth)) >= -1e-9 * sum(map(abs, worth))


def _law(place: str, one: Replay, per_year: int) -> Iterator[Issue]:
    """The law binds the price of the contract itself, not the half cents that its rows are rounded by."""
    ceiling = one.contract.ceiling
    if ceiling is None:
        return
    if one.contract.revolving:
        price = _price_for_life(one, per_year)
    else:
        price = yearly_price(_unrounded(one), per_year, one.contract.apr)
    if price is None or price > ceiling + CEILING_TOLERANCE:
        yield found("verify_over_ceiling", f"{place}.apr", actual=price, expected=ceiling)


def _price_for_life(one: Replay, per_year: int) -> float | None:
    """A line's price over its whole life: how long it is used is the borrower's choice.

    A fixed fee weighs most on the smallest sum drawn, so that one is measured.
    """
    terms, smallest = one.contract.terms, min((row.drawn for row in one.rows if row.drawn), default=ZERO)
    if not terms.fixed_fee:
        return one.contract.apr
    moves = {0: (smallest, ZERO), terms.term: (ZERO, smallest)}
    rows = replay_line(terms, one.draw.draw_date, moves, to_the_cent=False)
    return yearly_price(rows, per_year, one.contract.apr)


def _unrounded(one: Replay) -> tuple[Instalment, ...]:
    draw, terms = one.draw, one.contract.terms
    closed = one.rows[-1].index if one.rows and one.rows[-1].index < terms.term else None
    return replay(terms, cents(draw.amount), draw.draw_date, closed, to_the_cent=False)


def yearly_price(rows: Iterable[Instalment], per_year: int, guess: float) -> float | None:
    """Periods a year × the periodic rate at which the flows are worth nothing; None when there is none."""
    return price_of([row.drawn - row.payment for row in rows], per_year, guess)


def price_of(flows: list[Decimal], per_year: int, guess: float) -> float | None:
    """The same for flows seen by the borrower: money in positive, one per period."""
    amounts = [float(flow) for flow in flows]
    if not (max(amounts, default=0.0) > 0 > min(amounts, default=0.0)):
        return None
    start = guess / per_year if math.isfinite(guess) else 0.01
    rate = pyxirr.irr(amounts, guess=start)
    if rate is None or not math.isfinite(rate) or rate <= -1:
        return None
    # pyxirr may return a number that is no root: look
    worth = sum(amount / (1 + rate) ** index for index, amount in enumerate(amounts))
    return rate * per_year if abs(worth) <= 1e-6 * sum(map(abs, amounts)) else None
