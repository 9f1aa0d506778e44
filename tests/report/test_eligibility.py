"""Verdicts in words: what is asked, what the borrower has, how far off, what would help."""

import io

import pytest
from rich.cells import cell_len

from fundmix.catalog.load import load_catalog
from fundmix.report.eligibility import failure_line, flat, print_verdicts
from fundmix.report.facts import FactText, fact_text, fact_texts
from fundmix.report.page import Page

TAXED = {
    "rule_id": "tax_24_months", "field": "tax_months", "operator": ">=", "required": 24, "actual": 11.0,
    "state": "failed", "distance": 13.0, "kind": "hard", "remedy": "继续按时申报", "remedy_en": "Keep filing",
    "reason": "纳税不满24个月。", "reason_en": "Too short.", "remedy_months": 13,
}  # fmt: skip
FACTS = {"tax_months": FactText("纳税月数", "count", {})}


def page(lang: str) -> Page:
    """A page that goes nowhere."""
    return Page(lang, io.StringIO(), 80)


def test_a_failed_rule_says_how_far_off_and_what_helps() -> None:
    """Reason, fact, requirement, distance, remedy and its months, without doubled full stops."""
    assert failure_line(TAXED, FACTS, page("zh")) == (
        "纳税不满24个月。纳税月数：现为11，应不低于24，还差 13。办法：继续按时申报（约 13 个月）"
    )


def test_an_unknown_fact_is_not_called_a_failure() -> None:
    """Of a fact that was not stated only the requirement is said, neither reason nor remedy of a refusal."""
    unknown = {**TAXED, "state": "unknown", "actual": None, "distance": None}
    text = failure_line(unknown, FACTS, page("en"))
    assert text == "纳税月数: not stated, must be at least 24"


def test_a_refusal_of_the_house_is_a_sentence() -> None:
    """A reason that is a code of fundmix is said in the language; it asks no fact."""
    refused = {
        **TAXED,
        "operator": "",
        "field": "",
        "reason": "applicant_not_served",
        "reason_en": "",
        "remedy": "",
        "remedy_en": "",
    }
    assert failure_line(refused, {}, page("zh")) == "该机构不受理这类申请人"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (0.5, "ratio", "50.00%"),
        (50_000, "money", "¥50,000"),
        (True, "yes_no", "是"),
        ("no", "yes_no", "否"),
        (12.0, "count", "12"),
        (("individual", "sme"), "choice", "个人、小微企业"),
        ("a;b", "text", "a、b"),
        (None, "money", "—"),
    ],
)
def test_values_are_shown_in_their_unit(value: object, kind: str, text: str) -> None:
    """Yuan, percent, yes or no, words of a choice, lists; nothing is a dash."""
    assert fact_text(value, FactText("x", kind, {}), "zh") == text


def test_words_of_a_choice_are_those_of_the_catalog() -> None:
    """A choice is called by its name, and its words by what the description calls them."""
    fact = fact_texts(load_catalog("cn"), "zh")["employer_type"]
    assert (fact.name, fact_text("listed", fact, "zh")) == ("单位类型", "上市公司")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_channels_that_meet_the_rules_come_first(lang: str) -> None:
    """First ✓, then ?, then ✗; informational rules are left out; no line is wider than 80 cells."""
    records = [
        {"channel_id": name, "name": name, "name_en": "", "verdict": verdict, "soft": False, "failed": failed}
        for name, verdict, failed in (
            (
                "third",
                "ineligible",
                [TAXED, {**TAXED, "kind": "info", "reason": "INFO", "reason_en": "INFO"}],
            ),
            ("second", "unknown", [{**TAXED, "state": "unknown"}]),
            ("first", "eligible", []),
        )
    ]
    stream = io.StringIO()
    print_verdicts(load_catalog("cn"), records, lang, stream)
    lines = stream.getvalue().splitlines()
    assert [line.strip() for line in lines if line.startswith("  ") and line[2] in "✓?✗"] == [
        "✓ first",
        "? second",
        "✗ third",
    ]
    assert "INFO" not in stream.getvalue()
    assert max(map(cell_len, lines)) <= 80
    assert [row["channel_id"] for row in flat(records)] == ["third", "third", "second", "first"]


def test_figures_carry_what_is_counted() -> None:
    """Months, kilometres and times are named, by the unit of the catalog's fact."""
    facts = fact_texts(load_catalog("cn"), "zh")
    texts = [
        fact_text(value, facts[field], "zh")
        for field, value in (("car_km", 150_000), ("policy_premium_years", 2), ("hard_inquiries_3m", 6))
    ]
    assert texts == ["150,000公里", "2年", "6次"]


def test_what_is_asked_most_comes_first() -> None:
    """Above the channels stand the unstated facts that keep several from a verdict, not those of soft rules."""
    unknown = {**TAXED, "state": "unknown", "field": "gold_value"}
    records = [
        {"channel_id": name, "name": name, "name_en": "", "verdict": verdict, "soft": False, "failed": failed}
        for name, verdict, failed in (
            ("a", "unknown", [unknown, {**unknown, "field": "car_km", "kind": "soft"}]),
            ("b", "unknown", [unknown, {**unknown, "field": "deposit_face"}]),
            ("c", "ineligible", [{**unknown, "field": "house_value"}]),
        )
    ]
    stream = io.StringIO()
    print_verdicts(load_catalog("cn"), records, "zh", stream)
    text = stream.getvalue().replace("\n", "")
    assert "被问得最多的：黄金首饰、金条估价（2 个渠道）。" in text
    assert text.index("被问得最多的") < text.index("? a")
