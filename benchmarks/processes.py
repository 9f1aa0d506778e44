"""Whole processes: what a user waits for at the prompt, and how much memory it takes."""

import compileall
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fundmix
from benchmarks.cases import EXAMPLES
from benchmarks.measuring import Effort, Result, Section, median, seconds

HERE = Path(__file__).parent
FUNDMIX = str(Path(sys.executable).with_name("fundmix"))
LIBRARIES = "import pulp, pandas, pydantic, highspy"
HELP_MOST, OPTIMIZE_MOST, MEGABYTES_MOST = 2.0, 1.6, 300.0


@dataclass(frozen=True)
class Process:
    """One finished process: ``seconds`` of wall, peak ``megabytes``, what it wrote on stderr."""

    seconds: float
    megabytes: float
    errors: str


@cache
def compiled() -> None:
    """Compile the package once, as an installer does: a checkout that may not write bytecode would do it every time."""
    compileall.compile_dir(str(Path(fundmix.__file__).parent), quiet=1)


def process(*command: str) -> Process:
    """Run a command to its end."""
    compiled()
    launched = subprocess.run(
        [sys.executable, str(HERE / "launch.py"), *command],
        capture_output=True, text=True, check=True, cwd=HERE.parent,
    )  # fmt: skip
    found = json.loads(launched.stdout)
    if found["code"]:
        raise RuntimeError(f"{' '.join(command)} ended with {found['code']}:\n{launched.stderr}")
    return Process(found["seconds"], found["megabytes"], launched.stderr)


def start_up(effort: Effort) -> Section:
    """``fundmix --help`` against the import of click, in turns."""
    pairs = []
    for _ in range(1 + effort.runs(11)):
        pairs.append((process(FUNDMIX, "--help"), process(sys.executable, "-c", "import click")))
    pairs = pairs[1:]
    ours, theirs = median(pair[0].seconds for pair in pairs), median(pair[1].seconds for pair in pairs)
    row = Result(
        "fundmix --help ÷ import click",
        f"{ours / theirs:.2f} ×",
        f"≤ {HELP_MOST:.0f} ×",
        ours / theirs <= HELP_MOST,
        f"{seconds(ours)} and {seconds(theirs)}, medians of {len(pairs)} in turns",
    )
    return Section((row,))


def command(effort: Effort) -> Section:
    """``fundmix optimize`` on Ms Wang against importing its libraries and HiGHS's own time, and its memory."""
    ratios, walls, solvers, imports, peaks = [], [], [], [], []
    name = "li" if effort.quick else "wang"
    folder = EXAMPLES / name
    asked = ("optimize", "--profile", str(folder / "profile.toml"), "--needs", str(folder / "needs.csv"))
    for run in range(1 + effort.runs(3)):
        imported = process(sys.executable, "-c", LIBRARIES).seconds
        clocked = process(sys.executable, "-m", "benchmarks.clocked", *asked)
        whole = process(FUNDMIX, *asked)
        if not run:
            continue
        solver = float(clocked.errors.split()[-1])
        ratios.append(clocked.seconds / (imported + solver))
        walls.append(whole.seconds)
        solvers.append(solver)
        imports.append(imported)
        peaks.append(whole.megabytes)
    ratio = median(ratios)
    parts = f"imports {seconds(median(imports))} + HiGHS {seconds(median(solvers))}"
    return Section(
        (
            Result(
                f"fundmix optimize ({name}) ÷ (imports + HiGHS)",
                f"{ratio:.2f} ×",
                f"≤ {OPTIMIZE_MOST} ×",
                ratio <= OPTIMIZE_MOST,
                f"whole command {seconds(median(walls))}, {parts}",
            ),
            Result(
                f"fundmix optimize ({name}): peak memory",
                f"{max(peaks):.0f} MB",
                f"< {MEGABYTES_MOST:.0f} MB",
                max(peaks) < MEGABYTES_MOST,
                f"largest of {len(peaks)}",
            ),
        )
    )
