"""The smallest set of rules that exclude each other, in the borrower's words.

A rule here is a whole parameter of the question: all limits, all published rules, a share of income. To drop it is to
ask the same question without it. A set of rules is in conflict when the question with these rules alone, all others
dropped, cannot be funded. The smallest set is the smallest that hits every way out, that is every set of rules without
which the question can be funded (Reiter, "A theory of diagnosis from first principles", 1987; Ignatiev et al.,
"Smallest MUS extraction with minimal hitting set dualization", CP 2015).
"""

import time
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from fundmix.analysis.explain.records import Conflict
from fundmix.answer.asked import Asked
from fundmix.errors import InputError
from fundmix.offers import OVERDUE
from fundmix.program.easing import fits

SECONDS = 3.0
"""For one question."""
POLICY: Mapping[str, Any] = {
    "max_debt_service": None, "max_monthly_payment": None, "max_channels": None, "max_inquiries": None,
    "max_draws": None, "max_term_months": None, "draw_until": None, "collateral": "home", "exclude": (),
    "require": (), "inflow_delay": 0, "payments_before_inflows": False, "reserve_months": 0,
}  # fmt: skip
"""Word of the policy -> what it is when it asks nothing."""
Drop = Callable[[Asked], Asked]


def conflict(asked: Asked, deadline: float) -> tuple[Conflict, ...] | None:
    """The smallest set of rules that cannot all hold; None when it was not settled by the ``deadline``.

    Empty: even without any of these rules the money is not enough.
    """
    drops = dict(_drops(asked))
    ways_out: list[frozenset[str]] = []
    while True:
        kept = _smallest_hit(ways_out, tuple(drops))
        answer = _fits(asked, drops, kept, deadline)
        if answer is None:
            return None
        if not answer:
            return tuple(Conflict(rule=rule, figure=_figure(asked, rule)) for rule in drops if rule in kept)
        ways_out.append(_way_out(asked, drops, kept, deadline))
        if not ways_out[-1]:
            return None


def _way_out(
    asked: Asked, drops: Mapping[str, Drop], kept: frozenset[str], deadline: float
) -> frozenset[str]:
    """The rules to drop beside what fits, as few as one rule after the other finds.

    A rule of which it is not known whether it fits as well is dropped too: more are dropped then than need be, but
    what is kept fits.
    """
    grown = set(kept)
    for rule in drops:
        if rule not in grown and _fits(asked, drops, frozenset({*grown, rule}), deadline):
            grown.add(rule)
    return frozenset(drops) - grown


def _smallest_hit(ways_out: list[frozenset[str]], rules: tuple[str, ...]) -> frozenset[str]:
    """The fewest rules of which every way out drops one."""
    for size in range(len(rules) + 1):
        for picked in combinations(rules, size):
            if all(way & set(picked) for way in ways_out):
                return frozenset(picked)
    raise AssertionError("a way out that drops nothing")


def _fits(asked: Asked, drops: Mapping[str, Drop], kept: frozenset[str], deadline: float) -> bool | None:
    """Whether the question can be funded with only these rules; None = not settled in time."""
    left = deadline - time.monotonic()
    if left <= 0:
        return None
    loose = asked
    for rule, drop in drops.items():
        if rule not in kept:
            loose = drop(loose)
    try:
        return fits(loose.model(), min(SECONDS, left))
    except InputError:
        return None


def _figure(asked: Asked, rule: str) -> float | None:
    """What the borrower says of a rule, where that is one figure."""
    if rule == "min_cash":
        return asked.case.situation.min_cash
    value = getattr(asked.policy, rule, None)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _drops(asked: Asked) -> Iterator[tuple[str, Drop]]:
    """Every rule that there is in this question, and the question without it; what the borrower decides comes last.

    What stays whatever is dropped: the lenders' prices and terms, the law, own money, debts and assets, and the needs.
    """
    yield "limits", _no_limits
    yield "eligibility", lambda one: one.with_catalog(eligibility=())
    if asked.case.facts.get(OVERDUE) is True:
        yield "overdue", lambda one: one.with_facts({OVERDUE: False})
    yield "purposes", _any_purpose
    yield "lead_days", _at_once
    for word, nothing in POLICY.items():
        if getattr(asked.policy, word) != nothing:
            yield word, _policy_without(word, nothing)
    if asked.case.situation.min_cash > 0:
        yield "min_cash", lambda one: one.with_policy(min_cash=0.0)


def _policy_without(word: str, nothing: Any) -> Drop:
    return lambda one: one.with_policy(**{word: nothing})


def _pledges(asked: Asked) -> set[str]:
    return {fact.field for fact in asked.catalog.facts if fact.pledge}


def _no_limits(asked: Asked) -> Asked:
    """Lenders lend whatever is asked, but what a pledge is worth."""
    pledges = _pledges(asked)
    wide = asked.with_catalog(
        limits=tuple(row for row in asked.catalog.limits if row.field in pledges),
        availability=(),
        channels=tuple(row.model_copy(update={"amount_max": None}) for row in asked.catalog.channels),
    )
    quotes = tuple(quote.model_copy(update={"limit": None}) for quote in asked.profile.quotes)
    return wide.with_quotes(quotes)


def _any_purpose(asked: Asked) -> Asked:
    """Money may go anywhere."""
    return asked.with_catalog(
        channels=tuple(
            row.model_copy(update={"purposes": ("any",), "banned_purposes": ()})
            for row in asked.catalog.channels
        ),
        products=tuple(row.model_copy(update={"purposes": ()}) for row in asked.catalog.products),
    )


def _at_once(asked: Asked) -> Asked:
    """Lenders pay out on the day they are asked."""
    channels = tuple(row.model_copy(update={"lead_days": 0}) for row in asked.catalog.channels)
    return asked.with_catalog(channels=channels)
