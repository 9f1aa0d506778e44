"""Own cash repays a debt early only where enough of it is left for the months that follow (0009)."""

from collections.abc import Iterator
from decimal import Decimal

from fundmix.errors import Issue
from fundmix.plan import FundingPlan
from fundmix.verify.book import Book
from fundmix.verify.figures import CENT, ZERO, at_least, cents, exact, rounded
from fundmix.verify.purposes import early_name


def check_reserve(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """What is left covers the old debt service and the losses of the periods that follow."""
    months = plan.inputs.policy.reserve_months
    following = book.courses.grid.periods_in(months)
    if not following:
        return
    for month in sorted({one.month for one in book.courses.early if not one.moves}):
        if not 0 <= month < book.periods or not _from_cash(plan, book, month):
            continue
        left = cents(plan.cashflow_rows[month].closing) - _kept(plan, book, month)
        later = range(month + 1, min(month + 1 + following, book.periods))
        reserve = sum((_asked(plan, period) for period in later), ZERO)
        if reserve:
            yield from at_least("verify_reserve", f"cashflow[{month}].closing", left, reserve)


def _asked(plan: FundingPlan, period: int) -> Decimal:
    """Debt service by the old contracts, and the loss of a period."""
    return rounded(exact(plan.inputs.debt_service[period])) + max(
        ZERO, -rounded(exact(plan.inputs.surplus[period]))
    )


def _from_cash(plan: FundingPlan, book: Book, month: int) -> bool:
    """Whether own cash pays for a part of what is repaid early in a period; cents of rounding are none.

    What moves to an instalment plan is paid by that plan.
    """
    early = [one for one in book.courses.early if one.month == month]
    days = {early_name(book.courses.grid, one.date) for one in early if not one.moves}
    moved = {one.draw.draw_id for one in book.replays if one.moved}
    own = sum((one.paid for one in early if not one.moves), ZERO)
    for need in plan.need_rows:
        if need.name in days:
            own -= sum(
                (cents(yuan) for draw, yuan in need.gives if draw != "cash" and draw not in moved), ZERO
            )
    return own > CENT * max(len(plan.inputs.contracts), len(early))


def _kept(plan: FundingPlan, book: Book, month: int) -> Decimal:
    """Money of draws that is at hand at the end of a period for uses that come later."""
    kept = ZERO
    for one in book.replays:
        name, first = one.draw.draw_id, one.draw.draw_month
        paid_out = sum(
            (row.drawn - row.withheld for row in one.rows if row.drawn and first + row.index <= month), ZERO
        )
        gives = [
            (need.month, cents(yuan)) for need in plan.need_rows for draw, yuan in need.gives if draw == name
        ]
        before = sum((yuan for period, yuan in gives if period <= month), ZERO)
        after = sum((yuan for period, yuan in gives if period > month), ZERO)
        kept += min(after, max(ZERO, paid_out - before))
    return kept
