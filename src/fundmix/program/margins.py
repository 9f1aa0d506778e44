"""Margins for cents: what is taken off the rows that rounded contracts could break."""

import math
from collections.abc import Mapping

import highspy

from fundmix.program.columns import column_name
from fundmix.program.hot import HotModel

CENT = 0.01
CASH_ROWS = ("service_", "ratio_watch_payment_")
"""Rows that payments go into, which are rounded one by one afterwards."""
LIMIT_ROWS = (
    "together_", "asset_", "share_", "draw_limit_", "ratio_watch_debt_", "freed_", "beside_", "due_",
)  # fmt: skip
"""Rows of balances alone: in whole yuan they need no margin, a share or a multiple may have parts of a cent."""
LARGE = 0.2
"""Yuan of margin that are more than what cents of a few contracts come to."""


def tighten(hot: HotModel, chosen: dict[str, float], cash_margin: float, limit_margin: float) -> None:
    """Take the margins off the rows that cents could break; offers that were not picked lend nothing anyway.

    ``chosen``: the rounded choices, and what the optimum repays early.
    """
    model, eased = hot.model, _eased(hot, chosen)
    for rows, margin in ((CASH_ROWS, cash_margin), (LIMIT_ROWS, limit_margin)):
        ratios = tuple(row for row in rows if row.startswith("ratio_"))
        hot.tighten(tuple(row for row in rows if row not in ratios), margin, eased)
        _tighten_ratios(hot, ratios, margin, eased)
    _tighten_caps(hot, chosen, limit_margin)
    _tighten_moments(hot, cash_margin)
    _tighten_retained(hot, cash_margin)
    _tighten_reserve(hot, chosen, cash_margin)
    drawn_before = {one.offer.offer_id for one in model.columns if is_decided(hot, one.name)}
    drawn_before |= {
        line.offer.offer_id
        for line in model.lines
        if any(is_decided(hot, model.line_draw[line.name, period].name) for period in line.draw_periods)
    }
    lender_of = {offer.offer_id: offer.channel_id for offer in model.market.offers}
    lenders = {lender.channel_id: lender for lender in model.lenders}
    for offer_id, pick in model.pick.items():
        if chosen.get(pick.name, 1.0) <= 0 or offer_id in drawn_before:
            continue
        for period in range(model.situation.periods):
            name = column_name("limit", offer_id, period)
            if name in hot.ceilings:
                room = model.room(lenders[lender_of[offer_id]], period)
                hot.highs.changeRowBounds(hot.rows[name], -highspy.kHighsInf, -min(limit_margin, room))


def is_decided(hot: HotModel, name: str) -> bool:
    """Whether a variable has but one value, not 0: what was decided before an outage."""
    column = hot.column.get(name)
    return column is not None and bool(hot.low[column] == hot.high[column] > 0)


def _tighten_caps(hot: HotModel, chosen: dict[str, float], margin: float) -> None:
    """Take the margin off the cap of each used lender, which stands beside its use and not on the right-hand side."""
    for channel_id, use in hot.model.use.items():
        if use.name not in hot.column or chosen.get(use.name, 1.0) <= 0:
            continue
        for period in range(hot.model.situation.periods):
            row = column_name(f"share_channel:{channel_id}", period)
            if row in hot.ceilings:
                room = -hot.weight(row, use.name)
                hot.highs.changeRowBounds(hot.rows[row], -highspy.kHighsInf, -min(margin, max(0.0, room)))


def _eased(hot: HotModel, chosen: dict[str, float]) -> dict[str, float]:
    """Yuan by which early repayment eases each row that cents could break, less what was drawn before an outage."""
    model = hot.model
    repaid = (*model.early.values(), *model.spared.values(), *model.financed.values())
    amounts = {hot.column[one.name]: chosen[one.name] for one in repaid if one.name in hot.column}
    # what was drawn before an outage takes its room whatever the margin
    drawn = (*model.draw.values(), *model.line_draw.values(), *model.line_balance.values())
    amounts |= {
        hot.column[one.name]: float(hot.low[hot.column[one.name]])
        for one in drawn
        if is_decided(hot, one.name)
    }
    eased = {}
    for name in hot.ceilings if amounts else ():
        if name.startswith((*CASH_ROWS, *LIMIT_ROWS)):
            _, columns, weights = hot.highs.getRowEntries(hot.rows[name])
            eased[name] = -sum(
                weight * amounts[column]
                for column, weight in zip(columns, weights, strict=True)
                if column in amounts
            )
    return eased


