"""Rule 8, still eligible: the plan does not break the rules of its own lenders (multi-lending, 多头)."""

from fundmix.offers import Lender, MovedRule
from fundmix.program.model import Model
from fundmix.program.rules.service import service_terms


def still_eligible(model: Model) -> None:
    """A lender's rule on a fact that the plan moves still passes after what the plan's other lenders add.

    Counts: ``actual + Σ_{j≠i} use[j] ≤ bound + M·(1 − use[i])``. Ratios to income, whose lender counts its own
    loan too: ``service[t] (or balance[t]) ≤ bound × income[t] − existing + M·(1 − watch)``, ``watch ≥ use[i]``.
    """
    for lender in model.lenders:
        for rule in lender.moved_rules:
            if rule.moved_by in ("online_lender", "unsecured_account", "inquiry"):
                _count(model, lender, rule)
    _ratios(model)


def _count(model: Model, lender: Lender, rule: MovedRule) -> None:
    room = rule.bound - rule.actual - (1 if rule.strict else 0)
    others = [
        (model.use[other.channel_id], 1.0)
        for other in model.lenders
        if other.channel_id != lender.channel_id and rule.moved_by in other.moves
    ]
    slack = len(others) - room
    if slack > 0:
        name = f"still_{lender.channel_id}_{rule.rule_id}"
        model.at_most(name, [*others, (model.use[lender.channel_id], slack)], room + slack)


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
        for period in range(situation.periods if moved_by == "payment" else situation.draw_until + 1):
            income = float(situation.income[period])
            if moved_by == "payment":
                terms, already = service_terms(model, period), float(situation.debt_service[period])
            else:
                terms = [
                    term
                    for lender in model.lenders
                    if lender.pledge is None
                    for term in model.outstanding(lender, period)
                ]
                already = float(situation.unsecured_debt[period])
                income *= situation.grid.per_year / 12
            room = max(0.0, bound * income - already)
            ceiling = 2 * model.bound + room
            if terms:
                model.at_most(f"ratio_{watch.name}_{period}", [*terms, (watch, ceiling - room)], ceiling)
