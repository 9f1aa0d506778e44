"""What a loan and its payments are called, from plan to plan: of what stays when a plan is made anew.

A loan is its lender and the month in which its contract ends, so that a loan of a plan keeps its payments once it is
written into the profile as a debt.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fundmix.dates import shift
from fundmix.plan import Draw, FundingPlan


def when(day: dt.date, period: str) -> str:
    """The month of a day, or its week where payments come weekly."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}" if period == "week" else f"{day:%Y-%m}"


def loan_names(plan: FundingPlan) -> dict[str, str]:
    """``debt:NAME`` or draw id -> what the loan is called: its lender and the month in which its contract ends.

    A debt may have been a loan of an earlier plan, so both are called alike. Loans that would be called the same are
    numbered, debts first.
    """
    called = {
        f"debt:{debt.name}": (
            f"channel:{debt.channel_id}" if debt.channel_id else f"debt:{debt.name}", debt.last_payment,
        )
        for debt in plan.inputs.debts
    } | {draw.draw_id: (f"channel:{draw.channel_id}", ends(draw)) for draw in plan.draws}  # fmt: skip
    return _numbered(called)


def debt_names(debts: Iterable[tuple[str, str | None, dt.date]]) -> dict[str, str]:
    """The same for debts alone, of which each is (name, channel id, last day): debt's name -> what it is called."""
    return _numbered(
        {name: (f"channel:{channel}" if channel else f"debt:{name}", last) for name, channel, last in debts}
    )


def _numbered(called: Mapping[str, tuple[str, dt.date]]) -> dict[str, str]:
    """Loan -> lender and month; those that would be called the same get a number."""
    seen: Counter[str] = Counter()
    loans = {}
    for loan, (lender, last) in called.items():
        name = f"{lender}/{last:%Y-%m}"
        seen[name] += 1
        loans[loan] = name if seen[name] == 1 else f"{name}/{seen[name]}"
    return loans


def ends(draw: Draw) -> dt.date:
    """The last day of its contract, whether or not the plan repays it before."""
    return shift(draw.draw_date, draw.term_months)


@dataclass(frozen=True)
class NamedLoan:
    """A loan as its payments are called: ``ends`` is its contract's last day, ``period`` the plan's."""

    name: str
    ends: dt.date
    period: str

    def payment(self, day: dt.date) -> str:
        """The payment of a day; ``last`` is the one on the contract's last day, wherever that moves."""
        return f"pay|{self.name}|{'last' if day == self.ends else when(day, self.period)}"
