"""Settles the optimum: choices fixed, draws in steps and cents, and one answer among equals."""

import math
from collections.abc import Mapping
from types import MappingProxyType

import highspy
import numpy as np

from fundmix.loans import Floats
from fundmix.program.hot import SMALL, HotModel
from fundmix.program.margins import CENT, floors, hold_repaid, is_decided, tighten
from fundmix.program.model import LEVELS
from fundmix.program.solve import Optimum

NOISE = 2e-4
"""Yuan above a whole cent that are the solver's noise, as in the book of the plan."""
Choice = tuple[int, float, float, int]
"""A draw that takes whole steps: (column, step, least yuan, steps more at most)."""


WEIGHTS = {"shortfall": 1e6, "unmet": 1e5, "excess": 1e3, "cost": 1.0}
"""Yuan of the levels where draws take steps: two cents unmet weigh more than what a step more costs."""
SLACKS = (SMALL, 1e-4, 0.005)
"""Yuan by which a level may give way to the next; more only when less is beyond the solver's tolerance."""


Floors = dict[str, float]
"""Level -> yuan below which it cannot honestly fall."""


class _UnsettledError(Exception):
    """Rounded choices leave no room for cents."""


def settle(
    optimum: Optimum,
    cash_margin: float,
    limit_margin: float,
    more: Mapping[int, float] = MappingProxyType({}),
) -> dict[str, float] | None:
    """Every variable by name, with draws in whole steps and cents; None when this leaves no room for cents.

    ``cash_margin`` yuan are added to the floor of cash and taken off the rows that payments go into,
    ``limit_margin`` yuan are taken off limits and shares; ``more``: yuan for the floor of single periods.
    """
    hot = optimum.hot
    hot.reset()
    hold_repaid(hot, 0.0)
    whole = [hot.names[index] for index in hot.whole]
    rounded = [float(round(optimum.values[index])) for index in hot.whole]
    hot.bounds(whole, rounded, rounded)
    chosen = {
        **dict(zip(hot.names, optimum.values.tolist(), strict=True)),
        **dict(zip(whole, rounded, strict=True)),
    }
    tighten(hot, chosen, cash_margin, limit_margin)
    names = [variable.name for variable in hot.model.cash]
    hot.bounds(names, floors(hot, chosen, cash_margin, more), [highspy.kHighsInf] * len(names))
    hot.relax()
    try:
        least = _continuous(hot)
        _round_steps(hot, least)
        # half of the margin is for what rounds up here, half for the cents of the contracts afterwards
        tighten(hot, chosen, cash_margin / 2, limit_margin / 2)
        _round_cents(hot, least)
    except _UnsettledError:
        return None
    return dict(zip(hot.names, _round_missing(hot).tolist(), strict=True))


def _continuous(hot: HotModel, least: Floors | None = None) -> Floors:
    """The levels once more, all continuous; among plans of equal cost, the one that a fixed preference picks.

    ``least``: what the levels were before rounding. Money that rounding leaves over must not make a plan better
    than the best one.
    """
    for slack in SLACKS:
        found = _level_by_level(hot, slack, least or {})
        if found is not None:
            return found
    raise _UnsettledError


def _level_by_level(hot: HotModel, slack: float, least: Floors) -> Floors | None:
    """Each level least while the ones before it give way by ``slack`` at most; None when the solver fails."""
    found: Floors = {}
    for level in LEVELS:
        _hold(hot, level, least.get(level, -math.inf), math.inf)
    for level in LEVELS:
        if not hot.costs[level].any():
            continue
        if not hot.minimise(hot.costs[level], seconds=10.0) and not _from_cold(hot, hot.costs[level]):
            return None
        found[level] = float(hot.costs[level] @ hot.values())
        _hold(hot, level, least.get(level, -math.inf), found[level] + slack)
    # cold, so that one client gets one answer whatever was solved before
    if not _from_cold(hot, _preference(hot)):
        return None
    return {level: value - SLACKS[-1] for level, value in found.items() if level != "cost"}


def _from_cold(hot: HotModel, cost: Floats) -> bool:
    """Solve without what the solver remembers: an old basis may mislead it to *infeasible*."""
    hot.highs.clearSolver()
    return hot.minimise(cost, seconds=10.0)


def _hold(hot: HotModel, level: str, low: float, high: float) -> None:
    """Keep a level between two values."""
    bounds = (
        -highspy.kHighsInf if low == -math.inf else low,
        highspy.kHighsInf if high == math.inf else high,
    )
    hot.highs.changeRowBounds(hot.rows[f"level_{level}"], *bounds)


