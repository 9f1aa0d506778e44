"""A plan as the terminal and the files show it: three draws of an e-commerce owner, figures by hand."""

import datetime as dt
from typing import Any

from fundmix import plan as records
from fundmix.borrower import Cash, Need, Policy
from fundmix.dates import shift

START = dt.date(2026, 12, 1)


def draw(number: int, **changed: Any) -> records.Draw:
    """One draw; ``changed`` replaces any field."""
    values: dict[str, Any] = {
        "draw_id": f"d{number}",
        "channel_id": "bank_quick",
        "offer_id": "bank_quick.main.annuity.12",
        "name": "银行个体工商户经营快贷(惠懂你类)",
        "name_en": "Bank quick loan for sole proprietors",
        "category": "bank_business",
        "risk_groups": ("bank_credit",),
        "draw_month": 0,
        "draw_date": dt.date(2026, 12, 4),
        "amount": 180_000.0,
        "closed_month": None,
        "share": 0.55,
        "share_of_base": 0.48,
        "advertised": 0.055,
        "advertised_basis": "annual",
        "apr": 0.055,
        "effective_annual_rate": 0.056408,
        "ceiling": 0.24,
        "interest": 5_420.36,
        "fees": 0.0,
        "cost": 5_420.36,
        "term_months": 12,
        "repayment": "annuity",
        "revolving": False,
        "grade": "B",
        "quoted": False,
        "soft": False,
    }
    return records.Draw(**{**values, **changed})


DRAWS = (
    draw(1),
    draw(
        2,
        channel_id="online_credit",
        offer_id="online_credit.main.interest_only.6",
        name="借呗类线上信用贷",
        name_en="Alipay-type online credit",
        draw_date=dt.date(2027, 1, 1),
        draw_month=1,
        amount=50_000.0,
        advertised=0.0005,
        advertised_basis="daily",
        apr=0.1825,
        effective_annual_rate=0.198603,
        interest=4_537.5,
        fees=120.0,
        cost=4_657.5,
        term_months=6,
        repayment="interest_only",
        quoted=True,
        closed_month=4,
    ),
    draw(
        3,
        channel_id="pawn_gold",
        offer_id="pawn_gold.main.bullet.3",
        name="黄金首饰/金条典当",
        name_en="Gold pawn",
        draw_date=dt.date(2027, 3, 1),
        draw_month=3,
        amount=20_000.0,
        advertised=0.021,
        advertised_basis="monthly",
        apr=0.252,
        effective_annual_rate=0.283247,
        interest=1_260.0,
        fees=0.0,
        cost=1_260.0,
        term_months=3,
        repayment="bullet",
        grade="C",
    ),
)


def cashflow(periods: int = 14, scale: float = 1.0) -> tuple[records.CashflowRow, ...]:
    """Months of money in, one need of 230,000, and payments; amounts are multiplied by ``scale``."""
    rows = []
    closing = 30_000.0 * scale
    for index in range(periods):
        opening, need, proceeds = closing, 0.0, 0.0
        if index == 1:
            need, proceeds = 230_000.0 * scale, 229_880.0 * scale
        payments = 15_451.7 * scale if index > 1 else 0.0
        closing = opening + (22_000.0 - 3_200.0) * scale - need + proceeds - payments
        rows.append(
            records.CashflowRow(
                month=index,
                date=shift(START, index),
                opening=opening,
                deposit_interest=0.0,
                surplus=22_000.0 * scale,
                inflow=0.0,
                need=need,
                proceeds=proceeds,
                payments=payments,
                debt_payments=3_200.0 * scale,
                unmet=0.0,
                shortfall=0.0,
                retained=0.0,
                closing=closing,
                outstanding=0.0,
            )
        )
    return tuple(rows)


