"""Contract mathematics: schedules, fees and the true price of a loan; pure, to the cent.

One set of terms serves three readers: :func:`schedule` pays it in Decimal by date, :func:`unit_flows` gives
the program its column per yuan, and :func:`apr` prices the cash flows.
"""

from fundmix.loans.cents import schedule
from fundmix.loans.columns import line_unit_interest, unit_flows
from fundmix.loans.existing import (
    EarlyStop,
    NormalRate,
    RunningLoan,
    normal_rate,
    running_loan,
)
from fundmix.loans.line import line_schedule
from fundmix.loans.pricing import Price, apr, apr_unit_periods, price
from fundmix.loans.terms import Floats, Payment, Terms, UnitFlows

__all__ = [
    "EarlyStop",
    "Floats",
    "NormalRate",
    "Payment",
    "Price",
    "RunningLoan",
    "Terms",
    "UnitFlows",
    "apr",
    "apr_unit_periods",
    "line_schedule",
    "line_unit_interest",
    "normal_rate",
    "price",
    "running_loan",
    "schedule",
    "unit_flows",
]
