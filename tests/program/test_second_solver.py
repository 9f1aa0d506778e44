"""Another solver finds the same least cost: CBC, of another family, and scipy's interface, from the written file."""

from collections import Counter
from pathlib import Path
from random import Random

import cbcbox
import highspy
import numpy as np
import pulp
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_matrix
from tests.cases import random_story

from fundmix.program import Optimum, write_files

RELATIVE = 1e-6
"""How far two solvers may differ; frozen levels may give way by a millionth, which is worth no more than that."""


def least_elsewhere(file: Path) -> tuple[str, float | None]:
    """Who solved an MPS file, and the least cost found: CBC, else scipy, else nobody.

    The development build of CBC dies on some files, and on a case whose levels are frozen to a hundred-thousandth
    of a yuan another solver's own tolerance can leave no solution at all.
    """
    found = least_by_cbc(file)
    if found is not None:
        return "CBC", found
    other = least_by_scipy(file)
    return ("scipy" if other is not None else "nobody"), other


def least_by_cbc(file: Path) -> float | None:
    """The least cost that CBC finds for an MPS file; None when it fails or sees no solution."""
    _, problem = pulp.LpProblem.fromMPS(str(file))
    solver = pulp.COIN_CMD(path=cbcbox.cbc_bin_path(), msg=False, gapRel=0, gapAbs=1e-7, timeLimit=60)
    try:
        found = problem.solve(solver)
    except pulp.PulpSolverError:
        return None
    # within the gap, which is nil, counts as optimal
    return float(found.objective) if found.status_str in ("Optimal", "GapLimit") else None


def least_by_scipy(file: Path) -> float | None:
    """The same by scipy.optimize.milp."""
    highs = highspy.Highs()
    highs.silent()
    highs.readModel(str(file))
    program = highs.getLp()
    matrix = program.a_matrix_
    rows = csc_matrix(
        (matrix.value_, matrix.index_, matrix.start_), shape=(program.num_row_, program.num_col_)
    )
    whole = [int(kind == highspy.HighsVarType.kInteger) for kind in program.integrality_] or 0
    found = milp(
        np.array(program.col_cost_),
        constraints=LinearConstraint(rows, program.row_lower_, program.row_upper_),
        bounds=Bounds(program.col_lower_, program.col_upper_),
        integrality=whole,
        options={"mip_rel_gap": 0},
    )
    return float(found.fun) if found.success else None


def written(seed: int, folder: Path) -> tuple[Optimum, Path] | None:
    """The proved optimum of a random case and its file; None when it borrows nothing or is too hard to prove soon."""
    optimum = random_story(Random(seed), most_channels=5).optimum(time_limit=10)
    if not optimum.proven or not optimum.hot.model.columns:
        return None
    file = folder / f"{seed}.mps"
    write_files(optimum, mps=file)
    return optimum, file


def differs(mine: float, other: float) -> bool:
    """Whether two costs are further apart than two solvers may be."""
    return abs(mine - other) > RELATIVE * max(1_000.0, abs(mine))


def on_edge(optimum: Optimum, other: float) -> bool:
    """Whether less than half a cent in a frozen level is worth the difference: then both solvers are right.

    A case can sit on an edge where a hundredth of a cent of an unmet need costs hundreds of yuan of effort; which
    side a solver sees is decided by its own tolerance.
    """
    hot = optimum.hot
    hot.reset()
    for level, ceiling in optimum.ceilings.items():
        hot.freeze(level, ceiling + 0.004)
    found = hot.minimise(hot.costs["cost"], seconds=60)
    return found and float(hot.highs.getInfo().objective_function_value) <= other + RELATIVE * max(
        1_000.0, abs(other)
    )


@pytest.mark.parametrize("first", [0, 10, 20, pytest.param(30, marks=pytest.mark.study), 40, 50])
def test_another_solver_agrees(first: int, tmp_path: Path) -> None:
    """On random small cases another solver's least cost is ours, to a millionth; CBC does most of them."""
    wrong, by = [], Counter[str]()
    for seed in range(first, first + 10):
        found = written(seed, tmp_path)
        if found is not None:
            who, other = least_elsewhere(found[1])
            by[who] += 1
            if other is not None and differs(found[0].objective, other) and not on_edge(found[0], other):
                wrong.append((seed, who, found[0].objective, other))
    assert wrong == []
    assert by["CBC"] >= 2 * (by["scipy"] + by["nobody"])
    assert by["nobody"] <= 1


@pytest.mark.parametrize("seed", range(5))
def test_scipy_agrees(seed: int, tmp_path: Path) -> None:
    """The written file means the same to scipy's own interface."""
    found = written(seed, tmp_path)
    other = least_by_scipy(found[1]) if found is not None else None
    if found is None or other is None:
        pytest.skip("borrows nothing, or its levels are too tight for scipy")
    assert not differs(found[0].objective, other) or on_edge(found[0], other)
