"""Rules 4, 5 and 8: shares, debt service, and whether the plan keeps the rules of its own lenders."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from fundmix.errors import Issue
from fundmix.plan import FundingPlan
from fundmix.verify.book import Book, Replay
from fundmix.verify.figures import ZERO, at_most, exact, found, rounded, same_money
from fundmix.verify.shape import moved_rule

COUNTED_MOVES = ("online_lender", "unsecured_account", "inquiry")
"""What the use of a lender adds one of. Payments and debt are amounts, which the limits of rule 5 hold."""


def check_shares(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 4: the excess over every cap, added up, is the excess that the plan admits; excess never hides."""
    excess = ZERO
    for name, cap in plan.inputs.caps.items():
        belongs = _member(name)
        if belongs is None:
            yield found("verify_unknown_name", f"inputs.caps.{name}", actual=name)
            continue
        owed = plan.inputs.existing.get(name.removeprefix("channel:"), (0.0,) * book.periods)
        new = book.balance(lambda one, belongs=belongs: not one.secured and belongs(one))  # type: ignore[misc]
        excess += max(
            balance - min(balance, max(ZERO, exact(cap) - exact(existing)))
            for balance, existing in zip(new, owed, strict=True)
        )
    yield from same_money("totals.excess", rounded(excess), plan.totals.excess)


def _member(name: str) -> Callable[[Replay], bool] | None:
    """Whether a draw belongs to ``channel:x``, ``category:y``, ``group:z``, ``soft``; None for others."""
    kind, _, word = name.partition(":")
    members: dict[str, Callable[[Replay], bool]] = {
        "channel": lambda one: one.lender.channel_id == word,
        "category": lambda one: one.lender.category == word,
        "group": lambda one: word in one.lender.risk_groups,
        "soft": lambda one: one.lender.soft,
    }
    return members.get(kind)


def check_service(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 5: interest and instalment principal of new draws ≤ what income can carry beside existing ones."""
    inputs, policy = plan.inputs, plan.inputs.policy
    for month, service in enumerate(book.service):
        existing = exact(inputs.debt_service[month])
        if policy.max_debt_service is not None:
            room = exact(policy.max_debt_service) * exact(inputs.income[month]) - existing
            yield from at_most("verify_over_service", f"cashflow[{month}].payments", service, max(ZERO, room))
        if policy.max_monthly_payment is not None:
            room = exact(policy.max_monthly_payment) - existing
            yield from at_most("verify_over_service", f"cashflow[{month}].payments", service, max(ZERO, room))


def check_lenders(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 8: a fact after the plan's other lenders still passes each used lender's own rule."""
    used_channels = {one.draw.channel_id for one in book.replays}
    used = [lender for lender in plan.inputs.lenders if lender.channel_id in used_channels]
    for lender in used:
        for rule in map(moved_rule, lender.moved_rules):
            if rule.moved_by not in COUNTED_MOVES:
                continue
            others = sum(rule.moved_by in other.moves for other in used if other is not lender)
            after = exact(rule.actual) + Decimal(others)
            bound = exact(rule.bound)
            if after > bound or (rule.strict and after == bound):
                place = f"inputs.lenders[{lender.channel_id}].moved_rules[{rule.rule_id}]"
                yield found("verify_lender_rule", place, actual=float(after), expected=float(bound))
