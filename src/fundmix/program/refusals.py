"""What the best plan costs with those lenders alone that say yes: one program, re-solved hot per set of lenders.

Who refuses is known before the first draw. The plan that is then made is the one that costs least when a missing yuan
has a price: cost of loans, less what is saved on old ones, plus ``price · (unmet + shortfall)``, plus effort per draw,
which chooses but is no cost.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from fundmix.errors import NotProvenError
from fundmix.loans import Floats
from fundmix.program.hot import SMALL, HotModel
from fundmix.program.model import Model, Term

LEAST_SECONDS = 1.0
"""Seconds that one set of lenders may take at least, however little time is left."""
SHARE_OF_TIME = 0.3
"""Share of the time left that one set may take."""


@dataclass(frozen=True)
class Yield:
    """The plan of one set of lenders.

    Attributes:
        cost: what its loans cost, less what is saved on old ones, yuan; nominal.
        missing: yuan of needs, payments and losses without a source.
        choosing: what was made least: cost, missing yuan at their price, effort per draw.
        bound: what no plan of these lenders undercuts.
        used: the lenders that it draws from.
    """

    cost: float
    missing: float
    choosing: float
    bound: float
    used: frozenset[str]


@dataclass(frozen=True)
class Slope:
    """A lower bound on ``choosing`` for every set of lenders: ``constant + Σ slope of those that say yes``."""

    constant: float
    slopes: dict[str, float]


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
        self.hot, self.gap, self.deadline = HotModel(model), gap, deadline
        self.lenders = tuple(lender.channel_id for lender in model.lenders)
        self.cost = self._vector(nominal_cost(model))
        missing: list[Term] = [(variable, 1.0) for variable in (*model.unmet.values(), *model.shortfall)]
        self.missing = self._vector(missing)
        efforts = (*model.ticket.values(), *model.when.values(), *model.renew.values())
        effort = self._vector([(one, model.situation.policy.effort_per_draw) for one in efforts])
        self.choosing = self.cost + price * self.missing + effort
        self._found: dict[frozenset[str], Yield] = {}
        self._slopes: dict[frozenset[str], Slope] = {}

    def _vector(self, terms: Iterable[Term]) -> Floats:
        """Terms as one coefficient per column; a variable that no row uses has no column."""
        vector = 0.0 * self.hot.costs["cost"]
        for variable, coefficient in terms:
            if variable.name in self.hot.column:
                vector[self.hot.column[variable.name]] += coefficient
        return vector

    def of(self, approved: frozenset[str]) -> Yield:
        """The best plan with these lenders alone.

        Raises:
            NotProvenError: ``plan_not_found``, when there is no plan in time.
        """
        if approved not in self._found:
            self._found[approved] = self._solve(approved)
        return self._found[approved]

    def slope(self, approved: frozenset[str]) -> Slope:
        """The bound that the relaxation gives, tight for these lenders where nothing must be whole."""
        if approved not in self._slopes:
            self._slopes[approved] = self._relax(approved)
        return self._slopes[approved]

    def _solve(self, approved: frozenset[str]) -> Yield:
        hot = self.hot
        self._open(approved)
        hot.restore()
        seconds = max(LEAST_SECONDS, SHARE_OF_TIME * (self.deadline - time.monotonic()))
        gap, gap_yuan = self.gap
        if not hot.minimise(self.choosing, seconds=min(seconds, 1e6), gap=gap, gap_yuan=gap_yuan):
            raise NotProvenError("plan_not_found")
        values, info = hot.values(), hot.highs.getInfo()
        choosing = float(self.choosing @ values)
        bound = float(info.mip_dual_bound) if len(hot.whole) else choosing
        use = {channel: values[hot.column[hot.model.use[channel].name]] for channel in approved}
        return Yield(
            cost=float(self.cost @ values),
            missing=max(0.0, float(self.missing @ values)),
            choosing=choosing,
            bound=min(choosing, bound),
            used=frozenset(channel for channel, used in use.items() if used > SMALL),
        )

    def _relax(self, approved: frozenset[str]) -> Slope:
        """Duals of the relaxation: a lender that says no has its use held at 0, and the price of that is its slope."""
        hot = self.hot
        self._open(approved)
        hot.relax()
        if not hot.minimise(self.choosing, seconds=LEAST_SECONDS) or not hot.is_optimal:
            hot.highs.clearSolver()
            if not hot.minimise(self.choosing, seconds=10 * LEAST_SECONDS) or not hot.is_optimal:
                raise NotProvenError("plan_not_found")
        value = float(hot.highs.getInfo().objective_function_value)
        duals = hot.highs.getSolution().col_dual
        # a dual above 0 holds the use at its lower bound, which stays
        slopes = {
            channel: min(0.0, float(duals[hot.column[hot.model.use[channel].name]]))
            for channel in self.lenders
        }
        return Slope(value - sum(slopes[channel] for channel in approved), slopes)

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
