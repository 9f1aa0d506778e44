"""A right plan, worked by hand, that the tests of verify bend.

Months from 2026-12-01, opening cash 10,000, surplus 2,000 and income 10,000 a month, 1.2 % a year on cash
(0.1 % a month), an old bank loan of 1,500 without interest, repaid by 500 in months 1 to 3.

Needs: stock 25,000 on 2027-01-10 (month 1), gear 12,000 on 2027-02-15 (month 2). The stock earns 40,000 on
2027-03-05 (month 3).

| draw | contract, 12 % a year = 1 % a month | pays |
|---|---|---|
| d1 bank | 20,000 in month 0, interest only, 4 months, 5 % kept | 200 in months 1 to 3; 20,200 in month 4 |
| d2 web | 9,000 in month 1, equal principal, 3 months, 1 % taken: 8,910 | 3,090, 3,060, 3,030 from month 2 |
| d3 line | 4,000 in month 2 | 1,000 + 40 in month 3, 3,000 + 30 in month 4 |

| month | opening | deposit | surplus | inflow | need | came in | paid | debts | closing | owed |
|---|---|---|---|---|---|---|---|---|---|---|
| 0 | 10,000.00 | 0 | 2,000 | | | 20,000 | | | 32,000.00 | 20,000 |
| 1 | 32,000.00 | 32.00 | 2,000 | | 25,000 | 8,910 | 200 | 500 | 17,242.00 | 29,000 |
| 2 | 17,242.00 | 17.24 | 2,000 | | 12,000 | 4,000 | 3,290 | 500 | 7,469.24 | 30,000 |
| 3 | 7,469.24 | 7.47 | 2,000 | 40,000 | | | 4,300 | 500 | 44,676.71 | 26,000 |
| 4 | 44,676.71 | 44.68 | 2,000 | | | | 26,260 | | 20,461.39 | 0 |
| 5 | 20,461.39 | 20.46 | 2,000 | | | | | | 22,481.85 | 0 |
| 6 | 22,481.85 | 22.48 | 2,000 | | | | | | 24,504.33 | 0 |

d1 gives 20,000 to the stock (5,000 from cash), d2 8,910 to the gear, the line 3,090 to the gear and 910 to
the payments of month 2 (3,790). Yuan-months: 80,000 + 18,000 + 7,000 = 105,000. The bank's cap of 15,000 is
passed by 5,000, which the plan admits. Prices of d2 and of all draws: roots of 8,910 = 3,090 v + 3,060 v² +
3,030 v³ and of 20,000 + 8,710 v + 710 v² = 4,300 v³ + 26,260 v⁴, v = 1 ÷ (1 + rate ÷ 12).
"""

import copy
from typing import Any

from fundmix.plan import FundingPlan

TERMS: dict[str, Any] = {"period": "month", "rate": 0.12}
CASH = (
    # opening, deposit interest, inflow, need, proceeds, payments, debts, retained, closing, outstanding
    (10000.00, 0.00, 0.0, 0.0, 20000.0, 0.0, 0.0, 1000.0, 32000.00, 20000.0),
    (32000.00, 32.00, 0.0, 25000.0, 8910.0, 200.0, 500.0, 1000.0, 17242.00, 29000.0),
    (17242.00, 17.24, 0.0, 12000.0, 4000.0, 3290.0, 500.0, 1000.0, 7469.24, 30000.0),
    (7469.24, 7.47, 40000.0, 0.0, 0.0, 4300.0, 500.0, 1000.0, 44676.71, 26000.0),
    (44676.71, 44.68, 0.0, 0.0, 0.0, 26260.0, 0.0, 0.0, 20461.39, 0.0),
    (20461.39, 20.46, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 22481.85, 0.0),
    (22481.85, 22.48, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 24504.33, 0.0),
)
MONTHS = ("2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-01", "2027-06-01")
SCHEDULE = (
    # month, draw, drawn, principal, interest, fee, balance
    (0, "d1", 20000.0, 0.0, 0.0, 0.0, 20000.0),
    (1, "d1", 0.0, 0.0, 200.0, 0.0, 20000.0),
    (2, "d1", 0.0, 0.0, 200.0, 0.0, 20000.0),
    (3, "d1", 0.0, 0.0, 200.0, 0.0, 20000.0),
    (4, "d1", 0.0, 20000.0, 200.0, 0.0, 0.0),
    (1, "d2", 9000.0, 0.0, 0.0, 90.0, 9000.0),
    (2, "d2", 0.0, 3000.0, 90.0, 0.0, 6000.0),
    (3, "d2", 0.0, 3000.0, 60.0, 0.0, 3000.0),
    (4, "d2", 0.0, 3000.0, 30.0, 0.0, 0.0),
    (2, "d3", 4000.0, 0.0, 0.0, 0.0, 4000.0),
    (3, "d3", 0.0, 1000.0, 40.0, 0.0, 3000.0),
    (4, "d3", 0.0, 3000.0, 30.0, 0.0, 0.0),
)
CHANNEL = {"d1": "bank", "d2": "web", "d3": "line"}
APR_D2, EFFECTIVE_D2 = 0.181516, 0.197406
APR_ALL = 0.130463


