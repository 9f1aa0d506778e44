"""Who may say no: every pattern of refusals with its probability, those that leave the same lenders merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from fundmix.borrower import Profile
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, Issue
from fundmix.facts import with_channels
from fundmix.offers import Lender

MOST_SCENARIOS = 4096
"""Patterns beyond which nothing is worked out: twelve channels that say yes or no, each for itself."""
GROUP = "group:"
SECTION = "approval_odds"


@dataclass(frozen=True)
class Scenario:
    """Who would lend, and how probable that is."""

    approved: frozenset[str]
    probability: float


def assumed_odds(catalog: Catalog, profile: Profile) -> dict[str, float]:
    """The borrower's odds by channel id or ``group:NAME``.

    Raises:
        InputError: ``odds_missing`` when there are none; names that the catalog does not have.
    """
    if not profile.approval_odds:
        raise InputError([Issue("odds_missing", profile.origin.file)])
    return dict(with_channels(profile, catalog).approval_odds)


def chance_of(lender: Lender, odds: Mapping[str, float]) -> float:
    """How probable it is that a lender lends: it does not refuse, and none of its groups is closed."""
    return prod(odds.get(name, 1.0) for name in _names(lender))


def is_certain(lender: Lender, odds: Mapping[str, float]) -> bool:
    """Whether nobody assumed anything of the lender, so that it counts as certain."""
    return not any(name in odds for name in _names(lender))


def outside(lenders: Sequence[Lender], odds: Mapping[str, float]) -> tuple[str, ...]:
    """The names among the odds that no lender of the case has."""
    named = {name for lender in lenders for name in _names(lender)}
    return tuple(name for name in odds if name not in named)


def scenarios(lenders: Sequence[Lender], odds: Mapping[str, float], where: str = "") -> tuple[Scenario, ...]:
    """Every set of lenders that would lend, the likeliest first.

    A group closes with probability 1 − its odds, all of its lenders at once; beside that each lender refuses with
    1 − its own odds; all of this independently. What is not named is certain. ``where``: the file of the odds.

    Raises:
        InputError: ``odds_too_many`` beyond :data:`MOST_SCENARIOS`.
    """
    found = {frozenset(lender.channel_id for lender in lenders): 1.0}
    groups = dict.fromkeys(group for lender in lenders for group in lender.risk_groups)
    causes = [
        (odds[f"{GROUP}{group}"], frozenset(one.channel_id for one in lenders if group in one.risk_groups))
        for group in groups
        if f"{GROUP}{group}" in odds
    ]
    causes += [
        (odds[one.channel_id], frozenset([one.channel_id])) for one in lenders if one.channel_id in odds
    ]
    for yes, closed in causes:
        split: dict[frozenset[str], float] = {}
        for approved, probability in found.items():
            for left, share in ((approved, yes), (approved - closed, 1.0 - yes)):
                if share > 0:
                    split[left] = split.get(left, 0.0) + probability * share
        found = split
        if len(found) > MOST_SCENARIOS:
            details = {"bound": MOST_SCENARIOS}
            raise InputError([Issue("odds_too_many", where, column=SECTION, details=details)])
    ordered = sorted(found.items(), key=lambda one: (-one[1], -len(one[0]), sorted(one[0])))
    return tuple(Scenario(approved, probability) for approved, probability in ordered)


def _names(lender: Lender) -> tuple[str, ...]:
    """The names by which odds may speak of a lender: itself and its groups."""
    return (lender.channel_id, *(f"{GROUP}{group}" for group in lender.risk_groups))
