"""What one yuan does: every method, every feature, by hand."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from pydantic import ValidationError
from tests.loans.contracts import DRAW_DATES, contracts

from fundmix.loans import Terms, line_unit_interest, unit_flows

DRAW = dt.date(2026, 12, 1)


def terms(**fields: object) -> Terms:
    """Three months at 12 % (1 % a month), annuity, unless said otherwise."""
    return Terms.model_validate({"repayment": "annuity", "term": 3, "rate": 0.12} | fields)


def test_an_annuity_pays_the_same_every_period() -> None:
    """Level payment = r ÷ (1 − (1 + r)^−n)."""
    column = unit_flows(terms(), DRAW)
    level = 0.01 / (1 - 1.01**-3)
    assert column.payment.tolist() == pytest.approx([0, level, level, level], abs=1e-15)
    assert column.balance.tolist() == pytest.approx([1, 1.01 - level, (1.01 - level) * 1.01 - level, 0])


def test_equal_principal_pays_less_interest_each_period() -> None:
    """A third of the principal each period, interest on what is left."""
    column = unit_flows(terms(repayment="equal_principal"), DRAW)
    assert column.principal.tolist() == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])
    assert column.interest.tolist() == pytest.approx([0, 0.01, 0.02 / 3, 0.01 / 3])


def test_interest_only_repays_at_the_end() -> None:
    """Interest every period, principal with the last."""
    column = unit_flows(terms(repayment="interest_only"), DRAW)
    assert column.payment.tolist() == pytest.approx([0, 0.01, 0.01, 1.01])


@pytest.mark.parametrize("method", ["bullet", "buyer_pays"])
def test_a_bullet_pays_simple_interest_at_the_end(method: str) -> None:
    """Three months of 1 % are 3 %, without interest on interest; nothing is due before."""
    column = unit_flows(terms(repayment=method), DRAW)
    assert column.payment.tolist() == pytest.approx([0, 0, 0, 1.03])
    assert unit_flows(terms(repayment=method, prepay_fee_rate=0), DRAW, closed_after=2).payment.tolist() == (
        pytest.approx([0, 0, 1.02])
    )


def test_flat_interest_is_on_the_sum_first_lent() -> None:
    """等本等息: a third of the principal and 1 % of the whole each period."""
    column = unit_flows(terms(flat=True), DRAW)
    assert column.payment.tolist() == pytest.approx([0, 1 / 3 + 0.01, 1 / 3 + 0.01, 1 / 3 + 0.01])


def test_a_flat_loan_closed_early_pays_the_interest_of_that_period_alone() -> None:
    """What is left of the principal, one period's interest, the fee on what was not yet due."""
    column = unit_flows(terms(flat=True, prepay_fee_rate=0.03), DRAW, closed_after=2)
    assert column.payment.tolist() == pytest.approx([0, 1 / 3 + 0.01, 2 / 3 + 0.01 + 0.03 / 3])


def test_grace_pays_interest_only_and_then_instalments() -> None:
    """One period of interest, then an annuity over the other two."""
    column = unit_flows(terms(interest_only=1), DRAW)
    level = 0.01 / (1 - 1.01**-2)
    assert column.payment.tolist() == pytest.approx([0, 0.01, level, level])


def test_actual_accrual_counts_the_days() -> None:
    """31, 31 and 28 days from 1 December over 360."""
    column = unit_flows(terms(repayment="interest_only", accrual="actual", day_basis=360), DRAW)
    assert (column.interest * 360 / 0.12).tolist() == pytest.approx([0, 31, 31, 28])


def test_a_leap_day_bears_interest() -> None:
    """February 2028 has 29 days."""
    column = unit_flows(terms(repayment="interest_only", accrual="actual"), dt.date(2028, 1, 1))
    assert (column.interest * 365 / 0.12).tolist() == pytest.approx([0, 31, 29, 31])


def test_a_loan_of_the_31st_is_due_on_the_last_day_of_short_months() -> None:
    """31 January, 28 February, 31 March: the day does not drift to the 28th."""
    column = unit_flows(terms(repayment="interest_only", accrual="actual"), dt.date(2027, 1, 31))
    assert (column.interest * 365 / 0.12).tolist() == pytest.approx([0, 28, 31, 30])


def test_an_annuity_by_days_is_level_and_ends_at_zero() -> None:
    """The payment solves Σ payment × discount factor = 1 with each period's own days."""
    column = unit_flows(terms(accrual="actual"), DRAW)
    factors = [0.12 * days / 365 for days in (31, 31, 28)]
    level, balance = column.payment[1], 1.0
    for factor in factors:
        balance = balance * (1 + factor) - level
    assert column.payment[1:].tolist() == pytest.approx([level] * 3, abs=1e-15)
    assert balance == pytest.approx(0, abs=1e-14)


