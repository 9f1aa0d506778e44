"""A plan as Markdown: the sections of the terminal as headings, lists and tables; no name is taken for markup."""

import io
import re
from collections.abc import Mapping, Sequence

from fundmix.plan import FundingPlan
from fundmix.report.facts import FactText
from fundmix.report.page import Column, Page
from fundmix.report.terminal import write_plan
from fundmix.words.formats import printable

_MARKS = re.compile(r"([\\`*_\[\]<>|~$])")
_AT_START = re.compile(r"^(\s*)(#|[-+=]|\d+[.)](?=\s|$))")
# what readers turn into a link by themselves: an address, www., a name with an @; and entities
_LINKS = re.compile(r"(?<=:)(//)|(?<=www)(\.)|(@)|(&)(?=#?\w+;)", re.IGNORECASE)


def markdown(plan: FundingPlan, lang: str, facts: Mapping[str, FactText] | None = None) -> str:
    """The answer, the mix, cash, applications, warnings and the proof; ``facts`` in words."""
    page = MarkdownPage(lang, plan.currency)
    write_plan(page, plan, facts or {})
    return page.text


def escaped(text: str) -> str:
    """``text`` that Markdown shows as it is, on one line."""
    plain = _MARKS.sub(r"\\\1", printable(text)).strip()
    plain = _LINKS.sub(lambda found: f"\\{found[0][0]}{found[0][1:]}", plain)
    return _AT_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", plain)


class MarkdownPage(Page):
    """Where sections of the terminal are written as Markdown: nothing is cut, nothing wrapped."""

    def __init__(self, lang: str, currency: str = "CNY") -> None:
        super().__init__(lang, io.StringIO(), currency=currency)
        self._blocks: list[str] = []
        self._in_list = False

    @property
    def text(self) -> str:
        """Everything that was written."""
        return "\n\n".join(self._blocks) + "\n"

    def blank(self) -> None:
        """Blocks are apart anyway."""

    def heading(self, text: str) -> None:
        """A section begins."""
        self._put(f"## {escaped(text)}")

    def line(self, text: str, first: str = "", style: str = "") -> None:
        """The first line is the title; behind a dot a point of a list; below a point, a part of it."""
        if not text.strip():
            return
        if not self.begun:
            self.begun = True
            self._put(f"# {escaped(text)}")
        elif first.strip() == "·":
            self._point(f"- {escaped(text)}")
        elif self._in_list and len(first) > len("  ") and not first.strip():
            self._point(f"  {escaped(text)}")
        else:
            self._put(escaped(text))

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Label and value, a point each."""
        between = "：" if self.lang == "zh" else ": "
        for label, value in rows:
            self._point(f"- **{escaped(label)}**{between}{escaped(value)}")

    def fits(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
        """A page has room for every figure."""
        return True

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], below: Sequence[str] | None = None
    ) -> None:
        """A table; ``below`` stands under the row's name."""
        place = next((number for number, column in enumerate(columns) if column.wide), 0)
        lines = [
            _row([self._head(column.head) for column in columns]),
            _row(["--:" if column.right else ":--" for column in columns], plain=True),
        ]
        for number, row in enumerate(rows):
            cells = [escaped(cell.replace("\n", " ")) for cell in row]
            if below and below[number]:
                cells[place] += f"<br>{escaped(below[number])}"
            lines.append(_row(cells, plain=True))
        self._put("\n".join(lines))

    def _head(self, text: str) -> str:
        """A head of two lines on one: a word that was cut is whole again."""
        return text.replace("-\n", "").replace("\n", "" if self.lang == "zh" else " ")

    def _put(self, block: str) -> None:
        self._in_list = False
        self._blocks.append(block)

    def _point(self, line: str) -> None:
        """A line of the list that stands last, or of a new one."""
        if self._in_list:
            self._blocks[-1] += f"\n{line}"
        else:
            self._put(line)
        self._in_list = True


def _row(cells: Sequence[str], *, plain: bool = False) -> str:
    return f"| {' | '.join(cells if plain else map(escaped, cells))} |"
