"""The first lines for one who has debts: what to do with them, and what that is worth."""

import datetime as dt
import io

import pytest
from tests.report.debt_plans import (
    BULLET,
    EXTENDED,
    INSTALMENTS,
    MOVED,
    NEED,
    PART,
    RENEWED,
    WHOLE,
    advised,
    carrying,
    debt_plan,
)
from tests.report.example_plan import DRAWS, draw
from tests.verify.right_plan import right_plan

from fundmix.plan import FundingPlan, ScheduleRow
from fundmix.report.headline import headlines, new_money
from fundmix.report.page import Page
from fundmix.report.terminal import print_plan
from fundmix.words import LANGUAGES

NEW = draw(1, amount=15_892.44, interest=480.0, fees=20.0)


def owed(draw_id: str, balance: float) -> ScheduleRow:
    """The payout of a draw."""
    figures = {"payment": 0.0, "principal": 0.0, "interest": 0.0, "fee": 0.0}
    place = {"date": dt.date(2026, 12, 4), "month": 0, "channel_id": "x", "offer_id": "x.y"}
    return ScheduleRow(draw_id=draw_id, drawn=balance, balance=balance, **figures, **place)


def first_lines(answer: FundingPlan, lang: str = "en") -> list[str]:
    """The headlines, not yet folded."""
    return headlines(Page(lang, io.StringIO()), answer)


def page(answer: FundingPlan, lang: str) -> list[str]:
    """The page as it is printed, line by line, 80 cells wide."""
    stream = io.StringIO()
    print_plan(answer, lang, stream, 80)
    return stream.getvalue().splitlines()


def test_nothing_to_do_is_an_answer() -> None:
    """Where staying is cheapest the page says so; no loan, no price, the heaviest month all the same."""
    answer = debt_plan(status="not_needed")
    assert first_lines(answer) == ["Keep your loans as they are: nothing here is cheaper."]
    assert page(answer, "zh")[:3] == [
        "现有借款照原合同还就好：这里没有更省的办法。",
        "",
        "  还款最重  2027年5月，要还 ¥18,651.70：旧债 ¥3,200，新借 ¥15,451.70",
    ]


@pytest.mark.parametrize("code", ["talk_to_lender_overdue", "talk_to_lender", "hardship_first"])
def test_who_should_talk_is_not_told_to_keep_things(code: str) -> None:
    """Beside advice to talk to the lender no headline says that all may stay as it is."""
    answer = debt_plan(status="not_needed", advice=advised(code))
    assert first_lines(answer) == [
        "Talk to your lenders first, as advised below: no loan here makes your debts lighter."
    ]


def test_own_cash_that_repays_early_is_said_with_what_it_saves() -> None:
    """Every debt that is repaid is named once as its owner calls it, with the saving after fees."""
    answer = debt_plan(repayments=(WHOLE, PART))
    assert first_lines(answer) == [
        "Your loans can be carried more cheaply: repay “消费金融”, “借呗” early, saving ¥860.60 after fees."
    ]
    assert first_lines(answer, "zh") == [
        "现有借款可以更省：提前归还“消费金融”、“借呗”，扣除违约金后省 ¥860.60。"
    ]


def test_the_price_of_new_money_is_taken_off() -> None:
    """A loan that replaces others saves only what is left after its own interest and fees."""
    answer = debt_plan(repayments=(WHOLE, PART), draws=(NEW,))
    assert first_lines(answer)[0].endswith(
        "That saves ¥860.60 after fees, the new money costs ¥500: ¥360.60 less in all."
    )
    dear = debt_plan(repayments=(PART,), draws=(NEW,))
    assert first_lines(dear) == [
        "Your payments can be met: repay “借呗” early with new money. That saves ¥142.06 after fees, the new "
        "money costs ¥500."
    ]


def test_a_renewal_is_never_said_to_be_sure() -> None:
    """The headline hangs on the lender's yes; of several, the first day to ask is said."""
    answer = debt_plan(renewals=(RENEWED,), draws=carrying(RENEWED))
    assert first_lines(answer) == [
        "Your loans can be paid on time if the lender agrees on “经营快贷”: what to ask, and by when, stands below."
    ]
    both = debt_plan(renewals=(EXTENDED, RENEWED), repayments=(WHOLE,), draws=carrying(EXTENDED, RENEWED))
    assert first_lines(both, "zh")[1:] == [
        "方案要等原机构点头：“存单质押”、“经营快贷”，最晚 2026-12-21 提出。"
    ]


def test_hardship_comes_first() -> None:
    """A debt that moves into instalments is no early repayment; other renewals stand in the second line."""
    answer = debt_plan(
        renewals=(RENEWED, INSTALMENTS), repayments=(MOVED,), draws=carrying(RENEWED, INSTALMENTS)
    )
    assert first_lines(answer) == [
        "The present payments are more than you can carry: ask for instalments on “信用卡” first.",
        "It relies on a lender's yes for “经营快贷”: ask by 2026-12-21.",
    ]
    assert not any("Repaid early" in line or "Saved on" in line for line in page(answer, "en"))


