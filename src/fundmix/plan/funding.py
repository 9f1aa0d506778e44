"""FundingPlan: the frozen answer, as records, as DataFrames and as JSON (version 1).

Money has two decimals, rates six. Codes never change with the language.
"""

import datetime as dt
import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Protocol, Self, cast

import pandas as pd
from pydantic import ConfigDict, Field

from fundmix.fields import Record
from fundmix.plan.inputs import Inputs
from fundmix.plan.records import (
    Application,
    Balloon,
    Binding,
    CashflowRow,
    Diversification,
    Draw,
    EarlyRepayment,
    Excluded,
    Failure,
    NeedRow,
    Proof,
    Renewal,
    Repair,
    ScheduleRow,
    Status,
    Totals,
    Warn,
)
from fundmix.words import language


class Chart(Protocol):
    """A picture that shows itself in a notebook."""

    def _repr_svg_(self) -> str: ...

    def save(self, path: str | Path) -> None:
        """Write it as ``.svg`` or ``.html``."""


class FundingPlan(Record):
    """The answer to one borrower: a verified, explained funding mix.

    The records are complete; ``mix``, ``cashflow``, ``schedule`` and ``excluded`` are the same as DataFrames, one row
    a record, columns named as the record's fields (money in yuan, rates as decimals a year, months counted from 0).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    version: Literal[1] = 1
    status: Status
    advice: tuple[Warn, ...]
    currency: str
    start: dt.date
    inputs: Inputs
    draws: tuple[Draw, ...] = Field(alias="mix")
    applications: tuple[Application, ...]
    repayments: tuple[EarlyRepayment, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    balloons: tuple[Balloon, ...]
    totals: Totals
    diversification: Diversification
    cashflow_rows: tuple[CashflowRow, ...] = Field(alias="cashflow")
    schedule_rows: tuple[ScheduleRow, ...] = Field(alias="schedule")
    need_rows: tuple[NeedRow, ...] = Field(alias="needs")
    excluded_rows: tuple[Excluded, ...] = Field(alias="excluded")
    binding: tuple[Binding, ...]
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[Warn, ...]
    proof: Proof

    @property
    def mix(self) -> pd.DataFrame:
        """One row per draw, see :class:`Draw`."""
        return _frame(self.draws, Draw)

    @property
    def cashflow(self) -> pd.DataFrame:
        """One row per period, see :class:`CashflowRow`."""
        return _frame(self.cashflow_rows, CashflowRow)

    @property
    def schedule(self) -> pd.DataFrame:
        """One row per dated payment, see :class:`ScheduleRow`."""
        return _frame(self.schedule_rows, ScheduleRow)

    @property
    def excluded(self) -> pd.DataFrame:
        """One row per channel that takes no part and failed rule (one row with empty rule when none failed)."""
        rows = [
            {**channel.model_dump(exclude={"failed"}), **failure}
            for channel in self.excluded_rows
            for failure in ([rule.model_dump() for rule in channel.failed] or [{}])
        ]
        columns = [name for name in Excluded.model_fields if name != "failed"] + list(Failure.model_fields)
        return pd.DataFrame(rows, columns=columns)

    def plot(self, lang: str | None = None) -> "Chart":
        """The mix and the cash by month as a picture: a notebook shows it, ``save`` writes ``.svg`` or ``.html``.

        Args:
            lang: ``zh`` or ``en``; None = ``FUNDMIX_LANG``, the locale's.

        Raises:
            InputError: ``chart_library_missing`` (the extra ``charts``), when it is drawn.
        """
        return cast("Chart", _shown_by("fundmix.report.picture").picture(self, lang))

    def _repr_html_(self) -> str:
        """The answer, the mix as a bar and as a table: what a notebook shows, in the language of the machine."""
        return str(_shown_by("fundmix.report.html.document").fragment(self, language()))

    def to_dict(self) -> dict[str, Any]:
        """The plan in plain JSON types, keys as in the documentation."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self, indent: int | None = 1) -> str:
        """The plan as JSON text (UTF-8, keys in a fixed order)."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """A plan from its JSON text; raises pydantic's ``ValidationError`` when it is not one."""
        return cls.model_validate_json(text)


def _shown_by(room: str) -> Any:
    """A room that shows plans; it knows this one, which must not know it until somebody looks."""
    return importlib.import_module(room)


def _frame(records: Sequence[Record], kind: type[Record]) -> pd.DataFrame:
    """Records as a DataFrame whose columns are there even when there are no rows."""
    return pd.DataFrame([record.model_dump() for record in records], columns=list(kind.model_fields))
