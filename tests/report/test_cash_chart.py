"""The chart of cash on a terminal: true heights, the floor, one width, letters where blocks are missing."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.report.example_plan import plan

from fundmix.plan import FundingPlan
from fundmix.report.cash_chart import BLOCKS, HEIGHT, LETTERS, cash_chart, chart_lines, ink_of
from fundmix.report.page import Page
from fundmix.words import LANGUAGES

MONEY = st.floats(min_value=0, max_value=1e9)


def chart(shown: FundingPlan, lang: str = "en", width: int = 80) -> list[str]:
    """The lines that the page prints for all months of a plan."""
    stream = io.StringIO()
    cash_chart(Page(lang, stream, width), shown, shown.cashflow_rows[:13])
    return stream.getvalue().splitlines()


def heights(lines: list[str], bars: int, steps: int, parts: str) -> list[int]:
    """What each bar fills, in parts of a cell, read from the drawing."""
    found = []
    for bar in range(bars):
        column = [line[3 * bar] for line in lines]
        found.append(sum(parts.index(sign) if sign in parts else 0 for sign in column))
    assert max(found) <= HEIGHT * steps
    return found


@given(st.lists(MONEY, min_size=1, max_size=18), st.floats(min_value=0, max_value=1e9))
def test_bars_are_as_high_as_the_money(amounts: list[float], floor: float) -> None:
    """A bar is within half a step of its amount; the order of amounts is never turned round."""
    peak = max([*amounts, floor, 1.0])
    lines = chart_lines(amounts, peak, floor, BLOCKS)
    steps = len(BLOCKS.parts) - 1
    drawn = heights(lines, len(amounts), steps, BLOCKS.parts)
    for amount, height in zip(amounts, drawn, strict=True):
        exact = amount / peak * HEIGHT * steps
        if amount < 0.5:
            assert height == 0
        else:
            assert height >= 1
            assert abs(height - max(1.0, exact)) <= 0.5 + 1e-6
    assert {len(line) for line in lines} == {3 * len(amounts)}


def test_money_that_is_there_is_never_drawn_as_none() -> None:
    """A yuan beside a million is a thin line, no money is nothing."""
    lines = chart_lines([1.0, 1e6, 0.0], 1e6, 0.0, BLOCKS)
    assert lines[-1] == "▁▁ ██    "


def test_the_floor_is_a_line_where_no_bar_stands() -> None:
    """It is drawn in the fifth in which it lies."""
    lines = chart_lines([100.0, 0.0], 100.0, 50.0, BLOCKS)
    assert lines[2] == "██┄┄┄┄"
    assert [line for line in lines if "┄" in line] == [lines[2]]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "no-such-encoding"])
def test_letters_where_the_encoding_has_no_blocks(encoding: str) -> None:
    """The picture is coarser, and never question marks."""
    assert ink_of(encoding) is LETTERS
    drawn = "\n".join(chart_lines([50.0, 100.0], 100.0, 20.0, LETTERS))
    assert drawn.isascii()
    assert "#" in drawn


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", None])
def test_blocks_where_the_encoding_has_them(encoding: str | None) -> None:
    """A Chinese terminal's own encoding has them too."""
    assert ink_of(encoding) is BLOCKS


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_it_fits_or_is_left_out(lang: str, width: int) -> None:
    """No line is wider than the page; a narrow terminal has the table alone."""
    lines = chart(plan(), lang, width)
    assert [line for line in lines if cell_len(line) > width] == []
    assert (len(lines) > HEIGHT) == (width >= 60)


def test_a_page_into_a_pipe_has_no_colour() -> None:
    """What is read by a program holds no escape codes."""
    assert "\x1b" not in "".join(chart(plan()))


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal with NO_COLOR nothing is coloured."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    stream = io.StringIO()
    page = Page("en", stream, 80)
    cash_chart(page, plan(), plan().cashflow_rows[:13])
    assert "\x1b[3" not in stream.getvalue()


def test_two_months_need_no_chart() -> None:
    """The table says as much."""
    stream = io.StringIO()
    cash_chart(Page("en", stream, 80), plan(), plan().cashflow_rows[:2])
    assert stream.getvalue() == ""
