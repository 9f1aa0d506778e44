"""Finds the cheapest plan that survives every outage the policy names, adding them only when they break a plan.

An outage that strikes on the first day asks one thing of the plan: which channels it has applied for. Where these leave
too much missing, a :class:`Cut` says so for all smaller sets as well. An outage that also depends on what was drawn
before it gets its own copy of the program. See docs/decisions/0010.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fundmix.errors import NotProvenError
from fundmix.loans import Floats
from fundmix.program.hot import HotModel
from fundmix.program.model import Model
from fundmix.program.outages import (
    AfterOutage,
    Cut,
    Threat,
    add_copy,
    decisions,
    late_draws,
    missing,
    write_after,
)
from fundmix.program.solve import ENOUGH, Optimum, find_optimum

ENOUGH_MISSING = 0.05
"""Yuan that may be missing more than allowed: cents of a re-play, no more."""
PROBE_SECONDS = 2.0
"""Time for one question whether a set of applications survives an outage."""
FREE_SHARE, ROUND_SHARE, CUT_SHARE = 0.5, 0.6, 0.15
"""Shares of the time left: for the plan with nothing to survive, for each one after, and for making cuts larger."""


@dataclass(frozen=True)
class Begun:
    """What there is before a search: the program's live object, and a plan of it by the names of its variables."""

    hot: HotModel | None = None
    known: Mapping[str, float] | None = None


@dataclass
class Safe:
    """A plan that survives, and how it was found.

    Attributes:
        model, optimum: the program in its last form, and what was found.
        free: the same policy with nothing to survive.
        rounds: how often the program was solved; ``cuts`` and ``copies``: what was added.
    """

    model: Model
    optimum: Optimum
    free: Optimum
    rounds: int = 1
    cuts: list[Cut] = field(default_factory=list)
    copies: list[Threat] = field(default_factory=list)


class Recourse:
    """The program after one outage, kept hot: what is missing with these applications and decisions."""

    def __init__(self, threat: Threat) -> None:
        self.threat = threat
        self.model = write_after(AfterOutage(threat, done=None))
        self.hot = HotModel(self.model)
        self.cost: Floats = self.hot.vector(missing(self.model))

    def least(
        self,
        applied: frozenset[str],
        done: Mapping[str, float] | None = None,
        used: frozenset[str] = frozenset(),
        *,
        whole: bool = True,
    ) -> tuple[float, float]:
        """(found, proved) yuan missing; ``done``: what was decided before, None = open; ``whole``: not relaxed."""
        hot = self.hot
        hot.reset()
        shut = [
            self.model.use[one.channel_id].name
            for one in self.model.lenders
            if one.applies and one.channel_id not in applied
        ]
        if done is not None:
            shut += [
                name
                for one in self.model.lenders
                if one.channel_id not in used
                for name, _ in late_draws(self.model, one)
            ]
            fixed = (*self.model.decided, *self.model.reopened)
            values = [done.get(name, 0.0) for name in fixed]
            hot.bounds(fixed, values, values)
        hot.bounds(shut, [0.0] * len(shut), [0.0] * len(shut))
        if not whole:
            hot.relax()
        solved = hot.minimise(self.cost, seconds=PROBE_SECONDS, gap_yuan=ENOUGH)
        if not solved:
            return (float("inf"), float("inf") if hot.is_infeasible else 0.0)
        info = hot.highs.getInfo()
        found = float(self.cost @ hot.values())
        searched = whole and len(hot.whole) > 0
        return found, float(info.mip_dual_bound if searched else found)


def find_safe(  # noqa: PLR0913 - what has to survive, and how to work on it, by name
    make: Callable[..., Model],
    threats: Sequence[Threat],
    share: float,
    *,
    gap: float | None,
    deadline: float,
    progress: Callable[[str], None] | None = None,
    begun: Begun | None = None,
) -> Safe:
    """The cheapest plan that survives the threats to this share, or misses that by as little as can be.

    ``make(standby=…)`` builds the plan's own program; ``begun``: where that is built already.
    """

    def solve(model: Model, share_of_time: float, first: Begun) -> Optimum:
        left = max(1.0, share_of_time * (deadline - time.monotonic()))
        return find_optimum(
            model, gap=gap, time_limit=left, progress=progress, hot=first.hot, known=first.known
        )

    model = make(standby=False) if begun is None or begun.hot is None else begun.hot.model
    free = solve(model, FREE_SHARE if threats else 1.0, begun or Begun())
    safe = Safe(model, free, free)
    search = _Search(threats, _missing_in(free) + (1 - share) * model.situation.gap)
    while search.breaks(safe, deadline):
        if time.monotonic() >= deadline:
            return _unproven(safe)
        model = make(standby=True)
        for number, cut in enumerate(safe.cuts):
            cut.write(model, number)
        for number, threat in enumerate(safe.copies):
            add_copy(model, threat, number, search.allowed)
        known = None if safe.copies else _standing_by(model, safe)
        try:
            optimum = solve(model, ROUND_SHARE, Begun(known=known))
        except NotProvenError:
            return _unproven(safe)
        if not optimum.proven and _missing_in(optimum) > _missing_in(free) + ENOUGH_MISSING:
            # out of time: what is missing today weighs more than what a refusal would leave missing
            return _unproven(safe)
        safe = Safe(model, optimum, free, safe.rounds + 1, safe.cuts, safe.copies)
    return safe


