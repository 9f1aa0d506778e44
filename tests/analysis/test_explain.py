"""Every figure of an explanation is what the same change in the borrower's own files comes to."""

import dataclasses
import datetime as dt
from random import Random

import pytest
from tests.cases import BARE, Story, channel, need, random_story

from fundmix.analysis.explain import Explanation, LeftOut, explain
from fundmix.analysis.explain.left_out import root
from fundmix.answer.asked import Asked, solved, used_channels
from fundmix.plan import Binding, FundingPlan, Repair
from fundmix.program.easing import draw_at_least, fits

YUAN = 0.02
"""Yuan within which two exact solves are the same."""

FUNDED = Story(
    channels=(
        channel("cheap", 0.04, amount_max=60_000, unsecured=True),
        channel("middle", 0.08, amount_max=80_000, unsecured=True),
        channel("dear", 0.16, amount_max=90_000, unsecured=True, amount_min=5_000),
        channel("spare", 0.2, amount_max=50_000, unsecured=True),
    ),
    needs=(need("2027-01-20", 100_000), need("2027-03-10", 50_000)),
    cash={"opening": 20_000, "minimum": 15_000, "surplus": 12_000, "income": 60_000},
    policy=BARE.model_copy(
        update={
            "max_channel_share": 0.4, "max_channels": 3, "max_debt_service": 0.5, "effort_per_application": 20,
            "effort_per_draw": 5,
        }
    ),
)  # fmt: skip
SHORT = FUNDED.but(
    needs=(need("2027-01-20", 300_000), need("2027-03-10", 60_000)), cash={**FUNDED.cash, "surplus": 35_000}
)


def explained(story: Story, time_limit: float = 60.0) -> Explanation:
    """The explanation of a story, every plan exact."""
    return explain(story.catalog, story.profile, story.asked, story.policy, gap=0, time_limit=time_limit)


def chosen_of(story: Story) -> tuple[str, ...]:
    """The channels of the exact optimum."""
    return tuple(sorted(used_channels(story.optimum())))


def kept(story: Story, *, more_channels: int = 0) -> Story:
    """The same with the channels of the plan kept: all of them required, and no room for another new one."""
    chosen = chosen_of(story)
    words = {"require": chosen, "max_channels": len(chosen) + more_channels}
    return story.but(policy=story.policy.model_copy(update=words))


def eased(story: Story, row: Binding) -> Story:
    """The story whose own words are one step easier: what the borrower would write."""
    policy, rule = story.policy, row.rule
    if rule == "limit":
        limit = next(one["amount_max"] for one in story.channels if one["channel_id"] == row.subject)
        return story.but(quotes=[*story.quotes, {"channel_id": row.subject, "limit": limit + row.step}])
    if rule == "min_cash":
        return story.but(cash={**story.cash, "minimum": story.cash["minimum"] - row.step})
    return story.but(policy=policy.model_copy(update={rule: getattr(policy, rule) + row.step}))


@pytest.mark.parametrize("story", [FUNDED, SHORT], ids=["funded", "short"])
def test_what_a_rule_costs_is_what_writing_the_step_in_the_files_changes(story: Story) -> None:
    """Each sentence's figures equal those of two exact plans, with and without the step, of the same channels."""
    rows = [row for row in explained(story).binding if row.rule not in ("max_channels", "max_inquiries")]
    assert {"limit", "max_channel_share"} & {row.rule for row in rows}
    before = kept(story).optimum()
    for row in rows:
        after = eased(kept(story), row).optimum()
        missing = [sum(one.levels[level] for level in ("shortfall", "unmet")) for one in (before, after)]
        change = after.objective - before.objective
        assert change == pytest.approx(row.change_cost + row.change_effort, abs=YUAN), row
        # a level weighs its yuan a little more than one
        assert missing[1] - missing[0] == pytest.approx(row.change_unmet, rel=1e-3, abs=YUAN), row


def test_one_lender_more_joins_the_others() -> None:
    """A count is eased with the plan's lenders kept and any other free to come."""
    story = FUNDED.but(policy=FUNDED.policy.model_copy(update={"max_channels": 2, "max_channel_share": 1}))
    story = story.but(needs=(need("2027-01-20", 230_000),), cash={**FUNDED.cash, "surplus": 35_000})
    row = next(row for row in explained(story).binding if row.rule == "max_channels")
    before, after = kept(story).optimum(), kept(story, more_channels=1).optimum()
    assert row.change_unmet < -1
    assert after.objective - before.objective == pytest.approx(row.change_cost + row.change_effort, abs=YUAN)


