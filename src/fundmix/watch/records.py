"""The records of early warning: what was so on which day, the signs, the gaps and the health line."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from fundmix.catalog.expiring import Expiring
from fundmix.catalog.tables import Use
from fundmix.errors import Note
from fundmix.fields import Record
from fundmix.plan import Warn

Severity = Literal["watch", "act"]
Decision = Literal["approved", "refused"]


class DebtThen(Record):
    """A debt as it was on a day.

    Attributes:
        channel_id: its channel in the catalog; None when the catalog has none.
        balance: principal still owed, yuan; 0 = paid off.
        last_payment: day of its last payment; None = not recorded.
    """

    name: str
    channel_id: str | None = None
    balance: float
    last_payment: dt.date | None = None


class ChannelThen(Record):
    """What a channel showed or decided on a day.

    Attributes:
        limit: what the lender showed as its limit, yuan; None = not recorded.
        decision: an application or renewal that was approved or refused on that day.
        terms: fingerprint of the catalog's rows about the channel; empty = not recorded.
    """

    channel_id: str
    limit: float | None = None
    decision: Decision | None = None
    terms: str = ""


class Snapshot(Record):
    """What was recorded on a day; what it does not name was not recorded then.

    Attributes:
        facts: fact -> value in the catalog's type; None = written down as no longer known.
        debts: by name; a balance of 0 says that it is paid off.
        channels: by channel id.
    """

    date: dt.date
    facts: Mapping[str, Any] = Field(default_factory=dict)
    debts: Mapping[str, DebtThen] = Field(default_factory=dict)
    channels: Mapping[str, ChannelThen] = Field(default_factory=dict)


class History(Record):
    """Snapshots by date, the earliest first, one a day.

    Attributes:
        file: the file as the user named it; empty for one built in memory.
        notes: what a reader should know.
    """

    snapshots: tuple[Snapshot, ...] = ()
    file: str = ""
    notes: tuple[Note, ...] = ()

    def until(self, day: dt.date) -> "History":
        """What had been recorded by the end of ``day``."""
        kept = tuple(one for one in self.snapshots if one.date <= day)
        return self.model_copy(update={"snapshots": kept})

    def series(self, field: str) -> tuple[tuple[dt.date, Any], ...]:
        """(day, value) of a fact on the days on which it was recorded."""
        return tuple((one.date, one.facts[field]) for one in self.snapshots if field in one.facts)

    def state(self, day: dt.date) -> Snapshot:
        """What was last known of everything by the end of ``day``: a later record replaces an earlier one.

        Debts that are paid off are left out.
        """
        states = self.until(day).states()
        return states[-1].model_copy(update={"date": day}) if states else Snapshot(date=day)

    def with_snapshot(self, today: Snapshot) -> "History":
        """The history up to the day of ``today``, which says everything that is known on it.

        A fact or a limit that was known before and is not any more is written down so, a debt that was owed and is not
        any more as paid off; a decision that had been recorded on that day stays.
        """
        before, kept = self.state(today.date), self.until(today.date - dt.timedelta(days=1))
        gone = {name: debt.model_copy(update={"balance": 0.0}) for name, debt in before.debts.items()}
        limits = {
            name: ChannelThen(channel_id=name, limit=None)
            for name, channel in before.channels.items()
            if channel.limit is not None
        }
        same = next((one for one in self.snapshots if one.date == today.date), Snapshot(date=today.date))
        channels = limits | {
            name: _later(limits.get(name, channel), channel) for name, channel in today.channels.items()
        }
        for name, channel in same.channels.items():
            if channel.decision is not None:
                told = channels.get(name, ChannelThen(channel_id=name))
                channels[name] = told.model_copy(update={"decision": channel.decision})
        whole = Snapshot(
            date=today.date,
            facts=dict.fromkeys(before.facts) | dict(today.facts),
            debts=gone | dict(today.debts),
            channels=channels,
        )
        return kept.model_copy(update={"snapshots": (*kept.snapshots, whole)})

    def states(self) -> tuple[Snapshot, ...]:
        """:meth:`state` of every recorded day, in one pass."""
        facts: dict[str, Any] = {}
        debts: dict[str, DebtThen] = {}
        channels: dict[str, ChannelThen] = {}
        states = []
        for one in self.snapshots:
            facts |= one.facts
            for name, debt in one.debts.items():
                before = debts.get(name)
                debts[name] = debt if before is None else _later(before, debt)
            for channel_id, channel in one.channels.items():
                was = channels.get(channel_id)
                channels[channel_id] = channel if was is None else _later(was, channel)
            owed = {name: debt for name, debt in debts.items() if debt.balance > 0}
            known = {field: value for field, value in facts.items() if value is not None}
            states.append(Snapshot(date=one.date, facts=known, debts=owed, channels=dict(channels)))
        return tuple(states)


def _later[R: Record](before: R, after: R) -> R:
    """The later record, with what it leaves out from the earlier one."""
    return before.model_copy(update={name: getattr(after, name) for name in after.model_fields_set})


class Sign(Record):
    """An early-warning sign that shows today.

    Attributes:
        indicator_id: the row of ``indicators.csv``.
        severity: ``watch`` (look at it) or ``act`` (do something now).
        about: what it is about: empty = the borrower, else ``debt:NAME``, ``channel:ID`` or ``outage:ID``.
        field: the fact or figure that is measured.
        measure: how: ``level`` ``change`` ``trend`` ``share`` ``days_until`` ``announced`` ``terms``.
        value: what is measured today, in the unit of the fact (a trend: a month).
        bound: what it is held against, a list for ``in`` and ``not_in``; of a change of words or days the value
            then; None where there is nothing to compare.
        relative: whether a change is a share of the value then.
        window_months: months that a change, a trend or terms looks back.
        since: the first day from which it has shown without a break.
        reason: why it matters, in the catalog's language; ``reason_en`` in English.
        action: what to do now.
    """

    indicator_id: str
    severity: Severity
    about: str = ""
    field: str = ""
    measure: str
    value: Any = None
    bound: Any = None
    relative: bool = False
    window_months: int | None = None
    since: dt.date
    reason: str
    reason_en: str = ""
    action: str = ""
    action_en: str = ""


class Unread(Record):
    """An indicator that cannot be read, since its fact is not known or too little of it is recorded.

    Attributes:
        about: as in :class:`Sign`.
        field: the fact or figure; the measure where no fact is measured (``share``, ``terms``).
    """

    indicator_id: str
    about: str = ""
    field: str
    why: Literal["unknown", "too_short"]


class BridgeDraw(Record):
    """One part of a bridge: whom to ask, for how much, and until when.

    Attributes:
        use: ``new`` money, or ``renew`` ``extend`` ``hardship`` for the debt in ``debt``.
        cost: interest and fees to its end, yuan; ``apr``: its true price.
        apply_by: the last day to ask, so that the money is there; None = the line is already the borrower's.
        pays_needs: whether it also pays what the borrower plans to buy, and must be there by then.
        documents: what to bring.
    """

    channel_id: str
    name: str
    name_en: str
    use: Use
    debt: str | None = None
    draw_date: dt.date
    amount: float
    cost: float
    apr: float
    apply_by: dt.date | None
    pays_needs: bool = False
    documents: tuple[str, ...] = ()
    documents_en: tuple[str, ...] = ()


class Gap(Record):
    """What a refusal leaves missing on the day on which a debt ends, and the cheapest way to cover it.

    Attributes:
        refused: ``channel:x`` (this lender), ``group:g`` (its whole risk group); empty: a lender outside the catalog.
        name: what the lender is called; of a group its id.
        missing: yuan that own money lacks on that day, other debts renewed where their lenders may.
        to_minimum: the same, the borrower's minimum left in the account.
        bridge: the cheapest mix, prepared now, without the lenders that refuse; empty when none is needed or found.
        bridge_gap: yuan by which a cheaper mix could not be ruled out; None when none was needed, or none was found in
            the time given.
        uncovered: yuan that no mix covers, or none that was found.
        last_day: the last day on which all of the bridge can still be asked for; None without a bridge to ask for.
    """

    refused: str
    name: str
    name_en: str = ""
    missing: float
    to_minimum: float
    bridge: tuple[BridgeDraw, ...] = ()
    bridge_gap: float | None = None
    uncovered: float = 0.0
    last_day: dt.date | None = None


class Maturity(Record):
    """A debt that ends with a sum which its lender may renew or not.

    Attributes:
        date, amount: when the sum is due, and the principal, yuan.
        renewal: ``open`` (ask by ``ask_by``), ``too_late``, ``not_stated`` (nobody said that it renews), ``none`` (the
            catalog knows no renewal there).
        gaps: if this lender refuses, then if each risk group of it does.
    """

    debt: str
    channel_id: str | None
    name: str
    name_en: str = ""
    date: dt.date
    amount: float
    renewal: Literal["open", "too_late", "not_stated", "none"]
    ask_by: dt.date | None = None
    gaps: tuple[Gap, ...]

    @property
    def last_day(self) -> dt.date | None:
        """The first of the last days of its bridges; None when no bridge needs one."""
        return min((gap.last_day for gap in self.gaps if gap.last_day), default=None)


class Health(Record):
    """How things stand: ``calm``, ``watch`` or ``act``, and the rules of ``watch/health.py`` that say so."""

    level: Literal["calm", "watch", "act"]
    reasons: tuple[Warn, ...]


class DebtPayment(Record):
    """A payment of a loan that exists, yuan.

    Attributes:
        last: the last day of the contract.
        large: whether it is the sum with which the loan ends.
    """

    debt: str
    channel_id: str | None
    last: dt.date
    date: dt.date
    amount: float
    principal: float
    interest: float
    large: bool


class EarlyWarning(Record):
    """What the records say on the day ``start``: health, signs, coming maturities.

    Attributes:
        snapshots: days recorded, today included; ``since``: the first of them.
        signs: those that show, the most urgent first; ``unread``: indicators that cannot be read.
        maturities: debts that end with a sum, the earliest first.
        payments: what the debts ask for, by day.
        expiring: quotes, subsidies and other rows that concern the borrower and lapse soon.
    """

    start: dt.date
    currency: str
    health: Health
    snapshots: int
    since: dt.date
    signs: tuple[Sign, ...]
    unread: tuple[Unread, ...]
    maturities: tuple[Maturity, ...]
    payments: tuple[DebtPayment, ...]
    expiring: tuple[Expiring, ...]
