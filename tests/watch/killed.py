"""A process that records days and is killed meanwhile: ``python -m tests.watch.killed``, one order a line.

It imports the program once and forks for every order, so that hundreds of kills take seconds. Orders and answers
are JSON. Each order names the ``history`` and the ``profiles`` to record, and how:

- ``{}``: to the end, all of them at the same time.
- ``{"after": seconds}``: killed (SIGKILL) after that time, at whatever it is doing.
- ``{"line": n}``: killed before the n-th line that it executes of what locks the file, writes and renames it.
"""

import datetime as dt
import json
import os
import signal
import sys
import time
from types import FrameType
from typing import Any

from fundmix import private
from fundmix.borrower import load_profile
from fundmix.catalog.load import load_catalog
from fundmix.watch import add, writer
from fundmix.watch.snapshot import snapshot_of

WRITING = frozenset({private.__file__, writer.__file__})
CATALOG = load_catalog("cn")


def record(order: dict[str, Any], profile: str) -> None:
    """What ``fundmix watch add`` does, from the reading of the profile on."""
    read = load_profile(profile, today=dt.date(2026, 12, 1))
    add.add_snapshot(order["history"], snapshot_of(read, CATALOG), CATALOG)


def kill_at(number: int) -> None:
    """Be killed before so many more lines of :data:`WRITING`, and of the function that calls them, are executed."""
    left = number

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in WRITING and frame.f_code is not add.add_snapshot.__code__:
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def child(order: dict[str, Any], profile: str) -> int:
    """A fork that records one profile and ends."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        if "line" in order:
            kill_at(order["line"])
        record(order, profile)
        code = 0
    finally:
        os._exit(code)


def ended(process: int) -> str:
    """How a child ended."""
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return "killed"
    return "done" if os.WEXITSTATUS(status) == 0 else "failed"


def obey(order: dict[str, Any]) -> dict[str, Any]:
    """Carry out one order."""
    begun = time.perf_counter()
    children = [child(order, profile) for profile in order["profiles"]]
    if "after" in order:
        time.sleep(order["after"])
        for process in children:
            os.kill(process, signal.SIGKILL)
    ends = [ended(process) for process in children]
    return {"ends": ends, "seconds": time.perf_counter() - begun}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(obey(json.loads(line))), flush=True)  # noqa: T201 - this is its answer
