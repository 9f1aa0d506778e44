"""The independent re-play of a plan: by date, in Decimal, without PuLP, from the plan's own data.

Nothing here is shared with the program: contracts are read a second time (``contracts``), the book is opened
from amounts alone (``book``), and each family of rules is checked against the original rules of
``docs/design.md``. A plan that fails is never shown.
"""

from collections.abc import Callable, Iterator
from decimal import localcontext
from pathlib import Path

from fundmix.errors import Issue
from fundmix.plan import FundingPlan
from fundmix.verify.applications import check_applications
from fundmix.verify.book import Book, open_book
from fundmix.verify.cash import check_cash, check_inflows
from fundmix.verify.limits import check_limits, check_policy, check_tickets
from fundmix.verify.prices import check_prices
from fundmix.verify.purposes import check_purposes
from fundmix.verify.read import plan_from_json, read_plan
from fundmix.verify.renewals import check_renewals
from fundmix.verify.repayments import check_debts, check_repayments
from fundmix.verify.reserve import check_reserve
from fundmix.verify.schedules import check_schedules
from fundmix.verify.shape import check_shape
from fundmix.verify.shares import check_lenders, check_service, check_shares
from fundmix.verify.totals import check_balloons, check_spread, check_status, check_totals

__all__ = ["CHECKS", "plan_from_json", "read_plan", "verify", "verify_file"]

CHECKS: tuple[Callable[[FundingPlan, Book], Iterator[Issue]], ...] = (
    check_schedules,
    check_debts,
    check_repayments,
    check_renewals,
    check_inflows,
    check_cash,
    check_reserve,
    check_limits,
    check_tickets,
    check_shares,
    check_service,
    check_policy,
    check_applications,
    check_purposes,
    check_lenders,
    check_prices,
    check_totals,
    check_spread,
    check_balloons,
    check_status,
)
"""One check per family of rules, in the order of the findings."""

DIGITS = 50
"""Digits of the re-play: enough that the largest figures of a plan stay exact far below the cent."""


def verify(plan: FundingPlan) -> tuple[Issue, ...]:
    """What is wrong with a plan by its own data; empty = right.

    Each finding has a code, the place in the plan as ``column`` (``cashflow[3].closing``,
    ``schedule[d2][4].interest``, ``mix[d1].apr``) and ``details``: what was ``expected``, what is ``actual``.
    """
    with localcontext() as context:
        context.prec = DIGITS
        broken = tuple(check_shape(plan))
        if broken:
            return broken
        book = open_book(plan)
        return tuple(issue for check in CHECKS for issue in check(plan, book))


def verify_file(path: str | Path) -> tuple[Issue, ...]:
    """Read a plan's JSON file and re-play it.

    Raises:
        InputError: the file does not hold a plan; one located mistake each.
    """
    return verify(read_plan(path))
