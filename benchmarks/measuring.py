"""What a benchmark reports, and the clocks it uses."""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import highspy


@dataclass(frozen=True)
class Effort:
    """How much time a benchmark may spend. ``quick``: small cases, once, to see that it works at all."""

    quick: bool = False

    def runs(self, wanted: int) -> int:
        """Runs per measurement."""
        return 1 if self.quick else wanted


@dataclass(frozen=True)
class Result:
    """One row of the table; ``met`` is None where there is nothing to meet."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None
    remark: str = ""


@dataclass(frozen=True)
class Section:
    """What one benchmark found: rows for the table, and a table and sentences of its own."""

    results: tuple[Result, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass
class Timing:
    """One run. ``wall`` seconds, ``solver`` seconds inside HiGHS in ``solves`` runs, and what the work returned."""

    wall: float = 0.0
    solver: float = 0.0
    solves: int = 0
    returned: Any = field(default=None, repr=False)

    @property
    def ratio(self) -> float:
        """Everything over HiGHS alone."""
        return self.wall / self.solver if self.solver else float("inf")


@contextmanager
def solver_clock() -> Iterator[Timing]:
    """Adds up the seconds of every ``highspy.Highs.run`` inside the block."""
    timing, run = Timing(), highspy.Highs.run

    def timed(highs: Any) -> Any:
        start = time.perf_counter()
        try:
            return run(highs)
        finally:
            timing.solver += time.perf_counter() - start
            timing.solves += 1

    highspy.Highs.run = timed  # type: ignore[method-assign,assignment]
    try:
        yield timing
    finally:
        highspy.Highs.run = run  # type: ignore[method-assign]


def timed(work: Callable[[], object]) -> Timing:
    """One run of some work."""
    with solver_clock() as timing:
        start = time.perf_counter()
        timing.returned = work()
        timing.wall = time.perf_counter() - start
    return timing


def warm(work: Callable[[], object], runs: int) -> list[Timing]:
    """``runs`` runs after one that is thrown away."""
    timed(work)
    return [timed(work) for _ in range(runs)]


def median(values: Iterable[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def seconds(value: float) -> str:
    """``1.23 s``."""
    return f"{value:.3f} s" if value < 0.1 else f"{value:.2f} s"
