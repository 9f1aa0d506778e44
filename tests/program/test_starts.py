"""Starts of a search: the whole choices of another plan, completed."""

from random import Random

import numpy as np
import pytest
from tests.cases import random_story

from fundmix.program import HotModel, build_model, completed, find_optimum
from fundmix.program.starts import weighted


@pytest.mark.parametrize("seed", range(8))
def test_the_choices_of_a_plan_come_to_a_plan_as_good(seed: int) -> None:
    """Completing an optimum's own choices is no worse than it, levels far apart; a search from there finds its cost."""
    case = random_story(Random(seed)).case()
    best = find_optimum(build_model(case.situation, case.market), gap=0.0)
    choices = dict(zip(best.hot.names, best.values.tolist(), strict=True))
    hot = HotModel(build_model(case.situation, case.market))
    values = completed(hot, choices)
    assert values is not None
    assert np.allclose(values[hot.whole], np.round(best.values[best.hot.whole]), atol=1e-5)
    assert float(weighted(hot) @ values) <= float(weighted(best.hot) @ best.values) + 0.05
    again = find_optimum(
        hot.model, gap=0.0, hot=hot, known=dict(zip(hot.names, values.tolist(), strict=True))
    )
    assert again.levels == pytest.approx(best.levels, abs=0.05)
    assert again.objective == pytest.approx(best.objective, abs=0.05)


def test_nothing_chosen_is_the_plan_that_borrows_nothing() -> None:
    """Unknown names are passed over: without choices every whole variable is 0, and the plan exists."""
    case = random_story(Random(3)).case()
    hot = HotModel(build_model(case.situation, case.market))
    values = completed(hot, {"draw_of_nobody": 1.0})
    assert values is not None
    assert not np.any(values[hot.whole])
