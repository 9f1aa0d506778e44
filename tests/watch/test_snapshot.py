"""Today's profile as a snapshot."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.watch.recorded import DAY, MARKET

import fundmix
from fundmix.borrower import Profile, profile_from_dict
from fundmix.catalog.terms import terms_of
from fundmix.errors import InputError
from fundmix.facts import facts_of
from fundmix.watch.records import ChannelThen, DebtThen
from fundmix.watch.snapshot import snapshot_of

LAST = dt.date(2027, 12, 20)


def profile(**words: Any) -> Profile:
    """A borrower with a debt at a lender of the catalog, and one at none."""
    debt = {"balance": "2万", "rate": "5%", "next_payment": "2026-12-20", "last_payment": LAST}
    return profile_from_dict({
        "start": DAY, "facts": {"sesame_score": 655, "overdue_now": False},
        "debts": [{"name": "花呗", "channel_id": "花呗", **debt}, {"name": "表叔", **debt}],
        **words,
    })  # fmt: skip


def test_it_holds_what_is_known_and_what_is_owed() -> None:
    """Facts said and derived, debts with their channel by its id, the terms of each lender."""
    taken = snapshot_of(profile(), MARKET)
    assert taken.date == DAY
    assert taken.facts == facts_of(profile(), MARKET)
    assert {
        "sesame_score": 655.0,
        "debt_balance": 40_000,
        "overdue_now": False,
    }.items() <= taken.facts.items()
    assert taken.debts == {
        "花呗": DebtThen(name="花呗", channel_id="jiebei", balance=20_000, last_payment=LAST),
        "表叔": DebtThen(name="表叔", balance=20_000, last_payment=LAST),
    }
    assert taken.channels == {"jiebei": ChannelThen(channel_id="jiebei", terms=terms_of(MARKET, "jiebei"))}


def test_limits_are_what_quotes_show_today() -> None:
    """The highest of several; a quote that has run out shows none; a price alone is no limit."""
    quotes = [
        {"channel_id": "bank", "limit": 10, "rate": "4%"},
        {"channel_id": "bank", "product_id": "main", "limit": 30},
        {"channel_id": "family", "limit": 5, "valid_until": "2026-11-30"},
        {"channel_id": "借呗", "rate": "0.05%", "rate_basis": "daily"},
    ]
    channels = snapshot_of(profile(quotes=quotes), MARKET).channels
    assert {name: one.limit for name, one in channels.items()} == {"jiebei": None, "bank": 30, "family": None}
    assert all(one.terms == terms_of(MARKET, name) for name, one in channels.items())


def test_decisions_are_recorded_by_channel() -> None:
    """By alias or id; a lender without a debt is recorded as well."""
    channels = snapshot_of(profile(), MARKET, approved=["bank"], refused=["借呗"]).channels
    assert {name: one.decision for name, one in channels.items()} == {"jiebei": "refused", "bank": "approved"}


def test_decisions_of_nobody_are_told() -> None:
    """No such lender, one with both answers: all at once, and the option's name as the column."""
    with pytest.raises(InputError) as caught:
        snapshot_of(profile(), MARKET, approved=["bank", "jiebai"], refused=["bank", "zzz"])
    assert [(issue.column, issue.code, issue.value) for issue in caught.value.issues] == [
        ("approved", "channel_not_found_near", "jiebai"),
        ("refused", "history_decided_twice", "bank"),
        ("refused", "channel_not_found", "zzz"),
    ]


@pytest.mark.parametrize("name", ["wang", "zhang", "li", "employee", "supplier"])
def test_every_example_comes_back_from_a_file(name: str, tmp_path: Path) -> None:
    """What is recorded of a real profile with the bundled catalog is read again, the same."""
    catalog = fundmix.load_catalog("cn")
    folder = Path(__file__).parents[2] / "examples" / name
    taken = snapshot_of(fundmix.load_profile(folder / "profile.toml"), catalog)
    fundmix.add_snapshot(tmp_path / "h.csv", taken, catalog)
    assert fundmix.load_history(tmp_path / "h.csv", catalog).snapshots == (taken,)
