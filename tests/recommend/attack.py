"""An attack on a plan from outside: its promises for a refusal, against the ordinary program in what is left.

The hit channels lend nothing from the refusal on, every channel that was not applied to is gone from the catalog, what
the plan did before the refusal was known is held by rows of its own, and the rest is planned anew. Nothing here comes
from ``fundmix.program.outages``.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fundmix.borrower import Need, Policy, Profile
from fundmix.case import open_case
from fundmix.catalog.tables import Catalog
from fundmix.dates import shift
from fundmix.facts import with_channels
from fundmix.plan import FundingPlan, OutageRow
from fundmix.program import Model, Optimum, build_model, find_optimum
from fundmix.program.columns import column_name

CAPS_WAIVED = {
    "max_channel_share": 1.0, "max_category_share": 1.0, "max_group_share": 1.0, "max_soft_share": 1.0,
    "max_inquiries": None, "effort_per_application": 0.0, "require": (), "survive": (),
}  # fmt: skip


@dataclass(frozen=True)
class Left:
    """What the attack leaves: yuan missing, and the choosing cost of the program that is left."""

    missing: float
    cost: float


def known_on(catalog: Catalog, profile: Profile, plan: FundingPlan, row: OutageRow) -> dt.date:
    """When the refusal is known: a new lender's after its lead time, any other on its first day."""
    kind, _, name = row.outage_id.partition(":")
    lead = {one.channel_id: one.lead_days for one in catalog.channels}
    owed = {debt.channel_id for debt in plan.inputs.debts}
    days = lead[name] if kind == "channel" and name not in owed else 0
    return row.date + dt.timedelta(days=days)


def attack(
    catalog: Catalog,
    profile: Profile,
    needs: Iterable[Need],
    policy: Policy,
    plan: FundingPlan,
    row: OutageRow,
) -> Left:
    """The best that is left after the refusal ``row``, by the ordinary program at gap 0."""
    known = known_on(catalog, profile, plan, row)
    owed = {debt.channel_id for debt in plan.inputs.debts}
    open_to = {one.channel_id for one in plan.applications} | {one.channel_id for one in plan.draws} | owed
    first = row.date > plan.start
    last_day = dict.fromkeys(row.hits, row.date - dt.timedelta(days=1))
    if first:
        # an approval that was not drawn stands by for its months; a line for its life
        drawn = {one.channel_id for one in plan.draws}
        for channel in catalog.channels:
            if channel.approval_valid_months is not None and channel.channel_id not in drawn | owed:
                until = shift(row.date, channel.approval_valid_months)
                last_day[channel.channel_id] = min(until, last_day.get(channel.channel_id, until))
    products = tuple(
        one.model_copy(
            update={"available_until": min(last_day[one.channel_id], one.available_until or dt.date.max)}
        )
        if one.channel_id in last_day and not (one.revolving and one.channel_id not in row.hits)
        else one
        for one in catalog.products
        if one.channel_id in open_to and not (one.channel_id in row.hits and not first)
    )
    left = catalog.model_copy(
        update={
            "channels": tuple(one for one in catalog.channels if one.channel_id in open_to),
            "products": products,
        }
    )
    told = with_channels(profile, catalog)
    quotes = tuple(one for one in told.quotes if one.channel_id in open_to)
    known_profile = told.model_copy(update={"quotes": quotes})
    case = open_case(left, known_profile, needs, policy.model_copy(update=CAPS_WAIVED))
    model = build_model(case.situation, case.market)
    hold(model, plan, known)
    optimum = find_optimum(model, gap=0.0, time_limit=120.0)
    return Left(_missing(optimum, model) + _later(optimum, model, plan), optimum.objective)


def hold(model: Model, plan: FundingPlan, known: dt.date) -> None:
    """Rows that hold what the plan did before ``known``: draws, lines, needs, early repayments."""
    _hold_draws(model, plan, known)
    _hold_lines(model, plan, known)
    for need in plan.need_rows:
        slot = next((one for one in model.situation.slots if one.need and one.name == need.name), None)
        grid = model.situation.grid
        # what is met in the month in which it becomes known is open
        if (
            slot is not None
            and slot.need is not None
            and grid.index_of(slot.need.last_day) < grid.index_of(known)
        ):
            model.equal(f"held_{column_name(need.name)}", [(model.unmet[need.name], 1.0)], need.unmet)
    _may_fall_short(model, known)
    repaid = {(one.debt, one.date): one.principal for one in plan.repayments}
    for column in model.early_columns:
        if column.day < known:
            yuan = repaid.get((column.debt.name, column.day), 0.0)
            model.equal(f"held_{column.name}", [(model.early[column.name], 1.0)], yuan)


def _may_fall_short(model: Model, known: dt.date) -> None:
    """Payments on what was drawn before the refusal may fall short as well, those on new draws never."""
    for period, shortfall in enumerate(model.shortfall):
        shortfall.upBound = None
        terms = [(shortfall, 1.0), *model.relief(period)]
        for column in model.columns:
            index = period - column.period
            if column.day < known and 0 < index < len(column.payment):
                terms.append((model.draw[column.name], -float(column.payment[index])))
        for line in model.lines:
            if line.days[0] < known:
                terms += [(variable, -yuan) for variable, yuan in model.line_payment(line, period)]
        due = float(model.situation.debt_payments[period] + model.situation.losses[period])
        model.at_most(f"held_short_{period}", terms, due)


def _hold_draws(model: Model, plan: FundingPlan, known: dt.date) -> None:
    drawn: dict[str, float] = {}
    for one in plan.draws:
        if not one.revolving:
            end = [] if one.closed_month is None else [f"c{one.closed_month}"]
            name = column_name("draw", one.offer_id, f"t{one.draw_month}", *end)
            drawn[name] = drawn.get(name, 0.0) + one.amount
    for column in model.columns:
        if column.day < known:
            model.equal(f"held_{column.name}", [(model.draw[column.name], 1.0)], drawn.get(column.name, 0.0))


def _hold_lines(model: Model, plan: FundingPlan, known: dt.date) -> None:
    offers = {one.draw_id: one.offer_id for one in plan.draws if one.revolving}
    for line in model.lines:
        rows = [one for one in plan.schedule_rows if offers.get(one.draw_id) == line.offer.offer_id]
        for period, day in enumerate(line.days, start=line.first):
            moved = [one for one in rows if one.month == period]
            for word, variables, yuan in (
                ("draw", model.line_draw, sum(one.drawn for one in moved)),
                ("repay", model.line_repay, sum(one.principal for one in moved)),
            ):
                if day < known and (line.name, period) in variables:
                    model.equal(
                        f"held_{word}_{line.name}_{period}", [(variables[line.name, period], 1.0)], yuan
                    )


def _later(optimum: Optimum, model: Model, plan: FundingPlan) -> float:
    """What falls short in the plan's months after the last one of what is left: no loan is running then.

    Where lenders with long terms are gone the program ends sooner, and a borrower who loses money goes on to do so.
    """
    values = dict(zip(optimum.hot.names, optimum.values.tolist(), strict=True))
    cash, short = values.get(model.cash[-1].name, 0.0), 0.0
    for period in range(model.situation.periods, plan.inputs.horizon + 1):
        cash += plan.inputs.surplus[period] - plan.inputs.debt_payments[period]
        short, cash = short + max(0.0, -cash), max(0.0, cash)
    return short


def _missing(optimum: Optimum, model: Model) -> float:
    values = dict(zip(optimum.hot.names, optimum.values.tolist(), strict=True))
    return sum(values.get(one.name, 0.0) for one in (*model.shortfall, *model.unmet.values()))
