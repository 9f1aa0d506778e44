"""Odds that the borrower assumes: probabilities, hand-solved cases, everything by full enumeration."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.odds_by_enumeration import Enumeration
from tests.cases import BARE, START, Row, Story, channel, debt, inflow, need
from tests.loans.remaining import later

from fundmix.analysis.odds import Weighed, odds
from fundmix.analysis.odds.scenarios import chance_of, scenarios
from fundmix.errors import InputError
from fundmix.offers import Lender

CENTS = 0.5
"""Yuan by which plans in cents, with their margins, differ from the program."""
EFFORT = BARE.model_copy(update={"effort_per_application": 200})


def lender(channel_id: str, *groups: str) -> Lender:
    """A lender of these risk groups."""
    return Lender(
        channel_id=channel_id, name=channel_id, name_en="", category="x", lender="bank", risk_groups=groups, limit=1.0,
        amount_min=0.0, amount_step=0.0, lead_days=0, line_valid_months=None, hard_inquiry=False, soft=False,
    )  # fmt: skip


def weigh(story: Story, given_odds: dict[str, float], **words: Any) -> Weighed:
    """The answer for a story under odds, exact."""
    profile = story.profile.model_copy(update={"approval_odds": given_odds})
    return odds(
        story.catalog, profile, story.asked, story.policy, **{"gap": 0.0, "time_limit": 60.0, **words}
    )


@pytest.fixture(scope="module")
def two_lenders() -> Story:
    """100,000 for one month: 12 % a year from ``cheap`` costs 1,000, 24 % from ``dear`` 2,000; no own cash before."""
    return Story(
        [
            channel("cheap", 0.12, months=1, method="bullet", hard_inquiry="yes"),
            channel("dear", 0.24, months=1, method="bullet", hard_inquiry="yes"),
        ],
        [need(START, 100_000), inflow(later(START, 1), 200_000)],
        policy=EFFORT,
    )


# probabilities


def test_lenders_of_one_group_refuse_together() -> None:
    """With odds for their group alone, two lenders say yes both or neither: 0.7 and 0.3; a third stands apart."""
    found = scenarios([lender("a", "online"), lender("b", "online"), lender("c")], {"group:online": 0.7})
    assert [(sorted(one.approved), round(one.probability, 9)) for one in found] == [
        (["a", "b", "c"], 0.7),
        (["c"], 0.3),
    ]


def test_own_odds_come_on_top_of_those_of_the_groups() -> None:
    """A lender of two groups: 0.9 · 0.8 · 0.5 = 0.36 that it lends; the group's other member says yes with 0.9."""
    lenders = [lender("a", "x", "y"), lender("b", "x")]
    given_odds = {"group:x": 0.9, "group:y": 0.8, "a": 0.5}
    found = scenarios(lenders, given_odds)
    assert sum(one.probability for one in found if "a" in one.approved) == pytest.approx(0.36)
    assert sum(one.probability for one in found if "b" in one.approved) == pytest.approx(0.9)
    assert chance_of(lenders[0], given_odds) == pytest.approx(0.36)


@settings(deadline=None)
@given(st.data())
def test_patterns_are_told_apart_once_and_sum_to_one(data: st.DataObject) -> None:
    """Every set of lenders stands once, all probabilities sum to 1, and each lender's part is its chance."""
    names = [f"c{number}" for number in range(data.draw(st.integers(1, 5)))]
    groups = st.lists(st.sampled_from(("x", "y", "z")), unique=True, max_size=2)
    lenders = [lender(name, *data.draw(groups)) for name in names]
    given_odds = data.draw(
        st.dictionaries(st.sampled_from([*names, "group:x", "group:y", "group:z", "nobody"]), st.floats(0, 1))
    )
    found = scenarios(lenders, given_odds)
    assert len({one.approved for one in found}) == len(found)
    assert sum(one.probability for one in found) == pytest.approx(1)
    for one in lenders:
        part = sum(pattern.probability for pattern in found if one.channel_id in pattern.approved)
        assert part == pytest.approx(chance_of(one, given_odds), abs=1e-9)


def test_more_patterns_than_can_be_solved_are_refused() -> None:
    """Thirteen lenders that say yes or no for themselves are too many; twelve are not."""
    lenders = [lender(f"c{number}") for number in range(13)]
    given_odds = {one.channel_id: 0.5 for one in lenders}
    assert len(scenarios(lenders[:12], given_odds)) == 4096
    with pytest.raises(InputError) as error:
        scenarios(lenders, given_odds, "profile.toml")
    assert [(one.code, one.file) for one in error.value.issues] == [("odds_too_many", "profile.toml")]


# by hand


