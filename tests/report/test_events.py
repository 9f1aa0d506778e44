"""A plan's events: every payment on its day, in an order, called by what it is."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import pytest
from tests.cases import Story, channel, debt, need, random_story

from fundmix.borrower import Profile, load_needs, load_policy, load_profile
from fundmix.catalog.load import load_catalog
from fundmix.dates import Grid, shift
from fundmix.plan import Event, FundingPlan, report_dates
from fundmix.recommend import optimize
from fundmix.report.events import events_of

EXAMPLES = Path(__file__).parents[2] / "examples"
NEW = ("payment", "balloon")
OLD = ("debt_payment", "early_payment", "balloon")
DAY = dt.date(2027, 1, 20)


@cache
def example(name: str) -> FundingPlan:
    """The plan of an example."""
    profile = load_profile(EXAMPLES / name / "profile.toml")
    return planned(name, profile)


def planned(name: str, profile: Profile) -> FundingPlan:
    """A plan for a borrower with those needs of an example that are still to come."""
    first = load_profile(EXAMPLES / name / "profile.toml").start
    needs = [one for one in load_needs(EXAMPLES / name / "needs.csv", first) if one.date >= profile.start]
    return optimize(load_catalog("cn"), profile, tuple(needs), load_policy("balanced"))


def cents(yuan: float | None) -> Decimal:
    """Yuan to the cent."""
    return Decimal(str(yuan or 0)).quantize(Decimal("0.01"))


def by_period(plan: FundingPlan, kinds: tuple[str, ...], about: str) -> list[Decimal]:
    """Yuan of events per period of the plan; ``about`` begins their subjects."""
    grid = Grid(start=plan.start, period=plan.inputs.period)
    # a contract counts its months from its own draw: 30 May may be the fourth after 30 January
    months = {(row.draw_id, row.date): row.month for row in plan.schedule_rows}
    sums = [Decimal(0)] * len(plan.cashflow_rows)
    for event in events_of(plan):
        index = months.get((event.details.get("draw", ""), event.day), grid.index_of(event.day))
        if event.kind in kinds and event.subject.startswith(about) and index < len(sums):
            sums[index] += cents(event.amount)
    return sums


def moved(plan: FundingPlan) -> list[Decimal]:
    """Principal per period that an instalment plan takes over: a payment of the book, not of the borrower."""
    sums = [Decimal(0)] * len(plan.cashflow_rows)
    for row in plan.repayments:
        if row.draw_id is not None:
            sums[row.month] += cents(row.principal)
    return sums


def agrees_with_the_cash_book(plan: FundingPlan) -> None:
    """What the events ask for is what the plan's cash book pays, each period to the cent."""
    book = [(cents(row.payments), cents(row.debt_payments)) for row in plan.cashflow_rows]
    old = [yuan + more for yuan, more in zip(by_period(plan, OLD, "debt:"), moved(plan), strict=True)]
    assert list(zip(by_period(plan, NEW, "channel:"), old, strict=True)) == book


@pytest.mark.parametrize("name", ["wang", "zhang", "li"])
def test_every_row_of_the_schedule_is_an_event(name: str) -> None:
    """Day and yuan of each payment of a new loan, none more and none less; money arrives on its days too."""
    plan = example(name)
    events = events_of(plan)
    paid = Counter(
        (event.day, cents(event.amount))
        for event in events
        if event.kind in NEW and event.subject.startswith("channel:")
    )
    draws = {draw.draw_id: draw for draw in plan.draws}
    due = [row for row in plan.schedule_rows if row.date != draws[row.draw_id].draw_date and row.payment]
    assert paid == Counter((row.date, cents(row.payment)) for row in due)
    arrived = Counter((event.day, cents(event.amount)) for event in events if event.kind == "draw")
    assert arrived == Counter((row.date, cents(row.drawn)) for row in plan.schedule_rows if row.drawn)
    agrees_with_the_cash_book(plan)


@pytest.mark.parametrize("seed", range(8))
def test_events_pay_what_the_cash_book_pays(seed: int) -> None:
    """Also with fees kept from a payout, lines, weeks, renewals, instalment plans and early repayments."""
    story = random_story(Random(f"calendar {seed}"), most_channels=5)
    plan = story.plan(gap=0.01, time_limit=10)
    agrees_with_the_cash_book(plan)
    uids = [event.uid for event in events_of(plan)]
    assert len(set(uids)) == len(uids)


RENEWED = Story(
    channels=[
        channel("bank", 0.06, method="interest_only", product_id="again", use="renew"),
        channel("other", 0.09, method="bullet"),
    ],
    needs=[],
    cash={"opening": 100, "surplus": 100},
    debts=[debt("loan", 10_000, 0.12, "2027-03-15", channel_id="bank", renewable=True)],
)
FEES = Story(
    channels=[
        channel("line", 0.12, revolving=True, method="interest_only", upfront_fee_rate=0.01, lead_days=0)
    ],
    needs=[need("2027-01-10", 20_000), need("2027-04-10", 30_000)],
    cash={"opening": 0, "surplus": 8_000},
)


