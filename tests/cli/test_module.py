"""``python -m fundmix`` is the command."""

import subprocess
import sys


def test_the_package_runs_as_a_program() -> None:
    """The same help under the same name, and the same exit codes."""
    for words, code in ((["--help"], 0), (["borrow"], 2)):
        done = subprocess.run(
            [sys.executable, "-m", "fundmix", *words, "--lang", "en"], capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == code
        assert "fundmix" in done.stdout + done.stderr
    assert "Help: fundmix --help" in done.stderr
