"""Steps applied to the files: the profile and the needs that follow from them, and what differs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from fundmix.analysis.levers.records import Change, Step
from fundmix.analysis.levers.steps import CARD_ROOM
from fundmix.analysis.levers.waiting import Asked, later
from fundmix.borrower import Need, Profile, Quote
from fundmix.case import Case, open_case
from fundmix.debts import DebtContract

CENT = Decimal("0.01")


def applied(case: Case, steps: Sequence[Step]) -> Asked | None:
    """The question once the steps are done; None when own cash is not enough for them.

    Debts are paid off first, then time passes, then facts are what the steps make of them.
    """
    asked = Asked(case.profile, case.needs)
    closed = [step for step in steps if step.kind == "close"]
    paid = sum(step.yuan for step in steps)
    if paid > case.profile.cash.opening:
        return None
    asked = _paid_off(asked, case, closed, paid)
    months = max((step.months for step in steps), default=0)
    if months:
        now = open_case(case.catalog, asked.profile, asked.needs, case.policy) if paid else case
        asked = later(asked, now, months)
    facts = dict(asked.profile.facts)
    for step in steps:
        if step.kind != "close" and step.subject != "start":
            facts[step.subject] = step.after
            if step.yuan and step.subject != CARD_ROOM:
                facts[CARD_ROOM] = round(float(case.facts[CARD_ROOM]) + step.yuan, 2)
    quotes = tuple(quote for quote in asked.profile.quotes if not _is_lifted(case, quote, steps))
    return replace(asked, profile=asked.profile.model_copy(update={"facts": facts, "quotes": quotes}))


def _paid_off(asked: Asked, case: Case, closed: Sequence[Step], paid: float) -> Asked:
    """The debts of these steps gone, and the cash for all steps with them."""
    if not paid:
        return asked
    gone = {step.subject for step in closed}
    cash = asked.profile.cash
    profile = asked.profile.model_copy(
        update={
            "cash": cash.model_copy(update={"opening": round(cash.opening - paid, 2)}),
            "debts": tuple(debt for debt in asked.profile.debts if debt.name not in gone),
        }
    )
    fees = sum(step.yuan - float(step.before) for step in closed)
    return replace(asked, profile=profile, outside=asked.outside + fees)


def _is_lifted(case: Case, quote: Quote, steps: Sequence[Step]) -> bool:
    """Whether a limit of 0 was quoted under a restriction that a step ends: then nobody has said yet what comes."""
    ended = {step.field for step in steps if step.kind in ("do", "correct") and not step.months}
    return quote.limit == 0 and any(
        row["field"] in ended and row["state"] == "failed" for row in case.failures.get(quote.channel_id, ())
    )


def payoff(case: Case, contract: DebtContract) -> Step | None:
    """Paying a debt off at the start: balance, interest since its last payment, fee; None when the fee is not known."""
    loan, rate = contract.loan, contract.prepay_fee_rate
    if rate is None or contract.debt.balance <= 0:
        return None
    begun, due = loan.dates[0], loan.dates[1]
    passed = Decimal(max(0, (case.profile.start - begun).days)) / max(1, (due - begun).days)
    base = loan.owed if loan.base is None else loan.base
    interest = base * loan.factors[1] * min(passed, Decimal(1))
    yuan = (loan.owed * (1 + Decimal(str(rate))) + interest).quantize(CENT)
    return Step(
        kind="close", subject=contract.name, before=contract.balance, after=0.0, yuan=float(yuan)
    )  # fmt: skip


def changes(
    before: tuple[Profile, Iterable[Need]], after: tuple[Profile, Iterable[Need]]
) -> tuple[Change, ...]:
    """Every value of the files that differs, by its key."""
    old, new = dict(_values(*before)), dict(_values(*after))
    for debt in before[0].debts:
        prefix = f"debts.{debt.name}."
        if not any(key.startswith(prefix) for key in new):
            old = {key: value for key, value in old.items() if not key.startswith(prefix)}
            old[prefix[:-1]] = debt.balance
    return tuple(
        Change(key=key, before=old.get(key), after=new.get(key))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    )


def _values(profile: Profile, needs: Iterable[Need]) -> Iterator[tuple[str, Any]]:
    """(key, plain value) of everything that the files say."""
    plain = profile.model_dump(mode="json")
    yield "start", plain["start"]
    for section in ("facts", "cash"):
        yield from ((f"{section}.{name}", value) for name, value in plain[section].items())
    named = [
        *((f"debts.{row['name']}", row) for row in plain["debts"]),
        *(
            (f"quotes.{row['channel_id']}{'.' + row['product_id'] if row['product_id'] else ''}", row)
            for row in plain["quotes"]
        ),
        *((f"needs.{need.name}", need.model_dump(mode="json")) for need in needs),
    ]
    for place, row in named:
        yield from ((f"{place}.{name}", value) for name, value in row.items() if value not in (None, [], ""))
