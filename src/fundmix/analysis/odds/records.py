"""The answer under assumed odds: whom to ask, what each answer leads to, and the figures over all of them."""

from typing import Literal

from fundmix.fields import Record
from fundmix.plan import FundingPlan


class Assumption(Record):
    """What the figures rest on; all of it is the borrower's own.

    Attributes:
        approval_odds: as the profile has them, by channel id or ``group:NAME``.
        outside: those of them that name nobody who could take part in this case.
        risk_weight, alpha: what was made least: expected cost + ``risk_weight`` · CVaR of the worst ``1 − alpha``.
        missing_costs: yuan that a missing yuan counts as.
        effort_per_application: yuan that the policy puts on each application when one is chosen.
    """

    approval_odds: dict[str, float]
    outside: tuple[str, ...]
    risk_weight: float
    alpha: float
    missing_costs: float
    effort_per_application: float


class Outcome(Record):
    """One pattern of answers to the same applications.

    Attributes:
        refused: those asked that do not lend, by themselves or because their group is closed.
        drawn: the channels that the plan made then draws from.
        loan_cost: interest and fees of its loans less what is saved on old ones, yuan.
        missing: needs, payments and losses without a source, yuan; ``cost`` = ``loan_cost`` + missing at its price.
    """

    refused: tuple[str, ...]
    drawn: tuple[str, ...]
    probability: float
    loan_cost: float
    missing: float
    cost: float


class Prospect(Record):
    """What the odds make of one set of applications.

    Attributes:
        applications: whom to ask on day one, leaving ``hard_inquiries`` in the credit report; ``standing``: lenders
            that need not be asked.
        fully_funded: probability that nothing is missing.
        expected_cost, cvar: of ``cost`` over the outcomes, yuan; ``weighed`` = expected cost + risk_weight · CVaR.
        expected_missing: yuan.
        effort: what the applications weigh in choosing, yuan; no cost.
        outcomes: the likeliest first.
    """

    applications: tuple[str, ...]
    standing: tuple[str, ...]
    hard_inquiries: int
    fully_funded: float
    expected_cost: float
    cvar: float
    weighed: float
    expected_missing: float
    effort: float
    outcomes: tuple[Outcome, ...]


class Candidate(Record):
    """One channel that is asked, or stands by, in one of the two prospects.

    Attributes:
        odds: probability that it lends, its groups' included; ``certain``: nobody assumed anything, so it counts as 1.
        today, least: whether it is asked in today's plan, and in the best one; ``drawn``: yuan that the best draws
            from it when all say yes, a line's at its peak.
    """

    channel_id: str
    name: str
    name_en: str
    odds: float
    certain: bool
    today: bool
    least: bool
    drawn: float


class Weighed(Record):
    """Today's plan and the best applications under the borrower's odds.

    Attributes:
        today: the plan of ``optimize``; ``least``: the applications that minimise expected cost + risk_weight · CVaR.
        plan: the verified plan of ``least`` when all say yes.
        scenarios: patterns of answers that were told apart.
        objective, bound: what was made least, effort included, yuan; ``gap`` = their distance over the objective.
    """

    version: Literal[1] = 1
    assumed_by: Literal["borrower"] = "borrower"
    currency: str
    assumption: Assumption
    candidates: tuple[Candidate, ...]
    today: Prospect
    least: Prospect
    plan: FundingPlan
    scenarios: int
    objective: float
    bound: float
    gap: float
    proven: bool
