"""Early-warning signs that ask for nothing, compare what cannot be compared, or look back nowhere."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from fundmix.catalog.rows import Placed
from fundmix.catalog.tables import Fact, FactType, Indicator, Measure
from fundmix.catalog.values import OPERATORS, parse_fact
from fundmix.catalog.view import View
from fundmix.fields import parse_number, parse_ratio, parse_share, parse_signed_money, reject, split_list

LAST_PAYMENT = Fact(field="last_payment", type="date", description="last_payment")
"""The day of a debt's last payment: no fact of the borrower, but of each of his debts."""
LIMIT = Fact(field="limit", type="money", description="limit")
"""What a lender shows as its limit: a figure of each channel."""
FROM_NOTHING = 1e6
"""A rise from 0 as a share of the value then: there is none, so one beyond every bound."""
WINDOW_MONTHS_MAX = 120
"""Months that a sign may look back; more is a slip of the pen."""

_FIGURES: frozenset[FactType] = frozenset({"money", "ratio", "number", "count"})
_LOOKS_BACK: frozenset[Measure] = frozenset({"change", "trend", "terms"})
_OF_DEBTS: frozenset[Measure] = frozenset({"share", "announced", "terms"})
"""Measures of debts and lenders: they ask no fact, and may be about some channels only."""
_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Bound:
    """What a sign is held against.

    Attributes:
        values: one value in the unit of what is measured, or the list of ``in`` and ``not_in``.
        relative: whether a change is measured as a share of the value then (``-20%`` of a turnover).
    """

    values: tuple[Any, ...]
    relative: bool = False


def field_of(row: Indicator, facts: Mapping[str, Fact]) -> Fact | None:
    """The fact that a sign measures, or the figure of debts and channels that stands for one; None = none."""
    own = {LAST_PAYMENT.field: LAST_PAYMENT, LIMIT.field: LIMIT}
    return None if row.field is None else facts.get(row.field) or own.get(row.field)


def about_each(row: Indicator) -> bool:
    """Whether a sign is about each debt or channel, and not about the borrower."""
    return row.measure in _OF_DEBTS or row.field in (LAST_PAYMENT.field, LIMIT.field)


def is_compared(row: Indicator, fact: Fact | None) -> bool:
    """Whether a sign has a bound: announced outages, terms, and changes of words and days have none."""
    if row.measure in ("announced", "terms"):
        return False
    return row.measure != "change" or fact is None or fact.type in _FIGURES


def bound_of(row: Indicator, fact: Fact | None) -> Bound:
    """The bound of a sign by what it measures.

    A change of yuan, counts and other figures that is written with ``%`` is a share of the value then; of a
    ratio it is in points.

    Raises:
        PydanticCustomError: it cannot be read, or lies beyond the bounds of the fact.
    """
    parts = split_list(row.value) if row.operator in ("in", "not_in") else (row.value,)
    if not parts:
        raise reject("missing_value")
    if row.measure == "level" and fact is not None:
        return Bound(tuple(parse_fact(fact, part) for part in parts))
    if row.measure == "share":
        return Bound(tuple(parse_share(part) for part in parts))
    if row.measure == "days_until":
        return Bound(tuple(_days(part) for part in parts))
    kind = "number" if fact is None else fact.type
    if row.measure == "change" and kind != "ratio" and row.value.rstrip().endswith(("%", "％")):
        return Bound(tuple(_relative(part) for part in parts), relative=True)
    return Bound(tuple(_SIGNED.get(kind, parse_number)(part) for part in parts))


_SIGNED = {"money": parse_signed_money, "ratio": parse_ratio}


def _relative(value: Any) -> float:
    """A change as a share of the value then, short of a rise from nothing."""
    ratio = parse_ratio(value)
    if abs(ratio) >= FROM_NOTHING:
        raise reject("number_too_large", bound=f"{FROM_NOTHING:g}")
    return ratio


