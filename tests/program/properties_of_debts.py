"""What is true of every case with debts, as functions of a seed; see ``properties``."""

from random import Random
from typing import Any

from hypothesis import reject
from tests.cases import Row, Story, channel, random_story
from tests.loans.remaining import later
from tests.program.properties import SECONDS, YUAN, figures, no_worse

from fundmix.errors import NotProvenError
from fundmix.plan import FundingPlan
from fundmix.verify import verify

RIGHTS = ("interest_only", "bullet")


def with_debts(seed: int) -> Story:
    """A random case that owes something, in months."""
    for attempt in range(50):
        story = random_story(Random(f"{seed} {attempt}"), steps=False, most_channels=4)
        if story.debts and story.period == "month":
            return story.but(quotes=())
    raise AssertionError(seed)


def changed(story: Story, number: int, **words: Any) -> Story:
    """The same with other words for one debt."""
    debts = [{**row, **words} if index == number else row for index, row in enumerate(story.debts)]
    return story.but(debts=debts)


def without(rows: Row, *names: str) -> Row:
    """A row without some words."""
    return {name: value for name, value in rows.items() if name not in names}


def calm(story: Story) -> Story:
    """With a loan of three years, so that more choice does not make the calendar longer: every month of it counts."""
    far = channel("far", 0.2, months=36, method="bullet", amount_max=1_000, banned_purposes="repay_loan")
    policy = story.policy.model_copy(update={"require": (), "max_term_months": None})
    return story.but(policy=policy, channels=[*story.channels, far])


def compare(more: Story, less: Story) -> None:
    """More choice is no worse, where both count the same months."""
    if more.case().situation.horizon != less.case().situation.horizon:
        reject()
    assert no_worse(figures(more), figures(less))


def a_known_fee_never_worsens(seed: int) -> None:
    """A debt whose fee becomes known may be repaid early, or stay as it is."""
    story, random = calm(with_debts(seed)), Random(seed)
    number = random.randrange(len(story.debts))
    # from outside the catalog: else its lender's fee is the debt's
    debts = [
        without(row, "prepay_fee_rate", "channel_id") if n == number else row
        for n, row in enumerate(story.debts)
    ]
    unknown = story.but(debts=debts)
    known = changed(unknown, number, prepay_fee_rate=random.choice((0, 0.005, 0.02)))
    compare(known, unknown)


def a_lower_fee_never_worsens(seed: int) -> None:
    """Half of the fee on early repayment is no worse than all of it."""
    story, random = calm(with_debts(seed)), Random(seed)
    number, fee = random.randrange(len(story.debts)), random.choice((0.004, 0.01, 0.03, 0.1))
    dear, cheap = (changed(story, number, prepay_fee_rate=rate) for rate in (fee, fee / 2))
    compare(cheap, dear)


def a_lender_that_repays_loans_never_worsens(seed: int) -> None:
    """One lender more, which may repay loans, is no worse: it need not be used."""
    story, random = calm(with_debts(seed)), Random(seed)
    story = story.but(
        cash={**story.cash, "deposit_rate": 0}
    )  # the price of waiting depends on the cheapest loan
    more = channel(
        "more", random.choice((0.03, 0.06, 0.12)), months=random.choice((6, 12)),
        method=random.choice(("annuity", "interest_only", "bullet")), amount_max=random.choice((20_000, 100_000)),
        purposes="any",
    )  # fmt: skip
    compare(story.but(channels=[*story.channels, more]), story)


def a_renewal_never_worsens(seed: int) -> None:
    """That a lender renews a debt is no worse: it need not be asked."""
    story, random = calm(with_debts(seed)), Random(seed)
    story = story.but(cash={**story.cash, "deposit_rate": 0})
    owed = {
        **story.debts[0],
        "channel_id": story.channels[0]["channel_id"],
        "repayment": random.choice(RIGHTS),
        "renewable": False,
    }
    owed["last_payment"] = later(owed["next_payment"], random.randint(1, 5))
    rights = [row for row in story.channels if row.get("use", "new") == "new"]
    product = channel(
        owed["channel_id"], random.choice((0.02, 0.06, 0.12)), months=random.choice((6, 12)),
        method=random.choice(RIGHTS), product_id="again", use=random.choice(("renew", "extend")),
    )  # fmt: skip
    closed = story.but(debts=[owed, *story.debts[1:]], channels=[*rights, product])
    compare(changed(closed, 0, renewable=True), closed)


def planned(story: Story) -> FundingPlan:
    """The plan; how often a case ends without one is counted by the study of replays."""
    try:
        return story.plan(gap=None, time_limit=SECONDS)
    except NotProvenError:
        reject()


def what_saves_nothing_is_never_touched(seed: int) -> None:
    """A fee above all the interest that is left, or no interest at all: the debt is not repaid early."""
    story, random = with_debts(seed), Random(seed)
    number = random.randrange(len(story.debts))
    debt = story.debts[number]
    left = (
        float(debt["rate"]) * 400 / 365 + 0.001
    )  # a year at most, and one month that a bullet's interest began before
    story = changed(
        story, number, **random.choice(({"rate": 0, "prepay_fee_rate": 0}, {"prepay_fee_rate": left}))
    )
    plan = planned(story)
    assert [one for one in plan.repayments if one.debt == debt["name"] and one.draw_id is None] == []


def nobody_who_fell_short_repays_early(seed: int) -> None:
    """Every plan passes its re-play, saves what it repays for, and repays nothing early once a month fell short."""
    plan = planned(with_debts(seed))
    assert verify(plan) == ()
    short = min(
        (row.month for row in plan.cashflow_rows if row.shortfall > YUAN), default=len(plan.cashflow_rows)
    )
    assert all(one.month < short for one in plan.repayments if one.draw_id is None)
    assert all(one.saving >= 0 for one in plan.repayments)


PROPERTIES = (
    a_known_fee_never_worsens,
    a_lower_fee_never_worsens,
    a_lender_that_repays_loans_never_worsens,
    a_renewal_never_worsens,
    what_saves_nothing_is_never_touched,
    nobody_who_fell_short_repays_early,
)
