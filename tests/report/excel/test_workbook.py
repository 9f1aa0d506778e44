"""The workbook: totals that a spreadsheet works out itself and that agree to the cent, and text that stays text."""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.report.example_plan import DRAWS, draw, plan

from fundmix import load_catalog, load_needs, load_profile, optimize
from fundmix.plan import FundingPlan
from fundmix.report.context import Context
from fundmix.report.events import events_of
from fundmix.report.excel.sheet import LONGEST_CELL, cell_text
from fundmix.report.excel.workbook import workbook
from fundmix.words import LANGUAGES, say

EXAMPLES = Path(__file__).parents[3] / "examples"
PEOPLE = ("wang", "zhang", "li", "employee", "supplier", "card")
SHEETS = ("answer", "mix", "applications", "schedule", "cash", "calendar", "excluded", "sources")
OFFICE = shutil.which("soffice")
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")', "+1+1", "-1+1", "@SUM(1)", "http://evil.example",
    "mailto:a@evil.example", "_x000D_", "\x00\x07a\u202eb", "<script>alert(1)</script>", "😀" * 250, "x" * 40_000,
)  # fmt: skip


def written(answer: FundingPlan, lang: str = "zh", context: Context | None = None) -> bytes:
    """The workbook of a plan."""
    return workbook(answer, context or Context(lang), events_of(answer))


def sheets(data: bytes, *, values: bool = True) -> dict[str, Worksheet]:
    """Sheet by its code, read by another library; ``values``: what formulas gave, else the formulas."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    return dict(zip(SHEETS, book.worksheets, strict=True))


def column(sheet: Worksheet, key: str, lang: str = "zh") -> list[Any]:
    """The cells below a head."""
    heads = [cell.value for cell in sheet[1]]
    place = heads.index(say(f"excel_{key}", lang))
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


def planned(name: str) -> FundingPlan:
    """The plan of an example."""
    folder = EXAMPLES / name
    profile = load_profile(folder / "profile.toml")
    file = folder / "needs.csv"
    needs = load_needs(file, profile.start) if file.exists() else ()
    return optimize(load_catalog("cn"), profile, needs)


@pytest.fixture(scope="module")
def plans() -> dict[str, FundingPlan]:
    """The plan of every example."""
    return {name: planned(name) for name in PEOPLE}


def without_results(data: bytes) -> bytes:
    """The workbook without what its formulas gave, so that a program must work it out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            new.writestr(name, part)
    return stream.getvalue()


def agrees(found: dict[str, Worksheet], answer: FundingPlan) -> None:
    """Every total is the plan's own figure to the cent, and every period ends with the plan's cash."""
    totals, mix, cash = answer.totals, found["mix"], found["cash"]
    figures = {row[0].value: row for row in found["answer"].iter_rows() if row[0].value}
    for key in ("raised", "proceeds", "interest", "fees", "unmet", "shortfall", "final_cash"):
        row = figures[say(f"excel_total_{key}", "zh")]
        assert round(row[1].value, 2) == round(getattr(totals, key), 2), key
        assert row[3].value == "✓"
    assert round(column(mix, "amount")[-1], 2) == round(sum(one.amount for one in answer.draws), 2)
    assert round(column(mix, "interest")[-1], 2) == totals.interest
    assert round(column(mix, "fees")[-1], 2) == totals.fees
    assert round(column(mix, "cost")[-1], 2) == round(totals.interest + totals.fees, 2)
    assert [round(yuan, 2) for yuan in column(cash, "closing")[:-1]] == [
        row.closing for row in answer.cashflow_rows
    ]
    assert round(column(cash, "closing")[-1], 2) == totals.final_cash
    kinds, interest = column(found["schedule"], "kind"), column(found["schedule"], "interest")
    old = {*(say(f"excel_{code}", "zh") for code in ("old_debt", "early", "moved")), None}
    new = sum(yuan for kind, yuan in zip(kinds, interest, strict=True) if kind not in old)
    assert round(new, 2) == totals.interest
    paid = column(found["schedule"], "payment")
    debts = sum(yuan for kind, yuan in zip(kinds[:-1], paid[:-1], strict=True) if kind in old)
    assert round(debts, 2) == round(sum(row.debt_payments for row in answer.cashflow_rows), 2)


def test_the_workbook_shows_the_plan_without_being_worked_out(plans: dict[str, FundingPlan]) -> None:
    """What formulas give stands beside them, for a phone that only shows."""
    for answer in plans.values():
        agrees(sheets(written(answer)), answer)


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_a_spreadsheet_works_out_the_same_totals(plans: dict[str, FundingPlan], tmp_path: Path) -> None:
    """LibreOffice gets formulas alone and finds the plan's figures to the cent, for every example."""
    files = []
    for name, answer in plans.items():
        files.append(tmp_path / f"{name}.xlsx")
        files[-1].write_bytes(without_results(written(answer)))
    office(tmp_path, *files)
    for name, answer in plans.items():
        agrees(sheets((tmp_path / "out" / f"{name}.xlsx").read_bytes()), answer)


