"""What the rules say about each borrower and channel."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fundmix.catalog.tables import Operator, RuleKind
from fundmix.eligibility.columns import FAILED, PASSED, Column, States, distance

Verdict = Literal["eligible", "unknown", "ineligible"]
VERDICTS: tuple[Verdict, ...] = ("eligible", "unknown", "ineligible")
KINDS: tuple[RuleKind, ...] = ("hard", "soft", "info")
FAILURE_COLUMNS = (
    "borrower", "channel_id", "rule_id", "field", "operator", "required", "actual", "state", "distance",
    "kind", "any_of", "reason", "reason_en", "remedy", "remedy_en", "remedy_months",
)  # fmt: skip


class Judgement(NamedTuple):
    """The verdict on one channel; ``soft``: a soft rule failed or is unknown."""

    verdict: Verdict
    soft: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """What a rule asks and says; ``required`` is typed as its fact, a tuple for ``in`` and ``not_in``."""

    rule_id: str
    field: str
    operator: Operator | Literal[""]
    required: Any
    kind: RuleKind
    any_of: str | None = None
    reason: str = ""
    reason_en: str = ""
    remedy: str = ""
    remedy_en: str = ""
    remedy_months: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One rule over all borrowers; ``column`` is None for a rule that asks no fact."""

    wording: Wording
    states: States
    column: Column | None

    def row(self, position: int) -> "Check":
        """The check of one borrower alone."""
        column = None if self.column is None else self.column.row(position)
        return Check(self.wording, self.states[position : position + 1], column)


def settled(checks: tuple[Check, ...]) -> list[tuple[RuleKind, States, tuple[Check, ...]]]:
    """The checks of a channel with each ``any_of`` group as one: its kind, its states, its members.

    One passed member is enough; a group is as strict as its strictest member.
    """
    groups: dict[str, list[Check]] = {}
    for check in checks:
        # a lone rule is its own group; rule ids are unique and `=` cannot stand in a group's word
        groups.setdefault(check.wording.any_of or f"={check.wording.rule_id}", []).append(check)
    return [
        (
            min((member.wording.kind for member in members), key=KINDS.index),
            np.maximum.reduce([member.states for member in members]),
            tuple(members),
        )
        for members in groups.values()
    ]


