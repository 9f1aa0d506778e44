"""fundmix as a library: one borrower, several sums and policies.

当库用：同一位借款人，比较不同金额和策略。运行 / run: python examples/planning_script.py
"""

from pathlib import Path

import pandas as pd

import fundmix

HERE = Path(__file__).parent


def compare() -> pd.DataFrame:
    """What 李四's bridge costs for three sums, under two policies: one row per plan."""
    catalog = fundmix.load_catalog("cn")
    profile = fundmix.load_profile(HERE / "li" / "profile.toml")
    rows = []
    for amount in (60_000, 90_000, 110_000):
        needs = fundmix.needs_from_frame(
            pd.DataFrame([{"date": "2026-12-10", "amount": amount, "purpose": "stock"}]), profile.start
        )
        for policy in ("cheapest", "balanced"):
            plan = fundmix.optimize(catalog, profile, needs, policy)
            rows.append(
                {
                    "amount": amount,
                    "policy": policy,
                    "status": plan.status,
                    "channels": plan.diversification.channels,
                    "cost": plan.totals.cost,
                    "largest_share": plan.diversification.largest_channel_share,
                }
            )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    table = compare()
    print(table.to_string(index=False))  # noqa: T201 - a script talks
    print(table.pivot_table(index="amount", columns="policy", values="cost"))  # noqa: T201
