"""A second reading of every contract, in Decimal and by date, apart from the one that the program uses.

The rules of meaning are those of :class:`fundmix.loans.Terms`; nothing of ``fundmix.loans`` is called here.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from fundmix.dates import PERIODS_PER_YEAR, shift
from fundmix.loans import Terms
from fundmix.verify.figures import ZERO, exact, rounded

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Instalment:
    """What a contract does on one of its days, yuan.

    ``withheld`` is the part of ``interest`` and ``fee`` that is taken from the money paid out on that day;
    ``early`` the part of ``principal`` that the contract did not yet ask for.
    """

    index: int
    date: dt.date
    drawn: Decimal = ZERO
    principal: Decimal = ZERO
    interest: Decimal = ZERO
    fee: Decimal = ZERO
    balance: Decimal = ZERO
    withheld: Decimal = ZERO
    early: Decimal = ZERO

    @property
    def payment(self) -> Decimal:
        """Principal, interest and fee together."""
        return self.principal + self.interest + self.fee


@lru_cache(maxsize=65536)
def due_date(draw_date: dt.date, index: int, period: str) -> dt.date:
    """The day of instalment ``index``."""
    return shift(draw_date, index, period)


class Contract:
    """The terms in exact figures, for one draw on one day.

    Args:
        terms: the contract.
        draw_date: the day of the payout.
        to_the_cent: round every row half up, as a lender does; False gives the contract's own price.
    """

    def __init__(self, terms: Terms, draw_date: dt.date, to_the_cent: bool = True) -> None:
        self.terms = terms
        self.draw_date = draw_date
        self.round = rounded if to_the_cent else _unrounded
        self.rate = exact(terms.rate)
        self.per_year = Decimal(PERIODS_PER_YEAR[terms.period])

    def day(self, index: int) -> dt.date:
        """The day of instalment ``index``."""
        return due_date(self.draw_date, index, self.terms.period)

    def interest(self, index: int, base: Decimal) -> Decimal:
        """Interest of period ``index`` (which ends on its day) on ``base`` yuan, in full, unrounded.

        Everything is multiplied before it is divided, so that half a cent is half a cent.
        """
        if self.terms.accrual == "period":
            return base * self.rate / self.per_year
        return base * self.rate * self._days(index) / self.terms.day_basis

    def own_interest(self, index: int, base: Decimal) -> Decimal:
        """The borrower's part of it: on the days of the subsidy the rate is cut, never below 0."""
        cut = min(exact(self.terms.rate_cut), self.rate)
        if not cut:
            return self.interest(index, base)
        days, paid_for = self._days(index), self._subsidised_days(index)
        rate_days = self.rate * days - cut * paid_for
        if self.terms.accrual == "period":
            return base * rate_days / (days * self.per_year)
        return base * rate_days / self.terms.day_basis

    def _days(self, index: int) -> int:
        return (self.day(index) - self.day(index - 1)).days

    def _subsidised_days(self, index: int) -> int:
        """Days of period ``index`` up to the last day of the subsidy, that day included."""
        days, last = self._days(index), self.terms.cut_until
        return days if last is None else min(max((last - self.day(index - 1)).days + 1, 0), days)


def _unrounded(figure: Decimal) -> Decimal:
    return figure


def replay(
    terms: Terms,
    amount: Decimal,
    draw_date: dt.date,
    closed_after: int | None = None,
    to_the_cent: bool = True,
) -> tuple[Instalment, ...]:
    """Every day of a loan, payout first.

    Args:
        terms: the contract; not a revolving line.
        amount: yuan lent.
        draw_date: the day of the payout.
        closed_after: the instalment with which all the rest is repaid; None = runs to term.
        to_the_cent: round every row half up.
    """
    contract = Contract(terms, draw_date, to_the_cent)
    last = terms.term if closed_after is None else closed_after
    principals = _principals(contract, amount)
    interests = _interests(contract, amount, principals, last)
    fee = contract.round(amount * exact(terms.upfront_fee_rate)) + exact(terms.fixed_fee)
    fee += _period_fee(contract, amount, 0, last)
    withheld = interests[0] + fee
    rows = [Instalment(0, draw_date, amount, ZERO, interests[0], fee, amount, withheld=withheld)]
    balance = amount
    for index in range(1, last + 1):
        principal = principals[index - 1] if index < last else balance
        early = principal - principals[index - 1]
        fee = _period_fee(contract, amount, index, last)
        if early and terms.prepay_fee_rate:
            fee += contract.round(early * exact(terms.prepay_fee_rate))
        balance -= principal
        day = contract.day(index)
        rows.append(Instalment(index, day, ZERO, principal, interests[index], fee, balance, early=early))
    return tuple(rows)


