"""What the plan makes of the debts that exist, to the cent: repaid early, taken over, or left as they are."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fundmix.answer.ledger import ZERO, Loan, Values, cents, exact
from fundmix.dates import Grid
from fundmix.debts import DebtContract
from fundmix.facts import service_of
from fundmix.loans import Payment
from fundmix.plan import EarlyRepayment, Renewal
from fundmix.program.early import EarlyColumn
from fundmix.program.model import Model
from fundmix.program.situation import Situation

ASK_AHEAD_DAYS = 30
"""Days before a loan is due by which to ask for its renewal: a lender looks at the file again, and a no needs time."""
REST, REST_SHARE = Decimal("0.05"), Decimal("2e-6")
"""Yuan, or a share of the balance, that are repaid as well: nobody leaves cents of a loan, and whether it is repaid in
whole is a choice that the solver keeps to a millionth."""


@dataclass(frozen=True)
class Repaid:
    """One early repayment: ``principal`` of ``before`` yuan on the column's day, with its interest and fee."""

    column: EarlyColumn
    before: Decimal
    principal: Decimal
    interest: Decimal
    fee: Decimal
    interest_saved: Decimal

    @property
    def paid(self) -> Decimal:
        """All that is paid on the day, beside the regular payment."""
        return self.principal + self.interest + self.fee

    @property
    def is_taken_over(self) -> bool:
        """Whether another contract takes the balance over (hardship)."""
        return self.column.offer is not None


@dataclass(frozen=True)
class OldDebt:
    """One debt with its early repayments by day, and the regular payments that are left of it."""

    debt: DebtContract
    repaid: tuple[Repaid, ...]
    regular: tuple[Payment, ...]

    def owed(self, grid: Grid, period: int) -> Decimal:
        """Yuan owed at the beginning of ``period``."""
        events = [(row.date, row.balance) for row in self.regular]
        # on one day the regular payment comes first
        events += [(one.column.day, one.before - one.principal) for one in self.repaid]
        past = [event for event in events if grid.index_of(event[0]) < period]
        return sorted(past, key=lambda event: event[0])[-1][1] if past else cents(self.debt.balance)

    def gone(self, grid: Grid, period: int) -> Decimal:
        """Yuan no longer owed in ``period``, with what is repaid in it (what is taken over moves after it)."""
        if not self.repaid:
            return ZERO
        old = cents(float(self.debt.balances(grid, period + 1)[period]))
        now = [one.principal for one in self.repaid if one.column.period == period and not one.is_taken_over]
        return old - self.owed(grid, period) + sum(now, ZERO)


def _old_debt(debt: DebtContract, columns: list[EarlyColumn], values: Values) -> OldDebt:
    """One debt, its repayments made one after the other."""
    loan, repaid, regular = debt.loan, [], []
    for column in columns:
        if column.offer is not None:
            stop = column.stop
            regular += [row for row in loan.rows if row.date < column.day]
            regular += [_interest_alone(row) for row in loan.rows if row.date == column.day]
            interest = cents(stop.balance * stop.accrued)
            repaid.append(Repaid(column, stop.balance, stop.balance, interest, ZERO, ZERO))
            return OldDebt(debt, tuple(repaid), tuple(regular))
        stop = loan.stop_on(column.day)
        principal = min(cents(values[column.name]), stop.balance)
        if stop.balance - principal < max(REST, REST_SHARE * stop.balance):
            principal = stop.balance
        after = loan.after(stop, principal)
        regular += [row for row in loan.rows if row.date <= column.day]
        later = [row for row in loan.rows if row.date > column.day]
        interest = cents(principal * stop.accrued)
        saved = sum((row.interest for row in later), -interest) - sum(
            (row.interest for row in after.rows), ZERO
        )
        fee = cents(principal * exact(debt.prepay_fee_rate or 0.0))
        repaid.append(Repaid(column, stop.balance, principal, interest, fee, saved))
        loan = after
    return OldDebt(debt, tuple(repaid), (*regular, *loan.rows))


def _interest_alone(row: Payment) -> Payment:
    """The payment of the day on which another contract takes the balance over."""
    return row.model_copy(update={"payment": row.interest, "principal": ZERO, "balance": ZERO})


