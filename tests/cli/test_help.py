"""Help: every command, both languages, one example, within 80 columns, at once."""

import shlex
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from fundmix.cli import main
from fundmix.words import LANGUAGES, all_sentences, say

HEAVY = {"pandas", "numpy", "pydantic", "pulp", "highspy", "rich", "dateutil", "pyxirr", "chinese_calendar"}


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group as the words that call it."""
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


def command_at(path: tuple[str, ...]) -> click.Command:
    """The command of these words."""
    found: click.Command = main
    for name in path:
        assert isinstance(found, click.Group)
        found = found.commands[name]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_help_is_whole(path: tuple[str, ...], flag: str, lang: str) -> None:
    """Help names what the command does, every option with a meaning, and an example, within 80 cells."""
    result = CliRunner().invoke(main, [*path, flag, "--lang", lang])
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert say(f"help_{'_'.join(path) or 'fundmix'}", lang)[:20] in result.stdout
    assert say("help_example", lang) + ("：" if lang == "zh" else ":") in lines
    assert [
        option
        for parameter in command_at(path).params
        for option in parameter.opts
        if option[0] == "-" and option not in result.stdout
    ] == []
    assert [line for line in lines if cell_len(line) > 80] == []


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_examples_can_be_typed(path: tuple[str, ...]) -> None:
    """Each example calls a command that exists with options that exist."""
    example = command_at(path).example.replace("\\\n", " ")  # type: ignore[attr-defined]
    for line in example.splitlines():
        program, *words = shlex.split(line)
        assert program == "fundmix"
        command: click.Command = main
        # a group may have options of its own instead of a command
        while isinstance(command, click.Group) and not words[0].startswith("-"):
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word.partition("=")[0] for word in words if word.startswith("-")} <= known


def test_every_help_sentence_belongs_to_a_command() -> None:
    """No sentence of help describes a command or option that is gone."""
    options = {
        getattr(parameter, "words", "") for path in commands() for parameter in command_at(path).params
    }
    helps = {f"help_{'_'.join(path) or 'fundmix'}" for path in commands()}
    frame = {
        "help_usage",
        "help_options",
        "help_commands",
        "help_example",
        "help_required",
        "help_default",
        "option_help",
    }
    written = {code for code in all_sentences() if code.startswith(("help_", "option_"))}
    assert {code.removesuffix("_more") for code in written} - options - helps - frame == set()


def test_the_language_may_stand_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """``--lang`` before or after the command, after ``-h``, with an equals sign, or FUNDMIX_LANG."""
    runner = CliRunner()
    for words in (["--lang", "zh", "apr", "-h"], ["apr", "-h", "--lang=zh"], ["apr", "--lang", "zh", "-h"]):
        assert runner.invoke(main, words).stdout.startswith("用法："), words
    monkeypatch.setenv("FUNDMIX_LANG", "zh")
    assert runner.invoke(main, ["apr", "-h"]).stdout.startswith("用法：")
    assert runner.invoke(main, ["apr", "-h", "--lang", "en"]).stdout.startswith("Usage:")


def test_help_waits_for_no_heavy_library() -> None:
    """``fundmix --help`` imports click and the standard library only: this is what keeps it instant."""
    program = "import sys, fundmix.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(done.stdout.split())


def test_the_package_waits_for_no_heavy_library() -> None:
    """``import fundmix`` is as light; every public name is there when it is asked for, others are not."""
    program = (
        "import sys, fundmix; assert 'pandas' not in sys.modules\n"
        "homes = {name: getattr(fundmix, name).__module__ for name in fundmix.__all__}\n"
        "print(*[name for name, home in homes.items() if not home.startswith('fundmix.')])\n"
        "assert set(fundmix.__all__) <= set(dir(fundmix))\n"
        "assert not hasattr(fundmix, 'nothing')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
