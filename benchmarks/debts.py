"""What debts that may be repaid early cost: Ms Wang's search with twenty of them, over her search as it is."""

import datetime as dt
import time

from benchmarks.cases import Question, example
from benchmarks.measuring import Effort, Result, Section, median, seconds
from fundmix.borrower import Debt, Profile
from fundmix.case import open_case
from fundmix.program import build_model, find_optimum

COUNT = 20
MOST = 1.5
RUNS = 5


def twenty(start: dt.date) -> tuple[Debt, ...]:
    """Small loans of eight months to two years, with and without a fee for early repayment."""
    found = []
    for number in range(COUNT):
        months = 8 + number % 16
        year, month = divmod(start.month - 1 + months, 12)
        found.append(
            Debt(
                name=f"loan {number}",
                balance=1_000 + 450 * number,
                original_amount=12_000,
                rate=(0.06, 0.12, 0.18, 0.09, 0.145)[number % 5],
                repayment=("annuity", "annuity", "equal_principal", "interest_only")[number % 4],
                next_payment=start + dt.timedelta(days=number),
                last_payment=dt.date(start.year + year, month + 1, 1 + number),
                prepay_fee_rate=(0.0, 0.01, 0.03)[number % 3],
            )
        )
    return tuple(found)


def debts(effort: Effort) -> Section:
    """The search with and without, in turns."""
    case = example("li" if effort.quick else "wang")
    more = case.profile.model_copy(update={"debts": case.profile.debts + twenty(case.profile.start)})
    ratios, walls = [], []
    for number in range(1 + effort.runs(RUNS)):
        plain, loaded = _search(case.profile, case), _search(more, case)
        if number:
            ratios.append(loaded / plain)
            walls.append((plain, loaded))
    ratio = median(ratios)
    before, after = (median(one) for one in zip(*walls, strict=True))
    row = Result(
        f"search with {COUNT} debts more ÷ search: {case.name}",
        f"{ratio:.2f} ×",
        f"≤ {MOST} ×",
        ratio <= MOST,
        f"{seconds(after)} and {seconds(before)}",
    )
    return Section((row,))


def _search(profile: Profile, case: Question) -> float:
    """Seconds of one search, the building of its program left out."""
    opened = open_case(case.catalog, profile, case.needs, case.policy)
    model = build_model(opened.situation, opened.market)
    start = time.perf_counter()
    find_optimum(model, time_limit=60.0)
    return time.perf_counter() - start
