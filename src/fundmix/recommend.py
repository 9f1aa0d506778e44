"""The whole pipeline: catalog + profile + need → a verified, explained funding mix."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from fundmix.answer import Asked, Workshop, advice_after, held_back, mend
from fundmix.borrower import Need, Policy, Profile
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.eligibility import Verdicts, frame_of, judge
from fundmix.errors import InputError, NotProvenError
from fundmix.facts import facts_of, with_channels
from fundmix.plan import Diversification, FundingPlan, OutageRow
from fundmix.planned import planned
from fundmix.program import Begun, Optimum, Safe, build_model, find_safe, write_files
from fundmix.refusals import announced, outage_rows, outages_of, threats

CENTS_SECONDS = 5.0
"""What cents may take beyond the time of a plan before the first that passes the re-play is taken."""
REASONS_SECONDS = 3.0
"""What a partial plan may take beyond its time to say what holds it back and what would repair it."""


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
    safe = _safe(case, gap=gap, deadline=deadline, exact=exact, progress=progress)
    write_files(safe.optimum, lp=write_lp, mps=write_mps)
    plan = _plan(case, safe, gap, deadline)
    if not plan.totals.unmet + plan.totals.shortfall:
        return plan
    until = max(deadline, time.monotonic() + REASONS_SECONDS)
    held = held_back(case, safe.optimum, (until + time.monotonic()) / 2)
    mended = mend(Workshop(Asked.of(case), plan, safe.optimum, plan_alone, until))
    said = advice_after(plan.advice, mended)
    return plan.model_copy(update={"advice": said, "binding": held, "repairs": mended})


def plan_alone(asked: Asked, time_limit: float = 10.0) -> FundingPlan | None:
    """The verified plan of a question, without what holds it back; None when there is none.

    It is what :func:`optimize` makes of the same files: the default gap, draws rounded at the end.
    """
    try:
        return plan_and_optimum(asked, time_limit=time_limit)[0]
    except (InputError, NotProvenError):
        return None


def plan_and_optimum(
    asked: Asked, *, gap: float | None = None, time_limit: float = 10.0
) -> tuple[FundingPlan, Optimum]:
    """The verified plan of a question, without its reasons, and the optimum that it was made from.

    Raises:
        InputError: as :func:`optimize`.
        NotProvenError: when no plan passes the re-play.
    """
    return plan_of(asked.case, gap=gap, time_limit=time_limit)


def plan_of(
    case: Case, *, gap: float | None = None, time_limit: float = 10.0, begun: Begun | None = None
) -> tuple[FundingPlan, Optimum]:
    """The same of a case that is open; ``begun``: its program where that is built, and a plan to begin with.

    Raises:
        NotProvenError: when no plan passes the re-play.
    """
    until = time.monotonic() + time_limit
    safe = _safe(case, gap=gap, deadline=until, begun=begun)
    return _plan(case, safe, gap, until), safe.optimum


def _safe(
    case: Case,
    *,
    gap: float | None,
    deadline: float,
    exact: bool = False,
    progress: Callable[[str], None] | None = None,
    begun: Begun | None = None,
) -> Safe:
    """The optimum that survives what the policy wants survived."""
    make = partial(build_model, case.situation, case.market, exact=exact)
    share = case.policy.survive_share
    return find_safe(make, threats(case), share, gap=gap, deadline=deadline, progress=progress, begun=begun)


def _plan(case: Case, safe: Safe, gap: float | None, deadline: float) -> FundingPlan:
    """The verified plan of an optimum, with what each outage does to it."""
    base = planned(case, safe.model, safe.optimum, deadline + CENTS_SECONDS)
    rows = tuple(outage_rows(case, base, gap, outages_of(case, case.policy), deadline))
    return base.model_copy(
        update={
            "diversification": _spread(base, safe, rows),
            "warnings": (*base.warnings, *announced(case, base)),
        }
    )


def _spread(plan: FundingPlan, safe: Safe, rows: tuple[OutageRow, ...]) -> Diversification:
    """How the money is spread, with what each outage would do and what safety costs."""
    if not plan.inputs.policy.survive:
        return plan.diversification
    price = max(0.0, safe.optimum.objective - safe.free.objective)
    return plan.diversification.model_copy(update={"outages": rows, "price_of_safety": round(price, 2)})


def eligible(catalog: Catalog, profile: Profile) -> Verdicts:
    """Every channel's verdict for this borrower, with every failed rule and its distance.

    Raises:
        InputError: for facts that the catalog cannot read.
    """
    return judge(catalog, frame_of(facts_of(with_channels(profile, catalog), catalog)))
