"""Plans that survive a refusal keep their promise against an attack from outside; unprotected ones do not."""

from functools import cache
from pathlib import Path
from random import Random

import pytest
from tests.cases import Story, channel, need, random_story
from tests.recommend.attack import attack

from fundmix import load_catalog, load_needs, load_policy, load_profile
from fundmix.borrower import Need, Policy, Profile
from fundmix.case import open_case
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, NotProvenError
from fundmix.plan import FundingPlan, OutageRow
from fundmix.program import find_optimum
from fundmix.program.outages import missing
from fundmix.recommend import optimize
from fundmix.refusals import named, outage_row, outages_of, recourse_of

EXAMPLES = Path(__file__).parents[2] / "examples"
TIGHTENING = EXAMPLES / "wang" / "tightening"
CENTS = 1.0
"""Yuan by which a plan in cents, of which something is missing, may differ from its program."""
STEPS = 1e-4
"""What rounding draws to whole steps may lose beyond that, as a share of the gap."""
Question = tuple[Catalog, Profile, tuple[Need, ...], Policy]


@cache
def asked(folder: Path, **survive: object) -> Question:
    """An example's question, with what it must survive."""
    profile = load_profile(folder / "profile.toml")
    needs = load_needs(folder / "needs.csv", profile.start)
    policy = load_policy("balanced").model_copy(update=dict(survive))
    return load_catalog("cn"), profile, needs, policy


@cache
def safe_plan(folder: Path, **survive: object) -> FundingPlan:
    """Its plan, proved exactly."""
    return optimize(*asked(folder, **survive), gap=0.0, time_limit=60.0)


def keeps_promise(question: Question, plan: FundingPlan, row: OutageRow) -> None:
    """Funded share and cost of the attack agree with the promise to a millionth."""
    left = attack(*question, plan, row)
    case = open_case(*question)
    outage = next(
        (one for one in outages_of(case, question[3]) if one.outage_id == row.outage_id), None
    ) or named(case, next(one for one in case.catalog.outages if one.outage_id == row.outage_id))
    _, recourse = recourse_of(case, outage, plan)
    mine = find_optimum(recourse, gap=0.0, time_limit=120.0)
    values = dict(zip(mine.hot.names, mine.values.tolist(), strict=True))
    lacks = sum(values.get(variable.name, 0.0) for variable, _ in missing(recourse))
    # where nothing is to be financed any yuan that is missing counts whole
    gap = case.situation.gap or 1.0
    assert lacks / gap == pytest.approx(left.missing / gap, abs=1e-6)
    assert mine.objective == pytest.approx(left.cost, rel=1e-6, abs=1e-3)
    # what is told is of a plan in cents, whose draws are whole steps: never less, and hardly more
    beyond = max(0.0, left.missing - plan.totals.unmet - plan.totals.shortfall)
    rounding = max(CENTS, STEPS * gap)
    assert beyond - CENTS <= row.missing <= beyond + rounding
    assert row.funded_share == pytest.approx(max(0.0, 1 - row.missing / gap), abs=1e-6)


SAFE = [
    (EXAMPLES / "wang", {"survive": ("channel",)}),
    (EXAMPLES / "li", {"survive": ("channel",)}),
    (EXAMPLES / "supplier", {"survive": ("group",), "survive_from": 1}),
    (TIGHTENING, {"survive": ("ecommerce_tightening",)}),
]


@pytest.mark.parametrize(("folder", "survive"), SAFE, ids=lambda one: getattr(one, "name", ""))
def test_a_promise_holds_against_the_attack(folder: Path, survive: dict[str, object]) -> None:
    """For each outage: the channel and whoever was not applied to are gone, what was done is held, the rest anew."""
    plan = safe_plan(folder, **survive)
    assert plan.status == "funded"
    assert plan.diversification.outages or survive["survive"] == ("ecommerce_tightening",)
    for row in plan.diversification.outages:
        assert row.funded_share == 1.0
        keeps_promise(asked(folder, **survive), plan, row)


def test_an_unprotected_plan_fails_the_attack() -> None:
    """Ms Wang's usual plan relies on a platform in June; with that refused, 102,600 are missing."""
    question = asked(TIGHTENING)
    plan = safe_plan(TIGHTENING)
    case = open_case(*question)
    outage = named(case, next(one for one in case.catalog.outages if one.outage_id == "ecommerce_tightening"))
    row = outage_row(outage, plan, plan, case)
    left = attack(*question, plan, row)
    assert left.missing > 100_000


def test_the_resilient_plan_holds_where_the_usual_one_breaks() -> None:
    """Told to survive the tightening, the plan is funded whether it comes or not, and its price is stated."""
    usual, safe = safe_plan(TIGHTENING), safe_plan(TIGHTENING, survive=("ecommerce_tightening",))
    assert safe.diversification.price_of_safety == pytest.approx(
        safe.proof.objective - usual.proof.objective, abs=0.01
    )
    assert 0 < safe.diversification.price_of_safety < 1_000
    assert all(row.funded_share == 1.0 for row in safe.diversification.outages)


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, pytest.param(5, marks=pytest.mark.study)])
def test_promises_of_random_plans(seed: int) -> None:
    """What a random plan promises for each refusal is what the attack leaves it."""
    promised(seed)


def promised(seed: int) -> int:
    """Check every promise of one random plan; how many there are."""
    story = random_story(Random(seed), most_channels=6)
    word = Random(seed).choice((("channel",), ("channel",), ("group",)))
    month = Random(seed).choice((0, 2)) if word == ("group",) else 0
    policy = story.policy.model_copy(update={"survive": word, "survive_from": month})
    try:
        plan = story.but(policy=policy).plan()
    except NotProvenError:
        return 0
    if plan.status == "unproven":
        return 0
    question = (story.catalog, story.profile, story.asked, policy)
    for row in plan.diversification.outages:
        if row.extra_cost is not None:
            keeps_promise(question, plan, row)
    return len(plan.diversification.outages)


def test_a_single_lender_survives_nothing() -> None:
    """With one lender alone nothing can take its place: the plan is made, the share that is left is told."""
    story = Story(
        channels=[channel("only", 0.06)], needs=[need("2027-02-01", 50_000)], cash={"surplus": 9_000}
    )
    plan = story.but(policy=story.policy.model_copy(update={"survive": ("channel",)})).plan()
    (row,) = plan.diversification.outages
    assert (plan.status, row.funded_share, row.missing) == ("funded", 0.0, 32_000.0)


def test_nothing_to_survive_leaves_the_plan_as_it_is() -> None:
    """Without ``survive`` no outage is looked at and no price is named."""
    plan = safe_plan(TIGHTENING)
    assert (plan.diversification.outages, plan.diversification.price_of_safety) == ((), None)


def test_an_outage_that_names_nothing_is_refused() -> None:
    """A slip of the pen is told with the nearest name."""
    catalog, profile, needs, policy = asked(TIGHTENING)
    wrong = policy.model_copy(update={"survive": ("ecommerce_tightenin",)})
    with pytest.raises(InputError) as caught:
        optimize(catalog, profile, needs, wrong)
    assert [issue.code for issue in caught.value.issues] == ["outage_unknown_near"]
