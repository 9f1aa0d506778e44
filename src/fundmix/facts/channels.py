"""Channels as borrowers name them."""

from collections.abc import Iterable

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
    """The profile with the channel of each debt, quote and chance by its id.

    Raises:
        InputError: channels that the catalog does not have, with the nearest that it has.
    """
    found = Findings()
    resolved = resolve_channels(profile, catalog, found)
    found.raise_all()
    return resolved


def resolve_channels(profile: Profile, catalog: Catalog, found: Findings) -> Profile:
    """:func:`with_channels`, with the mistakes kept in ``found``."""
    known = _names_of_channels(catalog)

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
    odds = _resolve_odds(profile, catalog, found)
    return profile.model_copy(update={"debts": debts, "quotes": quotes, "approval_odds": odds})


def _resolve_odds(profile: Profile, catalog: Catalog, found: Findings) -> dict[str, float]:
    """The user's chances by channel id or ``group:x``; names of nothing, and a channel named twice, are issues."""
    groups = {f"group:{group}" for channel in catalog.channels for group in channel.risk_groups}
    odds: dict[str, float] = {}
    first: dict[str, str] = {}
    for name, chance in profile.approval_odds.items():
        key = f"approval_odds.{shown(name)}"
        if name.startswith("group:"):
            place = name if name in groups else None
            issue = profile.origin.issue("odds_group_unknown", key, shown(name))
            known: Iterable[str] = groups
        else:
            place = resolve_channel(catalog, name)
            issue = profile.origin.issue("profile_channel_unknown", key, shown(name))
            known = _names_of_channels(catalog)
        if place is None:
            found.near(issue, known, name)
        elif place in odds:
            found.issues.append(profile.origin.issue("odds_twice", key, first=first[place]))
        else:
            odds[place], first[place] = chance, name
    return odds


def _names_of_channels(catalog: Catalog) -> list[str]:
    """Every word by which a borrower may call a channel."""
    return [
        name
        for channel in catalog.channels
        for name in (channel.channel_id, channel.name, channel.name_en, *channel.aliases)
        if name
    ]
