"""Before any re-play: the plan is whole. Every figure is a number, every name is known, all rows in place."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from fundmix.dates import PERIODS_PER_YEAR, Grid
from fundmix.errors import Issue
from fundmix.fields import Record
from fundmix.plan import FundingPlan
from fundmix.verify.debts import OldDebt
from fundmix.verify.figures import found, is_cents, same_value

MAY_BE_NEGATIVE = frozenset(
    {"opening", "closing", "surplus", "surplus_after", "cost", "apr", "effective_annual_rate", "final_cash"}
    | {"cash_before", "cash_after", "asset_values", "actual", "bound", "objective", "gap", "distance"}
    | {
        "step",
        "change_unmet",
        "change_cost",
        "change_excess",
        "change_effort",
        "values",
        "cash",
        "outages",
        "price_of_safety",
    }
    | {"interest_saved", "saving", "saved"}
)
"""Names of figures, or of what holds them, that a right plan may show below zero."""

MAX_PERIODS = 2_000
SMALLEST_MULTIPLIER = 1e-6
LARGEST_RATE = 10.0
"""A yearly rate, fee or flow per yuan beyond this belongs to no contract."""
FIRST_YEAR, LAST_YEAR = 1900, 2400
LARGEST_FIGURE = 1e14
"""A hundred times the largest sum that fundmix reads: beyond it cents are lost in a float."""


def check_shape(plan: FundingPlan) -> Iterator[Issue]:
    """Findings that would make a re-play meaningless; when there are any, nothing else is checked."""
    yield from _figures(plan)
    far = [place for place, day in days(plan, "") if not FIRST_YEAR <= day.year <= LAST_YEAR]
    yield from (found("verify_far_day", place, expected=(FIRST_YEAR, LAST_YEAR)) for place in far)
    if far:
        return
    yield from _names(plan)
    yield from _lengths(plan)
    yield from _contracts(plan)
    yield from _debts(plan)


def _figures(plan: FundingPlan) -> Iterator[Issue]:
    """No figure is nan or infinite, none is negative that cannot be, money rows have whole cents."""
    for place, signed, figure in leaves(plan, "", False):
        if not math.isfinite(figure):
            yield found("verify_not_finite", place)
        elif abs(figure) > LARGEST_FIGURE:
            yield found("verify_too_large", place, expected=LARGEST_FIGURE)
        elif figure < 0 and not signed:
            yield found("verify_negative", place, actual=figure)
    rows = (*plan.cashflow_rows, *plan.schedule_rows, *plan.repayments, *plan.renewals)
    for number, row in enumerate(rows):
        for name, value in row:
            if isinstance(value, float) and abs(value) <= LARGEST_FIGURE and not is_cents(value):
                yield found("verify_not_cents", f"{type(row).__name__}[{number}].{name}", actual=value)


def leaves(value: Any, place: str, signed: bool) -> Iterator[tuple[str, bool, float]]:
    """(place, may be negative, figure) of every number under ``value``."""
    if isinstance(value, bool | str | dt.date) or value is None:
        return
    if isinstance(value, int | float):
        yield place, signed, value
    elif isinstance(value, BaseModel):
        for name, part in value:
            yield from leaves(part, f"{place}.{name}" if place else name, signed or name in MAY_BE_NEGATIVE)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{place}.{name}", signed)
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from leaves(part, f"{place}[{number}]", signed)


def days(value: Any, place: str) -> Iterator[tuple[str, dt.date]]:
    """(place, day) of every day under ``value``."""
    if isinstance(value, dt.date):
        yield place, value
    elif isinstance(value, BaseModel):
        for name, part in value:
            yield from days(part, f"{place}.{name}" if place else name)
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from days(part, f"{place}[{number}]")


def _names(plan: FundingPlan) -> Iterator[Issue]:
    """Names are unique where they identify, and known where they refer."""
    inputs = plan.inputs
    draws = [draw.draw_id for draw in plan.draws]
    yield from _unique("mix", draws)
    yield from _unique("inputs.contracts", [row.offer_id for row in inputs.contracts])
    yield from _unique("inputs.lenders", [row.channel_id for row in inputs.lenders])
    yield from _unique("needs", [row.name for row in plan.need_rows])
    yield from _unique("inputs.needs", [need.name for need in inputs.needs])
    channel_of = {row.offer_id: row.channel_id for row in inputs.contracts}
    lenders = {row.channel_id for row in inputs.lenders}
    for draw in plan.draws:
        place = f"mix[{draw.draw_id}]"
        if draw.offer_id not in channel_of:
            yield found("verify_unknown_name", f"{place}.offer_id", actual=draw.offer_id)
        else:
            yield from same_value(f"{place}.channel_id", channel_of[draw.offer_id], draw.channel_id)
        if draw.channel_id not in lenders:
            yield found("verify_unknown_name", f"{place}.channel_id", actual=draw.channel_id)
    for number, row in enumerate(plan.schedule_rows):
        if row.draw_id not in draws:
            yield found("verify_unknown_name", f"schedule[{number}].draw_id", actual=row.draw_id)
    for need in plan.need_rows:
        for draw_id, _ in need.gives:
            if draw_id != "cash" and draw_id not in draws:
                yield found("verify_unknown_name", f"needs[{need.name}].gives", actual=draw_id)
    yield from _debt_names(plan, draws)


def _debt_names(plan: FundingPlan, draws: list[str]) -> Iterator[Issue]:
    """A debt is repaid early once a day, and by its name; what moves to a draw names one."""
    debts = [row.name for row in plan.inputs.debts]
    yield from _unique("inputs.debts", debts)
    yield from _unique("repayments", [f"{row.debt} {row.date}" for row in plan.repayments])
    yield from _unique("renewals", [row.draw_id for row in plan.renewals])
    for row in plan.repayments:
        if row.debt not in debts:
            yield found("verify_unknown_name", f"repayments[{row.debt}].debt", actual=row.debt)
        if row.draw_id is not None and row.draw_id not in draws:
            yield found("verify_unknown_name", f"repayments[{row.debt}].draw_id", actual=row.draw_id)
    for draw in plan.draws:
        if draw.use != "new" and draw.debt not in debts:
            yield found("verify_unknown_name", f"mix[{draw.draw_id}].debt", actual=draw.debt)


def _unique(place: str, names: Iterable[str]) -> Iterator[Issue]:
    for name, times in Counter(names).items():
        if times > 1:
            yield found("verify_duplicate", f"{place}[{name}]", actual=name)


def _lengths(plan: FundingPlan) -> Iterator[Issue]:
    """One row a period from 0 to the horizon, every vector of the same length, every draw inside."""
    inputs = plan.inputs
    if inputs.period not in PERIODS_PER_YEAR:
        yield found("verify_unknown_name", "inputs.period", actual=inputs.period)
        return
    if inputs.horizon + 1 > MAX_PERIODS:
        yield found("verify_value_differs", "inputs.horizon", expected=MAX_PERIODS - 1, actual=inputs.horizon)
        return
    periods = inputs.horizon + 1
    vectors = {name: getattr(inputs, name) for name in PERIOD_VECTORS}
    vectors |= {f"existing[{name}]": values for name, values in inputs.existing.items()}
    for name, values in vectors.items():
        yield from same_value(f"inputs.{name}.length", periods, len(values))
    yield from same_value("cashflow.length", periods, len(plan.cashflow_rows))
    grid = Grid(start=plan.start, period=inputs.period)
    dates = [grid.date_of(index) for index in range(min(len(plan.cashflow_rows), periods))]
    if len(dates) < len(plan.cashflow_rows):
        return
    for index, row in enumerate(plan.cashflow_rows):
        yield from same_value(f"cashflow[{index}].month", index, row.month)
        yield from same_value(f"cashflow[{index}].date", dates[index], row.date)
    for draw in plan.draws:
        if draw.draw_month > inputs.horizon:
            yield found(
                "verify_value_differs", f"mix[{draw.draw_id}].draw_month", expected=0, actual=draw.draw_month
            )
        elif draw.draw_month not in _periods_near(grid, draw.draw_date):
            place, index = f"mix[{draw.draw_id}].draw_month", grid.index_of(draw.draw_date)
            yield found("verify_value_differs", place, expected=index, actual=draw.draw_month)


def _periods_near(grid: Grid, day: dt.date) -> set[int]:
    """The period of a day; where months end early (28 February for a 31st) the ones that touch it too."""
    reach = 3 if grid.start.day > 28 or day.day > 27 else 0
    return {grid.index_of(day + dt.timedelta(days=shift)) for shift in (-reach, 0, reach)}


PERIOD_VECTORS = ("surplus", "income", "inflow", "debt_payments", "debt_service", "min_cash")
"""Inputs with one value per period, period 0 first."""


def _contracts(plan: FundingPlan) -> Iterator[Issue]:
    """Terms can be paid: at least one period, interest-only time within the term, one period."""
    for contract in plan.inputs.contracts:
        place, terms = f"inputs.contracts[{contract.offer_id}].terms", contract.terms
        yield from same_value(f"{place}.period", plan.inputs.period, terms.period)
        for name, _, figure in leaves(terms.model_copy(update={"fixed_fee": 0.0, "term": 0}), "", False):
            if isinstance(figure, float) and figure > LARGEST_RATE:
                yield found("verify_too_large", f"{place}.{name}", expected=LARGEST_RATE)
        if not 1 <= terms.term <= plan.inputs.horizon:
            yield found(
                "verify_term_outside", f"{place}.term", actual=terms.term, expected=plan.inputs.horizon
            )
        elif terms.interest_only >= terms.term:
            yield found(
                "verify_term_outside",
                f"{place}.interest_only",
                actual=terms.interest_only,
                expected=terms.term - 1,
            )
    for lender in plan.inputs.lenders:
        for number, rule in enumerate(lender.moved_rules):
            try:
                moved_rule(rule)
            except (ValidationError, ValueError):
                yield found("verify_unreadable", f"inputs.lenders[{lender.channel_id}].moved_rules[{number}]")
        if lender.pledge is not None and lender.multiplier < SMALLEST_MULTIPLIER:
            yield found("verify_unreadable", f"inputs.lenders[{lender.channel_id}].multiplier")


def _debts(plan: FundingPlan) -> Iterator[Issue]:
    """Each debt says what its method and its rate need, and its payments repay it."""
    if plan.inputs.period not in PERIODS_PER_YEAR:
        return
    for row in plan.inputs.debts:
        place, per_year = f"inputs.debts[{row.name}]", 365 if row.rate_basis == "daily" else 12
        yearly = row.rate * (1 if row.rate_basis == "annual" else per_year)
        if not yearly <= LARGEST_RATE:
            yield found("verify_too_large", f"{place}.rate", expected=LARGEST_RATE)
        if not 0 <= yearly <= LARGEST_RATE:
            continue
        wanted = {
            "balance": 0.005 <= row.balance <= LARGEST_FIGURE,
            # the reference rate is no part of a plan: a rate over it must be stated as the rate that it makes
            "rate_basis": row.rate_basis != "over_rate",
            "original_amount": row.rate_basis != "flat_monthly" or _is_figure(row.original_amount),
            "payment": _is_figure(row.payment) or (row.payment is None and row.repayment != "custom"),
            "last_payment": row.next_payment <= row.last_payment,
        }
        for name, right in wanted.items():
            if not right:
                yield found("verify_unreadable", f"{place}.{name}")
        if all(wanted.values()) and not OldDebt(row, plan.inputs.period).pays_its_interest:
            yield found("verify_never_repaid", f"{place}.payment", actual=row.payment or 0.0)


def _is_figure(yuan: float | None) -> bool:
    """Whether a figure is stated and can be read in cents."""
    return yuan is not None and abs(yuan) <= LARGEST_FIGURE


class MovedFact(Record):
    """A lender's rule on a fact that the plan moves, as the plan states it (``fundmix.offers.MovedRule``)."""

    rule_id: str
    field: str
    moved_by: str
    actual: float
    bound: float
    strict: bool


def moved_rule(value: Any) -> MovedFact:
    """The rule from its record, or from the plain dict that JSON leaves of it."""
    return MovedFact.model_validate(value.model_dump() if isinstance(value, BaseModel) else value)
