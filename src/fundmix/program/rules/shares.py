"""Rule 4, shares: no channel, category, risk group or soft lender carries too much of the plan."""

import math

from fundmix.borrower import Policy
from fundmix.offers import Lender
from fundmix.program.model import Model, Term
from fundmix.program.situation import Situation


def shares(model: Model) -> None:
    """New unsecured balances of a group stay within its cap less what the borrower already owes there.

    ``Σ outstanding[i,t] ≤ max(0, cap − existing[t]) + excess + repaid early in the group + share · repaid early``;
    loans with a pledge do not count. Caps yield to needs: the excess is minimised after what is unmet, and named. What
    is repaid early is financed too, so every cap grows by its share of it. What is taken over in hardship
    counts as the old balance that it is.
    """
    for name, cap in model.ceilings.items():
        members = [
            lender for lender in model.lenders if lender.pledge is None and name in group_names(lender)
        ]
        # what is renewed counts from the period after
        draws = [model.last_draw(lender) for lender in members]
        last = max([*draws, *(one.period + 1 for one in model.renewals)], default=-1)
        owed = model.situation.owed_unsecured.get(name)
        for period in range(model.situation.periods):
            already = float(owed[period]) if owed is not None else 0.0
            # afterwards balances only fall; where too much is owed already, new ones must fall as fast as the old
            if period > last and already <= cap:
                continue
            terms: list[Term] = []
            for lender in members:
                terms += model.outstanding(lender, period, moved=("renew", "extend"))
            if terms:
                terms += repaid_of_group(model, name, period)
            room = max(0.0, cap - already)
            if name.startswith("channel:") and terms:
                # the cap of one lender carries its use, which tightens the relaxation and changes no plan
                used = (model.use[members[0].channel_id], -room)
                model.at_most(f"share_{name}_{period}", [*terms, (model.excess[name], -1.0), used], 0.0)
            elif terms:
                model.at_most(f"share_{name}_{period}", [*terms, (model.excess[name], -1.0)], room)


def repaid_of_group(model: Model, name: str, period: int) -> list[Term]:
    """What early repayment takes off a group, and what it adds to its cap, as terms with −1."""
    leaves = model.freed(
        period,
        lambda column: column.offer is None and column.debt.unsecured and name in column.debt.groups,
        -1.0,
        at_once=True,
    )
    share = share_of(model.situation.policy, name)
    return [*leaves, *model.financed_early(period, -share)]


def share_of(policy: Policy, name: str) -> float:
    """The share that a policy allows a cap's group."""
    return {
        "channel": policy.max_channel_share,
        "category": policy.max_category_share,
        "group": policy.max_group_share,
        "soft": policy.max_soft_share,
    }[name.partition(":")[0]]


def caps(situation: Situation, lenders: tuple[Lender, ...], fee: float) -> dict[str, float]:
    """Yuan that each channel, category, risk group and the soft lenders may carry: constants of the case.

    ``cap = max(share × base, amount_min, share_floor)``, base = peak gap grossed up by the dearest fee, plus the
    group's own unsecured balance today. A share of 1 is no cap.
    """
    policy = situation.policy
    found: dict[str, float] = {}
    for lender in lenders:
        if lender.pledge is not None:
            continue
        for name in group_names(lender):
            share = share_of(policy, name)
            if share < 1:
                owed = situation.owed_unsecured.get(name)
                base = base_of(situation, fee) + (float(owed[0]) if owed is not None else 0.0)
                least = lender.amount_min if name.startswith("channel:") else 0.0
                # floored to the cent, so that draws in cents can reach it exactly
                found[name] = math.floor(max(share * base, least, policy.share_floor) * 100 + 1e-6) / 100
    return found


def base_of(situation: Situation, fee: float) -> float:
    """The peak gap without financing, grossed up by the dearest fee (a share of what is taken first)."""
    return situation.gap / max(0.05, 1.0 - fee)


def group_names(lender: Lender) -> tuple[str, ...]:
    """The caps that a lender falls under."""
    names = [f"channel:{lender.channel_id}", f"category:{lender.category}"]
    names += [f"group:{group}" for group in lender.risk_groups]
    return (*names, "soft") if lender.soft else tuple(names)
