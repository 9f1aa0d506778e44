"""A right plan that changes old debts, worked by hand: one repaid in whole, one in part, one renewed, one moved.

Months from 2026-12-01, opening cash 10,000, surplus 3,000 and income 4,000 a month. No needs.

| debt | contract | what the plan does |
|---|---|---|
| card | 6,000 at 2 % a month, 1,500 a month from 10 January | repaid on 10 January: 4,500 and 1 % fee |
| coop | 10,000 at 1 % a month, car pledged, all on 20 May | 4,000 on 20 February: 80 interest, 0.5 % fee |
| town | 8,000 at 0.5 % a month, on 1 March | d2 renews 7,000 of it |
| aid | 3,000, 800 a month from 15 January, 1 % flat on 5,000 | on 15 January 50 is paid, d3 takes 3,000 over |

card: interest 90 + 60 + 30 = 180 saved, 45 fee. coop: 500 interest in all; 300 left on 6,000 and 80 paid: 120
saved, 20 fee.

| draw | contract | pays |
|---|---|---|
| d1 bank, new | 4,545 on 1 January, 1 % a month, interest only, 4 months | 45.45 in months 2 to 4; 4,590.45 |
| d2 town, renew | 7,000 on 1 March, 1 % a month, interest only, 3 months | 70 in months 4, 5; 7,070 |
| d3 aid, hardship | 3,000 on 15 January, 0.5 % a month, 3 equal parts | 1,015, 1,010, 1,005 from month 2 |

| month | old payments | old service | as changed | came in | paid | closing | owed | of old debts repaid early |
|---|---|---|---|---|---|---|---|---|
| 0 | | | | | | 13,000.00 | 0 | |
| 1 | 2,460 | 2,460 | 1,710 + 7,545 | 7,545 | 0 | 14,290.00 | 7,545 | 4,500 |
| 2 | 2,430 | 2,430 | 40 + 4,100 | | 1,060.45 | 12,089.55 | 6,545 | 8,500 |
| 3 | 10,400 | 2,400 | 8,040 | 7,000 | 1,055.45 | 12,994.10 | 12,545 | 7,000 |
| 4 | 2,330 | 2,330 | 0 | | 1,120.45 | 14,873.65 | 11,545 | 5,500 |
| 5 | 10,500 | 0 | 6,300 | | 4,660.45 | 6,913.20 | 7,000 | 4,000 |
| 6 | | | | | 7,070.00 | 2,843.20 | 0 | |

The bank's cap of 2,295 grows by half of what is repaid early: in month 1 to 4,545, all of which it lends. Yuan-months:
18,180 + 21,000 + 6,000 = 45,180.
"""

import copy
from typing import Any

from tests.verify.right_plan import MONTHS, MOVED_RULE, debt_row, right_plan

_BASE = right_plan()
_CASH = (
    # opening, proceeds, payments, debts, closing, outstanding
    (10000.00, 0.0, 0.0, 0.0, 13000.00, 0.0),
    (13000.00, 7545.0, 0.0, 9255.0, 14290.00, 7545.0),
    (14290.00, 0.0, 1060.45, 4140.0, 12089.55, 6545.0),
    (12089.55, 7000.0, 1055.45, 8040.0, 12994.10, 12545.0),
    (12994.10, 0.0, 1120.45, 0.0, 14873.65, 11545.0),
    (14873.65, 0.0, 4660.45, 6300.0, 6913.20, 7000.0),
    (6913.20, 0.0, 7070.0, 0.0, 2843.20, 0.0),
)
_SCHEDULE = (
    # day, month, draw, drawn, principal, interest, balance
    ("2027-01-01", 1, "d1", 4545.0, 0.0, 0.0, 4545.0),
    ("2027-02-01", 2, "d1", 0.0, 0.0, 45.45, 4545.0),
    ("2027-03-01", 3, "d1", 0.0, 0.0, 45.45, 4545.0),
    ("2027-04-01", 4, "d1", 0.0, 0.0, 45.45, 4545.0),
    ("2027-05-01", 5, "d1", 0.0, 4545.0, 45.45, 0.0),
    ("2027-03-01", 3, "d2", 7000.0, 0.0, 0.0, 7000.0),
    ("2027-04-01", 4, "d2", 0.0, 0.0, 70.0, 7000.0),
    ("2027-05-01", 5, "d2", 0.0, 0.0, 70.0, 7000.0),
    ("2027-06-01", 6, "d2", 0.0, 7000.0, 70.0, 0.0),
    ("2027-01-15", 1, "d3", 3000.0, 0.0, 0.0, 3000.0),
    ("2027-02-15", 2, "d3", 0.0, 1000.0, 15.0, 2000.0),
    ("2027-03-15", 3, "d3", 0.0, 1000.0, 10.0, 1000.0),
    ("2027-04-15", 4, "d3", 0.0, 1000.0, 5.0, 0.0),
)
_CHANNEL = {"d1": "bank", "d2": "town", "d3": "aid"}
_CATEGORY = {"bank": "bank", "town": "bank", "aid": "consumer"}
CARD, COOP, TOWN, AID = range(4)
"""Places of the debts in the inputs."""


