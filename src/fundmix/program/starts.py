"""Plans that a search begins with: the whole choices of another plan, or none, and the best that goes with them."""

from collections.abc import Mapping

from fundmix.loans import Floats
from fundmix.program.hot import HotModel

FAR_APART = {"shortfall": 1000.0, "unmet": 100.0, "excess": 10.0, "cost": 1.0}
"""Weights of the levels in one cost."""


def weighted(hot: HotModel) -> Floats:
    """All levels in one cost, far enough apart for a start."""
    return sum((weight * hot.costs[level] for level, weight in FAR_APART.items()), 0 * hot.costs["cost"])


def completed(hot: HotModel, known: Mapping[str, float]) -> Floats | None:
    """The best plan that makes the whole choices of another one; None when the solver finds none.

    ``known``: a plan of a program much like this one, by the names of its variables. What was not chosen there, or has
    no name there, is not chosen here. With nothing chosen it is the plan that borrows nothing, which always exists.
    """
    whole = [hot.names[index] for index in hot.whole]
    choices = [float(round(known.get(name, 0.0))) for name in whole]
    hot.bounds(whole, choices, choices)
    hot.relax()
    cost = weighted(hot)
    found = hot.minimise(cost, seconds=10.0)
    if not found:
        # what the solver remembers may mislead it
        hot.highs.clearSolver()
        found = hot.minimise(cost, seconds=10.0)
    values = hot.values() if found else None
    hot.reset()
    return values
