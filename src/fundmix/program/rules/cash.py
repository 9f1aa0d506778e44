"""Rule 1, cash: what comes in covers what goes out, in every period."""

from fundmix.program.model import Model, Term


def cash(model: Model) -> None:
    """Cash closes each period at the opening, plus what comes in, less what goes out, and never below its floor.

    ``cash[t] = (1+deposit)·cash[t−1] + surplus[t] + inflow[t] − needs met + proceeds − payments − debt payments
    + shortfall[t]``; ``cash[t] ≥ max(retained, floor[t])``. Cash before period 0 is the opening, without interest.
    """
    situation = model.situation
    for period in range(situation.periods):
        terms: list[Term] = [(model.cash[period], 1.0), (model.shortfall[period], -1.0)]
        if period:
            terms.append((model.cash[period - 1], -1.0 - situation.deposit))
        terms += model.proceeds(period, -1.0) + model.payments(period, 1.0)
        own = float(situation.surplus[period] - situation.debt_payments[period]) + (
            situation.opening if not period else 0
        )
        met, fixed = _needs_met(model, period)
        earned, sure = _earned(model, period)
        model.equal(f"cash_{period}", terms + met + earned, own - fixed + sure)
        _retained(model, period)


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
