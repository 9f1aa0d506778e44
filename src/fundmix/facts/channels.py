"""Channels as borrowers name them."""

from fundmix.borrower import Profile
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.tables import Catalog


def resolve_channel(catalog: Catalog, name: str) -> str | None:
    """The channel that a borrower calls so: by id, name or alias; None when it is not just one."""
    plain = name.strip().casefold()
    if any(channel.channel_id == plain for channel in catalog.channels):
        return plain
    matches = [
        channel.channel_id
        for channel in catalog.channels
        if plain in {other.casefold() for other in (channel.name, channel.name_en, *channel.aliases)}
    ]
    return matches[0] if len(matches) == 1 else None


def with_channels(profile: Profile, catalog: Catalog) -> Profile:
    """The profile with each debt's and quote's channel by its id.

    Raises:
        InputError: channels that the catalog does not have, with the nearest that it has.
    """
    found = Findings()
    resolved = resolve_channels(profile, catalog, found)
    found.raise_all()
    return resolved


def resolve_channels(profile: Profile, catalog: Catalog, found: Findings) -> Profile:
    """:func:`with_channels`, with the mistakes kept in ``found``."""
    known = [
        name
        for channel in catalog.channels
        for name in (channel.channel_id, channel.name, channel.name_en, *channel.aliases)
        if name
    ]

    def place(name: str | None, key: str) -> str | None:
        resolved = None if name is None else resolve_channel(catalog, name)
        if name is not None and resolved is None:
            issue = profile.origin.issue("profile_channel_unknown", f"{key}.channel_id", shown(name))
            found.near(issue, known, name)
        return resolved or name

    debts = tuple(
        debt.model_copy(update={"channel_id": place(debt.channel_id, f"debts[{number}]")})
        for number, debt in enumerate(profile.debts, start=1)
    )
    quotes = tuple(
        quote.model_copy(update={"channel_id": place(quote.channel_id, f"quotes[{number}]")})
        for number, quote in enumerate(profile.quotes, start=1)
    )
    for number, quote in enumerate(quotes, start=1):
        products = [row.product_id for row in catalog.products if row.channel_id == quote.channel_id]
        if quote.product_id is not None and products and quote.product_id not in products:
            issue = profile.origin.issue("quote_product_unknown", f"quotes[{number}].product_id")
            found.near(issue, [name for name in products if name], quote.product_id)
    assets = [fact.field for fact in catalog.facts if fact.pledge]
    for number, debt in enumerate(debts, start=1):
        if debt.pledge is not None and debt.pledge not in assets:
            issue = profile.origin.issue("debt_pledge_unknown", f"debts[{number}].pledge", shown(debt.pledge))
            found.near(issue, assets, debt.pledge)
    return profile.model_copy(update={"debts": debts, "quotes": quotes})
