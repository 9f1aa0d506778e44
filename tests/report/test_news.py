"""Catalog news in words: every column has a name, every change a sentence, no line is too long."""

import io
import re
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from rich.cells import cell_len
from tests.cases import START, Story, channel, debt, need
from tests.catalog.mutations import mutated

import fundmix
from fundmix.analysis.impact import impact
from fundmix.catalog.diff import diff
from fundmix.catalog.expiring import expiring
from fundmix.catalog.load import load_catalog
from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.tables import TABLES, Catalog, Settings
from fundmix.report.cells import Named, cell_text, column_label, is_text
from fundmix.report.changes import change_lines
from fundmix.report.news import NEWS_COLUMNS, expiring_lines, news_rows, print_news
from fundmix.report.page import Page
from fundmix.words import LANGUAGES, all_sentences

EXAMPLES = Path(__file__).parents[2] / "examples"

PYTHON = re.compile(r"\b(None|True|False|nan|inf)\b|datetime|\(\)")
"""Values as Python writes them."""


@cache
def market() -> Catalog:
    """The bundled catalog."""
    return load_catalog("cn")


def page_of(old: Catalog, new: Catalog, lang: str, mine: Any = None) -> str:
    """The whole page."""
    stream = io.StringIO()
    print_news((old, new), diff(old, new), mine, lang, stream)
    return stream.getvalue()


def lines_of(old: Catalog, new: Catalog, lang: str = "zh") -> list[tuple[str, str]]:
    """Every change in words."""
    named = Named.of(Page(lang, io.StringIO()), old, new)
    return [line for row in diff(old, new).rows for line in change_lines(row, named)]


def overlay(**tables: Any) -> Catalog:
    """Rows over the bundled catalog."""
    return catalog_from_frames(tables, {"name": "mine"}, extends=market())


def edited(table: str, key: str, **changes: Any) -> Catalog:
    """The bundled catalog with cells of one row changed."""
    rows = [
        row.model_copy(update=changes) if getattr(row, row.key[0]) == key else row
        for row in getattr(market(), table)
    ]
    return market().model_copy(update={table: tuple(rows)})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)
def test_every_column_has_a_name(model: Any, lang: str) -> None:
    """No column of a row model is without a label in both languages, and no two of a table share one."""
    page = Page(lang, io.StringIO())
    for column in model.model_fields:
        codes = {f"cell_{model.table}_{column}", f"cell_{column}"}
        assert codes & set(all_sentences()), column
        assert column_label(model.table, column, page)
    own = [
        name for name in model.model_fields if name not in ("from_value", "to_value", "when_from", "when_to")
    ]
    assert len({column_label(model.table, name, page) for name in own}) == len(own)


def test_every_word_of_the_settings_has_a_name() -> None:
    """A changed setting is told by its name, not by its key."""
    told = set(all_sentences())
    assert [n for n in Settings.model_fields if not {f"cell_settings_{n}", f"cell_{n}"} & told] == []


def test_a_column_without_a_name_is_readable() -> None:
    """One that a later table brings falls back to its own words."""
    assert column_label("channels", "blood_type", Page("zh", io.StringIO())) == "blood type"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", [model.table for model in TABLES])
def test_every_cell_of_the_bundled_catalog_can_be_told(table: str, lang: str) -> None:
    """No value is shown as Python writes it."""
    named = Named.of(Page(lang, io.StringIO()), market())
    for row in getattr(market(), table):
        for column in type(row).model_fields:
            text = cell_text(row, column, named)
            assert text
            # a writer's own words may be any
            assert is_text(table, column) or not PYTHON.search(text), (row, column)


