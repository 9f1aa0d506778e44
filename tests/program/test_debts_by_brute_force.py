"""The program against every choice tried in turn, by a second program that knows cash alone (``brute``)."""

from collections import Counter
from functools import cache

import pytest
from tests.program.brute import Brute, Figures, Flaw
from tests.program.brute_cases import small_story

CASES, AT_ONCE = 200, 25


@cache
def found(seed: int) -> Figures:
    """Shortfall, unmet and choosing cost by the program."""
    optimum = small_story(seed).optimum()
    assert optimum.proven
    return optimum.levels["shortfall"], optimum.levels["unmet"], optimum.objective


def brute(seed: int, flaw: Flaw | None = None, *, worth_it: bool = False) -> Brute:
    """The search of a case; ``worth_it``: what saves less than the effort of a draw is no choice."""
    story = small_story(seed)
    return Brute(story, flaw or Flaw(), least_saving=story.policy.effort_per_draw if worth_it else 0.0)


MOST_WORTH = 50
"""Yuan of cost that a yuan more or less of a level is worth at most."""


def same(mine: Figures, other: Figures) -> bool:
    """Whether all three agree, to a millionth: a level may give way by half a cent, which can be worth more in cost."""
    given_way = sum(abs(one - two) for one, two in zip(mine[:2], other[:2], strict=True))
    pairs = zip(mine, other, (0.01, 0.01, 0.002 + MOST_WORTH * given_way), strict=True)
    return all(abs(one - two) <= max(slack, 1e-6 * abs(two)) for one, two, slack in pairs)


def is_best(seed: int) -> bool:
    """Whether the program finds the best choice.

    Where draws have an effort, it need not offer what cannot save so much: then it lies between the best with and
    the best without such choices.
    """
    mine, best = found(seed), brute(seed).best()
    if same(mine, best):
        return True
    worthy = brute(seed, worth_it=True).best()
    return not same(best, worthy) and best < mine and (same(mine, worthy) or mine < worthy)


@pytest.mark.parametrize("first", range(0, CASES, AT_ONCE))
def test_no_choice_is_better_or_missed(first: int) -> None:
    """Shortfall, unmet and cost are those of the best subset of months in which debts are repaid, the amounts free."""
    wrong = [seed for seed in range(first, first + AT_ONCE) if not is_best(seed)]
    assert wrong == []


def test_debts_repaid_in_whole() -> None:
    """No subset of debts worth it, each repaid in whole on one of its days, beats the program; often one equals it."""
    counted = Counter[str]()
    for seed in range(CASES // 2):
        mine, other = found(seed), brute(seed, worth_it=True).best_of_wholes()
        assert mine[0] <= other[0] + 0.01, seed
        if abs(mine[0] - other[0]) <= 0.01 and abs(mine[1] - other[1]) <= 0.01:
            assert mine[2] <= other[2] + 0.002 + 1e-6 * abs(other[2]), seed
        counted["equal" if same(mine, other) else "parts are better"] += 1
    assert counted["equal"] > CASES // 4
    assert counted["parts are better"] > 0


@pytest.mark.parametrize(
    "flaw",
    [Flaw(fee=0.001), Flaw(relief=0.999), Flaw(interest=0.0)],
    ids=["a tenth of a percent of fee", "a thousandth of relief", "a bullet's interest forgotten"],
)
def test_a_small_mistake_would_be_noticed(flaw: Flaw) -> None:
    """A search with a small mistake in it disagrees with the program wherever the mistake matters."""
    plain = [seed for seed in range(60) if small_story(seed).policy.effort_per_draw == 0]
    repaid = [seed for seed in plain if brute(seed).ways and found(seed)[2] < -1]
    noticed = [seed for seed in repaid if not same(found(seed), brute(seed, flaw).best())]
    assert len(repaid) > 10
    assert len(noticed) >= (len(repaid) // 2 if flaw.interest else 2)


def test_the_cases_have_something_to_decide() -> None:
    """Among them: debts worth repaying, needs that stay unmet, months that fall short, and all kinds of policies."""
    counted = Counter[str]()
    for seed in range(CASES):
        story, (shortfall, unmet, cost) = small_story(seed), found(seed)
        counted["debts repaid at a gain"] += cost < -1
        counted["borrowed"] += cost > 1
        counted["unmet"] += unmet > 1
        counted["short"] += shortfall > 1
        counted["effort"] += story.policy.effort_per_draw > 0
        counted["reserve"] += story.policy.reserve_months > 0
        counted["no need"] += not story.needs
        counted["ways"] += len(brute(seed).ways) > 2
    assert min(counted.values()) >= CASES // 10, counted
