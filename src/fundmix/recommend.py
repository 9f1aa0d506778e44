"""The whole pipeline: catalog + profile + need → a verified, explained funding mix."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from fundmix.answer import assemble, held_back, holds
from fundmix.borrower import Need, Policy, Profile
from fundmix.case import open_case
from fundmix.catalog.tables import Catalog
from fundmix.eligibility import Verdicts, frame_of, judge
from fundmix.errors import NotProvenError
from fundmix.facts import facts_of, with_channels
from fundmix.plan import FundingPlan
from fundmix.program import build_model, find_optimum, settle, write_files
from fundmix.verify import verify

MARGINS = ((0.0, 0.0), (0.02, 0.0), (0.02, 0.02), (0.2, 0.2), (2.0, 2.0))
"""Yuan of margin for cents, in cash and in limits: none, then a little per try, until the plan is right to the cent."""


def optimize(  # noqa: PLR0913 - the question, and how to work on it, by name
    catalog: Catalog,
    profile: Profile,
    needs: Iterable[Need],
    policy: Policy | str = "balanced",
    *,
    gap: float | None = None,
    time_limit: float = 10.0,
    exact: bool = False,
    write_lp: Path | None = None,
    write_mps: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> FundingPlan:
    """The cheapest funding mix that keeps the policy, verified.

    Args:
        catalog: what the market offers.
        profile: the borrower.
        needs: dated needs and inflows.
        policy: a policy or the name of a preset.
        gap: relative gap to prove, 0 for exact work; None = 0.1 % or ¥1, whichever is more.
        time_limit: seconds for everything: the search has what building leaves, less a reserve for settling, measured
            on the program itself. What is not proved by then has status ``unproven``. When cents then need more
            than one try, or a partial plan asks what holds it back, a large case ends a little later.
        exact: draws are whole steps from the start instead of being rounded at the end.
        write_lp: file for the program as it was solved, in LP format.
        write_mps: the same in MPS format.
        progress: called with a word for each stage.

    Raises:
        InputError: for facts, debts or quotes that contradict each other or the catalog.
        NotProvenError: when no plan passes the re-play.
    """
    deadline = time.monotonic() + time_limit
    case = open_case(catalog, profile, needs, policy)
    model = build_model(case.situation, case.market, exact=exact)
    optimum = find_optimum(model, gap=gap, time_limit=deadline - time.monotonic(), progress=progress)
    write_files(optimum, lp=write_lp, mps=write_mps)
    right: FundingPlan | None = None
    for margin in MARGINS:
        values = settle(optimum, *margin)
        plan = None if values is None else assemble(case, model, optimum, values)
        if plan is None or verify(plan):
            continue
        if holds(plan, optimum):
            right = plan
            break
        # cents have opened what the program had closed: shown only when no margin does better
        right = right or plan
    if right is None:
        raise NotProvenError("plan_fails_replay")
    proof = right.proof.model_copy(update={"verified": True})
    return right.model_copy(update={"proof": proof, "binding": held_back(case, optimum, right)})


def eligible(catalog: Catalog, profile: Profile) -> Verdicts:
    """Every channel's verdict for this borrower, with every failed rule and its distance.

    Raises:
        InputError: for facts that the catalog cannot read.
    """
    return judge(catalog, frame_of(facts_of(with_channels(profile, catalog), catalog)))
