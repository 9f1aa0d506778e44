"""A contract to the cent, by date: the schedule that a lender would print."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from fundmix.loans.accrual import ZERO, decimal_interest, due_dates, exact, to_cents
from fundmix.loans.columns import AT_MATURITY, check_closing
from fundmix.loans.terms import Payment, Terms

Move = Callable[[dt.date], dt.date]


def schedule(
    terms: Terms,
    amount: Decimal,
    draw_date: dt.date,
    *,
    closed_after: int | None = None,
    move: Move | None = None,
    extra_principal: Decimal = ZERO,
) -> tuple[Payment, ...]:
    """Every payment of ``amount`` lent on ``draw_date``, each figure rounded half-up to the cent.

    Row 0 is the payout with what is taken from it. The level payment (annuity) or the equal principal part is
    rounded once and the last payment absorbs the rest, as lenders do.

    Rounding moves the balance by at most one cent a period, and what it moved bears interest:
    drift(j) = 1 cent × ((1 + i)^j − 1) ÷ i. A payment before the last or the closing differs from
    amount × ``unit_flows`` by at most i × drift(j) + 2 cents, the last by at most drift + 2 cents
    (15 cents for 12 months at 24 %, 54 for 36); interest taken first gathers i × drift(j) of all periods.

    Args:
        terms: the contract.
        amount: the sum lent, yuan to the cent.
        draw_date: day of the payout.
        closed_after: index at which the rest is repaid early (see ``unit_flows``).
        move: shifts a due date (to a working day, say) without changing the interest.
        extra_principal: yuan repaid on top of every instalment; the loan then ends early.
    """
    if amount < 0 or amount != to_cents(amount):
        raise ValueError(f"an amount is yuan to the cent, not {amount}")
    last = check_closing(terms, closed_after)
    dates = due_dates(draw_date, terms.term, terms.period)
    principal, interest = _contract(terms, amount, dates, extra_principal)
    last = min(last, len(principal) - 1)
    fee = [_fee(terms, amount, index, last) for index in range(last + 1)]
    if last < len(principal) - 1:
        early = sum(principal[last + 1 :], ZERO)
        principal[last] += early
        fee[last] += to_cents(early * exact(terms.prepay_fee_rate or 0.0))
    paid = _interest_paid(terms, interest, last)
    rows, balance = [], to_cents(amount)
    for index in range(last + 1):
        balance -= principal[index]
        day = dates[index] if move is None or index == 0 else move(dates[index])
        rows.append(_row(index, day, (principal[index], paid[index], fee[index]), balance))
    return tuple(rows)


def _row(index: int, day: dt.date, parts: tuple[Decimal, Decimal, Decimal], balance: Decimal) -> Payment:
    principal, interest, fee = parts
    return Payment(
        index=index,
        date=day,
        payment=principal + interest + fee,
        principal=principal,
        interest=interest,
        fee=fee,
        balance=balance,
    )


def _contract(
    terms: Terms, amount: Decimal, dates: Sequence[dt.date], extra: Decimal
) -> tuple[list[Decimal], list[Decimal]]:
    """Principal to the cent and unrounded net interest per index, index 0 first, as if never closed early."""
    if terms.repayment == "custom":
        return _custom(terms, amount)
    factors = decimal_interest(terms, dates)
    level = _level(terms, amount, [full for full, _ in factors])
    balance, principal, interest = to_cents(amount), [ZERO], [ZERO]
    for index in range(1, terms.term + 1):
        base = amount if terms.flat else balance
        full, net = factors[index]
        part = balance
        if index < terms.term:
            part = min(_instalment(terms, index, level, base * full) + extra, balance)
        principal.append(part)
        interest.append(base * net)
        balance -= part
        if extra and not balance:
            break
    return principal, interest


def _instalment(terms: Terms, index: int, level: Decimal, interest: Decimal) -> Decimal:
    """Principal that is due at ``index`` before the last; the subsidy does not change it."""
    if index <= terms.interest_only or terms.repayment in ("interest_only", *AT_MATURITY):
        return ZERO
    if terms.repayment == "annuity" and not terms.flat:
        return max(level - to_cents(interest), ZERO)
    return level


def _level(terms: Terms, amount: Decimal, factors: list[Decimal]) -> Decimal:
    """The level payment of an annuity, or the equal principal part, to the cent."""
    if terms.repayment != "annuity" or terms.flat:
        return to_cents(amount / (terms.term - terms.interest_only))
    discount, total = Decimal(1), Decimal(0)
    for factor in factors[terms.interest_only + 1 :]:
        discount /= 1 + factor
        total += discount
    return to_cents(amount / total)


def _custom(terms: Terms, amount: Decimal) -> tuple[list[Decimal], list[Decimal]]:
    """The same for a contract that ``flows.csv`` writes out; the last principal part absorbs the rounding."""
    blank = (0.0,) * (terms.term + 1)
    parts = (*terms.flow_principal, *blank)[: terms.term]
    principal = [to_cents(amount * exact(part)) for part in parts]
    principal.append(to_cents(amount) - sum(principal, ZERO))
    interest = (*terms.flow_interest, *blank)[: terms.term + 1]
    return principal, [amount * exact(part) for part in interest]


def _interest_paid(terms: Terms, interest: list[Decimal], last: int) -> list[Decimal]:
    """What is paid when, to the cent: period by period, at the end, or the contract's all at the payout."""
    if terms.repayment != "custom":
        if terms.interest_first:
            return [to_cents(sum(interest, ZERO)), *[ZERO] * last]
        if terms.repayment in AT_MATURITY:
            return [*[ZERO] * last, to_cents(sum(interest[: last + 1], ZERO))]
    return [to_cents(part) for part in interest[: last + 1]]


def _fee(terms: Terms, amount: Decimal, index: int, last: int) -> Decimal:
    """Fees at ``index``, each rounded for itself."""
    fee = ZERO
    if index == 0:
        fee += to_cents(amount * exact(terms.upfront_fee_rate)) + to_cents(exact(terms.fixed_fee))
    if index < last if terms.fee_first else index > 0:
        fee += to_cents(amount * exact(terms.period_fee_rate))
    if terms.repayment == "custom" and index < len(terms.flow_fee):
        fee += to_cents(amount * exact(terms.flow_fee[index]))
    return fee
