"""The sign of life: on a terminal, after a while, and gone at the end."""

import io
import sys
import time

import pytest

from fundmix.cli.waiting import waiting


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
