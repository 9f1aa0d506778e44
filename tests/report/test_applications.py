"""The application plan on a terminal."""

import datetime as dt
import io

import pytest
from rich.cells import cell_len
from tests.report.example_plan import plan

from fundmix.analysis.alternatives import Replacement
from fundmix.analysis.mixes import Part
from fundmix.plan import Application, FundingPlan, OutageRow, ReplacementDraw
from fundmix.report.applications import all_applications, applications
from fundmix.report.page import Page
from fundmix.words import LANGUAGES

DAY = dt.date(2026, 12, 4)


def row(order: int, name: str, **words: object) -> Application:
    """An application of the first day."""
    own = {
        "order": order,
        "channel_id": name,
        "name": name,
        "name_en": "",
        "apply_date": dt.date(2026, 12, 1),
    }
    plain = {"answer_date": DAY, "used": True, "hard_inquiry": True, "documents": ("身份证",)}
    return Application.model_validate({**own, **plain, **words})


ROWS = (
    row(1, "family", hard_inquiry=False),
    row(2, "bank", appeal="请复核", appeal_en="Ask again", again_by=dt.date(2027, 4, 1)),
    row(3, "town", appeal="请复核", appeal_en="Ask again", used=False),
)


def outage(channel: str, missing: float = 0.0, extra: float = 0.0) -> OutageRow:
    """What the plan has found out about a refusal."""
    draw = ReplacementDraw(
        channel_id="town", name="镇银行", name_en="Town bank", draw_date=DAY, amount=5e4, planned=0.0
    )
    return OutageRow(
        outage_id=f"channel:{channel}", name=channel, name_en="", hits=(channel,), date=DAY, draws=(draw,),
        funded_share=1.0, missing=missing, extra_cost=extra,
    )  # fmt: skip


def shown(lang: str, *outages: OutageRow, **words: object) -> str:
    """The whole table, its lines unfolded; no line is wider than 80 cells."""
    stream = io.StringIO()
    spread = plan().diversification.model_copy(update={"outages": outages})
    all_applications(Page(lang, stream, 80), answer(diversification=spread), **words)  # type: ignore[arg-type]
    assert all(cell_len(line) <= 80 for line in stream.getvalue().splitlines())
    return " ".join(line.strip() for line in stream.getvalue().splitlines())


def answer(**changes: object) -> FundingPlan:
    """The example's plan with these applications."""
    return plan().model_copy(update={"applications": ROWS, **changes})


@pytest.mark.parametrize(
    ("lang", "harmless", "again", "spare"),
    [
        ("zh", "不查征信 · 材料：身份证", "后一笔须在 2027-04-01 前重新申请", "备用"),
        ("en", "No hard inquiry · Bring: 身份证", "apply anew by 2027-04-01", "stand-by"),
    ],
)
def test_each_row_says_what_it_leaves_and_what_to_bring(
    lang: str, harmless: str, again: str, spare: str
) -> None:
    """No hard inquiry is said, so is the day to ask anew and who only stands by."""
    text = shown(lang)
    assert harmless in text and again in text and spare in text


def test_one_way_to_appeal_is_said_once() -> None:
    """Two lenders with the same words share a line, in the language."""
    assert shown("en").count("Ask again") == 1
    assert "bank; town: Ask again" in shown("en")
    assert "bank、town：请复核" in shown("zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_the_plan_points_to_the_table(lang: str) -> None:
    """The short section has no appeals but says where they stand; without any it does not."""
    for rows, told in ((ROWS, True), (ROWS[:1], False)):
        stream = io.StringIO()
        applications(Page(lang, stream, 80), answer(applications=rows))
        assert ("--table applications" in stream.getvalue()) is told
        assert "请复核" not in stream.getvalue() and "Ask again" not in stream.getvalue()


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            outage("bank", extra=312.0),
            "bank: ¥50,000 from Town bank on 2026-12-04; everything is still met, for ¥312 more",
        ),
        (outage("bank", extra=-5.0), "everything is still met, at no extra cost"),
        (outage("bank", missing=800.0), "¥800 would then be missing"),
    ],
)
def test_what_takes_a_lender_s_place_is_told_where_the_plan_has_looked(
    found: OutageRow, sentence: str
) -> None:
    """What is drawn then and what it costs more, or what is missing; nothing of groups and of who stands by."""
    assert sentence in shown("en", found)
    other = found.model_copy(update={"outage_id": "group:bank"})
    for quiet in (shown("en"), shown("en", other), shown("en", outage("town"))):
        assert "If one refuses for good" not in quiet


def test_the_next_best_mix_stands_where_the_plan_has_not_looked() -> None:
    """A mix planned anew is told for a lender whose refusal the plan has no answer to; its own answer wins."""
    part = Part(channel_id="town", name="镇银行", name_en="Town bank", amount=5e4, share=1.0)
    mix = Replacement(
        channel_id="bank", name="bank", name_en="", value=20.0, extra_cost=12.0, missing=0.0, mix=(part,)
    )
    text = shown("en", instead=(mix,))
    assert "planned anew: Town bank ¥50,000" in text
    assert "¥12 more" in text
    assert "planned anew" not in shown("en", outage("bank"), instead=(mix,))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_application_is_said(lang: str) -> None:
    """An empty table says so instead of showing nothing; the page of the plan leaves it out."""
    stream, short = io.StringIO(), io.StringIO()
    all_applications(Page(lang, stream, 80), answer(applications=()))
    applications(Page(lang, short, 80), answer(applications=()))
    assert {"zh": "不需要新的申请", "en": "No new application"}[lang] in stream.getvalue()
    assert short.getvalue() == ""
