"""Every figure of a right plan matters: bend one, and verify says so."""

from typing import Any

import pytest
from tests.verify.bending import bend, leaves, named, noticed
from tests.verify.right_plan import as_plan, right_plan

from fundmix.verify import verify

PRESENTATION = (
    "version",  # refused by the reader before any re-play
    "mix*.advertised",  # the rate as the lender words it; the price is re-computed as apr
    "mix*.quoted",  # where a figure is from
    "inputs.contracts*.apr",  # the offer's price for a round sum; the draw's own price is re-computed
    "inputs.cash.minimum",  # what the borrower wished; min_cash is what the plan must keep
    "inputs.cash.income",  # stands per period in inputs.income
    "inputs.cash.surplus",  # stands per period in inputs.surplus
    "inputs.cash.surplus_after",
    "inputs.cash.income_after",
    "inputs.policy.effort_per_*",  # weighs the choice; no rule
    "inputs.policy.max_inquiries",  # stands in inputs.inquiries_left
    "inputs.policy.reserve_months",  # nothing is repaid early
    "inputs.policy.survive*",  # what refusals do is found by programs of their own
    "inputs.debts*.prepay_fee_rate",  # nothing is repaid early
    "inputs.debts*.renewable",  # nothing is renewed
    "proof.*",  # what the solver proved about the choice, which no re-play can prove
)
"""Fields that a re-play does not need, with the reason beside each."""

BOUNDS = (
    "inputs.draw_until",
    "inputs.policy.max_*",
    "inputs.policy.prefund_months",
    "inputs.policy.payments_before_inflows",
    "inputs.policy.share_floor",
    "inputs.limits*.limit",
    "inputs.limits*.amount_min",
    "inputs.limits*.line_valid_months",
    "inputs.limits*.multiplier",
    "inputs.limits*.moved_rules*.actual",
    "inputs.limits*.moved_rules*.bound",
    "inputs.limits*.availability*",
    "inputs.limits*.lead_days",
    "inputs.limits*.hard_inquiry",
    "inputs.income*",
    "inputs.asset_values*",
    "inputs.together*",
    "inputs.caps*",
    "inputs.min_cash*",
    "inputs.inquiries_left",
    "inputs.contracts*.ceiling",
    "inputs.contracts*.terms.prepay_fee_rate",
    "inputs.needs*.least_amount",
    "applications*.apply_date",
)
"""One side of an inequality: a little more of it may leave the plan right. The edges stand in test_rules."""

COARSE = {
    "inputs.base": 1_000.0,  # the six decimals of a share do not see a cent of it
    "inputs.needs.2.date": 40,  # money that comes in counts in its month
    "needs.2.date": 40,  # payments are met in their month
}
"""Fields that a cent or a day does not move out of their place: bent by this much they are noticed."""

IDLE = (
    "inputs.contracts.[012].terms.fee_first",  # there is no period fee
    "inputs.contracts.[02].terms.flat",  # the balance is the sum first lent, or a line's
    "inputs.contracts.[02].terms.interest_only",  # the method, or the line, has no instalments
    "inputs.contracts.2.terms.interest_first",  # a line pays for what it owes
)
"""Terms that have no meaning for the contracts of this plan."""


def complete() -> dict[str, Any]:
    """The right plan with every default written out."""
    return as_plan(right_plan()).to_dict()


ALL = tuple(leaves(complete()))
WATCHED = [leaf for leaf in ALL if not named(leaf[0], PRESENTATION + BOUNDS + IDLE + tuple(COARSE))]


def test_the_right_plan_is_right():
    """The plan worked by hand has no finding, as built and after a round through JSON."""
    assert verify(as_plan(right_plan())) == ()
    assert verify(as_plan(complete())) == ()


@pytest.mark.parametrize(("name", "path"), WATCHED, ids=[name for name, _ in WATCHED])
def test_a_bent_figure_is_noticed(name, path):
    """A figure bent by a cent, a day, a period or its opposite is found."""
    assert noticed(bend(complete(), path)), name


@pytest.mark.parametrize("name", COARSE)
def test_a_coarse_figure_is_noticed(name):
    """A field that a cent or a day does not move is noticed when it is really wrong."""
    path = dict(ALL)[name]
    content = complete()
    for _ in range(COARSE[name] if isinstance(COARSE[name], int) else 1):
        content = bend(content, path)
    if isinstance(COARSE[name], float):
        content["inputs"]["base"] += COARSE[name]
    assert noticed(content)


@pytest.mark.parametrize("pattern", PRESENTATION + BOUNDS + IDLE)
def test_no_exception_is_idle(pattern):
    """Each exception names a field that a plan has, so that the lists stay true."""
    assert any(named(name, (pattern,)) for name, _ in ALL) or pattern.endswith(("line_valid_months", "rate"))
