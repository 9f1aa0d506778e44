"""The fewest facts that would open lenders enough to fund everything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fundmix.answer.asked import Asked
from fundmix.answer.unknown import head
from fundmix.catalog.tables import Fact, allows
from fundmix.errors import InputError
from fundmix.offers import Excluded
from fundmix.program.easing import facts_model, least_slack

FACTS_PER_CHANNEL = 3
CHANGED = 1.01
"""A fact that is otherwise today weighs a little more than one that only has to be said."""


@dataclass(frozen=True)
class Opened:
    """Facts that open channels: what they have to be, and no fewer do.

    Attributes:
        facts: field -> value as in the profile. channels: what they open and the plan would use.
        words: names of facts and channels for the sentence.
    """

    facts: dict[str, Any]
    channels: tuple[str, ...]
    bound: float
    words: dict[str, Any]


def facts_repair(asked: Asked, seconds: float) -> Opened | None:
    """The fewest facts with which everything is funded; None when no facts do.

    A fact counts when it is not said, or when the rule itself names a remedy. Each takes the least value that passes
    the rules of the channels that it opens.
    """
    keys = {row.channel_id: found for row in asked.case.market.excluded if (found := _asks(asked, row))}
    wanted = _together(keys.values())
    weights = {name: 1.0 for found in keys.values() for name in found}
    weights |= {name: CHANGED for found in keys.values() for name, key in found.items() if key.said}
    try:
        opened = asked.with_facts(wanted).case if wanted else None
    except InputError:
        opened = None
    if opened is None:
        return None
    asks = {channel_id: tuple(found) for channel_id, found in keys.items()}
    least = least_slack(facts_model(opened.situation, opened.market, asks, weights), seconds)
    if least is None:
        return None
    channels = tuple(name for name in asks if least.values.get(f"use_{name}", 0.0) > 0.5)
    facts = _together(keys[name] for name in channels)
    return Opened(facts, channels, least.bound, _words(asked, facts, channels))


@dataclass(frozen=True)
class Key:
    """What a fact has to be for one channel: the least value that passes, and whether it is said otherwise today."""

    value: Any
    operator: str
    said: bool

    def stricter(self, other: "Key | None") -> "Key":
        """The one of two that passes both; of values without an order the first."""
        if other is None or not (_is_figure(self.value) and _is_figure(other.value)):
            return self if other is None else other
        pick = min if self.operator in ("<", "<=") else max
        return Key(pick(self.value, other.value), self.operator, self.said or other.said)


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _together(keys: Iterable[Mapping[str, Key]]) -> dict[str, Any]:
    """Fact -> the value that opens every one of these channels."""
    found: dict[str, Key] = {}
    for one in keys:
        for name, key in one.items():
            found[name] = key.stricter(found.get(name))
    return {name: key.value for name, key in found.items()}


def _asks(asked: Asked, row: Excluded) -> dict[str, Key]:
    """The facts that open one closed channel; empty when there is no such way."""
    channel = asked.catalog.channel(row.channel_id)
    purposes = {slot.purpose for slot in asked.case.situation.slots}
    served = any(allows(channel.purposes, channel.banned_purposes, purpose) for purpose in purposes)
    owed = row.channel_id in {debt.channel_id for debt in asked.case.debts}
    if row.verdict not in ("ineligible", "unknown") or not served or owed:
        return {}
    facts = {fact.field: fact for fact in asked.catalog.facts}
    found: dict[str, Key] = {}
    for rule in asked.case.failures.get(row.channel_id, []):
        if rule["kind"] != "hard":
            continue
        fact = facts.get(rule["field"])
        said = rule["state"] == "failed"
        value = None if fact is None or rule["any_of"] else _passing(fact, rule)
        # nobody becomes something else for a loan: a choice can only be said where it is not
        if value is None or (said and (rule["remedy_months"] is None or rule["operator"] == "in")):
            return {}
        found[rule["field"]] = Key(value, rule["operator"], said).stricter(found.get(rule["field"]))
    return found if len(found) <= FACTS_PER_CHANNEL else {}


def _passing(fact: Fact, rule: Mapping[str, Any]) -> Any:
    """The least value that passes a rule, as the profile would say it; None when there is no plain one."""
    if fact.kind != "asked":
        return None
    operator, required = rule["operator"], rule["required"]
    if operator == "in":
        return required[0] if isinstance(required, list | tuple) and required else None
    if operator in ("==", ">=", "<="):
        return required
    if operator in ("<", ">") and fact.type == "count":
        return int(required) + (1 if operator == ">" else -1)
    return None


def _words(asked: Asked, facts: Mapping[str, Any], channels: tuple[str, ...]) -> dict[str, Any]:
    """Names of the facts and channels, in both languages."""
    rows = {fact.field: fact for fact in asked.catalog.facts}
    named = [asked.catalog.channel(channel_id) for channel_id in channels]
    return {
        "fields": list(facts),
        "wanted": [_said(value) for value in facts.values()],
        "facts": [head(rows[name].description) for name in facts],
        "facts_en": [head(rows[name].description_en) or name for name in facts],
        "channels": [channel.name for channel in named],
        "channels_en": [channel.name_en or channel.name for channel in named],
    }


def _said(value: Any) -> str:
    """A value as text; words of yes and no as the codes that have labels."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
