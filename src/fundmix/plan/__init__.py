"""The answer: one frozen plan, its parts, and the data it can be re-played from."""

from fundmix.plan.funding import (
    FundingPlan,
)
from fundmix.plan.inputs import (
    ContractRow,
    DebtRow,
    Inputs,
    LenderRow,
)
from fundmix.plan.records import (
    Application,
    Balloon,
    Binding,
    CashflowRow,
    Diversification,
    Draw,
    EarlyRepayment,
    Excluded,
    Failure,
    NeedRow,
    Proof,
    Renewal,
    Repair,
    ScheduleRow,
    Status,
    Totals,
    Warn,
    Write,
)

__all__ = [
    "Application",
    "Balloon",
    "Binding",
    "CashflowRow",
    "ContractRow",
    "DebtRow",
    "Diversification",
    "Draw",
    "EarlyRepayment",
    "Excluded",
    "Failure",
    "FundingPlan",
    "Inputs",
    "LenderRow",
    "NeedRow",
    "Proof",
    "Renewal",
    "Repair",
    "ScheduleRow",
    "Status",
    "Totals",
    "Warn",
    "Write",
]
