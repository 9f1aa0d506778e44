"""Two stages: decide, let chance answer, make the best of the answer; the least mean and risk over what is decided.

The first stage is a small program (the master) with one cost per scenario, which cuts push up from below until a
decision costs what the master believes: the L-shaped method of R. M. Van Slyke and R. J.-B. Wets (1969), several cuts
a round as in J. R. Birge and F. V. Louveaux (1988). Where second stages have whole variables, further cuts close what
the continuous ones leave, after G. Laporte and F. V. Louveaux (1993).
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import pulp

from fundmix.loans import Floats
from fundmix.program.risk import Risk, mean_risk_terms

MOST_ROUNDS = 10_000
"""Rounds after which a search that does not end is given up; whole decisions end long before."""
TOUCH = 1e-7
"""Relative distance within which a cut says nothing new."""
LEAST_SECONDS = 1.0
"""Seconds that the master may take at least, however little time is left."""
NOISE = 1e-6
"""Distance by which a row may be missed."""


@dataclass(frozen=True)
class Row:
    """``low ≤ Σ coefficient · variable ≤ high`` over first-stage variables, by their position."""

    coefficients: tuple[tuple[int, float], ...]
    low: float = -math.inf
    high: float = math.inf

    def holds(self, decision: Floats) -> bool:
        """Whether a decision keeps it, but for what the solver's tolerance leaves."""
        total = sum(weight * float(decision[at]) for at, weight in self.coefficients)
        return self.low - NOISE <= total <= self.high + NOISE


