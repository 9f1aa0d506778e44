"""Textbook funding problems through ordinary catalog folders, to their published digits."""

import json
from pathlib import Path
from typing import Any

import pytest

from fundmix.borrower import Need, load_needs, load_policy, load_profile
from fundmix.case import open_case
from fundmix.catalog.load import load_catalog
from fundmix.catalog.tables import Catalog
from fundmix.program import build_model, find_optimum
from fundmix.recommend import optimize

ROOT = Path(__file__).parents[2]
TEXTBOOK = ROOT / "examples" / "textbook"
JUNE = 5

CATALOG = load_catalog(TEXTBOOK / "catalog")
PROFILE = load_profile(TEXTBOOK / "profile.toml")
POLICY = load_policy(TEXTBOOK / "policy.toml")
NEEDS = load_needs(TEXTBOOK / "needs.csv", PROFILE.start)


def published(name: str) -> dict[str, Any]:
    """One case of ``tests/published``."""
    found: dict[str, Any] = json.loads(
        (ROOT / "tests" / "published" / f"{name}.json").read_text(encoding="utf-8")
    )
    return found


def wealth(needs: tuple[Need, ...] = NEEDS, catalog: Catalog = CATALOG) -> float:
    """Cash at the end of June.

    With cash[t] = (1 + d)·cash[t−1] + own[t] + proceeds[t] − payments[t] and no cash before January,
    cash[June] = Σ own[t]·(1+d)^(5−t) − (1+d)^5 · Σ (payments[t] − proceeds[t])·(1+d)^−t; the last sum is the
    objective of the program, as d = 0.3 % is below the price of every loan. All loans are repaid by June.
    """
    case = open_case(catalog, PROFILE, needs, POLICY)
    optimum = find_optimum(build_model(case.situation, case.market), gap=0.0, time_limit=60)
    assert max(optimum.levels.values()) == 0
    growth = 1 + case.situation.deposit
    own = case.situation.inflow - case.situation.needed
    ahead = sum(float(flow) * growth ** (JUNE - month) for month, flow in enumerate(own))
    return ahead - optimum.objective * growth**JUNE


def changed(**amounts: float) -> tuple[Need, ...]:
    """The needs with other amounts."""
    return tuple(row.model_copy(update={"amount": amounts.get(row.name, row.amount)}) for row in NEEDS)


def test_the_short_term_financing_problem() -> None:
    """Cornuejols and Tütüncü, chapter 3: 92.49694915254233 thousand dollars at the end of June."""
    case = published("ct_short_term_financing")
    assert wealth() == pytest.approx(case["expected"]["v"], abs=case["tolerance"])


def test_its_plan_to_the_cent() -> None:
    """The plan draws what the book prints in April and May, and ends with its cash, rounded payment by payment."""
    plan = optimize(CATALOG, PROFILE, NEEDS, POLICY, gap=0.0)
    assert (plan.status, plan.proof.verified) == ("funded", True)
    june = next(row for row in plan.cashflow_rows if row.month == JUNE)
    assert june.closing == pytest.approx(92.50, abs=0.03)
    assert june.outstanding == 0


WHAT_IFS = published("ct_short_term_financing_sensitivity")


@pytest.mark.parametrize(("change", "key"), [({"january": 200}, "jan_minus200"), ({"march": 250}, "mar_250")])
def test_its_what_ifs(change: dict[str, float], key: str) -> None:
    """50 more to pay in January costs 51.865, 50 more in March brings 51."""
    expected, tolerance = WHAT_IFS["expected"][key], WHAT_IFS["tolerance"][key]
    assert wealth(changed(**change)) - wealth() == pytest.approx(expected, abs=tolerance)


def test_a_larger_line_is_worth_nothing() -> None:
    """The line of 100 is never full, so one of 200 changes nothing."""
    channels = tuple(
        row.model_copy(update={"amount_max": 200}) if row.channel_id == "credit_line" else row
        for row in CATALOG.channels
    )
    assert wealth(catalog=CATALOG.model_copy(update={"channels": channels})) - wealth() == pytest.approx(
        0, abs=WHAT_IFS["tolerance"]["limit_200"]
    )


def deferred(rate: float) -> tuple[Need, ...]:
    """A vendor waits for 100 of January's 150 until June, at a price."""
    return changed(january=50, june=300 - 100 * (1 + rate))


def test_the_vendor_who_waits() -> None:
    """3 % is worth taking, 4 % is not; the two break even at 3.73 %."""
    base = wealth()
    assert wealth(deferred(0.03)) > base > wealth(deferred(0.04))
    # wealth falls by one for every dollar that June pays more
    break_even = (wealth(deferred(0.0)) - base) / 100
    expected, tolerance = (WHAT_IFS[part]["breakeven_vendor_rate_pct"] for part in ("expected", "tolerance"))
    assert 100 * break_even == pytest.approx(expected, abs=tolerance)


def test_its_shadow_prices() -> None:
    """A thousandth more to pay in a month costs the published price of that month's money."""
    sign = {"january": 1, "february": 1, "march": -1, "april": 1, "may": -1, "june": -1}
    step, base = 0.01, wealth()
    found = [
        (wealth(changed(**{row.name: row.amount + sign[row.name] * step})) - base) / step for row in NEEDS
    ]
    prices, tolerance = (WHAT_IFS[part]["shadow_price_requirement"] for part in ("expected", "tolerance"))
    assert found == pytest.approx(prices, abs=2 * tolerance)
