"""The guide to a catalog of one's own, followed to the letter."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from fundmix import load_catalog
from fundmix.cli import main

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = ("overlay.md", "overlay.zh.md")


def _written(folder: Path, guide: str) -> Path:
    """The folder that the guide makes: its first three samples, then the one that hides a lender."""
    channels, products, rules, hiding = re.findall(
        r"```csv\n(.*?)```", (DOCS / guide).read_text(encoding="utf-8"), re.DOTALL
    )
    assert hiding.startswith(channels)  # appended, or the guide would take the lender away again
    for table, text in (("channels", hiding), ("products", products), ("eligibility", rules)):
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    (folder / "catalog.toml").write_text('name = "mine"\nextends = "cn"\n', encoding="utf-8")
    return folder


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_adds_one_lender_and_hides_another(tmp_path, guide):
    """Its samples read without a mistake; its own lender is there, the hidden one is not."""
    names = {channel.channel_id for channel in load_catalog(_written(tmp_path, guide)).channels}
    assert "my_bank" in names
    assert "pawn_gold" not in names


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_names_a_risk_group_that_exists(guide):
    """The word that it gives as a risk group stands in the bundled catalog."""
    groups = {group for channel in load_catalog("cn").channels for group in channel.risk_groups}
    (line,) = (
        part for part in (DOCS / guide).read_text(encoding="utf-8").split("\n\n") if "`risk_groups`" in part
    )
    assert set(re.findall(r"`([a-z]+_[a-z]+)`", line)) - {"risk_groups", "my_bank"} <= groups


def test_only_the_user_s_own_rows_are_called_stale(tmp_path):
    """Years later the bundled rows are old too, but only the catalog itself says so, not one that lies over it."""
    later = dt.date(2036, 1, 1)
    mine = load_catalog(_written(tmp_path, "overlay.md"), today=later)
    assert [note.code for note in mine.notes if note.code.startswith("stale")] == []
    table = (tmp_path / "products.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "products.csv").write_text(f"{table[0]},as_of\n{table[1]},2030\n", encoding="utf-8")
    own = [note for note in load_catalog(tmp_path, today=later).notes if note.code == "stale_rows"]
    assert [(note.values["table"], note.values["count"]) for note in own] == [("products", 1)]
    assert {note.code for note in load_catalog("cn", today=later).notes} >= {"stale_catalog", "stale_rows"}


def test_the_next_step_after_init_is_one_that_works(tmp_path, monkeypatch):
    """What ``catalog init`` names can be typed: a folder with a slash, else a bundled catalog would be meant."""
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(main, ["catalog", "init", "mine", "--lang", "en"]).output
    (command,) = re.findall(r"then fundmix (catalog validate \S+)", said.replace("\n", " "))
    assert CliRunner().invoke(main, command.split()).exit_code == 0


def test_a_missing_profile_says_how_to_make_one(tmp_path):
    """Who has no profile yet is told the command that writes one."""
    given = ["optimize", "--profile", str(tmp_path / "p.toml"), "--need", "1万", "--by", "+2m"]
    said = CliRunner().invoke(main, [*given, "--purpose", "stock", "--lang", "en"])
    assert said.exit_code == 2
    assert f"fundmix profile init -o {tmp_path / 'p.toml'}" in said.stderr


def test_mistakes_and_answers_are_in_one_language(tmp_path, monkeypatch):
    """Without a choice both take the catalog's language, also what goes wrong before it is read in full."""
    monkeypatch.delenv("FUNDMIX_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    folder = _written(tmp_path, "overlay.md")
    assert "没有错误" in CliRunner().invoke(main, ["catalog", "validate", str(folder)]).output
    (folder / "products.csv").write_text("channel_id,rate\nmy_bank,x\n", encoding="utf-8")
    wrong = CliRunner().invoke(main, ["catalog", "validate", str(folder)])
    assert wrong.exit_code == 2
    assert re.search("[一-鿿]", wrong.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("guide", GUIDES)
def test_the_lender_of_the_guide_changes_the_plan(tmp_path, guide, monkeypatch):
    """Its last command borrows from the new lender, for less than the bundled catalog alone would cost."""
    monkeypatch.chdir(DOCS.parent)
    (line,) = re.findall(r"^fundmix (optimize .*)$", (DOCS / guide).read_text(encoding="utf-8"), re.MULTILINE)
    words = line.split()
    assert words[1:3] == ["--catalog", "./my-catalog"]
    plans = [
        json.loads(CliRunner().invoke(main, [words[0], *where, *words[3:], "--format", "json"]).stdout)
        for where in (["--catalog", f"{_written(tmp_path, guide)}/"], [])
    ]
    assert "my_bank" in {draw["channel_id"] for draw in plans[0]["mix"]}
    assert plans[0]["totals"]["cost"] < plans[1]["totals"]["cost"]
