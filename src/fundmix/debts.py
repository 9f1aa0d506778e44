"""The loans the borrower already has: their contracts, month by month, and what may be done with them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fundmix.borrower import Debt, Profile
from fundmix.catalog.tables import Catalog, Channel, MovedBy
from fundmix.dates import Grid
from fundmix.errors import InputError, Issue
from fundmix.facts import resolve_channel, running, service_of
from fundmix.loans import Floats, Payment, RunningLoan

LARGEST_LAST = 2
"""Level payments that the last one may come to: what rounding and a first month of other length leave over."""
BALLOONS = ("interest_only", "bullet", "custom")
"""Methods that leave a sum for the last day, which a lender may renew."""


@dataclass(frozen=True)
class DebtContract:
    """One existing debt as the program sees it.

    Attributes:
        debt: as the borrower wrote it.
        loan: its contract.
        channel: its channel; None when the catalog has none.
        prepay_fee_rate: the debt's own, else the dearest of its channel's products; None = not known.
    """

    debt: Debt
    loan: RunningLoan
    channel: Channel | None
    prepay_fee_rate: float | None

    @property
    def name(self) -> str:
        """What the borrower calls it."""
        return self.debt.name

    @property
    def balance(self) -> float:
        """Yuan owed today."""
        return self.debt.balance

    @property
    def channel_id(self) -> str | None:
        """Its channel in the catalog."""
        return self.channel.channel_id if self.channel else None

    @property
    def pledge(self) -> str | None:
        """The fact of the asset that backs it."""
        return self.debt.pledge

    @property
    def unsecured(self) -> bool:
        """Whether no asset backs it, so that it counts in the shares of rule 4."""
        return self.debt.pledge is None and (self.channel is None or self.channel.unsecured)

    @property
    def groups(self) -> tuple[str, ...]:
        """The caps of rule 4 that it counts in; a debt from outside the catalog has a category of its own."""
        if self.channel is None:
            return ("category:outside",)
        named = (f"channel:{self.channel.channel_id}", f"category:{self.channel.category}")
        return (*named, *(f"group:{group}" for group in self.channel.risk_groups))

    @property
    def moves(self) -> tuple[MovedBy, ...]:
        """What it counts as in other lenders' rules."""
        counted: list[MovedBy] = ["online_lender"] if self.channel and self.channel.online_lender else []
        return (*counted, "unsecured_account") if self.unsecured else tuple(counted)

    @property
    def rows(self) -> tuple[Payment, ...]:
        """The payments still due."""
        return self.loan.rows

    @property
    def balloon(self) -> Payment | None:
        """The last payment where it repays a sum that a lender may renew."""
        return self.rows[-1] if self.debt.repayment in BALLOONS else None

    def payments(self, grid: Grid, periods: int) -> Floats:
        """Yuan due per period, ``periods`` values."""
        return _spread(self.rows, [float(row.payment) for row in self.rows], grid, periods)

    def service(self, grid: Grid, periods: int) -> Floats:
        """Interest and instalment principal per period (rule 5)."""
        return _spread(
            self.rows, [float(service_of(self.debt.repayment, row)) for row in self.rows], grid, periods
        )

    def balances(self, grid: Grid, periods: int) -> Floats:
        """Yuan owed at the beginning of each period, before that period's payment."""
        owed = np.full(periods, self.balance)
        for row in self.rows:
            paid_in = grid.index_of(row.date)
            owed[max(0, paid_in + 1) :] = float(row.balance)
        return owed


def _spread(rows: Sequence[Payment], amounts: list[float], grid: Grid, periods: int) -> Floats:
    spread = np.zeros(periods)
    for row, amount in zip(rows, amounts, strict=True):
        index = grid.index_of(row.date)
        if 0 <= index < periods:
            spread[index] += amount
    return spread


def debt_contracts(profile: Profile, catalog: Catalog) -> tuple[DebtContract, ...]:
    """The contracts of all debts of a profile.

    Raises:
        InputError: for a debt whose facts contradict each other.
    """
    channels = {channel.channel_id: channel for channel in catalog.channels}
    issues: list[Issue] = []
    contracts: list[DebtContract] = []
    for number, debt in enumerate(profile.debts, start=1):
        channel = channels.get(resolve_channel(catalog, debt.channel_id) or "") if debt.channel_id else None
        try:
            loan = running(debt, catalog)
        except InputError as error:
            issues.extend(_place(issue, number) for issue in error.issues)
        else:
            if _leaves_a_rest(debt, loan):
                issues.append(profile.origin.issue("debt_payment_leaves_rest", f"debts[{number}].payment"))
            contracts.append(DebtContract(debt, loan, channel, _prepay_fee(debt, channel, catalog)))
    if issues:
        raise InputError(issues)
    return tuple(contracts)


def _leaves_a_rest(debt: Debt, loan: RunningLoan) -> bool:
    """Whether level payments leave a sum for the last day that nobody would call a payment."""
    level = debt.repayment == "annuity" and debt.payment is not None
    return level and loan.rows[-1].payment > LARGEST_LAST * loan.level


def _prepay_fee(debt: Debt, channel: Channel | None, catalog: Catalog) -> float | None:
    """The fee on what is repaid early; where the borrower does not say, the dearest of the lender's products."""
    if debt.prepay_fee_rate is not None or channel is None:
        return debt.prepay_fee_rate
    rates = [
        product.prepay_fee_rate
        for product in catalog.products
        if product.channel_id == channel.channel_id and product.use == "new"
    ]
    known = [rate for rate in rates if rate is not None]
    # one product that does not say could be the borrower's
    return max(known) if known and len(known) == len(rates) else None


def _place(issue: Issue, number: int) -> Issue:
    column = f"debts[{number}].{issue.column}" if issue.column else f"debts[{number}]"
    return Issue(issue.code, issue.file, issue.line, column, issue.value, issue.details)
