"""The live HiGHS object of one model: PuLP builds and loads it once, every later solve changes costs and bounds."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, cast

import highspy
import numpy as np
import pulp

from fundmix.loans import Floats
from fundmix.program.model import LEVELS, Model, Term

SMALL = 1e-6
"""Yuan below which an amount is the solver's noise."""
NEVER = 1e12
"""Right-hand side of a level that is not frozen."""
SEARCH: dict[str, Any] = {
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_allow_restart": False,
}
"""Searches inside HiGHS that cost more here than they find: RINS finds the same plans, measured in decision 0003."""
_FOUND = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kInterrupt,
)


class HotModel:
    """The live HiGHS object of one model; costs and bounds change, rows and columns stay."""

    def __init__(self, model: Model) -> None:
        problem = model.problem
        for level in LEVELS:
            problem.addConstraint(
                pulp.lpSum_vars_coefs(model.levels[level] or nothing(model)) <= NEVER, f"level_{level}"
            )
        problem.objective = pulp.lpSum_vars_coefs(model.levels["cost"] or nothing(model))
        solver = pulp.HiGHS(msg=False, threads=1, random_seed=0, **SEARCH)
        solver.createAndConfigureSolver(problem)
        solver.buildSolverModel(problem)
        self.highs = cast("highspy.Highs", problem.solverModel)
        self.model = model
        variables = problem.exported_variables()
        self.names = [variable.name for variable in variables]
        self.column = {name: index for index, name in enumerate(self.names)}
        self.low = np.array([variable.lowBound or 0.0 for variable in variables])
        self.high = np.array(
            [highspy.kHighsInf if variable.upBound is None else variable.upBound for variable in variables]
        )
        self.whole = np.array([i for i, v in enumerate(variables) if v.cat == "Integer"], dtype=np.int32)
        self.relaxed = self.low
        self.frozen: dict[str, float] = {}
        self.searching = len(self.whole) > 0
        self.costs = {level: self.vector(model.levels[level]) for level in LEVELS}
        rows = problem.constraints()
        self.rows = {row.name: row.id for row in rows}
        self.ceilings = {
            row.name: bound for row in rows if (bound := row.getUb()) is not None and row.getLb() is None
        }
        for level in LEVELS:
            self.release(level)

    def vector(self, terms: Iterable[tuple[pulp.LpVariable, float]]) -> Floats:
        """The terms as one coefficient per column."""
        vector = np.zeros(len(self.names))
        for variable, coefficient in terms:
            vector[self.column[variable.name]] += coefficient
        return vector

    def freeze(self, level: str, value: float) -> None:
        """Keep a level at or below ``value`` from now on."""
        self.frozen[level] = value
        self.highs.changeRowBounds(self.rows[f"level_{level}"], -highspy.kHighsInf, value)

    def release(self, level: str) -> None:
        """Let a level take any value again."""
        self.freeze(level, highspy.kHighsInf)

    def bounds(self, names: Iterable[str], low: Iterable[float], high: Iterable[float]) -> None:
        """New bounds of some variables; names that no row uses are passed over."""
        for name, least, most in zip(names, low, high, strict=True):
            if name in self.column:
                self.highs.changeColBounds(self.column[name], least, most)

    def reset(self) -> None:
        """Every bound, level and whole variable as the model has it."""
        self.bounds(self.names, self.low, self.high)
        for level in LEVELS:
            self.release(level)
        for row in self.model.fewest:
            self.count(row, 0, math.inf)
        self.restore()

    def count(self, row: str, fewest: float, most: float) -> None:
        """Bound the number of lenders or draws that a row ``fewest_`` of rule 6 counts."""
        high = highspy.kHighsInf if math.isinf(most) else most
        self.highs.changeRowBounds(self.rows[row], fewest, high)

    @property
    def is_optimal(self) -> bool:
        """Whether the last run proved its solution."""
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    @property
    def is_infeasible(self) -> bool:
        """Whether the last run proved that there is no solution."""
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible)

    def tighten(self, prefixes: tuple[str, ...], margin: float, eased: Mapping[str, float]) -> None:
        """Take ``margin`` off the right-hand side of every ≤ row whose name begins with one of ``prefixes``.

        A bound, with the yuan by which old debts ``eased`` the row, is not taken below 0, since what may not happen at
        all cannot be undercut by cents; rows of cash (``in_time_``) have any sign.
        """
        for name, bound in self.ceilings.items():
            if name.startswith(prefixes):
                room = max(bound + eased.get(name, 0.0), 0.0)
                less = margin if name.startswith("in_time_") else min(margin, room)
                self.highs.changeRowBounds(self.rows[name], -highspy.kHighsInf, bound - less)

    def coefficient(self, row: str, variable: str) -> float:
        """What the model wrote for a variable in a row."""
        found = self.model.problem.get_constraint_by_name(row)
        if found is None:
            return 0.0
        return next((coefficient for term, coefficient in found.items() if term.name == variable), 0.0)

    def relax(self) -> None:
        """Treat every variable as continuous."""
        self._integrality(highspy.HighsVarType.kContinuous)
        self.searching = False

    def restore(self) -> None:
        """Treat whole variables as whole again."""
        self._integrality(highspy.HighsVarType.kInteger)
        self.searching = len(self.whole) > 0

    def _integrality(self, kind: highspy.HighsVarType) -> None:
        if len(self.whole):
            self.highs.changeColsIntegrality(
                len(self.whole), self.whole, np.full(len(self.whole), int(kind), dtype=np.uint8)
            )

    def minimise(
        self,
        cost: Floats,
        *,
        seconds: float,
        gap: float = 0.0,
        gap_yuan: float = SMALL,
        start: Floats | None = None,
    ) -> bool:
        """Run with this cost; False when no solution was found (infeasible, or none in time).

        ``start`` is a solution to begin with, ``gap`` relative and ``gap_yuan`` absolute: reaching one is enough.
        """
        highs = self.highs
        highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        highs.setOptionValue("mip_rel_gap", gap)
        highs.setOptionValue("mip_abs_gap", gap_yuan)
        # the solver holds a time limit against one search, but against all runs so far when nothing is whole
        spent = 0.0 if self.searching else highs.getRunTime()
        highs.setOptionValue("time_limit", spent + max(0.05, seconds))
        if start is not None and len(self.whole):
            highs.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kUnknown:
            # a hot start can lose its way: once more from the beginning
            highs.clearSolver()
            highs.run()
        status = highs.getModelStatus()
        value = highs.getInfo().objective_function_value
        return status in _FOUND and math.isfinite(value) and bool(highs.getSolution().value_valid)

    def values(self) -> Floats:
        """The values of all columns."""
        return np.array(self.highs.getSolution().col_value)[: len(self.names)]


def nothing(model: Model) -> list[Term]:
    """A term without weight, for a level that a case does not have."""
    return [(model.cash[0], 0.0)]
