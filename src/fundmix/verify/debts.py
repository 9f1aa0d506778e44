"""A second reading of every debt that exists: from its row in the plan alone, in Decimal and by date.

Payments are one period apart from ``next_payment``; the last is on ``last_payment``, in place of a due day less
than half a period before it. The first pays one period's interest. Nothing of ``fundmix.loans`` is called here.
"""

import copy
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from fundmix.dates import PERIODS_PER_YEAR, shift
from fundmix.plan import DebtRow
from fundmix.verify.figures import ZERO, cents, exact, rounded

ONE = Decimal(1)
IN_ONE_SUM = ("bullet", "buyer_pays")
"""Methods that pay balance and interest together, on the last day."""
LEVEL_METHODS = ("annuity", "custom")
"""Methods that pay the same sum each period; the last payment takes the rest."""


@dataclass(frozen=True, slots=True)
class Due:
    """One payment of a debt, yuan; ``balance`` is what is owed after it."""

    index: int
    date: dt.date
    principal: Decimal
    interest: Decimal
    balance: Decimal

    @property
    def payment(self) -> Decimal:
        """Principal and interest together."""
        return self.principal + self.interest


class OldDebt:
    """The contract of a debt, read from its row.

    Attributes:
        days: one period before the next payment, then every payment day.
        first: payments that are made already; owed: yuan owed after them.
        charged: the sum that a flat rate charges; None = interest is on the balance.
        level: the level payment, the principal part of equal principal, or the whole interest of one sum.
        rows: the payments still due by the contract, index 1 = the next one.
    """

    def __init__(self, row: DebtRow, period: str) -> None:
        self.row = row
        self.per_year = Decimal(PERIODS_PER_YEAR[period])  # type: ignore[index]
        self.days = payment_days(row.next_payment, row.last_payment, period)
        self.first, self.owed = 0, cents(row.balance)
        self.charged = cents(row.original_amount or 0) if row.rate_basis == "flat_monthly" else None
        self.level = self._level()
        self.rows = self._rows()

    @property
    def in_one_sum(self) -> bool:
        """Whether everything is repaid at once, interest included."""
        return self.row.repayment in IN_ONE_SUM

    @property
    def pays_its_interest(self) -> bool:
        """Whether no payment is less than its interest, nor a single one less than the balance."""
        if self.in_one_sum:
            return self.level >= 0
        regular = self.rows[:-1] if self.row.repayment in LEVEL_METHODS else ()
        return all(row.interest <= self.level for row in regular)

    def interest(self, index: int, base: Decimal) -> Decimal:
        """Interest of period ``index``, which ends on its day, on ``base`` yuan; everything multiplied first."""
        rate = exact(self.row.rate)
        if self.row.rate_basis == "daily":
            # a yearly rate of so many days, over the days of that year: the days of the year cancel
            return base * rate * (self.days[index] - self.days[index - 1]).days
        months = 1 if self.row.rate_basis == "annual" else 12
        return base * rate * months / self.per_year

    def accrued(self, index: int) -> Decimal:
        """Of one sum: the interest that its periods up to ``index`` have brought, unrounded."""
        parts = [self.interest(number, ONE) for number in range(1, len(self.days))]
        whole = sum(parts, ZERO)
        if not whole:
            return self.level * index / len(parts)
        return self.level * sum(parts[:index], ZERO) / whole

    def stop(self, day: dt.date) -> tuple[int, Decimal] | None:
        """(payments made, yuan owed) on a day on which it may be repaid early, after that day's payment."""
        if self.row.repayment == "buyer_pays":
            return None
        if self.in_one_sum and self.owed > 0:
            passed = [index for index in range(1, len(self.days) - 1) if self.days[index] == day]
            return (passed[0], self.owed) if passed else None
        met = [(row.index, row.balance) for row in self.rows if row.date == day and row.balance]
        return met[0] if met else None

    def left(self, index: int, before: Decimal, principal: Decimal) -> "OldDebt":
        """The same contract when ``principal`` of ``before`` yuan is repaid after payment ``index``."""
        rest = copy.copy(self)
        rest.owed = before - principal
        rest.charged = None if self.charged is None else self.charged * rest.owed / before
        rest.level = self.level * rest.owed / before
        if not self.in_one_sum:
            rest.first, rest.level = index, rounded(rest.level)
        rest.rows = rest._rows()
        return rest

    def _level(self) -> Decimal:
        """The figure that the method repeats, to the cent; of one sum the whole interest, unrounded."""
        row, periods = self.row, range(1, len(self.days))
        base = self.owed if self.charged is None else self.charged
        if self.in_one_sum:
            if row.payment is not None:
                return cents(row.payment) - self.owed
            return sum((self.interest(index, base) for index in periods), ZERO)
        if row.repayment not in LEVEL_METHODS:
            return rounded(self.owed / len(periods))
        if row.payment is not None:
            return cents(row.payment)
        if self.charged is not None:
            return rounded(self.owed / len(periods) + self.interest(1, self.charged))
        worth, annuity_factor = ONE, ZERO
        for index in periods:
            worth /= ONE + self.interest(index, ONE)
            annuity_factor += worth
        return rounded(self.owed / annuity_factor)

    def _rows(self) -> tuple[Due, ...]:
        """The payments that are left; none when nothing is owed."""
        last, balance = len(self.days) - 1, self.owed
        if balance <= 0:
            return ()
        if self.in_one_sum:
            return (Due(last, self.days[last], balance, rounded(self.level), ZERO),)
        rows = []
        for index in range(self.first + 1, last + 1):
            interest = rounded(self.interest(index, balance if self.charged is None else self.charged))
            part = balance if index == last else min(self._part(interest), balance)
            balance -= part
            rows.append(Due(index, self.days[index], part, interest, balance))
            if not balance:
                break
        return tuple(rows)

    def _part(self, interest: Decimal) -> Decimal:
        """Principal of a payment that is not the last."""
        if self.row.repayment in LEVEL_METHODS:
            return max(ZERO, self.level - interest)
        return self.level if self.row.repayment == "equal_principal" else ZERO


def payment_days(next_payment: dt.date, last_payment: dt.date, period: str) -> tuple[dt.date, ...]:
    """The day one period before the next payment, then the payment days."""
    before = shift(next_payment, -1, period)
    days, half = [before], (next_payment - before) / 2
    day = next_payment
    while day < last_payment and last_payment - day >= half:
        days.append(day)
        day = shift(next_payment, len(days) - 1, period)
    return (*days, last_payment)


def service_of(debt: OldDebt, row: Due) -> Decimal:
    """Interest and instalment principal of one payment (rule 5): no balloon, nothing of what comes in one sum."""
    if debt.in_one_sum:
        return ZERO
    return row.interest if debt.row.repayment == "interest_only" else row.payment
