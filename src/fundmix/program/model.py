"""The model that the rules write to: variables by meaning, rows by name, four levels of objective."""

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import pulp

from fundmix.offers import Lender, Market
from fundmix.program.columns import DrawColumn, Line, column_name, draw_columns, lines
from fundmix.program.situation import Situation

Term = tuple[pulp.LpVariable, float]
LEVELS = ("shortfall", "unmet", "excess", "cost")
"""The objective, in order: each level is minimised while the ones before it are frozen."""


class Model:
    """One borrower's program in PuLP.

    Attributes:
        draw: yuan drawn, by column name. ``line_balance``, ``line_draw``, ``line_repay``: by (line name, period).
        cash, shortfall: by period. unmet: by slot name. pay: by (slot name, period), for needs that can wait.
        give: by (class of money, slot name). spare: by class, yuan of rounding that serve nothing.
        use: by channel. pick: by offer. ticket: by (channel, period). fee_ticket: by name of a draw.
        excess: by cap; ``ceilings``: the caps in yuan. below: by period, how far cash undercuts the minimum.
        watch: by (what moves, bound) of rule 8. levels: the terms of each level of the objective.
        fewest: by name of a row ``fewest_``, the whole variables that it counts.
    """

    def __init__(self, situation: Situation, market: Market, *, exact: bool = False) -> None:
        self.situation, self.market, self.exact = situation, market, exact
        self.problem = pulp.LpProblem("fundmix", pulp.LpMinimize)
        self.columns = draw_columns(situation, market)
        self.lines = lines(situation, market)
        served = {column.lender.channel_id for column in self.columns} | {
            line.lender.channel_id for line in self.lines
        }
        self.lenders = tuple(lender for lender in market.lenders if lender.channel_id in served)
        self.levels: dict[str, list[Term]] = {level: [] for level in LEVELS}
        self.draw: dict[str, pulp.LpVariable] = {}
        self.line_balance: dict[tuple[str, int], pulp.LpVariable] = {}
        self.line_draw: dict[tuple[str, int], pulp.LpVariable] = {}
        self.line_repay: dict[tuple[str, int], pulp.LpVariable] = {}
        self.cash: list[pulp.LpVariable] = []
        self.shortfall: list[pulp.LpVariable] = []
        self.unmet: dict[str, pulp.LpVariable] = {}
        self.pay: dict[tuple[str, int], pulp.LpVariable] = {}
        self.give: dict[tuple[int, str], pulp.LpVariable] = {}
        self.spare: dict[int, pulp.LpVariable] = {}
        self.use: dict[str, pulp.LpVariable] = {}
        self.pick: dict[str, pulp.LpVariable] = {}
        self.ticket: dict[tuple[str, int], pulp.LpVariable] = {}
        self.fee_ticket: dict[str, pulp.LpVariable] = {}
        self.excess: dict[str, pulp.LpVariable] = {}
        self.below: dict[int, pulp.LpVariable] = {}
        self.watch: dict[tuple[str, float], pulp.LpVariable] = {}
        self.fewest: dict[str, list[pulp.LpVariable]] = {}
        self.classes = money_classes(self.columns, self.lines)
        self.ceilings: dict[str, float] = {}
        self.names: set[str] = set()

    def variable(
        self,
        name: str,
        high: float | None = None,
        *,
        low: float = 0,
        kind: Literal["Continuous", "Integer"] = "Continuous",
    ) -> pulp.LpVariable:
        """A new variable between ``low`` and ``high``; names are unique and kept by every solver."""
        return self.problem.add_variable(self._unique(name), low, high, kind)

    def at_most(self, name: str, terms: Iterable[Term], bound: float) -> None:
        """Row ``name``: Σ coefficient · variable ≤ bound. A row without variables is not written."""
        kept = [term for term in terms if term[1]]
        if kept:
            self.problem.addConstraint(pulp.lpSum_vars_coefs(kept) <= bound, self._unique(name))

    def at_least(self, name: str, terms: Iterable[Term], bound: float) -> None:
        """Row ``name``: Σ coefficient · variable ≥ bound."""
        kept = [term for term in terms if term[1]]
        if kept:
            self.problem.addConstraint(pulp.lpSum_vars_coefs(kept) >= bound, self._unique(name))

    def equal(self, name: str, terms: Iterable[Term], bound: float) -> None:
        """Row ``name``: Σ coefficient · variable = bound."""
        kept = [term for term in terms if term[1]]
        self.problem.addConstraint(pulp.lpSum_vars_coefs(kept) == bound, self._unique(name))

    @cached_property
    def columns_of(self) -> dict[str, tuple[DrawColumn, ...]]:
        """Draw columns by channel."""
        found: dict[str, list[DrawColumn]] = {lender.channel_id: [] for lender in self.lenders}
        for column in self.columns:
            found[column.lender.channel_id].append(column)
        return {channel: tuple(columns) for channel, columns in found.items()}

    @cached_property
    def lines_of(self) -> dict[str, tuple[Line, ...]]:
        """Lines by channel."""
        return {
            lender.channel_id: tuple(
                line for line in self.lines if line.lender.channel_id == lender.channel_id
            )
            for lender in self.lenders
        }

    @cached_property
    def bound(self) -> float:
        """The only big-M: all needs, losses and existing payments, grossed up by the worst fee and carry."""
        net = [column.proceeds - column.offer.terms.retained_balance_rate for column in self.columns]
        worst_fee = min([share for share in net if share > 0.05], default=1.0)
        dearest = max((offer.apr for offer in self.market.offers), default=0.0)
        carry = 1 + dearest * (self.situation.draw_until + 2) / self.situation.grid.per_year
        fixed = max((offer.terms.fixed_fee for offer in self.market.offers), default=0.0)
        return (self.situation.to_finance + fixed) / worst_fee * carry

    @cached_property
    def market_fee(self) -> float:
        """The dearest share that an unsecured offer takes before payout; it grosses up the base of rule 4."""
        unsecured = {lender.channel_id for lender in self.lenders if lender.pledge is None}
        taken = [1 - column.proceeds for column in self.columns if column.offer.channel_id in unsecured]
        return max(0.0, *taken, 0.0)

    def offers_of(self, channel_id: str) -> tuple[str, ...]:
        """The offers of a channel that can be drawn, in the catalog's order."""
        named = [column.offer.offer_id for column in self.columns_of[channel_id]]
        return tuple(dict.fromkeys(named + [line.offer.offer_id for line in self.lines_of[channel_id]]))

    def room(self, lender: Lender, period: int) -> float:
        """New balance that the lender would allow in ``period``: limit less what is owed, and not above big-M."""
        owed = self.situation.owed.get(lender.channel_id)
        already = float(owed[period]) if owed is not None else 0.0
        limits = [lender.limit - already]
        limits += [
            yuan - already
            for index, measure, yuan in lender.availability
            if (index, measure) == (period, "outstanding")
        ]
        return max(0.0, min(*limits, self.bound))

    def outstanding(self, lender: Lender, period: int, weight: float = 1.0) -> list[Term]:
        """New balance of a lender after ``period``, as terms."""
        terms = [
            (self.draw[column.name], weight * owed)
            for column in self.columns_of[lender.channel_id]
            if (owed := column.outstanding(period))
        ]
        terms += [
            (self.line_balance[line.name, period], weight)
            for line in self.lines_of[lender.channel_id]
            if (line.name, period) in self.line_balance
        ]
        return terms

    def payments(self, period: int, weight: float = 1.0) -> list[Term]:
        """What new loans ask for in ``period``: principal, interest and fees, as terms."""
        terms: list[Term] = []
        for column in self.columns:
            index = period - column.period
            if 0 < index < len(column.payment):
                terms.append((self.draw[column.name], weight * float(column.payment[index])))
        for line in self.lines:
            terms += [(variable, weight * amount) for variable, amount in self.line_payment(line, period)]
        return terms

    def proceeds(self, period: int, weight: float = 1.0) -> list[Term]:
        """What new loans bring in ``period``, after everything that is taken first, as terms."""
        terms: list[Term] = []
        for column in self.columns:
            if column.period == period:
                terms.append((self.draw[column.name], weight * column.proceeds))
                if column.name in self.fee_ticket:
                    terms.append((self.fee_ticket[column.name], -weight * column.offer.terms.fixed_fee))
        for line in self.lines:
            if (line.name, period) in self.line_draw:
                terms.append(
                    (self.line_draw[line.name, period], weight * (1 - line.offer.terms.upfront_fee_rate))
                )
                fee = self.fee_ticket.get(self.line_draw[line.name, period].name)
                if fee is not None:
                    terms.append((fee, -weight * line.offer.terms.fixed_fee))
        return terms

    def line_payment(self, line: Line, period: int) -> list[Term]:
        """Interest and fee on the balance of the period before, and what is repaid."""
        terms: list[Term] = []
        conditions = line.offer.terms
        if (line.name, period - 1) in self.line_balance:
            price = float(line.interest[period - line.first]) + (
                0 if conditions.fee_first else conditions.period_fee_rate
            )
            terms.append((self.line_balance[line.name, period - 1], price))
        if conditions.fee_first and (line.name, period) in self.line_balance:
            terms.append((self.line_balance[line.name, period], conditions.period_fee_rate))
        if (line.name, period) in self.line_repay:
            terms.append((self.line_repay[line.name, period], 1.0))
        return terms

    def _unique(self, name: str) -> str:
        name = column_name(name)
        if name in self.names:
            raise AssertionError(f"two rows or variables are named {name}")
        self.names.add(name)
        return name


def money_classes(
    columns: tuple[DrawColumn, ...], lines: tuple[Line, ...]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Money that comes in the same period and may serve the same uses is one class: (period, uses)."""
    found = [(column.period, column.outlets) for column in columns]
    found += [
        (period, uses)
        for line in lines
        for period, uses in line.outlets.items()
        if period in line.draw_periods
    ]
    return tuple(dict.fromkeys(found))
