"""What else a mix could be good at: few lenders, a light heaviest month, no pledge, money soon, other lenders.

Each is a sum to minimise with a row that can hold it; the rows bind nothing until they are limited.
"""

import math
from collections.abc import Mapping

from fundmix.loans import Floats
from fundmix.program.hot import NEVER, SMALL, HotModel
from fundmix.program.model import Model, Term
from fundmix.program.solve import DEFAULT_GAP, Optimum, find_again

WITHIN = "within_best"
"""The row of what all loans cost, in yuan as a borrower counts them: interest, fees, less what is saved."""
HEAVIEST = "heaviest"
GIVES = (0.002, 0.02, 0.1)
"""Share by which a sum may give way so that draws can be rounded: more only where less leaves no room."""


def add_variants(model: Model) -> dict[str, list[Term]]:
    """Write the rows of every variant into a model that is not loaded yet; variant → the sum that it minimises."""
    variants = {
        "fewest_lenders": [(use, 1.0) for use in model.use.values()],
        "lightest_month": _heaviest(model),
        "no_collateral": _balances(model, pledged=True),
        "fastest": _slowest(model),
        "other_lenders": _balances(model, pledged=False),
    }
    model.at_most(WITHIN, nominal_cost(model), NEVER)
    for name, terms in variants.items():
        model.at_most(row_of(name), terms, NEVER)
    return variants


def row_of(variant: str) -> str:
    """The row that holds a variant's sum."""
    return f"variant_{variant}"


def nominal_cost(model: Model) -> list[Term]:
    """Interest and fees of the plan's loans, less what early repayments save, as terms; not discounted."""
    periods = range(model.situation.periods)
    terms = [term for period in periods for term in (*model.payments(period), *model.proceeds(period, -1.0))]
    return terms + [
        (model.early[column.name], column.paid - float(column.relief.sum())) for column in model.early_columns
    ]


def _heaviest(model: Model) -> list[Term]:
    """A variable above what old and new loans ask in each period; what a renewal carries on is not asked.

    ``heaviest ≥ old[t] − spared[t] + payments[t] − renewed[t]``.
    """
    heaviest = model.variable(HEAVIEST)
    for period in range(model.situation.periods):
        renewed = [
            (model.draw[column.name], column.proceeds)
            for column in model.renewals
            if column.period == period and column.offer.use in ("renew", "extend")
        ]
        asked = [*model.payments(period, -1.0), *model.relief(period), *renewed]
        old = float(model.situation.debt_payments[period])
        model.at_least(f"{HEAVIEST}_{period}", [(heaviest, 1.0), *asked], old)
    return [(heaviest, 1.0)]


def _balances(model: Model, *, pledged: bool) -> list[Term]:
    """Yuan-months at the lenders that take a pledge, or at all, as terms."""
    return [
        term
        for lender in model.lenders
        if lender.pledge is not None or not pledged
        for period in range(model.situation.periods)
        for term in model.outstanding(lender, period)
    ]


def _slowest(model: Model) -> list[Term]:
    """A variable above the lead time of every lender that is used, days: ``slowest ≥ lead_days[i] · use[i]``."""
    slowest = model.variable("slowest")
    for lender in model.lenders:
        row = [(slowest, 1.0), (model.use[lender.channel_id], -float(lender.lead_days))]
        model.at_least(f"slowest_{lender.channel_id}", row, 0.0)
    return [(slowest, 1.0)]


def overlap(model: Model, shares: Mapping[str, float]) -> dict[str, float]:
    """Yuan-months at each lender times the share that other mixes have there: variable name → weight."""
    weights: dict[str, float] = {}
    for lender in model.lenders:
        share = shares.get(lender.channel_id, 0.0)
        for period in range(model.situation.periods) if share else ():
            for variable, weight in model.outstanding(lender, period):
                weights[variable.name] = weights.get(variable.name, 0.0) + share * weight
    return weights


def find_variant(
    hot: HotModel, best: Optimum, row: str, cost: Floats, *, gives: float, search: tuple[float | None, float]
) -> Optimum | None:
    """The cheapest plan among those with the least of a variant's sum, within the limit of cost that the rows have.

    Needs and caps are kept as the best plan keeps them. None when nothing was found in time. ``gives``: share by which
    the sum may give way to cost; ``search``: gap and seconds of each of the two solves.
    """
    gap, seconds = search
    hot.limit(row, math.inf)
    hot.reset()
    for level, ceiling in best.ceilings.items():
        hot.freeze(level, ceiling)
    if not hot.minimise(cost, seconds=seconds, gap=DEFAULT_GAP if gap is None else gap, start=best.values):
        return None
    values = hot.values()
    least = float(cost @ values)
    hot.limit(row, least + gives * abs(least) + 10 * SMALL)
    return find_again(hot, best, start=values, gap=gap, time_limit=seconds)
