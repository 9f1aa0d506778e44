"""The frontier: what each step of caution costs, from the cheapest plan to the safest that the needs allow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from pydantic import Field

from fundmix.analysis.mixes import Part, largest_share, lenders, parts
from fundmix.borrower import Need, Policy, Profile, load_policy
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, Issue, NotProvenError
from fundmix.fields import Record
from fundmix.loans import Floats
from fundmix.plan import FundingPlan
from fundmix.planned import Margins, planned_from
from fundmix.program import (
    HotModel,
    Optimum,
    Rewriting,
    build_model,
    find_again,
    find_optimum,
    keeps,
    rewrite,
    written_under,
)
from fundmix.recommend import optimize

Over = Literal["max_channel_share", "max_channels", "survive_share"]
OVER: tuple[Over, ...] = get_args(Over)
Measure = Literal["largest_share", "lenders", "funded_share"]
MEASURES: dict[Over, Measure] = {
    "max_channel_share": "largest_share",
    "max_channels": "lenders",
    "survive_share": "funded_share",
}
"""What a cap makes safer: less on one lender, fewer lenders that must say yes, more that stays funded."""
POINTS, FEWEST, MOST = 20, 2, 200
SHARE_NOISE = 1e-4
"""Of a funded share: cents of what may be missing."""
LITTLE = 0.2
"""Yuan of margin that one plan may pass on to the next; more could cost something."""
LEVEL_YUAN = 1.0
"""Yuan of shortfall, unmet or excess that count as none: cents and the solver's tolerance."""


class FrontierPoint(Record):
    """One plan of the frontier.

    Attributes:
        value: the tightest cap that was tried at which no plan is cheaper.
        largest_share: what hangs on one lender, of the base of rule 4; lenders: whom the borrower owes then, old
            loans included; ``applications``: how many of them must say yes.
        funded_share: what stays funded in the worst outage; None where outages were not planned for.
        cost: interest and fees, yuan; ``saved`` on old loans.
        choosing_cost: what was minimised: cost less savings, discounted, and effort. ``price``: how much more of it
            than at the cheapest point, the price of so much safety.
        plan: the verified plan itself; not part of the JSON.
    """

    value: float
    largest_share: float
    lenders: int
    applications: int
    funded_share: float | None
    cost: float
    saved: float
    choosing_cost: float
    price: float
    status: str
    gap: float
    mix: tuple[Part, ...]
    plan: FundingPlan = Field(exclude=True, repr=False)

    def unsafe(self, measure: Measure) -> float:
        """The measure of safety as a figure that is better when it is smaller."""
        return -(self.funded_share or 0.0) if measure == "funded_share" else float(getattr(self, measure))


class Frontier(Record):
    """Cost against safety over one field of the policy.

    Attributes:
        over: the field; measure: the figure of a point that it makes safer, smaller is safer but for ``funded_share``.
        tried: every cap that was asked, the loosest first.
        points: the plans that no other beats, the cheapest first.
        dominated: caps whose plan another one beats: at least as safe and as cheap, one of them more.
        floored: whether smaller shares were not tried because a lender may carry the ``share_floor`` anyway.
        not_kept: the loosest cap that no plan keeps without leaving more unmet or breaking other caps; None = all can
            be kept.
        left_out: caps whose plan did not pass its re-play, or was not found in time.
    """

    version: Literal[1] = 1
    over: Over
    measure: Measure
    currency: str
    policy: Policy
    tried: tuple[float, ...]
    points: tuple[FrontierPoint, ...]
    dominated: tuple[float, ...]
    floored: bool
    not_kept: float | None
    left_out: tuple[float, ...]


@dataclass(frozen=True)
class _Asked:
    """A frontier's question: the borrower's case, the field, and how to search."""

    case: Case
    over: Over
    gap: float | None
    time_limit: float

    def policy(self, value: float) -> Policy:
        """The policy with this cap."""
        changes: dict[str, Any] = {self.over: int(value) if self.over == "max_channels" else value}
        if self.over == "survive_share":
            changes["survive"] = self.case.policy.survive or ("channel",)
        return self.case.policy.model_copy(update=changes)


@dataclass(frozen=True)
class _Found:
    """A cap with its optimum, and the rows that it writes."""

    value: float
    optimum: Optimum
    written: Rewriting


Walk = tuple[list[tuple[float, FundingPlan]], float | None, list[float]]
"""(value, verified plan) of every point, the loosest cap first; the loosest cap not kept; the caps left out."""


