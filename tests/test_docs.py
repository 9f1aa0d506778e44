"""The documentation is true: its links lead somewhere, its Python runs, its commands exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Command, Group

from fundmix.cli import main

ROOT = Path(__file__).parents[1]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))
NAMES = tuple(page.relative_to(ROOT).as_posix() for page in PAGES)

PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SCREEN = re.compile(r"<!-- first-screen:begin.*?-->\n```text\n(.*?)```\n<!-- first-screen:end -->", re.DOTALL)
TARGET = re.compile(r"^([a-z]+):.*## ", re.MULTILINE)


def text(page: str) -> str:
    """A page's words."""
    return (ROOT / page).read_text(encoding="utf-8")


def commands(page: str, program: str) -> list[list[str]]:
    """The words after ``program``, up to options and names, in shell lines and pieces of code."""
    written = "\n".join([*SHELL.findall(text(page)), *CODE.findall(text(page))])
    found = re.findall(rf"^(?:\$ |\.venv/bin/)?{program}((?: [a-z]+(?![\w./=-]))+)", written, re.MULTILINE)
    return [words.split() for words in found]


def exists(words: list[str]) -> bool:
    """Whether the command line knows the command, and its second word where the first is a group."""
    command: Command | None = main
    for word in words:
        if not isinstance(command, Group):
            break  # what follows is an argument
        command = command.commands.get(word)
    return command is not None


@pytest.mark.parametrize("page", NAMES)
def test_links_lead_to_files(page: str) -> None:
    """A link inside the project names a file that exists."""
    inside = [link for link in LINK.findall(text(page)) if not re.match("https?:|mailto:", link)]
    assert [link for link in inside if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", NAMES)
def test_commands_in_the_text_exist(page: str) -> None:
    """A reader who types what a page says is not told "no such command"."""
    assert [words for words in commands(page, "fundmix") if not exists(words)] == []


@pytest.mark.parametrize("page", NAMES)
def test_make_targets_in_the_text_exist(page: str) -> None:
    """Every ``make x`` that a page mentions is in the Makefile."""
    named = {words[0] for words in commands(page, "make")}
    assert named - set(TARGET.findall(text("Makefile"))) == set()


def test_a_command_that_does_not_exist_is_noticed() -> None:
    """The look-up can fail, at each word."""
    assert exists(["catalog", "show", "family"])
    assert not exists(["borrow"])
    assert not exists(["catalog", "borrow"])


def test_the_readme_names_commands() -> None:
    """The walk finds what it walks."""
    assert ["optimize"] in commands("README.md", "fundmix")
    assert ["profile", "init"] in commands("README.md", "fundmix")
    assert ["demo"] in commands("README.md", "make")


@pytest.mark.slow
@pytest.mark.parametrize("page", [name for name in NAMES if PYTHON.search(text(name))])
def test_python_in_the_text_runs(page: str) -> None:
    """The blocks of a page, one after another, run in a clone without a warning."""
    program = "\n".join(PYTHON.findall(text(page)))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "utf8", "-c", program],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


def test_both_readmes_show_the_same_commands() -> None:
    """The Chinese page is not a summary: what can be typed in one can be typed in the other."""
    assert SHELL.findall(text("README.md")) == SHELL.findall(text("README.zh.md"))


def test_both_readmes_end_with_the_same_caution() -> None:
    """The fixed line stands in both."""
    line = "信息整理,非授信、非报价、非法律意见;以合同和综合融资成本明示表为准"
    assert line in text("README.md")
    assert line in text("README.zh.md")


@pytest.mark.slow
@pytest.mark.parametrize(("page", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_first_screen_in_the_readme_is_the_real_one(page: str, lang: str) -> None:
    """Each line of the excerpt is a line of the command's answer; ``…`` stands for what is left out."""
    (screen,) = SCREEN.findall(text(page))
    (sentence,) = (line for line in SHELL.findall(text(page))[1].splitlines() if " optimize " in line)
    done = subprocess.run(
        [sys.executable, "-m", "fundmix", *sentence.split()[1:], "--lang", lang],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "100", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    answer = {line.rstrip() for line in done.stdout.splitlines()}
    shown = [line.rstrip() for line in screen.splitlines() if line.strip() not in {"", "…"}]
    assert len(shown) > 3
    assert [line for line in shown if line not in answer] == []
