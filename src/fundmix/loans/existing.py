"""Loans that exist: rates of every basis as one, and the payments still due."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from fundmix.catalog.tables import RateBasis, Repayment
from fundmix.dates import Period, shift
from fundmix.errors import InputError, Issue
from fundmix.loans.accrual import CENT, ZERO, decimal_interest, to_cents
from fundmix.loans.columns import AT_MATURITY
from fundmix.loans.terms import Payment, Terms


class NormalRate(NamedTuple):
    """A rate as ``Terms`` wants it: a decimal a year, whether on the sum first lent, and how it accrues."""

    annual_rate: float
    flat: bool
    accrual: Literal["period", "actual"]


def normal_rate(
    rate: float, rate_basis: RateBasis, *, day_basis: Literal[360, 365], reference: float = 0.0
) -> NormalRate:
    """Every way of quoting a rate as one.

    Args:
        rate: as quoted, a decimal of its basis.
        rate_basis: ``monthly`` and ``flat_monthly`` are × 12, ``daily`` × ``day_basis`` with days counted,
            ``over_rate`` is added to ``reference``.
        day_basis: days of the year.
        reference: the reference rate, a decimal a year; only for ``over_rate``.
    """
    if rate_basis == "daily":
        return NormalRate(rate * day_basis, False, "actual")
    if rate_basis == "over_rate":
        return NormalRate(reference + rate, False, "period")
    months = 1 if rate_basis == "annual" else 12
    return NormalRate(rate * months, rate_basis == "flat_monthly", "period")


@dataclass(frozen=True)
class EarlyStop:
    """A day on which a debt may be repaid early, in whole or in part, after that day's regular payment.

    Attributes:
        index: payments made by then, that day's included (of a debt repaid in one sum: periods that have passed).
        balance: principal owed then, yuan.
        accrued: interest that each yuan repaid then brings along; 0 where interest is paid as it accrues.
    """

    index: int
    date: dt.date
    balance: Decimal
    accrued: Decimal


@dataclass(frozen=True)
class RunningLoan:
    """A debt between two payments.

    Attributes:
        terms: its method and rate; ``term`` = payments left.
        dates: one period before the next payment, then every payment day.
        factors: interest of each period per yuan, index 0 is 0.
        owed: yuan owed today. base: the sum that a flat rate charges.
        level: the level payment, the principal part (equal principal), or the interest of a debt repaid in one sum.
        rounding: yuan by which the level payment may undercut the interest: a cent once both are parts of a contract.
    """

    terms: Terms
    dates: tuple[dt.date, ...]
    factors: tuple[Decimal, ...]
    owed: Decimal
    base: Decimal | None
    level: Decimal
    rounding: Decimal = ZERO

    @property
    def in_one_sum(self) -> bool:
        """Whether everything is repaid at once at the end."""
        return self.terms.repayment in AT_MATURITY

    @cached_property
    def rows(self) -> tuple[Payment, ...]:
        """The payments still due, index 1 = the next one; none when nothing is owed."""
        if not self.owed:
            return ()
        if self.in_one_sum:
            return (_payment(1, self.dates[-1], self.owed, to_cents(self.level), ZERO),)
        return tuple(self._instalments())

    def _instalments(self) -> Iterator[Payment]:
        """Period by period, until nothing is owed."""
        balance, annuity = self.owed, self.terms.repayment == "annuity"
        for index in range(1, self.terms.term + 1):
            interest = to_cents((balance if self.base is None else self.base) * self.factors[index])
            part = balance
            if index < self.terms.term and annuity:
                if self.level < interest - self.rounding:
                    details = {"payment": self.level, "interest": interest}
                    raise InputError([Issue("payment_below_interest", column="payment", details=details)])
                part = min(max(ZERO, self.level - interest), balance)
            elif index < self.terms.term:
                part = min(self.level, balance) if self.terms.repayment == "equal_principal" else ZERO
            balance -= part
            yield _payment(index, self.dates[index], part, interest, balance)
            if not balance:
                break

    @cached_property
    def stops(self) -> tuple[EarlyStop, ...]:
        """The days on which it may be repaid early."""
        if self.terms.repayment == "buyer_pays" or not self.owed:
            return ()
        if not self.in_one_sum:
            return tuple(
                EarlyStop(row.index, row.date, row.balance, ZERO) for row in self.rows if row.balance
            )
        passed = [sum(self.factors[: index + 1]) for index in range(len(self.dates))]
        shares = [
            Decimal(one) / passed[-1] if passed[-1] else Decimal(index) / (len(passed) - 1)
            for index, one in enumerate(passed)
        ]
        return tuple(
            EarlyStop(index, self.dates[index], self.owed, self.level * shares[index] / self.owed)
            for index in range(1, len(self.dates) - 1)
        )

    @property
    def handover(self) -> EarlyStop | None:
        """The next payment day, on which another contract may take the whole balance over.

        The interest due that day is paid, the instalment is not. None for a debt that is repaid in one sum next.
        """
        if self.in_one_sum:
            return next(iter(self.stops), None)
        return EarlyStop(1, self.dates[1], self.owed, ZERO)

    def stop_on(self, day: dt.date) -> EarlyStop:
        """The stop of a day."""
        return next(stop for stop in self.stops if stop.date == day)

    def after(self, stop: EarlyStop, principal: Decimal) -> "RunningLoan":
        """What is left when ``principal`` is repaid at ``stop``: the same days, each payment the share smaller."""
        rest = stop.balance - principal
        share = rest / stop.balance
        base = None if self.base is None else self.base * share
        if self.in_one_sum:
            return replace(self, owed=rest, base=base, level=self.level * share)
        return replace(
            self,
            owed=rest,
            base=base,
            terms=self.terms.model_copy(update={"term": self.terms.term - stop.index}),
            dates=self.dates[stop.index :],
            factors=(Decimal(0), *self.factors[stop.index + 1 :]),
            level=to_cents(self.level * share),
            rounding=CENT,
        )


def running_loan(  # noqa: PLR0913 - the fields of a debt, by name
    *,
    balance: float | Decimal,
    original_amount: float | Decimal | None,
    rate: float,
    rate_basis: RateBasis,
    repayment: Repayment,
    payment: float | Decimal | None,
    next_payment: dt.date,
    last_payment: dt.date,
    period: Period = "month",
    day_basis: Literal[360, 365] = 365,
    reference: float | None = None,
) -> RunningLoan:
    """A debt as a contract that runs: its payments, index 1 = ``next_payment``; the balance ends at 0.00.

    Payments are one period apart from ``next_payment``; the last is on ``last_payment``, in place of a
    due date less than half a period before it. The first pays one period's interest on the balance.

    - annuity: ``payment`` stays as given and the last one absorbs the rest; a larger payment than
      needed ends the debt early. Without ``payment`` the level one is computed.
    - equal principal, interest only: by their method, whatever ``payment`` says.
    - bullet, buyer pays: one payment on ``last_payment``. It is ``payment`` when given; else the
      balance with simple interest from one period before ``next_payment``, so that a debt whose
      ``next_payment`` lies one period after its draw bears all of its interest.
    - custom: needs ``payment`` and is read as an annuity.

    Args:
        balance: principal still owed, yuan.
        original_amount: the sum first lent; needed for flat rates.
        rate: as quoted, a decimal of ``rate_basis``.
        rate_basis: unit of ``rate``; ``over_rate`` needs ``reference``.
        repayment: the method.
        payment: what is paid each period, yuan.
        next_payment: day of the next payment.
        last_payment: day of the last one.
        period: length of a period.
        day_basis: days of the year for daily rates.
        reference: the reference rate, a decimal a year.

    Raises:
        InputError: ``last_payment_before_next``, ``original_amount_missing``, ``reference_rate_missing``,
            ``custom_payment_missing``, ``payment_below_interest``, ``payment_below_balance`` (bullet).
    """
    found = _missing(original_amount, rate_basis, repayment, payment, reference)
    if last_payment < next_payment:
        found.append(Issue("last_payment_before_next", column="last_payment", value=last_payment.isoformat()))
    if found:
        raise InputError(found)
    normal = normal_rate(rate, rate_basis, day_basis=day_basis, reference=reference or 0.0)
    dates = _due_dates(next_payment, last_payment, period)
    terms = Terms(
        repayment="annuity" if repayment == "custom" else repayment,
        term=len(dates) - 1,
        period=period,
        rate=normal.annual_rate,
        flat=normal.flat,
        accrual=normal.accrual,
        day_basis=day_basis,
    )
    owed = to_cents(Decimal(str(balance)))
    base = to_cents(Decimal(str(original_amount))) if normal.flat else None
    factors = tuple(full for full, _ in decimal_interest(terms, dates))
    given = None if payment is None else to_cents(Decimal(str(payment)))
    if repayment not in AT_MATURITY:
        level = (
            _level(terms, owed, factors, base) if given is None or repayment == "equal_principal" else given
        )
        loan = RunningLoan(terms, dates, factors, owed, base, level)
        assert loan.rows  # a payment below the interest is a mistake of the facts: found here, not later
        return loan
    accrued = (owed if base is None else base) * sum(factors) if given is None else given - owed
    if accrued < 0:
        details = {"payment": given, "balance": owed}
        raise InputError([Issue("payment_below_balance", column="payment", details=details)])
    return RunningLoan(terms, dates, factors, owed, base, accrued)


def _missing(
    original_amount: float | Decimal | None,
    rate_basis: RateBasis,
    repayment: Repayment,
    payment: float | Decimal | None,
    reference: float | None,
) -> list[Issue]:
    """What the debt does not say but its method or rate needs."""
    found = []
    if rate_basis == "flat_monthly" and original_amount is None:
        found.append(Issue("original_amount_missing", column="original_amount"))
    if rate_basis == "over_rate" and reference is None:
        found.append(Issue("reference_rate_missing", column="rate_basis"))
    if repayment == "custom" and payment is None:
        found.append(Issue("custom_payment_missing", column="payment"))
    return found


def _due_dates(next_payment: dt.date, last_payment: dt.date, period: Period) -> tuple[dt.date, ...]:
    """One period before the next payment, then every payment day that is left."""
    half = (next_payment - shift(next_payment, -1, period)) / 2
    days = [shift(next_payment, -1, period)]
    index = 0
    while (due := shift(next_payment, index, period)) < last_payment and last_payment - due >= half:
        days.append(due)
        index += 1
    return (*days, last_payment)


def _level(terms: Terms, owed: Decimal, factors: Sequence[Decimal], base: Decimal | None) -> Decimal:
    """The level payment, or for equal principal its principal part, over the periods that are left."""
    if terms.repayment != "annuity":
        return to_cents(owed / terms.term)
    if base is not None:
        return to_cents(owed / terms.term + base * factors[1])
    discount, total = Decimal(1), Decimal(0)
    for factor in factors[1:]:
        discount /= 1 + factor
        total += discount
    return to_cents(owed / total)


def _payment(index: int, day: dt.date, principal: Decimal, interest: Decimal, balance: Decimal) -> Payment:
    return Payment(
        index=index,
        date=day,
        payment=principal + interest,
        principal=principal,
        interest=interest,
        fee=ZERO,
        balance=balance,
    )
