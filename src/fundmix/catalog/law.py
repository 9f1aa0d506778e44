"""Dated law and public money: what a reference rate, a ceiling, a subsidy or a duty is on a given day."""

import datetime as dt

from fundmix.catalog.tables import Catalog, Channel, Duty, Regulation, Subsidy
from fundmix.errors import InputError, Issue


def reference_rate_at(catalog: Catalog, rate_id: str, day: dt.date) -> float:
    """The reference rate that holds on ``day``: the latest fixing on or before it, a decimal a year.

    Raises:
        InputError: ``no_fixing`` when the rate has no fixing by that day.
    """
    fixings = [row for row in catalog.reference_rates if row.rate_id == rate_id and row.date <= day]
    if not fixings:
        details = {"rate_id": rate_id, "day": day}
        raise InputError([Issue("no_fixing", column="rate_id", value=rate_id, details=details)])
    return max(fixings, key=lambda row: row.date).value


def ceiling_at(catalog: Catalog, channel: Channel, day: dt.date) -> tuple[float, Regulation] | None:
    """The lowest ceiling on the yearly simple price (单利) of a loan that the channel draws on ``day``.

    The first and the last day in force both count.

    Returns:
        The ceiling as a decimal a year and the regulation it is from; None when no law sets one.

    Raises:
        InputError: ``no_fixing`` when a ceiling is a multiple of a rate that has no fixing by that day.
    """
    ceilings = [
        (_height(catalog, row, day), row)
        for row in catalog.ceilings_of(channel)
        if _covers(row.effective_from, row.effective_until, day)
    ]
    return min(ceilings, key=lambda ceiling: ceiling[0], default=None)


def subsidies_for(catalog: Catalog, channel: Channel, day: dt.date) -> tuple[Subsidy, ...]:
    """The subsidies that pay on the channel's interest of ``day``; their first and last day both count."""
    return tuple(
        row
        for row in catalog.subsidies
        if _covers(row.available_from, row.available_until, day) and catalog.selects(row.applies_to, channel)
    )


def duties_at(catalog: Catalog, channel: Channel, day: dt.date) -> dict[Duty, Regulation]:
    """What whoever was refused by the channel may ask for on ``day``, and of whom: of each duty the newest row.

    The first and the last day in force both count; a row without a selector holds whoever the lender is.
    """
    rows = [
        row
        for row in catalog.regulations
        if row.duty is not None
        and _covers(row.effective_from, row.effective_until, day)
        and (not row.applies_to or catalog.selects(row.applies_to, channel))
    ]
    oldest = dt.date.min
    newest = sorted(rows, key=lambda row: row.effective_from or oldest)
    return {row.duty: row for row in newest if row.duty is not None}


def _height(catalog: Catalog, row: Regulation, day: dt.date) -> float:
    """The ceiling of a row on ``day``; times a reference rate it is rounded to a millionth of a percent."""
    value = row.value or 0.0
    if row.times_rate_id is None:
        return value
    return round(value * reference_rate_at(catalog, row.times_rate_id, day), 8)


def _covers(first: dt.date | None, last: dt.date | None, day: dt.date) -> bool:
    """Whether ``day`` lies between two days, both included; None is open."""
    return (first is None or first <= day) and (last is None or day <= last)
