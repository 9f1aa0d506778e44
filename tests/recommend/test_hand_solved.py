"""Mixes that a person can solve on paper: the derivation stands in each docstring."""

import pytest
from tests.cases import BARE, Story, channel, inflow, need

from fundmix.plan import FundingPlan

LATER = {"surplus": [{"date": "2027-01-01", "amount": 0}], "surplus_after": 200_000}
"""Nothing in January, and enough from February on to repay any loan."""
BY_CHANNEL = BARE.model_copy(update={"max_channel_share": 0.5})


def drawn(plan: FundingPlan) -> dict[tuple[str, int], float]:
    """Yuan by channel and month of the draw."""
    return {(draw.channel_id, draw.draw_month): draw.amount for draw in plan.draws}


def test_two_loans_and_a_cap() -> None:
    """The gap is 100,000 and a channel may carry half of it: 50,000 at 6 % and 50,000 at 12 % for a year cost
    3,000 + 6,000."""
    channels = [channel("a", 0.06, method="bullet"), channel("b", 0.12, method="bullet")]
    plan = Story(channels, [need("2027-01-01", 100_000)], LATER, BY_CHANNEL).plan()
    assert drawn(plan) == {("a", 0): 50_000, ("b", 0): 50_000}
    assert (plan.totals.cost, plan.proof.objective) == (9_000, pytest.approx(9_000))


@pytest.mark.parametrize(
    ("fee", "closed", "cost"), [(0, 2, 200), (0.01, 2, 300), (0.09, 2, 1_100), (0.11, None, 1_200)]
)
def test_an_interest_only_loan_is_closed_by_an_inflow(fee: float, closed: int | None, cost: float) -> None:
    """10,000 at 1 % a month cost 200 until March's inflow and 1,200 to term; closing pays while its fee is below
    1,000, a tenth of the principal."""
    loan = channel("a", 0.12, method="interest_only", prepay_fee_rate=fee)
    story = Story([loan], [need("2027-01-01", 10_100), inflow("2027-03-01", 20_000)], {"surplus": 100})
    plan = story.plan()
    assert [(draw.amount, draw.closed_month, draw.cost) for draw in plan.draws] == [(10_000, closed, cost)]


def test_a_pawn_takes_its_fee_first() -> None:
    """2 % a month is taken from the payout, so a need of 9,800 takes 10,000, and 10,000 are due a month later."""
    pawn = channel("pawn", 0, months=1, method="bullet", monthly_fee_rate=0.02, fee_first="yes")
    plan = Story([pawn], [need("2027-01-01", 9_800)], LATER).plan()
    assert drawn(plan) == {("pawn", 0): 10_000}
    assert (plan.totals.fees, plan.totals.interest, plan.draws[0].apr) == (200, 0, round(12 * 200 / 9_800, 6))


def test_a_compensating_balance_is_borrowed_too() -> None:
    """A fifth must stay in the account: 8,000 take 10,000, and 2,000 lie idle until the bullet of 10,100."""
    loan = channel("bank", 0.12, months=1, method="bullet", retained_balance_rate=0.2)
    plan = Story([loan], [need("2027-01-01", 8_000)], LATER).plan()
    assert drawn(plan) == {("bank", 0): 10_000}
    assert (plan.cashflow_rows[0].closing, plan.cashflow_rows[0].retained, plan.totals.cost) == (
        2_000,
        2_000,
        100,
    )


def test_a_line_serves_two_needs_in_turn() -> None:
    """5,000 in January, repaid in February with 50 of interest; 5,000 in March, repaid in April: 100 in all, where
    one loan from January to April would cost 150."""
    line = channel("line", 0.12, months=6, method="interest_only", revolving="yes", prepay_fee_rate=0)
    loan = channel("loan", 0.12, months=3, method="bullet")
    needs = [
        need("2027-01-01", 5_000),
        inflow("2027-02-01", 5_050),
        need("2027-03-01", 5_000),
        inflow("2027-04-01", 5_050),
    ]
    plan = Story([line, loan], needs).plan()
    assert [(draw.channel_id, draw.amount, draw.cost) for draw in plan.draws] == [("line", 5_000, 100)]
    assert [row.outstanding for row in plan.cashflow_rows[:4]] == [5_000, 0, 5_000, 0]


