"""The rules of a catalog asked of a frame of borrowers, one vector operation per rule."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from pydantic_core import PydanticCustomError

from fundmix.catalog.tables import Catalog, Channel, Fact, Rule, selector_names
from fundmix.catalog.values import rule_values
from fundmix.eligibility.columns import FAILED, Column, compare, read_column
from fundmix.eligibility.verdicts import Check, Judgement, Verdicts, Wording
from fundmix.errors import InputError, Issue
from fundmix.facts import known_facts

APPLICANT, OCCUPATION, REFERENCE = "channel_applicant", "channel_occupation", "channel_reference_only"
"""Rule ids of what a channel's own row asks; their ``reason`` is a message code."""


def judge(catalog: Catalog, borrowers: pd.DataFrame, *, channels: Iterable[str] | None = None) -> Verdicts:
    """What every channel's rules say about every borrower.

    A failed hard rule makes a channel ineligible; else an unknown one makes it unknown; else it is eligible.
    Of the rules of a channel with the same ``any_of`` word one is enough. A soft rule that failed or is
    unknown only sets ``soft``; info is only shown.

    Args:
        catalog: channels, rules and facts.
        borrowers: a row per borrower, index = its key; columns = facts, typed or as written; None, NaN
            and a column that is left out are unknown. Other columns are ignored.
        channels: the channels to judge; all when None.

    Raises:
        InputError: a key that occurs twice, a value not of its fact's type, a rule that cannot be asked.
    """
    if not borrowers.index.is_unique:
        row = int(np.argmax(borrowers.index.duplicated())) + 1
        raise InputError([Issue("borrower_twice", line=row)])
    chosen = set(channels) if channels is not None else None
    visitor = _Asked(catalog, borrowers)
    rules = [visitor.check(_wording(rule, visitor.facts)) for rule in _enabled(catalog)]
    named = _by_name(catalog)
    return Verdicts(
        borrowers.index,
        {
            channel.channel_id: (
                *(visitor.check(wording) for wording in _own_rules(channel)),
                *(rules[position] for position in _positions(named, channel)),
            )
            for channel in catalog.channels
            if channel.enabled and (chosen is None or channel.channel_id in chosen)
        },
    )


def verdict_of(verdicts: Verdicts, borrower: Any = None) -> dict[str, Judgement]:
    """Channel to (verdict, soft) of one borrower; the key may be left out when there is only one.

    Raises:
        KeyError: there is no such borrower.
        ValueError: the key is left out and there is not exactly one.
    """
    return (verdicts if borrower is None else verdicts.one(borrower)).judgements()


def frame_of(facts: Mapping[str, Any], borrower: Any = "borrower") -> pd.DataFrame:
    """The facts of one borrower as the frame that :func:`judge` wants."""
    # one block for all: a column each would cost more than all the rules
    return pd.DataFrame([list(facts.values())], index=[borrower], columns=list(facts), dtype=object)


class _Asked:
    """The frame, each of its columns read once, when a rule first asks for it."""

    def __init__(self, catalog: Catalog, borrowers: pd.DataFrame) -> None:
        self.facts = known_facts(catalog)
        self._borrowers = borrowers
        self._columns: dict[str, Column] = {}

    def check(self, wording: Wording) -> Check:
        """A rule asked of every borrower."""
        size = len(self._borrowers)
        if not wording.operator:
            return Check(wording, np.full(size, FAILED, dtype=np.int8), None)
        if wording.field not in self._columns:
            values = self._borrowers.get(wording.field)
            self._columns[wording.field] = read_column(values, self.facts[wording.field], size)
        column = self._columns[wording.field]
        return Check(wording, compare(column, wording.operator, wording.required), column)


def _enabled(catalog: Catalog) -> Iterator[Rule]:
    return (rule for rule in catalog.eligibility if rule.enabled)


def _by_name(catalog: Catalog) -> dict[str, list[int]]:
    """Positions of the enabled rules by each name that they select: rules × channels is too many to try them all."""
    named: dict[str, list[int]] = {}
    for position, rule in enumerate(_enabled(catalog)):
        for name in rule.applies_to:
            named.setdefault(name, []).append(position)
    return named


def _positions(named: Mapping[str, list[int]], channel: Channel) -> list[int]:
    """The rules that apply to a channel, in the order of the catalog."""
    return sorted(
        {position for name in ("all", *selector_names(channel)) for position in named.get(name, ())}
    )


def _wording(rule: Rule, facts: Mapping[str, Fact]) -> Wording:
    """A rule of the catalog with its value read by the type of its fact."""
    if rule.field not in facts:
        raise InputError([Issue("rule_asks_unknown_fact", column=rule.rule_id, value=rule.field)])
    fact = facts[rule.field]
    try:
        values = rule_values(rule, fact)
    except PydanticCustomError as error:
        details = dict(error.context or {})
        raise InputError(
            [Issue(error.type, column=rule.rule_id, value=rule.value, details=details)]
        ) from None
    required: Any = values if rule.operator in ("in", "not_in") else values[0]
    texts = {
        name: getattr(rule, name) for name in ("reason", "reason_en", "remedy", "remedy_en", "remedy_months")
    }
    return Wording(rule.rule_id, rule.field, rule.operator, required, rule.kind, rule.any_of, **texts)


def _own_rules(channel: Channel) -> Iterator[Wording]:
    """What the channel's own row asks, as hard rules."""
    if channel.applicant:
        reason = "applicant_not_served"
        yield Wording(APPLICANT, "applicant", "in", channel.applicant, "hard", None, reason, reason)
    if channel.banned_occupations:
        reason = "occupation_banned"
        yield Wording(
            OCCUPATION, "occupation", "not_in", channel.banned_occupations, "hard", None, reason, reason
        )
    if channel.reference_only:
        yield Wording(REFERENCE, "", "", None, "hard", None, "reference_only", "reference_only")
