"""Solves the program: the four levels in order, each frozen before the next."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from fundmix.errors import NotProvenError
from fundmix.loans import Floats
from fundmix.program.hot import NEVER, SMALL, HotModel
from fundmix.program.model import LEVELS, Model

ENOUGH = 0.005
"""Yuan within which a level before the cost counts as proved."""
DEFAULT_GAP, DEFAULT_GAP_YUAN = 0.001, 1.0
FEW_LENDERS, PROMISING = 12, 8
"""So many lenders are searched at once; with more, a first mix is found among so many promising ones."""
FIRST_SHARE, LEVEL_SHARE = 0.25, 0.4
"""Shares of the time for the first mix, and of what is left for each level that is not ideal at once."""
FIRST_GAP = 0.01
"""The first mix need not be the best: it is where the search begins."""


@dataclass(frozen=True)
class Optimum:
    """What the solver found, before draws are rounded.

    Attributes:
        values: one per column of ``hot``.
        ceilings: what each level before the cost was frozen at, the solver's tolerance included.
        levels: least value of shortfall, unmet and excess, yuan.
        objective, bound: choosing cost found and proved, yuan: what the plan's loans cost, and effort, less what it
            saves on old debts; ``gap`` = their distance over the cost of all loans, old ones included, at least ¥1.
        proven: every level is within its gap.
        solver_seconds: HiGHS's own run time.
    """

    hot: HotModel
    values: Floats
    ceilings: dict[str, float]
    levels: dict[str, float]
    objective: float
    bound: float
    gap: float
    proven: bool
    solver_seconds: float

    @property
    def version(self) -> str:
        """HiGHS's version."""
        return str(self.hot.highs.version())


def find_optimum(
    model: Model,
    *,
    gap: float | None = None,
    time_limit: float = 10.0,
    progress: Callable[[str], None] | None = None,
) -> Optimum:
    """The best plan, level by level. ``gap`` is relative (default 0.1 %, or ¥1 when that is more), 0 for exact work.

    When ``time_limit`` seconds run out the optimum says ``proven = False`` and its gap.
    """
    deadline = time.monotonic() + time_limit
    tell = progress or (lambda _: None)
    hot = HotModel(model)
    relative, absolute = (DEFAULT_GAP, DEFAULT_GAP_YUAN) if gap is None else (gap, SMALL)
    absolute = max(absolute, relative * model.situation.carried)
    tell("levels")
    ideal = _ideal(hot, deadline)
    start = _first_mix(hot, time_limit) if len(model.lenders) > FEW_LENDERS else None
    levels, proven, start = _levels(hot, ideal, _without_loans(hot) if start is None else start, deadline)
    _fewest_lenders(hot, start, deadline)
    tell("cost")
    seconds, cost = max(1.0, _left(deadline)), hot.costs["cost"]
    solved = hot.minimise(cost, seconds=seconds, gap=relative, gap_yuan=absolute, start=start)
    if not solved:
        # frozen to a millionth of a yuan, the levels can be just out of reach of the solver's own tolerance
        for level, value in levels.items():
            hot.freeze(level, value + ENOUGH)
        solved = hot.minimise(cost, seconds=seconds, gap=relative, gap_yuan=absolute, start=start)
    # the plan that the search began with stands where the solver loses its way
    values = hot.values() if solved else start
    bound = _bound(hot, values) if solved else -math.inf
    return _optimum(hot, levels, (values, bound), (relative, absolute), proven=proven and solved)


def _bound(hot: HotModel, values: Floats) -> float:
    """What the last run proved that no plan can undercut, yuan."""
    return float(hot.highs.getInfo().mip_dual_bound) if len(hot.whole) else float(hot.costs["cost"] @ values)


def _optimum(
    hot: HotModel,
    levels: dict[str, float],
    found: tuple[Floats, float],
    gaps: tuple[float, float],
    *,
    proven: bool,
) -> Optimum:
    """What the search found, with its bound; ``gaps``: relative and absolute gap that were asked for."""
    values, bound = found
    ceilings = {level: hot.frozen[level] for level in LEVELS[:-1]}
    objective = float(hot.costs["cost"] @ values)
    if not math.isfinite(bound):
        bound = min(objective, _relaxed_bound(hot))
    missing = max(0.0, objective - bound)
    return Optimum(
        hot=hot,
        values=values,
        ceilings=ceilings,
        levels=levels,
        objective=objective,
        bound=bound,
        gap=missing / max(1.0, abs(objective + hot.model.situation.carried)),
        proven=proven and missing <= max(gaps[1], gaps[0] * abs(objective)) + SMALL,
        solver_seconds=float(hot.highs.getRunTime()),
    )


def _relaxed_bound(hot: HotModel) -> float:
    """The least cost when nothing must be whole: for a search that ends before it has any bound of its own."""
    hot.relax()
    hot.highs.clearSolver()
    solved = hot.minimise(hot.costs["cost"], seconds=10.0) and hot.is_optimal
    bound = float(hot.highs.getInfo().objective_function_value) if solved else -NEVER
    hot.restore()
    return bound


def _kept(value: float) -> float:
    """A level as it is reported: what the solver's tolerance leaves is nothing."""
    return value if value > ENOUGH else 0.0


