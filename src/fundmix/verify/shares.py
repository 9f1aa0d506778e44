"""Rules 4, 5 and 8: shares, debt service, and whether the plan keeps the rules of its own lenders."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from fundmix.dates import PERIODS_PER_YEAR
from fundmix.errors import Issue
from fundmix.plan import FundingPlan
from fundmix.verify.book import Book, Replay
from fundmix.verify.figures import CENT, ZERO, at_most, exact, found
from fundmix.verify.shape import MovedFact, moved_rule

COUNTED_MOVES = ("online_lender", "unsecured_account", "inquiry")
"""What the use of a lender adds one of; payments and debt are ratios to income."""


def check_shares(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 4: the excess over every cap, added up, is the excess that the plan admits; excess never hides."""
    excess = ZERO
    for name, cap in plan.inputs.caps.items():
        belongs = _member(name)
        if belongs is None:
            yield found("verify_unknown_name", f"inputs.caps.{name}", actual=name)
            continue
        owed = _owed(plan, name, book.periods)
        yield from at_most(
            "verify_cap_too_high", f"inputs.caps.{name}", exact(cap) - CENT / 2, _cap(plan, name)
        )
        new = book.balance(lambda one, belongs=belongs: not one.secured and belongs(one))  # type: ignore[misc]
        excess += max(
            balance - min(balance, max(ZERO, exact(cap) - exact(existing)))
            for balance, existing in zip(new, owed, strict=True)
        )
    # caps are no whole cents, so neither is what passes them
    if abs(excess - exact(plan.totals.excess)) > CENT / 2:
        yield found("verify_differs", "totals.excess", expected=float(excess), actual=plan.totals.excess)


def _owed(plan: FundingPlan, name: str, periods: int) -> tuple[float, ...]:
    """What the borrower owes the members of a cap, per period: without debts that a pledge backs.

    Those stand under the bare ``channel_id``, since they use up the lender's limit (rule 2), and no share.
    """
    return plan.inputs.existing.get(name, (0.0,) * periods)


def _cap(plan: FundingPlan, name: str) -> Decimal:
    """The largest honest cap: max(share × (base + what is owed there today), amount_min, share_floor)."""
    policy, (kind, _, word) = plan.inputs.policy, name.partition(":")
    shares = {
        "channel": policy.max_channel_share,
        "category": policy.max_category_share,
        "group": policy.max_group_share,
    }
    base = exact(plan.inputs.base) + exact(_owed(plan, name, 1)[0])
    least = [
        lender.amount_min for lender in plan.inputs.lenders if (kind, lender.channel_id) == ("channel", word)
    ]
    share = exact(shares.get(kind, policy.max_soft_share))
    return max(share * base, exact(max(least, default=0.0)), exact(policy.share_floor))


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
    per_year = PERIODS_PER_YEAR[inputs.period]  # type: ignore[index]
    for month, service in enumerate(book.service):
        existing = exact(inputs.debt_service[month])
        if policy.max_debt_service is not None:
            room = exact(policy.max_debt_service) * exact(inputs.income[month]) - existing
            yield from at_most("verify_over_service", f"cashflow[{month}].payments", service, max(ZERO, room))
        if policy.max_monthly_payment is not None:
            room = exact(policy.max_monthly_payment) * 12 / per_year - existing
            yield from at_most("verify_over_service", f"cashflow[{month}].payments", service, max(ZERO, room))


def check_lenders(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 8: a fact after the plan's other lenders still passes each used lender's own rule."""
    used_channels = {one.draw.channel_id for one in book.replays}
    used = [lender for lender in plan.inputs.lenders if lender.channel_id in used_channels]
    for lender in used:
        for rule in map(moved_rule, lender.moved_rules):
            place = f"inputs.lenders[{lender.channel_id}].moved_rules[{rule.rule_id}]"
            if rule.moved_by not in COUNTED_MOVES:
                yield from _ratio(plan, book, place, rule)
                continue
            others = sum(rule.moved_by in other.moves for other in used if other is not lender)
            after = exact(rule.actual) + Decimal(others)
            bound = exact(rule.bound)
            if after > bound or (rule.strict and after == bound):
                yield found("verify_lender_rule", place, actual=float(after), expected=float(bound))


def _ratio(plan: FundingPlan, book: Book, place: str, rule: MovedFact) -> Iterator[Issue]:
    """A bound on payments, or on unsecured debt, per yuan of income; the lender counts its own loan too.

    What income cannot carry already is no fault of the plan, but nothing may be added then.
    """
    inputs, per_year = plan.inputs, PERIODS_PER_YEAR[plan.inputs.period]  # type: ignore[index]
    new = book.service if rule.moved_by == "payment" else book.balance(lambda one: not one.secured)
    debts = [owed for name, owed in inputs.existing.items() if name.startswith("category:")]
    for month in range(book.periods if rule.moved_by == "payment" else inputs.draw_until + 1):
        income = exact(inputs.income[month])
        existing = exact(inputs.debt_service[month])
        if rule.moved_by == "debt":
            income = income * per_year / 12
            existing = sum((exact(owed[month]) for owed in debts), ZERO)
        room = max(ZERO, exact(rule.bound) * income - existing)
        yield from at_most("verify_lender_ratio", f"{place}[{month}]", new[month], room)