def test_an_unbound_rule_is_not_named() -> None:
    """With room everywhere, nothing is said to hold the plan back."""
    story = Story(channels=(channel("only", 0.05),), needs=(need("2027-02-01", 10_000),))
    assert [row.rule for row in explained(story).binding] == []


def test_forcing_in_a_dearer_twin_costs_the_difference_until_it_is_as_cheap() -> None:
    """¥1,000 for a year at 12 % instead of 6 % costs ¥60 more; at 6 % it costs nothing more."""
    story = Story(
        channels=(
            channel("cheap", 0.06, method="bullet"),
            channel("dear", 0.12, method="bullet"),
        ),
        needs=(need("2027-01-01", 50_000),),
        cash={"surplus": 5_000},
    )
    (row,) = explained(story).left_out
    assert (row.channel_id, row.amount, row.rate, row.state) == ("dear", 1_000, 0.12, "rate")
    assert row.extra == pytest.approx(60, abs=0.01)
    assert row.rate_even == pytest.approx(0.06, abs=0.0006)


def test_a_fee_that_no_rate_makes_good_is_told() -> None:
    """Where a fee alone costs more than the other's interest, forcing the channel in is dear even without interest."""
    story = Story(
        channels=(
            channel("cheap", 0.01, method="bullet"),
            channel("fee", 0.1, method="bullet", upfront_fee_rate=0.05),
        ),
        needs=(need("2027-01-01", 50_000),),
        cash={"surplus": 5_000},
    )
    (row,) = explained(story).left_out
    assert (row.state, row.rate_even) == ("never", None)


def test_at_its_even_rate_by_a_quote_a_channel_costs_nothing_more() -> None:
    """With that quote, the best plan that draws there is as cheap as the best plan, within a yuan."""
    rows = [row for row in explained(FUNDED).left_out if row.state == "rate"]
    assert rows
    for row in rows:
        assert costs_nothing_more(FUNDED, row), row


def costs_nothing_more(story: Story, row: LeftOut) -> bool:
    """Whether, with a quote at the even rate, drawing there is as good as not."""
    quote = {"channel_id": row.channel_id, "rate": row.rate_even, "rate_basis": "annual"}
    quoted = story.but(quotes=[*story.quotes, quote])
    model = quoted.model()
    assert draw_at_least(model, row.channel_id, row.amount)
    drawn = solved(model, 60.0)
    assert drawn is not None
    return abs(drawn.optimum.objective - story.optimum().objective) <= 1.0


def test_a_root_is_found_from_both_sides() -> None:
    """False position on a rising curve that flattens; no root below 0, and no answer when one solve fails."""
    rate, state = root(lambda rate: 900 * rate**0.5 - 300, (0.5, 900 * 0.5**0.5 - 300), None)
    assert state == "rate"
    assert rate == pytest.approx(1 / 9, abs=0.001)
    assert root(lambda rate: 10 + rate, (0.5, 10.5), None) == (None, "never")
    assert root(lambda rate: None, (0.5, 10.5), None) == (None, "not_in_time")


CONFLICTS = {
    "limits": Story(
        channels=(channel("only", 0.05, amount_max=50_000),), needs=(need("2027-01-20", 100_000),),
        cash={"surplus": 30_000},
    ),
    "max_debt_service": Story(
        channels=(channel("only", 0.05),),
        needs=(need("2027-01-20", 100_000),),
        cash={"income": 5_000, "surplus": 20_000},
        policy=BARE.model_copy(update={"max_debt_service": 0.5}),
    ),
    "lead_days": Story(channels=(channel("only", 0.05, lead_days=30),), needs=(need("2027-01-20", 9_000),),
        cash={"surplus": 5_000}),
    "purposes": Story(channels=(channel("only", 0.05, purposes="rent"),), needs=(need("2027-01-20", 9_000),),
        cash={"surplus": 5_000}),
    "eligibility": Story(
        channels=(channel("only", 0.05),), needs=(need("2027-01-20", 9_000),), cash={"surplus": 5_000},
        facts={"age": 16},
    ),
    "": Story(channels=(channel("only", 0.05),), needs=(need("2027-01-20", 100_000),)),
}  # fmt: skip


