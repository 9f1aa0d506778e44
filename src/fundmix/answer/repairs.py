"""The smallest repairs of a plan that cannot fund everything: each from one program, each tried on the real question.

Every program keeps all that was asked but one thing, and minimises how far that one gives way
(:mod:`fundmix.program.easing`). Its bound says that less does not do; that so much does is shown by a plan.
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fundmix.answer.asked import Asked
from fundmix.answer.opening import facts_repair
from fundmix.answer.waiting import later_repair
from fundmix.plan import FundingPlan, Repair, Write
from fundmix.program import Optimum
from fundmix.program.easing import COUNTS, SHARES, Least, least_slack, limit_model, policy_model, share_model
from fundmix.program.solve import ENOUGH

Replan = Callable[[Asked], FundingPlan | None]
"""The verified plan of a question, without its reasons; None when there is none."""
NOISE = 1e-6
LIMITS_TRIED, LIMITS_SHOWN = 6, 2
"""Lenders whose limit is asked about, and how many of them are shown, the least first."""
PROGRAM_SECONDS = 3.0
PERCENT_STEP = 1e-4
ROUNDINGS = 3
"""How often a smaller need is planned anew when cents leave some of it unmet."""


@dataclass(frozen=True)
class Draft:
    """A repair before it is tried: the question with it, and what it will be told as."""

    kind: str
    asked: Asked
    amount: float
    bound: float
    writes: tuple[Write, ...]
    subject: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Workshop:
    """Where repairs are found: the question, its plan and what that was made from, how to plan again, until when."""

    asked: Asked
    plan: FundingPlan
    optimum: Optimum
    replan: Replan
    deadline: float

    @property
    def seconds(self) -> float:
        """For one program; 0 when time is up."""
        return min(PROGRAM_SECONDS, max(0.0, self.deadline - time.monotonic()))


def repairs(shop: Workshop) -> tuple[Repair, ...]:
    """The menu: each kind once, in the order of how much it asks of others than the borrower.

    A repair is shown only when the plan with it funds everything, or, for caps, exceeds none of its kind.
    """
    found = []
    for draft in _drafts(shop):
        # where the program funds everything and only rounding does not, no rule is in the way
        repair = _tried(shop, draft) if draft.amount > 0 else None
        if repair is not None:
            found.append(repair)
        if not shop.seconds:
            break
    return tuple(_few_limits(found))


def _drafts(shop: Workshop) -> Iterator[Draft]:
    totals = shop.plan.totals
    if totals.unmet + totals.shortfall:
        makers = (_less, _later, _policies, _facts, _limits)
        for maker in makers:
            if shop.seconds:
                yield from maker(shop)
    elif totals.excess:
        yield from _shares(shop)


def _tried(shop: Workshop, draft: Draft) -> Repair | None:
    """The repair, when the real question with it has a plan that is whole."""
    plan = shop.replan(draft.asked)
    if plan is None or plan.totals.unmet + plan.totals.shortfall:
        return None
    if draft.kind in SHARES and any(_is_over(plan, SHARES[draft.kind])):
        return None
    return Repair(
        kind=draft.kind,
        subject=draft.subject,
        amount=draft.amount,
        bound=draft.bound,
        writes=draft.writes,
        cost=plan.totals.cost,
        heaviest_payment=plan.totals.heaviest_payment,
        excess=plan.totals.excess,
        values=draft.values,
    )


def _is_over(plan: FundingPlan, kind: str) -> Iterator[bool]:
    """Whether caps of one kind are exceeded."""
    yield from (warn.code == f"cap_exceeded_{kind}" for warn in plan.warnings)


def _few_limits(found: list[Repair]) -> Iterator[Repair]:
    """Not every lender's limit: the least ones."""
    limits = sorted((one for one in found if one.kind == "limit"), key=lambda one: one.amount)
    yield from (one for one in found if one.kind != "limit")
    yield from limits[:LIMITS_SHOWN]


def _less(shop: Workshop) -> Iterator[Draft]:
    """What stays unmet is the least that can: that much less is needed, and what rounding to cents then asks."""
    unmet = _unmet(shop, shop.plan)
    smaller = shop.asked.less(unmet)
    for _ in range(ROUNDINGS):
        again = shop.replan(smaller) if unmet and shop.seconds else None
        if again is None or again.totals.shortfall:
            return
        more = _unmet(shop, again)
        if not more:
            yield _less_draft(shop, smaller, unmet)
            return
        unmet |= {name: round(unmet.get(name, 0.0) + yuan, 2) for name, yuan in more.items()}
        smaller = shop.asked.less(unmet)


def _unmet(shop: Workshop, plan: FundingPlan) -> dict[str, float]:
    """What stays unmet of the needs; payments of loans are no needs."""
    needs = {need.name for need in shop.asked.needs}
    return {row.name: row.unmet for row in plan.need_rows if row.unmet and row.name in needs}