def _tighten_ratios(hot: HotModel, rows: tuple[str, ...], margin: float, eased: dict[str, float]) -> None:
    """Take the margin off what the lenders' own ratios leave; where they leave nothing, nothing is lent."""
    watches = {hot.column[watch.name] for watch in hot.model.watch.values() if watch.name in hot.column}
    for name, bound in hot.ceilings.items():
        if name.startswith(rows):
            _, columns, weights = hot.highs.getRowEntries(hot.rows[name])
            room = bound - sum(
                weight for column, weight in zip(columns, weights, strict=True) if column in watches
            )
            room += eased.get(name, 0.0)
            hot.highs.changeRowBounds(hot.rows[name], -highspy.kHighsInf, bound - min(margin, max(room, 0.0)))


def floors(hot: HotModel, chosen: dict[str, float], margin: float, more: Mapping[int, float]) -> list[float]:
    """The floor of cash per period and the margin, as far as cash reaches it without needs and new loans.

    A large margin, when small ones do not do, is asked of each period from the first draw on: loans can bring it.
    """
    model = hot.model
    drawn = [column.period for column in model.columns if chosen[column.name] >= CENT]
    drawn += [period for (_, period), one in model.line_draw.items() if chosen[one.name] >= CENT]
    first = min(drawn, default=len(model.cash)) if margin >= LARGE else len(model.cash)
    found = []
    for period, (variable, reach) in enumerate(zip(model.cash, _reach(hot), strict=True)):
        floor = float(hot.low[hot.column[variable.name]])
        raised = floor + margin if period >= first else min(floor + margin, max(floor, reach))
        found.append(max(raised, floor + more.get(period, 0.0)))
    return found


def _reach(hot: HotModel) -> list[float]:
    """Cash per period without needs and new loans: a shortfall covers losses and existing debts, so both drop out.

    After an outage a shortfall also covers what was drawn before, so no cent is out of reach; what is past is past.
    """
    situation = hot.model.situation
    if hot.model.known is not None:
        month = situation.grid.index_of(hot.model.known)
        return [0.0 if period < month else math.inf for period in range(situation.periods)]
    reached, reach = [], situation.opening
    for period in range(situation.periods):
        sure = [one.amount for one in situation.inflows if one.slot is None and one.period == period]
        reach += sum(sure) + max(0.0, float(situation.surplus[period]))
        if not period:
            reach = max(reach, 0.0)
        reached.append(reach)
    return reached


def _tighten_moments(hot: HotModel, margin: float) -> None:
    """Take the margin off what must be there on an eve, as far as cash reaches it by itself."""
    situation, reach = hot.model.situation, _reach(hot)
    for name, eve in hot.model.eves.items():
        if name in hot.ceilings:
            inflows, _, _ = situation.later(eve.period, eve.day)
            before = reach[eve.period] - sum(one.amount for one in inflows if one.slot is None)
            bound = hot.ceilings[name] - min(margin, max(0.0, before))
            hot.highs.changeRowBounds(hot.rows[name], -highspy.kHighsInf, bound)


def _tighten_retained(hot: HotModel, margin: float) -> None:
    """Add the margin to what must stay in the account or be there first, as far as cash reaches it by itself."""
    for period, reach in enumerate(_reach(hot)):
        more = min(margin, max(0.0, reach))
        kept, next_paid = hot.rows.get(f"retained_{period}"), hot.rows.get(f"payments_first_{period + 1}")
        if kept is not None:
            hot.highs.changeRowBounds(kept, more, highspy.kHighsInf)
        if next_paid is not None:
            hot.highs.changeRowBounds(next_paid, -highspy.kHighsInf, -more)


def hold_repaid(hot: HotModel, most: float) -> None:
    """Let what counts as repaid in whole be ``most`` more than what is repaid."""
    for name, row in hot.rows.items():
        if name.startswith("left_") and name.removesuffix("_lends") == name:
            hot.highs.changeRowBounds(row, -highspy.kHighsInf, most)


def _tighten_reserve(hot: HotModel, chosen: dict[str, float], margin: float) -> None:
    """Add the margin to the reserve that has to stay where own cash repays a debt early."""
    for name, row in hot.rows.items():
        if name.startswith("reserve_") and chosen.get(name.replace("reserve", "own")) == 1:
            hot.highs.changeRowBounds(row, margin, highspy.kHighsInf)
