"""What to ask next: the open facts that the best plan still possible relies on, the most decisive first.

Two plans hold the answer between them. The one of today takes every open fact at its worst, the best one takes each at
its best (:mod:`fundmix.interview.best`). While the best plan relies on an open fact, that fact can change the answer.
When it relies on none and is worth no more than today's, every answer leaves the same plan: the interview is over.
"""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fundmix.borrower import Need, Policy, Profile
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.interview.best import at_best
from fundmix.interview.waiting import asked_by_all, waits_for
from fundmix.program import HotModel, Model, Safe, build_model, find_safe, relaxed_levels
from fundmix.refusals import threats

SECONDS = 10.0
"""Time for each of the two plans. Without proof in that time nothing is settled, and more is asked."""
SAME = 0.005
"""Yuan within which two plans cost the same."""
FAVOUR = 1e-6
"""Yuan by which a yuan from a channel that waits for a fact counts as cheaper: a tie is a reason to ask."""
DRAWN = 0.005
"""Yuan from which a channel is used."""


@dataclass(frozen=True)
class Question:
    """What is planned, the borrower's facts apart."""

    catalog: Catalog
    needs: tuple[Need, ...]
    policy: Policy
    time_limit: float = SECONDS

    def case(self, profile: Profile) -> Case:
        """The case as it is known."""
        return open_case(self.catalog, profile, self.needs, self.policy)

    def best_case(self, profile: Profile, open_fields: Collection[str]) -> Case:
        """The case with every open fact at its best."""
        catalog, known = at_best(self.catalog, profile, open_fields)
        return open_case(catalog, known, self.needs, self.policy)


@dataclass(frozen=True)
class Found:
    """A plan before cents: what it leaves open, what choosing it costs (at least ``bound``), which channels it uses."""

    case: Case
    levels: Mapping[str, float]
    objective: float
    used: frozenset[str]
    proven: bool
    model: Model
    bound: float = 0.0

    @property
    def missing(self) -> float:
        """Yuan that stay open."""
        return self.levels.get("shortfall", 0.0) + self.levels.get("unmet", 0.0)

    def equals(self, other: "Found") -> bool:
        """Whether both are proved and leave as much open at the same cost."""
        names = self.levels.keys() | other.levels.keys()
        same = all(abs(self.levels.get(name, 0) - other.levels.get(name, 0)) <= SAME for name in names)
        return self.proven and other.proven and same and abs(self.objective - other.objective) <= SAME

    def holds_in(self, case: Case, *, everywhere: bool = False) -> bool:
        """Whether what this plan uses, or the whole market, is on the same terms in another case."""
        channels = frozenset(one.channel_id for one in case.market.lenders) if everywhere else self.used
        return _terms(self.case, channels | self.used) == _terms(case, channels | self.used)


@dataclass(frozen=True)
class Agenda:
    """What is still worth asking.

    Attributes:
        fields: open facts, the most decisive first; none = no answer can change the plan any more.
        worth: fact → (yuan that could stay open, yuan that the plan could cost more) if it turned out at its worst and
            all others at their best; facts that no plan can do without are not in it.
    """

    fields: tuple[str, ...]
    worth: dict[str, tuple[float, float]] = field(default_factory=dict)


class Decider:
    """Finds the next question; it keeps the best plan while answers leave it as it is."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._best: Found | None = None
        self._today: Found | None = None
        self._ended: tuple[tuple[Any, ...], Collection[str]] | None = None
        self._worth: dict[str, tuple[float, float]] = {}

    def agenda(self, profile: Profile, open_fields: Collection[str]) -> Agenda:
        """The open facts worth asking for, given what is known.

        Raises:
            InputError: for facts, debts or quotes that contradict each other or the catalog.
        """
        case = self.question.case(profile)
        if not open_fields or (case.situation.gap <= 0 and not case.debts):
            return Agenda(())
        first = asked_by_all(case, open_fields)
        if first:
            return Agenda(first)
        best = self.question.best_case(profile, open_fields)
        if not best.market.lenders:
            return Agenda(())
        waits = waits_for(case, open_fields)
        if self._best is None or not self._best.holds_in(best):
            self._best, self._worth = find(best, self.question.time_limit, waits, gap=None), {}
        wanted = _fields(waits, self._best.used) or self._at_the_end(case, best, waits)
        return self._ranked(best, waits, wanted) if wanted else Agenda(())

    def _at_the_end(self, case: Case, best: Case, waits: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """What is to be asked although the best plan relied on nothing open: nothing, when today's is as good."""
        key = (*_market(case), *_market(best), frozenset(waits))
        if self._ended is None or self._ended[0] != key:
            self._ended = key, self._holders(case, best, waits)
        # an answer that neither closed nor settled a channel leaves everything as it was
        return _fields(waits, self._ended[1])

    def _holders(self, case: Case, best: Case, waits: Mapping[str, tuple[str, ...]]) -> Collection[str]:
        """The channels whose open facts keep the two plans apart; none = the plans are one."""
        # solved anew: a channel that waited when it was found, and was favoured, may wait no more
        self._best = find(best, self.question.time_limit, waits)
        if _fields(waits, self._best.used):
            return self._best.used
        if self._today is None or not self._today.holds_in(case, everywhere=True):
            self._today = find(case, self.question.time_limit)
        if self._best.equals(self._today):
            return self._today.used
        # the constants of the case come from the whole market: its dearest fee, its cheapest price
        beyond = _beyond(self._best.model, self._today.model)
        return beyond if _fields(waits, beyond) else {lender.channel_id for lender in best.market.lenders}

    def _ranked(self, best: Case, waits: Mapping[str, tuple[str, ...]], wanted: tuple[str, ...]) -> Agenda:
        """The facts by what the best plan would lose without them, then by how many channels wait for them."""
        if any(name not in self._worth for name in wanted):
            self._worth |= worths(best, waits, wanted)
        spread = {name: sum(name in fields for fields in waits.values()) for name in wanted}
        ranked = sorted(
            wanted, key=lambda name: (*(-round(yuan) for yuan in self._worth[name]), -spread[name])
        )
        return Agenda(tuple(ranked), {name: self._worth[name] for name in ranked})


