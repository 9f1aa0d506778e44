"""One small case per rule of the program, in which the rule has something to say."""

from tests.cases import BARE, Story, channel, debt, inflow, need

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
    "early": Story(
        channels=[channel("kin", 0, months=12, method="bullet", amount_max=5_000)],
        needs=[],
        cash={"opening": 6_000, "surplus": 4_000},
        debts=[debt("card", 10_000, 0.12, "2027-06-15", prepay_fee_rate=0.01)],
        policy=BARE.model_copy(update={"reserve_months": 2, "effort_per_draw": 50}),
    ),
    "renewals": Story(
        channels=[
            channel("bank", 0.06, months=12, amount_max=15_000),
            channel("bank", 0.05, months=12, method="interest_only", product_id="renewal", use="renew"),
            channel("card", 0.18, months=12, amount_max=6_000),
            channel("card", 0.1, months=12, product_id="plan", use="hardship"),
        ],
        needs=[need("2027-03-01", 3_000)],
        cash={"surplus": 900},
        debts=[
            debt("loan", 10_000, 0.06, "2027-02-15", channel_id="bank", renewable=True, prepay_fee_rate=0),
            debt(
                "bill", 6_000, 0.12, "2027-12-15", channel_id="card", repayment="annuity", prepay_fee_rate=0
            ),
        ],
        policy=BARE.model_copy(update={"effort_per_draw": 5}),
    ),
}
