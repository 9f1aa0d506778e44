"""Levers: what the borrower could change, as small markets show it to the yuan."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.closed_bank import OWN_FACTS, market, rule
from tests.cases import BARE, Row, Story, channel, debt, inflow, need

from fundmix.analysis.levers import Lever, Levers, levers
from fundmix.analysis.levers.waiting import aged
from fundmix.recommend import optimize


def found(story: Story, **options: Any) -> Levers:
    """The levers, each plan exact."""
    return levers(story.catalog, story.profile, story.asked, story.policy, gap=0.0, **options)


def what(result: Levers) -> list[tuple[str, list[tuple[str, str, Any]], int]]:
    """(timing, steps, months) of every lever."""
    return [
        (one.timing, [(step.kind, step.subject, step.after) for step in one.steps], one.months)
        for one in result.levers
    ]


def kept_promise(story: Story, lever: Lever) -> bool:
    """Whether ``optimize`` for the changed profile and needs gives the figures that the lever promises."""
    plan = optimize(story.catalog, lever.profile, lever.needs, story.policy, gap=0.0)
    after = lever.after
    promised = (after.cost, after.old_saved, after.unmet, after.shortfall)
    return promised == (plan.totals.cost, plan.totals.saved, plan.totals.unmet, plan.totals.shortfall)


def test_a_paper_changes_now() -> None:
    """A confirmation that is missing is worth the whole difference of price, at once."""
    story = market(rule("confirmed", "==", "yes", 1), facts={"confirmed": False})
    result = found(story)
    assert what(result) == [("now", [("do", "confirmed", True)], 0)]
    (lever,) = result.levers
    # 100,000 for a year at 24 % and at 6 %
    assert (lever.before.outlay, lever.after.outlay, lever.saved_yuan) == (24_000, 6_000, 18_000)
    assert (lever.opened, lever.used) == (("bank",), ("bank",))
    assert (lever.steps[0].takes_months, lever.passed[0].channels) == (1, ("bank",))
    assert [(change.key, change.before, change.after) for change in lever.changes] == [
        ("facts.confirmed", False, True)
    ]
    assert kept_promise(story, lever)


def test_what_only_time_changes_moves_only_with_time() -> None:
    """Months of a fund grow with the start alone: four are missing, so the question is asked four months later."""
    story = market(rule("paid_months", ">=", 12, 12), facts={"paid_months": 8}, by="2027-07-10")
    (lever,) = found(story).levers
    assert what(found(story)) == [("wait", [("wait", "start", "2027-05-01")], 4)]
    assert (lever.profile.start, lever.profile.facts["paid_months"]) == (dt.date(2027, 5, 1), 12)
    assert [str(one.date) for one in lever.needs] == ["2027-07-10", "2028-06-10"]
    assert [(one.rule_id, one.before, one.after) for one in lever.passed] == [("bank_paid_months", 8, 12)]
    assert lever.saved_yuan == 18_000
    assert kept_promise(story, lever)


def test_a_need_that_cannot_wait_makes_it_one_for_next_time() -> None:
    """The same four months, but the money is due in ten days: the same question so much later, every date moved."""
    story = market(rule("paid_months", ">=", 12), facts={"paid_months": 8})
    (lever,) = found(story).levers
    assert (lever.timing, lever.months) == ("next_time", 4)
    assert [str(one.date) for one in lever.needs] == ["2027-05-10", "2028-04-10"]
    assert kept_promise(story, lever)


def test_a_need_that_may_wait_is_met_later() -> None:
    """Due in ten days, but of use until June: after the wait it is due at once."""
    later = need("2027-01-10", 100_000, latest_date="2027-06-10")
    story = market(
        rule("paid_months", ">=", 12), facts={"paid_months": 8}, needs=[later, inflow("2027-12-10", 200_000)]
    )
    (lever,) = found(story).levers
    assert (lever.timing, str(lever.needs[0].date)) == ("wait", "2027-05-01")
    assert kept_promise(story, lever)


def test_meanwhile_own_money_comes_in_and_debts_are_paid() -> None:
    """Waiting two months: two surpluses more, two payments less, and the debt has run on by its contract."""
    old = debt("old", 12_000, 0.12, "2027-12-15", repayment="equal_principal")
    story = market(
        rule("paid_months", ">=", 10),
        facts={"paid_months": 8},
        by="2027-07-10",
        debts=[old],
        cash={"opening": 5_000, "surplus": 3_000},
    )
    (lever,) = (one for one in found(story).levers if one.months == 2)
    # principal 1,000 a month; 1 % of 12,000 and of 11,000
    assert lever.profile.cash.opening == pytest.approx(5_000 + 6_000 - 2_000 - 230, abs=10)
    assert [(one.balance, str(one.next_payment)) for one in lever.profile.debts] == [(10_000, "2027-03-15")]
    assert kept_promise(story, lever)


def test_what_does_not_run_is_not_moved_by_waiting() -> None:
    """A fund without a single month is not paid into: no wait makes it twelve."""
    assert found(market(rule("paid_months", ">=", 12, 12), facts={"paid_months": 0})).levers == ()


@pytest.mark.parametrize(
    ("field", "operator", "value", "months", "today"),
    [
        ("arrears", "==", "no", 3, True),
        ("sales", ">=", 1_000_000, 12, 180_000),
        ("habit", "<=", 2, "", 5),
        ("habit", ">=", 11, 3, 5),
        ("habit", "<=", 2, 36, 5),
    ],
)
def test_what_the_borrower_cannot_honestly_do_is_no_lever(
    field: str, operator: str, value: Any, months: Any, today: Any
) -> None:
    """Sums owed and sales do not change by wish, nor is a remedy missing, out of bounds or years away."""
    tables = {
        "facts": OWN_FACTS,
        "eligibility": [rule(field, operator, value, months)],
    }
    story = market(facts={field: today})
    if (operator, value) == (">=", 11):
        # the catalog itself refuses such a rule; a fact that is asked for in a smaller range stands for it
        tables["facts"] = tuple(
            {**row, "maximum": 11} if row["field"] == "habit" else row for row in OWN_FACTS
        )
        tables["eligibility"] = [rule(field, ">", value, months)]
    assert found(story.but(tables=tables)).levers == ()


def test_a_remedy_takes_its_months() -> None:
    """What is neither time nor paper is done in the months that its rule names."""
    story = market(rule("habit", "<=", 2, 3), facts={"habit": 5}, by="2027-06-10")
    assert what(found(story)) == [("wait", [("do", "habit", 2)], 3)]


def test_a_wrong_entry_may_be_corrected_and_a_true_one_ages() -> None:
    """Late payments: corrected at once where the entry is wrong; else the months that the remedy names."""
    story = market(rule("late", "<", 6, 12), facts={"late": 7}, by="2028-03-10")
    result = found(story)
    assert what(result) == [
        ("now", [("correct", "late", 5)], 0),
        ("wait", [("wait", "late", 5)], 12),
    ]


def test_inquiries_age_by_what_shorter_windows_hold() -> None:
    """Seven in six months, four of them in the last three: after three months at most four are left."""
    facts = {"hard_inquiries_1m": 1, "hard_inquiries_3m": 4, "hard_inquiries_6m": 7}
    story = market(rule("hard_inquiries_6m", "<=", 6, 6), facts=facts, by="2027-06-10")
    assert what(found(story)) == [("wait", [("wait", "start", "2027-04-01")], 3)]


@given(st.lists(st.integers(0, 365), max_size=12), st.integers(1, 12))
@settings(max_examples=200, deadline=None)
def test_no_count_of_inquiries_is_promised_too_low(days_ago: list[int], months: int) -> None:
    """Whatever the history, the count after a wait without new inquiries is at most what is promised."""

    def count(window: int, since: int = 0) -> int:
        return sum(day + since < window * 30 for day in days_ago)

    story = market()
    facts = {f"hard_inquiries_{window}m": count(window) for window in (1, 3, 6)}
    later = {**facts, **aged(story.catalog, facts, facts, months)}
    assert all(later[f"hard_inquiries_{window}m"] >= count(window, months * 30) for window in (1, 3, 6))


def online(balance: float, number: int, **words: Any) -> Row:
    """A small online loan."""
    terms = {"channel_id": f"app{number}", "prepay_fee_rate": 0.01, **words}
    return debt(f"loan{number}", balance, 0.12, "2027-12-15", **terms)


def with_loans(*balances: float, opening: float = 60_000, months: Any = 0, **words: Any) -> Story:
    """A bank that wants one online lender at most, and a borrower who owes as many as there are balances."""
    apps = [
        channel(f"app{number}", 0.2, online_lender="yes", amount_max=1)
        for number in range(1, len(balances) + 1)
    ]
    story = market(
        rule("online_lenders", "<=", 1, months),
        debts=[online(balance, number, **words) for number, balance in enumerate(balances, start=1)],
        cash={"opening": opening},
    )
    return story.but(channels=[*story.channels, *apps], policy=BARE.model_copy(update={"draw_until": 0}))


def test_the_smaller_online_loan_is_closed_from_cash() -> None:
    """Two online lenders are one too many: the smaller goes, with its fee and the days' interest."""
    story = with_loans(20_000, 8_000, opening=15_000)
    lever = found(story).levers[0]
    assert [(step.kind, step.subject) for step in lever.steps] == [("close", "loan2")]
    assert lever.opened == ("bank",)
    assert [one.name for one in lever.profile.debts] == ["loan1"]
    # 1 % fee; interest of 17 of the 31 days since the last payment day, at 1 % a month
    yuan = 8_000 * 1.01 + 8_000 * 0.01 * 17 / 31
    assert lever.steps[0].yuan == pytest.approx(yuan, abs=2)
    assert lever.profile.cash.opening == pytest.approx(15_000 - lever.steps[0].yuan)
    assert kept_promise(story, lever)


