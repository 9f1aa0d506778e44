"""What a change of the catalog does to one borrower: verdicts, offers, and two verified plans."""

import datetime as dt
from random import Random
from typing import Any

import pytest
from tests.cases import BARE, Story, channel, debt, inflow, need, random_story

from fundmix.analysis.expiring import expiring_quotes
from fundmix.analysis.impact import Impact, fitted, impact
from fundmix.borrower import Policy
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError
from fundmix.recommend import optimize

NEEDS = (need("2027-01-10", 50_000), inflow("2027-06-01", 60_000))
STORY = Story(
    channels=[channel("cheap", 0.06, amount_max=60_000), channel("dear", 0.18, amount_max=60_000)],
    needs=NEEDS,
    cash={"surplus": 6_000, "income": 10_000},
    facts={"score": 620},
)
FLOOR = {
    "rule_id": "score_floor", "applies_to": "channel:cheap", "field": "score", "operator": ">=", "value": "650",
    "reason": "评分不够", "reason_en": "The score is too low",
}  # fmt: skip


def between(old: Story, new: Story, **words: Any) -> Impact:
    """What the change of catalog does to the first story's borrower."""
    return impact(old.catalog, new.catalog, old.profile, old.asked, old.policy, **words)


def test_a_new_hard_rule_closes_a_channel_with_its_distance() -> None:
    """The channel, the rule that now fails and by how much; its offer is gone, and the plan turns to the other one."""
    found = between(STORY, STORY.but(tables={"eligibility": [FLOOR]}))
    (verdict,) = found.verdicts
    (failed,) = verdict.fails
    assert (verdict.channel_id, verdict.before, verdict.after) == ("cheap", "eligible", "ineligible")
    assert (failed.rule_id, failed.distance, failed.state) == ("score_floor", 30, "failed")
    (offer,) = found.offers
    assert (offer.channel_id, offer.before.limit, offer.after.closed) == ("cheap", 60_000, "ineligible")
    assert found.plan is not None
    assert (found.plan.left, found.plan.entered) == (("cheap",), ("dear",))
    assert (found.plan.effect, found.plan.by) == ("worse", "cost")


def test_both_plans_are_those_of_the_planner() -> None:
    """Cost, status and mix of each side are what ``optimize`` answers, and both passed the re-play."""
    new = STORY.but(channels=[channel("cheap", 0.09, amount_max=30_000), STORY.channels[1]])
    found = between(STORY, new)
    assert found.plan is not None
    for side, catalog in ((found.plan.before, STORY.catalog), (found.plan.after, new.catalog)):
        plan = optimize(catalog, STORY.profile, STORY.asked, BARE)
        assert (side.cost, side.saved, side.unmet) == (plan.totals.cost, plan.totals.saved, plan.totals.unmet)
        assert side.verified
        assert side.plan.proof.verified
        assert side.bound <= side.objective + 1e-6
    cost = found.plan.after.net_cost - found.plan.before.net_cost
    assert found.plan.net_change == pytest.approx(cost, abs=0.01)
    assert cost > 100


def test_limits_and_prices_before_and_after() -> None:
    """What the borrower is offered, in yuan and as the simple yearly price with fees."""
    new = STORY.but(channels=[channel("cheap", 0.09, amount_max=30_000), STORY.channels[1]])
    (offer,) = between(STORY, new).offers
    assert (offer.before.limit, offer.after.limit) == (60_000, 30_000)
    assert (offer.before.apr_low, offer.after.apr_high) == pytest.approx((0.06, 0.09))
    assert offer.effect == "worse"


def test_what_can_no_longer_be_funded_is_missing() -> None:
    """50,000 less a month's own 6,000 and the 20,000 that the one lender left still lends."""
    found = between(STORY, STORY.but(channels=[channel("cheap", 0.06, amount_max=20_000)]))
    assert found.plan is not None
    assert (found.plan.effect, found.plan.by) == ("worse", "missing")
    assert found.plan.missing_change == pytest.approx(24_000, abs=1)
    assert found.plan.after.status == "partial"
    absent = {row.channel_id: (row.before, row.after) for row in found.verdicts}
    assert absent == {"dear": ("eligible", "absent")}


def test_a_new_channel_is_better() -> None:
    """It was not there, it now is, it enters the mix."""
    found = between(STORY, STORY.but(channels=[*STORY.channels, channel("new", 0.01)]))
    (verdict,) = found.verdicts
    assert (verdict.before, verdict.after, verdict.fails) == ("absent", "eligible", ())
    assert [(row.channel_id, row.before.closed) for row in found.offers] == [("new", "absent")]
    assert found.plan is not None
    assert (found.plan.effect, found.plan.entered) == ("better", ("new",))


def test_a_catalog_and_itself_change_nothing() -> None:
    """No verdict, no offer, and a plan of which no change can be proved."""
    found = between(STORY, STORY)
    assert found.is_empty
    assert found.plan is not None
    assert (found.plan.by, found.plan.effect, found.plan.net_change) == (None, "neutral", 0)


