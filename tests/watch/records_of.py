"""Histories in a few words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from dateutil.relativedelta import relativedelta

from fundmix.catalog.load import load_catalog
from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.tables import Catalog
from fundmix.watch.records import ChannelThen, DebtThen, History, Sign, Snapshot, Unread
from fundmix.watch.signs import signs_of
from fundmix.watch.timeline import Records

CN = load_catalog("cn")
FIRST = dt.date(2026, 1, 1)


def month(number: int, day: int = 1) -> dt.date:
    """A day in the month that comes so many after January 2026."""
    return FIRST + relativedelta(months=number, day=day)


def monthly(*values: Any) -> Records:
    """Records on the first of each month; ``...`` = nothing was written down."""
    kept = [(month(number), value) for number, value in enumerate(values) if value is not ...]
    return Records(tuple(day for day, _ in kept), tuple(value for _, value in kept))


def only(*rows: Mapping[str, Any], base: Catalog = CN, **tables: Iterable[Mapping[str, Any]]) -> Catalog:
    """The bundled catalog with these indicators alone."""
    found = [{"indicator_id": f"i{number}", "reason": "r", **row} for number, row in enumerate(rows)]
    own = catalog_from_frames(
        {"indicators": found, **{name: list(cells) for name, cells in tables.items()}}, extends=base
    )
    kept = tuple(row for row in own.indicators if row.indicator_id in {one["indicator_id"] for one in found})
    return own.model_copy(update={"indicators": kept})


def facts(**series: Iterable[Any]) -> History:
    """Each fact on the first of each month; ``...`` = not written down that month."""
    columns = {field: list(values) for field, values in series.items()}
    length = max(map(len, columns.values()), default=0)
    return History(
        snapshots=tuple(
            Snapshot(
                date=month(number),
                facts={
                    field: values[number]
                    for field, values in columns.items()
                    if number < len(values) and values[number] is not ...
                },
            )
            for number in range(length)
        )
    )


def debts(*months: Mapping[str, tuple[Any, ...]]) -> History:
    """Each month's debts: name -> (channel_id, balance, last_payment)."""
    return History(
        snapshots=tuple(
            Snapshot(
                date=month(number),
                debts={
                    name: DebtThen(name=name, channel_id=one[0], balance=one[1], last_payment=one[2])
                    for name, one in owed.items()
                },
            )
            for number, owed in enumerate(months)
        )
    )


def lenders(field: str, *months: Mapping[str, Any]) -> History:
    """Each month's channels: channel_id -> its ``limit`` (or other field); each also has a limit, so that it counts."""
    return History(
        snapshots=tuple(
            Snapshot(
                date=month(number),
                channels={
                    name: ChannelThen.model_validate({"channel_id": name, "limit": 1.0, field: value})
                    for name, value in shown.items()
                },
            )
            for number, shown in enumerate(months)
        )
    )


def shown(catalog: Catalog, history: History, today: dt.date) -> list[tuple[str, str, dt.date]]:
    """(indicator, about, since) of every sign."""
    return [(sign.indicator_id, sign.about, sign.since) for sign in signs(catalog, history, today)]


def signs(catalog: Catalog, history: History, today: dt.date) -> tuple[Sign, ...]:
    """The signs alone."""
    return signs_of(catalog, history, today)[0]


def unread(catalog: Catalog, history: History, today: dt.date) -> list[tuple[str, str, str]]:
    """(indicator, field, why) of every indicator that cannot be read."""
    found: tuple[Unread, ...] = signs_of(catalog, history, today)[1]
    return [(one.indicator_id, one.field, one.why) for one in found]
