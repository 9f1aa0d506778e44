"""Rule 3, tickets: what a channel pays out in a period is nothing, or a sum worth its while."""

import pulp

from fundmix.offers import Lender, Offer
from fundmix.program.model import Model, Term
from fundmix.program.rules.shares import repaid_of_group


def tickets(model: Model) -> None:
    """A draw is 0 or at least the smallest amount, pays its fixed fee, and a line is not drawn and repaid at once.

    ``amount_min·ticket[i,t] ≤ Σ draw[i,t] ≤ M·ticket[i,t]``, ``ticket ≤ use``; ``draw ≤ M·fee_ticket``;
    ``repay[k,t] ≤ M·(1 − ticket[i,t])``; ``Σ ticket ≤ max_draws``.
    """
    for (channel_id, period), ticket in model.ticket.items():
        lender = next(lender for lender in model.lenders if lender.channel_id == channel_id)
        drawn: list[Term] = [
            (model.draw[c.name], 1.0) for c in model.columns_of[channel_id] if c.period == period
        ]
        for line in model.lines_of[channel_id]:
            if (line.name, period) in model.line_draw:
                drawn.append((model.line_draw[line.name, period], 1.0))
                repaid: list[Term] = [(ticket, model.bound)]
                if (line.name, period) in model.line_repay:
                    repaid.append((model.line_repay[line.name, period], 1.0))
                    model.at_most(f"either_{line.name}_{period}", repaid, model.bound)
        most = largest_draw(model, channel_id, period)
        model.at_most(f"ticket_{channel_id}_{period}", [*drawn, (ticket, -most)], 0.0)
        cap = model.ceilings.get(f"channel:{channel_id}")
        if cap is not None and cap < most:
            # within its cap a lender pays out no more than the cap; tighter; excess and early repayment lift it
            name = f"channel:{channel_id}"
            over = [(model.excess[name], -1.0), *repaid_of_group(model, name, period)]
            model.at_most(f"ticket_cap_{channel_id}_{period}", [*drawn, (ticket, -cap), *over], 0.0)
        model.at_least(f"smallest_{channel_id}_{period}", [*drawn, (ticket, -lender.amount_min)], 0.0)
        model.at_most(
            f"ticket_use_{channel_id}_{period}", [(ticket, 1.0), (model.use[channel_id], -1.0)], 0.0
        )
    for column in model.columns:
        _fee(model, model.draw[column.name], column.proceeds, (column.lender, column.offer, column.period))
    for line in model.lines:
        for period in line.draw_periods:
            net = 1 - line.offer.terms.upfront_fee_rate
            _fee(model, model.line_draw[line.name, period], net, (line.lender, line.offer, period))
    new = {lender.channel_id for lender in model.lenders if model.offers_of(lender.channel_id)}
    if new and new == {channel for channel, _ in model.ticket}:
        _asked_for(model)
        _own_or_asked(model)
    if model.situation.policy.max_draws is not None:
        model.at_most(
            "max_draws", [(ticket, 1.0) for ticket in model.ticket.values()], model.situation.policy.max_draws
        )


def _fee(model: Model, drawn: pulp.LpVariable, net: float, what: tuple[Lender, Offer, int]) -> None:
    """A draw with a fixed fee pays it once, and brings at least as much as the fee takes."""
    paid = model.fee_ticket.get(drawn.name)
    if paid is not None:
        lender, offer, period = what
        model.at_most(f"fee_{drawn.name}", [(drawn, 1.0), (paid, -model.most_room(lender, period))], 0.0)
        model.at_least(f"worth_{drawn.name}", [(drawn, net), (paid, -2 * offer.terms.fixed_fee)], 0.0)


def largest_draw(model: Model, channel_id: str, period: int) -> float:
    """The tightest honest M of a ticket: the room at the lender, and all that its money could serve then."""
    situation = model.situation
    lender = next(lender for lender in model.lenders if lender.channel_id == channel_id)
    uses: set[str] = set()
    net = 1.0
    for column in model.columns_of[channel_id]:
        if column.period == period:
            uses.update(column.outlets)
            net = min(net, column.proceeds - column.offer.terms.retained_balance_rate)
    for line in model.lines_of[channel_id]:
        uses.update(line.outlets.get(period, ()))
        net = min(net, 1 - line.offer.terms.upfront_fee_rate - line.offer.terms.retained_balance_rate)
    room = model.most_room(lender, period)
    if any(use.startswith(("payment_", "early_")) for use in uses) or net <= 0.05:
        return room
    amounts = {slot.name: slot.amount for slot in situation.slots}
    fixed = max((column.offer.terms.fixed_fee for column in model.columns_of[channel_id]), default=0.0)
    # one step more, because draws are rounded up to it at the end
    return min(room, (sum(amounts[use] for use in uses) + fixed) / net + max(lender.amount_step, 0.01))


def _issued(model: Model) -> dict[int, list[Term]]:
    """The tickets of each period, as terms."""
    issued: dict[int, list[Term]] = {}
    for (_, period), ticket in model.ticket.items():
        issued.setdefault(period, []).append((ticket, 1.0))
    return issued


def _asked_for(model: Model) -> None:
    """Money for a need comes by some ticket of its period: ``Σ_c give[c,n,t] ≤ amount[n] · Σ_i ticket[i,t]``.

    Every plan keeps this already; written out, it tells the relaxation what draws cost.
    """
    for period, tickets in _issued(model).items():
        for slot in model.situation.slots:
            gives = [
                (model.give[number, slot.name], 1.0)
                for number, (drawn, uses) in enumerate(model.classes)
                if drawn == period and slot.name in uses
            ]
            if gives:
                scaled = [(ticket, -slot.amount) for ticket, _ in tickets]
                model.at_most(f"asked_{slot.name}_{period}", [*gives, *scaled], 0.0)


def _own_or_asked(model: Model) -> None:
    """A period is carried by cash at hand, or some ticket is issued: the same kind of row, for the whole period.

    ``(1+deposit)·cash[t−1] − floor + unmet + shortfall[t] + K·Σ_i ticket[i,t] ≥ K``, K = needs + debt payments −
    surplus − inflow of t; what a renewal brings and what debts repaid early no longer ask is added on the left. Without
    a ticket this is rule 1; with one, cash stood above the floor before.
    """
    situation = model.situation
    issued = _issued(model)
    for period in range(situation.draw_until + 1):
        fixed = [
            slot for slot in situation.slots if slot.need is not None and slot.first == slot.last == period
        ]
        wanted = sum(slot.amount for slot in fixed) + float(situation.debt_payments[period])
        wanted -= float(situation.surplus[period] + situation.inflow[period])
        if wanted <= 0:
            continue
        terms: list[Term] = [(model.unmet[slot.name], 1.0) for slot in fixed]
        terms += model.relief(period)
        terms += [(model.draw[one.name], one.proceeds) for one in model.renewals if one.period == period]
        terms += [(model.shortfall[period], 1.0), *((ticket, wanted) for ticket, _ in issued.get(period, []))]
        floor, bound = float(situation.floor[period]), wanted
        if period:
            floor = min(floor, float(situation.floor[period - 1]))
            terms.append((model.cash[period - 1], 1.0 + situation.deposit))
        else:
            # cash before the start is the opening; what it lacks of the floor no ticket can be blamed for
            floor = min(floor, max(0.0, situation.opening))
            bound -= max(0.0, situation.opening)
        model.at_least(f"own_or_asked_{period}", terms, bound + floor)
