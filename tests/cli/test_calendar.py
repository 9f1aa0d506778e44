"""``optimize`` writes the plan's days: as a calendar file, as a table, as records."""

import csv
import io
import json
import stat
from pathlib import Path

import pytest
import vobject
from click.testing import CliRunner, Result
from rich.cells import cell_len

from fundmix.cli import main
from fundmix.report.outputs import KINDS
from fundmix.words import LANGUAGES, say

EXAMPLES = Path(__file__).parents[2] / "examples"
WANG = ("--profile", str(EXAMPLES / "wang" / "profile.toml"), "--needs", str(EXAMPLES / "wang" / "needs.csv"))


def run(*words: str) -> Result:
    """What ``optimize`` answers for Ms Wang."""
    return CliRunner().invoke(main, ["optimize", *WANG, *words])


def test_a_calendar_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """Mode 0600, named after the profile's folder, in the language asked for; the same again the second time."""
    path = tmp_path / "plan.ics"
    assert run("-o", str(path), "--lang", "en").exit_code == 0
    content = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    calendar = vobject.readOne(content.decode())
    assert calendar.x_wr_calname.value == "fundmix: wang"
    assert any(one.summary.value.startswith("Payment: ") for one in calendar.vevent_list)
    assert run("-o", str(path), "--lang", "en").exit_code == 0
    assert path.read_bytes() == content


def test_a_calendar_file_is_never_an_input(tmp_path: Path) -> None:
    """A profile that ends in ``.ics`` is refused as an output before any work."""
    profile = tmp_path / "profile.ics"
    profile.write_text((EXAMPLES / "wang" / "profile.toml").read_text(encoding="utf-8"), encoding="utf-8")
    before = profile.read_bytes()
    done = CliRunner().invoke(main, ["optimize", "--profile", str(profile), *WANG[2:], "-o", str(profile)])
    assert done.exit_code == 2
    assert profile.read_bytes() == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_another_ending_names_those_that_are_known(lang: str) -> None:
    """``.ics`` is among them."""
    done = run("-o", "plan.docx", "--lang", lang)
    assert done.exit_code == 2
    assert say("output_kind", lang, known=KINDS) in done.stderr
    assert ".ics" in done.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calendar_is_a_table(lang: str) -> None:
    """Within eighty cells, every kind of day in its words."""
    done = run("--table", "calendar", "--lang", lang)
    assert done.exit_code == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    for kind in ("credit_report", "apply", "answer", "draw", "payment", "early_payment", "balloon"):
        assert say(f"event_{kind}", lang) in done.stdout


def test_the_calendar_is_csv_and_json(tmp_path: Path) -> None:
    """One record an event, the same in both and in the folder."""
    told = json.loads(run("--table", "calendar", "--format", "json").stdout)
    written = run("--table", "calendar", "--format", "csv", "-o", f"{tmp_path}/").stdout
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    assert [row["uid"] for row in rows] == [one["uid"] for one in told]
    assert (tmp_path / "calendar.csv").read_text(encoding="utf-8") == written
