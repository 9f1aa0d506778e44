"""A page that keeps what is written on it: the sections of the terminal as blocks, which a template lays out."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fundmix.report.page import ALARM, HEADING, QUIET, Column, Page
from fundmix.words import all_sentences
from fundmix.words.formats import printable

TONES = {HEADING: "strong", QUIET: "quiet", ALARM: "alarm"}
"""The terminal's styles as classes of the style sheet."""
_BULLET = "·"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; ``tone``: ``strong``, ``quiet``, ``alarm`` or empty."""

    text: str
    tone: str = ""
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Points:
    """A list; a point is its text and what hangs below it."""

    items: tuple[tuple[str, str], ...]
    tone: str = ""
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and values."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "pairs"


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its head on one line, figures on the right."""

    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Cells, what stands below the name, and how dark each cell is (0 = plain, 1 to 4)."""

    cells: tuple[str, ...]
    below: str = ""
    heat: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``name`` is the column that names the row: the one that folds, else the first."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    name: int
    folds: bool
    kind: str = "grid"


type Block = Words | Points | Pairs | Grid


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks under a title; what is written before any title has none."""

    title: str
    blocks: tuple[Block, ...]

    def grids(self) -> Iterator[Grid]:
        """Its tables."""
        return (block for block in self.blocks if isinstance(block, Grid))

    def with_grid(self, grid: Grid) -> "Part":
        """The part with its first table replaced."""
        first = next(self.grids())
        return replace(self, blocks=tuple(grid if block is first else block for block in self.blocks))


class Sheet(Page):
    """Where sections of the terminal are written on to be laid out elsewhere: nothing is cut, nothing wrapped."""

    def __init__(self, lang: str, currency: str = "CNY") -> None:
        super().__init__(lang, io.StringIO(), currency=currency)
        self._parts: list[tuple[str, list[Block]]] = []

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything that was written, a part per heading."""
        return tuple(Part(title, tuple(blocks)) for title, blocks in self._parts)

    def say(self, code: str, **values: Any) -> str:
        """The sentence of a code; one that speaks of the terminal has a pair for paper, ``html_CODE``."""
        paper = f"html_{code}"
        return super().say(paper if paper in all_sentences() else code, **values)

    def blank(self) -> None:
        """Space is the style sheet's."""

    def heading(self, text: str) -> None:
        """A part begins."""
        self._parts.append((text, []))

    def line(self, text: str, first: str = "", style: str = "") -> None:
        """A paragraph; behind a dot a point of a list; indented below a point, a part of it."""
        text, tone = printable(text), TONES.get(style, "")
        if not text:
            return
        last = self._blocks[-1] if self._blocks else None
        if first.strip() == _BULLET:
            if isinstance(last, Points) and last.tone == tone:
                self._blocks[-1] = replace(last, items=(*last.items, (text, "")))
            else:
                self._blocks.append(Points(((text, ""),), tone))
        elif isinstance(last, Points) and len(first) > len("  ") and not first.strip():
            *before, (point, below) = last.items
            self._blocks[-1] = replace(last, items=(*before, (point, f"{below} {text}".strip())))
        else:
            self._blocks.append(Words(text, tone))

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Label and value."""
        self._blocks.append(Pairs(tuple((printable(label), printable(value)) for label, value in rows)))

    def fits(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
        """A sheet has room for every figure."""
        return True

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], below: Sequence[str] | None = None
    ) -> None:
        """A table; ``below`` stands under each row's name."""
        heads = tuple(Head(self._head(column.head), column.right) for column in columns)
        wide = [index for index, column in enumerate(columns) if column.wide]
        named = [index for index, column in enumerate(columns) if column.head]
        kept = tuple(
            Row(tuple(printable(cell) for cell in row), printable(below[number]) if below else "")
            for number, row in enumerate(rows)
        )
        self._blocks.append(Grid(heads, kept, (wide or named or [0])[0], bool(wide)))

    @property
    def _blocks(self) -> list[Block]:
        if not self._parts:
            self._parts.append(("", []))
        return self._parts[-1][1]

    def _head(self, text: str) -> str:
        """A head of two lines on one: a word that was cut is whole again."""
        between = "" if self.lang == "zh" else " "
        return printable(text.replace("-\n", "").replace("\n", between))
