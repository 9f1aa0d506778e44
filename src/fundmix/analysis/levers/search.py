"""Levers: each candidate relaxed, the promising ones planned in full, the best pairs from the best singles."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from fundmix.analysis.levers.applied import applied
from fundmix.analysis.levers.candidates import Steps, candidates, counted, together
from fundmix.analysis.levers.records import Levers
from fundmix.analysis.levers.steps import wait
from fundmix.analysis.levers.told import ask_of, gained, lever_of
from fundmix.analysis.levers.tried import (
    WORTH,
    Candidate,
    Outcome,
    Setting,
    Tried,
    begin,
    least_of,
    open_yuan,
    planned,
)
from fundmix.analysis.levers.waiting import Asked
from fundmix.borrower import Need, Policy, Profile
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, NotProvenError
from fundmix.loans import Floats

PAIRED = 6
"""Singles of which pairs are made."""


def levers(  # noqa: PLR0913 - the question, and how to work on it, by name
    catalog: Catalog,
    profile: Profile,
    needs: Iterable[Need],
    policy: Policy | str = "balanced",
    *,
    top: int = 5,
    gap: float | None = None,
    time_limit: float = 10.0,
    progress: Callable[[str], None] | None = None,
) -> Levers:
    """What the borrower could change, singles and the best pairs, each applied and planned anew.

    Every lever shown is a plan of ``optimize`` for the changed files (``Lever.profile``, ``Lever.needs``). A candidate
    is planned in full only when its relaxation is better than the relaxation of what it is compared with and could
    still be among the best ``top``. Those for this plan and those for the next one are ranked apart.

    Args:
        catalog: what the market offers.
        profile: the borrower.
        needs: dated needs and inflows.
        policy: a policy or the name of a preset.
        top: how many levers for this plan, and how many for the next one.
        gap: as in :func:`fundmix.optimize`, for every plan.
        time_limit: seconds for each plan.
        progress: called with a word for each stage.

    Raises:
        InputError: for facts, debts or quotes that contradict each other or the catalog.
        NotProvenError: when today's question has no plan that passes the re-play.
    """
    tell = progress or (lambda _: None)
    case = open_case(catalog, profile, needs, policy)
    setting = Setting(catalog, case.policy, gap, time_limit)
    asked = Asked(case.profile, case.needs)
    tell("cost")
    today = planned(setting, setting.candidate((), asked, case))
    search = LeverSearch(setting, today, top)
    if today.plan.status != "not_needed":
        tell("levers")
        search.singles(candidates(case))
        search.pairs()
    return search.answer()


class LeverSearch:
    """The candidates of one question and what became of them."""

    def __init__(self, setting: Setting, today: Tried, top: int) -> None:
        self.setting, self.today, self.top = setting, today, top
        self.tried: list[Tried] = []
        self.idle: dict[int, Candidate | None] = {}
        self.plans: dict[frozenset[str], Tried | None] = {}
        self.starts: dict[frozenset[str], Floats | None] = {}
        self.candidates = self.screened = 0

    def singles(self, found: Sequence[Steps]) -> None:
        """Everything that a rule, a debt or a limit suggests."""
        self.candidates += len(found)
        self._best(found)

    def pairs(self) -> None:
        """Two of the best singles together, where they do not change the same; both for this plan, or both too late."""
        best = sorted(self.helpful(), key=self._rank)
        known = {one.candidate.keys for one in self.tried}
        found: dict[frozenset[str], Steps] = {}
        for first, second in combinations(best[:PAIRED], 2):
            if _is_late(first.candidate) != _is_late(second.candidate):
                continue
            steps = together((*first.candidate.steps, *second.candidate.steps))
            keys = frozenset(step.key for step in steps)
            if keys not in known and keys > first.candidate.keys and keys > second.candidate.keys:
                found[keys] = steps
        self.candidates += len(found)
        self._best(tuple(found.values()))

    def _best(self, found: Iterable[Steps]) -> None:
        """Plan candidates, the most promising relaxation first, until no other can be among the best."""
        screened = [one for steps in found if (one := self._screen(steps)) is not None]
        for candidate in self._in_order(screened):
            before = self.before(candidate) if self._does_more(candidate) else None
            if before is not None and self._could_enter(candidate, before):
                self._keep(self._planned(candidate))

    def _in_order(self, screened: Iterable[tuple[Candidate, Outcome]]) -> list[Candidate]:
        """The most promising first; of the first ones of each block, for which there is room anyway, the soonest.

        What comes sooner is a start for what comes later.
        """
        ranked = [candidate for candidate, _ in sorted(screened, key=lambda one: one[1].rank)]
        blocks = ([one for one in ranked if _is_late(one) == late] for late in (False, True))
        first = {one.keys: one for block in blocks for one in block[: self.top]}
        sooner = sorted(first.values(), key=lambda one: one.months)
        return [*sooner, *(one for one in ranked if one.keys not in first)]

    def _screen(self, steps: Steps) -> tuple[Candidate, Outcome] | None:
        """A candidate and what its relaxation spares; None when it cannot be done, opens nothing, or spares nothing."""
        candidate = self.made(steps)
        if candidate is None:
            return None
        before = self.today.candidate
        if _is_late(candidate) and not candidate.waits:
            idle = self._idle(candidate.months)
            if idle is None:
                return None
            before = idle
        spared = candidate.bound.spares(before.bound)
        return (candidate, spared) if spared.is_worth() else None

    def made(self, steps: Steps, *, idle: bool = False) -> Candidate | None:
        """The question once the steps are done, with its relaxation."""
        if not idle and all(step.subject == "start" for step in steps):
            waited = self._idle(steps[0].months)
            return waited if waited is not None and self._opens(steps, waited.case) else None
        try:
            asked = applied(self.today.candidate.case, steps)
            case = None if asked is None else self.setting.case(asked)
        except InputError:
            # a date or a debt that the files could not hold
            return None
        if asked is None or case is None or not (idle or self._opens(steps, case)):
            return None
        if any(step.kind == "close" for step in steps) and self._is_too_soon(steps, case):
            return None
        self.screened += 1
        return self.setting.candidate(steps, asked, case)

    def _opens(self, steps: Steps, case: Case) -> bool:
        """Whether anything is offered that is not today; a pay-off is worth a look for its interest alone."""
        before, after = self.today.candidate.case.market, case.market
        if any(step.kind == "close" for step in steps):
            return True
        if any(step.months for step in steps):
            return any(gained(self.today.candidate.case, case)) and not self._only_waits(steps, case)
        return (after.lenders, after.offers, after.asset_values, after.together) != (
            before.lenders, before.offers, before.asset_values, before.together
        )  # fmt: skip

    def _only_waits(self, steps: Steps, case: Case) -> bool:
        """Whether the market is that of the same wait without doing anything: then so is the plan."""
        months = max(step.months for step in steps)
        if any(step.yuan for step in steps) or all(step.subject == "start" for step in steps):
            return False
        idle = self._idle(months)
        return idle is not None and idle.case.market == case.market

    def _is_too_soon(self, steps: Steps, after: Case) -> bool:
        """Whether a rule that counts debts would be met before lenders can see that they are gone."""
        before = self.today.candidate.case
        months = max(step.months for step in steps)
        slow = {
            (channel, row["rule_id"])
            for channel, rows in before.failures.items()
            for row in rows
            if row["field"] in counted(before)
            and row["state"] == "failed"
            and (row["remedy_months"] or 0) > months
        }
        still = {(channel, row["rule_id"]) for channel, rows in after.failures.items() for row in rows}
        return bool(slow - still)

    def _idle(self, months: int) -> Candidate | None:
        """The question so many months later when nothing is done."""
        if months not in self.idle:
            self.idle[months] = self.made((wait(self.today.candidate.case, months),), idle=True)
        return self.idle[months]

    def before(self, candidate: Candidate) -> Tried | None:
        """What a candidate is compared with: today, or the same question on the same later day without it.

        Where this very question can wait, waiting alone is tried as well: what has to be done must do more than that.
        """
        if not candidate.months or candidate.waits:
            return self.today
        idle = self._idle(candidate.months)
        plan = None if idle is None else self._planned(idle)
        if _is_late(candidate):
            return plan
        self._keep(plan)
        return self.today

    def _planned(self, candidate: Candidate) -> Tried | None:
        """The candidate planned in full, each once; None when no plan passes the re-play."""
        if candidate.keys not in self.plans:
            try:
                self.plans[candidate.keys] = planned(self.setting, candidate, self._begin(candidate))
            except NotProvenError:
                self.plans[candidate.keys] = None
        return self.plans[candidate.keys]

    def _begin(self, candidate: Candidate) -> Floats | None:
        """What the plans before this one come to in its program."""
        if candidate.keys not in self.starts:
            late = _is_late(candidate)
            made = [one for one in self.plans.values() if one and _is_late(one.candidate) == late]
            self.starts[candidate.keys] = begin(candidate, [self.today, *made])
        return self.starts[candidate.keys]

    def _keep(self, one: Tried | None) -> None:
        """Remember a plan, each once."""
        if one is not None and one.candidate.keys not in {other.candidate.keys for other in self.tried}:
            self.tried.append(one)

    def _does_more(self, candidate: Candidate) -> bool:
        """Whether its relaxation does more than that of each part of it that helps."""
        parts = (one.candidate for one in self.helpful() if one.candidate.is_part_of(candidate))
        return all(candidate.bound.spares(part.bound).is_worth() for part in parts)

    def _could_enter(self, candidate: Candidate, before: Tried) -> bool:
        """Whether its bound leaves room among the best of its block."""
        most = least_of(self.setting, candidate, self._begin(candidate)).spares(before.outcome)
        late = _is_late(candidate)
        rivals = sorted((one for one in self.helpful() if _is_late(one.candidate) == late), key=self._rank)
        room = len(rivals) < self.top or most.rank < self._spared(rivals[self.top - 1]).rank
        return most.is_worth() and room

    def helpful(self) -> list[Tried]:
        """What surely helps, without what a part of it does as well."""
        good = [one for one in self.tried if self._spared(one).is_worth(self._sure(one))]
        return [
            one
            for one in good
            if all(
                one.outcome.spares(part.outcome).is_worth()
                for part in good
                if part.candidate.is_part_of(one.candidate)
            )
        ]

    def _spared(self, one: Tried) -> Outcome:
        """What a plan spares of what it is compared with."""
        before = self.before(one.candidate)
        return one.outcome.spares((before or one).outcome)

    def _sure(self, one: Tried) -> float:
        """Yuan that it must save so that the gaps of neither plan can explain it."""
        return WORTH + open_yuan(one.plan) + open_yuan((self.before(one.candidate) or one).plan)

    def _rank(self, one: Tried) -> tuple[int, float, int, str]:
        """Less unmet first, then yuan saved, then sooner."""
        return (*self._spared(one).rank, one.candidate.months, min(one.candidate.keys))

    def answer(self) -> Levers:
        """The best of both blocks."""
        ranked = sorted(self.helpful(), key=self._rank)
        kept = [
            one
            for late in (False, True)
            for one in [one for one in ranked if _is_late(one.candidate) == late][: self.top]
        ]
        plan = self.today.plan
        return Levers(
            currency=plan.currency,
            start=plan.start,
            today=self.today.figures,
            levers=tuple(lever_of(self.today, self.before(one.candidate) or one, one) for one in kept),
            ask=ask_of(plan, kept),
            candidates=self.candidates,
            screened=self.screened,
            solved=len(self.plans),
            catalog_sha256=plan.proof.catalog_sha256,
        )


def _is_late(candidate: Candidate) -> bool:
    """Whether it comes too late for a need of today."""
    return candidate.asked.timing == "next_time"
