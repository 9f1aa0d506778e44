"""The figures of a plan: each draw's price, the totals, the balloons, how the money is spread."""

from collections import defaultdict
from decimal import Decimal

from fundmix.answer.ledger import ZERO, CashPeriod, Loan, balance_of, exact, received
from fundmix.answer.old_debts import OldDebts
from fundmix.errors import InputError
from fundmix.loans import Payment, apr
from fundmix.plan import (
    Balloon,
    CashflowRow,
    Diversification,
    Draw,
    ScheduleRow,
    Totals,
)
from fundmix.program.rules.shares import group_names, share_of
from fundmix.program.situation import Situation

INSTALMENTS = ("annuity", "equal_principal")
WAITING = ("bullet", "buyer_pays")


def mix(loans: tuple[Loan, ...], situation: Situation, base: float) -> tuple[Draw, ...]:
    """One draw per loan, priced from its own cash flows."""
    months = {loan.draw_id: sum((row.balance for row in loan.rows), ZERO) for loan in loans}
    total = sum(months.values(), ZERO)
    return tuple(
        _draw(loan, situation, base, months[loan.draw_id] / total if total else ZERO) for loan in loans
    )


def _draw(loan: Loan, situation: Situation, base: float, share: Decimal) -> Draw:
    interest = sum((row.interest for row in loan.rows), ZERO)
    fees = sum((row.fee for row in loan.rows), ZERO)
    yearly, effective = _price_of(loan, situation.grid.per_year)
    offer, lender = loan.offer, loan.lender
    return Draw(
        draw_id=loan.draw_id,
        channel_id=lender.channel_id,
        offer_id=offer.offer_id,
        name=lender.name,
        name_en=lender.name_en,
        category=lender.category,
        risk_groups=lender.risk_groups,
        draw_month=loan.period,
        draw_date=loan.day,
        amount=float(loan.amount),
        closed_month=loan.closed,
        share=round(float(share), 6),
        share_of_base=round(float(loan.amount) / base, 6) if base else 0.0,
        advertised=offer.advertised,
        advertised_basis=offer.advertised_basis,
        apr=round(yearly, 6),
        effective_annual_rate=round(effective, 6),
        ceiling=None if offer.ceiling is None else round(offer.ceiling, 6),
        interest=float(interest),
        fees=float(fees),
        cost=float(interest + fees),
        term_months=round(offer.terms.term * 12 / situation.grid.per_year),
        repayment=offer.terms.repayment,
        revolving=offer.revolving,
        grade=offer.grade,
        quoted=offer.quoted,
        soft=lender.soft,
        use=offer.use,
        debt=offer.debt,
    )


def _price_of(loan: Loan, per_year: int) -> tuple[float, float]:
    """APR and effective annual rate of the draw's own flows.

    A line that is repaid to zero and drawn again at a lower rate (fewer days, a subsidy) has no single price: then
    the contract's own price over its life stands for it.
    """
    flows = [float(drawn - row.payment) for drawn, row in zip(loan.drawn, loan.rows, strict=True)]
    try:
        priced = apr(flows, per_year)
    except InputError:
        if not loan.offer.revolving:
            raise
        yearly = round(loan.offer.apr, 6)
        return yearly, (1 + yearly / per_year) ** per_year - 1
    return priced.apr, priced.effective_annual_rate


def schedule_rows(loans: tuple[Loan, ...]) -> tuple[ScheduleRow, ...]:
    """Every dated row of every loan, by date; days on which nothing moves are left out."""
    rows = [
        ScheduleRow(
            date=row.date,
            month=loan.period + row.index,
            draw_id=loan.draw_id,
            channel_id=loan.lender.channel_id,
            offer_id=loan.offer.offer_id,
            drawn=float(loan.drawn[row.index]),
            payment=float(row.payment),
            principal=float(row.principal),
            interest=float(row.interest),
            fee=float(row.fee),
            balance=float(row.balance),
        )
        for loan in loans
        for row in loan.rows
        if row.index == 0 or row.payment or loan.drawn[row.index]
    ]
    return tuple(sorted(rows, key=lambda row: (row.date, int(row.draw_id[1:]))))


def cashflow_rows(book: tuple[CashPeriod, ...], situation: Situation) -> tuple[CashflowRow, ...]:
    """The cash book with its months and days."""
    return tuple(
        CashflowRow(
            month=period,
            date=situation.grid.date_of(period),
            **{name: float(amount) for name, amount in row.__dict__.items()},
        )
        for period, row in enumerate(book)
    )


def is_balloon(loan: Loan, row: Payment) -> bool:
    """Principal that comes at once: at the end of a loan without instalments, or early; a line is repaid at will."""
    if loan.offer.revolving or row.index == 0 or not row.principal:
        return False
    early = loan.closed is not None and loan.period + row.index == loan.closed
    terms = loan.offer.terms
    if terms.repayment == "custom":
        return early or (row.index == terms.term and terms.term > 1)
    return early or terms.repayment not in INSTALMENTS


def service(loan: Loan, row: Payment) -> Decimal:
    """Interest and instalment principal; balloons, their bullet interest and fees are none (rule 5)."""
    if row.index == 0 or (loan.offer.terms.repayment in WAITING and not loan.offer.revolving):
        return ZERO
    principal = ZERO if loan.offer.revolving or is_balloon(loan, row) else row.principal
    return row.interest + principal


