"""From an optimum to a plan that is right to the cent: settled, assembled, re-played."""

import itertools
import math
import time
from collections.abc import Iterator

from fundmix.answer import assemble, opened
from fundmix.case import Case
from fundmix.errors import NotProvenError
from fundmix.plan import FundingPlan
from fundmix.program import Model, Optimum, settle
from fundmix.verify import verify

MARGINS = ((0.0, 0.0), (0.02, 0.0), (0.1, 0.0), (0.02, 0.02), (0.2, 0.2), (1.0, 0.0), (2.0, 2.0))
"""Yuan of margin for cents, in cash and in limits: none, then a little per try, until the plan is right to the cent."""
FLOORS = (0.03, 0.1, 0.3)
"""Then yuan of cash in those periods alone that lacked cents."""
BEYOND_CENTS = 20.0
"""Yuan that a plan opens by whole steps, not by cents: no margin closes them."""
Margins = tuple[float, float, dict[int, float]]
"""Yuan of margin in cash, in limits, and in the cash of single periods."""
SHORT_OF_CENTS = "verify_cash_floor"
"""The finding that cash closes below its floor, in ``cashflow[t].closing``."""
UNPROVEN: Margins = (0.1, 0.0, {})
"""The margins that a plan begins with whose search ran out of time."""


def planned(case: Case, model: Model, optimum: Optimum, until: float = math.inf) -> FundingPlan:
    """The first plan that is right to the cent; one whose cents open what the program had closed only when none is.

    After ``until`` (of the monotonic clock) the first plan that passes the re-play is taken, whatever its cents open.

    Raises:
        NotProvenError: when no plan passes the re-play.
    """
    # where the search ran out of time a try is slow, and cents are not what its plan lacks
    plan, _ = planned_from(case, model, optimum, None if optimum.proven else UNPROVEN, until)
    return plan


def planned_from(
    case: Case, model: Model, optimum: Optimum, first: Margins | None, until: float = math.inf
) -> tuple[FundingPlan, Margins]:
    """The same, with the margins that made it right; ``first``: margins to begin with, of a plan much like this one.

    Raises:
        NotProvenError: when no plan passes the re-play.
    """
    right: tuple[FundingPlan, Margins] | None = None
    short: set[int] = set()
    tries: Iterator[Margins] = itertools.chain(
        () if first is None else (first,),
        ((cash, limits, {}) for cash, limits in MARGINS),
        ((0.0, 0.0, dict.fromkeys(short, yuan)) for yuan in FLOORS if short),
    )
    for margins in tries:
        values = settle(optimum, *margins)
        plan = None if values is None else assemble(case, model, optimum, values)
        found = () if plan is None else verify(plan)
        short |= {int(str(one.column)[9:].partition("]")[0]) for one in found if one.code == SHORT_OF_CENTS}
        if plan is not None and not found:
            proof = plan.proof.model_copy(update={"verified": True})
            done = plan.model_copy(update={"proof": proof}), margins
            if opened(plan, optimum) == 0:
                return done
            right = right or done
            if opened(plan, optimum) > BEYOND_CENTS:
                break
        if right is not None and time.monotonic() > until:
            break
    if right is None:
        raise NotProvenError("plan_fails_replay")
    return right
