"""Coming maturities: what a refusal leaves missing, the cheapest bridge, the last day to ask for it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from tests.cases import BARE, START, Row, Story, channel, debt, inflow, need, random_story

from fundmix.dates import last_working_day, shift
from fundmix.offers import Outage
from fundmix.recommend import optimize
from fundmix.watch.maturities import maturities, own_money
from fundmix.watch.records import Gap, Maturity

DUE = dt.date(2027, 3, 15)


def lender(channel_id: str, rate: str, lead_days: int, **words: Any) -> Row:
    """A lender of any purpose, repaid in one sum after a year."""
    return channel(channel_id, rate, method="bullet", purposes="any", lead_days=lead_days, **words)


PLATFORM = lender("platform", "18%", 0, risk_groups="platform_credit")
OTHER_PLATFORM = lender("other_platform", "12%", 2, risk_groups="platform_credit")
BANK = lender("bank", "6%", 20)
PAWN = lender("pawn", "30%", 1)
SALES = inflow(dt.date(2027, 11, 1), 90_000)
OWED: Row = debt("loan", 10_000, "0%", DUE, channel_id="platform")
ALONE = Story([PLATFORM, OTHER_PLATFORM, BANK, PAWN], [SALES], cash={"opening": 4_000}, debts=[OWED])


def only(story: Story) -> Maturity:
    """The one maturity of a story."""
    (found,) = maturities(story.case())
    return found


def gaps(story: Story) -> dict[str, Gap]:
    """Its gaps by who refuses."""
    return {gap.refused: gap for gap in only(story).gaps}


def test_a_refusal_leaves_missing_what_own_money_lacks_on_the_day() -> None:
    """10,000 due, 4,000 at hand: 6,000 is missing, whoever refuses; the minimum is told apart."""
    found = gaps(ALONE.but(cash={"opening": 4_000, "minimum": 500}))
    assert list(found) == ["channel:platform", "group:platform_credit"]
    assert {gap.missing for gap in found.values()} == {6_000}
    assert {gap.to_minimum for gap in found.values()} == {6_500}


def test_the_bridge_is_the_cheapest_without_those_who_refuse() -> None:
    """The bank at 6 % covers it; the platform itself never does, and in a group's refusal no platform does."""
    found = gaps(ALONE)
    for gap in found.values():
        assert [(one.channel_id, one.amount) for one in gap.bridge] == [("bank", 6_000)]
        assert gap.uncovered == 0
    no_bank = gaps(ALONE.but(channels=[PLATFORM, OTHER_PLATFORM, PAWN]))
    assert [one.channel_id for one in no_bank["channel:platform"].bridge] == ["other_platform"]
    assert [one.channel_id for one in no_bank["group:platform_credit"].bridge] == ["pawn"]


def test_the_bridge_costs_what_the_ordinary_plan_without_that_lender_costs() -> None:
    """``optimize`` with the lender excluded finds the same mix at the same cost, to the cent."""
    gap = gaps(ALONE)["channel:platform"]
    plan = optimize(
        ALONE.catalog, ALONE.profile, ALONE.asked, BARE.model_copy(update={"exclude": ("platform",)}), gap=0
    )
    assert sum(one.cost for one in gap.bridge) == pytest.approx(plan.totals.cost, abs=0.005)
    assert [(draw.channel_id, draw.amount) for draw in plan.draws] == [
        (one.channel_id, one.amount) for one in gap.bridge
    ]


def test_after_the_last_day_the_bridge_is_no_longer_there() -> None:
    """On the last day the bank can still pay in time; on the first working day after it, only the pawnshop can."""
    gap = gaps(ALONE)["group:platform_credit"]
    assert gap.last_day is not None
    assert gap.last_day == last_working_day(DUE - dt.timedelta(days=20))
    for late, lender in ((0, "bank"), (1, "pawn")):
        start = gap.last_day + dt.timedelta(days=late)
        if late:
            start = DUE - dt.timedelta(days=19)
        then = ALONE.but(start=start, debts=[{**OWED, "next_payment": "2027-03-15"}])
        assert [one.channel_id for one in gaps(then)["group:platform_credit"].bridge] == [lender]


def test_nothing_is_missing_where_own_money_repays_it() -> None:
    """With enough at hand there is no gap and no bridge, and what the minimum loses is told."""
    gap = gaps(ALONE.but(cash={"opening": 10_200, "minimum": 500}))["channel:platform"]
    assert (gap.missing, gap.to_minimum, gap.bridge, gap.last_day) == (0, 300, (), None)


def test_what_nobody_covers_is_told() -> None:
    """Where the others lend 2,000 at most, the rest of the 6,000 stays uncovered."""
    small = {**BANK, "amount_max": 2_000}
    gap = gaps(ALONE.but(channels=[PLATFORM, small]))["channel:platform"]
    assert gap.uncovered == 4_000
    assert sum(one.amount for one in gap.bridge) == 2_000


def test_another_debt_that_may_be_renewed_is_not_counted_as_paid() -> None:
    """A second loan of the same day, which its bank may renew, leaves no gap of its own beside the first."""
    renewable = {**channel("bank", "6%", purposes="any", lead_days=5), "use": "renew"}
    second = debt("bank_loan", 7_000, "0%", DUE, channel_id="bank", renewable=True)
    story = ALONE.but(channels=[PLATFORM, renewable, {**PAWN, "amount_max": 50_000}], debts=[OWED, second])
    found = {one.debt: one for one in maturities(story.case())}
    assert found["loan"].gaps[0].missing == 6_000
    assert found["bank_loan"].gaps[0].missing == 13_000
    assert found["bank_loan"].renewal == "open"
    assert found["bank_loan"].ask_by == last_working_day(DUE - dt.timedelta(days=5))


