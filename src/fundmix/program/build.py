"""Builds the program: the variables, every rule of the register, and the four levels of the objective."""

import datetime as dt
from collections.abc import Collection
from typing import Literal

from fundmix.offers import Market
from fundmix.program.early import EarlyColumn
from fundmix.program.model import Model, Term
from fundmix.program.rules import RULES
from fundmix.program.rules.shares import caps
from fundmix.program.situation import Situation, Slot


def build_model(
    situation: Situation,
    market: Market,
    *,
    exact: bool = False,
    standby: bool = False,
    known: dt.date | None = None,
    chosen: Collection[str] | None = None,
) -> Model:
    """The whole program of one borrower, ready to solve; the words are those of :class:`Model`.

    ``exact``: stepped draws are whole steps from the start. ``chosen``: these channels are used and no other; the
    market stays whole, since its prices and fees set the constants of the case.
    """
    return write(Model(situation, market, exact=exact, standby=standby, known=known, chosen=chosen))


def write(model: Model) -> Model:
    """Write every variable, rule and level into an empty model."""
    _borrower_variables(model)
    _debt_variables(model)
    _loan_variables(model)
    _choice_variables(model)
    _application_variables(model)
    _money_variables(model)
    for rule in RULES:
        rule(model)
    _objective(model)
    return model


def _borrower_variables(model: Model) -> None:
    """Cash, shortfall and what stays unmet."""
    situation = model.situation
    for period in range(situation.periods):
        floor = float(situation.floor[period])
        model.cash.append(model.variable(f"cash_at_{period}", low=floor))
        if situation.min_cash > floor:
            _minimum(model, period, situation.min_cash - floor)
        # after an outage, payments on what was drawn before it may be missing as well
        most = None if model.known else float(situation.debt_payments[period] + situation.losses[period])
        model.shortfall.append(model.variable(f"shortfall_{period}", most))
    for slot in situation.slots:
        if slot.need is None:
            continue
        model.unmet[slot.name] = model.variable(f"unmet_{slot.name}", slot.amount)
        if slot.first < slot.last:
            _waiting(model, slot)
        if slot.need.least_amount:
            met = model.variable(f"met_{slot.name}", 1, kind="Integer")
            least = slot.need.least_amount
            model.at_most(f"least_{slot.name}", [(model.unmet[slot.name], 1.0), (met, least)], slot.amount)
            model.at_least(
                f"all_or_none_{slot.name}", [(model.unmet[slot.name], 1.0), (met, slot.amount)], slot.amount
            )


def _minimum(model: Model, period: int, most: float) -> None:
    """The borrower's minimum yields like a cap where the own path cannot keep it: cash[t] + below[t] ≥ minimum."""
    below = model.variable(f"below_{period}", most)
    model.below[period] = below
    model.at_least(f"minimum_{period}", [(model.cash[period], 1.0), (below, 1.0)], model.situation.min_cash)


def _waiting(model: Model, slot: Slot) -> None:
    """A need that can wait is paid at once, in one of its periods.

    ``Σ pay[t] = amount − unmet``, ``pay[t] ≤ amount·when[t]``, ``Σ when[t] ≤ 1``.
    """
    paid, chosen = [], []
    for period in range(slot.first, min(slot.last, model.situation.horizon) + 1):
        model.pay[slot.name, period] = model.variable(f"pay_{slot.name}_{period}", slot.amount)
        when = model.variable(f"when_{slot.name}_{period}", 1, kind="Integer")
        model.at_most(
            f"pays_{slot.name}_{period}", [(model.pay[slot.name, period], 1.0), (when, -slot.amount)], 0.0
        )
        paid.append((model.pay[slot.name, period], 1.0))
        chosen.append((when, 1.0))
    model.at_most(f"once_{slot.name}", chosen, 1.0)
    model.equal(f"paid_{slot.name}", [*paid, (model.unmet[slot.name], 1.0)], slot.amount)


def _loan_variables(model: Model) -> None:
    """Draws, and the life of each line: balance[t] = balance[t−1] + draw[t] − repay[t], zero at its end."""
    for column in model.columns:
        step, room = column.lender.amount_step, model.most_room(column.lender, column.period)
        if not column.is_new:
            step, room = 0.0, column.offer.principal
        model.draw[column.name] = _draw_variable(model, column.name, step, room)
    for line in model.lines:
        end = min(line.last, model.situation.horizon)
        for period in range(line.first, end):
            model.line_balance[line.name, period] = model.variable(f"balance_{line.name}_{period}")
        for period in line.draw_periods:
            name = f"draw_{line.name}_{period}"
            model.line_draw[line.name, period] = _draw_variable(
                model, name, line.lender.amount_step, model.most_room(line.lender, period)
            )
        for period in range(line.first, end + 1):
            if period > line.first:
                model.line_repay[line.name, period] = model.variable(f"repay_{line.name}_{period}")
            terms = [(model.line_balance[line.name, period], 1.0)] if period < end else []
            if period > line.first:
                terms += [
                    (model.line_balance[line.name, period - 1], -1.0),
                    (model.line_repay[line.name, period], 1.0),
                ]
            if (line.name, period) in model.line_draw:
                terms.append((model.line_draw[line.name, period], -1.0))
            model.equal(f"line_{line.name}_{period}", terms, 0.0)


