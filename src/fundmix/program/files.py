"""Writes the program as it was solved, for other solvers and for curious eyes."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fundmix.private import replace_private
from fundmix.program.hot import NEVER
from fundmix.program.model import LEVELS
from fundmix.program.solve import Optimum


def write_files(optimum: Optimum, *, lp: Path | None = None, mps: Path | None = None) -> None:
    """The cost level with the levels before it frozen, as LP or MPS file; every row has the name of its rule."""
    if lp is None and mps is None:
        return
    problem = optimum.hot.model.problem
    for level in LEVELS:
        row = problem.get_constraint_by_name(f"level_{level}")
        if row is not None:
            row.changeRHS(optimum.ceilings.get(level, NEVER))
    with TemporaryDirectory(prefix="fundmix-") as folder:
        draft = Path(folder) / "program"
        if lp is not None:
            problem.writeLP(str(draft))
            replace_private(lp, draft.read_text(encoding="utf-8"))
        if mps is not None:
            problem.writeMPS(str(draft))
            replace_private(mps, draft.read_text(encoding="utf-8"))
