"""Debts that may be repaid early: one column per debt and payment day, per yuan of principal."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fundmix.dates import Grid
from fundmix.debts import DebtContract
from fundmix.facts import service_of
from fundmix.loans import EarlyStop, Floats, Payment
from fundmix.offers import Offer


@dataclass(frozen=True)
class EarlyColumn:
    """One yuan of a debt's principal, repaid early on one of the debt's days.

    A part scales what is left, so everything here is per yuan: the column is exact up to cents.

    Attributes:
        number, debt: the debt, counted from 0.
        period, day: when; the regular payment of that day is made first.
        most: yuan of principal that are left to repay then.
        paid: yuan paid on ``day``: the principal, its fee, and the interest it has earned in a debt of one sum.
        relief: yuan that later regular payments are smaller by, by period over the debt's whole life;
            ``relief_days``: the same by day.
        service: the part of ``relief`` that is debt service (rule 5).
        gone: yuan no longer owed at the beginning of each period.
        offer: the instalment plan that takes the balance over (hardship); None = repaid.
    """

    name: str
    number: int
    debt: DebtContract
    stop: EarlyStop
    period: int
    day: dt.date
    most: float
    paid: float
    relief: Floats
    relief_days: tuple[tuple[dt.date, float], ...]
    service: Floats
    gone: Floats
    offer: Offer | None = None

    def at(self, flow: Floats, period: int) -> float:
        """A value of ``relief``, ``service`` or ``gone``; 0 beyond the debt's life."""
        return float(flow[period]) if period < len(flow) else 0.0


def early_columns(debts: Sequence[DebtContract], grid: Grid, draw_until: int) -> tuple[EarlyColumn, ...]:
    """Every early repayment that saves something: within the draws, and where the fee is known."""
    return tuple(
        column for number, debt in enumerate(debts) for column in _columns(number, debt, grid, draw_until)
    )


def _columns(number: int, debt: DebtContract, grid: Grid, draw_until: int) -> Iterator[EarlyColumn]:
    if debt.prepay_fee_rate is None:
        return
    for stop in debt.loan.stops:
        period = grid.index_of(stop.date)
        if not (grid.start <= stop.date and period <= draw_until):
            continue
        later = [row for row in debt.rows if row.date > stop.date]
        interest = float(sum(row.interest for row in later)) / float(stop.balance) - float(stop.accrued)
        if interest > debt.prepay_fee_rate:
            yield _column(number, debt, stop, (later, debt.prepay_fee_rate), grid)


def handovers(debts: Sequence[DebtContract], offers: Sequence[Offer], grid: Grid) -> tuple[EarlyColumn, ...]:
    """What instalment plans for hardship take over: the whole balance on the next payment day, without a fee.

    The interest of that day is paid, its instalment is not.
    """
    numbers = {debt.name: number for number, debt in enumerate(debts)}
    found = []
    for offer in offers:
        if offer.use == "hardship" and offer.debt is not None:
            debt = debts[numbers[offer.debt]]
            stop = debt.loan.handover
            if stop is None:
                raise AssertionError(f"{offer.offer_id} takes over nothing")
            rows = [row for row in debt.rows if row.date >= stop.date]
            if not debt.loan.in_one_sum:
                rows[0] = rows[0].model_copy(
                    update={"payment": rows[0].principal, "interest": rows[0].interest * 0}
                )
            found.append(_column(numbers[offer.debt], debt, stop, (rows, 0.0), grid, offer))
    return tuple(found)


def _column(
    number: int,
    debt: DebtContract,
    stop: EarlyStop,
    spared: tuple[list[Payment], float],
    grid: Grid,
    offer: Offer | None = None,
) -> EarlyColumn:
    """``spared``: the rows that are no longer due, and the fee on each yuan."""
    later, fee = spared
    owed, period = float(stop.balance), grid.index_of(stop.date)
    life = grid.index_of(debt.rows[-1].date) + 2
    relief, service = np.zeros(life), np.zeros(life)
    for row in later:
        index = grid.index_of(row.date)
        relief[index] += float(row.payment) / owed
        service[index] += float(service_of(debt.debt.repayment, row)) / owed
    gone = debt.balances(grid, life) / owed
    gone[: period + 1] = 0.0
    name = "_".join(["early", str(number), str(stop.index), *([] if offer is None else [offer.offer_id])])
    return EarlyColumn(
        name=name.replace(".", "_"),
        number=number,
        debt=debt,
        stop=stop,
        period=period,
        day=stop.date,
        most=owed,
        paid=1.0 + fee + float(stop.accrued),
        relief=relief,
        relief_days=tuple((row.date, float(row.payment) / owed) for row in later),
        service=service,
        gone=gone,
        offer=offer,
    )


def early_uses(
    columns: Sequence[EarlyColumn], draws: Iterable[tuple[int, dt.date]], grid: Grid
) -> dict[str, tuple[int, dt.date]]:
    """Column -> the use of cash that it is: its period, and the last day by which its money may come.

    Repayments between two days of draws can be met by the same money, so they are one use: what comes on its first
    day or before serves all of them.
    """
    days: dict[int, set[dt.date]] = {}
    for period, day in [
        *draws,
        *((column.period, column.day) for column in columns if column.offer is not None),
    ]:
        days.setdefault(period, set()).add(day)
    return {
        column.name: (
            column.period,
            max(
                [day for day in days.get(column.period, ()) if day <= column.day],
                default=grid.date_of(column.period),
            ),
        )
        for column in columns
    }


def use_name(use: tuple[int, dt.date], grid: Grid) -> str:
    """``early_t_d``: early repayments of period t from its day d on."""
    period, day = use
    return f"early_{period}_{(day - grid.date_of(period)).days}"
