"""What becomes of old loans, as tables: repaid early, and what relies on a lender."""

import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from rich.cells import cell_len
from tests.report.debt_plans import BULLET, MOVED, PART, RENEWALS, WHOLE, carrying, debt_plan
from tests.verify.right_plan import right_plan

from fundmix.plan import Application, EarlyRepayment, FundingPlan, Renewal, Warn
from fundmix.report.applications import applications
from fundmix.report.outputs import output_files, show_plan
from fundmix.report.page import Page
from fundmix.report.sections import mix
from fundmix.report.terminal import print_plan, print_table
from fundmix.words import LANGUAGES, label, note_line

ANSWER = debt_plan(
    repayments=(WHOLE, PART, BULLET, MOVED), renewals=RENEWALS, draws=carrying(*RENEWALS), status="funded"
)
NAMED = {"name": "银行经营快贷", "name_en": "Quick loan", "debt": "进货贷"}
WARNS = (
    Warn(code="talk_to_lender_overdue"),
    Warn(code="ask_renewal", values={**NAMED, "ask_by": "2026-12-21", "date": "2027-01-20", "amount": 2e5}),
    Warn(code="hardship_first", values={"count": 2}),
    Warn(code="prepay_fee_unknown", values={"debt": "进货贷", "yuan": 1_105.31}),
    Warn(code="renewal_too_late", values={**NAMED, "date": "2026-12-10"}),
    Warn(code="renewal_not_stated", values={**NAMED, "date": "2026-12-10", "amount": 200_000.5}),
)


def table(name: str, lang: str, answer: object = ANSWER) -> list[str]:
    """One table as it is printed."""
    stream = io.StringIO()
    print_table(answer, name, lang, stream)  # type: ignore[arg-type]
    return stream.getvalue().splitlines()


def test_what_is_repaid_early_is_told_to_the_cent() -> None:
    """A row per debt: day, principal, fee, interest saved, saving; below it whether anything is left."""
    lines = table("repayments", "zh")
    rows = [line.split() for line in lines if re.match(r"  20\d\d-", line)]
    assert rows[:2] == [
        ["2026-12-15", "消费金融", "12,892.44", "386.77", "1,105.31", "718.54"],
        ["2027-01-10", "借呗", "3,000.00", "0", "142.06", "142.06"],
    ]
    below = [line.strip() for line in lines if line.startswith("    ")]
    assert below[1] == "全部还清"
    assert "部分还款，还后剩余本金 ¥3,712.90" in below
    assert "全部还清；同时付清到当日的利息 ¥1,250" in below


def test_a_debt_that_moves_into_instalments_is_not_repaid() -> None:
    """It stands among what relies on a lender, since somebody else must say yes."""
    assert not any("信用卡" in line for line in table("repayments", "zh"))
    assert any("信用卡" in line for line in table("renewals", "zh"))


def test_what_to_ask_comes_by_the_day_to_ask() -> None:
    """The most urgent first; what is missing on the day if the lender refuses, and that instalments change nothing."""
    lines = table("renewals", "zh")
    rows = [line.split() for line in lines if re.match(r"  20\d\d-", line)]
    assert rows == [
        ["2026-12-05", "信用卡", "个性化分期", "2026-12-20", "46,000.00"],
        ["2026-12-21", "经营快贷", "续贷", "2027-01-20", "200,000.00"],
        ["2027-01-05", "存单质押", "展期", "2027-01-20", "43,210.50"],
    ]
    assert [line.rpartition("。")[0].partition("。")[2] for line in lines if line.startswith("    ")] == [
        "若不同意，仍须按原合同还款",
        "若不同意，2027-01-20 缺 ¥200,000",
        "若不同意，2027-01-20 缺 ¥43,210.50",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["repayments", "renewals", "mix"])
def test_figures_end_below_one_another(name: str, lang: str) -> None:
    """Tables fit 80 cells and the last figure of every row ends in the same cell, whatever the names."""
    lines = table(name, lang)
    assert max(map(cell_len, lines)) <= 80
    ends = {cell_len(line) for line in lines if re.search(r"  20\d\d-.*\d$", line)}
    assert len(ends) == (0 if name == "mix" else 1)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [76, 80, 120])
