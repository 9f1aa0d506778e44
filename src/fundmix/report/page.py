"""What a terminal page is made of: headings, hanging lines, plain tables whose figures are never cut.

Names come from files that anybody may edit: they are stripped of control characters and never read as markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from fundmix.words import say
from fundmix.words.formats import NOTHING, figure, percent, printable
from fundmix.words.layout import cells, hang, wrap

GAP = 2
NARROWEST_NAME = 12
NARROWEST, WIDEST = 40, 100
HEADING, QUIET, ALARM = "bold", "dim", "bold red"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head (may have two lines), figures on the right; ``wide`` ones fold, ``strong`` ones are bold."""

    head: str
    right: bool = False
    wide: bool = False
    strong: bool = False


class Page:
    """One answer in one language on one terminal, 80 cells wide when it is piped."""

    def __init__(
        self, lang: str, file: TextIO | None = None, width: int | None = None, currency: str = "CNY"
    ) -> None:
        self.lang = lang
        self.currency = currency
        self.begun = False
        self.console = Console(file=file, width=width, highlight=False, markup=False, emoji=False)
        # a terminal that says 0 does not know its width, and rich would print nothing
        self.console.width = max(self.console.width, NARROWEST)
        self.width = min(self.console.width, WIDEST)

    def say(self, code: str, **values: Any) -> str:
        """The sentence of a code in the page's language and currency."""
        return say(code, self.lang, **{"currency": self.currency, **values})

    def blank(self) -> None:
        """An empty line."""
        self.console.print()

    def heading(self, text: str) -> None:
        """A bold line, an empty one before it unless the page begins here."""
        if self.begun:
            self.blank()
        self.line(text, style=HEADING)

    def line(self, text: str, first: str = "", style: str = "") -> None:
        """``text`` behind ``first`` (an indent, a bullet, a label), wrapped and hanging."""
        self.begun = True
        self.console.print(Text(hang(_safe(text), self.width, first), style=style), soft_wrap=True)

    def chart_line(self, text: str, mark: str) -> None:
        """A line of a drawing, as it is, and a quiet remark behind it."""
        line = Text(text)
        line.append(mark, QUIET)
        line.rstrip()
        self.console.print(line, soft_wrap=True)

    def bullets(self, texts: Sequence[str], style: str = "") -> None:
        """One line each, behind a dot."""
        for text in texts:
            self.line(text, first="  · ", style=style)

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Label and value, the values below one another."""
        left = max(cells(label) for label, _ in rows)
        for label, value in rows:
            self.line(value, first=f"  {label}{' ' * (left - cells(label) + GAP)}")

    def fits(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
        """Whether the table has room without cutting a figure."""
        fixed = [
            size for column, size in zip(columns, _widths(columns, rows), strict=True) if not column.wide
        ]
        wide = NARROWEST_NAME * sum(column.wide for column in columns)
        return sum(fixed) + wide + GAP * len(columns) <= self.width

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], below: Sequence[str] | None = None
    ) -> None:
        """A table without frames; ``below`` holds one quiet line under each row, as wide as the page."""
        widths = _widths(columns, rows)
        wide = [index for index, column in enumerate(columns) if column.wide]
        left = self.width - GAP * len(columns) - sum(size for i, size in enumerate(widths) if i not in wide)
        for index, room in zip(wide, _shares([widths[i] for i in wide], left), strict=True):
            widths[index] = room
        self._row(columns, [column.head for column in columns], widths, QUIET)
        for number, row in enumerate(rows):
            self._row(columns, row, widths)
            if below and below[number]:
                self.line(below[number], first=" " * 2 * GAP, style=QUIET)

    def _row(
        self, columns: Sequence[Column], row: Sequence[str], widths: Sequence[int], style: str = ""
    ) -> None:
        """One row, as many lines as its tallest cell."""
        folded = [
            [line for part in _safe(text).split("\n") for line in wrap(part, max(room, 2))]
            for text, room in zip(row, widths, strict=True)
        ]
        for number in range(max(map(len, folded))):
            texts = [lines[number] if number < len(lines) else "" for lines in folded]
            line = Text(style=style)
            for column, text, room in zip(columns, texts, widths, strict=True):
                line.append(" " * GAP)
                line.append(_aligned(column, text, room), HEADING if column.strong and not style else "")
            line.rstrip()
            self.console.print(line, soft_wrap=True)


def _aligned(column: Column, text: str, room: int) -> str:
    """``text`` filled up to the column's width."""
    space = " " * (room - cells(text))
    return space + text if column.right else text + space


def _safe(text: str) -> str:
    """``text`` without control characters; its own line ends stay."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """The widest line of every column, head included."""
    return [
        max(
            (cells(line) for text in (column.head, *(row[i] for row in rows)) for line in text.split("\n")),
            default=0,
        )
        for i, column in enumerate(columns)
    ]


def _shares(wanted: Sequence[int], left: int) -> list[int]:
    """Room for columns that fold: what they want, the widest give way until all have room."""
    rooms = list(wanted)
    for _ in wanted:
        widest = rooms.index(max(rooms))
        rooms[widest] -= min(max(sum(rooms) - left, 0), max(rooms[widest] - NARROWEST_NAME, 0))
    return rooms


def figures(amounts: Sequence[float | Decimal | None], decimals: int | None = None) -> list[str]:
    """A column of amounts: with cents when one of them has some; nothing is a dash, zero an empty cell."""
    if decimals is None:
        decimals = 2 if any(amount and figure(amount)[-2:] != "00" for amount in amounts) else 0
    return [
        NOTHING if amount is None else "" if not amount else figure(amount, decimals) for amount in amounts
    ]


def rate_text(rates: float | tuple[float, ...], basis: str, lang: str) -> str:
    """A rate as it is advertised, or a range: ``5.40%``, ``0.045%/day``, ``3.00%–6.00%``."""
    ends = dict.fromkeys(map(_precise, rates if isinstance(rates, tuple) else (rates,)))
    return say(f"rate_{basis}", lang, rate="–".join(ends))


def _precise(rate: float) -> str:
    """A rate with two to four decimals, as many as it has."""
    decimals = len(percent(rate, 4).removesuffix("%").rstrip("0").partition(".")[2])
    return percent(rate, max(2, decimals))
