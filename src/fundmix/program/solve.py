"""Solves the program: the four levels in order, each frozen before the next."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from fundmix.errors import NotProvenError
from fundmix.loans import Floats
from fundmix.program.fewest import LENDERS, raise_fewest
from fundmix.program.hot import NEVER, SMALL, HotModel
from fundmix.program.model import LEVELS, Model
from fundmix.program.starts import completed, weighted

ENOUGH = 0.005
"""Yuan within which a level before the cost counts as proved."""
DEFAULT_GAP, DEFAULT_GAP_YUAN = 0.001, 1.0
FEW_LENDERS, PROMISING = 20, 8
"""So many lenders are searched at once; with more, a first mix is found among so many promising ones."""
FIRST_SHARE, LEVEL_SHARE = 0.25, 0.4
"""Shares of the time for the first mix, and of what is left for each level that is not ideal at once."""
SETTLE_RELAXATIONS, SETTLE_SHARE = 8.0, 0.15
"""Time that is kept for settling: so many times that of the relaxed levels, but no more than a share of all."""
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


@dataclass(frozen=True)
class Search:
    """When a search must end, and the relative gap and the gap in yuan of which one is enough."""

    deadline: float
    gap: float
    gap_yuan: float

    @property
    def left(self) -> float:
        """Seconds left."""
        return max(0.1, self.deadline - time.monotonic())

    def minimise(self, hot: HotModel, level: str, seconds: float, start: Floats | None) -> bool:
        """Search the least value of a level to these gaps; False when no solution was found."""
        return hot.minimise(
            hot.costs[level], seconds=seconds, gap=self.gap, gap_yuan=self.gap_yuan, start=start
        )


def find_optimum(
    model: Model,
    *,
    gap: float | None = None,
    time_limit: float = 10.0,
    progress: Callable[[str], None] | None = None,
    hot: HotModel | None = None,
    known: Mapping[str, float] | None = None,
) -> Optimum:
    """The best plan, level by level. ``gap`` is relative (default 0.1 %, or ¥1 when that is more), 0 for exact work.

    ``hot``: the model's live object when there is one already, with its rows as they are now. ``known``: a plan of this
    program by the names of its variables, for the search to begin with.

    When ``time_limit`` seconds run out the optimum says ``proven = False`` and its gap. The search leaves some of them
    for :func:`settle`, in proportion to what the relaxations of this program took on this machine.
    """
    search = Search(time.monotonic() + time_limit, *_gaps(gap, model.situation.carried))
    tell = progress or (lambda _: None)
    if hot is None:
        hot = HotModel(model)
    else:
        hot.reset()
    tell("levels")
    relaxing = time.monotonic()
    ideal = _ideal(hot, search)
    reserve = min(SETTLE_RELAXATIONS * (time.monotonic() - relaxing), SETTLE_SHARE * time_limit)
    search = replace(search, deadline=search.deadline - reserve)
    begin = None if known is None else np.array([known.get(name, 0.0) for name in hot.names])
    return _at_once(hot, ideal, search, tell, begin) or _one_by_one(hot, ideal, search, tell, begin)


def relaxed_levels(
    hot: HotModel, cost: Floats, *, excess: float = 0.0, time_limit: float = 10.0
) -> dict[str, float]:
    """The least of each level and of this cost when nothing must be whole, without a search.

    The cost is that of its levels' order: least among plans that miss as little as possible; ``excess``: yuan by which
    caps may be exceeded in any case.
    """
    hot.reset()
    return _ideal(hot, Search(time.monotonic() + time_limit, 0.0, SMALL), cost, excess)


def find_again(
    hot: HotModel,
    before: Optimum,
    *,
    start: Floats | None = None,
    gap: float | None = None,
    time_limit: float = 10.0,
) -> Optimum | None:
    """The best plan after some caps became tighter than in the solve ``before``, with its levels kept.

    None when there is none, or none was found in time (``hot.is_infeasible`` tells which). ``start``: a plan that keeps
    the rows as they are. What was proved of the wider program holds here too: a start as good as that is the answer.
    """
    search = Search(time.monotonic() + time_limit, *_gaps(gap, hot.model.situation.carried))
    hot.reset()
    for level in LEVELS[:-1]:
        hot.freeze(level, before.ceilings[level])
    if start is not None:
        found = _optimum(hot, before.levels, (start, before.bound), search, proven=True)
        if found.proven:
            return found
    else:
        start = _first_mix(hot, search, hot.costs["cost"])
    raise_fewest(hot, start, search.deadline)
    solved = search.minimise(hot, "cost", search.left, start)
    if not solved and start is None:
        return None
    values, bound = (hot.values(), _bound(hot)) if solved else (start, -math.inf)
    assert values is not None
    return _optimum(hot, before.levels, (values, max(bound, before.bound)), search, proven=solved)


def _gaps(gap: float | None, carried: float) -> tuple[float, float]:
    """The relative gap and the gap in yuan; reaching one is enough. What old debts cost anyway counts in the second."""
    relative, absolute = (DEFAULT_GAP, DEFAULT_GAP_YUAN) if gap is None else (gap, SMALL)
    return relative, max(absolute, relative * carried)


def _at_once(
    hot: HotModel,
    ideal: dict[str, float],
    search: Search,
    tell: Callable[[str], None],
    known: Floats | None = None,
) -> Optimum | None:
    """The least cost with every level before it held at its ideal: one search instead of four.

    None when no plan reaches the ideal, or none was found in time.
    """
    # levels above 0 leave a thin program, in which HiGHS can lose plans: there each is searched, if that can be done
    if len(hot.model.lenders) <= FEW_LENDERS and max(ideal[level] for level in LEVELS[:-1]) > ENOUGH:
        return None
    for level in LEVELS[:-1]:
        hot.freeze(level, max(ideal[level], 0.0) + _slack(ideal[level], level))
    fits = known is not None and all(
        float(hot.costs[level] @ known) <= hot.frozen[level] + ENOUGH for level in LEVELS[:-1]
    )
    start = known if fits else _first_mix(hot, search, hot.costs["cost"])
    if not fits:
        # beside a good plan these bounds cost more than they spare
        raise_fewest(hot, start, search.deadline)
    tell("cost")
    seconds = search.left if start is not None else LEVEL_SHARE * search.left
    solved = search.minimise(hot, "cost", seconds, start)
    if not solved and start is None:
        hot.reset()
        return None
    values, bound = (hot.values(), _bound(hot)) if solved else (start, -math.inf)
    if solved and start is None and not hot.is_optimal and search.minimise(hot, "cost", search.left, values):
        # both searches prove something of the same program
        values, bound = hot.values(), max(bound, _bound(hot))
    assert values is not None
    levels = {level: _kept(float(hot.costs[level] @ values)) for level in LEVELS[:-1]}
    return _optimum(hot, levels, (values, bound), search, proven=solved)


def _one_by_one(
    hot: HotModel,
    ideal: dict[str, float],
    search: Search,
    tell: Callable[[str], None],
    known: Floats | None = None,
) -> Optimum:
    """The levels in order, each searched and frozen before the next."""
    tell("levels")
    start = _first_mix(hot, search, weighted(hot)) if known is None else known
    levels, proven, start = _levels(hot, ideal, completed(hot, {}) if start is None else start, search)
    # rows of draws as well would make the solver lose plans in the thin program that such levels leave
    raise_fewest(hot, start, search.deadline, LENDERS)
    tell("cost")
    seconds = max(1.0, search.left)
    solved = search.minimise(hot, "cost", seconds, start)
    if not solved:
        # frozen to a millionth of a yuan, the levels can be just out of reach of the solver's own tolerance
        for level, value in levels.items():
            hot.freeze(level, value + ENOUGH)
        solved = search.minimise(hot, "cost", seconds, start)
    # the plan that the search began with stands where the solver loses its way
    values, bound = (hot.values(), _bound(hot)) if solved else (start, -math.inf)
    return _optimum(hot, levels, (values, bound), search, proven=proven and solved)


def _bound(hot: HotModel) -> float:
    """What the last run proved that no plan can undercut, yuan."""
    info = hot.highs.getInfo()
    return float(info.mip_dual_bound if len(hot.whole) else info.objective_function_value)


def _optimum(
    hot: HotModel,
    levels: dict[str, float],
    found: tuple[Floats, float],
    search: Search,
    *,
    proven: bool,
) -> Optimum:
    """What the search found, with its bound."""
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
        proven=proven and missing <= max(search.gap_yuan, search.gap * abs(objective)) + SMALL,
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


def _ideal(
    hot: HotModel, search: Search, cost: Floats | None = None, excess: float = 0.0
) -> dict[str, float]:
    """The least value of each level when nothing must be whole: no plan can do better.

    ``cost``: in place of the program's own; ``excess``: yuan of that level which are as good as none.
    """
    costs = hot.costs if cost is None else {**hot.costs, "cost": cost}
    hot.relax()
    # mostly nothing is missing: then one relaxation tells it of all levels
    for level in LEVELS[:-1]:
        hot.freeze(level, max(_slack(0.0), excess if level == "excess" else 0.0))
    least = dict.fromkeys(LEVELS, 0.0)
    if hot.minimise(costs["cost"], seconds=search.left):
        least["cost"] = float(hot.highs.getInfo().objective_function_value)
    else:
        for level in LEVELS:
            hot.release(level)
        for level in LEVELS:
            if costs[level].any() and hot.minimise(costs[level], seconds=search.left):
                least[level] = float(hot.highs.getInfo().objective_function_value)
                room = max(least[level], excess) if level == "excess" else least[level]
                hot.freeze(level, room + _slack(least[level], level))
    hot.relaxed = hot.values()
    for level in LEVELS:
        hot.release(level)
    hot.restore()
    return least


def _first_mix(hot: HotModel, search: Search, cost: Floats) -> Floats | None:
    """A good plan from the few lenders that the relaxation uses and the cheapest others; a start for the search.

    None when there are few lenders anyway, or nothing is found.
    """
    model = hot.model
    if len(model.lenders) <= FEW_LENDERS:
        return None
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
    near = max(ENOUGH, FIRST_GAP * model.situation.carried)
    # what the search can do without (see ``SEARCH``) finds a first plan sooner
    hot.highs.setOptionValue("mip_heuristic_run_rens", True)
    found = hot.minimise(cost, seconds=FIRST_SHARE * search.left, gap=FIRST_GAP, gap_yuan=near)
    hot.highs.setOptionValue("mip_heuristic_run_rens", False)
    values = hot.values() if found else None
    hot.bounds(hot.names, hot.low, hot.high)
    return values


def _levels(
    hot: HotModel, ideal: dict[str, float], start: Floats | None, search: Search
) -> tuple[dict[str, float], bool, Floats]:
    """Freeze shortfall, unmet and excess at their least values, in this order; whether each is proved; a solution.

    A start that reaches the ideal of a level needs no search there. An ideal is a bound only while every level before
    it reaches its own.
    """
    frozen: dict[str, float] = {}
    proven, ideal = True, dict(ideal)
    start = _nothing_missing(hot, ideal, start, search)
    for level in LEVELS[:-1]:
        cost = hot.costs[level]
        least = 0.0
        if cost.any() or start is None:
            if start is not None and float(cost @ start) <= ideal[level] + ENOUGH:
                least = float(cost @ start)
            else:
                seconds = LEVEL_SHARE * search.left
                solved = hot.minimise(cost, seconds=seconds, gap_yuan=ENOUGH, start=start)
                if solved:
                    start = hot.values()
                if start is None:
                    raise NotProvenError("plan_not_found")
                least = float(cost @ start)
                bound = hot.highs.getInfo().mip_dual_bound if solved else ideal[level]
                proven = proven and least - max(bound, ideal[level]) <= 2 * ENOUGH
        frozen[level] = _kept(least)
        hot.freeze(level, max(least, 0.0) + _slack(least, level))
        if least > ideal[level] + ENOUGH:
            ideal = dict.fromkeys(LEVELS, 0.0)
    if start is None:
        raise NotProvenError("plan_not_found")
    return frozen, proven, start


def _nothing_missing(
    hot: HotModel, ideal: dict[str, float], start: Floats | None, search: Search
) -> Floats | None:
    """A plan that reaches 0 in each level before the excess, found in one search; ``start`` where there is none."""
    cost = np.sum([hot.costs[level] for level in LEVELS[:-2]], axis=0)
    if start is not None and float(cost @ start) <= ENOUGH:
        return start
    if max(ideal[level] for level in LEVELS[:-2]) > ENOUGH:
        return start
    found = hot.minimise(cost, seconds=LEVEL_SHARE * search.left, gap_yuan=ENOUGH / 2, start=start)
    return hot.values() if found and float(cost @ hot.values()) <= ENOUGH else start


def _slack(value: float, level: str = "") -> float:
    """Yuan that a frozen level may give way by: what the solver's own tolerance needs, no more.

    What outages leave missing was found by programs of their own, each to its own tolerance.
    """
    if level == "slack" and value > ENOUGH:
        return 2 * ENOUGH
    return max(10 * SMALL, 1e-7 * abs(value))
