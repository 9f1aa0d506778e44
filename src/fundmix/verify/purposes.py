"""Rule 7: money goes where it may go, in time, and every need is met from what is said to meet it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fundmix.borrower import Need
from fundmix.catalog.tables import allows
from fundmix.dates import Grid
from fundmix.errors import Issue
from fundmix.plan import FundingPlan, NeedRow
from fundmix.verify.book import Book, Replay
from fundmix.verify.figures import CENT, ZERO, at_most, cents, exact, found, rounded, same_money, same_value

ONE_DAY = dt.timedelta(days=1)
LOSS_PURPOSES = ("operating", "living")


@dataclass(frozen=True, slots=True)
class Use:
    """A need, a loss or a payment: what it costs and the days on which money for it may be drawn.

    ``due``: the first and the last day on which it may be paid; None = within the days for drawing.
    """

    row: NeedRow
    purpose: str
    amount: Decimal
    first_day: dt.date
    last_day: dt.date
    month: int | None = None
    due: tuple[dt.date, dt.date] | None = None


def check_purposes(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Each use of cash against its need; each draw against the uses it serves."""
    uses: dict[str, Use] = {}
    needs = {need.name: need for need in plan.inputs.needs if need.kind == "need"}
    rows = {row.name: row for row in plan.need_rows}
    for name in needs.keys() - rows.keys():
        yield found("verify_need_missing", f"needs[{name}]", expected=needs[name].amount)
    for row in plan.need_rows:
        use = _own_need(plan, needs[row.name], row) if row.name in needs else _synthetic(plan, book, row)
        if use is None:
            yield found("verify_unknown_name", f"needs[{row.name}].name", actual=row.name)
            continue
        uses[row.name] = use
        yield from _use(plan, use, needs.get(row.name))
    spare = _rounding(book)
    for one in book.replays:
        yield from _draw(plan, one, uses)
        yield from _idle(one, uses, spare, book)
    yield from _dues(plan, set(needs))


def _grid(plan: FundingPlan) -> Grid:
    return Grid(start=plan.start, period=plan.inputs.period)


def _own_need(plan: FundingPlan, need: Need, row: NeedRow) -> Use:
    """A need: money may come ``prefund_months`` early, counted in periods, until its last day."""
    grid = _grid(plan)
    opens = grid.index_of(need.date) - grid.periods_in(plan.inputs.policy.prefund_months)
    last_day = max(need.last_day, plan.start)
    due = (need.date, max(need.date, last_day))
    return Use(row, need.purpose, cents(need.amount), grid.date_of(max(0, opens)), last_day, due=due)


def _synthetic(plan: FundingPlan, book: Book, row: NeedRow) -> Use | None:
    """``loss_t`` is a negative surplus, ``payment_t`` the regular loan payments of period t; else None.

    ``early_t_d``: what is repaid early d days after period t begins.
    """
    if row.name.startswith("early_"):
        return _early(plan, book, row)
    kind, _, number = row.name.rpartition("_")
    if kind not in ("loss", "payment") or not number.isdecimal() or int(number) >= book.periods:
        return None
    month, grid = int(number), _grid(plan)
    opens = max(0, month - grid.periods_in(plan.inputs.policy.prefund_months))
    if kind == "loss":
        # a household's loss is its living, a business's its operating
        purpose = row.purpose if row.purpose in LOSS_PURPOSES else LOSS_PURPOSES[0]
        amount = max(ZERO, -rounded(exact(plan.inputs.surplus[month])))
    else:
        purpose, amount = "repay_loan", book.payments[month] + book.courses.regular[month]
    return Use(row, purpose, amount, grid.date_of(opens), grid.date_of(month + 1) - ONE_DAY, month)


def _early(plan: FundingPlan, book: Book, row: NeedRow) -> Use | None:
    """Old debts repaid on one day; money for it may come as early as for other payments, and up to that day."""
    grid = _grid(plan)
    early = [one for one in book.courses.early if early_name(grid, one.date) == row.name]
    if not early:
        return None
    day, month = early[0].date, early[0].month
    opens = grid.date_of(max(0, month - grid.periods_in(plan.inputs.policy.prefund_months)))
    amount = sum((one.paid for one in early), ZERO)
    return Use(row, "repay_loan", amount, opens, day, month, (day, day))


def early_name(grid: Grid, day: dt.date) -> str:
    """The name of what is repaid early on ``day``: its period, and the days since that began."""
    month = grid.index_of(day)
    return f"early_{month}_{(day - grid.date_of(month)).days}"


def _use(plan: FundingPlan, use: Use, need: Need | None) -> Iterator[Issue]:
    """Purpose, amount, day and period; what is given and what is unmet make the amount."""
    row, place = use.row, f"needs[{use.row.name}]"
    yield from same_value(f"{place}.purpose", use.purpose, row.purpose)
    yield from same_money(f"{place}.amount", use.amount, row.amount)
    first, last = use.due or (use.first_day, use.last_day)
    if not first <= row.date <= last:
        yield found("verify_value_differs", f"{place}.date", expected=first, actual=row.date)
    yield from same_value(f"{place}.month", max(0, _grid(plan).index_of(row.date)), row.month)
    if use.month is not None:
        yield from same_value(f"{place}.month", use.month, row.month)
    given = sum((cents(amount) for _, amount in row.gives), ZERO)
    yield from same_money(f"{place}.unmet", use.amount - given, row.unmet)
    if row.name.startswith("early_"):
        # nothing is repaid early that is not paid
        yield from same_money(f"{place}.unmet", ZERO, row.unmet)
    if any(amount < 0 for _, amount in row.gives):
        yield found("verify_negative", f"{place}.gives", actual=min(amount for _, amount in row.gives))
    if need is not None and given and given < cents(need.least_amount):
        yield found("verify_of_no_use", f"{place}.unmet", actual=float(given), expected=need.least_amount)


