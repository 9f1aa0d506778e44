"""What a sheet is made of: columns of one kind each, a frozen head, a filter, a row of totals, print set-up.

Every text goes through :func:`cell_text` and is written as a string: nothing is taken for a formula or a link.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from fundmix.words.formats import CURRENCY_SIGNS, printable
from fundmix.words.layout import cells, wrap

type Kind = Literal["text", "long", "money", "rate", "day", "count"]

LONGEST_CELL = 32_767
"""Characters of a cell in Excel, counted in UTF-16."""
NARROWEST, WIDEST_TEXT, WIDEST_LONG, WIDEST_HEAD = 8, 30, 42, 11
TALLEST_LINES = 30
LINE_POINTS = 13.5
"""Height of a line."""
A4 = 9
HEAD_COLOUR, TOTAL_COLOUR = "#DCE6F1", "#F2F2F2"
_RUNS = ("=", "+", "-", "@")
_WIDTHS: Mapping[str, int] = {"money": 14, "rate": 9, "day": 12, "count": 8}
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Formula:
    """A live cell: the formula, and what it gives (shown by programs that do not calculate)."""

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in formulas, its head, what kind of cells it has."""

    key: str
    head: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it is to be written.

    Attributes:
        name: of the sheet.
        rows: a value, a :class:`Formula` or None per column.
        totals: column → formula of the last row; ``first`` the words before them.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]
    totals: Mapping[str, Formula] = field(default_factory=dict)
    first: str = ""

    def letter(self, key: str) -> str:
        """The letter of a column."""
        return str(xl_col_to_name([column.key for column in self.columns].index(key)))

    def cell(self, key: str, row: int) -> str:
        """The address of a cell; the first row below the head is 0."""
        return f"{self.letter(key)}{row + 2}"

    def range(self, key: str) -> str:
        """The addresses of a column without head and totals."""
        return f"{self.cell(key, 0)}:{self.cell(key, max(len(self.rows), 1) - 1)}"

    def elsewhere(self, address: str) -> str:
        """The address as another sheet writes it."""
        return f"'{self.name}'!{address}"

    def total(self, key: str) -> str:
        """The address of a total, as another sheet writes it."""
        return self.elsewhere(self.cell(key, len(self.rows)))

    def sum_of(self, key: str, value: float) -> Formula:
        """The sum of a column, to the cent."""
        return Formula(f"=ROUND(SUM({self.range(key)}),2)", round(value, 2))


def cell_text(value: object) -> str:
    """Text that a cell can hold: without control characters, not longer than Excel allows."""
    text = printable(str(value))
    units = text.encode("utf-16-le")
    if len(units) <= LONGEST_CELL * 2:
        return text
    # a character outside the plane of two bytes is not cut in half
    return units[: (LONGEST_CELL - 1) * 2].decode("utf-16-le", errors="ignore") + "…"


class Book:
    """A workbook under way: its formats, each made once, and its sheets."""

    def __init__(self, book: Workbook, currency: str, lang: str) -> None:
        self.book = book
        self.lang = lang
        sign = CURRENCY_SIGNS.get(currency, f"{printable(currency)} ").replace('"', "")
        self._numbers = {
            "money": f'"{sign}"#,##0.00;[Red]-"{sign}"#,##0.00',
            "rate": "0.00%",
            "day": "yyyy-mm-dd",
            "count": "0",
        }
        self._formats: dict[str, Format] = {}

    def format(self, kind: str, *, total: bool = False, runs: bool = False) -> Format:
        """The format of a kind of cell; ``runs``: of text that would run if somebody typed it anew."""
        name = f"{kind}{' total' * total}{' runs' * runs}"
        if name not in self._formats:
            settings: dict[str, Any] = {"valign": "top", "font_size": 10}
            if kind in self._numbers:
                settings["num_format"] = self._numbers[kind]
            if kind in ("text", "long"):
                settings |= {"text_wrap": True, "num_format": "@"}
            if kind == "day":
                settings["align"] = "left"
            if kind.startswith("head"):
                settings |= {"bold": True, "text_wrap": True, "bg_color": HEAD_COLOUR, "bottom": 1}
            if kind == "head right":
                settings["align"] = "right"
            if kind == "title":
                settings |= {"bold": True, "font_size": 14, "text_wrap": True}
            if total:
                settings |= {"bold": True, "bg_color": TOTAL_COLOUR, "top": 1}
            self._formats[name] = self.book.add_format(settings | {"quote_prefix": runs})
        return self._formats[name]

    def put(self, sheet: Worksheet, place: tuple[int, int], value: Any, kind: str, **how: bool) -> None:
        """Write one cell: a formula, a day, a figure, else a string."""
        row, column = place
        if value is None or value == "":
            if how:
                sheet.write_blank(row, column, None, self.format(kind, **how))
        elif isinstance(value, Formula):
            sheet.write_formula(row, column, value.text, self.format(kind, **how), value.value)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, value, self.format("day", **how))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.format(kind, **how))
        else:
            text = cell_text(value)
            style = self.format(kind, runs=text.startswith(_RUNS), **how)
            sheet.write_string(row, column, text, style)

    def add(self, table: Table) -> Worksheet:
        """A sheet with a table: frozen head, filter, widths, totals below."""
        sheet: Worksheet = self.book.add_worksheet(table.name)
        widths = [_width(table, number) for number in range(len(table.columns))]
        # not every program makes a row as tall as its text
        for index, row in enumerate(([column.head for column in table.columns], *table.rows)):
            sheet.set_row(index, LINE_POINTS * _lines(row, widths))
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, widths[number])
            right = column.kind in ("money", "rate", "count")
            self.put(sheet, (0, number), column.head, "head right" if right else "head")
            for index, row in enumerate(table.rows):
                self.put(sheet, (index + 1, number), row[number], column.kind)
            if table.totals:
                last = table.first if number == 0 else table.totals.get(column.key)
                self.put(sheet, (len(table.rows) + 1, number), last, column.kind, total=True)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        sheet.repeat_rows(0)
        print_setup(sheet)
        return sheet


def print_setup(sheet: Worksheet) -> None:
    """A4 across, as many pages down as it takes, the sheet's name and the page below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")


def _lines(row: Sequence[Any], widths: Sequence[float]) -> int:
    """How many lines the tallest text of a row takes; a row is no taller than Excel allows."""
    texts = [
        (value[:LONGEST_CELL], width)
        for value, width in zip(row, widths, strict=True)
        if isinstance(value, str)
    ]
    lines = [len(wrap(printable(text), max(int(width), 2))) for text, width in texts if cells(text) > width]
    return min(max(lines, default=1), TALLEST_LINES)


def _width(table: Table, number: int) -> float:
    """As wide as the kind asks; of text, as its longest cell up to a bound, past which it wraps."""
    column = table.columns[number]
    # a head wraps between its words, or, in Chinese, anywhere
    head = min(max(map(cells, column.head.split()), default=0), WIDEST_HEAD)
    if column.kind in _WIDTHS:
        return max(_WIDTHS[column.kind], head + 4)
    longest = max((cells(str(row[number] or "")[:LONGEST_CELL]) for row in table.rows), default=0)
    widest = WIDEST_LONG if column.kind == "long" else WIDEST_TEXT
    return max(NARROWEST, head + 4, min(longest + 2, widest))