def _ideal(hot: HotModel, deadline: float) -> dict[str, float]:
    """The least value of each level when nothing must be whole: no plan can do better."""
    least: dict[str, float] = {}
    hot.relax()
    for level in LEVELS:
        least[level] = 0.0
        if hot.costs[level].any() and hot.minimise(hot.costs[level], seconds=_left(deadline)):
            least[level] = float(hot.highs.getInfo().objective_function_value)
            hot.freeze(level, least[level] + _slack(least[level]))
    hot.relaxed = hot.values()
    for level in LEVELS:
        hot.release(level)
    hot.restore()
    return least


def _first_mix(hot: HotModel, time_limit: float) -> Floats | None:
    """A good plan from the few lenders that the relaxation uses and the cheapest others; a start for the search."""
    model = hot.model
    price = {lender.channel_id: 9.9 for lender in model.lenders}
    for offer in model.market.offers:
        if offer.channel_id in price:
            price[offer.channel_id] = min(price[offer.channel_id], offer.apr)
    column = {channel: hot.column[use.name] for channel, use in model.use.items()}
    ranked = sorted(
        price, key=lambda channel: (-round(float(hot.relaxed[column[channel]]), 3), price[channel], channel)
    )
    left_out = [model.use[channel].name for channel in ranked[PROMISING:]]
    hot.bounds(left_out, [0.0] * len(left_out), [0.0] * len(left_out))
    weights = {"shortfall": 1000.0, "unmet": 100.0, "excess": 10.0, "cost": 1.0}
    cost = sum((weight * hot.costs[level] for level, weight in weights.items()), 0 * hot.costs["cost"])
    near = max(ENOUGH, FIRST_GAP * model.situation.carried)
    found = hot.minimise(cost, seconds=FIRST_SHARE * time_limit, gap=FIRST_GAP, gap_yuan=near)
    values = hot.values() if found else None
    names = hot.names
    hot.bounds(names, hot.low, hot.high)
    return values


def _without_loans(hot: HotModel) -> Floats | None:
    """The plan that borrows nothing: it always exists, and is where a search begins that has nothing better.

    None when the solver does not find it.
    """
    whole = [hot.names[index] for index in hot.whole]
    hot.bounds(whole, [0.0] * len(whole), [0.0] * len(whole))
    hot.relax()
    cost = (
        1000 * hot.costs["shortfall"]
        + 100 * hot.costs["unmet"]
        + 10 * hot.costs["excess"]
        + hot.costs["cost"]
    )
    found = hot.minimise(cost, seconds=10.0)
    if not found:
        # what the solver remembers may mislead it
        hot.highs.clearSolver()
        found = hot.minimise(cost, seconds=10.0)
    values = hot.values() if found else None
    hot.reset()
    return values


def _levels(
    hot: HotModel, ideal: dict[str, float], start: Floats | None, deadline: float
) -> tuple[dict[str, float], bool, Floats]:
    """Freeze shortfall, unmet and excess at their least values, in this order; whether each is proved; a solution.

    A start that reaches the ideal of a level needs no search there.
    """
    frozen: dict[str, float] = {}
    proven = True
    for level in LEVELS[:-1]:
        cost = hot.costs[level]
        least = 0.0
        if cost.any() or start is None:
            if start is not None and float(cost @ start) <= ideal[level] + ENOUGH:
                least = float(cost @ start)
            else:
                seconds = LEVEL_SHARE * _left(deadline)
                solved = hot.minimise(cost, seconds=seconds, gap_yuan=ENOUGH, start=start)
                if solved:
                    start = hot.values()
                if start is None:
                    raise NotProvenError("plan_not_found")
                least = float(cost @ start)
                bound = hot.highs.getInfo().mip_dual_bound if solved else ideal[level]
                proven = proven and least - max(bound, ideal[level]) <= 2 * ENOUGH
        frozen[level] = _kept(least)
        hot.freeze(level, max(least, 0.0) + _slack(least))
    if start is None:
        raise NotProvenError("plan_not_found")
    return frozen, proven, start


def _fewest_lenders(hot: HotModel, start: Floats, deadline: float) -> None:
    """Raise the row ``fewest_lenders`` to what a plan needs that is better than ``start``.

    The relaxation uses fractions of lenders and so undercounts applications. Where so few whole lenders leave it
    without a solution, or dearer than a plan already known, every better plan uses one more.
    """
    used = [hot.column[use.name] for use in hot.model.use.values() if use.name in hot.column]
    if not used or not len(hot.whole):
        return
    cost = hot.costs["cost"]
    known = float(cost @ start)
    few, proved = math.floor(sum(hot.relaxed[column] for column in used) + SMALL), 0
    # never beyond the plan that is known, so that it stays a solution
    known_count = round(sum(start[column] for column in used))
    hot.relax()
    while few < known_count:
        hot.count_lenders(0, few)
        if hot.minimise(cost, seconds=_left(deadline)):
            beaten = hot.is_optimal and float(hot.highs.getInfo().objective_function_value) > known
        else:
            beaten = hot.is_infeasible
        if not beaten:
            break
        few += 1
        proved = few
    hot.count_lenders(proved, math.inf)
    hot.restore()


def _slack(value: float) -> float:
    """Yuan that a frozen level may give way by: what the solver's own tolerance needs, no more."""
    return max(10 * SMALL, 1e-7 * abs(value))


def _left(deadline: float) -> float:
    return max(0.1, deadline - time.monotonic())
