"""How often a random case ends without a plan, and by which rule: counts by outcome, for ``docs/studies.md``."""

import time
from collections import Counter
from random import Random

import pytest
from tests.cases import Story, random_story

from fundmix.answer import assemble
from fundmix.errors import NotProvenError
from fundmix.planned import MARGINS
from fundmix.program import build_model, find_optimum, settle
from fundmix.verify import verify

pytestmark = pytest.mark.study

SECONDS = 3.0
SMALL_MARKETS = range(7_000, 7_420)
LARGE_MARKETS = range(500, 655)
MOST_REFUSED = 0.01
"""Share of cases that may end without a plan: what is known to be left stands in ``docs/studies.md``."""


@pytest.mark.parametrize(("seeds", "most_channels"), [(SMALL_MARKETS, 6), (LARGE_MARKETS, 12)])
def test_hardly_any_case_ends_without_a_plan(seeds: range, most_channels: int) -> None:
    """Every plan that is shown passes the re-play, and hardly any is refused; no other fault reaches the user."""
    begun, counted, refused = time.monotonic(), Counter[str](), {}
    for seed in seeds:
        story = random_story(Random(seed), most_channels=most_channels)
        try:
            plan = story.plan(gap=None, time_limit=SECONDS)
        except NotProvenError:
            counted["refused"] += 1
            refused[seed] = why(story)
            continue
        counted[plan.status] += 1
        assert verify(plan) == (), f"seed {seed}"
    seconds = time.monotonic() - begun
    print(f"\nup to {most_channels} channels: {dict(counted)}, {seconds:.0f} s; {refused}")  # noqa: T201 - a study is read
    assert counted["refused"] <= MOST_REFUSED * len(seeds)


def why(story: Story) -> list[str]:
    """What each margin ends with: the first finding's code and place, or that cents found no room."""
    case = story.case()
    model = build_model(case.situation, case.market)
    optimum = find_optimum(model, time_limit=SECONDS)
    ends = []
    for margin in MARGINS:
        values = settle(optimum, *margin)
        issues = verify(assemble(case, model, optimum, values)) if values is not None else None
        ends.append("no room" if issues is None else " ".join(f"{i.code}@{i.column}" for i in issues[:1]))
    return ends