def test_a_renewal_is_asked_for_and_the_old_payment_says_what_hangs_on_it() -> None:
    """The old sum stays in the calendar whole, since it is due if the lender refuses; no money arrives."""
    plan = RENEWED.plan()
    events = {event.kind: event for event in events_of(plan)}
    [renewal] = plan.renewals
    assert (events["renewal"].day, events["renewal"].amount) == (renewal.ask_by, renewal.amount)
    last = next(event for event in events_of(plan) if event.uid.endswith("|last") and event.name == "loan")
    assert (last.day, last.kind, last.details["carried"]) == (renewal.date, "balloon", renewal.amount)
    assert cents(last.amount) == 10_000 + cents(last.details["interest"])
    assert "draw" not in events
    agrees_with_the_cash_book(plan)


def test_what_a_line_keeps_of_its_payout_is_not_a_payment() -> None:
    """A drawing shows what arrives; its fee is named there and paid nowhere else."""
    plan = FEES.plan()
    draws = [event for event in events_of(plan) if event.kind == "draw"]
    assert len(draws) > 1
    for event in draws:
        assert cents(event.amount) == cents(event.details["drawn"]) - cents(event.details["withheld"])
        assert cents(event.details["withheld"]) == cents(event.details["drawn"] * 0.01)
    agrees_with_the_cash_book(plan)


def test_debts_keep_the_names_of_their_payments_a_month_later() -> None:
    """The plan made anew after a month calls what is still to come as before, whatever became of day and sum."""
    before = load_profile(EXAMPLES / "zhang" / "profile.toml")
    debts = tuple(
        row.model_copy(
            update={
                "balance": row.balance - 700,
                "next_payment": shift(row.next_payment, 1) + dt.timedelta(days=2),
                "payment": None if row.payment is None else row.payment + 10,
            }
        )
        for row in before.debts
    )
    after = before.model_copy(update={"start": shift(before.start, 1), "debts": debts})
    first, second = (
        {event.uid: event for event in events_of(planned("zhang", one)) if event.subject == "debt:消费金融"}
        for one in (before, after)
    )
    gone = [event for uid, event in first.items() if uid not in second]
    assert [event.day for event in gone] == [before.debts[0].next_payment]
    assert set(second) <= set(first)
    assert any(second[uid].amount != first[uid].amount for uid in second)
    assert any(second[uid].day != first[uid].day for uid in second)


def test_a_loan_of_the_plan_keeps_its_name_as_a_debt() -> None:
    """Once it is written into the profile, its payments are those that the calendar has already."""
    loan = channel("bank", 0.06, months=6)
    plan = Story(channels=[loan], needs=[need("2027-01-10", 30_000)], cash={"surplus": 6_000}).plan()
    [draw] = plan.draws
    paid = [row for row in plan.schedule_rows if row.payment]
    owed = debt(
        "my bank loan", paid[0].balance, 0.06, str(paid[-1].date), channel_id="bank", repayment="annuity",
        next_payment=str(paid[1].date),
    )  # fmt: skip
    later = Story(
        channels=[loan], needs=[], cash={"surplus": 6_000}, debts=[owed], start=dt.date(2027, 2, 20)
    )
    old = {event.uid for event in events_of(plan) if event.kind == "payment"}
    new = {event.uid for event in events_of(later.plan()) if event.kind == "debt_payment"}
    assert len(new) == len(paid) - 1
    assert new < old
    assert draw.term_months == 6


def test_two_loans_of_one_lender_that_end_together_are_told_apart() -> None:
    """Each of their payments has a name of its own."""
    words = {"channel_id": "bank", "repayment": "annuity"}
    owed = [debt(name, 10_000, 0.06, "2027-12-15", **words) for name in ("first", "second")]
    plan = Story(channels=[channel("bank", 0.1)], needs=[], cash={"surplus": 9_000}, debts=owed).plan()
    events = [event for event in events_of(plan) if event.kind == "debt_payment"]
    assert Counter(event.subject for event in events)["debt:first"] > 1
    assert len({event.uid for event in events}) == len(events)


@pytest.mark.parametrize(
    ("repayment", "payment", "large"),
    [
        ("annuity", None, False),
        ("custom", 1_000, True),
        ("custom", 1_750, False),
        ("interest_only", None, True),
    ],
)
def test_a_large_last_payment_is_told_from_an_instalment(
    repayment: str, payment: float | None, large: bool
) -> None:
    """10,000 in six payments: the last is large when nothing, or too little, was repaid before it."""
    words = {"repayment": repayment, **({} if payment is None else {"payment": payment})}
    owed = debt("loan", 10_000, 0.06, "2027-06-15", **words)
    plan = Story(
        channels=[channel("bank", 0.1)], needs=[], cash={"surplus": 9_000, "opening": 9_000}, debts=[owed]
    ).plan()
    kinds = [event.kind for event in events_of(plan) if event.subject == "debt:loan"]
    assert (len(kinds), kinds[-1] == "balloon", "balloon" in kinds[:-1]) == (6, large, False)


