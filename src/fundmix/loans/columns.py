"""The program's view of a contract: what one yuan lent does, unrounded, one value per period."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from fundmix.loans.accrual import due_dates, unit_interest
from fundmix.loans.terms import Floats, Terms, UnitFlows

AT_MATURITY = ("bullet", "buyer_pays")
"""Methods that pay interest with the principal, at the end (simple interest, 到期一次还本付息)."""


def unit_flows(terms: Terms, draw_date: dt.date, *, closed_after: int | None = None) -> UnitFlows:
    """One yuan lent on ``draw_date``, unrounded, without the fixed fee.

    Args:
        terms: the contract.
        draw_date: day of the payout; due dates are one calendar period apart from it.
        closed_after: index at which all remaining principal is repaid early, 1 … ``term``; the fee is
            ``prepay_fee_rate`` × the principal that was not yet due. Interest taken first is not given back.

    Returns:
        Arrays of length (``closed_after`` or ``term``) + 1, index 0 = the payout.
    """
    last = check_closing(terms, closed_after)
    balance, accrued = _custom(terms) if terms.repayment == "custom" else _regular(terms, draw_date)
    interest = _interest_due(terms, accrued, last)
    fee = _fees(terms, last)
    fee[last] += (terms.prepay_fee_rate or 0.0) * balance[last]
    proceeds = 1.0 - interest[0] - fee[0]
    interest[0] = fee[0] = 0.0
    balance = balance[: last + 1]
    balance[last] = 0.0
    principal = np.zeros(last + 1)
    np.subtract(balance[:-1], balance[1:], out=principal[1:])
    payment = principal + interest + fee
    for values in (payment, principal, interest, fee, balance):
        values.setflags(write=False)
    return UnitFlows(
        proceeds=float(proceeds),
        payment=payment,
        principal=principal,
        interest=interest,
        fee=fee,
        balance=balance,
    )


def line_unit_interest(terms: Terms, dates: Sequence[dt.date]) -> Floats:
    """Interest of each period of a line per yuan of balance at its beginning, net of the subsidy.

    Args:
        terms: the line's terms.
        dates: the line's days, one period apart.

    Returns:
        One value per date: index 0 is 0, index j is paid on ``dates[j]`` for the time since ``dates[j − 1]``.
    """
    return unit_interest(terms, dates, len(dates) - 1)[1]


def check_closing(terms: Terms, closed_after: int | None) -> int:
    """The last index of the contract; raises ValueError for a closing that the terms do not have."""
    if closed_after is None:
        return terms.term
    if not 1 <= closed_after <= terms.term:
        raise ValueError(f"closed_after must lie between 1 and {terms.term}, not {closed_after}")
    if closed_after < terms.term and terms.prepay_fee_rate is None:
        raise ValueError("these terms cannot be closed early (prepay_fee_rate is None)")
    return closed_after


def _regular(terms: Terms, draw_date: dt.date) -> tuple[Floats, Floats]:
    """Balance after each index and net interest accrued in each period, of every method but custom."""
    dated = terms.accrual == "actual" or terms.cut_until is not None
    dates = due_dates(draw_date, terms.term, terms.period) if dated else None
    full, net = unit_interest(terms, dates, terms.term)
    balance = _balance(terms, full)
    accrued = net.copy()
    if not terms.flat:
        accrued[1:] *= balance[:-1]
    return balance, accrued


def _interest_due(terms: Terms, accrued: Floats, last: int) -> Floats:
    """What is paid when, index 0 … ``last``: period by period, at the end, or all of it at the payout."""
    if terms.repayment == "custom" or not (terms.interest_first or terms.repayment in AT_MATURITY):
        return accrued[: last + 1]
    due = np.zeros(last + 1)
    if terms.interest_first:
        due[0] = accrued.sum()
    else:
        due[last] = accrued[: last + 1].sum()
    return due


def _balance(terms: Terms, full: Floats) -> Floats:
    """Principal outstanding after each index, by the method; the subsidy does not change it."""
    term, grace = terms.term, terms.interest_only
    balance = np.ones(term + 1)
    if terms.repayment in ("interest_only", *AT_MATURITY):
        balance[term] = 0.0
    elif terms.repayment == "annuity" and not terms.flat:
        # Looking ahead, the balance is the level payment times the discount factors still to come, and the
        # level payment is 1 ÷ the sum of all factors. This needs no equal periods and never turns negative.
        discount = 1.0 / np.cumprod(1.0 + full[grace + 1 :])
        to_come = np.cumsum(discount[::-1])[::-1]
        balance[grace + 1 : term] = to_come[1:] / (discount[:-1] * to_come[0])
        balance[term] = 0.0
    else:
        instalments = term - grace
        balance[grace:] = np.arange(instalments, -1, -1) / instalments
    return balance


def _custom(terms: Terms) -> tuple[Floats, Floats]:
    """Balance and interest of a contract that ``flows.csv`` writes out."""
    balance = 1.0 - np.cumsum(_padded(terms.flow_principal, terms.term))
    balance[terms.term] = 0.0
    return balance, _padded(terms.flow_interest, terms.term)


def _padded(values: tuple[float, ...], term: int) -> Floats:
    """``values`` as an array of length ``term`` + 1, with zeros after the last."""
    padded = np.zeros(term + 1)
    padded[: len(values)] = values
    return padded


def _fees(terms: Terms, last: int) -> Floats:
    """Fees at index 0 … ``last`` without the fixed fee; a fee taken first is not due at the end."""
    fee = np.zeros(last + 1)
    if terms.period_fee_rate:
        if terms.fee_first:
            fee[:last] = terms.period_fee_rate
        else:
            fee[1:] = terms.period_fee_rate
    if terms.flow_fee and terms.repayment == "custom":
        fee += _padded(terms.flow_fee, terms.term)[: last + 1]
    fee[0] += terms.upfront_fee_rate
    return fee
