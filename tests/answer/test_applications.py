"""The application plan: in time, first what cannot hurt, hard inquiries apart, nobody asked whose line is there."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import BARE, Story, channel, debt, inflow, need

from fundmix.answer.applications import APART_DAYS, HEAD_START_DAYS, applications
from fundmix.answer.ledger import Loan
from fundmix.dates import shift
from fundmix.offers import Lender
from fundmix.plan import Application

START = dt.date(2026, 12, 1)


def day(number: int) -> dt.date:
    """So many days after the start."""
    return START + dt.timedelta(days=number)


def lender(name: str, lead: int = 0, valid: int | None = None, hard: bool = True, **words: Any) -> Lender:
    """A lender with its lead time and the life of its approval."""
    plain: dict[str, Any] = {
        "name": name, "name_en": "", "category": "c", "lender": "bank", "risk_groups": (), "limit": 1e6,
        "amount_min": 0.0, "amount_step": 0.0, "line_valid_months": None, "soft": False,
    }  # fmt: skip
    own = {"channel_id": name, "lead_days": lead, "approval_valid_months": valid, "hard_inquiry": hard}
    return Lender(**{**plain, **own, **words})


def loan(of: Lender, on: int, *, revolving: bool = False, use: str = "new") -> Loan:
    """A draw of a lender so many days after the start; of its offer only what an application asks."""
    offer = cast(Any, SimpleNamespace(use=use, revolving=revolving))
    return Loan("d1", offer, of, 0, day(on), None, Decimal(1), (), (), ())


def plan(
    *loans: Loan, answers_by: Mapping[str, dt.date] | None = None, stand_by: Sequence[Lender] = ()
) -> list[tuple[str, int, int]]:
    """(channel, day of application, day of the answer), days after the start, in order."""
    rows = applications(loans, START, answers_by or {}, stand_by)
    assert [row.order for row in rows] == list(range(1, len(rows) + 1))
    return [(row.channel_id, (row.apply_date - START).days, (row.answer_date - START).days) for row in rows]


def row_of(*loans: Loan) -> Application:
    """The only application."""
    (row,) = applications(loans, START)
    return row


def test_what_cannot_hurt_comes_first() -> None:
    """On one day: no hard inquiry, then nothing pledged, then all rules met; the alphabet only breaks ties."""
    loans = [
        loan(lender("a_soft", soft=True), 0), loan(lender("b_house", pledge="house_value"), 0),
        loan(lender("c_bank"), 0), loan(lender("d_pawn", hard=False, pledge="gold_value"), 0),
        loan(lender("e_family", hard=False), 0),
    ]  # fmt: skip
    assert [name for name, *_ in plan(*loans)] == ["e_family", "d_pawn", "c_bank", "a_soft", "b_house"]


def test_a_hard_inquiry_waits_and_still_leaves_time_to_turn_elsewhere() -> None:
    """Money on day 60 after 5 days: asked a fortnight before day 55; money on day 10: asked at once."""
    assert plan(loan(lender("bank", 5, valid=3), 60)) == [
        ("bank", 55 - HEAD_START_DAYS, 60 - HEAD_START_DAYS)
    ]
    assert plan(loan(lender("bank", 5, valid=3), 10)) == [("bank", 0, 5)]


def test_no_hard_inquiry_is_asked_as_early_as_its_approval_allows() -> None:
    """An approval of 3 months is fetched on the first day; one of a month a month before 1 March; one that nobody has
    stated counts for a month."""
    march = (dt.date(2027, 3, 1) - START).days
    february = (dt.date(2027, 2, 1) - START).days
    assert plan(loan(lender("x", 2, valid=3, hard=False), march)) == [("x", 0, 2)]
    for valid in (1, None):
        assert plan(loan(lender("x", 2, valid=valid, hard=False), march)) == [("x", february - 2, february)]


def test_an_approval_of_a_month_that_lacks_the_day_still_stands() -> None:
    """A month before 31 March is 28 February, from which a month is 28 March: it is fetched on 1 March."""
    row = row_of(loan(lender("x", valid=1, hard=False), (dt.date(2027, 3, 31) - START).days))
    assert row.apply_date == dt.date(2027, 3, 1)
    assert shift(row.answer_date, 1) >= dt.date(2027, 3, 31)
    assert row.again_by is None


def test_a_short_approval_holds_a_hard_inquiry_back() -> None:
    """An approval that stands for 0 months is fetched on the day itself, head start or not."""
    assert plan(loan(lender("bank", 5, valid=0), 60)) == [("bank", 55, 60)]


def test_hard_inquiries_are_a_week_apart_where_there_is_time() -> None:
    """Three for day 60 follow one another week by week; those for the first days cannot wait."""
    banks = [lender(name, valid=3) for name in "abc"]
    first = 60 - HEAD_START_DAYS
    assert [asked for _, asked, _ in plan(*(loan(bank, 60) for bank in banks))] == [
        first, first + APART_DAYS, first + 2 * APART_DAYS,
    ]  # fmt: skip
    assert [asked for _, asked, _ in plan(*(loan(bank, 0) for bank in banks))] == [0, 0, 0]
    assert [asked for _, asked, _ in plan(*(loan(bank, 3) for bank in banks))] == [0, 3, 3]


def test_a_later_loan_beyond_the_approval_is_applied_for_anew() -> None:
    """A second loan in May outlives an approval of 3 months: its day to ask is named; a line is approved once."""
    bank = lender("bank", 10, valid=3)
    may = (dt.date(2027, 5, 1) - START).days
    assert row_of(loan(bank, 10), loan(bank, may)).again_by == dt.date(2027, 4, 21)
    assert row_of(loan(bank, 10), loan(bank, 100)).again_by is None
    assert row_of(loan(bank, 10, revolving=True), loan(bank, may, revolving=True)).again_by is None


def test_a_line_that_is_there_and_a_renewal_need_no_application() -> None:
    """Whoever is owed already is drawn without asking; who only renews is asked with the renewals."""
    assert plan(loan(lender("known", applies=False), 5), loan(lender("old"), 5, use="renew")) == []


def test_who_stands_by_is_asked_and_not_used() -> None:
    """Its answer is there before the plan's first money, or by the day on which it may be wanted."""
    spare, bank = lender("spare", 3), lender("bank", 1)
    rows = applications([loan(bank, 40)], START, {}, [bank, spare])
    assert {(row.channel_id, row.used) for row in rows} == {("bank", True), ("spare", False)}
    assert all(row.answer_date <= day(40) for row in rows)
    wanted = plan(loan(bank, 40), answers_by={"spare": day(10)}, stand_by=[spare])
    assert ("spare", 0, 3) in wanted


