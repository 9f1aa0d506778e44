"""Completion in the shell: the scripts, and what may follow what was typed."""

import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from fundmix.cli import main
from fundmix.cli.completion import SHELLS, VARIABLE

HEAVY = ("pandas", "numpy", "pulp", "highspy", "rich")


def follows(typed: str, shell: str = "bash", lang: str = "en") -> list[str]:
    """The lines that ``fundmix`` answers a shell with; the last word is what was begun."""
    words = typed.split(" ")
    asked = {"bash": "bash_complete", "zsh": "zsh_complete"}[shell]
    settings = {"COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1), VARIABLE: asked, "FUNDMIX_LANG": lang}
    done = subprocess.run(
        [sys.executable, "-m", "fundmix"], env=os.environ | settings, capture_output=True, encoding="utf-8", check=False
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_asks_fundmix(shell: str) -> None:
    """Each script calls ``fundmix`` with the variable, and names no path of the machine that wrote it."""
    shown = CliRunner().invoke(main, ["completion", shell])
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert VARIABLE in shown.stdout
    assert f"{shell}_complete" in shown.stdout
    assert sys.prefix not in shown.stdout


def test_a_shell_that_it_does_not_know_is_a_mistake() -> None:
    """One line with the choices, exit code 2."""
    shown = CliRunner().invoke(main, ["completion", "tcsh", "--lang", "en"])
    assert (shown.exit_code, "bash" in shown.stderr) == (2, True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")
def test_bash_reads_its_script() -> None:
    """The script is bash without a mistake."""
    script = CliRunner().invoke(main, ["completion", "bash"]).stdout
    done = subprocess.run(["bash", "-n"], input=script, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_commands_options_choices_and_files_follow() -> None:
    """At each place what may stand there."""
    assert follows("fundmix opt") == ["plain,optimize"]
    assert follows("fundmix catalog in") == ["plain,init"]
    assert follows("fundmix optimize --pol") == ["plain,--policy"]
    assert follows("fundmix optimize --format j") == ["plain,json"]
    assert follows("fundmix optimize --profile ex") == ["file,ex"]
    assert follows("fundmix optimize --catalog c") == ["plain,cn", "dir,c"]


def test_a_line_that_is_not_right_yet_is_no_mistake() -> None:
    """A shell asks in the middle of writing: nothing is said about what is missing or too much."""
    assert "plain,--catalog" in follows("fundmix catalog show one two --cat")
    assert follows("fundmix optimize --policy a --policy b --ga") == ["plain,--gap"]


@pytest.mark.parametrize(("lang", "words"), [("en", "Plan the mix"), ("zh", "为有日期的用款")])
def test_what_follows_is_explained_in_the_readers_language(lang: str, words: str) -> None:
    """zsh shows a meaning beside a command; it is the sentence of the help, not its code."""
    kind, name, meaning = follows("fundmix opti", "zsh", lang)[:3]
    assert (kind, name) == ("plain", "optimize")
    assert words in meaning


def test_completion_waits_for_no_heavy_library() -> None:
    """A tab is answered at once: what a command needs is loaded when it runs."""
    program = (
        "import sys, fundmix.cli\n"
        "from click.shell_completion import BashComplete\n"
        "from fundmix.cli.spoken import Voice\n"
        "kind = BashComplete(fundmix.cli.main, {'obj': Voice(None, 'en')}, 'fundmix', 'X')\n"
        "print([item.value for item in kind.get_completions(['optimize'], '--')][:1])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['--profile']", "[]"]