def test_what_lies_within_the_gap_is_not_called_a_change() -> None:
    """A price that moves the optimum by less than what the proof leaves open proves nothing."""
    nearly = STORY.but(channels=[channel("cheap", 0.0601, amount_max=60_000), STORY.channels[1]])
    found = between(STORY, nearly, gap=0.2)
    assert found.plan is not None
    assert found.plan.before.objective < found.plan.after.objective
    # the bound of the dearer plan may still lie beyond the other one, if the search proved more than was asked for
    assert (found.plan.by is None) == (found.plan.after.bound <= found.plan.before.objective + 1e-6)
    exact = between(STORY, nearly, gap=0)
    assert exact.plan is not None
    assert (exact.plan.by, exact.plan.effect) == ("cost", "worse")


def cut_case(seed: int) -> tuple[Story, Story]:
    """A random borrower, and the same with the first lender cut to its least sum."""
    story = random_story(Random(seed))
    first, *others = story.channels
    return story, story.but(channels=[{**first, "amount_max": first.get("amount_min") or 1_000}, *others])


@pytest.mark.parametrize(
    "seed", [0, 1, 2, *(pytest.param(seed, marks=pytest.mark.study) for seed in range(3, 24))]
)
def test_a_lender_cut_is_never_called_better_and_the_way_back_is_the_mirror(seed: int) -> None:
    """Less to choose from is no gain, whatever is proved; from new to old every yuan has the other sign."""
    old, new = cut_case(seed)
    there, back = between(old, new), impact(new.catalog, old.catalog, old.profile, old.asked, old.policy)
    turned = {"worse": "better", "better": "worse", "neutral": "neutral", "mixed": "mixed"}
    assert there.plan is not None
    assert back.plan is not None
    assert there.plan.effect != "better"
    assert back.plan.net_change == pytest.approx(-there.plan.net_change)
    assert (back.plan.effect, back.plan.left) == (turned[there.plan.effect], there.plan.entered)
    assert {row.channel_id: turned[row.effect] for row in there.offers} == {
        row.channel_id: row.effect for row in back.offers
    }


def owing(**words: Any) -> Story:
    """A borrower who owes the dear lender, has a quote of it, and needs nothing."""
    return STORY.but(
        needs=(),
        debts=[debt("旧债", 30_000, 0.18, "2027-05-15", channel_id="dear", prepay_fee_rate=0)],
        quotes=[{"channel_id": "dear", "limit": 5_000}],
        cash={"opening": 40_000, "income": 10_000, "surplus": 2_000},
        **words,
    )


def test_a_debt_at_a_channel_that_is_gone_runs_on_as_signed() -> None:
    """It is named with the quote that no longer has a home, and planned with its own contract all the same."""
    story = owing()
    found = between(story, story.but(channels=[STORY.channels[0]]))
    assert [(one.side, one.kind, one.subject, one.channel_id) for one in found.aside] == [
        ("new", "debt", "旧债", "dear"),
        ("new", "quote", "dear", "dear"),
    ]
    assert found.plan is not None
    assert [one.name for one in found.plan.after.plan.inputs.debts] == ["旧债"]
    back = impact(
        story.but(channels=[STORY.channels[0]]).catalog, story.catalog, story.profile, (), story.policy
    )
    assert {one.side for one in back.aside} == {"old"}


def test_without_needs_the_debts_alone_are_planned() -> None:
    """And without debts nothing is, while verdicts and offers are compared all the same."""
    story = owing()
    found = between(story, story.but(tables={"eligibility": [FLOOR]}))
    assert found.plan is not None
    alone = STORY.but(needs=())
    found = between(alone, alone.but(tables={"eligibility": [FLOOR]}))
    assert found.plan is None
    assert [row.channel_id for row in found.verdicts] == ["cheap"]
    assert [(row.channel_id, row.before.limit) for row in found.offers] == [("cheap", 60_000)]


def test_a_policy_may_name_a_channel_that_only_one_catalog_has() -> None:
    """What it leaves out or asks for there is said; a channel that neither has is a mistake."""
    without = STORY.but(channels=[STORY.channels[0]])
    policy = BARE.model_copy(update={"exclude": ("dear",)})
    found = impact(STORY.catalog, without.catalog, STORY.profile, STORY.asked, policy)
    assert [(one.side, one.kind, one.subject) for one in found.aside] == [("new", "exclude", "dear")]
    wrong = BARE.model_copy(update={"exclude": ("nobody",)})
    with pytest.raises(InputError) as caught:
        impact(STORY.catalog, without.catalog, STORY.profile, STORY.asked, wrong)
    assert [issue.code for issue in caught.value.issues] == ["profile_channel_unknown"]


