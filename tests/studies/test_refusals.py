"""A long study of plans that survive refusals, run by ``make study``: it prints what it counted."""

import time

import pytest
from tests.program.test_survive_by_brute_force import compare
from tests.recommend.test_survive import promised
from tests.studies.test_random_cases import report

from fundmix.errors import NotProvenError

pytestmark = pytest.mark.study
CASES = 200


def test_promises_of_hundreds_of_plans() -> None:
    """Every promise of hundreds of random plans for a refusal is what the attack from outside leaves."""
    begun, promises, wrong = time.monotonic(), 0, {}
    for seed in range(CASES):
        try:
            promises += promised(seed)
        except (AssertionError, NotProvenError) as error:
            wrong[seed] = str(error).partition("\n")[0]
    report("promises of plans that survive", f"{CASES} plans, {promises} promises, broken: {wrong}", begun)
    assert not wrong


def test_every_set_of_applications_tried_in_turn() -> None:
    """Hundreds of small cases: the search finds what the best of all sets of applications is."""
    begun = time.monotonic()
    wrong = {seed: told for seed in range(CASES) for same, told in [compare(seed)] if not same}
    report("sets of applications tried in turn", f"{CASES} cases, wrong: {wrong}", begun)
    assert not wrong