def test_a_second_lender_to_fall_back_on(two_lenders: Story) -> None:
    """Today ``cheap`` alone: 0.5 · 1,000 + 0.5 · 100,000 = 50,500, the worst tenth 100,000.

    Both: 0.5 · 1,000 + 0.5 · 2,000 = 1,500, with 400 of effort less than ``dear`` alone, 2,000 with 200.
    """
    found = weigh(two_lenders, {"cheap": 0.5})
    assert found.today.applications == ("cheap",)
    assert (found.today.fully_funded, found.today.expected_cost, found.today.cvar) == (0.5, 50_500, 100_000)
    assert found.least.applications == ("cheap", "dear")
    assert (found.least.fully_funded, found.least.expected_cost, found.least.cvar) == (1, 1_500, 2_000)
    assert found.objective == pytest.approx(1_900)
    assert found.proven
    assert [(one.refused, one.drawn, one.probability, one.cost) for one in found.least.outcomes] == [
        ((), ("cheap",), 0.5, 1_000),
        (("cheap",), ("dear",), 0.5, 2_000),
    ]


def test_an_application_must_be_worth_its_effort(two_lenders: Story) -> None:
    """Where ``cheap`` says yes with 99 %, ``dear`` beside it saves 1 % · (5,000 − 2,000) = 30 and costs 200 of effort.

    A missing yuan counts as 0.05: leaving all open would cost 5,000.
    """
    found = weigh(two_lenders, {"cheap": 0.99}, missing_costs=0.05)
    assert found.least.applications == ("cheap",)
    assert found.least.expected_cost == pytest.approx(0.99 * 1_000 + 0.01 * 5_000)


def test_the_weight_of_the_bad_end_decides(two_lenders: Story) -> None:
    """One inquiry is left, a missing yuan counts as 0.05: ``cheap`` at 0.95 costs 1,200, its worst tenth 3,000.

    ``dear`` costs 2,000 for certain. Alone 1,200 < 2,000; with the worst tenth at weight 1, 4,200 > 4,000.
    """
    story = two_lenders.but(policy=EFFORT.model_copy(update={"max_inquiries": 1}))
    neutral = weigh(story, {"cheap": 0.95}, missing_costs=0.05)
    assert neutral.least.applications == ("cheap",)
    assert (neutral.least.expected_cost, neutral.least.cvar) == (1_200, 3_000)
    careful = weigh(story, {"cheap": 0.95}, missing_costs=0.05, risk_weight=1.0)
    assert careful.least.applications == ("dear",)
    assert careful.least.weighed == 4_000
    assert careful.least.hard_inquiries == 1


def test_who_is_asked_still_passes_the_own_rule_on_inquiries(two_lenders: Story) -> None:
    """``cheap`` takes nobody with another inquiry: the fall-back that leaves one is not asked beside it."""
    rule = {
        "rule_id": "few", "applies_to": "channel:cheap", "field": "hard_inquiries_3m", "operator": "<=", "value": "0",
        "reason": "x",
    }  # fmt: skip
    story = two_lenders.but(tables={"eligibility": [rule]}, facts={"hard_inquiries_3m": 0})
    found = weigh(story, {"cheap": 0.5})
    assert found.least.applications == ("dear",)
    assert found.least.fully_funded == 1


def test_a_lender_that_need_not_be_asked_stands_by(two_lenders: Story) -> None:
    """The line of a lender that is owed already is there without an application, and may be cut all the same."""
    owed = debt("old", 1_000, 0.24, "2027-12-15", channel_id="dear")
    found = weigh(two_lenders.but(debts=[owed], cash={"surplus": 1_000}), {"cheap": 0.5, "dear": 0.8})
    assert found.least.standing == ("dear",)
    assert found.least.applications == ("cheap",)
    assert found.least.fully_funded == pytest.approx(1 - 0.5 * 0.2)


def test_certain_and_idle_names_are_told(two_lenders: Story) -> None:
    """A channel without odds is marked as taken for certain; odds that name nobody of the case are listed."""
    story = two_lenders.but(
        channels=[*two_lenders.channels, channel("closed", 0.05)],
        quotes=[{"channel_id": "closed", "limit": 0}],
    )
    found = weigh(story, {"cheap": 0.5, "closed": 0.9})
    assert {one.channel_id: one.certain for one in found.candidates} == {"cheap": False, "dear": True}
    assert found.assumption.outside == ("closed",)
    assert found.assumed_by == "borrower"


def test_the_plan_if_all_say_yes_was_replayed(two_lenders: Story) -> None:
    """It is a verified plan of those asked alone, and costs what the outcome without a refusal says."""
    found = weigh(two_lenders, {"cheap": 0.5})
    assert found.plan.proof.verified
    assert {draw.channel_id for draw in found.plan.draws} == {"cheap"}
    nobody = next(one for one in found.least.outcomes if not one.refused)
    assert found.plan.totals.cost == pytest.approx(nobody.loan_cost, abs=0.05)


def test_without_a_loan_nobody_is_asked(two_lenders: Story) -> None:
    """Own cash meets the need: no candidates, everything is funded for certain, at no cost."""
    found = weigh(two_lenders.but(cash={"opening": 150_000}), {"cheap": 0.5})
    assert found.candidates == ()
    assert (found.today.fully_funded, found.today.expected_cost, found.least.applications) == (1, 0, ())


