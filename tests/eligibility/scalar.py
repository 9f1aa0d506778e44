"""The rules asked of one borrower at a time: what the vector form must agree with."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from fundmix.catalog.tables import Catalog, Channel, Fact, Rule
from fundmix.fields import parse_bool, parse_date

Truth = bool | None
"""None = unknown."""


def typed(fact: Fact, text: str) -> Any:
    if fact.type == "yes_no":
        return parse_bool(text)
    if fact.type == "date":
        return parse_date(text)
    return text if fact.type in ("text", "choice") else float(text)


def order(fact: Fact, value: Any) -> Any:
    return fact.choices.index(value) if fact.type == "choice" else value


def passes(rule: Rule, fact: Fact, value: Any) -> Truth:
    if value is None:
        return None
    if rule.operator in ("in", "not_in"):
        return (value in [typed(fact, part) for part in rule.value.split(";")]) == (rule.operator == "in")
    left, right = order(fact, value), order(fact, typed(fact, rule.value))
    return {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[rule.operator]


def either(truths: list[Truth]) -> Truth:
    return True if True in truths else None if None in truths else False


def both(truths: list[Truth]) -> Truth:
    return False if False in truths else None if None in truths else True


def verdict(catalog: Catalog, channel: Channel, facts: Mapping[str, Any]) -> tuple[str, bool]:
    """(verdict, soft) of one borrower and channel."""
    by_field = {fact.field: fact for fact in catalog.facts}
    groups: dict[str, list[tuple[str, Truth]]] = {}
    for rule in catalog.eligibility:
        if catalog.selects(rule.applies_to, channel):
            truth = passes(rule, by_field[rule.field], facts.get(rule.field))
            groups.setdefault(rule.any_of or f"alone {rule.rule_id}", []).append((rule.kind, truth))
    items = [
        (
            min((kind for kind, _ in group), key=["hard", "soft", "info"].index),
            either([truth for _, truth in group]),
        )
        for group in groups.values()
    ]
    own: list[Truth] = []
    if channel.applicant:
        own.append(None if facts.get("applicant") is None else facts["applicant"] in channel.applicant)
    if channel.banned_occupations:
        own.append(
            None if facts.get("occupation") is None else facts["occupation"] not in channel.banned_occupations
        )
    if channel.reference_only:
        own.append(False)
    hard = both([truth for kind, truth in items if kind == "hard"] + own)
    soft = any(truth is not True for kind, truth in items if kind == "soft")
    return {True: "eligible", None: "unknown", False: "ineligible"}[hard], soft


def day(number: int) -> dt.date:
    return dt.date(2026, 1, number)
