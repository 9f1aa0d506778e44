"""What surviving any one refusal costs in time: lazily, against every outage in one program.

The plain script is given the extended form with all its coefficients: the plan's own program, and beside it a copy for
every single refusal. It is the program that a user would write down; fundmix adds an outage only when it breaks a plan.
"""

import time
from collections.abc import Callable, Sequence

from benchmarks.cases import Question, example, made_up
from benchmarks.measuring import Effort, Result, Section, median, seconds, timed
from benchmarks.plain_pulp import script_of, solve
from fundmix.case import Case, threat_of
from fundmix.offers import group_refusals, single_refusals
from fundmix.plan import FundingPlan
from fundmix.program import Model, Threat, build_model, find_safe
from fundmix.program.outages import add_copy

FASTER, MOST_SECONDS, LARGE_SECONDS = 5.0, 6.0, 60.0
HEAD = ("outages", "rounds", "cuts", "copies", "seconds", "gap")


def survive(effort: Effort) -> Section:
    """Ms Wang, a large market, and how the search grows with outages."""
    if effort.quick:
        return Section(
            _against_script(_surviving(made_up(3, 3)), 1, counts=False), _growth((2, 4), made_up(3, 3))
        )
    return Section(
        (*_against_script(_surviving(example("wang")), 3), *_large()),
        _growth((5, 10, 20, 40, 80), made_up(8, 6)),
    )


def _surviving(question: Question) -> Question:
    """The question with any one refusal to survive."""
    policy = question.policy.model_copy(update={"survive": ("channel",)})
    return Question(question.name, question.catalog, question.profile, question.needs, policy)


def extended(case: Case, threats: Sequence[Threat]) -> Model:
    """The plan's program with a copy for every outage; nothing may be missing in any of them."""
    model = build_model(case.situation, case.market, standby=True)
    for number, threat in enumerate(threats):
        add_copy(model, threat, number, 0.0)
    return model


def _against_script(question: Question, runs: int, *, counts: bool = True) -> tuple[Result, ...]:
    """All of ``optimize`` with its answers to each refusal, against the extended form by CBC's command line."""
    case = question.case()
    threats = [threat_of(case, one) for one in single_refusals(case.market, case.situation.grid)]
    script = script_of(extended(case, threats))
    question.plan(60.0)
    mine = [timed(lambda: question.plan(60.0)) for _ in range(runs)]
    theirs = timed(lambda: solve(script))
    wall = median(one.wall for one in mine)
    plan: FundingPlan = mine[-1].returned
    remark = f"{seconds(theirs.wall)} and {seconds(wall)}, {len(script.variables):,} columns, {len(script.rows):,} rows"
    if not theirs.returned.finished:
        remark += ", CBC out of time: at least so much"
    faster = theirs.wall / wall
    return (
        Result(
            f"optimize that survives any one refusal: {question.name}",
            seconds(wall),
            f"≤ {MOST_SECONDS:.0f} s" if counts else "",
            wall <= MOST_SECONDS if counts else None,
            f"price of safety {plan.diversification.price_of_safety:,.2f}, {plan.status}",
        ),
        Result(
            f"extended form in plain PuLP + CBC ÷ optimize: {question.name}",
            f"{faster:.1f} ×",
            f"≥ {FASTER:.0f} ×" if counts else "",
            faster >= FASTER if counts else None,
            remark,
        ),
    )


def _large() -> tuple[Result, ...]:
    """Forty channels with sixty offers over twenty-four months: forty single refusals."""
    question = _surviving(made_up(40, 24))
    case = question.case()
    run = timed(lambda: question.plan(LARGE_SECONDS / 2))
    plan: FundingPlan = run.returned
    verified = "verified" if plan.proof.verified else "NOT verified"
    worst = min((row.funded_share for row in plan.diversification.outages), default=1.0)
    return (
        Result(
            f"{len(case.market.offers)} offers × 24 months × {len(case.market.lenders)} refusals",
            seconds(run.wall),
            f"≤ {LARGE_SECONDS:.0f} s, verified, its gap",
            run.wall <= LARGE_SECONDS and plan.proof.verified,
            f"{verified}, gap {plan.proof.gap:.2%}, worst refusal leaves {worst:.1%}",
        ),
    )


def _growth(counts: Sequence[int], question: Question) -> tuple[tuple[str, ...], ...]:
    """The same market with ever more outages: single refusals, then groups that close in one month after the other."""
    case = question.case()
    grid = case.situation.grid
    outages = list(single_refusals(case.market, grid))
    month = 0
    while len(outages) < max(counts):
        outages += group_refusals(case.market, grid, month)
        month += 1
    make: Callable[..., Model] = lambda standby: build_model(case.situation, case.market, standby=standby)  # noqa: E731
    rows = []
    for count in counts:
        threats = [threat_of(case, one) for one in outages[:count]]
        begun = time.perf_counter()
        safe = find_safe(make, threats, 1.0, gap=None, deadline=time.monotonic() + 60.0)
        spent = time.perf_counter() - begun
        cells = (
            count,
            safe.rounds,
            len(safe.cuts),
            len(safe.copies),
            f"{spent:.2f}",
            f"{safe.optimum.gap:.2%}",
        )
        rows.append(tuple(map(str, cells)))
    return (HEAD, *rows)
