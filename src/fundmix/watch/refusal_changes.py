"""What is other than on the day on which a lender last said yes."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fundmix.case import Case
from fundmix.catalog.tables import Channel, Fact, Operator
from fundmix.catalog.terms import terms_of
from fundmix.eligibility import frame_of, judge
from fundmix.eligibility.columns import FAILED, PASSED, compare, read_column
from fundmix.eligibility.verdicts import Wording
from fundmix.facts import known_facts
from fundmix.watch.records import History, Snapshot
from fundmix.watch.refusal_causes import decided, shuts
from fundmix.watch.refusal_records import Change, LastYes

_NO_BETTER: dict[Operator, Operator] = {"<": "<=", "<=": "<=", ">": ">=", ">=": ">="}
"""What a value must be, held against the one before it, not to be worse for a rule of this operator."""
_OF_DEBTS = ("debt_balance", "online_lenders", "unsecured_loan_accounts")
"""Facts that are recorded with the debts, so that no debt beside them means that there was none."""


def last_yes(history: History, channel_id: str) -> LastYes | None:
    """The last recorded approval of the channel, else the first record of a debt there, else None."""
    approved = decided(history, channel_id, "approved")
    if approved:
        return LastYes(day=max(approved), how="approved")
    owed = [
        one.date
        for one in history.snapshots
        if any(debt.channel_id == channel_id and debt.balance > 0 for debt in one.debts.values())
    ]
    return LastYes(day=min(owed), how="debt") if owed else None


def changes_of(case: Case, channel: Channel, history: History, since: LastYes | None) -> tuple[Change, ...]:
    """Facts that got worse or other, debts and lenders added, terms and outages that are new, in this order."""
    if since is None:
        return ()
    then = history.state(since.day)
    return (
        *_facts(case, channel, history, then),
        *_debts(case, channel, history, then),
        *_terms(case, channel, history, then),
        *_outages(case, channel, since.day),
    )


def _facts(case: Case, channel: Channel, history: History, then: Snapshot) -> Iterator[Change]:
    """Each fact once that a rule of the channel asks about, and that is worse for it or another word."""
    facts, told = known_facts(case.catalog), set[str]()
    for wording in rules_of(case, channel):
        fact, before, now = facts[wording.field], then.facts.get(wording.field), case.facts.get(wording.field)
        if fact.field in told or before is None or now is None or not _is_worse(fact, wording, before, now):
            continue
        told.add(fact.field)
        days = [(day, value) for day, value in history.series(fact.field) if value is not None]
        later = [day for day, value in days if day > then.date and _is_worse(fact, wording, before, value)]
        told_on = _told_on(case, then, [day for day, _ in days], later)
        yield Change(kind="fact", subject=fact.field, then=before, now=now, **told_on)


def rules_of(case: Case, channel: Channel) -> Iterator[Wording]:
    """Every hard and soft rule of the channel that asks about a fact, its own row's included."""
    for check in judge(case.catalog, frame_of(case.facts), channels=[channel.channel_id]).checks[
        channel.channel_id
    ]:
        if check.wording.kind != "info" and check.wording.operator:
            yield check.wording


def _is_worse(fact: Fact, wording: Wording, before: Any, now: Any) -> bool:
    """Whether ``now`` is worse for a rule than ``before``, or another word where none is better.

    What only grew older with time and still passes is no change.
    """
    if before == now:
        return False
    assert wording.operator
    passed_before, passed_now = (
        state(fact, value, wording.operator, wording.required) for value in (before, now)
    )
    if passed_now != passed_before:
        return passed_now < passed_before
    if wording.operator in _NO_BETTER:
        worse = state(fact, now, _NO_BETTER[wording.operator], before) == FAILED
        return worse and not (fact.changed_by == "time" and passed_now == PASSED and now > before)
    return True


def state(fact: Fact, value: Any, operator: Operator, required: Any) -> int:
    """PASSED, UNKNOWN or FAILED for one value."""
    column = read_column(frame_of({fact.field: value})[fact.field], fact, 1)
    return int(compare(column, operator, required)[0])


def _debts(case: Case, channel: Channel, history: History, then: Snapshot) -> Iterator[Change]:
    """Debts that were not there, the channel's own apart: those it granted itself."""
    if not then.debts and not any(field in then.facts for field in _OF_DEBTS):
        return
    lenders = {debt.channel_id for debt in then.debts.values()}
    first = _first_seen(history, then.date)
    for debt in case.profile.debts:
        if debt.name not in then.debts and debt.channel_id != channel.channel_id:
            where = next((one for one in case.catalog.channels if one.channel_id == debt.channel_id), None)
            yield Change(
                kind="debt" if debt.channel_id in lenders else "lender",
                subject=debt.name,
                channel_id=debt.channel_id,
                name=where.name if where else "",
                name_en=where.name_en if where else "",
                now=debt.balance,
                then_day=then.date,
                seen=first.get(debt.name, case.profile.start),
            )


def _first_seen(history: History, after: dt.date) -> Mapping[str, dt.date]:
    """Debt to the first day after ``after`` on which it is recorded as owed."""
    seen: dict[str, dt.date] = {}
    for one in history.snapshots:
        if one.date > after:
            for name, debt in one.debts.items():
                if debt.balance > 0:
                    seen.setdefault(name, one.date)
    return seen


def _terms(case: Case, channel: Channel, history: History, then: Snapshot) -> Iterator[Change]:
    """The catalog's rows about the channel, when they are others than then."""
    recorded = then.channels.get(channel.channel_id)
    before, now = recorded.terms if recorded else "", terms_of(case.catalog, channel.channel_id)
    if not before or before == now:
        return
    days = [
        (one.date, one.channels[channel.channel_id].terms)
        for one in history.snapshots
        if channel.channel_id in one.channels and one.channels[channel.channel_id].terms
    ]
    later = [day for day, word in days if day > then.date and word != before]
    told_on = _told_on(case, then, [day for day, _ in days], later)
    yield Change(kind="terms", subject=channel.channel_id, then=before, now=now, **told_on)


def _told_on(
    case: Case, then: Snapshot, days: Sequence[dt.date], later: Sequence[dt.date]
) -> dict[str, dt.date]:
    """The day of the record that held then, and the first that shows the change; today where none does."""
    return {
        "then_day": max(day for day in days if day <= then.date),
        "seen": min(later, default=case.profile.start),
    }


def _outages(case: Case, channel: Channel, since: dt.date) -> Iterator[Change]:
    """What was announced or came into force later, by the day that the catalog says of it."""
    for row in case.catalog.outages:
        # a row of a month or a year alone says no day
        dated = row.as_of is not None and len(row.as_of) == len("2026-01-20")
        if row.status != "stress" and dated and shuts(case, channel, row):
            day = dt.date.fromisoformat(str(row.as_of))
            if day > since:
                yield Change(
                    kind="outage",
                    subject=row.outage_id,
                    name=row.name,
                    name_en=row.name_en,
                    now=row.status,
                    seen=day,
                )
