"""A live program under another policy: row for row what a program built for that policy says."""

from random import Random
from typing import Any

import pytest
from tests.cases import Story, random_story

from fundmix.program import HotModel, rewrite, written_under


def under(story: Story, field: str, value: Any) -> Story:
    """The story with one field of its policy changed."""
    return story.but(policy=story.policy.model_copy(update={field: value}))


def rows_of(hot: HotModel) -> dict[str, tuple[dict[str, float], float]]:
    """Row -> its coefficients and its right-hand side, for every ≤ row that can bind."""
    found = {}
    for row, most in hot.ceilings.items():
        _, columns, weights = hot.highs.getRowEntries(hot.rows[row])
        terms = {hot.names[column]: weight for column, weight in zip(columns, weights, strict=True) if weight}
        if most < 1e11:
            found[row] = (terms, most)
    return found


@pytest.mark.parametrize(
    ("field", "built", "values"),
    [("max_channel_share", 0.1, (1, 0.7, 0.35, 0.2)), ("max_channels", 9, (7, 4, 3, 1))],
)
@pytest.mark.parametrize("seed", range(6))
def test_rewritten_rows_are_the_rows_of_that_policy(
    seed: int, field: str, built: float, values: tuple[float, ...]
) -> None:
    """Caps of shares and counts move from one to the next as if the program had been built for each."""
    story = random_story(Random(seed), most_channels=6)
    policies = [under(story, field, value) for value in values]
    hot = HotModel(under(story, field, built).model())
    for other in policies:
        rewrite(hot, written_under(hot, other.policy, field))
        anew = rows_of(HotModel(other.model()))
        live = rows_of(hot)
        assert {row for row in anew if row not in live} == set()
        for row, (terms, most) in live.items():
            if row in anew:
                assert terms == pytest.approx(anew[row][0])
                assert most == pytest.approx(anew[row][1])
            else:
                assert row.startswith("ticket_cap_"), row
