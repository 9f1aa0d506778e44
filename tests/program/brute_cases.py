"""Small cases for the search by brute force: two to four debts, one to three lenders, none to two needs."""

import datetime as dt
from random import Random
from typing import Any

from tests.cases import BARE, START, Row, Story, channel, need
from tests.loans.remaining import later


def small_story(seed: int) -> Story:
    """A case of a seed. A third have effort, a third a reserve; surplus of some months is scarce, later it is ample."""
    random = Random(f"small {seed}")
    last = random.choice((1, 2, 2))
    lenders = [_lender(random, number, 6 if number == 0 else 2) for number in range(random.randint(1, 3))]
    debts = [
        _debt(random, number, len(lenders)) for number in range(random.randint(2, 4 if last == 1 else 3))
    ]
    needs = [
        need(later(START, random.randint(0, last)), random.choice((2_000, 6_500.5, 12_000)), "stock")
        for _ in range(random.randint(0, 2))
    ]
    policy = BARE.model_copy(
        update={
            "draw_until": last,
            "effort_per_draw": random.choice((0, 0, 40)),
            "reserve_months": random.choice((0, 0, 1, 3)),
        }
    )
    surplus = [
        {"date": later(START, month), "amount": random.choice((0, 500, 2_000, 6_000))}
        for month in range(last + 2)
    ]
    cash = {
        "opening": random.choice((0, 1_000, 5_000, 12_000, 60_000)),
        "surplus": surplus,
        "surplus_after": 60_000,
        "deposit_rate": random.choice((0, 0, 0.012)),
    }
    return Story(lenders, needs, cash, policy, debts=debts)


def _lender(random: Random, number: int, shortest: int) -> Row:
    months = max(shortest, random.choice((2, 3, 6, 12)))
    rate = random.choice((0.04, 0.07, 0.11, 0.18))
    return channel(
        f"c{number}",
        rate,
        months=months,
        method=random.choice(("annuity", "interest_only", "bullet")),
        amount_max=random.choice((2_000, 5_000, 12_000)),
        banned_purposes=random.choice(("", "", "repay_loan")),
        upfront_fee_rate=random.choice((0, 0, 0.01)),
    )


def _debt(random: Random, number: int, lenders: int) -> Row:
    first = START + dt.timedelta(days=random.randint(0, 27))
    balance = round(random.choice((3_000, 8_000, 20_000)) * random.uniform(0.7, 1.3), 2)
    method = random.choice(("annuity", "equal_principal", "interest_only", "bullet", "custom"))
    months = random.randint(2, 14)
    row: dict[str, Any] = {
        "name": f"debt {number}",
        "balance": balance,
        "rate": random.choice((0, 0.05, 0.09, 0.15, 0.24)),
        "repayment": method,
        "next_payment": first,
        "last_payment": later(first, months - 1),
    }
    if method == "custom":
        row["payment"] = round(balance * (0.03 + random.random() / months), 2)
    if random.random() < 0.8:
        row["prepay_fee_rate"] = random.choice((0, 0, 0.005, 0.01, 0.03))
    if random.random() < 0.3:
        row["channel_id"] = f"c{random.randrange(lenders)}"
    return row
