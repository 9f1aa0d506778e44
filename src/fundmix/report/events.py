"""From a plan to its events: every payment on its day, what to ask for by when, and the free credit reports."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, get_args

from fundmix.borrower import Quote
from fundmix.catalog.tables import Catalog, Channel
from fundmix.dates import Grid, shift
from fundmix.debts import LARGEST_LAST
from fundmix.facts import resolve_channel
from fundmix.plan import (
    Application,
    Balloon,
    ContractRow,
    DebtRow,
    Draw,
    Event,
    EventKind,
    FundingPlan,
    Renewal,
    ScheduleRow,
    report_dates,
)
from fundmix.report.loan_names import NamedLoan, ends, loan_names, when
from fundmix.verify.courses import Course, Early, read_courses
from fundmix.verify.debts import Due
from fundmix.verify.figures import ZERO, cents, exact, rounded

DOCUMENTS_AHEAD_DAYS = 3
"""Days before an application on which its papers should be there: some have to be printed or asked for."""
SHOWN_MONTHS = 60
"""Months of payments shown of a loan that exists; a mortgage of thirty years would bury everything else."""
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
"""In the order in which they come on one day."""
AT_ONCE = ("interest_only", "bullet", "buyer_pays")
"""Methods of a loan that exists which repay it on its last day."""
FREE_REPORTS = "r_cr_2free"
"""The row of ``regulations.csv`` by which two credit reports a year are free."""


def events_of(
    plan: FundingPlan, quotes: Sequence[Quote] = (), catalog: Catalog | None = None
) -> tuple[Event, ...]:
    """Everything of a plan that falls on a day, by day.

    Args:
        plan: the plan.
        quotes: what lenders have told the borrower; the end of each that the plan rests on is an event.
        catalog: the one that the plan was made with: it knows lenders by other names, and whether its law gives free
            credit reports. None = quotes name channel ids, and it does.
    """
    found = [
        *_payments(plan),
        *_debts(plan),
        *_draws(plan),
        *(_renewal(row) for row in plan.renewals),
        *(event for row in plan.applications for event in _application(row, plan)),
        *_quotes(plan, quotes, catalog),
        *(report_events(plan.start, _first_look(plan)) if catalog is None or gives_reports(catalog) else ()),
    ]
    return in_order(event.model_copy(update={"currency": plan.currency}) for event in found)


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events by day, what comes first on one day first, and none called like another.

    Two payments of one loan in one month that are not its last are told apart by their number.
    """
    return _apart(sorted(events, key=lambda event: (event.day, EVENT_KINDS.index(event.kind), event.uid)))


def _apart(events: Iterable[Event]) -> tuple[Event, ...]:
    seen: Counter[str] = Counter()
    apart = []
    for event in events:
        seen[event.uid] += 1
        number = seen[event.uid]
        apart.append(event if number == 1 else event.model_copy(update={"uid": f"{event.uid}|{number}"}))
    return tuple(apart)


def _payments(plan: FundingPlan) -> Iterator[Event]:
    """What the borrower pays on each draw; what is taken from a payout is not paid."""
    contracts = {row.offer_id: row for row in plan.inputs.contracts}
    draws = {draw.draw_id: draw for draw in plan.draws}
    balloons = {(row.draw_id, row.date): row for row in plan.balloons}
    names = loan_names(plan)
    for row in plan.schedule_rows:
        draw = draws[row.draw_id]
        due = cents(row.payment) - withheld(row, draw, contracts[row.offer_id])
        if due:
            uid = NamedLoan(names[row.draw_id], ends(draw), plan.inputs.period).payment(row.date)
            yield _payment(row, (draw, balloons.get((row.draw_id, row.date))), due, uid)


def withheld(row: ScheduleRow, draw: Draw, contract: ContractRow) -> Decimal:
    """What the lender keeps of the money it pays out on that day."""
    if not draw.revolving:
        return cents(row.payment) if row.date == draw.draw_date else ZERO
    terms = contract.terms
    share = rounded(cents(row.drawn) * exact(terms.upfront_fee_rate))
    return share + cents(terms.fixed_fee) if row.drawn else ZERO


