"""The borrower's months in numbers: what comes in, what must go out, what is owed, before any new loan."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from fundmix.borrower import DatedAmount, Need, Policy, Profile
from fundmix.dates import Grid, shift
from fundmix.debts import DebtContract
from fundmix.loans import Floats
from fundmix.offers import Outage
from fundmix.program.early import EarlyColumn, early_columns

LOOK_AHEAD = 12
"""Periods in which losses and payments of existing debts may be met by new draws when no need is later."""


class Calendar(NamedTuple):
    """The months of a plan: its grid, the last period of draws, the last period of all."""

    grid: Grid
    draw_until: int
    horizon: int


@dataclass(frozen=True)
class Slot:
    """A use of cash: a need, or an operating loss of one period.

    Attributes:
        name: the need's name, or ``loss_3``.
        need: the need behind it; None for a loss.
        first, last: the periods in which it may be paid.
    """

    name: str
    purpose: str
    amount: float
    first: int
    last: int
    need: Need | None = None


@dataclass(frozen=True)
class Inflow:
    """Money counted on ``day`` in period ``period``; ``slot`` is the index of the need that earns it."""

    name: str
    amount: float
    period: int
    day: dt.date
    slot: int | None = None


@dataclass(frozen=True)
class Situation:
    """One borrower's calendar up to ``horizon``; every array has one value per period, period 0 first.

    Attributes:
        draw_until: last period of draws.
        deposit: interest on cash per period.
        surplus, income: yuan per period.
        debt_payments, debt_service: what existing debts ask for; ``debt_dates``: each payment on its day.
        owed: yuan owed at the beginning of each period, by channel_id.
        owed_unsecured: the same without pledged debts, by ``channel:x``, ``category:y``, ``group:z``.
        unsecured_debt: all of it together, debts outside the catalog included.
        inquiries_left: hard inquiries that the policy still allows; None = no limit.
        debts: the contracts behind it; ``early``: the early repayments that save something.
        frozen: periods in which money in the account cannot be used.
    """

    grid: Grid
    policy: Policy
    horizon: int
    draw_until: int
    opening: float
    min_cash: float
    deposit: float
    surplus: Floats
    income: Floats
    debt_payments: Floats
    debt_service: Floats
    debt_dates: tuple[tuple[dt.date, float], ...]
    slots: tuple[Slot, ...]
    inflows: tuple[Inflow, ...]
    owed: dict[str, Floats]
    owed_unsecured: dict[str, Floats]
    unsecured_debt: Floats
    inquiries_left: int | None
    debts: tuple[DebtContract, ...] = ()
    early: tuple[EarlyColumn, ...] = ()
    frozen: tuple[int, ...] = ()

    @property
    def calendar(self) -> Calendar:
        """Grid, last period of draws, last period."""
        return Calendar(self.grid, self.draw_until, self.horizon)

    @property
    def periods(self) -> int:
        """Number of periods, horizon included."""
        return self.horizon + 1

    @cached_property
    def needed(self) -> Floats:
        """Yuan of needs per period, each in its first period."""
        return self._sum((slot.first, slot.amount) for slot in self.slots if slot.need is not None)

    @cached_property
    def inflow(self) -> Floats:
        """Yuan that comes in per period when every need is met."""
        return self._sum((inflow.period, inflow.amount) for inflow in self.inflows)

    @cached_property
    def losses(self) -> Floats:
        """Yuan of negative surplus per period, as positive figures."""
        return np.maximum(0.0, -self.surplus)

    @cached_property
    def own_path(self) -> Floats:
        """Closing cash per period when every need is met without any new loan; may be negative."""
        return self._path(self.inflow - self.needed)

    @cached_property
    def free_path(self) -> Floats:
        """Closing cash per period without needs, what they earn, and new loans."""
        return self._path(self._sure)

    @cached_property
    def carried(self) -> float:
        """Interest of the existing debts as they stand, yuan."""
        return float(sum(row.interest for debt in self.debts for row in debt.rows))

    @property
    def in_hardship(self) -> bool:
        """Whether own money, without needs and new loans, fails to carry the existing payments while draws last."""
        return bool(self.debts) and float(self.free_path[: self.draw_until + 1].min()) < 0

    def is_worth(self, column: EarlyColumn, counted: Collection[str]) -> bool:
        """Whether an early repayment can save more than its effort, or do more than save.

        It may take the debt out of a count of some lender, or make a month whole that would fall short.
        """
        saved = float(column.relief.sum()) - column.paid
        helps = float(self.free_path.min()) < 0 or bool(set(column.debt.moves) & set(counted))
        return helps or saved * column.most > self.policy.effort_per_draw

    @cached_property
    def _sure(self) -> Floats:
        """Inflows per period that no need has to earn."""
        return self._sum((inflow.period, inflow.amount) for inflow in self.inflows if inflow.slot is None)

    @cached_property
    def floor(self) -> Floats:
        """Yuan that cash must keep in each period: the minimum, as far as the borrower's own path reaches it.

        What the minimum asks beyond that yields to needs, like a cap (see ``_minimum`` in ``build``). In whole cents,
        and reached whether interest on cash is rounded to the cent, as in the book, or not, as in the program.
        """
        reach = np.minimum(self.free_path, self._path(self._sure, to_the_cent=True))
        return np.floor(np.maximum(0.0, np.minimum(self.min_cash, reach)) * 100 + 1e-6) / 100

    @cached_property
    def gap(self) -> float:
        """The peak gap without financing, yuan: at the end of a period, or on a day before an inflow of it comes."""
        early = [-self.own_before(period, day) for period, day in self.moments]
        return float(max(0.0, (self.floor - self.own_path).max(), *early))

    @cached_property
    def moments(self) -> tuple[tuple[int, dt.date], ...]:
        """(period, day) of every inflow that comes after its period has begun: what is due before cannot use it."""
        found = {
            (inflow.period, inflow.day)
            for inflow in self.inflows
            if inflow.period < self.periods and inflow.day > self.grid.date_of(inflow.period)
        }
        return tuple(sorted(found))

    def reserve(self, period: int) -> float:
        """Yuan of old debt service and losses in the ``reserve_months`` after ``period``, beyond the horizon too."""
        end = period + 1 + self.grid.periods_in(self.policy.reserve_months)
        service = sum((debt.service(self.grid, end) for debt in self.debts), np.zeros(end))
        losses = np.pad(self.losses, (0, max(0, end - self.periods)), mode="edge")
        return float((service + losses[:end])[period + 1 :].sum())

    def later(
        self, period: int, day: dt.date, *, waited: bool = False
    ) -> tuple[tuple[Inflow, ...], tuple[Slot, ...], float]:
        """Of ``period``, from ``day`` on: inflows, needs of that period alone, and yuan of existing debts.

        ``waited``: a need that may wait is met on its last day; else it is on its first.
        """
        inflows = tuple(one for one in self.inflows if one.period == period and one.day >= day)
        needs = tuple(
            slot
            for slot in self.slots
            if slot.need is not None
            and slot.first == slot.last == period
            and (slot.need.last_day if waited else slot.need.date) >= day
        )
        debts = sum(yuan for due, yuan in self.debt_dates if due >= day and self.grid.index_of(due) == period)
        return inflows, needs, debts

    def own_before(self, period: int, day: dt.date) -> float:
        """Cash on the eve of ``day`` without any new loan, the period's surplus included."""
        inflows, _, debts = self.later(period, day)
        # a need that can wait is counted in its first period, so that period's later needs are all of them
        needs = sum(
            slot.amount
            for slot in self.slots
            if slot.need is not None and slot.first == period and slot.need.date >= day
        )
        return float(self.own_path[period]) - sum(one.amount for one in inflows) + needs + debts

    @property
    def to_finance(self) -> float:
        """Everything that could ask for money: needs, losses and payments while draws are possible."""
        last = self.draw_until + 1
        return float(self.needed.sum() + self.losses[:last].sum() + self.debt_payments[: last + 1].sum())

    def _path(self, flows: Floats, *, to_the_cent: bool = False) -> Floats:
        """Closing cash per period: cash[t] = (1 + deposit) · cash[t−1] + …; the opening earns no interest."""
        cash, path = self.opening, np.zeros(self.periods)
        for index, flow in enumerate(flows + self.surplus - self.debt_payments):
            interest = self.deposit * max(0.0, cash) if index else 0.0
            cash = cash + flow + (round(interest, 2) if to_the_cent else interest)
            path[index] = cash
        return path

    def _sum(self, dated: Iterable[tuple[int, float]]) -> Floats:
        totals = np.zeros(self.periods)
        for index, amount in dated:
            if index < self.periods:
                totals[index] += amount
        return totals