def find(case: Case, seconds: float, favoured: Collection[str] = (), *, gap: float | None = 0.0) -> Found:
    """The plan of a case, exact unless a ``gap`` is given; of equal plans the one with more from favoured channels."""
    deadline = time.monotonic() + seconds
    make = partial(_favouring, case, favoured)
    share = case.policy.survive_share
    safe = find_safe(make, threats(case), share, gap=gap, deadline=deadline)
    optimum = safe.optimum
    return Found(
        case, optimum.levels, optimum.objective, _used(safe), optimum.proven, safe.model, optimum.bound
    )


def _favouring(case: Case, favoured: Collection[str], **how: Any) -> Model:
    """The case's program, in which money from favoured channels counts as cheaper by a hair."""
    model = build_model(case.situation, case.market, **how)
    model.levels["cost"] += [
        (variable, -FAVOUR) for channel_id, variable in _draws(model) if channel_id in favoured
    ]
    return model


def _draws(model: Model) -> Iterable[tuple[str, Any]]:
    """(channel, variable) of everything that may be drawn."""
    owner = {line.name: line.lender.channel_id for line in model.lines}
    yield from ((column.lender.channel_id, model.draw[column.name]) for column in model.columns)
    yield from ((owner[name], variable) for (name, _), variable in model.line_draw.items())


def _used(safe: Safe) -> frozenset[str]:
    """The channels that a plan draws from, or applies for to stand by."""
    model, optimum = safe.model, safe.optimum
    at = dict(zip(optimum.hot.names, optimum.values, strict=True))
    drawn = {channel_id for channel_id, variable in _draws(model) if at.get(variable.name, 0.0) > DRAWN}
    if model.standby:
        drawn |= {channel_id for channel_id, variable in model.apply.items() if at[variable.name] > 0.5}
    return frozenset(drawn)


def _beyond(best: Model, today: Model) -> set[str]:
    """The channels of the best market that set its constants: a dearer fee than any today, or a lower price."""
    found = {
        column.offer.channel_id for column in best.columns if 1 - column.proceeds > today.market_fee + FAVOUR
    }
    if today.situation.deposit:
        cheapest = min((offer.apr for offer in today.market.offers), default=1.0)
        found |= {offer.channel_id for offer in best.market.offers if offer.apr < cheapest - FAVOUR}
    return found


def worths(
    best: Case, waits: Mapping[str, tuple[str, ...]], fields: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """Fact → (yuan more left open, yuan more of cost) of the best plan without all channels that wait for it.

    Nothing must be whole in these programs: they say which question is decisive, not when to stop.
    """
    hot = HotModel(build_model(best.situation, best.market))
    cost, high = hot.costs["cost"], hot.high.copy()
    base = _open_and_cost(relaxed_levels(hot, cost))
    found: dict[str, tuple[float, float]] = {}
    by_closed: dict[frozenset[str], tuple[float, float]] = {}
    for name in fields:
        closed = frozenset(channel for channel in hot.model.use if name in waits.get(channel, ()))
        if closed not in by_closed:
            hot.high = high.copy()
            for channel in closed:
                hot.high[hot.column[hot.model.use[channel].name]] = 0.0
            missing, yuan = _open_and_cost(relaxed_levels(hot, cost))
            by_closed[closed] = (max(0.0, missing - base[0]), yuan - base[1])
        found[name] = by_closed[closed]
    return found


def _open_and_cost(levels: Mapping[str, float]) -> tuple[float, float]:
    return levels["shortfall"] + levels["unmet"], levels["cost"]


def _fields(waits: Mapping[str, tuple[str, ...]], channels: Collection[str]) -> tuple[str, ...]:
    """What these channels wait for."""
    return tuple(
        dict.fromkeys(name for channel, names in waits.items() if channel in channels for name in names)
    )


def _market(case: Case) -> tuple[Any, ...]:
    """Everything that may be drawn in a case."""
    return case.market.lenders, case.market.offers, case.market.asset_values, case.market.together


def _terms(case: Case, channels: frozenset[str]) -> tuple[Any, ...]:
    """Everything that a case says of these channels, as the program reads it."""
    market = case.market
    lenders = tuple(lender for lender in market.lenders if lender.channel_id in channels)
    pledges = {lender.pledge for lender in lenders}
    return (
        case.situation.gap,
        lenders,
        tuple(offer for offer in market.offers if offer.channel_id in channels),
        {name: value for name, value in market.asset_values.items() if name in pledges},
        tuple(row for row in market.together if channels & set(row[0])),
    )
