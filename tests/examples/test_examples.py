"""Every example runs, is verified, and tells its story."""

import datetime as dt
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from fundmix import FundingPlan, eligible, load_catalog, load_needs, load_profile, optimize
from fundmix.catalog.tables import Catalog

EXAMPLES = Path(__file__).parents[2] / "examples"
PEOPLE = ("wang", "zhang", "li", "employee", "supplier")


@cache
def catalog_of(where: str | Path) -> Catalog:
    """A catalog, read once."""
    return load_catalog(where)


@cache
def plan_of(person: str, policy: str = "balanced", where: str | Path = "cn") -> FundingPlan:
    """The plan of a person's own files, made once."""
    profile = load_profile(EXAMPLES / person / "profile.toml")
    needs = load_needs(EXAMPLES / person / "needs.csv", profile.start)
    return optimize(catalog_of(where), profile, needs, policy)


def codes(plan: FundingPlan) -> set[str]:
    """The codes of a plan's warnings."""
    return {warning.code for warning in plan.warnings}


@pytest.mark.parametrize("policy", ["balanced", "cheapest"])
@pytest.mark.parametrize("person", PEOPLE)
def test_funded_and_verified(person: str, policy: str) -> None:
    """Each person's needs are met in full by a plan that passed the re-play, from 1 December 2026."""
    plan = plan_of(person, policy)
    assert (plan.status, plan.proof.verified, plan.start) == ("funded", True, dt.date(2026, 12, 1))
    assert plan.totals.unmet == plan.totals.shortfall == 0


@pytest.mark.parametrize("person", PEOPLE)
def test_price_of_safety(person: str) -> None:
    """Being careful is never cheaper, but for the effort of an application and a draw that a plan saves."""
    assert plan_of(person).totals.cost >= plan_of(person, "cheapest").totals.cost - 250


def test_zhang_takes_no_third_online_lender() -> None:
    """Zhang San owes two online lenders; a bank would mind a third: none is asked, and the bank is soft."""
    plan = plan_of("zhang")
    catalog = catalog_of("cn")
    assert "bank_payroll_credit" in {draw.channel_id for draw in plan.draws}
    assert not [draw for draw in plan.draws if catalog.channel(draw.channel_id).online_lender]
    assert "soft_lender" in codes(plan)


def test_zhang_bridges_the_weak_month() -> None:
    """In February Zhang San spends more than he earns; cash that he kept covers it, no loan for living."""
    february = plan_of("zhang").cashflow_rows[2]
    assert february.surplus < 0
    assert february.proceeds == 0
    assert february.closing >= 5_000


def test_zhang_puts_off_the_roof() -> None:
    """The roof can wait until 15 March: it is paid after the weak month, the surgery at once."""
    needed = [row.month for row in plan_of("zhang").cashflow_rows if row.need]
    assert needed == [0, 3]


def test_li_frozen_platform_lends_nothing_and_may_be_appealed() -> None:
    """The platform that froze Li Si's account is out for its limit of 0; the catalog says how to appeal."""
    plan = plan_of("li")
    assert {row.channel_id: row.verdict for row in plan.excluded_rows}["biz_wangshang"] == "limit"
    channel = catalog_of("cn").channel("biz_wangshang")
    assert "人工复核" in channel.appeal
    assert "manual review" in channel.appeal_en


def test_li_restriction_is_shown_with_its_remedy() -> None:
    """Every kind of platform reports the restricted account as a soft failure with what to do about it."""
    profile = load_profile(EXAMPLES / "li" / "profile.toml")
    failed = eligible(catalog_of("cn"), profile).failures
    rows = failed[failed["rule_id"] == "platform_account_restricted"]
    assert {"biz_wangshang", "internet_jiebei"} <= set(rows["channel_id"])
    assert set(rows["kind"]) == {"soft"}
    assert all("工单号" in remedy for remedy in rows["remedy"])


def test_li_has_the_money_in_ten_days_from_two_sides() -> None:
    """Rent and stock are paid from two lenders of different kinds, all money there before 8 December."""
    plan = plan_of("li")
    assert len({draw.category for draw in plan.draws}) >= 2
    assert max(draw.draw_date for draw in plan.draws) <= dt.date(2026, 12, 8)


def test_li_does_not_depend_on_the_appeal() -> None:
    """Without the frozen receipts the same needs are still met: the bridge stands if the appeal fails."""
    profile = load_profile(EXAMPLES / "li" / "profile.toml")
    needs = load_needs(EXAMPLES / "li" / "needs.csv", profile.start)
    plan = optimize(catalog_of("cn"), profile, [need for need in needs if need.kind == "need"])
    assert (plan.status, plan.proof.verified) == ("funded", True)


def test_employee_borrows_at_banks_only() -> None:
    """With a provident fund and payroll the cheapest mix is two bank loans below 4 % a year."""
    plan = plan_of("employee", "cheapest")
    catalog = catalog_of("cn")
    assert {catalog.channel(draw.channel_id).lender for draw in plan.draws} == {"bank"}
    assert max(draw.apr for draw in plan.draws) < 0.04


def test_employee_subsidy_ends_with_the_year() -> None:
    """What is drawn in December is cheaper than advertised until the subsidy ends; what comes later, not."""
    plan = plan_of("employee", "cheapest")
    new_year = dt.date(2027, 1, 1)
    assert all(draw.apr < draw.advertised - 1e-4 for draw in plan.draws if draw.draw_date < new_year)
    assert all(draw.apr >= draw.advertised - 1e-4 for draw in plan.draws if draw.draw_date >= new_year)
    assert {draw.draw_date < new_year for draw in plan.draws} == {True, False}
    assert "subsidy_ends" in codes(plan)


def test_supplier_borrows_on_what_the_buyer_owes() -> None:
    """Voucher and receivable carry the whole plan, each pledged once, within the share that is lent."""
    drawn: dict[str, float] = {}
    for draw in plan_of("supplier").draws:
        drawn[draw.channel_id] = drawn.get(draw.channel_id, 0) + draw.amount
    assert set(drawn) == {"scf_evoucher", "scf_factoring"}
    assert drawn["scf_evoucher"] <= 0.9 * 300_000
    assert drawn["scf_factoring"] <= 0.7 * 800_000


def test_supplier_repays_after_the_buyer() -> None:
    """Nothing falls due before 10 March, when the buyer pays, and the old bank loan is met in August."""
    plan = plan_of("supplier")
    assert all(balloon.date > dt.date(2027, 3, 10) for balloon in plan.balloons)
    assert plan.cashflow_rows[8].debt_payments > 500_000
    assert min(row.closing for row in plan.cashflow_rows) >= 50_000


def test_overlay_of_four_lines_changes_the_plan() -> None:
    """Two CSVs with four lines in all add a lender that Ms Wang's plan uses, and it gets cheaper."""
    folder = EXAMPLES / "overlay"
    lines = [line for file in sorted(folder.glob("*")) for line in file.read_text("utf-8").splitlines()]
    plan = plan_of("wang", where=folder)
    assert len(lines) == 4
    assert "town_bank" in {draw.channel_id for draw in plan.draws}
    assert plan.totals.cost < plan_of("wang").totals.cost


def test_planning_script_runs() -> None:
    """The script prints a row per sum and policy, all funded."""
    run = subprocess.run(
        [sys.executable, str(EXAMPLES / "planning_script.py")],
        capture_output=True, text=True, encoding="utf-8", check=True, timeout=120,
    )  # fmt: skip
    assert run.stdout.count("funded") == 6
