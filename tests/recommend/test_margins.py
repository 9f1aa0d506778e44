"""Room for cents: taken from cash first, from limits only when nothing else helps."""

from pathlib import Path

from fundmix import load_catalog, load_needs, load_profile, optimize
from fundmix.borrower import needs_from_frame

LI = Path(__file__).parents[2] / "examples" / "li"


def test_a_cent_in_cash_takes_nothing_from_a_limit_in_whole_yuan():
    """Where cash lacks a cent, the next step is borrowed; two cents unmet are never the cheaper way."""
    profile = load_profile(LI / "profile.toml")
    wanted = needs_from_frame([{"date": "2026-12-10", "amount": 80_000, "purpose": "stock"}], profile.start)
    plan = optimize(load_catalog("cn"), profile, wanted)
    assert plan.status == "funded"
    assert {draw.channel_id: draw.amount for draw in plan.draws}["family"] == 30_000
    assert all(draw.amount % 1_000 == 0 for draw in plan.draws if draw.channel_id == "biz_quick")


def test_the_shop_of_the_example_is_funded_in_whole_yuan():
    """The plan of the example draws no cents where its lenders' limits have none."""
    profile = load_profile(LI / "profile.toml")
    plan = optimize(load_catalog("cn"), profile, load_needs(LI / "needs.csv", profile.start))
    assert plan.status == "funded"
    assert [draw.amount for draw in plan.draws if draw.amount > 1_000 and draw.amount % 100] == []
