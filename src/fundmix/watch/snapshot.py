"""Today's profile as a snapshot: what is known, what is owed, what lenders show and decided."""

from collections.abc import Iterable

from fundmix.borrower import Profile
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.tables import Catalog
from fundmix.catalog.terms import terms_of
from fundmix.errors import Issue
from fundmix.facts import facts_of, resolve_channel, with_channels
from fundmix.watch.records import ChannelThen, DebtThen, Decision, Snapshot


def snapshot_of(
    profile: Profile, catalog: Catalog, *, approved: Iterable[str] = (), refused: Iterable[str] = ()
) -> Snapshot:
    """Everything that is known about the borrower on ``profile.start``.

    Args:
        profile: whose facts, said and derived, debts and quotes are recorded. A quote that has run out says
            nothing any more; of several for one channel the highest limit counts.
        catalog: its facts and channels; the terms of each channel with a debt, a quote or a decision are recorded.
        approved: channels, by id, name or alias, that approved an application or a renewal on that day.
        refused: channels that refused one.

    Raises:
        InputError: mistakes in the profile; ``approved`` or ``refused`` names no channel, or both the same.
    """
    decisions = _decisions(catalog, approved, refused)
    facts = facts_of(profile, catalog)
    placed = with_channels(profile, catalog)
    debts = {
        debt.name: DebtThen(
            name=debt.name, channel_id=debt.channel_id, balance=debt.balance, last_payment=debt.last_payment
        )
        for debt in placed.debts
    }
    limits: dict[str, float] = {}
    for quote in placed.quotes:
        runs = quote.valid_until is None or quote.valid_until >= profile.start
        if runs and quote.limit is not None:
            limits[quote.channel_id] = max(quote.limit, limits.get(quote.channel_id, 0.0))
    owed = (debt.channel_id for debt in placed.debts if debt.channel_id is not None)
    concerned = dict.fromkeys([*owed, *(quote.channel_id for quote in placed.quotes), *decisions])
    channels = {
        channel_id: ChannelThen(
            channel_id=channel_id,
            limit=limits.get(channel_id),
            decision=decisions.get(channel_id),
            terms=terms_of(catalog, channel_id),
        )
        for channel_id in concerned
    }
    return Snapshot(date=profile.start, facts=facts, debts=debts, channels=channels)


def _decisions(catalog: Catalog, approved: Iterable[str], refused: Iterable[str]) -> dict[str, Decision]:
    """Channel to what it decided; names of nothing, and a channel with both answers, are issues."""
    found = Findings()
    decisions: dict[str, Decision] = {}
    words: tuple[tuple[Decision, Iterable[str]], ...] = (("approved", approved), ("refused", refused))
    for decision, names in words:
        for name in names:
            channel_id = resolve_channel(catalog, name)
            if channel_id is None:
                known = [
                    word for row in catalog.channels for word in (row.channel_id, row.name, *row.aliases)
                ]
                found.near(Issue("channel_not_found", column=decision, value=shown(name)), known, name)
            elif decisions.setdefault(channel_id, decision) != decision:
                found.issues.append(Issue("history_decided_twice", column=decision, value=shown(name)))
    found.raise_all()
    return decisions