# mistakes


@pytest.mark.parametrize(
    ("given_odds", "words", "codes"),
    [
        ({}, {}, ["odds_missing"]),
        ({"cheep": 0.5, "group:x": 0.5}, {}, ["odds_group_unknown", "profile_channel_unknown_near"]),
        ({"cheap": 0.5}, {"alpha": 1.0, "risk_weight": -1.0}, ["alpha_out_of_bounds", "negative"]),
        ({"cheap": 0.5}, {"missing_costs": -0.1}, ["negative"]),
    ],
)
def test_what_cannot_be_weighed(
    two_lenders: Story, given_odds: dict[str, float], words: dict[str, float], codes: list[str]
) -> None:
    """No odds, odds that name nothing, and figures out of bounds: every mistake at once."""
    with pytest.raises(InputError) as error:
        weigh(two_lenders, given_odds, **words)
    assert sorted(issue.code for issue in error.value.issues) == codes


# against full enumeration


def small_case(seed: int) -> tuple[Story, dict[str, float]]:
    """Three to five lenders in up to two groups, needs that sales repay, maybe a dear debt; odds for some names."""
    random = Random(f"odds {seed}")
    channels = [_lender_row(random, f"c{number}") for number in range(random.choice((3, 3, 4, 4, 5)))]
    needs = [need(START, random.choice((10_000, 30_000)))]
    if random.random() < 0.5:
        needs.append(need(later(START, 2), 12_000))
    policy = BARE.model_copy(
        update={
            "effort_per_application": random.choice((0, 60, 200)),
            "max_channel_share": random.choice((1, 0.5)),
            "max_inquiries": random.choice((None, None, 2)),
        }
    )
    owed = debt("old", 8_000, 0.24, "2027-09-15", prepay_fee_rate=0)
    story = Story(
        channels,
        [*needs, inflow(later(START, 3), 80_000)],
        {"opening": 500, "surplus": [{"date": START, "amount": 0}], "surplus_after": 9_000},
        policy,
        debts=[owed] if random.random() < 0.4 else [],
    )
    names = dict.fromkeys(
        [*(f"group:{group}" for row in channels for group in row["risk_groups"].split(";"))]
        + [row["channel_id"] for row in channels]
    )
    given_odds = {name: random.choice((0.3, 0.7, 0.95)) for name in names if random.random() < 0.8}
    return story, given_odds or {"c0": 0.5}


def _lender_row(random: Random, name: str) -> Row:
    """One lender of one or two groups; a line, or instalments with or without a fee."""
    line = random.random() < 0.3
    return channel(
        name,
        random.choice((0.04, 0.08, 0.12, 0.2)),
        months=random.choice((3, 6, 12)),
        method="interest_only" if line else random.choice(("annuity", "interest_only", "bullet")),
        revolving="yes" if line else "no",
        amount_max=random.choice((8_000, 15_000, 40_000)),
        amount_min=random.choice((100, 100, 1_000)),
        risk_groups=random.choice(("x", "x", "y", "x;y")),
        upfront_fee_rate=random.choice((0, 0, 0.01)),
        hard_inquiry=random.choice(("yes", "no")),
    )


def check_by_enumeration(seed: int) -> None:
    """The figures of both sets of applications, and that no other set is better."""
    story, given_odds = small_case(seed)
    random = Random(f"aim {seed}")
    weight, level = random.choice((0.0, 0.5, 2.0)), random.choice((0.5, 0.9))
    whole = Enumeration(story, given_odds, missing_costs=2.0)
    found = weigh(story, given_odds, risk_weight=weight, alpha=level, missing_costs=2.0)
    for prospect in (found.today, found.least):
        funded, mean, bad = whole.figures(frozenset(prospect.applications), level)
        assert prospect.fully_funded == pytest.approx(funded, abs=1e-6)
        assert prospect.expected_cost == pytest.approx(mean, abs=CENTS)
        assert prospect.cvar == pytest.approx(bad, abs=CENTS)
    best = min(whole.weighed(asked, weight, level) for asked in whole.sets())
    assert found.proven
    assert found.objective == pytest.approx(best, abs=CENTS)
    assert found.bound <= best + CENTS
    assert whole.weighed(frozenset(found.least.applications), weight, level) == pytest.approx(best, abs=CENTS)


@pytest.mark.parametrize("seed", range(6))
def test_every_set_of_applications_and_every_answer(seed: int) -> None:
    """Chance, expected cost, CVaR and the best applications agree with ``optimize`` run for all from outside."""
    check_by_enumeration(seed)


@pytest.mark.study
@pytest.mark.parametrize("seed", range(6, 200))
def test_many_random_cases(seed: int) -> None:
    """The same for two hundred cases."""
    check_by_enumeration(seed)
