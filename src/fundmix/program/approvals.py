"""What the best plan costs with those lenders alone that say yes: one program, re-solved hot per set of lenders.

Who refuses is known before the first draw. The plan that is then made is the one that costs least when a missing yuan
has a price: cost of loans, less what is saved on old ones, plus ``price · (unmet + shortfall)``. Effort per draw does
not choose here: it would hide behind a handful of yuan what the refusals themselves cost.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import inf

from fundmix.errors import NotProvenError
from fundmix.loans import Floats
from fundmix.program.hot import SMALL, HotModel
from fundmix.program.model import Model, Term
from fundmix.program.outages import missing

LEAST_SECONDS, FIRST_SECONDS = 0.2, 10.0
"""Seconds that a set of lenders may take however little time is left, with a plan to begin with and without one."""
SHARE_OF_TIME = 0.1
"""Share of the time left that one set may take."""


@dataclass(frozen=True)
class Yield:
    """The plan of one set of lenders.

    Attributes:
        cost: what its loans cost, less what is saved on old ones, yuan; nominal.
        missing: yuan of needs, payments and losses without a source.
        total: what was made least: the cost, and missing yuan at their price.
        bound: what no plan of these lenders undercuts.
        used: the lenders that it draws from.
        among: the lenders that it is the best plan of; every set between ``used`` and these has the same plan.
        values: one per column of the program.
    """

    cost: float
    missing: float
    total: float
    bound: float
    used: frozenset[str]
    among: frozenset[str]
    values: Floats = field(repr=False, compare=False)


@dataclass(frozen=True)
class Slope:
    """A lower bound on ``total`` for every set of lenders: ``constant + Σ slope of those that say yes``."""

    constant: float
    slopes: dict[str, float]
    used: frozenset[str]
    among: frozenset[str]

    def at(self, approved: Iterable[str]) -> float:
        """The bound for a set of lenders."""
        return self.constant + sum(self.slopes[channel] for channel in approved)


class Answers:
    """The program of one borrower, hot, and what it yields for each set of lenders that says yes.

    Args:
        model: the program, in the policy that holds once somebody has refused.
        price: what a missing yuan counts as, yuan.
        gap: relative gap to prove, and the same in yuan.
        deadline: when to stop (monotonic clock); a set that is not solved by then has a bound below its figure.
    """

    def __init__(
        self, model: Model, price: float, gap: tuple[float, float] = (0.0, SMALL), deadline: float = inf
    ) -> None:
        self.hot, self.price, self.gap, self.deadline = HotModel(model), price, gap, deadline
        self.lenders = tuple(lender.channel_id for lender in model.lenders)
        self.cost = self.hot.vector(nominal_cost(model))
        self.missing = self.hot.vector(missing(model))
        self.whole_cost = self.cost + price * self.missing
        self._found: dict[frozenset[str], Yield] = {}
        self._solved: list[Yield] = []
        self._slopes: dict[frozenset[str], Slope] = {}
        self._relaxed: list[Slope] = []
        self.drawn = _draws(model)

    def of(self, approved: frozenset[str]) -> Yield:
        """The best plan with these lenders alone.

        Raises:
            NotProvenError: ``plan_not_found``, when there is no plan in time.
        """
        found = self._found.get(approved)
        if found is None or not self._closed(found):
            found = self._known(approved)
            if approved not in self._found and not (found and self._closed(found)):
                # without any lender there is always a plan, and where every other search can begin
                begin = found or (self.of(frozenset()) if approved else None)
                self._solved.append(self._solve(approved, begin))
                found = self._known(approved)
            assert found is not None
            self._found[approved] = found
        return found

    def _closed(self, found: Yield) -> bool:
        """Whether nothing is left to find."""
        return found.total - found.bound <= self.gap[1]

    def slope(self, approved: frozenset[str]) -> Slope:
        """The bound that the relaxation gives, tight for these lenders where nothing must be whole."""
        if approved not in self._slopes:
            known = (one for one in self._relaxed if one.used <= approved <= one.among)
            found = next(known, None)
            if found is None:
                found = self._relax(approved)
                self._relaxed.append(found)
            self._slopes[approved] = found
        return self._slopes[approved]

    def _known(self, approved: frozenset[str]) -> Yield | None:
        """What solved sets say of this one: more lenders never make a plan dearer. None when none of them is in it."""
        plan = min(
            (one for one in self._solved if one.used <= approved), key=lambda one: one.total, default=None
        )
        above = max(
            (one for one in self._solved if approved <= one.among), key=lambda one: one.bound, default=None
        )
        if plan is None:
            return None
        known = replace(plan, bound=min(plan.total, above.bound) if above else -inf, among=approved)
        return replace(known, among=above.among) if above and self._closed(known) else known

    def _solve(self, approved: frozenset[str], known: Yield | None) -> Yield:
        """The best plan that the search finds in its time, beginning from one that is known."""
        hot = self.hot
        self._open(approved)
        hot.restore()
        seconds = SHARE_OF_TIME * min(1e6, self.deadline - time.monotonic())
        least = LEAST_SECONDS if known else FIRST_SECONDS
        gap, gap_yuan = self.gap
        start = known.values if known else None
        if not hot.minimise(
            self.whole_cost, seconds=max(least, seconds), gap=gap, gap_yuan=gap_yuan, start=start
        ):
            if known is None:
                raise NotProvenError("plan_not_found")
            return replace(known, bound=min(known.total, self._lower(approved, -inf)), among=approved)
        values, info = hot.values(), hot.highs.getInfo()
        total = float(self.whole_cost @ values)
        bound = float(info.mip_dual_bound) if len(hot.whole) else total
        return Yield(
            cost=float(self.cost @ values),
            missing=max(0.0, float(self.missing @ values)),
            total=total,
            bound=min(total, self._lower(approved, bound)),
            used=self._used(values),
            among=approved,
            values=values,
        )

    def _lower(self, approved: frozenset[str], bound: float) -> float:
        """The best lower bound: of the search, of sets with more lenders, of the relaxation."""
        above = [one.bound for one in self._solved if approved <= one.among]
        return max(bound, self.slope(approved).at(approved), *above)

    def _relax(self, approved: frozenset[str]) -> Slope:
        """Duals of the relaxation: a lender that says no has its use held at 0, and the price of that is its slope."""
        hot = self.hot
        self._open(approved)
        hot.relax()
        if not hot.minimise(self.whole_cost, seconds=FIRST_SECONDS) or not hot.is_optimal:
            hot.highs.clearSolver()
            if not hot.minimise(self.whole_cost, seconds=FIRST_SECONDS) or not hot.is_optimal:
                raise NotProvenError("plan_not_found")
        value, values = float(hot.highs.getInfo().objective_function_value), hot.values()
        duals = hot.highs.getSolution().col_dual
        # a dual above 0 holds the use at its lower bound, which stays
        slopes = {
            channel: min(0.0, float(duals[hot.column[hot.model.use[channel].name]]))
            for channel in self.lenders
        }
        constant = value - sum(slopes[channel] for channel in approved)
        used = frozenset(
            channel for channel in approved if values[hot.column[hot.model.use[channel].name]] > SMALL
        )
        return Slope(constant, slopes, used, approved)

    def _used(self, values: Floats) -> frozenset[str]:
        """The lenders that pay out something; a use without a draw costs nothing and may be left out."""
        return frozenset(
            channel
            for channel, names in self.drawn.items()
            if any(values[self.hot.column[name]] > SMALL for name in names if name in self.hot.column)
        )

    def _open(self, approved: frozenset[str]) -> None:
        """Let these lenders be used, and no other; one that the policy requires is not forced once it refuses."""
        uses = [self.hot.model.use[channel].name for channel in self.lenders]
        self.hot.bounds(uses, [0.0] * len(uses), [float(channel in approved) for channel in self.lenders])


def nominal_cost(model: Model) -> list[Term]:
    """Payments less proceeds of new loans, not discounted, and what early repayments pay less what they spare."""
    terms: list[Term] = []
    for period in range(model.situation.periods):
        terms += [*model.payments(period), *model.proceeds(period, -1.0)]
    terms += [
        (model.early[column.name], column.paid - float(column.relief.sum())) for column in model.early_columns
    ]
    return terms


def _draws(model: Model) -> dict[str, list[str]]:
    """The names of all draws and renewals of each lender."""
    names: dict[str, list[str]] = {lender.channel_id: [] for lender in model.lenders}
    for column in model.columns:
        names[column.lender.channel_id].append(model.draw[column.name].name)
    lenders = {line.name: line.lender.channel_id for line in model.lines}
    for (line, _), drawn in model.line_draw.items():
        names[lenders[line]].append(drawn.name)
    return names
