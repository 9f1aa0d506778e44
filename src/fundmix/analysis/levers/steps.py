"""From a rule that is not met, or not answered, to what would meet it."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from fundmix.analysis.levers.records import Step
from fundmix.analysis.levers.waiting import YEARS, aged
from fundmix.answer.unknown import ASKED_AS
from fundmix.case import Case
from fundmix.catalog.tables import Fact
from fundmix.catalog.values import parse_fact
from fundmix.dates import shift
from fundmix.eligibility.columns import PASSED, compare, read_column

LONGEST = 24
"""Months that a lever may take at most: what takes longer is no answer to a need of today."""
CARD_USE, CARD_ROOM = "card_utilisation", "card_available_limit"
"""Used share of the card limits, and the yuan of them that are free: together they say what paying down costs."""

Row = Mapping[str, Any]


def steps_for(case: Case, row: Row) -> Iterator[Step]:
    """What would meet a failed or unknown rule, the soonest first; nothing where the borrower can change nothing."""
    fact = next((fact for fact in case.catalog.facts if fact.field == row["field"]), None)
    if fact is None:
        return
    value = nearest(fact, row)
    if row["state"] == "unknown":
        yield from _answer(case, fact, row, value)
        return
    if fact.changed_by == "record" and value is not None:
        yield _step("correct", fact.field, row, value, 0)
    if fact.changed_by == "paper" and value is not None:
        yield _step("do", fact.field, row, value, 0, takes_months=row["remedy_months"] or 0)
    elif fact.field == CARD_USE and value is not None:
        yield from _card(case, row, value)
    elif _is_timed(fact):
        yield from _time(case, fact, row, value)
    elif fact.changed_by is None and fact.kind == "asked" and value is not None:
        months = row["remedy_months"]
        if months is not None and months <= LONGEST:
            yield _step("do", fact.field, row, value, months)


def _is_timed(fact: Fact) -> bool:
    """Whether time alone changes it."""
    return fact.changed_by == "time" or fact.window_months is not None or fact.field in ASKED_AS


def _step(kind: Any, subject: str, row: Row, after: Any, months: int, **more: Any) -> Step:
    """A step with the words of its rule."""
    before = row["actual"]
    return Step(
        kind=kind, subject=subject, before=plain(before), after=plain(after), months=months,
        rule_id=row["rule_id"], field=row["field"], operator=row["operator"], required=plain(row["required"]),
        remedy=row["remedy"], remedy_en=row["remedy_en"], **more,
    )  # fmt: skip


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _answer(case: Case, fact: Fact, row: Row, value: Any) -> Iterator[Step]:
    """The least answer that meets the rule; for a fact that follows from a day, that day."""
    if fact.field in ASKED_AS and ASKED_AS[fact.field] not in case.profile.facts:
        months = row["required"] * (12 if fact.unit in YEARS else 1)
        if row["operator"] in (">=", ">") and months:
            value = shift(case.profile.start, -int(months) - (row["operator"] == ">"))
            yield _step("tell", ASKED_AS[fact.field], row, value, 0)
    elif fact.kind == "asked" and value is not None:
        yield _step("tell", fact.field, row, value, 0)


def _time(case: Case, fact: Fact, row: Row, value: Any) -> Iterator[Step]:
    """Waiting, as long as it certainly takes; where nobody can know, as long as the rule's remedy says."""
    months = _certain(case, fact, row)
    said = row["remedy_months"] if fact.moved_by is None and value is not None else None
    if fact.window_months is not None and said is not None and said < min(months or math.inf, LONGEST + 1):
        yield _step("wait", fact.field, row, value, said)
    elif months is not None and months <= LONGEST:
        yield wait(case, months)


def wait(case: Case, months: int) -> Step:
    """Time alone."""
    start = case.profile.start
    return Step(
        kind="wait", subject="start", before=start.isoformat(),
        after=shift(start, months).isoformat(), months=months,
    )  # fmt: skip


def _certain(case: Case, fact: Fact, row: Row) -> int | None:
    """Months after which the fact certainly meets the rule when nothing but time passes; None = it will not."""
    if fact.window_months is not None:
        for months in range(1, fact.window_months + 1):
            later = aged(case.catalog, case.facts, {fact.field: None}, months)
            if fact.field in later and passes(fact, row, later[fact.field]):
                return months
        return None
    runs = bool(row["actual"]) or fact.field in ASKED_AS
    if row["operator"] not in (">=", ">") or not runs:
        return None
    return math.ceil(float(row["distance"])) * (12 if fact.unit in YEARS else 1)


def _card(case: Case, row: Row, value: float) -> Iterator[Step]:
    """Paying the card down from own cash; only where the free limit is stated, since else nobody knows the sum."""
    used, free = float(row["actual"]), case.facts.get(CARD_ROOM)
    if free is None or not 0 < used < 1 or row["remedy_months"] is None:
        return
    yuan = math.ceil(round((used - value) * float(free) / (1 - used) * 100, 6)) / 100
    if yuan <= case.profile.cash.opening:
        yield _step("do", CARD_USE, row, value, row["remedy_months"], yuan=yuan)


def passes(fact: Fact, row: Row, value: Any) -> bool:
    """Whether a value meets the rule."""
    column = read_column(pd.Series([value], dtype=object), fact, 1)
    return bool(compare(column, row["operator"], row["required"])[0] == PASSED)


def nearest(fact: Fact, row: Row) -> Any:
    """The value nearest to today's that meets the rule, inside the fact's bounds; None when there is none."""
    for value in _near(fact, row):
        try:
            read = parse_fact(fact, value)
        except ValueError:
            continue
        if passes(fact, row, read):
            return read
    return None


def _near(fact: Fact, row: Row) -> Iterator[Any]:
    """Values to try, the nearest first."""
    operator, required = row["operator"], row["required"]
    if fact.type == "yes_no":
        yield from (True, False)
    elif fact.type == "choice":
        # of what the catalog lists, what stands next to today's word; an answer is taken as the least favourable
        words = fact.choices
        here = words.index(row["actual"]) if row["actual"] in words else len(words)
        yield from sorted(words, key=lambda word: (abs(words.index(word) - here), words.index(word)))
    elif operator in ("==", ">=", "<="):
        yield required
    elif operator in (">", "<") and fact.type in ("count", "money", "number", "ratio"):
        step = {"count": 1, "money": 0.01}.get(fact.type, 1e-6)
        yield required + (step if operator == ">" else -step)
    elif operator == "in":
        yield from required