def _preference(hot: HotModel) -> Floats:
    """A fixed order among equal plans: the cheaper offer, then the name; to term before early; the earlier draw."""
    model, cost = hot.model, np.zeros(len(hot.names))
    priced = {(column.offer.apr, column.offer.offer_id) for column in model.columns}
    priced |= {(line.offer.apr, line.offer.offer_id) for line in model.lines}
    rank = {offer_id: position for position, (_, offer_id) in enumerate(sorted(priced), start=1)}
    for column in model.columns:
        early = 0.0 if column.closed is None else 0.5 + 0.001 * column.closed
        order = rank[column.offer.offer_id] + 0.01 * column.period + early
        cost[hot.column[column.name]] = order
    offer_of = {line.name: line.offer.offer_id for line in model.lines}
    for (name, period), variable in model.line_draw.items():
        cost[hot.column[variable.name]] = rank[offer_of[name]] + 0.01 * period
    return cost / max(1.0, float(cost.max(initial=0.0)))


def _drawn(hot: HotModel) -> list[tuple[str, float]]:
    """(variable name, smallest step) of every draw."""
    model = hot.model
    named = [(column.name, column.lender.amount_step if column.is_new else 0.0) for column in model.columns]
    step = {line.name: line.lender.amount_step for line in model.lines}
    named += [(variable.name, step[name]) for (name, _), variable in model.line_draw.items()]
    # what was drawn before an outage is in cents already
    return [one for one in named if not is_decided(hot, one[0])]


def _round_steps(hot: HotModel, least: Floors) -> None:
    """Round draws to their steps as the levels prefer, and re-solve the rest.

    A used draw may move by the largest step of all, so that a finely stepped lender absorbs what a coarse one rounds.
    """
    model, found = hot.model, hot.values()
    stepped = [(hot.column[name], step) for name, step in _drawn(hot) if step > CENT and not model.exact]
    used = [(column, step) for column, step in stepped if found[column] >= CENT / 2]
    if not used:
        return
    _open_spare(hot, found, 0.0)
    for column, _ in stepped:
        if found[column] < CENT / 2:
            hot.highs.changeColBounds(column, 0.0, 0.0)
    reach = max(step for _, step in used)
    choices = [_choice(hot, column, step, float(found[column]), reach) for column, step in used]
    # a draw that is dropped gives no room for idle money any more
    _open_spare(hot, _choose_steps(hot, choices, least), 0.0)
    _continuous(hot, least)


def _choice(hot: HotModel, column: int, step: float, value: float, reach: float) -> Choice:
    """The whole steps that a draw may take: around its value, within its bounds."""
    least = max(0, math.floor((value - reach) / step + 1e-7))
    most = math.floor(min((value + reach + step) / step, hot.high[column] / step) + 1e-7)
    return column, step, step * least, max(0, most - least)


def _choose_steps(hot: HotModel, choices: list[Choice], floors: Floors) -> Floats:
    """A small program with one whole number per draw: draw = least + step · n, the levels weighed far apart.

    The draws are fixed; the values of all columns are returned.
    """
    highs = hot.highs
    for level in LEVELS:
        _hold(hot, level, floors.get(level, -math.inf), math.inf)
    cost = np.sum([weight * hot.costs[level] for level, weight in WEIGHTS.items()], axis=0)
    # of the cost alone: what stays unmet for good must not widen the gap
    gap = max(CENT, 1e-4 * abs(float(hot.costs["cost"] @ hot.values())))
    first, rows = highs.getNumCol(), highs.getNumRow()
    for column, step, least, most in choices:
        highs.changeColBounds(column, least, least + most * step)
        index = highs.getNumCol()
        highs.addCol(0.0, 0.0, float(most), 0, np.zeros(0, dtype=np.int32), np.zeros(0))
        highs.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        highs.addRow(least, least, 2, np.array([column, index], dtype=np.int32), np.array([1.0, -step]))
    hot.searching = True
    solved = hot.minimise(np.concatenate([cost, np.zeros(len(choices))]), seconds=2.0, gap_yuan=gap)
    hot.searching = False
    values = hot.values()
    highs.deleteRows(len(choices), np.arange(rows, rows + len(choices), dtype=np.int32))
    highs.deleteCols(len(choices), np.arange(first, first + len(choices), dtype=np.int32))
    if not solved:
        raise _UnsettledError
    for column, step, least, _ in choices:
        values[column] = round(least + step * round((values[column] - least) / step), 2)
        highs.changeColBounds(column, values[column], values[column])
    return values


