"""One settled solution, to the cent: what every later sentence of the answer is about."""

from dataclasses import dataclass
from decimal import Decimal

from fundmix.answer.ledger import CashPeriod, Loan
from fundmix.answer.old_debts import OldDebts
from fundmix.plan import Totals
from fundmix.program.model import Model


@dataclass(frozen=True)
class Settlement:
    """The loans, the old debts and the cash of a plan; ``over``: yuan by which each cap is exceeded."""

    model: Model
    loans: tuple[Loan, ...]
    old: OldDebts
    book: tuple[CashPeriod, ...]
    over: dict[str, Decimal]
    totals: Totals
