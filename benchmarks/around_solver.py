"""What fundmix adds around HiGHS, and how long Ms Wang waits."""

from functools import cache

from benchmarks.cases import example, made_up
from benchmarks.measuring import Effort, Result, Section, Timing, median, seconds, timed, warm

NAMES = ("wang", "zhang", "employee", "supplier", "li")
MOST = 1.5
"""Wall of ``optimize`` over HiGHS's own run time."""
LEAST_SOLVER_SECONDS = 0.1
"""Below that the fixed part of a plan (reading, judging, proving) is all there is to see."""
WANG_SECONDS = 3.0
RUNS = 3
"""Runs of each program, after one to warm up."""


def around_solver(effort: Effort) -> Section:
    """One row per program: wall ÷ HiGHS, each from one and the same run."""
    if effort.quick:
        return Section((_ratio("li", warm(example("li").plan, 1)),))
    rows = [_ratio(example(name).name, _runs(name, RUNS)) for name in NAMES]
    shop = made_up(4, 6)
    return Section((*rows, _ratio(shop.name, warm(shop.plan, RUNS))))


@cache
def _runs(name: str, runs: int) -> list[Timing]:
    """The runs of one example; Ms Wang's serve two rows."""
    return warm(example(name).plan, runs)


def _ratio(name: str, timings: list[Timing]) -> Result:
    ratio, solver = median(timing.ratio for timing in timings), median(timing.solver for timing in timings)
    around = median(timing.wall - timing.solver for timing in timings)
    counts = solver >= LEAST_SOLVER_SECONDS
    return Result(
        f"optimize ÷ HiGHS: {name}",
        f"{ratio:.2f} ×",
        f"≤ {MOST} ×" if counts else "",
        ratio <= MOST if counts else None,
        f"HiGHS {seconds(solver)} in {timings[0].solves} runs, {seconds(around)} around it"
        + ("" if counts else "; too short to count"),
    )


def wang(effort: Effort) -> Section:
    """Ms Wang's plan, proved at the default gap."""
    timings = [timed(example("wang").plan)] if effort.quick else _runs("wang", RUNS)
    plan = timings[-1].returned
    wall, longest = median(timing.wall for timing in timings), max(timing.wall for timing in timings)
    row = Result(
        "Ms Wang, balanced: funded and proved",
        seconds(wall),
        f"≤ {WANG_SECONDS:.0f} s",
        wall <= WANG_SECONDS and plan.status == "funded",
        f"{plan.status}, gap {plan.proof.gap:.2%}, slowest {seconds(longest)}",
    )
    return Section((row,))