def frontier(  # noqa: PLR0913 - the question, and how to work on it, by name
    catalog: Catalog,
    profile: Profile,
    needs: Iterable[Need],
    policy: Policy | str = "balanced",
    *,
    over: Over = "max_channel_share",
    points: int = POINTS,
    gap: float | None = None,
    time_limit: float = 10.0,
) -> Frontier:
    """What safety costs: the cheapest verified plan for each cap, dominated ones removed.

    Args:
        catalog: what the market offers.
        profile: the borrower.
        needs: dated needs and inflows.
        policy: a policy or the name of a preset; ``over`` alone is changed.
        over: the field of the policy.
        points: how many caps to try. Shares are ``1/n, 2/n … 1``, for ``survive_share`` from 0; counts of lenders are
            those up to ``points`` that the market has.
        gap: as for ``optimize``, for each point.
        time_limit: seconds for each point.

    Raises:
        InputError: for facts, debts or quotes that contradict each other or the catalog, or a number of points that
            says nothing (``points_out_of_range``).
        NotProvenError: when no plan at all passes its re-play.
    """
    if not FEWEST <= points <= MOST:
        bounds = {"least": FEWEST, "most": MOST}
        raise InputError([Issue("points_out_of_range", column="--points", value=str(points), details=bounds)])
    chosen = load_policy(policy) if isinstance(policy, str) else policy
    asked = _Asked(open_case(catalog, profile, needs, chosen), over, gap, time_limit)
    tried = _caps(asked.case, over, points)
    walk = _by_plans if over == "survive_share" or chosen.survive else _by_rows
    found, not_kept, left_out = walk(asked, tried)
    if not found:
        raise NotProvenError("plan_fails_replay")
    measured = _priced([_point(value, plan) for value, plan in found])
    best, dominated = undominated(measured, MEASURES[over])
    return Frontier(
        over=over,
        measure=MEASURES[over],
        currency=catalog.settings.currency,
        policy=chosen,
        tried=tuple(tried),
        points=best,
        dominated=dominated,
        floored=over == "max_channel_share" and tried[-1] > round(1 / points, 6),
        not_kept=not_kept,
        left_out=tuple(left_out),
    )


def undominated(
    points: Sequence[FrontierPoint], measure: Measure
) -> tuple[tuple[FrontierPoint, ...], tuple[float, ...]]:
    """The points that no other beats, the cheapest first, and the values of the others.

    A point is beaten by one that is at least as safe and at least as cheap, and one of them strictly. Of equal ones
    the last stands, which has the tightest cap.
    """
    best: list[FrontierPoint] = []
    ranked = sorted(
        enumerate(points), key=lambda one: (one[1].choosing_cost, one[1].unsafe(measure), -one[0])
    )
    for _, point in ranked:
        if not best or point.unsafe(measure) < best[-1].unsafe(measure):
            best.append(point)
    kept = {point.value for point in best}
    return tuple(best), tuple(point.value for point in points if point.value not in kept)


def _caps(case: Case, over: Over, points: int) -> list[float]:
    """The caps to try, the loosest first."""
    if over == "max_channel_share":
        shares = [round(number / points, 6) for number in range(points, 0, -1)]
        # below the floor of shares every cap is the same
        gap = case.situation.gap
        lowest = min(1.0, round(case.policy.share_floor / gap, 6)) if gap > 0 else 1.0
        above = [share for share in shares if share > lowest]
        return above if len(above) == points else [*above, lowest]
    if over == "survive_share":
        return [round(number / max(1, points - 1), 6) for number in range(points)]
    owed = len(case.situation.owed)
    fewest = max(1, owed, len(case.policy.require))
    most = min(owed + len(case.market.lenders), fewest + points - 1)
    return [float(number) for number in range(max(fewest, most), fewest - 1, -1)]


def _by_rows(asked: _Asked, tried: Sequence[float]) -> Walk:
    """Caps that only change rows: one live program, the loosest cap first, then from the tightest up.

    A tighter cap only takes plans away. So the best plan of the loosest cap is the best of every cap that it keeps, and
    the best plan of a tighter cap is where the search of a looser one begins.
    """
    # the tightest share writes the most rows; the largest count is the one under which lenders may leave
    widest = tried[-1] if asked.over == "max_channel_share" else tried[0]
    case = _under(asked.case, asked.policy(widest))
    hot = HotModel(build_model(case.situation, case.market))
    written = {value: written_under(hot, asked.policy(value), asked.over) for value in tried}
    rewrite(hot, written[tried[0]])
    first = find_optimum(hot.model, gap=asked.gap, time_limit=asked.time_limit, hot=hot)
    same = [value for value in tried if keeps(hot, written[value], first.values)]
    found = [_Found(same[-1] if same else tried[0], first, written[same[-1] if same else tried[0]])]
    not_kept, undecided = None, []
    for value in sorted(set(tried) - set(same)):
        rewrite(hot, written[value])
        start = found[-1].optimum.values if len(found) > 1 else None
        optimum = _tighter(asked, hot, first, start)
        if optimum is None and hot.is_infeasible:
            not_kept = value
        elif optimum is None:
            undecided.append(value)
        elif optimum.values is not start:
            found.append(_Found(value, optimum, written[value]))
    plans, refused = _settle_all(asked, hot, [found[0], *reversed(found[1:])])
    return plans, not_kept, [*undecided, *refused]


