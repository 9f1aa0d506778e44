"""Rows that hold for a time only: announced before they lapse, told when they have lapsed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.cases import START, Story, channel

from fundmix.catalog.expiring import Expiring, expiring, lapsed
from fundmix.catalog.load import load_catalog
from fundmix.catalog.tables import Catalog

EXAMPLES = Path(__file__).parents[2] / "examples"
SUBSIDY = {"subsidy_id": "s", "applies_to": "channel:a", "rate_cut": "1%", "available_until": "2027-01-31"}
LAW = {
    "regulation_id": "law", "applies_to": "lender:company", "kind": "ceiling", "value": 0.24, "text": "x",
    "effective_until": "2027-01-31",
}  # fmt: skip


def market(as_of: str | None = None, **tables: Any) -> Catalog:
    """Two channels and these rows, put in order on a day."""
    words = tables.pop("channel", {})
    story = Story(channels=[channel("a", 0.1, **words), channel("b", 0.1)], needs=(), tables=tables)
    settings = story.catalog.settings.model_copy(update={"as_of": as_of})
    return story.catalog.model_copy(update={"settings": settings})


def told(rows: tuple[Expiring, ...]) -> list[tuple[str, str, str, int, tuple[str, ...]]]:
    """What matters of each row."""
    return [(row.table, row.key, row.day.isoformat(), row.days_left, row.channels) for row in rows]


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("subsidies", SUBSIDY, ("subsidies", "s", "2027-01-31", 30, ("a",))),
        ("regulations", LAW, ("regulations", "law", "2027-01-31", 30, ("a", "b"))),
        ("regulations", {**LAW, "applies_to": "", "kind": "info"}, ("regulations", "law", "2027-01-31", 30, ())),
        ("availability", {"channel_id": "a", "period": 0, "limit": 9},
         ("availability", "a/0/outstanding", "2027-01-31", 30, ("a",))),
        ("outages", {"outage_id": "o", "name": "o", "applies_to": "channel:b", "limit_factor": 0.5, "months": 1,
                     "status": "in_force"}, ("outages", "o", "2027-01-31", 30, ("b",))),
    ],
)  # fmt: skip
def test_each_kind_of_temporary_row(table: str, row: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """The day, the days left and whom it concerns, of every table that can hold for a time."""
    assert told(expiring(market(**{table: [row]}), START)) == [expected]


def test_a_product_has_a_last_day() -> None:
    """A temporary offer is a row of ``products.csv``."""
    rows = expiring(market(channel={"available_until": "2027-01-02"}), START)
    assert told(rows) == [("products", "a/main", "2027-01-02", 1, ("a",))]


@pytest.mark.parametrize(
    ("today", "days", "shown"),
    [
        ("2027-01-31", 90, True),
        ("2027-02-01", 90, False),
        ("2027-01-01", 30, True),
        ("2027-01-01", 29, False),
        ("2026-11-02", 90, True),
        ("2026-11-01", 90, False),
    ],
)
def test_it_is_announced_so_many_days_before_and_to_the_last_day(today: str, days: int, shown: bool) -> None:
    """The last day counts; the day after it is too late, and what is far off is no news yet."""
    rows = expiring(market(subsidies=[SUBSIDY]), dt.date.fromisoformat(today), days)
    assert bool(rows) == shown


def test_what_has_not_begun_is_not_about_to_lapse() -> None:
    """A subsidy of next month is no help that ends."""
    later = {**SUBSIDY, "available_from": "2027-01-15"}
    assert expiring(market(subsidies=[later]), START) == ()
    assert expiring(market(subsidies=[later]), dt.date(2027, 1, 15)) != ()


def test_a_stress_is_only_assumed_and_a_run_of_limits_ends_once() -> None:
    """Neither an assumption nor a month that is followed by the same limit ends anything."""
    outage = {"outage_id": "o", "name": "o", "applies_to": "all", "limit_factor": 0.5, "months": 1}
    limits = [{"channel_id": "a", "period": number, "limit": 9} for number in (0, 1)]
    found = told(expiring(market(outages=[outage], availability=limits), START))
    assert found == [("availability", "a/1/outstanding", "2027-02-28", 58, ("a",))]


def test_the_first_to_lapse_comes_first() -> None:
    """In the order of days."""
    found = expiring(
        market(subsidies=[SUBSIDY, {**SUBSIDY, "subsidy_id": "t", "available_until": "2027-01-05"}]), START
    )
    assert [row.key for row in found] == ["t", "s"]


def test_the_bundled_subsidy_is_announced() -> None:
    """Whoever plans in December 2026 is told that the subsidy on consumer loans ends with the year."""
    found = {row.key: row for row in expiring(load_catalog("cn"), dt.date(2026, 12, 1))}
    assert found["consumer_interest_2026"].days_left == 30
    assert "bank_consumer_online" in found["consumer_interest_2026"].channels
    assert expiring(load_catalog("cn"), dt.date(2026, 9, 1)) == ()


@pytest.mark.parametrize(
    ("first", "second", "told_of"),
    [
        ("2027-01-01", "2027-02-01", True),
        ("2027-01-31", "2027-02-01", True),
        ("2027-02-01", "2027-03-01", False),
        ("2027-01-01", "2027-01-31", False),
        (None, "2027-03-01", False),
    ],
)
def test_what_lapsed_between_the_days_of_two_catalogs(first: str | None, second: str, told_of: bool) -> None:
    """A row whose last day lies on or after the old catalog's day and before the new one's, kept or dropped."""
    old = market(first, subsidies=[SUBSIDY])
    for new in (market(second, subsidies=[SUBSIDY]), market(second)):
        assert [row.key for row in lapsed(old, new)] == (["s"] if told_of else [])


def test_a_row_that_was_prolonged_has_not_lapsed() -> None:
    """The new catalog's last day counts."""
    longer = {**SUBSIDY, "available_until": "2027-12-31"}
    assert lapsed(market("2027-01-01", subsidies=[SUBSIDY]), market("2027-03-01", subsidies=[longer])) == ()