def test_who_has_the_money_does_not_borrow() -> None:
    """1,000 at hand meet 500; that a loan costs nothing is no reason to take it."""
    plan = Story([channel("free", 0)], [need("2027-01-01", 500)], {"opening": 1_000}).plan()
    assert (plan.status, plan.draws, plan.totals.final_cash) == ("not_needed", (), 500)


@pytest.mark.parametrize(("least", "unmet"), [(0, 400), (600, 400), (700, 1_000)])
def test_a_part_that_is_too_small_is_none(least: float, unmet: float) -> None:
    """600 of 1,000 can be had: all of it is taken unless less than 700 is of no use."""
    story = Story(
        [channel("a", 0.06, amount_max=600)], [need("2027-01-01", 1_000, least_amount=least)], LATER
    )
    plan = story.plan()
    assert (plan.status, plan.totals.unmet, plan.totals.raised) == ("partial", unmet, 1_000 - unmet)


def test_a_need_that_can_wait_waits_for_the_inflow() -> None:
    """February's 1,000 meet in February what is wanted in January and is of use until March."""
    needs = [need("2027-01-01", 1_000, latest_date="2027-03-01"), inflow("2027-02-01", 1_100)]
    plan = Story([channel("a", 0.06)], needs).plan()
    assert (plan.draws, plan.totals.unmet, plan.need_rows[0].month in (1, 2)) == ((), 0, True)
    assert Story([channel("a", 0.06)], [need("2027-01-01", 1_000), needs[1]]).plan().totals.raised == 1_000


def test_half_a_need_earns_half_of_its_inflow() -> None:
    """500 of 1,000 are met, so 600 of 1,200 come back."""
    needs = [need("2027-01-01", 1_000), inflow("2027-02-01", 1_200, from_need="need1")]
    plan = Story([channel("a", 0, months=1, method="bullet", amount_max=500)], needs).plan()
    assert (plan.totals.unmet, plan.cashflow_rows[1].inflow, plan.totals.final_cash) == (500, 600, 100)


def test_a_cap_yields_to_a_need_and_says_so() -> None:
    """One lender alone: the half that the cap forbids is taken all the same, named, and not left unmet."""
    plan = Story([channel("a", 0.06)], [need("2027-01-01", 100_000)], LATER, BY_CHANNEL).plan()
    assert (plan.status, plan.totals.raised, plan.totals.excess) == ("funded", 100_000, 50_000)
    over = [warn.values for warn in plan.warnings if warn.code == "cap_exceeded_channel"]
    assert [(values["channel_id"], values["amount"]) for values in over] == [("a", 50_000)]


def test_lenders_that_share_a_limit_lend_it_once() -> None:
    """60,000 for both together, the cheaper one first: 40,000 of 100,000 stay unmet."""
    channels = [channel("a", 0.06, amount_max=50_000), channel("b", 0.09, amount_max=50_000)]
    tables = {"limits": [{"applies_to": "channel:a;channel:b", "cap": 60_000, "scope": "together"}]}
    plan = Story(channels, [need("2027-01-01", 100_000)], LATER, tables=tables).plan()
    assert (drawn(plan), plan.totals.unmet) == ({("a", 0): 50_000, ("b", 0): 10_000}, 40_000)


def test_a_car_is_pledged_once() -> None:
    """One lends half, the other four fifths of a car of 100,000: a yuan at the first takes two yuan of the car, so
    the second, dearer one lends all that can be lent."""
    channels = [channel("half", 0.06), channel("most", 0.09)]
    tables = {
        "limits": [
            {"applies_to": "channel:half", "field": "car", "multiplier": 0.5},
            {"applies_to": "channel:most", "field": "car", "multiplier": 0.8},
        ]
    }
    story = Story(channels, [need("2027-01-01", 100_000)], LATER, facts={"car": 100_000}, tables=tables)
    plan = story.plan()
    assert (drawn(plan), plan.totals.unmet) == ({("most", 0): 80_000}, 20_000)
    # 65,000 need both: half + most = 65,000 and half/0.5 + most/0.8 = 100,000
    plan = story.but(needs=[need("2027-01-01", 65_000)]).plan()
    assert drawn(plan) == {("half", 0): 25_000, ("most", 0): 40_000}


