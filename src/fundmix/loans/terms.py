"""The records of the room: terms of a contract, one payment, one column per yuan."""

import datetime as dt
from decimal import Decimal
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, model_validator

from fundmix.catalog.tables import Repayment
from fundmix.dates import Period
from fundmix.fields import Record, reject

Floats = NDArray[np.float64]

FLOW_TOLERANCE = 1e-6
"""How far the principal parts of a custom contract may sum from 1; the last one absorbs it."""


class Terms(Record):
    """The terms of one loan, in the catalog's periods, free of the amount.

    Attributes:
        repayment: the method.
        term: number of periods from draw to last payment.
        period: length of a period.
        rate: nominal yearly rate, a decimal. Interest of a period is balance × rate ÷ periods a year, or
            balance × rate × days ÷ day_basis when ``accrual`` is ``actual``.
        flat: interest is charged on the sum first lent, not on the balance (``flat_monthly``).
        accrual: equal periods, or days counted.
        day_basis: 360 or 365.
        interest_only: periods of interest only before instalments begin.
        interest_first: all interest is taken from the payout.
        upfront_fee_rate: share of the draw taken from the payout.
        period_fee_rate: fee each period on the sum first lent.
        fee_first: that fee is due at the beginning of each period, first at payout.
        fixed_fee: yuan per draw, taken from the payout.
        retained_balance_rate: share of the outstanding balance that must stay in cash.
        prepay_fee_rate: fee on principal repaid early; None = not offered.
        rate_cut: points of yearly rate that a subsidy pays, for interest accrued up to ``cut_until``.
        cut_until: last day of the subsidy; None = as long as the loan runs.
        flow_principal, flow_interest, flow_fee: a custom contract per yuan lent, index 0 = at payout.
    """

    repayment: Repayment
    term: int
    period: Period = "month"
    rate: float = 0.0
    flat: bool = False
    accrual: Literal["period", "actual"] = "period"
    day_basis: Literal[360, 365] = 365
    interest_only: int = 0
    interest_first: bool = False
    upfront_fee_rate: float = 0.0
    period_fee_rate: float = 0.0
    fee_first: bool = False
    fixed_fee: float = 0.0
    retained_balance_rate: float = 0.0
    prepay_fee_rate: float | None = None
    rate_cut: float = 0.0
    cut_until: dt.date | None = None
    flow_principal: tuple[float, ...] = ()
    flow_interest: tuple[float, ...] = ()
    flow_fee: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _runs_and_repays(self) -> Self:
        """A contract lasts at least one period, leaves one for its instalments and repays what it lends."""
        if self.term < 1:
            raise reject("term_not_positive", column="term")
        if not 0 <= self.interest_only < self.term:
            raise reject("no_instalments_left", column="interest_only", term=self.term)
        if self.repayment == "custom":
            longest = max(len(self.flow_principal), len(self.flow_interest), len(self.flow_fee))
            if longest > self.term + 1:
                raise reject("flows_beyond_term", column="period", term=self.term, last=longest - 1)
            if self.flow_principal and self.flow_principal[0] != 0:
                raise reject("principal_at_payout", column="principal")
            if abs(sum(self.flow_principal) - 1) > FLOW_TOLERANCE:
                raise reject("flows_do_not_repay", column="principal", total=sum(self.flow_principal))
        return self


class Payment(Record):
    """One row of a schedule, yuan to the cent. ``payment`` = principal + interest + fee.

    Row 0 is the payout: interest and fee are taken from the money, so proceeds = amount − payment of row 0.
    ``drawn`` is what a revolving line pays out that day, before fees; 0 in every other schedule.
    """

    index: int
    date: dt.date
    payment: Decimal
    principal: Decimal
    interest: Decimal
    fee: Decimal
    balance: Decimal
    drawn: Decimal = Decimal(0)


class UnitFlows(Record):
    """What one yuan lent does, one value per period, index 0 = the payout. The fixed fee is not in it.

    Attributes:
        proceeds: yuan received at index 0, after what is taken first.
        payment, principal, interest, fee: at index 1 … ``closed_after`` or ``term``; index 0 is 0.
        balance: principal outstanding after each index.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    proceeds: float
    payment: Floats
    principal: Floats
    interest: Floats
    fee: Floats
    balance: Floats
