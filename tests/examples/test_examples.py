"""Every example runs, is verified, and tells its story."""

import datetime as dt
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from fundmix import (
    FundingPlan,
    eligible,
    impact,
    load_catalog,
    load_needs,
    load_policy,
    load_profile,
    optimize,
)
from fundmix.borrower import Profile
from fundmix.catalog.tables import Catalog
from fundmix.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PEOPLE = ("wang", "zhang", "li", "employee", "supplier")
RENEWED = EXAMPLES / "wang" / "renewed"
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    """The ``fundmix`` lines that a page of the examples lets its reader type."""
    blocks = SHELL.findall((EXAMPLES / page).read_text(encoding="utf-8"))
    return [line for line in "".join(blocks).splitlines() if line.startswith("fundmix ")]


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


@cache
def late_plan(renewed: bool, agreed: bool = True) -> FundingPlan:
    """Ms Wang's sales two months late: with the banks' loans, or ``renewed``; ``agreed``: the platform says yes."""
    profile = load_profile((RENEWED if renewed else EXAMPLES / "wang") / "profile.toml")
    needs = load_needs(EXAMPLES / "wang" / "needs.csv", profile.start)
    policy = load_policy(EXAMPLES / "wang" / "late_sales.toml")
    told = profile if agreed else with_debts(profile, renewable=False)
    return optimize(catalog_of(RENEWED / "catalog" if renewed else "cn"), told, needs, policy)


@cache
def card_plan(file: str) -> FundingPlan:
    """What becomes of Mr Zhao's card debt; he needs no money."""
    return optimize(catalog_of("cn"), load_profile(EXAMPLES / "card" / file), ())


def with_debts(profile: Profile, **changes: object) -> Profile:
    """The profile with something changed in all its debts."""
    debts = tuple(debt.model_copy(update=changes) for debt in profile.debts)
    return profile.model_copy(update={"debts": debts})


def codes(plan: FundingPlan) -> set[str]:
    """The codes of a plan's warnings."""
    return {warning.code for warning in plan.warnings}


def net(plan: FundingPlan) -> float:
    """What the new money costs less what it saves on old loans, yuan."""
    return plan.totals.cost - plan.totals.saved


@pytest.mark.parametrize("command", commands("README.md"))
def test_commands_of_the_page_work(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever types a line of the page, in the project's root, is answered and told of no mistake."""
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, command.split()[1:], catch_exceptions=False)
    assert (done.exit_code, done.stderr) == (0, "") or "overlay of cn" in done.stderr


def test_both_pages_show_the_same_commands() -> None:
    """The pages differ in the language of the answer alone."""
    english, chinese = commands("README.md"), commands("README.zh.md")
    assert len(english) > 8
    assert [line.replace("--lang en", "--lang zh") for line in english] == chinese


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
    assert net(plan_of(person)) >= net(plan_of(person, "cheapest")) - 250


def test_wang_repays_the_platform_out_of_cash_that_the_bank_frees() -> None:
    """The bank pays for the stock; most of the platform's 200,000 are repaid on the first payment day, at a gain."""
    plan = plan_of("wang")
    first = plan.repayments[0]
    assert (first.debt, first.date) == ("借呗", dt.date(2026, 12, 20))
    assert first.principal > 100_000
    assert net(plan) < 0
    assert plan.renewals == ()


def test_wang_replaced_relies_on_nobody() -> None:
    """Sales two months late: with the banks' loans the platform is repaid in whole before it falls due."""
    plan = late_plan(renewed=False)
    assert (plan.status, plan.proof.verified, plan.renewals) == ("funded", True, ())
    assert plan.repayments[-1].balance_after == 0
    assert plan.repayments[-1].date < dt.date(2027, 3, 20)
    assert plan.totals.saved > 7_500


def test_wang_renewed_says_what_hangs_on_one_yes() -> None:
    """The platform's 200,000 are carried on: day, sum and the day to ask by stand in plan and advice."""
    plan = late_plan(renewed=True)
    (renewal,) = plan.renewals
    assert (plan.status, plan.proof.verified, renewal.use) == ("funded", True, "renew")
    assert (renewal.debt, renewal.date, renewal.ask_by) == (
        "借呗",
        dt.date(2027, 3, 20),
        dt.date(2027, 2, 18),
    )
    assert renewal.amount == pytest.approx(200_000, abs=1)
    assert "ask_renewal" in {warning.code for warning in plan.advice}


def test_wang_renewing_is_dearer_than_replacing_and_cheaper_than_a_no() -> None:
    """About 600, 10,200 and 15,000 yuan net: a yes is worth its price only where no bank lends."""
    replaced, renewed, refused = late_plan(False), late_plan(True), late_plan(True, agreed=False)
    assert refused.status == "funded"
    assert net(replaced) + 5_000 < net(renewed) < net(refused) - 2_000


def test_wang_with_bank_loans_leaves_the_yes_unused() -> None:
    """Were the platform to renew as well, her own plan would not be another one."""
    profile = with_debts(load_profile(EXAMPLES / "wang" / "profile.toml"), renewable=True)
    needs = load_needs(EXAMPLES / "wang" / "needs.csv", profile.start)
    assert optimize(catalog_of(RENEWED / "catalog"), profile, needs).renewals == ()


