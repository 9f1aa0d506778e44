"""``fundmix watch add``: what it says in both languages, and that it writes nothing when something is wrong."""

import datetime as dt
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

import fundmix
from fundmix.cli import main
from fundmix.words import LANGUAGES

WANG = Path(__file__).parents[2] / "examples" / "wang" / "profile.toml"


def run(folder: Path, *words: str, lang: str = "en", facts: str = "", start: str = "2026-12-01") -> Result:
    """The command on Ms Wang's profile, with other words in it (``old -> new``, by ``;``)."""
    text = WANG.read_text(encoding="utf-8").replace("start = 2026-12-01", f"start = {start}")
    for change in filter(None, facts.split(";")):
        old, new = change.split("->")
        assert old.strip() in text
        text = text.replace(old.strip(), new.strip())
    (folder / "profile.toml").write_text(text, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        options = ["--profile", "profile.toml", "--history", "history.csv", "--lang", lang]
        return CliRunner().invoke(main, ["watch", "add", *options, *words])
    finally:
        os.chdir(before)


def said(result: Result) -> str:
    """What the command says, in one line; it fits 80 cells and nothing is said beside it."""
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line for line in result.stdout.splitlines() if cell_len(line) > 80] == []
    return result.stdout.replace("\n", " ").strip()


def test_it_says_what_was_recorded(tmp_path: Path) -> None:
    """First day, a month later with changes, the same again, a day without changes."""
    first = said(run(tmp_path, start="2026-11-01"))
    assert first.startswith(
        "Recorded 2026-11-01 in history.csv: facts 85, debts 1, lenders 3. This is the first day"
    )
    changes = ["overdue_now = false -> overdue_now = true", ' "渠道" -> "渠道"'][0]
    later = said(run(tmp_path, "--refused", "借呗", facts=changes))
    assert "Since 2026-11-01, figures changed: " in later
    assert "refused; Whether anything is overdue now: no → yes" in later
    assert said(run(tmp_path, "--refused", "借呗", facts=changes)) == (
        "2026-12-01 stands in history.csv already, just so; nothing was written."
    )
    next_day = said(
        run(tmp_path, "--start", "2026-12-01", "--refused", "借呗", facts=changes, start="2026-11-01")
    )
    assert next_day.startswith("2026-12-01 stands in history.csv already")
    mode = stat.S_IMODE((tmp_path / "history.csv").stat().st_mode)
    assert mode == 0o600


@pytest.mark.parametrize("lang", LANGUAGES)
def test_debts_and_limits_are_told_in_words(tmp_path: Path, lang: str) -> None:
    """A limit that fell, a debt that came, one that was paid off: each in its own words."""
    run(tmp_path, start="2026-11-01")
    told = said(
        run(tmp_path, facts='limit = "12万" -> limit = "2万"; name = "借呗" -> name = "新贷"', lang=lang)
    )
    for words in {
        "zh": ("新增贷款“新贷”¥200,000", "借呗已还清", "额度：¥120,000 → ¥20,000"),
        "en": ("new debt 新贷: ¥200,000", "借呗 is paid off", "limit: ¥120,000 → ¥20,000"),
    }[lang]:
        assert words in told


def test_what_time_moves_by_itself_is_no_news(tmp_path: Path) -> None:
    """A month makes a house and a business a month older: recorded, but a fallen score is what is told."""
    fallen = "sesame_score = 655 -> sesame_score = 610"
    run(tmp_path, start="2026-10-01")
    told = said(run(tmp_path, facts=fallen, start="2026-11-01", lang="zh"))
    assert told.endswith("与2026-10-01相比，1项有变化，0项新增。芝麻分：655分 → 610分。")
    told = said(run(tmp_path, facts=fallen))
    assert told.endswith("Since 2026-11-01 nothing has changed but what time moves by itself.")


def test_mistakes_of_every_file_are_told_at_once(tmp_path: Path) -> None:
    """Profile, options and history, each with its place, exit code 2; nothing is written, no figure is shown."""
    history = tmp_path / "history.csv"
    history.write_text("date,about,field,value\n2026-11-01,,sesame_score,31337\n")
    result = run(tmp_path, facts="sesame_score = 655 -> sesame_score = 31338")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "profile.toml:65, facts.sesame_score: the fact is never above 950; please check the unit",
        "history.csv:2, value: the fact is never above 950; please check the unit",
    ]
    result = run(tmp_path, "--refused", "jiebai")
    assert result.stderr.splitlines()[0].startswith("--refused: no channel has this name: jiebai")
    assert history.read_text() == "date,about,field,value\n2026-11-01,,sesame_score,31337\n"


def test_the_future_is_a_mistake(tmp_path: Path) -> None:
    """A day after today and after the day that is recorded is a slip of the pen."""
    later = max(dt.date(2026, 12, 1), dt.datetime.now().astimezone().date()) + dt.timedelta(days=1)
    (tmp_path / "history.csv").write_text(f"date,about,field,value\n{later},,sesame_score,640\n")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith("history.csv:2, date: a day of the history lies from 1950-01-01 to ")


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    """The profile given as the history is refused."""
    result = run(tmp_path, "--history=profile.toml")
    assert result.exit_code == 2
    run(tmp_path)
    command = [
        "watch",
        "add",
        "--profile",
        str(tmp_path / "profile.toml"),
        "--history",
        str(tmp_path / "profile.toml"),
    ]
    result = CliRunner().invoke(main, [*command, "--lang", "en"])
    assert (result.exit_code, result.stderr.count("this file is read, so it is not written over")) == (2, 1)


def test_a_chinese_spreadsheet_is_said_beside_the_answer(tmp_path: Path) -> None:
    """That the file was read as GB18030 stands on stderr; it stays what it is."""
    old = "date,about,field,value\r\n2026-11-01,,region,杭州\r\n".encode("gb18030")
    (tmp_path / "history.csv").write_bytes(old)
    result = run(tmp_path)
    assert result.exit_code == 0
    assert result.stderr == "history.csv was read as GB18030; saved as CSV UTF-8 it is safer.\n"
    assert (tmp_path / "history.csv").read_bytes().startswith(old)
    assert len(fundmix.load_history(tmp_path / "history.csv", fundmix.load_catalog("cn")).snapshots) == 2


@pytest.mark.slow
def test_a_real_process_writes_it(tmp_path: Path) -> None:
    """As a user types it, in a process of its own."""
    words = ["watch", "add", "--profile", str(WANG), "--history", str(tmp_path / "h.csv"), "--lang", "zh"]
    done = subprocess.run(
        [sys.executable, "-m", "fundmix", *words], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.startswith("已把2026-12-01记入")
    assert done.stderr == ""
    assert [one.name for one in tmp_path.iterdir()] == ["h.csv"]
