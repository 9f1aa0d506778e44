"""The records of an offer: what one lender would do for one borrower."""

import datetime as dt
from typing import Literal

from fundmix.catalog.tables import Grade, MovedBy, Use
from fundmix.fields import Record
from fundmix.loans import Terms


class MovedRule(Record):
    """A passed rule on a fact that the plan moves (rule 8): ``actual`` + what others add must stay within ``bound``."""

    rule_id: str
    field: str
    moved_by: MovedBy
    actual: float
    bound: float
    strict: bool


class Lender(Record):
    """One channel as this borrower may use it: everything that its offers share.

    Attributes:
        approval_valid_months: how long an approval that is not drawn stands by; None = not known.
        limit: largest balance in yuan, existing balance included; already the least of catalog, limits and quote.
        soft: a soft rule failed or is unknown: dear end of the price, soft share of rule 4.
        moves: what using it adds: ``online_lender``, ``unsecured_account``, ``inquiry``.
        pledge: fact whose asset backs it, with ``multiplier`` yuan lent per yuan of value; None = unsecured.
        applies: whether a new application is needed (False for a lender whose line the borrower already has).
        moved_rules: rules that its use puts at risk.
        availability: (period, measure, yuan) rows; ``drawing`` = on the balance, only where something is drawn.
    """

    channel_id: str
    name: str
    name_en: str
    category: str
    lender: str
    risk_groups: tuple[str, ...]
    limit: float
    amount_min: float
    amount_step: float
    lead_days: int
    line_valid_months: int | None
    approval_valid_months: int | None = None
    hard_inquiry: bool
    soft: bool
    moves: tuple[MovedBy, ...] = ()
    pledge: str | None = None
    multiplier: float = 1.0
    applies: bool = True
    moved_rules: tuple[MovedRule, ...] = ()
    availability: tuple[tuple[int, Literal["outstanding", "draw", "drawing"], float], ...] = ()
    documents: tuple[str, ...] = ()
    documents_en: tuple[str, ...] = ()
    appeal: str = ""
    appeal_en: str = ""
    quoted: bool = False


class Offer(Record):
    """A product, one method and one term, at this borrower's price.

    Attributes:
        offer_id: ``channel.product.method.term``, each part ``[a-z0-9_]``.
        advertised: the rate as the lender quotes it, with its basis.
        apr, effective_annual_rate: from all cash flows with fees, per :func:`fundmix.loans.apr`.
        ceiling: the legal ceiling on the yearly simple price at the start; None = none found.
        grade: worst grade of the figures used.
        quoted: the price is from the borrower's quote.
        purposes, banned_purposes: what the money may be used for.
        draws: the (period, day) pairs on which it can be drawn: after the lead time, in its season, within the law.
        use, debt: ``new`` money, or what it does with the debt of that name.
        principal: yuan of that debt that may move to it; ``smallest``: from which its price is lawful.
    """

    offer_id: str
    channel_id: str
    product_id: str
    terms: Terms
    revolving: bool
    purposes: tuple[str, ...]
    banned_purposes: tuple[str, ...]
    advertised: float
    advertised_basis: str
    apr: float
    effective_annual_rate: float
    ceiling: float | None
    grade: Grade
    quoted: bool = False
    draws: tuple[tuple[int, dt.date], ...] = ()
    use: Use = "new"
    debt: str | None = None
    principal: float = 0.0
    smallest: float = 0.0


class Excluded(Record):
    """A channel that takes no part, before any program: why, and the rules that say so.

    ``verdict``: ``ineligible``, ``unknown``, ``law`` (dearer than the legal ceiling), ``policy``, ``limit``
    (nothing to lend), ``overdue`` (no new loan without a pledge while a payment is overdue), ``reference``.
    """

    channel_id: str
    verdict: str
    detail: tuple[str, ...] = ()


class Market(Record):
    """Everything this borrower may choose from.

    Attributes:
        lenders, offers: the channels that may be used, and their products.
        excluded: the channels that may not, and why.
        asset_values: pledged asset -> yuan of value.
        together: (channel_ids, yuan) limits that channels share.
        questions: facts that would open or enlarge a channel if they were known, with the channels.
        closed: debts that a product of their lender could renew but that are not offered it: (debt, why);
            ``too_late`` = the lead time is longer than the days left, ``not_stated`` = nobody said that it renews.
    """

    lenders: tuple[Lender, ...]
    offers: tuple[Offer, ...]
    excluded: tuple[Excluded, ...]
    asset_values: dict[str, float]
    together: tuple[tuple[tuple[str, ...], float], ...]
    questions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    closed: tuple[tuple[str, Literal["too_late", "not_stated"]], ...] = ()