def test_needs_come_first_and_old_loans_below() -> None:
    """With needs the headline counts new money alone, then what is repaid early, then what relies on a lender."""
    answer = debt_plan(
        needs=(NEED,),
        repayments=(WHOLE,),
        schedule_rows=tuple(
            owed(draw_id, balance) for draw_id, balance in (("d1", 2e5), ("d2", 5e4), ("d3", 2e4))
        ),
        renewals=(RENEWED,),
        draws=(*carrying(RENEWED), *DRAWS[1:]),
    )
    assert first_lines(answer, "zh") == [
        "能筹齐：2 个渠道、2 笔借款，最多时共借 ¥70,000，每笔用款都按时到位。",
        "另外，提前归还“消费金融”，扣除违约金后省 ¥718.54。",
        "方案要等原机构点头：“经营快贷”，最晚 2026-12-21 提出。",
    ]


def test_new_money_is_counted_apart_from_what_is_carried_on() -> None:
    """Of a plan worked by hand: with its bank loan a renewal, 6,000 and 4,000 are the most that is new at once."""
    whole = right_plan()
    answer = FundingPlan.model_validate(whole)
    assert new_money(answer) == answer.totals.raised == 30_000
    draws = tuple(
        one.model_copy(update={"use": "renew"}) if one.draw_id == "d1" else one for one in answer.draws
    )
    assert new_money(answer.model_copy(update={"draws": draws, "renewals": (RENEWED,)})) == 10_000


def test_a_need_that_a_renewal_leaves_to_own_cash() -> None:
    """Funded without new money: nothing from nobody is not counted."""
    renewed = debt_plan(needs=(NEED,), renewals=(RENEWED,), draws=carrying(RENEWED))
    assert first_lines(renewed)[0].startswith("No new loan is needed: once the lender agrees on “经营快贷”")
    repaid = debt_plan(needs=(NEED,), repayments=(WHOLE,))
    assert first_lines(repaid)[0] == "No loan is needed: your own cash meets everything in time."


@pytest.mark.parametrize("needs", [(), (NEED,)])
def test_payments_that_cannot_be_met(needs: tuple[object, ...]) -> None:
    """Where every need is met but payments are not, no headline counts a gap of nothing."""
    answer = debt_plan(needs=needs, status="partial", totals={"shortfall": 500.0})  # type: ignore[arg-type]
    assert first_lines(answer) == [
        "Existing payments and losses cannot all be met. This is the best plan that can be made."
    ]


def test_new_money_for_payments_alone() -> None:
    """A loan that only bridges payments is counted."""
    answer = debt_plan(draws=(NEW,), totals={"raised": 15_892.44})
    assert first_lines(answer) == [
        "Your loans can be paid on time with new money: ¥15,892.44 at most, in 1 draw(s)."
    ]


def test_what_is_not_proven_is_said_before_the_rest() -> None:
    """The solver ran out of time: said first, and the plan for the debts below it."""
    lines = first_lines(debt_plan(status="unproven", repayments=(WHOLE,)))
    assert lines[0] == "A checked plan for your loans, but not proven to be the cheapest."
    assert "repay “消费金融” early" in lines[1]


def test_who_has_neither_needs_nor_debts() -> None:
    """Nothing asked: no loan is needed."""
    answer = debt_plan(status="not_needed")
    bare = answer.inputs.model_copy(update={"debts": ()})
    assert first_lines(answer.model_copy(update={"inputs": bare}))[0].startswith("No loan is needed")


def test_the_first_screen_keeps_its_order() -> None:
    """Heaviest month, cost, when the money is there, what is saved; a renewal is no money that comes."""
    lines = page(
        debt_plan(
            repayments=(WHOLE,),
            renewals=(RENEWED,),
            draws=(NEW, *carrying(RENEWED.model_copy(update={"draw_id": "d2"}))),
            totals={"interest": 5_900.36, "fees": 20.0, "apr": 0.055},
        ),
        "zh",
    )
    start = lines.index("") + 1
    assert lines[start : start + 4] == [
        "  还款最重  2027年5月，要还 ¥18,651.70：旧债 ¥3,200，新借 ¥15,451.70",
        "  总共花费  ¥5,920.36（利息 ¥5,900.36，费用 ¥20），年化利率（单利）5.50%",
        "  钱到位    2026-12-04",
        "  旧债省下  ¥718.54（少付利息 ¥1,105.31，减违约金 ¥386.77）",
    ]


def test_what_is_paid_early_by_choice_is_no_burden() -> None:
    """What the plan itself repays early in the heaviest month is not told there."""
    answer = debt_plan(
        repayments=(WHOLE, BULLET.model_copy(update={"month": 0, "date": dt.date(2026, 12, 1)})),
        totals={"heaviest_month": 0, "heaviest_payment": 3_200.0},
    )
    assert any(line.endswith("2026年12月，要还 ¥3,200") for line in page(answer, "zh"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_in_headlines_cannot_speak_to_the_terminal(lang: str) -> None:
    """The name of a debt is the borrower's own text: it loses escape sequences and line ends."""
    answer = debt_plan(repayments=(WHOLE.model_copy(update={"debt": "甲\x1b[2J\u202e\n乙"}),))
    text = "\n".join(page(answer, lang))
    assert "甲[2J 乙" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
