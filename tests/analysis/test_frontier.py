"""What safety costs: monotone, undominated, re-played, and the same as planning each cap alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.properties import frontier_holds, frontier_of, unfloored
from tests.cases import BARE, Story, channel, inflow, need

import fundmix
from fundmix.analysis.frontier import FrontierPoint, Over, undominated
from fundmix.analysis.mixes import largest_share

TWO = Story(
    channels=[
        channel("cheap", 0.04, months=12, method="bullet", amount_max=100_000),
        channel("dear", 0.10, months=12, method="bullet", amount_max=100_000),
    ],
    needs=[need("2027-01-01", 100_000), inflow("2028-01-01", 120_000)],
)
"""100,000 for a year, from one lender at 4 % or another at 10 %."""


def test_a_frontier_that_a_person_can_solve() -> None:
    """Each quarter that must go to the dearer lender costs 6 % of it; two lenders cannot keep a quarter each."""
    answer = frontier_of(TWO, points=4)
    assert [(point.value, point.largest_share) for point in answer.points] == [
        (1, 1),
        (0.75, 0.75),
        (0.5, 0.5),
    ]
    assert [point.price for point in answer.points] == pytest.approx([0, 25_000 * 0.06, 50_000 * 0.06], abs=1)
    assert [point.cost for point in answer.points] == pytest.approx([4_000, 5_500, 7_000], abs=1)
    assert answer.not_kept == 0.25
    assert answer.tried == (1, 0.75, 0.5, 0.25)


def test_fewer_lenders_cost_more() -> None:
    """A need of 150,000 that two cheap lenders meet costs more from the one dear lender that can meet it alone."""
    story = TWO.but(
        channels=[*TWO.channels, channel("large", 0.2, method="bullet", amount_max=200_000)],
        needs=[need("2027-01-01", 150_000), inflow("2028-01-01", 220_000)],
    )
    answer = frontier_of(story, "max_channels")
    assert [(point.value, point.lenders) for point in answer.points] == [(2, 2), (1, 1)]
    assert answer.points[1].price == pytest.approx(150_000 * 0.2 - 4_000 - 5_000, abs=1)


def test_what_must_survive_costs_more_the_more_it_is() -> None:
    """To keep half funded whichever refuses, half of the need must be at hand elsewhere: one more to apply to."""
    policy = BARE.model_copy(update={"effort_per_application": 200.0})
    answer = frontier_of(TWO.but(policy=policy), "survive_share", points=3)
    first, last = answer.points[0], answer.points[-1]
    assert first.funded_share in (None, 0)
    assert last.funded_share == 1
    assert [point.price for point in answer.points] == pytest.approx([0, 200], abs=1)


def test_caps_below_the_floor_are_one_cap() -> None:
    """A lender may carry the floor of shares in any case, so no smaller share is tried."""
    answer = frontier_of(TWO.but(policy=BARE.model_copy(update={"share_floor": 60_000.0})), points=10)
    assert answer.tried[-1] == 0.6
    assert answer.floored
    assert answer.not_kept is None
    assert answer.points[-1].largest_share == pytest.approx(0.6, abs=1e-6)


CASES = [(seed, "max_channel_share") for seed in (3, 11, 13, 21, 28, 34, 37)]
CASES += [(seed, "max_channels") for seed in (7, 28, 34)]


@pytest.mark.parametrize(("seed", "over"), CASES)
def test_the_frontier_of_any_case(seed: int, over: Over) -> None:
    """Safer is dearer from point to point, each point is right, keeps its cap, and costs what it costs alone."""
    frontier_holds(seed, over)


@pytest.mark.parametrize("seed", [3, 11, 13])
def test_a_cap_that_cannot_be_kept_gives_way_when_it_is_asked(seed: int) -> None:
    """Planned alone, the loosest cap that is called out of reach leaves more unmet or over the caps."""
    story = unfloored(seed)
    answer = frontier_of(story)
    assert answer.not_kept is not None
    loose, tight = (
        story.but(policy=story.policy.model_copy(update={"max_channel_share": value})).optimum()
        for value in (answer.tried[0], answer.not_kept)
    )
    assert any(tight.levels[level] > loose.levels[level] + 0.5 for level in loose.levels)


PLAN = TWO.plan()


def point(value: float, share: float, cost: float) -> FrontierPoint:
    """A point with these figures."""
    return FrontierPoint(
        value=value, largest_share=share, lenders=1, applications=1, funded_share=None, cost=cost, saved=0,
        choosing_cost=cost, price=0, status="funded", gap=0, mix=(), plan=PLAN,
    )  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=9))
def test_dominated_points_are_removed(figures: list[tuple[int, int]]) -> None:
    """Who is left is beaten by nobody, and who is gone is beaten, or equalled, by somebody who is left."""
    points = [point(1 - number / 10, share, cost) for number, (share, cost) in enumerate(figures)]
    best, dominated = undominated(points, "largest_share")
    assert {one.value for one in best} | set(dominated) == {one.value for one in points}
    kept = {(one.largest_share, one.choosing_cost) for one in best}
    assert len(kept) == len(best)
    for one in points:
        beaten = any(
            share <= one.largest_share
            and cost <= one.choosing_cost
            and (share, cost) != (one.largest_share, one.choosing_cost)
            for share, cost in figures
        )
        assert beaten == ((one.largest_share, one.choosing_cost) not in kept)


def test_of_equal_points_the_tightest_cap_stands() -> None:
    """The same plan keeps both caps: it is named by the tighter one."""
    best, dominated = undominated([point(1, 0.4, 5), point(0.5, 0.4, 5)], "largest_share")
    assert [one.value for one in best] == [0.5]
    assert dominated == (1,)


def test_a_pledge_is_no_part_of_the_largest_share() -> None:
    """Loans with a pledge do not count in shares (rule 4), so they do not in their measure."""
    story = Story(
        channels=[channel("pawn", 0.1, method="bullet", pledge="car", amount_max=80_000)],
        needs=[need("2027-01-01", 50_000), inflow("2028-01-01", 90_000)],
        facts={"car": 120_000},
        tables={"limits": [{"applies_to": "channel:pawn", "field": "car", "multiplier": 0.8}]},
    )
    plan = story.plan()
    assert plan.draws
    assert largest_share(plan) == 0


def test_the_library_has_it_by_name() -> None:
    """``fundmix.frontier`` takes what ``optimize`` takes."""
    answer = fundmix.frontier(TWO.catalog, TWO.profile, TWO.asked, TWO.policy, points=2)
    assert answer.points[0].plan.start == dt.date(2027, 1, 1)
    assert '"plan"' not in answer.model_dump_json()
