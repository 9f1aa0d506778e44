"""How ``fundmix watch add`` stands two hundred kills: counts by state of the file, for ``docs/studies.md``."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from tests.watch.killing import ROOT, Months, months, victims

pytestmark = pytest.mark.study

KILLS = 200


def command(case: Months) -> subprocess.Popen[bytes]:
    """The command as a user types it, in a process of its own."""
    words = ["watch", "add", "--profile", str(case.profile), "--history", str(case.history)]
    return subprocess.Popen(
        [sys.executable, "-m", "fundmix", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )


def test_killed_two_hundred_times_the_file_is_whole(tmp_path: Path) -> None:
    """After each kill -9 the file is the old or the new one, byte for byte, and the next run completes it.

    Half of the kills fall anywhere in a run of the command, half in its last fifth, where it writes.
    """
    random, seen = Random(200), Counter[str]()
    with victims() as run:
        case = months(tmp_path, run, 11)
        case.begin()
        begun = time.perf_counter()
        assert command(case).wait() == 0
        seconds = time.perf_counter() - begun
        while seen["old"] + seen["new"] < KILLS:
            case.begin()
            process = command(case)
            begun = time.perf_counter()
            time.sleep(seconds * random.uniform(random.choice((0, 0.8)), 1.0))
            process.send_signal(signal.SIGKILL)
            if process.wait() != -signal.SIGKILL:
                # it was faster than the one that was measured: no kill, and a better measure
                seen["ended before the kill"] += 1
                seconds = min(seconds, time.perf_counter() - begun)
            else:
                seen[case.state()] += 1
                seen["temporary file left"] += len(list(case.history.parent.iterdir())) > 1
            case.complete(run)
    print(f"\n{KILLS} kills within {seconds:.2f} s: {dict(seen)}")  # noqa: T201 - a study is read


def test_killed_a_thousand_times_while_it_writes(tmp_path: Path) -> None:
    """The same from the reading of the profile on, so that more kills fall between the first byte and the rename."""
    random, seen = Random(1000), Counter[str]()
    with victims() as run:
        case = months(tmp_path, run, 11)
        case.begin()
        seconds = run(case.history, [case.profile])["seconds"]
        for _ in range(5 * KILLS):
            case.begin()
            end = run(case.history, [case.profile], after=random.uniform(0, seconds))["ends"][0]
            beside = len(list(case.history.parent.iterdir())) > 1
            seen[f"{case.state()}, {end}"] += 1
            seen["temporary file left"] += beside
            case.complete(run)
    print(f"\n{5 * KILLS} kills within {seconds * 1000:.0f} ms: {dict(seen)}")  # noqa: T201 - a study is read
