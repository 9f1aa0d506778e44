"""Who meets which need: the proceeds of every draw shared out among the uses they may serve, in cents."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from fundmix.answer.ledger import ZERO, CashPeriod, Loan, Values, cents, cents_up, paying_period
from fundmix.answer.old_debts import OldDebts
from fundmix.plan import NeedRow
from fundmix.program.early import use_name
from fundmix.program.model import Model

Given = dict[str, dict[str, Decimal]]
"""use -> draw_id -> yuan."""


def need_rows(
    model: Model, loans: tuple[Loan, ...], books: tuple[tuple[CashPeriod, ...], OldDebts], values: Values
) -> tuple[NeedRow, ...]:
    """One row per need and day of early repayment, and per loss or payment that a draw serves or that falls short."""
    book, old = books
    short = _shortfalls(model, books, values)
    given = share_out(model, loans, _capacity(model, books, short, values), values)
    rows = [_own_need(model, given, values, name) for name in model.unmet]
    rows += _early(model, loans, old, given)
    for period, cash in enumerate(book):
        for kind, amount in (
            ("loss", max(ZERO, -cash.surplus)),
            ("payment", cash.payments + old.regular[period]),
        ):
            name = f"{kind}_{period}"
            if short[name] or given.get(name):
                rows.append(_synthetic(model, name, amount, short[name], given.get(name, {})))
    return tuple(rows)


def _early(model: Model, loans: tuple[Loan, ...], old: OldDebts, given: Given) -> Iterator[NeedRow]:
    """One row per day of early repayments; what came for a use goes to its days in turn, what takes over to its own."""
    taking = {loan.draw_id: loan.day for loan in loans if loan.offer.use == "hardship"}
    use_of = {(one.column.period, one.column.day): model.use_of[one.column.name] for one in old.repaid}
    left = {use: dict(given.get(use, {})) for use in use_of.values()}
    for (period, day), amount in old.by_day.items():
        rest, mine = amount, {}
        money = left[use_of[period, day]]
        own = [draw_id for draw_id in money if taking.get(draw_id) == day]
        free = sorted((draw_id for draw_id in money if draw_id not in taking), key=lambda name: int(name[1:]))
        for draw_id in (*own, *free):
            mine[draw_id] = min(rest, money[draw_id])
            money[draw_id] -= mine[draw_id]
            rest -= mine[draw_id]
        yield NeedRow(
            name=use_name((period, day), model.situation.grid),
            date=day,
            month=period,
            purpose="repay_loan",
            amount=float(amount),
            unmet=0.0,
            gives=_gives(mine, amount),
        )


def _synthetic(
    model: Model, name: str, amount: Decimal, missing: Decimal, by_draw: dict[str, Decimal]
) -> NeedRow:
    """A loss or a sum of loan payments that a draw serves, or that falls short."""
    kind, _, number = name.rpartition("_")
    slot = next((slot for slot in model.situation.slots if slot.name == name), None)
    return NeedRow(
        name=name,
        date=model.situation.grid.date_of(int(number)),
        month=int(number),
        purpose="repay_loan" if kind == "payment" else (slot.purpose if slot else "operating"),
        amount=float(amount),
        unmet=float(missing),
        gives=_gives(by_draw, amount - missing),
    )


def _shortfalls(
    model: Model, books: tuple[tuple[CashPeriod, ...], OldDebts], values: Values
) -> dict[str, Decimal]:
    """What falls short of each loss and each sum of payments: the loss first, as far as no draw serves it."""
    served: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for (_, use), variable in model.give.items():
        served[use] += cents(values.get(variable.name, 0.0))
    short: dict[str, Decimal] = {}
    book, old = books
    for period, cash in enumerate(book):
        loss = max(ZERO, -cash.surplus)
        rest = cash.shortfall - min(cash.shortfall, max(ZERO, loss - served[f"loss_{period}"]))
        # contracts in cents may ask for a cent less than the program counted
        short[f"payment_{period}"] = min(rest, cash.payments + old.regular[period])
        short[f"loss_{period}"] = cash.shortfall - short[f"payment_{period}"]
    return short


def _own_need(model: Model, given: Given, values: Values, name: str) -> NeedRow:
    slot = next(slot for slot in model.situation.slots if slot.name == name)
    if slot.need is None:
        raise AssertionError(f"{name} is no need of the borrower")
    unmet = cents_up(values.get(model.unmet[name].name, 0.0))
    period = paying_period(model, values, name)
    day = max(slot.need.date, min(model.situation.grid.date_of(period), slot.need.last_day))
    return NeedRow(
        name=name,
        date=day,
        month=period,
        purpose=slot.purpose,
        amount=slot.amount,
        unmet=float(unmet),
        gives=_gives(given.get(name, {}), cents(slot.amount) - unmet),
    )


def _gives(by_draw: dict[str, Decimal], met: Decimal) -> tuple[tuple[str, float], ...]:
    """What each draw gives, and own cash for the rest."""
    gives = [(draw_id, float(amount)) for draw_id, amount in sorted(by_draw.items()) if amount]
    own = met - sum(by_draw.values(), ZERO)
    return (*gives, ("cash", float(own))) if own > 0 else tuple(gives)


def _capacity(
    model: Model, books: tuple[tuple[CashPeriod, ...], OldDebts], short: dict[str, Decimal], values: Values
) -> dict[str, Decimal]:
    """Yuan that each use can take."""
    capacity = {
        slot.name: cents(slot.amount)
        - (cents_up(values.get(model.unmet[slot.name].name, 0.0)) if slot.need is not None else ZERO)
        for slot in model.situation.slots
    }
    book, old = books
    capacity |= dict.fromkeys(model.early_uses, ZERO)
    for one in old.repaid:
        capacity[model.use_of[one.column.name]] += one.paid
    for period, cash in enumerate(book):
        if f"loss_{period}" in capacity:
            capacity[f"loss_{period}"] -= short[f"loss_{period}"]
        capacity[f"payment_{period}"] = cash.payments + old.regular[period] - short[f"payment_{period}"]
    return capacity


def share_out(model: Model, loans: tuple[Loan, ...], capacity: dict[str, Decimal], values: Values) -> Given:
    """Follow the solution's own flows first, then fill what cents and steps have left over.

    What a lender wants kept in the account serves nothing: it would take the place of money that can be spent.
    """
    room = dict(capacity)
    flow = {
        (period, uses): {use: cents(values.get(model.give[number, use].name, 0.0)) for use in uses}
        for number, (period, uses) in enumerate(model.classes)
    }
    given: Given = defaultdict(lambda: defaultdict(lambda: ZERO))
    left: list[tuple[Loan, Decimal, tuple[str, ...]]] = []
    for loan in loans:
        for period, amount, uses in loan.supplies:
            rest = max(ZERO, amount - cents(loan.drawn[period - loan.period] * loan.retained))
            for use, planned in flow[period, uses].items():
                part = min(rest, planned, room[use])
                if part > 0:
                    given[use][loan.draw_id] += part
                    room[use] -= part
                    flow[period, uses][use] -= part
                    rest -= part
            left.append((loan, rest, uses))
    for loan, amount, uses in left:
        rest = amount
        for use in uses:
            part = min(rest, room[use])
            if part > 0:
                given[use][loan.draw_id] += part
                room[use] -= part
                rest -= part
    return given
