"""``fundmix watch``: its page, its files, its mistakes."""

import csv
import datetime as dt
import io
import json
import stat
from collections import Counter
from pathlib import Path

import pytest
import vobject
from click.testing import CliRunner, Result
from rich.cells import cell_len

import fundmix
from fundmix.cli import main
from fundmix.cli.watch import TABLES
from fundmix.report.watch_outputs import TABLE_NAMES
from fundmix.words import LANGUAGES, all_sentences, say

EXAMPLES = Path(__file__).parents[2] / "examples"
CN = fundmix.load_catalog("cn")


def run(story: str, *words: str, history: bool = True, lang: str = "en") -> Result:
    """The command on an example."""
    folder = EXAMPLES / story
    recorded = ["--history", str(folder / "history.csv")] if history else []
    options = ["--profile", str(folder / "profile.toml"), *recorded, "--lang", lang]
    return CliRunner().invoke(main, ["watch", *options, *words])


def warned(story: str) -> fundmix.EarlyWarning:
    """The same in Python."""
    folder = EXAMPLES / story
    history = fundmix.load_history(folder / "history.csv", CN)
    return fundmix.early_warning(CN, fundmix.load_profile(folder / "profile.toml"), history)


def read(path: Path) -> list[vobject.base.Component]:
    """The events of a calendar, by a reader that has nothing to do with the writer."""
    found: list[vobject.base.Component] = vobject.readOne(path.read_text(encoding="utf-8")).vevent_list
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("story", "level"), [("wang", "act"), ("zhang", "watch"), ("li", "act")])
def test_the_health_line_comes_first(story: str, level: str, lang: str) -> None:
    """Each example says its level on the first line, in 80 cells, and nothing beside the answer."""
    result = run(story, lang=lang)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == say(f"health_{level}_line", lang)
    assert [line for line in result.stdout.splitlines() if cell_len(line) > 80] == []
    assert not any(line.startswith(("health_", "gap_")) for line in result.stdout.split())


def test_a_calm_borrower_is_told_why() -> None:
    """Nothing owed, nothing wrong, and most signs read: calm, with what cannot be read."""
    profile = fundmix.profile_from_dict({"start": "2026-12-01", "facts": {"card_utilisation": 0.1}})
    names = ("card_use_over_90", "card_use_over_70", "score_below_600")
    rows = tuple(row for row in CN.indicators if row.indicator_id in names)
    found = fundmix.early_warning(CN.model_copy(update={"indicators": rows}), profile, fundmix.History())
    assert (found.health.level, found.health.reasons, found.maturities) == ("calm", (), ())
    assert [one.field for one in found.unread] == ["sesame_score"]


def test_who_says_nothing_is_not_told_that_all_is_calm() -> None:
    """A profile without facts, or a catalog without signs: to be watched, and why."""
    profile = fundmix.profile_from_dict({"start": "2026-12-01", "facts": {}})
    for market, code in (
        (CN, "health_dark"),
        (CN.model_copy(update={"indicators": ()}), "health_no_indicators"),
    ):
        health = fundmix.early_warning(market, profile, fundmix.History()).health
        assert (health.level, [reason.code for reason in health.reasons]) == ("watch", [code])


def test_the_files_that_may_be_written_are_named() -> None:
    """Another ending is refused with the endings that the help text names."""
    result = run("li", "-o", "x.txt")
    assert result.exit_code == 2
    assert "x.txt, -o: only .ics, .csv and .json files can be written" in result.stderr


def test_what_is_missing_at_the_end_of_ms_wangs_loan() -> None:
    """60,000 + 4 × 36,000 − 4 × 3,000 of interest − 200,000: 8,000 are missing on 20 March, whoever refuses."""
    (loan,) = warned("wang").maturities
    assert (loan.date, loan.amount) == (dt.date(2027, 3, 20), 200_000)
    assert {gap.refused: gap.missing for gap in loan.gaps} == {
        "channel:internet_jiebei": 8_000, "group:platform_credit": 8_000, "group:payment_platform": 8_000,
    }  # fmt: skip
    # family: three days; the 17th is a Wednesday
    assert loan.last_day == dt.date(2027, 3, 17)


def test_the_plans_count_what_is_to_be_bought(tmp_path: Path) -> None:
    """With her needs 120,000 more are missing: 450,000 of stock less 330,000 of sales, one month late, by then."""
    result = run("wang", "--needs", str(EXAMPLES / "wang" / "needs.csv"), "--format", "json")
    (loan,) = json.loads(result.stdout)["maturities"]
    assert loan["gaps"][0]["missing"] == 128_000


