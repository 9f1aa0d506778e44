"""The records of an explanation."""

from typing import Literal

from fundmix.fields import Record
from fundmix.plan import Binding, FundingPlan, Repair

Forced = Literal["rate", "free", "never", "cannot", "not_in_time"]


class LeftOut(Record):
    """A channel that this borrower could use and the plan does not: what it would cost to use it all the same.

    Attributes:
        amount: yuan that were forced to be drawn there: the lender's least, or a small sum.
        extra: yuan of choosing cost more than the plan's = ``extra_cost`` (money) + ``extra_effort``.
        extra_unmet, extra_excess: yuan more that stay unmet or stand above caps.
        rate: what it asks a year today; ``rate_even``: the yearly rate at which forcing it in would cost nothing more.
        state: ``rate`` (``rate_even`` is found), ``free`` (it costs nothing more as it is), ``never`` (not even without
            interest), ``cannot`` (no plan draws so much there), ``not_in_time`` (not worked out in the time given).
    """

    channel_id: str
    name: str
    name_en: str
    amount: float
    extra: float | None = None
    extra_cost: float | None = None
    extra_effort: float | None = None
    extra_unmet: float = 0.0
    extra_excess: float = 0.0
    rate: float
    rate_even: float | None = None
    state: Forced = "not_in_time"


class Conflict(Record):
    """One rule of a smallest set that cannot all hold with the needs as they are: without any one of them they can.

    ``rule``: its code; ``figure``: what the borrower's policy says of it; None for rules of others.
    """

    rule: str
    figure: float | None = None


class Explanation(Record):
    """Why a plan is as it is.

    Attributes:
        plan: as :func:`fundmix.optimize` makes it.
        binding: what one step more of each rule would change, the strongest first.
        left_out: what forcing in each other channel would cost, the least first.
        conflict: for a plan that is not whole: the smallest set of rules that exclude each other; None = not worked out
            in time; empty = no rule is in the way, own money does not carry it.
        repairs: the smallest changes that would do.
    """

    plan: FundingPlan
    binding: tuple[Binding, ...]
    left_out: tuple[LeftOut, ...]
    conflict: tuple[Conflict, ...] | None
    repairs: tuple[Repair, ...]
