"""The ground: a new machine is told in one line what it lacks, and the make targets know their files."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHELL = "/bin/sh"

pytestmark = pytest.mark.skipif(not Path(SHELL).exists(), reason="make and its scripts need a POSIX shell")


def find_python(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """``.ci/find-python`` on a machine with no program at all but those in ``settings``."""
    return subprocess.run(
        [SHELL, ROOT / ".ci" / "find-python"],
        env={"PATH": str(home), "HOME": str(home)} | settings,
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def program(path: Path, script: str) -> Path:
    """An executable file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{SHELL}\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_machine_without_python_is_told_how_to_get_one_in_one_line(tmp_path: Path) -> None:
    """No traceback of a build tool: one line, and make stops."""
    told = find_python(tmp_path)
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert "Python 3.12 or newer" in told.stderr


def test_a_python_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    """A version manager's shim may stand in the PATH and fail; the versions behind it are tried."""
    program(tmp_path / "python3.13", "echo 'python3.13: command not found' >&2; exit 127")
    program(tmp_path / ".pyenv/versions/3.13.7/bin/python", f'exec {sys.executable} "$@"')
    found = find_python(tmp_path)
    assert (found.returncode, found.stderr) == (0, "")
    assert Path(found.stdout.strip()).exists()


def test_the_python_that_is_asked_for_is_taken_or_refused(tmp_path: Path) -> None:
    """``PYTHON=`` is obeyed; one that is too old is an error, not a reason to take another."""
    assert find_python(tmp_path, PYTHON=sys.executable).stdout.strip() == sys.executable
    old = program(tmp_path / "old", "exit 1")
    refused = find_python(tmp_path, PYTHON=str(old))
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)


def test_what_is_run_as_a_program_may_be_run() -> None:
    """The scripts keep their executable bit."""
    assert [name for name in ("run", "find-python") if not os.access(ROOT / ".ci" / name, os.X_OK)] == []


def test_every_make_target_is_phony_and_explained() -> None:
    """``make help`` lists each, and a file named ``docs`` does not hide the target."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    explained = set(re.findall(r"^([a-z]+):.*  ## ", makefile, re.MULTILINE))
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets == explained == set(phony.split())


def test_each_pin_is_one_version() -> None:
    """No range, no address, no path: what is tested is what is installed."""
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", pin)] == []
    assert "highspy==1.15.1" in pins