def _tighter(asked: _Asked, hot: HotModel, first: Optimum, start: Floats | None) -> Optimum | None:
    """The best plan under the rows as they are now; None when needs and other caps would give way further."""
    if not any(first.levels.values()):
        return find_again(hot, first, start=start, gap=asked.gap, time_limit=asked.time_limit)
    # where something gives way already, the levels are searched anew (see ``_at_once`` of the search)
    optimum = find_optimum(hot.model, gap=asked.gap, time_limit=asked.time_limit, hot=hot)
    return None if _gives_way(optimum.levels, first.levels) else optimum


def _settle_all(
    asked: _Asked, hot: HotModel, found: Sequence[_Found]
) -> tuple[list[tuple[float, FundingPlan]], list[float]]:
    """The verified plan of every optimum, under the cap it stands for; the caps of those that fail their re-play."""
    plans, refused = [], []
    margins: Margins | None = None
    for one in found:
        rewrite(hot, one.written)
        case = _under(asked.case, asked.policy(one.value))
        try:
            # plans of neighbours lack cents in the same places
            plan, found_with = planned_from(case, one.written, one.optimum, margins)
        except NotProvenError:
            refused.append(one.value)
            continue
        plans.append((one.value, plan))
        # where something is whole, a cent can tip the choice among equals: there each plan is what it is alone
        margins = None if len(hot.whole) or max(found_with[:2]) > LITTLE else found_with
    return plans, refused


def _by_plans(asked: _Asked, tried: Sequence[float]) -> Walk:
    """Caps where outages are planned for: a whole plan each, but where the plan before survives more than is asked."""
    plans: list[tuple[float, FundingPlan]] = []
    refused: list[float] = []
    for value in tried:
        if plans and asked.over == "survive_share" and (funded_share(plans[-1][1]) or 0.0) >= value:
            plans[-1] = (value, plans[-1][1])
            continue
        case = asked.case
        try:
            plan = optimize(
                case.catalog, case.profile, case.needs, asked.policy(value), gap=asked.gap,
                time_limit=asked.time_limit,
            )  # fmt: skip
        except NotProvenError:
            refused.append(value)
            continue
        if plans and (_gives_way(_levels(plan), _levels(plans[0][1])) or _falls_short(plan)):
            return plans, value, refused
        plans.append((value, plan))
    return plans, None, refused


def _falls_short(plan: FundingPlan) -> bool:
    """Whether some outage leaves less funded than the policy wants."""
    reached = funded_share(plan)
    return reached is not None and reached < plan.inputs.policy.survive_share - SHARE_NOISE


def funded_share(plan: FundingPlan) -> float | None:
    """What stays funded in the worst outage that was planned for; None when none was."""
    return min((outage.funded_share for outage in plan.diversification.outages), default=None)


def _under(case: Case, policy: Policy) -> Case:
    """The same case under a policy that differs in a cap alone."""
    return replace(case, policy=policy, situation=replace(case.situation, policy=policy))


def _levels(plan: FundingPlan) -> dict[str, float]:
    return {level: getattr(plan.totals, level) for level in ("shortfall", "unmet", "excess")}


def _gives_way(levels: dict[str, float], before: dict[str, float]) -> bool:
    """Whether more is missing, or caps are exceeded by more, than before."""
    return any(yuan > before[level] + LEVEL_YUAN for level, yuan in levels.items())


def _point(value: float, plan: FundingPlan) -> FrontierPoint:
    return FrontierPoint(
        value=value,
        largest_share=largest_share(plan),
        lenders=len(lenders(plan)),
        applications=len(plan.applications),
        funded_share=funded_share(plan),
        cost=plan.totals.cost,
        saved=plan.totals.saved,
        choosing_cost=round(plan.proof.objective, 2),
        price=0.0,
        status=plan.status,
        gap=plan.proof.gap,
        mix=parts(plan),
        plan=plan,
    )


def _priced(points: Sequence[FrontierPoint]) -> list[FrontierPoint]:
    """The points with their prices: how much dearer than the cheapest."""
    least = min(point.choosing_cost for point in points)
    return [point.model_copy(update={"price": round(point.choosing_cost - least, 2)}) for point in points]
