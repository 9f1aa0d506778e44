"""The whole pipeline on random cases: what is shown has passed its re-play, and one client gets one answer."""

from random import Random

import pytest
from tests.cases import random_story

from fundmix.plan import FundingPlan
from fundmix.verify import verify


@pytest.mark.parametrize(
    "first", [pytest.param(0, marks=pytest.mark.study), 10, 20, pytest.param(30, marks=pytest.mark.study)]
)
def test_every_plan_passes_its_replay(first: int) -> None:
    """A plan of a random small case, read back from its own JSON, has nothing wrong in it."""
    for seed in range(first, first + 10):
        plan = random_story(Random(seed), most_channels=5).plan(time_limit=10)
        assert plan.proof.verified
        assert verify(FundingPlan.from_json(plan.to_json())) == (), seed


@pytest.mark.parametrize(
    "seed", [pytest.param(1, marks=pytest.mark.study), 5, pytest.param(7, marks=pytest.mark.study), 11, 18]
)
def test_one_client_gets_one_answer(seed: int) -> None:
    """The same case again, after others have been solved, is the same plan to the last letter."""
    once = random_story(Random(seed), most_channels=5).plan(gap=0.0, time_limit=60)
    random_story(Random(seed + 1), most_channels=5).plan(gap=0.0, time_limit=60)
    again = random_story(Random(seed), most_channels=5).plan(gap=0.0, time_limit=60)
    # how much an eased rule would help is searched for half a second, so a busy machine may find less of it
    assert (
        again.model_copy(update={"binding": ()}).to_json()
        == once.model_copy(update={"binding": ()}).to_json()
    )
