"""Against what a user would write instead: plain PuLP, one constraint at a time, solved by CBC's command line.

The script gets every coefficient for nothing: it writes the rules as they stand, row by row, and stops at the
solver's answer. Rows that only help the search are fundmix's own work and are left out. fundmix's time holds all
of ``optimize``: judging, pricing, building, whole steps and cents, reasons and the re-play. A third clock times
only what both do, building and solving.
"""

from dataclasses import dataclass
from functools import partial
from typing import Literal

import cbcbox  # type: ignore[import-untyped]
import pulp

from benchmarks.cases import Question, example, made_up
from benchmarks.measuring import Effort, Result, Section, median, seconds, timed
from fundmix.case import Case
from fundmix.program import build_model, find_optimum
from fundmix.program.model import LEVELS, Model
from fundmix.program.solve import DEFAULT_GAP, DEFAULT_GAP_YUAN, ENOUGH

FASTER = 5.0
HELPS = ("asked_", "own_or_asked_", "ticket_cap_", "fewest_", "level_")
"""Rows that no plan needs: they only help a search, and whoever writes down the rules does not write them."""
CBC_SECONDS = 30
"""Limit for each level."""
type Kind = Literal["Continuous", "Integer"]
type Terms = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Script:
    """What the user's script would have typed in: bounds, rows and levels by name."""

    variables: tuple[tuple[str, float | None, float | None, Kind], ...]
    rows: tuple[tuple[str, Terms, float | None, float | None], ...]  # name, terms, high, low
    levels: dict[str, Terms]


@dataclass(frozen=True)
class Answer:
    """Cost of the last level, and whether CBC finished every one."""

    cost: float
    finished: bool


def plain_pulp(effort: Effort) -> Section:
    """Ms Wang, and a made-up market whose search is harder."""
    if effort.quick:
        return Section(_compare(made_up(4, 3), 1, counts=False))
    return Section((*_compare(example("wang"), 5), *_compare(made_up(8, 6), 1, counts=False)))


def _compare(question: Question, runs: int, *, counts: bool = True) -> tuple[Result, ...]:
    """All of ``optimize`` against the script, then building and solving alone; the three take turns."""
    case, script = question.case(), _script(question)
    solve(_script(made_up(2, 2)))  # imports and the first start of CBC
    turns = [
        (timed(question.plan), timed(partial(_build_and_solve, case)), timed(partial(solve, script)))
        for _ in range(runs)
    ]
    walls = [median(turn[part].wall for turn in turns) for part in range(3)]
    cost, answers = turns[-1][1].returned, [turn[2].returned for turn in turns]
    room = 2 * max(DEFAULT_GAP_YUAN, DEFAULT_GAP * abs(cost))
    finished = all(answer.finished for answer in answers)
    same = all(abs(cost - answer.cost) <= room for answer in answers) and finished
    faster = median(theirs.wall / ours.wall for ours, _, theirs in turns)
    costs = f"costs {cost:,.2f} and {answers[-1].cost:,.2f}" + ("" if finished else ", CBC out of time")
    return (
        Result(
            f"plain PuLP + CBC ÷ optimize: {question.name}",
            f"{faster:.2f} ×",
            f"≥ {FASTER:.0f} ×, same cost" if counts else "",
            faster >= FASTER and same if counts else None,
            f"{seconds(walls[2])} and {seconds(walls[0])}, {costs}",
        ),
        Result(
            f"plain PuLP + CBC ÷ building and solving: {question.name}",
            f"{median(theirs.wall / core.wall for _, core, theirs in turns):.2f} ×",
            remark=f"building and solving {seconds(walls[1])}",
        ),
    )


def _build_and_solve(case: Case) -> float:
    """The cost, without the work before and after."""
    return find_optimum(build_model(case.situation, case.market)).objective


def _script(question: Question) -> Script:
    """The rules of one question as plain figures."""
    case = question.case()
    return script_of(build_model(case.situation, case.market))


def script_of(model: Model) -> Script:
    """The rules of a program as plain figures."""
    problem = model.problem
    return Script(
        tuple((v.name, _finite(v.lowBound), _finite(v.upBound), v.cat) for v in problem.variables()),
        tuple(
            (
                row.name,
                *_as_written(
                    row.name, tuple((v.name, factor) for v, factor in row.items()), _finite(row.getUb())
                ),
                _finite(row.getLb()),
            )
            for row in problem.constraints()
            if not row.name.startswith(HELPS)
        ),
        {level: tuple((v.name, weight) for v, weight in model.levels[level]) for level in LEVELS},
    )


def _as_written(name: str, terms: Terms, high: float | None) -> tuple[Terms, float | None]:
    """A cap of one lender as its rule says it: fundmix lets the cap carry the lender's use as well."""
    if not name.startswith("share_channel_"):
        return terms, high
    used = [factor for variable, factor in terms if variable.startswith("use_")]
    plain = tuple((variable, factor) for variable, factor in terms if not variable.startswith("use_"))
    return plain, -sum(used) if used else high


def _finite(bound: float | None) -> float | None:
    return None if bound is None or abs(bound) >= 1e20 else bound


def solve(script: Script) -> Answer:
    """The script itself: every row ``problem += lpSum(…)``, one level after the other, each kept by a new row."""
    problem = pulp.LpProblem("plain", pulp.LpMinimize)
    found = {name: problem.add_variable(name, low, high, kind) for name, low, high, kind in script.variables}
    for name, terms, high, low in script.rows:
        total = pulp.lpSum(factor * found[variable] for variable, factor in terms)
        if low is not None and low == high:
            problem += total == low, name
        elif low is not None:
            problem += total >= low, name
        elif high is not None:
            problem += total <= high, name
    cost, finished = 0.0, True
    for level, terms in script.levels.items():
        if not terms:
            continue
        last = level == LEVELS[-1]
        objective = pulp.lpSum(factor * found[variable] for variable, factor in terms)
        problem.setObjective(objective)
        solved = problem.solve(_cbc(last))
        finished = finished and solved.status in (pulp.LpSolveStatus.Optimal, pulp.LpSolveStatus.GapLimit)
        cost = float(pulp.value(objective) or 0.0)
        if not last:
            problem += objective <= cost + ENOUGH, f"keep_{level}"
    return Answer(cost, finished)


def _cbc(last: bool) -> pulp.COIN_CMD:
    """CBC with fundmix's gaps: the default one for the cost, half a cent for the levels before it."""
    return pulp.COIN_CMD(  # type: ignore[no-untyped-call]
        path=cbcbox.cbc_bin_path(),
        msg=False,
        timeLimit=CBC_SECONDS,
        gapRel=DEFAULT_GAP if last else 0,
        gapAbs=DEFAULT_GAP_YUAN if last else ENOUGH,
    )
