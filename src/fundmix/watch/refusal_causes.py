"""What may be behind a refusal: rules that fail, a wait, a closed door, a limit reached, and what is not known."""

import datetime as dt
import math
from collections.abc import Collection, Iterator, Mapping

from fundmix.answer.reasons import RESTRICTED
from fundmix.case import Case
from fundmix.catalog.tables import Channel, Outage, allows
from fundmix.dates import shift
from fundmix.eligibility import hits
from fundmix.offers.limits import limit_of
from fundmix.watch.records import Decision, History
from fundmix.watch.refusal_records import Cause, Kind, Verdict

ORDER: tuple[Verdict, ...] = (
    "rules", "cooldown", "outage", "limit", "purpose", "soft_rules", "restricted", "closed", "questions",
)  # fmt: skip
"""In this order causes are told, and the first of them is the verdict."""
_SAYS: Mapping[Kind, Verdict] = {
    "rule": "rules", "cooldown": "cooldown", "outage": "outage", "limit": "limit", "purpose": "purpose",
    "restricted": "restricted", "closed": "closed", "question": "questions", "assumption": "questions",
}  # fmt: skip


def causes_of(case: Case, channel: Channel, history: History, said: Collection[str]) -> tuple[Cause, ...]:
    """Everything that may be behind it; ``said``: the facts that the lender named, whose causes come first."""
    found = [
        *_rules(case, channel),
        *_cooldown(channel, history, case.profile.start),
        *_outages(case, channel, said),
        *_limit(case, channel),
        *_purposes(case, channel),
    ]
    told = [
        cause.model_copy(update={"named": cause.field in said}) if cause.field else cause for cause in found
    ]
    return tuple(sorted(told, key=_place))


def word_of(cause: Cause) -> Verdict:
    """What a cause says of the refusal, when it stands first."""
    return "soft_rules" if (cause.kind, cause.strictness) == ("rule", "soft") else _SAYS[cause.kind]


def _place(cause: Cause) -> tuple[bool, int, bool, bool]:
    """What the lender said before the rest; of what is alike, what is so before what is only announced or assumed."""
    weaker = cause.strictness in ("soft", "announced"), cause.kind == "assumption"
    return not cause.named, ORDER.index(word_of(cause)), *weaker


def _rules(case: Case, channel: Channel) -> Iterator[Cause]:
    """Every hard and soft rule that fails, and each whose fact is not known."""
    for row in case.failures.get(channel.channel_id, ()):
        failed: Kind = "restricted" if row["field"] == RESTRICTED else "rule"
        distance = row["distance"]
        yield Cause(
            kind=failed if row["state"] == "failed" else "question",
            subject=row["rule_id"],
            # distance is NaN where there is nothing to measure
            distance=None if math.isnan(distance) else distance,
            strictness=row["kind"],
            **{
                name: row[name]
                for name in (
                    "field", "operator", "required", "actual", "reason", "reason_en", "remedy", "remedy_en",
                    "remedy_months",
                )
            },
        )  # fmt: skip


def decided(history: History, channel_id: str, decision: Decision) -> list[dt.date]:
    """The days on which the channel is recorded to have decided so, the earliest first."""
    return [
        one.date
        for one in history.snapshots
        if channel_id in one.channels and one.channels[channel_id].decision == decision
    ]


def refused_on(history: History, channel_id: str, start: dt.date) -> dt.date:
    """The day of the refusal that is asked about: the last recorded since the last approval, else ``start``."""
    approved = decided(history, channel_id, "approved")
    open_since = max(approved, default=dt.date.min)
    return max((day for day in decided(history, channel_id, "refused") if day > open_since), default=start)


def _payoffs(history: History, channel_id: str) -> Iterator[dt.date]:
    """The days on which a debt at the channel is first recorded as paid off."""
    owed: set[str] = set()
    for one in history.snapshots:
        for name, debt in one.debts.items():
            if debt.balance > 0 and debt.channel_id == channel_id:
                owed.add(name)
            elif debt.balance == 0 and name in owed:
                owed.remove(name)
                yield one.date


def waits(channel: Channel, history: History, until: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """(day, first day of a new application) for each refusal and pay-off by ``until``."""
    if channel.cooldown_months:
        days = {*decided(history, channel.channel_id, "refused"), *_payoffs(history, channel.channel_id)}
        for day in sorted(days):
            if day <= until:
                yield day, shift(day, channel.cooldown_months)


def _cooldown(channel: Channel, history: History, start: dt.date) -> Iterator[Cause]:
    """Refused since it was asked before the wait after an earlier refusal or a pay-off was over."""
    day = refused_on(history, channel.channel_id, start)
    running = [(before, over) for before, over in waits(channel, history, day) if before < day < over]
    if running:
        before, over = max(running, key=lambda one: one[1])
        yield Cause(kind="cooldown", since=before, day=over)


def _outages(case: Case, channel: Channel, said: Collection[str]) -> Iterator[Cause]:
    """What is announced or in force, and an assumption only where the lender named what it hangs on.

    Where the borrower does not say what it hangs on, it may be it.
    """
    for row in case.catalog.outages:
        asked = row.status == "stress" and row.when_field is not None and row.when_field in said
        if (row.status != "stress" or asked) and _may_shut(case, channel, row):
            kind: Kind = "assumption" if asked else "outage" if _is_told(case, row) else "question"
            yield Cause(
                kind=kind,
                subject=row.outage_id,
                field=row.when_field or "",
                actual=case.facts.get(row.when_field or ""),
                strictness=row.status,
                reason=row.name,
                reason_en=row.name_en,
                remedy=row.description,
                remedy_en=row.description_en,
            )


def shuts(case: Case, channel: Channel, row: Outage) -> bool:
    """Whether an outage takes new money or renewals of this channel from this borrower, as far as is known."""
    return _is_told(case, row) and _may_shut(case, channel, row)


def _is_told(case: Case, row: Outage) -> bool:
    """Whether the borrower says what the outage hangs on."""
    return row.when_field is None or case.facts.get(row.when_field) is not None


def _may_shut(case: Case, channel: Channel, row: Outage) -> bool:
    """What is not known counts as hit."""
    takes = row.limit_factor < 1 or row.renewals == "refused"
    return takes and case.catalog.selects(row.applies_to, channel) and hits(case.catalog, case.facts, row)


def _limit(case: Case, channel: Channel) -> Iterator[Cause]:
    """The lender shows 0, or as much is owed as its limit; a limit that hangs on an unknown fact is a question."""
    quoted = case.visitor.quoted_limit(channel.channel_id)
    if quoted == 0:
        yield Cause(kind="closed", amount=0.0)
        return
    limit = limit_of(case.catalog, channel, case.facts, quoted)
    asked = {row["field"] for row in case.failures.get(channel.channel_id, ())}
    for field in limit.missing:
        if field not in asked:
            yield Cause(kind="question", field=field)
    owed = sum(debt.balance for debt in case.profile.debts if debt.channel_id == channel.channel_id)
    if not limit.missing and (limit.amount <= owed or limit.amount < channel.amount_min):
        yield Cause(kind="limit", amount=limit.amount, owed=owed, actual=channel.amount_min)


def _purposes(case: Case, channel: Channel) -> Iterator[Cause]:
    """The needs, when the channel lends for none of them; who owes there already may have asked to renew."""
    needs = [
        need for need in case.needs if need.kind == "need" and channel.channel_id not in case.visitor.owed
    ]
    if not any(allows(channel.purposes, channel.banned_purposes, need.purpose) for need in needs):
        for need in needs:
            yield Cause(kind="purpose", subject=need.name, actual=need.purpose)
