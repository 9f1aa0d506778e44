"""Whom to ask under odds: applications first, then the answers, then the best plan with those that say yes."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from fundmix.analysis.odds.scenarios import Scenario
from fundmix.case import Case
from fundmix.loans import Floats
from fundmix.offers import Lender
from fundmix.program.approvals import Answers, Yield
from fundmix.program.two_stage import Aim, Cut, Decided, FirstStage, Row, decide

CENT = 0.01
RAISED = 32
"""Patterns a round whose floor is solved whole: what a pattern costs at least, whoever is asked."""
RAISING_SHARE = 0.3
"""Share of the time left that this may take."""


def choose(case: Case, second: "AfterAnswers", aim: Aim, start: Iterable[str]) -> Decided:
    """The applications with the least effort + expected cost + weight · CVaR; ``start``: some that keep the rows.

    Applications that change nothing are dropped from what is found.
    """
    first = first_stage(case, second.answers.hot.model.lenders)
    begin = np.maximum(first.low, second.decision(start))
    if not all(row.holds(begin) for row in first.rows):
        begin = first.low
    found = decide(first, second.odds, second, aim, begin)
    return _without_idle(found, first, second, aim)


def first_stage(case: Case, lenders: Sequence[Lender]) -> FirstStage:
    """Which lenders to ask: 1 or 0 each, in their order.

    Whom the borrower need not ask stands by, whom the policy requires is asked. Inquiries of applications stay within
    what the policy leaves; and whoever is asked still passes the own rule on inquiries once all others are asked too
    (rule 8): ``Σ_{j≠i} ask[j] ≤ room[i] + M · (1 − ask[i])``.
    """
    policy, left = case.policy, case.situation.inquiries_left
    fixed = [not one.applies or one.channel_id in policy.require for one in lenders]
    rows = [row for place, lender in enumerate(lenders) for row in _inquiries(lenders, place, lender)]
    if left is not None:
        asked = tuple((at, 1.0) for at, one in enumerate(lenders) if one.applies and one.hard_inquiry)
        rows.append(Row(asked, high=left))
    return FirstStage(
        low=np.array(fixed, dtype=float),
        high=np.ones(len(lenders)),
        price=np.array([policy.effort_per_application * one.applies for one in lenders], dtype=float),
        rows=tuple(row for row in rows if row.coefficients),
        whole=True,
    )


def _inquiries(lenders: Sequence[Lender], place: int, lender: Lender) -> Iterable[Row]:
    """The row of one lender's own rule on inquiries, where the others together could break it."""
    others = [at for at, one in enumerate(lenders) if at != place and one.applies and "inquiry" in one.moves]
    for rule in lender.moved_rules:
        room = rule.bound - rule.actual - (1 if rule.strict else 0)
        slack = len(others) - room
        if rule.moved_by == "inquiry" and lender.applies and slack > 0:
            yield Row((*((at, 1.0) for at in others), (place, slack)), high=room + slack)


class AfterAnswers:
    """The second stage: what every pattern of answers costs once the applications are decided."""

    def __init__(self, answers: Answers, patterns: Sequence[Scenario]) -> None:
        self.answers = answers
        self.lenders = answers.lenders
        self.approved = [one.approved for one in patterns]
        # 1 where a lender lends in a pattern: asking it does something there
        self.lends = np.array([self.decision(approved) for approved in self.approved])
        self.odds = np.array([one.probability for one in patterns])
        self.floors = [self.answers.slope(approved).at(approved) for approved in self.approved]

    def decision(self, asked: Iterable[str]) -> Floats:
        """A set of lenders as one figure each."""
        chosen = set(asked)
        return np.array([float(channel in chosen) for channel in self.lenders])

    def asked(self, decision: Floats) -> frozenset[str]:
        """The lenders that a decision asks."""
        return frozenset(
            channel for channel, chosen in zip(self.lenders, decision, strict=True) if chosen > 0.5
        )

    def below(self, decision: Floats) -> list[Cut]:
        """The relaxation's bound at this decision; asking who refuses changes nothing."""
        asked, cuts = self.asked(decision), []
        for number, approved in enumerate(self.approved):
            slope = self.answers.slope(asked & approved)
            slopes = np.array([slope.slopes[channel] for channel in self.lenders]) * self.lends[number]
            cuts.append(Cut(number, slope.constant, slopes))
        return cuts

    def costs(self, decision: Floats) -> tuple[Floats, list[Cut]]:
        """What each pattern costs, and that only further lenders can make it cheaper, down to the floor of all.

        ``cost[s] ≥ cost(asked ∩ approved[s]) · (1 − Σ_{k approved, not asked} ask[k]) + floor[s] · Σ …``: fewer
        lenders never make a plan cheaper.
        """
        found = self.found(self.asked(decision))
        costs = np.array([one.total for one in found])
        cuts = [Cut(number, self.floors[number], 0 * decision) for number in self._raise_floors(found, costs)]
        for number, one in enumerate(found):
            more = max(0.0, one.bound - self.floors[number])
            others = self.lends[number] * (1 - self.decision(one.among))
            cuts.append(Cut(number, one.bound, -more * others))
        return costs, cuts

    def _raise_floors(self, found: Sequence[Yield], costs: Floats) -> list[int]:
        """Solve, whole, what some patterns cost with everybody asked: those where most is left open; their numbers."""
        for number, one in enumerate(found):
            if self.approved[number] <= one.among:
                self.floors[number] = max(self.floors[number], one.bound)
        left = self.odds * (costs - self.floors)
        begun, raised = time.monotonic(), list[int]()
        enough = begun + RAISING_SHARE * max(0.0, self.answers.deadline - begun)
        for number in np.argsort(-left, kind="stable").tolist()[:RAISED]:
            if left[number] <= 0 or time.monotonic() > enough:
                break
            self.floors[number] = max(self.floors[number], self.answers.of(self.approved[number]).bound)
            raised.append(number)
        return raised

    def found(self, asked: frozenset[str]) -> list[Yield]:
        """The best plan after each pattern; many lenders first, since their plan often serves fewer as well."""
        sets = {asked & approved for approved in self.approved}
        found = {one: self.answers.of(one) for one in sorted(sets, key=lambda one: (-len(one), sorted(one)))}
        return [found[asked & approved] for approved in self.approved]


def _without_idle(found: Decided, first: FirstStage, second: AfterAnswers, aim: Aim) -> Decided:
    """The same decision less each application without which nothing gets dearer by a cent."""
    best = found
    for place in np.argsort(-first.price, kind="stable"):
        if best.decision[place] < 0.5 or first.low[place] > 0.5 or time.monotonic() > aim.deadline:
            continue
        fewer = best.decision.copy()
        fewer[place] = 0.0
        costs = np.array([one.total for one in second.found(second.asked(fewer))])
        objective = float(first.price @ fewer) + aim.risk.of(costs, second.odds)
        if objective <= best.objective + CENT:
            best = replace(best, decision=fewer, costs=costs, objective=objective)
    return best
