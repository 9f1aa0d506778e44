"""Another solver finds the same least cost: CBC, of another family, and scipy's interface, from the written file."""

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


def least_by_cbc(file: Path) -> float:
    """The least cost that CBC finds for an MPS file."""
    _, problem = pulp.LpProblem.fromMPS(str(file))
    solver = pulp.COIN_CMD(path=cbcbox.cbc_bin_path(), msg=False, gapRel=0, gapAbs=1e-7, timeLimit=60)
    try:
        found = problem.solve(solver)
    except pulp.PulpSolverError:
        # the development build of CBC dies on some files
        return least_by_scipy(file)
    if found.status_str == "Infeasible":
        # its tolerances can be too tight for levels frozen to a millionth; then the other one is asked
        return least_by_scipy(file)
    # within the gap, which is nil, counts as optimal
    assert found.status_str in ("Optimal", "GapLimit")
    return float(found.objective)


def least_by_scipy(file: Path) -> float:
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
    assert found.success
    return float(found.fun)


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


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_cbc_agrees(first: int, tmp_path: Path) -> None:
    """On random small cases CBC's least cost is ours, to a millionth."""
    wrong, compared = [], 0
    for seed in range(first, first + 10):
        found = written(seed, tmp_path)
        if found is not None:
            other = least_by_cbc(found[1])
            compared += 1
            if differs(found[0].objective, other):
                wrong.append((seed, found[0].objective, other))
    assert (wrong, compared >= 3) == ([], True)


@pytest.mark.parametrize("seed", range(5))
def test_scipy_agrees(seed: int, tmp_path: Path) -> None:
    """The written file means the same to scipy's own interface."""
    found = written(seed, tmp_path)
    if found is None:
        pytest.skip("borrows nothing")
    assert not differs(found[0].objective, least_by_scipy(found[1]))
