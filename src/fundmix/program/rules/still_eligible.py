"""Rule 8, still eligible: the plan does not break the rules of its own lenders (multi-lending, 多头)."""

import pulp

from fundmix.offers import Lender, MovedRule
from fundmix.program.model import Model, Term
from fundmix.program.rules.service import service_spared, service_terms


def still_eligible(model: Model) -> None:
    """A lender's rule on a fact that the plan moves still passes after what the plan's other lenders add.

    Counts: ``actual + Σ_{j≠i} use[j] ≤ bound + M·(1 − use[i])``, inquiries with ``apply`` for ``use``; a debt repaid
    in whole leaves the count from the draw on that comes with or after it: ``actual + Σ_{j≠i} use[j] − left[d,t]
    ≤ bound + M·(1 − ticket[i,t])``. Ratios to income, whose lender counts its own loan too:
    ``service[t] (or balance[t]) ≤ bound × income[t] − existing + repaid + M·(1 − watch)``, ``watch ≥ use[i]``.
    """
    for lender in model.lenders:
        for rule in lender.moved_rules:
            if rule.moved_by in ("online_lender", "unsecured_account", "inquiry"):
                _count(model, lender, rule)
    _ratios(model)


def _count(model: Model, lender: Lender, rule: MovedRule) -> None:
    room = rule.bound - rule.actual - (1 if rule.strict else 0)
    added = model.apply if rule.moved_by == "inquiry" else model.use
    others = [
        (added[other.channel_id], 1.0)
        for other in model.lenders
        if other.channel_id != lender.channel_id and rule.moved_by in other.moves
    ]
    slack = len(others) - room
    if slack <= 0:
        return
    name = f"still_{lender.channel_id}_{rule.rule_id}"
    leaves = {period: _leaving(model, rule, period) for period, _ in _draws(model, lender)}
    if not any(leaves.values()):
        model.at_most(name, [*others, (added[lender.channel_id], slack)], room + slack)
        return
    for number, (period, drawn) in enumerate(_draws(model, lender)):
        model.at_most(f"{name}_{number}", [*others, *leaves[period], (drawn, slack)], room + slack)


def _draws(model: Model, lender: Lender) -> list[tuple[int, pulp.LpVariable]]:
    """(period, whether the lender pays out then) of everything that it may pay out."""
    tickets = [
        (period, ticket) for (channel, period), ticket in model.ticket.items() if channel == lender.channel_id
    ]
    renewed = [(one.period, model.renew[one.name]) for one in model.renewals if one.lender is lender]
    return [*tickets, *renewed]


def _leaving(model: Model, rule: MovedRule, period: int) -> list[Term]:
    """What leaves the rule's count by ``period``, as terms with −1."""
    if rule.moved_by == "online_lender":
        return model.lenders_left(period, -1.0, online=True)
    if rule.moved_by != "unsecured_account":
        return []  # an inquiry stays
    debts = model.situation.debts
    left = [
        model.repaid_by((number,), period, debt.channel_id or "")
        for number, debt in enumerate(debts)
        if debt.unsecured
    ]
    return [(variable, -1.0) for variable in left if variable is not None]


def _ratios(model: Model) -> None:
    """One watch per bound, since many lenders share it; a bound that the policy already keeps is not written again."""
    situation = model.situation
    kept = situation.policy.max_debt_service
    for (moved_by, bound), watch in model.watch.items():
        for lender in model.lenders:
            if any((rule.moved_by, rule.bound) == (moved_by, bound) for rule in lender.moved_rules):
                model.at_most(
                    f"watch_{moved_by}_{watch.name}_{lender.channel_id}",
                    [(model.use[lender.channel_id], 1.0), (watch, -1.0)],
                    0.0,
                )
        if moved_by == "payment" and kept is not None and kept <= bound:
            continue
        # what is repaid early would have fallen by itself, so every period can bind
        whole = moved_by == "payment" or bool(model.early_columns)
        for period in range(situation.periods if whole else situation.draw_until + 1):
            income = float(situation.income[period])
            if moved_by == "payment":
                terms, already = service_terms(model, period), float(situation.debt_service[period])
                spared = service_spared(model, period)
            else:
                terms = [
                    term
                    for lender in model.lenders
                    if lender.pledge is None
                    for term in model.outstanding(lender, period)
                ]
                already = float(situation.unsecured_debt[period])
                spared = model.freed(period, lambda column: column.debt.unsecured, -1.0, at_once=True)
                income *= situation.grid.per_year / 12
            room = max(0.0, bound * income - already)
            ceiling = 2 * model.bound + room
            if terms:
                model.at_most(
                    f"ratio_{watch.name}_{period}", [*terms, *spared, (watch, ceiling - room)], ceiling
                )