def test_pages_with_debts_fit(lang: str, width: int) -> None:
    """Every sentence on old loans, every advice and warning: no line is wider than the terminal."""
    stream = io.StringIO()
    answer = ANSWER.model_copy(update={"advice": WARNS[:4], "warnings": WARNS[4:]})
    print_plan(answer, lang, stream, width)
    assert [line for line in stream.getvalue().splitlines() if cell_len(line) > width] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("warn", WARNS, ids=lambda warn: warn.code)
def test_advice_on_debts_is_spoken(warn: Warn, lang: str) -> None:
    """Each code has a sentence with its figures, the lender named in the reader's language."""
    text = note_line(warn, lang)
    assert "{" not in text
    assert text.endswith("。" if lang == "zh" else ".")
    if "name" in warn.values:
        assert (("银行经营快贷" in text), ("Quick loan" in text)) == (lang == "zh", lang == "en")


def test_the_card_rules_are_not_overstated() -> None:
    """Article 70 lets bank and cardholder agree on instalments; it is no right to have them."""
    text = note_line(WARNS[2], "en")
    assert "let you and the bank agree on up to 60 months" in text
    assert "must" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_mix_says_which_draws_are_no_new_money(lang: str) -> None:
    """Below a draw that carries a debt on stands what it does to which debt."""
    stream = io.StringIO()
    mix(Page(lang, stream, 80), ANSWER.draws)
    text = stream.getvalue()
    for row in RENEWALS:
        words = {"zh": f"“{row.debt}”{label(row.use, lang)}", "en": f"{label(row.use, lang)} of {row.debt}"}
        assert words[lang] in text


def test_who_only_renews_is_not_applied_to() -> None:
    """A lender that carries a debt on has no new application; one with new money as well has."""
    row = Application(
        order=1, channel_id="bank_quick", name="快贷", name_en="", apply_date=RENEWALS[0].date, documents=("身份证",),
        answer_date=RENEWALS[0].date, used=True, hard_inquiry=True,
    )  # fmt: skip
    for draws, shown in (
        (carrying(*RENEWALS), False),
        ((*carrying(*RENEWALS), carrying(RENEWALS[1])[0]), True),
    ):
        new = tuple(one.model_copy(update={"use": "new"}) for one in draws[3:])
        stream = io.StringIO()
        applications(
            Page("zh", stream, 80),
            ANSWER.model_copy(update={"draws": (*draws[:3], *new), "applications": (row,)}),
        )
        assert ("快贷" in stream.getvalue()) is shown


def test_the_day_to_ask_is_bold_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first cell of a row of what relies on a lender stands out."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert any("\x1b[1m2026-12-05" in line for line in table("renewals", "zh"))


@pytest.mark.parametrize(("name", "kind"), [("repayments", EarlyRepayment), ("renewals", Renewal)])
def test_other_programs_get_every_record(
    name: str, kind: type[EarlyRepayment] | type[Renewal], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """CSV and JSON hold one row per record with the record's fields, hardship included; none: the head alone."""
    path = Path(f"{name}.csv")
    frame = pd.read_csv(io.StringIO(output_files(ANSWER, [path])[path].removeprefix("\ufeff")))
    assert list(frame.columns) == list(kind.model_fields)
    assert list(frame["debt"]) == [row.debt for row in getattr(ANSWER, name)]
    empty = output_files(debt_plan(), [path])[path]
    assert empty == "\ufeff" + ",".join(kind.model_fields) + "\n"
    whole = FundingPlan.model_validate({**right_plan(), name: getattr(ANSWER, name)})
    show_plan(whole, "json", name, "zh", {})  # type: ignore[arg-type]
    shown = json.loads(capfdbinary.readouterr().out)
    assert [row["debt"] for row in shown] == list(frame["debt"])
