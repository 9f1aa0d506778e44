"""Cash at the end of each month as a small chart of block characters, with the floor that the plan keeps."""

from collections.abc import Sequence
from dataclasses import dataclass

from fundmix.plan import CashflowRow, FundingPlan
from fundmix.report.page import QUIET, Page
from fundmix.words.formats import figure
from fundmix.words.layout import cells

HEIGHT = 5
"""Lines: with them a fifth of the peak is one line, and the page stays short."""
FEWEST = 3
"""Months below which a table says as much."""
BAR = "██ "
SLOT = len(BAR)


@dataclass(frozen=True, slots=True)
class Ink:
    """What a bar is drawn with: the parts of a cell from empty to full, the floor where no bar is."""

    parts: str
    floor: str


BLOCKS = Ink(" ▁▂▃▄▅▆▇█", "┄")
LETTERS = Ink(" .:#", "-")
"""For an encoding without block characters."""


def ink_of(encoding: str | None) -> Ink:
    """Block characters where the encoding has them."""
    try:
        (BLOCKS.parts + BLOCKS.floor).encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return LETTERS
    return BLOCKS


def cash_chart(page: Page, plan: FundingPlan, rows: Sequence[CashflowRow]) -> None:
    """Print the chart of these periods; nothing where it has no room or nothing to show."""
    floors = plan.inputs.min_cash
    floor = max((floors[row.month] for row in rows if row.month < len(floors)), default=0.0)
    amounts = [row.closing for row in rows]
    peak = max([*amounts, floor], default=0.0)
    labels = [figure(peak, 0), *[""] * (HEIGHT - 2), "0"]
    left = max(map(cells, labels)) + 2
    mark = page.say("chart_floor", floor=floor) if floor >= 1 else ""
    if len(rows) < FEWEST or peak < 1 or left + 1 + SLOT * len(rows) + 1 + cells(mark) > page.width:
        return
    drawn = chart_lines(amounts, peak, floor, ink_of(page.console.encoding))
    at = HEIGHT - 1 - _line_of(floor, peak)
    months = plan.inputs.period == "month"
    page.line(page.say("chart_cash" if months else "chart_cash_periods"), first="  ", style=QUIET)
    for number, (label, line) in enumerate(zip(labels, drawn, strict=True)):
        text = f"{' ' * (left - cells(label))}{label} {line}"
        page.chart_line(text, mark if number == at else "")
    below = "".join(f"{row.date.month if months else row.month + 1:>2} "[:SLOT] for row in rows)
    page.chart_line(" " * (left + 1) + below, "")
    page.blank()


def chart_lines(amounts: Sequence[float], peak: float, floor: float, ink: Ink) -> list[str]:
    """``HEIGHT`` lines, the top one first: bars of whole and partial cells; the floor shows where no bar stands."""
    steps = len(ink.parts) - 1
    filled = [_steps(amount, peak, steps) for amount in amounts]
    floor_line = _line_of(floor, peak) if floor >= 1 else -1
    lines = []
    for line in reversed(range(HEIGHT)):
        empty = ink.floor if line == floor_line else " "
        parts = [ink.parts[min(max(count - line * steps, 0), steps)] for count in filled]
        lines.append("".join((part if part != " " else empty) * (SLOT - 1) + empty for part in parts))
    return lines


def _steps(amount: float, peak: float, steps: int) -> int:
    """How many parts of a cell a bar fills; money that is there is never shown as none."""
    return 0 if amount < 0.5 else max(1, round(amount / peak * HEIGHT * steps))


def _line_of(floor: float, peak: float) -> int:
    """The line, counted from below, in which an amount ends."""
    return min(HEIGHT - 1, int(floor / peak * HEIGHT))