def right_debts() -> dict[str, Any]:
    """The plan as plain JSON types, fresh each time."""
    return copy.deepcopy(_PLAN)


def _draw(draw_id: str, month: int, day: str, figures: dict[str, Any]) -> dict[str, Any]:
    channel = _CHANNEL[draw_id]
    names = {"draw_id": draw_id, "channel_id": channel, "offer_id": f"{channel}.main", "name": channel}
    place = {"category": _CATEGORY[channel], "draw_month": month, "draw_date": day, "ceiling": None}
    return {**_BASE["mix"][0], **names, **place, **figures}


def _contract(channel: str, terms: dict[str, Any], **figures: Any) -> dict[str, Any]:
    row = {**_BASE["inputs"]["contracts"][0], "offer_id": f"{channel}.main", "channel_id": channel}
    return {**row, "terms": {"period": "month", "rate": 0.12, **terms}, "ceiling": None, **figures}


def _lender(channel: str, limit: float, lead_days: int, **figures: Any) -> dict[str, Any]:
    row = {**_BASE["inputs"]["limits"][0], "channel_id": channel, "category": _CATEGORY[channel]}
    return {**row, "limit": limit, "lead_days": lead_days, "amount_step": 5.0, **figures}


def _cash(month: int) -> dict[str, Any]:
    names = ("opening", "proceeds", "payments", "debt_payments", "closing", "outstanding")
    nothing = {"deposit_interest": 0.0, "inflow": 0.0, "need": 0.0, "retained": 0.0, "surplus": 3000.0}
    figures = dict(zip(names, _CASH[month], strict=True))
    return {**_BASE["cashflow"][month], **nothing, **figures}


def _payment(row: tuple[Any, ...]) -> dict[str, Any]:
    day, month, draw_id, drawn, principal, interest, balance = row
    return {
        "date": day,
        "month": month,
        "draw_id": draw_id,
        "channel_id": _CHANNEL[draw_id],
        "offer_id": f"{_CHANNEL[draw_id]}.main",
        "drawn": drawn,
        "payment": principal + interest,
        "principal": principal,
        "interest": interest,
        "fee": 0.0,
        "balance": balance,
    }


def _repayment(debt: str, day: str, month: int, **figures: Any) -> dict[str, Any]:
    nothing = {"interest": 0.0, "fee": 0.0, "interest_saved": 0.0, "saving": 0.0, "balance_after": 0.0}
    return {"debt": debt, "channel_id": debt, "date": day, "month": month, **nothing, **figures}


def _renewal(draw_id: str, use: str, day: str, amount: float, ask_by: str) -> dict[str, Any]:
    channel = _CHANNEL[draw_id]
    names = {"debt": channel, "channel_id": channel, "name": channel, "name_en": "", "draw_id": draw_id}
    return {
        **names,
        "use": use,
        "offer_id": f"{channel}.main",
        "date": day,
        "amount": amount,
        "ask_by": ask_by,
    }


def _use(name: str, day: str, month: int, gives: list[list[Any]]) -> dict[str, Any]:
    amount = round(sum(yuan for _, yuan in gives), 2)
    row = {"name": name, "date": day, "month": month, "purpose": "repay_loan", "amount": amount}
    return {**row, "unmet": 0.0, "gives": gives}


