"""Cash per period, to the cent: the identity, its parts against the inputs and the contracts, and rule 1."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from fundmix.borrower import Need
from fundmix.catalog.tables import allows
from fundmix.dates import PERIODS_PER_YEAR, Grid, shift
from fundmix.errors import Issue
from fundmix.plan import CashflowRow, FundingPlan, NeedRow
from fundmix.verify.book import Book
from fundmix.verify.figures import ZERO, at_least, at_most, cents, exact, found, rounded, same_money

FAR_MONTHS = 12_000
"""A delay of a thousand years: later than every horizon, and still a day."""


def check_cash(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Opening chain, deposit interest, every part, and closing = opening + what came − what went."""
    inputs = plan.inputs
    deposit = exact(inputs.cash.deposit_rate) / PERIODS_PER_YEAR[inputs.period]  # type: ignore[index]
    opening = cents(inputs.cash.opening)
    inflows = expected_inflows(plan)
    for index, row in enumerate(plan.cashflow_rows):
        place = f"cashflow[{index}]"
        # cash before period 0 is the opening balance, without interest
        interest = rounded(deposit * opening) if index else ZERO
        parts = (
            ("opening", opening),
            ("deposit_interest", interest),
            ("surplus", rounded(exact(inputs.surplus[index]))),
            ("inflow", inflows[index]),
            ("proceeds", book.proceeds[index]),
            ("payments", book.payments[index]),
            ("debt_payments", book.courses.paid[index]),
            ("retained", book.retained[index]),
            ("outstanding", book.outstanding[index]),
        )
        for name, expected in parts:
            yield from same_money(f"{place}.{name}", expected, getattr(row, name))
        closing = _closing(row)
        yield from same_money(f"{place}.closing", closing, row.closing)
        opening = closing
    yield from _floor(plan, book, deposit)
    yield from _in_time(plan, book)


def _closing(row: CashflowRow) -> Decimal:
    """What the stated parts of a period come to."""
    came = (
        row.opening,
        row.deposit_interest,
        row.surplus,
        row.inflow,
        row.unmet,
        row.proceeds,
        row.shortfall,
    )
    went = (row.need, row.payments, row.debt_payments)
    return sum(map(cents, came), ZERO) - sum(map(cents, went), ZERO)


def _floor(plan: FundingPlan, book: Book, deposit: Decimal) -> Iterator[Issue]:
    """Rule 1: cash never falls below what must be retained, what the borrower keeps, and zero."""
    earlier = _earlier_payments(plan)
    for index, row in enumerate(plan.cashflow_rows):
        floor = max(book.retained[index], rounded(exact(plan.inputs.min_cash[index])), ZERO)
        yield from at_least("verify_cash_floor", f"cashflow[{index}].closing", cents(row.closing), floor)
        if plan.inputs.policy.payments_before_inflows:
            opening = max(ZERO, cents(row.opening))
            at_hand = opening * (1 + deposit if index else 1)
            before = at_hand + book.proceeds[index] - book.payments[index]
            yield from at_least(
                "verify_payment_before_inflow", f"cashflow[{index}].payments", rounded(before), ZERO
            )
        missing = book.courses.regular[index] + max(ZERO, -cents(row.surplus)) + earlier[index]
        yield from at_most(
            "verify_shortfall_too_large", f"cashflow[{index}].shortfall", cents(row.shortfall), missing
        )


def _earlier_payments(plan: FundingPlan) -> list[Decimal]:
    """After an outage: what is due per period on draws from before it was known; else nothing."""
    due = [ZERO] * len(plan.cashflow_rows)
    known = plan.inputs.known
    before = {draw.draw_id for draw in plan.draws if known is not None and draw.draw_date < known}
    for row in plan.schedule_rows:
        if row.draw_id in before and row.month < len(due):
            due[row.month] += cents(row.payment)
    return due


