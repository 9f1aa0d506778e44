"""Small cases to plan: a line per channel, dated needs, and a seeded generator of realistic ones."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random
from typing import Any

from fundmix.borrower import Need, Policy, Profile, needs_from_frame, profile_from_dict
from fundmix.case import Case, open_case
from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.tables import Catalog, Channel, Product
from fundmix.plan import FundingPlan
from fundmix.program import Optimum, build_model, find_optimum
from fundmix.program.model import Model
from fundmix.recommend import optimize

START = dt.date(2027, 1, 1)
Row = Mapping[str, Any]

BARE = Policy(name="bare", share_floor=0, effort_per_application=0, effort_per_draw=0)
"""No caps and no price on effort: the cheapest yuan wins."""

FACTS: tuple[Row, ...] = (
    {"field": "age", "type": "count", "description": "年龄"},
    {"field": "house", "type": "money", "pledge": "yes", "home": "yes", "description": "房产"},
    {"field": "car", "type": "money", "pledge": "yes", "description": "车辆"},
    {"field": "turnover", "type": "money", "description": "月流水"},
    {"field": "score", "type": "number", "description": "评分"},
    {"field": "online_lenders", "type": "count", "moved_by": "online_lender", "description": "网贷家数"},
    {
        "field": "unsecured_accounts",
        "type": "count",
        "moved_by": "unsecured_account",
        "description": "信用账户",
    },
    {"field": "hard_inquiries_3m", "type": "count", "moved_by": "inquiry", "description": "三个月查询"},
    {"field": "payment_ratio", "type": "ratio", "moved_by": "payment", "description": "月供收入比"},
    {"field": "debt_ratio", "type": "ratio", "moved_by": "debt", "description": "信用负债收入比"},
)
ADULT: Row = {
    "rule_id": "adult",
    "applies_to": "all",
    "field": "age",
    "operator": ">=",
    "value": "18",
    "reason": "成年",
}


def channel(
    channel_id: str, rate: Any = 0, *, months: Any = 12, method: str = "annuity", **words: Any
) -> Row:
    """One channel with one product in one line; ``words`` are columns of channels.csv and products.csv."""
    return {
        "channel_id": channel_id,
        "name": channel_id,
        "category": channel_id,
        "rate": rate,
        "term_months": months,
        "repayment": method,
        "amount_max": 1_000_000,
        **words,
    }


def need(date: Any, amount: float, purpose: str = "stock", **words: Any) -> Row:
    """A use of cash."""
    return {"date": date, "amount": amount, "purpose": purpose, **words}


def debt(name: str, balance: float, rate: float, last_payment: Any, **words: Any) -> Row:
    """A loan that runs, paid on the fifteenth of each month from January 2027 on; interest alone if not said."""
    return {
        "name": name, "balance": balance, "rate": rate, "repayment": "interest_only",
        "next_payment": "2027-01-15", "last_payment": last_payment, **words,
    }  # fmt: skip


def inflow(date: Any, amount: float, **words: Any) -> Row:
    """Dated money in."""
    return {"date": date, "amount": amount, "kind": "inflow", **words}


@dataclass(frozen=True)
class Story:
    """A case in the words of its files, so that a test can change one of them.

    Attributes:
        channels: rows of :func:`channel`; a second product of a channel is a row with ``product_id``.
        needs: rows of :func:`need` and :func:`inflow`.
        tables: more tables of the catalog (limits, availability, eligibility, regulations, flows).
    """

    channels: Sequence[Row]
    needs: Sequence[Row]
    cash: Row = field(default_factory=dict)
    policy: Policy = BARE
    facts: Row = field(default_factory=dict)
    debts: Sequence[Row] = ()
    quotes: Sequence[Row] = ()
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    period: str = "month"
    start: dt.date = START

    def but(self, **changes: Any) -> "Story":
        """The same with something changed."""
        return replace(self, **changes)

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog of the channels and tables."""
        seen: dict[str, Row] = {}
        for row in self.channels:
            seen.setdefault(row["channel_id"], _part(row, Channel))
        tables: dict[str, Sequence[Row]] = {
            "channels": list(seen.values()),
            "products": [_part(row, Product, but=("purposes",)) for row in self.channels],
            "facts": list(FACTS),
            **self.tables,
            "eligibility": [ADULT, *self.tables.get("eligibility", ())],
        }
        return catalog_from_frames(tables, {"name": "test", "period": self.period})

    @cached_property
    def profile(self) -> Profile:
        """The borrower."""
        return profile_from_dict(
            {
                "start": self.start,
                "facts": {"age": 30, **self.facts},
                "cash": {"income": 1_000_000, **self.cash},
                "debts": list(self.debts),
                "quotes": list(self.quotes),
            }
        )

    @cached_property
    def asked(self) -> tuple[Need, ...]:
        """The needs and inflows."""
        return needs_from_frame(list(self.needs), self.start) if self.needs else ()

    def case(self) -> Case:
        """What is known before any program."""
        return open_case(self.catalog, self.profile, self.asked, self.policy)

    def model(self) -> Model:
        """The whole program."""
        case = self.case()
        return build_model(case.situation, case.market)

    def optimum(self, gap: float = 0.0, time_limit: float = 60.0) -> Optimum:
        """The exact optimum of the program, before draws are rounded."""
        return find_optimum(self.model(), gap=gap, time_limit=time_limit)

    def plan(self, gap: float = 0.0, time_limit: float = 60.0, **options: Any) -> FundingPlan:
        """The verified plan."""
        return optimize(
            self.catalog, self.profile, self.asked, self.policy, gap=gap, time_limit=time_limit, **options
        )