def test_loans_are_closed_smallest_first_until_the_rule_is_met() -> None:
    """Of four, three have to go, the largest stays."""
    lever = found(with_loans(30_000, 8_000, 5_000, 9_000)).levers[0]
    assert sorted(step.subject for step in lever.steps) == ["loan2", "loan3", "loan4"]


@pytest.mark.parametrize("words", [{"opening": 7_000}, {"prepay_fee_rate": None}])
def test_a_loan_that_cannot_be_paid_off_is_no_lever(words: Any) -> None:
    """Without the cash, or without knowing the fee, nothing is proposed."""
    assert not any("close" in one.kinds for one in found(with_loans(20_000, 8_000, **words)).levers)


def test_lenders_see_a_closed_loan_when_the_report_is_new() -> None:
    """The loan is closed now, but the bank opens two months later: too late for a need in ten days."""
    timings = {one.timing for one in found(with_loans(20_000, 8_000, months=2)).levers if one.opened}
    assert timings == {"next_time"}


def test_lower_card_use_costs_cash() -> None:
    """From 90 % of a limit of 20,000 down to 70 %: 4,000 of cash go into the card and are free there."""
    card = {"card_utilisation": 0.9, "card_available_limit": 2_000}
    story = market(
        rule("card_utilisation", "<=", 0.7, 2), facts=card, cash={"opening": 5_000}, by="2027-05-10"
    )
    (lever,) = found(story).levers
    assert lever.steps[0].yuan == 4_000
    assert (lever.profile.cash.opening, lever.profile.facts["card_available_limit"]) == (1_000, 6_000)
    assert kept_promise(story, lever)
    assert found(story.but(facts={"card_utilisation": 0.9})).levers == ()
    assert found(story.but(cash={"opening": 3_999})).levers == ()


