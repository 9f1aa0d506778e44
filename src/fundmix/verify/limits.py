"""Rules 2, 3 and 6: limits, pledged assets, tickets, counts; what a policy forbids."""

from collections.abc import Iterator
from decimal import Decimal

from fundmix.dates import PERIODS_PER_YEAR, shift
from fundmix.errors import Issue
from fundmix.plan import FundingPlan, LenderRow
from fundmix.verify.book import Book, Replay
from fundmix.verify.cash import FAR_MONTHS
from fundmix.verify.courses import Yuan
from fundmix.verify.figures import CENT, ZERO, at_least, at_most, exact, found

OFF_STEP = "amount_off_step"
"""Code of the warning for a draw that could not be rounded to its lender's step; it names the ``draw_id``."""

Load = list[tuple[Decimal, Decimal, Decimal, Decimal]]
"""Per period: new money outstanding, all that counts, yuan owed by old contracts, yuan of it repaid early."""


def check_limits(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 2: outstanding ≤ max(0, limit − existing) + what is repaid early; shared limits; pledged assets.

    What a lender only renews it has lent already: its limit binds it from the period on in which it lends anew.
    """
    for lender in plan.inputs.lenders:
        load = _load(plan, book, (lender.channel_id,))
        for month, (new, balance, owed, freed) in enumerate(load):
            if new:
                room = _room(lender.limit, owed, freed)
                yield from at_most(
                    "verify_over_limit", f"limits[{lender.channel_id}][{month}]", balance, room
                )
        yield from _availability(lender, load, book.drawn(lender.channel_id))
    yield from _together(plan, book)
    yield from _pledges(plan, book)


def _load(plan: FundingPlan, book: Book, channels: tuple[str, ...]) -> Load:
    """What some lenders carry per period: new money, all that counts, what is owed, what of it is repaid early."""
    rows = [plan.inputs.existing[channel] for channel in channels if channel in plan.inputs.existing]
    owed = [sum((exact(row[month]) for row in rows), ZERO) for month in range(book.periods)]
    new = book.balance(lambda one: one.draw.channel_id in channels and not one.moved)
    balance = book.counted(lambda one: one.draw.channel_id in channels)
    freed = book.courses.room(lambda one: one.debt.row.channel_id in channels)
    return list(zip(new, balance, owed, freed, strict=True))


def _room(limit: float, owed: Decimal, freed: Decimal) -> Decimal:
    """What a limit still bears. A lender that is owed more than its limit will not lend again what it is paid."""
    return ZERO if exact(limit) < owed else exact(limit) - owed + freed


def _availability(lender: LenderRow, load: Load, drawn: Yuan) -> Iterator[Issue]:
    """A period's own limit, on what is outstanding then or on what is drawn then."""
    for month, measure, bound in lender.availability:
        place = f"availability[{lender.channel_id}][{month}]"
        if not 0 <= month < len(load):
            continue
        new, balance, owed, freed = load[month]
        if measure == "draw":
            yield from at_most("verify_over_limit", place, drawn[month], exact(bound))
        elif new:
            yield from at_most("verify_over_limit", place, balance, _room(bound, owed, freed))


def _together(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Channels that share one limit; what is owed to them already uses it up."""
    for number, (channels, bound) in enumerate(plan.inputs.together):
        for month, (new, balance, owed, freed) in enumerate(_load(plan, book, channels)):
            if new:
                place = f"inputs.together[{number}][{month}]"
                yield from at_most("verify_over_limit", place, balance, _room(bound, owed, freed))


def _pledges(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Each asset backs only once: Σ outstanding ÷ multiplier ≤ value less lien, liens repaid in whole given back.

    A debt that its lender renews keeps its lien, which the value lacks already.
    """
    pledged = [lender for lender in plan.inputs.lenders if lender.pledge is not None]
    kept = {row.name for row in plan.inputs.debts if row.pledge is not None}
    for asset in sorted({str(lender.pledge) for lender in pledged}):
        used = [ZERO] * book.periods
        for lender in pledged:
            if lender.pledge == asset:
                balances = book.balance(
                    lambda one, lender=lender: one.lender == lender and one.draw.debt not in kept  # type: ignore[misc]
                )
                for month, balance in enumerate(balances):
                    used[month] += balance / exact(lender.multiplier)
        value = max(ZERO, exact(plan.inputs.asset_values.get(asset, 0.0)))
        liens = [one for one in book.courses.each if value and one.debt.row.pledge == asset]
        for month, worth in enumerate(used):
            room = value + sum((one.debt.owed for one in liens if one.is_gone(month)), ZERO)
            yield from at_most("verify_over_pledge", f"inputs.asset_values.{asset}[{month}]", worth, room)


def check_tickets(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 3: a channel pays out nothing in a period or at least its smallest draw, in its steps."""
    for lender in plan.inputs.lenders:
        smallest = exact(lender.amount_min)
        for month, amount in enumerate(book.drawn(lender.channel_id)):
            if amount:
                yield from at_least(
                    "verify_below_minimum", f"draws[{lender.channel_id}][{month}]", amount, smallest
                )
    yield from _steps(plan, book)
    for one in book.replays:
        first = one.draw.draw_date
        for row in one.rows:
            place = f"schedule[{one.draw.draw_id}][{row.index}].drawn"
            if row.drawn and one.draw.draw_month + row.index > plan.inputs.draw_until:
                yield found("verify_drawn_late", place, actual=row.date, expected=plan.inputs.draw_until)
            valid = one.lender.line_valid_months
            if (
                row.drawn
                and row.index
                and valid is not None
                and row.date > shift(first, min(valid, FAR_MONTHS))
            ):
                yield found("verify_drawn_late", place, actual=row.date, expected=valid)


def _steps(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Multiples of the lender's step, except the draws that a warning of the plan names."""
    excused = {warn.values.get("draw_id") for warn in plan.warnings if warn.code == OFF_STEP}
    for one in book.replays:
        step = exact(one.lender.amount_step)
        for row in () if one.moved else one.rows:
            if step > CENT and one.draw.draw_id not in excused and row.drawn % step:
                place = f"schedule[{one.draw.draw_id}][{row.index}].drawn"
                yield found("verify_off_step", place, actual=float(row.drawn), expected=float(step))


def check_policy(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Rule 6 and the policy's plain words: how many, how long, from whom never."""
    policy, used = plan.inputs.policy, book.new_channels()
    yield from _counts(plan, book, used)
    asked = {row.channel_id for row in plan.applications if row.hard_inquiry}
    asked |= {row.channel_id for row in plan.inputs.lenders if row.applies and row.hard_inquiry} & used
    if plan.inputs.inquiries_left is not None:
        left = Decimal(max(0, plan.inputs.inquiries_left))
        yield from at_most("verify_too_many", "inputs.inquiries_left", Decimal(len(asked)), left)
    for one in book.replays:
        yield from _forbidden(plan, one)
        longest = policy.max_term_months
        if longest is not None:
            months = Decimal(one.contract.terms.term * 12) / PERIODS_PER_YEAR[one.contract.terms.period]
            place = f"mix[{one.draw.draw_id}].term_months"
            yield from at_most("verify_term_too_long", place, months, Decimal(longest))
    for channel in sorted(used):
        offers = {draw.offer_id for draw in plan.draws if draw.channel_id == channel and draw.use == "new"}
        # what an outage has made dearer is chosen apart from what was drawn before
        for dearer in (False, True):
            chosen = sum(offer.endswith(".dearer") is dearer for offer in offers)
            yield from at_most("verify_too_many", f"mix.offers[{channel}]", Decimal(chosen), Decimal(1))


def _counts(plan: FundingPlan, book: Book, used: set[str]) -> Iterator[Issue]:
    """New lenders beside those of today, and tickets; too many lenders of today allow no new one.

    A lender that is repaid in whole and lends nothing new is none any more.
    """
    policy = plan.inputs.policy
    if policy.max_channels is not None:
        owed = {name for name, row in plan.inputs.existing.items() if ":" not in name and any(row)}
        new = {row.channel_id for row in plan.inputs.lenders if row.applies} & used
        gone = {channel for channel in owed - used if book.courses.gone(channel, book.periods)}
        room = Decimal(max(0, policy.max_channels - len(owed) + len(gone)))
        yield from at_most("verify_too_many", "inputs.policy.max_channels", Decimal(len(new)), room)
    if policy.max_draws is not None:
        moved = {draw.draw_id for draw in plan.draws if draw.use != "new"}
        tickets = {
            (row.channel_id, row.month)
            for row in plan.schedule_rows
            if row.drawn and row.draw_id not in moved
        }
        bound = Decimal(policy.max_draws)
        yield from at_most("verify_too_many", "inputs.policy.max_draws", Decimal(len(tickets)), bound)


def _forbidden(plan: FundingPlan, one: Replay) -> Iterator[Issue]:
    """Channels that the policy excludes, and pledges when it allows none; one given already is no new pledge."""
    lender, place = one.lender, f"mix[{one.draw.draw_id}].channel_id"
    if lender.channel_id in plan.inputs.policy.exclude:
        yield found("verify_forbidden", place, actual=lender.channel_id)
    if lender.pledge is not None and plan.inputs.policy.collateral == "none" and not one.moved:
        yield found("verify_forbidden", place, actual=lender.pledge)
