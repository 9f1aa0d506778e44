"""What an existing debt still asks for: its payments, and the part of each that is debt service."""

from decimal import Decimal

from fundmix.borrower import Debt
from fundmix.catalog.tables import Catalog, Repayment
from fundmix.loans import Payment, RunningLoan, running_loan


def running(debt: Debt, catalog: Catalog) -> RunningLoan:
    """The contract of a debt, in the catalog's periods.

    Raises:
        InputError: for a debt that its own figures never repay.
    """
    return running_loan(
        balance=debt.balance,
        original_amount=debt.original_amount,
        rate=debt.rate,
        rate_basis=debt.rate_basis,
        repayment=debt.repayment,
        payment=debt.payment,
        next_payment=debt.next_payment,
        last_payment=debt.last_payment,
        period=catalog.settings.period,
        day_basis=catalog.settings.day_basis,
    )


def service_of(repayment: Repayment, payment: Payment) -> Decimal:
    """Interest and instalment principal of one payment (rule 5).

    A balloon is none, nor is a bullet's interest, which belongs to it: no lender divides a last payment by one
    month's income.
    """
    if repayment in ("bullet", "buyer_pays"):
        return Decimal(0)
    return payment.interest if repayment == "interest_only" else payment.principal + payment.interest
