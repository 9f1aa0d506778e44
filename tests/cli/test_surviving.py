"""``--survive`` and ``fundmix stress`` on the command line: words, exit codes, bad input."""

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
    "channels.csv": "channel_id,name,name_en,category,amount_max\n"
    "cheap,便宜贷,Cheap loan,a,300000\nsmall,小额贷,Small loan,b,100000\n",
    "products.csv": "channel_id,repayment,term_months,rate\ncheap,bullet,1,12%\nsmall,bullet,1,24%\n",
    "facts.csv": "field,type,description\nage,count,年龄\n",
    "eligibility.csv": "rule_id,applies_to,field,operator,value,reason\nadult,all,age,>=,18,成年\n",
    "outages.csv": "outage_id,name,name_en,applies_to,from_month,limit_factor,renewals\n"
    "closed,便宜贷停贷,Cheap loan closes,channel:cheap,0,0,refused\n",
}
PROFILE = "start = 2027-01-01\n[facts]\nage = 30\n[cash]\nsurplus = 150000\nopening = 0\nincome = 150000\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of two lenders, the smaller of which cannot stand in for the larger; one stress."""
    path = tmp_path_factory.mktemp("survive")
    (path / "catalog").mkdir()
    for name, text in CATALOG.items():
        (path / "catalog" / name).write_text(text, encoding="utf-8")
    (path / "profile.toml").write_text(PROFILE, encoding="utf-8")
    return path


def run(folder: Path, command: str, *words: str, amount: str = "250000") -> Result:
    """The command's result for so much stock; 150,000 of surplus come in the same month."""
    asked = ["--need", amount, "--by", "2027-01-01", "--purpose", "stock", "--policy", "cheapest"]
    where = ["--profile", str(folder / "profile.toml"), "--catalog", f"{folder / 'catalog'}/"]
    return CliRunner().invoke(main, [command, *where, *asked, *words])


def test_a_promise_that_can_be_kept_ends_with_0(folder: Path) -> None:
    """100,000 are missing at most: each of the two lenders can give them when the other refuses."""
    result = run(folder, "optimize", "--survive", "channel", "--lang", "en")
    assert result.exit_code == 0
    assert "everything stays funded" in result.stdout


@pytest.mark.parametrize(("lang", "told"), [("en", "The best reachable share is"), ("zh", "最多能保住")])
def test_a_share_that_no_mix_reaches(folder: Path, lang: str, told: str) -> None:
    """The outage that breaks it, the best share and what to write instead, with exit code 3."""
    result = run(folder, "optimize", "--survive", "channel", "--lang", lang, amount="290000")
    assert result.exit_code == 3
    assert told in result.stderr
    assert ("Cheap loan" if lang == "en" else "便宜贷") in result.stderr


def test_the_share_that_was_named_is_reached(folder: Path) -> None:
    """Writing what the message says ends with 0."""
    first = run(folder, "optimize", "--survive", "channel", "--lang", "en", amount="290000")
    share = first.stderr.split("write at most ")[1].split(".\n")[0]
    again = run(
        folder, "optimize", "--survive", "channel", "--survive-share", share, "--lang", "en", amount="290000"
    )
    assert again.exit_code == 0


@pytest.mark.parametrize("word", ["chanel", "closd"])
def test_an_outage_that_names_nothing(folder: Path, word: str) -> None:
    """A slip of the pen is one line with the word that was meant, exit code 2."""
    result = run(folder, "optimize", "--survive", word, "--lang", "en")
    assert result.exit_code == 2
    assert "did you mean" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("share", ["1.5", "-0.1", "abc"])
def test_a_share_out_of_bounds(folder: Path, share: str) -> None:
    """A share is between 0 and 1."""
    assert run(folder, "optimize", "--survive", "channel", "--survive-share", share).exit_code == 2


def test_a_month_out_of_bounds(folder: Path) -> None:
    """A month is not negative."""
    assert run(folder, "optimize", "--survive", "group", "--from-month", "-1").exit_code == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_stress_fits_the_screen(folder: Path, lang: str) -> None:
    """The stress is named and no line is wider than 80 cells."""
    result = run(folder, "stress", "--lang", lang)
    assert result.exit_code == 0
    assert ("Cheap loan closes" if lang == "en" else "便宜贷停贷") in result.stdout
    assert all(cell_len(line) <= 80 for line in result.stdout.splitlines())


def test_stress_in_other_forms(folder: Path) -> None:
    """JSON and CSV hold the same rows; a given plan is run as it is."""
    plan = folder / "plan.json"
    assert run(folder, "optimize", "-o", str(plan)).exit_code == 0
    asked = ["stress", "--profile", str(folder / "profile.toml"), "--catalog", f"{folder / 'catalog'}/"]
    given = CliRunner().invoke(main, [*asked, "--plan", str(plan), "--format", "json"])
    assert given.exit_code == 0
    (row,) = json.loads(given.stdout)
    (cells,) = csv.DictReader(io.StringIO(run(folder, "stress", "--format", "csv").stdout.lstrip("\ufeff")))
    assert row["outage_id"] == cells["outage_id"] == "closed"
    assert row["gap"] == float(cells["gap"]) == 100_000.0


def test_stress_of_another_borrowers_plan(folder: Path) -> None:
    """A plan made for other cash is refused in one line."""
    plan = folder / "plan.json"
    assert run(folder, "optimize", "-o", str(plan)).exit_code == 0
    other = folder / "other.toml"
    other.write_text(PROFILE.replace("opening = 0", "opening = 5"), encoding="utf-8")
    asked = ["stress", "--profile", str(other), "--catalog", f"{folder / 'catalog'}/", "--plan", str(plan)]
    result = CliRunner().invoke(main, [*asked, "--lang", "en"])
    assert result.exit_code == 2
    assert "make it anew" in result.stderr


def test_stress_that_names_nothing(folder: Path) -> None:
    """An outage that the catalog does not have is told with the nearest one."""
    result = run(folder, "stress", "--outage", "close", "--lang", "en")
    assert result.exit_code == 2
    assert "did you mean closed" in result.stderr