def balloons(loans: tuple[Loan, ...], book: tuple[CashPeriod, ...]) -> tuple[Balloon, ...]:
    """Every large principal payment with the cash that meets it, by date."""
    found = [
        Balloon(
            date=row.date,
            month=loan.period + row.index,
            draw_id=loan.draw_id,
            channel_id=loan.lender.channel_id,
            amount=float(row.principal),
            cash_before=float(book[loan.period + row.index].opening),
            inflow=float(book[loan.period + row.index].inflow),
            cash_after=float(book[loan.period + row.index].closing),
        )
        for loan in loans
        for row in loan.rows
        if is_balloon(loan, row)
    ]
    return tuple(sorted(found, key=lambda balloon: (balloon.date, int(balloon.draw_id[1:]))))


def totals(
    loans: tuple[Loan, ...],
    books: tuple[tuple[CashPeriod, ...], OldDebts],
    situation: Situation,
    excess: Decimal,
) -> Totals:
    """The plan in a few figures."""
    book, old = books
    interest = sum((row.interest for loan in loans for row in loan.rows), ZERO)
    fees = sum((row.fee for loan in loans for row in loan.rows), ZERO)
    flows = [float(row.proceeds - row.payments) for row in book]
    # neither what is repaid early by choice nor what the lender carries on is a burden
    renewed = tuple(loan for loan in loans if loan.offer.use in ("renew", "extend"))
    asked = [
        row.payments + regular - received(renewed, period)
        for period, (row, regular) in enumerate(zip(book, old.regular, strict=True))
    ]
    # of months that differ by cents the first is named
    most = max(asked, default=ZERO)
    month = next((period for period, yuan in enumerate(asked) if yuan > most - 1), 0)
    heaviest = asked[month] if asked else ZERO
    served = list(old.service)
    for loan in loans:
        for row in loan.rows:
            served[loan.period + row.index] += service(loan, row)
    return Totals(
        raised=float(max((row.outstanding for row in book), default=ZERO)),
        proceeds=float(sum((row.proceeds for row in book), ZERO)),
        interest=float(interest),
        fees=float(fees),
        cost=float(interest + fees),
        apr=_overall_price(flows, situation.grid.per_year),
        heaviest_month=month if heaviest else None,
        heaviest_payment=float(heaviest),
        peak_debt_service=round(float(max(served, default=ZERO)), 2),
        final_cash=float(book[-1].closing),
        unmet=float(sum((row.unmet for row in book), ZERO)),
        shortfall=float(sum((row.shortfall for row in book), ZERO)),
        excess=float(excess),
        deposit_interest=float(sum((row.deposit_interest for row in book), ZERO)),
        saved=float(old.saved),
    )


def _overall_price(flows: list[float], per_year: int) -> float | None:
    """The APR of all loans together; None when several draws and payments have no single price."""
    first = next((index for index, flow in enumerate(flows) if flow), None)
    if first is None:
        return None
    try:
        return round(apr(flows[first:], per_year).apr, 6)
    except InputError:
        return None


def excess_over(caps: dict[str, float], loans: tuple[Loan, ...], old: OldDebts) -> dict[str, Decimal]:
    """Yuan by which each cap is exceeded at its worst, in exact cents; caps that hold are left out."""
    situation = old.situation
    found: dict[str, Decimal] = {}
    for name, cap in caps.items():
        share = exact(share_of(situation.policy, name))
        members = [loan for loan in loans if loan.lender.pledge is None and name in group_names(loan.lender)]
        owed = situation.owed_unsecured.get(name)
        worst = ZERO
        for period in range(situation.periods):
            already = Decimal(repr(float(owed[period]))) if owed is not None else ZERO
            # what is renewed counts from the period after: in its own the old balance still does
            counted = [
                loan
                for loan in members
                if loan.offer.use == "new" or (loan.offer.use != "hardship" and loan.period < period)
            ]
            balance = sum((balance_of(loan, period) for loan in counted), ZERO)
            room = max(ZERO, Decimal(repr(cap)) - already) + old.freed(period, name)
            room += share * old.financed(period)
            worst = max(worst, balance - min(balance, room))
        if worst > 0:
            found[name] = worst
    return found


def spread(loans: tuple[Loan, ...]) -> Diversification:
    """How the money is spread, in shares of all yuan-months."""
    channels: dict[str, Decimal] = defaultdict(lambda: ZERO)
    groups: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for loan in loans:
        months = sum((row.balance for row in loan.rows), ZERO)
        channels[loan.lender.channel_id] += months
        for group in loan.lender.risk_groups:
            groups[group] += months
    total = sum(channels.values(), ZERO) or Decimal(1)
    shares = [amount / total for amount in channels.values()]
    return Diversification(
        channels=len(channels),
        hhi=round(float(sum((share * share for share in shares), ZERO)), 6),
        largest_channel_share=round(float(max(shares, default=ZERO)), 6),
        largest_group_share=round(
            float(max((amount / total for amount in groups.values()), default=ZERO)), 6
        ),
    )
