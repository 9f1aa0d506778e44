"""Solves the program: the four levels in order, each frozen before the next."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from fundmix.loans import Floats
from fundmix.program.hot import SMALL, HotModel
from fundmix.program.model import LEVELS, Model

ENOUGH = 0.005
"""Yuan within which a level before the cost counts as proved."""
DEFAULT_GAP, DEFAULT_GAP_YUAN = 0.001, 1.0


@dataclass(frozen=True)
class Optimum:
    """What the solver found, before draws are rounded.

    Attributes:
        values: one per column of ``hot``.
        levels: least value of shortfall, unmet and excess, yuan.
        objective, bound: choosing cost found and proved, yuan; ``gap`` = their distance over max(¥1, |objective|).
        proven: every level is within its gap.
        solver_seconds: HiGHS's own run time.
    """

    hot: HotModel
    values: Floats
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
    model: Model, *, gap: float | None = None, time_limit: float = 10.0, progress: Callable[[str], None] | None = None
) -> Optimum:
    """The best plan, level by level. ``gap`` is relative (default 0.1 %, or ¥1 when that is more), 0 for exact work.

    When ``time_limit`` seconds run out the optimum says ``proven = False`` and its gap.
    """
    deadline = time.monotonic() + time_limit
    tell = progress or (lambda _: None)
    hot = HotModel(model)
    relative, absolute = (DEFAULT_GAP, DEFAULT_GAP_YUAN) if gap is None else (gap, SMALL)
    tell("levels")
    levels, proven = _levels(hot, deadline)
    tell("cost")
    if not hot.minimise(hot.costs["cost"], seconds=_left(deadline), gap=relative, gap_yuan=absolute):
        # frozen to a millionth of a yuan, the levels can be just out of reach of the solver's own tolerance
        for level, value in levels.items():
            hot.freeze(level, value + ENOUGH)
        if not hot.minimise(hot.costs["cost"], seconds=max(2.0, _left(deadline)), gap=relative, gap_yuan=absolute):
            raise AssertionError(f"the cost level has no solution: {hot.highs.getModelStatus()}")
    info = hot.highs.getInfo()
    objective = float(info.objective_function_value)
    bound = float(info.mip_dual_bound) if len(hot.whole) else objective
    missing = max(0.0, objective - bound)
    return Optimum(
        hot=hot,
        values=hot.values(),
        levels=levels,
        objective=objective,
        bound=bound,
        gap=missing / max(1.0, abs(objective)),
        proven=proven and missing <= max(absolute, relative * abs(objective)) + SMALL,
        solver_seconds=float(hot.highs.getRunTime()),
    )


def _levels(hot: HotModel, deadline: float) -> tuple[dict[str, float], bool]:
    """Freeze shortfall, unmet and excess at their least values, in this order; and whether each is proved."""
    frozen: dict[str, float] = {}
    proven = True
    for level in LEVELS[:-1]:
        cost = hot.costs[level]
        least = 0.0
        if cost.any():
            if not hot.minimise(cost, seconds=_left(deadline) / 2, gap_yuan=ENOUGH):
                raise AssertionError(f"level {level} has no solution although meeting no need is one")
            least = float(hot.highs.getInfo().objective_function_value)
            proven = proven and least - hot.highs.getInfo().mip_dual_bound <= 2 * ENOUGH
        frozen[level] = least if least > SMALL else 0.0
        hot.freeze(level, frozen[level] + SMALL * max(1.0, frozen[level]))
    return frozen, proven


def _left(deadline: float) -> float:
    return max(0.1, deadline - time.monotonic())