@dataclass(frozen=True)
class FirstStage:
    """What is decided before chance answers.

    Attributes:
        low, high: bounds of each variable. whole: whether all are whole numbers.
        price: what each unit costs, beside what the scenarios cost; it is paid whatever happens.
    """

    low: Floats
    high: Floats
    price: Floats
    rows: tuple[Row, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Cut:
    """What scenario ``scenario`` costs at least: ``constant + slopes · decision``."""

    scenario: int
    constant: float
    slopes: Floats

    def at(self, decision: Floats) -> float:
        """Its value at a decision."""
        return self.constant + float(self.slopes @ decision)


class SecondStage(Protocol):
    """What is made of chance's answers."""

    def below(self, decision: Floats) -> Sequence[Cut]:
        """Cuts that hold everywhere, and are tight at this decision where everything is continuous."""

    def costs(self, decision: Floats) -> tuple[Floats, Sequence[Cut]]:
        """What every scenario costs, and cuts that are tight at this decision."""


@dataclass(frozen=True)
class Decided:
    """The best decision found: its costs by scenario, the figure that was to be small, what it cannot fall below."""

    decision: Floats
    costs: Floats
    objective: float
    bound: float
    proven: bool

    @property
    def gap(self) -> float:
        """How far the figure may be from the best, in its own unit."""
        return max(0.0, self.objective - self.bound)


@dataclass(frozen=True)
class Aim:
    """What is to be small, how near the best is near enough, and when to stop.

    Attributes:
        gap, gap_units: relative and absolute distance from the proved bound; reaching one is enough.
        deadline: on the monotonic clock.
    """

    risk: Risk
    gap: float = 0.0
    gap_units: float = 1e-6
    deadline: float = math.inf

    def near(self, objective: float, bound: float) -> bool:
        """Whether a figure is near enough to what it cannot fall below."""
        return objective - bound <= max(self.gap_units, self.gap * abs(objective))


def decide(first: FirstStage, odds: Floats, second: SecondStage, aim: Aim, start: Floats) -> Decided:
    """The decision with the least ``price · decision + mean + weight · CVaR``, found in rounds.

    Args:
        first: what may be decided.
        odds: probability of each scenario, summing to 1.
        second: what is made of each scenario.
        aim: what is to be small, and how exactly.
        start: a decision to begin with; it keeps the rows of ``first``.
    """
    search = _Search(first, odds, second, aim.risk)
    for corner in (first.high, start):
        search.push(second.below(corner), corner)
    best = search.tried(start)
    bound = -math.inf
    for _ in range(MOST_ROUNDS):
        proposed = search.solve(max(LEAST_SECONDS, aim.deadline - time.monotonic()))
        if proposed is None:
            break
        decision, proved = proposed
        bound = max(bound, proved)
        if aim.near(best.objective, bound) or time.monotonic() > aim.deadline:
            break
        # the cheap cuts first: a decision that they already refute is not worth its whole numbers
        if search.push(second.below(decision), decision):
            continue
        found = search.tried(decision)
        better = found.objective < best.objective
        if not (better or found.pushed):
            break
        best = found if better else best
    return Decided(best.decision, best.costs, best.objective, bound, aim.near(best.objective, bound))


@dataclass(frozen=True)
class _Tried:
    """A decision with what it really costs; ``pushed``: whether it taught the master anything."""

    decision: Floats
    costs: Floats
    objective: float
    pushed: bool


class _Search:
    """The master: the first stage with one cost per scenario, which cuts push up from below."""

    def __init__(self, first: FirstStage, odds: Floats, second: SecondStage, risk: Risk) -> None:
        self.first, self.odds, self.second, self.risk = first, odds, second, risk
        self.problem = pulp.LpProblem("first_stage", pulp.LpMinimize)
        kind: Literal["Continuous", "Integer"] = "Integer" if first.whole else "Continuous"
        bounds = enumerate(zip(first.low.tolist(), first.high.tolist(), strict=True))
        self.decided = [
            self.problem.add_variable(f"decide_{number}", low, high, kind) for number, (low, high) in bounds
        ]
        self.costs = [
            self.problem.add_variable(f"cost_{number}", None, None, "Continuous")
            for number in range(len(odds))
        ]
        self.cuts: list[list[Cut]] = [[] for _ in odds]
        for number, row in enumerate(first.rows):
            self._row(row, f"row_{number}")
        prices = list(zip(self.decided, first.price.tolist(), strict=True))
        self.problem.setObjective(
            pulp.lpSum_vars_coefs([*prices, *mean_risk_terms(self.problem, self.costs, odds, risk)])
        )

    def _row(self, row: Row, name: str) -> None:
        terms = pulp.lpSum_vars_coefs([(self.decided[at], weight) for at, weight in row.coefficients])
        if math.isfinite(row.high):
            self.problem.addConstraint(terms <= row.high, f"{name}_most")
        if math.isfinite(row.low):
            self.problem.addConstraint(terms >= row.low, f"{name}_least")

    def push(self, cuts: Sequence[Cut], decision: Floats) -> bool:
        """Add the cuts that say more of this decision than those before them; whether any does."""
        pushed = False
        for cut in cuts:
            known = self.cuts[cut.scenario]
            new = cut.at(decision)
            if new > max((one.at(decision) for one in known), default=-math.inf) + TOUCH * max(1.0, abs(new)):
                slopes = zip(self.decided, (-cut.slopes).tolist(), strict=True)
                terms = [(self.costs[cut.scenario], 1.0), *((one, slope) for one, slope in slopes if slope)]
                name = f"cut_{cut.scenario}_{len(known)}"
                self.problem.addConstraint(pulp.lpSum_vars_coefs(terms) >= cut.constant, name)
                known.append(cut)
                pushed = True
        return pushed

    def solve(self, seconds: float) -> tuple[Floats, float] | None:
        """The decision that looks best so far, and what no decision undercuts; None when there is none in time."""
        limit = seconds if math.isfinite(seconds) else None
        found = self.problem.solve(
            pulp.HiGHS(msg=False, threads=1, gapRel=0.0, random_seed=0, timeLimit=limit)
        )
        bound = found.best_bound if self.first.whole else found.objective
        if not found.has_solution or bound is None:
            return None
        decision = np.array([float(variable.value() or 0.0) for variable in self.decided])
        return (np.round(decision) if self.first.whole else decision), bound

    def tried(self, decision: Floats) -> _Tried:
        """Work a decision out, and let the master know."""
        costs, cuts = self.second.costs(decision)
        objective = float(self.first.price @ decision) + self.risk.of(costs, self.odds)
        return _Tried(decision, costs, objective, self.push(cuts, decision))
