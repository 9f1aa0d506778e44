"""One small case per rule of the program, in which the rule has something to say."""

from tests.cases import BARE, Story, channel, inflow, need

OF_A = {"applies_to": "channel:a", "operator": "<=", "reason": "规则"}
RULE_ONLINE = {**OF_A, "rule_id": "few", "field": "online_lenders", "value": "1"}
RULE_PAYMENT = {**OF_A, "rule_id": "light", "field": "payment_ratio", "value": "0.5"}

LATER = {"surplus": [{"date": "2027-01-01", "amount": 0}], "surplus_after": 200_000}
"""Nothing in January, and enough from February on to repay any loan."""

SHOWN: dict[str, Story] = {
    "cash": Story(
        channels=[
            channel(
                "line", 0.12, months=6, method="interest_only", revolving="yes", retained_balance_rate=0.1
            )
        ],
        needs=[need("2027-02-01", 1_000), inflow("2027-03-01", 1_200, from_need="need1")],
        cash={"opening": 400, "deposit_rate": 0.036, "surplus": 10},
    ),
    "in_time": Story(
        channels=[channel("loan", 0, months=1, method="bullet")],
        needs=[need("2027-01-01", 1_000), inflow("2027-01-20", 1_500)],
    ),
    "payments_first": Story(
        channels=[channel("loan", 0, months=1, method="bullet")],
        needs=[need("2027-01-01", 700), inflow("2027-02-01", 5_000)],
        cash={"opening": 300},
        policy=BARE.model_copy(update={"payments_before_inflows": True, "draw_until": 0}),
    ),
    "limits": Story(
        channels=[
            channel("a", 0.06, amount_max=50_000, months=12),
            channel("b", 0.09, amount_max=80_000, months=3, method="bullet"),
            channel("pawn", 0.12, months=3, method="bullet"),
        ],
        needs=[need("2027-01-01", 200_000), need("2027-02-01", 200_000)],
        cash=LATER,
        facts={"car": 100_000},
        tables={
            "limits": [
                {"applies_to": "channel:a;channel:b", "cap": 90_000, "scope": "together"},
                {"applies_to": "channel:pawn", "field": "car", "multiplier": 0.5},
            ],
            "availability": [{"channel_id": "b", "period": 1, "limit": 20_000, "measure": "draw"}],
        },
    ),
    "tickets": Story(
        channels=[
            channel("a", 0.06, months=3, amount_min=10_000, fixed_fee=100),
            channel("line", 0.12, months=3, method="interest_only", revolving="yes"),
        ],
        needs=[need("2027-02-01", 30_000)],
        cash={**LATER, "surplus_after": 20_000},
        policy=BARE.model_copy(update={"effort_per_draw": 50, "max_draws": 2}),
    ),
    "shares": Story(
        channels=[
            channel("a", 0.06, risk_groups="platform", category="online"),
            channel("b", 0.07, risk_groups="platform", category="online"),
            channel("c", 0.08, category="bank"),
        ],
        needs=[need("2027-01-01", 100_000)],
        cash=LATER,
        policy=BARE.model_copy(
            update={"max_channel_share": 0.5, "max_category_share": 0.8, "max_group_share": 0.6}
        ),
    ),
    "debt_service": Story(
        channels=[
            channel("a", 0, months=10),
            channel("b", 0.12, months=3, method="bullet"),
            channel("c", 0.12, months=3, method="interest_only"),
        ],
        needs=[need("2027-01-01", 100_000)],
        cash={**LATER, "income": 2_000},
        policy=BARE.model_copy(update={"max_debt_service": 0.5}),
    ),
    "counts": Story(
        channels=[
            channel("a", 0.06, months="6;12"),
            channel("b", 0.07),
            channel("c", 0.08, hard_inquiry="no"),
        ],
        needs=[need("2027-01-01", 100_000)],
        cash=LATER,
        policy=BARE.model_copy(update={"max_channels": 2, "max_inquiries": 1}),
    ),
    "purpose": Story(
        channels=[
            channel("stock", 0.06, months=3, purposes="stock"),
            channel("pawn", 0.24, months=3, method="bullet", purposes="any", banned_purposes="repay_loan"),
        ],
        needs=[need("2027-02-01", 5_000), need("2027-03-01", 2_000, "living")],
        cash={"surplus": [{"date": "2027-02-01", "amount": 0}], "surplus_after": 10_000},
    ),
    "still_eligible": Story(
        channels=[
            channel("a", 0.06, online_lender="yes"),
            channel("b", 0.07, online_lender="yes"),
            channel("c", 0.08, online_lender="yes"),
        ],
        needs=[need("2027-01-01", 100_000)],
        cash={**LATER, "income": 2_000},
        facts={"online_lenders": 0, "payment_ratio": 0.1},
        tables={"eligibility": [RULE_ONLINE, RULE_PAYMENT]},
    ),
}
