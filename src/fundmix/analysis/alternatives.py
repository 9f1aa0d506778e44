"""Other mixes that cost about as much as the best and really differ; and what each lender is worth to a plan."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from pydantic import Field

from fundmix.analysis.mixes import Part, distance, parts, waiting_days
from fundmix.borrower import Need, Policy, Profile
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.errors import NotProvenError
from fundmix.fields import Record
from fundmix.plan import FundingPlan
from fundmix.planned import planned
from fundmix.program import HotModel, Optimum, build_model, find_optimum
from fundmix.program.variants import GIVES, WITHIN, add_variants, find_variant, overlap, row_of
from fundmix.recommend import optimize
from fundmix.refusals import net_cost

Kind = Literal["fewest_lenders", "lightest_month", "no_collateral", "fastest", "other_lenders"]
KINDS: tuple[Kind, ...] = get_args(Kind)
WITHIN_SHARE, WITHIN_YUAN = 0.05, 100.0
"""How much dearer than the best a mix may be: the larger of a share of its cost, and yuan."""
DIFFERENT = 0.1
"""Half the L1 distance of yuan-month shares from which two mixes really differ."""
SHOWN = 3
CENTS = 1.0
"""Yuan taken off the bound inside the program, for what draws are rounded by afterwards."""


class Mix(Record):
    """One mix in the figures by which mixes are compared.

    Attributes:
        cost: interest and fees, yuan; ``saved`` on old loans. extra_cost: cost less savings, over the best mix.
        distance: from the best mix, half of Σ |share − share| over the channels, shares of yuan-months.
        heaviest_month, heaviest_payment: the period in which most is paid, and how much.
        pledges: lenders that take a pledge. waiting_days: what the slowest lender
            takes from the application to the money.
        plan: the verified plan itself; not part of the JSON.
    """

    kind: Kind | Literal["best"]
    cost: float
    saved: float
    extra_cost: float
    distance: float
    lenders: int
    heaviest_month: int | None
    heaviest_payment: float
    pledges: int
    waiting_days: int
    status: str
    mix: tuple[Part, ...]
    plan: FundingPlan = Field(exclude=True, repr=False)


class LeftOut(Record):
    """A kind of mix that is not shown: ``alike`` (nearly the mix ``like``), ``impossible`` or ``undecided``."""

    kind: Kind
    reason: Literal["alike", "impossible", "undecided"]
    like: str = ""


class Replacement(Record):
    """What a plan would be without one of its lenders.

    Attributes:
        value: how much more the best plan without it costs, effort counted: the replacement value; None when no such
            plan passed its re-play, or when more stays unmet.
        extra_cost: interest and fees less savings, over the plan. missing: yuan unmet or short, over the plan.
        mix: the next-best mix, the largest lender first.
    """

    channel_id: str
    name: str
    name_en: str
    value: float | None
    extra_cost: float | None
    missing: float | None
    mix: tuple[Part, ...]


class Alternatives(Record):
    """The best mix, others within ``allowance`` yuan of it, and what each of its lenders is worth.

    ``survive_waived``: the policy wants to survive outages, which was not asked of these mixes.
    """

    version: Literal[1] = 1
    currency: str
    policy: Policy
    within: float
    allowance: float
    best: Mix
    mixes: tuple[Mix, ...]
    left_out: tuple[LeftOut, ...]
    replacements: tuple[Replacement, ...]
    survive_waived: bool


def alternatives(  # noqa: PLR0913 - the question, and how to work on it, by name
    catalog: Catalog,
    profile: Profile,
    needs: Iterable[Need],
    policy: Policy | str = "balanced",
    *,
    within: float = WITHIN_SHARE,
    gap: float | None = None,
    time_limit: float = 10.0,
) -> Alternatives:
    """Up to three mixes that fund as much as the best, cost at most a little more, and really differ.

    Args:
        catalog: what the market offers.
        profile: the borrower.
        needs: dated needs and inflows.
        policy: a policy or the name of a preset; what it wants to survive is not asked of these mixes.
        within: share of the best mix's cost that another may cost more, at least ¥100.
        gap: as for ``optimize``, for each program.
        time_limit: seconds for each program.

    Raises:
        InputError: for facts, debts or quotes that contradict each other or the catalog.
        NotProvenError: when the best mix does not pass its re-play.
    """
    whole = open_case(catalog, profile, needs, policy)
    case = without_outages(whole)
    search = _Search(case, within, gap, time_limit)
    mixes, left_out = search.different()
    return Alternatives(
        currency=catalog.settings.currency,
        policy=case.policy,
        within=within,
        allowance=search.allowance,
        best=_mix("best", search.plan, search.plan),
        mixes=tuple(mixes),
        left_out=tuple(left_out),
        replacements=replacements(case, search.plan, gap=gap, time_limit=time_limit),
        survive_waived=bool(whole.policy.survive),
    )


def without_outages(case: Case) -> Case:
    """The case under its policy with nothing to survive."""
    policy = case.policy.model_copy(update={"survive": ()})
    return replace(case, policy=policy, situation=replace(case.situation, policy=policy))


@dataclass
class _Search:
    """One live program: the best plan, then one sum after the other minimised within its cost."""

    case: Case
    within: float
    gap: float | None
    time_limit: float

    def __post_init__(self) -> None:
        self.model = build_model(self.case.situation, self.case.market)
        self.sums = add_variants(self.model)
        self.hot = HotModel(self.model)
        self.hot.make_whole([use.name for use in self.model.use.values()])
        for row in (WITHIN, *map(row_of, self.sums)):
            if row in self.hot.rows:
                self.hot.limit(row, math.inf)
        self.optimum = find_optimum(self.model, gap=self.gap, time_limit=self.time_limit, hot=self.hot)
        self.plan = planned(self.case, self.model, self.optimum)
        self.allowance = round(max(self.within * self.plan.totals.cost, WITHIN_YUAN), 2)
        if WITHIN in self.hot.rows:
            self.hot.limit(WITHIN, net_cost(self.plan) + max(0.0, self.allowance - CENTS))

    def different(self) -> tuple[list[Mix], list[LeftOut]]:
        """Mixes that differ from the best and from each other, and the kinds that gave none."""
        found: list[Mix] = []
        left_out: list[LeftOut] = []
        # each mix of other lenders is told of the ones before
        for kind in (*KINDS, *KINDS[-1:] * (SHOWN - 1)) if self.plan.draws else ():
            if len(found) == SHOWN or any(one.kind == kind for one in left_out):
                break
            plan = self._plan(kind, found)
            if isinstance(plan, LeftOut):
                left_out.append(plan)
                continue
            others = [("best", self.plan), *((mix.kind, mix.plan) for mix in found)]
            near = next((name for name, other in others if distance(plan, other) < DIFFERENT), None)
            if near is None:
                found.append(_mix(kind, plan, self.plan))
            else:
                left_out.append(LeftOut(kind=kind, reason="alike", like=near))
        return found, left_out

    def _plan(self, kind: Kind, found: list[Mix]) -> FundingPlan | LeftOut:
        """The verified plan of a kind, or why there is none."""
        for gives in GIVES:
            optimum = self._optimum(kind, found, gives)
            plan = None if optimum is None else self._settled(kind, optimum)
            if row_of(kind) in self.hot.rows:
                self.hot.limit(row_of(kind), math.inf)
            if plan is not None:
                return plan
        return LeftOut(kind=kind, reason="undecided")

    def _settled(self, kind: Kind, optimum: Optimum) -> FundingPlan | LeftOut | None:
        """The verified plan; None when cents and steps find no room beside the row of its kind."""
        pledged = kind == "no_collateral" and float(self.hot.vector(self.sums[kind]) @ optimum.values)
        if pledged and pledged >= 1.0:
            return LeftOut(kind=kind, reason="impossible")
        try:
            plan = planned(self.case, self.model, optimum)
        except NotProvenError:
            return None
        # what rounding made dearer, or left unmet, is no alternative
        dearer = net_cost(plan) > net_cost(self.plan) + self.allowance
        return None if dearer or missing_of(plan) > missing_of(self.plan) else plan

    def _optimum(self, kind: Kind, found: list[Mix], gives: float) -> Optimum | None:
        """The program's answer for a kind; its row holds what was reached. A kind without a sum is the best mix."""
        row = row_of(kind)
        if row not in self.hot.rows:
            return self.optimum
        cost = self.hot.vector(self.sums[kind])
        if kind == "other_lenders":
            weights = overlap(self.model, _taken([self.plan, *(mix.plan for mix in found)]))
            self.hot.rewrite(row, weights, math.inf)
            cost = np.zeros(len(cost))
            for name, weight in weights.items():
                cost[self.hot.column[name]] = weight
        search = (self.gap, self.time_limit)
        return find_variant(self.hot, self.optimum, row, cost, gives=gives, search=search)