def test_facts_that_one_catalog_does_not_ask_are_left_aside_there() -> None:
    """A fact that is gone is no mistake of the borrower; one that neither asks is."""
    facts = tuple(fact for fact in STORY.catalog.facts if fact.field != "score")
    new = STORY.catalog.model_copy(update={"facts": facts})
    found = impact(STORY.catalog, new, STORY.profile, STORY.asked, BARE)
    assert [(one.side, one.kind, one.subject) for one in found.aside] == [("new", "fact", "score")]
    odd = STORY.profile.model_copy(update={"facts": {**STORY.profile.facts, "zodiac": 42}})
    with pytest.raises(InputError) as caught:
        impact(STORY.catalog, new, odd, STORY.asked, BARE)
    assert [issue.code for issue in caught.value.issues] == ["profile_fact_unknown"]


def subsidised(whom: str, until: str, as_of: str) -> Catalog:
    """The story's catalog with a subsidy on a channel, put in order on a day."""
    row = {"subsidy_id": "s", "applies_to": whom, "rate_cut": "1%", "available_until": until}
    catalog = STORY.but(tables={"subsidies": [row], "eligibility": [FLOOR]}).catalog
    return catalog.model_copy(update={"settings": catalog.settings.model_copy(update={"as_of": as_of})})


@pytest.mark.parametrize(("whom", "mine"), [("channel:dear", True), ("channel:cheap", False), ("all", True)])
def test_what_lapses_is_told_to_those_whom_it_concerns(whom: str, mine: bool) -> None:
    """Channels that are open to the borrower count; of a wider row they alone are named."""
    old = subsidised(whom, "2027-01-20", "2026-12-01")
    new = subsidised(whom, "2027-01-20", "2027-02-01")
    found = impact(old, new, STORY.profile, STORY.asked, BARE)
    expected = [("s", ("dear",))] if mine else []
    assert [(row.key, row.channels) for row in found.expiring] == expected
    assert [(row.key, row.channels) for row in found.lapsed] == expected


def test_a_quote_runs_out_too() -> None:
    """The lender's word has a last day; one that has passed or is far off is not told."""
    today = dt.date(2027, 1, 1)
    days = {"near": "2027-01-31", "last": "2027-01-01", "past": "2026-12-31", "far": "2028-01-01"}
    story = Story(
        channels=[channel(name) for name in days],
        needs=(),
        quotes=[{"channel_id": name, "limit": 1, "valid_until": day} for name, day in days.items()],
    )
    found = expiring_quotes(story.profile, story.catalog, today)
    assert [(row.key, row.days_left) for row in found] == [("last", 0), ("near", 30)]


def test_a_preset_may_be_named() -> None:
    """As in ``optimize``."""
    found = impact(STORY.catalog, STORY.catalog, STORY.profile, STORY.asked, "cheapest")
    assert found.plan is not None
    assert isinstance(found.plan.before.plan.inputs.policy, Policy)
    assert found.plan.before.plan.inputs.policy.name == "cheapest"


def test_chances_pledges_and_quotes_of_products_that_one_catalog_lacks() -> None:
    """Each is named once and left aside there; what the other catalog keeps stays."""
    second = {**channel("cheap", 0.05), "product_id": "quick"}
    story = STORY.but(
        channels=[*STORY.channels, second],
        quotes=[{"channel_id": "cheap", "product_id": "quick", "rate": 0.04}],
        debts=[debt("车贷", 5_000, 0.1, "2027-12-15", pledge="car")],
    )
    profile = story.profile.model_copy(update={"approval_odds": {"dear": 0.5, "cheap": 0.9}})
    facts = tuple(fact for fact in STORY.catalog.facts if fact.field != "car")
    new = STORY.but(channels=[STORY.channels[0]]).catalog.model_copy(update={"facts": facts})
    own, aside = fitted(profile, new, story.catalog)
    assert [(one.kind, one.subject, one.channel_id) for one in aside] == [
        ("pledge", "车贷", None),
        ("quote", "cheap", "cheap"),
        ("odds", "dear", "dear"),
    ]
    assert (own.quotes, own.approval_odds, own.debts[0].pledge) == ((), {"cheap": 0.9}, None)
    assert fitted(profile, story.catalog, new) == (profile, ())


def test_a_channel_that_lost_the_name_a_borrower_uses_is_still_found() -> None:
    """The other catalog knows which channel is meant."""
    old = STORY.but(channels=[channel("cheap", 0.06, aliases="老朋友"), STORY.channels[1]])
    profile = old.but(quotes=[{"channel_id": "老朋友", "limit": 9_000}]).profile
    own, aside = fitted(profile, STORY.catalog, old.catalog)
    assert (own.quotes[0].channel_id, aside) == ("cheap", ())


def test_nothing_to_borrow_is_no_change() -> None:
    """With enough of one's own both plans need no loan, whatever the catalog says."""
    rich = STORY.but(cash={"opening": 200_000, "income": 10_000})
    found = between(rich, rich.but(channels=[STORY.channels[0]]))
    assert found.plan is not None
    assert (found.plan.before.status, found.plan.after.status) == ("not_needed", "not_needed")
    assert (found.plan.by, found.plan.net_change) == (None, 0)