@pytest.mark.parametrize(
    ("method", "withheld"),
    [
        ("annuity", 0.03 / (1 - 1.01**-3) - 1),
        ("equal_principal", 0.02),
        ("bullet", 0.03),
        ("interest_only", 0.03),
    ],
)
def test_interest_taken_first_leaves_principal_alone(method: str, withheld: float) -> None:
    """砍头息: less money is paid out, and what is paid later is principal."""
    plain = unit_flows(terms(repayment=method), DRAW)
    column = unit_flows(terms(repayment=method, interest_first=True), DRAW)
    assert column.proceeds == pytest.approx(1 - withheld, abs=1e-14)
    assert column.payment.tolist() == plain.principal.tolist()


def test_interest_taken_first_is_not_given_back_when_closed_early() -> None:
    """The payout is the same, the principal comes earlier."""
    contract = terms(repayment="bullet", interest_first=True, prepay_fee_rate=0.01)
    column = unit_flows(contract, DRAW, closed_after=1)
    assert column.proceeds == pytest.approx(0.97)
    assert column.payment.tolist() == pytest.approx([0, 1.01])


def test_fees_at_the_end_of_each_period() -> None:
    """The up-front fee is taken from the payout, the period fee is on the sum first lent."""
    column = unit_flows(terms(upfront_fee_rate=0.02, period_fee_rate=0.005), DRAW)
    assert column.proceeds == pytest.approx(0.98)
    assert column.fee.tolist() == [0, 0.005, 0.005, 0.005]


def test_fees_at_the_beginning_of_each_period() -> None:
    """The first fee is taken from the payout; none is due with the last payment, nor at a closing."""
    contract = terms(upfront_fee_rate=0.02, period_fee_rate=0.005, fee_first=True, prepay_fee_rate=0)
    column = unit_flows(contract, DRAW)
    assert column.proceeds == pytest.approx(0.975)
    assert column.fee.tolist() == [0, 0.005, 0.005, 0]
    assert unit_flows(contract, DRAW, closed_after=2).fee.tolist() == [0, 0.005, 0]


def test_a_subsidy_pays_its_points_until_its_last_day() -> None:
    """1.2 points of 12 %: a tenth of the interest of December, and of 15 of January's 31 days."""
    contract = terms(repayment="interest_only", rate_cut=0.012, cut_until=dt.date(2027, 1, 15))
    column = unit_flows(contract, DRAW)
    assert column.interest.tolist() == pytest.approx([0, 0.009, 0.01 - 0.001 * 15 / 31, 0.01])


def test_a_subsidy_without_an_end_lowers_all_interest_and_no_principal() -> None:
    """The split of the level payment follows the contract rate; the borrower pays net interest."""
    plain, cut = unit_flows(terms(), DRAW), unit_flows(terms(rate_cut=0.06), DRAW)
    assert cut.principal.tolist() == plain.principal.tolist()
    assert cut.interest.tolist() == pytest.approx((plain.interest / 2).tolist())


def test_a_subsidy_never_pays_more_than_the_interest() -> None:
    """A cut larger than the rate makes the loan free, not better than free."""
    assert unit_flows(terms(rate_cut=0.5), DRAW).interest.tolist() == [0, 0, 0, 0]


def test_a_custom_contract_is_what_its_flows_say() -> None:
    """The rate is ignored; flows that are left out at the end are 0; fees of the row are added."""
    contract = terms(
        repayment="custom",
        flow_principal=(0, 0.25, 0.75),
        flow_interest=(0.01, 0.02),
        flow_fee=(0.001, 0, 0, 0.003),
        upfront_fee_rate=0.01,
        prepay_fee_rate=0.1,
    )
    column = unit_flows(contract, DRAW)
    assert column.proceeds == pytest.approx(0.979)
    assert column.principal.tolist() == pytest.approx([0, 0.25, 0.75, 0])
    assert column.interest.tolist() == pytest.approx([0, 0.02, 0, 0])
    assert column.fee.tolist() == pytest.approx([0, 0, 0, 0.003])
    assert unit_flows(contract, DRAW, closed_after=1).payment.tolist() == pytest.approx([0, 1.095])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"term": 0}, "term_not_positive"),
        ({"interest_only": 3}, "no_instalments_left"),
        ({"repayment": "custom", "flow_principal": (0, 0.5)}, "flows_do_not_repay"),
        ({"repayment": "custom", "flow_principal": (0.5, 0.5)}, "principal_at_payout"),
        ({"repayment": "custom", "flow_principal": (0, 1), "flow_fee": (0,) * 5}, "flows_beyond_term"),
    ],
)
def test_terms_that_do_not_repay_are_refused(fields: dict[str, object], code: str) -> None:
    """A contract without periods, without instalments or without the end of its principal is a mistake."""
    with pytest.raises(ValidationError) as caught:
        terms(**fields)
    assert [error["type"] for error in caught.value.errors()] == [code]


