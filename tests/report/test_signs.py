"""Signs as people read them: one line each with figure, bound and day, in 80 columns and both languages."""

import io

import pytest
from tests.watch.records_of import CN, debts, facts, lenders, month, only
from tests.watch.test_stories import STORIES, by_month

from fundmix.catalog.tables import Catalog
from fundmix.report.facts import fact_texts
from fundmix.report.page import Page
from fundmix.report.signs import SIGN_COLUMNS, measured_name, sign_line, sign_rows, signs
from fundmix.watch.records import History, Sign
from fundmix.watch.signs import signs_of
from fundmix.words.layout import cells

JIEBEI = "internet_jiebei"


def page_of(found: tuple[Sign, ...], lang: str, catalog: Catalog = CN) -> str:
    """The signs on a page of 80 columns."""
    file = io.StringIO()
    signs(Page(lang, file, width=80), found, catalog)
    return file.getvalue()


def line(row: dict[str, object], history: History, day: int, lang: str) -> str:
    """The one sign of one indicator."""
    catalog = only({"reason": "原因。", "reason_en": "Why.", **row})
    (sign,) = signs_of(catalog, history, month(day))[0]
    return sign_line(sign, catalog, lang)


LEVEL = {"measure": "level", "field": "card_utilisation", "operator": ">", "value": "70%"}
LOAN = {"measure": "days_until", "field": "last_payment", "operator": "<=", "value": "60"}
SAID = {
    "a level": (LEVEL, facts(card_utilisation=[0.885]), 0,
                "Used share of the card limits: 88.5% (bound 70%), since 2026-01-01",
                "信用卡已用额度÷总额度：88.5%（界线70%），自2026-01-01起"),
    "a yes": ({"measure": "level", "field": "overdue_now", "operator": "==", "value": "yes"},
              facts(overdue_now=[True]), 0, "Why. Since 2026-01-01.", "原因。自2026-01-01起。"),
    "a rise": ({"measure": "change", "field": "online_lenders", "operator": ">=", "value": "1", "window_months": 3},
               facts(online_lenders=[1, 3]), 1,
               "Online lenders with an open balance: up 2 in 3 months (bound 1), since 2026-02-01",
               "未结清网贷机构数：3个月内升了2（界线1），自2026-02-01起"),
    "points of a ratio": (
        {"measure": "change", "field": "card_utilisation", "operator": ">=", "value": "10%", "window_months": 1},
        facts(card_utilisation=[0.5, 0.625]), 1,
        "Used share of the card limits: up 12.5 percentage points in 1 month (bound 10 percentage points), "
        "since 2026-02-01",
        "信用卡已用额度÷总额度：1个月内升了12.5个百分点（界线10个百分点），自2026-02-01起"),
    "a fall in percent": (
        {"measure": "change", "field": "monthly_turnover", "operator": "<=", "value": "-20%", "window_months": 3},
        facts(monthly_turnover=[100.0, 75.0]), 1,
        "Average monthly turnover of 6 months: down 25% in 3 months (bound 20%), since 2026-02-01",
        "近6个月月均经营流水：3个月内降了25%（界线20%），自2026-02-01起"),
    "a fall in yuan": (
        {"measure": "change", "field": "monthly_turnover", "operator": "<=", "value": "5000", "window_months": 3},
        facts(monthly_turnover=[30000.0, 20000.0]), 1,
        "Average monthly turnover of 6 months: down ¥10,000 in 3 months (bound +¥5,000), since 2026-02-01",
        "近6个月月均经营流水：3个月内降了¥10,000（界线+¥5,000），自2026-02-01起"),
    "from nothing": (
        {"measure": "change", "field": "debt_balance", "operator": ">", "value": "50%", "window_months": 6},
        facts(debt_balance=[0.0, 75.0]), 1,
        "All debt: up from 0 in 6 months, since 2026-02-01", "全部负债余额：6个月内从无到有，自2026-02-01起"),
    "another word": ({"measure": "change", "field": "region", "window_months": 3}, facts(region=["杭州", "成都"]), 1,
                     "City of residence: 杭州 → 成都 in 3 months, since 2026-02-01",
                     "常住城市：3个月内由杭州变为成都，自2026-02-01起"),
    "a trend": ({"measure": "trend", "field": "sesame_score", "operator": "<=", "value": "-5", "window_months": 6},
                facts(sesame_score=[700, 680, 660]), 2,
                "Sesame score: down 20.6 a month over 6 months (bound 5), since 2026-03-01",
                "芝麻分：近6个月平均每月降20.6（界线5），自2026-03-01起"),
    "a share": ({"measure": "share", "operator": ">", "value": "50%"}, debts({"a": (JIEBEI, 1, None)}), 0,
                'Wallet-app credit ("Jiebei" type): 100% of all debt (bound 50%), since 2026-01-01',
                "借呗类平台信用贷：占全部欠款的100%（界线50%），自2026-01-01起"),
    "an end ahead": (LOAN, debts({"借呗": (JIEBEI, 1, month(0, 11))}), 0,
                     "“借呗” ends in 10 days (bound 60), since 2026-01-01",
                     "“借呗”：10天后到期（界线60天），自2026-01-01起"),
    "an end today": (LOAN, debts({"借呗": (JIEBEI, 1, month(0))}), 0, "“借呗” ends today, since 2026-01-01",
                     "“借呗”：今天到期，自2026-01-01起"),
    "an end past": (LOAN, debts({"借呗": (JIEBEI, 1, month(0))}), 1,
                    "“借呗” ended 31 days ago and is not recorded as paid off, since 2026-01-01",
                    "“借呗”：到期日已过31天，还没有记为结清，自2026-01-01起"),
    "a day past": ({"measure": "days_until", "field": "income_verified_on", "operator": "<=", "value": "-30"},
                   facts(income_verified_on=[month(0)]), 1,
                   "Day when income was last proved to a bank or platform: 31 days ago (bound 30), since 2026-01-31",
                   "最近一次向银行或平台提交收入证明的日期：31天前（界线30天），自2026-01-31起"),
    "a limit": ({"measure": "change", "field": "limit", "operator": "<=", "value": "-30%", "window_months": 3},
                lenders("limit", {JIEBEI: 10.0}, {JIEBEI: 6.0}), 1,
                'Limit shown by Wallet-app credit ("Jiebei" type): down 40% in 3 months (bound 30%), since 2026-02-01',
                "借呗类平台信用贷显示的额度：3个月内降了40%（界线30%），自2026-02-01起"),
    "terms": ({"measure": "terms", "window_months": 3}, lenders("terms", {JIEBEI: "ta"}, {JIEBEI: "tb"}), 1,
              'Wallet-app credit ("Jiebei" type): its rows in the catalog changed within 3 months, since 2026-02-01',
              "借呗类平台信用贷：目录里的条件3个月内有变化，自2026-02-01起"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "history", "day", "english", "chinese"), SAID.values(), ids=SAID)
