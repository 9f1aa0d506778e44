"""The benchmarks run; what they measure is read, not tested."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """``python -m benchmarks`` in the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


@pytest.mark.slow
def test_a_quick_run_prints_every_table() -> None:
    """Each benchmark works, its rows and its table of growth are on the page, and a missed target is no fault."""
    done = bench("--quick")
    assert done.returncode == 0, done.stderr
    for row in (
        "optimize ÷ HiGHS", "Ms Wang, balanced", "debts more ÷ search", "near-copies", "plain PuLP + CBC ÷ optimize",
        "fundmix --help ÷ import click", "÷ (imports + HiGHS)", "peak memory", "The search takes",
        "levers ÷ optimize",
    ):  # fmt: skip
        assert row in done.stdout


def test_a_benchmark_that_does_not_exist_is_named() -> None:
    """A mistyped name says which names there are, and nothing is measured."""
    done = bench("sovler")
    assert done.returncode == 2
    assert "'sovler' is not one of" in done.stderr
    assert done.stdout == ""