@pytest.mark.parametrize(
    ("new", "line"),
    [
        (lambda: edited("channels", "biz_quick", lead_days=7), ("worse", "出账天数 1 → 7")),
        (lambda: edited("channels", "internet_jiebei", amount_max=100_000.0),
         ("worse", "额度上限 ¥200,000 → ¥100,000")),
        (lambda: edited("channels", "biz_quick", hard_inquiry=False), ("better", "查征信 是 → 否")),
        (lambda: edited("channels", "biz_quick", applicant=("sme",)), ("worse", "申请人：去掉个体工商户")),
        (lambda: edited("eligibility", "wangshang_score", value="650"),
         ("worse", "准入规则 芝麻分 ≥ 600分 → 芝麻分 ≥ 650分")),
        (lambda: overlay(eligibility=[{
            "rule_id": "x", "applies_to": "channel:biz_quick", "field": "industry", "operator": "not_in",
            "value": "ecommerce;retail", "reason": "暂停受理。"}]),
         ("worse", "新增准入规则（必须）：所属行业 ∉ 电商、零售。暂停受理")),
        (lambda: overlay(products=[{"channel_id": "biz_quick", "product_id": "renewal", "enabled": "no"}]),
         ("worse", "取消产品 renewal（续贷）：3.00%–5.50%，12个月，先息后本")),
        (lambda: overlay(limits=[{"applies_to": "channel:biz_quick", "field": "monthly_turnover", "multiplier": 0.5,
                                  "cap": 3_000_000, "source": "m", "as_of": "2025", "confidence": "D"}]),
         ("worse", "按“近6个月月均经营流水”算的额度：倍数 1 → 0.5")),
        (lambda: overlay(subsidies=[{"subsidy_id": "x", "applies_to": "channel:biz_quick", "rate_cut": "1%",
                                     "available_until": "2027-01-31", "text": "地方贴息：每年1个百分点"}]),
         ("better", "新增贴息“地方贴息”（贴息点数 1.00%、截止日 2027-01-31）")),
    ],
)  # fmt: skip
def test_changes_read_like_this(new: Any, line: tuple[str, str]) -> None:
    """Label, old → new; a rule as what it asks; a row that comes or goes in one line; better or worse."""
    assert lines_of(market(), new()) == [line]


def test_a_price_is_told_in_its_own_unit() -> None:
    """A daily rate as a day's, a yearly one as a year's."""
    story = Story(channels=[channel("a", 0.18), channel("b", 0.0005, rate_basis="daily")], needs=())
    new = story.but(channels=[channel("a", 0.24), channel("b", 0.0006, rate_basis="daily")])
    assert [text for _, text in lines_of(story.catalog, new.catalog, "en")] == [
        "product “main”: rate 18.00% → 24.00%",
        "product “main”: rate 0.05%/day → 0.06%/day",
    ]


