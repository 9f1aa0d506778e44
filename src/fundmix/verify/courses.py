"""What the plan makes of each existing debt: its contract, an early repayment, and what is due after it."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fundmix.dates import Grid
from fundmix.plan import DebtRow, EarlyRepayment, FundingPlan
from fundmix.verify.debts import Due, OldDebt, service_of
from fundmix.verify.figures import CENT, ZERO, cents, exact, rounded

Yuan = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Early:
    """An early repayment re-played.

    Attributes:
        moves: an instalment plan takes the debt over, and nothing is saved.
        before: yuan owed after that day's regular payment.
        share: ``principal`` as a share of what the contract, had nothing been repaid, would be owed then.
    """

    stated: EarlyRepayment
    month: int
    date: dt.date
    moves: bool
    before: Decimal
    principal: Decimal
    share: Decimal
    interest: Decimal = ZERO
    fee: Decimal = ZERO
    interest_saved: Decimal = ZERO

    @property
    def paid(self) -> Decimal:
        """Everything that is paid early."""
        return self.principal + self.interest + self.fee

    @property
    def saving(self) -> Decimal:
        """Interest saved, less the fee."""
        return self.interest_saved - self.fee


@dataclass(frozen=True, slots=True)
class Course:
    """One debt in the plan.

    Attributes:
        debt: its contract.
        early: its early repayments, by day; ``strange``: those on days that the contract does not know.
        rows: the regular payments that the plan leaves.
        old: yuan owed at the beginning of each period by the contract.
        freed: yuan of it that are no longer owed in each period, by the cents of what is left.
        freed_share: the same by the shares repaid; the last payment takes the cents between the two.
    """

    debt: OldDebt
    early: tuple[Early, ...]
    strange: tuple[EarlyRepayment, ...]
    rows: tuple[Due, ...]
    old: Yuan
    freed: Yuan
    freed_share: Yuan

    @property
    def moves(self) -> bool:
        """Whether an instalment plan takes it over."""
        return any(early.moves for early in self.early)

    def is_gone(self, month: int) -> bool:
        """Whether it is repaid in whole up to period ``month``, and not only moved."""
        if not self.early or self.moves:
            return False
        last = self.early[-1]
        return last.principal == last.before and last.month <= month


@dataclass(frozen=True, slots=True)
class Courses:
    """Every debt, and sums per period: what is paid regularly, all that is paid, debt service before and after."""

    grid: Grid
    each: tuple[Course, ...]
    regular: Yuan
    paid: Yuan
    old_service: Yuan
    service: Yuan
    service_freed: Yuan

    @property
    def early(self) -> list[Early]:
        """Every early repayment."""
        return [early for one in self.each for early in one.early]

    @property
    def days(self) -> list[tuple[dt.date, Decimal]]:
        """Every payment that the plan makes on old debts, on its day."""
        due = [pair for one in self.each for pair in payments(one.rows)]
        return due + [(early.date, early.paid) for early in self.early]

    @property
    def financed(self) -> Yuan:
        """What was repaid early by the end of each period; what moves is financed as before."""
        return tuple(
            sum((one.principal for one in self.early if one.month <= month and not one.moves), ZERO)
            for month in range(len(self.regular))
        )

    def freed(self, belongs: Callable[[Course], bool]) -> Yuan:
        """What early repayment frees at the debts that ``belongs`` picks, by the cents of what is left."""
        return total([one.freed for one in self.each if belongs(one)], len(self.regular))

    def room(self, belongs: Callable[[Course], bool]) -> Yuan:
        """The same as a bound on what may be lent anew: by cents or by shares, a cent more where it is above 0."""
        sums = [
            [
                max(ZERO, cents_left, share)
                for cents_left, share in zip(one.freed, one.freed_share, strict=True)
            ]
            for one in self.each
            if belongs(one)
        ]
        return tuple(yuan + CENT if yuan else ZERO for yuan in total(sums, len(self.regular)))

    def gone(self, channel_id: str, month: int) -> bool:
        """Whether every debt to a lender is repaid in whole up to period ``month``."""
        debts = [one for one in self.each if one.debt.row.channel_id == channel_id]
        return bool(debts) and all(one.is_gone(month) for one in debts)


def read_courses(plan: FundingPlan, periods: int) -> Courses:
    """The debts of a plan whose shape is right."""
    grid = Grid(start=plan.start, period=plan.inputs.period)
    each = tuple(
        _course(
            OldDebt(row, plan.inputs.period),
            [one for one in plan.repayments if one.debt == row.name],
            grid,
            periods,
        )
        for row in plan.inputs.debts
    )
    regular = total([spread(grid, periods, payments(one.rows)) for one in each], periods)
    early = [(row.date, row.paid) for one in each for row in one.early]
    return Courses(
        grid,
        each,
        regular,
        total([regular, spread(grid, periods, early)], periods),
        total([_service(one.debt, one.debt.rows, grid, periods) for one in each], periods),
        total([_service(one.debt, one.rows, grid, periods) for one in each], periods),
        total([_service_freed(one, grid, periods) for one in each], periods),
    )


def _course(debt: OldDebt, stated: list[EarlyRepayment], grid: Grid, periods: int) -> Course:
    """One debt, its early repayments made one after the other."""
    now, strange = debt, []
    made: list[Early] = []
    regular: list[Due] = []
    for row in sorted(stated, key=lambda row: row.date):
        found = None
        if row.draw_id is None:
            found = _repaid(debt, now, row, grid)
        elif not made:
            found = _moved(debt, row, grid)
        if found is None:
            strange.append(row)
            continue
        early, paid, now = found
        made.append(early)
        regular += paid
    rows = (*regular, *now.rows)
    old = balances([(row.date, row.balance) for row in debt.rows], debt.owed, grid, periods)
    # on one day the regular payment comes first
    events = [(row.date, row.balance) for row in rows] + [
        (one.date, one.before - one.principal) for one in made
    ]
    left = balances(sorted(events, key=lambda event: event[0]), debt.owed, grid, periods)
    # what is repaid is free in its own period; what moves to an instalment plan still counts there as the old debt
    at_once = spread(grid, periods, [(one.date, one.principal) for one in made if not one.moves])
    freed = tuple(old[month] - left[month] + at_once[month] for month in range(periods))
    shares = tuple(
        at_once[month] + sum((old[month] * one.share for one in made if one.month < month), ZERO)
        for month in range(periods)
    )
    return Course(debt, tuple(made), tuple(strange), rows, old, freed, shares)


def _repaid(
    debt: OldDebt, now: OldDebt, stated: EarlyRepayment, grid: Grid
) -> tuple[Early, list[Due], OldDebt] | None:
    """A repayment, the regular payments up to it, and the contract after it; None on a day that is none of its own."""
    stop, first = now.stop(stated.date), debt.stop(stated.date)
    if stop is None or first is None:
        return None
    index, before = stop
    principal = min(cents(stated.principal), before)
    interest = rounded(principal * now.accrued(index) / now.owed) if now.in_one_sum else ZERO
    rest = now.left(index, before, principal)
    saved = sum((row.interest for row in now.rows if row.date > stated.date), ZERO) - interest
    early = Early(
        stated, grid.index_of(stated.date), stated.date, False, before, principal,
        share=principal / first[1],
        interest=interest,
        fee=rounded(principal * exact(debt.row.prepay_fee_rate or 0)),
        interest_saved=saved - sum((row.interest for row in rest.rows), ZERO),
    )  # fmt: skip
    return early, [row for row in now.rows if row.date <= stated.date], rest


def _moved(debt: OldDebt, stated: EarlyRepayment, grid: Grid) -> tuple[Early, list[Due], OldDebt] | None:
    """Hardship: on the next payment day the interest is paid, the instalment is not, the whole balance moves."""
    day = debt.days[1]
    if stated.date != day or debt.row.repayment == "buyer_pays":
        return None
    interest = rounded(debt.accrued(1)) if debt.in_one_sum else ZERO
    paid = [] if debt.in_one_sum else [Due(1, day, ZERO, debt.rows[0].interest, debt.owed)]
    early = Early(stated, grid.index_of(day), day, True, debt.owed, debt.owed, Decimal(1), interest)
    return early, paid, debt.left(1, debt.owed, debt.owed)


def _service(debt: OldDebt, rows: Iterable[Due], grid: Grid, periods: int) -> Yuan:
    return spread(grid, periods, [(row.date, service_of(debt, row)) for row in rows])


def _service_freed(one: Course, grid: Grid, periods: int) -> Yuan:
    """Debt service that is no longer asked for: by the cents of what is left, or by the shares repaid."""
    by_share = [
        (row.date, early.share * service_of(one.debt, row))
        for early in one.early
        for row in one.debt.rows
        if row.date > early.date
    ]
    before, after = (_service(one.debt, rows, grid, periods) for rows in (one.debt.rows, one.rows))
    shares = spread(grid, periods, by_share)
    return tuple(max(ZERO, part, old - new) for part, old, new in zip(shares, before, after, strict=True))


def payments(rows: Iterable[Due]) -> list[tuple[dt.date, Decimal]]:
    """Each payment on its day."""
    return [(row.date, row.payment) for row in rows]


def spread(grid: Grid, periods: int, dated: Iterable[tuple[dt.date, Decimal]]) -> Yuan:
    """Dated yuan as a sum per period; what lies outside the plan's periods is left out."""
    sums = [ZERO] * periods
    for day, yuan in dated:
        index = grid.index_of(day)
        if 0 <= index < periods:
            sums[index] += yuan
    return tuple(sums)


def balances(dated: Iterable[tuple[dt.date, Decimal]], owed: Decimal, grid: Grid, periods: int) -> Yuan:
    """Yuan owed at the beginning of each period, before that period's payment, from balances by day."""
    changes = {max(0, grid.index_of(day) + 1): balance for day, balance in dated}
    left = []
    for index in range(periods):
        owed = changes.get(index, owed)
        left.append(owed)
    return tuple(left)


def names_of(row: DebtRow) -> tuple[str, ...]:
    """The caps of rule 4 that a debt counts in; one from outside the catalog has a category of its own."""
    if not row.unsecured:
        return ()
    if row.channel_id is None:
        return ("category:outside",)
    groups = (f"group:{group}" for group in row.risk_groups)
    return (f"channel:{row.channel_id}", f"category:{row.category}", *groups)


def total(parts: Sequence[Sequence[Decimal]], periods: int) -> Yuan:
    """The sum of several figures per period."""
    return tuple(sum((part[index] for part in parts), ZERO) for index in range(periods))