def test_a_long_debt_is_shown_for_five_years() -> None:
    """A mortgage of thirty years would bury everything else."""
    house = debt("house", 800_000, 0.036, "2057-01-15", repayment="annuity")
    plan = Story(channels=[channel("bank", 0.1)], needs=[], cash={"surplus": 9_000}, debts=[house]).plan()
    days = [event.day for event in events_of(plan) if event.kind == "debt_payment"]
    assert (days[0], days[-1], len(days)) == (dt.date(2027, 1, 15), dt.date(2031, 12, 15), 60)


def test_an_application_has_papers_answer_and_the_days_after_which_it_is_void() -> None:
    """Papers a few days ahead, or with the application when it is today; a void approval where one matters."""
    plan = example("wang")
    row = plan.applications[0].model_copy(
        update={"apply_date": DAY, "answer_date": DAY + dt.timedelta(days=3), "again_by": shift(DAY, 4)}
    )
    lender = plan.inputs.lenders[0].model_copy(
        update={"channel_id": row.channel_id, "approval_valid_months": 2}
    )
    inputs = plan.inputs.model_copy(update={"lenders": (lender,)})
    made = plan.model_copy(update={"applications": (row,), "inputs": inputs})
    asked = [event for event in events_of(made) if event.uid.endswith(f"|channel:{row.channel_id}")]
    assert [(event.kind, (event.day - DAY).days) for event in asked] == [
        ("documents", -3), ("apply", 0), ("answer", 3), ("approval_ends", 62), ("again_by", 120),
    ]  # fmt: skip
    assert asked[0].details["documents"] == row.documents
    today = events_of(
        plan.model_copy(update={"applications": (row.model_copy(update={"apply_date": plan.start}),)})
    )
    assert "documents" not in {event.kind for event in today}


def test_the_end_of_a_quote_that_the_plan_rests_on_is_an_event() -> None:
    """By the name under which the borrower wrote the lender; a quote without an end, or unused, is none."""
    profile = load_profile(EXAMPLES / "employee" / "profile.toml")
    catalog = load_catalog("cn")
    plan = planned("employee", profile)
    ends = [
        (event.subject, event.day)
        for event in events_of(plan, profile.quotes, catalog)
        if event.kind == "quote_ends"
    ]
    used = {draw.channel_id for draw in plan.draws if draw.quoted}
    assert used
    assert ends == sorted((f"channel:{name}", dt.date(2027, 3, 31)) for name in used)
    assert "quote_ends" not in {event.kind for event in events_of(plan)}


def test_free_reports_come_before_anybody_looks() -> None:
    """Thirty days before the first hard inquiry, so that an objection of twenty days is answered in time."""
    start = dt.date(2026, 12, 1)
    assert report_dates(start, None) == (start, dt.date(2027, 6, 1))
    assert report_dates(start, dt.date(2026, 12, 10)) == (start, dt.date(2027, 6, 1))
    first, second = report_dates(start, dt.date(2027, 3, 1))
    assert (first, second) == (dt.date(2027, 1, 30), dt.date(2027, 7, 30))
    assert dt.date(2027, 3, 1) - first >= dt.timedelta(days=20)


def test_free_reports_are_those_of_the_law() -> None:
    """A catalog whose law gives none has no such day; the first comes before the first hard inquiry."""
    plan = FEES.plan()
    assert "credit_report" not in {event.kind for event in events_of(plan, catalog=FEES.catalog)}
    events = events_of(example("wang"), catalog=load_catalog("cn"))
    days = {
        kind: [event.day for event in events if event.kind == kind] for kind in ("credit_report", "apply")
    }
    assert min(days["credit_report"]) <= min(days["apply"])
    assert len(days["credit_report"]) == 2


def test_events_are_in_order() -> None:
    """By day; on one day first what is to be done, then what arrives, then what is paid."""
    events = events_of(example("wang"))
    assert [event.day for event in events] == sorted(event.day for event in events)
    first = [event.kind for event in events if event.day == events[0].day]
    assert first == sorted(first, key=["credit_report", "apply"].index)


def test_an_event_stands_without_a_plan() -> None:
    """Whoever knows a day can make one."""
    event = Event(day=DAY, kind="last_day", uid="last_day|debt:x", subject="debt:x", name="x", amount=5.0)
    assert (event.currency, event.details) == ("CNY", {})
