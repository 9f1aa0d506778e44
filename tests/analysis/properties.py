"""What is true of every frontier and of every other mix: a few cases run with every test, hundreds in a study."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import reject
from tests.cases import Story, random_story

from fundmix.analysis.alternatives import DIFFERENT, Alternatives, alternatives, missing_of
from fundmix.analysis.frontier import Frontier, Over, frontier
from fundmix.analysis.mixes import distance
from fundmix.errors import NotProvenError
from fundmix.refusals import net_cost
from fundmix.verify import verify

CENTS = 0.05
SECONDS = 20.0


def frontier_of(story: Story, over: Over = "max_channel_share", points: int = 6) -> Frontier:
    """The exact frontier of a story."""
    return frontier(
        story.catalog, story.profile, story.asked, story.policy,
        over=over, points=points, gap=0.0, time_limit=SECONDS,
    )  # fmt: skip


def alternatives_of(story: Story, within: float = 0.05) -> Alternatives:
    """The exact alternatives of a story."""
    return alternatives(
        story.catalog, story.profile, story.asked, story.policy, within=within, gap=0.0, time_limit=SECONDS
    )


def unfloored(seed: int) -> Story:
    """A random case in which every share counts."""
    story = random_story(Random(seed), most_channels=5)
    return story.but(policy=story.policy.model_copy(update={"share_floor": 0.0}))


def frontier_holds(seed: int, over: Over) -> None:
    """Safer is dearer from point to point, each point is right, keeps its cap, and costs what it costs alone."""
    story = unfloored(seed)
    try:
        answer = frontier_of(story, over)
    except NotProvenError:
        reject()
    measures = [getattr(point, answer.measure) for point in answer.points]
    assert measures == sorted(set(measures), reverse=True)
    prices = [point.price for point in answer.points]
    assert prices == sorted(prices)
    for point in answer.points:
        assert verify(point.plan) == ()
        assert point.plan.proof.verified
        assert getattr(point.plan.inputs.policy, over) == point.value
        alone = story.but(policy=point.plan.inputs.policy).optimum(time_limit=SECONDS)
        if alone.proven and point.status != "unproven":
            tolerance = CENTS + 1e-5 * abs(alone.objective)
            assert point.choosing_cost == pytest.approx(alone.objective, abs=tolerance)


def alternatives_hold(seed: int) -> int:
    """Each is right, within its bound, leaves no more unmet, and differs from the others; how many there are."""
    try:
        answer = alternatives_of(random_story(Random(seed), most_channels=5))
    except NotProvenError:
        reject()
    plans = [answer.best.plan, *(mix.plan for mix in answer.mixes)]
    for plan in plans:
        assert verify(plan) == ()
        assert net_cost(plan) <= net_cost(plans[0]) + answer.allowance + 0.005
        assert missing_of(plan) <= missing_of(plans[0])
        assert plan.totals.excess <= plans[0].totals.excess + CENTS
    assert len(answer.mixes) <= 3
    assert all(distance(one, other) >= DIFFERENT for one, other in combinations(plans, 2))
    return len(answer.mixes)