def _payment(row: ScheduleRow, of: tuple[Draw, Balloon | None], due: Decimal, uid: str) -> Event:
    draw, balloon = of
    parts = {"principal": row.principal, "interest": row.interest, "fee": row.fee, "draw": row.draw_id}
    cash = balloon.model_dump(include={"cash_before", "inflow", "cash_after"}) if balloon else {}
    return Event(
        day=row.date,
        kind="balloon" if balloon else "payment",
        uid=uid,
        subject=f"channel:{draw.channel_id}",
        # what carries a debt on is known to the borrower by the debt's name
        name=draw.debt or draw.name,
        name_en="" if draw.debt else draw.name_en,
        amount=float(due),
        details={**parts, **cash},
    )


def _debts(plan: FundingPlan) -> Iterator[Event]:
    """What the plan leaves of the old contracts, and what it repays early."""
    if not plan.inputs.debts:
        return
    periods = len(plan.cashflow_rows)
    until = max(
        shift(plan.start, SHOWN_MONTHS),
        Grid(start=plan.start, period=plan.inputs.period).date_of(periods) - dt.timedelta(days=1),
    )
    carried = {(row.debt, row.date): row for row in plan.renewals if row.use != "hardship"}
    names = loan_names(plan)
    for course in read_courses(plan, periods).each:
        debt = course.debt.row
        loan = NamedLoan(names[f"debt:{debt.name}"], debt.last_payment, plan.inputs.period)
        for row in course.rows:
            if row.date <= until and row.payment:
                yield _debt_payment(course, row, carried.get((debt.name, row.date)), loan)
        for early in course.early:
            # of what an instalment plan takes over only the interest so far is paid
            if early.interest or not early.moves:
                yield _early_payment(debt, early, loan)


def _debt_payment(course: Course, row: Due, carried: Renewal | None, loan: NamedLoan) -> Event:
    debt = course.debt.row
    parts = {"principal": float(row.principal), "interest": float(row.interest), "fee": 0.0}
    return Event(
        day=row.date,
        kind="balloon" if _is_large(course, row) else "debt_payment",
        uid=loan.payment(row.date),
        subject=f"debt:{debt.name}",
        name=debt.name,
        amount=float(row.payment),
        details={**parts, **({"carried": carried.amount, "draw": carried.draw_id} if carried else {})},
    )


def _is_large(course: Course, row: Due) -> bool:
    """Whether it repays a large sum at once: the last payment, where nothing or too little was repaid before it."""
    if row is not course.rows[-1] or not row.principal:
        return False
    if course.debt.row.repayment in AT_ONCE:
        return True
    return len(course.rows) > 1 and row.payment > LARGEST_LAST * course.rows[-2].payment


def _early_payment(debt: DebtRow, early: Early, loan: NamedLoan) -> Event:
    """All that is paid early on a day; of what an instalment plan takes over, the interest so far."""
    principal = ZERO if early.moves else early.principal
    parts = {"principal": float(principal), "interest": float(early.interest), "fee": float(early.fee)}
    return Event(
        day=early.date,
        kind="debt_payment" if early.moves else "early_payment",
        uid=loan.payment(early.date) if early.moves else f"early|{loan.name}|{when(early.date, loan.period)}",
        subject=f"debt:{debt.name}",
        name=debt.name,
        amount=float(principal + early.interest + early.fee),
        details=parts if early.moves else {**parts, "left": early.stated.balance_after},
    )


def _draws(plan: FundingPlan) -> Iterator[Event]:
    """Each day on which money arrives; a renewal pays out nothing."""
    contracts = {row.offer_id: row for row in plan.inputs.contracts}
    draws = {draw.draw_id: draw for draw in plan.draws if draw.use == "new"}
    for row in plan.schedule_rows:
        if row.draw_id not in draws or not row.drawn:
            continue
        draw = draws[row.draw_id]
        kept = withheld(row, draw, contracts[row.offer_id])
        yield Event(
            day=row.date,
            kind="draw",
            uid=f"draw|channel:{draw.channel_id}|{when(row.date, plan.inputs.period)}",
            subject=f"channel:{draw.channel_id}",
            name=draw.name,
            name_en=draw.name_en,
            amount=float(cents(row.drawn) - kept),
            details={"draw": draw.draw_id, "drawn": row.drawn, "withheld": float(kept)},
        )