def last_draw(
    profile: Profile, needs: Sequence[Need], policy: Policy, debts: Sequence[DebtContract], grid: Grid
) -> int:
    """The last period in which money may be drawn: the policy's, else the last need, loss or existing payment.

    Losses and payments further than :data:`LOOK_AHEAD` periods away, and later than the last need, do not count:
    a mortgage that runs for thirty years is no reason to borrow for thirty years.
    """
    if policy.draw_until is not None:
        return policy.draw_until
    due = [grid.index_of(need.last_day) for need in needs if need.kind == "need"]
    reach = max([LOOK_AHEAD, *due])
    surplus = _monthly(profile.cash.surplus, profile.cash.surplus_after, grid, reach + 1)
    lossy = [index for index in range(reach + 1) if surplus[index] < 0]
    paid = [index for debt in debts for row in debt.rows if (index := grid.index_of(row.date)) <= reach]
    return max([0, *due, *lossy, *paid])


def build_situation(
    profile: Profile,
    needs: Sequence[Need],
    policy: Policy,
    debts: Sequence[DebtContract],
    calendar: Calendar,
    outage: Outage | None = None,
) -> Situation:
    """The situation over a calendar, in an ``outage`` if there is one.

    An outage takes (1 − income_factor) × income from income and surplus alike, and freezes the account.
    """
    grid, draw_until, horizon = calendar
    periods = horizon + 1
    cash = profile.cash
    surplus = _monthly(cash.surplus, cash.surplus_after, grid, periods)
    income = _monthly(cash.income, cash.income_after, grid, periods)
    frozen: tuple[int, ...] = ()
    if outage is not None:
        struck = np.array([outage.covers(index) for index in range(periods)])
        lost = np.round(np.where(struck, (1 - outage.income_factor) * income, 0.0), 2)
        surplus, income = surplus - lost, income - lost
        frozen = tuple(np.flatnonzero(struck).tolist()) if outage.cash_frozen else ()
    wants = [need for need in needs if need.kind == "need"]
    slots = [_slot(need, grid) for need in wants]
    names = {need.name: index for index, need in enumerate(wants)}
    living = "living" if profile.facts.get("applicant") == "individual" else "operating"
    losses = np.maximum(0.0, -surplus)
    slots += [
        Slot(name=f"loss_{index}", purpose=living, amount=float(losses[index]), first=index, last=index)
        for index in range(min(periods, draw_until + 2))
        if losses[index] > 0
    ]
    known = [
        profile.facts.get(name) for name in ("hard_inquiries_3m", "hard_inquiries_2m", "hard_inquiries_1m")
    ]
    made = max((int(count) for count in known if count is not None), default=0)
    return Situation(
        grid=grid,
        policy=policy,
        horizon=horizon,
        draw_until=draw_until,
        opening=cash.opening,
        min_cash=policy.min_cash if policy.min_cash is not None else cash.minimum,
        deposit=cash.deposit_rate / grid.per_year,
        surplus=surplus,
        income=income,
        debt_payments=sum((debt.payments(grid, periods) for debt in debts), np.zeros(periods)),
        debt_service=sum((debt.service(grid, periods) for debt in debts), np.zeros(periods)),
        debt_dates=tuple((row.date, float(row.payment)) for debt in debts for row in debt.rows),
        slots=tuple(slots),
        inflows=tuple(_inflow(need, names, policy, grid) for need in needs if need.kind == "inflow"),
        owed=_owed(debts, grid, periods),
        owed_unsecured=_owed_unsecured(debts, grid, periods),
        unsecured_debt=sum(
            (debt.balances(grid, periods) for debt in debts if debt.unsecured), np.zeros(periods)
        ),
        inquiries_left=None if policy.max_inquiries is None else max(0, policy.max_inquiries - made),
        debts=tuple(debts),
        early=early_columns(debts, grid, draw_until),
        frozen=frozen,
    )


