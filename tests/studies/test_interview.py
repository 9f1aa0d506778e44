"""A long study of the interview, run by ``make study``: it prints what it counted."""

import statistics
import time

import pytest
from tests.interview.stopping import BESIDE_FACTS, compared
from tests.studies.test_random_cases import report

pytestmark = pytest.mark.study
CASES = 100


def test_the_early_stop_leaves_the_plan_of_all_answers() -> None:
    """A hundred random borrowers: the same mix and cost as with every answer, in a third of the questions."""
    begun = time.monotonic()
    found = {seed: compared(seed) for seed in range(CASES)}
    asked = [len(one.asked) + BESIDE_FACTS for one in found.values()]
    cost = [seed for seed, one in found.items() if not one.same_cost]
    mix = [seed for seed, one in found.items() if not one.same_mix]
    interest = [seed for seed, one in found.items() if not one.same_interest]
    possible = found[0].of + BESIDE_FACTS
    told = f"questions: median {statistics.median(asked):g}, most {max(asked)}, of {possible}"
    report(
        "interviews",
        f"{CASES} cases; {told}; other cost: {cost}; other mix: {mix}; other interest: {interest}",
        begun,
    )
    assert not cost
    assert not mix
    assert statistics.median(asked) <= possible / 3