def test_an_answer_is_worth_what_it_opens() -> None:
    """Facts that nobody stated: what one channel waits for is one lever, to be told at once."""
    story = market(
        rule("paid_months", ">=", 12, 12), rule("confirmed", "==", "yes", 1), rule("habit", "<", 3)
    )
    assert what(found(story)) == [
        ("now", [("tell", "confirmed", True), ("tell", "habit", 2), ("tell", "paid_months", 12)], 0)
    ]


def test_a_channel_that_lacks_two_things_needs_both() -> None:
    """One of two failed rules mended opens nothing; both are one lever, as late as the later of them."""
    story = market(
        rule("confirmed", "==", "yes", 1),
        rule("habit", "<=", 2, 3),
        facts={"confirmed": False, "habit": 5},
        by="2027-06-10",
    )
    assert what(found(story)) == [("wait", [("do", "confirmed", True), ("do", "habit", 2)], 3)]


def two_banks() -> Story:
    """Two banks that lend half each, closed for different reasons."""
    story = market(facts={"confirmed": False, "habit": 5})
    banks = [channel(name, 0.06, method="bullet", amount_max=50_000) for name in ("bank", "other")]
    rules = (
        rule("confirmed", "==", "yes", 1),
        {**rule("habit", "<=", 2, 0), "applies_to": "channel:other"},
    )
    return story.but(channels=[*banks, story.channels[1]], tables={"facts": OWN_FACTS, "eligibility": rules})


