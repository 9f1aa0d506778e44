"""Lines on a terminal, where a Chinese character is as wide as two letters."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fundmix.words.layout import cells, hang, wrap

TEXTS = st.text(alphabet="ab c借款,。(¥1-\n", max_size=80)


def test_cells_count_as_a_terminal_does() -> None:
    """Widths agree with those of rich, which draws the pages."""
    for text in ("借呗 a", "¥1,000·—–✓✗?", "年化利率(单利)", "e\u0301"):
        assert cells(text) == cell_len(text), text


@given(TEXTS, st.integers(6, 40))
def test_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    """No line is wider than asked, and every character but spaces is kept in order."""
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line) <= width for line in lines)


def test_closing_marks_do_not_begin_a_line() -> None:
    """A comma or full stop stays with the character before it."""
    assert wrap("借款借款,借款。", 8) == ["借款借", "款,借", "款。"]


def test_words_wider_than_a_line_break_after_a_hyphen() -> None:
    """A hyphen is a better place to break than the middle of a word."""
    assert wrap("local-service-platform", 16) == ["local-service-", "platform"]


def test_hanging_lines_stand_below_the_first() -> None:
    """The second line begins under the text, not under the bullet."""
    assert hang("aaa bbb", 6, "· ") == "· aaa\n  bbb"