def _unproven(safe: Safe) -> Safe:
    """The plan so far, when time ends before it is known to survive."""
    return replace(safe, optimum=replace(safe.optimum, proven=False))


def _standing_by(model: Model, before: Safe) -> dict[str, float] | None:
    """The plan of the round before with an application more for each cut; a solution where nobody counts inquiries."""
    if model.situation.inquiries_left is not None:
        return None
    known = decisions(before.optimum.values, before.optimum.hot.names)
    for channel, variable in model.apply.items():
        known[variable.name] = max(known.get(variable.name, 0.0), known.get(model.use[channel].name, 0.0))
    limits = {one.channel_id: one.limit for one in model.lenders if one.applies}
    for cut in before.cuts:
        hits = max(
            (known.get(model.use[one].name, 0.0) for one in cut.threat.outage.hits if one in model.use),
            default=0.0,
        )
        helpers = [one for one in limits if one not in cut.applied | cut.threat.outage.gone]
        asked = sum(known[model.apply[one].name] for one in helpers)
        if hits > asked and helpers:
            known[model.apply[max(helpers, key=limits.__getitem__)].name] = 1.0
            asked += 1
        slack = model.slack[cut.threat.outage.outage_id].name
        known[slack] = max(known.get(slack, 0.0), cut.lacks * (hits - asked))
    return known


def _missing_in(optimum: Optimum) -> float:
    """Yuan that a plan leaves unmet or short; its levels weigh them a little by date."""
    values = decisions(optimum.values, optimum.hot.names)
    return sum(values.get(variable.name, 0.0) * weight for variable, weight in missing(optimum.hot.model))


class _Search:
    """The threats, their recourse kept hot, and what each of them may leave missing."""

    def __init__(self, threats: Sequence[Threat], allowed: float) -> None:
        self.threats, self.allowed = threats, allowed
        self.recourse: dict[str, Recourse] = {}
        self.until = 0.0

    def breaks(self, safe: Safe, deadline: float) -> bool:
        """Whether some threat breaks the plan; if so a cut or a copy is added for each that does."""
        begun = time.monotonic()
        self.until = begun + CUT_SHARE * max(0.0, deadline - begun)
        values = decisions(safe.optimum.values, safe.optimum.hot.names)
        model = safe.model
        used = frozenset(name for name, use in model.use.items() if values[use.name] > 0.5)
        applied = frozenset(name for name, one in model.apply.items() if values[one.name] > 0.5)
        before = len(safe.cuts) + len(safe.copies)
        for threat in self.threats:
            if threat.bites(used) and threat not in safe.copies:
                self._try(safe, threat, (values, used, applied))
        return len(safe.cuts) + len(safe.copies) > before

    def _try(
        self, safe: Safe, threat: Threat, plan: tuple[Mapping[str, float], frozenset[str], frozenset[str]]
    ) -> None:
        values, used, applied = plan
        recourse = self._recourse(threat)
        bearable = self.allowed + values.get(_slack_name(safe.model, threat), 0.0) + ENOUGH_MISSING
        _, proved = recourse.least(applied, values, used)
        if proved <= bearable:
            return
        cut = self._cut(recourse, applied, bearable)
        if cut is not None:
            safe.cuts.append(cut)
        else:
            safe.copies.append(threat)

    def _recourse(self, threat: Threat) -> Recourse:
        key = threat.outage.outage_id
        if key not in self.recourse:
            self.recourse[key] = Recourse(threat)
        return self.recourse[key]

    def _cut(self, recourse: Recourse, applied: frozenset[str], bearable: float) -> Cut | None:
        """The largest set of applications found that still leaves too much missing; None when this set does not."""
        _, lacks = recourse.least(applied)
        if lacks <= bearable:
            return None
        kept = applied
        # the lenders that would help least are tried first, so that few are left that would
        others = sorted(
            (one for one in recourse.model.lenders if one.applies and one.channel_id not in applied),
            key=lambda one: (one.limit, one.channel_id),
        )
        for lender in others:
            if time.monotonic() > self.until:
                break
            more = kept | {lender.channel_id}
            # mostly the relaxation tells it
            _, proved = recourse.least(more, whole=False)
            if proved <= bearable:
                _, proved = recourse.least(more)
            if proved > bearable:
                kept, lacks = more, proved
        # to the cent, so that the solver's noise does not decide between two plans
        return Cut(recourse.threat, kept, round(lacks - self.allowed, 2))


def _slack_name(model: Model, threat: Threat) -> str:
    slack = model.slack.get(threat.outage.outage_id)
    return slack.name if slack is not None else ""
