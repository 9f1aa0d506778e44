"""An interview of a borrower who knows everything, and the plan it leaves against that of all answers."""

from functools import cache
from typing import Any, NamedTuple

from tests.interview.profiles import complete

from fundmix import load_catalog, optimize
from fundmix.borrower import load_policy
from fundmix.catalog.tables import Catalog
from fundmix.interview.conversation import askable
from fundmix.interview.decide import Decider, Question
from fundmix.plan import FundingPlan

BESIDE_FACTS = 5
"""Questions about cash and debts, which every interview asks as well."""


class Compared(NamedTuple):
    """How many questions were asked, of how many, and the two plans: after them, and of everything."""

    asked: tuple[str, ...]
    of: int
    early: FundingPlan
    full: FundingPlan

    @property
    def same_cost(self) -> bool:
        """Whether what stays open, and what the plan was chosen by, agree to the cent."""
        return _chosen_by(self.early) == _chosen_by(self.full)

    @property
    def same_interest(self) -> bool:
        """Whether interest and fees agree to the cent; plans of one cost may repay one line before another."""
        return self.early.totals.cost == self.full.totals.cost

    @property
    def same_mix(self) -> bool:
        """Whether the same is drawn on the same days."""
        return _mix(self.early) == _mix(self.full)


@cache
def market() -> Catalog:
    """The bundled catalog."""
    return load_catalog("cn")


def compared(seed: int, policy: str = "balanced") -> Compared:
    """Ask a borrower who answers everything, plan, and plan with all that he could have answered."""
    catalog = market()
    profile, needs = complete(catalog, seed)
    decider = Decider(Question(catalog, needs, load_policy(policy)))
    facts: dict[str, Any] = {}
    while True:
        known = profile.model_copy(update={"facts": facts})
        agenda = decider.agenda(known, [name for name in askable(catalog) if name not in facts])
        if not agenda.fields:
            break
        facts = {**facts, agenda.fields[0]: profile.facts[agenda.fields[0]]}
    early, full = (optimize(catalog, one, needs, policy, gap=0.0, time_limit=30) for one in (known, profile))
    return Compared(tuple(facts), len(askable(catalog)), early, full)


def _chosen_by(plan: FundingPlan) -> tuple[Any, ...]:
    totals = plan.totals
    return plan.status, round(plan.proof.objective or 0.0, 2), totals.unmet, totals.shortfall


def _mix(plan: FundingPlan) -> list[tuple[Any, ...]]:
    return sorted((draw.offer_id, draw.draw_date, draw.amount) for draw in plan.draws)
