"""The plan in a few figures: totals, balloons, how the money is spread, whether the status is true."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from fundmix.dates import PERIODS_PER_YEAR
from fundmix.errors import Issue
from fundmix.plan import Balloon, FundingPlan
from fundmix.verify.book import Book, Replay
from fundmix.verify.contracts import Instalment
from fundmix.verify.figures import ZERO, cents, exact, found, same_money, same_rate, same_value
from fundmix.verify.prices import price_of


def check_totals(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Every total from the draws re-played and the cash rows."""
    totals, cash = plan.totals, plan.cashflow_rows
    interest = sum((row.interest for one in book.replays for row in one.rows), ZERO)
    fees = sum((row.fee for one in book.replays for row in one.rows), ZERO)
    # neither what is repaid early by choice nor what the lender carries on is a burden
    paid = [
        new + regular - _carried_on(book, month)
        for month, (new, regular) in enumerate(zip(book.payments, book.courses.regular, strict=True))
    ]
    # of months that differ by less than a yuan the first is the heaviest
    month = next((index for index, yuan in enumerate(paid) if yuan > max(paid) - 1), 0)
    service = [new + old for new, old in zip(book.service, book.courses.service, strict=True)]
    expected = (
        ("raised", max(book.outstanding, default=ZERO)),
        ("proceeds", sum(book.proceeds, ZERO)),
        ("interest", interest),
        ("fees", fees),
        ("cost", interest + fees),
        ("heaviest_payment", paid[month] if paid else ZERO),
        ("peak_debt_service", max(service, default=ZERO)),
        ("final_cash", cents(cash[-1].closing)),
        ("unmet", sum((cents(row.unmet) for row in cash), ZERO)),
        ("shortfall", sum((cents(row.shortfall) for row in cash), ZERO)),
        ("saved", sum((cents(row.saving) for row in plan.repayments), ZERO)),
        ("deposit_interest", sum((cents(row.deposit_interest) for row in cash), ZERO)),
    )
    for name, figure in expected:
        yield from same_money(f"totals.{name}", figure, getattr(totals, name))
    heaviest = month if paid and paid[month] else None
    yield from same_value("totals.heaviest_month", heaviest, totals.heaviest_month)
    yield from _price(plan, book)


def _carried_on(book: Book, month: int) -> Decimal:
    """What renewals bring in a period."""
    return sum(
        (
            row.drawn - row.withheld
            for one in book.replays
            if one.contract.use in ("renew", "extend")
            for row in one.rows
            if row.drawn and one.draw.draw_month + row.index == month
        ),
        ZERO,
    )


def _price(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """The yearly simple price of all draws together; None when there is no single one."""
    per_year = PERIODS_PER_YEAR[plan.inputs.period]  # type: ignore[index]
    flows = [came - went for came, went in zip(book.proceeds, book.payments, strict=True)]
    signs = [flow > 0 for flow in flows if flow]
    turns = sum(before != after for before, after in pairwise(signs))
    price = price_of(flows, per_year, max((one.contract.apr for one in book.replays), default=0.0))
    if plan.totals.apr is None and turns != 1:
        # money that comes and goes in turns may have two prices, and then it has none
        return
    if price is None or plan.totals.apr is None:
        yield from same_value("totals.apr", price, plan.totals.apr)
    else:
        yield from same_rate("totals.apr", price, plan.totals.apr)


def check_spread(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Shares of all yuan-months: per draw, per channel, per risk group, and their concentration."""
    yuan_months = {one.draw.draw_id: sum((row.balance for row in one.rows), ZERO) for one in book.replays}
    total = sum(yuan_months.values(), ZERO)
    channels: dict[str, Decimal] = defaultdict(Decimal)
    groups: dict[str, Decimal] = defaultdict(Decimal)
    for one in book.replays:
        share = yuan_months[one.draw.draw_id] / total if total else ZERO
        place = f"mix[{one.draw.draw_id}]"
        yield from same_rate(f"{place}.share", float(share), one.draw.share)
        base = exact(plan.inputs.base)
        of_base = float(cents(one.draw.amount) / base) if base else 0.0
        yield from same_rate(f"{place}.share_of_base", of_base, one.draw.share_of_base)
        channels[one.draw.channel_id] += share
        for group in one.lender.risk_groups:
            groups[group] += share
    spread = plan.diversification
    yield from same_value("diversification.channels", len(channels), spread.channels)
    concentration = sum((share * share for share in channels.values()), ZERO)
    yield from same_rate("diversification.hhi", float(concentration), spread.hhi)
    largest = max(channels.values(), default=ZERO)
    yield from same_rate(
        "diversification.largest_channel_share", float(largest), spread.largest_channel_share
    )
    largest = max(groups.values(), default=ZERO)
    yield from same_rate("diversification.largest_group_share", float(largest), spread.largest_group_share)


def check_balloons(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """Every large principal payment is listed once, with the cash that meets it."""
    expected: dict[tuple[str, int], tuple[Replay, Instalment]] = {}
    for one in book.replays:
        for row in one.rows:
            if is_balloon(one, row):
                expected[one.draw.draw_id, one.draw.draw_month + row.index] = (one, row)
    listed: dict[tuple[str, int], Balloon] = {}
    for number, balloon in enumerate(plan.balloons):
        if (balloon.draw_id, balloon.month) in listed or (balloon.draw_id, balloon.month) not in expected:
            yield found("verify_balloon_extra", f"balloons[{number}]", actual=balloon.amount)
        listed[balloon.draw_id, balloon.month] = balloon
    for key, (one, row) in expected.items():
        place = f"balloons[{key[0]}][{row.index}]"
        if key not in listed:
            yield found("verify_balloon_missing", place, expected=float(row.principal))
            continue
        yield from _balloon(plan, place, listed[key], (one, row))


def is_balloon(one: Replay, row: Instalment) -> bool:
    """Principal of a loan that comes at once; a line is repaid at will and has none."""
    return row.principal > 0 and not one.contract.revolving and one.is_balloon(row)


def _balloon(
    plan: FundingPlan, place: str, listed: Balloon, replayed: tuple[Replay, Instalment]
) -> Iterator[Issue]:
    one, row = replayed
    cash = plan.cashflow_rows[listed.month]
    yield from same_value(f"{place}.date", row.date, listed.date)
    yield from same_value(f"{place}.channel_id", one.draw.channel_id, listed.channel_id)
    yield from same_money(f"{place}.amount", row.principal, listed.amount)
    yield from same_money(f"{place}.cash_before", cents(cash.opening), listed.cash_before)
    yield from same_money(f"{place}.inflow", cents(cash.inflow), listed.inflow)
    yield from same_money(f"{place}.cash_after", cents(cash.closing), listed.cash_after)


def check_status(plan: FundingPlan, book: Book) -> Iterator[Issue]:
    """``funded`` and ``not_needed`` leave nothing unmet, ``partial`` does, ``not_needed`` changes nothing."""
    acts = bool(plan.draws or plan.repayments)
    missing = sum((cents(row.unmet) + cents(row.shortfall) for row in plan.cashflow_rows), ZERO)
    truth = {
        "funded": not missing and acts,
        "partial": bool(missing),
        "not_needed": not missing and not acts,
        "unproven": True,
    }
    if not truth[plan.status]:
        yield found("verify_status", "status", actual=plan.status, expected=float(missing))
