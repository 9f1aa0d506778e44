"""The debts of the inputs against their contracts, and each early repayment against 0009."""

from collections.abc import Iterator
from decimal import Decimal

from fundmix.errors import Issue
from fundmix.plan import EarlyRepayment, FundingPlan
from fundmix.verify.book import Book
from fundmix.verify.courses import Course, Early, Yuan, names_of, payments, spread, total
from fundmix.verify.debts import OldDebt
from fundmix.verify.figures import ZERO, at_most, cents, exact, found, same_money, same_value


def check_debts(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Payments, debt service, dates and balances of the old contracts, each from its own row."""
    inputs, courses = plan.inputs, book.courses
    due = sorted((day, yuan) for one in courses.each for day, yuan in payments(one.debt.rows))
    figures = (
        ("debt_payments", spread(courses.grid, book.periods, due), inputs.debt_payments),
        ("debt_service", courses.old_service, inputs.debt_service),
    )
    for name, expected, stated in figures:
        yield from _vector(f"inputs.{name}", expected, stated)
    dated = sorted(inputs.debt_dates)
    yield from same_value("inputs.debt_dates.length", len(due), len(dated))
    for number, ((day, yuan), (its_day, its_yuan)) in enumerate(zip(due, dated, strict=False)):
        yield from same_value(f"inputs.debt_dates[{number}].date", day, its_day)
        yield from same_money(f"inputs.debt_dates[{number}].payment", yuan, its_yuan)
    owed = _owed(book)
    nothing = (0.0,) * book.periods
    for name in sorted(owed.keys() | inputs.existing.keys()):
        expected = owed.get(name, (ZERO,) * book.periods)
        yield from _vector(f"inputs.existing[{name}]", expected, inputs.existing.get(name, nothing))


def _vector(place: str, expected: Yuan, stated: tuple[float, ...]) -> Iterator[Issue]:
    for month, (yuan, figure) in enumerate(zip(expected, stated, strict=True)):
        yield from same_money(f"{place}[{month}]", yuan, figure)


def _owed(book: Book) -> dict[str, Yuan]:
    """Balances at the beginning of each period: by lender, unsecured ones also by the caps of rule 4."""
    parts: dict[str, list[Yuan]] = {}
    for one in book.courses.each:
        row = one.debt.row
        names = (row.channel_id, *names_of(row)) if row.channel_id else names_of(row)
        for name in names:
            parts.setdefault(name, []).append(one.old)
    return {name: total(rows, book.periods) for name, rows in parts.items()}


def check_repayments(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Each early repayment: its day, what is owed then, what it pays, what it saves."""
    for one in book.courses.each:
        for row in one.strange:
            yield found("verify_no_early_day", f"{_place(row)}.date", actual=row.date)
        for early in one.early:
            place = _place(early.stated)
            if not (plan.start <= early.date and early.month < book.periods):
                yield found("verify_no_early_day", f"{place}.date", actual=early.date)
                continue
            yield from _figures(place, one, early)
            if not early.moves:
                yield from _worth_it(place, one, early)
                short = cents(plan.cashflow_rows[early.month].shortfall)
                yield from at_most("verify_repaid_while_short", f"{place}.month", short, ZERO)


def _place(row: EarlyRepayment) -> str:
    return f"repayments[{row.debt}][{row.date.isoformat()}]"


def _figures(place: str, one: Course, early: Early) -> Iterator[Issue]:
    row = early.stated
    yield from same_value(f"{place}.channel_id", one.debt.row.channel_id, row.channel_id)
    yield from same_value(f"{place}.month", early.month, row.month)
    if cents(row.principal) <= 0:
        yield found("verify_negative", f"{place}.principal", actual=row.principal)
    if not early.moves:
        yield from at_most("verify_repaid_too_much", f"{place}.principal", cents(row.principal), early.before)
    figures = (
        ("balance_before", early.before),
        ("principal", early.principal),
        ("balance_after", early.before - early.principal),
        ("interest", early.interest),
        ("fee", early.fee),
        ("interest_saved", early.interest_saved),
        ("saving", early.saving),
    )
    for name, expected in figures:
        yield from same_money(f"{place}.{name}", expected, getattr(row, name))


def _worth_it(place: str, one: Course, early: Early) -> Iterator[Issue]:
    """The fee is known, and to repay on that day would save something."""
    if one.debt.row.prepay_fee_rate is None:
        yield found("verify_fee_unknown", f"{place}.fee", actual=one.debt.row.name)
        return
    saving = _saving_of_all(one.debt, early)
    if saving <= 0:
        yield found("verify_saves_nothing", f"{place}.saving", actual=float(saving))


def _saving_of_all(debt: OldDebt, early: Early) -> Decimal:
    """What the repayment of all that the contract is owed on that day would save; a part saves a part of it."""
    stop = debt.stop(early.date)
    if stop is None:
        return ZERO
    accrued = debt.accrued(stop[0]) if debt.in_one_sum else ZERO
    later = sum((row.interest for row in debt.rows if row.date > early.date), ZERO)
    return later - accrued - stop[1] * exact(debt.row.prepay_fee_rate or 0)
