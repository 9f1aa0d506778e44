"""Which rules hold a plan back: each is eased by a stated step, in all its rows, and the program solved again.

Rules are eased where the borrower would ease them, in the question itself, so a step is what the same figure in the
files comes to. The channels of the plan stay as they are; where a rule counts channels or inquiries, others may join.
"""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from fundmix.answer.asked import Asked, Levels, solved
from fundmix.errors import InputError
from fundmix.plan import Binding
from fundmix.program import Model, build_model

STEP_YUAN = 10_000.0
STEP_PAYMENT = 1_000.0
STEP_SHARE = 0.05
STEP_TERM = 6
LEAST_YUAN = 1.0
"""A rule that changes less does not hold the plan back."""
SHARES = ("max_channel_share", "max_category_share", "max_group_share", "max_soft_share", "max_debt_service")
FEWER = ("inflow_delay", "reserve_months")


@dataclass(frozen=True)
class Ease:
    """One rule eased by one step: the program that follows."""

    rule: str
    subject: str
    step: float
    model: Callable[[], Model]


def binding(asked: Asked, chosen: Collection[str], deadline: float) -> tuple[Binding, ...]:
    """The rules whose easing would leave less unmet, less over caps, or cost less; the strongest first.

    ``chosen``: the channels of the plan. What is not solved exactly by the ``deadline`` is not named.
    """
    before = solved(asked.model(chosen), deadline - time.monotonic())
    if before is None:
        return ()
    found = []
    for ease in eases(asked, chosen):
        left = deadline - time.monotonic()
        after = None if left <= 0 else _after(ease, left)
        row = None if after is None else _row(ease, before, after)
        if row is not None:
            found.append(row)
    return tuple(sorted(found, key=lambda row: (row.change_unmet, row.change_excess, row.change_cost)))


def _after(ease: Ease, seconds: float) -> Levels | None:
    """What the eased program comes to; None for a figure that the facts' own bounds do not allow."""
    try:
        model = ease.model()
    except InputError:
        return None
    return solved(model, seconds)


def _row(ease: Ease, before: Levels, after: Levels) -> Binding | None:
    """What the step changes; None when nobody would notice."""
    unmet, excess = after.missing - before.missing, after.excess - before.excess
    cost, effort = after.cost - before.cost, after.effort - before.effort
    if not (unmet < -LEAST_YUAN or excess < -LEAST_YUAN or (cost < -LEAST_YUAN and cost + effort < 0)):
        return None
    return Binding(
        rule=ease.rule,
        subject=ease.subject,
        step=round(ease.step, 6),
        change_unmet=_yuan(unmet),
        change_cost=_yuan(cost),
        change_excess=_yuan(excess),
        change_effort=_yuan(effort),
    )


def _yuan(amount: float) -> float:
    return round(amount, 2) + 0.0


def eases(asked: Asked, chosen: Collection[str]) -> Iterator[Ease]:
    """Every rule that could hold this plan back, eased by one step."""
    return chain(_limits(asked, chosen), _policy(asked, chosen), _counts(asked, chosen), _cash(asked, chosen))


def _limits(asked: Asked, chosen: Collection[str]) -> Iterator[Ease]:
    """More at a lender, in a limit that lenders share, in a period's own limit, or of an asset."""
    market, situation = asked.case.market, asked.case.situation
    periods = {row.channel_id for row in asked.catalog.availability}
    for lender in market.lenders:
        channel_id = lender.channel_id
        if channel_id not in chosen:
            continue
        if lender.pledge is None:
            eased = asked.with_quote(channel_id, limit=lender.limit + STEP_YUAN)
            yield Ease("limit", channel_id, STEP_YUAN, partial(eased.model, chosen))
        if channel_id in periods:
            rows = tuple(
                row.model_copy(update={"limit": row.limit + STEP_YUAN})
                if row.channel_id == channel_id
                else row
                for row in asked.catalog.availability
            )
            eased = asked.with_catalog(availability=rows)
            yield Ease("availability", channel_id, STEP_YUAN, partial(eased.model, chosen))
    for number, (channels, yuan) in enumerate(market.together):
        together = [*market.together]
        together[number] = (channels, yuan + STEP_YUAN)
        wider = market.model_copy(update={"together": tuple(together)})
        program = partial(build_model, situation, wider, chosen=chosen)
        yield Ease("together", ";".join(channels), STEP_YUAN, program)
    for field in market.asset_values:
        worth = float(asked.case.facts.get(field) or 0.0)
        eased = asked.with_facts({field: worth + STEP_YUAN})
        yield Ease("asset", field, STEP_YUAN, partial(eased.model, chosen))


def _policy(asked: Asked, chosen: Collection[str]) -> Iterator[Ease]:
    """What the borrower's own policy asks, a little less cautiously."""
    policy = asked.policy

    def eased(rule: str, step: float, value: object) -> Ease:
        changed = asked.with_policy(**{rule: value})
        return Ease(rule, "", step, partial(changed.model, chosen))

    for rule in SHARES:
        share = getattr(policy, rule)
        if share is not None and share < 1:
            more = min(1.0, round(share + STEP_SHARE, 6))
            yield eased(rule, more - share, more)
    if any(getattr(policy, rule) < 1 for rule in SHARES[:4]):
        yield eased("share_floor", STEP_YUAN, policy.share_floor + STEP_YUAN)
    if policy.max_monthly_payment is not None:
        yield eased("max_monthly_payment", STEP_PAYMENT, policy.max_monthly_payment + STEP_PAYMENT)
    if policy.max_term_months is not None:
        yield eased("max_term_months", STEP_TERM, policy.max_term_months + STEP_TERM)
    for rule, more_of in (("max_draws", 1), ("draw_until", 1)):
        if getattr(policy, rule) is not None:
            yield eased(rule, more_of, getattr(policy, rule) + more_of)
    for rule in FEWER:
        if getattr(policy, rule):
            yield eased(rule, 1, getattr(policy, rule) - 1)
    if policy.payments_before_inflows:
        yield eased("payments_before_inflows", 1, False)


def _counts(asked: Asked, chosen: Collection[str]) -> Iterator[Ease]:
    """One lender or one inquiry more: the plan's lenders stay, and another may join them."""
    kept = tuple(sorted({*chosen, *asked.policy.require}))
    for rule in ("max_channels", "max_inquiries"):
        most = getattr(asked.policy, rule)
        if most is not None:
            eased = asked.with_policy(**{rule: most + 1, "require": kept})
            yield Ease(rule, "", 1, eased.model)


def _cash(asked: Asked, chosen: Collection[str]) -> Iterator[Ease]:
    """Less cash that is to stay untouched."""
    wanted = asked.case.situation.min_cash
    if wanted > 0:
        step = min(STEP_YUAN, wanted)
        less = round(wanted - step, 2)
        stated = asked.policy.min_cash is not None
        eased = asked.with_policy(min_cash=less) if stated else asked.with_cash(minimum=less)
        yield Ease("min_cash", "", step, partial(eased.model, chosen))
