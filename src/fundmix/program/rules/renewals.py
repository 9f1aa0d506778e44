"""Renewals: what a lender may do with its own debt competes with new money."""

from fundmix.program.columns import DrawColumn
from fundmix.program.early import EarlyColumn
from fundmix.program.model import Model


def renewals(model: Model) -> None:
    """A debt moves to one offer of its lender at most, and no more of it than is due; new money there keeps its limit.

    Renewed or extended: ``draw[k] ≤ last principal · pick[k] − Σ early · its share``; restructured:
    ``draw[k] = early[d] = balance · pick[k]``; ``Σ_k pick[k] ≤ 1`` per debt; ``pick[k] ≤ use[i]``. Where the lender
    also has new money: ``Σ outstanding ≤ max(0, limit − existing) + Σ principal · (1 − Σ pick[new])``.
    """
    for renewal in model.renewals:
        pick = model.pick[renewal.offer.offer_id]
        use = model.use[renewal.lender.channel_id]
        model.at_most(f"asks_{renewal.name}", [(pick, 1.0), (use, -1.0)], 0.0)
        if renewal.offer.use == "hardship":
            _takes_over(model, renewal)
        else:
            _renews(model, renewal)
    for debt in dict.fromkeys(renewal.offer.debt for renewal in model.renewals):
        picks = [(model.pick[one.offer.offer_id], 1.0) for one in model.renewals if one.offer.debt == debt]
        number = next(number for number, one in enumerate(model.situation.debts) if one.name == debt)
        model.at_most(f"one_renewal_{number}", picks, 1.0)
    _beside_new_money(model)


def _takes_over(model: Model, renewal: DrawColumn) -> None:
    """The whole balance moves to the instalment plan, or nothing."""
    column = next(one for one in model.early_columns if one.offer == renewal.offer)
    early, draw = model.early[column.name], model.draw[renewal.name]
    model.equal(f"moves_{renewal.name}", [(draw, 1.0), (early, -1.0)], 0.0)
    model.equal(
        f"all_of_{renewal.name}", [(early, 1.0), (model.pick[renewal.offer.offer_id], -column.most)], 0.0
    )


def _renews(model: Model, renewal: DrawColumn) -> None:
    """What is due on the last day, as far as it was not repaid before."""
    principal = renewal.offer.principal
    before = [
        (model.early[column.name], principal / column.most)
        for column in model.early_columns
        if column.debt.name == renewal.offer.debt and _ends_before(column, renewal)
    ]
    terms = [(model.draw[renewal.name], 1.0), *before]
    model.at_most(f"due_{renewal.name}", terms, principal)
    model.at_most(
        f"renews_{renewal.name}",
        [(model.draw[renewal.name], 1.0), (model.pick[renewal.offer.offer_id], -principal)],
        0.0,
    )


def _ends_before(column: EarlyColumn, renewal: DrawColumn) -> bool:
    return column.day < renewal.day


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
