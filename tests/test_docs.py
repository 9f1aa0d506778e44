"""The documentation is true: its links lead somewhere, its Python runs, its commands exist."""

import datetime as dt
import importlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click import Command, Group
from click.testing import CliRunner

import fundmix
from fundmix import Terms, price_loan
from fundmix.cli import main
from fundmix.program.rules import RULES
from fundmix.program.rules.shares import caps

ROOT = Path(__file__).parents[1]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))
NAMES = tuple(page.relative_to(ROOT).as_posix() for page in PAGES)

PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
ANCHORED = re.compile(r"\]\(([^)#\s]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
EQUATION = re.compile(r"``([^`]*[=≤≥][^`]*)``")
TRANSLATED = tuple(name for name in NAMES if name.endswith(".zh.md") and name.startswith("docs/"))
GUIDES = tuple(f"docs/{name}.md" for name in ("index", "prices", "refusals", "faq"))
"""The pages of which every command is run; the others have tests of their own beside the rooms they tell of."""
SCREEN = re.compile(r"<!-- first-screen:begin.*?-->\n```text\n(.*?)```\n<!-- first-screen:end -->", re.DOTALL)
TARGET = re.compile(r"^([a-z]+):.*## ", re.MULTILINE)


def text(page: str) -> str:
    """A page's words."""
    return (ROOT / page).read_text(encoding="utf-8")


def anchor(heading: str) -> str:
    """The address of a heading inside its page, as sites and repositories make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def lines_to_type(page: str) -> list[str]:
    """The commands of a page's shell blocks, continued lines joined."""
    typed = "".join(SHELL.findall(text(page))).replace("\\\n", " ").splitlines()
    return [line.removeprefix(".venv/bin/") for line in typed if line.strip()]


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
def test_links_lead_to_headings(page: str) -> None:
    """A link to a place inside a page names a heading that is there."""
    for target, name in ANCHORED.findall(text(page)):
        if not re.match("https?:", target):
            file = ((ROOT / page).parent / target) if target else ROOT / page
            headings = HEADING.findall(FENCED.sub("", file.read_text(encoding="utf-8")))
            assert name in {anchor(heading) for heading in headings}, f"{target}#{name}"


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


@pytest.mark.parametrize("page", TRANSLATED)
def test_both_languages_of_a_page_show_the_same_commands(page: str) -> None:
    """What is run of the English page is what the Chinese one lets its reader type."""
    assert lines_to_type(page) == lines_to_type(page.replace(".zh.md", ".md"))


@pytest.mark.parametrize("name", ["index", "prices", "refusals", "watch", "overlay", "commands", "faq"])
def test_what_users_read_is_in_both_languages(name: str) -> None:
    """Each page of the users' part has its other language, and each names the other."""
    assert f"]({name}.zh.md)" in text(f"docs/{name}.md")
    assert f"]({name}.md)" in text(f"docs/{name}.zh.md")


@pytest.mark.slow
@pytest.mark.parametrize("page", GUIDES)
def test_commands_of_a_guide_work(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed one after another in a fresh copy of the project, each is answered and told of no mistake."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for line in lines_to_type(page):
        program, *words = shlex.split(line)
        assert program == "fundmix"
        goal = words.index(">>") if ">>" in words else len(words)
        done = CliRunner().invoke(main, words[:goal], catch_exceptions=False)
        assert (done.exit_code, done.stderr) == (0, ""), line
        assert done.stdout


def test_the_guides_have_commands() -> None:
    """The walk finds what it walks."""
    assert [page for page in GUIDES if not lines_to_type(page)] == []


def test_the_equations_of_the_model_are_those_of_the_rules() -> None:
    """Every equation in the docstring of a rule stands in ``docs/model.md``, letter by letter."""
    page = " ".join(text("docs/model.md").split())
    said = {
        " ".join(equation.split())
        for rule in (*RULES, caps)
        for equation in EQUATION.findall(rule.__doc__ or "")
    }
    assert len(said) > 20
    assert sorted(equation for equation in said if equation not in page) == []


def test_the_prices_in_the_text_are_the_published_case() -> None:
    """What the page says of 0.6 % a month is what fundmix computes and what was published."""
    case = json.loads((ROOT / "tests/published/cn_installment_0_6pct_12.json").read_text(encoding="utf-8"))
    assert case["inputs"] == {"amount": 12000, "n": 12, "monthly_fee_rate": 0.006}
    terms = Terms(repayment="annuity", term=12, rate=12 * 0.006, flat=True)
    price = price_loan(terms, dt.date(2026, 12, 1), 12_000)
    for page, space in (("docs/prices.md", " "), ("docs/prices.zh.md", "")):
        for rate in (price.apr, price.effective_annual_rate):
            assert f"{rate * 100:.2f}{space}%" in text(page)
        assert f"{price.apr / 12 * 100:.4f}{space}%" in text(page)
        assert f"{case['expected']['monthly_payment']:,.0f}" in text(page)
    assert round(price.apr * 100) == round(case["expected"]["irr_nominal_pct"])


def test_every_public_name_is_in_the_api() -> None:
    """The page names the home of each name of the package, or the module that it is in."""
    shown = re.findall(r"^::: (\S+)$", text("docs/api.md"), re.MULTILINE)
    homes = {name: getattr(fundmix, name) for name in fundmix.__all__}
    missing = [
        name
        for name, value in homes.items()
        if not any(
            home == value.__module__ or (home.rpartition(".")[2] == value.__name__ and is_it(home, value))
            for home in shown
        )
    ]
    assert missing == []


def is_it(home: str, value: object) -> bool:
    """Whether the dotted name leads to this value."""
    module, _, name = home.rpartition(".")
    return getattr(importlib.import_module(module), name) is value
