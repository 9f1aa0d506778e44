"""Rules 4, 5 and 8: shares, debt service, and whether the plan keeps the rules of its own lenders."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from fundmix.dates import PERIODS_PER_YEAR
from fundmix.errors import Issue
from fundmix.plan import FundingPlan, LenderRow
from fundmix.verify.book import Book, Replay
from fundmix.verify.courses import names_of
from fundmix.verify.figures import CENT, ZERO, at_most, exact, found
from fundmix.verify.shape import MovedFact, moved_rule

COUNTED_MOVES = ("online_lender", "unsecured_account", "inquiry")
"""What the use of a lender adds one of; payments and debt are ratios to income."""


def check_shares(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 4: the excess over every cap, added up, is the excess that the plan admits; excess never hides.

    Where old debts are repaid early the cap grows by its share of that from then on; its own members leave it.
    """
    excess, repaid = ZERO, book.courses.financed
    for name, cap in plan.inputs.caps.items():
        belongs = _member(name)
        if belongs is None:
            yield found("verify_unknown_name", f"inputs.caps.{name}", actual=name)
            continue
        owed = _owed(plan, name, book.periods)
        yield from at_most(
            "verify_cap_too_high", f"inputs.caps.{name}", exact(cap) - CENT / 2, _cap(plan, name)
        )
        # what is taken over in hardship counts as the old balance that it is
        new = book.counted(
            lambda one, belongs=belongs: not one.secured and one.contract.use != "hardship" and belongs(one)  # type: ignore[misc]
        )
        left = book.courses.freed(
            lambda one, name=name: not one.moves and name in names_of(one.debt.row)  # type: ignore[misc]
        )
        share = _share(plan, name)
        rooms = [
            max(ZERO, exact(cap) - exact(existing)) + share * again + gone
            for existing, again, gone in zip(owed, repaid, left, strict=True)
        ]
        excess += max(balance - min(balance, room) for balance, room in zip(new, rooms, strict=True))
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
    kind, _, word = name.partition(":")
    base = exact(plan.inputs.base) + exact(_owed(plan, name, 1)[0])
    least = [
        lender.amount_min for lender in plan.inputs.lenders if (kind, lender.channel_id) == ("channel", word)
    ]
    floor = exact(plan.inputs.policy.share_floor)
    return max(_share(plan, name) * base, exact(max(least, default=0.0)), floor)


def _share(plan: FundingPlan, name: str) -> Decimal:
    """The share that the policy gives to a cap of this kind."""
    policy = plan.inputs.policy
    shares = {
        "channel": policy.max_channel_share,
        "category": policy.max_category_share,
        "group": policy.max_group_share,
    }
    return exact(shares.get(name.partition(":")[0], policy.max_soft_share))


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
    """Rule 5: interest and instalment principal of new draws ≤ what income can carry beside existing ones.

    Where debts are repaid early, what they no longer ask for is room, even where income carries too much today. What
    was drawn before an outage is borne whatever the income becomes.
    """
    before = book.service_before(plan.inputs.known)
    inputs, policy = plan.inputs, plan.inputs.policy
    per_year = PERIODS_PER_YEAR[inputs.period]  # type: ignore[index]
    for month, service in enumerate(book.service):
        bounds = []
        if policy.max_debt_service is not None:
            bounds.append(exact(policy.max_debt_service) * exact(inputs.income[month]))
        if policy.max_monthly_payment is not None:
            bounds.append(exact(policy.max_monthly_payment) * 12 / per_year)
        for bound in bounds:
            room = max(before[month], bound - exact(inputs.debt_service[month])) + _service_left(book, month)
            yield from at_most("verify_over_service", f"cashflow[{month}].payments", service, room)


def _service_left(book: Book, month: int) -> Decimal:
    """Debt service that early repayment ends; a share of it is no whole cent."""
    left = book.courses.service_freed[month]
    return left + CENT if left else ZERO


def check_lenders(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 8: a fact after the plan's other lenders still passes each used lender's own rule."""
    used = [lender for lender in plan.inputs.lenders if lender.channel_id in book.new_channels()]
    for lender in used:
        for rule in map(moved_rule, lender.moved_rules):
            place = f"inputs.lenders[{lender.channel_id}].moved_rules[{rule.rule_id}]"
            if rule.moved_by not in COUNTED_MOVES:
                yield from _ratio(plan, book, place, rule)
                continue
            others = sum(rule.moved_by in other.moves for other in used if other is not lender)
            after = exact(rule.actual) + Decimal(others - _fewer(plan, book, lender, rule.moved_by))
            bound = exact(rule.bound)
            if after > bound or (rule.strict and after == bound):
                yield found("verify_lender_rule", place, actual=float(after), expected=float(bound))


def _fewer(plan: FundingPlan, book: Book, lender: LenderRow, moved_by: str) -> int:
    """Lenders, or accounts, of today that are gone when ``lender`` first lends.

    One that lends anew in the plan stays, since its use adds none; what this lender is repaid itself is gone.
    """
    month = min(one.draw.draw_month for one in book.replays if one.lender == lender and not one.moved)
    stays = book.new_channels() - {lender.channel_id}
    gone = [
        one
        for one in book.courses.each
        if moved_by in one.debt.row.moves and one.is_gone(month) and one.debt.row.channel_id not in stays
    ]
    if moved_by != "online_lender":
        return len(gone)
    channels = {one.debt.row.channel_id for one in gone}
    return sum(channel is not None and book.courses.gone(channel, month) for channel in channels)


def _ratio(plan: FundingPlan, book: Book, place: str, rule: MovedFact) -> Iterator[Issue]:
    """A bound on payments, or on unsecured debt, per yuan of income; the lender counts its own loan too.

    What income cannot carry already is no fault of the plan, but nothing may be added then.
    """
    inputs, per_year = plan.inputs, PERIODS_PER_YEAR[plan.inputs.period]  # type: ignore[index]
    new = book.service if rule.moved_by == "payment" else book.counted(lambda one: not one.secured)
    unsecured = book.courses.room(lambda one: one.debt.row.unsecured)
    debts = [owed for name, owed in inputs.existing.items() if name.startswith("category:")]
    for month in range(book.periods if rule.moved_by == "payment" else inputs.draw_until + 1):
        income = exact(inputs.income[month])
        existing, left = exact(inputs.debt_service[month]), _service_left(book, month)
        if rule.moved_by == "debt":
            income = income * per_year / 12
            existing = sum((exact(owed[month]) for owed in debts), ZERO)
            left = unsecured[month]
        room = max(ZERO, exact(rule.bound) * income - existing) + left
        yield from at_most("verify_lender_ratio", f"{place}[{month}]", new[month], room)