def test_the_calendar_holds_every_payment_and_last_day(tmp_path: Path) -> None:
    """A second reader finds the debt's payments on their days, the last day, the papers and the free reports."""
    path = tmp_path / "watch.ics"
    assert run("wang", "-o", str(path)).exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    events = read(path)
    days = {one.dtstart.value.date(): one.summary.value for one in events}
    for payment in warned("wang").payments:
        assert f"{payment.amount:,.2f}".removesuffix(".00") in days[payment.date]
    assert dt.date(2027, 3, 17) in days
    assert len({one.uid.value for one in events}) == len(events)
    assert {one.dtstart.value.utcoffset() for one in events} == {dt.timedelta(hours=8)}


def test_the_calendars_of_warning_and_plan_name_a_payment_alike(tmp_path: Path) -> None:
    """Importing both doubles no payment: those of the old debt have the same names."""
    needs = ["--needs", str(EXAMPLES / "zhang" / "needs.csv")]
    plan, warning = tmp_path / "plan.ics", tmp_path / "watch.ics"
    profile = ["--profile", str(EXAMPLES / "zhang" / "profile.toml"), "--lang", "en"]
    assert CliRunner().invoke(main, ["optimize", *profile, *needs, "-o", str(plan)]).exit_code == 0
    assert run("zhang", "-o", str(warning)).exit_code == 0
    named = [
        {event.uid.value for event in read(path) if "Pay" in event.summary.value} for path in (plan, warning)
    ]
    # the plan repays one debt early, so that it has fewer of its payments
    old = named[1]
    assert len(old & named[0]) >= 11


def test_the_same_question_has_the_same_bytes(tmp_path: Path) -> None:
    """Two runs write the same calendar and the same JSON."""
    paths = [tmp_path / name for name in ("a.ics", "b.ics", "a.json", "b.json")]
    for first, second in (paths[:2], paths[2:]):
        run("wang", "-o", str(first))
        run("wang", "-o", str(second))
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--history", "nowhere.csv"], "nowhere.csv"),
        (["-o", "watch.pdf"], ".ics"),
        (["--policy", "bold"], "--policy"),
        (["sell"], "sell"),
    ],
)
def test_mistakes_are_told_in_one_line(words: list[str], code: str) -> None:
    """What cannot be read ends in 2, with its place, and without an answer."""
    result = run("wang", *words, history=False)
    assert (result.exit_code, result.stdout) == (2, "")
    assert code in result.stderr
    assert "Traceback" not in result.stderr


def test_mistakes_of_all_files_are_told_together(tmp_path: Path) -> None:
    """A bad profile and a bad history: a line for each, with file and line."""
    profile, history = tmp_path / "profile.toml", tmp_path / "history.csv"
    profile.write_text("start = 2026-12-01\n[facts]\nsesame_scor = 640\n", encoding="utf-8")
    history.write_text("date,about,field,value\n2026-11-01,,sesame_score,many\n", encoding="utf-8")
    options = ["--profile", str(profile), "--history", str(history), "--lang", "en"]
    result = CliRunner().invoke(main, ["watch", *options])
    places = Counter(line.split(": ")[0].partition(",")[0] for line in result.stderr.splitlines())
    assert result.exit_code == 2
    assert places == {f"{profile}:3": 1, f"{history}:2": 1}
    assert "many" not in result.stderr


def test_a_command_needs_no_profile_before_it() -> None:
    """Without a profile the group asks for one; with a command behind it, the command does."""
    alone = CliRunner().invoke(main, ["watch", "--lang", "en"])
    assert (alone.exit_code, "--profile" in alone.stderr) == (2, True)
    assert CliRunner().invoke(main, ["watch", "add", "--help"]).exit_code == 0


def test_every_reason_has_a_sentence() -> None:
    """The health line's reasons, and what may become of a renewal, are said in both languages."""
    codes = [
        "health_act_signs", "health_watch_signs", "health_uncovered", "health_last_day", "health_missing",
        "health_minimum", *(f"maturity_{word}" for word in ("open", "too_late", "not_stated", "none")),
    ]  # fmt: skip
    assert set(codes) <= set(all_sentences())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_each_part_can_be_had_alone(table: str, lang: str) -> None:
    """Signs, maturities and calendar as a table in 80 cells, as JSON and as CSV with one row each."""
    shown = run("wang", "--table", table, lang=lang)
    assert [line for line in shown.stdout.splitlines() if cell_len(line) > 80] == []
    rows = json.loads(run("wang", "--table", table, "--format", "json").stdout)
    cells = list(csv.DictReader(io.StringIO(run("wang", "--table", table, "--format", "csv").stdout[1:])))
    gaps = sum(len(row["gaps"]) for row in rows) if table == "maturities" else len(rows)
    assert len(cells) == gaps > 0


def test_the_parts_are_those_of_the_report() -> None:
    """The command names the tables without importing what makes them."""
    assert TABLES == TABLE_NAMES
