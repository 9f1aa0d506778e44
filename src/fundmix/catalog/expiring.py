"""What a catalog offers, or the law says, for a time only: rows that lapse soon, and rows that have lapsed."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from fundmix.catalog.checks import last_day_of
from fundmix.catalog.rows import key_of, key_text
from fundmix.catalog.tables import Catalog, Outage, Row
from fundmix.dates import Grid
from fundmix.fields import Record

Lapsing = Literal["subsidies", "products", "regulations", "availability", "outages", "quotes"]
LAST_DAYS: tuple[tuple[Lapsing, str], ...] = (
    ("subsidies", "available_until"),
    ("products", "available_until"),
    ("regulations", "effective_until"),
)
"""Tables whose rows name their last day, and the column."""
DAYS = 90


class Expiring(Record):
    """A row that holds until a day.

    Attributes:
        table: a table of the catalog, or ``quotes`` of the profile.
        key: of the row, its parts joined by ``/``; of a quote the channel, and its product where it names one.
        column: what names the day: ``available_until``, ``effective_until``, ``valid_until``; ``period`` and ``months``
            are counted from the first day of a plan made today.
        day: the last day on which it holds.
        days_left: from today; 0 = today is the last day, negative = it has lapsed.
        channels: whom it concerns; none = it only informs.
        row: the row itself; None for a quote. Not part of the JSON.
    """

    table: Lapsing
    key: str
    column: str
    day: dt.date
    days_left: int
    channels: tuple[str, ...] = ()
    row: Row | None = Field(None, exclude=True, repr=False)


def expiring(catalog: Catalog, today: dt.date, days: int = DAYS) -> tuple[Expiring, ...]:
    """Rows that hold today and lapse within so many days, the first to lapse first.

    Limits of single periods and outages in force are temporary too: a plan counts them from its first day, ``today``.
    """
    found = [*_dated(catalog, today), *_counted(catalog, today)]
    return _by_day(row for row in found if 0 <= row.days_left <= days and _has_begun(row.row, today))


def lapsed(old: Catalog, new: Catalog) -> tuple[Expiring, ...]:
    """Rows that held when ``old`` was last put in order and had lapsed when ``new`` was; none if a day is not stated.

    The last day is the new catalog's where it still has the row.
    """
    if old.settings.as_of is None or new.settings.as_of is None:
        return ()
    first, today = (last_day_of(catalog.settings.as_of or "") for catalog in (old, new))
    still = {(row.table, row.key): row for row in _dated(new, today)}
    kept = {(model.table, key_text(key_of(model))) for model in _rows(new)}
    gone = [row for row in _dated(old, today) if (row.table, row.key) not in kept]
    return _by_day(row for row in [*still.values(), *gone] if first <= row.day < today)


def concerned(catalog: Catalog, row: Row) -> tuple[str, ...]:
    """The channels that a row is about: its own, or those that its selector picks."""
    own = getattr(row, "channel_id", None)
    if own is not None:
        return (own,)
    selector = getattr(row, "applies_to", None)
    if not selector:
        return ()
    return tuple(channel.channel_id for channel in catalog.channels if catalog.selects(selector, channel))


def _rows(catalog: Catalog) -> Iterator[Row]:
    for table, _ in LAST_DAYS:
        yield from getattr(catalog, table)


def _dated(catalog: Catalog, today: dt.date) -> Iterator[Expiring]:
    """Every row that names its last day."""
    for table, column in LAST_DAYS:
        for row in getattr(catalog, table):
            if getattr(row, column) is not None:
                yield _expiring(catalog, row, column, (getattr(row, column), today))


def _counted(catalog: Catalog, today: dt.date) -> Iterator[Expiring]:
    """Limits of single periods up to the last of a run, and outages in force that end."""
    grid = Grid(start=today, period=catalog.settings.period)
    limits = {(row.channel_id, row.measure, row.period): row.limit for row in catalog.availability}
    for row in catalog.availability:
        if limits.get((row.channel_id, row.measure, row.period + 1)) != row.limit:
            yield _expiring(catalog, row, "period", (_day_before(grid, row.period + 1), today))
    for outage in catalog.outages:
        if outage.status == "in_force" and outage.months is not None and outage.hits_channels:
            end = grid.periods_in(outage.from_month + outage.months)
            yield _expiring(catalog, outage, "months", (_day_before(grid, end), today))


def _day_before(grid: Grid, period: int) -> dt.date:
    return grid.date_of(period) - dt.timedelta(days=1)


def _expiring(catalog: Catalog, row: Row, column: str, days: tuple[dt.date, dt.date]) -> Expiring:
    day, today = days
    return Expiring(
        table=row.table,
        key=key_text(key_of(row)),
        column=column,
        day=day,
        days_left=(day - today).days,
        channels=concerned(catalog, row),
        row=row,
    )


def _has_begun(row: Row | None, today: dt.date) -> bool:
    """Whether it holds today already."""
    if isinstance(row, Outage):
        return row.from_month == 0
    begins = getattr(row, "available_from", None) or getattr(row, "effective_from", None)
    return begins is None or begins <= today


def _by_day(rows: Iterator[Expiring]) -> tuple[Expiring, ...]:
    return tuple(sorted(rows, key=lambda row: (row.day, row.table, row.key)))
