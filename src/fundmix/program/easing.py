"""A rule that may give way: the same program with one variable more, how far the rule gives way, and its least value.

Each ``…_model`` is the whole program of a case without one rule, with that rule written anew around the slack, which is
the cost. :func:`least_slack` finds the smallest slack with which nothing falls short and no need stays unmet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pulp

from fundmix.fields import MONEY_MAX
from fundmix.offers import Lender, Market
from fundmix.program.build import build_model
from fundmix.program.hot import HotModel
from fundmix.program.model import Model, Term
from fundmix.program.rules.counts import channel_terms, inquiring
from fundmix.program.rules.service import service_spared, service_terms
from fundmix.program.rules.shares import base_of, share_of
from fundmix.program.situation import Situation

MET = 1e-5
"""Yuan within which a level is met: the solver's own tolerance."""
NEVER_FULL = 100_000
"""A count that no plan reaches. The row stays, so that what it counts stays whole."""
FINDERS = ("mip_heuristic_run_rens", "mip_heuristic_run_feasibility_jump")
COUNTS = ("max_channels", "max_inquiries", "max_draws")
SERVICE = ("max_debt_service", "max_monthly_payment")
SHARES = {
    "max_channel_share": "channel", "max_category_share": "category", "max_group_share": "group",
    "max_soft_share": "soft",
}  # fmt: skip


@dataclass(frozen=True)
class Least:
    """The least slack, and what no smaller one can do.

    Attributes:
        amount: in the rule's own unit; bound: proved that less does not do.
        values: the solution, by variable.
    """

    amount: float
    bound: float
    values: Mapping[str, float]


def least_slack(model: Model, seconds: float) -> Least | None:
    """The least cost with nothing short and nothing unmet; None when no slack does, or none was found in time.

    A level of caps that is to be kept is in ``levels["excess"]`` of the model.
    """
    hot = HotModel(model)
    for level in ("shortfall", "unmet"):
        hot.freeze(level, MET)
    cost = hot.costs["cost"]
    hot.relax()
    if not hot.minimise(cost, seconds=seconds) or not hot.is_optimal:
        return None
    bound = float(hot.highs.getInfo().objective_function_value)
    hot.restore()
    if hot.searching:
        if not hot.minimise(cost, seconds=seconds):
            return None
        bound = max(bound, float(hot.highs.getInfo().mip_dual_bound))
    values = hot.values()
    amount = float(cost @ values)
    return Least(amount, min(bound, amount), dict(zip(hot.names, values.tolist(), strict=True)))


def fits(model: Model, seconds: float) -> bool | None:
    """Whether some plan leaves nothing short and nothing unmet; None when that was not settled in time.

    With nothing whole it is known at once that there is none. That there is one is tried with the lenders which that
    relaxation uses, then with all.
    """
    model.levels["cost"] = [(variable, 1.0) for variable in model.use.values()]
    hot = HotModel(model)
    for level in ("shortfall", "unmet"):
        hot.freeze(level, MET)
    cost = hot.costs["cost"]
    hot.relax()
    if not hot.minimise(cost, seconds=seconds):
        return False if hot.is_infeasible else None
    relaxed = hot.values()
    hot.restore()
    idle = [one.name for one in model.use.values() if relaxed[hot.column[one.name]] < 1e-9]
    highs = [float(hot.high[hot.column[name]]) for name in idle]
    for found_with, most in ((False, [0.0] * len(idle)), (True, highs)):
        # what a search for the best can do without (see ``SEARCH``) finds some plan where that is hard
        for heuristic in FINDERS:
            hot.highs.setOptionValue(heuristic, found_with)
        hot.bounds(idle, [0.0] * len(idle), most)
        if hot.minimise(cost, seconds=seconds, gap=1.0):
            return True
    return False if hot.is_infeasible else None


