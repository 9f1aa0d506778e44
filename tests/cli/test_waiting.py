"""The sign of life: on a terminal, after a while, and gone at the end."""

import io
import re
import sys
import time

import pytest

from fundmix.cli.waiting import clock_text, waiting


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float) -> str:
    """What stands on stderr after a quarter of a second of work."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("fundmix.cli.waiting.PATIENCE_SECONDS", patience)
    with waiting("solving [1]"):
        time.sleep(0.25)
    return stream.getvalue()


def test_a_long_solve_shows_that_it_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the patience is over the words stand on the terminal, brackets and all; the cursor comes back."""
    monkeypatch.setenv("TERM", "xterm")
    text = shown(monkeypatch, Terminal(), 0.02)
    assert "solving [1]" in text
    assert text.rindex("\x1b[?25h") > text.rindex("\x1b[?25l")


def test_a_short_solve_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over within a second never flickers."""
    assert "solving" not in shown(monkeypatch, Terminal(), 60)


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirected stderr stays clean."""
    assert shown(monkeypatch, io.StringIO(), 0.02) == ""


@pytest.mark.parametrize(
    ("spent", "limit", "text"),
    [
        (2.4, 10.0, "solving … 2 s, at most 7 s left"),
        (9.6, 10.0, "solving … 9 s, done in a moment"),
        (12.0, 10.0, "solving … 12 s, done in a moment"),
        (3.0, None, "solving … 3 s"),
    ],
)
def test_the_time_that_is_left_is_told(spent: float, limit: float | None, text: str) -> None:
    """What has passed, and of a limit what it leaves at most; never a negative time."""
    assert clock_text("solving …", spent, limit, "en") == text


def test_the_time_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is written anew while the work goes on."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream := Terminal())
    monkeypatch.setattr("fundmix.cli.waiting.PATIENCE_SECONDS", 0.02)
    with waiting("solving", 10.0, "zh"):
        time.sleep(1.4)
    assert {"已用 0 秒", "已用 1 秒"} <= set(re.findall("已用 . 秒", stream.getvalue()))
