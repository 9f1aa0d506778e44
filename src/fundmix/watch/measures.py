"""How a sign is measured: one function for each measure, on one day, from what was recorded by then.

v(d) is the last value recorded at or before day d, w the window in months, d − w the same day w months earlier.
A measure that cannot be read says why: ``Missing``.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fundmix.catalog.indicators import FROM_NOTHING
from fundmix.dates import shift
from fundmix.watch.records import DebtThen
from fundmix.watch.timeline import Records

DAYS_PER_MONTH = 365.25 / 12
TREND_RECORDS = 3
"""Records that a trend needs: two points make a line of any noise."""
_DECIMALS = 6


class Missing(Enum):
    """Why something cannot be read."""

    UNKNOWN = "unknown"
    TOO_SHORT = "too_short"


def level(records: Records, day: dt.date) -> Any:
    """The fact as it is last known: v(d)."""
    place = records.place(day)
    value = records.values[place] if place >= 0 else None
    return Missing.UNKNOWN if value is None else value


def ends(records: Records, day: dt.date, months: int) -> tuple[Any, Any] | Missing:
    """The two values that a change compares: v(d − w) and v(d).

    Where nothing is known at d − w, the first known value inside the window stands for it. They are two different
    records, the later one inside the window: what has not been looked at since is not known to be unchanged.
    """
    now = level(records, day)
    if isinstance(now, Missing):
        return now
    last, begin = records.place(day), records.place(shift(day, -months))
    before = (value for value in records.values[max(begin, 0) : last] if value is not None)
    then = next(before, None)
    return Missing.TOO_SHORT if then is None else (then, now)


def change(records: Records, day: dt.date, months: int) -> float | Missing:
    """How much more it is than then: v(d) − v(d − w)."""
    pair = ends(records, day, months)
    return pair if isinstance(pair, Missing) else round(float(pair[1] - pair[0]), _DECIMALS)


def relative_change(records: Records, day: dt.date, months: int) -> float | Missing:
    """The same as a share of the value then: v(d) ÷ v(d − w) − 1; from 0 to more: beyond every bound."""
    pair = ends(records, day, months)
    if isinstance(pair, Missing):
        return pair
    then, now = pair
    if not then:
        return FROM_NOTHING if now > 0 else 0.0
    return round(float((now - then) / abs(then)), _DECIMALS)


def is_another(records: Records, day: dt.date, months: int) -> bool | Missing:
    """Whether a word, a day or a yes is another than then: v(d) ≠ v(d − w)."""
    pair = ends(records, day, months)
    return pair if isinstance(pair, Missing) else bool(pair[0] != pair[1])


def trend(records: Records, day: dt.date, months: int) -> float | Missing:
    """Its mean change a month: the slope of the least-squares line through the records from d − w to d.

    slope = Σ(x − x̄)(v − v̄) ÷ Σ(x − x̄)², x in months of 365.25 ÷ 12 days.
    """
    if isinstance(known := level(records, day), Missing):
        return known
    begin, end = records.place(shift(day, -months) - dt.timedelta(days=1)) + 1, records.place(day) + 1
    points = [
        (date.toordinal(), float(value))
        for date, value in zip(records.days[begin:end], records.values[begin:end], strict=True)
        if value is not None
    ]
    if len(points) < TREND_RECORDS:
        return Missing.TOO_SHORT
    days, values = np.array(points).T
    slope = np.polyfit((days - days[-1]) / DAYS_PER_MONTH, values, 1)[0]
    return round(float(slope), _DECIMALS)


def share(debts: Iterable[DebtThen], chosen: Iterable[DebtThen]) -> tuple[str, float] | None:
    """Whom the largest part of all debt is with, and how large it is: max over channels Σ balance ÷ Σ balance.

    ``channel:ID``, or ``debt:NAME`` for a debt whose channel is not in the catalog; of equal ones the first by name.
    None without debts.

    Args:
        debts: all debts.
        chosen: those whose channel may be the largest.
    """
    whole = sum(debt.balance for debt in debts)
    owed: dict[str, float] = {}
    for debt in chosen:
        about = f"channel:{debt.channel_id}" if debt.channel_id else f"debt:{debt.name}"
        owed[about] = owed.get(about, 0.0) + debt.balance
    if not owed or whole <= 0:
        return None
    about = min(owed, key=lambda name: (-owed[name], name))
    return about, round(owed[about] / whole, _DECIMALS)


def days_until(due: Sequence[dt.date | None], days: Sequence[dt.date]) -> NDArray[np.float64]:
    """Days from each of ``days`` to the day that was due then: D − d; negative = past, NaN = not known."""
    ordinals = np.array([np.nan if day is None else day.toordinal() for day in due], dtype=np.float64)
    return ordinals - np.array([day.toordinal() for day in days], dtype=np.float64)