def right_plan() -> dict[str, Any]:
    """The plan as plain JSON types, fresh each time."""
    return copy.deepcopy(_PLAN)


def as_plan(content: dict[str, Any]) -> FundingPlan:
    """Plain JSON types as a plan."""
    return FundingPlan.model_validate(content)


def _draw(draw_id: str, month: int, figures: dict[str, Any]) -> dict[str, Any]:
    channel = CHANNEL[draw_id]
    return {
        "draw_id": draw_id,
        "channel_id": channel,
        "offer_id": f"{channel}.main",
        "name": channel,
        "name_en": "",
        "category": "bank" if channel == "bank" else "online",
        "risk_groups": [] if channel == "bank" else ["platform"],
        "draw_month": month,
        "draw_date": MONTHS[month],
        "closed_month": None,
        "advertised": 0.12,
        "advertised_basis": "annual",
        "apr": 0.12,
        "effective_annual_rate": 0.126825,
        "ceiling": None,
        "fees": 0.0,
        "revolving": False,
        "grade": "D",
        "quoted": False,
        "soft": False,
        **figures,
    }


def _contract(channel: str, terms: dict[str, Any], **figures: Any) -> dict[str, Any]:
    return {
        "offer_id": f"{channel}.main",
        "channel_id": channel,
        "terms": {**TERMS, **terms},
        "purposes": ["any"],
        "banned_purposes": [],
        "revolving": False,
        "ceiling": None,
        "apr": 0.12,
        **figures,
    }


def _lender(channel: str, **figures: Any) -> dict[str, Any]:
    return {
        "channel_id": channel,
        "category": "bank" if channel == "bank" else "online",
        "risk_groups": [] if channel == "bank" else ["platform"],
        "limit": 50000.0,
        "amount_min": 1000.0,
        "amount_step": 100.0,
        "lead_days": 0,
        "line_valid_months": None,
        "hard_inquiry": True,
        "applies": True,
        "soft": False,
        "pledge": None,
        "multiplier": 1.0,
        "moves": [],
        "moved_rules": [],
        "availability": [],
        **figures,
    }


def _application(order: int, channel: str, answer: str, hard_inquiry: bool = True) -> dict[str, Any]:
    return {
        "order": order,
        "channel_id": channel,
        "name": channel,
        "name_en": "",
        "apply_date": "2026-12-01",
        "answer_date": answer,
        "used": True,
        "hard_inquiry": hard_inquiry,
        "documents": [],
    }


def _cash(month: int) -> dict[str, Any]:
    opening, deposit, inflow, need, proceeds, payments, debts, retained, closing, outstanding = CASH[month]
    return {
        "month": month,
        "date": MONTHS[month],
        "opening": opening,
        "deposit_interest": deposit,
        "surplus": 2000.0,
        "inflow": inflow,
        "need": need,
        "proceeds": proceeds,
        "payments": payments,
        "debt_payments": debts,
        "unmet": 0.0,
        "shortfall": 0.0,
        "retained": retained,
        "closing": closing,
        "outstanding": outstanding,
    }


