"""How long the first sentence takes, step by step: ``make bench``, or ``python -m benchmarks [example …]``.

One line per step, seconds, the best of a few runs: what the machine can do, not what it was busy with.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import fundmix

EXAMPLES = Path(__file__).parents[1] / "examples"
POLICIES = ("cheapest", "balanced")
RUNS = 3


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Run some work a few times; the shortest is returned."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def start_up() -> None:
    """``fundmix --help`` in a new process: what a user waits for before anything happens."""
    subprocess.run([sys.executable, "-m", "fundmix", "--help"], check=True, capture_output=True)


def measure(example: str) -> None:
    """Every policy on one example, with its status and gap."""
    catalog = fundmix.load_catalog("cn")
    profile = fundmix.load_profile(EXAMPLES / example / "profile.toml")
    needs = fundmix.load_needs(EXAMPLES / example / "needs.csv", start=profile.start)
    for policy in POLICIES:
        plan = fundmix.optimize(catalog, profile, needs, policy)
        taken = seconds(partial(fundmix.optimize, catalog, profile, needs, policy), runs=2)
        figures = (
            f"{plan.status}, {len(plan.draws)} draws, cost {plan.totals.cost:,.2f}, gap {plan.proof.gap:,.2f}"
        )
        print(f"{taken:8.3f}  optimize {example} {policy}: {figures}")


def main(examples: list[str]) -> None:
    """Print the table."""
    print(f"{seconds(start_up):8.3f}  fundmix --help")
    print(f"{seconds(lambda: fundmix.load_catalog('cn')):8.3f}  load the bundled catalog")
    for example in examples or ["wang"]:
        measure(example)


if __name__ == "__main__":
    main(sys.argv[1:])
