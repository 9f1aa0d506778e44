"""The whole pipeline: catalog + profile + need → a verified, explained funding mix."""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from fundmix.answer import Asked, Workshop, advice_after, assemble, held_back, holds, mend
from fundmix.borrower import Need, Policy, Profile
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.eligibility import Verdicts, frame_of, judge
from fundmix.errors import InputError, NotProvenError
from fundmix.facts import facts_of, with_channels
from fundmix.plan import FundingPlan
from fundmix.program import Model, Optimum, build_model, find_optimum, settle, write_files
from fundmix.verify import verify

MARGINS = ((0.0, 0.0), (0.02, 0.0), (0.1, 0.0), (0.02, 0.02), (0.2, 0.2), (1.0, 0.0), (2.0, 2.0))
"""Yuan of margin for cents, in cash and in limits: none, then a little per try, until the plan is right to the cent."""
FLOORS = (0.03, 0.1, 0.3)
"""Then yuan of cash in those periods alone that lacked cents."""
REASONS_SECONDS = 3.0
"""What a partial plan may take beyond its time to say what holds it back and what would repair it."""
SHORT_OF_CENTS = "verify_cash_floor"
"""The finding that cash closes below its floor, in ``cashflow[t].closing``."""


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
    plan = _verified(case, model, optimum)
    if not plan.totals.unmet + plan.totals.shortfall:
        return plan
    until = max(deadline, time.monotonic() + REASONS_SECONDS)
    held = held_back(case, optimum, (until + time.monotonic()) / 2)
    shop = Workshop(Asked.of(case), plan, optimum, plan_alone, until)
    mended = mend(shop)
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
    model = asked.model()
    optimum = find_optimum(model, gap=gap, time_limit=time_limit)
    return _verified(asked.case, model, optimum), optimum


def _verified(case: Case, model: Model, optimum: Optimum) -> FundingPlan:
    """The plan of an optimum, right to the cent.

    Raises:
        NotProvenError: when no plan passes the re-play.
    """
    right = _settled(case, model, optimum)
    if right is None:
        raise NotProvenError("plan_fails_replay")
    return right.model_copy(update={"proof": right.proof.model_copy(update={"verified": True})})


def _settled(case: Case, model: Model, optimum: Optimum) -> FundingPlan | None:
    """The first plan that is right to the cent; one whose cents open what the program had closed only when none is."""
    right: FundingPlan | None = None
    short: set[int] = set()
    tries: Iterator[tuple[float, float, dict[int, float]]] = itertools.chain(
        ((cash, limits, {}) for cash, limits in MARGINS),
        ((0.0, 0.0, dict.fromkeys(short, yuan)) for yuan in FLOORS if short),
    )
    for margins in tries:
        values = settle(optimum, *margins)
        plan = None if values is None else assemble(case, model, optimum, values)
        found = () if plan is None else verify(plan)
        short |= {int(str(one.column)[9:].partition("]")[0]) for one in found if one.code == SHORT_OF_CENTS}
        if plan is not None and not found:
            if holds(plan, optimum):
                return plan
            right = right or plan
    return right


def eligible(catalog: Catalog, profile: Profile) -> Verdicts:
    """Every channel's verdict for this borrower, with every failed rule and its distance.

    Raises:
        InputError: for facts that the catalog cannot read.
    """
    return judge(catalog, frame_of(facts_of(with_channels(profile, catalog), catalog)))
