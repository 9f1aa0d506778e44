"""The fewest days that some needs would have to wait until everything is funded."""

import datetime as dt
from collections.abc import Collection

from fundmix.answer.asked import Asked, moved
from fundmix.borrower import Need
from fundmix.dates import shift
from fundmix.program.easing import later_model, least_slack

PERIODS = 12
"""Longest wait that is looked at."""


def later_repair(asked: Asked, names: Collection[str], seconds: float) -> tuple[int, float] | None:
    """(days, days of which fewer do not do) for the needs of these names and what they earn; None = no wait does.

    One program holds a copy of the needs for every number of days from which anything could be better: a period
    begins, a lender can pay out for the first time, or money comes in. To wait longer than such a day only moves what
    the needs earn.
    """
    days = _better_days(asked, names)
    if not days:
        return None
    copies = {count: _copy(asked, names, count) for count in days}
    rest = [need for need in asked.needs if need.name not in names and need.from_need not in names]
    situation_of = asked.with_needs([*rest, *(one for found in copies.values() for one in found)]).case
    slots = {count: [one.name for one in found if one.kind == "need"] for count, found in copies.items()}
    least = least_slack(later_model(situation_of.situation, situation_of.market, slots), seconds)
    return None if least is None else (round(least.amount), least.bound)


def _copy(asked: Asked, names: Collection[str], days: int) -> list[Need]:
    """The needs and what they earn, so many days later, under names of their own; all of each or nothing."""
    return [
        moved(need, days).model_copy(
            update={
                "name": _name(asked, need.name, days),
                "from_need": None if need.from_need is None else _name(asked, need.from_need, days),
                "least_amount": 0.0,
            }
        )
        for need in asked.needs
        if need.name in names or need.from_need in names
    ]


def _name(asked: Asked, name: str, days: int) -> str:
    """``later3_31``: the fourth row, 31 days later."""
    return f"later{[need.name for need in asked.needs].index(name)}_{days}"


def _better_days(asked: Asked, names: Collection[str]) -> list[int]:
    """Days from which the needs could be met better, the fewest first."""
    grid, situation = asked.case.situation.grid, asked.case.situation
    waiting = [need for need in asked.needs if need.name in names]
    first = min(need.date for need in waiting)
    last = shift(first, PERIODS, grid.period)
    ready = {asked.profile.start + dt.timedelta(days=channel.lead_days) for channel in asked.catalog.channels}
    events = {*ready, *(grid.date_of(index) for index in range(grid.index_of(last) + 1))}
    events |= {inflow.day for inflow in situation.inflows}
    return sorted(
        {
            (event - day).days
            for need in waiting
            for day in (need.date, need.last_day)
            for event in events
            if day < event <= last
        }
    )
