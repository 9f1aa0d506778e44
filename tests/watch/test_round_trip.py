"""Whatever is recorded is read back the same, day after day."""

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.watch.recorded import FACTS, HEADER, MARKET

from fundmix.fields import parse_text
from fundmix.watch.add import add_snapshot
from fundmix.watch.history import load_history
from fundmix.watch.records import ChannelThen, DebtThen, Snapshot

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
MONEY = st.integers(0, 10**14).map(lambda cents: cents / 100)
# what a profile may say: text as fundmix.fields reads it; formulas, quotes and separators are likely
TEXTS = (st.text(max_size=20) | st.text(alphabet="=+-@'\",;:：\\ 甲农庄e1", max_size=8)).map(parse_text)
NAMES = TEXTS.filter(bool)
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "sesame_score": st.floats(350, 950),
    "hard_inquiries_3m": st.integers(0, 200),
    "card_utilisation": st.floats(0, 2),
    "net_worth": st.integers(-(10**14), 10**14).map(lambda cents: round(cents / 100, 2)),
    "overdue_now": st.booleans(),
    "phone_since": DAYS,
    "employer": NAMES,
    "industry": st.sampled_from(("retail", "ecommerce")),
    "online_lenders": st.integers(0, 99),
}
LENDERS = st.sampled_from(("jiebei", "bank", "family"))


@st.composite
def snapshots(draw: st.DrawFn, day: dt.date) -> Snapshot:
    """A day of a borrower: some facts, some debts, some lenders."""
    facts = {name: draw(value) for name, value in VALUES.items() if draw(st.booleans())}
    debts = {
        name: DebtThen(
            name=name,
            channel_id=draw(st.none() | LENDERS),
            balance=draw(MONEY.filter(bool)),
            last_payment=draw(st.none() | DAYS),
        )
        for name in draw(st.sets(NAMES, max_size=3))
    }
    channels = {
        name: ChannelThen(
            channel_id=name,
            limit=draw(st.none() | MONEY),
            decision=draw(st.sampled_from((None, "approved", "refused"))),
            terms=draw(st.sampled_from(("t1", "t2"))),
        )
        for name in draw(st.sets(LENDERS))
    }
    return Snapshot(date=day, facts=facts, debts=debts, channels=channels)


HISTORIES = st.lists(DAYS, min_size=1, max_size=4, unique=True).flatmap(
    lambda days: st.tuples(*(snapshots(day) for day in sorted(days)))
)
BEGINNINGS = st.sampled_from(
    (
        None,
        HEADER.encode(),
        f"{HEADER}2019-01-01,debt:房贷,balance,0".encode("gb18030"),
        b"value,field,about,date\r",
    )
)


def test_every_type_of_fact_is_tried() -> None:
    """The random snapshots hold each fact of the catalog."""
    assert set(VALUES) == {fact["field"] for fact in FACTS}


@settings(max_examples=150, deadline=None)
@given(HISTORIES, BEGINNINGS)
def test_every_day_is_read_back(days: tuple[Snapshot, ...], beginning: bytes | None) -> None:
    """Each day's state is the day that was recorded; adding all of them once more changes not a byte."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.csv"
        if beginning is not None:
            path.write_bytes(beginning)
        for one in days:
            add_snapshot(path, one, MARKET)
            state = load_history(path, MARKET).state(one.date)
            assert state.facts == one.facts
            assert state.debts == one.debts
            for name, channel in one.channels.items():
                assert (state.channels[name].limit, state.channels[name].terms) == (
                    channel.limit,
                    channel.terms,
                )
                assert channel.decision in (None, state.channels[name].decision)
        whole = path.read_bytes()
        assert beginning is None or whole.startswith(beginning) or b"\xef\xbb\xbf" in whole
        for one in reversed(days):
            add_snapshot(path, one, MARKET)
        assert path.read_bytes() == whole
