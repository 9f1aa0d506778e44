"""The model that the rules write to: variables by meaning, rows by name, the levels of the objective."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import Literal

import pulp

from fundmix.offers import Lender, Market
from fundmix.program.columns import DrawColumn, Line, column_name, draw_columns, draw_days, lines
from fundmix.program.early import EarlyColumn, early_uses, handovers, use_name
from fundmix.program.eves import Eve, eves_of
from fundmix.program.situation import Situation

Term = tuple[pulp.LpVariable, float]
MOVED = ("renew", "extend", "hardship")
"""What may be done with a debt that exists."""
LEVELS = ("shortfall", "unmet", "slack", "excess", "cost")
"""The objective, in order: each level is minimised while the ones before it are frozen."""


class Model:
    """One borrower's program in PuLP.

    ``standby``: a channel may be applied for without being used. ``known``: the program of what can be done after an
    outage that becomes known on this day; what is dated before it has been done (see ``outages``).

    Attributes:
        draw: yuan drawn, by column name. ``line_balance``, ``line_draw``, ``line_repay``: by (line name, period).
        cash, shortfall: by period. unmet: by slot name. pay: by (slot name, period), for needs that can wait.
        give: by (class of money, slot name). spare: by class, yuan of rounding that serve nothing.
        use: by channel. apply: the same with what is only applied for, to stand by. pick: by offer.
        slack: by outage, yuan that are missing in it beyond what the policy allows.
        ticket: by (channel, period). fee_ticket: by name of a draw.
        excess: by cap; ``ceilings``: the caps in yuan. below: by period, how far cash undercuts the minimum.
        watch: by (what moves, bound) of rule 8. early: yuan of a debt repaid early, by column. when: by period, whether
            any is; financed: by such a period, how much since the start; spared: by period, what old debts do not ask.
        left: by (debts, period, lender), whether all of them are repaid in whole by then; renew: by column.
        use_of: by early column, the use of cash that it is; early_uses: its period and the last day for its money.
        levels: the terms of each level of the objective; efforts: those of the cost that are no money. fewest: by name
            of a row ``fewest_``, the whole variables that it counts.
        chosen: the channels that are used, all of them and no other; None = any may be.
    """

    def __init__(
        self,
        situation: Situation,
        market: Market,
        *,
        exact: bool = False,
        standby: bool = False,
        known: dt.date | None = None,
        chosen: Collection[str] | None = None,
    ) -> None:
        self.situation, self.market, self.exact, self.chosen = situation, market, exact, chosen
        self.standby, self.known = standby, known
        self.problem = pulp.LpProblem("fundmix", pulp.LpMinimize)
        moved = {rule.moved_by for lender in market.lenders for rule in lender.moved_rules}
        self.early_columns = (
            *(column for column in situation.early if situation.is_worth(column, moved)),
            *handovers(situation.debts, market.offers, situation.grid),
        )
        found = early_uses(self.early_columns, draw_days(market), situation.grid)
        self.use_of = {name: use_name(use, situation.grid) for name, use in found.items()}
        self.early_uses = {use_name(use, situation.grid): use for use in sorted(set(found.values()))}
        self.columns = draw_columns(situation, market, self.early_uses)
        self.lines = lines(situation, market, self.early_uses)
        served = {column.lender.channel_id for column in self.columns} | {
            line.lender.channel_id for line in self.lines
        }
        self.lenders = tuple(lender for lender in market.lenders if lender.channel_id in served)
        self.levels: dict[str, list[Term]] = {level: [] for level in LEVELS}
        self.efforts: list[Term] = []
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
        self.apply: dict[str, pulp.LpVariable] = {}
        self.slack: dict[str, pulp.LpVariable] = {}
        self.pick: dict[str, pulp.LpVariable] = {}
        self.ticket: dict[tuple[str, int], pulp.LpVariable] = {}
        self.fee_ticket: dict[str, pulp.LpVariable] = {}
        self.excess: dict[str, pulp.LpVariable] = {}
        self.below: dict[int, pulp.LpVariable] = {}
        self.watch: dict[tuple[str, float], pulp.LpVariable] = {}
        self.early: dict[str, pulp.LpVariable] = {}
        self.when: dict[int, pulp.LpVariable] = {}
        self.spared: dict[int, pulp.LpVariable] = {}
        self.financed: dict[int, pulp.LpVariable] = {}
        self.left: dict[tuple[tuple[int, ...], int, str], pulp.LpVariable] = {}
        self.renew: dict[str, pulp.LpVariable] = {}
        self.fewest: dict[str, list[pulp.LpVariable]] = {}
        self.classes = money_classes(self.columns, self.lines)
        self.ceilings: dict[str, float] = {}
        self.names: set[str] = set()
        self.variables: dict[str, pulp.LpVariable] = {}

    def variable(
        self,
        name: str,
        high: float | None = None,
        *,
        low: float = 0,
        kind: Literal["Continuous", "Integer"] = "Continuous",
    ) -> pulp.LpVariable:
        """A new variable between ``low`` and ``high``; names are unique and kept by every solver."""
        name = self.unique(name)
        self.variables[name] = self.problem.add_variable(name, low, high, kind)
        return self.variables[name]

    def at_most(self, name: str, terms: Iterable[Term], bound: float) -> None:
        """Row ``name``: Σ coefficient · variable ≤ bound. A row without variables is not written."""
        kept = [term for term in terms if term[1]]
        if kept:
            self.problem.addConstraint(pulp.lpSum_vars_coefs(kept) <= bound, self.unique(name))

    def at_least(self, name: str, terms: Iterable[Term], bound: float) -> None:
        """Row ``name``: Σ coefficient · variable ≥ bound."""
        kept = [term for term in terms if term[1]]
        if kept:
            self.problem.addConstraint(pulp.lpSum_vars_coefs(kept) >= bound, self.unique(name))

    def equal(self, name: str, terms: Iterable[Term], bound: float) -> None:
        """Row ``name``: Σ coefficient · variable = bound."""
        kept = [term for term in terms if term[1]]
        self.problem.addConstraint(pulp.lpSum_vars_coefs(kept) == bound, self.unique(name))

    @cached_property
    def eves(self) -> dict[str, Eve]:
        """The days inside a period before which something must be paid without what comes from them on, by row."""
        return eves_of(self.situation, self.columns, self.lines)

    @cached_property
    def columns_of(self) -> dict[str, tuple[DrawColumn, ...]]:
        """Draw columns of new money by channel."""
        found: dict[str, list[DrawColumn]] = {lender.channel_id: [] for lender in self.lenders}
        for column in self.columns:
            if column.is_new:
                found[column.lender.channel_id].append(column)
        return {channel: tuple(columns) for channel, columns in found.items()}

    @cached_property
    def renewals(self) -> tuple[DrawColumn, ...]:
        """The columns that renew, extend or restructure a debt."""
        return tuple(column for column in self.columns if not column.is_new)

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
        early: dict[int, float] = {}
        for column in self.early_columns:
            early[column.number] = max(early.get(column.number, 0.0), column.most * column.paid)
        # a loan that repays a loan is drawn before the old one is gone
        rolls = any(use.startswith("payment_") for _, uses in self.classes for use in uses)
        return (self.situation.to_finance * (1 + rolls) + sum(early.values()) + fixed) / worst_fee * carry

    @cached_property
    def market_fee(self) -> float:
        """The dearest share that an unsecured offer takes before payout; it grosses up the base of rule 4."""
        unsecured = {lender.channel_id for lender in self.lenders if lender.pledge is None}
        taken = [1 - column.proceeds for column in self.columns if column.offer.channel_id in unsecured]
        return max(0.0, *taken, 0.0)

    def borne(self, period: int) -> float:
        """Debt service of ``period`` that stands whatever the income is, beside the existing debts'; yuan."""
        return 0.0

    def last_draw(self, lender: Lender) -> int:
        """The last period in which the lender pays out new money; −1 when it never does."""
        found = [column.period for column in self.columns_of[lender.channel_id]]
        found += [period for line in self.lines_of[lender.channel_id] for period in line.draw_periods]
        return max(found, default=-1)

    def offers_of(self, channel_id: str) -> tuple[str, ...]:
        """The offers of new money of a channel that can be drawn, in the catalog's order."""
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

    def freed_at(self, lender: Lender, period: int) -> tuple[list[Term], float]:
        """What early repayment frees of a lender's limit in ``period``, as terms with −1, and the most that it can.

        Nothing when the lender has cut its limit below the balance: it will not lend again what it is paid back.
        """
        owed = self.situation.owed.get(lender.channel_id)
        if owed is None or float(owed[period]) > lender.limit:
            return [], 0.0
        terms = self.freed(period, lambda column: column.debt.channel_id == lender.channel_id, -1.0)
        return terms, float(owed[period]) if terms else 0.0

    def most_room(self, lender: Lender, period: int) -> float:
        """The room of :meth:`room` when everything that may be repaid early is."""
        return min(self.room(lender, period) + self.freed_at(lender, period)[1], self.bound)

    def repaid_by(self, numbers: tuple[int, ...], period: int, lender: str = "") -> pulp.LpVariable | None:
        """1 only if all these debts are repaid in whole by the end of ``period``; None when they cannot be.

        ``left[d,t] ≤ Σ_{s≤t} early[d,s] / balance[d,s]``, ``left`` 0 or 1; a ``lender`` that lends anew has not left:
        ``left + use[lender] ≤ 1``.
        """
        key = (numbers, period, lender)
        if key in self.left:
            return self.left[key]
        parts = {
            number: [
                (self.early[column.name], -1.0 / column.most)
                for column in self.early_columns
                if column.number == number and column.offer is None and column.period <= period
            ]
            for number in numbers
        }
        if not all(parts.values()):
            return None
        name = column_name("left", lender or "debt", *numbers, period)
        left = self.left[key] = self.variable(name, 1, kind="Integer")
        for number, shares in parts.items():
            self.at_most(f"{name}_{number}", [(left, 1.0), *shares], 0.0)
        if lender in self.use:
            self.at_most(f"{name}_lends", [(left, 1.0), (self.use[lender], 1.0)], 1.0)
        return left

    def lenders_left(self, period: int, weight: float, *, online: bool = False) -> list[Term]:
        """The lenders all of whose debts are repaid in whole by ``period``, as terms; ``online``: only such ones."""
        owed: dict[str, list[int]] = {}
        for number, debt in enumerate(self.situation.debts):
            if debt.channel is not None and (debt.channel.online_lender or not online):
                owed.setdefault(debt.channel.channel_id, []).append(number)
        left = [self.repaid_by(tuple(numbers), period, lender) for lender, numbers in owed.items()]
        return [(variable, weight) for variable in left if variable is not None]

    def outstanding(
        self, lender: Lender, period: int, weight: float = 1.0, *, moved: Collection[str] = MOVED
    ) -> list[Term]:
        """New balance of a lender after ``period``, as terms; ``moved``: the kinds of renewals that count.

        What is renewed counts from the period after: in its own the old balance still does.
        """
        terms = [
            (self.draw[column.name], weight * owed)
            for column in self.renewals
            if column.lender is lender
            and column.offer.use in moved
            and column.period < period
            and (owed := column.outstanding(period))
        ]
        terms += [
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

    def freed(
        self,
        period: int,
        counts: Callable[[EarlyColumn], bool],
        weight: float = 1.0,
        *,
        at_once: bool = False,
    ) -> list[Term]:
        """What is no longer owed in ``period`` of the debts that count, because it was repaid early, as terms.

        ``at_once``: in the period of the repayment itself as well.
        """
        return [
            (self.early[column.name], weight * (gone or 1.0))
            for column in self.early_columns
            if counts(column)
            and (
                (gone := column.at(column.gone, period))
                or (at_once and column.offer is None and column.period == period)
            )
        ]

    def relief(self, period: int, weight: float = 1.0) -> list[Term]:
        """What existing debts no longer ask for in ``period`` because they were repaid early, as terms."""
        return [(self.spared[period], weight)] if period in self.spared else []

    def financed_early(self, period: int, weight: float = 1.0) -> list[Term]:
        """What was repaid early by the end of ``period``, as terms; what is taken over is financed as before."""
        before = [first for first in self.financed if first <= period]
        return [(self.financed[before[-1]], weight)] if before else []

    def repaid_early(self, period: int, weight: float = 1.0) -> list[Term]:
        """What is repaid early in ``period``, fee and interest included, as terms."""
        return [
            (self.early[column.name], weight * column.paid)
            for column in self.early_columns
            if column.period == period
        ]

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

    def unique(self, name: str) -> str:
        """The name as the solver sees it; no two rows or variables share one."""
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
