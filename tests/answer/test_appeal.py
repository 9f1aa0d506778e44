"""Lenders that closed their door, perhaps by mistake."""

import io
from pathlib import Path

import pytest

from fundmix import FundingPlan, load_catalog, load_needs, load_profile, optimize
from fundmix.report.terminal import print_plan

LI = Path(__file__).parents[2] / "examples" / "li"


@pytest.fixture(scope="module")
def plan() -> FundingPlan:
    """The plan of the shop whose platform account was frozen."""
    profile = load_profile(LI / "profile.toml")
    return optimize(load_catalog("cn"), profile, load_needs(LI / "needs.csv", profile.start))


def test_the_frozen_platform_carries_its_appeal(plan):
    """The platform that shows a limit of 0 says in both languages where to object; others without a case do not."""
    rows = {row.channel_id: row for row in plan.excluded_rows}
    assert rows["biz_wangshang"].appeal and rows["biz_wangshang"].appeal_en
    assert not rows["bank_consumer_online"].appeal


@pytest.mark.parametrize(
    ("lang", "says"), [("zh", "若属误判：先在App"), ("en", "If this is a mistake: Read")]
)
def test_the_frozen_platform_stands_first(plan, lang, says):
    """It is the first channel that is left out, and the appeal stands below it."""
    text = io.StringIO()
    print_plan(plan, lang, text)
    heading = {"zh": "其他渠道为何未用", "en": "Why other channels are out"}[lang]
    row = next(row for row in plan.excluded_rows if row.channel_id == "biz_wangshang")
    first, second, *_ = text.getvalue().split(heading)[1].strip().splitlines()
    assert (row.name if lang == "zh" else row.name_en) in first
    assert second.strip().startswith(says)
