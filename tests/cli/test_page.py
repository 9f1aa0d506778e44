"""``optimize -o plan.html``: written for its owner, in the language asked for, never over an input."""

import stat
from pathlib import Path

from click.testing import CliRunner, Result

from fundmix.cli import main

LI = Path(__file__).parents[2] / "examples" / "li"
NEEDS = ("--needs", str(LI / "needs.csv"))


def run(*words: str) -> Result:
    """What ``optimize`` answers for Li Si's needs."""
    return CliRunner().invoke(main, ["optimize", *NEEDS, *words])


def test_a_page_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """Mode 0600; the sources of its lenders and what each refusal would do are in it; the same again a second time."""
    path = tmp_path / "plan.html"
    words = ("--profile", str(LI / "profile.toml"), "-o", str(path), "--lang", "en")
    assert run(*words).exit_code == 0
    content = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b'lang="en"' in content
    assert b"what each lender" in content
    assert b'rel="noopener noreferrer"' in content
    assert run(*words).exit_code == 0
    assert path.read_bytes() == content


def test_a_page_is_never_an_input(tmp_path: Path) -> None:
    """A profile that ends in ``.html`` is refused as an output before any work."""
    path = tmp_path / "profile.html"
    path.write_bytes((LI / "profile.toml").read_bytes())
    assert run("--profile", str(path), "-o", str(path)).exit_code == 2
    assert path.read_bytes() == (LI / "profile.toml").read_bytes()
