"""Levers of the Chinese catalog: cards that are nearly used up, and a receivable that nobody confirmed."""

from functools import cache
from pathlib import Path

import pytest

import fundmix
from fundmix.analysis.levers import Lever, Levers
from fundmix.borrower import Policy, Profile, load_policy

WANG = Path(__file__).parents[2] / "examples" / "wang"
BUYER = {
    "existing_relationship": "none",
    "receivable_confirmed_amount": 200_000,
    "receivable_registered_prior": False,
    "receivable_overdue_ratio": 0.0,
    "buyer_credit": "listed",
    "core_enterprise_cooperation_months": 24,
}
STATED = {"card_utilisation": 0.85, "card_available_limit": 6_000, "receivable_confirmed": False}


def profile(**facts: object) -> Profile:
    """Ms Wang with a buyer's receivable, nothing said of her cards, and these facts."""
    found = fundmix.load_profile(WANG / "profile.toml")
    kept = {name: value for name, value in found.facts.items() if name != "card_utilisation"}
    return found.model_copy(update={"facts": {**kept, **BUYER, **facts}})


def policy() -> Policy:
    """Balanced, without the banks that would do as well."""
    banks = ("biz_quick", "biz_invoice_loan", "biz_house_mortgage", "biz_tax_loan", "biz_wangshang")
    return load_policy("balanced").model_copy(update={"exclude": banks})


@cache
def found(stated: bool) -> Levers:
    """Her levers with both facts stated, or with neither."""
    asked = profile(**STATED) if stated else profile()
    needs = fundmix.load_needs(WANG / "needs.csv", asked.start)
    return fundmix.levers(fundmix.load_catalog("cn"), asked, needs, policy(), gap=0.0)


def single(levers: Levers, kind: str, subject: str) -> Lever:
    """The lever that does this one thing."""
    (one,) = (
        one for one in levers.levers if [(step.kind, step.subject) for step in one.steps] == [(kind, subject)]
    )
    return one


def test_cards_are_paid_down_from_cash_in_the_months_of_the_rule() -> None:
    """At 85 % with 6,000 free the limits are 40,000: 6,000 of cash bring it to 70 %, seen two months later."""
    lever = single(found(True), "do", "card_utilisation")
    (step,) = lever.steps
    assert (step.before, step.after, step.yuan, step.months) == (0.85, 0.7, 6_000, 2)
    assert "biz_flow_loan" in {channel for rule in lever.passed for channel in rule.channels}
    assert lever.profile.cash.opening == pytest.approx(profile().cash.opening - 6_000)
    assert lever.saved_yuan > 0


def test_a_confirmation_of_the_receivable_opens_the_factor() -> None:
    """It counts as soon as it is there; how long a buyer may take stands beside it."""
    lever = single(found(True), "do", "receivable_confirmed")
    (step,) = lever.steps
    assert (step.before, step.after, step.months, step.takes_months) == (False, True, 0, 1)
    assert "scf_factoring" in lever.opened
    assert lever.saved_yuan > 0 or lever.more_funded > 0


@pytest.mark.parametrize("subject", ["card_utilisation", "receivable_confirmed"])
def test_what_nobody_said_is_asked(subject: str) -> None:
    """Where the fact is unknown, saying it is the lever, or a question of the plan."""
    levers = found(False)
    told = {step.subject for one in levers.levers for step in one.steps if step.kind == "tell"}
    asked = {name for warn in levers.ask for name in warn.values["fields"]}
    assert subject in told | asked
    assert not any(
        step.kind == "do" and step.subject == subject for one in levers.levers for step in one.steps
    )


@pytest.mark.parametrize("subject", ["card_utilisation", "receivable_confirmed"])
def test_the_plan_is_that_of_the_changed_files(subject: str) -> None:
    """``optimize`` for the changed profile and needs gives the promised figures, in a plan that passed the re-play."""
    lever = single(found(True), "do", subject)
    plan = fundmix.optimize(fundmix.load_catalog("cn"), lever.profile, lever.needs, policy(), gap=0.0)
    assert plan.proof.verified
    assert (plan.totals.cost, plan.totals.saved, plan.totals.unmet, plan.totals.shortfall) == (
        lever.after.cost, lever.after.old_saved, lever.after.unmet, lever.after.shortfall
    )  # fmt: skip
