"""Facts: read by the catalog's types, completed from dates, cash and debts."""

import datetime as dt
from typing import Any

import pytest
from tests.borrower.market import CATALOG

from fundmix.borrower import Profile, profile_from_dict
from fundmix.errors import InputError
from fundmix.facts import DERIVATIONS, facts_of, resolve_channel, with_channels
from fundmix.words import all_sentences, issue_line

START = dt.date(2026, 12, 1)


def profile(**sections: Any) -> Profile:
    return profile_from_dict({"start": START, **sections}, source="p.toml")


def debt(name: str, balance: float, **words: Any) -> dict[str, Any]:
    dates = {"next_payment": "2026-12-20", "last_payment": "2027-11-20"}
    return {"name": name, "balance": balance, "rate": 0, **dates, **words}


def test_facts_are_read_by_their_types() -> None:
    """Each type of fact has its native value."""
    said = {
        "born_on": "1990/12/2",
        "applicant": "sme",
        "sesame_score": "650.5",
        "overdue_now": "否",
        "card_utilisation": "35%",
        "house_value": "150万",
        "hard_inquiries_3m": 2,
        "region": " 杭州 ",
    }
    facts = facts_of(profile(facts=said), CATALOG)
    assert {name: facts[name] for name in said} == {
        "born_on": dt.date(1990, 12, 2),
        "applicant": "sme",
        "sesame_score": 650.5,
        "overdue_now": False,
        "card_utilisation": 0.35,
        "house_value": 1_500_000.0,
        "hard_inquiries_3m": 2,
        "region": "杭州",
    }


BAD = {
    "unknown": ({"favourite_colour": 1}, "favourite_colour", "profile_fact_unknown"),
    "mistyped": ({"sesame_scor": 600}, "sesame_scor", "profile_fact_unknown_near"),
    "by another name": ({"salary": 600}, "salary", "profile_fact_unknown_near"),
    "below its bound": ({"sesame_score": 349.9}, "sesame_score", "below_bound"),
    "above its bound": ({"sesame_score": 950.1}, "sesame_score", "above_bound"),
    "not one of the words": ({"applicant": "individul"}, "applicant", "fact_not_a_choice_near"),
    "none of the words": ({"applicant": "狗"}, "applicant", "fact_not_a_choice"),
    "neither yes nor no": ({"overdue_now": "perhaps"}, "overdue_now", "not_yes_or_no"),
    "part of a time": ({"hard_inquiries_3m": 1.5}, "hard_inquiries_3m", "not_whole"),
    "percent as a number": ({"card_utilisation": 35}, "card_utilisation", "above_bound"),
    "born in the future": ({"born_on": "2026-12-02"}, "born_on", "fact_after_start"),
    "nan": ({"sesame_score": float("nan")}, "sesame_score", "not_a_number"),
}


@pytest.mark.parametrize(("said", "field", "code"), BAD.values(), ids=BAD.keys())
def test_a_bad_fact_is_located_without_its_value(said: dict[str, Any], field: str, code: str) -> None:
    """The issue names the key; the value stays private; both languages have a sentence."""
    with pytest.raises(InputError) as caught:
        facts_of(profile(facts=said), CATALOG)
    (issue,) = caught.value.issues
    assert (issue.file, issue.column, issue.code, issue.value) == ("p.toml", f"facts.{field}", code, "")
    assert issue_line(issue, "en").startswith("p.toml")
    assert issue_line(issue, "zh").startswith("p.toml")


def test_another_name_suggests_the_fact_that_is_meant() -> None:
    """``salary`` suggests ``monthly_income``."""
    with pytest.raises(InputError) as caught:
        facts_of(profile(facts={"salary": 1}), CATALOG)
    assert caught.value.issues[0].details["suggestion"] == "monthly_income"


def test_what_is_not_said_stays_unknown() -> None:
    """Without dates and income nothing about them is derived; without debts the counts are zero."""
    assert facts_of(profile(), CATALOG) == {
        "online_lenders": 0,
        "unsecured_loan_accounts": 0,
        "debt_balance": 0.0,
        "unsecured_debt_balance": 0.0,
        "unsecured_debt_to_monthly_income": 0.0,
        "debt_to_income": 0.0,
        "platform_debt_share": 0.0,
        "consumer_finance_balance": 0.0,
    }


