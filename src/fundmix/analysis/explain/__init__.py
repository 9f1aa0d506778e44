"""Why a plan is as it is: what rules cost, what other channels would, what is in the way, what would repair it."""

import time
from collections.abc import Iterable

from fundmix.analysis.explain.conflict import conflict
from fundmix.analysis.explain.left_out import left_out
from fundmix.analysis.explain.records import Conflict, Explanation, LeftOut
from fundmix.answer import Asked, Workshop, advice_after, held_back, mend
from fundmix.answer.asked import solved
from fundmix.borrower import Need, Policy, Profile, load_policy
from fundmix.catalog.tables import Catalog
from fundmix.recommend import plan_alone, plan_and_optimum

SHARE_OF_BINDING, SHARE_OF_REPAIRS = 0.4, 0.5
"""Shares of the time that is left, for what binds and then for repairs; what comes after has the rest."""


def explain(
    catalog: Catalog,
    profile: Profile,
    needs: Iterable[Need],
    policy: Policy | str = "balanced",
    *,
    gap: float | None = None,
    time_limit: float = 20.0,
) -> Explanation:
    """The plan with its reasons, every figure a re-solve of the question with one thing changed.

    Args:
        catalog: what the market offers.
        profile: the borrower.
        needs: dated needs and inflows.
        policy: a policy or the name of a preset.
        gap: relative gap of the plan, as in :func:`fundmix.optimize`; reasons are exact.
        time_limit: seconds for everything after the plan, which itself may take as long; what is not worked out by then
            is left away or says so.

    Raises:
        InputError: as :func:`fundmix.optimize`.
        NotProvenError: when no plan passes the re-play.
    """
    chosen = load_policy(policy) if isinstance(policy, str) else policy
    asked = Asked(catalog, profile, tuple(needs), chosen)
    plan, optimum = plan_and_optimum(asked, gap=gap, time_limit=time_limit)
    began = time.monotonic()
    held = held_back(asked.case, optimum, began + SHARE_OF_BINDING * time_limit)
    missing = bool(plan.totals.unmet + plan.totals.shortfall)
    rest = began + time_limit - time.monotonic()
    shop = Workshop(asked, plan, optimum, plan_alone, time.monotonic() + SHARE_OF_REPAIRS * rest)
    mended = mend(shop)
    against = conflict(asked, began + time_limit) if missing else ()
    before = solved(asked.model(), time_limit)
    others = () if before is None else left_out(asked, before, began + time_limit)
    reasons = {"advice": advice_after(plan.advice, mended), "binding": held, "repairs": mended}
    return Explanation(
        plan=plan.model_copy(update=reasons), binding=held, left_out=others, conflict=against, repairs=mended
    )


__all__ = ["Conflict", "Explanation", "LeftOut", "explain"]