def test_the_best_pairs_stand_with_the_singles() -> None:
    """Each bank alone saves 9,000 a year, both 18,000: the pair is first."""
    story = two_banks()
    result = found(story)
    assert [(len(one.steps), one.saved_yuan) for one in result.levers] == [
        (2, 18_000),
        (1, 9_000),
        (1, 9_000),
    ]
    assert all(kept_promise(story, one) for one in result.levers)


def test_no_more_is_shown_than_was_asked_for() -> None:
    """``top`` counts what is shown, the best of all first."""
    assert [one.saved_yuan for one in found(two_banks(), top=1).levers] == [18_000]


def test_what_funds_more_comes_before_what_saves_more() -> None:
    """While money is missing, less missing is first, whatever it costs."""
    story = two_banks()
    poor = story.but(channels=[{**row, "amount_max": 20_000} for row in story.channels])
    result = found(
        poor.but(channels=[*poor.channels[:1], {**poor.channels[1], "amount_max": 60_000}, poor.channels[2]])
    )
    assert [one.more_funded for one in result.levers] == [80_000, 60_000, 20_000]
    assert all(earlier.more_funded >= later.more_funded for earlier, later in pairwise(result.levers))


def test_what_has_to_be_done_does_more_than_waiting() -> None:
    """Where four months alone open the bank, a remedy of four months for the same is not shown beside it."""
    facts = {"paid_months": 8, "habit": 5}
    either = {"any_of": "one"}
    story = market(
        rule("paid_months", ">=", 12, 12, **either),
        rule("habit", "<=", 2, 4, **either),
        facts=facts,
        by="2027-07-10",
    )
    assert what(found(story)) == [("wait", [("wait", "start", "2027-05-01")], 4)]


def test_a_limit_of_nothing_quoted_under_a_restriction_ends_with_it() -> None:
    """An app that shows 0 while it restricts the account says nothing of what it lends afterwards."""
    story = market(
        rule("confirmed", "==", "yes", 1),
        facts={"confirmed": False},
        quotes=[{"channel_id": "bank", "limit": 0}],
    )
    (lever,) = found(story).levers
    assert (lever.profile.quotes, lever.used) == ((), ("bank",))


def test_who_needs_no_loan_has_nothing_to_change() -> None:
    """Own cash meets everything: no candidate is even looked at."""
    result = found(
        market(rule("confirmed", "==", "yes"), facts={"confirmed": False}, cash={"opening": 200_000})
    )
    assert (result.today.status, result.levers, result.candidates) == ("not_needed", (), 0)
