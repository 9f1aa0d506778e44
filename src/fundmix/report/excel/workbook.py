"""The workbook of a plan: the answer with its live figures and charts, then a sheet per table.

The same plan gives the same bytes: the library has no clock, so the workbook is dated with the plan's start.
"""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from fundmix.plan import Event, FundingPlan
from fundmix.report.context import Context
from fundmix.report.excel import tables
from fundmix.report.excel.sheet import Book, Formula, Table, print_setup
from fundmix.report.page import Page
from fundmix.report.terminal import advice, answer, last_lines, warnings
from fundmix.words.formats import printable

_LABEL, _FIGURE = 34, 20
_CHART = {"width": 405, "height": 270}
_GRID = {"visible": True, "line": {"color": "#D9D9D9"}}
_BELOW_CHART_ROWS = 15
_SECOND_CHART = {"x_offset": 172}
_WIDE_ROW_CELLS = 118
MIX_COLOUR, CASH_COLOUR, NEW_COLOUR, OLD_COLOUR = "#2F6DB5", "#2E8B57", "#E08A2B", "#A0A0A0"


def workbook(plan: FundingPlan, context: Context, events: Sequence[Event]) -> bytes:
    """The plan as the bytes of an ``.xlsx`` file.

    Args:
        plan: the plan.
        context: the language, and the catalog that gives facts their words and figures their sources.
        events: of the calendar.
    """
    stream = io.BytesIO()
    settings = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    page = Told(context.lang, plan.currency)
    with Workbook(stream, settings) as file:
        start = dt.datetime(plan.start.year, plan.start.month, plan.start.day, tzinfo=dt.UTC)
        file.set_properties({"title": page.say("excel_title"), "created": start.replace(tzinfo=None)})
        book = Book(file, plan.currency, context.lang)
        front: Worksheet = file.add_worksheet(page.say("excel_sheet_answer"))
        mix, cash = tables.mix(page, plan), tables.cash(page, plan)
        for table in (
            mix, tables.applications(page, plan), tables.schedule(page, plan), cash,
            tables.calendar(page, events), tables.excluded(page, plan, context),
            tables.sources(page, plan, context),
        ):  # fmt: skip
            book.add(table)
        _answer(book, front, page, plan, (mix, cash))
    return stream.getvalue()


