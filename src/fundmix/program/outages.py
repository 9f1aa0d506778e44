"""Rule 9, outages: what can still be done after a refusal, with the channels that the plan has applied for.

Shared with the plan are its applications and everything dated before the refusal is known. What comes after is decided
anew, with share caps waived and applications already made.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pulp

from fundmix.borrower import Policy
from fundmix.dates import shift
from fundmix.loans import Floats
from fundmix.offers import Lender, Market, Outage
from fundmix.program.build import write
from fundmix.program.columns import column_name
from fundmix.program.model import Model, Term
from fundmix.program.situation import Situation

CENT = 0.01


def waived(policy: Policy, outage: Outage | None = None) -> Policy:
    """The policy after an outage: share caps are waived, applications and inquiries are made, nothing is required.

    When the borrower's own money is hit, a reserve may be used and payments may wait for the month's money.
    """
    hits_money = outage is not None and outage.hits_money
    return policy.model_copy(
        update={
            "max_channel_share": 1.0, "max_category_share": 1.0, "max_group_share": 1.0, "max_soft_share": 1.0,
            "max_inquiries": None, "effort_per_application": 0.0, "require": (), "survive": (),
            "reserve_months": 0 if hits_money else policy.reserve_months,
            "payments_before_inflows": policy.payments_before_inflows and not hits_money,
        }
    )  # fmt: skip


@dataclass(frozen=True)
class Threat:
    """An outage, and what it leaves of the borrower's money and market, policy waived."""

    outage: Outage
    situation: Situation
    market: Market

    def bites(self, used: Collection[str]) -> bool:
        """Whether it can hurt a plan that uses these channels."""
        return self.outage.hits_money or bool(set(self.outage.hits) & set(used))


