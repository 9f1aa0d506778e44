"""What to say about the debts that exist: rights first, what to ask and by when, what is not known."""

from collections.abc import Iterator

from fundmix.answer.ledger import ZERO
from fundmix.answer.settlement import Settlement
from fundmix.case import Case
from fundmix.debts import DebtContract
from fundmix.offers import OVERDUE
from fundmix.plan import Renewal, Warn

LEAST_YUAN = 100.0
"""Interest that a debt must still cost to be worth a question."""


def debt_advice(case: Case, renewals: tuple[Renewal, ...]) -> Iterator[Warn]:
    """With a payment overdue: talk first, borrow nothing new; then what to ask of which lender, and by when."""
    if case.facts.get(OVERDUE) is True:
        yield Warn(code="talk_to_lender_overdue")
    hard = [renewal for renewal in renewals if renewal.use == "hardship"]
    if hard:
        yield Warn(code="hardship_first", values={"count": len(hard)})
    for renewal in renewals:
        if renewal.use == "hardship":
            continue
        values = {
            "channel_id": renewal.channel_id,
            "name": renewal.name,
            "name_en": renewal.name_en or renewal.name,
            "debt": renewal.debt,
            "ask_by": renewal.ask_by.isoformat(),
            "date": renewal.date.isoformat(),
            "amount": renewal.amount,
        }
        yield Warn(code="ask_renewal", values=values)


def old_debt_warnings(case: Case, settled: Settlement) -> Iterator[Warn]:
    """Renewals that are not counted on and why, and early repayment that cannot be priced."""
    debts = {debt.name: debt for debt in case.debts}
    for name, why in case.market.closed:
        yield Warn(code=f"renewal_{why}", values=_due(debts[name]))
    for debt in case.debts:
        interest = float(sum((row.interest for row in debt.rows[1:]), ZERO))
        if debt.prepay_fee_rate is None and debt.loan.stops and interest >= LEAST_YUAN:
            yield Warn(code="prepay_fee_unknown", values={"debt": debt.name, "yuan": round(interest, 2)})


def _due(debt: DebtContract) -> dict[str, object]:
    channel, balloon = debt.channel, debt.balloon
    if channel is None or balloon is None:
        raise AssertionError(f"{debt.name} has no lender that could renew it")
    return {
        "debt": debt.name,
        "name": channel.name,
        "name_en": channel.name_en or channel.name,
        "date": balloon.date.isoformat(),
        "amount": float(balloon.principal),
    }