def _part(row: Row, model: type[Channel | Product], but: tuple[str, ...] = ()) -> Row:
    """The columns of one table."""
    return {name: value for name, value in row.items() if name in model.model_fields and name not in but}


METHODS = ("annuity", "annuity", "equal_principal", "interest_only", "bullet", "bullet", "buyer_pays")
PURPOSES = ("stock", "operating", "equipment", "living", "rent")


def random_story(random: Random, *, steps: bool = True, most_channels: int = 12) -> Story:
    """A realistic small business or household and its market.

    Args:
        random: the only source of chance.
        steps: whether draws may have steps, smallest amounts and fixed fees.
        most_channels: of 3 to this many.
    """
    start = START + dt.timedelta(days=random.choice((0, 0, 14, 30, 58, 250)))
    count = random.randint(3, most_channels)
    period = random.choice(("month",) * 8 + ("quarter", "week"))
    whole = 1 if period == "month" else 3  # terms are whole periods; 13 weeks are a quarter
    channels = [
        row for number in range(count) for row in _random_channel(random, f"c{number}", (steps, whole))
    ]
    needs = _random_needs(random, start)
    income = random.choice((8_000, 20_000, 60_000, 150_000))
    facts: dict[str, Any] = {
        name: value
        for name, value in (
            ("house", 2_000_000), ("car", 120_000), ("turnover", income * 2), ("score", 600),
            ("online_lenders", random.randint(0, 2)), ("unsecured_accounts", random.randint(0, 3)),
            ("hard_inquiries_3m", random.randint(0, 3)), ("payment_ratio", 0.2), ("debt_ratio", 1.5),
        )
        if random.random() < 0.8
    }  # fmt: skip
    story = Story(
        channels=channels,
        needs=needs,
        cash={
            "opening": random.choice((0, 5_000, 60_000, 200_000)),
            "minimum": random.choice((0, 0, 10_000, 30_000)),
            "income": income,
            "surplus": round(income * random.choice((-0.1, 0.1, 0.2, 0.3, 0.6)), 2),
            "deposit_rate": random.choice((0, 0, 0.0035, 0.02)),
        },
        policy=_random_policy(random, count),
        facts=facts,
        debts=_random_debts(random, start, count),
        quotes=_random_quotes(random, count),
        tables=_random_tables(random, count),
        period=period,
        start=start,
    )
    return _with_rights(story, Random(str(random.random())))


def _with_rights(story: Story, random: Random) -> Story:
    """What may be done with the debts: the fee on early repayment, a lender's word that it renews, its products."""
    debts, rights = [], []
    for one in story.debts:
        debts.append(
            {
                **one,
                **random.choice(
                    ({}, {"prepay_fee_rate": 0}, {"prepay_fee_rate": 0.01}, {"prepay_fee_rate": 0.03})
                ),
                "renewable": random.random() < 0.6,
            }
        )
        use = random.choice(("", "renew", "extend", "hardship"))
        if use and "channel_id" in one and one["channel_id"] not in {row["channel_id"] for row in rights}:
            method = "annuity" if use == "hardship" else random.choice(("interest_only", "bullet"))
            months = random.choice(("3", "6", "12", "12;24"))
            rights.append(
                channel(
                    one["channel_id"], random.choice((0, 0.04, 0.09, 0.16)), months=months, method=method,
                    product_id="right", use=use,
                )
            )  # fmt: skip
    policy = story.policy.model_copy(update={"reserve_months": random.choice((0, 0, 1, 3))})
    return story.but(debts=debts, channels=[*story.channels, *rights], policy=policy)