def renewal_uid(debt: str, due: dt.date) -> str:
    """What it is called to ask for the renewal of a debt that is due on a day."""
    return f"renewal|debt:{debt}|{due:%Y-%m}"


def _renewal(row: Renewal) -> Event:
    return Event(
        day=row.ask_by,
        kind="renewal",
        uid=renewal_uid(row.debt, row.date),
        subject=f"debt:{row.debt}",
        name=row.debt,
        amount=row.amount,
        details={"use": row.use, "due": row.date, "lender": row.name, "lender_en": row.name_en},
    )


def _application(row: Application, plan: FundingPlan) -> Iterator[Event]:
    """Papers, application, answer, and how long the answer stands where that matters."""
    valid = next((one for one in plan.inputs.lenders if one.channel_id == row.channel_id), None)
    months = valid.approval_valid_months if valid else None
    papers = {"documents": row.documents, "documents_en": row.documents_en or row.documents}
    ready = max(plan.start, row.apply_date - dt.timedelta(days=DOCUMENTS_AHEAD_DAYS))
    days: list[tuple[dt.date, EventKind, dict[str, Any]]] = []
    if row.documents and ready < row.apply_date:
        days.append((ready, "documents", {"apply": row.apply_date, **papers}))
    facts = {"answer": row.answer_date, "hard": row.hard_inquiry, "used": row.used}
    days.append((row.apply_date, "apply", {**facts, **(papers if row.documents else {})}))
    days.append((row.answer_date, "answer", {"used": row.used}))
    if row.again_by is not None:
        days.append((row.again_by, "again_by", papers if row.documents else {}))
    if months is not None and (row.again_by is not None or not row.used):
        days.append((shift(row.answer_date, months), "approval_ends", {"used": row.used}))
    subject = f"channel:{row.channel_id}"
    for day, kind, details in days:
        yield Event(
            day=day, kind=kind, uid=f"{kind}|{subject}", subject=subject,
            name=row.name, name_en=row.name_en, details=details,
        )  # fmt: skip


def _quotes(plan: FundingPlan, quotes: Sequence[Quote], catalog: Catalog | None) -> Iterator[Event]:
    """The last day of each quote that a draw rests on."""
    quoted = {draw.channel_id: draw for draw in plan.draws if draw.quoted}
    for quote in quotes:
        named = resolve_channel(catalog, quote.channel_id) if catalog else quote.channel_id
        draw = quoted.get(named or "")
        if draw is None or quote.valid_until is None:
            continue
        yield quote_end(draw, quote.product_id or "", quote.valid_until, quote.limit)


def quote_end(channel: Draw | Channel, product_id: str, day: dt.date, limit: float | None = None) -> Event:
    """The last day of what a lender has quoted; ``limit``: the yuan that it quoted."""
    return Event(
        day=day,
        kind="quote_ends",
        uid=f"quote|channel:{channel.channel_id}|{product_id}",
        subject=f"channel:{channel.channel_id}",
        name=channel.name,
        name_en=channel.name_en,
        amount=limit,
    )


def gives_reports(catalog: Catalog) -> bool:
    """Whether the law of the catalog gives free credit reports."""
    return any(row.regulation_id == FREE_REPORTS for row in catalog.regulations)


def _first_look(plan: FundingPlan) -> dt.date | None:
    """The first day on which a lender looks into the credit report."""
    return min((row.apply_date for row in plan.applications if row.hard_inquiry), default=None)


def report_events(start: dt.date, first: dt.date | None) -> Iterator[Event]:
    """The two free credit reports of a year, the one before anybody is asked on the day ``first``; None = nobody is."""
    for day in report_dates(start, first):
        half = f"{day.year}H{1 if day.month <= 6 else 2}"
        yield Event(day=day, kind="credit_report", uid=f"credit_report|{half}")