def _payment(row: tuple[Any, ...]) -> dict[str, Any]:
    month, draw_id, drawn, principal, interest, fee, balance = row
    return {
        "date": MONTHS[month],
        "month": month,
        "draw_id": draw_id,
        "channel_id": CHANNEL[draw_id],
        "offer_id": f"{CHANNEL[draw_id]}.main",
        "drawn": drawn,
        "payment": principal + interest + fee,
        "principal": principal,
        "interest": interest,
        "fee": fee,
        "balance": balance,
    }


def debt_row(name: str, **figures: Any) -> dict[str, Any]:
    """A debt of the inputs: unsecured, without interest and without a fee for repaying early, unless said."""
    return {
        "name": name,
        "channel_id": None,
        "category": None,
        "risk_groups": [],
        "unsecured": True,
        "pledge": None,
        "original_amount": None,
        "rate": 0.0,
        "rate_basis": "annual",
        "payment": None,
        "prepay_fee_rate": 0.0,
        "renewable": False,
        "moves": [],
        **figures,
    }


MOVED_RULE = {
    "rule_id": "few_online_lenders",
    "field": "online_lenders",
    "moved_by": "online_lender",
    "actual": 1.0,
    "bound": 2.0,
    "strict": False,
}
_INPUTS: dict[str, Any] = {
    "period": "month",
    "horizon": 6,
    "draw_until": 2,
    "policy": {
        "name": "custom",
        "max_channel_share": 0.5,
        "max_category_share": 0.7,
        "max_group_share": 0.2,
        "max_soft_share": 0.2,
        "share_floor": 5000,
        "max_channels": 4,
        "max_draws": 3,
        "max_inquiries": 2,
        "max_debt_service": 0.5,
        "max_monthly_payment": 5000,
        "max_term_months": 6,
        "payments_before_inflows": False,
        "exclude": ["pawn"],
    },
    "cash": {"opening": 10000, "minimum": 5000, "income": 10000, "surplus": 2000, "deposit_rate": 0.012},
    "needs": [
        {"name": "stock", "date": "2027-01-10", "amount": 25000, "purpose": "stock"},
        {
            "name": "gear",
            "date": "2027-02-15",
            "amount": 12000,
            "purpose": "equipment",
            "least_amount": 12000,
        },
        {"name": "sales", "date": "2027-03-05", "kind": "inflow", "amount": 40000, "from_need": "stock"},
    ],
    "debts": [
        debt_row(
            "old loan",
            channel_id="old_bank",
            category="bank",
            balance=1500.0,
            repayment="equal_principal",
            next_payment="2027-01-01",
            last_payment="2027-03-01",
            moves=["unsecured_account"],
        )
    ],
    "contracts": [
        _contract(
            "bank", {"repayment": "interest_only", "term": 4, "retained_balance_rate": 0.05}, ceiling=0.24
        ),
        _contract("web", {"repayment": "equal_principal", "term": 3, "upfront_fee_rate": 0.01}),
        _contract("line", {"repayment": "interest_only", "term": 6}, revolving=True),
    ],
    "limits": [
        _lender("bank"),
        _lender(
            "web",
            lead_days=20,
            pledge="car_value",
            multiplier=0.5,
            moves=["online_lender"],
            moved_rules=[MOVED_RULE],
        ),
        _lender(
            "line",
            hard_inquiry=False,
            soft=True,
            line_valid_months=6,
            moves=["online_lender"],
            availability=[[2, "outstanding", 5000.0], [2, "draw", 4500.0]],
        ),
    ],
    "surplus": [2000.0] * 7,
    "income": [10000.0] * 7,
    "inflow": [0.0, 0.0, 0.0, 40000.0, 0.0, 0.0, 0.0],
    "debt_payments": [0.0, 500.0, 500.0, 500.0, 0.0, 0.0, 0.0],
    "debt_service": [0.0, 500.0, 500.0, 500.0, 0.0, 0.0, 0.0],
    "debt_dates": [["2027-01-01", 500.0], ["2027-02-01", 500.0], ["2027-03-01", 500.0]],
    "existing": {
        "old_bank": [1500.0, 1500.0, 1000.0, 500.0, 0.0, 0.0, 0.0],
        "channel:old_bank": [1500.0, 1500.0, 1000.0, 500.0, 0.0, 0.0, 0.0],
        "category:bank": [1500.0, 1500.0, 1000.0, 500.0, 0.0, 0.0, 0.0],
    },
    "asset_values": {"car_value": 20000.0},
    "together": [[["web", "line"], 15000.0]],
    "base": 30000.0,
    "caps": {
        "channel:bank": 15000.0,
        "category:bank": 22050.0,
        "channel:line": 15000.0,
        "category:online": 21000.0,
        "group:platform": 6000.0,
        "soft": 6000.0,
    },
    "min_cash": [5000.0] * 7,
    "inquiries_left": 2,
}
_PLAN: dict[str, Any] = {
    "version": 1,
    "status": "funded",
    "advice": [],
    "currency": "CNY",
    "start": "2026-12-01",
    "inputs": _INPUTS,
    "mix": [
        _draw(
            "d1",
            0,
            {
                "amount": 20000.0,
                "share": 0.761905,
                "share_of_base": 0.666667,
                "interest": 800.0,
                "cost": 800.0,
                "term_months": 4,
                "repayment": "interest_only",
                "ceiling": 0.24,
            },
        ),
        _draw(
            "d2",
            1,
            {
                "amount": 9000.0,
                "share": 0.171429,
                "share_of_base": 0.3,
                "apr": APR_D2,
                "effective_annual_rate": EFFECTIVE_D2,
                "interest": 180.0,
                "fees": 90.0,
                "cost": 270.0,
                "term_months": 3,
                "repayment": "equal_principal",
            },
        ),
        _draw(
            "d3",
            2,
            {
                "amount": 4000.0,
                "share": 0.066667,
                "share_of_base": 0.133333,
                "interest": 70.0,
                "cost": 70.0,
                "term_months": 6,
                "repayment": "interest_only",
                "revolving": True,
                "soft": True,
            },
        ),
    ],
    "applications": [
        _application(1, "line", "2026-12-01", hard_inquiry=False),
        _application(2, "bank", "2026-12-01"),
        _application(3, "web", "2026-12-21"),
    ],
    "balloons": [
        {
            "date": "2027-04-01",
            "month": 4,
            "draw_id": "d1",
            "channel_id": "bank",
            "amount": 20000.0,
            "cash_before": 44676.71,
            "inflow": 0.0,
            "cash_after": 20461.39,
        }
    ],
    "totals": {
        "raised": 30000.0,
        "proceeds": 32910.0,
        "interest": 1050.0,
        "fees": 90.0,
        "cost": 1140.0,
        "apr": APR_ALL,
        "heaviest_month": 4,
        "heaviest_payment": 26260.0,
        "peak_debt_service": 3800.0,
        "final_cash": 24504.33,
        "unmet": 0.0,
        "shortfall": 0.0,
        "excess": 5000.0,
        "deposit_interest": 144.33,
    },
    "diversification": {
        "channels": 3,
        "hhi": 0.614331,
        "largest_channel_share": 0.761905,
        "largest_group_share": 0.238095,
    },
    "cashflow": [_cash(month) for month in range(7)],
    "schedule": [_payment(row) for row in SCHEDULE],
    "needs": [
        {
            "name": "stock",
            "date": "2027-01-10",
            "month": 1,
            "purpose": "stock",
            "amount": 25000.0,
            "unmet": 0.0,
            "gives": [["d1", 20000.0], ["cash", 5000.0]],
        },
        {
            "name": "gear",
            "date": "2027-02-15",
            "month": 2,
            "purpose": "equipment",
            "amount": 12000.0,
            "unmet": 0.0,
            "gives": [["d2", 8910.0], ["d3", 3090.0]],
        },
        {
            "name": "payment_2",
            "date": "2027-02-01",
            "month": 2,
            "purpose": "repay_loan",
            "amount": 3790.0,
            "unmet": 0.0,
            "gives": [["d3", 910.0], ["cash", 2880.0]],
        },
    ],
    "excluded": [],
    "binding": [],
    "warnings": [],
    "proof": {
        "solver": "HiGHS",
        "version": "1.15.1",
        "objective": 1140.0,
        "bound": 1140.0,
        "gap": 0.0,
        "verified": True,
        "catalog_name": "test",
        "catalog_sha256": "",
        "catalog_rows_changed": [],
        "worst_grade": "D",
    },
}