def _draw_variable(model: Model, name: str, step: float, room: float):  # type: ignore[no-untyped-def]  # pulp's own type
    """Yuan drawn; in exact work a stepped draw is a whole number of steps."""
    drawn = model.variable(name, room)
    if model.exact and step:
        steps = model.variable(f"steps_{name}", int(room // step), kind="Integer")
        model.equal(f"step_{name}", [(drawn, 1.0), (steps, -step)], 0.0)
    return drawn


def _choice_variables(model: Model) -> None:
    """Use of a channel, the product and term picked there, a ticket per period of draws; binary where it matters."""
    policy = model.situation.policy
    for lender in model.lenders:
        channel_id = lender.channel_id
        offers = model.offers_of(channel_id)
        counted = lender.applies and (
            policy.effort_per_application > 0
            or policy.max_channels is not None
            or policy.max_inquiries is not None
        )
        whole = bool(
            counted
            or lender.moved_rules
            or len(offers) > 1
            or _has_tickets(model, channel_id)
            or _is_moved(model, channel_id)
        )
        kind: Literal["Continuous", "Integer"] = "Integer" if whole else "Continuous"
        fixed = None if model.chosen is None else float(channel_id in model.chosen)
        model.use[channel_id] = model.variable(
            f"use_{channel_id}",
            1.0 if fixed is None else fixed,
            low=float(channel_id in policy.require) if fixed is None else fixed,
            kind=kind,
        )
        # with a renewal beside it, using the lender is not yet drawing new money
        single = len(offers) == 1 and not any(one.lender is lender for one in model.renewals)
        for offer_id in offers:
            model.pick[offer_id] = (
                model.use[channel_id] if single else model.variable(f"pick_{offer_id}", 1, kind="Integer")
            )
        if _has_tickets(model, channel_id):
            for period in _draw_periods(model, channel_id):
                model.ticket[channel_id, period] = model.variable(
                    f"ticket_of_{channel_id}_{period}", 1, kind="Integer"
                )
    for column in model.columns:
        if column.offer.terms.fixed_fee:
            model.fee_ticket[column.name] = model.variable(f"fee_of_{column.name}", 1, kind="Integer")
    for line in model.lines:
        if line.offer.terms.fixed_fee:
            for period in line.draw_periods:
                name = model.line_draw[line.name, period].name
                model.fee_ticket[name] = model.variable(f"fee_of_{name}", 1, kind="Integer")
    for lender in model.lenders:
        for rule in lender.moved_rules:
            key = (rule.moved_by, rule.bound)
            if rule.moved_by in ("payment", "debt") and key not in model.watch:
                model.watch[key] = model.variable(f"watch_{rule.moved_by}_{len(model.watch)}", 1)


def _application_variables(model: Model) -> None:
    """Who is applied to: who is used, or, when the plan may keep some standing by, a choice of its own."""
    for lender in model.lenders:
        apply = model.use[lender.channel_id]
        if model.standby and lender.applies:
            apply = model.variable(f"apply_{lender.channel_id}", 1, kind="Integer")
        model.apply[lender.channel_id] = apply


def _debt_variables(model: Model) -> None:
    """What is repaid early, and in which periods; a renewal is picked or not."""
    for column in model.early_columns:
        model.early[column.name] = model.variable(column.name, column.most)
        if column.offer is None and column.period not in model.when:
            model.when[column.period] = model.variable(f"repays_{column.period}", 1, kind="Integer")
    _debt_sums(model)
    for renewal in model.renewals:
        name = f"renews_{renewal.name.removeprefix('draw_')}"
        model.renew[renewal.name] = model.variable(name, 1, kind="Integer")


def _debt_sums(model: Model) -> None:
    """What early repayments spare per period, and how much they come to: ``Σ relief · early`` and ``Σ early``."""
    for period in range(model.situation.periods):
        spares = [
            (model.early[column.name], -spared)
            for column in model.early_columns
            if (spared := column.at(column.relief, period))
        ]
        if spares:
            model.spared[period] = model.variable(f"spared_{period}")
            model.equal(f"spares_{period}", [(model.spared[period], 1.0), *spares], 0.0)
    before: list[Term] = []
    for period in sorted(model.when):
        repaid = [
            (model.early[column.name], -1.0)
            for column in model.early_columns
            if column.offer is None and column.period == period
        ]
        model.financed[period] = model.variable(f"financed_{period}")
        model.equal(f"finances_{period}", [(model.financed[period], 1.0), *before, *repaid], 0.0)
        before = [(model.financed[period], -1.0)]


def _has_tickets(model: Model, channel_id: str) -> bool:
    lender = next(lender for lender in model.lenders if lender.channel_id == channel_id)
    policy = model.situation.policy
    # a line needs one too: it is not drawn and repaid in the same period; so does a rule that a repaid debt eases
    return bool(
        lender.amount_min
        or policy.effort_per_draw
        or policy.max_draws is not None
        or model.lines_of[channel_id]
        or (lender.moved_rules and model.early_columns)
        or any(measure == "drawing" for _, measure, _ in lender.availability)
    )


def _is_moved(model: Model, channel_id: str) -> bool:
    """Whether another lender's rule counts this channel."""
    lender = next(lender for lender in model.lenders if lender.channel_id == channel_id)
    return any(
        rule.moved_by in lender.moves
        for other in model.lenders
        if other.channel_id != channel_id
        for rule in other.moved_rules
    )


def _draw_periods(model: Model, channel_id: str) -> tuple[int, ...]:
    found = {column.period for column in model.columns_of[channel_id]}
    found.update(period for line in model.lines_of[channel_id] for period in line.draw_periods)
    return tuple(sorted(found))


def _money_variables(model: Model) -> None:
    """Where money goes, and how far each cap is exceeded."""
    for number, (_, uses) in enumerate(model.classes):
        for use in uses:
            model.give[number, use] = model.variable(f"give_{number}_{use}")
        model.spare[number] = model.variable(f"spare_{number}", 0)
    model.ceilings = caps(model.situation, model.lenders, model.market_fee)
    for name in model.ceilings:
        model.excess[name] = model.variable(f"excess_{name.replace(':', '_')}")


def _objective(model: Model) -> None:
    """Least shortfall, unmet, slack of outages and excess, then least choosing cost (cost + effort)."""
    situation, levels = model.situation, model.levels
    for period, variable in enumerate(model.shortfall):
        levels["shortfall"].append((variable, 1 + 0.001 * (situation.periods - period) / situation.periods))
    order = {
        slot.name: rank for rank, slot in enumerate(sorted(situation.slots, key=lambda slot: slot.first))
    }
    for name, variable in model.unmet.items():
        levels["unmet"].append((variable, 1 + 0.0001 * (len(order) - order[name]) / max(1, len(order))))
    levels["slack"] += [(variable, 1.0) for variable in model.slack.values()]
    levels["excess"] += [(variable, 1.0) for variable in (*model.excess.values(), *model.below.values())]
    model.efforts += _efforts(model)
    levels["cost"] += [*_cost(model), *model.efforts]


def _cost(model: Model) -> list[Term]:
    """Payments less proceeds, old debts included, discounted at the cheaper of deposit and cheapest loan."""
    situation = model.situation
    cheapest = min((offer.apr for offer in model.market.offers), default=0.0) / situation.grid.per_year
    factor = 1 / (1 + max(0.0, min(situation.deposit, cheapest)))
    # the whole life of an old contract counts, also beyond the horizon, at what cash would have earned meanwhile
    return _worth(model, factor, 1 / (1 + situation.deposit))


def outlay(model: Model) -> list[Term]:
    """Interest and fees of new loans, less what old ones are spared: the cost as it is shown, undiscounted."""
    if model.situation.deposit == 0:
        # nothing was discounted: it is the choosing cost without effort
        return [*model.levels["cost"], *((variable, -yuan) for variable, yuan in model.efforts)]
    return _worth(model, 1.0, 1.0)


def _worth(model: Model, factor: float, kept: float) -> list[Term]:
    """Payments less proceeds, each period's worth ``factor`` of the one before; of old debts ``kept``."""
    terms = [
        (variable, coefficient * factor**period)
        for period in range(model.situation.periods)
        for variable, coefficient in [*model.payments(period), *model.proceeds(period, -1.0)]
    ]
    return terms + [
        (model.early[column.name], column.paid * kept**column.period - _spared(column, kept))
        for column in model.early_columns
    ]


def _efforts(model: Model) -> list[Term]:
    """What draws and applications are a bother: yuan of choosing, never shown as cost."""
    policy = model.situation.policy
    efforts = (*model.ticket.values(), *model.when.values(), *model.renew.values())
    terms = [(effort, policy.effort_per_draw) for effort in efforts]
    applied = [lender.channel_id for lender in model.lenders if lender.applies]
    return terms + [(model.apply[channel_id], policy.effort_per_application) for channel_id in applied]


def _spared(column: EarlyColumn, factor: float) -> float:
    """Today's worth of the payments that a yuan repaid early spares."""
    return float(sum(yuan * factor**period for period, yuan in enumerate(column.relief)))