EXCLUDED = (
    records.Excluded(
        channel_id="tax_loan",
        name="税贷(纳税信用贷)",
        name_en="Tax loan",
        verdict="ineligible",
        failed=(
            records.Failure(
                rule_id="tax_24_months",
                field="months_taxed",
                operator=">=",
                required="24",
                actual="11",
                distance=13.0,
                kind="hard",
                reason="要求连续纳税满 24 个月",
                remedy="按时申报,满 24 个月后再申请",
                remedy_months=13,
            ),
        ),
    ),
    records.Excluded(
        channel_id="invoice_loan",
        name="发票贷",
        name_en="Invoice loan",
        verdict="unknown",
        failed=tuple(
            records.Failure(
                rule_id=f"invoice_{number}",
                field="invoices_12m",
                operator=">=",
                required="500000",
                actual=None,
                distance=None,
                kind="hard",
                reason="近 12 个月开票金额不低于 50 万元",
                remedy="",
                remedy_months=None,
            )
            for number in range(2)
        ),
    ),
    records.Excluded(channel_id="house", name="房抵经营贷", name_en="", verdict="policy", failed=()),
    records.Excluded(channel_id="private", name="民间借贷", name_en="", verdict="reference", failed=()),
)

PROOF = records.Proof(
    solver="HiGHS",
    version="1.15.1",
    objective=11_337.861,
    bound=11_337.2,
    gap=0.66,
    verified=True,
    catalog_name="cn",
    catalog_sha256="3f9a1c77d2e04b5566aa",
    catalog_rows_changed=("channels:house",),
    worst_grade="C",
)


def inputs(**changed: Any) -> records.Inputs:
    """What the plan was made from; empty where the terminal does not look."""
    values: dict[str, Any] = {
        "period": "month",
        "horizon": 14,
        "draw_until": 3,
        "policy": Policy(name="balanced"),
        "needs": (Need(name="need1", date=dt.date(2027, 1, 15), amount=230_000, purpose="stock"),),
        "cash": Cash(opening=30_000),
        "base": 250_000.0,
        "inquiries_left": None,
    }
    empty = {
        name: {} if "dict" in str(kind.annotation) else ()
        for name, kind in records.Inputs.model_fields.items()
    }
    return records.Inputs.model_construct(**{**empty, **values, **changed})


def plan(**changed: Any) -> records.FundingPlan:
    """The plan; ``changed`` replaces any field."""
    totals = records.Totals(
        raised=230_000.0,
        proceeds=249_880.0,
        interest=11_217.86,
        fees=120.0,
        cost=11_337.86,
        apr=0.0921,
        heaviest_month=5,
        heaviest_payment=18_651.7,
        peak_debt_service=15_451.7,
        final_cash=41_002.13,
        unmet=0.0,
        shortfall=0.0,
        excess=0.0,
        deposit_interest=0.0,
    )
    values: dict[str, Any] = {
        "status": "funded",
        "advice": (),
        "currency": "CNY",
        "start": START,
        "inputs": inputs(),
        "draws": DRAWS,
        "applications": (
            records.Application(
                order=1,
                channel_id="bank_quick",
                name=DRAWS[0].name,
                name_en=DRAWS[0].name_en,
                apply_date=dt.date(2026, 12, 1),
                answer_date=dt.date(2026, 12, 4),
                used=True,
                hard_inquiry=True,
                documents=("身份证", "营业执照", "近 12 个月经营流水", "经营场所租赁合同", "纳税申报表"),
            ),
        ),
        "balloons": (
            records.Balloon(
                date=dt.date(2027, 7, 1),
                month=7,
                draw_id="d2",
                channel_id="online_credit",
                amount=50_000.0,
                cash_before=61_234.56,
                inflow=0.0,
                cash_after=11_234.56,
            ),
        ),
        "totals": totals,
        "diversification": records.Diversification(
            channels=3, hhi=0.4, largest_channel_share=0.48, largest_group_share=0.48
        ),
        "cashflow_rows": cashflow(),
        "schedule_rows": (),
        "need_rows": (
            records.NeedRow(
                name="need1",
                date=dt.date(2027, 1, 15),
                month=1,
                purpose="stock",
                amount=230_000.0,
                unmet=0.0,
                gives=(),
            ),
        ),
        "excluded_rows": EXCLUDED,
        "binding": (
            records.Binding(
                rule="channel_share",
                subject="bank_quick",
                step=10_000.0,
                change_unmet=0.0,
                change_cost=-812.5,
            ),
        ),
        "warnings": (),
        "proof": PROOF,
    }
    return records.FundingPlan.model_construct(**{**values, **changed})
