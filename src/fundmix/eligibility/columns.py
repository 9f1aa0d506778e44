"""One fact of all borrowers as a column, and its comparison with what a rule asks: pass, fail or unknown."""

import datetime as dt
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic_core import PydanticCustomError

from fundmix.catalog.tables import Fact, FactType, Operator
from fundmix.catalog.values import PARSERS, parse_fact
from fundmix.errors import InputError, Issue

PASSED, UNKNOWN, FAILED = 1, 0, -1
"""Kleene's three values in the order in which AND is the least and OR the greatest."""

States = NDArray[np.int8]
NUMERIC: frozenset[FactType] = frozenset({"money", "ratio", "number", "count", "date"})
_COMPARE: dict[Operator, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_DISTANCE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of every borrower.

    Attributes:
        fact: what it is.
        numbers: for figures and dates (days since the year 1): one value per borrower, NaN = unknown.
        codes: for words: index into ``words`` per borrower, -1 = unknown.
        words: the different words that occur.
    """

    fact: Fact
    numbers: NDArray[np.float64]
    codes: NDArray[np.intp]
    words: tuple[Any, ...]

    @property
    def is_numeric(self) -> bool:
        """Whether it is a figure or a date."""
        return self.fact.type in NUMERIC

    def actual(self, positions: NDArray[np.intp]) -> NDArray[np.object_]:
        """The values of the borrowers at these positions, None = unknown."""
        values = np.empty(len(positions), dtype=object)
        if self.is_numeric:
            native = _NATIVE.get(self.fact.type, float)
            values[:] = [
                None if np.isnan(number) else native(number) for number in self.numbers[positions].tolist()
            ]
        else:
            table = np.array([*self.words, None], dtype=object)
            values[:] = table[self.codes[positions]]
        return values

    def row(self, position: int) -> "Column":
        """The column of one borrower alone."""
        return Column(
            self.fact, self.numbers[position : position + 1], self.codes[position : position + 1], self.words
        )


_NATIVE: dict[FactType, Callable[[float], Any]] = {
    "count": int,
    "date": lambda days: dt.date.fromordinal(int(days)),
}


def read_column(values: pd.Series | None, fact: Fact, size: int) -> Column:
    """A column of a frame by the type of its fact; None = the frame does not have it.

    Raises:
        InputError: values that the fact's type cannot be, each with its row (first = 1), not its value.
    """
    nothing = np.full(size, np.nan), np.full(size, -1, dtype=np.intp)
    if values is None:
        return Column(fact, *nothing, ())
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
        whole = fact.type != "count" or bool(np.all(np.isnan(numbers) | (numbers == np.floor(numbers))))
        if fact.type in NUMERIC - {"date"} and whole and not np.isinf(numbers).any():
            return Column(fact, numbers, nothing[1], ())
    codes, found = pd.factorize(values.to_numpy(dtype=object))
    parsed, issues = _parsed(found, codes, fact)
    if issues:
        raise InputError(issues)
    if fact.type not in NUMERIC:
        words = tuple(dict.fromkeys(parsed))
        index = {word: position for position, word in enumerate(words)}
        again = np.array([*(index[word] for word in parsed), -1], dtype=np.intp)
        return Column(fact, nothing[0], again[codes], words)
    figures = [value.toordinal() if isinstance(value, dt.date) else value for value in parsed]
    return Column(fact, np.array([*figures, np.nan], dtype=np.float64)[codes], nothing[1], ())


def _parsed(found: Any, codes: NDArray[np.intp], fact: Fact) -> tuple[list[Any], list[Issue]]:
    """Each different value as the fact's type, and an issue for each that is none."""
    parsed, issues = [], []
    for code, value in enumerate(found):
        try:
            parsed.append(parse_fact(fact, value) if fact.type == "choice" else PARSERS[fact.type](value))
        except PydanticCustomError as error:
            row = int(np.argmax(codes == code)) + 1
            issues.append(Issue(error.type, line=row, column=fact.field, details=dict(error.context or {})))
    return parsed, issues


def compare(column: Column, comparison: Operator, required: Any) -> States:
    """PASSED, FAILED or UNKNOWN per borrower. ``required`` is a tuple for ``in`` and ``not_in``.

    Words of a ``choice`` are ordered as the catalog lists them, no < yes, and other words by their letters.
    """
    if column.is_numeric:
        known = ~np.isnan(column.numbers)
        return np.where(
            known, np.where(_passes(column.numbers, comparison, required), PASSED, FAILED), UNKNOWN
        ).astype(np.int8)
    by_word = [
        PASSED if _word_passes(column.fact, word, comparison, required) else FAILED for word in column.words
    ]
    states: States = np.array([*by_word, UNKNOWN], dtype=np.int8)[column.codes]
    return states


def _number(value: Any) -> float:
    return float(value.toordinal() if isinstance(value, dt.date) else value)


def _passes(numbers: NDArray[np.float64], comparison: Operator, required: Any) -> Any:
    if comparison in _COMPARE:
        return _COMPARE[comparison](numbers, _number(required))
    return np.isin(numbers, [_number(value) for value in required], invert=comparison == "not_in")


def _word_passes(fact: Fact, word: Any, comparison: Operator, required: Any) -> bool:
    if comparison in ("in", "not_in"):
        return bool((word in required) == (comparison == "in"))
    if comparison in ("==", "!="):
        return bool((word == required) == (comparison == "=="))
    if fact.type == "choice":
        rank = {choice: position for position, choice in enumerate(fact.choices)}
        # a word that the catalog does not list has no place in the order: the rule is not met
        return word in rank and required in rank and bool(_COMPARE[comparison](rank[word], rank[required]))
    return bool(_COMPARE[comparison](word, required))


def distance(column: Column, comparison: Operator, required: Any) -> NDArray[np.float64]:
    """How far each figure is from passing, in the fact's unit (dates: days); NaN for words, sets and ``!=``.

    Beyond a strict bound the nearest passing count or day is one further; other figures: the bound itself.
    """
    if not column.is_numeric or comparison in ("in", "not_in", "!="):
        return np.full(len(column.codes), np.nan)
    gap = column.numbers - _number(required)
    step = 1.0 if comparison in ("<", ">") and column.fact.type in ("count", "date") else 0.0
    sign = -1.0 if comparison in (">", ">=") else 1.0
    far = np.abs(gap) if comparison == "==" else sign * gap + step
    return np.round(far, _DISTANCE_DECIMALS)
