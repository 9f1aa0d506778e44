"""The facts about one borrower: what the profile says by the catalog's types, and what follows from it.

A fact that the profile says is never overwritten by a derived one; what neither gives is unknown.
"""

from fundmix.facts.channels import resolve_channel, with_channels
from fundmix.facts.derived import (
    DERIVATIONS,
    Derivation,
    Known,
    is_consumer_finance,
    is_online,
    is_platform,
)
from fundmix.facts.due import running, service_of
from fundmix.facts.said import facts_of, known_facts

__all__ = [
    "DERIVATIONS",
    "Derivation",
    "Known",
    "facts_of",
    "is_consumer_finance",
    "is_online",
    "is_platform",
    "known_facts",
    "resolve_channel",
    "running",
    "service_of",
    "with_channels",
]