def test_a_long_text_is_told_as_it_is_now() -> None:
    """In the reader's language; that the other one was reworded too is left to JSON."""
    words = {"appeal": "请先打客服电话" * 6, "appeal_en": "Call the service line first. " * 3}
    new = edited("channels", "biz_quick", **words)
    assert [text for _, text in lines_of(market(), new, "zh")] == [f"误拒申诉改为：{words['appeal']}"]
    assert [text for _, text in lines_of(market(), new, "en")] == [
        f"if refused by mistake (English) now: {words['appeal_en']}"
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("seed", range(8))
def test_any_news_fits_the_page(seed: int, lang: str) -> None:
    """Random edits of every kind: each line within 80 cells, no list without end, no Python in it."""
    new, _ = mutated(market(), Random(seed), 40)
    page = page_of(market(), new, lang)
    assert max(cell_len(line) for line in page.splitlines()) <= 80
    assert not PYTHON.search(page)
    assert lines_of(market(), new, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_catalog_against_another_stays_readable(lang: str) -> None:
    """Nothing in common: a page all the same, tables cut with what is left out counted."""
    other = load_catalog(EXAMPLES / "textbook" / "catalog")
    for old, new in ((market(), other), (other, market())):
        page = page_of(old, new, lang)
        assert max(cell_len(line) for line in page.splitlines()) <= 80
        assert "--format csv" in page


def test_nothing_new_is_said_in_one_line() -> None:
    """Neither legend nor headings."""
    assert len(page_of(market(), market(), "zh").splitlines()) == 4


def test_rows_hold_every_cell() -> None:
    """The CSV has a line per changed cell, renewed sources marked as such, words of the settings first."""
    new = edited("channels", "biz_quick", lead_days=7, as_of="2030")
    (lead, as_of) = news_rows(diff(market(), new))
    assert (lead["column"], lead["old"], lead["new"], lead["effect"], lead["source_only"]) == (
        "lead_days", 1, 7, "worse", "no"
    )  # fmt: skip
    assert (as_of["column"], as_of["source_only"]) == ("as_of", "yes")
    assert set(lead) == set(NEWS_COLUMNS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lapsing_rows_are_sentences(lang: str) -> None:
    """What, until when, how many days, whom; at most three names."""
    rows = [row for row in expiring(market(), START.replace(year=2026, month=12)) if row.table == "subsidies"]
    first, second = sorted(expiring_lines(rows, market(), lang), key=len)
    assert "2026-12-31" in first
    assert "30" in first
    assert {"zh": "个人消费贷款财政贴息", "en": "Public interest subsidy on consumer loans"}[lang] in second
    assert {"zh": "另外2家", "en": "2 more"}[lang] in second


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_lapsing_row_has_words(lang: str) -> None:
    """Products, period limits, outages, laws and quotes as well; today and yesterday."""
    story = Story(
        channels=[channel("a", 0.1, available_until="2027-01-31")],
        needs=(),
        quotes=[{"channel_id": "a", "limit": 1, "valid_until": "2027-01-01"}],
        tables={
            "availability": [{"channel_id": "a", "period": 0, "limit": 9}],
            "regulations": [
                {"regulation_id": "law", "kind": "info", "text": "x", "effective_until": "2027-01-05"}
            ],
            "outages": [
                {
                    "outage_id": "o",
                    "name": "o",
                    "applies_to": "all",
                    "limit_factor": 0.5,
                    "months": 1,
                    "status": "in_force",
                }
            ],
        },
    )
    mine = impact(story.catalog, story.catalog, story.profile, (), story.policy)
    rows = [*expiring(story.catalog, START), *(row for row in mine.expiring if row.table == "quotes")]
    lines = expiring_lines(rows, story.catalog, lang)
    assert len(lines) == len(set(lines)) == 5
    past = [row.model_copy(update={"days_left": -1}) for row in rows]
    assert all(
        one != other for one, other in zip(lines, expiring_lines(past, story.catalog, lang), strict=True)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_for_a_borrower(lang: str) -> None:
    """Every sentence of the impact in both languages: channels that close and open, debts, what is missing."""
    story = Story(
        channels=[channel("cheap", 0.06, amount_max=60_000), channel("dear", 0.18), channel("third", 0.1)],
        needs=[need("2027-01-10", 50_000)],
        debts=[debt("旧债", 30_000, 0.18, "2027-05-15", channel_id="dear")],
        quotes=[{"channel_id": "dear", "limit": 5_000}],
        cash={"surplus": 6_000, "income": 10_000},
        facts={"score": 620},
    )
    rule = {"rule_id": "r", "applies_to": "channel:third", "field": "score", "operator": ">=", "value": "650",
            "reason": "评分不够"}  # fmt: skip
    new = story.but(
        channels=[
            channel("cheap", 0.07, amount_max=20_000),
            channel("third", 0.1),
            channel("new", 0.5, amount_max=100),
        ],
        tables={"eligibility": [rule]},
    )
    for old, changed in ((story, new), (new, story)):
        mine = impact(old.catalog, changed.catalog, story.profile, story.asked, story.policy)
        page = page_of(old.catalog, changed.catalog, lang, mine)
        assert max(cell_len(line) for line in page.splitlines()) <= 80
        assert "旧债" in page
        assert "¥20,000" in page
        assert "¥60,000" in page
        assert mine.plan is not None
        assert mine.plan.missing_change != 0
    assert {"zh": "按原合同继续还", "en": "runs on as"}[lang] in page_of(
        story.catalog,
        new.catalog,
        lang,
        impact(story.catalog, new.catalog, story.profile, story.asked, story.policy),
    )


def test_the_public_names() -> None:
    """A planner compares catalogs without knowing the rooms."""
    assert fundmix.catalog_diff(market(), market()).is_empty
    assert fundmix.expiring(market(), START.replace(year=2026)) == expiring(
        market(), START.replace(year=2026)
    )
    assert fundmix.impact is impact