def _less_draft(shop: Workshop, smaller: Asked, unmet: dict[str, float]) -> Draft:
    """The needs as they would have to be; the bound is that of the level, whose yuan weigh a little more than one."""
    amounts = {need.name: need.amount for need in smaller.needs}
    writes = tuple(
        Write(file="needs", row=need.name, key="amount", value=f"{amounts.get(need.name, 0.0):.2f}")
        for need in shop.asked.needs
        if amounts.get(need.name) != need.amount
    )
    heaviest = max((weight for _, weight in shop.optimum.hot.model.levels["unmet"]), default=1.0)
    bound = (shop.optimum.levels["unmet"] - 2 * ENOUGH) / heaviest if shop.optimum.proven else 0.0
    less = round(sum(unmet.values()), 2)
    values = {"amount": less, "needs": list(unmet), "left": round(sum(amounts.get(n, 0.0) for n in unmet), 2)}
    return Draft("need_less", smaller, less, max(0.0, bound), writes, values=values)


def _later(shop: Workshop) -> Iterator[Draft]:
    """The fewest days that what stays unmet would have to wait."""
    names = tuple(_unmet(shop, shop.plan))
    found = later_repair(shop.asked, names, shop.seconds) if names else None
    if found is None:
        return
    days, bound = found
    later = shop.asked.later(names, days)
    dates = {need.name: need.date for need in later.needs}
    writes = tuple(
        Write(file="needs", row=need.name, key="date", value=dates[need.name].isoformat())
        for need in shop.asked.needs
        if dates[need.name] != need.date
    )
    day = min(dates[name] for name in names)
    values = {"days": days, "needs": list(names), "day": day.isoformat()}
    yield Draft("later", later, days, bound, writes, values=values)


def _policies(shop: Workshop) -> Iterator[Draft]:
    """The borrower's own caution: a share of income, a payment, a number of lenders, inquiries or draws."""
    for rule in ("max_debt_service", "max_monthly_payment", *COUNTS):
        now = getattr(shop.asked.policy, rule)
        if now is None or not shop.seconds:
            continue
        case = shop.asked.case
        least = least_slack(policy_model(case.situation, case.market, rule), shop.seconds)
        if least is None:
            continue
        step = PERCENT_STEP if rule == "max_debt_service" else 1.0
        value = _up(now + least.amount, step)
        if rule == "max_debt_service" and value > 1:
            continue
        yield _policy_draft(shop, rule, value, least)


def _shares(shop: Workshop) -> Iterator[Draft]:
    """Caps that the plan exceeds: the share at which it would not."""
    for rule, kind in SHARES.items():
        if not any(_is_over(shop.plan, kind)) or not shop.seconds:
            continue
        case = shop.asked.case
        model = share_model(case.situation, case.market, rule)
        least = None if model is None else least_slack(model, shop.seconds)
        if least is not None:
            value = _up(getattr(shop.asked.policy, rule) + least.amount, PERCENT_STEP)
            yield _policy_draft(shop, rule, min(1.0, value), least)


def _policy_draft(shop: Workshop, rule: str, value: float, least: Least) -> Draft:
    now = getattr(shop.asked.policy, rule)
    value = int(value) if rule in COUNTS else value
    return Draft(
        rule,
        shop.asked.with_policy(**{rule: value}),
        round(value - now, 6),
        least.bound,
        (Write(file="policy", row="", key=rule, value=f"{value:g}"),),
        values={"value": value, "now": now, "more": round(value - now, 6)},
    )


def _facts(shop: Workshop) -> Iterator[Draft]:
    """The fewest facts that open lenders enough."""
    found = facts_repair(shop.asked, shop.seconds)
    if found is not None:
        writes = tuple(
            Write(file="profile", row="facts", key=name, value=str(value))
            for name, value in found.facts.items()
        )
        yield Draft(
            "fact", shop.asked.with_facts(found.facts), len(found.facts), found.bound, writes,
            values={**found.words, "channel_ids": list(found.channels)},
        )  # fmt: skip


def _limits(shop: Workshop) -> Iterator[Draft]:
    """How much more one lender would have to lend: those that the plan uses, and the cheapest others."""
    case = shop.asked.case
    used = {draw.channel_id for draw in shop.plan.draws if draw.use == "new"}
    dear_first = sorted(case.market.offers, key=lambda offer: -offer.apr)
    price = {offer.channel_id: offer.apr for offer in dear_first}
    tried = sorted(
        (one for one in case.market.lenders if one.channel_id in price),
        key=lambda one: (one.channel_id not in used, price[one.channel_id]),
    )[:LIMITS_TRIED]
    for lender in tried:
        model = limit_model(case.situation, case.market, lender.channel_id) if shop.seconds else None
        least = None if model is None else least_slack(model, shop.seconds)
        if least is None:
            continue
        value = _up(lender.limit + least.amount, max(1.0, lender.amount_step))
        yield Draft(
            "limit",
            shop.asked.with_quote(lender.channel_id, limit=value),
            round(value - lender.limit, 2),
            least.bound,
            (Write(file="profile", row=f"quotes.{lender.channel_id}", key="limit", value=f"{value:.2f}"),),
            lender.channel_id,
            {
                "amount": round(value - lender.limit, 2), "limit": value, "channel_id": lender.channel_id,
                "name": lender.name, "name_en": lender.name_en or lender.name,
            },
        )  # fmt: skip


def _up(value: float, step: float) -> float:
    """The least multiple of ``step`` that is enough."""
    return round(math.ceil((value - NOISE * step) / step) * step, 6)