def _period_fee(contract: Contract, amount: Decimal, index: int, last: int) -> Decimal:
    """The fee on the sum first lent, at the end or (``fee_first``) at the beginning of each period."""
    terms, fee = contract.terms, ZERO
    in_turn = index < last if terms.fee_first else index >= 1
    if terms.period_fee_rate and in_turn:
        fee = contract.round(amount * exact(terms.period_fee_rate))
    if terms.repayment == "custom" and index < len(terms.flow_fee):
        fee += contract.round(amount * exact(terms.flow_fee[index]))
    return fee


def _principals(contract: Contract, amount: Decimal) -> list[Decimal]:
    """Principal that the contract asks for at instalment 1 … term; the last takes the cents left."""
    terms, balance, principals = contract.terms, amount, []
    instalments = terms.term - terms.interest_only
    level = _level_payment(contract, amount, instalments) if terms.repayment == "annuity" else ZERO
    for index in range(1, terms.term + 1):
        if index == terms.term:
            due = balance
        elif terms.repayment == "custom":
            due = contract.round(amount * exact(_at(terms.flow_principal, index)))
        elif terms.repayment not in ("annuity", "equal_principal") or index <= terms.interest_only:
            due = ZERO
        elif terms.repayment == "equal_principal" or terms.flat:
            due = contract.round(amount / instalments)
        else:
            due = max(ZERO, level - contract.round(contract.interest(index, balance)))
        due = min(due, balance)
        balance -= due
        principals.append(due)
    return principals


def _level_payment(contract: Contract, amount: Decimal, instalments: int) -> Decimal:
    """The annuity's payment to the cent: what makes the present value of all instalments the sum lent.

    In equal periods this is amount × i ÷ (1 − (1 + i)^−n); where days are counted, each period has its own i.
    """
    factor, annuity_factor = ONE, ZERO
    for index in range(contract.terms.term - instalments + 1, contract.terms.term + 1):
        factor /= ONE + contract.interest(index, ONE)
        annuity_factor += factor
    return contract.round(amount / annuity_factor)


def _interests(contract: Contract, amount: Decimal, principals: list[Decimal], last: int) -> list[Decimal]:
    """Interest at instalment 0 … ``last``: on the balance, or on the sum first lent when flat."""
    terms, balance, accrued = contract.terms, amount, [ZERO]
    if terms.repayment == "custom":
        return [contract.round(amount * exact(_at(terms.flow_interest, index))) for index in range(last + 1)]
    for index in range(1, terms.term + 1):
        accrued.append(contract.own_interest(index, amount if terms.flat else balance))
        balance -= principals[index - 1]
    nothing = [ZERO] * last
    if terms.interest_first:
        # what is taken first is the whole contract's, and is not given back when the loan is closed early
        return [contract.round(sum(accrued, ZERO)), *nothing]
    if terms.repayment in ("bullet", "buyer_pays"):
        return [*nothing, contract.round(sum(accrued[: last + 1], ZERO))]
    return [contract.round(interest) for interest in accrued[: last + 1]]


def _at(flow: tuple[float, ...], index: int) -> float:
    return flow[index] if index < len(flow) else 0.0


def replay_line(
    terms: Terms, draw_date: dt.date, moves: Mapping[int, tuple[Decimal, Decimal]], to_the_cent: bool = True
) -> tuple[Instalment, ...]:
    """Every day of a revolving line from its first drawing to its last movement.

    Args:
        terms: the contract.
        draw_date: the day of the first drawing.
        moves: period counted from there -> (yuan drawn, yuan repaid).
        to_the_cent: round every row half up.
    """
    contract = Contract(terms, draw_date, to_the_cent)
    rows, balance, last = [], ZERO, max(moves, default=-1)
    for index in range(last + 1):
        drawn, repaid = moves.get(index, (ZERO, ZERO))
        interest = contract.round(contract.own_interest(index, balance)) if index else ZERO
        withheld = ZERO
        if drawn:
            withheld = contract.round(drawn * exact(terms.upfront_fee_rate)) + exact(terms.fixed_fee)
        before, balance = balance, balance + drawn - repaid
        base = before if not terms.fee_first else balance if index < last else ZERO
        fee = withheld + contract.round(base * exact(terms.period_fee_rate))
        row = Instalment(index, contract.day(index), drawn, repaid, interest, fee, balance, withheld=withheld)
        rows.append(row)
    return tuple(rows)
