"""The interview stops early, and the plan is that of all answers."""

from dataclasses import replace
from random import Random

import pytest
from tests.interview.profiles import complete
from tests.interview.stopping import BESIDE_FACTS, compared, market

from fundmix.borrower import load_policy
from fundmix.case import open_case
from fundmix.interview.best import at_best
from fundmix.interview.conversation import askable
from fundmix.interview.decide import Decider, Question, find
from fundmix.interview.waiting import asked_by_all, waits_for

FAST = (2, 7, 12)
"""Seeds of the shop with a frozen account, whose plans are found at once; hundreds are in the study."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", FAST)
def test_the_early_stop_leaves_the_plan_of_all_answers(seed: int) -> None:
    """The mix and its cost are the same to the cent, after a third of the questions or fewer."""
    found = compared(seed)
    assert found.same_cost and found.same_mix and found.same_interest
    assert len(found.asked) + BESIDE_FACTS <= (found.of + BESIDE_FACTS) / 3


@pytest.mark.parametrize("seed", range(6))
def test_the_best_market_holds_every_completion(seed: int) -> None:
    """Whatever a third of the facts turn out to be, no channel lends more or cheaper than in the best market."""
    catalog, random = market(), Random(seed)
    profile, needs = complete(catalog, seed)
    opened = random.sample(askable(catalog), len(askable(catalog)) // 3)
    known = profile.model_copy(update={"facts": {k: v for k, v in profile.facts.items() if k not in opened}})
    best = open_case(*at_best(catalog, known, opened), needs, "balanced").market
    full, today = (open_case(catalog, one, needs, "balanced").market for one in (profile, known))
    for less, more in ((today, full), (full, best)):
        limits = {lender.channel_id: lender.limit for lender in more.lenders}
        prices = {offer.offer_id: offer.apr for offer in more.offers}
        assert all(lender.limit <= limits[lender.channel_id] for lender in less.lenders)
        assert all(prices[offer.offer_id] <= offer.apr + 1e-9 for offer in less.offers)


def test_a_channel_that_waits_for_nothing_is_the_same_in_both_markets() -> None:
    """What the stop relies on: with none of its facts open, a channel lends the same today and at best."""
    catalog = market()
    profile, needs = complete(catalog, 3)
    opened = ("monthly_turnover", "tax_grade", "house_value", "born_on")
    known = profile.model_copy(update={"facts": {k: v for k, v in profile.facts.items() if k not in opened}})
    today = open_case(catalog, known, needs, "balanced")
    best = open_case(*at_best(catalog, known, opened), needs, "balanced")
    waits = waits_for(today, opened)
    settled = {lender.channel_id: lender for lender in today.market.lenders if lender.channel_id not in waits}
    assert settled
    assert settled == {
        lender.channel_id: lender for lender in best.market.lenders if lender.channel_id in settled
    }


def test_nothing_is_asked_when_own_cash_meets_the_need() -> None:
    """Without debts and without a gap no fact can change the plan."""
    catalog = market()
    profile, needs = complete(catalog, 3)
    rich = profile.model_copy(
        update={"facts": {}, "debts": (), "cash": profile.cash.model_copy(update={"opening": 1e8})}
    )
    decider = Decider(Question(catalog, needs, load_policy("balanced")))
    assert decider.agenda(rich, askable(catalog)).fields == ()


def test_what_every_plan_asks_comes_first() -> None:
    """An overdue payment closes everything without a pledge, so it is asked before any lender's own rule."""
    catalog = market()
    profile, needs = complete(catalog, 3)
    blank = profile.model_copy(update={"facts": {}})
    decider = Decider(Question(catalog, needs, load_policy("balanced")))
    assert decider.agenda(blank, askable(catalog)).fields[0] == "overdue_now"


def test_the_cap_on_inquiries_asks_for_those_that_were_made() -> None:
    """A policy that counts inquiries makes their number a question whichever lender is used."""
    catalog = market()
    profile, needs = complete(catalog, 3)
    policy = load_policy("balanced").model_copy(update={"max_inquiries": 3})
    case = open_case(catalog, profile.model_copy(update={"facts": {}}), needs, policy)
    assert {"hard_inquiries_1m", "hard_inquiries_2m", "hard_inquiries_3m"} <= set(
        asked_by_all(case, askable(catalog))
    )


def test_without_proof_two_plans_are_not_the_same() -> None:
    """A plan that ran out of time settles nothing."""
    catalog = market()
    profile, needs = complete(catalog, 2)
    found = find(open_case(catalog, profile, needs, "balanced"), 30)
    assert found.equals(found)
    assert not found.equals(replace(found, proven=False))
    assert not found.equals(replace(found, objective=found.objective + 0.01))
