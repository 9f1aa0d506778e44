"""Debts that their own lender renews, extends or restructures (0009)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from fundmix.errors import Issue
from fundmix.plan import FundingPlan, Renewal
from fundmix.verify.book import Book, Replay
from fundmix.verify.courses import Course
from fundmix.verify.figures import at_most, cents, found, same_money, same_value
from fundmix.verify.purposes import early_name

RENEWED_METHODS = ("interest_only", "bullet", "custom")
"""Methods that leave a sum for the last day."""


def check_renewals(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Each draw that takes the place of an old debt: at its own lender, on its day, for that payment alone."""
    courses = {one.debt.row.name: one for one in book.courses.each}
    for one in book.replays:
        place = f"mix[{one.draw.draw_id}]"
        yield from same_value(f"{place}.use", one.contract.use, one.draw.use)
        yield from same_value(f"{place}.debt", one.contract.debt, one.draw.debt)
        course = courses.get(one.draw.debt or "")
        if not one.moved or course is None:
            # that a renewed debt is known is a matter of shape
            yield from same_value(f"{place}.debt", None, one.draw.debt)
            continue
        yield from same_value(f"{place}.channel_id", course.debt.row.channel_id, one.draw.channel_id)
        hardship = one.draw.use == "hardship"
        yield from _restructured(place, one, course) if hardship else _renewed(place, one, course)
        yield from _gives(plan, book, one)
    for debt, times in Counter(one.draw.debt for one in book.replays if one.moved).items():
        if times > 1:
            yield found("verify_duplicate", f"mix.debt[{debt}]", actual=debt)
    yield from _plans(plan, book)
    yield from _listed(plan, book)


def _renewed(place: str, one: Replay, course: Course) -> Iterator[Issue]:
    """On the day of the last payment its principal moves, all or a part, where the lender has agreed to that."""
    row = course.debt.row
    if not row.renewable or row.repayment not in RENEWED_METHODS or not course.rows:
        yield found("verify_not_renewable", f"{place}.debt", actual=row.name)
        return
    last = course.rows[-1]
    yield from same_value(f"{place}.draw_date", last.date, one.draw.draw_date)
    yield from at_most("verify_renewed_too_much", f"{place}.amount", cents(one.draw.amount), last.principal)


def _restructured(place: str, one: Replay, course: Course) -> Iterator[Issue]:
    """On the next payment day the whole balance moves."""
    if not course.moves:
        yield found("verify_not_moved", f"{place}.debt", actual=course.debt.row.name)
        return
    early = course.early[0]
    yield from same_value(f"{place}.draw_date", early.date, one.draw.draw_date)
    yield from same_money(f"{place}.amount", early.principal, one.draw.amount)


def _gives(plan: FundingPlan, book: Book, one: Replay) -> Iterator[Issue]:
    """Its money goes to the payment whose place it takes, and nowhere else."""
    month = book.courses.grid.index_of(one.draw.draw_date)
    own = f"payment_{month}"
    if one.draw.use == "hardship":
        own = early_name(book.courses.grid, one.draw.draw_date)
    for need in plan.need_rows:
        given = sum(amount for draw_id, amount in need.gives if draw_id == one.draw.draw_id)
        if given and need.name != own:
            place = f"needs[{need.name}].gives[{one.draw.draw_id}]"
            yield found("verify_moved_elsewhere", place, actual=given, expected=own)


def _plans(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """A debt that moves to an instalment plan names the draw that takes it over."""
    draws = {one.draw.draw_id: one.draw for one in book.replays}
    for row in plan.repayments:
        draw = None if row.draw_id is None else draws[row.draw_id]
        if draw is not None and (draw.use, draw.debt) != ("hardship", row.debt):
            yield found("verify_not_moved", f"repayments[{row.debt}].draw_id", actual=row.debt)


def _listed(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Every such draw is listed once, with the day by which to ask, and nothing else is."""
    rows = {row.draw_id: row for row in plan.renewals}
    moved = {one.draw.draw_id: one for one in book.replays if one.moved}
    for draw_id in sorted(moved.keys() - rows.keys()):
        amount = moved[draw_id].draw.amount
        yield found("verify_renewal_missing", f"renewals[{draw_id}]", expected=amount)
    for number, row in enumerate(plan.renewals):
        if row.draw_id in moved:
            yield from _row(plan.start, moved[row.draw_id], row)
        else:
            yield found("verify_renewal_extra", f"renewals[{number}]", actual=row.amount)


def _row(start: dt.date, one: Replay, row: Renewal) -> Iterator[Issue]:
    place, draw = f"renewals[{row.draw_id}]", one.draw
    for name in ("debt", "channel_id", "name", "name_en", "use", "offer_id"):
        yield from same_value(f"{place}.{name}", getattr(draw, name), getattr(row, name))
    yield from same_value(f"{place}.date", draw.draw_date, row.date)
    yield from same_money(f"{place}.amount", cents(draw.amount), row.amount)
    # how much earlier than the lead time asks for is a matter of prudence
    latest = max(start, draw.draw_date - dt.timedelta(days=min(one.lender.lead_days, 36_500)))
    if not start <= row.ask_by <= latest:
        yield found("verify_ask_late", f"{place}.ask_by", actual=row.ask_by, expected=latest)