def test_a_promise_that_rests_on_an_early_answer_is_kept() -> None:
    """Where a refusal must be known on day 5, the first money of day 60 is no reason to wait."""
    bank = lender("bank", 5, valid=3)
    assert plan(loan(bank, 60), answers_by={"bank": day(5)}) == [("bank", 0, 5)]


LENDERS = st.builds(
    lender,
    st.sampled_from("abcdefgh"),
    lead=st.integers(0, 60),
    valid=st.one_of(st.none(), st.integers(0, 6)),
    hard=st.booleans(),
    soft=st.booleans(),
    pledge=st.sampled_from((None, "house_value")),
)


@given(st.lists(st.tuples(LENDERS, st.integers(0, 400)), max_size=8, unique_by=lambda one: one[0].channel_id))
def test_every_answer_is_in_time(found: list[tuple[Lender, int]]) -> None:
    """start ≤ application, answer = application + lead time ≤ first draw, the approval stands then, by day and harm."""
    drawn = {of.channel_id: (of, day(of.lead_days + later)) for of, later in found}
    rows = applications([loan(of, of.lead_days + later) for of, later in found], START)
    assert {row.channel_id for row in rows} == set(drawn)
    for row in rows:
        of, first = drawn[row.channel_id]
        assert row.apply_date >= START
        assert row.apply_date + dt.timedelta(days=of.lead_days) == row.answer_date <= first
        assert row.again_by is None
        if of.approval_valid_months is not None:
            assert shift(row.answer_date, of.approval_valid_months) >= first
    keys = [(row.apply_date, row.hard_inquiry) for row in rows]
    assert keys == sorted(keys)


def test_the_plan_of_a_program_carries_it() -> None:
    """Two new lenders and one whose line is there: order, papers and appeal come along."""
    channels = [
        channel("bank", 0.06, amount_max=60_000, lead_days=5, approval_valid_months=3, documents="a;b",
                documents_en="x;y", appeal="请复核", appeal_en="Ask again"),
        channel("family", 0.0, amount_max=20_000, hard_inquiry="no", lead_days=2),
        channel("known", 0.01, amount_max=30_000),
    ]  # fmt: skip
    story = Story(
        channels, [need("2027-03-01", 100_000), inflow("2027-06-01", 300_000)], policy=BARE,
        debts=[debt("old", 10_000, 0.05, "2027-06-15", channel_id="known")], facts={"age": 30},
    )  # fmt: skip
    rows = story.plan().applications
    assert [(row.order, row.channel_id, row.hard_inquiry) for row in rows] == [
        (1, "family", False),
        (2, "bank", True),
    ]
    assert (rows[1].documents_en, rows[1].appeal, rows[1].appeal_en) == (("x", "y"), "请复核", "Ask again")


@pytest.mark.parametrize("survive", [(), ("channel",)])
def test_a_resilient_plan_asks_in_time_for_its_promise(survive: tuple[str, ...]) -> None:
    """To survive any one refusal from the first day on, everybody is asked on the first day, who stands by included."""
    channels = [
        channel(name, rate, method="bullet", amount_max=50_000, lead_days=5, approval_valid_months=6)
        for name, rate in (("a", 0.05), ("b", 0.06), ("c", 0.12))
    ]
    policy = BARE.model_copy(update={"survive": survive, "effort_per_application": 200.0})
    rows = (
        Story(channels, [need("2027-06-01", 90_000), inflow("2027-09-01", 300_000)], policy=policy)
        .plan()
        .applications
    )
    assert {row.channel_id for row in rows} == ({"a", "b", "c"} if survive else {"a", "b"})
    assert [row.used for row in rows].count(False) == (1 if survive else 0)
    begun = [row.apply_date == dt.date(2027, 1, 1) for row in rows]
    assert begun == [bool(survive)] * len(rows)
