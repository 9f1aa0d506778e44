"""Which early-warning signs show today, since when, and which cannot be read."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from fundmix.catalog.tables import Catalog, Indicator
from fundmix.watch.courses import Course, Reader
from fundmix.watch.measures import Missing
from fundmix.watch.records import History, Sign, Unread
from fundmix.watch.timeline import Timeline

_GRAVEST = ("act", "watch")
_BUSINESS = frozenset({"business", "tax", "trade"})
"""Sections of ``facts.csv`` that are about a business."""


def signs_of(
    catalog: Catalog, history: History, today: dt.date
) -> tuple[tuple[Sign, ...], tuple[Unread, ...]]:
    """The signs that show today, the most urgent first, and the indicators that could not be read.

    What to act on comes first; within that the order of ``indicators.csv``, whose first rows are the gravest; then
    the day that is nearest, and what has shown longest. Of several rows that measure the same thing (card use above
    70 % and above 90 %) only the gravest is shown, with the day since which it has been so grave.

    Args:
        catalog: its indicators, facts, channels and outages.
        history: what was recorded, today's snapshot included; records after ``today`` are left out.
        today: the day to speak of.
    """
    reader = Reader(Timeline(catalog, history, today))
    shown: list[Sign] = []
    unread: list[Unread] = []
    for row in catalog.indicators:
        if not row.enabled:
            continue
        for about, found in reader.read(row).items():
            if isinstance(found, Missing):
                if not _is_of_no_concern(reader, row):
                    unread.append(_unread(row, about, found))
            elif since := found.since:
                shown.append(_sign(row, found, since))
    place = {row.indicator_id: number for number, row in enumerate(catalog.indicators)}
    return tuple(sorted(_gravest(shown), key=lambda sign: _urgency(sign, place[sign.indicator_id]))), tuple(
        unread
    )


def _sign(row: Indicator, course: Course, since: dt.date) -> Sign:
    texts = row.model_dump(include={"reason", "reason_en", "action", "action_en"})
    return Sign(
        indicator_id=row.indicator_id,
        severity=row.severity,
        about=course.about,
        field=row.field or "",
        measure=row.measure,
        value=course.value,
        bound=course.bound,
        relative=course.relative,
        window_months=row.window_months,
        since=since,
        **texts,
    )


def _unread(row: Indicator, about: str, missing: Missing) -> Unread:
    return Unread(
        indicator_id=row.indicator_id, about=about, field=row.field or row.measure, why=missing.value
    )


def _is_of_no_concern(reader: Reader, row: Indicator) -> bool:
    """Whether it asks about a business somebody who has said that there is none."""
    fact = reader.facts.get(row.field or "")
    has_none = reader.timeline.now.facts.get("business_registered") is False
    return has_none and fact is not None and fact.section in _BUSINESS


def _gravest(signs: Iterable[Sign]) -> Iterable[Sign]:
    """Of the signs that measure the same about the same, whatever the window, the gravest; then the oldest."""
    found: dict[tuple[str, str, str], Sign] = {}
    for sign in signs:
        key = (sign.field, sign.measure, sign.about)
        found[key] = min(
            found.get(key, sign), sign, key=lambda one: (_GRAVEST.index(one.severity), one.since)
        )
    return found.values()


def _urgency(sign: Sign, place: int) -> tuple[Any, ...]:
    """Severity, the table's order, the nearest day, the longest shown."""
    days = sign.value if sign.measure == "days_until" else 0
    return _GRAVEST.index(sign.severity), place, days, sign.since, sign.about
