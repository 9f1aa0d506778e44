"""A plan on a terminal: the answer first, figures whole, names aligned, nothing that deceives."""

import datetime as dt
import io
import re

import pytest
from rich.cells import cell_len
from tests.report.example_plan import DRAWS, cashflow, draw, inputs, plan

from fundmix.catalog.load import load_catalog
from fundmix.plan import Binding, Excluded, Failure, FundingPlan, NeedRow, Warn
from fundmix.report.facts import fact_texts
from fundmix.report.terminal import TABLE_NAMES, print_plan, print_table

LANGUAGES = ("zh", "en")
LONG_NAME = "某某省某某市中小微企业应收账款供应链电子凭证融资服务（线上反向保理，含再保理）专项产品"


def page(answer: FundingPlan, lang: str, width: int = 80) -> str:
    """The page as it is printed."""
    stream = io.StringIO()
    print_plan(answer, lang, stream, width)
    return stream.getvalue()


def test_the_first_screen_answers_in_order() -> None:
    """Funded or not, heaviest month, cost in all, when the money is there; then the mix."""
    lines = [line for line in page(plan(), "zh").splitlines() if line]
    assert lines[:5] == [
        "能筹齐：3 个渠道、3 笔借款，最多时共借 ¥230,000，每笔用款都按时到位。",
        "  还款最重  2027年5月，要还 ¥18,651.70：旧债 ¥3,200，新借 ¥15,451.70",
        "  总共花费  ¥11,337.86（利息 ¥11,217.86，费用 ¥120），年化利率（单利）9.21%",
        "  钱到位    最早 2026-12-04，最晚 2027-03-01",
        "借款组合",
    ]


def test_three_prices_stand_together() -> None:
    """A draw shows the advertised rate, the APR and the effective rate on one line, and its basis."""
    line = next(line for line in page(plan(), "en").splitlines() if line.startswith("  d2 "))
    assert line.split()[-6:] == ["50,000", "0.05%/day", "18.25%", "19.86%", "4,657.50", "quote"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [76, 80, 120])