def test_a_sign_says_figure_bound_and_day(
    row: dict[str, object], history: History, day: int, english: str, chinese: str
) -> None:
    """Each measure in the unit of its fact; a fall is said as a fall, not with a minus."""
    assert line(row, history, day, "en") == english
    assert line(row, history, day, "zh") == chinese


def test_an_announced_outage_is_called_by_its_name() -> None:
    """The catalog's name of it, in the language."""
    found = [{"outage_id": "tight", "name": "收紧", "name_en": "Tightening", "applies_to": f"channel:{JIEBEI}",
              "limit_factor": 0, "status": "announced", "as_of": "2026-01-20"}]  # fmt: skip
    catalog = only({"measure": "announced"}, outages=found)
    (sign,) = signs_of(catalog, debts({"a": (JIEBEI, 1, None)}), month(1))[0]
    assert sign_line(sign, catalog, "en") == "Announced: Tightening, since 2026-01-20"
    assert sign_line(sign, catalog, "zh") == "已公布：收紧，自2026-01-20起"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("story", STORIES)
def test_every_month_of_a_story_fits_80_columns(story: str, lang: str) -> None:
    """No line is wider, and every sign has its action behind an arrow."""
    for found in by_month(story).values():
        text = page_of(found, lang)
        assert max(cells(one) for one in text.splitlines()) <= 80
        assert text.count("→ ") == len(found)


def test_without_signs_the_page_says_so() -> None:
    """Nothing to see is said in words."""
    assert "No sign shows." in page_of((), "en")
    assert "目前没有预警信号。" in page_of((), "zh")


def test_a_name_cannot_dress_up_the_terminal() -> None:
    """A debt is named by the borrower: control characters are left out."""
    catalog = only(LOAN)
    found, _ = signs_of(catalog, debts({"a\x1b[31m": (JIEBEI, 1, month(0))}), month(0))
    assert "\x1b" not in page_of(found, "en", catalog)


def test_rows_are_flat_and_complete() -> None:
    """One row per sign with the columns of every sign, days as text."""
    rows = sign_rows(by_month("wang")["2026-12"])
    assert [tuple(sorted(row)) for row in rows] == [tuple(sorted(SIGN_COLUMNS))] * len(rows)
    assert rows[0]["since"] == "2026-11-01"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_cannot_be_read_has_a_name(lang: str) -> None:
    """Facts by their own names, figures of debts and lenders in words."""
    _, missing = signs_of(CN, History(), month(0))
    fields = {one.field for one in missing} | {"limit", "terms"}
    names = {field: measured_name(field, fact_texts(CN, lang), lang) for field in fields}
    assert [field for field, name in names.items() if "_" in name or name == field] == []