def test_times_are_whole_months_and_years_at_the_start() -> None:
    """A month counts on its day, not before."""
    said = {
        "born_on": "1990-12-02",
        "business_since": "2024-12-01",
        "job_since": "2024-12-02",
        "house_since": "2026-12-01",
    }
    facts = facts_of(profile(facts=said), CATALOG)
    assert (facts["age_years"], facts["legal_rep_age"]) == (35, 35)
    assert facts["business_age_months"] == 24
    assert facts["job_tenure_months"] == 23
    assert facts["house_holding_months"] == 0


def test_income_is_the_cash_sections() -> None:
    """One figure as it is; dated figures as the mean of the first twelve months; later ones do not count."""
    assert facts_of(profile(cash={"income": "2万"}), CATALOG)["monthly_income"] == 20_000
    dated = [
        {"date": "2026-12-01", "amount": 10_000},
        {"date": "2027-11-30", "amount": 20_000},
        {"date": "2027-12-01", "amount": 90_000},
    ]
    assert facts_of(profile(cash={"income": dated}), CATALOG)["monthly_income"] == 15_000


def test_debts_become_counts_and_ratios() -> None:
    """Two debts at one lender are one lender, two accounts; a pledged debt is not unsecured."""
    debts = [
        debt("a", 12_000, channel_id="花呗"),
        debt("b", 12_000, channel_id="huabei"),
        debt("c", 24_000, channel_id="消金"),
        debt("d", 12_000, channel_id="Car_Bank"),
        debt("e", 36_000),
        debt("f", 24_000, pledge="house_value"),
    ]
    facts = facts_of(profile(cash={"income": 20_000}, debts=debts), CATALOG)
    assert facts["online_lenders"] == 2
    assert facts["unsecured_loan_accounts"] == 4
    assert facts["debt_balance"] == 120_000
    assert facts["unsecured_debt_balance"] == 84_000
    assert facts["unsecured_debt_to_monthly_income"] == 4.2
    assert facts["platform_debt_share"] == 0.2
    assert facts["consumer_finance_balance"] == 24_000
    # twelve payments without interest
    assert facts["debt_to_income"] == 0.5


def test_debt_to_income_takes_the_heaviest_month_of_the_next_twelve() -> None:
    """An instalment in month 12 counts, one in month 13 does not."""
    inside = debt("a", 10_000, next_payment="2027-11-30", last_payment="2027-11-30")
    outside = {**inside, "next_payment": "2027-12-01", "last_payment": "2027-12-01"}
    assert facts_of(profile(cash={"income": 10_000}, debts=[inside]), CATALOG)["debt_to_income"] == 1
    assert facts_of(profile(cash={"income": 10_000}, debts=[outside]), CATALOG)["debt_to_income"] == 0


@pytest.mark.parametrize(("repayment", "ratio"), [("interest_only", 0.01), ("bullet", 0), ("buyer_pays", 0)])
def test_a_balloon_is_not_a_months_debt_service(repayment: str, ratio: float) -> None:
    """Of 10,000 at 1 % a month repaid in one sum, a month's income of 10,000 bears the interest alone."""
    loan = debt("a", 10_000, rate=0.12, repayment=repayment)
    assert facts_of(profile(cash={"income": 10_000}, debts=[loan]), CATALOG)["debt_to_income"] == ratio


def test_a_ratio_without_income_is_unknown() -> None:
    """Debts over no income give no ratio."""
    for cash in ({}, {"income": 0}):
        facts = facts_of(profile(cash=cash, debts=[debt("a", 1)]), CATALOG)
        assert "debt_to_income" not in facts
        assert "unsecured_debt_to_monthly_income" not in facts


