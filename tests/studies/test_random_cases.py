"""Long random studies, run by ``make study``: they print what they counted."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis.errors import UnsatisfiedAssumption
from tests.cases import random_story
from tests.program.properties import PROPERTIES
from tests.program.test_second_solver import differs, least_elsewhere, on_edge, written

from fundmix.errors import NotProvenError
from fundmix.verify import verify

# a case that says nothing ends with ``reject``, which Hypothesis wants inside its own tests
pytestmark = [pytest.mark.study, pytest.mark.filterwarnings("ignore:Using `reject`")]

CASES, COMPARED = 1_000, 400


def report(name: str, figures: object, begun: float) -> None:
    """A line of figures beside the test."""
    print(f"\n{name}: {figures}, {time.monotonic() - begun:.0f} s")  # noqa: T201 - a study is read


def study(holds: Callable[[int], None], cases: int) -> None:
    """A property on so many seeds: what was counted is told, and none may be wrong."""
    begun, counted = time.monotonic(), Counter[str]()
    wrong = []
    for seed in range(cases):
        try:
            holds(seed)
            counted["holds"] += 1
        except UnsatisfiedAssumption:
            counted["not proved in time"] += 1
        except AssertionError:
            wrong.append(seed)
    report(holds.__name__, dict(counted), begun)
    assert wrong == []


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_a_property_of_every_case(holds: Callable[[int], None]) -> None:
    """A thousand cases of each property."""
    study(holds, CASES)


def test_every_large_case_passes_its_replay() -> None:
    """A thousand cases of up to twelve channels: every plan that is shown is right, and none is refused."""
    begun, counted, wrong = time.monotonic(), Counter[str](), []
    for seed in range(CASES):
        try:
            plan = random_story(Random(seed)).plan(gap=None, time_limit=10)
        except NotProvenError:
            wrong.append(seed)
            continue
        counted[plan.status] += 1
        if verify(plan):
            wrong.append(seed)
    report("replay", dict(counted), begun)
    assert wrong == []


def test_another_solver_agrees_on_hundreds(tmp_path: Path) -> None:
    """Another solver, CBC in nearly all, finds the same least cost on every case that is proved in ten seconds."""
    begun, by, wrong, largest = time.monotonic(), Counter[str](), [], 0.0
    for seed in range(1_000, 1_000 + COMPARED):
        found = written(seed, tmp_path)
        if found is None:
            continue
        optimum, file = found
        who, other = least_elsewhere(file)
        by[who] += 1
        if other is None:
            continue
        if differs(optimum.objective, other) and on_edge(optimum, other):
            by["on an edge"] += 1
            continue
        largest = max(largest, abs(other - optimum.objective) / max(1_000.0, abs(optimum.objective)))
        if differs(optimum.objective, other):
            wrong.append((seed, who, optimum.objective, other))
    report("second solver", f"{dict(by)}, largest relative difference {largest:.1e}", begun)
    assert wrong == []
    assert by["CBC"] >= 0.8 * by.total()
    assert by["nobody"] + by["on an edge"] <= 0.03 * by.total()
