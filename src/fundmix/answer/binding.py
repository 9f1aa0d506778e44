"""Which rules hold a partial plan back: each is eased by a stated step and the program solved again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import highspy

from fundmix.plan import Binding
from fundmix.program.hot import HotModel
from fundmix.program.solve import Optimum

STEP_YUAN = 10_000.0
STEP_SERVICE = 1_000.0
SECONDS = 0.5
"""Time for each re-solve; a rule whose effect is not found by then is not named."""


@dataclass(frozen=True)
class Ease:
    """One rule eased by one step: its rows get ``step`` more on the right-hand side."""

    rule: str
    subject: str
    step: float
    rows: tuple[str, ...]


def binding(optimum: Optimum) -> tuple[Binding, ...]:
    """The rules whose easing would leave less unmet, the strongest first; ``change_cost`` is not priced here."""
    hot = optimum.hot
    found: list[Binding] = []
    for ease in _eases(hot):
        change = _change(hot, ease, optimum.levels["unmet"] + optimum.levels["shortfall"])
        if change < -1.0:
            found.append(
                Binding(rule=ease.rule, subject=ease.subject, step=ease.step, change_unmet=round(change, 2), change_cost=0.0)
            )
    return tuple(sorted(found, key=lambda row: row.change_unmet))


def _eases(hot: HotModel) -> Iterator[Ease]:
    model = hot.model
    rows = list(hot.ceilings)
    for lender in model.lenders:
        names = [f"limit_{offer}_" for offer in model.offers_of(lender.channel_id)]
        matching = tuple(row for row in rows if row.startswith(tuple(name.replace(".", "_") for name in names)))
        yield Ease("limit", lender.channel_id, STEP_YUAN, matching)
    for prefix, rule, step in (
        ("together_", "together", STEP_YUAN),
        ("asset_", "asset", STEP_YUAN),
        ("service_", "debt_service", STEP_SERVICE),
        ("max_channels", "max_channels", 1.0),
        ("max_inquiries", "max_inquiries", 1.0),
    ):
        matching = tuple(row for row in rows if row.startswith(prefix))
        if matching:
            yield Ease(rule, "", step, matching)


def _change(hot: HotModel, ease: Ease, before: float) -> float:
    """Yuan by which shortfall and unmet fall when a rule is eased."""
    hot.reset()
    _move(hot, ease, lambda bound: bound + ease.step)
    if ease.rule == "limit":
        _widen(hot, ease)
    cost = hot.costs["shortfall"] + hot.costs["unmet"]
    solved = hot.minimise(cost, seconds=SECONDS, gap=1e-3, gap_yuan=1.0)
    after = float(cost @ hot.values()) if solved else before
    _move(hot, ease, lambda bound: bound)
    return after - before


def _widen(hot: HotModel, ease: Ease) -> None:
    """A larger limit also lets each draw and ticket be larger."""
    for column in hot.model.columns:
        if column.lender.channel_id == ease.subject:
            index = hot.column[column.name]
            hot.highs.changeColBounds(index, 0.0, hot.high[index] + ease.step)
    for name in hot.ceilings:
        if name.startswith(f"ticket_{ease.subject}_"):
            hot.highs.changeRowBounds(hot.rows[name], -highspy.kHighsInf, ease.step)


def _move(hot: HotModel, ease: Ease, new: Callable[[float], float]) -> None:
    names = list(ease.rows)
    if ease.rule == "limit":
        names += [name for name in hot.ceilings if name.startswith(f"ticket_{ease.subject}_")]
    for name in names:
        hot.highs.changeRowBounds(hot.rows[name], -highspy.kHighsInf, new(hot.ceilings[name]))