class Told(Page):
    """Where sections of the terminal are told a line at a time; tables are sheets of their own."""

    def __init__(self, lang: str, currency: str) -> None:
        super().__init__(lang, io.StringIO(), currency=currency)
        self.lines: list[tuple[str, str]] = []

    def blank(self) -> None:
        """Rows are apart anyway."""

    def heading(self, text: str) -> None:
        """A line that stands out."""
        self.lines.append((text, "head"))

    def line(self, text: str, first: str = "", style: str = "") -> None:
        """A line; a point keeps its dot."""
        if text:
            self.lines.append((f"{first.strip()} {text}".strip(), "long"))

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Label and value on one line."""
        between = "：" if self.lang == "zh" else ": "
        self.lines += [(f"{printable(name)}{between}{value}", "long") for name, value in rows]

    def taken(self) -> list[tuple[str, str]]:
        """What was told since the last time."""
        lines, self.lines = self.lines, []
        return lines


def _answer(book: Book, sheet: Worksheet, page: Told, plan: FundingPlan, of: tuple[Table, Table]) -> None:
    """The answer in words, its figures as formulas beside those of the plan, charts, warnings, proof."""
    sheet.set_column(0, 0, _LABEL)
    sheet.set_column(1, 3, _FIGURE)
    sheet.set_column(4, 4, _FIGURE)
    answer(page, plan)
    (first, _), *further = page.taken()
    row = _told(book, sheet, 0, [(first, "title"), *further]) + 1
    for number, key in enumerate(("figure", "live", "stated", "agrees")):
        kind = "head right" if key in ("live", "stated") else "head"
        book.put(sheet, (row, number), page.say(f"excel_{key}"), kind)
    for name, formula, stated in _figures(page, plan, *of):
        row += 1
        book.put(sheet, (row, 0), name, "text")
        book.put(sheet, (row, 1), formula, "money")
        book.put(sheet, (row, 2), stated, "money")
        check = f'=IF(ABS(B{row + 1}-C{row + 1})<0.005,"✓","≠")'
        book.put(sheet, (row, 3), Formula(check, "✓"), "text")
    row = _charts(book, sheet, page, plan, (row + 2, *of))
    for write in (advice, warnings, last_lines):
        write(page, plan)
    _told(book, sheet, row, page.taken())
    sheet.set_first_sheet()
    sheet.activate()
    print_setup(sheet)


def _told(book: Book, sheet: Worksheet, row: int, lines: Sequence[tuple[str, str]]) -> int:
    """Write lines across the sheet, each as tall as it wraps; the row after them."""
    from fundmix.words.layout import cells, wrap  # noqa: PLC0415 - beside its one use

    for text, style in lines:
        room = _WIDE_ROW_CELLS * 10 // 14 if style == "title" else _WIDE_ROW_CELLS
        tall = len(wrap(text, room)) if cells(text) > room else 1
        sheet.merge_range(row, 0, row, 4, "", book.format(style))
        book.put(sheet, (row, 0), text, style)
        sheet.set_row(row, (20 if style == "title" else 15) * tall)
        row += 1
    return row


def _figures(page: Page, plan: FundingPlan, mix: Table, cash: Table) -> list[tuple[str, Formula, float]]:
    """What the plan comes to: its name, the formula, the figure that the plan itself states."""
    totals, rows = plan.totals, plan.cashflow_rows
    asked = (
        ("raised", cash.total("outstanding"), totals.raised),
        ("proceeds", cash.total("proceeds"), totals.proceeds),
        ("interest", mix.total("interest"), totals.interest),
        ("fees", mix.total("fees"), totals.fees),
        ("cost", f"{mix.total('interest')}+{mix.total('fees')}", totals.interest + totals.fees),
        ("unmet", cash.total("unmet"), totals.unmet),
        ("shortfall", cash.total("shortfall"), totals.shortfall),
        ("final_cash", cash.total("closing"), totals.final_cash),
    )
    return [
        (page.say(f"excel_total_{key}"), Formula(f"=ROUND({text},2)", round(stated, 2)), round(stated, 2))
        for key, text, stated in asked
        if rows
    ]


def _charts(book: Book, sheet: Worksheet, page: Page, plan: FundingPlan, at: tuple[int, Table, Table]) -> int:
    """The mix by draw; beside it cash with what is paid each period, up to the last that counts. The row after them."""
    row, mix, cash = at
    if plan.draws:
        bars: Any = book.book.add_chart({"type": "bar"})
        bars.add_series(
            {
                "name": page.say("excel_amount"),
                "categories": f"={mix.elsewhere(mix.range('lender'))}",
                "values": f"={mix.elsewhere(mix.range('amount'))}",
                "fill": {"color": MIX_COLOUR}, "data_labels": {"value": True, "num_format": "#,##0"}, "gap": 60,
            }
        )  # fmt: skip
        bars.set_title({"name": page.say("excel_chart_mix"), "name_font": {"size": 12}})
        bars.set_legend({"none": True})
        bars.set_y_axis({"reverse": True})
        bars.set_x_axis({"num_format": "#,##0", "num_font": {"rotation": -45}, "major_gridlines": _GRID})
        bars.set_size(_CHART)
        sheet.insert_chart(row, 0, bars)
    periods = tables.last_active(plan.cashflow_rows)
    if not periods:
        return row + _BELOW_CHART_ROWS * bool(plan.draws)
    lines: Any = book.book.add_chart({"type": "line"})
    columns: Any = book.book.add_chart({"type": "column", "subtype": "stacked"})
    shown = Table(cash.name, cash.columns, cash.rows[:periods])
    for key, colour in (("payments", NEW_COLOUR), ("debt_payments", OLD_COLOUR)):
        columns.add_series(_series(page, shown, key, {"fill": {"color": colour}}))
    lines.add_series(_series(page, shown, "closing", {"line": {"color": CASH_COLOUR, "width": 2.25}}))
    columns.combine(lines)
    columns.set_title({"name": page.say("excel_chart_cash"), "name_font": {"size": 12}})
    columns.set_legend({"position": "bottom"})
    columns.set_y_axis({"num_format": "#,##0", "major_gridlines": _GRID})
    columns.set_x_axis({"num_font": {"rotation": -45}})
    columns.set_size(_CHART)
    place = (1, _SECOND_CHART) if plan.draws else (0, {})
    sheet.insert_chart(row, place[0], columns, place[1])
    return row + _BELOW_CHART_ROWS


def _series(page: Page, table: Table, key: str, how: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": page.say(f"excel_{key}"),
        "categories": f"={table.elsewhere(table.range('month'))}",
        "values": f"={table.elsewhere(table.range(key))}",
        **how,
    }
