"""Whether own money carries the payments of the loans: by hand."""

import datetime as dt

from tests.cases import START, Story, channel, debt, inflow, need

from fundmix.dates import shift
from fundmix.watch.burden import shortage

LENDER = channel("bank", "6%", method="bullet", purposes="any")
LAST = dt.date(2027, 10, 15)
EQUAL = debt("loan", 10_000, "0%", LAST, repayment="equal_principal")
"""Ten payments of 1,000, from 15 January 2027 on."""


def story(**cash: float) -> Story:
    """The loan, and this much money."""
    return Story([LENDER], [], cash=cash, debts=[EQUAL])


def test_own_money_that_carries_every_payment_is_no_shortage() -> None:
    """10,000 pay ten times 1,000 to the yuan; nobody without debts has a burden."""
    assert shortage(story(opening=10_000).case()) is None
    assert shortage(Story([LENDER], []).case()) is None


def test_the_first_period_that_falls_short_is_told_with_its_last_day() -> None:
    """3,500 pay three times; at the end of the fourth period 500 are missing."""
    assert shortage(story(opening=3_500).case()) == (shift(START, 4) - dt.timedelta(days=1), 500.0)


def test_the_sum_at_the_end_is_no_payment_of_this_kind() -> None:
    """10,000 in one sum is a maturity, which has its own line; 100 of interest a month is not."""
    one = debt("loan", 10_000, "0%", LAST)
    assert shortage(Story([LENDER], [], debts=[one]).case()) is None
    dear = debt("loan", 10_000, "12%", LAST)
    assert shortage(Story([LENDER], [], cash={"opening": 50}, debts=[dear]).case()) == (
        shift(START, 1) - dt.timedelta(days=1), 50.0,
    )  # fmt: skip


def test_new_needs_do_not_count_and_sure_money_does() -> None:
    """What is to be bought is a question of the plan; money that comes in by itself pays loans."""
    wants = [need(dt.date(2027, 1, 10), 9_000)]
    assert shortage(Story([LENDER], wants, cash={"opening": 10_000}, debts=[EQUAL]).case()) is None
    sure = [inflow(dt.date(2027, 3, 1), 6_500)]
    assert shortage(Story([LENDER], sure, cash={"opening": 3_500}, debts=[EQUAL]).case()) is None
