"""Debts and quotes that contradict themselves or each other."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from fundmix.borrower.records import Debt, Origin, Quote
from fundmix.catalog.findings import Findings
from fundmix.catalog.tables import Repayment
from fundmix.errors import Note
from fundmix.fields import DEBT_YEARS_MAX, RATE_BOUND, TERM_MAX, too_far

Mistake = tuple[str, str, dict[str, Any]]
"""Code, key below the entry, details."""

MONTHS_OF_BASIS = {"annual": 1 / 12, "monthly": 1.0, "daily": 30.0, "flat_monthly": 1.0}
"""Months' worth of interest in one unit of a rate."""
_ONE_SUM: tuple[Repayment, ...] = ("bullet", "buyer_pays")


def check_debts(debts: Mapping[str, Debt], start: dt.date, context: tuple[Origin, Findings]) -> None:
    """Add every contradiction of the debts (by key, ``debts[1]``) to the findings."""
    origin, found = context
    for key, debt in debts.items():
        mistakes = [*_rate_mistakes(debt), *_date_mistakes(debt, start), *_amount_mistakes(debt)]
        found.issues.extend(
            origin.issue(code, f"{key}.{name}", **details) for code, name, details in mistakes
        )
    names: dict[str, str] = {}
    for key, debt in debts.items():
        first = names.setdefault(debt.name.casefold(), key)
        if first != key:
            found.issues.append(origin.issue("debt_name_twice", f"{key}.name", first=first))


def check_quotes(quotes: Mapping[str, Quote], start: dt.date, context: tuple[Origin, Findings]) -> None:
    """Add every contradiction of the quotes to the findings, and a note for each that has run out."""
    origin, found = context
    products: dict[tuple[str, str | None], str] = {}
    for key, quote in quotes.items():
        mistakes = _quote_mistakes(quote)
        found.issues.extend(
            origin.issue(code, f"{key}.{name}", **details) for code, name, details in mistakes
        )
        first = products.setdefault((quote.channel_id.casefold(), quote.product_id), key)
        if first != key:
            found.issues.append(origin.issue("quote_twice", f"{key}.channel_id", first=first))
        if quote.valid_until is not None and quote.valid_until < start:
            values = {"channel": quote.channel_id, "valid_until": quote.valid_until, "start": start}
            found.notes.append(Note("quote_expired", values))


def _rate_mistakes(contract: Debt | Quote) -> Iterator[Mistake]:
    """A rate beyond the bound of its basis, and a basis that a contract of one's own cannot have."""
    bound = RATE_BOUND[contract.rate_basis]
    if contract.rate_basis == "over_rate":
        yield "rate_over_reference", "rate_basis", {}
    elif contract.rate is not None and contract.rate > bound:
        yield "rate_too_high", "rate", {"bound": f"{bound:g}", "suggestion": "5.4%"}


def _date_mistakes(debt: Debt, start: dt.date) -> Iterator[Mistake]:
    for name in ("next_payment", "last_payment"):
        if too_far(getattr(debt, name), start, DEBT_YEARS_MAX):
            yield "date_too_far", name, {"start": start, "years": DEBT_YEARS_MAX}
    # a debt repaid in one sum has its payment at the end; next_payment is where its interest began
    coming = "last_payment" if debt.repayment in _ONE_SUM else "next_payment"
    if getattr(debt, coming) < start:
        yield "debt_payment_past", coming, {"start": start}
    if debt.last_payment < debt.next_payment:
        yield "debt_dates_reversed", "last_payment", {"next_payment": debt.next_payment}


def _amount_mistakes(debt: Debt) -> Iterator[Mistake]:
    flat = debt.rate_basis == "flat_monthly"
    if debt.original_amount is not None and debt.balance > debt.original_amount:
        yield "debt_above_original", "balance", {}
    if flat and debt.original_amount is None:
        yield "debt_original_missing", "original_amount", {}
    if debt.repayment == "custom" and debt.payment is None:
        yield "debt_payment_missing", "payment", {}
    if debt.payment is not None and debt.repayment in ("annuity", "custom"):
        base = debt.original_amount or debt.balance if flat else debt.balance
        if debt.payment <= base * debt.rate * MONTHS_OF_BASIS.get(debt.rate_basis, 0):
            yield "debt_payment_too_small", "payment", {}


def _quote_mistakes(quote: Quote) -> Iterator[Mistake]:
    yield from _rate_mistakes(quote)
    if quote.limit is None and quote.rate is None and not quote.term_months:
        yield "quote_says_nothing", "limit", {}
    if 0 in quote.term_months:
        yield "not_positive", "term_months", {"bound": 0}
    if max(quote.term_months, default=0) > TERM_MAX:
        yield "number_too_large", "term_months", {"bound": TERM_MAX}
