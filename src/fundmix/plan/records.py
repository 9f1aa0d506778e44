"""The parts of an answer: draws, payments, needs, reasons and the proof, one record each."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from fundmix.catalog.tables import Grade, Repayment, Use
from fundmix.fields import Record

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
    """When to apply, when the answer is due, what to bring.

    Attributes:
        order: 1, 2 … in the order in which to apply: by day, then what cannot hurt first.
        apply_date, answer_date: the answer is due ``lead_days`` of the lender after the application.
        again_by: the last day to apply anew for a later loan, since the approval has run out by then; None = it stands.
        used: whether the plan draws on it; a lender that only stands by is asked and not drawn.
        appeal: what to do when refused by mistake.
    """

    order: int
    channel_id: str
    name: str
    name_en: str
    apply_date: dt.date
    answer_date: dt.date
    again_by: dt.date | None = None
    used: bool
    hard_inquiry: bool
    documents: tuple[str, ...]
    documents_en: tuple[str, ...] = ()
    appeal: str = ""
    appeal_en: str = ""


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

    ``heaviest_payment``: the most that old debts and new loans ask in one period, without what is repaid early by
    choice and what a renewal carries on; of months that differ by less than a yuan, the first.

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


class ReplacementDraw(Record):
    """What is drawn in place of what an outage took away: of one channel on one day, of a line its peak.

    ``planned``: what the plan itself draws there that day.
    """

    channel_id: str
    name: str
    name_en: str
    draw_date: dt.date
    amount: float
    planned: float


class OutageRow(Record):
    """What one outage does to the plan, with the channels applied for and caps on shares waived.

    Attributes:
        outage_id: ``channel:x``, ``group:x``, or the id of a row of ``outages.csv``; ``hits``: the channels.
        date: from when on.
        funded_share: 1 less what is then missing beyond the plan itself, over the peak gap.
        missing: that in yuan.
        extra_cost: yuan that the best answer costs more than the plan; None = no answer passed the re-play.
        draws: what is drawn then and is not in the plan.
    """

    outage_id: str
    name: str
    name_en: str
    hits: tuple[str, ...]
    date: dt.date
    funded_share: float
    missing: float
    extra_cost: float | None
    draws: tuple[ReplacementDraw, ...]


class Diversification(Record):
    """How the money is spread; shares are of yuan-months.

    ``outages``: what each outage that the policy wants to survive would do; those that no used channel feels are left
    out. ``price_of_safety``: yuan of choosing cost (effort counted) over the same policy with nothing to survive.
    """

    channels: int
    hhi: float
    largest_channel_share: float
    largest_group_share: float
    price_of_safety: float | None = None
    outages: tuple[OutageRow, ...] = ()


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
    """A rule that holds the plan back: what one ``step`` more of it would change, with the plan's channels kept.

    The figures are of a re-solve of the whole parameter, yuan. ``change_unmet``: payments that fall short included;
    ``change_excess``: what is over caps; ``change_cost``: money alone, ``change_effort``: what draws are a bother.
    ``name`` is what ``subject`` is called. ``sentence`` says it in the catalog's language; ``rule`` and ``subject``
    never change with the language.
    """

    rule: str
    subject: str
    step: float
    change_unmet: float
    change_cost: float
    change_excess: float = 0.0
    change_effort: float = 0.0
    name: str = ""
    name_en: str = ""
    sentence: str = ""


class Write(Record):
    """What to write in a file: ``file`` is ``needs``, ``profile`` or ``policy``; ``row`` the need or the channel."""

    file: Literal["needs", "profile", "policy"]
    row: str
    key: str
    value: str


class Repair(Record):
    """The smallest change of one kind with which everything is funded; a plan with it was made and verified.

    Attributes:
        kind: ``need_less`` ``later`` ``fact``, or the rule of the policy or ``limit`` that gives way.
        subject: the channel of a limit; else empty.
        amount: how far, in the rule's own unit: yuan, days, a share, a number of channels or facts.
        bound: proved by the program: less than this does not do.
        writes: what to write in the files.
        cost, heaviest_payment: of the plan that follows, yuan; ``excess``: what it carries over caps.
        values: figures of the sentence, which ``sentence`` says in the catalog's language.
    """

    kind: str
    subject: str = ""
    amount: float
    bound: float
    writes: tuple[Write, ...] = ()
    cost: float
    heaviest_payment: float
    excess: float = 0.0
    values: dict[str, Any] = Field(default_factory=dict)
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
