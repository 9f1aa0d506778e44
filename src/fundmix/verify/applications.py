"""The application plan: whoever must be asked is asked once, in order, and answers in time."""

import datetime as dt
from collections.abc import Iterator

from fundmix.dates import shift
from fundmix.errors import Issue
from fundmix.plan import Application, Draw, FundingPlan, LenderRow
from fundmix.verify.book import Book
from fundmix.verify.figures import found, same_value

_LONGEST_LEAD = 36_500
"""Days: a longer lead time would leave the calendar."""
_LONGEST_APPROVAL = 1_200
"""Months, likewise."""


def check_applications(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Every lender of new money whose line is not there is asked; start ≤ application ≤ answer ≤ first payout."""
    draws: dict[str, list[Draw]] = {}
    for draw in sorted(plan.draws, key=lambda draw: draw.draw_date):
        if draw.use == "new":
            draws.setdefault(draw.channel_id, []).append(draw)
    rows = {row.channel_id: row for row in plan.applications}
    lenders = {row.channel_id: row for row in plan.inputs.lenders}
    if len(rows) < len(plan.applications):
        yield found("verify_duplicate", "applications", actual=len(plan.applications))
    for lender in plan.inputs.lenders:
        if lender.applies and lender.channel_id in draws and lender.channel_id not in rows:
            yield found("verify_not_applied", f"applications[{lender.channel_id}]", actual=lender.channel_id)
    yield from _order(plan)
    for channel, row in rows.items():
        yield from _days(plan.start, row, draws.get(channel, []))
        if channel in lenders:
            yield from _terms(row, lenders[channel], draws.get(channel, []))


def _order(plan: FundingPlan) -> Iterator[Issue]:
    """Numbered from 1 as they stand: by day, and of one day those without a hard inquiry first."""
    before: tuple[dt.date, bool] = (dt.date.min, False)
    for number, row in enumerate(plan.applications, start=1):
        place = f"applications[{row.channel_id}]"
        yield from same_value(f"{place}.order", number, row.order)
        if (row.apply_date, row.hard_inquiry) < before:
            yield found("verify_application_order", place, actual=row.apply_date)
        before = (row.apply_date, row.hard_inquiry)


def _days(start: dt.date, row: Application, draws: list[Draw]) -> Iterator[Issue]:
    """Not before the start, answered by the first payout, and used if anything is drawn."""
    place = f"applications[{row.channel_id}]"
    yield from same_value(f"{place}.used", bool(draws), row.used)
    days = (start, row.apply_date, row.answer_date, draws[0].draw_date if draws else row.answer_date)
    if list(days) != sorted(days):
        yield found("verify_application_late", place, actual=row.answer_date, expected=days[-1])


def _terms(row: Application, lender: LenderRow, draws: list[Draw]) -> Iterator[Issue]:
    """By the lender's own terms: the answer after its lead time, asked again where its approval has run out."""
    place = f"applications[{row.channel_id}]"
    if not lender.applies:
        yield found("verify_value_differs", f"{place}.channel_id", expected="", actual=row.channel_id)
    yield from same_value(f"{place}.hard_inquiry", lender.hard_inquiry, row.hard_inquiry)
    lead = dt.timedelta(days=min(lender.lead_days, _LONGEST_LEAD))
    yield from same_value(f"{place}.answer_date", row.apply_date + lead, row.answer_date)
    yield from same_value(f"{place}.again_by", _again_by(row, lender, draws, lead), row.again_by)


def _again_by(row: Application, lender: LenderRow, draws: list[Draw], lead: dt.timedelta) -> dt.date | None:
    """The last day to ask anew: the lead time before the first loan that the approval no longer covers."""
    months = lender.approval_valid_months
    if months is None:
        return None
    ends = shift(row.answer_date, min(months, _LONGEST_APPROVAL))
    # a line is approved once
    days = [draw.draw_date for number, draw in enumerate(draws) if not number or not draw.revolving]
    return next((day - lead for day in days if day > ends), None)
