"""A borrower's files before a catalog that does not know everything in them, since another one did."""

from collections.abc import Iterator

from fundmix.analysis.impact.records import LeftAside, Side
from fundmix.borrower import Policy, Profile
from fundmix.catalog.tables import Catalog
from fundmix.facts import known_facts, resolve_channel


def fitted(
    profile: Profile, catalog: Catalog, other: Catalog, side: Side = "new"
) -> tuple[Profile, tuple[LeftAside, ...]]:
    """The profile as ``catalog`` can read it: what only ``other`` knows is left aside and named.

    A debt at a channel that is not there stays, with its own contract, as a loan from outside the catalog. What neither
    catalog knows stays as it is, so that it is told as a mistake.
    """
    fitting = _Fitting(catalog, other, side)
    return fitting.profile(profile), tuple(fitting.aside)


def fitted_policy(
    policy: Policy, catalog: Catalog, other: Catalog, side: Side = "new"
) -> tuple[Policy, tuple[LeftAside, ...]]:
    """The policy without the channels that only ``other`` has."""
    here, there = ({row.channel_id for row in one.channels} for one in (catalog, other))
    aside = tuple(
        LeftAside(side=side, kind=word, subject=name, channel_id=name)
        for word in ("exclude", "require")
        for name in getattr(policy, word)
        if name in there - here
    )
    gone = {one.subject for one in aside}
    kept = {word: tuple(n for n in getattr(policy, word) if n not in gone) for word in ("exclude", "require")}
    return (policy.model_copy(update=kept) if aside else policy), aside


class _Fitting:
    """One profile in front of one catalog, and what was left aside on the way."""

    def __init__(self, catalog: Catalog, other: Catalog, side: Side) -> None:
        self.catalog, self.other, self.side = catalog, other, side
        self.aside: list[LeftAside] = []

    def profile(self, profile: Profile) -> Profile:
        """The profile without what only the other catalog knows."""
        return profile.model_copy(
            update={
                "debts": tuple(self._debts(profile)),
                "quotes": tuple(self._quotes(profile)),
                "approval_odds": dict(self._odds(profile)),
                "facts": dict(self._facts(profile)),
            }
        )

    def _tell(self, kind: str, subject: str, channel_id: str | None = None) -> None:
        self.aside.append(
            LeftAside.model_validate(
                {"side": self.side, "kind": kind, "subject": subject, "channel_id": channel_id}
            )
        )

    def _place(self, name: str | None) -> tuple[str | None, str | None]:
        """(the channel here, the channel that only the other catalog has) of a name; an unknown name stays."""
        if name is None:
            return None, None
        here, there = (resolve_channel(catalog, name) for catalog in (self.catalog, self.other))
        if here is None and there is not None:
            # a channel may keep its id and lose the name by which the borrower calls it
            here = resolve_channel(self.catalog, there)
        return (here, None) if here else (None, there) if there else (name, None)

    def _debts(self, profile: Profile) -> Iterator[object]:
        assets = [{fact.field for fact in one.facts if fact.pledge} for one in (self.catalog, self.other)]
        for debt in profile.debts:
            here, gone = self._place(debt.channel_id)
            pledge = debt.pledge
            if gone:
                self._tell("debt", debt.name, gone)
            if pledge in assets[1] - assets[0]:
                self._tell("pledge", debt.name)
                pledge = None
            yield debt.model_copy(update={"channel_id": here, "pledge": pledge})

    def _quotes(self, profile: Profile) -> Iterator[object]:
        products, others = (
            {(row.channel_id, row.product_id) for row in one.products} for one in (self.catalog, self.other)
        )
        for quote in profile.quotes:
            here, gone = self._place(quote.channel_id)
            named = (here, quote.product_id)
            if gone or (quote.product_id is not None and named in others - products):
                self._tell("quote", quote.channel_id, gone or here)
            else:
                yield quote.model_copy(update={"channel_id": here})

    def _odds(self, profile: Profile) -> Iterator[tuple[str, float]]:
        groups, others = (
            {f"group:{group}" for row in one.channels for group in row.risk_groups}
            for one in (self.catalog, self.other)
        )
        for name, chance in profile.approval_odds.items():
            here, gone = self._place(name) if name not in others | groups else (name, None)
            if gone or name in others - groups:
                self._tell("odds", name, gone)
            else:
                yield here or name, chance

    def _facts(self, profile: Profile) -> Iterator[tuple[str, object]]:
        here, there = (known_facts(one).keys() for one in (self.catalog, self.other))
        for name, value in profile.facts.items():
            if name in there and name not in here:
                self._tell("fact", name)
            else:
                yield name, value