def test_a_lender_outside_the_catalog_may_refuse_as_well() -> None:
    """A debt that no channel of the catalog owns has one gap, without a name of a channel."""
    story = ALONE.but(debts=[debt("uncle", 10_000, "0%", DUE)])
    assert list(gaps(story)) == [""]
    assert gaps(story)[""].missing == 6_000


def test_instalments_and_far_maturities_are_no_matter_of_renewal() -> None:
    """A loan repaid in instalments ends by itself; one that ends in two years is not yet looked at."""
    level = debt("level", 10_000, "6%", DUE, repayment="annuity")
    far = debt("far", 10_000, "6%", dt.date(2029, 3, 15))
    assert maturities(ALONE.but(debts=[level, far]).case()) == ()


def ledger(story: Story, day: dt.date) -> Decimal:
    """Own money at the end of ``day``, from the words of the story alone: no grid, no program."""
    cash = Decimal(str(story.cash.get("opening", 0)))
    month = story.start
    while month <= day:
        cash += Decimal(str(story.cash.get("surplus", 0)))
        month = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=story.start.day)
    for row in story.needs:
        if row["date"] <= day:
            sign = 1 if row.get("kind") == "inflow" else -1
            cash += sign * Decimal(str(row["amount"]))
    for owed in story.debts:
        if owed["last_payment"] <= day:
            cash -= Decimal(str(owed["balance"]))
    return cash


@pytest.mark.parametrize("seed", range(60))
def test_own_money_is_what_a_ledger_by_day_says(seed: int) -> None:
    """On random days own money equals a ledger that books one entry after the other, to the cent."""
    random = Random(seed)
    days = [dt.date(2027, random.randint(1, 8), random.randint(1, 28)) for _ in range(5)]
    story = ALONE.but(
        cash={"opening": random.randint(0, 9_000), "surplus": random.randint(0, 3_000)},
        needs=[
            need(days[0], random.randint(1, 9_000)),
            inflow(days[1], random.randint(1, 9_000)),
            need(days[2], random.randint(1, 9_000)),
        ],
        debts=[
            debt("a", random.randint(1, 9_000), "0%", days[3], channel_id="platform", next_payment=days[3]),
            debt("b", random.randint(1, 9_000), "0%", days[4], next_payment=days[4]),
        ],
    )
    case = story.case()
    nobody = Outage(outage_id="", name="nobody", hits=(), known=START)
    for day in days:
        assert own_money(case, day, nobody) == pytest.approx(float(ledger(story, day)), abs=0.005)


@pytest.mark.parametrize("seed", range(25))
def test_random_maturities_have_bridges_that_add_up(seed: int) -> None:
    """On random cases every bridge covers what is missing but for what is told, from lenders that do not refuse."""
    random = Random(seed)
    story = random_story(random, most_channels=5)
    owned = [row["channel_id"] for row in story.channels]
    debts = [
        debt(f"d{number}", random.randint(1, 90) * 1_000.0, "6%",
             story.start + dt.timedelta(days=random.randint(40, 300)), channel_id=random.choice(owned),
             next_payment=story.start + dt.timedelta(days=20))
        for number in range(3)
    ]  # fmt: skip
    story = replace(story, debts=debts, period="month")
    case = story.case()
    for one in maturities(case):
        for gap in one.gaps:
            hit = {
                row.channel_id
                for row in case.catalog.channels
                if gap.refused
                in (f"channel:{row.channel_id}", *(f"group:{group}" for group in row.risk_groups))
            }
            assert not hit & {part.channel_id for part in gap.bridge}
            assert gap.missing <= gap.to_minimum + 0.005
            assert 0 <= gap.uncovered <= gap.missing
            if gap.last_day is not None:
                assert case.profile.start <= gap.last_day <= one.date
            if not gap.missing:
                assert not gap.bridge


@pytest.mark.parametrize("period", ["month", "week", "quarter"])
def test_twelve_months_are_twelve_months_whatever_the_period(period: str) -> None:
    """A loan that ends after eleven months is told in a catalog of weeks, and one after thirteen in none."""
    start = ALONE.start
    near, far = (
        debt(name, 1_000, "0%", shift(start, months)) for name, months in (("near", 11), ("far", 13))
    )
    story = ALONE.but(
        channels=[lender("bank", "6%", 20, term_months="3")],
        needs=[],
        debts=[near, far],
        period=period,
        cash={},
    )
    assert [(one.debt, one.gaps[0].missing) for one in maturities(story.case())] == [("near", 1_000)]


def test_the_end_of_the_draws_of_a_policy_hides_no_maturity() -> None:
    """A policy that draws in the first period alone still hears of what ends later, and of who would bridge it."""
    short = ALONE.but(policy=ALONE.policy.model_copy(update={"draw_until": 0}))
    assert only(short).gaps == only(ALONE).gaps
    assert only(short).gaps[0].bridge


def test_a_need_that_may_wait_until_after_the_day_leaves_nothing_missing_on_it() -> None:
    """What is due on 25 March and may wait until 30 April is not paid by 15 March: the 6,000 stay 6,000."""
    waits = need(dt.date(2027, 3, 25), 3_000, latest_date=dt.date(2027, 4, 30))
    assert gaps(ALONE.but(needs=[SALES, waits]))["channel:platform"].missing == 6_000
