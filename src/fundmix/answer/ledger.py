"""The book of a plan in exact cents: what each loan pays, what cash does, who meets which need."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from fundmix.dates import shift
from fundmix.loans import Payment, line_schedule, schedule
from fundmix.offers import Lender, Offer
from fundmix.program.columns import Line
from fundmix.program.model import Model
from fundmix.program.situation import Situation

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
_NOISE = Decimal("1e-9")
_LITTLE = Decimal("2e-4")
Values = Mapping[str, float]
"""A solution: yuan (or 0 and 1) by variable name."""


@dataclass(frozen=True)
class Loan:
    """One draw with its contract. ``rows[j]`` falls in period ``period + j``; row 0 is the payout.

    ``supplies``: per period, what the draw pays out after fees, and the uses it may serve.
    """

    draw_id: str
    offer: Offer
    lender: Lender
    period: int
    day: dt.date
    closed: int | None
    amount: Decimal
    rows: tuple[Payment, ...]
    drawn: tuple[Decimal, ...]
    supplies: tuple[tuple[int, Decimal, tuple[str, ...]], ...]

    @property
    def retained(self) -> Decimal:
        """Share of the balance that must stay in cash."""
        return exact(self.offer.terms.retained_balance_rate)


@dataclass(frozen=True)
class CashPeriod:
    """Cash of one period in exact cents; the fields of ``fundmix.plan.CashflowRow``."""

    opening: Decimal
    deposit_interest: Decimal
    surplus: Decimal
    inflow: Decimal
    need: Decimal
    proceeds: Decimal
    payments: Decimal
    debt_payments: Decimal
    unmet: Decimal
    shortfall: Decimal
    retained: Decimal
    closing: Decimal
    outstanding: Decimal


def exact(figure: float) -> Decimal:
    """The decimal that a person reads in ``figure``."""
    return Decimal(repr(float(figure)))


def cents(figure: float | Decimal) -> Decimal:
    """To the cent, half up, the noise of floats taken off first."""
    number = figure if isinstance(figure, Decimal) else exact(figure)
    return number.quantize(_NOISE).quantize(CENT, ROUND_HALF_UP)


def cents_up(figure: float) -> Decimal:
    """To the cent, up; what is below half a cent, or a little above a whole one, is the solver's noise."""
    return (exact(figure) - _LITTLE).quantize(CENT, ROUND_CEILING) if figure >= 0.005 else ZERO


def loans_of(model: Model, values: Values) -> tuple[Loan, ...]:
    """The loans of a solution by date, then name; ``d1`` first."""
    found = [*_draws(model, values), *_lines(model, values)]
    found.sort(key=lambda loan: (loan.day, loan.lender.channel_id, loan.offer.offer_id, loan.closed or 0))
    return tuple(
        Loan(**{**loan.__dict__, "draw_id": f"d{number}"}) for number, loan in enumerate(found, start=1)
    )


def _draws(model: Model, values: Values) -> list[Loan]:
    loans = []
    for column in model.columns:
        amount = cents(values.get(column.name, 0.0))
        if amount <= 0:
            continue
        closed_after = None if column.closed is None else column.closed - column.period
        rows = schedule(column.offer.terms, amount, column.day, closed_after=closed_after)
        paid_out = amount - rows[0].payment
        loans.append(
            Loan(
                draw_id="",
                offer=column.offer,
                lender=column.lender,
                period=column.period,
                day=column.day,
                closed=column.closed,
                amount=amount,
                rows=rows,
                drawn=(amount, *[ZERO] * (len(rows) - 1)),
                supplies=((column.period, paid_out, column.outlets),),
            )
        )
    return loans


def _lines(model: Model, values: Values) -> list[Loan]:
    loans = []
    for line in model.lines:
        path = _line_path(model, line, values)
        if path is None:
            continue
        first, drawn, repaid = path
        day = line.days[first - line.first]
        days = tuple(shift(day, index, line.offer.terms.period) for index in range(len(drawn)))
        rows = line_schedule(line.offer.terms, days, drawn, repaid)
        loans.append(
            Loan(
                draw_id="",
                offer=line.offer,
                lender=line.lender,
                period=first,
                day=day,
                closed=None,
                amount=max(row.balance for row in rows),
                rows=rows,
                drawn=drawn,
                supplies=tuple(
                    (first + index, amount - _taken(line.offer, amount), line.outlets[first + index])
                    for index, amount in enumerate(drawn)
                    if amount
                ),
            )
        )
    return loans


def _line_path(
    model: Model, line: Line, values: Values
) -> tuple[int, tuple[Decimal, ...], tuple[Decimal, ...]] | None:
    """First period with a draw, and what is drawn and repaid from there on, in cents; None when never drawn.

    What a solution draws and repays in one period is netted: the balance decides.
    """
    drawn: list[Decimal] = []
    repaid: list[Decimal] = []
    before, first = ZERO, None
    for period in range(line.first, line.last + 1):
        variable = model.line_balance.get((line.name, period))
        balance = cents(values.get(variable.name, 0.0)) if variable is not None else ZERO
        if first is None and balance > 0:
            first = period
        if first is not None:
            drawn.append(max(ZERO, balance - before))
            repaid.append(max(ZERO, before - balance))
        before = balance
    if first is None:
        return None
    while not (drawn[-1] or repaid[-1]):
        drawn.pop()
        repaid.pop()
    return first, tuple(drawn), tuple(repaid)


