"""``fundmix explain`` and its repairs, written into files and planned again by the command."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from fundmix.cli import main
from fundmix.words import LANGUAGES

LI = Path(__file__).parents[2] / "examples" / "li" / "profile.toml"
NEED = "name,date,amount,purpose\nstock,{date},{amount},stock\n"
DATE = "2026-12-11"


def run(*words: str) -> Result:
    """The command's answer."""
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def asked(folder: Path, **changed: Any) -> list[str]:
    """Options of a question of Li's whose files stand in ``folder``."""
    values = {"amount": "200000", "date": DATE, "profile": "", **changed}
    needs, profile = folder / "needs.csv", folder / "profile.toml"
    needs.write_text(NEED.format(**values), encoding="utf-8")
    profile.write_text(LI.read_text(encoding="utf-8") + values["profile"], encoding="utf-8")
    return ["--profile", str(profile), "--needs", str(needs), "--time-limit", "30"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """An explanation of more than Li can borrow."""
    options = asked(tmp_path_factory.mktemp("li"))
    result = run("explain", *options, "--format", "json")
    assert (result.exit_code, result.stderr) == (3, "")
    return dict(json.loads(result.stdout))


def repair(found: dict[str, Any], kind: str) -> dict[str, Any]:
    """The repair of a kind."""
    return next(one for one in found["repairs"] if one["kind"] == kind)


@pytest.mark.slow
def test_the_smaller_need_written_in_the_file_is_funded_and_a_yuan_more_is_not(
    found: dict[str, Any], tmp_path: Path
) -> None:
    """The amount to write funds everything at the cost promised; a yuan beyond the bound leaves a gap."""
    less = repair(found, "need_less")
    (write,) = less["writes"]
    result = run("optimize", *asked(tmp_path, amount=write["value"]), "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["totals"]["cost"] == pytest.approx(less["cost"], abs=0.01)
    beyond = 200_000 - less["bound"] + 1
    assert run("optimize", *asked(tmp_path, amount=f"{beyond:.2f}"), "--format", "csv").exit_code == 3


@pytest.mark.slow
def test_the_larger_limit_written_as_a_quote_funds_everything_and_less_does_not(
    found: dict[str, Any], tmp_path: Path
) -> None:
    """A quote with the limit to write does what was promised; one of a step below the bound does not."""
    more = repair(found, "limit")
    (write,) = more["writes"]

    def quoted(limit: float) -> str:
        return f'\n[[quotes]]\nchannel_id = "{more["subject"]}"\nlimit = "{limit:.2f}"\n'

    result = run("optimize", *asked(tmp_path, profile=quoted(float(write["value"]))), "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["totals"]["cost"] == pytest.approx(more["cost"], abs=0.01)
    small = float(write["value"]) - more["amount"] + more["bound"] - 1
    assert run("optimize", *asked(tmp_path, profile=quoted(small)), "--format", "csv").exit_code == 3


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_fits_eighty_columns(lang: str, tmp_path: Path) -> None:
    """In both languages: what is in the way, the repairs, what binds, what is left out, and what this is not."""
    result = run("explain", *asked(tmp_path), "--lang", lang)
    assert (result.exit_code, result.stderr) == (3, "")
    lines = result.stdout.splitlines()
    assert [line for line in lines if cell_len(line) > 80] == []
    assert sum(line.startswith("  · ") for line in lines) > 8
    assert "{" not in result.stdout


@pytest.mark.slow
def test_csv_has_a_row_for_every_reason(tmp_path: Path) -> None:
    """A spreadsheet gets the parts one below the other, each with its sentence."""
    result = run("explain", *asked(tmp_path, amount="60000"), "--format", "csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout.lstrip("\ufeff"))))
    assert {row["part"] for row in rows} == {"binding", "left_out"}
    assert all(row["sentence"] and row["code"] for row in rows)


def test_a_mistake_is_told_before_anything_is_solved(tmp_path: Path) -> None:
    """As for every planning command: one located line, exit code 2."""
    result = run("explain", *asked(tmp_path, amount="minus"))
    assert result.exit_code == 2
    assert "needs.csv:2, amount" in result.stderr
