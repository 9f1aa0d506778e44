"""The plan re-played: what every draw does on every period, computed from amounts and contracts alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from fundmix.plan import ContractRow, Draw, FundingPlan, LenderRow, ScheduleRow
from fundmix.verify.contracts import Instalment, replay, replay_line
from fundmix.verify.courses import Courses, Yuan, read_courses
from fundmix.verify.figures import ZERO, cents, exact, rounded

INSTALMENT_METHODS = ("annuity", "equal_principal")
"""Methods whose principal comes in regular instalments, so that it is debt service (rule 5)."""
WAITING_METHODS = ("bullet", "buyer_pays")
"""Methods whose interest waits for the balloon and is no debt service."""


@dataclass(frozen=True, slots=True)
class Replay:
    """One draw, re-played: ``rows`` from index 0 (payout), none left out; month = draw_month + index."""

    draw: Draw
    contract: ContractRow
    lender: LenderRow
    rows: tuple[Instalment, ...]
    stated: dict[int, ScheduleRow]

    @property
    def secured(self) -> bool:
        """Loans with a pledge do not count for shares."""
        return self.lender.pledge is not None

    @property
    def moved(self) -> bool:
        """Renewed, extended or restructured: money that the lender has lent already."""
        return self.draw.use != "new"

    def service(self, row: Instalment) -> Decimal:
        """Interest and instalment principal; fees, balloons and early repayments are none."""
        terms = self.contract.terms
        if row.index == 0 or (terms.repayment in WAITING_METHODS and not self.contract.revolving):
            return ZERO
        return row.interest + (ZERO if self.is_balloon(row) else row.principal)

    def is_balloon(self, row: Instalment) -> bool:
        """Whether principal comes at once: at will, at the end without instalments, or early."""
        terms = self.contract.terms
        if self.contract.revolving or row.early:
            return True
        if terms.repayment == "custom":
            return row.index == terms.term > 1
        return terms.repayment not in INSTALMENT_METHODS


@dataclass(frozen=True, slots=True)
class Book:
    """Every draw re-played, and its sums; one value per period, period 0 first."""

    periods: int
    replays: tuple[Replay, ...]
    courses: Courses
    proceeds: Yuan
    payments: Yuan
    outstanding: Yuan
    retained: Yuan
    service: Yuan

    def balance(self, belongs: Callable[[Replay], bool]) -> Yuan:
        """New outstanding of the draws that ``belongs`` picks."""
        return balances(filter(belongs, self.replays), self.periods)

    def counted(self, belongs: Callable[[Replay], bool]) -> Yuan:
        """The same as rules count it: renewed money not in its first period, where the old balance counts."""
        return balances(filter(belongs, self.replays), self.periods, count_twice=False)

    def service_before(self, known: dt.date | None) -> Yuan:
        """Debt service per period of what was drawn before an outage was known; nothing without one."""
        service = [ZERO] * self.periods
        for one in self.replays:
            if known is not None and one.draw.draw_date < known:
                for row in one.rows:
                    service[one.draw.draw_month + row.index] += one.service(row)
        return tuple(service)

    def new_channels(self) -> set[str]:
        """The lenders that lend new money."""
        return {one.draw.channel_id for one in self.replays if not one.moved}

    def from_day(self, period: int, day: dt.date, *, drawn: bool = False) -> Decimal:
        """Of one period: what new loans ask for on ``day`` or later, less what they pay out after it.

        ``drawn``: what they pay out on the day itself is taken off as well.
        """
        total = ZERO
        for one in self.replays:
            for row in one.rows:
                if one.draw.draw_month + row.index == period:
                    total += row.payment - row.withheld if row.date >= day and row.index else ZERO
                    late = row.date > day or (drawn and row.date == day)
                    total -= row.drawn - row.withheld if late and row.drawn else ZERO
        return total

    def drawn(self, channel_id: str) -> Yuan:
        """What a channel pays out per period in new money, before anything is taken from it."""
        total = [ZERO] * self.periods
        for one in self.replays:
            if one.draw.channel_id == channel_id and not one.moved:
                for row in one.rows:
                    total[one.draw.draw_month + row.index] += row.drawn
        return tuple(total)


def open_book(plan: FundingPlan) -> Book:
    """Re-play a plan whose shape is right."""
    stated: dict[str, dict[int, ScheduleRow]] = defaultdict(dict)
    first = {draw.draw_id: draw.draw_month for draw in plan.draws}
    for row in plan.schedule_rows:
        stated[row.draw_id].setdefault(row.month - first[row.draw_id], row)
    contracts = {row.offer_id: row for row in plan.inputs.contracts}
    lenders = {row.channel_id: row for row in plan.inputs.lenders}
    periods = plan.inputs.horizon + 1
    replays = tuple(
        _replay(draw, contracts[draw.offer_id], lenders[draw.channel_id], stated[draw.draw_id], periods)
        for draw in plan.draws
    )
    return _sum(replays, read_courses(plan, periods), periods)


def _replay(
    draw: Draw, contract: ContractRow, lender: LenderRow, stated: dict[int, ScheduleRow], periods: int
) -> Replay:
    """One draw by its contract; rows past the horizon are left to the check of the schedule."""
    if contract.revolving:
        moves = {
            index: (cents(row.drawn), cents(row.principal))
            for index, row in stated.items()
            if 0 <= index < periods
        }
        rows = replay_line(contract.terms, draw.draw_date, moves)
    else:
        closed = None if draw.closed_month is None else draw.closed_month - draw.draw_month
        if closed is not None and not 1 <= closed < contract.terms.term:
            closed = None
        rows = replay(contract.terms, cents(draw.amount), draw.draw_date, closed)
    kept = tuple(row for row in rows if draw.draw_month + row.index < periods)
    return Replay(draw, contract, lender, kept, stated)


def balances(replays: Iterable[Replay], periods: int, count_twice: bool = True) -> Yuan:
    """Outstanding at the end of each period; ``count_twice``: also where the balance that it renews counts."""
    total = [ZERO] * periods
    for one in replays:
        for row in one.rows[0 if count_twice or not one.moved else 1 :]:
            total[one.draw.draw_month + row.index] += row.balance
    return tuple(total)


def _sum(replays: tuple[Replay, ...], courses: Courses, periods: int) -> Book:
    proceeds, payments, service, retained = ([ZERO] * periods for _ in range(4))
    for one in replays:
        share = exact(one.contract.terms.retained_balance_rate)
        for row in one.rows:
            month = one.draw.draw_month + row.index
            proceeds[month] += row.drawn - (row.withheld if row.drawn else ZERO)
            payments[month] += row.payment - row.withheld
            service[month] += one.service(row)
            retained[month] += rounded(row.balance * share)
    return Book(
        periods,
        replays,
        courses,
        tuple(proceeds),
        tuple(payments),
        balances(replays, periods),
        tuple(retained),
        tuple(service),
    )
