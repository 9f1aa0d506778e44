"""What is compared: questions, the least that their plans can cost, and what the plans are."""

from dataclasses import dataclass, replace
from functools import cached_property

from fundmix.analysis.levers.candidates import Steps
from fundmix.analysis.levers.records import Figures
from fundmix.analysis.levers.waiting import Asked
from fundmix.borrower import Policy
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.plan import FundingPlan
from fundmix.program import build_model, relaxed_levels
from fundmix.recommend import optimize

WORTH = 1.0
"""Yuan that a lever must save or fund, beyond what the gaps of the two plans leave open."""


@dataclass(frozen=True)
class Setting:
    """How plans are made here: as ``optimize`` would from the same files."""

    catalog: Catalog
    policy: Policy
    gap: float | None
    time_limit: float

    def plan(self, asked: Asked) -> FundingPlan:
        """The verified plan of a question."""
        return optimize(
            self.catalog, asked.profile, asked.needs, self.policy, gap=self.gap, time_limit=self.time_limit
        )

    def case(self, asked: Asked) -> Case:
        """What is known of a question before any program."""
        return open_case(self.catalog, asked.profile, asked.needs, self.policy)


@dataclass(frozen=True)
class Outcome:
    """What a plan leaves open and what all financing costs, yuan; or what of both another plan spares."""

    missing: float
    outlay: float

    def spares(self, other: "Outcome") -> "Outcome":
        """How much less this leaves open and costs than the other."""
        return Outcome(other.missing - self.missing, other.outlay - self.outlay)

    def is_worth(self, yuan: float = WORTH) -> bool:
        """Of what is spared: whether it is less left open, or so many yuan while as much is."""
        return self.missing > 0 if abs(self.missing) >= WORTH else self.outlay >= yuan

    @property
    def rank(self) -> tuple[int, float]:
        """Of what is spared: the most first, what is open before cost."""
        return (-round(self.missing), -self.outlay)


@dataclass(frozen=True)
class Candidate:
    """Steps, the question that they lead to, and the least that its plan can cost."""

    steps: Steps
    asked: Asked
    case: Case
    bound: Outcome

    @cached_property
    def keys(self) -> frozenset[str]:
        """What is done."""
        return frozenset(step.key for step in self.steps)

    @property
    def months(self) -> int:
        """How long it takes."""
        return max((step.months for step in self.steps), default=0)

    @property
    def waits(self) -> bool:
        """Whether time is all that it takes."""
        return bool(self.steps) and all(step.subject == "start" for step in self.steps)

    def is_part_of(self, other: "Candidate") -> bool:
        """Whether the other does all that this one does, and takes no less time."""
        if self is other or not self.steps:
            return False
        if self.waits and other.waits:
            return self.months < other.months
        return self.months <= other.months and (self.waits or self.keys < other.keys)


@dataclass(frozen=True)
class Tried:
    """A candidate planned in full."""

    candidate: Candidate
    plan: FundingPlan
    outcome: Outcome

    @property
    def figures(self) -> Figures:
        """The plan in a few figures."""
        totals = self.plan.totals
        return Figures(
            status=self.plan.status, cost=totals.cost, old_saved=totals.saved, unmet=totals.unmet,
            shortfall=totals.shortfall, outlay=round(self.outcome.outlay, 2), gap=round(self.plan.proof.gap, 6),
        )  # fmt: skip


def bound_of(setting: Setting, asked: Asked, case: Case) -> Outcome:
    """The least that a plan of this question can leave open and cost, effort left out."""
    free = case.policy.model_copy(update={"effort_per_application": 0.0, "effort_per_draw": 0.0})
    model = build_model(replace(case.situation, policy=free), case.market)
    levels = relaxed_levels(model, time_limit=setting.time_limit)
    carried = case.situation.carried + asked.outside
    return Outcome(levels["shortfall"] + levels["unmet"], levels["cost"] + carried)


def planned(setting: Setting, candidate: Candidate) -> Tried:
    """The candidate planned in full: what is open then, and what new loans and old debts cost with interest and fees.

    Raises:
        NotProvenError: when no plan passes the re-play.
    """
    plan = setting.plan(candidate.asked)
    old = candidate.case.situation.carried + candidate.asked.outside - plan.totals.saved
    outcome = Outcome(plan.totals.unmet + plan.totals.shortfall, plan.totals.cost + old)
    return Tried(candidate, plan, outcome)


def open_yuan(plan: FundingPlan) -> float:
    """Yuan between a plan and its proved bound."""
    return max(0.0, plan.proof.objective - plan.proof.bound)
