"""Events: what falls on a day. The calendar's own record, which needs no plan."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from fundmix.dates import shift
from fundmix.fields import Record

EventKind = Literal[
    "credit_report",
    "documents",
    "apply",
    "answer",
    "draw",
    "payment",
    "debt_payment",
    "balloon",
    "early_payment",
    "renewal",
    "again_by",
    "approval_ends",
    "quote_ends",
    "subsidy_ends",
    "last_day",
]

DISPUTE_DAYS = 20
"""Days within which an objection to a credit report is answered (征信业管理条例 art. 25, ``r_cr_dispute``)."""
READING_DAYS = 10
"""Days to get the report, read it, and write the objection."""
BETWEEN_REPORTS_MONTHS = 6
"""Two free reports a year (征信业管理条例 art. 17, ``r_cr_2free``), half a year apart."""


class Event(Record):
    """One thing to do, to pay or to know on a day.

    Attributes:
        day: as the contract has it; one that is no working day is not moved.
        kind: ``payment`` of a loan of the plan, ``debt_payment`` of one that exists, ``early_payment``, ``balloon``
            (a payment that repays a large sum at once), ``draw`` (the money arrives), ``renewal`` (the day by which
            to ask), ``documents`` to have ready, ``apply``, ``answer``, ``again_by`` (the last day to apply anew),
            ``approval_ends``, ``quote_ends``, ``subsidy_ends``, ``credit_report`` (get a free copy), ``last_day`` to
            act.
        uid: what the event is, in words that stay when its day or its amount changes: a calendar that holds it
            already updates it. ``payment|channel:family/2027-12|last``: kind, loan, which of its payments.
        subject: ``channel:ID`` or ``debt:NAME``; empty = the borrower.
        name: what the subject is called; ``name_en`` in English, empty = the same.
        amount: yuan; None = the event has none.
        currency: of the amount.
        details: figures of the sentences of this kind; ``documents`` has its English pair ``documents_en``.
    """

    day: dt.date
    kind: EventKind
    uid: str
    subject: str = ""
    name: str = ""
    name_en: str = ""
    amount: float | None = None
    currency: str = "CNY"
    details: dict[str, Any] = Field(default_factory=dict)


def report_dates(start: dt.date, first_application: dt.date | None) -> tuple[dt.date, ...]:
    """The days on which to get the two free credit reports of a year, the earliest first.

    The first comes so long before the first application that leaves a hard inquiry that a wrong record can still be
    corrected: ``first_application − (DISPUTE_DAYS + READING_DAYS)``, not before ``start``. The second
    comes half a year later.

    Args:
        start: the first day on which anything can be done.
        first_application: of those that leave a hard inquiry; None = there is none, and the first is due now.
    """
    ahead = dt.timedelta(days=DISPUTE_DAYS + READING_DAYS)
    first = start if first_application is None else max(start, first_application - ahead)
    return first, shift(first, BETWEEN_REPORTS_MONTHS)
