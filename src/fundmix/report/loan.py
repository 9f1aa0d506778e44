"""One loan: its true price and its calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TextIO

from fundmix.catalog.tables import Regulation
from fundmix.fields import Record
from fundmix.loans import Payment, Price, Terms, normal_rate
from fundmix.report.page import ALARM, HEADING, QUIET, Column, Page, figures, rate_text
from fundmix.words.formats import date, money, percent

MUCH_DEARER = 1.2
PAYMENT_COLUMNS = tuple(Payment.model_fields)


@dataclass(frozen=True, slots=True)
class Loan:
    """One loan with its price.

    Attributes:
        advertised, basis: the rate as the lender quotes it.
        rows: the schedule, row 0 = payout.
        ceiling: the legal ceiling and the regulation it is from; None when none was found.
    """

    amount: Decimal
    advertised: float
    basis: str
    terms: Terms
    price: Price
    rows: tuple[Payment, ...]
    ceiling: tuple[float, Regulation] | None

    @property
    def received(self) -> Decimal:
        """What reaches the borrower, yuan."""
        return self.amount - self.rows[0].payment

    def total(self, part: str) -> Decimal:
        """The sum of ``interest``, ``fee``, ``principal`` or ``payment`` over all rows, yuan."""
        return sum((getattr(row, part) for row in self.rows), Decimal(0))


def terms_from(values: Mapping[str, Any]) -> Terms:
    """The contract of the options of ``fundmix apr``, as they are named there."""
    rate = normal_rate(values["rate"], values["rate_basis"], day_basis=values["day_basis"])
    return Terms(
        repayment=values["repayment"],
        term=values["months"],
        rate=rate.annual_rate,
        flat=rate.flat,
        accrual=rate.accrual,
        day_basis=values["day_basis"],
        interest_first=values["interest_first"],
        upfront_fee_rate=values["upfront_fee"],
        period_fee_rate=values["monthly_fee"],
        fee_first=values["fee_first"],
        fixed_fee=values["fixed_fee"],
    )


def loan_record(loan: Loan) -> dict[str, Any]:
    """The price of a loan for other programs; money in yuan, rates as decimals a year."""
    return {
        "amount": loan.amount,
        "received": loan.received,
        "repaid": loan.total("payment") - loan.rows[0].payment,
        "interest": loan.total("interest"),
        "fees": loan.total("fee"),
        "advertised": loan.advertised,
        "rate_basis": loan.basis,
        "apr": round(loan.price.apr, 6),
        "effective_annual_rate": round(loan.price.effective_annual_rate, 6),
        "ceiling": loan.ceiling and loan.ceiling[0],
        "ceiling_from": loan.ceiling and loan.ceiling[1].regulation_id,
    }


def print_price(loan: Loan, lang: str, file: TextIO | None = None) -> None:
    """Advertised price, APR and effective rate beside one another, then payments, cost and the law."""
    page = Page(lang, file)
    page.line(page.say("price_title"), style=HEADING)
    rows = [
        (page.say("price_advertised"), rate_text(loan.advertised, loan.basis, lang)),
        (page.say("price_apr"), percent(loan.price.apr)),
        (page.say("price_effective"), percent(loan.price.effective_annual_rate)),
        (page.say("price_amount"), money(loan.amount)),
        (page.say("price_received"), money(loan.received)),
        _payments(page, [row.payment for row in loan.rows[1:]]),
        (page.say("price_repaid"), money(loan.total("payment") - loan.rows[0].payment)),
        (page.say("price_interest"), money(loan.total("interest"))),
        (page.say("price_fees"), money(loan.total("fee"))),
        (page.say("price_ceiling"), _ceiling(page, loan)),
    ]
    page.pairs(rows)
    quoted = loan.advertised * {"monthly": 12, "flat_monthly": 12, "daily": loan.terms.day_basis}.get(
        loan.basis, 1
    )
    if quoted > 0 and loan.price.apr > MUCH_DEARER * quoted:
        page.line(page.say("price_much_dearer", times=f"{loan.price.apr / quoted:.1f}"), style=HEADING)
    if loan.ceiling and loan.price.apr > loan.ceiling[0]:
        page.line(page.say("price_above_ceiling"), style=ALARM)
    page.line(page.say("disclaimer"), style=QUIET)


def _payments(page: Page, payments: Sequence[Decimal]) -> tuple[str, str]:
    """The payment when all but the last are alike, else the first and the last."""
    if len(set(payments[:-1])) <= 1 and abs(payments[0] - payments[-1]) < 1:
        return page.say("price_payment"), page.say(
            "price_payment_level", payment=payments[0], count=len(payments)
        )
    return page.say("price_payments"), page.say("price_payments_value", first=payments[0], last=payments[-1])


def _ceiling(page: Page, loan: Loan) -> str:
    """The legal ceiling and the name of the law."""
    if loan.ceiling is None:
        return page.say("price_ceiling_none")
    ceiling, law = loan.ceiling
    document = " ".join(filter(None, (law.document, law.article)))
    name = law.text_en if page.lang == "en" and law.text_en else document or law.text
    return page.say("price_ceiling_value", ceiling=ceiling, name=name)


def print_schedule(loan: Loan, lang: str, file: TextIO | None = None) -> None:
    """The calendar of a loan, with totals."""
    page = Page(lang, file)
    page.line(page.say("schedule_title"), style=HEADING)
    parts = schedule_parts(loan.rows)
    columns = [Column(page.say(f"column_{head}"), head != "date") for head in ("number", "date", *parts)]
    amounts = [figures([getattr(row, part) for row in loan.rows], 2) for part in parts]
    starts = [(str(row.index), date(row.date)) for row in loan.rows]
    rows = [[*start, *cells] for start, *cells in zip(starts, *amounts, strict=True)]
    totals = [figures([loan.total(part)], 2)[0] for part in parts[:-1]]
    page.table(columns, [*rows, ["", page.say("schedule_total"), *totals, ""]])
    page.line(page.say("schedule_payout", received=loan.received), first="  ", style=QUIET)
    page.line(page.say("disclaimer"), style=QUIET)


def schedule_parts(rows: Sequence[Record]) -> tuple[str, ...]:
    """The amounts of a calendar that have a column: fees only where there are some, long figures need the room."""
    parts = ("payment", "principal", "interest", "fee", "balance")
    return tuple(part for part in parts if part != "fee" or any(getattr(row, part) for row in rows))


def payment_records(rows: Sequence[Record]) -> list[dict[str, Any]]:
    """Schedule rows for other programs."""
    return [row.model_dump() for row in rows]
