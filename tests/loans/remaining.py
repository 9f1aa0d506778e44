"""What is left of an old debt, cent by cent: written from the contract alone, to check those of fundmix.

The rules are those of decision 0009 and of ``running_loan``: payments one month apart from ``next_payment``, the last
on ``last_payment``; a part that is repaid early makes every later payment the same share smaller.
"""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

NOTHING = Decimal("0.00")


def cents(yuan: Decimal) -> Decimal:
    """To the cent, half up; what a division leaves in the thirteenth place is no half cent."""
    return yuan.quantize(Decimal("1e-12")).quantize(Decimal("0.01"), ROUND_HALF_UP)


def written(number: Any) -> Decimal:
    """The figure as it was written."""
    return Decimal(str(number))


def later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Due:
    """One payment."""

    day: dt.date
    principal: Decimal
    interest: Decimal
    balance: Decimal

    @property
    def payment(self) -> Decimal:
        """What is paid."""
        return self.principal + self.interest


@dataclass(frozen=True)
class Remaining:
    """A debt from one day on.

    Attributes:
        method: annuity, equal_principal, interest_only, bullet or custom.
        begins: the day up to which interest is paid.
        days: the payment days that are left.
        prices: interest per yuan for each of them.
        owed: principal. lent: the sum that a flat rate charges, as far as it is still owed; None = the balance.
        level: the payment of an annuity, the principal of equal principal, all interest of a debt of one sum.
    """

    method: str
    begins: dt.date
    days: tuple[dt.date, ...]
    prices: tuple[Decimal, ...]
    owed: Decimal
    lent: Decimal | None
    level: Decimal

    @property
    def dues(self) -> list[Due]:
        """Every payment that is left."""
        if not self.owed:
            return []
        if self.method == "bullet":
            return [Due(self.days[-1], self.owed, cents(self.level), NOTHING)]
        rows, balance = [], self.owed
        for day, price in zip(self.days, self.prices, strict=True):
            interest = cents((balance if self.lent is None else self.lent) * price)
            principal = balance
            if day != self.days[-1]:
                principal = {
                    "annuity": max(NOTHING, self.level - interest),
                    "equal_principal": self.level,
                    "interest_only": NOTHING,
                }[self.method]
                principal = min(principal, balance)
            balance -= principal
            rows.append(Due(day, principal, interest, balance))
            if not balance:
                break
        return rows

    @property
    def interest(self) -> Decimal:
        """All interest that is still due."""
        return sum((due.interest for due in self.dues), NOTHING)

    @property
    def moments(self) -> dict[dt.date, tuple[Decimal, Decimal]]:
        """The days of early repayment: what is owed after the regular payment, and interest per yuan up to then."""
        if self.method == "bullet":
            # what accrues is spread over its months as their prices are
            shares = self.prices if any(self.prices) else tuple(Decimal(1) for _ in self.prices)
            total, passed, found = sum(shares, Decimal(0)), Decimal(0), {}
            for day, share in zip(self.days[:-1], shares, strict=False):
                passed += share
                found[day] = (self.owed, self.level * passed / total / self.owed)
            return found
        return {due.day: (due.balance, NOTHING) for due in self.dues if due.balance}

    def without(self, day: dt.date, principal: Decimal) -> "Remaining":
        """What is left after ``principal`` was repaid on ``day``, its regular payment made."""
        balance, _ = self.moments[day]
        share = (balance - principal) / balance
        lent = None if self.lent is None else self.lent * share
        if self.method == "bullet":
            return replace(self, owed=balance - principal, lent=lent, level=self.level * share)
        count = self.days.index(day) + 1
        return replace(
            self,
            begins=day,
            days=self.days[count:],
            prices=self.prices[count:],
            owed=balance - principal,
            lent=lent,
            level=cents(self.level * share),
        )

    def saved_by(self, day: dt.date, principal: Decimal, fee_rate: Decimal) -> Decimal:
        """Interest of the old schedule less that of the new one, less interest and fee paid early."""
        _, accrued = self.moments[day]
        old = sum((due.interest for due in self.dues if due.day > day), NOTHING)
        new = self.without(day, principal).interest
        return old - new - cents(principal * accrued) - cents(principal * fee_rate)


def remaining(debt: Mapping[str, Any]) -> Remaining:
    """The contract of a row of ``[[debts]]``."""
    first, last = _day(debt["next_payment"]), _day(debt["last_payment"])
    begins = later(first, -1)
    days = [first]
    while later(first, len(days)) <= last:
        days.append(later(first, len(days)))
    if days[-1] != last:
        # the last payment takes the place of a due date less than half a month before it
        half = (first - begins) / 2
        if last - days[-1] < half:
            days.pop()
        days.append(last)
    basis, rate = debt.get("rate_basis", "annual"), written(debt["rate"])
    spans = [(end - begin).days for begin, end in zip((begins, *days), days, strict=False)]
    each = {"annual": rate / 12, "monthly": rate, "flat_monthly": rate}
    prices = tuple(rate * span if basis == "daily" else each[basis] for span in spans)
    owed = cents(written(debt["balance"]))
    lent = cents(written(debt["original_amount"])) if basis == "flat_monthly" else None
    method = "annuity" if debt["repayment"] == "custom" else debt["repayment"]
    level = _level(method, debt.get("payment"), (owed, lent), prices)
    return Remaining(method, begins, tuple(days), prices, owed, lent, level)


def _level(
    method: str, payment: Any, sums: tuple[Decimal, Decimal | None], prices: tuple[Decimal, ...]
) -> Decimal:
    owed, lent = sums
    if method == "bullet":
        if payment is not None:
            return cents(written(payment)) - owed
        return (owed if lent is None else lent) * sum(prices, Decimal(0))
    if method == "annuity" and payment is not None:
        return cents(written(payment))
    if method != "annuity":
        return cents(owed / len(prices))
    if lent is not None:
        return cents(owed / len(prices) + lent * prices[0])
    worth, discount = Decimal(0), Decimal(1)
    for price in prices:
        discount /= 1 + price
        worth += discount
    return cents(owed / worth)


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
