"""Random complete profiles: an example's borrower with other figures, every fact that can be asked known."""

import datetime as dt
from pathlib import Path
from random import Random
from typing import Any

from fundmix.borrower import Need, Profile, load_needs, load_profile
from fundmix.catalog.tables import Catalog, Fact
from fundmix.facts import facts_of

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("wang", "zhang", "li", "employee", "supplier")
SAME, OTHER = 0.75, 0.9
"""Up to the first: the example's own value; up to the second: another example's; else a random one."""
RISING = (
    (
        "hard_inquiries_1m",
        "hard_inquiries_2m",
        "hard_inquiries_3m",
        "hard_inquiries_6m",
        "hard_inquiries_12m",
    ),
    ("overdue_24m_consecutive_months", "overdue_24m_count"),
)
"""Counts of which each holds the one before."""


def complete(catalog: Catalog, seed: int) -> tuple[Profile, tuple[Need, ...]]:
    """A borrower of whom everything is known, and what the money is for."""
    random = Random(seed)
    name = NAMES[seed % len(NAMES)]
    examples = {each: load_profile(EXAMPLES / each / "profile.toml") for each in NAMES}
    own = examples[name]
    said = {each: facts_of(profile, catalog) for each, profile in examples.items()}
    facts = {
        fact.field: _value(random, fact, own.start, [said[name], *said.values()])
        for fact in catalog.facts
        if fact.kind == "asked"
    }
    for chain in RISING:
        for field, value in zip(chain, sorted(facts[field] for field in chain), strict=True):
            facts[field] = value
    factor = random.choice((0.6, 1.0, 1.4))
    needs = tuple(
        need.model_copy(update={"amount": round(need.amount * factor, -2)})
        for need in load_needs(EXAMPLES / name / "needs.csv", own.start)
    )
    return own.model_copy(update={"facts": facts}), needs


def _value(random: Random, fact: Fact, start: dt.date, known: list[dict[str, Any]]) -> Any:
    """The example's own value, now and then another one's, and sometimes any value of the type."""
    roll = random.random()
    source = known[0] if roll < SAME else random.choice(known) if roll < OTHER else {}
    value = source.get(fact.field)
    return _any(random, fact, start) if value is None else _near(random, fact, value)


def _near(random: Random, fact: Fact, value: Any) -> Any:
    """A figure like this one."""
    if fact.type == "money":
        return round(value * random.uniform(0.7, 1.3), -2)
    return value


def _any(random: Random, fact: Fact, start: dt.date) -> Any:  # noqa: PLR0911 - one answer a type
    """Any value of the fact's type; most people have no gold and no bad accounts."""
    low = fact.minimum or 0.0
    match fact.type:
        case "choice":
            return random.choice(fact.choices)
        case "yes_no":
            return random.random() < 0.5
        case "date":
            return start - dt.timedelta(days=random.randrange(30, 5000))
        case "money":
            return max(low, random.choice((0.0, 0.0, 3_000.0, 20_000.0, 150_000.0)))
        case "ratio":
            return min(random.choice((0.0, 0.1, 0.3, 0.6)), 1.0 if fact.maximum is None else fact.maximum)
        case "count" | "number":
            high = 24 if fact.maximum is None else fact.maximum
            return int(min(high, low + random.choice((0, 1, 3, 12))))
    return "杭州"
