"""A revolving line (随借随还) to the cent: drawn and repaid at will inside its life."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from fundmix.errors import InputError, Issue
from fundmix.loans.accrual import ZERO, decimal_interest, exact, to_cents
from fundmix.loans.terms import Payment, Terms


def line_schedule(
    terms: Terms, dates: Sequence[dt.date], drawn: Sequence[Decimal], repaid: Sequence[Decimal]
) -> tuple[Payment, ...]:
    """What a line costs, day by day. Index j happens on ``dates[j]``.

    Interest of period j is on the balance after j − 1 and paid at j. The up-front fee (with the fixed
    fee) is taken from each draw; the period fee is on the balance at the beginning of the period, due
    at its end, or at its beginning when ``fee_first``. ``payment`` = repaid + interest + fee, so the
    borrower's cash at j is drawn − payment. The balance of the last row is what is still owed then.

    Args:
        terms: the line's terms; method, term and ``interest_first`` do not matter.
        dates: ascending, one period apart; the last is the end of the line.
        drawn: yuan paid out, one per date.
        repaid: principal repaid, one per date.

    Raises:
        InputError: ``line_overpaid`` when more is repaid at an index than was owed before it.
    """
    factors = decimal_interest(terms, dates)
    rows: list[Payment] = []
    issues: list[Issue] = []
    balance = ZERO
    for index, (day, out, back) in enumerate(zip(dates, drawn, repaid, strict=True)):
        interest = to_cents(balance * factors[index][1])
        if back > max(balance, ZERO):
            issues.append(Issue("line_overpaid", line=index, details={"owed": balance, "repaid": back}))
        before, balance = balance, balance + out - back
        fee = _draw_fee(terms, out)
        if not terms.fee_first:
            fee += to_cents(before * exact(terms.period_fee_rate))
        elif index < len(dates) - 1:
            fee += to_cents(balance * exact(terms.period_fee_rate))
        rows.append(
            Payment(
                index=index,
                date=day,
                payment=back + interest + fee,
                principal=back,
                interest=interest,
                fee=fee,
                balance=balance,
                drawn=out,
            )
        )
    if issues:
        raise InputError(issues)
    return tuple(rows)


def _draw_fee(terms: Terms, drawn: Decimal) -> Decimal:
    """What one draw costs at once."""
    if not drawn:
        return ZERO
    return to_cents(drawn * exact(terms.upfront_fee_rate)) + to_cents(exact(terms.fixed_fee))
