"""Raises the rows ``fewest_`` of rule 6: how many lenders, and how many draws a period, every better plan needs.

The relaxation uses fractions of lenders and of draws, and so undercounts applications and effort. Where so few whole
ones leave it without a solution, or dearer than a plan already known, every better plan uses one more.
"""

import math
import time

from fundmix.loans import Floats
from fundmix.program.hot import HotModel

PROBE_SHARE = 0.1
"""Share of the time left that one relaxation may take; what is not proved by then is not raised."""


LENDERS = "fewest_lenders"


def raise_fewest(hot: HotModel, known: Floats | None, deadline: float, prefix: str = "fewest_") -> None:
    """Raise every row of this ``prefix`` as far as relaxations prove it; ``known``: a plan that stays a solution.

    Draws come before lenders: a relaxation that draws whole is more often beaten with a lender less.
    """
    if not len(hot.whole):
        return
    hot.relax()
    for row in sorted(row for row in hot.model.fewest if row.startswith(prefix)):
        hot.count(row, _proved(hot, row, known, deadline), math.inf)
    hot.restore()


def _proved(hot: HotModel, row: str, known: Floats | None, deadline: float) -> int:
    """The largest number that is proved for a row; 0 when nothing is."""
    columns = [hot.column[variable.name] for variable in hot.model.fewest[row]]
    cost = hot.costs["cost"]
    limit = math.inf if known is None else float(cost @ known)
    # never beyond the plan that is known, so that it stays a solution
    most = len(columns) if known is None else round(float(known[columns].sum()))
    few = 0
    while few < most:
        hot.count(row, 0, few)
        if row == LENDERS:
            # so far from the solution before that the solver finds the way faster from the beginning
            hot.highs.clearSolver()
        seconds = PROBE_SHARE * max(0.0, deadline - time.monotonic())
        if hot.minimise(cost, seconds=seconds):
            beaten = hot.is_optimal and float(hot.highs.getInfo().objective_function_value) > limit
        else:
            beaten = hot.is_infeasible
        if not beaten:
            break
        few += 1
    return few
