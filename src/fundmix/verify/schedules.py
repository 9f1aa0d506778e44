"""Every dated payment of every draw, against the contract re-played."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from fundmix.dates import PERIODS_PER_YEAR
from fundmix.errors import Issue
from fundmix.plan import FundingPlan, ScheduleRow
from fundmix.verify.book import Book, Replay
from fundmix.verify.contracts import Instalment
from fundmix.verify.figures import ZERO, cents, found, same_money, same_rate, same_value


def check_schedules(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Dates and cents of each row; the balance ends at 0.00; no row is missing or double."""
    times = Counter((row.draw_id, row.month) for row in plan.schedule_rows)
    for (draw_id, month), count in times.items():
        if count > 1:
            yield found("verify_duplicate", f"schedule[{draw_id}][month {month}]", actual=draw_id)
    for one in book.replays:
        yield from _terms(one)
        yield from _rows(one)
        yield from _line(one) if one.contract.revolving else _closing(one)


def _terms(one: Replay) -> Iterator[Issue]:
    """The draw repeats its contract and its lender truly."""
    draw, contract, lender = one.draw, one.contract, one.lender
    place, terms = f"mix[{draw.draw_id}]", contract.terms
    pairs = (
        ("repayment", terms.repayment, draw.repayment),
        ("revolving", contract.revolving, draw.revolving),
        ("category", lender.category, draw.category),
        ("risk_groups", lender.risk_groups, draw.risk_groups),
        ("soft", lender.soft, draw.soft),
    )
    for name, expected, actual in pairs:
        yield from same_value(f"{place}.{name}", expected, actual)
    if (contract.ceiling is None) != (draw.ceiling is None):
        yield found(
            "verify_value_differs", f"{place}.ceiling", expected=contract.ceiling, actual=draw.ceiling
        )
    elif contract.ceiling is not None and draw.ceiling is not None:
        yield from same_rate(f"{place}.ceiling", contract.ceiling, draw.ceiling)
    # weeks do not divide months: half a month is near enough
    if abs(draw.term_months - Decimal(terms.term * 12) / PERIODS_PER_YEAR[terms.period]) > Decimal("0.5"):
        yield found(
            "verify_value_differs", f"{place}.term_months", expected=terms.term, actual=draw.term_months
        )


def _rows(one: Replay) -> Iterator[Issue]:
    """Each stated row against the re-played one; a day on which nothing moves may be left out."""
    name = one.draw.draw_id
    expected = {row.index: row for row in one.rows}
    for index in sorted(set(one.stated) - set(expected)):
        yield found("verify_row_extra", f"schedule[{name}][{index}]", actual=one.stated[index].payment)
    for index, row in expected.items():
        place = f"schedule[{name}][{index}]"
        stated = one.stated.get(index)
        if stated is not None:
            yield from _row(place, one, row, stated)
        elif row.payment or row.drawn or index == 0:
            yield found("verify_row_missing", place, expected=float(row.payment))
    if one.rows and one.rows[-1].balance != ZERO:
        yield found(
            "verify_not_repaid",
            f"schedule[{name}][{one.rows[-1].index}].balance",
            actual=float(one.rows[-1].balance),
        )


def _row(place: str, one: Replay, row: Instalment, stated: ScheduleRow) -> Iterator[Issue]:
    yield from same_value(f"{place}.date", row.date, stated.date)
    yield from same_value(f"{place}.channel_id", one.draw.channel_id, stated.channel_id)
    yield from same_value(f"{place}.offer_id", one.draw.offer_id, stated.offer_id)
    for name in ("drawn", "payment", "principal", "interest", "fee", "balance"):
        yield from same_money(f"{place}.{name}", getattr(row, name), getattr(stated, name))


def _line(one: Replay) -> Iterator[Issue]:
    """A line is never drawn and repaid at once, never below zero, ends within its life; amount = peak."""
    name, draw = one.draw.draw_id, one.draw
    for row in one.rows:
        place = f"schedule[{name}][{row.index}]"
        if row.drawn and row.principal:
            yield found("verify_line_both", place, actual=float(min(row.drawn, row.principal)))
        if row.balance < 0:
            yield found("verify_line_below_zero", f"{place}.balance", actual=float(row.balance))
        if row.index > one.contract.terms.term and (row.payment or row.drawn):
            yield found("verify_line_life", place, actual=row.index, expected=one.contract.terms.term)
    peak = max((row.balance for row in one.rows), default=ZERO)
    yield from same_money(f"mix[{name}].amount", peak, draw.amount)
    if not one.rows or not one.rows[0].drawn:
        yield found("verify_row_missing", f"schedule[{name}][0]", expected=draw.amount)
    yield from same_value(f"mix[{name}].closed_month", None, draw.closed_month)


def _closing(one: Replay) -> Iterator[Issue]:
    """A loan is repaid early only where the contract offers it, before its term."""
    draw, terms = one.draw, one.contract.terms
    place = f"mix[{draw.draw_id}].closed_month"
    if draw.closed_month is not None:
        if not draw.draw_month < draw.closed_month < draw.draw_month + terms.term:
            yield found(
                "verify_value_differs",
                place,
                expected=draw.draw_month + terms.term - 1,
                actual=draw.closed_month,
            )
        elif terms.prepay_fee_rate is None:
            yield found("verify_close_not_offered", place, actual=draw.closed_month)
    if cents(draw.amount) <= 0:
        yield found("verify_negative", f"mix[{draw.draw_id}].amount", actual=draw.amount)
