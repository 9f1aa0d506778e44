"""``fundmix odds``: labelled as the borrower's assumption, in both languages and forms, with honest exit codes."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from fundmix.cli import main

CATALOG = {
    "catalog.toml": 'name = "two"\nlanguage = "zh"\n',
    "channels.csv": "channel_id,name,name_en,category,amount_max,hard_inquiry,risk_groups\n"
    "cheap,便宜贷,Cheap loan,a,300000,yes,online\ndear,昂贵贷,Dear loan,b,300000,no,\n",
    "products.csv": "channel_id,repayment,term_months,rate\ncheap,bullet,1,12%\ndear,bullet,1,24%\n",
    "facts.csv": "field,type,description\nage,count,年龄\n",
    "eligibility.csv": "rule_id,applies_to,field,operator,value,reason\nadult,all,age,>=,18,成年\n",
}
PROFILE = "start = 2027-01-01\n[facts]\nage = 30\n[cash]\nsurplus = 150000\nopening = 0\nincome = 150000\n"
ODDS = '[approval_odds]\n"group:online" = 0.5\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of two lenders, a profile with odds for the group of one, and one without odds."""
    path = tmp_path_factory.mktemp("odds")
    (path / "catalog").mkdir()
    for name, text in CATALOG.items():
        (path / "catalog" / name).write_text(text, encoding="utf-8")
    (path / "profile.toml").write_text(PROFILE + ODDS, encoding="utf-8")
    (path / "without.toml").write_text(PROFILE, encoding="utf-8")
    return path


def run(folder: Path, *words: str, profile: str = "profile.toml", amount: str = "250000") -> Result:
    """The command's result for so much stock; 150,000 of surplus come in the same month."""
    asked = ["--need", amount, "--by", "2027-01-01", "--purpose", "stock", "--policy", "cheapest"]
    where = ["--profile", str(folder / profile), "--catalog", f"{folder / 'catalog'}/"]
    return CliRunner().invoke(main, ["odds", *where, *asked, *words])


@pytest.mark.parametrize(
    ("lang", "label", "certain"),
    [
        ("en", "your assumption, not fundmix's", "count as certain to say yes"),
        ("zh", "这是您的假设，不是 fundmix 的判断", "暂按会批计算"),
    ],
)
def test_the_answer_is_labelled_as_the_borrowers_own(
    folder: Path, lang: str, label: str, certain: str
) -> None:
    """The first line says whose odds they are; channels without odds are named as certain; 80 cells are enough."""
    result = run(folder, "--lang", lang)
    assert result.exit_code == 0
    assert label in result.stdout.splitlines()[0]
    assert certain in result.stdout
    assert "50.00%" in result.stdout
    assert max(map(cell_len, result.stdout.splitlines())) <= 80


def test_json_holds_the_whole_answer(folder: Path) -> None:
    """Both sets of applications, the assumption, the verified plan and the proof."""
    answer = json.loads(run(folder, "--format", "json", "--lambda", "0.5").stdout)
    assert answer["assumed_by"] == "borrower"
    assert answer["assumption"] == {
        "approval_odds": {"group:online": 0.5}, "outside": [], "risk_weight": 0.5, "alpha": 0.9, "missing_costs": 1.0,
        "effort_per_application": 200.0,
    }  # fmt: skip
    assert answer["today"]["applications"] == ["cheap"]
    assert answer["least"]["applications"] == ["cheap", "dear"]
    assert answer["least"]["weighed"] == pytest.approx(
        answer["least"]["expected_cost"] + 0.5 * answer["least"]["cvar"]
    )
    assert answer["plan"]["proof"]["verified"]
    assert answer["proven"]


def test_csv_has_a_row_per_pattern_of_answers(folder: Path) -> None:
    """Today's plan and the best one: what is refused, drawn, missing, and how likely."""
    rows = list(csv.DictReader(io.StringIO(run(folder, "--format", "csv").stdout.removeprefix("\ufeff"))))
    assert [(row["prospect"], row["refused"], row["drawn"]) for row in rows] == [
        ("today", "", "cheap"),
        ("today", "cheap", ""),
        ("least", "", "cheap"),
        ("least", "cheap", "dear"),
    ]
    assert {row["probability"] for row in rows} == {"0.5"}


def test_without_odds_one_line_says_where_to_write_them(folder: Path) -> None:
    """Exit code 2, nothing on stdout, one line that names the section and has an example."""
    result = run(folder, "--lang", "en", profile="without.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{folder / 'without.toml'}: the profile gives no odds of approval")
    assert "[approval_odds]" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--alpha", "1"), "--alpha: write 0 or more, and less than 1"),
        (("--alpha", "150%"), "--alpha: a share lies between 0 and 1"),
        (("--lambda", "-1"), "--lambda: "),
        (("--missing-costs", "x"), "--missing-costs: "),
    ],
)
def test_figures_out_of_bounds(folder: Path, words: tuple[str, str], line: str) -> None:
    """Exit code 2 and a line that names the option."""
    result = run(folder, "--lang", "en", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(line)


def test_what_cannot_be_funded_even_if_all_say_yes(folder: Path) -> None:
    """Exit code 3: two lenders of 300,000 each cannot bring a million, whatever they say."""
    result = run(folder, "--format", "json", amount="1000000")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["today"]["fully_funded"] == 0
