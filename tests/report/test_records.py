"""Answers for other programs: JSON that parses, CSV that a spreadsheet reads as text."""

import datetime as dt
import io
import json
import stat
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.report.example_plan import plan
from tests.verify.right_plan import right_plan

from fundmix.errors import InputError
from fundmix.plan import FundingPlan
from fundmix.report import outputs
from fundmix.report.files import refuse_inputs, replace_private, write_all
from fundmix.report.outputs import check_outputs, output_files, save_plan
from fundmix.report.records import csv_text, frame_csv, json_text


def test_json_keeps_chinese_and_plain_figures() -> None:
    """Dates are ISO text, Decimals are numbers, Chinese is Chinese."""
    text = json_text({"名": "借呗", "day": dt.date(2026, 12, 1), "yuan": Decimal("0.10")})
    assert json.loads(text) == {"名": "借呗", "day": "2026-12-01", "yuan": 0.1}
    assert "借呗" in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cells_cannot_become_formulas(start: str) -> None:
    """Text that a spreadsheet would run gets an apostrophe; a negative figure stays a figure."""
    text = csv_text(["name", "yuan"], [{"name": f"{start}cmd()", "yuan": -5.5}])
    assert text.startswith("\ufeffname,yuan\n")
    assert f"'{start}cmd()" in text
    assert text.endswith(",-5.5\n")


def test_csv_of_a_frame_reads_back() -> None:
    """Lists are joined by semicolons, missing values are empty, the byte-order mark is for Excel alone."""
    frame = pd.DataFrame({"groups": [("a", "b"), ()], "rate": [0.054, None]})
    assert frame_csv(frame) == "\ufeffgroups,rate\na;b,0.054\n,\n"


def test_files_are_for_their_owner_and_whole(tmp_path: Path) -> None:
    """A result has mode 0600, replaces an older one, and leaves no temporary file behind."""
    path = tmp_path / "new" / "plan.json"
    for content in ("一", "二"):
        replace_private(path, content)
    assert path.read_text(encoding="utf-8") == "二"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["plan.json"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """Half an answer never takes the place of a whole one."""
    path = tmp_path / "plan.json"
    replace_private(path, "old")
    with pytest.raises(UnicodeEncodeError):
        replace_private(path, "new \ud800")
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file below a file is a mistake with its name, not a traceback."""
    (tmp_path / "a").touch()
    with pytest.raises(InputError) as caught:
        write_all({tmp_path / "a" / "plan.json": "x"})
    assert [(issue.file, issue.code) for issue in caught.value.issues] == [
        (str(tmp_path / "a" / "plan.json"), "output_not_written")
    ]


def test_an_output_is_never_an_input(tmp_path: Path) -> None:
    """A link to an input is the input."""
    source = tmp_path / "profile.toml"
    source.touch()
    link = tmp_path / "plan.json"
    link.symlink_to(source)
    with pytest.raises(InputError) as caught:
        refuse_inputs([link, tmp_path / "other.json"], [source])
    assert [(issue.file, issue.code) for issue in caught.value.issues] == [(str(link), "output_is_input")]


def test_outputs_are_known_by_their_ending(tmp_path: Path) -> None:
    """A folder gets every kind of file; another ending is refused before any work is done."""
    names = [path.name for path in check_outputs([f"{tmp_path}/a.ics", f"{tmp_path}/folder/"])]
    whole = ["plan.json", "plan.html", "plan.xlsx", "plan.md", "plan.ics"]
    tables = [
        "mix", "applications", "repayments", "renewals", "cashflow", "schedule", "excluded", "calendar",
    ]  # fmt: skip
    assert names == [
        "a.ics",
        *whole,
        *(f"{table}{ending}" for ending in (".csv", ".parquet") for table in tables),
    ]
    with pytest.raises(InputError) as caught:
        check_outputs(["a.docx", "b"])
    assert [(issue.file, issue.column, issue.code) for issue in caught.value.issues] == [
        ("a.docx", "-o", "output_kind"),
        ("b", "-o", "output_kind"),
    ]


def test_without_its_library_a_folder_has_no_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parquet is asked for by name or not at all: named, it says what to install before any work."""
    monkeypatch.setattr(outputs, "_has_parquet", lambda: False)
    assert {path.suffix for path in check_outputs([f"{tmp_path}/folder/"])} == set(outputs.KINDS) - {
        ".parquet", "folder/",
    }  # fmt: skip
    with pytest.raises(InputError) as caught:
        check_outputs(["mix.parquet"])
    assert [issue.code for issue in caught.value.issues] == ["parquet_library_missing"]


@pytest.mark.parametrize("table", outputs.TABLES)
def test_parquet_has_the_rows_and_columns_of_csv(table: str) -> None:
    """Both files of a table say the same; an empty table has typed columns too."""
    paths = [Path(f"{table}.csv"), Path(f"my-{table}.parquet")]
    files = output_files(plan(), paths)
    csv = pd.read_csv(io.StringIO(str(files[paths[0]]).removeprefix("\ufeff")))
    found = pq.read_table(io.BytesIO(files[paths[1]]))  # type: ignore[arg-type]
    assert list(csv.columns) == found.column_names
    assert len(csv) == found.num_rows
    assert not [field.name for field in found.schema if field.type == pa.null()]


def test_tables_hold_one_row_per_record(tmp_path: Path) -> None:
    """The CSV of the mix has a row per draw and the columns of the plan's DataFrame."""
    answer = plan()
    path = tmp_path / "mix.csv"
    frame = pd.read_csv(io.StringIO(str(output_files(answer, [path])[path]).removeprefix("\ufeff")))
    assert list(frame.columns) == list(answer.mix.columns)
    assert list(frame["amount"]) == [draw.amount for draw in answer.draws]


def test_a_plan_is_saved_from_a_script(tmp_path: Path) -> None:
    """``save_plan`` writes what ``-o`` does, for the owner alone, and nothing when one place is wrong."""
    answer = FundingPlan.model_validate(right_plan())
    paths = save_plan(answer, f"{tmp_path}/a.md", f"{tmp_path}/b/", lang="en")
    assert sorted(paths) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    with pytest.raises(InputError):
        save_plan(answer, f"{tmp_path}/c.md", f"{tmp_path}/c.docx")
    assert not (tmp_path / "c.md").exists()
