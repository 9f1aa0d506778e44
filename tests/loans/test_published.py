"""Published loans to their published digits. The citation of each case stands in ``tests/published``."""

import csv
import datetime as dt
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from fundmix.dates import unit_periods
from fundmix.loans import Price, Terms, apr, apr_unit_periods, normal_rate, price, schedule, unit_flows

FOLDER = Path(__file__).parents[1] / "published"
DRAW = dt.date(2026, 12, 1)


def case(name: str) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """Inputs, expected figures and tolerances of a published case."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found["inputs"], found["expected"], found["tolerance"]


def digits(number: float, places: int) -> float:
    """Rounded half-up as it is printed."""
    return float(Decimal(str(round(number, 9))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@pytest.mark.parametrize("example", ["c1i", "c1iii", "c1v", "c2i", "c3i", "c4i"])
def test_regulation_z(example: str) -> None:
    """12 CFR 1026 Appendix J (c): regular and odd first periods, odd first and last payments."""
    inputs, expected, _ = case(f"regz_appJ_{example}")
    found = apr_unit_periods(
        inputs["amount_advanced"], inputs["flows_t_f_payment"], inputs["unit_periods_per_year"]
    )
    assert digits(found.apr * 100, 2) == expected["apr_pct"]


@pytest.mark.parametrize(("example", "unit"), [("c1i", "month"), ("c1v", "week")])
def test_the_dates_of_regulation_z_give_its_unit_periods(example: str, unit: Any) -> None:
    """The published t and f of the first payment follow from the two dates."""
    inputs, _, _ = case(f"regz_appJ_{example}")
    start, end = (dt.date.fromisoformat(inputs[key]) for key in ("advance_date", "first_payment_date"))
    assert unit_periods(start, end, unit) == pytest.approx(tuple(inputs["flows_t_f_payment"][0][:2]))


@pytest.mark.parametrize("row", range(12))
def test_emi_calculator_fee_table(row: int) -> None:
    """200,000 at 10 % with a processing fee: the cost a year rises as the term falls."""
    inputs, expected, tolerance = case("emicalculator_fee_table")
    months, fee = inputs["rows_months_fee"][row]
    terms = Terms(repayment="annuity", term=months, rate=inputs["nominal"], fixed_fee=fee)
    found = price(terms, DRAW, inputs["loan"]).apr * 100
    assert found == pytest.approx(expected["cost_pct"][row], abs=tolerance["cost_pct"])
    emi = dict(zip((6, 12, 18, 36, 60), expected["emi"], strict=True))[months]
    assert digits(unit_flows(terms, DRAW).payment[1] * inputs["loan"], 0) == emi


def test_card_instalments_at_six_per_mille_a_month() -> None:
    """12,000 over 12 months, 0.6 % a month of the first sum: advertised 7.2 %, true about 13 %."""
    inputs, expected, _ = case("cn_installment_0_6pct_12")
    rate, flat, accrual = normal_rate(inputs["monthly_fee_rate"], "flat_monthly", day_basis=365)
    terms = Terms(repayment="annuity", term=inputs["n"], rate=rate, flat=flat, accrual=accrual)
    rows = schedule(terms, Decimal(inputs["amount"]), DRAW)
    assert {float(row.payment) for row in rows[1:]} == {expected["monthly_payment"]}
    assert float(sum(row.interest for row in rows)) == expected["total_fee"]
    assert digits(rate * 100, 1) == expected["naive_rate_pct"]
    assert digits(price(terms, DRAW).apr * 100, 0) == expected["irr_nominal_pct"]
    assert float(schedule(terms, Decimal(10_000), DRAW)[1].payment) == expected["payment_10000"]


def test_a_bank_loan_of_630_000_over_30_years() -> None:
    """等额本息 3,343.58 a month; 等额本金 begins at 4,322.50 and falls by 7.15."""
    inputs, expected, tolerance = case("cn_bank_loan_630k_30y")
    amount, annual = inputs["principal"], inputs["annual_rate"]
    annuity = Terms(repayment="annuity", term=inputs["months"], rate=annual)
    column = unit_flows(annuity, DRAW)
    assert float(schedule(annuity, Decimal(amount), DRAW)[1].payment) == expected["annuity_payment"]
    assert column.payment.sum() * amount == pytest.approx(
        expected["annuity_total"], abs=tolerance["annuity_total"]
    )
    assert column.interest.sum() * amount == pytest.approx(
        expected["annuity_interest"], abs=tolerance["annuity_interest"]
    )
    falling = Terms(repayment="equal_principal", term=inputs["months"], rate=annual)
    rows = schedule(falling, Decimal(amount), DRAW)
    assert float(rows[1].payment) == expected["ep_first"]
    assert float(rows[1].payment - rows[2].payment) == expected["ep_step"]
    column = unit_flows(falling, DRAW)
    assert column.interest.sum() * amount == pytest.approx(expected["ep_interest"], abs=1e-6)
    assert column.payment.sum() * amount == pytest.approx(expected["ep_total"], abs=1e-6)


@pytest.mark.parametrize("number", [0, 1])
def test_bank_loans_of_a_million_and_of_100_000(number: int) -> None:
    """The payment, the totals it makes, and the first rows to the cent."""
    inputs, expected, _ = case("cn_bank_loan_1m_20y_and_100k_10y")
    loan = inputs[f"loan{number + 1}"]
    terms = Terms(repayment="annuity", term=loan["months"], rate=inputs["annual_rate"])
    rows = schedule(terms, Decimal(loan["principal"]), DRAW)
    assert float(rows[1].payment) == expected["pay"][number]
    total = rows[1].payment * loan["months"]
    assert float(total) == expected["total"][number]
    assert float(total - loan["principal"]) == expected["interest"][number]
    first = [[expected["first1"]], [expected["m1"], expected["m2"]]][number]
    assert [[float(row.interest), float(row.principal)] for row in rows[1 : 1 + len(first)]] == first


def test_hp_12c_constant_principal() -> None:
    """60,000 at 10 % in twelve half-years of 5,000; half a year at 10 % is a year at 5 %."""
    inputs, expected, _ = case("hp12c_constant_principal_loan")
    half_year = inputs["annual_rate"] / inputs["payments_per_year"]
    terms = Terms(repayment="equal_principal", term=12, period="year", rate=half_year)
    rows = schedule(terms, Decimal(inputs["principal"]), DRAW)
    for index in (1, 2, 7, 8):
        row = rows[index]
        figures = [float(row.interest), float(row.payment), float(row.balance)]
        assert figures[: len(expected[f"k{index}"])] == expected[f"k{index}"]


def test_hp_12c_payments_in_advance() -> None:
    """A first payment at payout is an ordinary loan of the rest over one payment less.

    With P = (principal − P) × level payment of 47 ordinary months, P is 315.55.
    """
    inputs, expected, _ = case("hp12c_annuity_due_car_loan")
    rest = Terms(repayment="annuity", term=inputs["months"] - 1, rate=inputs["annual_rate"])
    level = float(unit_flows(rest, DRAW).payment[1])
    payment = Decimal(str(digits(inputs["principal"] * level / (1 + level), 2)))
    row = schedule(rest, inputs["principal"] - payment, DRAW)[9]
    assert [float(row.interest), float(row.principal), float(row.balance)] == expected["p10"]


def test_sas_loan_of_240_000() -> None:
    """PROC LOAN example 17.3: payment, effective rate and totals of a fixed rate over 30 years."""
    inputs, expected, tolerance = case("sas_loan_fixed_and_prepay_240k")
    terms = Terms(repayment="annuity", term=inputs["life"], rate=inputs["annual_rate"])
    rows = schedule(terms, Decimal(inputs["amount"]), DRAW)
    assert float(rows[1].payment) == expected["payment"]
    assert digits(price(terms, DRAW).effective_annual_rate * 100, 4) == expected["effective_pct"]
    assert float(sum(row.interest for row in rows)) == pytest.approx(
        expected["interest"], abs=tolerance["interest"]
    )
    assert float(sum(row.payment for row in rows)) == pytest.approx(expected["total"], abs=tolerance["total"])


def test_sas_uniform_prepayment() -> None:
    """500 a month on top repay the same loan in 184 payments."""
    inputs, expected, tolerance = case("sas_loan_fixed_and_prepay_240k")
    terms = Terms(repayment="annuity", term=inputs["life"], rate=inputs["annual_rate"])
    rows = schedule(
        terms, Decimal(inputs["amount"]), DRAW, extra_principal=Decimal(inputs["uniform_prepayment"])
    )
    assert len(rows) - 1 == expected["pp_payments"]
    assert float(sum(row.interest for row in rows)) == pytest.approx(
        expected["pp_interest"], abs=tolerance["pp_interest"]
    )
    assert float(sum(row.payment for row in rows)) == pytest.approx(
        expected["pp_total"], abs=tolerance["pp_total"]
    )


def test_sec_stepped_amortisation() -> None:
    """43 million with a year of interest only, then stepped principal: a contract written as flows."""
    inputs, expected, tolerance = case("sec_exhibit_interest_only_then_step_amortization")
    amount = inputs["principal"]
    monthly = (1 + inputs["effective_annual"]) ** (1 / 12) - 1
    assert digits(monthly * 100, 2) == expected["monthly_pct"]
    parts = [0] * (1 + inputs["grace_months"]) + inputs["year2_amortization"]
    parts.append(amount - sum(parts))  # the years that the case does not print, as one payment
    owed = [amount - sum(parts[:index]) for index in range(len(parts))]
    terms = Terms(
        repayment="custom",
        term=len(parts) - 1,
        flow_principal=tuple(part / amount for part in parts),
        flow_interest=(0.0, *(balance * monthly / amount for balance in owed[1:])),
    )
    rows = schedule(terms, Decimal(amount), DRAW)
    first, second = rows[1:13], rows[13:25]
    for year, rows_of_year in (("year1", first), ("year2", second)):
        interest = [float(row.interest) for row in rows_of_year]
        assert interest == pytest.approx(expected[f"{year}_interest"], abs=tolerance[f"{year}_interest"])
    payments = [float(row.payment) for row in second]
    assert payments == pytest.approx(expected["year2_payment"], abs=tolerance["year2_payment"])
    assert [float(row.balance) for row in second] == expected["year2_balance"]


def test_brigham_discount_interest_with_a_compensating_balance() -> None:
    """15 % taken first and 20 % kept in the account cost 23.08 % of the money that can be used."""
    inputs, expected, tolerance = case("brigham_malone_trade_credit_vs_bank")
    loan = inputs["bank_loan"]
    terms = Terms(
        repayment="bullet",
        term=1,
        period="year",
        rate=loan["discount_interest"],
        interest_first=True,
        retained_balance_rate=loan["compensating_balance"],
    )
    column = unit_flows(terms, DRAW)
    usable = column.proceeds - terms.retained_balance_rate
    for need, face, interest, kept, net in zip(
        (inputs["need_if_discount_taken"], inputs["need_if_not"]),
        *(expected[key] for key in ("face", "interest", "balance", "repay_net")),
        strict=True,
    ):
        lent = need / usable
        assert lent == pytest.approx(face, abs=tolerance["face"])
        assert lent * (1 - column.proceeds) == pytest.approx(interest, abs=tolerance["interest"])
        assert lent * terms.retained_balance_rate == pytest.approx(kept, abs=tolerance["balance"])
        repaid = lent * (column.payment[1] - terms.retained_balance_rate)
        assert repaid == pytest.approx(net, abs=tolerance["repay_net"])
    bank = price(terms, DRAW, net_of_retained=True)
    assert bank.apr * 100 == pytest.approx(expected["bank_cost_pct"], abs=tolerance["bank_cost_pct"])
    # 1/10 net 30: 99 today are worth 100 twenty days later; a year of 360 days has 18 such times
    supplier = apr([0.99, -1.0], 18)
    assert supplier.apr * 100 == pytest.approx(expected["trade_nominal_pct"], abs=0.006)
    assert supplier.effective_annual_rate * 100 == pytest.approx(expected["trade_effective_pct"], abs=0.006)
    assert expected["cheaper"] == "trade credit"
    assert supplier.effective_annual_rate < bank.effective_annual_rate


def priced(kind: str, detail: str, quoted: float) -> Price:
    """The price of a row of ``cn_irr_examples.csv`` from the words of its two first columns."""
    if kind.startswith("flat_fee"):
        months, rate = (part.split()[0].split("/")[0] for part in detail.split(", "))
        annual = normal_rate(float(rate.rstrip("%")) / 100, "flat_monthly", day_basis=365).annual_rate
        first = kind.endswith("up_front")
        card = Terms(repayment="annuity", term=int(months), rate=annual, flat=True, interest_first=first)
        return price(card, DRAW)
    if kind == "daily_rate":
        daily = float(detail.removeprefix("万分之").split()[0]) / 10_000
        assert normal_rate(daily, "daily", day_basis=365).annual_rate * 100 == pytest.approx(quoted)
        return apr([1, -1 - daily], 365)
    if kind.startswith("pawn"):
        # 典当管理办法: 4.2 %, 2.7 % and 2.4 % a month at most; interest at the 4.35 % of the central bank
        fee = {"movable": 0.042, "real_estate": 0.027, "right": 0.024}[detail]
        pawn = Terms(repayment="bullet", term=1, rate=0.0435, period_fee_rate=fee, fee_first=True)
        assert (pawn.rate + 12 * fee) * 100 == pytest.approx(quoted)
        return price(pawn, DRAW)
    if kind.startswith("6pct"):
        fee = float(detail.split()[1].split("%", maxsplit=1)[0]) / 100
        return price(Terms(repayment="annuity", term=12, rate=0.06, period_fee_rate=fee), DRAW)
    days = int(
        detail.split(maxsplit=1)[0]
    )  # 80 % advanced at 6 %, 1 % of the invoice as fee, both at the end
    return apr([0.8, -0.8 * (1 + 0.06 * days / 360) - 0.01], 360 // days)


ROWS = list(csv.DictReader((FOLDER / "cn_irr_examples.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['case']}-{row['detail']}" for row in ROWS])
def test_common_chinese_prices(row: dict[str, str]) -> None:
    """What is quoted and what it costs, to two decimals of a percent."""
    found = priced(row["case"], row["detail"], float(row["quoted_simple_annual_pct"]))
    assert digits(found.apr * 100, 2) == pytest.approx(float(row["apr_irr_x12_pct"]), abs=0.0051)
    if row["effective_annual_pct"]:
        assert digits(found.effective_annual_rate * 100, 2) == float(row["effective_annual_pct"])
