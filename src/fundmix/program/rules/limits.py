"""Rule 2, limits: no lender, shared limit or pledged asset is used beyond what it bears."""

from collections.abc import Collection, Mapping, Sequence

from fundmix.offers import Lender, is_dearer
from fundmix.program.columns import DrawColumn
from fundmix.program.early import EarlyColumn
from fundmix.program.model import Model, Term


def limits(model: Model) -> None:
    """A lender's new balance stays within its limit less what is owed to it, and each asset backs only once.

    ``outstanding[k,t] ≤ (limit − existing[t]) · pick[k]``; limits that channels share:
    ``Σ outstanding[i,t] ≤ limit − Σ existing[t]``; assets: ``Σ outstanding[i,t] / multiplier[i] ≤ value − lien``.
    What is repaid early leaves room from the next period on, an asset when its debt is repaid in whole; but a lender
    that has cut its limit below the balance does not lend again what it is paid back. Only while draws are possible:
    afterwards a balance can only fall, unless a period has a limit of its own.
    """
    for period in range(model.situation.draw_until + 1 + bool(model.renewals)):
        _shared_limits(model, period)
        _assets(model, period)
    for period in range(model.situation.periods):
        _own_limits(model, period, tuple(one for one in model.lenders if _can_bind(model, one, period)))


def _can_bind(model: Model, lender: Lender, period: int) -> bool:
    """Whether the lender may still pay out, or has a limit of its own on what is outstanding in ``period``."""
    own = any((index, measure) == (period, "outstanding") for index, measure, _ in lender.availability)
    return own or period <= model.last_draw(lender)


def _own_limits(model: Model, period: int, lenders: tuple[Lender, ...]) -> None:
    for lender in lenders:
        room = model.room(lender, period)
        by_offer: dict[str, list[Term]] = {}
        for column in model.columns_of[lender.channel_id]:
            if owed := column.outstanding(period):
                by_offer.setdefault(column.offer.offer_id, []).append((model.draw[column.name], owed))
        for line in model.lines_of[lender.channel_id]:
            if (line.name, period) in model.line_balance:
                by_offer.setdefault(line.offer.offer_id, []).append(
                    (model.line_balance[line.name, period], 1.0)
                )
        freed, more = model.freed_at(lender, period)
        for offer_id, terms in by_offer.items():
            model.at_most(f"limit_{offer_id}_{period}", [*terms, (model.pick[offer_id], -room - more)], 0.0)
            if freed:
                model.at_most(f"freed_{offer_id}_{period}", [*terms, *freed], room)
        _repriced_limits(model, lender, period, by_offer)
        for index, measure, yuan in lender.availability:
            if (index, measure) == (period, "drawing"):
                _while_drawing(model, lender, period, yuan)
            if (index, measure) == (period, "draw"):
                drawn = [
                    (model.draw[c.name], 1.0)
                    for c in model.columns_of[lender.channel_id]
                    if c.period == period
                ]
                drawn += [
                    (model.line_draw[line.name, period], 1.0)
                    for line in model.lines_of[lender.channel_id]
                    if (line.name, period) in model.line_draw
                ]
                model.at_most(f"draw_limit_{lender.channel_id}_{period}", drawn, yuan)


def _repriced_limits(
    model: Model, lender: Lender, period: int, by_offer: Mapping[str, Sequence[Term]]
) -> None:
    """Where an outage has raised the price, draws from before and after it share the lender's limit.

    ``Σ_k outstanding[k,t] ≤ (limit − existing[t]) · use[i]``.
    """
    if any(is_dearer(offer_id) for offer_id in by_offer):
        room = model.room(lender, period) + model.freed_at(lender, period)[1]
        terms = [term for offer in by_offer.values() for term in offer]
        model.at_most(
            f"limit_all_{lender.channel_id}_{period}", [*terms, (model.use[lender.channel_id], -room)], 0.0
        )


def _while_drawing(model: Model, lender: Lender, period: int, yuan: float) -> None:
    """A limit cut by an outage holds where something new is drawn; what runs runs on.

    ``outstanding[i,t] ≤ cut − existing[t] + M·(1 − ticket[i,t])``.
    """
    owed = model.situation.owed.get(lender.channel_id)
    room = max(0.0, yuan - (float(owed[period]) if owed is not None else 0.0))
    most = model.most_room(lender, period)
    ticket = model.ticket.get((lender.channel_id, period))
    if ticket is not None and room < most:
        terms = [*model.outstanding(lender, period, moved=()), (ticket, most - room)]
        model.at_most(f"drawing_{lender.channel_id}_{period}", terms, most)


def _shared_limits(model: Model, period: int) -> None:
    for number, (channel_ids, yuan) in enumerate(model.market.together):
        terms: list[Term] = []
        owed = 0.0
        for channel_id in channel_ids:
            if channel_id in model.situation.owed:
                owed += float(model.situation.owed[channel_id][period])
        for lender in model.lenders:
            if lender.channel_id in channel_ids:
                terms += model.outstanding(lender, period, moved=())
        freed: list[Term] = []
        if owed <= yuan:
            freed = model.freed(period, lambda column: _repaid_at(column, channel_ids), -1.0)  # noqa: B023 - used at once
        model.at_most(f"together_{number}_{period}", [*terms, *freed], max(0.0, yuan - owed))
        renewed = [
            one for one in model.renewals if one.lender.channel_id in channel_ids and one.period < period
        ]
        for one in renewed if terms else ():
            # a renewed debt goes on using its part of the limit, as far as that has any beside the other debts
            old = _owed_on(model, one, period)
            room = max(0.0, yuan - owed + old)
            uses = (model.renew[one.name], min(one.offer.principal, room))
            model.at_most(f"together_{number}_{period}_{one.name}", [*terms, *freed, uses], room)


def _repaid_at(column: EarlyColumn, channel_ids: Collection[str]) -> bool:
    """Whether the column repays a debt of these lenders, and does not move it."""
    return column.offer is None and column.debt.channel_id in channel_ids


def _owed_on(model: Model, renewal: DrawColumn, period: int) -> float:
    """Yuan of the renewed debt that its old contract still counts in ``period``."""
    debt = next(debt for debt in model.situation.debts if debt.name == renewal.offer.debt)
    return float(debt.balances(model.situation.grid, period + 1)[period])


def _assets(model: Model, period: int) -> None:
    for field, value in model.market.asset_values.items():
        terms: list[Term] = []
        for lender in model.lenders:
            if lender.pledge == field:
                terms += model.outstanding(lender, period, 1.0 / lender.multiplier)
        if terms and value > 0:
            terms += _liens_left(model, field, period)
        model.at_most(f"asset_{field}_{period}", terms, value)


def _liens_left(model: Model, field: str, period: int) -> list[Term]:
    """Yuan of an asset that debts repaid in whole before ``period`` no longer hold, as terms with −1."""
    terms: list[Term] = []
    for number, debt in enumerate(model.situation.debts):
        if debt.pledge == field and period:
            left = model.repaid_by((number,), period - 1)
            if left is not None:
                terms.append((left, -debt.balance))
    return terms
