"""``fundmix levers``: what it prints, in both languages and all forms, and that its promises hold for real files."""

import csv
import io
import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from tests.analysis.closed_bank import market, rule
from tests.analysis.files import write_files

import fundmix
from fundmix.analysis.levers import Levers, levers
from fundmix.cli import main
from fundmix.report.levers import LEVER_COLUMNS, print_levers
from fundmix.words import LANGUAGES, say

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*words: str) -> Result:
    """The command's result."""
    return CliRunner().invoke(main, words)


def of_example(name: str, *words: str) -> Result:
    """``fundmix levers`` for one of the examples."""
    folder = EXAMPLES / name
    return run(
        "levers", "--profile", str(folder / "profile.toml"), "--needs", str(folder / "needs.csv"), *words
    )


@cache
def found(name: str) -> Levers:
    """The levers of an example, found once."""
    profile = fundmix.load_profile(EXAMPLES / name / "profile.toml")
    needs = fundmix.load_needs(EXAMPLES / name / "needs.csv", profile.start)
    return fundmix.levers(fundmix.load_catalog("cn"), profile, needs)


@pytest.mark.parametrize("name", ["zhang", "supplier"])
def test_the_changed_files_give_what_was_promised(name: str, tmp_path: Path) -> None:
    """Each lever written to ``profile.toml`` and ``needs.csv``: ``fundmix optimize`` finds the very figures."""
    assert found(name).levers
    for number, lever in enumerate(found(name).levers):
        profile, needs = write_files(tmp_path / str(number), lever.profile, lever.needs)
        result = run("optimize", "--profile", str(profile), "--needs", str(needs), "--format", "json")
        assert result.exit_code == 0, result.stderr
        totals = json.loads(result.stdout)["totals"]
        assert (totals["cost"], totals["saved"], totals["unmet"], totals["shortfall"]) == (
            lever.after.cost, lever.after.old_saved, lever.after.unmet, lever.after.shortfall
        )  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_what_when_and_what_it_opens(lang: str) -> None:
    """The best lever first, with its months and the channels that it opens, 80 cells wide, in one language."""
    result = of_example("zhang", "--lang", lang)
    assert (result.exit_code, result.stderr) == (0, "")
    (best,) = (one for one in found("zhang").levers if one.timing == "next_time")
    assert say("lever_saves", lang, saved=best.saved_yuan) in result.stdout
    assert say("lever_months", lang, months=best.months) in result.stdout
    assert say("levers_now", lang) in result.stdout.splitlines()
    assert say("levers_next", lang) in result.stdout.splitlines()
    name = {"zh": "银行线上消费信用贷", "en": "Bank consumer credit, online"}[lang]
    assert name in result.stdout
    assert max(cell_len(line) for line in result.stdout.splitlines()) <= 80


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("asked", "facts", "code"),
    [
        (("confirmed", "==", "yes", 1), {}, "lever_tell"),
        (("late", "<", 6, 12), {"late": 7}, "lever_correct"),
        (("paid_months", ">=", 12, 12), {"paid_months": 8}, "lever_wait"),
    ],
)
def test_every_kind_of_step_has_its_sentence(
    lang: str, asked: tuple[str, str, object, int], facts: dict[str, object], code: str
) -> None:
    """An answer, a correction and a wait are told apart."""
    story = market(rule(*asked), facts=facts)
    page = io.StringIO()
    result = levers(story.catalog, story.profile, story.asked, story.policy)
    print_levers(story.catalog, result, lang, page)
    begin = {"lever_wait": {"zh": "等到2027-05-01", "en": "Apply on 2027-05-01"}}.get(code)
    text = begin[lang] if begin else say(code, lang, fact="", must="")[:10]
    assert text in page.getvalue()


def test_nothing_that_helps_is_one_line() -> None:
    """Ms Wang can change nothing that would make her plan cheaper, and is told so."""
    result = of_example("wang", "--lang", "en")
    assert result.exit_code == 0
    assert "Nothing helps:" in result.stdout
    assert "For this plan" not in result.stdout


def test_json_and_csv_carry_codes_and_changes() -> None:
    """Other programs read what to change, key by key; a row of the CSV is a lever."""
    told = json.loads(of_example("zhang", "--format", "json", "--lang", "zh").stdout)
    assert told == found("zhang").to_dict()
    assert told["version"] == 1
    first = told["levers"][0]
    assert [step["kind"] for step in first["steps"]] == ["close"]
    assert {"key": "debts.借呗", "before": 7500.0, "after": None} in first["changes"]
    text = of_example("zhang", "--format", "csv").stdout.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == LEVER_COLUMNS
    assert [row["saved_yuan"] for row in rows] == [str(one.saved_yuan) for one in found("zhang").levers]


def test_a_wrong_number_to_show_is_refused() -> None:
    """``--top 0`` shows nothing: one line that says so, and exit code 2."""
    result = of_example("zhang", "--top", "0", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("--top:")