def _monthly(figure: float | tuple[DatedAmount, ...], after: float, grid: Grid, periods: int) -> Floats:
    """A monthly figure, or dated figures, as yuan per period, to the cent: so much is booked."""
    months = 12 / grid.per_year
    if not isinstance(figure, tuple):
        return np.full(periods, round(figure * months, 2))
    amounts = np.zeros(periods)
    last = -1
    for dated in figure:
        index = grid.index_of(dated.date)
        last = max(last, index)
        if 0 <= index < periods:
            amounts[index] += dated.amount
    amounts[last + 1 :] = round(after * months, 2)
    return amounts


def _slot(need: Need, grid: Grid) -> Slot:
    first = grid.index_of(need.date)
    return Slot(need.name, need.purpose, need.amount, first, max(first, grid.index_of(need.last_day)), need)


def _inflow(need: Need, names: dict[str, int], policy: Policy, grid: Grid) -> Inflow:
    day = shift(need.date, policy.inflow_delay)
    return Inflow(need.name, need.amount, grid.index_of(day), day, names.get(need.from_need or ""))


def _owed(debts: Sequence[DebtContract], grid: Grid, periods: int) -> dict[str, Floats]:
    owed: dict[str, Floats] = {}
    for debt in debts:
        if debt.channel_id:
            owed[debt.channel_id] = owed.get(debt.channel_id, np.zeros(periods)) + debt.balances(
                grid, periods
            )
    return owed


def _owed_unsecured(debts: Sequence[DebtContract], grid: Grid, periods: int) -> dict[str, Floats]:
    owed: dict[str, Floats] = {}
    for debt in debts:
        if not debt.unsecured:
            continue
        for name in debt.groups:
            owed[name] = owed.get(name, np.zeros(periods)) + debt.balances(grid, periods)
    return owed
