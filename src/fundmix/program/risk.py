"""The mean and the bad end of what may happen: exact for a few scenarios, and as rows of a linear program.

Source: R. T. Rockafellar and S. Uryasev, *Optimization of conditional value-at-risk*, Journal of Risk 2 (2000), and
*Conditional value-at-risk for general loss distributions*, Journal of Banking & Finance 26 (2002), whose definition
splits the scenario at the edge of the tail.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pulp

from fundmix.loans import Floats


@dataclass(frozen=True)
class Risk:
    """How the bad end weighs beside the mean: ``mean + weight · CVaR`` of the worst ``1 − level`` of the odds."""

    weight: float = 0.0
    level: float = 0.9

    def of(self, costs: Floats, odds: Floats) -> float:
        """The figure that is to be small: one cost per scenario, with its probability."""
        return mean(costs, odds) + self.weight * cvar(costs, odds, self.level)


def mean(costs: Floats, odds: Floats) -> float:
    """The expected cost."""
    return float(costs @ odds)


def cvar(costs: Floats, odds: Floats, level: float) -> float:
    """The mean of the worst ``1 − level`` of the odds, ``0 ≤ level < 1``; a scenario at the edge counts in part."""
    tail = 1.0 - level
    worst_first = np.argsort(-costs, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(odds[worst_first])[:-1]])
    counted = np.clip(tail - before, 0.0, odds[worst_first])
    return float(counted @ costs[worst_first]) / float(counted.sum())


def mean_risk_terms(
    problem: pulp.LpProblem, costs: Sequence[pulp.LpVariable], odds: Floats, risk: Risk
) -> list[tuple[pulp.LpVariable, float]]:
    """The objective ``mean + weight · CVaR`` of costs that are variables, with the rows that it needs.

    ``CVaR = min_η η + Σ p[s] · over[s] / (1 − level)``, ``over[s] ≥ cost[s] − η``, ``over[s] ≥ 0``.
    """
    terms = [(cost, float(chance)) for cost, chance in zip(costs, odds, strict=True)]
    if not risk.weight:
        return terms
    threshold = problem.add_variable("threshold", None, None, "Continuous")
    terms.append((threshold, risk.weight))
    for number, (cost, chance) in enumerate(zip(costs, odds, strict=True)):
        over = problem.add_variable(f"over_{number}", 0, None, "Continuous")
        row = pulp.lpSum_vars_coefs([(over, 1.0), (cost, -1.0), (threshold, 1.0)])
        problem.addConstraint(row >= 0, f"tail_{number}")
        terms.append((over, risk.weight * float(chance) / (1.0 - risk.level)))
    return terms
