"""The three stories, read month by month as they happened: each warning in its month, none earlier and no other.

The history of each folder holds the first of each month from December 2025 to November 2026; the profile of
1 December 2026 is the last record. On each of those days only what had been recorded by then is read.
"""

import datetime as dt
from functools import cache
from pathlib import Path

import pytest
from tests.watch.records_of import CN

from fundmix.borrower import load_profile
from fundmix.watch.history import load_history
from fundmix.watch.records import History, Sign
from fundmix.watch.signs import signs_of
from fundmix.watch.snapshot import snapshot_of

EXAMPLES = Path(__file__).parents[2] / "examples"
STORIES = ("wang", "zhang", "li")

FIRST_SEEN = (
    # her 借呗-type loan of spring ends, is renewed for a year and larger, and then carries nearly everything
    ("wang", "platform_loan_due_60", "2026-02"),
    ("wang", "platform_loan_due_30", "2026-03"),
    ("wang", "platforms_carry_60", "2026-04"),
    ("wang", "one_channel_carries_half", "2026-04"),
    # the platform tightens: its score of her slides, its limit is cut, then gone
    ("wang", "score_down_20", "2026-10"),
    ("wang", "limit_cut_30", "2026-10"),
    ("wang", "score_sliding", "2026-11"),
    ("wang", "limit_cut_80", "2026-11"),
    # his first online loan, where there was no debt
    ("zhang", "online_lenders_up_1_in_3m", "2026-03"),
    ("zhang", "debt_up_half", "2026-03"),
    ("zhang", "platforms_carry_60", "2026-03"),
    ("zhang", "one_channel_carries_half", "2026-03"),
    # his income swings more and more, the card fills up, he applies here and there
    ("zhang", "income_swings", "2026-04"),
    ("zhang", "card_use_over_70", "2026-08"),
    ("zhang", "score_down_20", "2026-08"),
    ("zhang", "score_sliding", "2026-09"),
    ("zhang", "inquiries_3m_over_3", "2026-10"),
    ("zhang", "inquiries_6m_over_6", "2026-11"),
    # nothing for a year; then the account is frozen, and nothing else has changed
    ("li", "account_restricted", "2026-12"),
    ("li", "limit_cut_80", "2026-12"),
)
"""Story, indicator, the month in which it shows for the first time. The table is complete."""

TODAY = {
    "wang": ("limit_cut_80", "score_down_20", "score_sliding", "platforms_carry_60", "one_channel_carries_half"),
    "zhang": (
        "inquiries_3m_over_3", "inquiries_6m_over_6", "card_use_over_70", "income_swings", "platforms_carry_60",
        "one_channel_carries_half",
    ),
    "li": ("account_restricted", "limit_cut_80"),
}  # fmt: skip
"""What each of them reads on 1 December 2026, the most urgent first."""


@cache
def history_of(story: str) -> History:
    """The history of a story with today's profile as its last record."""
    profile = load_profile(EXAMPLES / story / "profile.toml")
    recorded = load_history(EXAMPLES / story / "history.csv", CN)
    return History(snapshots=(*recorded.snapshots, snapshot_of(profile, CN)))


@cache
def by_month(story: str) -> dict[str, tuple[Sign, ...]]:
    """The signs of each month, from what had been recorded by then."""
    history = history_of(story)
    days = [snapshot.date for snapshot in history.snapshots]
    return {f"{day:%Y-%m}": signs_of(CN, history.until(day), day)[0] for day in days}


@pytest.mark.parametrize("story", STORIES)
def test_a_history_holds_thirteen_months(story: str) -> None:
    """One record on the first of each month, December to December."""
    days = [snapshot.date for snapshot in history_of(story).snapshots]
    assert days == [dt.date(2025, 12, 1), *(dt.date(2026, number, 1) for number in range(1, 13))]


@pytest.mark.parametrize("story", STORIES)
def test_each_warning_comes_in_its_month_and_no_other_comes(story: str) -> None:
    """The first months are those of the table, all of them and nothing beside them."""
    first: dict[str, str] = {}
    for month, signs in by_month(story).items():
        for sign in signs:
            first.setdefault(sign.indicator_id, month)
    assert first == {indicator: month for whose, indicator, month in FIRST_SEEN if whose == story}


@pytest.mark.parametrize("story", STORIES)
def test_today_is_what_the_story_ends_with(story: str) -> None:
    """The profile's own signs, in the order in which they are read."""
    signs = by_month(story)["2026-12"]
    assert tuple(sign.indicator_id for sign in signs) == TODAY[story]


@pytest.mark.parametrize("story", STORIES)
def test_a_warning_dates_from_the_month_in_which_it_came(story: str) -> None:
    """What shows today began on a day by which it had been seen, and not before the month of its first sight.

    A loan's end is known to the day, between two records.
    """
    first = {indicator: month for whose, indicator, month in FIRST_SEEN if whose == story}
    for month, signs in by_month(story).items():
        for sign in signs:
            if sign.measure != "days_until":
                assert first[sign.indicator_id] <= f"{sign.since:%Y-%m}" <= month


def test_the_day_on_which_her_loan_came_near() -> None:
    """Its last payment was on 20 March: 60 days before it is 19 January, 30 days before it 18 February."""
    signs = by_month("wang")
    assert [(sign.about, sign.since) for sign in signs["2026-02"]] == [("debt:借呗", dt.date(2026, 1, 19))]
    assert [(sign.about, sign.since) for sign in signs["2026-03"]] == [("debt:借呗", dt.date(2026, 2, 18))]


def test_an_announced_tightening_of_her_industry_is_news_of_that_day() -> None:
    """The same catalog with the tightening announced on 20 September: Ms Wang reads it in October, the others never."""
    outages = tuple(
        row.model_copy(update={"status": "announced", "as_of": "2026-09-20"})
        if row.outage_id == "ecommerce_tightening"
        else row
        for row in CN.outages
    )
    catalog = CN.model_copy(update={"outages": outages})
    seen = {}
    for story in STORIES:
        history = history_of(story)
        seen[story] = [
            (snapshot.date.month, sign.since)
            for snapshot in history.snapshots[-3:]
            for sign in signs_of(catalog, history, snapshot.date)[0]
            if sign.indicator_id == "tightening_announced"
        ]
    assert seen == {"wang": [(month, dt.date(2026, 9, 20)) for month in (10, 11, 12)], "zhang": [], "li": []}