def test_the_second_platform_stays_out() -> None:
    """The first platform refuses who owes two others; with one owed today, another new one would make two: the
    dearer bank takes its place."""
    channels = [
        channel("first", 0.06, amount_max=60_000, online_lender="yes"),
        channel("second", 0.07, amount_max=50_000, online_lender="yes"),
        channel("bank", 0.12),
    ]
    rule = {"rule_id": "few", "applies_to": "channel:first", "field": "online_lenders", "operator": "<", "value": "2",
            "reason": "网贷家数"}  # fmt: skip
    story = Story(
        channels,
        [need("2027-01-01", 100_000)],
        LATER,
        facts={"online_lenders": 1},
        tables={"eligibility": [rule]},
    )
    assert drawn(story.plan()) == {("first", 0): 60_000, ("bank", 0): 40_000}
    assert drawn(story.but(facts={"online_lenders": 0}).plan()) == {
        ("first", 0): 60_000,
        ("second", 0): 40_000,
    }


def test_one_inquiry_is_one_application() -> None:
    """With one inquiry left the larger of two cheap banks is asked, and the lender that does not inquire fills up."""
    channels = [
        channel("a", 0.06, amount_max=60_000),
        channel("b", 0.06, amount_max=50_000),
        channel("c", 0.12, hard_inquiry="no"),
    ]
    policy = BARE.model_copy(update={"max_inquiries": 3})
    story = Story(channels, [need("2027-01-01", 100_000)], LATER, policy, facts={"hard_inquiries_3m": 2})
    assert drawn(story.plan()) == {("a", 0): 60_000, ("c", 0): 40_000}


def test_a_careful_plan_does_not_repay_from_money_of_the_same_month() -> None:
    """A month at 6 % costs 5 and is due when the inflow comes; a careful plan takes two months at 12 % for 20."""
    channels = [
        channel("short", 0.06, months=1, method="bullet"),
        channel("long", 0.12, months=2, method="bullet"),
    ]
    story = Story(channels, [need("2027-01-01", 1_000), inflow("2027-02-01", 2_000)])
    careful = story.but(policy=BARE.model_copy(update={"payments_before_inflows": True}))
    assert (drawn(story.plan()), story.plan().totals.cost) == ({("short", 0): 1_000}, 5)
    assert (drawn(careful.plan()), careful.plan().totals.cost) == ({("long", 0): 1_000}, 20)


def test_consumer_credit_never_serves_stock() -> None:
    """It is cheaper and would do, but it is not lent for business."""
    channels = [channel("consumer", 0.03, banned_purposes="business"), channel("bank", 0.12, amount_max=300)]
    plan = Story(channels, [need("2027-01-01", 1_000), need("2027-01-01", 200, "living")], LATER).plan()
    assert drawn(plan) == {("consumer", 0): 200, ("bank", 0): 300}
    assert plan.totals.unmet == 700


@pytest.mark.parametrize(("banned", "short"), [("repay_loan", 5_000), ("", 0)])
def test_no_debt_for_debt(banned: str, short: float) -> None:
    """A debt of 5,000 falls due without money: a lender that bans it does not pay it, and the plan says so."""
    debt = {"name": "old", "balance": 5_000, "rate": 0, "repayment": "bullet",
            "next_payment": "2027-02-01", "last_payment": "2027-02-01"}  # fmt: skip
    story = Story([channel("a", 0.06, months=6, method="bullet", banned_purposes=banned)],
                  [need("2027-01-01", 1_000), inflow("2027-05-01", 50_000)], debts=[debt])  # fmt: skip
    plan = story.plan()
    assert (plan.totals.shortfall, plan.totals.unmet) == (short, 0)


def test_a_discount_loan_with_a_compensating_balance_against_trade_credit() -> None:
    """Brigham & Ehrhardt, Malone Feed and Supply: a year at 15 % taken first with a fifth retained leaves 65 % to use,
    so 416,670 take 641,030.77; trade credit of 166,670 at 18.18 % is cheaper than the bank's 15/65 = 23.08 % and
    comes first, and the bank's 250,000 take 384,615.39."""
    bank = channel("bank", 0.15, method="bullet", interest_first="yes", retained_balance_rate=0.2)
    trade = channel("trade", 0.1818, method="bullet", amount_max=166_670)
    story = Story(
        [bank, trade], [need("2027-01-01", 416_670), inflow("2028-01-01", 2_000_000)], period="year"
    )
    assert drawn(story.plan()) == {("bank", 0): 384_615.39, ("trade", 0): 166_670}
    alone = story.but(channels=[bank]).plan()
    assert drawn(alone) == {("bank", 0): 641_030.77}
    assert alone.totals.interest == 96_154.62
