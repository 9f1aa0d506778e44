"""``fundmix apr`` and ``fundmix schedule``: one loan."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.spoken import SpokenCommand, Voice, option
from fundmix.cli.values import AMOUNT, DAY, FORMAT, LOAN_RATE, MONEY, RATE, SHARE, TERM, today

if TYPE_CHECKING:
    from fundmix.report.loan import Loan

REPAYMENTS = ("annuity", "equal_principal", "interest_only", "bullet")
BASES = ("annual", "monthly", "daily", "flat_monthly")
LENDERS = (
    "bank",
    "internet_bank",
    "consumer_finance",
    "microloan",
    "pawnshop",
    "factor",
    "platform",
    "insurer",
    "person",
)

_OPTIONS = (
    option("--amount", type=AMOUNT, required=True),
    option("--rate", type=LOAN_RATE, required=True),
    option("--rate-basis", type=click.Choice(BASES), default="annual", show_default=True),
    option("--months", type=TERM, required=True),
    option("--repayment", type=click.Choice(REPAYMENTS), default="annuity", show_default=True),
    option("--upfront-fee", type=SHARE, default="0"),
    option("--monthly-fee", type=RATE, default="0"),
    option("--fixed-fee", type=MONEY, default="0"),
    option("--interest-first", is_flag=True),
    option("--fee-first", is_flag=True),
    option("--day-basis", type=click.Choice(["360", "365"]), default="365", show_default=True),
    option("--lender", type=click.Choice(LENDERS), default="bank", show_default=True, metavar="LENDER"),
    option("--start", type=DAY, words="option_loan_start"),
    option("--format", "as_format", type=FORMAT, default="table", show_default=True, words="option_format"),
)


def loan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that describe one loan."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


def _loan(given: dict[str, Any], move: Any = None) -> "Loan":
    """The loan of the options, scheduled and priced."""
    from fundmix.catalog.law import ceiling_at
    from fundmix.catalog.load import load_catalog
    from fundmix.catalog.tables import Channel
    from fundmix.loans import price, schedule
    from fundmix.report.loan import Loan, terms_from

    day = given["start"] or today()
    amount = Decimal(str(given["amount"]))
    terms = terms_from({**given, "day_basis": int(given["day_basis"])})
    lender = Channel(channel_id="loan", name="loan", category="loan", lender=given["lender"])
    return Loan(
        amount=amount,
        advertised=given["rate"],
        basis=given["rate_basis"],
        terms=terms,
        price=price(terms, day, given["amount"]),
        rows=schedule(terms, amount, day, move=move),
        ceiling=ceiling_at(load_catalog("cn"), lender, day),
    )


@click.command(
    "apr",
    cls=SpokenCommand,
    example="fundmix apr --amount 12000 --rate 0.6% --rate-basis flat_monthly --months 12",
)
@loan_options
@click.pass_obj
def apr(voice: Voice, /, as_format: str, **given: Any) -> None:
    """Print the true price of one loan."""
    from fundmix.report.loan import loan_record, print_price
    from fundmix.report.records import show

    loan = _loan(given)
    if as_format == "table":
        print_price(loan, voice.lang)
        return
    record = loan_record(loan)
    show(as_format, record, list(record), [record])


@click.command(
    "schedule",
    cls=SpokenCommand,
    example="fundmix schedule --amount 10万 --rate 5.4% --months 12 --working-days",
)
@loan_options
@option("--working-days", is_flag=True)
@click.pass_obj
def schedule(voice: Voice, /, as_format: str, working_days: bool, **given: Any) -> None:
    """Print the calendar of one loan."""
    from fundmix.dates import next_working_day
    from fundmix.report.loan import PAYMENT_COLUMNS, payment_records, print_schedule
    from fundmix.report.records import show

    loan = _loan(given, (lambda day: next_working_day(day)[0]) if working_days else None)
    if working_days:
        unknown = [row.date.year for row in loan.rows if not next_working_day(row.date)[1]]
        if unknown:
            voice.aside(voice.say("working_days_until", year=min(unknown) - 1))
    if as_format == "table":
        print_schedule(loan, voice.lang)
        return
    records = payment_records(loan.rows)
    show(as_format, records, PAYMENT_COLUMNS, records)