class AfterOutage(Model):
    """The program after an outage; ``done`` or ``base`` say what was decided before it was known.

    Args:
        threat: the outage.
        done: values by name of what is decided; with None it is left open.
        base: the plan's own program, whose variables are shared instead: a copy within one program.
        number: tells the copies apart.
    """

    def __init__(
        self,
        threat: Threat,
        done: Mapping[str, float] | None = None,
        base: Model | None = None,
        number: int = 0,
    ) -> None:
        super().__init__(threat.situation, threat.market, known=threat.outage.known)
        self.threat, self.done, self.base, self.prefix = threat, done, base, f"o{number}_"
        if base is not None:
            self.problem = base.problem

    def variable(
        self,
        name: str,
        high: float | None = None,
        *,
        low: float = 0,
        kind: Literal["Continuous", "Integer"] = "Continuous",
    ) -> pulp.LpVariable:
        """A variable of the recourse; what is decided before is the plan's own, or its value."""
        if column_name(name) in self.decided:
            if self.base is not None:
                shared = self.base.variables.get(column_name(name))
                return super().variable(name, 0.0, kind=kind) if shared is None else shared
            if self.done is not None:
                value = self.done.get(column_name(name), 0.0)
                return super().variable(name, value, low=value, kind=kind)
        if name.startswith("spare_"):
            high = self._rounding(int(name.removeprefix("spare_")))
        return super().variable(name, high, low=low, kind=kind)

    def borne(self, period: int) -> float:
        """Service of what was drawn before: it is borne whatever the income becomes."""
        if not self.threat.outage.hits_money:
            return 0.0
        if self.done is None:
            return self.bound
        borne, known = 0.0, self.threat.outage.known
        for column in self.columns:
            index = period - column.period
            if column.day < known and 0 < index < len(column.service):
                borne += self.done.get(column.name, 0.0) * float(column.service[index])
        for line in self.lines:
            before = [p for p, day in enumerate(line.days, start=line.first) if day < known]
            if before and line.first < period <= line.last:
                balance = self.done.get(f"balance_{line.name}_{before[-1]}", 0.0)
                borne += balance * float(line.interest[period - line.first])
        return borne

    def _rounding(self, number: int) -> float:
        """Yuan by which money of this class, drawn before the outage was known, exceeds its uses: steps and cents."""
        if self.base is None and self.done is None:
            return 0.0
        period, uses = self.classes[number]
        drawn = [
            (column.name, column.lender)
            for column in self.columns
            if column.day < self.threat.outage.known and (column.period, column.outlets) == (period, uses)
        ]
        drawn += [
            (f"draw_{line.name}_{period}", line.lender)
            for line in self.lines
            if line.first <= period <= line.last
            and line.days[period - line.first] < self.threat.outage.known
            and line.outlets.get(period) == uses
        ]
        if self.done is None:
            return sum(one.amount_step + CENT for _, one in drawn)
        return sum(self.done.get(f"idle_{name}", 0.0) + CENT for name, _ in drawn if self.done.get(name))

    def unique(self, name: str) -> str:
        """Names of a copy begin with its number."""
        return self.base.unique(self.prefix + name) if self.base is not None else super().unique(name)

    @cached_property
    def decided(self) -> frozenset[str]:
        """Names of what is decided before the outage is known."""
        return frozenset(self._decided())

    def _decided(self) -> Iterator[str]:
        known, grid = self.threat.outage.known, self.situation.grid
        month = grid.index_of(known)
        for column in self.columns:
            if column.day < known and column.name not in self.reopened:
                yield column.name
                yield column_name(f"fee_of_{column.name}")
                if not column.is_new:
                    yield f"renews_{column.name.removeprefix('draw_')}"
        for line in self.lines:
            for period, day in enumerate(line.days, start=line.first):
                if day < known:
                    yield from (f"{what}_{line.name}_{period}" for what in ("draw", "repay", "balance"))
                    yield f"fee_of_draw_{line.name}_{period}"
        yield from (column.name for column in self.early_columns if column.day < known)
        yield from (f"repays_{period}" for period in range(month))
        for slot in self.situation.slots:
            # of the month in which it becomes known what is met is open: money may have been meant to come later in it
            if slot.need is not None and grid.index_of(slot.need.last_day) < month:
                yield column_name(f"unmet_{slot.name}")
            yield from (column_name(f"pay_{slot.name}_{period}") for period in range(month))

    @cached_property
    def reopened(self) -> dict[str, tuple[str, int]]:
        """Draws whose early end can be put off: (offer, period) by name, where money comes later than planned."""
        outage, grid = self.threat.outage, self.situation.grid
        if not outage.hits_money:
            return {}
        return {
            column.name: (column.offer.offer_id, column.period)
            for column in self.columns
            if column.day < outage.known
            and (column.closed is None or grid.date_of(column.closed) >= outage.known)
            and column.offer.terms.prepay_fee_rate is not None
        }


def write_after(model: AfterOutage) -> AfterOutage:
    """Write the recourse and the rows that tie it to what was decided before."""
    write(model)
    _runs_on(model)
    _falls_short(model)
    return model


def _runs_on(model: AfterOutage) -> None:
    """What was drawn stays drawn, whenever it is repaid now: ``Σ_c draw[k,t,c] = Σ_c base draw[k,t,c]``."""
    groups: dict[tuple[str, int], list[str]] = {}
    for name, group in model.reopened.items():
        groups.setdefault(group, []).append(name)
    for (offer_id, period), names in groups.items():
        own: list[Term] = [(model.draw[name], 1.0) for name in names]
        stem = column_name("draw", offer_id, f"t{period}")
        if model.base is not None:
            before = [
                (variable, -1.0)
                for name, variable in model.base.draw.items()
                if name == stem or name.startswith(f"{stem}_c")
            ]
            model.equal(f"runs_{offer_id}_{period}", [*own, *before], 0.0)
        elif model.done is not None:
            drawn = sum(
                yuan for name, yuan in model.done.items() if name == stem or name.startswith(f"{stem}_c")
            )
            model.equal(f"runs_{offer_id}_{period}", own, drawn)


def _falls_short(model: AfterOutage) -> None:
    """What may be missing: existing payments, losses, and payments on what was drawn before, never on new draws.

    ``shortfall[t] ≤ debt payments[t] − relief[t] + losses[t] + payments[t] on earlier draws``.
    """
    situation = model.situation
    for period in range(situation.periods):
        terms: list[Term] = [(model.shortfall[period], 1.0)]
        for column in model.columns:
            index = period - column.period
            if column.day < model.threat.outage.known and 0 < index < len(column.payment):
                terms.append((model.draw[column.name], -float(column.payment[index])))
        for line in model.lines:
            if line.days[0] < model.threat.outage.known:
                terms += [(variable, -yuan) for variable, yuan in model.line_payment(line, period)]
        terms += model.relief(period)
        most = float(situation.debt_payments[period] + situation.losses[period])
        model.at_most(f"may_lack_{period}", terms, most)