_DEBTS = [
    debt_row(
        "card", channel_id="card", category="online", risk_groups=["platform"], balance=6000.0,
        rate=0.02, rate_basis="monthly", repayment="equal_principal", prepay_fee_rate=0.01,
        next_payment="2027-01-10", last_payment="2027-04-10", moves=["online_lender", "unsecured_account"],
    ),
    debt_row(
        "coop", channel_id="coop", category="bank", balance=10000.0, rate=0.12, repayment="bullet",
        unsecured=False, pledge="car_value", prepay_fee_rate=0.005,
        next_payment="2027-01-20", last_payment="2027-05-20",
    ),
    debt_row(
        "town", channel_id="town", category="bank", balance=8000.0, rate=0.06, repayment="interest_only",
        prepay_fee_rate=None, renewable=True, next_payment="2027-01-01", last_payment="2027-03-01",
        moves=["unsecured_account"],
    ),
    debt_row(
        "aid", channel_id="aid", category="consumer", balance=3000.0, original_amount=5000.0, rate=0.01,
        rate_basis="flat_monthly", repayment="annuity", payment=800.0, prepay_fee_rate=None,
        next_payment="2027-01-15", last_payment="2027-04-15", moves=["unsecured_account"],
    ),
]  # fmt: skip
_OWED = {
    "card": [6000.0, 6000.0, 4500.0, 3000.0, 1500.0, 0.0, 0.0],
    "coop": [10000.0, 10000.0, 10000.0, 10000.0, 10000.0, 10000.0, 0.0],
    "town": [8000.0, 8000.0, 8000.0, 8000.0, 0.0, 0.0, 0.0],
    "aid": [3000.0, 3000.0, 2250.0, 1500.0, 750.0, 0.0, 0.0],
}
_INPUTS: dict[str, Any] = {
    **_BASE["inputs"],
    "draw_until": 3,
    "policy": {
        "max_channel_share": 0.5,
        "share_floor": 0,
        "max_channels": 4,
        "max_draws": 1,
        "max_debt_service": 0.5,
        "reserve_months": 1,
    },
    "cash": {"opening": 10000, "income": 4000, "surplus": 3000},
    "needs": [],
    "debts": _DEBTS,
    "contracts": [
        _contract("bank", {"repayment": "interest_only", "term": 4}),
        _contract("town", {"repayment": "interest_only", "term": 3}, use="renew", debt="town"),
        _contract("aid", {"repayment": "equal_principal", "term": 3, "rate": 0.06}, use="hardship", debt="aid"),
    ],
    "limits": [
        _lender("bank", 4545.0, 31, moved_rules=[{**MOVED_RULE, "bound": 0.0}]),
        # neither lender would lend anew: it is owed more than its limit
        _lender("town", 5000.0, 30, applies=False, amount_min=7500.0),
        _lender("aid", 2000.0, 20, applies=False),
    ],
    "surplus": [3000.0] * 7,
    "income": [4000.0] * 7,
    "inflow": [0.0] * 7,
    "debt_payments": [0.0, 2460.0, 2430.0, 10400.0, 2330.0, 10500.0, 0.0],
    "debt_service": [0.0, 2460.0, 2430.0, 2400.0, 2330.0, 0.0, 0.0],
    "debt_dates": [
        ["2027-01-10", 1620.0], ["2027-02-10", 1590.0], ["2027-03-10", 1560.0], ["2027-04-10", 1530.0],
        ["2027-05-20", 10500.0],
        ["2027-01-01", 40.0], ["2027-02-01", 40.0], ["2027-03-01", 8040.0],
        ["2027-01-15", 800.0], ["2027-02-15", 800.0], ["2027-03-15", 800.0], ["2027-04-15", 800.0],
    ],
    "existing": {
        **_OWED,
        "channel:card": _OWED["card"],
        "category:online": _OWED["card"],
        "group:platform": _OWED["card"],
        "channel:town": _OWED["town"],
        "category:bank": _OWED["town"],
        "channel:aid": _OWED["aid"],
        "category:consumer": _OWED["aid"],
    },
    "asset_values": {"car_value": 5000.0},
    "together": [[["bank", "card"], 6045.0]],
    "base": 4590.0,
    "caps": {"channel:bank": 2295.0, "channel:town": 6295.0, "channel:aid": 3795.0},
    "min_cash": [0.0] * 7,
    "inquiries_left": 1,
}  # fmt: skip
_TWELVE = {"apr": 0.12, "effective_annual_rate": 0.126825, "fees": 0.0, "repayment": "interest_only"}
_SIX = {"apr": 0.06, "effective_annual_rate": 0.061678, "fees": 0.0, "repayment": "equal_principal"}
_PLAN: dict[str, Any] = {
    **_BASE,
    "inputs": _INPUTS,
    "mix": [
        _draw("d1", 1, "2027-01-01", {
            **_TWELVE, "amount": 4545.0, "share": 0.402390, "share_of_base": 0.990196,
            "interest": 181.8, "cost": 181.8, "term_months": 4,
        }),
        _draw("d2", 3, "2027-03-01", {
            **_TWELVE, "amount": 7000.0, "share": 0.464807, "share_of_base": 1.525054,
            "interest": 210.0, "cost": 210.0, "term_months": 3, "use": "renew", "debt": "town",
        }),
        _draw("d3", 1, "2027-01-15", {
            **_SIX, "amount": 3000.0, "share": 0.132802, "share_of_base": 0.653595,
            "interest": 30.0, "cost": 30.0, "term_months": 3, "use": "hardship", "debt": "aid",
        }),
    ],
    "applications": [{**_BASE["applications"][1], "order": 1, "answer_date": "2027-01-01"}],
    "repayments": [
        _repayment("card", "2027-01-10", 1, principal=4500.0, balance_before=4500.0, fee=45.0,
                   interest_saved=180.0, saving=135.0),
        _repayment("coop", "2027-02-20", 2, principal=4000.0, balance_before=10000.0, balance_after=6000.0,
                   interest=80.0, fee=20.0, interest_saved=120.0, saving=100.0),
        _repayment("aid", "2027-01-15", 1, principal=3000.0, balance_before=3000.0, draw_id="d3"),
    ],
    "renewals": [
        _renewal("d3", "hardship", "2027-01-15", 3000.0, "2026-12-26"),
        _renewal("d2", "renew", "2027-03-01", 7000.0, "2027-01-30"),
    ],
    "balloons": [
        {**_BASE["balloons"][0], "date": "2027-05-01", "month": 5, "draw_id": "d1", "channel_id": "bank",
         "amount": 4545.0, "cash_before": 14873.65, "cash_after": 6913.2},
        {**_BASE["balloons"][0], "date": "2027-06-01", "month": 6, "draw_id": "d2", "channel_id": "town",
         "amount": 7000.0, "cash_before": 6913.2, "cash_after": 2843.2},
    ],
    "totals": {
        "raised": 12545.0,
        "proceeds": 14545.0,
        "interest": 421.8,
        "fees": 0.0,
        "cost": 421.8,
        "apr": None,
        "heaviest_month": 5,
        "heaviest_payment": 10960.45,
        "peak_debt_service": 1710.0,
        "final_cash": 2843.2,
        "unmet": 0.0,
        "shortfall": 0.0,
        "excess": 0.0,
        "deposit_interest": 0.0,
        "saved": 235.0,
    },
    "diversification": {
        "channels": 3,
        "hhi": 0.395600,
        "largest_channel_share": 0.464807,
        "largest_group_share": 0.0,
    },
    "cashflow": [_cash(month) for month in range(len(MONTHS))],
    "schedule": [_payment(row) for row in _SCHEDULE],
    "needs": [
        _use("early_1_9", "2027-01-10", 1, [["d1", 4545.0]]),
        _use("early_1_14", "2027-01-15", 1, [["d3", 3000.0]]),
        _use("early_2_19", "2027-02-20", 2, [["cash", 4100.0]]),
        _use("payment_3", "2027-03-01", 3, [["d2", 7000.0], ["cash", 2095.45]]),
    ],
}  # fmt: skip