def outstanding(loans: tuple[Loan, ...], period: int) -> Decimal:
    """New balances after ``period``."""
    return sum((balance_of(loan, period) for loan in loans), ZERO)


def balance_of(loan: Loan, period: int) -> Decimal:
    """Balance of one loan after ``period``."""
    index = period - loan.period
    return loan.rows[index].balance if 0 <= index < len(loan.rows) else ZERO


def paid(loans: tuple[Loan, ...], period: int) -> Decimal:
    """What new loans ask for in ``period``; what is taken from a payout is not paid."""
    total = ZERO
    for loan in loans:
        index = period - loan.period
        if 0 <= index < len(loan.rows):
            taken = _taken(loan.offer, loan.drawn[index]) if loan.offer.revolving else loan.rows[0].payment
            total += loan.rows[index].payment - (taken if index == 0 or loan.offer.revolving else ZERO)
    return total


def _taken(offer: Offer, drawn: Decimal) -> Decimal:
    """The fees that a line takes from one drawing."""
    if not drawn:
        return ZERO
    return cents(drawn * exact(offer.terms.upfront_fee_rate)) + cents(offer.terms.fixed_fee)


def received(loans: tuple[Loan, ...], period: int) -> Decimal:
    """What new loans pay out in ``period``, after what is taken first."""
    return sum((amount for loan in loans for index, amount, _ in loan.supplies if index == period), ZERO)


def cash_book(
    model: Model, loans: tuple[Loan, ...], old: tuple[Sequence[Decimal], Sequence[Decimal]], values: Values
) -> tuple[CashPeriod, ...]:
    """Cash per period, each figure to the cent; ``old``: what existing debts take per period, regularly and early.

    closing = opening + interest + surplus + inflow − need + unmet + proceeds − payments − debts + shortfall.
    """
    situation, (regular, early) = model.situation, old
    unmet = {name: cents_up(values.get(variable.name, 0.0)) for name, variable in model.unmet.items()}
    deposit = exact(situation.deposit)
    book: list[CashPeriod] = []
    opening = cents(situation.opening)
    for period in range(situation.periods):
        due, missing = _needs(model, values, unmet, period)
        row = {
            "opening": opening,
            "deposit_interest": cents(opening * deposit) if period else ZERO,
            "surplus": cents(float(situation.surplus[period])),
            "inflow": _inflow(situation, unmet, period),
            "unmet": missing,
            "proceeds": received(loans, period),
            # contracts in cents may ask for a cent less than the program counted
            "shortfall": min(
                cents_up(values.get(model.shortfall[period].name, 0.0)),
                regular[period]
                + max(ZERO, -cents(float(situation.surplus[period])))
                + paid(_earlier(model, loans), period),
            ),
        }
        went = {
            "need": due,
            "payments": paid(loans, period),
            "debt_payments": regular[period] + early[period],
        }
        closing = sum(row.values(), ZERO) - sum(went.values(), ZERO)
        kept = sum((cents(balance_of(loan, period) * loan.retained) for loan in loans), ZERO)
        book.append(
            CashPeriod(**row, **went, retained=kept, closing=closing, outstanding=outstanding(loans, period))
        )
        opening = closing
    return tuple(book)


def _earlier(model: Model, loans: tuple[Loan, ...]) -> tuple[Loan, ...]:
    """After an outage: the loans from before it was known, whose payments may be missing."""
    return tuple(loan for loan in loans if model.known is not None and loan.day < model.known)


def paying_period(model: Model, values: Values, name: str) -> int:
    """The period in which a need is paid; its last one when nothing is paid."""
    slot = next(slot for slot in model.situation.slots if slot.name == name)
    periods = [period for period in range(slot.first, slot.last + 1) if (name, period) in model.pay]
    chosen = [period for period in periods if values.get(model.pay[name, period].name, 0.0) > 0.005]
    return chosen[0] if chosen else slot.last


def _needs(model: Model, values: Values, unmet: dict[str, Decimal], period: int) -> tuple[Decimal, Decimal]:
    """What is due in ``period``, and the part of it that stays unmet."""
    due, missing = ZERO, ZERO
    for slot in model.situation.slots:
        if slot.need is not None and paying_period(model, values, slot.name) == period:
            due += cents(slot.amount)
            missing += unmet[slot.name]
    return due, missing


def _inflow(situation: Situation, unmet: dict[str, Decimal], period: int) -> Decimal:
    """Inflows of ``period``, less what an unmet need does not earn."""
    total = ZERO
    for inflow in situation.inflows:
        if inflow.period == period:
            total += exact(inflow.amount)
            if inflow.slot is not None:
                slot = situation.slots[inflow.slot]
                total -= exact(inflow.amount) * (unmet[slot.name] / exact(slot.amount))
    return cents(total)