def test_wang_pays_for_the_bank_that_is_halved_and_not_for_the_platforms() -> None:
    """Seven channels close to her, none of them in her plan; the bank's half costs about 270 yuan."""
    profile = load_profile(EXAMPLES / "wang" / "profile.toml")
    needs = load_needs(EXAMPLES / "wang" / "needs.csv", profile.start)
    found = impact(catalog_of("cn"), catalog_of(EXAMPLES / "wang" / "tightened"), profile, needs)
    closed = {row.channel_id for row in found.verdicts if row.after == "ineligible"}
    assert found.plan is not None
    assert len(closed) == 7
    assert not closed & set(found.plan.before.channels)
    assert found.plan.before.verified
    assert found.plan.after.verified
    assert (found.plan.effect, found.plan.by, found.plan.entered) == ("worse", "cost", ("biz_flow_loan",))
    assert 200 < found.plan.net_change < 350
    halved = {row.channel_id: (row.before.limit, row.after.limit) for row in found.offers}
    assert halved["biz_quick"] == (260_000, 130_000)
    assert [(row.key, row.days_left) for row in found.expiring] == [("local_tax_loan_2026", 30)]


def test_zhang_is_rid_of_one_online_lender() -> None:
    """The bank pays for the operation, own cash repays the second online loan in whole in the first month."""
    plan = plan_of("zhang")
    (repaid,) = plan.repayments
    assert (repaid.debt, repaid.date, repaid.balance_after) == ("借呗", dt.date(2026, 12, 10), 0)
    assert repaid.saving == repaid.interest_saved - repaid.fee > 400
    contracts = {row.offer_id: row for row in plan.inputs.contracts}
    assert all("repay_loan" in contracts[draw.offer_id].banned_purposes for draw in plan.draws)


def test_zhang_gains_more_than_the_larger_bank_loan_costs() -> None:
    """Without early repayment he would borrow less: 419 saved cost about 260 more at the bank."""
    profile = with_debts(load_profile(EXAMPLES / "zhang" / "profile.toml"), prepay_fee_rate=0.99)
    needs = load_needs(EXAMPLES / "zhang" / "needs.csv", profile.start)
    staying = optimize(catalog_of("cn"), profile, needs)
    assert staying.repayments == ()
    assert 100 < staying.totals.cost - net(plan_of("zhang")) < 250


def test_zhang_keeps_a_reserve() -> None:
    """What is left in December covers three months of his other loan and the loss of February."""
    plan = plan_of("zhang")
    other = plan.cashflow_rows[1].debt_payments
    assert plan.cashflow_rows[0].closing >= 3 * other + 1_500


def test_card_debt_moves_to_instalments_that_can_be_carried() -> None:
    """60 months, less than what is left of the wages, and no yuan of new money."""
    plan = card_plan("profile.toml")
    (draw,), (renewal,) = plan.draws, plan.renewals
    assert (plan.status, plan.proof.verified, plan.totals.shortfall) == ("funded", True, 0)
    assert (draw.use, draw.term_months, draw.amount) == ("hardship", 60, 80_000)
    assert (renewal.use, renewal.date) == ("hardship", dt.date(2026, 12, 20))
    assert max(row.payments for row in plan.cashflow_rows) < 2_600
    assert plan.advice[0].code == "hardship_first"


def test_card_overdue_puts_rights_first() -> None:
    """With a payment overdue the first words are to talk to the lender, and nothing new is lent."""
    plan = card_plan("overdue.toml")
    assert [warning.code for warning in plan.advice[:2]] == ["talk_to_lender_overdue", "hardship_first"]
    assert {draw.use for draw in plan.draws} == {"hardship"}


def test_card_files_differ_in_the_missed_payment_alone() -> None:
    """The second story is the first one a step later."""
    first, second = (load_profile(EXAMPLES / "card" / file) for file in ("profile.toml", "overdue.toml"))
    changed = {name for name in first.facts if first.facts[name] != second.facts[name]}
    assert changed == {"overdue_now"}
    assert (first.cash, first.debts) == (second.cash, second.debts)


def test_zhang_takes_no_third_online_lender() -> None:
    """Zhang San owes two online lenders; a bank would mind a third: none is asked, and the bank is soft."""
    plan = plan_of("zhang")
    catalog = catalog_of("cn")
    assert "bank_payroll_credit" in {draw.channel_id for draw in plan.draws}
    assert not [draw for draw in plan.draws if catalog.channel(draw.channel_id).online_lender]
    assert "soft_lender_quoted" in codes(plan)


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
    """Nothing falls due before 10 March, when the buyer pays; that repays the bank four months early."""
    plan = plan_of("supplier")
    assert all(balloon.date > dt.date(2027, 3, 10) for balloon in plan.balloons)
    (repaid,) = plan.repayments
    assert (repaid.date, repaid.principal, repaid.balance_after) == (dt.date(2027, 4, 21), 500_000, 0)
    assert repaid.saving == pytest.approx(7_000)
    assert plan.renewals == ()
    assert min(row.closing for row in plan.cashflow_rows) >= 50_000


def test_overlay_of_four_lines_changes_the_plan() -> None:
    """Two CSVs with four lines in all add a lender that Ms Wang's plan uses, and it gets cheaper."""
    folder = EXAMPLES / "overlay"
    lines = [line for file in sorted(folder.glob("*")) for line in file.read_text("utf-8").splitlines()]
    plan = plan_of("wang", where=folder)
    assert len(lines) == 4
    assert "town_bank" in {draw.channel_id for draw in plan.draws}
    assert net(plan) < net(plan_of("wang")) - 500


def test_planning_script_runs() -> None:
    """The script prints a row per sum and policy, all funded."""
    run = subprocess.run(
        [sys.executable, str(EXAMPLES / "planning_script.py")],
        capture_output=True, text=True, encoding="utf-8", check=True, timeout=120,
    )  # fmt: skip
    assert run.stdout.count("funded") == 6
