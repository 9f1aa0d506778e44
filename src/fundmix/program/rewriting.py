"""The same program under another policy: only figures of rules 4 and 6 change, so the live object keeps all else.

What a rule writes is written by the rule itself, into :class:`Rewriting`, and carried over row by row.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

from fundmix.borrower import Policy
from fundmix.loans import Floats
from fundmix.program.columns import column_name
from fundmix.program.hot import HotModel
from fundmix.program.model import Model, Term
from fundmix.program.rules.counts import counts
from fundmix.program.rules.shares import caps, shares
from fundmix.program.rules.tickets import tickets

REWRITTEN: dict[str, tuple[tuple[Callable[[Model], None], ...], tuple[str, ...]]] = {
    "max_channel_share": ((shares, tickets), ("share_channel:", "ticket_cap_")),
    "max_channels": ((counts,), ("max_channels",)),
}
"""Field of a policy -> the rules that write with it, and the rows that are theirs."""
BELOW = 1e-6
"""Yuan by which a row may be exceeded by the solver's noise."""


class Rewriting(Model):
    """A model whose ≤ rows are written down beside it, over the variables of the model that it was made from.

    Attributes:
        most: by row, its right-hand side; weights: by row, the coefficient of each variable.
    """

    def __init__(self, model: Model, policy: Policy) -> None:
        # the same columns, lenders and variables; a plan is assembled from it like from the model
        self.__dict__.update(model.__dict__)
        self.situation = replace(model.situation, policy=policy)
        self.ceilings = caps(self.situation, self.lenders, self.market_fee)
        self.fewest = {}
        self.most: dict[str, float] = {}
        self.weights: dict[str, dict[str, float]] = {}

    def at_most(self, name: str, terms: Iterable[Term], bound: float) -> None:
        """Write a row down."""
        weights: dict[str, float] = {}
        for variable, weight in terms:
            if weight:
                weights[variable.name] = weights.get(variable.name, 0.0) + weight
        if weights:
            self.most[column_name(name)], self.weights[column_name(name)] = bound, weights

    def at_least(self, name: str, terms: Iterable[Term], bound: float) -> None:
        """Such rows do not depend on what is rewritten."""

    def equal(self, name: str, terms: Iterable[Term], bound: float) -> None:
        """Such rows do not depend on what is rewritten."""


def written_under(hot: HotModel, policy: Policy, field: str) -> Rewriting:
    """The rows that ``field`` of the policy writes in ``hot``, as this policy wants them.

    A row that the policy does not write binds nothing.
    """
    rules, prefixes = REWRITTEN[field]
    written = Rewriting(hot.model, policy)
    for rule in rules:
        rule(written)
    for row in [row for row in hot.rows if row.startswith(prefixes)]:
        written.most.setdefault(row, math.inf)
        written.weights.setdefault(row, {})
    missing = [row for row in written.most if row.startswith(prefixes) and row not in hot.rows]
    if missing:
        raise AssertionError(f"the program has no rows {missing[:3]}: build it with the tightest cap")
    written.most = {row: most for row, most in written.most.items() if row.startswith(prefixes)}
    return written


def rewrite(hot: HotModel, written: Rewriting) -> None:
    """Let the live object ask what was written, from now on."""
    for row, most in written.most.items():
        hot.rewrite(row, written.weights[row], most)


def keeps(hot: HotModel, written: Rewriting, values: Floats) -> bool:
    """Whether a solution keeps what was written."""
    return all(
        sum(weight * float(values[hot.column[name]]) for name, weight in written.weights[row].items())
        <= most + BELOW
        for row, most in written.most.items()
    )
