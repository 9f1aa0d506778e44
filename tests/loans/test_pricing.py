"""The true price: a root that is proved, or a plain no."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.loans.contracts import DRAW_DATES, contracts, small

from fundmix.errors import InputError
from fundmix.loans import Terms, apr, apr_unit_periods, price, unit_flows

DRAW = dt.date(2026, 12, 1)


def terms(**fields: Any) -> Terms:
    """A year at 6 %, annuity, unless said otherwise."""
    return Terms.model_validate({"repayment": "annuity", "term": 12, "rate": 0.06} | fields)


def codes(error: InputError) -> list[str]:
    """The codes of every mistake."""
    return [issue.code for issue in error.issues]


@pytest.mark.parametrize("method", ["annuity", "equal_principal", "interest_only"])
def test_without_fees_the_price_is_the_rate(method: str) -> None:
    """6 % a year paid monthly is 6 % simple and 6.168 % compound."""
    found = price(terms(repayment=method), DRAW)
    assert found.periodic == pytest.approx(0.005)
    assert found.apr == pytest.approx(0.06)
    assert found.effective_annual_rate == pytest.approx(1.005**12 - 1)


def test_a_fixed_fee_weighs_more_on_a_small_loan() -> None:
    """¥100 on ¥1,000 is dear, on ¥100,000 hardly seen."""
    fee = terms(fixed_fee=100)
    assert price(fee, DRAW, 1_000).apr > 0.25
    assert 0.06 < price(fee, DRAW, 100_000).apr < 0.063


def test_a_subsidy_lowers_the_price() -> None:
    """Two points of six for the whole term leave four."""
    assert price(terms(rate_cut=0.02, repayment="interest_only"), DRAW).apr == pytest.approx(0.04)


def test_money_that_must_stay_in_the_account_is_not_received() -> None:
    """6 % on 100 of which 20 stay is 7.5 % on 80."""
    kept = terms(repayment="bullet", term=1, period="year", retained_balance_rate=0.2)
    assert price(kept, DRAW).apr == pytest.approx(0.06)
    assert price(kept, DRAW, net_of_retained=True).apr == pytest.approx(0.075)


@pytest.mark.parametrize("flows", [[100, -100], [100, 0, -50, -50], [0.3, -0.1, -0.1, -0.1]])
def test_a_loan_without_cost_has_the_price_zero(flows: list[float]) -> None:
    """What is paid back is what was received, to the last bit."""
    found = apr(flows, 12)
    assert (found.periodic, found.apr, found.effective_annual_rate) == (0, 0, 0)


def test_a_loan_that_pays_the_borrower_has_a_negative_price() -> None:
    """99 back for 100."""
    assert apr([100, -99], 1).apr == pytest.approx(-0.01)


def test_several_draws_have_one_price_while_something_is_owed() -> None:
    """At 10 %: 100, then 110 less 10, then 110 and 50 more, then 176; three turns, one price."""
    assert apr([100, -10, 50, -176], 1).apr == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("flows", "code"),
    [
        ([], "no_proceeds"),
        ([0, -1], "no_proceeds"),
        ([-1, 2], "no_proceeds"),
        ([1, 2], "nothing_repaid"),
        ([100, -230, 132], "no_single_price"),  # roots 10 % and 20 %
        ([100, -200, 150], "no_single_price"),  # no root
    ],
)
def test_flows_without_a_single_price_are_refused(flows: list[float], code: str) -> None:
    """Nothing received, nothing repaid, two roots, none."""
    with pytest.raises(InputError) as caught:
        apr(flows, 12)
    assert codes(caught.value) == [code]


def test_fees_that_eat_the_payout_leave_no_price() -> None:
    """A fixed fee of ¥100 on ¥100."""
    with pytest.raises(InputError) as caught:
        price(terms(fixed_fee=100), DRAW, 100)
    assert codes(caught.value) == ["no_proceeds"]


def test_a_flow_that_is_not_a_number_is_a_fault() -> None:
    """It cannot come from a reader of fundmix."""
    with pytest.raises(ValueError, match="finite"):
        apr([1, float("nan")], 12)


@pytest.mark.parametrize("flows", [[1, -1e6], [1, -1e-6], [1e-9, -1], [1, *[-1e-3] * 10]])
def test_extreme_prices_are_found_or_refused(flows: list[float]) -> None:
    """A price stands only when the present value at it is 0; otherwise there is none."""
    try:
        rate = apr(flows, 12).periodic
    except InputError as error:
        assert codes(error) == ["no_single_price"]
    else:
        value = sum(flow / (1 + rate) ** index for index, flow in enumerate(flows))
        assert value == pytest.approx(0, abs=1e-9 * max(map(abs, flows)))


def test_a_price_beyond_all_numbers_is_infinite() -> None:
    """A million for one in a week has a simple price, but no compound one that a float holds."""
    found = apr([1, -1e6], 52)
    assert found.apr == pytest.approx(52 * (1e6 - 1))
    assert found.effective_annual_rate == float("inf")


@given(contracts(), DRAW_DATES)
def test_the_present_value_at_the_price_is_zero(contract: Terms, draw_date: dt.date) -> None:
    """Discounted at the periodic rate, payments equal proceeds to 1e-9."""
    column = unit_flows(contract, draw_date)
    assume(column.proceeds > 0.01)
    rate = price(contract, draw_date).periodic
    value = sum(payment / (1 + rate) ** index for index, payment in enumerate(column.payment.tolist()))
    assert value == pytest.approx(column.proceeds, rel=1e-9)


@given(contracts(), DRAW_DATES, small(0.1))
def test_a_higher_rate_never_lowers_the_price(contract: Terms, draw_date: dt.date, more: float) -> None:
    """Whatever the method and the fees.

    Where an annuity's payments do not carry its interest (a subsidy or the payout pays it), a higher rate
    only repays the principal later, and fees on the first sum weigh a hair less: left out here.
    """
    contract = contract.model_copy(update={"rate_cut": 0.0})
    assume(not (contract.interest_first and contract.repayment == "annuity"))
    dearer = contract.model_copy(update={"rate": contract.rate + more})
    assume(unit_flows(dearer, draw_date).proceeds > 0.01)
    assert price(dearer, draw_date).periodic >= price(contract, draw_date).periodic - 1e-9


@given(contracts(), DRAW_DATES, small(0.05))
def test_a_fee_never_lowers_the_price(contract: Terms, draw_date: dt.date, fee: float) -> None:
    """Taken from the payout it makes every loan dearer or leaves it as it is."""
    dearer = contract.model_copy(update={"upfront_fee_rate": contract.upfront_fee_rate + fee})
    assume(unit_flows(dearer, draw_date).proceeds > 0.01)
    assert price(dearer, draw_date).periodic >= price(contract, draw_date).periodic - 1e-9


@given(st.integers(1, 60), small(0.03), small(0.05))
def test_whole_unit_periods_are_the_ordinary_price(term: int, rate: float, fee: float) -> None:
    """Without fractions the equation of Appendix J is the internal rate of return."""
    contract = terms(term=term, rate=rate * 12, upfront_fee_rate=fee)
    column = unit_flows(contract, DRAW)
    payments = [(index, 0.0, paid) for index, paid in enumerate(column.payment.tolist())][1:]
    odd = apr_unit_periods(column.proceeds, payments, 12)
    assert odd.periodic == pytest.approx(price(contract, DRAW).periodic, abs=1e-9)


@pytest.mark.parametrize(
    ("amount", "payments", "code"),
    [
        (0, [(1, 0.0, 5.0)], "no_proceeds"),
        (5, [(1, 0.0, 0.0)], "nothing_repaid"),
        (5, [(0, 0.0, 5.0)], "no_single_price"),
        (5, [(1, 0.0, 9.0), (2, 0.0, -2.0)], "no_single_price"),
    ],
)
def test_odd_first_periods_without_a_single_price_are_refused(
    amount: float, payments: list[tuple[int, float, float]], code: str
) -> None:
    """Nothing received, nothing repaid, repaid at once, money lent again."""
    with pytest.raises(InputError) as caught:
        apr_unit_periods(amount, payments, 12)
    assert codes(caught.value) == [code]
