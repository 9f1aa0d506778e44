"""From an early warning to its events: payments, last days, renewals, what lapses, the free credit reports."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fundmix.catalog.tables import Catalog
from fundmix.plan import Event
from fundmix.report.events import DOCUMENTS_AHEAD_DAYS, gives_reports, in_order, quote_end, report_events
from fundmix.report.last_days import last_days
from fundmix.report.loan_names import NamedLoan, debt_names

if TYPE_CHECKING:
    from fundmix.watch.records import EarlyWarning


def events_of_watch(found: "EarlyWarning", catalog: Catalog) -> tuple[Event, ...]:
    """Everything of an early warning that falls on a day, by day.

    A payment is called as the calendar of a plan calls it, so that importing both doubles nothing.
    """
    events = [
        *_payments(found, catalog),
        *last_days(found.maturities),
        *_documents(found),
        *_lapsing(found, catalog),
        *(report_events(found.start, _first_bridge(found)) if gives_reports(catalog) else ()),
    ]
    return in_order(event.model_copy(update={"currency": found.currency}) for event in events)


def _payments(found: "EarlyWarning", catalog: Catalog) -> Iterator[Event]:
    debts = dict.fromkeys((one.debt, one.channel_id, one.last) for one in found.payments)
    names = debt_names(debts)
    for one in found.payments:
        loan = NamedLoan(names[one.debt], one.last, catalog.settings.period)
        yield Event(
            day=one.date,
            kind="balloon" if one.large else "debt_payment",
            uid=loan.payment(one.date),
            subject=f"debt:{one.debt}",
            name=one.debt,
            amount=one.amount,
            details={"principal": one.principal, "interest": one.interest, "fee": 0.0},
        )


def _documents(found: "EarlyWarning") -> Iterator[Event]:
    """Papers of each lender of a bridge, some days before it must be asked at the latest."""
    wanted: dict[str, dt.date] = {}
    parts = [part for one in found.maturities for gap in one.gaps for part in gap.bridge]
    for part in parts:
        if part.apply_by is not None and part.documents:
            wanted[part.channel_id] = min(part.apply_by, wanted.get(part.channel_id, part.apply_by))
    for channel_id, last in wanted.items():
        part = next(one for one in parts if one.channel_id == channel_id)
        yield Event(
            day=max(found.start, last - dt.timedelta(days=DOCUMENTS_AHEAD_DAYS)),
            kind="documents",
            uid=f"documents|channel:{channel_id}",
            subject=f"channel:{channel_id}",
            name=part.name,
            name_en=part.name_en,
            details={
                "apply": last,
                "documents": part.documents,
                "documents_en": part.documents_en or part.documents,
            },
        )


def _lapsing(found: "EarlyWarning", catalog: Catalog) -> Iterator[Event]:
    """The last day of each quote and of each subsidy that concerns the borrower."""
    channels = {row.channel_id: row for row in catalog.channels}
    for row in found.expiring:
        if row.table == "quotes" and row.channels:
            channel = channels[row.channels[0]]
            yield quote_end(channel, row.key.partition("/")[2], row.day)
        elif row.table == "subsidies":
            named = [channels[one] for one in row.channels]
            yield Event(
                day=row.day,
                kind="subsidy_ends",
                uid=f"subsidy|{row.key}",
                subject="",
                name="、".join(one.name for one in named),
                name_en=", ".join(one.name_en or one.name for one in named),
            )


def _first_bridge(found: "EarlyWarning") -> dt.date | None:
    """The first of the last days to ask for a bridge."""
    return min((one.last_day for one in found.maturities if one.last_day), default=None)
