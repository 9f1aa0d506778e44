"""FundingPlan: the frozen answer, as records, as DataFrames and as JSON (version 1).

Money has two decimals, rates six. Codes never change with the language.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Literal, Self

import pandas as pd
from pydantic import ConfigDict, Field

from fundmix.borrower import Cash, Need, Policy
from fundmix.catalog.tables import Grade, RateBasis, Repayment, Use
from fundmix.fields import Record
from fundmix.loans import Terms

Status = Literal["funded", "partial", "not_needed", "unproven"]


class Draw(Record):
    """One draw of the mix. For a line ``amount`` is its peak; ``draw_id`` = ``d1``, ``d2`` … by date.

    ``share`` is of all yuan-months borrowed, ``share_of_base`` of the constant base of rule 4.
    ``closed_month``: the period in which it is repaid early, None = runs to term. ``use``: ``new`` money, or
    ``renew`` ``extend`` ``hardship`` for the debt named in ``debt``.
    """

    draw_id: str
    channel_id: str
    offer_id: str
    name: str
    name_en: str
    category: str
    risk_groups: tuple[str, ...]
    draw_month: int
    draw_date: dt.date
    amount: float
    closed_month: int | None
    share: float
    share_of_base: float
    advertised: float
    advertised_basis: str
    apr: float
    effective_annual_rate: float
    ceiling: float | None
    interest: float
    fees: float
    cost: float
    term_months: int
    repayment: Repayment
    revolving: bool
    grade: Grade
    quoted: bool
    soft: bool
    use: Use = "new"
    debt: str | None = None


class Application(Record):
    """When to apply, when the answer is due, what to bring."""

    channel_id: str
    name: str
    name_en: str
    apply_date: dt.date
    answer_date: dt.date
    used: bool
    hard_inquiry: bool
    documents: tuple[str, ...]
    documents_en: tuple[str, ...] = ()


class Balloon(Record):
    """A large principal payment and the cash that meets it."""

    date: dt.date
    month: int
    draw_id: str
    channel_id: str
    amount: float
    cash_before: float
    inflow: float
    cash_after: float


class EarlyRepayment(Record):
    """A debt repaid early, in whole or in part.

    Attributes:
        debt: its name in the profile; ``channel_id`` of its lender, None when the catalog has none.
        date, month: the day, one of the debt's own payment days; the regular payment of that day is made first.
        principal, interest, fee: yuan paid early; ``interest`` up to that day, of a debt repaid in one sum.
        balance_before, balance_after: yuan owed after the regular payment, and after this one.
        interest_saved: interest of the old schedule less that of the new one; ``saving`` = that less the fee.
        draw_id: the instalment plan that takes the debt over (hardship: nothing is saved, ``saving`` is 0);
            None = repaid.
    """

    debt: str
    channel_id: str | None
    date: dt.date
    month: int
    principal: float
    interest: float
    fee: float
    balance_before: float
    balance_after: float
    interest_saved: float
    saving: float
    draw_id: str | None = None


class Renewal(Record):
    """What relies on a lender's yes to a debt that exists: the day, the yuan at risk, the day by which to ask.

    ``use``: ``renew`` ``extend`` ``hardship``. ``date``: when the old payment is due; ``amount``: principal that moves.
    """

    debt: str
    channel_id: str
    name: str
    name_en: str
    use: Use
    draw_id: str
    offer_id: str
    date: dt.date
    amount: float
    ask_by: dt.date


class Totals(Record):
    """The plan in a few figures, yuan. ``raised`` is the peak outstanding of new money.

    ``saved``: interest of old debts that early repayment saves, less its fees.
    """

    raised: float
    proceeds: float
    interest: float
    fees: float
    cost: float
    apr: float | None
    heaviest_month: int | None
    heaviest_payment: float
    peak_debt_service: float
    final_cash: float
    unmet: float
    shortfall: float
    excess: float
    deposit_interest: float
    saved: float = 0.0


class Diversification(Record):
    """How the money is spread; shares are of yuan-months."""

    channels: int
    hhi: float
    largest_channel_share: float
    largest_group_share: float
    price_of_safety: float | None = None
    outages: tuple[Any, ...] = ()


class CashflowRow(Record):
    """One period, to the cent.

    closing = opening + deposit_interest + surplus + inflow − need + unmet + proceeds − payments − debt_payments
    + shortfall. ``debt_payments`` are what the plan makes of the old contracts, early repayments included.
    """

    month: int
    date: dt.date
    opening: float
    deposit_interest: float
    surplus: float
    inflow: float
    need: float
    proceeds: float
    payments: float
    debt_payments: float
    unmet: float
    shortfall: float
    retained: float
    closing: float
    outstanding: float


class ScheduleRow(Record):
    """One dated payment of one draw, or (line) one drawing or repayment; index 0 = payout, taken from proceeds."""

    date: dt.date
    month: int
    draw_id: str
    channel_id: str
    offer_id: str
    drawn: float
    payment: float
    principal: float
    interest: float
    fee: float
    balance: float


class NeedRow(Record):
    """How one need is met."""

    name: str
    date: dt.date
    month: int
    purpose: str
    amount: float
    unmet: float
    gives: tuple[tuple[str, float], ...]
    """(draw_id or ``cash``, yuan)"""


class Failure(Record):
    """One failed or unknown rule of an excluded channel."""

    rule_id: str
    field: str
    operator: str
    required: str
    actual: str | None
    distance: float | None
    kind: str
    reason: str
    remedy: str
    remedy_months: int | None
    state: Literal["failed", "unknown"] = "failed"
    reason_en: str = ""
    remedy_en: str = ""


class Excluded(Record):
    """A channel that takes no part, and why.

    ``verdict``: ``ineligible`` or ``unknown`` (see ``failed``), ``law`` (dearer than the legal ceiling), ``policy``,
    ``limit`` (nothing to lend), ``purpose`` (its money may not go there, or comes too late), ``reference``,
    ``unused`` (would do, but costs more). ``detail``: the facts or the words of the policy behind it.
    ``appeal``: where to object, for a platform that is closed to this borrower: it quoted nothing, is owed money, or
    has the account under restriction.
    """

    channel_id: str
    name: str
    name_en: str
    verdict: str
    detail: tuple[str, ...] = ()
    failed: tuple[Failure, ...]
    appeal: str = ""
    appeal_en: str = ""


class Binding(Record):
    """A rule that holds the plan back: what one ``step`` more would change (yuan).

    ``sentence`` says it in the catalog's language; ``rule`` and ``subject`` never change with the language.
    """

    rule: str
    subject: str
    step: float
    change_unmet: float
    change_cost: float
    sentence: str = ""


class Warn(Record):
    """A warning or an advice: a message code and its figures."""

    code: str
    values: dict[str, Any] = Field(default_factory=dict)


class Proof(Record):
    """What was proved, by whom."""

    solver: str
    version: str
    objective: float
    bound: float
    gap: float
    verified: bool
    catalog_name: str
    catalog_sha256: str
    catalog_rows_changed: tuple[str, ...]
    worst_grade: Grade | None


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
    """A used channel, with all that the re-play needs of rules 2, 3, 4, 6 and 8."""

    channel_id: str
    category: str
    risk_groups: tuple[str, ...]
    limit: float
    amount_min: float
    amount_step: float
    lead_days: int
    line_valid_months: int | None
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
        lenders: the used channels with their limits (``limits`` in JSON).
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


class FundingPlan(Record):
    """The answer to one borrower: a verified, explained funding mix.

    The records are complete; ``mix``, ``cashflow``, ``schedule`` and ``excluded`` are the same as DataFrames, one row
    a record, columns named as the record's fields (money in yuan, rates as decimals a year, months counted from 0).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    version: Literal[1] = 1
    status: Status
    advice: tuple[Warn, ...]
    currency: str
    start: dt.date
    inputs: Inputs
    draws: tuple[Draw, ...] = Field(alias="mix")
    applications: tuple[Application, ...]
    repayments: tuple[EarlyRepayment, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    balloons: tuple[Balloon, ...]
    totals: Totals
    diversification: Diversification
    cashflow_rows: tuple[CashflowRow, ...] = Field(alias="cashflow")
    schedule_rows: tuple[ScheduleRow, ...] = Field(alias="schedule")
    need_rows: tuple[NeedRow, ...] = Field(alias="needs")
    excluded_rows: tuple[Excluded, ...] = Field(alias="excluded")
    binding: tuple[Binding, ...]
    warnings: tuple[Warn, ...]
    proof: Proof

    @property
    def mix(self) -> pd.DataFrame:
        """One row per draw, see :class:`Draw`."""
        return _frame(self.draws, Draw)

    @property
    def cashflow(self) -> pd.DataFrame:
        """One row per period, see :class:`CashflowRow`."""
        return _frame(self.cashflow_rows, CashflowRow)

    @property
    def schedule(self) -> pd.DataFrame:
        """One row per dated payment, see :class:`ScheduleRow`."""
        return _frame(self.schedule_rows, ScheduleRow)

    @property
    def excluded(self) -> pd.DataFrame:
        """One row per channel that takes no part and failed rule (one row with empty rule when none failed)."""
        rows = [
            {**channel.model_dump(exclude={"failed"}), **failure}
            for channel in self.excluded_rows
            for failure in ([rule.model_dump() for rule in channel.failed] or [{}])
        ]
        columns = [name for name in Excluded.model_fields if name != "failed"] + list(Failure.model_fields)
        return pd.DataFrame(rows, columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """The plan in plain JSON types, keys as in the documentation."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self, indent: int | None = 1) -> str:
        """The plan as JSON text (UTF-8, keys in a fixed order)."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """A plan from its JSON text; raises pydantic's ``ValidationError`` when it is not one."""
        return cls.model_validate_json(text)


def _frame(records: Sequence[Record], kind: type[Record]) -> pd.DataFrame:
    """Records as a DataFrame whose columns are there even when there are no rows."""
    return pd.DataFrame([record.model_dump() for record in records], columns=list(kind.model_fields))
