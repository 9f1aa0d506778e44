"""Long studies of debts inside the plan, run by ``make study``: they print what they counted."""

import time
from collections import Counter
from collections.abc import Callable

import pytest
from tests.program.brute_cases import small_story
from tests.program.properties_of_debts import PROPERTIES
from tests.program.test_debts_by_brute_force import found, is_best
from tests.studies.test_random_cases import report, study

# a case that says nothing ends with ``reject``, which Hypothesis wants inside its own tests
pytestmark = [pytest.mark.study, pytest.mark.filterwarnings("ignore:Using `reject`")]

CASES, CHOICES = 60, 2_000


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_a_property_of_every_case_with_debts(holds: Callable[[int], None]) -> None:
    """Dozens of cases of each property."""
    study(holds, CASES)


def test_every_choice_tried_in_turn_on_thousands() -> None:
    """The program finds what the best of all choices of months is, in thousands of small cases."""
    begun, counted, wrong = time.monotonic(), Counter[str](), []
    for seed in range(CHOICES):
        figures = found(seed)
        counted["repay"] += figures[2] < -1
        counted["effort"] += small_story(seed).policy.effort_per_draw > 0
        if not is_best(seed):
            wrong.append(seed)
    report("brute force", dict(counted), begun)
    assert wrong == []
