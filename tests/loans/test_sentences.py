"""What a reader is told when a loan cannot be: one plain line each, with its figures."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from fundmix.errors import InputError, Issue
from fundmix.loans import Terms, apr, line_schedule, running_loan
from fundmix.words import issue_line, say
from fundmix.words.loan_sentences import SENTENCES

DAYS = [dt.date(2027, 1, 1), dt.date(2027, 2, 1)]
DEBT: dict[str, Any] = {
    "balance": 10_000,
    "original_amount": None,
    "rate": 0.05,
    "rate_basis": "monthly",
    "repayment": "annuity",
    "payment": None,
    "next_payment": DAYS[0],
    "last_payment": dt.date(2027, 6, 1),
}


def remaining(**fields: Any) -> Callable[[], object]:
    """A debt with these fields, read later."""
    return lambda: running_loan(**DEBT | fields).rows


def line(repaid: int) -> Callable[[], object]:
    """A line of 100 of which more is repaid, read later."""
    terms = Terms(repayment="interest_only", term=1, rate=0.06)
    return lambda: line_schedule(terms, DAYS, [Decimal(100), Decimal(0)], [Decimal(0), Decimal(repaid)])


MISTAKES: tuple[tuple[Callable[[], object], str], ...] = (
    (
        remaining(payment=400),
        "payment: ¥400.00 a period does not cover the interest of ¥500.00; the debt would never be repaid."
        " Check payment, rate and balance",
    ),
    (
        remaining(repayment="bullet", payment=400),
        "payment: ¥400.00 at the end is less than the balance of ¥10,000.00; for a debt repaid in one sum,"
        " payment is balance and interest together, or leave it out",
    ),
    (
        remaining(repayment="custom"),
        "payment: a debt with its own payment plan needs payment, the sum paid each period",
    ),
    (
        remaining(rate_basis="over_rate"),
        "rate_basis: a debt's rate over a reference rate cannot be used alone; write today's full yearly rate"
        " with rate_basis annual",
    ),
    (
        remaining(rate_basis="flat_monthly"),
        "original_amount: a flat rate is charged on the sum first lent; write original_amount, or the true"
        " yearly rate with rate_basis annual",
    ),
    (
        remaining(last_payment=dt.date(2026, 12, 1)),
        "last_payment: the last payment (2026-12-01) is before the next one; check both dates",
    ),
    (line(120), "row 1: ¥120.00 is repaid, but only ¥100.00 is owed"),
    (
        lambda: apr([0, -1], 12),
        "flows: nothing is paid out first, so there is no price; check the amount and the fees taken from it",
    ),
    (
        lambda: apr([1, 1], 12),
        "flows: nothing is paid back, so there is no price; write the payments as negative amounts",
    ),
    (
        lambda: apr([100, -230, 132], 1),
        "flows: these cash flows have no single yearly rate (money changes direction 2 times);"
        " price each loan on its own",
    ),
)

CONTRACTS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"term": 0}, "a loan lasts at least one period; write how many"),
    (
        {"interest_only": 3},
        "the interest-only time must end before the loan does (term: 3 periods); write a smaller number",
    ),
    (
        {"repayment": "custom", "flow_principal": (0, 0.5)},
        "the principal parts add up to 0.5, not to 1; the loan would not be repaid exactly",
    ),
    (
        {"repayment": "custom", "flow_principal": (0.5, 0.5)},
        "principal cannot be repaid on the day of the payout; begin with period 1",
    ),
    (
        {"repayment": "custom", "flow_principal": (0, 1), "flow_fee": (0,) * 5},
        "a payment stands in period 4, after the end of the loan (period 3)",
    ),
)


@pytest.mark.parametrize(("act", "sentence"), MISTAKES)
def test_a_mistake_is_said_in_one_line(act: Callable[[], object], sentence: str) -> None:
    """Where it is, what is wrong, what to write instead."""
    with pytest.raises(InputError) as caught:
        act()
    (issue,) = caught.value.issues
    assert issue_line(issue, "en") == sentence


@pytest.mark.parametrize(("fields", "sentence"), CONTRACTS)
def test_terms_that_cannot_be_are_said_in_one_line(fields: dict[str, Any], sentence: str) -> None:
    """The details of the refusal fill the sentence of its code."""
    with pytest.raises(ValidationError) as caught:
        Terms.model_validate({"repayment": "annuity", "term": 3} | fields)
    (error,) = caught.value.errors()
    issue = Issue(error["type"], details=error["ctx"])
    assert say(issue.code, "en", **issue.details) == sentence


def test_every_sentence_of_the_room_is_proved_here() -> None:
    """As many mistakes above as there are sentences."""
    assert len(MISTAKES) + len(CONTRACTS) == len(SENTENCES)