@dataclass(frozen=True)
class OldDebts:
    """The debts of a plan, with what is repaid early."""

    situation: Situation
    debts: tuple[OldDebt, ...]

    @cached_property
    def repaid(self) -> tuple[Repaid, ...]:
        """All early repayments, by day."""
        found = [one for debt in self.debts for one in debt.repaid]
        return tuple(sorted(found, key=lambda one: (one.column.day, one.column.number)))

    @cached_property
    def regular(self) -> tuple[Decimal, ...]:
        """Regular payments per period."""
        return self._by_period([(row.date, row.payment) for debt in self.debts for row in debt.regular])

    @cached_property
    def early(self) -> tuple[Decimal, ...]:
        """What is paid early per period."""
        return self._by_period([(one.column.day, one.paid) for one in self.repaid])

    @cached_property
    def service(self) -> tuple[Decimal, ...]:
        """Interest and instalment principal per period."""
        return self._by_period(
            [
                (row.date, service_of(debt.debt.debt.repayment, row))
                for debt in self.debts
                for row in debt.regular
            ]
        )

    @cached_property
    def by_day(self) -> dict[tuple[int, dt.date], Decimal]:
        """(period, day) -> yuan paid early, by day."""
        found: dict[tuple[int, dt.date], Decimal] = {}
        for one in self.repaid:
            when = (one.column.period, one.column.day)
            found[when] = found.get(when, ZERO) + one.paid
        return found

    @property
    def saved(self) -> Decimal:
        """What early repayment saves after its fees, yuan."""
        return sum((one.interest_saved - one.fee for one in self.repaid), ZERO)

    def freed(self, period: int, group: str) -> Decimal:
        """Yuan that the unsecured debts of a group no longer owe in ``period``; what is taken over is still owed."""
        members = [
            one
            for one in self.debts
            if one.debt.unsecured
            and group in one.debt.groups
            and not any(part.is_taken_over for part in one.repaid)
        ]
        return sum((one.gone(self.situation.grid, period) for one in members), ZERO)

    def financed(self, period: int) -> Decimal:
        """Yuan repaid early by the end of ``period``; what is taken over is financed as before."""
        paid = [one.principal for one in self.repaid if one.column.period <= period and not one.is_taken_over]
        return sum(paid, ZERO)

    def _by_period(self, dated: list[tuple[dt.date, Decimal]]) -> tuple[Decimal, ...]:
        totals = [ZERO] * self.situation.periods
        for day, yuan in dated:
            index = self.situation.grid.index_of(day)
            if 0 <= index < len(totals):
                totals[index] += yuan
        return tuple(totals)


def old_debts(model: Model, values: Values) -> OldDebts:
    """What a solution makes of the debts."""
    chosen = [column for column in model.early_columns if cents(values.get(column.name, 0.0)) > 0]
    chosen.sort(key=lambda column: column.day)
    return OldDebts(
        model.situation,
        tuple(
            _old_debt(debt, [column for column in chosen if column.number == number], values)
            for number, debt in enumerate(model.situation.debts)
        ),
    )


def repayment_rows(debts: OldDebts, loans: tuple[Loan, ...]) -> tuple[EarlyRepayment, ...]:
    """Each early repayment with what it saves."""
    taken = {loan.offer.offer_id: loan.draw_id for loan in loans}
    rows = []
    for one in debts.repaid:
        column = one.column
        rows.append(
            EarlyRepayment(
                debt=column.debt.name,
                channel_id=column.debt.channel_id,
                date=column.day,
                month=column.period,
                principal=float(one.principal),
                interest=float(one.interest),
                fee=float(one.fee),
                balance_before=float(one.before),
                balance_after=float(one.before - one.principal),
                interest_saved=float(one.interest_saved),
                saving=float(one.interest_saved - one.fee),
                draw_id=taken[column.offer.offer_id] if column.offer is not None else None,
            )
        )
    return tuple(rows)


def renewal_rows(loans: tuple[Loan, ...], start: dt.date) -> tuple[Renewal, ...]:
    """What relies on a lender's yes, by the day on which to ask."""
    rows = [
        Renewal(
            debt=loan.offer.debt,
            channel_id=loan.lender.channel_id,
            name=loan.lender.name,
            name_en=loan.lender.name_en,
            use=loan.offer.use,
            draw_id=loan.draw_id,
            offer_id=loan.offer.offer_id,
            date=loan.day,
            amount=float(loan.amount),
            ask_by=max(start, loan.day - dt.timedelta(days=max(ASK_AHEAD_DAYS, loan.lender.lead_days))),
        )
        for loan in loans
        if loan.offer.debt is not None
    ]
    return tuple(sorted(rows, key=lambda row: (row.ask_by, row.draw_id)))
