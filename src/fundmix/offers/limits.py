"""How much a channel would lend: the least of its maximum, its limit rows and what the borrower was quoted."""

import math
from collections.abc import Mapping
from typing import Any

from fundmix.catalog.tables import Catalog, Channel, Limit
from fundmix.fields import Record

Facts = Mapping[str, Any]


class LimitFound(Record):
    """The limit of one channel.

    Attributes:
        amount: yuan, existing balance included; ``inf`` when nothing limits it.
        pledge, multiplier: the asset that backs it and the yuan lent per yuan of its value.
        missing: facts that are not known and would be needed.
    """

    amount: float
    pledge: str | None = None
    multiplier: float = 1.0
    missing: tuple[str, ...] = ()


def limit_of(catalog: Catalog, channel: Channel, facts: Facts, quoted: float | None) -> LimitFound:
    """The limit of ``channel`` for these facts; a quote replaces what the lender's model would set.

    Limit rows of one ``applies_to``, ``field`` and ``scope`` are steps. A limit whose fact is missing is 0.
    """
    pledges = {fact.field for fact in catalog.facts if fact.pledge}
    groups: dict[tuple[Any, ...], list[Limit]] = {}
    for row in catalog.limits_of(channel):
        if row.scope == "each":
            groups.setdefault((row.applies_to, row.field), []).append(row)
    amount = channel.amount_max or math.inf
    pledge, multiplier = None, 1.0
    missing: list[str] = []
    for (_, field), rows in groups.items():
        found, step, unknown = step_amount(rows, facts)
        if field in pledges and step is not None:
            pledge, multiplier = field, step.multiplier
        elif quoted is not None:
            continue  # the lender has said what its model says
        missing.extend(unknown)
        amount = min(amount, found)
    if quoted is not None:
        amount = min(amount, quoted) if pledge else quoted
    return LimitFound(amount=amount, pledge=pledge, multiplier=multiplier, missing=tuple(missing))


def step_amount(rows: list[Limit], facts: Facts) -> tuple[float, Limit | None, list[str]]:
    """Yuan of the step that fits, that step, and the facts that were missing; no step fits: 0."""
    for row in rows:
        if row.when_field is not None:
            value = facts.get(row.when_field)
            if value is None:
                return 0.0, None, [row.when_field]
            if (
                not (row.when_from or -math.inf)
                <= float(value)
                < (math.inf if row.when_to is None else row.when_to)
            ):
                continue
        cap = math.inf if row.cap is None else row.cap
        if row.field is None:
            return cap, row, []
        value = facts.get(row.field)
        if value is None:
            return 0.0, row, [row.field]
        return min(cap, max(0.0, row.multiplier * float(value))), row, []
    return 0.0, None, []


def shared_limits(
    catalog: Catalog, facts: Facts, channel_ids: set[str]
) -> tuple[tuple[tuple[str, ...], float], ...]:
    """The limits that channels share: (channel_ids among ``channel_ids``, yuan)."""
    groups: dict[tuple[Any, ...], list[Limit]] = {}
    for row in catalog.limits:
        if row.scope == "together":
            groups.setdefault((row.applies_to, row.field), []).append(row)
    shared = []
    for (selector, _), rows in groups.items():
        amount, _, _ = step_amount(rows, facts)
        members = tuple(
            channel.channel_id
            for channel in catalog.channels
            if channel.channel_id in channel_ids and catalog.selects(selector, channel)
        )
        if members and math.isfinite(amount):
            shared.append((members, amount))
    return tuple(shared)