def policy_model(situation: Situation, market: Market, rule: str) -> Model:
    """The program in which a count or the debt service of the policy gives way.

    ``Σ use[i] ≤ max_channels + slack``; ``service[t] ≤ max(0, (share + slack) · income[t] − existing service[t])``.
    """
    policy = situation.policy
    loose = replace(
        situation,
        policy=policy.model_copy(update={rule: NEVER_FULL if rule in COUNTS else None}),
        inquiries_left=NEVER_FULL if rule == "max_inquiries" else situation.inquiries_left,
    )
    model = build_model(loose, market)
    slack = model.variable("slack", kind="Integer" if rule in COUNTS else "Continuous")
    if rule in SERVICE:
        _service(model, (rule, getattr(policy, rule)), slack)
    else:
        model.at_most(*_count(model, situation, rule, slack))
    model.levels["cost"] = [(slack, 1.0)]
    return model


def _count(
    model: Model, situation: Situation, rule: str, slack: pulp.LpVariable
) -> tuple[str, list[Term], float]:
    """The row of a count."""
    if rule == "max_channels":
        room = (situation.policy.max_channels or 0) - len(situation.owed)
        return "slack_channels", [*channel_terms(model, room), (slack, -1.0)], max(0, room)
    if rule == "max_inquiries":
        return "slack_inquiries", [*inquiring(model), (slack, -1.0)], situation.inquiries_left or 0
    tickets = [(ticket, 1.0) for ticket in model.ticket.values()]
    return "slack_draws", [*tickets, (slack, -1.0)], situation.policy.max_draws or 0


def _service(model: Model, asked: tuple[str, float], slack: pulp.LpVariable) -> None:
    rule, figure = asked
    situation = model.situation
    for period in range(situation.periods):
        terms = service_terms(model, period)
        if terms:
            per_unit = (
                float(situation.income[period])
                if rule == "max_debt_service"
                else 12 / situation.grid.per_year
            )
            room = figure * per_unit - float(situation.debt_service[period])
            spared = service_spared(model, period)
            _at_most_positive(model, f"slack_{period}", [*terms, *spared], (room, per_unit, slack))


def _at_most_positive(
    model: Model, name: str, terms: list[Term], most: tuple[float, float, pulp.LpVariable]
) -> None:
    """``terms ≤ max(0, base + slope · slack)``: a cap that is used up more than whole has to be filled up first.

    With a negative base: ``terms ≤ slope · slack + base · open``, ``terms ≤ M · open``, ``open`` 0 or 1.
    """
    base, slope, slack = most
    if base >= 0:
        model.at_most(name, [*terms, (slack, -slope)], base)
        return
    opened = model.variable(f"{name}_opened", 1, kind="Integer")
    model.at_most(name, [*terms, (slack, -slope), (opened, -base)], 0.0)
    model.at_most(f"{name}_shut", [*terms, (opened, -model.bound)], 0.0)


def share_model(situation: Situation, market: Market, rule: str) -> Model | None:
    """The program in which one kind of caps rises until no plan need exceed it; None where early repayment moves caps.

    ``excess[n] ≤ max(0, (share + slack) · base[n] − cap[n])``; caps of other kinds yield as before.
    """
    model = build_model(situation, market)
    if model.early_columns:
        return None
    kind = SHARES[rule]
    slack = model.variable("slack")
    for name, cap in model.ceilings.items():
        if name.partition(":")[0] == kind:
            owed = situation.owed_unsecured.get(name)
            base = base_of(situation, model.market_fee) + (float(owed[0]) if owed is not None else 0.0)
            room = share_of(situation.policy, name) * base - cap
            term: list[Term] = [(model.excess[name], 1.0)]
            _at_most_positive(model, f"slack_{name}", term, (min(room, 0.0), base, slack))
    model.levels["cost"] = [(slack, 1.0)]
    return model


def limit_model(situation: Situation, market: Market, channel_id: str) -> Model | None:
    """The program in which one lender lends more; None where more limit is not all that it would take.

    ``outstanding[i,t] ≤ limit − existing[t] + slack``.
    """
    asked = next(one for one in market.lenders if one.channel_id == channel_id)
    if not _is_limit_alone(situation, market, asked):
        return None
    wide = asked.model_copy(update={"limit": MONEY_MAX})
    lenders = tuple(wide if one is asked else one for one in market.lenders)
    model = build_model(situation, market.model_copy(update={"lenders": lenders}))
    if channel_id not in model.use:
        return None
    slack = model.variable("slack")
    owed = situation.owed.get(channel_id)
    for period in range(model.last_draw(wide) + 1):
        terms = model.outstanding(wide, period)
        if terms:
            freed, _ = model.freed_at(wide, period)
            room = asked.limit - (float(owed[period]) if owed is not None else 0.0)
            model.at_most(f"slack_limit_{period}", [*terms, *freed, (slack, -1.0)], room)
    model.levels["cost"] = [(slack, 1.0)]
    return model


