"""What each lender's refusal would do to a plan that was not asked to survive any."""

import time

from fundmix.borrower import Profile
from fundmix.case import open_case
from fundmix.catalog.tables import Catalog
from fundmix.plan import FundingPlan, OutageRow
from fundmix.refusals import outage_rows, outages_of


def refused(
    catalog: Catalog, profile: Profile, plan: FundingPlan, *, time_limit: float = 10.0
) -> tuple[OutageRow, ...]:
    """The best answer to each used lender's refusal, the plan itself unchanged; each is a solve of its own.

    Args:
        catalog: what the market offers, as the plan was made from it.
        profile: the borrower, as the plan was made for.
        plan: the plan; nothing is answered when it uses nobody.
        time_limit: seconds for all of them; each has two at least.
    """
    if not plan.draws:
        return ()
    case = open_case(catalog, profile, plan.inputs.needs, plan.inputs.policy)
    wanted = outages_of(case, plan.inputs.policy.model_copy(update={"survive": ("channel",)}))
    return tuple(outage_rows(case, plan, None, wanted, time.monotonic() + time_limit))
