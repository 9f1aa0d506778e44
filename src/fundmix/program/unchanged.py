"""A plan that an outage hits and nobody changes: what then fails, in which period, by how much."""

from collections.abc import Mapping

import pulp

from fundmix.offers.outages import DEARER
from fundmix.program.columns import column_name
from fundmix.program.hot import HotModel
from fundmix.program.outages import AfterOutage

SECONDS = 10.0
LATER = 1e-6
"""Weight of a period: among equal ways to miss a yuan, the one that comes latest."""
ENOUGH = 0.005
"""Yuan that count as nothing."""


def lacks(model: AfterOutage) -> dict[int, float]:
    """Yuan missing by period when nothing is drawn beyond what the plan draws, as far as it still can.

    ``model``: the recourse with every decision of the plan as ``done``. Choices that are not amounts are left open, so
    the rest is a continuous program.
    """
    planned = model.done or {}
    hot = HotModel(model)
    for variable in (*model.draw.values(), *model.line_draw.values(), *model.early.values()):
        if variable.name in hot.column:
            index = hot.column[variable.name]
            most = max(_planned(variable.name, planned), float(hot.low[index]))
            hot.highs.changeColBounds(index, float(hot.low[index]), min(most, float(hot.high[index])))
    hot.relax()
    # what falls short is told before what stays unmet, as in a plan; each as late as it can be put off
    for level, variables in (("shortfall", dict(enumerate(model.shortfall))), ("unmet", _by_period(model))):
        cost = hot.costs[level].copy()
        for period, variable in variables.items():
            cost[hot.column[variable.name]] += LATER * (model.situation.periods - period)
        if not hot.minimise(cost, seconds=SECONDS):
            raise AssertionError(f"{model.threat.outage.outage_id} leaves no recourse")
        hot.freeze(level, float(hot.costs[level] @ hot.values()) + ENOUGH)
    values = dict(zip(hot.names, hot.values().tolist(), strict=True))
    found: dict[int, float] = {}
    for period, variable in enumerate(model.shortfall):
        found[period] = found.get(period, 0.0) + values.get(variable.name, 0.0)
    first = {slot.name: slot.first for slot in model.situation.slots}
    for name, variable in model.unmet.items():
        found[first[name]] = found.get(first[name], 0.0) + values.get(variable.name, 0.0)
    return {period: round(yuan, 2) for period, yuan in sorted(found.items()) if yuan >= 0.01}


def _planned(name: str, planned: Mapping[str, float]) -> float:
    """What the plan draws there, at whatever price."""
    return planned.get(name, planned.get(name.replace(f"_{column_name(DEARER)}", ""), 0.0))


def _by_period(model: AfterOutage) -> dict[int, pulp.LpVariable]:
    """The need of each period that may stay unmet; of several, the last named."""
    first = {slot.name: slot.first for slot in model.situation.slots}
    return {first[name]: variable for name, variable in model.unmet.items()}
