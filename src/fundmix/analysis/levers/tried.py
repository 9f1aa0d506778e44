"""What is compared: questions, the least that their plans can cost, and what the plans are."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from fundmix.analysis.levers.candidates import Steps
from fundmix.analysis.levers.records import Figures
from fundmix.analysis.levers.waiting import Asked
from fundmix.borrower import Policy
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.loans import Floats
from fundmix.plan import FundingPlan
from fundmix.program import Begun, HotModel, build_model, completed, outlay, relaxed_levels
from fundmix.recommend import plan_of

WORTH = 1.0
"""Yuan that a lever must save or fund, beyond what the gaps of the two plans leave open."""
ENOUGH = 0.005
"""Yuan within which two plans leave as much open."""


@dataclass(frozen=True)
class Setting:
    """How plans are made here: as ``optimize`` would from the same files."""

    catalog: Catalog
    policy: Policy
    gap: float | None
    time_limit: float

    def case(self, asked: Asked) -> Case:
        """What is known of a question before any program."""
        return open_case(self.catalog, asked.profile, asked.needs, self.policy)

    def candidate(self, steps: Steps, asked: Asked, case: Case) -> "Candidate":
        """The question that the steps lead to, its program relaxed."""
        hot = HotModel(build_model(case.situation, case.market))
        cost = hot.vector(outlay(hot.model))
        levels = relaxed_levels(hot, cost, time_limit=self.time_limit)
        carried = case.situation.carried + asked.outside
        bound = Outcome(levels["shortfall"] + levels["unmet"], levels["cost"] + carried)
        return Candidate(steps, asked, case, bound, hot, levels, cost)


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
    """Steps, the question that they lead to, and its program.

    Attributes:
        bound: what is left open and what financing costs when nothing must be whole: the screen.
        levels: the levels behind it; ``cost``: interest and fees of each of its columns, yuan.
    """

    steps: Steps
    asked: Asked
    case: Case
    bound: Outcome
    hot: HotModel = field(repr=False, compare=False)
    levels: dict[str, float] = field(repr=False)
    cost: Floats = field(repr=False, compare=False)

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
    """A candidate planned in full; ``choices``: the values of its program by the names of its variables."""

    candidate: Candidate
    plan: FundingPlan
    outcome: Outcome
    choices: dict[str, float] = field(repr=False)

    @property
    def figures(self) -> Figures:
        """The plan in a few figures."""
        totals = self.plan.totals
        return Figures(
            status=self.plan.status, cost=totals.cost, old_saved=totals.saved, unmet=totals.unmet,
            shortfall=totals.shortfall, outlay=round(self.outcome.outlay, 2), gap=round(self.plan.proof.gap, 6),
        )  # fmt: skip


def begin(candidate: Candidate, tried: Iterable[Tried]) -> Floats | None:
    """The best that the choices of plans already made come to in this program; None when they come to nothing."""
    found = [values for one in tried if (values := completed(candidate.hot, one.choices)) is not None]
    levels = candidate.hot.costs.values()
    return min(found, key=lambda values: [round(float(level @ values), 2) for level in levels], default=None)


def least_of(setting: Setting, candidate: Candidate, known: Floats | None) -> Outcome:
    """What no plan of this program undercuts, before its draws are rounded to steps.

    Whole numbers may force a plan to exceed caps that the relaxation keeps, and what exceeds them can be cheaper. So
    caps may be exceeded here by as much as in ``known``, where that leaves no more open than the relaxation; the best
    plan exceeds them by no more. Without such a plan they may be exceeded by any sum.
    """
    hot, levels = candidate.hot, candidate.levels
    room = math.inf
    before = ("shortfall", "unmet", "slack")
    if known is not None and all(float(hot.costs[one] @ known) <= levels[one] + ENOUGH for one in before):
        room = float(hot.costs["excess"] @ known) + ENOUGH
    if room <= levels["excess"] + 2 * ENOUGH:
        return candidate.bound
    free = relaxed_levels(hot, candidate.cost, excess=room, time_limit=setting.time_limit)["cost"]
    return Outcome(candidate.bound.missing, candidate.bound.outlay - levels["cost"] + free)


def planned(setting: Setting, candidate: Candidate, known: Floats | None = None) -> Tried:
    """The candidate planned in full: what is open then, and what new loans and old debts cost with interest and fees.

    ``known``: a plan of its program for the search to begin with.

    Raises:
        NotProvenError: when no plan passes the re-play.
    """
    hot = candidate.hot
    # what the relaxations before left behind must not decide between two plans
    hot.highs.clearSolver()
    start = None if known is None else dict(zip(hot.names, known.tolist(), strict=True))
    plan, optimum = plan_of(
        candidate.case, gap=setting.gap, time_limit=setting.time_limit, begun=Begun(hot, start)
    )
    old = candidate.case.situation.carried + candidate.asked.outside - plan.totals.saved
    outcome = Outcome(plan.totals.unmet + plan.totals.shortfall, plan.totals.cost + old)
    choices = dict(zip(optimum.hot.names, optimum.values.tolist(), strict=True))
    return Tried(candidate, plan, outcome, choices)


def open_yuan(plan: FundingPlan) -> float:
    """Yuan between a plan and its proved bound."""
    return max(0.0, plan.proof.objective - plan.proof.bound)
