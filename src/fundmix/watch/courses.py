"""What an indicator has shown over time: for each thing that it is about, on which days, and what is measured today."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fundmix.catalog.checks import last_day_of
from fundmix.catalog.indicators import LAST_PAYMENT, LIMIT, Bound, bound_of, field_of, is_compared
from fundmix.catalog.tables import Fact, Indicator, Measure, Outage
from fundmix.eligibility import hits
from fundmix.eligibility.columns import PASSED, Column, compare, read_column
from fundmix.facts import known_facts
from fundmix.watch.measures import (
    Missing,
    change,
    days_until,
    ends,
    is_another,
    level,
    relative_change,
    share,
    trend,
)
from fundmix.watch.records import DebtThen
from fundmix.watch.timeline import Records, Timeline

Days = Sequence[dt.date]
_FIGURE = Fact(field="figure", type="number", description="figure")


@dataclass(frozen=True, slots=True)
class Course:
    """One thing over time.

    Attributes:
        about: what it is about, as in ``Sign``.
        days: the days on which it was measured, today last.
        shows: on which of them it shows.
        value: what is measured today; ``bound``: what it is held against; both as in ``Sign``.
        relative: whether a change is a share of the value then.
        not_before: it cannot have shown earlier, whatever was recorded.
    """

    about: str
    days: Days
    shows: NDArray[np.bool_]
    value: Any
    bound: Any = None
    relative: bool = False
    not_before: dt.date = dt.date.min

    @property
    def since(self) -> dt.date | None:
        """The first day from which it shows without a break until today; None when it does not show today."""
        if not self.shows[-1]:
            return None
        breaks = np.flatnonzero(~self.shows)
        return max(self.days[breaks[-1] + 1 if len(breaks) else 0], self.not_before)


Read = dict[str, Course | Missing]
"""By what it is about: what could be read, or why it could not."""


class Reader:
    """Reads indicators off one timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.catalog = timeline.catalog
        self.facts = known_facts(timeline.catalog)
        self._daily: tuple[Days, NDArray[np.intp]] | None = None

    def read(self, row: Indicator) -> Read:
        """Everything that an indicator measures, today and before."""
        if row.field == LIMIT.field and LIMIT.field not in self.facts:
            return self._of_limits(row)
        if row.measure == "days_until":
            return self._of_last_payments(row) if self._is_of_debts(row) else self._of_day(row)
        other: Mapping[Measure, Callable[[Indicator], Read]] = {
            "share": self._of_shares,
            "announced": self._of_outages,
            "terms": self._of_terms,
        }
        return other[row.measure](row) if row.measure in other else self._of_fact(row)

    def _is_of_debts(self, row: Indicator) -> bool:
        return row.field == LAST_PAYMENT.field and LAST_PAYMENT.field not in self.facts

    def _of_fact(self, row: Indicator) -> Read:
        """A fact of the borrower."""
        return {"": self._measured(row, "", self.timeline.fact(row.field or ""))}

    def _of_limits(self, row: Indicator) -> Read:
        """What each lender of the borrower shows as its limit."""
        lenders = self._lenders(row)
        shown = [name for name in lenders if self.timeline.has_shown_limit(name)]
        if lenders and not shown:
            return {"": Missing.UNKNOWN}
        return self._of_channels(row, shown, self.timeline.limit)

    def _of_channels(self, row: Indicator, names: Iterable[str], records: Callable[[str], Records]) -> Read:
        """The same measure of each channel."""
        abouts = {f"channel:{name}": name for name in names}
        return {about: self._measured(row, about, records(name)) for about, name in abouts.items()}

    def _measured(self, row: Indicator, about: str, records: Records) -> Course | Missing:
        """A level, a change or a trend of one thing on every day."""
        fact, days = field_of(row, self.facts), self.timeline.days
        compared = is_compared(row, fact)
        bound = bound_of(row, fact) if compared else Bound((True,))
        measure = _measure_of(row, bound.relative if compared else None)
        readings = [measure(records, day) for day in days]
        if isinstance(readings[-1], Missing):
            return readings[-1]
        values = [None if isinstance(one, Missing) else one for one in readings]
        if row.measure == "level" and fact is not None:
            column = read_column(pd.Series(values, dtype=object), fact, len(values))
        else:
            column = _figures(np.array([np.nan if one is None else one for one in values], dtype=np.float64))
        course = Course(
            about, days, _shows(row, column, bound), values[-1], _told(row, bound), bound.relative
        )
        if compared:
            return course
        pair = ends(records, days[-1], row.window_months or 0)
        then, now = (None, None) if isinstance(pair, Missing) else pair
        return Course(about, days, course.shows, now, then)

    def _of_day(self, row: Indicator) -> Read:
        """Days to a day that the borrower has stated, day by day."""
        records = self.timeline.fact(row.field or "")
        if isinstance(missing := level(records, self.timeline.today), Missing):
            return {"": missing}
        due = [None if isinstance(one := level(records, day), Missing) else one for day in self.timeline.days]
        return {"": self._counted(row, "", due)}

    def _of_last_payments(self, row: Indicator) -> Read:
        """Days to the last payment of each debt, day by day while it was owed."""
        timeline = self.timeline
        if not timeline.debts_are_known():
            return {"": Missing.UNKNOWN}
        found: Read = {}
        for name, debt in timeline.now.debts.items():
            if not self._is_about(row, debt):
                continue
            then = [state.debts.get(name) for state in timeline.states]
            due = [one.last_payment if one and self._is_about(row, one) else None for one in then]
            about = f"debt:{name}"
            found[about] = self._counted(row, about, due) if debt.last_payment else Missing.UNKNOWN
        return found

    def _counted(self, row: Indicator, about: str, due: Sequence[dt.date | None]) -> Course:
        """A count of days, on every single day: it passes a bound between two records too."""
        days, segments = self._every_day()
        numbers = days_until([due[segment] for segment in segments], days)
        bound = bound_of(row, None)
        return Course(about, days, _shows(row, _figures(numbers), bound), int(numbers[-1]), _told(row, bound))

    def _every_day(self) -> tuple[Days, NDArray[np.intp]]:
        """Every day from the first record to today, and the position of the last record by then."""
        if self._daily is None:
            ordinals = [day.toordinal() for day in self.timeline.days]
            lengths = [later - earlier for earlier, later in pairwise([*ordinals, ordinals[-1] + 1])]
            days = [dt.date.fromordinal(number) for number in range(ordinals[0], ordinals[-1] + 1)]
            self._daily = days, np.repeat(np.arange(len(ordinals)), lengths)
        return self._daily

    def _of_shares(self, row: Indicator) -> Read:
        """The channel that carries the largest part of all debt."""
        timeline = self.timeline
        if not timeline.debts_are_known():
            return {"": Missing.UNKNOWN}
        largest = [
            share(state.debts.values(), [one for one in state.debts.values() if self._is_about(row, one)])
            for state in timeline.states
        ]
        if (today := largest[-1]) is None:
            return {}
        about, value = today
        numbers = np.array([one[1] if one and one[0] == about else np.nan for one in largest])
        bound = bound_of(row, None)
        shows = _shows(row, _figures(numbers), bound)
        return {about: Course(about, timeline.days, shows, value, _told(row, bound))}

    def _of_outages(self, row: Indicator) -> Read:
        """Announced outages that hit the borrower, at his lenders or in his own money.

        When it was announced is the day on which its row was true (``as_of``), else it is news today.
        """
        timeline, found = self.timeline, Read()
        for outage in self.catalog.outages:
            if outage.status == "announced" and self._reaches(row, outage):
                day = last_day_of(outage.as_of) if outage.as_of else timeline.today
                about = f"outage:{outage.outage_id}"
                known = min(day, timeline.today)
                course = Course(about, timeline.days, self._hits(outage), outage.outage_id, not_before=known)
                found[about] = course
        return found

    def _reaches(self, row: Indicator, outage: Outage) -> bool:
        """Whether an outage does something to one of the borrower's lenders, or to his own money."""
        own = outage.income_factor < 1 or outage.inflow_delay_months > 0 or outage.cash_frozen
        lenders = [self.timeline.channels[name] for name in self._lenders(row)]
        return own or (
            outage.hits_channels and any(self.catalog.selects(outage.applies_to, one) for one in lenders)
        )

    def _hits(self, outage: Outage) -> NDArray[np.bool_]:
        """Whether the borrower was one of those whom an outage hits, on every day; not known = it hits."""
        asked, seen = outage.when_field or "", dict[Any, bool]()
        for value in (values := [level(self.timeline.fact(asked), day) for day in self.timeline.days]):
            if value not in seen:
                seen[value] = hits(self.catalog, {} if isinstance(value, Missing) else {asked: value}, outage)
        return np.array([seen[value] for value in values], dtype=np.bool_)

    def _of_terms(self, row: Indicator) -> Read:
        """The catalog's rows about each of the borrower's lenders."""
        found = self._of_channels(row, self._lenders(row), self.timeline.terms)
        # a lender whose rows were never recorded has nothing to be compared with yet
        return {about: Missing.TOO_SHORT if isinstance(one, Missing) else one for about, one in found.items()}

    def _lenders(self, row: Indicator) -> list[str]:
        return [name for name in self.timeline.lenders if self.timeline.selected(row.applies_to, name)]

    def _is_about(self, row: Indicator, debt: DebtThen) -> bool:
        return self.timeline.selected(row.applies_to, debt.channel_id)


def _measure_of(row: Indicator, relative: bool | None) -> Callable[[Records, dt.date], Any]:
    """The function that measures a row on a day; ``relative`` is None where nothing is compared with a bound."""
    if row.measure == "level":
        return level
    if row.measure == "trend":
        measure: Callable[[Records, dt.date, int], Any] = trend
    else:
        measure = is_another if relative is None else relative_change if relative else change
    return lambda records, day: measure(records, day, row.window_months or 0)


def _figures(numbers: NDArray[np.float64]) -> Column:
    """Figures as the rules of a catalog compare them."""
    return Column(_FIGURE, numbers, np.full(len(numbers), -1, dtype=np.intp), ())


def _shows(row: Indicator, column: Column, bound: Bound) -> NDArray[np.bool_]:
    """On which days the bound is met; what is not known does not show."""
    operator = row.operator or "=="
    required: Any = bound.values if operator in ("in", "not_in") else bound.values[0]
    shows: NDArray[np.bool_] = compare(column, operator, required) == PASSED
    return shows


def _told(row: Indicator, bound: Bound) -> Any:
    return bound.values if row.operator in ("in", "not_in") else bound.values[0]
