"""Other mixes: within their bound, as good as the best in all else, really different; and what a lender is worth."""

from random import Random

import pytest
from tests.analysis.properties import alternatives_hold, alternatives_of
from tests.cases import BARE, Story, channel, inflow, need, random_story

import fundmix
from fundmix.analysis.alternatives import replacements
from fundmix.analysis.mixes import parts, peaks
from fundmix.errors import NotProvenError
from fundmix.refusals import net_cost

NEEDS = [need("2027-01-01", 100_000), inflow("2028-01-01", 130_000)]
THREE = Story(
    channels=[
        channel("best", 0.040, method="bullet", amount_max=60_000, lead_days=9),
        channel("next", 0.041, method="bullet", amount_max=60_000, lead_days=9),
        channel("quick", 0.042, method="bullet", amount_max=100_000, lead_days=0),
    ],
    needs=[need("2027-01-20", 100_000), inflow("2028-01-01", 130_000)],
)
"""100,000 for a year: two lenders are a little cheaper together than a third alone, which pays at once."""


def test_one_lender_instead_of_two() -> None:
    """The third lender alone costs ¥160 more, within 5 % of ¥4,040: it is the mix of the fewest lenders."""
    answer = alternatives_of(THREE)
    assert answer.allowance == pytest.approx(202, abs=1)
    fewest = answer.mixes[0]
    assert fewest.kind == "fewest_lenders"
    assert {part.channel_id: part.amount for part in fewest.mix} == {"quick": 100_000}
    assert fewest.extra_cost == pytest.approx(160, abs=0.1)
    assert (fewest.distance, fewest.waiting_days) == (1, 0)
    assert ("fastest", "alike", "fewest_lenders") in [
        (one.kind, one.reason, one.like) for one in answer.left_out
    ]


def test_no_mix_is_dearer_than_allowed() -> None:
    """With 1 % allowed, the larger ¥100 counts, and ¥160 more is too much for the third lender alone."""
    answer = alternatives_of(THREE, within=0.01)
    assert answer.allowance == 100
    assert all(mix.extra_cost <= 100 for mix in answer.mixes)
    assert "fewest_lenders" not in [mix.kind for mix in answer.mixes]


def test_a_mix_without_a_pledge() -> None:
    """A pawn a little cheaper than the bank: the mix without it is found, and says that it pledges nothing."""
    story = Story(
        channels=[
            channel("pawn", 0.040, method="bullet", pledge="car", amount_max=100_000),
            channel("bank", 0.041, method="bullet", amount_max=100_000),
        ],
        needs=NEEDS,
        facts={"car": 200_000},
        tables={"limits": [{"applies_to": "channel:pawn", "field": "car", "multiplier": 0.8}]},
    )
    answer = alternatives_of(story)
    assert answer.best.pledges == 1
    free = next(mix for mix in answer.mixes if mix.kind == "no_collateral")
    assert free.pledges == 0
    dearer = story.but(channels=[story.channels[0], {**story.channels[1], "rate": 0.2}])
    assert ("no_collateral", "impossible") in [
        (one.kind, one.reason) for one in alternatives_of(dearer).left_out
    ]


def test_a_lighter_heaviest_month() -> None:
    """Instalments from a lender a little dearer spread what the cheapest wants in one sum."""
    story = Story(
        channels=[
            channel("lump", 0.05, method="bullet", amount_max=100_000),
            channel("even", 0.10, method="annuity", amount_max=100_000),
        ],
        needs=NEEDS,
        cash={"surplus": 10_000},
    )
    answer = alternatives_of(story, within=0.2)
    light = next(mix for mix in answer.mixes if mix.kind == "lightest_month")
    assert light.heaviest_payment < answer.best.heaviest_payment
    assert light.plan.totals.unmet == 0


@pytest.mark.parametrize(
    ("seed", "least"), [pytest.param(1, 0, marks=pytest.mark.study), (5, 0), (11, 1), (19, 1), (28, 1)]
)
def test_the_alternatives_of_any_case(seed: int, least: int) -> None:
    """Each is right, within its bound, leaves no more unmet, and differs from the best and the others."""
    assert alternatives_hold(seed) >= least


def test_what_a_lender_is_worth() -> None:
    """Without the best lender its 60,000 cost ¥120 more, without the next one its 40,000 ¥40; without both the last."""
    values = {one.channel_id: one for one in alternatives_of(THREE).replacements}
    assert values["best"].value == pytest.approx(
        60_000 * 0.041 + 40_000 * 0.042 - 60_000 * 0.04 - 40_000 * 0.041, abs=0.1
    )
    assert values["next"].value == pytest.approx(40, abs=0.1)
    assert {part.channel_id: part.amount for part in values["next"].mix} == {"best": 60_000, "quick": 40_000}


def test_a_lender_that_nobody_replaces() -> None:
    """Of the only lender it is said what would be missing, not what it would cost."""
    story = THREE.but(channels=THREE.channels[2:])
    (only,) = alternatives_of(story).replacements
    assert (only.value, only.missing, only.mix) == (None, 100_000, ())


@pytest.mark.parametrize("seed", [0, 1, 2, 3, pytest.param(4, marks=pytest.mark.study)])
def test_a_replacement_is_the_plan_without_the_lender(seed: int) -> None:
    """The value is what ``optimize`` finds when the policy excludes the lender."""
    story = random_story(Random(40 + seed), most_channels=4)
    try:
        plan = story.plan()
    except NotProvenError:
        pytest.skip("no plan of this case passes its re-play")
    for one in replacements(story.case(), plan, gap=0.0, time_limit=60.0):
        policy = story.policy.model_copy(update={"exclude": (*story.policy.exclude, one.channel_id)})
        other = story.but(policy=policy).plan()
        assert one.channel_id not in {part.channel_id for part in one.mix}
        assert one.extra_cost == pytest.approx(net_cost(other) - net_cost(plan), abs=0.01)
        assert one.mix == parts(other)
        if one.value is not None:
            assert one.value == pytest.approx(max(0, other.proof.objective - plan.proof.objective), abs=0.01)


def test_peaks_add_up_what_runs_at_the_same_time() -> None:
    """Two draws that overlap count together, two that follow each other do not."""
    story = Story(
        channels=[channel("bank", 0.05, months=2, method="bullet", amount_max=100_000)],
        needs=[
            need("2027-01-10", 30_000), inflow("2027-03-01", 31_000),
            need("2027-06-10", 20_000), need("2027-07-10", 25_000), inflow("2027-08-01", 60_000),
        ],
        policy=BARE.model_copy(update={"prefund_months": 0}),
    )  # fmt: skip
    assert peaks(story.plan())["bank"] == pytest.approx(45_000, abs=1_000)


def test_the_library_has_it_by_name() -> None:
    """``fundmix.alternatives`` takes what ``optimize`` takes; the plans stay out of the JSON."""
    answer = fundmix.alternatives(THREE.catalog, THREE.profile, THREE.asked, THREE.policy)
    assert answer.best.plan.status == "funded"
    assert '"plan"' not in answer.model_dump_json()
