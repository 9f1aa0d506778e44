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
    OutageRow,
    Proof,
    Renewal,
    ReplacementDraw,
    ScheduleRow,
    Status,
    Totals,
    Warn,
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
    "OutageRow",
    "Proof",
    "Renewal",
    "ReplacementDraw",
    "ScheduleRow",
    "Status",
    "Totals",
    "Warn",
]