def _is_limit_alone(situation: Situation, market: Market, lender: Lender) -> bool:
    """No pledge behind it, no limit cut below what is owed, nothing that could be renewed there."""
    owed = situation.owed.get(lender.channel_id)
    cut = owed is not None and float(owed.max()) > lender.limit
    renewed = any(one.channel_id == lender.channel_id and one.use != "new" for one in market.offers)
    return lender.pledge is None and not cut and not renewed


def later_model(situation: Situation, market: Market, copies: Mapping[int, Sequence[str]]) -> Model:
    """The program that picks one day for some needs, of which ``situation`` has a copy for each number of days.

    ``copies``: days later -> slot names. ``unmet[copy] = amount · (1 − picked[days])``, ``Σ picked ≤ 1``; the cost is
    ``Σ days · picked``, and what none of them meets is ``missing``.
    """
    model = build_model(situation, market)
    amounts = {slot.name: slot.amount for slot in situation.slots}
    missing = model.variable("missing", 1)
    picked: list[Term] = []
    model.levels["cost"] = []
    for days, names in copies.items():
        pick = model.variable(f"picked_{days}", 1, kind="Integer")
        picked.append((pick, 1.0))
        model.levels["cost"].append((pick, float(days)))
        for name in names:
            amount = amounts[name]
            model.equal(f"picked_{name}", [(model.unmet[name], 1.0), (pick, amount)], amount)
    model.at_most("picked_once", picked, 1.0)
    model.at_least("picked_at_all", [*picked, (missing, 1.0)], 1.0)
    copied = {model.unmet[name].name for names in copies.values() for name in names}
    others = [term for term in model.levels["unmet"] if term[0].name not in copied]
    model.levels["unmet"] = [*others, (missing, sum(amounts.values()))]
    return model


def facts_model(
    situation: Situation, market: Market, asks: Mapping[str, Sequence[str]], weights: Mapping[str, float]
) -> Model:
    """The program that opens lenders by facts, of which each counts with its weight.

    ``asks``: lender that the market has only if these facts are so. ``use[i] ≤ known[f]``; the cost is ``Σ weight ·
    known``.
    """
    model = build_model(situation, market)
    known = {field: model.variable(f"known_{field}", 1, kind="Integer") for field in weights}
    for channel_id, fields in asks.items():
        for field in fields if channel_id in model.use else ():
            terms = [(model.use[channel_id], 1.0), (known[field], -1.0)]
            model.at_most(f"knows_{channel_id}_{field}", terms, 0.0)
    model.levels["cost"] = [(variable, weights[field]) for field, variable in known.items()]
    return model


def draw_at_least(model: Model, channel_id: str, amount: float) -> bool:
    """Force a channel in: it is used, and pays out at least ``amount``; False when it cannot be drawn at all."""
    terms: list[Term] = [(model.draw[column.name], 1.0) for column in model.columns_of.get(channel_id, ())]
    names = {line.name for line in model.lines_of.get(channel_id, ())}
    terms += [(variable, 1.0) for (name, _), variable in model.line_draw.items() if name in names]
    if not terms:
        return False
    model.at_least(f"forced_{channel_id}", terms, amount)
    model.at_least(f"forced_use_{channel_id}", [(model.use[channel_id], 1.0)], 1.0)
    return True


def use_none_of(model: Model, channel_id: str) -> None:
    """Leave a channel out, with its prices and fees still among the constants of the case."""
    if channel_id in model.use:
        model.at_most(f"left_out_{channel_id}", [(model.use[channel_id], 1.0)], 0.0)
