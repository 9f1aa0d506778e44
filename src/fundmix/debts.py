"""The loans the borrower already has: their contracts, month by month."""

import numpy as np

from fundmix.borrower import Debt, Profile
from fundmix.catalog.tables import Catalog, Channel, Repayment
from fundmix.dates import Grid
from fundmix.errors import InputError, Issue
from fundmix.facts import due_payments, resolve_channel, service_of
from fundmix.fields import Record
from fundmix.loans import Floats, Payment, normal_rate


class DebtContract(Record):
    """One existing debt as the program sees it.

    Attributes:
        channel_id, category, lender, risk_groups: of its channel; None and empty when the catalog has none.
        unsecured: no asset backs it, so it counts in the shares of rule 4.
        pledge: the fact of the asset that backs it.
        rows: the payments still due.
    """

    name: str
    balance: float
    repayment: Repayment
    rate_annual: float
    channel_id: str | None
    category: str | None
    lender: str | None
    risk_groups: tuple[str, ...]
    unsecured: bool
    pledge: str | None
    rows: tuple[Payment, ...]

    def payments(self, grid: Grid, periods: int) -> Floats:
        """Yuan due per period, ``periods`` values."""
        return self._spread(grid, periods, [float(row.payment) for row in self.rows])

    def service(self, grid: Grid, periods: int) -> Floats:
        """Interest and instalment principal per period (rule 5)."""
        return self._spread(grid, periods, [float(service_of(self.repayment, row)) for row in self.rows])

    def balances(self, grid: Grid, periods: int) -> Floats:
        """Yuan owed at the beginning of each period, before that period's payment."""
        owed = np.full(periods, self.balance)
        for row in self.rows:
            paid_in = grid.index_of(row.date)
            owed[max(0, paid_in + 1) :] = float(row.balance)
        return owed

    def _spread(self, grid: Grid, periods: int, amounts: list[float]) -> Floats:
        spread = np.zeros(periods)
        for row, amount in zip(self.rows, amounts, strict=True):
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
            contracts.append(_contract(debt, channel, catalog))
        except InputError as error:
            issues.extend(_place(issue, number) for issue in error.issues)
    if issues:
        raise InputError(issues)
    return tuple(contracts)


def _contract(debt: Debt, channel: Channel | None, catalog: Catalog) -> DebtContract:
    annual, _, _ = normal_rate(debt.rate, debt.rate_basis, day_basis=catalog.settings.day_basis)
    return DebtContract(
        name=debt.name,
        balance=debt.balance,
        repayment=debt.repayment,
        rate_annual=annual,
        channel_id=channel.channel_id if channel else None,
        category=channel.category if channel else None,
        lender=channel.lender if channel else None,
        risk_groups=channel.risk_groups if channel else (),
        unsecured=debt.pledge is None and (channel is None or channel.unsecured),
        pledge=debt.pledge,
        rows=due_payments(debt, catalog),
    )


def _place(issue: Issue, number: int) -> Issue:
    column = f"debts[{number}].{issue.column}" if issue.column else f"debts[{number}]"
    return Issue(issue.code, issue.file, issue.line, column, issue.value, issue.details)