def _draw(plan: FundingPlan, one: Replay, uses: dict[str, Use]) -> Iterator[Issue]:
    """A draw gives what it pays out, no more, to uses that it may serve, not before its lender can pay."""
    name, contract = one.draw.draw_id, one.contract
    place = f"mix[{name}]"
    ready = plan.start + dt.timedelta(days=min(one.lender.lead_days, 36_500))
    if one.draw.draw_date < ready:
        yield found("verify_before_lead", f"{place}.draw_date", actual=one.draw.draw_date, expected=ready)
    gives = _gives(one, uses)
    for use, amount in gives:
        # a lender that moves its own debt has said what the money is for
        if amount and not one.moved and not allows(contract.purposes, contract.banned_purposes, use.purpose):
            yield found("verify_wrong_purpose", f"needs[{use.row.name}].gives[{name}]", actual=use.purpose)
    supplies = [(row.date, row.drawn - row.withheld) for row in one.rows if row.drawn]
    paid_out = sum((amount for _, amount in supplies), ZERO)
    given = sum((amount for _, amount in gives), ZERO)
    yield from at_most("verify_given_too_much", f"{place}.gives", given, paid_out)
    for use, missing in _not_served(supplies, gives):
        yield found(
            "verify_not_in_time",
            f"needs[{use.row.name}].gives[{name}]",
            actual=float(missing),
            expected=use.last_day,
        )


def _gives(one: Replay, uses: dict[str, Use]) -> list[tuple[Use, Decimal]]:
    name = one.draw.draw_id
    return [(use, cents(amount)) for use in uses.values() for draw, amount in use.row.gives if draw == name]


def _idle(one: Replay, uses: dict[str, Use], spare: dict[int, Decimal], book: Book) -> Iterator[Issue]:
    """All that a draw pays out serves something, but what must be retained and what rounding added.

    A sum of loan payments is served to the cent of each of its contracts: a cent of each may be left.
    """
    kept = exact(one.contract.terms.retained_balance_rate)
    idle = sum((row.drawn - row.withheld - rounded(row.drawn * kept) for row in one.rows if row.drawn), ZERO)
    idle -= sum((amount for _, amount in _gives(one, uses)), ZERO)
    months = {one.draw.draw_month + row.index for row in one.rows if row.drawn}
    room = sum((spare[month] for month in months), ZERO)
    served = {use.row.month for use, _ in _gives(one, uses) if use.row.name.startswith("payment_")}
    days = {use.last_day for use, _ in _gives(one, uses) if use.row.name.startswith("early_")}
    room += CENT * sum(other.date in days for other in book.courses.early)
    room += CENT * sum(
        bool(row.payment) and other.draw.draw_month + row.index in served
        for other in book.replays
        for row in other.rows
    )
    room += CENT * sum(
        bool(other.early) and book.courses.grid.index_of(row.date) in served
        for other in book.courses.each
        for row in other.rows
    )
    yield from at_most("verify_idle_money", f"mix[{one.draw.draw_id}].gives", idle, room)


def _rounding(book: Book) -> dict[int, Decimal]:
    """What rounding may add per period of draws: draws go up to their lenders' steps, what is withheld to cents."""
    spare: dict[int, Decimal] = {}
    for one in book.replays:
        for row in one.rows:
            if row.drawn:
                month = one.draw.draw_month + row.index
                spare[month] = spare.get(month, CENT) + max(exact(one.lender.amount_step), CENT)
                spare[month] += CENT if row.withheld else ZERO
    return spare


def _not_served(
    supplies: list[tuple[dt.date, Decimal]], gives: list[tuple[Use, Decimal]]
) -> Iterator[tuple[Use, Decimal]]:
    """Uses that payouts of the right days cannot pay; earliest last day first is exact for windows."""
    left = {use.row.name: amount for use, amount in gives}
    for day, paid_out in sorted(supplies):
        amount = paid_out
        for use, _ in sorted(gives, key=lambda give: give[0].last_day):
            if use.first_day <= day <= use.last_day:
                part = min(amount, left[use.row.name])
                left[use.row.name] -= part
                amount -= part
    yield from ((use, left[use.row.name]) for use, _ in gives if left[use.row.name] > 0)


def _dues(plan: FundingPlan, own: set[str]) -> Iterator[Issue]:
    """What is due and unmet per period is what the needs say; losses and payments lack the shortfall."""
    periods = len(plan.cashflow_rows)
    due, unmet, short = ([ZERO] * periods for _ in range(3))
    for row in plan.need_rows:
        if row.month < periods and row.name in own:
            due[row.month] += cents(row.amount)
            unmet[row.month] += cents(row.unmet)
        elif row.month < periods and not row.name.startswith("early_"):
            short[row.month] += cents(row.unmet)
    for index, cash in enumerate(plan.cashflow_rows):
        yield from same_money(f"cashflow[{index}].need", due[index], cash.need)
        yield from same_money(f"cashflow[{index}].unmet", unmet[index], cash.unmet)
        yield from same_money(f"cashflow[{index}].shortfall", short[index], cash.shortfall)
