"""The records of a borrower: profile, debts, quotes, needs and policy."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from fundmix.catalog.tables import RateBasis, Repayment
from fundmix.errors import Issue, Note
from fundmix.fields import (
    AnnualRate,
    Count,
    Counts,
    Day,
    Key,
    Keys,
    Money,
    PositiveMoney,
    Rate,
    Record,
    Share,
    SignedMoney,
    Text,
    YesNo,
)

_LAST_PART = re.compile(r"(\.[^.\[]+|\[[^\]]*\])$")


class Origin(Record):
    """Where a profile was read, so that a later check can still name the line.

    Attributes:
        file: the file as the user named it; empty for a profile built in memory.
        lines: key (``debts[2].balance``, the first debt is 1) to line of the file.
    """

    file: str = ""
    lines: Mapping[str, int] = Field(default_factory=dict, repr=False)

    def line_of(self, key: str) -> int | None:
        """The line of a key, or of the nearest heading above it when the key itself is not written."""
        while key:
            if key in self.lines:
                return self.lines[key]
            key = _LAST_PART.sub("", key) if _LAST_PART.search(key) else ""
        return None

    def issue(self, code: str, key: str, /, value: str = "", **details: Any) -> Issue:
        """A located mistake that names the key; ``value`` is never a private figure."""
        return Issue(code, self.file, self.line_of(key), key, value, details)


class DatedAmount(Record):
    """Yuan on a day."""

    date: Day
    amount: SignedMoney


class Cash(Record):
    """The borrower's own money.

    Attributes:
        opening: yuan at the start; an overdraft is a debt.
        minimum: yuan that should never be undercut.
        income: yuan a month that can service debt (operating cash flow and wages, not turnover).
        surplus: yuan a month after business and living costs, before every loan payment; may be negative.
            One figure, or dated figures that each hold for the period they fall in.
        surplus_after: yuan a month after the last dated figure; with one figure, not used.
        income_after: the same for income.
        deposit_rate: yearly interest on cash at hand.
    """

    opening: Money = 0
    minimum: Money = 0
    income: Money | tuple[DatedAmount, ...] = 0
    surplus: SignedMoney | tuple[DatedAmount, ...] = 0
    surplus_after: SignedMoney = 0
    income_after: Money = 0
    deposit_rate: AnnualRate = 0


class Debt(Record):
    """A loan that exists, with its own contract.

    Attributes:
        name: what the borrower calls it.
        channel_id: its channel in the catalog, or an alias of one; None when the catalog has none.
        balance: principal still owed, yuan.
        original_amount: what was first lent; needed for flat rates.
        payment: fixed payment a period; None = computed from rate, repayment and last_payment.
        next_payment: day of the next payment; later ones follow one period apart.
        last_payment: day of the last payment, when the balance reaches zero.
        prepay_fee_rate: fee on principal repaid early; None = unknown.
        pledge: the fact (``house_value``, ``car_value`` …) of the asset that backs it.
    """

    name: Text
    channel_id: Text | None = None
    balance: PositiveMoney
    original_amount: PositiveMoney | None = None
    rate: Rate
    rate_basis: RateBasis = "annual"
    repayment: Repayment = "annuity"
    payment: PositiveMoney | None = None
    next_payment: Day
    last_payment: Day
    prepay_fee_rate: Share | None = None
    renewable: YesNo = False
    pledge: Key | None = None


class Quote(Record):
    """What a lender told this borrower: it overrides the catalog and is labelled so."""

    channel_id: Text
    product_id: Key | None = None
    limit: Money | None = None
    rate: Rate | None = None
    rate_basis: RateBasis = "annual"
    term_months: Counts = ()
    valid_until: Day | None = None


class Profile(Record):
    """Everything about the borrower except the needs.

    Attributes:
        start: the first day of the plan.
        facts: what the borrower says, as written; ``fundmix.facts.facts_of`` reads them by type.
        approval_odds: the user's own guess that an application is approved, between 0 and 1, by channel or
            ``group:x``; fundmix knows none and assumes none.
        notes: what a reader should know (GB18030 read, a quote that has run out).
        origin: where it was read; left out of dumps.
    """

    start: Day
    facts: dict[str, Any] = Field(default_factory=dict)
    cash: Cash = Cash()
    debts: tuple[Debt, ...] = ()
    quotes: tuple[Quote, ...] = ()
    approval_odds: dict[str, float] = Field(default_factory=dict)
    notes: tuple[Note, ...] = Field((), exclude=True)
    origin: Origin = Field(default_factory=Origin, exclude=True, repr=False)


class Need(Record):
    """A dated use of cash (``need``) or dated money in (``inflow``).

    Attributes:
        name: label; ``need1`` … when left out.
        date: the day it is due, or the day the inflow is expected.
        purpose: a word of ``fundmix.catalog.tables.PURPOSES``; for inflows empty.
        from_need: for an inflow: the need that earns it; it shrinks with that need's unmet part.
        latest_date: the need can wait until this day.
        least_amount: a smaller sum is of no use.
    """

    name: Key
    date: Day
    kind: Literal["need", "inflow"] = "need"
    amount: PositiveMoney
    purpose: Key | Literal[""] = ""
    from_need: Key | None = None
    latest_date: Day | None = None
    least_amount: Money = 0

    @property
    def last_day(self) -> dt.date:
        """The last day on which the money is of use."""
        return self.latest_date or self.date


class Policy(Record):
    """How cautious the plan must be. Shares are of the constants of rule 4, not of the sum of draws.

    ``reserve_months``: own cash repays a debt early only while it still covers so many months of existing instalments
    and losses.

    ``survive``: what the plan must survive: ``channel`` (any one channel refuses on day one), ``group`` (any one risk
    group is closed from month ``survive_from``), or outages of the catalog by id. ``survive_share``: so much of the
    peak gap stays funded then.
    """

    name: Text = "custom"
    max_channel_share: Share = 1
    max_category_share: Share = 1
    max_group_share: Share = 1
    share_floor: Money = 50_000
    max_channels: Count | None = None
    max_draws: Count | None = None
    max_inquiries: Count | None = None
    inflow_delay: Count = 0
    draw_until: Count | None = None
    max_debt_service: Share | None = None
    max_monthly_payment: Money | None = None
    max_term_months: Count | None = None
    max_soft_share: Share = 1
    min_cash: Money | None = None
    collateral: Literal["none", "business", "home"] = "home"
    unknown: Literal["exclude", "include"] = "exclude"
    prefund_months: Count = 1
    reserve_months: Count = 0
    payments_before_inflows: YesNo = False
    effort_per_application: Money = 200
    effort_per_draw: Money = 50
    exclude: Keys = ()
    require: Keys = ()
    survive: Keys = ()
    survive_from: Count = 0
    survive_share: Share = 1


CHEAPEST = Policy(name="cheapest")
BALANCED = Policy(
    name="balanced",
    max_channel_share=0.5,
    max_group_share=0.6,
    max_channels=5,
    max_debt_service=0.5,
    max_soft_share=0.3,
    inflow_delay=1,
    collateral="business",
    reserve_months=3,
)
RESILIENT = BALANCED.model_copy(
    update={"name": "resilient", "survive": ("channel",), "payments_before_inflows": True}
)
PRESETS: dict[str, Policy] = {"cheapest": CHEAPEST, "balanced": BALANCED, "resilient": RESILIENT}