@pytest.mark.parametrize("rule", CONFLICTS)
def test_the_rule_that_alone_is_in_the_way_is_named(rule: str) -> None:
    """One rule of one kind in the way is the smallest set; where own money does not carry it, there is none."""
    found = explained(CONFLICTS[rule]).conflict
    assert found is not None
    assert [row.rule for row in found] == ([rule] if rule else [])


def test_two_rules_that_only_together_are_in_the_way() -> None:
    """A small limit at one lender and a missed rule at the other: dropping either would do."""
    story = Story(
        channels=(channel("open", 0.05, amount_max=50_000), channel("closed", 0.05)),
        needs=(need("2027-01-20", 100_000),),
        cash={"surplus": 20_000},
        facts={"score": 600},
        tables={"eligibility": [score_rule("closed", 700)]},
    )
    found = explained(story).conflict
    assert found is not None
    assert sorted(row.rule for row in found) == ["eligibility", "limits"]


def score_rule(channel_id: str, least: int) -> dict[str, object]:
    """A rule whose remedy takes three months."""
    return {
        "rule_id": "scored", "applies_to": f"channel:{channel_id}", "field": "score", "operator": ">=",
        "value": str(least), "reason": "评分", "remedy": "按时还款", "remedy_months": 3,
    }  # fmt: skip


def applied(story: Story, repair: Repair, *, amount: float | None = None) -> Story:
    """The story with what the repair says to write; with another ``amount`` of the same slack instead."""
    amount = repair.amount if amount is None else amount
    policy = story.policy
    if repair.kind == "need_less":
        (name,) = repair.values["needs"]
        return story.but(needs=[smaller(row, amount if row["name"] == name else 0) for row in story.needs])
    if repair.kind == "later":
        moved = dt.timedelta(days=round(amount))
        names = set(repair.values["needs"])
        return story.but(
            needs=[
                {**row, "date": dt.date.fromisoformat(str(row["date"])) + moved}
                if row["name"] in names
                else row
                for row in story.needs
            ]
        )
    if repair.kind == "limit":
        limit = repair.values["limit"] - repair.amount + amount
        return story.but(quotes=[*story.quotes, {"channel_id": repair.subject, "limit": limit}])
    if repair.kind == "fact":
        written = {one.key: float(one.value) - (repair.amount - amount) for one in repair.writes}
        return story.but(facts={**story.facts, **written})
    value = getattr(policy, repair.kind) + amount
    return story.but(policy=policy.model_copy(update={repair.kind: value}))


def smaller(row: dict[str, object], less: float) -> dict[str, object]:
    """A need of so much less."""
    return {**row, "amount": round(float(str(row["amount"])) - less, 2)}


def whole(plan: FundingPlan) -> bool:
    """Whether everything is funded."""
    return not plan.totals.unmet + plan.totals.shortfall


STEPS = {"later": 1.0, "max_channels": 1.0, "fact": 1.0, "max_debt_service": 2e-4}
"""How much less than a repair is tried; yuan otherwise. A share is written to a hundredth of a percent."""
BASE = Story(
    channels=(
        channel("first", 0.05, amount_max=60_000),
        channel("second", 0.07, amount_max=60_000),
        channel("late", 0.03, amount_max=200_000, lead_days=40),
        channel("closed", 0.04, amount_max=200_000),
    ),
    needs=(need("2027-01-20", 100_000, name="stock"),),
    cash={"surplus": 30_000, "income": 30_000, "opening": 0},
    facts={"score": 600},
    tables={"eligibility": [score_rule("closed", 700)]},
)
MENU = {
    "max_channels": BASE.but(policy=BARE.model_copy(update={"max_channels": 1})),
    "max_debt_service": BASE.but(policy=BARE.model_copy(update={"max_debt_service": 0.2})),
    "limits": BASE.but(needs=(need("2027-01-20", 180_000, name="stock"),)),
}


@pytest.mark.parametrize("name", MENU)
def test_a_repair_does_what_it_promises_and_a_step_less_does_not(name: str) -> None:
    """Each repair written down and planned anew funds everything at the cost it names; a step less leaves a gap."""
    story = MENU[name]
    found = explained(story).repairs
    kinds = {repair.kind for repair in found}
    assert {"need_less", "later", "fact", name.removesuffix("s") if name == "limits" else name} <= kinds
    for repair in found:
        plan = applied(story, repair).plan(gap=None)
        assert whole(plan), repair
        assert plan.totals.cost == pytest.approx(repair.cost, abs=0.01), repair
        less = min(repair.amount, repair.bound) - STEPS.get(repair.kind, 1.0)
        assert not whole(applied(story, repair, amount=less).plan(gap=None)), repair