def _round_cents(hot: HotModel, least: Floors) -> None:
    """Round every draw and line movement up to the cent, what old debts are repaid or renewed down, and re-solve.

    Where so many cents more find no room, each draw goes up or down as the levels prefer.
    """
    found = hot.values()
    _open_spare(hot, found, CENT)
    renewed = {column.name: column.offer.principal for column in hot.model.renewals}
    for name in (name for name in (*renewed, *hot.model.early) if name in hot.column):
        if is_decided(hot, name):
            continue
        value = float(found[hot.column[name]])
        cents = round(math.floor(value / CENT + 0.02) * CENT, 2)
        # nobody renews all but some cents, nor moves or repays some cents alone
        whole = renewed.get(name, 0.0)
        cents = whole if whole - 1 < value < whole else cents if value >= 1 else 0.0
        hot.bounds([name], [cents], [cents])
    # what is repaid in whole lacks a cent of it now, which the answer repays as well
    hold_repaid(hot, highspy.kHighsInf)
    for name in (name for name, _ in _drawn(hot) if name not in renewed):
        value = float(found[hot.column[name]])
        # a level may give way by a little, which must not round up to a cent
        cents = math.ceil(value / CENT - 0.02) * CENT if value >= CENT / 2 else 0.0
        cents = round(min(cents, math.floor(hot.high[hot.column[name]] / CENT + 1e-7) * CENT), 2)
        hot.bounds([name], [cents], [cents])
    try:
        _continuous(hot, least)
        return
    except _UnsettledError:
        choices = [_around(hot, draw, found) for draw in _drawn(hot) if draw[0] not in renewed]
    try:
        _choose_steps(hot, choices, least)
    except _UnsettledError:
        # what rounding leaves over may then serve something after all
        least = {}
        _choose_steps(hot, choices, least)
    _continuous(hot, least)


def _around(hot: HotModel, draw: tuple[str, float], found: Floats) -> Choice:
    """The cents that a draw may take: one below its value to two above, none, or its whole steps; within its bounds."""
    column, step = hot.column[draw[0]], draw[1]
    value = float(found[column])
    if value < CENT / 2 or step > CENT:
        return column, CENT, round(value, 2), 0
    least = max(0.0, round((math.floor(value / CENT + 0.02) - 1) * CENT, 2))
    return column, CENT, least, max(0, min(3, math.floor((hot.high[column] - least) / CENT + 1e-7)))


def _round_missing(hot: HotModel) -> Floats:
    """Round what stays unmet or falls short up to the cent, and re-solve what money does; the values of all columns.

    A need takes less by that part of a cent, which may serve nothing instead.
    """
    found = hot.values()
    missing = [hot.column[variable.name] for variable in (*hot.model.shortfall, *hot.model.unmet.values())]
    if max(found[missing], default=0.0) < CENT / 2:
        return found
    for column in missing:
        value = float(found[column])
        cents = min(round(math.ceil((value - NOISE) / CENT) * CENT, 2), float(hot.high[column]))
        bounds = (cents, cents) if value >= CENT / 2 else (0.0, max(0.0, value))
        hot.highs.changeColBounds(column, *bounds)
    for variable in hot.model.spare.values():
        hot.bounds([variable.name], [0.0], [float(found[hot.column[variable.name]]) + CENT])
    for level in LEVELS:
        more = math.inf if level in ("shortfall", "unmet") else CENT * len(hot.model.cash)
        _hold(hot, level, -math.inf, float(hot.costs[level] @ found) + more)
    return hot.values() if _from_cold(hot, _preference(hot)) else found


def _open_spare(hot: HotModel, found: Floats, cent: float) -> None:
    """Let money of each class exceed its uses by the rounding of the draws that are made: to steps, then to cents.

    The re-play allows some cents more, for what is withheld and for uses: those come when contracts are in cents.
    """
    model = hot.model
    rooms = dict.fromkeys(model.classes, 0.0)
    for column in model.columns:
        if found[hot.column[column.name]] >= CENT / 2:
            rooms[column.period, column.outlets] += max(column.lender.amount_step, cent)
    for line in model.lines:
        for period in line.draw_periods:
            if found[hot.column[model.line_draw[line.name, period].name]] >= CENT / 2:
                rooms[period, line.outlets[period]] += max(line.lender.amount_step, cent)
    # what old debts are repaid goes down to the cent
    repaid = [model.use_of[name] for name in model.early if found[hot.column[name]] >= CENT / 2]
    for number, key in enumerate(model.classes):
        more = cent * sum(use in key[1] for use in repaid) if rooms[key] else 0.0
        hot.bounds([model.spare[number].name], [0.0], [rooms[key] + more])