def test_what_is_said_wins_over_what_is_derived() -> None:
    """A derived fact that the profile says is kept, and later derivations use it."""
    said = {"monthly_income": 5_000, "online_lenders": 7}
    facts = facts_of(profile(facts=said, cash={"income": 20_000}, debts=[debt("a", 5_000)]), CATALOG)
    assert (facts["monthly_income"], facts["online_lenders"]) == (5_000, 7)
    assert facts["unsecured_debt_to_monthly_income"] == 1


def test_a_debt_that_never_ends_is_located() -> None:
    """A balloon payment below the balance repays nothing; the profile's key is named, not the figures."""
    bad = debt("a", 10_000, repayment="bullet", payment=1)
    with pytest.raises(InputError) as caught:
        facts_of(profile(cash={"income": 1}, debts=[debt("b", 1), bad]), CATALOG)
    assert [(issue.column, issue.code) for issue in caught.value.issues] == [
        ("debts[2].payment", "debt_never_repaid")
    ]


@pytest.mark.parametrize(
    ("name", "channel_id"),
    [
        ("huabei", "huabei"),
        (" HuaBei ", "huabei"),
        ("花呗", "huabei"),
        ("花呗类", "huabei"),
        ("platform credit", "huabei"),
        ("共用名", None),
        ("huabe", None),
        ("", None),
    ],
)
def test_a_channel_is_found_by_id_name_or_alias(name: str, channel_id: str | None) -> None:
    """A name that fits no channel or two is not resolved."""
    assert resolve_channel(CATALOG, name) == channel_id


def test_unknown_channels_of_debts_and_quotes_are_located() -> None:
    """Each names its key and the nearest channel; resolved ones get their id."""
    quotes = [{"channel_id": "消金", "limit": 1}, {"channel_id": "月亮", "limit": 1}]
    good = profile(debts=[debt("a", 1, channel_id="花呗")], quotes=quotes[:1])
    resolved = with_channels(good, CATALOG)
    assert (resolved.debts[0].channel_id, resolved.quotes[0].channel_id) == ("huabei", "xiaojin")
    bad = profile(debts=[debt("a", 1, channel_id="huabai")], quotes=quotes)
    for reader in (with_channels, facts_of):
        with pytest.raises(InputError) as caught:
            reader(bad, CATALOG)
        assert [(issue.column, issue.code) for issue in caught.value.issues] == [
            ("debts[1].channel_id", "profile_channel_unknown_near"),
            ("quotes[2].channel_id", "profile_channel_unknown"),
        ]
        assert caught.value.issues[0].details["suggestion"] == "huabei"


def test_every_derivation_has_a_sentence_and_comes_once() -> None:
    """The register explains each of its facts."""
    fields = [derivation.field for derivation in DERIVATIONS]
    assert len(fields) == len(set(fields))
    assert {derivation.sentence for derivation in DERIVATIONS} <= set(all_sentences())


def test_odds_stand_by_the_ids_of_the_catalog() -> None:
    """An alias becomes its channel, a risk group stays as it is."""
    odds = {"花呗": 0.7, "car_bank": "50%", "group:cards": 1}
    resolved = with_channels(profile(approval_odds=odds), CATALOG)
    assert resolved.approval_odds == {"huabei": 0.7, "car_bank": 0.5, "group:cards": 1}


def test_odds_of_nothing_and_odds_given_twice_are_located() -> None:
    """Each names its key and the nearest channel or group; an alias of two channels is none."""
    odds = {"huabai": 0.7, "group:card": 0.5, "group:moon": 0.5, "共用名": 1, "xiaojin": 0.2, "消金": 0.3}
    for reader in (with_channels, facts_of):
        with pytest.raises(InputError) as caught:
            reader(profile(approval_odds=odds), CATALOG)
        assert [(issue.column, issue.code) for issue in caught.value.issues] == [
            ("approval_odds.huabai", "profile_channel_unknown_near"),
            ("approval_odds.group:card", "odds_group_unknown_near"),
            ("approval_odds.group:moon", "odds_group_unknown"),
            ("approval_odds.共用名", "profile_channel_unknown_near"),
            ("approval_odds.消金", "odds_twice"),
        ]
        assert all(issue_line(issue, lang) for issue in caught.value.issues for lang in ("en", "zh"))
