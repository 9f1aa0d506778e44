"""The search when the solver fails it: what was known before stands, and nothing is called proven."""

import time
from typing import Any

import pytest
from tests.cases import Story, channel, need

from fundmix.errors import NotProvenError
from fundmix.program.fewest import raise_fewest
from fundmix.program.hot import HotModel
from fundmix.program.model import LEVELS

STORY = Story(
    channels=[channel("bank", 0.06, amount_min=1_000), channel("other", 0.09)],
    needs=[need("2027-01-01", 10_000)],
    cash={"surplus": 1_000},
)
MINIMISE = HotModel.minimise


def test_a_search_that_ends_without_a_plan_keeps_the_one_it_began_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the cost level finds nothing, the funded plan of the levels before it is shown as unproven."""

    def fails(hot: HotModel, cost: Any, **options: Any) -> bool:
        return "gap" not in options and MINIMISE(hot, cost, **options)

    monkeypatch.setattr(HotModel, "minimise", fails)
    plan = STORY.plan()
    assert (plan.status, plan.totals.unmet) == ("unproven", 0.0)
    assert plan.proof.verified
    assert plan.proof.bound <= plan.proof.objective


def test_a_search_without_any_bound_has_that_of_the_relaxation(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gap of a plan is a number, even when the solver had no bound of its own when the time ran out."""
    monkeypatch.setattr("fundmix.program.solve._bound", lambda hot: float("-inf"))
    optimum = STORY.optimum()
    assert 0 <= optimum.bound <= optimum.objective + 1e-6
    assert 0 <= optimum.gap <= 1


def test_a_search_that_finds_nothing_at_all_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fault reaches the user: the command ends with *not proven*."""
    monkeypatch.setattr(HotModel, "minimise", lambda *_, **__: False)
    with pytest.raises(NotProvenError) as caught:
        STORY.plan()
    assert caught.value.reason.code == "plan_not_found"


def test_rows_of_draws_are_raised_where_no_plan_does_without_one_and_taken_back() -> None:
    """Needs ask for draws, and caps for two lenders; afterwards the rows say nothing again."""
    story = STORY.but(needs=[need("2027-01-01", 10_000), need("2027-03-01", 10_000)])
    model = story.model()
    hot = HotModel(model)
    for level in LEVELS[:-1]:
        hot.freeze(level, 1e-5)
    raise_fewest(hot, None, time.monotonic() + 10)
    raised = {row: hot.highs.getLp().row_lower_[hot.rows[row]] for row in model.fewest}
    assert (raised["fewest_lenders"], raised["fewest_draws_1"]) == (2.0, 1.0), raised
    hot.reset()
    assert not any(hot.highs.getLp().row_lower_[hot.rows[row]] for row in model.fewest)


def test_the_levels_held_at_once_or_searched_one_by_one_give_one_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One search with every level held at 0 finds what the four searches find."""
    at_once = STORY.optimum(gap=0.0)
    monkeypatch.setattr("fundmix.program.solve._at_once", lambda *_: None)
    one_by_one = STORY.optimum(gap=0.0)
    assert at_once.levels == one_by_one.levels
    assert at_once.objective == pytest.approx(one_by_one.objective, abs=1e-4)
    assert at_once.proven and one_by_one.proven