@dataclass(frozen=True)
class Verdicts:
    """What the rules say about every borrower and channel.

    Attributes:
        borrowers: the keys, in the order of the frame.
        checks: channel_id to every rule that was asked of it, in the order of the catalog.
    """

    borrowers: pd.Index
    checks: dict[str, tuple[Check, ...]]

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per borrower and channel: ``borrower``, ``channel_id``, ``verdict``, ``soft``."""
        size, channels = len(self.borrowers), list(self.checks)
        codes, soft = self._states()
        return pd.DataFrame(
            {
                "borrower": self.borrowers.repeat(len(channels)),
                "channel_id": pd.Categorical.from_codes(
                    np.tile(np.arange(len(channels)), size), categories=pd.Index(channels)
                ),
                "verdict": pd.Categorical.from_codes(codes.ravel(), categories=pd.Index(VERDICTS)),
                "soft": soft.ravel(),
            }
        )

    def _states(self) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
        """A row per borrower and a column per channel: index into ``VERDICTS``, and soft."""
        size, channels = len(self.borrowers), list(self.checks)
        codes = np.zeros((size, len(channels)), dtype=np.int8)
        soft = np.zeros((size, len(channels)), dtype=bool)
        for position, checks in enumerate(self.checks.values()):
            hard: States = np.full(size, PASSED, dtype=np.int8)
            for kind, states, _ in settled(checks):
                if kind == "hard":
                    hard = np.minimum(hard, states)
                elif kind == "soft":
                    soft[:, position] |= states != PASSED
            codes[:, position] = PASSED - hard
        return codes, soft

    @cached_property
    def failures(self) -> pd.DataFrame:
        """Every rule that failed or is unknown, with ``FAILURE_COLUMNS``; hard rules first, then by name.

        A member of an ``any_of`` group is listed only where no other member passed. ``distance`` is in the
        fact's own unit, NaN where there is none. Made when first asked for: in a large batch it is by far the
        largest table.
        """
        units = self._units()
        found = [unit.rows() for unit in units]
        row = np.concatenate([np.empty(0, dtype=np.intp), *found])
        unit = np.repeat(np.arange(len(units)), [len(rows) for rows in found])
        order = np.lexsort((unit, row))
        values = [unit.values(rows) for unit, rows in zip(units, found, strict=True)]
        actual = np.concatenate([np.empty(0, dtype=object), *(actual for actual, _, _ in values)])
        state = np.concatenate([np.empty(0, dtype=np.int8), *(states for _, states, _ in values)])
        far = np.concatenate([np.empty(0), *(far for _, _, far in values)])
        texts = {name: [_text(unit, name) for unit in units] for name in _TEXTS}
        required = np.empty(len(units), dtype=object)
        required[:] = [unit.check.wording.required for unit in units]
        months = pd.array([unit.check.wording.remedy_months for unit in units], dtype="Int64")
        codes = np.where(state[order] == FAILED, 0, 1)
        columns: dict[str, Any] = {
            "borrower": self.borrowers.take(row[order]),
            # object, or pandas would take a column of words alone for text and lose its Nones
            "required": pd.Series(required[unit[order]], dtype=object),
            "actual": pd.Series(actual[order], dtype=object),
            "state": pd.Categorical.from_codes(codes, categories=pd.Index(["failed", "unknown"])),
            "distance": far[order],
            "remedy_months": months.take(unit[order]),
            **{name: pd.Categorical(words).take(unit[order]) for name, words in texts.items()},
        }
        return pd.DataFrame({name: columns[name] for name in FAILURE_COLUMNS})

    def _units(self) -> list["_Unit"]:
        """Every rule of every channel, in the order in which failures are listed."""
        return sorted(
            _Unit(position, KINDS.index(check.wording.kind), check.wording.rule_id, channel_id, check, states)
            for position, (channel_id, checks) in enumerate(self.checks.items())
            for _, states, members in settled(checks)
            for check in members
        )

    def records(self) -> Iterator[dict[str, Any]]:
        """The rows of ``failures`` as plain records, when there is one borrower; without the borrower.

        One borrower's failures are few, and tables made for a batch would take longer than all the rules.
        """
        for unit in self._units():
            rows = unit.rows()
            if len(rows):
                actual, states, far = unit.values(rows)
                wording = unit.check.wording
                yield {
                    **{name: _text(unit, name) for name in _TEXTS},
                    "required": wording.required,
                    "actual": actual[0],
                    "state": "failed" if states[0] == FAILED else "unknown",
                    "distance": float(far[0]),
                    "remedy_months": wording.remedy_months,
                }

    def one(self, borrower: Any) -> "Verdicts":
        """The verdicts on one borrower.

        Raises:
            KeyError: there is no such borrower.
        """
        position = self.borrowers.get_loc(borrower)
        # keys are unique, so the place of one is a number
        assert isinstance(position, int)
        checks = {
            name: tuple(check.row(position) for check in checks) for name, checks in self.checks.items()
        }
        return Verdicts(self.borrowers[position : position + 1], checks)

    def judgements(self) -> dict[str, Judgement]:
        """Channel to verdict, when there is one borrower.

        Raises:
            ValueError: there are more or none.
        """
        if len(self.borrowers) != 1:
            raise ValueError("name the borrower")
        codes, soft = self._states()
        verdicts = zip(self.checks, codes[0].tolist(), soft[0].tolist(), strict=True)
        return {channel: Judgement(VERDICTS[code], soft) for channel, code, soft in verdicts}


_TEXTS = (
    "channel_id",
    "rule_id",
    "field",
    "operator",
    "kind",
    "any_of",
    "reason",
    "reason_en",
    "remedy",
    "remedy_en",
)


class _Unit(NamedTuple):
    """One rule of one channel; sorts as failures are listed, by its first three fields."""

    position: int
    kind: int
    rule_id: str
    channel_id: str
    check: Check
    group_states: States

    def rows(self) -> NDArray[np.intp]:
        """The borrowers for whom it is a failure to list."""
        return np.flatnonzero((self.check.states != PASSED) & (self.group_states != PASSED))

    def values(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.object_], States, NDArray[np.float64]]:
        """Actual value, state and distance of these borrowers."""
        column, wording = self.check.column, self.check.wording
        if column is None or not wording.operator:
            return np.full(len(rows), None, dtype=object), self.check.states[rows], np.full(len(rows), np.nan)
        far = distance(column, wording.operator, wording.required)[rows]
        return column.actual(rows), self.check.states[rows], far


def _text(unit: _Unit, name: str) -> str:
    return unit.channel_id if name == "channel_id" else str(getattr(unit.check.wording, name) or "")
