"""What a profile lacks, and what that could be worth at most."""

import datetime as dt

import pytest
from tests.interview.profiles import complete
from tests.interview.stopping import market

from fundmix import optimize
from fundmix.interview.check import check_profile


def test_the_worth_of_a_fact_is_at_least_what_it_brings() -> None:
    """Telling a missing fact never makes the plan better by more than was announced."""
    catalog = market()
    profile, needs = complete(catalog, 2)
    for field in ("family_willing", "policy_cash_value", "monthly_turnover", "tax_grade"):
        told = {name: value for name, value in profile.facts.items() if name != field}
        lacking = profile.model_copy(update={"facts": told})
        row = next(row for row in check_profile(catalog, lacking, needs).missing if row.field == field)
        before, after = (optimize(catalog, one, needs, gap=0.0) for one in (lacking, profile))
        assert after.totals.unmet >= before.totals.unmet - row.funds_more - 0.01
        if after.totals.unmet == before.totals.unmet and after.proof.objective is not None:
            assert before.proof.objective - after.proof.objective <= row.saves + 0.01


def test_what_is_worth_more_comes_first() -> None:
    """What every plan asks, then the yuan that more could fund, then what could be saved."""
    catalog = market()
    profile, needs = complete(catalog, 2)
    rows = check_profile(
        catalog, profile.model_copy(update={"facts": {"applicant": "sole_prop"}}), needs
    ).missing
    order = [(not row.needed, -row.funds_more, -row.saves) for row in rows]
    assert order == sorted(order)
    assert rows[0].field == "overdue_now" and rows[0].needed


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"hard_inquiries_1m": 5, "hard_inquiries_2m": 2}, "check_more_than", "hard_inquiries_1m"),
        ({"born_on": "2020-01-01", "job_since": "2018-01-01"}, "check_more_than", "born_on"),
        ({"income_verified_on": "2026-01-01"}, "check_income_old", "income_verified_on"),
    ],
)
def test_contradictions_and_old_data_are_named(facts: dict[str, object], code: str, field: str) -> None:
    """A count that holds another cannot be less; half a year makes a proof of income old."""
    catalog = market()
    profile, _ = complete(catalog, 2)
    bare = profile.model_copy(update={"facts": facts, "debts": ()})
    found = check_profile(catalog, bare, (), today=profile.start).doubts
    assert (code, field) in [(doubt.code, doubt.field) for doubt in found]


def test_a_profile_of_last_year_is_old() -> None:
    """Its first day is more than a month ago."""
    catalog = market()
    profile, _ = complete(catalog, 2)
    bare = profile.model_copy(update={"facts": {}, "debts": ()})
    fresh = check_profile(catalog, bare, (), today=profile.start + dt.timedelta(days=31)).doubts
    stale = check_profile(catalog, bare, (), today=profile.start + dt.timedelta(days=32)).doubts
    assert [doubt.code for doubt in stale if doubt not in fresh] == ["check_start_old"]