def test_a_closing_that_the_terms_do_not_have_is_refused() -> None:
    """Beyond the term, at the payout, or on terms that cannot be repaid early."""
    with pytest.raises(ValueError, match="between 1 and 3"):
        unit_flows(terms(prepay_fee_rate=0), DRAW, closed_after=4)
    with pytest.raises(ValueError, match="between 1 and 3"):
        unit_flows(terms(prepay_fee_rate=0), DRAW, closed_after=0)
    with pytest.raises(ValueError, match="cannot be closed early"):
        unit_flows(terms(), DRAW, closed_after=2)


@given(contracts(), DRAW_DATES)
def test_every_contract_repays_what_it_lent(contract: Terms, draw_date: dt.date) -> None:
    """Principal parts sum to 1, none is negative, and the balance ends at exactly 0."""
    column = unit_flows(contract, draw_date)
    assert column.principal.sum() == pytest.approx(1, abs=1e-12)
    assert column.principal.min() >= -1e-15
    assert column.balance[-1] == 0
    assert (column.payment == column.principal + column.interest + column.fee).all()


@given(contracts(), DRAW_DATES)
def test_closed_after_the_term_is_the_full_contract(contract: Terms, draw_date: dt.date) -> None:
    """The last payment needs no early repayment and costs no fee for one."""
    full = unit_flows(contract, draw_date)
    closed = unit_flows(contract, draw_date, closed_after=contract.term)
    assert closed.proceeds == full.proceeds
    assert closed.payment.tolist() == full.payment.tolist()


@given(contracts(), DRAW_DATES)
def test_a_closing_changes_nothing_before_it(contract: Terms, draw_date: dt.date) -> None:
    """Until the period of the closing every payment is the contract's own."""
    middle = max(1, contract.term // 2)
    full, closed = unit_flows(contract, draw_date), unit_flows(contract, draw_date, closed_after=middle)
    assert closed.payment[:middle].tolist() == full.payment[:middle].tolist()
    assert closed.balance[-1] == 0


@given(contracts())
def test_weeks_by_days_are_weeks_by_periods(contract: Terms) -> None:
    """Seven days of a year of 364 are a week of 52: with equal periods both accruals agree."""
    weekly = contract.model_copy(update={"period": "week", "accrual": "period"})
    by_days = weekly.model_copy(update={"accrual": "actual", "rate": weekly.rate * weekly.day_basis / 364})
    by_days = by_days.model_copy(update={"rate_cut": weekly.rate_cut * weekly.day_basis / 364})
    by_periods, daily = unit_flows(weekly, DRAW), unit_flows(by_days, DRAW)
    assert daily.payment.tolist() == pytest.approx(by_periods.payment.tolist(), abs=1e-12)


def test_thirty_day_periods_over_360_days_are_twelfths() -> None:
    """April, June, September and November have 30 days: 30 ÷ 360 of the year is a month."""
    contract = terms(repayment="bullet", term=1, day_basis=360)
    for month in (4, 6, 9, 11):
        by_days = unit_flows(contract.model_copy(update={"accrual": "actual"}), dt.date(2027, month, 1))
        assert by_days.payment.tolist() == pytest.approx(unit_flows(contract, DRAW).payment.tolist())


def test_a_column_cannot_be_changed() -> None:
    """A value is frozen down to its figures."""
    with pytest.raises(ValueError, match="read-only"):
        unit_flows(terms(), DRAW).payment[0] = 1


def test_interest_of_a_line_per_yuan_of_balance() -> None:
    """One value per date, 0 first; days counted and the subsidy taken off where the terms say so."""
    dates = [dt.date(2026, 12, 1), dt.date(2027, 1, 1), dt.date(2027, 2, 1)]
    assert line_unit_interest(terms(), dates).tolist() == [0, 0.01, 0.01]
    by_days = terms(accrual="actual", rate_cut=0.06, cut_until=dt.date(2026, 12, 31))
    assert line_unit_interest(by_days, dates).tolist() == pytest.approx([0, 0.06 * 31 / 365, 0.12 * 31 / 365])
    assert np.isfinite(line_unit_interest(terms(), dates[:1])).all()