def missing(model: Model) -> list[Term]:
    """Yuan that are unmet or fall short, as terms."""
    return [(variable, 1.0) for variable in (*model.unmet.values(), *model.shortfall)]


def add_copy(base: Model, threat: Threat, number: int, allowed: float) -> None:
    """Write the outage's recourse into the plan's own program: extended form.

    ``use[i] in the copy ≤ apply[i]``; ``missing in the copy ≤ allowed + slack``; a standing approval runs out unless
    the plan itself uses the channel: ``late draws ≤ M·use[i]``.
    """
    copy = write_after(AfterOutage(threat, base=base, number=number))
    for lender in copy.lenders:
        if lender.channel_id in base.apply and lender.applies:
            applied = [(copy.use[lender.channel_id], 1.0), (base.apply[lender.channel_id], -1.0)]
            copy.at_most(f"stands_by_{lender.channel_id}", applied, 0.0)
            late = late_draws(copy, lender)
            most = sum(copy.most_room(lender, period) for _, period in late)
            terms: list[Term] = [(copy.draw[name], 1.0) for name, _ in late]
            terms.append((base.use[lender.channel_id], -most))
            copy.at_most(f"approval_{lender.channel_id}", terms, 0.0)
    slack = slack_of(base, threat)
    copy.at_most("survives", [*missing(copy), (slack, -1.0)], allowed)


def slack_of(base: Model, threat: Threat) -> pulp.LpVariable:
    """Yuan by which a plan misses what the policy wants to survive of this outage."""
    if threat.outage.outage_id not in base.slack:
        name = f"slack_{len(base.slack)}"
        base.slack[threat.outage.outage_id] = slack = base.variable(name)
        base.levels["slack"].append((slack, 1.0))
    return base.slack[threat.outage.outage_id]


def late_draws(model: Model, lender: Lender) -> list[tuple[str, int]]:
    """(name, period) of draws that come after an approval from before the outage has run out."""
    outage: Outage = model.threat.outage  # type: ignore[attr-defined]
    months = lender.approval_valid_months
    if outage.first == 0 or months is None or not lender.applies:
        return []
    last = shift(model.situation.grid.date_of(outage.first), months)
    return [(one.name, one.period) for one in model.columns_of[lender.channel_id] if one.day > last]


@dataclass(frozen=True)
class Cut:
    """Without one more application than ``applied``, an outage leaves ``lacks`` yuan more than allowed missing.

    ``lacks·(use[i] − Σ_{j not applied} apply[j]) ≤ slack`` for every channel i that it hits; what is missing can only
    grow when fewer channels have been applied for, so the row holds for every smaller set too.
    """

    threat: Threat
    applied: frozenset[str]
    lacks: float

    def write(self, base: Model, number: int) -> None:
        """Write the rows into the plan's program."""
        slack = slack_of(base, self.threat)
        hits = self.threat.outage.hits
        more = [
            (base.apply[lender.channel_id], -self.lacks)
            for lender in base.lenders
            if lender.channel_id not in self.applied | self.threat.outage.gone and lender.applies
        ]
        used: list[Any] = [base.use[channel] for channel in hits if channel in base.use]
        if self.threat.outage.hits_money:
            base.at_least(
                f"cut_{number}", [(slack, 1.0), *((one, -weight) for one, weight in more)], self.lacks
            )
            return
        for index, use in enumerate(used):
            base.at_most(f"cut_{number}_{index}", [(use, self.lacks), *more, (slack, -1.0)], 0.0)


def decisions(values: Floats, names: list[str]) -> dict[str, float]:
    """Values by name, the solver's noise taken off."""
    return {
        name: (0.0 if abs(value) < 1e-7 else float(value)) for name, value in zip(names, values, strict=True)
    }
