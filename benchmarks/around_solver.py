"""What fundmix adds around HiGHS, and how long Ms Wang waits."""

from benchmarks.cases import Question, example, made_up
from benchmarks.measuring import Effort, Result, Section, median, seconds, warm

NAMES = ("wang", "zhang", "employee", "supplier", "li")
MOST = 1.5
"""Wall of ``optimize`` over HiGHS's own run time."""
LEAST_SOLVER_SECONDS = 0.1
"""Below that the fixed part of a plan (reading, judging, proving) is all there is to see."""
WANG_SECONDS = 3.0


def around_solver(effort: Effort) -> Section:
    """One row per program: wall ÷ HiGHS, each from one and the same run."""
    questions = [example(name) for name in (NAMES[:1] if effort.quick else NAMES)]
    if not effort.quick:
        questions.append(made_up(4, 6))
    return Section(tuple(_ratio(question, effort) for question in questions))


def _ratio(question: Question, effort: Effort) -> Result:
    timings = warm(question.plan, effort.runs(5))
    ratio, solver = median(timing.ratio for timing in timings), median(timing.solver for timing in timings)
    around = median(timing.wall - timing.solver for timing in timings)
    counts = solver >= LEAST_SOLVER_SECONDS
    return Result(
        f"optimize ÷ HiGHS: {question.name}",
        f"{ratio:.2f} ×",
        f"≤ {MOST} ×" if counts else "",
        ratio <= MOST if counts else None,
        f"HiGHS {seconds(solver)} in {timings[0].solves} runs, {seconds(around)} around it"
        + ("" if counts else "; too short to count"),
    )


def wang(effort: Effort) -> Section:
    """Ms Wang's plan, proved at the default gap."""
    timings = warm(example("wang").plan, effort.runs(5))
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
