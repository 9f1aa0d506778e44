"""``fundmix profile new`` and ``fundmix profile check``: asking, going on, scripts, and what is shown."""

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

import fundmix
from fundmix.cli import main
from fundmix.interview.show import CHECK_COLUMNS
from fundmix.words import LANGUAGES, say

LI = Path(__file__).parents[2] / "examples" / "li"
NEEDS = ("--needs", str(LI / "needs.csv"))
START = ("--start", "2026-12-01")


def new(file: Path, *words: str, told: str | None = None, lang: str = "en") -> Result:
    """``fundmix profile new`` on a file, with lines typed in."""
    return CliRunner().invoke(
        main, ["profile", "new", "-o", str(file), *NEEDS, *START, "--lang", lang, *words], input=told
    )


def test_a_script_answers_from_a_profile(tmp_path: Path) -> None:
    """A whole profile is an answers file; what is written plans as the original does, and is for its owner alone."""
    file = tmp_path / "profile.toml"
    result = new(file, "--answers", str(LI / "profile.toml"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    catalog = fundmix.load_catalog("cn")
    written, whole = fundmix.load_profile(file), fundmix.load_profile(LI / "profile.toml")
    assert len(written.facts) < len(whole.facts) / 2
    needs = fundmix.load_needs(LI / "needs.csv", whole.start)
    plans = [fundmix.optimize(catalog, one, needs) for one in (written, whole)]
    # the shop's quotes are no questions, and lower prices than the catalog's are in the whole profile alone
    assert plans[0].totals.unmet == plans[1].totals.unmet
    again = new(file, "--answers", str(LI / "profile.toml"))
    assert again.stdout == result.stdout
    assert fundmix.load_profile(file) == written


def test_an_interview_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    """What was answered stays, the exit code is 130, and the next run asks the next question."""
    file = tmp_path / "profile.toml"
    first = new(file, told="1.5万\n9000\n")
    assert first.exit_code == 130
    assert say("interview_paused", "en", file=file, count=2) in first.stderr
    profile = fundmix.load_profile(file)
    assert (profile.cash.opening, profile.cash.surplus) == (15000, 9000)
    second = new(file, told="?\nno\n16000\n")
    head = say("interview_head_left", "en", number=1, left=2)
    assert f"{head} · {say('ask_cash_minimum', 'en')}" in second.stderr
    assert fundmix.load_profile(file).cash.model_fields_set == {"opening", "surplus", "income"}
    third = new(file, told="")
    assert say("ask_cash_minimum", "en") not in third.stderr
    assert say("ask_debts", "en") not in third.stderr


def test_a_wrong_answer_is_told_and_asked_again(tmp_path: Path) -> None:
    """One line says what is wrong; nothing is written before it is right."""
    file = tmp_path / "profile.toml"
    result = new(file, told="a lot\n3000\n")
    assert result.stderr.count("That does not fit") == 1
    assert fundmix.load_profile(file).cash.opening == 3000


def test_a_loan_is_told_figure_by_figure(tmp_path: Path) -> None:
    """Its block can be read, its lender is found by the name that people use, and a half-told one survives a break."""
    file = tmp_path / "profile.toml"
    first = new(file, told="1万\n1万\n0\nyes\ncar\n?\n8万\n")
    assert first.exit_code == 130
    assert fundmix.load_profile(file).debts == ()
    second = new(file, told="5.4%\n1\nannuity\n2026-12-20\n2028-12-20\n?\n?\nno\n")
    debts = fundmix.load_profile(file).debts
    assert [(one.name, one.balance, one.rate, one.repayment) for one in debts] == [
        ("car", 80000, 0.054, "annuity")
    ], second.stderr


def test_a_loan_that_contradicts_itself_is_told_anew(tmp_path: Path) -> None:
    """A last payment before the next one is refused, and the file has no half of that loan."""
    file = tmp_path / "profile.toml"
    result = new(file, told="1万\n1万\n0\nyes\ncar\n?\n8万\n5.4%\n1\n1\n2026-12-20\n2026-12-10\n?\n?\n")
    assert say("interview_debt_again", "en") in result.stderr
    assert "#+" not in file.read_text(encoding="utf-8").replace("#+ told", "")
    assert fundmix.load_profile(file).debts == ()


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("a.toml", "monthly_turnovr = 5", ["answer_unknown_near"]),
        ("a.toml", "= 5", ["answers_not_read"]),
        ("a.csv", "name,figure\nopening,5\n", ["answers_not_read"]),
    ],
)
def test_bad_answers_are_located(tmp_path: Path, name: str, text: str, codes: list[str]) -> None:
    """A name that no question has, and a file that is neither TOML nor CSV, end in one line and exit code 2."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    result = new(tmp_path / "profile.toml", "--answers", str(tmp_path / name))
    assert result.exit_code == 2
    told = [say(code, "en", suggestion="monthly_turnover") for code in codes]
    assert [line for line in told if line not in result.stderr] == []
    assert not (tmp_path / "profile.toml").exists()


def test_answers_may_be_a_table_of_cells(tmp_path: Path) -> None:
    """A CSV with the columns key and value answers as well; a figure that does not fit ends in exit code 2."""
    (tmp_path / "a.csv").write_text("key,value\nopening,lots\n", encoding="utf-8")
    assert new(tmp_path / "p.toml", "--answers", str(tmp_path / "a.csv")).exit_code == 2
    (tmp_path / "b.csv").write_text("key,value\nopening,10000000\n", encoding="utf-8")
    assert new(tmp_path / "q.toml", "--answers", str(tmp_path / "b.csv")).exit_code == 0
    assert fundmix.load_profile(tmp_path / "q.toml").facts == {}


def test_without_a_need_there_is_nothing_to_ask_for(tmp_path: Path) -> None:
    """The command says which options tell what the money is for."""
    result = CliRunner().invoke(main, ["profile", "new", "-o", str(tmp_path / "p.toml"), "--lang", "en"])
    assert (result.exit_code, result.stderr.strip()) == (2, say("interview_needs", "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_have_no_control_characters(tmp_path: Path, lang: str) -> None:
    """What is piped is plain text in one language."""
    result = new(tmp_path / "p.toml", told="1万\n1万\n0\nno\n2万\nno\n", lang=lang)
    assert "\x1b" not in result.output
    assert say("interview_head", lang, number=6) in result.stderr


def check(*words: str) -> Result:
    """``fundmix profile check`` of the shop without some facts."""
    return CliRunner().invoke(main, ["profile", "check", *NEEDS, *words])


@pytest.fixture
def lacking(tmp_path: Path) -> Path:
    """The shop's profile without its family and with more inquiries in one month than in two."""
    lines = (LI / "profile.toml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("family_", "hard_inquiries_1m"))]
    file = tmp_path / "profile.toml"
    text = "\n".join(kept).replace("[facts]", "[facts]\nhard_inquiries_1m = 9", 1)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_check_shows_worth_and_doubt(lacking: Path, lang: str) -> None:
    """The page names the missing facts as bounds and the contradiction, within 80 cells."""
    result = check("--profile", str(lacking), "--lang", lang, *START)
    assert (result.exit_code, result.stderr) == (0, "")
    assert say("title_check", lang) in result.stdout
    assert say("check_clean", lang) not in result.stdout
    assert [line for line in result.stdout.splitlines() if cell_len(line) > 80] == []


def test_check_as_data(lacking: Path) -> None:
    """JSON and CSV hold every missing fact and every doubt, codes in no language."""
    found: dict[str, Any] = json.loads(check("--profile", str(lacking), "--format", "json", *START).stdout)
    assert {"family_willing", "family_amount"} <= {row["field"] for row in found["missing"]}
    assert [row["field"] for row in found["doubts"]] == ["hard_inquiries_1m"]
    text = check("--profile", str(lacking), "--format", "csv", *START).stdout.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == CHECK_COLUMNS
    assert len(rows) == len(found["missing"]) + len(found["doubts"])
