"""``fundmix frontier`` and ``alternatives``: the answer on stdout, files beside it, mistakes in a line."""

import builtins
import importlib.util
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fundmix.cli import main

ROOT = Path(__file__).parents[2]
ASKED = [
    "--profile", str(ROOT / "examples" / "li" / "profile.toml"), "--needs", str(ROOT / "examples" / "li" / "needs.csv"),
]  # fmt: skip


def run(*words: str) -> Result:
    """The command's result."""
    return CliRunner().invoke(main, words)


def test_a_frontier_as_json_is_complete() -> None:
    """Every point with its figures and its mix; every cap that was tried."""
    result = run("frontier", *ASKED, "--over", "max_channels", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert (answer["over"], answer["measure"]) == ("max_channels", "lenders")
    assert {"value", "price", "cost", "largest_share", "lenders", "mix", "gap"} <= set(answer["points"][0])
    assert sum(part["share"] for part in answer["points"][0]["mix"]) == pytest.approx(1)
    assert answer["not_kept"] in answer["tried"]


def test_a_frontier_goes_into_files(tmp_path: Path) -> None:
    """Chart and figures, for the owner's eyes only; the table still goes to stdout."""
    names = [tmp_path / name for name in ("chart.svg", "points.json", "points.csv")]
    outputs = [word for name in names for word in ("-o", str(name))]
    result = run("frontier", *ASKED, "--points", "4", "--lang", "zh", *outputs)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("稳妥的代价")
    assert all(stat.S_IMODE(name.stat().st_mode) == 0o600 for name in names)
    assert names[0].read_text(encoding="utf-8").startswith("<svg")


def test_mistakes_are_told_before_any_work(tmp_path: Path) -> None:
    """An unknown kind of file, an unknown figure, a share beyond 1, an input as output: one line each, exit 2."""
    for words, said in (
        (["-o", "chart.pdf"], "chart.pdf, -o: only .svg, .html, .json and .csv files can be written"),
        (["--over", "max_lenders"], "--over: write one of max_channel_share, max_channels, survive_share"),
        (["--points", "1"], "--points: write a whole number from 2 to 200"),
    ):
        result = run("frontier", *ASKED, "--lang", "en", *words)
        assert (result.exit_code, result.stdout) == (2, ""), words
        assert said in result.stderr
        assert "Traceback" not in result.stderr
    result = run("alternatives", *ASKED, "--within", "7", "--lang", "en")
    assert result.exit_code == 2
    needs = str(ROOT / "examples" / "li" / "needs.csv")
    result = run("frontier", *ASKED, "-o", needs, "--lang", "en")
    assert result.exit_code == 2
    assert "this file is read" in result.stderr


def test_a_chart_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any plan is made; figures need no library."""
    known = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "vl_convert" else known(name, *more)
    )
    result = run("frontier", *ASKED, "--lang", "en", "-o", "chart.svg")
    assert result.exit_code == 2
    assert "pip install 'fundmix[charts]'" in result.stderr
    assert run("frontier", *ASKED, "--points", "2", "--format", "csv").exit_code == 0


def test_only_charts_load_the_chart_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table never imports it."""
    loaded: list[str] = []
    real = builtins.__import__

    def watched(name: str, *more: Any) -> Any:
        loaded.append(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", watched)
    assert run("frontier", *ASKED, "--points", "2").exit_code == 0
    assert "vl_convert" not in loaded


def test_alternatives_in_every_form() -> None:
    """A table to read, JSON with mixes and replacements, CSV with a row per mix."""
    table = run("alternatives", *ASKED, "--lang", "zh")
    assert table.exit_code == 0
    assert "万一其中一家拒贷" in table.stdout
    answer = json.loads(run("alternatives", *ASKED, "--format", "json").stdout)
    assert answer["allowance"] == 100
    assert all(mix["extra_cost"] <= answer["allowance"] for mix in answer["mixes"])
    used = {part["channel_id"] for part in answer["best"]["mix"]}
    assert {one["channel_id"] for one in answer["replacements"]} == used
    rows = run("alternatives", *ASKED, "--format", "csv").stdout.splitlines()
    assert len(rows) == 2 + len(answer["mixes"])
