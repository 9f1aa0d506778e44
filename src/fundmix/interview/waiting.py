"""Which open facts each channel still waits for, and which of them every plan waits for."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from fundmix.answer.unknown import ASKED_AS
from fundmix.case import Case
from fundmix.catalog.tables import Channel, Limit
from fundmix.offers import OVERDUE
from fundmix.offers.limits import limit_of, step_amount

INQUIRIES = ("hard_inquiries_1m", "hard_inquiries_2m", "hard_inquiries_3m")
"""Facts that count against the policy's own cap on inquiries."""


def waits_for(case: Case, open_fields: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Channel → the open facts that decide whether and on what terms it would lend; days for what follows from them.

    A channel that a known fact or the policy rules out waits for nothing.
    """
    return {
        channel.channel_id: found
        for channel in case.catalog.channels
        if channel.enabled
        and case.visitor.verdicts.get(channel.channel_id, ("",))[0] != "ineligible"
        and channel.channel_id not in case.policy.exclude
        and (found := tuple(field for field in dict.fromkeys(_asked(case, channel)) if field in open_fields))
    }


def _asked(case: Case, channel: Channel) -> Iterator[str]:
    """Every fact that is unknown and that the channel asks for, open or not."""
    rows = case.failures.get(channel.channel_id, [])
    names = [row["field"] for row in rows if row["state"] == "unknown"]
    quoted = case.visitor.quoted_limit(channel.channel_id)
    names += limit_of(case.catalog, channel, case.facts, quoted).missing
    names += _shared(case, channel)
    names += [
        row.field
        for row in case.catalog.pricing
        if row.channel_id == channel.channel_id and case.facts.get(row.field) is None
    ]
    return (ASKED_AS.get(name, name) for name in names)


def _shared(case: Case, channel: Channel) -> Iterator[str]:
    """What is unknown of the limits that the channel shares with others."""
    groups: dict[tuple[Any, ...], list[Limit]] = {}
    for row in case.catalog.limits_of(channel):
        if row.scope == "together":
            groups.setdefault((row.applies_to, row.field), []).append(row)
    for rows in groups.values():
        yield from step_amount(rows, case.facts)[2]


def asked_by_all(case: Case, open_fields: Collection[str]) -> tuple[str, ...]:
    """Open facts that the plan itself asks for, whichever channels it uses.

    An overdue payment closes what is unsecured and opens rights towards the lender; outages that are in force or to be
    survived hit or spare the borrower; the cap on inquiries counts those that were made; what the plan may repay early
    depends on the facts that it moves; losses of a private person are living costs, which some money may not serve.
    """
    return tuple(field for field in dict.fromkeys(_of_all(case)) if field in open_fields)


def _of_all(case: Case) -> Iterable[str]:
    yield OVERDUE
    for row in case.catalog.outages:
        if row.when_field and (row.status == "in_force" or row.outage_id in case.policy.survive):
            yield ASKED_AS.get(row.when_field, row.when_field)
    if case.policy.max_inquiries is not None:
        yield from INQUIRIES
    if case.debts:
        yield from (row.field for row in case.catalog.facts if row.moved_by not in (None, "inquiry"))
    if case.situation.losses.any():
        yield "applicant"
