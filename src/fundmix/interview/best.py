"""The market at its best: every rule that waits for an open fact is passed, every limit and price is as good as can be.

A fact is *open* while it is unknown and may still be answered. Whatever the answers are, they leave a market that is
no better than this one and no worse than that of what is known today, where an unknown rule shuts a channel out, an
unknown limit is 0 and an unknown price step is the dearest.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from fundmix.answer.unknown import ASKED_AS
from fundmix.borrower import Profile
from fundmix.catalog.tables import Catalog, Channel, Fact, Limit, PriceStep, Rule

PLENTY = 1e9
"""What an open figure is taken as where more is better: yuan beyond what any plan of a borrower could use."""


def at_best(catalog: Catalog, profile: Profile, open_fields: Collection[str]) -> tuple[Catalog, Profile]:
    """Catalog and profile in which every open fact has turned out as well as it could, rule by rule.

    A fact may be taken as two things at once (as a sole trader by one lender, as a firm by another): it is a bound, not
    a borrower.
    """
    fields = {*open_fields, *(derived for derived, day in ASKED_AS.items() if day in open_fields)}
    fields -= profile.facts.keys()
    if not fields:
        return catalog, profile
    priced = {row.field for row in catalog.pricing} & fields
    limited = {row.field for row in catalog.limits if row.field} & fields
    tables: dict[str, Any] = {name: getattr(catalog, name) for name in Catalog.model_fields}
    tables["eligibility"] = tuple(_asked(catalog.eligibility, fields))
    tables["limits"] = tuple(_most(catalog.limits, fields))
    tables["pricing"] = tuple(_cheapest(catalog.pricing, fields))
    tables["channels"] = tuple(_open_to(channel, fields) for channel in catalog.channels)
    tables["facts"] = tuple(
        _unbound(fact) if fact.field in priced | limited else fact for fact in catalog.facts
    )
    # made anew: a copy would share what the catalog has found out about its own rows
    best = Catalog.model_construct(**tables)
    facts = profile.facts | dict.fromkeys(priced | limited, PLENTY)
    return best, profile.model_copy(update={"facts": facts})


def _asked(rules: Iterable[Rule], fields: Collection[str]) -> Iterator[Rule]:
    """The rules that no open fact decides; of rules of which one is enough, none when one of them is open."""
    rules = tuple(rules)
    passed = {rule.any_of for rule in rules if rule.any_of and rule.enabled and rule.field in fields}
    return (rule for rule in rules if rule.field not in fields and rule.any_of not in passed)


def _most(rows: Iterable[Limit], fields: Collection[str]) -> Iterator[Limit]:
    """The limits; steps that an open fact chooses or multiplies are one step, the largest of them."""
    groups: dict[tuple[Any, ...], list[Limit]] = {}
    for row in rows:
        groups.setdefault((row.applies_to, row.field, row.scope), []).append(row)
    for steps in groups.values():
        if not any(step.field in fields or step.when_field in fields for step in steps):
            yield from steps
            continue
        caps = [step.cap for step in steps if step.cap is not None]
        yield steps[0].model_copy(
            update={
                "multiplier": max(step.multiplier for step in steps),
                "cap": max(caps) if len(caps) == len(steps) else None,
                "when_field": None, "when_from": None, "when_to": None,
            }
        )  # fmt: skip


def _cheapest(rows: Iterable[PriceStep], fields: Collection[str]) -> Iterator[PriceStep]:
    """The price steps; those of an open fact are one step, the cheapest of them or none at all."""
    groups: dict[tuple[Any, ...], list[PriceStep]] = {}
    for row in rows:
        groups.setdefault((row.channel_id, row.product_id, row.field), []).append(row)
    for steps in groups.values():
        if steps[0].field not in fields:
            yield from steps
            continue
        least = sum(min(0.0, step.rate_add) for step in steps)
        yield steps[0].model_copy(update={"from_value": None, "to_value": None, "rate_add": least})


def _open_to(channel: Channel, fields: Collection[str]) -> Channel:
    """The channel, with what its own row asks of an open fact passed."""
    passed = {"applicant": "applicant", "occupation": "banned_occupations"}
    return channel.model_copy(update={name: () for field, name in passed.items() if field in fields})


def _unbound(fact: Fact) -> Fact:
    """The fact as a plain figure that may be as large as it likes."""
    return fact.model_copy(update={"type": "number", "minimum": None, "maximum": None, "choices": ()})
