"""Rule 5, debt service: instalments stay within the income that can carry them."""

from fundmix.program.model import Model, Term


def debt_service(model: Model) -> None:
    """Interest and instalment principal of new loans stay within the share of income that existing debts leave.

    ``service[t] ≤ max(0, max_debt_service × income[t] − existing service[t]) + service of what is repaid early``; a
    bullet's interest belongs to its balloon, and balloons answer to rule 1. ``max_monthly_payment`` caps the same sum,
    existing service included. So the plan asks no more than the cap, or than today.
    """
    situation, policy = model.situation, model.situation.policy
    rooms: dict[int, float] = {}
    for period in range(situation.periods):
        bounds = []
        if policy.max_debt_service is not None:
            bounds.append(policy.max_debt_service * float(situation.income[period]))
        if policy.max_monthly_payment is not None:
            bounds.append(policy.max_monthly_payment * 12 / situation.grid.per_year)
        if bounds:
            rooms[period] = max(model.borne(period), min(bounds) - float(situation.debt_service[period]))
    for period, room in rooms.items():
        if not _implied(model, rooms, period):
            model.at_most(
                f"service_{period}", [*service_terms(model, period), *service_spared(model, period)], room
            )


def _implied(model: Model, rooms: dict[int, float], period: int) -> bool:
    """After the last draw instalments only fall, so a later row says nothing new while there is no less room.

    Instalments that begin after a grace period, and contracts of their own, can rise, and what an early repayment
    spares can end: then every row stands.
    """
    last = model.situation.draw_until + 1
    rising = any(
        column.offer.terms.interest_only or column.offer.terms.repayment == "custom"
        for column in model.columns
    )
    actual = any(column.offer.terms.accrual == "actual" for column in model.columns)
    changing = rising or actual or bool(model.early_columns)
    return period > last and not changing and rooms[period] >= rooms[last]


def service_spared(model: Model, period: int) -> list[Term]:
    """Debt service that early repayment spares in ``period``, as terms with −1."""
    return [
        (model.early[column.name], -spared)
        for column in model.early_columns
        if (spared := column.at(column.service, period))
    ]


def service_terms(model: Model, period: int) -> list[Term]:
    """Interest and instalment principal of new loans in ``period``, as terms."""
    terms: list[Term] = []
    for column in model.columns:
        index = period - column.period
        if 0 < index < len(column.service):
            terms.append((model.draw[column.name], float(column.service[index])))
    for line in model.lines:
        if (line.name, period - 1) in model.line_balance:
            terms.append(
                (model.line_balance[line.name, period - 1], float(line.interest[period - line.first]))
            )
    return terms
