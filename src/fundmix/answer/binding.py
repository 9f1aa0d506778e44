"""Which rules hold a partial plan back: each is eased by a stated step and the program solved again."""

from collections.abc import Iterator
from dataclasses import dataclass

import highspy

from fundmix.loans import Floats
from fundmix.plan import Binding
from fundmix.program.columns import column_name
from fundmix.program.hot import HotModel
from fundmix.program.solve import Optimum

STEP_YUAN = 10_000.0
STEP_SERVICE = 1_000.0
SECONDS = 0.5
"""Time for each re-solve; a rule whose effect is not found by then is not named."""


@dataclass(frozen=True)
class Ease:
    """One rule eased by one step.

    Attributes:
        rows: rows that get ``step`` more on the right-hand side.
        rooms: (row, variable) whose coefficient, the room that a choice opens, becomes ``step`` larger.
        draws: variables whose upper bound becomes ``step`` larger.
    """

    rule: str
    subject: str
    step: float
    rows: tuple[str, ...] = ()
    rooms: tuple[tuple[str, str], ...] = ()
    draws: tuple[str, ...] = ()


def binding(optimum: Optimum) -> tuple[Binding, ...]:
    """The rules whose easing would leave less unmet, the strongest first; ``change_cost`` is not priced here."""
    hot = optimum.hot
    hot.reset()
    found: list[Binding] = []
    before = optimum.levels["unmet"] + optimum.levels["shortfall"]
    for ease in _eases(hot, optimum.values):
        change = _after(hot, ease, before) - before
        if change < -1.0:
            found.append(
                Binding(
                    rule=ease.rule,
                    subject=ease.subject,
                    step=ease.step,
                    change_unmet=round(change, 2),
                    change_cost=0.0,
                )
            )
    return tuple(sorted(found, key=lambda row: row.change_unmet))


def _eases(hot: HotModel, values: Floats) -> Iterator[Ease]:
    # only the limit of a lender that is used can hold the plan back by itself
    used = {channel for channel, use in hot.model.use.items() if values[hot.column[use.name]] > 0.5}
    for lender in hot.model.lenders:
        if lender.channel_id in used:
            yield _more_limit(hot, lender.channel_id)
    for prefix, rule, step in (
        ("together_", "together", STEP_YUAN),
        ("asset_", "asset", STEP_YUAN),
        ("service_", "debt_service", STEP_SERVICE),
        ("max_channels", "max_channels", 1.0),
        ("max_inquiries", "max_inquiries", 1.0),
    ):
        matching = tuple(row for row in hot.ceilings if row.startswith(prefix))
        if matching:
            yield Ease(rule, "", step, matching)


def _more_limit(hot: HotModel, channel_id: str) -> Ease:
    """A larger limit: more room for the offer that is picked, in every period, and for each draw of it."""
    model = hot.model
    rooms = []
    for period in range(model.situation.draw_until + 1):
        for offer_id in model.offers_of(channel_id):
            rooms.append((column_name("limit", offer_id, period), model.pick[offer_id].name))
        if (channel_id, period) in model.ticket:
            rooms.append((column_name("ticket", channel_id, period), model.ticket[channel_id, period].name))
    draws = [column.name for column in model.columns_of[channel_id]]
    draws += [
        variable.name
        for line in model.lines_of[channel_id]
        for (name, _), variable in model.line_draw.items()
        if name == line.name
    ]
    return Ease(
        "limit",
        channel_id,
        STEP_YUAN,
        rooms=tuple(room for room in rooms if room[0] in hot.rows),
        draws=tuple(draws),
    )


def _after(hot: HotModel, ease: Ease, before: float) -> float:
    """Shortfall and unmet, yuan, once a rule is eased; ``before`` when nothing better is found in time."""
    _apply(hot, ease, ease.step)
    cost = hot.costs["shortfall"] + hot.costs["unmet"]
    solved = hot.minimise(cost, seconds=SECONDS, gap=1e-3, gap_yuan=1.0)
    after = float(cost @ hot.values()) if solved else before
    _apply(hot, ease, 0.0)
    return after


def _apply(hot: HotModel, ease: Ease, step: float) -> None:
    """Ease a rule by ``step``, or put it back with 0."""
    for row in ease.rows:
        hot.highs.changeRowBounds(hot.rows[row], -highspy.kHighsInf, hot.ceilings[row] + step)
    for row, variable in ease.rooms:
        if variable in hot.column:
            opened = hot.coefficient(row, variable) - step
            hot.highs.changeCoeff(hot.rows[row], hot.column[variable], opened)
    for name in ease.draws:
        index = hot.column[name]
        hot.highs.changeColBounds(index, 0.0, hot.high[index] + step)
