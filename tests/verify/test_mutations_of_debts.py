"""Every figure of a plan that changes old debts matters: bend one, and verify says so."""

from typing import Any

import pytest
from tests.verify.bending import bend, leaves, named, noticed
from tests.verify.right_debts import right_debts
from tests.verify.right_plan import as_plan
from tests.verify.test_mutations import PRESENTATION

from fundmix.verify import verify

SHOWN = tuple(pattern for pattern in PRESENTATION if not pattern.startswith("inputs."))
"""Fields of the draws that a re-play does not need."""

OF_DEBTS = ("repayments*", "renewals*", "inputs.debt*", "inputs.existing*")
OF_PLANS = ("totals*", "cashflow*", "needs*", "schedule*", "mix*", "balloons*")
"""What a change of old debts moves; the rest is bent in ``test_mutations``."""

EXCEPT = (
    "inputs.debts.[013].renewable",  # the first two are repaid, the last is moved: none is renewed
    "renewals*.ask_by",  # may be earlier than the lead time asks for: its edge stands in test_rules_of_debts
)

COARSE = {
    "inputs.debts.3.original_amount": 1.0,  # a cent of it is no cent of the interest
    "needs.3.date": 40,  # payments are met in their month
}
"""Fields that a cent or a day does not move: bent by this much they are noticed."""


def complete() -> dict[str, Any]:
    """The right plan with every default written out."""
    return as_plan(right_debts()).to_dict()


ALL = tuple(leaves(complete()))
WATCHED = [
    leaf
    for leaf in ALL
    if named(leaf[0], OF_DEBTS + OF_PLANS) and not named(leaf[0], SHOWN + EXCEPT + tuple(COARSE))
]


def test_the_right_plan_is_right():
    """The plan worked by hand has no finding, as built and after a round through JSON."""
    assert verify(as_plan(right_debts())) == ()
    assert verify(as_plan(complete())) == ()


@pytest.mark.parametrize(("name", "path"), WATCHED, ids=[name for name, _ in WATCHED])
def test_a_bent_figure_is_noticed(name, path):
    """A figure bent by a cent, a day, a period or its opposite is found."""
    assert noticed(bend(complete(), path)), name


@pytest.mark.parametrize("name", COARSE)
def test_a_coarse_figure_is_noticed(name):
    """A field that a cent or a day does not move is noticed when it is really wrong."""
    content, path = complete(), dict(ALL)[name]
    times = COARSE[name] if isinstance(COARSE[name], int) else round(COARSE[name] / 0.01)
    for _ in range(times):
        content = bend(content, path)
    assert noticed(content)


@pytest.mark.parametrize("pattern", EXCEPT)
def test_no_exception_is_idle(pattern):
    """Each exception names a field that the plan has."""
    assert any(named(name, (pattern,)) for name, _ in ALL)
