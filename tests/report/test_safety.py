"""What refusals do, as a reader sees it."""

import io
from pathlib import Path

import pytest
from rich.cells import cell_len

from fundmix import load_catalog, load_needs, load_policy, load_profile, optimize, stress
from fundmix.plan import FundingPlan
from fundmix.report.page import Page
from fundmix.report.safety import safety

TIGHTENING = Path(__file__).parents[2] / "examples" / "wang" / "tightening"


def question(**survive: object) -> tuple:  # type: ignore[type-arg]  # what optimize takes
    """Ms Wang's year in which platforms tighten."""
    profile = load_profile(TIGHTENING / "profile.toml")
    policy = load_policy("balanced").model_copy(update=survive)
    return load_catalog("cn"), profile, load_needs(TIGHTENING / "needs.csv", profile.start), policy


@pytest.fixture(scope="module")
def usual() -> FundingPlan:
    """Her plan with nothing to survive."""
    return optimize(*question())


@pytest.fixture(scope="module")
def safe() -> FundingPlan:
    """Ms Wang's plan of another year, surviving any one refusal."""
    catalog, _, _, policy = question(survive=("channel",))
    profile = load_profile(TIGHTENING.parent / "profile.toml")
    needs = load_needs(TIGHTENING.parent / "needs.csv", profile.start)
    return optimize(catalog, profile, needs, policy, time_limit=60.0)


def lines(plan: FundingPlan, lang: str) -> list[str]:
    """The section on refusals, 80 cells wide."""
    stream = io.StringIO()
    safety(Page(lang, stream, 80), plan)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_section_fits_and_names_everybody(safe: FundingPlan, lang: str) -> None:
    """Each refusal that the plan feels has a row, no line is wider than the terminal, and the price is told."""
    shown = lines(safe, lang)
    assert all(cell_len(line) <= 80 for line in shown)
    text = "".join(shown)
    price = safe.diversification.price_of_safety
    assert price is not None
    assert (f"{price:,.2f}" in text) == (price > 0)
    for row in safe.diversification.outages:
        assert (row.name_en if lang == "en" else row.name)[:10] in text.replace("\n", "")


def test_without_survive_there_is_no_section(usual: FundingPlan) -> None:
    """A plan that was not asked to survive anything says nothing of it."""
    assert lines(usual, "en") == []


def test_a_given_plan_is_stressed_as_it_is(usual: FundingPlan) -> None:
    """The tightening refuses 102,600 of June, nobody makes up for it, and the plan is not made anew."""
    catalog, profile, needs, policy = question()
    found = stress(catalog, profile, needs, policy, plan=usual, only=("ecommerce_tightening",))
    (row,) = found.rows
    assert found.plan is usual
    assert sum(one.amount for one in row.refused) == pytest.approx(102_600, abs=2_000)
    assert row.gap == pytest.approx(row.missing, abs=5)
    assert row.gap > 100_000
    assert str(row.gap_date) == "2027-06-01"


def test_every_stress_of_the_catalog_has_a_row(usual: FundingPlan) -> None:
    """Nine stresses, the worst first; what does not touch the plan leaves it whole."""
    catalog, profile, needs, policy = question()
    rows = stress(catalog, profile, needs, policy, plan=usual).rows
    assert {row.outage_id for row in rows} == {row.outage_id for row in catalog.outages}
    assert [row.funded_share for row in rows] == sorted(row.funded_share for row in rows)
    untouched = [row for row in rows if not (row.gap or row.missing or row.refused or row.extra_cost)]
    assert all(row.funded_share == 1.0 and not row.draws for row in untouched)
