"""Cases that once ended without a plan: each is solved, and its plan passes the re-play."""

from random import Random

import pytest
from tests.cases import random_story

from fundmix.verify import verify

SEEDS = (
    pytest.param(5030, 6, id="a debt with a pledge uses up a limit and no share"),
    pytest.param(5174, 6, id="caps of lenders that are not used say nothing"),
    pytest.param(5076, 6, id="what must be retained serves no need"),
    pytest.param(202, 12, id="what must be retained serves no need, among many lenders"),
    pytest.param(198, 12, id="what must be retained has room for cents"),
    pytest.param(5464, 6, id="payments before inflows have room for cents"),
    pytest.param(5036, 6, id="a need that stays unmet by part of a cent"),
    pytest.param(5350, 6, id="an unmet part of a cent in a single draw"),
    pytest.param(203, 12, id="an unmet part of a cent beside steps"),
    pytest.param(5697, 6, id="a draw of nothing gives no room for idle money"),
    pytest.param(225, 12, id="draws that cannot all be rounded up"),
    pytest.param(5580, 6, id="a draw of nothing beside steps"),
    pytest.param(5577, 6, id="weekly figures are booked in cents"),
    pytest.param(5617, 6, id="the own path is reached to the cent"),
    pytest.param(5682, 6, id="a fixed fee on the dearest day, where days are counted"),
    pytest.param(247, 12, id="a line is measured by the sum that is drawn"),
    pytest.param(6015, 6, id="a draw dropped for its step leaves no idle money"),
    pytest.param(6058, 6, id="a shortfall of payments is no more than the payments"),
    pytest.param(5793, 6, id="a search that ends before it has a bound"),
    pytest.param(7003, 6, id="a limit of a period after the last draw"),
)
"""Seed, most channels, and the fact that the case taught."""


@pytest.mark.parametrize(("seed", "most_channels"), SEEDS)
def test_a_case_that_once_failed_has_a_plan(seed: int, most_channels: int) -> None:
    """What the random study found stays found."""
    plan = random_story(Random(seed), most_channels=most_channels).plan(gap=None, time_limit=5)
    assert plan.proof.verified
    assert verify(plan) == ()