def _days(value: Any) -> int:
    """Whole days, negative for days that are past."""
    number = parse_number(value)
    if number != int(number):
        raise reject("not_whole")
    if abs(number) > _DAYS:
        raise reject("number_too_large", bound=_DAYS)
    return int(number)


def check_indicators(view: View) -> None:
    """Add what makes no sense in ``indicators.csv`` to the findings of ``view``."""
    facts = {row.field: row for row, _ in view.of(Fact)}
    known = view.names(Fact, "field")
    for row, placed in view.of(Indicator):
        fact = field_of(row, facts)
        _check_window(view, row, placed)
        if not _field_stands(view, row, placed, known):
            continue
        if row.applies_to and not about_each(row):
            view.blame("cell_without_meaning", placed, "applies_to", measure=row.measure)
        # a fact with a mistake of its own is left alone
        unread = row.field is not None and (fact is None or (fact.type == "choice" and not fact.choices))
        if not unread and _measure_fits(view, row, placed, fact):
            _check_bound(view, row, placed, fact)


def _check_window(view: View, row: Indicator, placed: Placed) -> None:
    """What looks back says how many months, and nothing else does."""
    window = row.window_months
    if row.measure not in _LOOKS_BACK:
        if window is not None:
            view.blame("cell_without_meaning", placed, "window_months", measure=row.measure)
    elif window is None:
        view.blame("missing_value", placed, "window_months", "")
    elif window == 0:
        view.blame("not_positive", placed, "window_months")
    elif window > WINDOW_MONTHS_MAX:
        view.blame("number_too_large", placed, "window_months", bound=WINDOW_MONTHS_MAX)


def _field_stands(view: View, row: Indicator, placed: Placed, known: Collection[str] | None) -> bool:
    """Whether the cell names a fact where one is asked, and none where none is."""
    if row.measure in _OF_DEBTS:
        if row.field is not None:
            view.blame("cell_without_meaning", placed, "field", measure=row.measure)
        return row.field is None
    if row.field is None:
        view.blame("missing_value", placed, "field", "")
        return False
    if known is not None and row.field not in {*known, LAST_PAYMENT.field, LIMIT.field}:
        view.found.near(view.issue("no_such_fact", placed, "field"), known)
        return False
    return True


def _measure_fits(view: View, row: Indicator, placed: Placed, fact: Fact | None) -> bool:
    """Whether what is measured can be measured so: words have no trend, and only days are counted down to."""
    if fact is None:
        return True
    allowed: list[Measure] = ["level", "change"]
    if fact is LAST_PAYMENT:
        allowed = ["days_until"]
    elif fact.type in _FIGURES:
        allowed.append("trend")
    elif fact.type == "date":
        allowed.append("days_until")
    if row.measure in allowed:
        return True
    details = {"fact": fact.field, "type": fact.type, "allowed": allowed}
    view.blame("measure_does_not_fit", placed, "measure", **details)
    return False


def _check_bound(view: View, row: Indicator, placed: Placed, fact: Fact | None) -> None:
    """The operator and the value fit what is measured, or are left out where nothing is compared."""
    if not is_compared(row, fact):
        for column in ("operator", "value"):
            if getattr(row, column):
                view.blame("cell_without_meaning", placed, column, measure=row.measure)
        return
    for column in ("operator", "value"):
        if not getattr(row, column):
            view.blame("missing_value", placed, column, "")
    if row.operator is None:
        return
    words = row.measure == "level" and fact is not None
    fitting = OPERATORS[fact.type] if words and fact is not None else OPERATORS["number"]
    if row.operator not in fitting:
        details = {"fact": row.field, "type": fact.type if fact else "", "allowed": sorted(fitting)}
        view.blame("operator_does_not_fit", placed, "operator", **details)
    elif row.value:
        try:
            bound_of(row, fact)
        except PydanticCustomError as error:
            view.blame(error.type, placed, "value", **(error.context or {}))