def office(folder: Path, *files: Path, to: str = "xlsx") -> None:
    """Open and save files with LibreOffice, with a user folder of its own."""
    done = subprocess.run(
        [
            str(OFFICE), f"-env:UserInstallation={(folder / 'user').as_uri()}", "--headless",
            "--convert-to", to, "--outdir", str(folder / "out"), *map(str, files),
        ],
        capture_output=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def hostile() -> FundingPlan:
    """A plan whose every name wants to be something else."""
    draws = tuple(
        draw(number, channel_id=f"c{number}", name=text, name_en=text, use="renew", debt=text)
        for number, text in enumerate(HOSTILE, start=1)
    )
    return plan(draws=draws)


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_hostile_names_are_text() -> None:
    """Names are strings, without control characters and as long as a cell can be: no formula, no link."""
    data = written(hostile())
    found = sheets(data, values=False)
    names = column(found["mix"], "lender")[: len(HOSTILE)]
    assert [str(name) for name in names] == [cell_text(text) for text in HOSTILE]
    cells = [cell for row in found["mix"].iter_rows() for cell in row if cell.data_type == "f"]
    assert all(re.fullmatch(r"=ROUND\([A-Z0-9+:()SUM]+,2\)", cell.value) for cell in cells)
    assert len(cells) == len(HOSTILE) + 4
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {
            name: file.read(name).decode() for name in file.namelist() if name.endswith((".xml", ".rels"))
        }
    assert not [
        name for name, part in parts.items() if "<hyperlink" in part.lower() and name.startswith("xl/")
    ]
    assert not [name for name, part in parts.items() if 'TargetMode="External"' in part]
    risky = [cell for cell in found["mix"]["B"] if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert len(risky) == 4
    assert all(cell.quotePrefix for cell in risky)


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_hostile_names_stay_text_in_a_spreadsheet(tmp_path: Path) -> None:
    """LibreOffice reads and saves them as the same strings."""
    file = tmp_path / "hostile.xlsx"
    file.write_bytes(written(hostile()))
    office(tmp_path, file)
    found = sheets((tmp_path / "out" / "hostile.xlsx").read_bytes(), values=False)["mix"]
    names = list(found["B"][1 : len(HOSTILE) + 1])
    assert [cell.data_type for cell in names] == ["s"] * len(HOSTILE)
    assert [cell.value for cell in names][:6] == list(HOSTILE[:6])
    assert not any(cell.hyperlink for cell in names)


def test_a_cell_is_never_longer_than_excel_allows() -> None:
    """Length counts in UTF-16, and no character is cut in half."""
    for text in ("x" * 40_000, "😀" * 20_000, "a" + "😀" * 20_000):
        cut = cell_text(text)
        assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL
        assert cut.endswith("…")
    assert cell_text("名" * 500) == "名" * 500


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_are_set_up_for_reading_and_printing(lang: str) -> None:
    """Names and heads in the language; head frozen, filter, A4 across, one page wide; days and figures as such."""
    found = sheets(written(plan(), lang))
    assert [sheet.title for sheet in found.values()] == [say(f"excel_sheet_{code}", lang) for code in SHEETS]
    for code, sheet in found.items():
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        if code != "answer":
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref.startswith("A1:")
            assert sheet.print_title_rows == "$1:$1"
    assert column(found["mix"], "drawn_on", lang)[0] == dt.datetime.combine(DRAWS[0].draw_date, dt.time())
    heads = [cell.value for cell in found["mix"][1]]
    cells = dict(zip(heads, found["mix"][2], strict=True))
    assert cells[say("excel_apr", lang)].number_format == "0.00%"
    assert "#,##0.00" in cells[say("excel_amount", lang)].number_format


def test_the_workbook_has_two_charts() -> None:
    """The mix, and cash with what is paid, drawn by the spreadsheet from its own cells."""
    with zipfile.ZipFile(io.BytesIO(written(plan(), "en"))) as file:
        charts = [file.read(name).decode() for name in sorted(file.namelist()) if "charts/chart" in name]
    assert len(charts) == 2
    assert "'Funding mix'!" in charts[0]
    assert charts[1].count("'Cash flow'!") >= 6


def test_the_same_plan_gives_the_same_bytes() -> None:
    """The workbook is dated with the plan's start, not with the clock."""
    assert written(plan()) == written(plan())
    with zipfile.ZipFile(io.BytesIO(written(plan()))) as file:
        assert ">2026-12-01T00:00:00Z<" in file.read("docProps/core.xml").decode()


def test_a_plan_without_loans_is_a_workbook_too() -> None:
    """Empty tables have heads and a total of nothing."""
    found = sheets(written(plan(draws=(), applications=(), schedule_rows=(), excluded_rows=())))
    assert column(found["mix"], "amount")[-1] == 0


def test_sources_say_what_terms_rest_on(plans: dict[str, FundingPlan]) -> None:
    """Each lender of the plan has its catalog rows with grade and source; addresses are text."""
    answer = plans["wang"]
    data = written(answer, "zh", Context("zh", catalog=load_catalog("cn")))
    found = sheets(data)["sources"]
    assert {one.name for one in answer.draws} <= set(column(found, "lender"))
    assert all(column(found, "grade"))
    assert not any(cell.hyperlink for row in found.iter_rows() for cell in row)