def _random_channel(random: Random, channel_id: str, shape: tuple[bool, int]) -> list[Row]:
    """One channel with one or two products; ``shape``: whether draws have steps, months in a period."""
    steps, whole = shape
    online = random.random() < 0.4
    method = random.choice(METHODS)
    line = random.random() < 0.25
    words: dict[str, Any] = {
        "category": random.choice(("bank", "online", "pawn", "supply")),
        "risk_groups": random.choice(("", "platform", "banks", "platform;banks")),
        "amount_max": random.choice((20_000, 50_000, 200_000, 1_000_000)),
        "lead_days": random.choice((0, 0, 1, 5, 20, 45)),
        "hard_inquiry": random.random() < 0.6,
        "online_lender": online,
        "unsecured": random.random() < 0.7,
        "purposes": random.choice(("", "any", "business", "consumer", "business;repay_loan")),
        "banned_purposes": random.choice(("", "", "business", "repay_loan")),
        "line_valid_months": random.choice(("", "", 6, 12)),
        "revolving": line,
        "upfront_fee_rate": random.choice((0, 0, 0, 0.01, 0.03)),
        "monthly_fee_rate": random.choice((0, 0, 0, 0.002)),
        "prepay_fee_rate": random.choice(("", 0, 0, 0.01, 0.03)),
        "retained_balance_rate": random.choice((0, 0, 0, 0, 0.1)),
        "interest_first": not line and random.random() < 0.1,
        "interest_only_months": 0 if line else random.choice((0, 0, 0, 3)),
        "fee_first": random.random() < 0.2,
    }
    if steps:
        words |= {
            "amount_min": random.choice((0, 0, 1_000, 10_000)),
            "amount_step": random.choice((0, 0, 100, 1_000)),
            "fixed_fee": random.choice((0, 0, 0, 0, 100, 300)),
        }
    if random.random() < 0.25:
        words |= {"rate_basis": "daily"}
        rate = random.choice((0.0002, 0.0004, 0.0005))
    elif random.random() < 0.15 and not line:
        words |= {"rate_basis": "flat_monthly"}
        rate = random.choice((0.004, 0.006))
    else:
        rate = random.choice((0, 0.03, 0.045, 0.06, 0.09, 0.12, 0.18, 0.24))
    months = random.choice(
        ("3", "6", "12", "6;12", "24") if whole == 3 else ("1", "3", "6", "12", "6;12", "24")
    )
    if line:
        method, months = "interest_only", random.choice(("6", "12"))
    if max(map(int, months.split(";"))) <= words["interest_only_months"]:
        words["interest_only_months"] = 0  # no month would be left for instalments
    rows = [channel(channel_id, rate, months=months, method=method, **words)]
    if random.random() < 0.2:
        second = {**words, "product_id": "second", "revolving": False, "interest_first": False}
        rows.append(channel(channel_id, rate * 0.9, months="9", method=random.choice(METHODS), **second))
    return rows


def _random_needs(random: Random, start: dt.date) -> list[Row]:
    """One to four needs; some can wait, some are all or nothing, some earn money later."""
    rows: list[Row] = []
    for number in range(random.randint(1, 4)):
        first = start + dt.timedelta(days=random.randint(0, 200))
        words: dict[str, Any] = {"name": f"n{number}"}
        if random.random() < 0.3:
            words["latest_date"] = first + dt.timedelta(days=random.randint(1, 120))
        amount = round(random.choice((10_000, 50_000, 100_000, 250_000)) * random.uniform(0.5, 1.5), 2)
        if random.random() < 0.2:
            words["least_amount"] = round(amount * random.choice((0.3, 0.7, 1.0)), 2)
        rows.append(need(first, amount, random.choice(PURPOSES), **words))
        if random.random() < 0.5:
            later = first + dt.timedelta(days=random.randint(20, 150))
            earned = random.choice((f"n{number}", ""))
            rows.append(inflow(later, round(amount * random.uniform(0.5, 1.3), 2), from_need=earned))
    return rows


def _random_policy(random: Random, count: int) -> Policy:
    """Cheapest, balanced, or something in between."""
    kind = random.choice(("cheapest", "balanced", "random"))
    if kind == "cheapest":
        return Policy(name="cheapest")
    if kind == "balanced":
        return Policy(
            name="balanced", max_channel_share=0.5, max_group_share=0.6, max_channels=5, max_debt_service=0.5,
            max_soft_share=0.3, inflow_delay=1, collateral="business",
        )  # fmt: skip
    return Policy(
        name="random",
        max_channel_share=random.choice((1, 0.4)),
        max_category_share=random.choice((1, 0.5)),
        max_group_share=random.choice((1, 0.5)),
        share_floor=random.choice((0, 10_000, 50_000)),
        max_channels=random.choice((None, 2, 4)),
        max_draws=random.choice((None, None, None, 4)),
        max_inquiries=random.choice((None, 3)),
        inflow_delay=random.choice((0, 0, 1, 2)),
        draw_until=random.choice((None, None, 3)),
        max_debt_service=random.choice((None, 0.5)),
        max_monthly_payment=random.choice((None, None, 5_000)),
        max_term_months=random.choice((None, 12)),
        max_soft_share=random.choice((1, 0.3)),
        min_cash=random.choice((None, 5_000)),
        unknown=random.choice(("exclude", "include")),
        prefund_months=random.choice((0, 1, 2)),
        payments_before_inflows=random.random() < 0.3,
        effort_per_application=random.choice((0, 200)),
        effort_per_draw=random.choice((0, 50)),
        exclude=("c1",) if random.random() < 0.2 else (),
        require=("c2",) if random.random() < 0.1 and count > 2 else (),
    )


