"""Rule 7, purpose: money goes where it may go, in time; no debt for debt."""

from fundmix.program.model import Model, Term


def purpose(model: Model) -> None:
    """What a loan brings in serves uses that its lender allows, and no use is served beyond its amount.

    ``Σ net proceeds of money c ≤ Σ_n give[c,n] + spare[c]`` for each class c of money (same period, same uses);
    ``Σ_c give[c,n] ≤ amount[n] − unmet[n]``. A payment of a loan is a use too, and so is an early one: *no debt for
    debt* is this rule.
    Money that comes early is kept for its use: ``cash[t] ≥ Σ give[c,n]`` of money up to t for uses after t.
    """
    served: dict[str, list[Term]] = {}
    for number, (period, uses) in enumerate(model.classes):
        gives = [(model.give[number, use], 1.0) for use in uses]
        for use, (variable, _) in zip(uses, gives, strict=True):
            served.setdefault(use, []).append((variable, 1.0))
        taken = [(variable, -1.0) for variable, _ in gives]
        model.at_most(
            f"purpose_{number}_{period}",
            [*net_proceeds(model, number), *taken, (model.spare[number], -1.0)],
            0.0,
        )
    amounts = {slot.name: slot for slot in model.situation.slots}
    for use, terms in served.items():
        if use in amounts:
            slot = amounts[use]
            unmet = [(model.unmet[use], 1.0)] if slot.need is not None else []
            model.at_most(f"served_{use}", [*terms, *unmet], slot.amount)
        elif use in model.early_uses:
            paid = [
                (model.early[column.name], -column.paid)
                for column in model.early_columns
                if model.use_of[column.name] == use
            ]
            model.at_most(f"served_{use}", [*terms, *paid], 0.0)
        else:
            period = int(use.removeprefix("payment_"))
            due = float(model.situation.debt_payments[period])
            asked = [*model.payments(period, -1.0), *model.relief(period)]
            model.at_most(f"served_{use}", [*terms, *asked], due)
    _short(model, served)
    _kept(model)


def _kept(model: Model) -> None:
    """Without these rows, money for a later payment would meet today what its lender does not lend for."""
    for period, terms in sorted(waiting(model).items()):
        model.at_least(f"kept_{period}", [(model.cash[period], 1.0), *terms], 0.0)


def waiting(model: Model, *, longest: bool = False) -> dict[int, list[Term]]:
    """Per period: the money that came and waits for a later use, as terms with −1.

    ``longest``: a need that can wait does so until its last period.
    """
    first = {slot.name: slot.last if longest else slot.first for slot in model.situation.slots}
    first |= {use: period for use, (period, _) in model.early_uses.items()}
    held: dict[int, list[Term]] = {}
    for number, (period, uses) in enumerate(model.classes):
        for use in uses:
            due = first[use] if use in first else int(use.removeprefix("payment_"))
            for between in range(period, due):
                held.setdefault(between, []).append((model.give[number, use], -1.0))
    return held


def _short(model: Model, served: dict[str, list[Term]]) -> None:
    """What falls short in a period is not served as well: gives + shortfall ≤ loss + old and new payments."""
    situation = model.situation
    for period in range(situation.periods):
        gives = [*served.get(f"loss_{period}", []), *served.get(f"payment_{period}", [])]
        if gives:
            due = float(situation.losses[period] + situation.debt_payments[period])
            terms = [
                *gives,
                (model.shortfall[period], 1.0),
                *model.payments(period, -1.0),
                *model.relief(period),
            ]
            model.at_most(f"short_{period}", terms, due)


def net_proceeds(model: Model, number: int) -> list[Term]:
    """What money of a class brings in, less what must be retained."""
    terms: list[Term] = []
    period, uses = model.classes[number]
    for column in model.columns:
        if (column.period, column.outlets) == (period, uses):
            terms.append(
                (model.draw[column.name], column.proceeds - column.offer.terms.retained_balance_rate)
            )
            if column.name in model.fee_ticket:
                terms.append((model.fee_ticket[column.name], -column.offer.terms.fixed_fee))
    for line in model.lines:
        if line.outlets.get(period) == uses and (line.name, period) in model.line_draw:
            net = 1 - line.offer.terms.upfront_fee_rate - line.offer.terms.retained_balance_rate
            terms.append((model.line_draw[line.name, period], net))
            fee = model.fee_ticket.get(model.line_draw[line.name, period].name)
            if fee is not None:
                terms.append((fee, -line.offer.terms.fixed_fee))
    return terms
