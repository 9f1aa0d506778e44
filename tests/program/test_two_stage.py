"""Two-stage programs that books print, through the machinery that chooses applications under odds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundmix.loans import Floats
from fundmix.program.risk import Risk, cvar, mean
from fundmix.program.two_stage import Aim, Cut, Decided, FirstStage, Row, decide

PUBLISHED = Path(__file__).parents[1] / "published"


@dataclass(frozen=True)
class Scenario:
    """A continuous second stage: least ``price · y``, ``rows · y ≤ fixed + decided · x``, ``0 ≤ y ≤ high``."""

    price: Sequence[float]
    rows: Sequence[Sequence[float]]
    fixed: Sequence[float]
    decided: Sequence[Sequence[float]]
    high: Sequence[float]

    def solve(self, decision: Floats) -> tuple[float, Floats]:
        """The least cost, and what a unit more of each decision changes it by."""
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        for cost, high in zip(self.price, self.high, strict=True):
            highs.addVar(0.0, high)
            highs.changeColCost(highs.getNumCol() - 1, cost)
        bounds = np.array(self.fixed) + np.array(self.decided) @ decision
        for row, bound in zip(self.rows, bounds, strict=True):
            at = [place for place, weight in enumerate(row) if weight]
            highs.addRow(
                -highspy.kHighsInf, bound, len(at), np.array(at), np.array([row[place] for place in at])
            )
        highs.run()
        duals = np.array(highs.getSolution().row_dual)
        return highs.getInfo().objective_function_value, duals @ np.array(self.decided)


@dataclass(frozen=True)
class Scenarios:
    """A second stage of continuous scenarios; ``price``: what the decision itself costs in each of them."""

    scenarios: Sequence[Scenario]
    price: Floats

    def below(self, decision: Floats) -> list[Cut]:
        """The tangent of each scenario."""
        cuts = []
        for number, scenario in enumerate(self.scenarios):
            value, slopes = scenario.solve(decision)
            cuts.append(Cut(number, value - float(slopes @ decision), slopes + self.price))
        return cuts

    def costs(self, decision: Floats) -> tuple[Floats, list[Cut]]:
        """Every scenario's cost; its tangent says it all."""
        found = [scenario.solve(decision)[0] for scenario in self.scenarios]
        return np.array(found) + float(self.price @ decision), self.below(decision)


def published(name: str) -> dict:
    """One published case."""
    return json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8"))


def simple(risk: Risk) -> Decided:
    """Birge and Louveaux's *simple*: facilities are committed at a fee, then used as far as demand allows."""
    data = published("bl_simple_two_stage_smps")["inputs"]
    odds = np.array([row[0] for row in data["scenarios"]])
    scenarios = [
        Scenario((-q1, -q2), ((6, 10), (8, 5)), (0, 0), ((60, 0), (0, 80)), (d1, d2))
        for _, q1, q2, d1, d2 in data["scenarios"]
    ]
    most = data["b1"][0]
    first = FirstStage(
        low=np.array(data["lb"], dtype=float),
        high=np.array([most, most], dtype=float),
        price=np.zeros(2),
        rows=(Row(tuple(enumerate(data["A1"][0])), high=most),),
    )
    second = Scenarios(scenarios, np.array(data["c"], dtype=float))
    return decide(first, odds, second, Aim(risk), first.low)


def farmer(risk: Risk) -> Decided:
    """Birge and Louveaux's farmer: 500 acres of wheat, corn and beets; yields 20 % better, as usual, 20 % worse.

    Planting costs 150, 230, 260 an acre; 200 t of wheat and 240 t of corn are needed, bought at 238 and 210, sold at
    170 and 150; beets sell at 36 up to 6,000 t and at 10 beyond. Yields are 2.5, 3 and 20 t an acre. (Introduction to
    Stochastic Programming, section 1.1.)
    """
    scenarios = []
    for weather in (1.2, 1.0, 0.8):
        wheat, corn, beets = 2.5 * weather, 3 * weather, 20 * weather
        # bought wheat and corn; sold wheat, corn, beets, beets beyond the quota
        scenarios.append(
            Scenario(
                (238, 210, -170, -150, -36, -10),
                ((-1, 0, 1, 0, 0, 0), (0, -1, 0, 1, 0, 0), (0, 0, 0, 0, 1, 1)),
                (-200, -240, 0),
                ((wheat, 0, 0), (0, corn, 0), (0, 0, beets)),
                (1e5, 1e5, 1e5, 1e5, 6000, 1e5),
            )
        )
    first = FirstStage(
        low=np.zeros(3), high=np.full(3, 500.0), price=np.zeros(3),
        rows=(Row(((0, 1.0), (1, 1.0), (2, 1.0)), high=500.0),),
    )  # fmt: skip
    second = Scenarios(scenarios, np.array([150.0, 230.0, 260.0]))
    return decide(first, np.full(3, 1 / 3), second, Aim(risk), np.zeros(3))


