"""Debts repaid early: on their days, out of money that may do so."""

from fundmix.program.model import Model, Term
from fundmix.program.rules.purpose import net_proceeds, waiting


def early(model: Model) -> None:
    """A debt is repaid early on its days, each time for a reason, and by own cash only while a reserve stays.

    ``early[d,t] ≤ balance[d,t] · when[t]``, ``Σ_t early[d,t] / balance[d,t] ≤ 1``; not once a month fell short:
    ``Σ_{s≤t} shortfall[s] ≤ Σ_{s≤t} due[s] · (1 − when[t])``; own cash in t = ``Σ paid · early − Σ give``
    ``≤ M · own[t]`` and ``cash[t] − money for later uses ≥ reserve[t] · own[t]``, reserve = instalments and
    losses of the next months. A shortfall is of what is still due: ``shortfall[t] ≤ debt payments − relief + losses``.
    """
    for column in model.early_columns:
        if column.offer is None:
            terms = [(model.early[column.name], 1.0), (model.when[column.period], -column.most)]
            model.at_most(f"chosen_{column.name}", terms, 0.0)
    for period, when in model.when.items():
        due = sum(_due(model, month) for month in range(period + 1))
        short = [(model.shortfall[month], 1.0) for month in range(period + 1)]
        model.at_most(f"met_{period}", [*short, (when, due)], due)
    for number in dict.fromkeys(column.number for column in model.early_columns):
        model.at_most(f"debt_{number}", _shares(model, number), 1.0)
    if model.situation.policy.reserve_months:
        _reserve(model)
    _still_due(model)


def _shares(model: Model, number: int) -> list[Term]:
    """The shares of a debt that are repaid early on its days, or taken over."""
    mine = [column for column in model.early_columns if column.number == number]
    return [(model.early[column.name], 1.0 / column.most) for column in mine]


def _due(model: Model, period: int) -> float:
    """Yuan of old payments and losses of a period: the most that can fall short, but for what an outage finds drawn."""
    drawn_before = model.bound if model.known is not None else 0.0
    return float(model.situation.debt_payments[period] + model.situation.losses[period]) + drawn_before


def _reserve(model: Model) -> None:
    """Own cash for early repayments of a period, and what has to be left then.

    What such money gives is no more than it brings: ``Σ_n give[c,n] ≤ net proceeds of money c``.
    """
    held = waiting(model, longest=True)
    for number, (_, served) in enumerate(model.classes):
        if any(use in model.early_uses for use in served):
            given = [(model.give[number, use], 1.0) for use in served]
            brought = [(variable, -amount) for variable, amount in net_proceeds(model, number)]
            model.at_most(f"brought_{number}", [*given, *brought], 0.0)
    repaid = [column for column in model.early_columns if column.offer is None]
    for period in sorted({column.period for column in repaid}):
        columns = [column for column in repaid if column.period == period]
        reserve = model.situation.reserve(period)
        if not reserve:
            continue
        uses = {model.use_of[column.name] for column in columns}
        paid = [(model.early[column.name], column.paid) for column in columns]
        given = [(variable, -1.0) for (_, use), variable in model.give.items() if use in uses]
        most = min(sum(column.most * column.paid for column in columns), _own_money(model, period))
        own = model.variable(f"own_{period}", 1, kind="Integer")
        model.at_most(f"own_cash_{period}", [*paid, *given, (own, -most)], 0.0)
        # what rounding adds to a draw may wait as well
        rounding = [
            (model.spare[number], -1.0) for number, (came, _) in enumerate(model.classes) if came <= period
        ]
        left = [(model.cash[period], 1.0), *held.get(period, []), *rounding, (own, -reserve)]
        model.at_least(f"reserve_{period}", left, 0.0)


def _own_money(model: Model, period: int) -> float:
    """The most that is the borrower's own by ``period``: a loan brings what its uses take, and its rounding."""
    situation, rounding = model.situation, sum(lender.amount_step + 1.0 for lender in model.lenders)
    money = max(0.0, situation.opening)
    for month in range(period + 1):
        money *= 1.0 + situation.deposit
        money += max(0.0, float(situation.surplus[month])) + float(situation.inflow[month]) + rounding
    return money


def _still_due(model: Model) -> None:
    situation = model.situation
    for period in range(situation.periods):
        relief = model.relief(period)
        if relief:
            due = _due(model, period)
            model.at_most(f"still_due_{period}", [(model.shortfall[period], 1.0), *relief], due)
