"""Rule 1, cash: what comes in covers what goes out, in every period."""

from fundmix.dates import shift
from fundmix.offers import Offer
from fundmix.program.eves import Eve
from fundmix.program.model import Model, Term


def cash(model: Model) -> None:
    """Cash closes each period at the opening, plus what comes in, less what goes out, and never below its floor.

    ``cash[t] = (1+deposit)·cash[t−1] + surplus[t] + inflow[t] − needs met + proceeds − payments − debt payments
    + shortfall[t]``; ``cash[t] ≥ max(retained, floor[t])``. Cash before period 0 is the opening, without interest.
    Debt payments are the old contracts', plus what is repaid early, less the relief that this brings later.
    """
    situation = model.situation
    for period in range(situation.periods):
        terms: list[Term] = [(model.cash[period], 1.0), (model.shortfall[period], -1.0)]
        if period:
            terms.append((model.cash[period - 1], -1.0 - situation.deposit))
        terms += model.proceeds(period, -1.0) + model.payments(period, 1.0)
        terms += model.repaid_early(period) + model.relief(period, -1.0)
        own = float(situation.surplus[period] - situation.debt_payments[period]) + (
            situation.opening if not period else 0
        )
        met, fixed = _needs_met(model, period)
        earned, sure = _earned(model, period)
        model.equal(f"cash_{period}", terms + met + earned, own - fixed + sure)
        _retained(model, period)
        if period in situation.frozen:
            _frozen(model, period, (earned, sure))


def in_time(model: Model) -> None:
    """What is due before an inflow, or before a loan that may repay loans, is not met out of it.

    On the eve of day d in t: ``cash[t] − inflows from d on + needs, debt payments and payments from d on − proceeds
    after d ≥ 0``; before a loan, proceeds from d on. The period's surplus counts as there from its beginning.
    """
    for name, eve in model.eves.items():
        period, day, drawn = eve
        inflows, needs, debts = model.situation.later(period, day, waited=drawn)
        terms: list[Term] = [(model.cash[period], -1.0), *_due_from(model, eve)]
        for slot in needs:
            terms.append((model.unmet[slot.name], 1.0))
        for inflow in inflows:
            if inflow.slot is not None:
                slot = model.situation.slots[inflow.slot]
                terms.append((model.unmet[slot.name], -inflow.amount / slot.amount))
        for slot in model.situation.slots:
            paid = model.pay.get((slot.name, period))
            if paid is not None and slot.need is not None:
                met_on = slot.need.last_day if drawn else slot.need.date
                terms += [(paid, -1.0)] if met_on >= day else []
        still = sum(slot.amount for slot in needs) + debts - sum(inflow.amount for inflow in inflows)
        model.at_most(name, terms, still)


def _due_from(model: Model, eve: Eve) -> list[Term]:
    """Of loans in the period: payments from the day on, taken off; later proceeds, added; of old ones the change."""
    period, day, drawn = eve
    terms: list[Term] = []
    for column in model.columns:
        index = period - column.period
        if index == 0 and (column.day > day or (drawn and column.day == day)):
            terms.append((model.draw[column.name], column.proceeds))
            terms += _fee(model, column.name, column.offer)
        elif 0 < index < len(column.payment) and shift(column.day, index, column.offer.terms.period) >= day:
            terms.append((model.draw[column.name], -float(column.payment[index])))
    for line in model.lines:
        if line.first <= period <= line.last:
            own_day = line.days[period - line.first]
            if own_day >= day:
                terms += [(variable, -amount) for variable, amount in model.line_payment(line, period)]
            if (own_day > day or (drawn and own_day == day)) and (line.name, period) in model.line_draw:
                drawing = model.line_draw[line.name, period]
                terms.append((drawing, 1 - line.offer.terms.upfront_fee_rate))
                terms += _fee(model, drawing.name, line.offer)
    for early in model.early_columns:
        variable = model.early[early.name]
        if early.period == period and early.day >= day:
            terms.append((variable, -early.paid))
        spared = sum(
            yuan
            for due, yuan in early.relief_days
            if due >= day and model.situation.grid.index_of(due) == period
        )
        terms.append((variable, spared))
    return terms


def _fee(model: Model, draw: str, offer: Offer) -> list[Term]:
    """The fixed fee that a draw's proceeds lack."""
    ticket = model.fee_ticket.get(draw)
    return [] if ticket is None else [(ticket, -offer.terms.fixed_fee)]


def payments_first(model: Model) -> None:
    """A careful plan pays its loans out of cash at hand, before the period's own money comes in.

    ``payments[t] ≤ (1+deposit)·cash[t−1] + proceeds[t]``, when the policy asks for it.
    """
    situation = model.situation
    if not situation.policy.payments_before_inflows:
        return
    for period in range(1, situation.periods):
        due = model.payments(period)
        if due:
            at_hand = [(model.cash[period - 1], -1.0 - situation.deposit), *model.proceeds(period, -1.0)]
            model.at_most(f"payments_first_{period}", [*due, *at_hand], 0.0)


def _needs_met(model: Model, period: int) -> tuple[list[Term], float]:
    """What is paid for needs in ``period``: terms, and the part that is certain. A loss is in the surplus already."""
    terms: list[Term] = []
    fixed = 0.0
    for slot in model.situation.slots:
        if slot.need is None:
            continue
        if (slot.name, period) in model.pay:
            terms.append((model.pay[slot.name, period], 1.0))
        elif slot.first == slot.last == period:
            terms.append((model.unmet[slot.name], -1.0))
            fixed += slot.amount
    return terms, fixed


def _earned(model: Model, period: int) -> tuple[list[Term], float]:
    """Inflows of ``period``: what an unmet need fails to earn as terms, and the sum when every need is met."""
    situation = model.situation
    terms: list[Term] = []
    for inflow in situation.inflows:
        if inflow.period == period and inflow.slot is not None:
            slot = situation.slots[inflow.slot]
            terms.append((model.unmet[slot.name], inflow.amount / slot.amount))
    return terms, float(situation.inflow[period])


def _frozen(model: Model, period: int, inflow: tuple[list[Term], float]) -> None:
    """While the account is frozen only new loans can pay: what was there and what comes in stays.

    ``cash[t] ≥ (1+deposit)·cash[t−1] + max(0, surplus[t]) + inflow[t]``, a shortfall on the other side.
    """
    situation = model.situation
    earned, sure = inflow
    terms: list[Term] = [(model.cash[period], 1.0), *earned]
    if period:
        terms.append((model.cash[period - 1], -1.0 - situation.deposit))
    stays = sure + max(0.0, float(situation.surplus[period])) + (situation.opening if not period else 0.0)
    model.at_least(f"frozen_{period}", terms, stays)


def _retained(model: Model, period: int) -> None:
    """Part of some loans must stay in the account: ``cash[t] ≥ Σ retained · outstanding[t]``."""
    terms: list[Term] = []
    for column in model.columns:
        share = column.offer.terms.retained_balance_rate
        if share and column.outstanding(period):
            terms.append((model.draw[column.name], -share * column.outstanding(period)))
    for line in model.lines:
        share = line.offer.terms.retained_balance_rate
        if share and (line.name, period) in model.line_balance:
            terms.append((model.line_balance[line.name, period], -share))
    if terms:
        model.at_least(f"retained_{period}", [(model.cash[period], 1.0), *terms], 0.0)