def test_a_cap_that_is_exceeded_is_repaired_by_the_share_at_which_it_is_not() -> None:
    """A funded plan above its caps: the share to write, and a hundredth of a percent less exceeds them still."""
    story = BASE.but(policy=BARE.model_copy(update={"max_channel_share": 0.3, "exclude": ("late",)}))
    (repair,) = explained(story).repairs
    assert repair.kind == "max_channel_share"
    assert applied(story, repair).plan().totals.excess == 0
    assert applied(story, repair, amount=repair.bound - 2e-4).plan().totals.excess > 0


def test_a_partial_plan_carries_its_repairs_and_the_sum_that_was_tried() -> None:
    """``optimize`` itself names the smallest fixes; a funded plan has none and takes no time for them."""
    plan = MENU["limits"].plan(gap=None)
    less = next(repair.amount for repair in plan.repairs if repair.kind == "need_less")
    assert [warn.values["amount"] for warn in plan.advice if warn.code == "borrow_less"] == [less]
    assert FundingPlan.from_json(plan.to_json()) == plan
    assert (FUNDED.plan().repairs, FUNDED.plan().binding) == ((), ())


def small_story(seed: int) -> Story:
    """A random case of few channels whose needs are often too much."""
    story = random_story(Random(f"explain {seed}"), most_channels=5)
    return story.but(
        needs=[
            {**row, "amount": 2 * row["amount"]} if row.get("kind") != "inflow" else row
            for row in story.needs
        ]
    )


def less_does_not_do(asked: Asked, repair: Repair) -> None:
    """A step less than the bound of a repair: no plan funds everything, whatever it is rounded to."""
    step = repair.bound - STEPS.get(repair.kind, 1.0)
    if repair.kind == "need_less" and step > 0:
        whole_sums = {write.row: float(write.value) for write in repair.writes}
        unmet = {
            need.name: need.amount - whole_sums[need.name] for need in asked.needs if need.name in whole_sums
        }
        unmet = {
            name: yuan * step / repair.amount
            for name, yuan in unmet.items()
            if name in repair.values["needs"]
        }
        if not any(need.least_amount for need in asked.needs):
            assert fits(asked.less(unmet).model(), 10.0) is not True, repair
    elif repair.kind == "later":
        assert (
            fits(asked.later(repair.values["needs"], round(repair.amount) - 1).model(), 10.0) is not True
        ), repair
    elif repair.kind in ("max_debt_service", "max_monthly_payment", "max_channels", "max_inquiries"):
        tight = asked.with_policy(**{repair.kind: getattr(asked.policy, repair.kind) + step})
        assert fits(tight.model(), 10.0) is not True, repair


def keeps_its_word(seed: int) -> None:
    """What an explanation of a random case says is so: repairs fund it, conflicts are real and none of them is idle."""
    story = small_story(seed)
    found = explain(story.catalog, story.profile, story.asked, story.policy, time_limit=20.0)
    asked = Asked(story.catalog, story.profile, story.asked, story.policy)
    for row in found.left_out:
        if row.extra is not None and not row.extra_unmet and not row.extra_excess:
            assert row.extra >= -YUAN, row
        assert row.rate_even is None or 0 <= row.rate_even <= row.rate
    for repair in found.repairs:
        less_does_not_do(asked, repair)
    if not whole(found.plan) and found.conflict is not None:
        assert fits(asked.model(), 10.0) is not True


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.study) for seed in (1, 2)), 3, 4, 5]
)
def test_random_cases_keep_their_word(seed: int) -> None:
    """Six random cases; the study has more."""
    keeps_its_word(seed)


@pytest.mark.study
def test_many_random_cases_keep_their_word() -> None:
    """A hundred random cases."""
    for seed in range(6, 106):
        keeps_its_word(seed)


def test_everything_in_an_explanation_is_plain_data() -> None:
    """It is a frozen record that survives JSON."""
    found = explained(FUNDED)
    assert Explanation.model_validate_json(found.model_dump_json(by_alias=True)) == found
    assert dataclasses.is_dataclass(Asked)
