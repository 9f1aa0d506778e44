"""The questions that are timed: the examples, and made-up markets of any size."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import fundmix
from fundmix.borrower import Need, Policy, Profile
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.plan import FundingPlan

EXAMPLES = Path(__file__).parents[1] / "examples"
START = "2026-12-01"


@dataclass(frozen=True)
class Question:
    """Everything that one call of ``optimize`` asks."""

    name: str
    catalog: Catalog
    profile: Profile
    needs: tuple[Need, ...]
    policy: Policy

    def plan(self, time_limit: float = 10.0) -> FundingPlan:
        """The verified plan."""
        return fundmix.optimize(self.catalog, self.profile, self.needs, self.policy, time_limit=time_limit)

    def case(self) -> Case:
        """What is known before any program."""
        return open_case(self.catalog, self.profile, self.needs, self.policy)


@cache
def example(name: str, policy: str = "balanced") -> Question:
    """One of the folders of ``examples`` on the bundled catalog."""
    profile = fundmix.load_profile(EXAMPLES / name / "profile.toml")
    return Question(
        f"{name} {policy}",
        fundmix.load_catalog("cn"),
        profile,
        fundmix.load_needs(EXAMPLES / name / "needs.csv", start=profile.start),
        fundmix.load_policy(policy),
    )


def made_up(
    channels: int, months: int, *, needs: int | None = None, seed: int = 1, copies: bool = False
) -> Question:
    """A shop that borrows in each of ``months`` months from a market in which every channel is open to it.

    Args:
        channels: how many, one product with one or two terms each; every fourth is a revolving line.
        months: over which the needs are spread; an inflow every third month.
        needs: how many; None = one per month. The sum does not depend on it.
        seed: of limits, lead days, rates and amounts.
        copies: channels differ by a hair, which makes many mixes nearly equal.
    """
    random = Random(seed)
    rows = [_channel(random, number, copies) for number in range(channels)]
    catalog = fundmix.catalog_from_frames(
        {
            "channels": [channel for channel, _ in rows],
            "products": [product for _, product in rows],
            "eligibility": [
                {"rule_id": f"r{number}", "applies_to": f"channel:ch{number:02d}", "field": "ok",
                 "operator": "==", "value": "yes", "reason": "x"}
                for number in range(channels)
            ],
            "facts": [{"field": "ok", "type": "yes_no", "description": "ok"}],
        },
        {"name": "made up"},
    )  # fmt: skip
    cash = {"opening": 20_000, "minimum": 10_000, "income": 60_000, "surplus": 25_000}
    profile = fundmix.profile_from_dict({"start": START, "facts": {"ok": True}, "cash": cash})
    asked = spread_needs(random, months, needs or months)
    return Question(
        f"{channels} {'near-copies' if copies else 'channels'} × {months} months, seed {seed}",
        catalog,
        profile,
        fundmix.needs_from_frame(asked, profile.start),
        fundmix.load_policy("balanced"),
    )


def _channel(random: Random, number: int, copies: bool) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """One channel and its product."""
    channel_id = f"ch{number:02d}"
    most = random.choice([50_000, 80_000, 100_000, 150_000, 200_000])
    lead_days = random.choice([0, 1, 3, 7])
    rate = 0.04 + 0.003 * number + random.random() * 0.002
    if copies:
        most, lead_days, rate = 100_000, 1, 0.05 + 0.0001 * number
    channel = {
        "channel_id": channel_id,
        "name": channel_id,
        "category": f"cat{number % 6}",
        "lender": "bank",
        "risk_groups": f"g{number % 5}",
        "amount_min": 5_000 if number % 3 else 10_000,
        "amount_max": most,
        "purposes": "business",
        "lead_days": lead_days,
        "online_lender": "no" if number % 5 else "yes",
    }
    product = {"channel_id": channel_id, "product_id": "main", "rate": f"{rate:.5f}"}
    if number % 4 == 0:
        product |= {
            "repayment": "interest_only",
            "term_months": "12",
            "revolving": "yes",
            "prepay_fee_rate": "0",
        }
    else:
        product |= {
            "repayment": "annuity;interest_only" if number % 2 else "annuity",
            "term_months": "12;24" if number % 3 else "6;12",
            "prepay_fee_rate": "0" if number % 2 else "0.02",
        }
    return channel, product


def spread_needs(random: Random, months: int, count: int) -> list[Mapping[str, Any]]:
    """Uses of cash, and a receipt every third month."""
    share = months / count
    rows: list[Mapping[str, Any]] = [
        {
            "date": f"+{number * months // count}m",
            "amount": round(random.choice([40_000, 60_000, 90_000, 120_000]) * share),
            "purpose": "stock",
            "kind": "need",
        }
        for number in range(count)
    ]
    rows += [{"date": f"+{month}m", "amount": 170_000, "kind": "inflow"} for month in range(3, months + 4, 3)]
    return rows