def _random_debts(random: Random, start: dt.date, count: int) -> list[Row]:
    """Zero to two loans that run."""
    rows: list[Row] = []
    for number in range(random.choice((0, 0, 1, 2))):
        next_payment = start + dt.timedelta(days=random.randint(0, 28))
        last = next_payment.replace(year=next_payment.year + 1) if next_payment.day < 29 else next_payment
        rows.append(
            {
                "name": f"debt {number}",
                "balance": round(random.choice((8_000, 30_000, 150_000)) * random.uniform(0.8, 1.2), 2),
                "original_amount": 200_000,
                "rate": random.choice((0.05, 0.12, 0.18)),
                "repayment": random.choice(("annuity", "equal_principal", "interest_only", "bullet")),
                "next_payment": next_payment,
                "last_payment": last,
                **({"channel_id": f"c{random.randrange(count)}"} if random.random() < 0.6 else {}),
                **({"pledge": random.choice(("house", "car"))} if random.random() < 0.2 else {}),
            }
        )
    return rows


def _random_quotes(random: Random, count: int) -> list[Row]:
    """What the app shows at one channel."""
    if random.random() < 0.7:
        return []
    limit = random.choice((0, 30_000, 123_456.78))
    return [{"channel_id": f"c{random.randrange(count)}", "limit": limit, "rate": 0.072}]


def _random_tables(random: Random, count: int) -> dict[str, list[Row]]:
    """Limits, shared limits, pledges, availability, rules that the plan moves, a ceiling."""
    limits: list[Row] = []
    pledged = set(random.sample(range(count), min(count, random.choice((0, 1, 2)))))
    for number in sorted(pledged):
        limits.append(
            {"applies_to": f"channel:c{number}", "field": random.choice(("house", "car")), "multiplier": 0.7}
        )
    if random.random() < 0.4:
        limits.append(
            {"applies_to": f"channel:c{random.randrange(count)}", "field": "turnover", "multiplier": 1.5}
        )
    if random.random() < 0.3:
        limits.append({"applies_to": "group:platform", "cap": 60_000, "scope": "together"})
    rules: list[Row] = []
    for number, (name, operator, bound) in enumerate(
        (("online_lenders", "<=", "2"), ("unsecured_accounts", "<", "4"), ("hard_inquiries_3m", "<=", "3"),
         ("payment_ratio", "<=", "0.5"), ("debt_ratio", "<=", "10"), ("score", ">=", "650"))
    ):  # fmt: skip
        if random.random() < 0.3:
            rules.append(
                {
                    "rule_id": f"r{number}",
                    "applies_to": random.choice(
                        (f"channel:c{random.randrange(count)}", "category:bank", "all")
                    ),
                    "field": name,
                    "operator": operator,
                    "value": bound,
                    "kind": random.choice(("hard", "hard", "soft")),
                    "reason": name,
                }
            )
    for row in rules:
        if row["applies_to"] == "category:bank":
            row["applies_to"] = (
                "all"  # the category may be missing, and a selector that names nothing is refused
            )
    tables: dict[str, list[Row]] = {"eligibility": rules}
    if limits:
        tables["limits"] = [row for row in limits if row["applies_to"] != "group:platform"]
    if random.random() < 0.2:
        tables["availability"] = [
            {
                "channel_id": f"c{random.randrange(count)}",
                "period": random.randint(0, 4),
                "limit": random.choice((0, 15_000)),
                "measure": random.choice(("outstanding", "draw")),
            }
        ]
    if random.random() < 0.3:
        tables["regulations"] = [
            {"regulation_id": "law", "applies_to": "all", "kind": "ceiling", "value": 0.24, "text": "上限"}
        ]
    if any(row["applies_to"] == "group:platform" for row in limits):
        members = ";".join(f"channel:c{number}" for number in range(min(3, count)))
        tables.setdefault("limits", []).append({"applies_to": members, "cap": 60_000, "scope": "together"})
    return tables
