"""``fundmix catalog diff``: news for everybody, and what they do to one borrower."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from tests.catalog.conftest import Make, make  # noqa: F401 - a fixture

from fundmix import load_catalog, load_needs, load_profile, optimize
from fundmix.cli import main
from fundmix.report.news import NEWS_COLUMNS
from fundmix.words import LANGUAGES, say

EXAMPLES = Path(__file__).parents[2] / "examples"
WANG = EXAMPLES / "wang"
MINE = ("--profile", str(WANG / "profile.toml"), "--needs", str(WANG / "needs.csv"))
TIGHTENED = str(WANG / "tightened")


def run(*words: str) -> Result:
    """The command's result."""
    return CliRunner().invoke(main, ["catalog", "diff", *words])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_news_alone(lang: str) -> None:
    """What changed, 80 cells wide, in one language, nothing on stderr; differences are no failure."""
    result = run("cn", TIGHTENED, "--lang", lang)
    assert (result.exit_code, result.stderr) == (0, "")
    assert max(cell_len(line) for line in result.stdout.splitlines()) <= 80
    assert "¥3,000,000 →" in result.stdout
    assert say("title_impact", lang) not in result.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_it_does_to_wang(lang: str) -> None:
    """Her plan first, then her channels, then what lapses, then the news."""
    result = run("cn", TIGHTENED, *MINE, "--lang", lang)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert max(map(cell_len, lines)) <= 80
    titles = [
        say(code, lang)
        for code in ("title_impact", "title_impact_channels", "title_expiring", "news_several")
    ]
    assert [line for line in lines if line in titles] == titles
    assert "¥260,000 → ¥130,000" in result.stdout
    assert {"zh": "银行税贷地方贴息", "en": "Local subsidy on tax-based loans"}[lang] in result.stdout


def test_the_json_is_whole() -> None:
    """News and impact in one document; the figures of both plans are those of ``optimize``."""
    result = run("cn", TIGHTENED, *MINE, "--format", "json")
    found = json.loads(result.stdout)
    assert {row["table"] for row in found["rows"]} == {"limits", "eligibility", "subsidies"}
    plan = found["impact"]["plan"]
    profile = load_profile(WANG / "profile.toml")
    needs = load_needs(WANG / "needs.csv", profile.start)
    for side, where in (("before", "cn"), ("after", WANG / "tightened")):
        totals = optimize(load_catalog(where), profile, needs).totals
        assert (plan[side]["cost"], plan[side]["saved"]) == (totals.cost, totals.saved)
        assert plan[side]["verified"]
    assert plan["net_change"] == round(plan["after"]["net_cost"] - plan["before"]["net_cost"], 2) > 0
    assert run("cn", TIGHTENED, "--format", "json").stdout == run("cn", TIGHTENED, "--format", "json").stdout
    assert json.loads(run("cn", TIGHTENED, "--format", "json").stdout)["impact"] is None


def test_the_csv_has_a_line_per_cell() -> None:
    """Codes, not sentences, whatever the language."""
    texts = {run("cn", TIGHTENED, "--format", "csv", "--lang", lang).stdout for lang in LANGUAGES}
    (text,) = texts
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == NEWS_COLUMNS
    assert ("multiplier", "1.0", "0.5", "worse") in {
        (row["column"], row["old"], row["new"], row["effect"]) for row in rows
    }


def test_a_catalog_and_itself() -> None:
    """Nothing changed, and nothing changes for her."""
    result = run("cn", "cn", *MINE, "--lang", "en")
    assert result.exit_code == 0
    assert say("news_none", "en") in result.stdout
    assert say("impact_channels_same", "en") in result.stdout


def test_the_mistakes_of_both_catalogs_are_told_at_once(make: Make) -> None:  # noqa: F811
    """Each with its own folder; and those of the profile too."""
    old = make({"products.csv": "channel_id,repayment,term_months,rate\nbank,annuity,12,5\n"}, "old")
    new = make({"channels.csv": "channel_id,name,category,lenderx\nbank,x,y,z\n"}, "new")
    profile = old.parent / "profile.toml"
    profile.write_text('start = 2026-12-01\n[cash]\nopening = "viel"\n', encoding="utf-8")
    result = run(str(old), str(new), "--profile", str(profile), "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert any(line.startswith(f"{old}/products.csv:2") for line in lines)
    assert any(line.startswith(f"{new}/channels.csv:1") for line in lines)
    assert any("profile.toml:3" in line for line in lines)


def test_two_folders_that_are_not_there() -> None:
    """One line each."""
    result = run("./no_such_folder", "nosuchname", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    "words",
    [("--need", "5万"), ("--needs", str(WANG / "needs.csv")), ("--start", "2027-01-01"), ("--policy", "cheapest")],
)  # fmt: skip
def test_a_question_without_a_borrower_is_refused(words: tuple[str, str]) -> None:
    """Dropping it in silence would look like an answer."""
    result = run("cn", "cn", *words, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("--profile is missing")


def test_a_debt_whose_channel_is_gone_is_no_mistake(make: Make) -> None:  # noqa: F811
    """The contract runs on; a channel that neither catalog knows is one located line."""
    hidden = make(
        {},
        "hidden",
        {
            "channels.csv": "channel_id,enabled\ninternet_jiebei,no\n",
            "catalog.toml": 'name = "h"\nextends = "cn"\n',
        },
    )
    result = run("cn", str(hidden), *MINE, "--lang", "zh")
    assert result.exit_code == 0, result.stderr
    assert "“借呗”按原合同继续还" in result.stdout.replace("\n", "").replace("  ", "")
    text = (WANG / "profile.toml").read_text(encoding="utf-8").replace('"internet_jiebei"', '"nirgendwo"')
    wrong = hidden.parent / "wrong.toml"
    wrong.write_text(text, encoding="utf-8")
    result = run("cn", str(hidden), "--profile", str(wrong), "--lang", "en")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2  # a debt and a quote
    assert all("wrong.toml" in line and "nirgendwo" in line for line in result.stderr.splitlines())
