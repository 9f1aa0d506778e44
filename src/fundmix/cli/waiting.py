"""A sign of life on stderr while a solve takes longer than a second, with the time that it may still take."""

# ruff: noqa: PLC0415 - heavy libraries are imported when needed, see fundmix.cli

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fundmix.words import say

if TYPE_CHECKING:
    from rich.text import Text

PATIENCE_SECONDS = 1.0


class _Clock:
    """The words, and the seconds as they are each time the line is drawn."""

    def __init__(self, text: str, limit: float | None, lang: str) -> None:
        self.text, self.limit, self.lang = text, limit, lang
        self.begun = time.monotonic()

    def __rich__(self) -> "Text":
        from rich.text import Text

        return Text(clock_text(self.text, time.monotonic() - self.begun, self.limit, self.lang))


def clock_text(text: str, spent: float, limit: float | None, lang: str) -> str:
    """``text`` with the seconds that have passed and, of a limit, those that are left."""
    if limit is None:
        return say("waiting_spent", lang, text=text, spent=int(spent))
    left = limit - spent
    code = "waiting_left" if left >= 1 else "waiting_soon"
    return say(code, lang, text=text, spent=int(spent), left=int(left))


@contextmanager
def waiting(text: str, limit: float | None = None, lang: str = "en") -> Iterator[None]:
    """Turn a spinner beside ``text`` after a second; on anything but a terminal nothing is shown.

    ``limit``: seconds that the work may take, as the user set them.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    status = Console(stderr=True, markup=False).status(_Clock(text, limit, lang))
    timer = threading.Timer(PATIENCE_SECONDS, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        # a start under way must be over before the stop
        timer.join()
        status.stop()
