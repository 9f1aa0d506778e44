"""Killed at any moment, ``watch add`` loses nothing and doubles nothing; two at once lose nothing either.

Two hundred kills at random moments of the whole command: ``tests/studies/test_kills.py``.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.watch.killing import CATALOG, Victims, months, profile_of, victims

from fundmix.watch.history import load_history

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run() -> Iterator[Victims]:
    """The process that is killed, its program imported once."""
    with victims() as found:
        yield found


@pytest.mark.parametrize("recorded", [0, 2])
def test_killed_before_any_line_it_is_whole(tmp_path: Path, run: Victims, recorded: int) -> None:
    """Before each line of what locks, writes and renames, for a new file and an old one: it is the old file or the
    new one, the next run completes it, and both kinds occur."""
    case = months(tmp_path, run, recorded)
    seen: Counter[str] = Counter()
    line = 0
    while True:
        line += 1
        case.begin()
        end = run(case.history, [case.profile], line=line)["ends"]
        seen[case.state()] += 1
        if end == ["done"]:
            break
        assert end == ["killed"]
        case.complete(run)
    assert seen["old"] > 20
    assert seen["new"] > 5


def test_killed_at_random_moments_it_is_whole(tmp_path: Path, run: Victims) -> None:
    """A dozen kills by the clock, over the time that a run takes."""
    case, random = months(tmp_path, run, 2), Random(5)
    case.begin()
    seconds = run(case.history, [case.profile])["seconds"]
    for _ in range(12):
        case.begin()
        run(case.history, [case.profile], after=random.uniform(0, seconds))
        case.state()
        case.complete(run)


def test_all_who_record_at_once_are_recorded(tmp_path: Path, run: Victims) -> None:
    """Eight processes, a month each, one new file: every month stands in it as if they had come one by one."""
    (tmp_path / "file").mkdir()
    history = tmp_path / "file" / "history.csv"
    profiles = [profile_of(tmp_path, month) for month in range(1, 9)]
    for _ in range(3):
        history.unlink(missing_ok=True)
        assert run(history, profiles)["ends"] == ["done"] * 8
        read = load_history(history, CATALOG)
        assert [one.date.month for one in read.snapshots] == list(range(1, 9))
        assert [value for _, value in read.series("sesame_score")] == [700 - month for month in range(1, 9)]
        assert [one.name for one in history.parent.iterdir()] == [history.name]


def test_the_same_day_twice_at_once_stands_there_once(tmp_path: Path, run: Victims) -> None:
    """Two runs of the same command at the same time double nothing."""
    case = months(tmp_path, run, 1)
    case.begin()
    assert run(case.history, [case.profile] * 4)["ends"] == ["done"] * 4
    assert case.state() == "new"