def test_the_simple_recourse_problem_of_the_book() -> None:
    """Least expected cost and decision as published."""
    case = published("bl_simple_two_stage_smps")
    found = simple(Risk())
    assert found.proven
    assert found.objective == pytest.approx(case["expected"]["VRP"], abs=case["tolerance"]["VRP"])
    assert found.decision == pytest.approx(case["expected"]["x"], abs=case["tolerance"]["x"])


@pytest.mark.parametrize("attitude", ["neutral", "cvar"])
def test_the_farmer_who_minds_bad_weather(attitude: str) -> None:
    """Mean and worst year as published, without risk and with 5 · CVaR of the worst 20 %, which lie in one year."""
    case = published("farmer_mean_cvar")
    weight = case["inputs"]["weight"] if attitude == "cvar" else 0.0
    found = farmer(Risk(weight, case["inputs"]["alpha"]))
    assert found.proven
    odds = np.full(3, 1 / 3)
    assert mean(found.costs, odds) == pytest.approx(case["expected"][f"e_{attitude}"], abs=case["tolerance"])
    worst = cvar(found.costs, odds, case["inputs"]["alpha"])
    assert worst == pytest.approx(found.costs.max())
    assert worst == pytest.approx(case["expected"][f"worst_{attitude}"], abs=case["tolerance"])


def test_cvar_by_hand() -> None:
    """Costs 0, 100, 1000 with 80, 15, 5 %: the worst 10 % are 5 % at 1000 and 5 % at 100, 550 on average."""
    costs, odds = np.array([100.0, 0.0, 1000.0]), np.array([0.15, 0.8, 0.05])
    assert cvar(costs, odds, 0.9) == pytest.approx(550)
    assert cvar(costs, odds, 0.95) == pytest.approx(1000)
    assert cvar(costs, odds, 0.0) == pytest.approx(mean(costs, odds))
    assert Risk(2.0, 0.9).of(costs, odds) == pytest.approx(65 + 2 * 550)


@given(
    st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(0.01, 1)), min_size=1, max_size=8),
    st.floats(0, 0.99),
)
def test_cvar_is_the_least_of_its_formula(drawn: list[tuple[float, float]], level: float) -> None:
    """The tail's mean equals ``min_η η + E[(cost − η)⁺] / (1 − level)``, whose least lies at one of the costs."""
    costs = np.array([cost for cost, _ in drawn])
    odds = np.array([chance for _, chance in drawn])
    odds = odds / odds.sum()
    least = min(float(eta + odds @ np.maximum(0, costs - eta) / (1 - level)) for eta in costs)
    assert cvar(costs, odds, level) == pytest.approx(least, rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(st.data())
def test_the_rounds_find_the_best_whole_decision(data: st.DataObject) -> None:
    """Against every 0/1 decision in turn, where scenarios cost the dearest of what was not decided for."""
    count = data.draw(st.integers(1, 4))
    money = st.integers(0, 50)
    losses = np.array(
        data.draw(st.lists(st.lists(money, min_size=count, max_size=count), min_size=2, max_size=4))
    )
    price = np.array(data.draw(st.lists(money, min_size=count, max_size=count)), dtype=float)
    odds = np.full(len(losses), 1 / len(losses))
    risk = Risk(data.draw(st.sampled_from((0.0, 0.5, 3.0))), data.draw(st.sampled_from((0.0, 0.6, 0.9))))
    first = FirstStage(np.zeros(count), np.ones(count), price, whole=True)
    found = decide(first, odds, Dearest(losses.astype(float)), Aim(risk), np.zeros(count))
    every = [np.array([(n >> k) & 1 for k in range(count)], dtype=float) for n in range(2**count)]
    least = min(float(price @ one) + risk.of(Dearest(losses).worst(one), odds) for one in every)
    assert found.proven
    assert found.objective == pytest.approx(least, abs=1e-5)


@dataclass(frozen=True)
class Dearest:
    """Scenario s costs ``max_k losses[s, k] · (1 − x[k])``, told at whole decisions alone, like whole second stages."""

    losses: Floats

    def worst(self, decision: Floats) -> Floats:
        """Each scenario's cost."""
        return (self.losses * (1 - decision)).max(axis=1)

    def below(self, decision: Floats) -> list[Cut]:
        """Nothing but that no cost is below 0."""
        return [Cut(number, 0.0, 0 * decision) for number in range(len(self.losses))]

    def costs(self, decision: Floats) -> tuple[Floats, list[Cut]]:
        """The cost here; every further yes takes it to 0 at best."""
        found = self.worst(decision)
        return found, [Cut(n, value, -value * (1 - decision)) for n, value in enumerate(found)]
