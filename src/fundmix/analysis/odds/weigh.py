"""Today's plan under the borrower's odds, beside the applications that are best under them."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from fundmix.analysis.odds.choose import CENT, AfterAnswers, choose
from fundmix.analysis.odds.records import Assumption, Candidate, Outcome, Prospect, Weighed
from fundmix.analysis.odds.scenarios import Scenario, assumed_odds, chance_of, is_certain, outside, scenarios
from fundmix.borrower import Need, Policy, Profile, load_policy
from fundmix.case import open_case
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, Issue
from fundmix.offers import Lender
from fundmix.plan import FundingPlan
from fundmix.program import build_model
from fundmix.program.approvals import Answers, Yield
from fundmix.program.outages import waived
from fundmix.program.risk import Risk, cvar, mean
from fundmix.program.two_stage import Aim
from fundmix.recommend import optimize

MISSING_COSTS = 1.0
"""Yuan that a missing yuan counts as when nobody says otherwise: as much as if it were lost."""
SET_GAP = (0.0, CENT / 2)
"""Each set of answers is solved to half a cent, so that cents do not decide whether all is funded."""
GAP, GAP_YUAN = 0.001, 1.0
"""How near the best applications are near enough when nobody says otherwise, relative and in yuan."""


def odds(  # noqa: PLR0913 - the question, and how to weigh it, by name
    catalog: Catalog,
    profile: Profile,
    needs: Iterable[Need],
    policy: Policy | str = "balanced",
    *,
    risk_weight: float = 0.0,
    alpha: float = 0.9,
    missing_costs: float = MISSING_COSTS,
    gap: float | None = None,
    time_limit: float = 10.0,
) -> Weighed:
    """What the borrower's own odds of approval make of today's plan, and whom to ask under them.

    A group named in ``approval_odds`` closes with all its lenders at once, a channel refuses for itself, all
    independently; what is not named is certain. The answers are known before the first draw; then the best plan is
    made with those that say yes, the shares of rule 4 waived and the effort of applications spent.

    Args:
        catalog: what the market offers.
        profile: the borrower, with ``approval_odds``.
        needs: dated needs and inflows.
        policy: a policy or the name of a preset.
        risk_weight: weight of the CVaR beside the expected cost.
        alpha: the CVaR is the mean of the worst ``1 − alpha`` of the odds, ``0 ≤ alpha < 1``.
        missing_costs: yuan that a yuan without a source counts as.
        gap: relative gap to prove, 0 for exact work; None = 0.1 % or ¥1, whichever is more.
        time_limit: seconds for today's plan, for the search, and for the plan if all say yes: each.

    Raises:
        InputError: no odds, odds that name nothing or are too many, figures out of bounds, and what optimize raises.
        NotProvenError: when no plan passes its re-play.
    """
    _check(risk_weight, alpha, missing_costs)
    assumed = assumed_odds(catalog, profile)
    wanted = tuple(needs)
    chosen = load_policy(policy) if isinstance(policy, str) else policy
    plan = optimize(catalog, profile, wanted, chosen, gap=gap, time_limit=time_limit)
    case = open_case(catalog, profile, wanted, chosen)
    model = build_model(replace(case.situation, policy=after_answers(chosen)), case.market)
    patterns = scenarios(model.lenders, assumed, profile.origin.file)
    deadline = time.monotonic() + time_limit
    gaps = (GAP, GAP_YUAN) if gap is None else (gap, CENT)
    weighing = _Weighing(
        Answers(model, missing_costs, SET_GAP, deadline), patterns, Risk(risk_weight, alpha), model.lenders
    )
    today = asked_today(plan) | {one.channel_id for one in model.lenders if not one.applies}
    decided = choose(case, weighing.second, Aim(weighing.risk, *gaps, deadline), today)
    asked = weighing.second.asked(decided.decision)
    least = optimize(
        catalog, profile, wanted, if_all_say_yes(chosen, model.lenders, asked), gap=gap, time_limit=time_limit
    )
    return Weighed(
        currency=plan.currency,
        assumption=Assumption(
            approval_odds=assumed,
            outside=outside(model.lenders, assumed),
            risk_weight=risk_weight,
            alpha=alpha,
            missing_costs=missing_costs,
            effort_per_application=chosen.effort_per_application,
        ),
        candidates=tuple(_candidates(model.lenders, assumed, (frozenset(today), asked), least)),
        today=weighing.prospect(today, chosen.effort_per_application),
        least=weighing.prospect(asked, chosen.effort_per_application),
        plan=least,
        scenarios=len(patterns),
        objective=round(decided.objective, 2),
        bound=round(min(decided.bound, decided.objective), 2),
        gap=round(decided.gap / max(1.0, abs(decided.objective)), 6),
        proven=decided.proven,
    )


def asked_today(plan: FundingPlan) -> set[str]:
    """Whom the plan draws from or applies to."""
    return {draw.channel_id for draw in plan.draws} | {one.channel_id for one in plan.applications}


def after_answers(policy: Policy) -> Policy:
    """The policy once the answers are in: as after an outage that hits no money; yuan alone decide what is drawn."""
    return waived(policy).model_copy(update={"effort_per_draw": 0.0})


def if_all_say_yes(policy: Policy, lenders: Sequence[Lender], asked: frozenset[str]) -> Policy:
    """The policy of the plan with those alone that are asked, their applications made; small draws are put together."""
    others = tuple(one.channel_id for one in lenders if one.channel_id not in asked)
    return waived(policy).model_copy(update={"exclude": (*policy.exclude, *others)})


def _check(risk_weight: float, alpha: float, missing_costs: float) -> None:
    """Figures that mean nothing.

    Raises:
        InputError: each of them.
    """
    issues = [
        Issue("negative", column=name, details={"bound": 0})
        for name, value in (("--lambda", risk_weight), ("--missing-costs", missing_costs))
        if value < 0
    ]
    if not 0 <= alpha < 1:
        issues.append(Issue("alpha_out_of_bounds", column="--alpha"))
    if issues:
        raise InputError(issues)


@dataclass(frozen=True)
class _Weighing:
    """The answers of one case under its odds."""

    answers: Answers
    patterns: Sequence[Scenario]
    risk: Risk
    lenders: Sequence[Lender]

    @cached_property
    def second(self) -> AfterAnswers:
        """The second stage."""
        return AfterAnswers(self.answers, self.patterns)

    def prospect(self, asked: Iterable[str], effort: float) -> Prospect:
        """What the odds make of one set of applications; ``effort``: yuan that each weighs in choosing."""
        standing = tuple(one.channel_id for one in self.lenders if not one.applies)
        chosen = frozenset(asked) | frozenset(standing)
        outcomes = tuple(self._outcomes(chosen & frozenset(self.answers.lenders)))
        costs = np.array([one.cost for one in outcomes])
        chances = np.array([one.probability for one in outcomes])
        bad_end = cvar(costs, chances, self.risk.level)
        applications = tuple(
            one.channel_id for one in self.lenders if one.applies and one.channel_id in chosen
        )
        funded = sum(one.probability for one in outcomes if one.missing < CENT)
        return Prospect(
            applications=applications,
            standing=standing,
            hard_inquiries=sum(one.hard_inquiry for one in self.lenders if one.channel_id in applications),
            fully_funded=round(min(1.0, funded), 6),
            expected_cost=round(mean(costs, chances), 2),
            cvar=round(bad_end, 2),
            weighed=round(self.risk.of(costs, chances), 2),
            expected_missing=round(float(chances @ np.array([one.missing for one in outcomes])), 2),
            effort=round(effort * len(applications), 2),
            outcomes=tuple(_rounded(one) for one in outcomes),
        )

    def _outcomes(self, asked: frozenset[str]) -> Iterator[Outcome]:
        """Every pattern of answers of those asked, the likeliest first."""
        merged: defaultdict[frozenset[str], float] = defaultdict(float)
        for pattern in self.patterns:
            merged[asked & pattern.approved] += pattern.probability
        for approved, probability in sorted(
            merged.items(), key=lambda one: (-one[1], -len(one[0]), sorted(one[0]))
        ):
            found: Yield = self.answers.of(approved)
            yield Outcome(
                refused=tuple(channel for channel in self.answers.lenders if channel in asked - approved),
                drawn=tuple(channel for channel in self.answers.lenders if channel in found.used),
                probability=probability,
                loan_cost=found.cost,
                missing=found.missing,
                cost=found.cost + self.answers.price * found.missing,
            )


def _rounded(outcome: Outcome) -> Outcome:
    """To the cent, odds to six decimals."""
    figures = {name: round(getattr(outcome, name), 2) for name in ("loan_cost", "missing", "cost")}
    return outcome.model_copy(update={**figures, "probability": round(outcome.probability, 6)})


def _candidates(
    lenders: Sequence[Lender],
    assumed: dict[str, float],
    sets: tuple[frozenset[str], frozenset[str]],
    plan: FundingPlan,
) -> Iterator[Candidate]:
    """Every lender of either set that is asked; of those that need not be, the ones drawn from or with odds."""
    today, least = sets
    drawn: defaultdict[str, float] = defaultdict(float)
    for draw in plan.draws:
        drawn[draw.channel_id] += draw.amount
    for lender in lenders:
        channel = lender.channel_id
        certain = is_certain(lender, assumed)
        if channel in today | least and (lender.applies or channel in drawn or not certain):
            yield Candidate(
                channel_id=channel,
                name=lender.name,
                name_en=lender.name_en,
                odds=round(chance_of(lender, assumed), 6),
                certain=certain,
                today=channel in today,
                least=channel in least,
                drawn=round(drawn.get(channel, 0.0), 2),
            )
