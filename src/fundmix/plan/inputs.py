"""The plan's own data: enough to re-play it without the catalog."""

import datetime as dt
from typing import Any, Literal

from pydantic import ConfigDict, Field

from fundmix.borrower import Cash, Need, Policy
from fundmix.catalog.tables import RateBasis, Repayment, Use
from fundmix.fields import Record
from fundmix.loans import Terms


class ContractRow(Record):
    """An offer that the plan uses, with all that the re-play needs."""

    offer_id: str
    channel_id: str
    terms: Terms
    purposes: tuple[str, ...]
    banned_purposes: tuple[str, ...]
    revolving: bool
    ceiling: float | None
    apr: float
    use: Use = "new"
    debt: str | None = None


class DebtRow(Record):
    """An existing debt with all that the re-play needs of its contract (``fundmix.borrower.Debt``).

    ``prepay_fee_rate`` is the one that the plan counts with; None = not known, so not repaid early. ``moves``: what
    the debt counts as in other lenders' rules while it is owed.
    """

    name: str
    channel_id: str | None
    category: str | None
    risk_groups: tuple[str, ...]
    unsecured: bool
    pledge: str | None
    balance: float
    original_amount: float | None
    rate: float
    rate_basis: RateBasis
    repayment: Repayment
    payment: float | None
    next_payment: dt.date
    last_payment: dt.date
    prepay_fee_rate: float | None
    renewable: bool
    moves: tuple[str, ...]


class LenderRow(Record):
    """A channel that is used or stands by, with all that the re-play needs of rules 2, 3, 4, 6 and 8."""

    channel_id: str
    category: str
    risk_groups: tuple[str, ...]
    limit: float
    amount_min: float
    amount_step: float
    lead_days: int
    line_valid_months: int | None
    approval_valid_months: int | None = None
    hard_inquiry: bool
    applies: bool
    soft: bool
    pledge: str | None
    multiplier: float
    moves: tuple[str, ...]
    moved_rules: tuple[Any, ...]
    availability: tuple[tuple[int, str, float], ...]


class Inputs(Record):
    """The plan's own data: enough to re-play it without the catalog.

    Attributes:
        lenders: the channels used and applied to with their limits (``limits`` in JSON).
        surplus, income, inflow: yuan per period, period 0 first, as the program counted them.
        debts: the existing debts with their contracts; ``day_basis``: the days of their year for daily rates.
        debt_payments, debt_service: yuan per period of the existing debts by their old contracts; ``debt_dates``: each
            payment on its day.
        existing: balance per period: by channel_id; unsecured ones also by ``channel:x``, ``category:y``, ``group:z``.
        asset_values: pledged asset -> value less existing lien.
        together: (channel_ids, yuan) shared limits.
        facts: the facts that moved rules use.
        base: the constant base of rule 4.
        caps: yuan cap per ``channel:x``, ``category:y``, ``group:z``, ``soft``.
        min_cash: yuan per period that cash must keep (rule 1).
        existing_inquiries, used_channels_now: what counts before the plan.
        known: of the best that can be done after an outage: the day on which it became known. Payments on what was
            drawn before may then be missing, like those on old debts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    period: str
    horizon: int
    draw_until: int
    policy: Policy
    cash: Cash
    needs: tuple[Need, ...]
    debts: tuple[DebtRow, ...]
    day_basis: Literal[360, 365] = 365
    contracts: tuple[ContractRow, ...]
    lenders: tuple[LenderRow, ...] = Field(alias="limits")
    surplus: tuple[float, ...]
    income: tuple[float, ...]
    inflow: tuple[float, ...]
    debt_payments: tuple[float, ...]
    debt_service: tuple[float, ...]
    debt_dates: tuple[tuple[dt.date, float], ...] = ()
    existing: dict[str, tuple[float, ...]]
    asset_values: dict[str, float]
    together: tuple[tuple[tuple[str, ...], float], ...]
    base: float
    caps: dict[str, float]
    min_cash: tuple[float, ...]
    inquiries_left: int | None
    known: dt.date | None = None
