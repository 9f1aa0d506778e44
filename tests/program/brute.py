"""A second program for small cases, in cash alone: every choice of months and of whole repayments is tried in turn.

It shares nothing with ``fundmix.program``: the old debts come from ``tests.loans.remaining``, new loans from their
textbook formulas, and each choice is a small linear program written out below. Months begin on the first, lenders pay
out on the first, one offer a lender, no losses.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

import highspy
import numpy as np
from tests.cases import START, Story
from tests.loans.remaining import Remaining, remaining

NONE, LENT, OWN = "none", "lent", "own"
"""What a month may do: repay nothing early, repay out of loans alone, repay out of own cash too."""
SLACK = 1e-4
"""Yuan by which a level may give way to the next."""

Figures = tuple[float, float, float]
"""Shortfall and unmet as the levels weigh them, then cost and effort."""


def month_of(day: Any) -> int:
    """Months since January 2027."""
    when = day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
    return (when.year - START.year) * 12 + when.month - START.month


@dataclass(frozen=True)
class Way:
    """One debt repaid early on one of its days, as shares of what is left then.

    Attributes:
        paid: yuan paid for all of it. spared: what later months no longer ask, per month; saved: their interest less
            the interest paid now. owed: yuan left.
    """

    debt: int
    month: int
    paid: float
    fee: float
    spared: dict[int, float]
    saved: float
    owed: float


@dataclass(frozen=True)
class Flaw:
    """A mistake put in on purpose, to see that it would be noticed."""

    fee: float = 0.0
    relief: float = 1.0
    interest: float = 1.0


@dataclass
class Brute:
    """All choices of one story, each worked out; ``least_saving``: yuan that a way must save in whole to be one."""

    story: Story
    flaw: Flaw = field(default_factory=Flaw)
    least_saving: float = 0.0

    def __post_init__(self) -> None:
        policy, cash = self.story.policy, self.story.cash
        assert policy.draw_until is not None
        self.last = policy.draw_until
        self.effort, self.reserve_months = policy.effort_per_draw, policy.reserve_months
        self.deposit = cash.get("deposit_rate", 0) / 12
        ends = [self.last + int(row["term_months"]) for row in self.story.channels]
        self.months = 1 + max([self.last + 1, *(month_of(row["date"]) for row in self.story.needs), *ends])
        self.factor = 1 / (1 + self.deposit)  # no lender here is cheaper than a deposit
        self.debts: list[Remaining] = [remaining(row) for row in self.story.debts]

    @cached_property
    def ways(self) -> list[Way]:
        """Every way to repay a debt early that saves something and whose fee is known."""
        found = []
        for number, (row, debt) in enumerate(zip(self.story.debts, self.debts, strict=True)):
            fee = self.fee_of(row)
            for day, (balance, accrued) in debt.moments.items():
                if fee is None or month_of(day) > self.last:
                    continue
                later = [due for due in debt.dues if due.day > day]
                now = float(balance * accrued) * self.flaw.interest
                saved = float(sum(due.interest for due in later)) - now
                if saved - fee * float(balance) <= self.least_saving:
                    continue
                spared: dict[int, float] = {}
                for due in later:
                    month = month_of(due.day)
                    spared[month] = spared.get(month, 0.0) + float(due.payment) * self.flaw.relief
                charged = (fee + self.flaw.fee) * float(balance)
                paid = float(balance) + charged + now
                found.append(Way(number, month_of(day), paid, charged, spared, saved, float(balance)))
        return found

    def fee_of(self, row: Any) -> float | None:
        """The debt's own fee, else its lender's."""
        if "prepay_fee_rate" in row or "channel_id" not in row:
            return _share(row.get("prepay_fee_rate"))
        named = [one for one in self.story.channels if one["channel_id"] == row["channel_id"]]
        return _share(named[0].get("prepay_fee_rate"))

    def asked(self, month: int) -> float:
        """What the old contracts ask in a month."""
        dues = [due for debt in self.debts for due in debt.dues if month_of(due.day) == month]
        return float(sum(due.payment for due in dues))

    def owed_to(self, channel_id: str, month: int) -> float:
        """What the old contracts owe a lender at the beginning of a month."""
        pairs = [
            one for row, one in zip(self.story.debts, self.debts, strict=True) if row.get("channel_id") == channel_id
        ]  # fmt: skip
        return sum(float(_at(debt, month)) for debt in pairs)

    def reserve(self, month: int) -> float:
        """Old debt service of the months after: instalments and interest, without what is repaid in one sum."""
        total = 0.0
        for row, debt in zip(self.story.debts, self.debts, strict=True):
            for due in debt.dues:
                if month < month_of(due.day) <= month + self.reserve_months and row["repayment"] != "bullet":
                    total += float(due.interest if row["repayment"] == "interest_only" else due.payment)
        return total

    def best(self) -> Figures:
        """The best of all choices of months, the amounts left free."""
        program = Program(self)
        return _least(program.solve(choice) for choice in self.choices())

    def choices(self) -> Iterator[tuple[str, ...]]:
        """Nothing, from loans, or from own cash, month by month."""
        some = {way.month for way in self.ways}
        states = (NONE, LENT, OWN) if self.reserve_months else (NONE, OWN)
        yield from product(*(states if month in some else (NONE,) for month in range(self.last + 1)))

    def best_of_wholes(self) -> Figures:
        """The best of all subsets of debts, each repaid in whole on one of its days, or left as it is."""
        program = Program(self)
        by_debt = [[None, *(w for w in self.ways if w.debt == number)] for number in range(len(self.debts))]
        found = []
        for chosen in product(*by_debt):
            wholes = [way for way in chosen if way is not None]
            used = {way.month for way in wholes}
            states = (LENT, OWN) if self.reserve_months else (OWN,)
            for choice in product(*(states if m in used else (NONE,) for m in range(self.last + 1))):
                found.append(program.solve(choice, wholes))
        return _least(found)


def _share(value: Any) -> float | None:
    return None if value is None else float(value)


def _at(debt: Remaining, month: int) -> Any:
    """What is owed at the beginning of a month."""
    return next((due.balance for due in reversed(debt.dues) if month_of(due.day) < month), debt.owed)


def _least(found: Any) -> Figures:
    """The first in their order: shortfall, then unmet, then cost, as far apart as the levels give way."""
    best: Figures | None = None
    for one in found:
        if one is None:
            continue
        if best is None:
            best = one
            continue
        for mine, other in zip(one, best, strict=True):
            if abs(mine - other) > 2 * SLACK:
                best = one if mine < other else best
                break
    assert best is not None
    return best


def payments(row: Any) -> list[float]:
    """What a new loan of one yuan asks month after month, first month first."""
    months, rate = int(row["term_months"]), row["rate"] / 12
    if row["repayment"] == "bullet":
        return [0.0] * (months - 1) + [1 + rate * months]
    if row["repayment"] == "interest_only":
        return [rate] * (months - 1) + [1 + rate]
    return [rate / (1 - (1 + rate) ** -months)] * months


def balances(row: Any) -> list[float]:
    """What it owes, from the month of its payout on."""
    months, rate = int(row["term_months"]), row["rate"] / 12
    if row["repayment"] != "annuity":
        return [1.0] * months
    level = rate / (1 - (1 + rate) ** -months)
    owed = [1.0]
    for _ in range(months - 1):
        owed.append(owed[-1] * (1 + rate) - level)
    return owed


class Program:
    """The months in cash, as a linear program whose early repayments are opened and shut by bounds."""

    def __init__(self, brute: Brute) -> None:
        self.brute, self.story = brute, brute.story
        self.solver = highspy.Highs()
        self.solver.silent()
        self.months = range(brute.months)
        self.cash = [self._new() for _ in self.months]
        self.asked = [brute.asked(month) for month in self.months]
        self.short = [self._new(asked) for asked in self.asked]
        self.unmet = [self._new(row["amount"]) for row in self.story.needs]
        self.part = [self._new(1.0) for _ in brute.ways]
        self._lend()
        self._books()
        self._limits()
        self._uses()
        self._repayments()
        if brute.reserve_months:
            self._reserves()
        self.objectives = self._objectives()
        self.frozen = [self._row(terms, high=np.inf) for terms in self.objectives[:2]]

    def _new(self, high: float = np.inf, *, whole: bool = False) -> int:
        self.solver.addVar(0.0, high)
        index: int = self.solver.getNumCol() - 1
        if whole:
            self.solver.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        return index

    def _row(self, terms: dict[int, float], low: float = -np.inf, high: float = 0.0) -> int:
        self.solver.addRow(
            low, high, len(terms), np.array(list(terms), np.int32), np.array(list(terms.values()))
        )
        return int(self.solver.getNumRow()) - 1

    def _lend(self) -> None:
        """Draws in each month, and the uses that each may serve: this month's and the next one's."""
        self.draw: dict[tuple[int, int], int] = {}
        self.ticket: list[int] = []
        self.gives: dict[tuple[str, int], list[tuple[int, int]]] = {}
        self.given: dict[tuple[int, int], list[int]] = {}
        for lender, row in enumerate(self.story.channels):
            for month in range(self.brute.last + 1):
                self.draw[lender, month] = self._new()
                if self.brute.effort:
                    ticket = self._new(1.0, whole=True)
                    self._row({self.draw[lender, month]: 1.0, ticket: -float(row["amount_max"])})
                    self.ticket.append(ticket)
                for use in self._open(row, month):
                    give = self._new()
                    self.gives.setdefault(use, []).append((month, give))
                    self.given.setdefault((lender, month), []).append(give)

    def _open(self, row: Any, month: int) -> list[tuple[str, int]]:
        uses = [
            ("need", number)
            for number, one in enumerate(self.story.needs)
            if month <= month_of(one["date"]) <= month + 1
        ]
        if "repay_loan" not in row.get("banned_purposes", ""):
            uses += [("payment", later) for later in (month, month + 1) if later in self.months]
            early = {way.month for way in self.brute.ways}
            uses += [("early", later) for later in (month, month + 1) if later in early]
        return uses

    def _spared(self, month: int, weight: float) -> dict[int, float]:
        pairs = zip(self.part, self.brute.ways, strict=True)
        return {part: weight * way.spared[month] for part, way in pairs if month in way.spared}

    def _paid(self, month: int, weight: float) -> dict[int, float]:
        """What is repaid early in a month."""
        pairs = zip(self.part, self.brute.ways, strict=True)
        return {part: weight * way.paid for part, way in pairs if way.month == month}

    def _due(self, month: int, weight: float) -> dict[int, float]:
        """What the new loans ask in a month."""
        terms = {}
        for (lender, drawn), draw in self.draw.items():
            asked = payments(self.story.channels[lender])
            if 0 < month - drawn <= len(asked):
                terms[draw] = weight * asked[month - drawn - 1]
        return terms

    def _net(self, lender: int) -> float:
        return 1.0 - float(self.story.channels[lender].get("upfront_fee_rate", 0))

    def _books(self) -> None:
        """Cash of a month: what was there with its interest, what comes in, less what goes out."""
        surplus, after = self.story.cash["surplus"], self.story.cash["surplus_after"]
        for month in self.months:
            own = sum(row["amount"] for row in surplus if month_of(row["date"]) == month)
            own += after if month > max(month_of(row["date"]) for row in surplus) else 0.0
            own += self.story.cash["opening"] if month == 0 else 0.0
            terms = {self.cash[month]: 1.0, self.short[month]: -1.0}
            if month:
                terms[self.cash[month - 1]] = -1.0 - self.brute.deposit
            for one, unmet in zip(self.story.needs, self.unmet, strict=True):
                if month_of(one["date"]) == month:
                    terms[unmet] = -1.0
                    own -= one["amount"]
            for lender, drawn in self.draw:
                if drawn == month:
                    terms[self.draw[lender, drawn]] = -self._net(lender)
            terms |= self._due(month, 1.0)
            for part, yuan in [*self._paid(month, 1.0).items(), *self._spared(month, -1.0).items()]:
                terms[part] = terms.get(part, 0.0) + yuan
            self._row(terms, own - self.asked[month], own - self.asked[month])

    def _limits(self) -> None:
        """New and old balances of a lender within its limit; what is repaid early makes room from the next month on."""
        for lender, row in enumerate(self.story.channels):
            limit, name = float(row["amount_max"]), row["channel_id"]
            owed = balances(row)
            for month in self.months:
                terms = {
                    draw: owed[month - drawn]
                    for (who, drawn), draw in self.draw.items()
                    if who == lender and 0 <= month - drawn < len(owed)
                }
                if not terms:
                    continue
                old = self.brute.owed_to(name, month)
                if old <= limit:
                    for part, way in zip(self.part, self.brute.ways, strict=True):
                        if self.story.debts[way.debt].get("channel_id") == name and way.month < month:
                            terms[part] = -float(_at(self.brute.debts[way.debt], month))
                self._row(terms, high=max(0.0, limit - old))

    def _uses(self) -> None:
        """Money drawn goes to uses, no use takes more than it is, and money for a later use waits in cash."""
        for (lender, month), draw in self.draw.items():
            given = self.given.get((lender, month), [])
            self._row({draw: self._net(lender), **dict.fromkeys(given, -1.0)})
            if self.brute.reserve_months:
                self._row({draw: -self._net(lender), **dict.fromkeys(given, 1.0)})
        for (kind, number), gives in self.gives.items():
            terms = {give: 1.0 for _, give in gives}
            if kind == "need":
                terms[self.unmet[number]] = 1.0
                self._row(terms, high=self.story.needs[number]["amount"])
            elif kind == "early":
                self._row(terms | self._paid(number, -1.0))
            else:
                terms |= self._due(number, -1.0) | self._spared(number, 1.0)
                self._row(terms, high=self.asked[number])
                self._row(terms | {self.short[number]: 1.0}, high=self.asked[number])
        for month in self.months:
            waiting = [give for _, _, give in self._held(month)]
            if waiting:
                self._row({self.cash[month]: -1.0, **dict.fromkeys(waiting, 1.0)})

    def _held(self, month: int) -> Iterator[tuple[str, int, int]]:
        """What came by a month for a use after it."""
        for (kind, number), gives in self.gives.items():
            when = month_of(self.story.needs[number]["date"]) if kind == "need" else number
            for drawn, give in gives:
                if drawn <= month < when:
                    yield kind, number, give

    def _repayments(self) -> None:
        """No debt is repaid more than once over; what falls short is still due."""
        for debt in {way.debt for way in self.brute.ways}:
            mine = [part for part, way in zip(self.part, self.brute.ways, strict=True) if way.debt == debt]
            self._row(dict.fromkeys(mine, 1.0), high=1.0)
        for month in self.months:
            self._row({self.short[month]: 1.0, **self._spared(month, 1.0)}, high=self.asked[month])

    def _reserves(self) -> None:
        """Two rows a month, shut or opened by their bounds: loans alone pay for it, or the reserve stays."""
        self.lent_alone: dict[int, int] = {}
        self.reserved: dict[int, int] = {}
        for month in {way.month for way in self.brute.ways}:
            gives = {give: -1.0 for _, give in self.gives.get(("early", month), [])}
            self.lent_alone[month] = self._row(self._paid(month, 1.0) | gives)
            held = {give: 1.0 for _, _, give in self._held(month)}
            self.reserved[month] = self._row({self.cash[month]: -1.0, **held})

    def _objectives(self) -> list[dict[int, float]]:
        count = len(self.months)
        short = {one: 1 + 0.001 * (count - month) / count for month, one in enumerate(self.short)}
        order = sorted(range(len(self.unmet)), key=lambda number: month_of(self.story.needs[number]["date"]))
        unmet = {
            self.unmet[number]: 1 + 0.0001 * (len(order) - rank) / len(order)
            for rank, number in enumerate(order)
        }
        cost = dict.fromkeys(self.ticket, self.brute.effort)
        for (lender, drawn), draw in self.draw.items():
            cost[draw] = -self._net(lender) * self.brute.factor**drawn
            for month in self.months:
                cost[draw] += self._due(month, self.brute.factor**month).get(draw, 0.0)
        for part, way in zip(self.part, self.brute.ways, strict=True):
            spared = sum(yuan * self.brute.factor**month for month, yuan in way.spared.items())
            cost[part] = way.paid * self.brute.factor**way.month - spared
        return [short, unmet, cost]

    def solve(self, choice: Sequence[str], wholes: Sequence[Way] | None = None) -> Figures | None:
        """The least shortfall, unmet and cost of a choice; ``wholes``: just these, in whole. None = cannot be."""
        for part, way in zip(self.part, self.brute.ways, strict=True):
            most = float(choice[way.month] != NONE if wholes is None else way in wholes)
            self.solver.changeColBounds(part, most if wholes is not None else 0.0, most)
        for month, asked in enumerate(self.asked):
            # who fell short pays nothing early any more
            repays = any(later != NONE for later in choice[month:])
            self.solver.changeColBounds(self.short[month], 0.0, 0.0 if repays else asked)
        if self.brute.reserve_months:
            for month, row in self.lent_alone.items():
                own = choice[month] == OWN
                self.solver.changeRowBounds(row, -np.inf, np.inf if own else 0.0)
                kept = -self.brute.reserve(month) if own else np.inf
                self.solver.changeRowBounds(self.reserved[month], -np.inf, kept)
        efforts = self.brute.effort * sum(one != NONE for one in choice)
        return self._in_order(efforts)

    def _in_order(self, efforts: float) -> Figures | None:
        found = []
        for row in self.frozen:
            self.solver.changeRowBounds(row, -np.inf, np.inf)
        for level, terms in enumerate(self.objectives):
            if not terms:
                found.append(0.0)
                continue
            cost = np.zeros(self.solver.getNumCol())
            cost[list(terms)] = list(terms.values())
            self.solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
            if not self._run():
                if not level:
                    return None
                # to the last digit, what was found a level before can be just out of reach
                self._freeze(level - 1, found[-1], SLACK)
                assert self._run()
            found.append(float(self.solver.getInfo().objective_function_value))
            if level < len(self.frozen):
                self._freeze(level, found[-1], max(SLACK / 10, 1e-7 * found[-1]))
        return found[0], found[1], found[2] + efforts

    def _freeze(self, level: int, least: float, slack: float) -> None:
        self.solver.changeRowBounds(self.frozen[level], -np.inf, max(least, 0) + slack)

    def _run(self) -> bool:
        """Whether there is a solution; a start that misleads the solver is dropped."""
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self.solver.clearSolver()
            self.solver.run()
        return bool(self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)
