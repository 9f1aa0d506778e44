"""One borrower in front of one catalog."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fundmix.borrower import Policy, Profile, Quote
from fundmix.catalog.tables import Catalog, Fact
from fundmix.dates import Grid
from fundmix.debts import DebtContract
from fundmix.facts import resolve_channel

OVERDUE = "overdue_now"
"""The fact that a payment is overdue."""


@dataclass(frozen=True)
class Visitor:
    """One borrower in front of one catalog.

    Attributes:
        facts: field -> value, unknown ones absent.
        verdicts: channel_id -> (``eligible`` ``ineligible`` ``unknown``, soft).
        draw_until: last period of draws.
        hardship: whether own money does not carry the existing payments.
    """

    catalog: Catalog
    profile: Profile
    facts: Mapping[str, Any]
    verdicts: Mapping[str, tuple[str, bool]]
    policy: Policy
    debts: tuple[DebtContract, ...]
    draw_until: int
    hardship: bool = False

    @property
    def overdue(self) -> bool:
        """Whether a payment is overdue today: then new loans wait, and rights towards the lender come first."""
        return self.facts.get(OVERDUE) is True

    @cached_property
    def grid(self) -> Grid:
        """The period grid of the plan."""
        return Grid(start=self.profile.start, period=self.catalog.settings.period)

    @cached_property
    def fact_rows(self) -> dict[str, Fact]:
        """The catalog's facts by name."""
        return {fact.field: fact for fact in self.catalog.facts}

    @cached_property
    def owed(self) -> frozenset[str]:
        """Channels that the borrower owes."""
        return frozenset(debt.channel_id for debt in self.debts if debt.channel_id)

    @cached_property
    def quotes(self) -> dict[str, tuple[Quote, ...]]:
        """Quotes that are still valid at the start, by channel."""
        found: dict[str, tuple[Quote, ...]] = {}
        for quote in self.profile.quotes:
            channel_id = resolve_channel(self.catalog, quote.channel_id)
            if channel_id and (quote.valid_until is None or quote.valid_until >= self.profile.start):
                found[channel_id] = (*found.get(channel_id, ()), quote)
        return found

    def quote(self, channel_id: str, product_id: str | None = None) -> Quote | None:
        """The quote for a product, else the one for its whole channel."""
        quotes = self.quotes.get(channel_id, ())
        named = [quote for quote in quotes if quote.product_id == product_id and product_id is not None]
        general = [quote for quote in quotes if quote.product_id is None]
        return next(iter(named + general), None)

    def quoted_limit(self, channel_id: str) -> float | None:
        """Yuan quoted for the whole channel, else the largest that was quoted for one of its products."""
        quotes = self.quotes.get(channel_id, ())
        general = [quote.limit for quote in quotes if quote.product_id is None and quote.limit is not None]
        named = [quote.limit for quote in quotes if quote.product_id is not None and quote.limit is not None]
        return general[0] if general else max(named, default=None)
