"""A history as the measures read it: days, what was known on each, and the records of one thing by day.

Debts that are recorded say more than their balances. On a day on which they are and one of these facts is not, it is
derived from what is owed then, as from a profile (``facts/derived.py``):

    debt_balance             = Σ balance
    online_lenders           = number of different channels with an online lender
    platform_debt_share      = Σ balance at platforms ÷ Σ balance, 0 without debts
    consumer_finance_balance = Σ balance at consumer-finance companies

A debt that the history does not record is not counted.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fundmix.catalog.tables import Catalog, Channel
from fundmix.facts import is_consumer_finance, is_online, is_platform
from fundmix.watch.records import ChannelThen, DebtThen, History, Snapshot

Owed = tuple[tuple[DebtThen, Channel | None], ...]


@dataclass(frozen=True)
class Records:
    """What was written down about one thing: on each of ``days``, in order, its value; None = no longer known."""

    days: tuple[dt.date, ...] = ()
    values: tuple[Any, ...] = ()

    def place(self, day: dt.date) -> int:
        """Position of the last record at or before ``day``; -1 when there is none."""
        return bisect_right(self.days, day) - 1


class Timeline:
    """A history until ``today``.

    Attributes:
        days: the recorded days, and today.
        states: what was last known by the end of each of ``days``.
    """

    def __init__(self, catalog: Catalog, history: History, today: dt.date) -> None:
        self.catalog = catalog
        self.today = today
        self.channels = {row.channel_id: row for row in catalog.channels}
        self.snapshots = history.until(today).snapshots
        recorded = History(snapshots=self.snapshots).states()
        states = {state.date: state for state in recorded}
        last = recorded[-1] if recorded else Snapshot(date=today)
        states.setdefault(today, last.model_copy(update={"date": today}))
        self.days = tuple(states)
        self.states = tuple(states.values())
        self._recorded = recorded
        self._facts: dict[str, Records] = {}

    @property
    def now(self) -> Snapshot:
        """What is last known today."""
        return self.states[-1]

    def fact(self, field: str) -> Records:
        """The records of a fact, derived ones where it was not written down."""
        if field not in self._facts:
            derive = _DERIVED.get(field)
            found = []
            for one, state in zip(self.snapshots, self._recorded, strict=True):
                if field in one.facts:
                    found.append((one.date, one.facts[field]))
                elif derive is not None and one.debts:
                    found.append((one.date, derive(self._owed(state))))
            self._facts[field] = _records(found)
        return self._facts[field]

    def limit(self, channel_id: str) -> Records:
        """What a lender showed as its limit; None where it was written down as no longer known."""
        then = self._channel(channel_id)
        return _records((day, one.limit) for day, one in then if "limit" in one.model_fields_set)

    def terms(self, channel_id: str) -> Records:
        """The fingerprint of the catalog's rows about a channel, on the days on which it was taken."""
        return _records((day, one.terms) for day, one in self._channel(channel_id) if one.terms)

    def _channel(self, channel_id: str) -> Iterator[tuple[dt.date, ChannelThen]]:
        """What was recorded of a channel, by day."""
        return ((one.date, one.channels[channel_id]) for one in self.snapshots if channel_id in one.channels)

    def has_shown_limit(self, channel_id: str) -> bool:
        """Whether a limit of the channel was ever seen."""
        return any(value is not None for value in self.limit(channel_id).values)

    @cached_property
    def lenders(self) -> tuple[str, ...]:
        """The channels that the borrower owes today, or that have shown him a limit or approved him."""
        owed = [debt.channel_id for debt in self.now.debts.values() if debt.channel_id in self.channels]
        shown = [
            then.channel_id
            for then in self.now.channels.values()
            if then.channel_id in self.channels
            and (then.decision == "approved" or self.has_shown_limit(then.channel_id))
        ]
        return tuple(dict.fromkeys(name for name in [*owed, *shown] if name is not None))

    def debts_are_known(self) -> bool:
        """Whether debts are recorded, or that there are none."""
        return any(one.debts for one in self.snapshots) or self.now.facts.get("debt_balance") == 0

    def selected(self, selector: tuple[str, ...], channel_id: str | None) -> bool:
        """Whether a sign about these channels is about this one; a blank selector is about every debt."""
        channel = self.channels.get(channel_id or "")
        return not selector or (channel is not None and self.catalog.selects(selector, channel))

    def _owed(self, state: Snapshot) -> Owed:
        return tuple((debt, self.channels.get(debt.channel_id or "")) for debt in state.debts.values())


def _records(found: Iterable[tuple[dt.date, Any]]) -> Records:
    pairs = tuple(found)
    return Records(tuple(day for day, _ in pairs), tuple(value for _, value in pairs))


def _balance(owed: Owed, counts: Callable[[Channel | None], bool] = lambda _: True) -> float:
    return round(sum((debt.balance for debt, channel in owed if counts(channel)), 0.0), 2)


def _online_lenders(owed: Owed) -> int:
    return len({debt.channel_id for debt, channel in owed if is_online(channel)})


def _platform_share(owed: Owed) -> float:
    whole = _balance(owed)
    return round(_balance(owed, is_platform) / whole, 6) if whole else 0.0


_DERIVED: Mapping[str, Callable[[Owed], Any]] = {
    "debt_balance": _balance,
    "online_lenders": _online_lenders,
    "platform_debt_share": _platform_share,
    "consumer_finance_balance": lambda owed: _balance(owed, is_consumer_finance),
}
