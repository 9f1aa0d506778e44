"""What lapses soon and concerns one borrower: rows about lenders that are open to them or used, and their quotes."""

import datetime as dt
from collections.abc import Collection

from fundmix.borrower import Profile
from fundmix.catalog.expiring import DAYS, Expiring, expiring
from fundmix.catalog.tables import Catalog
from fundmix.eligibility import Verdicts
from fundmix.facts import resolve_channel


def expiring_quotes(
    profile: Profile, catalog: Catalog, today: dt.date, days: int = DAYS
) -> tuple[Expiring, ...]:
    """The borrower's quotes that still hold today and run out within so many days, the first to run out first."""
    found = []
    for quote in profile.quotes:
        until = quote.valid_until
        if until is None or not 0 <= (until - today).days <= days:
            continue
        channel_id = resolve_channel(catalog, quote.channel_id) or quote.channel_id
        found.append(
            Expiring(
                table="quotes",
                key=f"{channel_id}/{quote.product_id}" if quote.product_id else channel_id,
                column="valid_until",
                day=until,
                days_left=(until - today).days,
                channels=(channel_id,),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.day, one.key)))


def channels_of_concern(profile: Profile, catalog: Catalog, verdicts: Verdicts) -> frozenset[str]:
    """Channels whose published rules the borrower meets, and those where debts or quotes are."""
    named = [*(debt.channel_id for debt in profile.debts), *(quote.channel_id for quote in profile.quotes)]
    used = {resolve_channel(catalog, name) or name for name in named if name}
    eligible = {name for name, found in verdicts.judgements().items() if found.verdict == "eligible"}
    return frozenset(used | eligible)


def concerning(rows: tuple[Expiring, ...], channels: Collection[str]) -> tuple[Expiring, ...]:
    """The rows that concern some of the channels, and of their channels only these."""
    kept = [
        row.model_copy(update={"channels": tuple(name for name in row.channels if name in channels)})
        for row in rows
    ]
    return tuple(row for row in kept if row.channels)


def expiring_for(
    profile: Profile, catalog: Catalog, verdicts: Verdicts, today: dt.date, days: int = DAYS
) -> tuple[Expiring, ...]:
    """What lapses within so many days and concerns this borrower, the first to lapse first."""
    rows = concerning(expiring(catalog, today, days), channels_of_concern(profile, catalog, verdicts))
    own = expiring_quotes(profile, catalog, today, days)
    return tuple(sorted([*rows, *own], key=lambda row: (row.day, row.table, row.key)))
