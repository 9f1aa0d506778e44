"""Renewals: what a lender may do with its own debt competes with new money."""

from fundmix.program.columns import DrawColumn
from fundmix.program.early import EarlyColumn
from fundmix.program.model import Model


def renewals(model: Model) -> None:
    """A debt moves to one offer of its lender at most, and no more of it than is due; new money there keeps its limit.

    Renewed or extended: ``smallest · renew[k] ≤ draw[k] ≤ last principal · renew[k]``, less ``Σ early · its share``;
    restructured: ``Σ draw[k] = early[d] = balance · Σ renew[k]``; ``Σ_k renew[k] ≤ 1`` per debt; ``renew[k] ≤ use[i]``.
    Where the lender also has new money: ``Σ outstanding ≤ max(0, limit − existing) + Σ principal · (1 − Σ pick[new])``.
    """
    for renewal in model.renewals:
        use = model.use[renewal.lender.channel_id]
        model.at_most(f"asks_{renewal.name}", [(model.renew[renewal.name], 1.0), (use, -1.0)], 0.0)
        _amount(model, renewal)
        if renewal.offer.use != "hardship":
            _still_due(model, renewal)
    for column in model.early_columns:
        if column.offer is not None:
            _takes_over(model, column)
    for number, debt in enumerate(model.situation.debts):
        chosen = [(model.renew[one.name], 1.0) for one in model.renewals if one.offer.debt == debt.name]
        model.at_most(f"one_renewal_{number}", chosen, 1.0)
    _beside_new_money(model)


def _amount(model: Model, renewal: DrawColumn) -> None:
    """A renewal that is chosen moves a sum with a lawful price, and no more than the debt is."""
    draw, chosen = (model.draw[renewal.name], 1.0), model.renew[renewal.name]
    model.at_most(f"most_{renewal.name}", [draw, (chosen, -renewal.offer.principal)], 0.0)
    if renewal.offer.smallest:
        model.at_least(f"least_{renewal.name}", [draw, (chosen, -renewal.offer.smallest)], 0.0)


def _still_due(model: Model, renewal: DrawColumn) -> None:
    """What is due on the last day, as far as it was not repaid before."""
    principal = renewal.offer.principal
    before = [
        (model.early[column.name], principal / column.most)
        for column in model.early_columns
        if column.debt.name == renewal.offer.debt and column.day < renewal.day
    ]
    if before:
        model.at_most(f"due_{renewal.name}", [(model.draw[renewal.name], 1.0), *before], principal)


def _takes_over(model: Model, column: EarlyColumn) -> None:
    """The whole balance moves to the instalment plan, or nothing."""
    plans = [one for one in model.renewals if one.offer == column.offer]
    early = model.early[column.name]
    drawn = [(model.draw[one.name], 1.0) for one in plans]
    chosen = [(model.renew[one.name], -column.most) for one in plans]
    model.equal(f"moves_{column.name}", [*drawn, (early, -1.0)], 0.0)
    model.equal(f"all_of_{column.name}", [(early, 1.0), *chosen], 0.0)


def _beside_new_money(model: Model) -> None:
    """A lender's limit holds what it renews and what it lends anew together, once it lends anew."""
    for lender in model.lenders:
        renewed = [one for one in model.renewals if one.lender is lender]
        picks = [(model.pick[offer_id], 1.0) for offer_id in model.offers_of(lender.channel_id)]
        if not renewed or not picks:
            continue
        principal = sum({one.offer.debt: one.offer.principal for one in renewed}.values())
        for period in range(model.situation.draw_until + 1):
            room = model.room(lender, period)
            terms = [*model.outstanding(lender, period), *((pick, principal) for pick, _ in picks)]
            terms += model.freed_at(lender, period)[0]
            model.at_most(f"beside_{lender.channel_id}_{period}", terms, room + principal)