def _in_time(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """By day: on the eve of an inflow, or of a loan that may repay loans, what was due before has been met without."""
    grid = Grid(start=plan.start, period=plan.inputs.period)
    rows = {row.name: row for row in plan.need_rows}
    inflows = {_counted_on(plan, one) for one in plan.inputs.needs if one.kind == "inflow"}
    for day, drawn in sorted({*((day, False) for day in inflows), *((day, True) for day in _repaying(book))}):
        period = grid.index_of(day)
        if not 0 <= period < book.periods or day <= grid.date_of(period):
            continue
        cash = cents(plan.cashflow_rows[period].closing)
        cash -= sum(
            (
                rounded(_earned(plan, rows, one))
                for one in plan.inputs.needs
                if _comes(plan, one, period, day)
            ),
            ZERO,
        )
        for need in plan.inputs.needs:
            row = rows.get(need.name)
            if need.kind == "need" and row is not None and row.month == period:
                # what may wait may have waited for the loan
                met_on = need.last_day if drawn else row.date
                cash += cents(row.amount) - cents(row.unmet) if met_on >= day else ZERO
        cash += sum(
            (yuan for due, yuan in book.courses.days if due >= day and grid.index_of(due) == period),
            ZERO,
        )
        cash += book.from_day(period, day, drawn=drawn)
        yield from at_least("verify_not_in_time_cash", f"cashflow[{period}].{day.isoformat()}", cash, ZERO)


def _repaying(book: Book) -> Iterator[dt.date]:
    """The days on which new money comes that its contract allows to repay loans."""
    for one in book.replays:
        if not one.moved and allows(one.contract.purposes, one.contract.banned_purposes, "repay_loan"):
            yield from (row.date for row in one.rows if row.drawn)


def _comes(plan: FundingPlan, one: Need, period: int, day: dt.date) -> bool:
    """Whether ``one`` is an inflow counted in ``period`` on ``day`` or later."""
    grid = Grid(start=plan.start, period=plan.inputs.period)
    counted = _counted_on(plan, one)
    return one.kind == "inflow" and grid.index_of(counted) == period and counted >= day


def _earned(plan: FundingPlan, rows: dict[str, NeedRow], inflow: Need) -> Decimal:
    """What an inflow brings, less the part that an unmet need does not earn."""
    row = rows.get(inflow.from_need or "")
    share = exact(row.unmet) / exact(row.amount) if row is not None and row.amount else ZERO
    return exact(inflow.amount) * (1 - share)


def expected_inflows(plan: FundingPlan) -> list[Decimal]:
    """Inflows as counted, less the part of each that an unmet need does not earn."""
    inflows = [rounded(exact(value)) for value in plan.inputs.inflow]
    unmet = {
        row.name: exact(row.unmet) / exact(row.amount) for row in plan.need_rows if row.amount > row.unmet
    }
    unmet |= {row.name: Decimal(1) for row in plan.need_rows if row.amount <= row.unmet}
    lost = [ZERO] * len(inflows)
    for need in plan.inputs.needs:
        share = unmet.get(need.from_need or "", ZERO)
        index = inflow_period(plan, need.name)
        if need.kind == "inflow" and share and 0 <= index < len(lost):
            lost[index] += exact(need.amount) * share
    return [rounded(inflow - gone) for inflow, gone in zip(inflows, lost, strict=True)]


def inflow_period(plan: FundingPlan, name: str) -> int:
    """The period in which an inflow is counted: ``inflow_delay`` months late, never before the start."""
    need = next(need for need in plan.inputs.needs if need.name == name)
    grid = Grid(start=plan.start, period=plan.inputs.period)
    return max(0, grid.index_of(_counted_on(plan, need)))


def _counted_on(plan: FundingPlan, inflow: Need) -> dt.date:
    """The day on which the plan counts on an inflow: ``inflow_delay`` months late."""
    return shift(inflow.date, min(plan.inputs.policy.inflow_delay, FAR_MONTHS))


def check_inflows(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """The inflows of the inputs are the borrower's dated inflows, each in its period."""
    total = [ZERO] * book.periods
    for need in plan.inputs.needs:
        if need.kind == "inflow":
            index = inflow_period(plan, need.name)
            if index < book.periods:
                total[index] += cents(need.amount)
    for index, expected in enumerate(total):
        if rounded(exact(plan.inputs.inflow[index])) != expected:
            yield found(
                "verify_differs",
                f"inputs.inflow[{index}]",
                expected=float(expected),
                actual=plan.inputs.inflow[index],
            )