def _taken(plans: Iterable[FundingPlan]) -> dict[str, float]:
    """channel_id → the sum of the shares that these plans have there."""
    taken: dict[str, float] = {}
    for plan in plans:
        for part in parts(plan):
            taken[part.channel_id] = taken.get(part.channel_id, 0.0) + part.share
    return taken


def replacements(
    case: Case, plan: FundingPlan, *, gap: float | None = None, time_limit: float = 10.0
) -> tuple[Replacement, ...]:
    """What each lender that a plan uses is worth: the best plan without it, the largest lender first.

    Each is the plan that ``optimize`` gives when the policy excludes the lender; nothing needs to survive then.
    """
    return tuple(_replacement(case, plan, part, gap, time_limit) for part in parts(plan))


def _replacement(
    case: Case, plan: FundingPlan, part: Part, gap: float | None, time_limit: float
) -> Replacement:
    """The best plan without one lender."""
    policy = case.policy.model_copy(
        update={
            "survive": (),
            "exclude": (*case.policy.exclude, part.channel_id),
            "require": tuple(name for name in case.policy.require if name != part.channel_id),
        }
    )
    named = {"channel_id": part.channel_id, "name": part.name, "name_en": part.name_en}
    try:
        other = optimize(case.catalog, case.profile, case.needs, policy, gap=gap, time_limit=time_limit)
    except NotProvenError:
        return Replacement(**named, value=None, extra_cost=None, missing=None, mix=())
    missing = round(max(0.0, missing_of(other) - missing_of(plan)), 2)
    return Replacement(
        **named,
        value=None if missing else round(max(0.0, other.proof.objective - plan.proof.objective), 2),
        extra_cost=round(net_cost(other) - net_cost(plan), 2),
        missing=missing,
        mix=parts(other),
    )


def missing_of(plan: FundingPlan) -> float:
    """Yuan that a plan leaves unmet or short."""
    return plan.totals.unmet + plan.totals.shortfall


def _mix(kind: Kind | Literal["best"], plan: FundingPlan, best: FundingPlan) -> Mix:
    mix = parts(plan)
    pledged = {lender.channel_id for lender in plan.inputs.lenders if lender.pledge is not None}
    return Mix(
        kind=kind,
        cost=plan.totals.cost,
        saved=plan.totals.saved,
        extra_cost=round(net_cost(plan) - net_cost(best), 2),
        distance=distance(plan, best),
        lenders=len(mix),
        heaviest_month=plan.totals.heaviest_month,
        heaviest_payment=plan.totals.heaviest_payment,
        pledges=sum(part.channel_id in pledged for part in mix),
        waiting_days=waiting_days(plan),
        status=plan.status,
        mix=mix,
        plan=plan,
    )
