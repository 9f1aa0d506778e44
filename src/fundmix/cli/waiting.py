"""A sign of life on stderr while a solve takes longer than a second."""

# ruff: noqa: PLC0415 - heavy libraries are imported when needed, see fundmix.cli

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 1.0


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """Turn a spinner beside ``text`` after a second; on anything but a terminal nothing is shown."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    status = Console(stderr=True, markup=False).status(text)
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
