"""Frontiers and other mixes of hundreds of random cases, run by ``make study``."""

import pytest
from tests.analysis.properties import alternatives_hold, frontier_holds
from tests.studies.test_random_cases import study

from fundmix.analysis.frontier import Over

pytestmark = [pytest.mark.study, pytest.mark.filterwarnings("ignore:Using `reject`")]

CASES = 200


@pytest.mark.parametrize("over", ["max_channel_share", "max_channels"])
def test_the_frontier_of_hundreds(over: Over) -> None:
    """Monotone, re-played, and at each point what ``optimize`` finds alone."""

    def holds(seed: int) -> None:
        frontier_holds(seed, over)

    study(holds, CASES)


def test_the_alternatives_of_hundreds() -> None:
    """Within their bound, re-played, and different."""

    def holds(seed: int) -> None:
        alternatives_hold(seed)

    study(holds, CASES)