@pytest.mark.parametrize("scale", [1.0, 7.77, 1_234.56, 1e6])
def test_no_line_is_wider_than_the_terminal(lang: str, width: int, scale: float) -> None:
    """Long names fold and large sums change their unit; nothing runs over the edge."""
    answer = plan(
        draws=(draw(1, name=LONG_NAME, name_en=LONG_NAME, amount=123_456.78 * min(scale, 2000)), *DRAWS[1:]),
        cashflow_rows=cashflow(30, scale),
    )
    assert [line for line in page(answer, lang, width).splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize("scale", [1.0, 1_234.56])
def test_figures_are_never_cut(scale: float) -> None:
    """Every amount of the mix is on the page to the cent, on one line, however large."""
    draws = tuple(draw(n, amount=round(98_765.43 * scale * n, 2), name=LONG_NAME) for n in (1, 2, 3))
    text = page(plan(draws=draws), "zh")
    assert [f"{one.amount:,.2f}" for one in draws if f"{one.amount:,.2f}" not in text] == []


def test_columns_end_below_one_another_under_chinese_names() -> None:
    """Figures are aligned by cells: the APR of every draw ends in the same column."""
    lines = [line for line in page(plan(), "zh").splitlines() if re.match(r"  d\d ", line)]
    ends = {
        cell_len(line[: line.index(f"{one.apr * 100:.2f}%", 40) + 5])
        for one, line in zip(DRAWS[1:], lines[1:], strict=True)
    }
    assert len(ends) == 1


def test_large_sums_are_shown_in_ten_thousands() -> None:
    """Where whole yuan have no room the Chinese table counts in 万元 and says so."""
    text = page(plan(cashflow_rows=cashflow(14, 1e4)), "zh", 80)
    assert "单位：万元" in text
    assert re.search(r"2026-12 +22,000\.00", text)


def test_cash_beyond_the_first_months_is_counted() -> None:
    """Long plans show the first months and say how many more there are, and where."""
    text = page(plan(cashflow_rows=cashflow(30)), "en")
    assert "The other 12 rows: --table cashflow." in text
    assert "2029-05" not in text


def test_what_is_not_funded_is_said_first() -> None:
    """A partial plan opens with the missing sum, then each open need, then payments that cannot be met."""
    row = NeedRow(
        name="need1",
        date=dt.date(2027, 1, 15),
        month=1,
        purpose="stock",
        amount=230_000,
        unmet=30_000,
        gives=(),
    )
    totals = plan().totals.model_copy(update={"unmet": 30_000.0, "shortfall": 500.0})
    lines = page(plan(status="partial", need_rows=(row,), totals=totals), "zh").splitlines()
    assert lines[:3] == [
        "筹不齐：¥230,000 的用款还缺 ¥30,000。下面是能做到的最好方案。",
        "  · 2027-01-15 进货：¥230,000 中还缺 ¥30,000",
        "  · 已有还款和亏损中有 ¥500 付不出，请在到期前先联系原贷款机构。",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_without_loans_has_no_mix(lang: str) -> None:
    """When no loan is needed there is no table of loans and no price."""
    text = page(plan(status="not_needed", draws=(), applications=(), balloons=()), lang)
    assert not re.search(r"\bd\d\b|APR|年化", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_ends_with_what_it_is_not(lang: str) -> None:
    """The fixed warnings, the disclaimer, the catalog with its hash and the proof stand on every page."""
    text = page(plan(), lang)
    for part in (
        {"zh": "非授信、非报价、非法律意见", "en": "not credit, not a quote"}[lang],
        "3f9a1c77d2e0",
        "channels:house",
        "HiGHS",
    ):
        assert part in text.replace("\n", " "), part
    for part in {
        "zh": ("放款前", "AB贷", "征信修复", "砍头息"),
        "en": ("in advance", "AB loans", "credit report", "砍头息"),
    }[lang]:
        assert part in text.replace("\n    ", " "), part


def test_names_cannot_speak_to_the_terminal() -> None:
    """A name keeps its brackets and loses escape sequences, line ends and turned reading directions."""
    text = page(plan(draws=(draw(1, name="[bold red]A\x1b[2J\u202eB\nC[/]"),)), "zh")
    assert "[bold red]A[2JB" in text
    assert "C[/]" in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", text)


def test_advice_and_warnings_are_sentences() -> None:
    """Codes become sentences with their figures."""
    warn = Warn(code="months", values={"count": 7})
    text = page(plan(advice=(warn,), warnings=(warn,)), "zh")
    assert text.count("  · 7 个月\n") == 2
    assert text.index("  · 7 个月\n") < text.index("借款组合"), "advice stands before the mix"


def test_the_reason_of_an_excluded_channel_is_shortened() -> None:
    """The nearest channels come first, each with one reason and how many more it has."""
    text = page(plan(), "zh")
    assert "税贷(纳税信用贷)：不符合条件。要求连续纳税满 24 个月" in text
    assert "发票贷：缺信息。近 12 个月开票金额不低于 50 万元（另有 1 条）" in text
    assert "其余：被策略排除 1 个。" in text


def test_of_a_fact_that_is_not_stated_only_the_requirement_is_said() -> None:
    """No reason is put into the mouth of who was not asked; a rule known to be missed comes before it."""
    silent = Failure(
        rule_id="willing", field="family_willing", operator="==", required="yes", actual=None, distance=None,
        kind="hard", reason="还没有亲友答应借款。", remedy="", remedy_months=None, state="unknown",
    )  # fmt: skip
    missed = silent.model_copy(update={"reason": "单位不在名单上。", "state": "failed", "actual": "ordinary"})
    rows = tuple(
        Excluded(channel_id=name, name=name, name_en="", verdict=verdict, failed=failed)
        for name, verdict, failed in (("甲", "unknown", (silent,)), ("乙", "ineligible", (silent, missed)))
    )
    stream = io.StringIO()
    print_plan(plan(excluded_rows=rows), "zh", stream, 80, fact_texts(load_catalog("cn"), "zh"))
    assert "甲：缺信息。是否有亲友愿意借：未填，应为是。\n" in stream.getvalue()
    assert "乙：不符合条件。单位不在名单上。（另有 1 条）\n" in stream.getvalue()


@pytest.mark.parametrize("table", TABLE_NAMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_table_alone_fits_as_well(table: str, lang: str) -> None:
    """``--table`` prints one table in full within 80 cells."""
    stream = io.StringIO()
    print_table(plan(cashflow_rows=cashflow(40)), table, lang, stream)  # type: ignore[arg-type]
    lines = stream.getvalue().splitlines()
    assert len(lines) > 1
    assert max(map(cell_len, lines)) <= 80
    assert table != "cashflow" or any("2030-03" in line for line in lines)


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A piped page holds no escape sequence."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in page(plan(), "zh")


def test_periods_that_are_not_months_have_dates() -> None:
    """A plan of quarters shows the first day of each, and does not speak of months."""
    text = page(plan(inputs=inputs(period="quarter"), applications=(), draws=DRAWS[:1]), "en")
    assert "Heaviest period" in text
    assert re.search(r"^  Period +Own cash", text, re.MULTILINE)
    assert re.search(r"^  2027-01-01 +22,000", text, re.MULTILINE)


def test_what_holds_back_is_named_with_the_channel() -> None:
    """A rule with its own sentence is said with the channel's name; a page shows the five strongest."""
    rows = tuple(
        Binding(rule="limit", subject="house", step=10_000, change_unmet=-amount, change_cost=0)
        for amount in range(9_000, 2_000, -1_000)
    )
    lines = [line for line in page(plan(binding=rows), "zh").splitlines() if "房抵经营贷" in line]
    assert [re.search(r"¥([\d,]+)\D*$", line).group(1) for line in lines] == [  # type: ignore[union-attr]
        "9,000", "8,000", "7,000", "6,000", "5,000",
    ]  # fmt: skip
