"""What thirty steps of caution cost over one plan: from one live program, each plan settled and re-played."""

import time
from random import Random

import fundmix
from benchmarks.cases import START, Question, example, spread_needs
from benchmarks.measuring import Effort, Result, Section, median, seconds
from fundmix.analysis.frontier import frontier as find

POINTS = 30
MOST, MOST_CONTINUOUS = 25.0, 6.0
RUNS = 3


def frontier(effort: Effort) -> Section:
    """The frontier ÷ one cold plan, in turns: Ms Wang's, and a program in which nothing is whole."""
    whole = example("li" if effort.quick else "wang")
    loose = continuous(5, 4) if effort.quick else continuous(20, 12)
    return Section((_row(whole, MOST, effort), _row(loose, MOST_CONTINUOUS, effort)))


def continuous(channels: int, months: int, seed: int = 1) -> Question:
    """A shop whose lenders have no smallest sum, no fixed fee and one product, and who puts no price on effort."""
    random = Random(seed)
    rows = [
        {
            "channel_id": f"c{number}", "name": f"c{number}", "category": f"k{number % 5}", "purposes": "business",
            "risk_groups": f"g{number % 4}", "amount_max": random.choice([50_000, 80_000, 120_000]),
        }
        for number in range(channels)
    ]  # fmt: skip
    products = [
        {
            "channel_id": row["channel_id"], "product_id": "main", "term_months": "12",
            "rate": f"{0.04 + 0.003 * number + random.random() * 0.002:.5f}",
            "repayment": "annuity" if number % 2 else "interest_only",
        }
        for number, row in enumerate(rows)
    ]  # fmt: skip
    rule = {
        "rule_id": "r",
        "applies_to": "all",
        "field": "ok",
        "operator": "==",
        "value": "yes",
        "reason": "x",
    }
    facts = [{"field": "ok", "type": "yes_no", "description": "ok"}]
    tables = {"channels": rows, "products": products, "eligibility": [rule], "facts": facts}
    cash = {"opening": 20_000, "minimum": 10_000, "income": 60_000, "surplus": 25_000}
    profile = fundmix.profile_from_dict({"start": START, "facts": {"ok": True}, "cash": cash})
    return Question(
        f"continuous, {channels} channels × {months} months",
        fundmix.catalog_from_frames(tables, {"name": "made up"}),
        profile,
        fundmix.needs_from_frame(spread_needs(random, months, months), profile.start),
        fundmix.Policy(
            name="shares", max_channel_share=0.3, share_floor=0, effort_per_application=0, effort_per_draw=0
        ),
    )


def _row(question: Question, most: float, effort: Effort) -> Result:
    ratios, walls, points = [], [], 0
    for run in range(1 + effort.runs(RUNS)):
        start = time.perf_counter()
        question.plan(60.0)
        once = time.perf_counter() - start
        answer = find(question.catalog, question.profile, question.needs, question.policy, points=POINTS)
        whole = time.perf_counter() - start - once
        points = len(answer.points)
        if run:
            ratios.append(whole / once)
            walls.append((whole, once))
    ratio = median(ratios)
    after, before = (median(one) for one in zip(*walls, strict=True))
    return Result(
        f"frontier of {POINTS} points ÷ optimize: {question.name}",
        f"{ratio:.1f} ×",
        f"≤ {most:.0f} ×",
        ratio <= most,
        f"{seconds(after)} and {seconds(before)}; {points} plans that no other beats",
    )
