"""What is true of every case, as functions of a seed: a few run with every test, thousands in a study."""

from random import Random

import numpy as np
from hypothesis import reject
from tests.cases import BARE, Row, Story, channel, inflow, need, random_story

from fundmix.program import Optimum
from fundmix.program.model import LEVELS

YUAN = 0.02
"""How far a level may be from its least value: two halves of a cent and the solver's own tolerance."""
SECONDS = 10.0

Figures = tuple[float, ...]


def solved(story: Story) -> Optimum:
    """The proved optimum; a case that takes too long says nothing."""
    optimum = story.optimum(time_limit=SECONDS)
    if not optimum.proven:
        reject()
    return optimum


def figures(story: Story) -> Figures:
    """Shortfall, unmet, excess and choosing cost."""
    optimum = solved(story)
    return (*(optimum.levels[level] for level in LEVELS[:-1]), optimum.objective)


def no_worse(mine: Figures, other: Figures) -> bool:
    """Whether the first figure that differs, in their order, is smaller.

    A level gives way to the next by a millionth of itself; figures within that say nothing, nor do those after them.
    """
    give_way = YUAN + 4e-6 * max(map(abs, other))
    for left, right in zip(mine, other, strict=True):
        if abs(left - right) > give_way:
            return left < right
        if abs(left - right) > 1e-4:
            return True
    return True


def more_limit_never_worsens(seed: int) -> None:
    """Half as much again from every lender is no worse, figure by figure in their order."""
    random = Random(seed)
    story = random_story(random, steps=False, most_channels=4).but(quotes=())
    larger = [{**row, "amount_max": 1.5 * row["amount_max"]} for row in story.channels]
    assert no_worse(figures(story.but(channels=larger)), figures(story))


def a_dearer_price_never_helps(seed: int) -> None:
    """One lender a tenth dearer is no better; lent money does not pay loans here, nor raise a cap by its fee."""
    random = Random(seed)
    story = random_story(random, steps=False, most_channels=4)
    rows = [{**row, "banned_purposes": "repay_loan"} for row in story.channels]
    story = story.but(channels=rows, policy=BARE, quotes=(), cash={**story.cash, "deposit_rate": 0})
    chosen = random.choice(rows)["channel_id"]
    dearer = [{**row, "rate": 1.1 * row["rate"]} if row["channel_id"] == chosen else row for row in rows]
    assert no_worse(figures(story), figures(story.but(channels=dearer)))


def yuan_or_cents_are_the_same(seed: int) -> None:
    """Twice every yuan, the price on effort and the floor of shares included, is twice every figure."""
    story = random_story(Random(seed), steps=False, most_channels=4)
    story = story.but(
        debts=(), tables={name: rows for name, rows in story.tables.items() if name != "regulations"}
    )
    doubled = story.but(
        channels=_twice(story.channels, "amount_max"),
        needs=_twice(story.needs, "amount", "least_amount"),
        cash={name: value if name == "deposit_rate" else 2 * value for name, value in story.cash.items()},
        facts=_twice([story.facts], "house", "car", "turnover")[0],
        quotes=_twice(story.quotes, "limit"),
        tables={name: _twice(rows, "cap", "limit") for name, rows in story.tables.items()},
        policy=story.policy.model_copy(update=_twice([_yuan(story)], *_yuan(story))[0]),
    )
    once, twice = figures(story), figures(doubled)
    # what comes in and the floor are whole cents in each period, and twice a rounded cent is not a cent rounded twice
    cents = 4 * YUAN + 0.01 * 2 * story.case().situation.periods
    assert np.allclose(np.array(twice), 2 * np.array(once), rtol=1e-5, atol=cents), (once, twice)


def _yuan(story: Story) -> Row:
    """The yuan of a policy."""
    names = ("share_floor", "max_monthly_payment", "min_cash", "effort_per_application", "effort_per_draw")
    return {name: value for name in names if (value := getattr(story.policy, name)) is not None}


def _twice(rows: object, *names: str) -> list[dict[str, object]]:
    """Rows with some figures doubled."""
    return [{key: 2 * value if key in names else value for key, value in row.items()} for row in rows]


def the_order_of_rows_does_not_matter(seed: int) -> None:
    """A catalog in another order costs the same."""
    random = Random(seed)
    story = random_story(random, most_channels=4)
    shuffled = sorted(
        story.channels, key=lambda row: (hash_of(row["channel_id"], seed), row.get("product_id", ""))
    )
    once, other = figures(story), figures(story.but(channels=shuffled))
    assert np.allclose(np.array(once), np.array(other), rtol=1e-6, atol=YUAN), (once, other)


def hash_of(name: str, seed: int) -> int:
    """A fixed shuffle."""
    return (int(name[1:]) * 7919 + seed) % 101


def the_cheaper_twin_is_full_first(seed: int) -> None:
    """Of two lenders equal but for their price the dearer one lends only when the cheaper one has lent its all."""
    random = Random(seed)
    method, months = random.choice(("annuity", "bullet", "interest_only")), random.choice((1, 3, 12))
    words = {"method": method, "months": months, "amount_max": random.choice((20_000, 45_000, 80_000))}
    cheap = random.choice((0.03, 0.08, 0.15))
    channels = [channel("dear", cheap + 0.01, **words), channel("cheap", cheap, **words)]
    amount = round(random.uniform(5_000, 150_000), 2)
    needs = [need("2027-02-10", amount), inflow("2027-04-01", 10_000)]
    plan = Story(
        channels, needs, {"surplus": [{"date": "2027-02-01", "amount": 0}], "surplus_after": 100_000}
    ).plan()
    by_channel: dict[str, float] = {}
    for draw in plan.draws:
        by_channel[draw.channel_id] = by_channel.get(draw.channel_id, 0.0) + draw.amount
    assert by_channel["cheap"] >= min(words["amount_max"], amount) - YUAN
    if by_channel.get("dear", 0) > YUAN:
        assert by_channel["cheap"] >= words["amount_max"] - YUAN


def no_other_plan_is_cheaper(seed: int) -> None:
    """Any other plan with the same shortfall, unmet and excess costs at least as much."""
    random = Random(seed)
    optimum = solved(random_story(random, most_channels=3))
    hot = optimum.hot
    for level in LEVELS[:-1]:
        # as the search left it: a cent of an unmet need can be worth much
        hot.freeze(level, optimum.ceilings[level])
    cost = hot.costs["cost"]
    for _ in range(2):
        # a whim that does not care for cost
        whim = np.array([random.uniform(0.0, 1.0) for _ in hot.names])
        if hot.minimise(whim, seconds=SECONDS):
            # money worth YUAN of the levels may be a little cheaper
            assert float(cost @ hot.values()) >= optimum.objective - 3 * YUAN - 1e-6 * abs(optimum.objective)


PROPERTIES = (
    more_limit_never_worsens,
    a_dearer_price_never_helps,
    yuan_or_cents_are_the_same,
    the_order_of_rows_does_not_matter,
    the_cheaper_twin_is_full_first,
    no_other_plan_is_cheaper,
)
