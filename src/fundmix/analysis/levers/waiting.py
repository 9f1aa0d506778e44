"""The same borrower some months later: what time does to facts, cash, debts and needs.

One rule: a lever that takes months asks the question that many months later. Where every need can wait until then and
own cash carries the debts meanwhile, it is this question: debts run on by their contracts, surplus comes in, quotes
run out. Where it cannot, it is the next one: today's cash, debts, quotes and needs, all of them so much later. Either
way nothing is applied for in between.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fundmix.analysis.levers.records import Timing
from fundmix.borrower import Cash, DatedAmount, Debt, Need, Profile
from fundmix.case import Case
from fundmix.catalog.tables import Catalog, Fact
from fundmix.dates import shift
from fundmix.debts import DebtContract

YEARS = ("year", "year_of_age")


@dataclass(frozen=True)
class Asked:
    """A question as it could be asked.

    Attributes:
        timing: when, see :data:`Timing`.
        outside: yuan that old debts cost before this question begins: interest while waiting, fees of a pay-off.
    """

    profile: Profile
    needs: tuple[Need, ...]
    timing: Timing = "now"
    outside: float = 0.0


def later(asked: Asked, case: Case, months: int) -> Asked:
    """The question ``months`` later. ``case`` is that of ``asked``."""
    if not months:
        return asked
    found = _waited(asked, case, months) or _next_time(asked, months)
    moved = aged(case.catalog, case.facts, asked.profile.facts, months)
    if found.timing == "next_time":
        # then there is another voucher, as there is another need
        running_out = {fact.field for fact in case.catalog.facts if fact.changed_by == "running_out"}
        moved = {field: value for field, value in moved.items() if field not in running_out}
    facts = {**asked.profile.facts, **moved}
    return replace(found, profile=found.profile.model_copy(update={"facts": facts}))


def aged(
    catalog: Catalog, facts: Mapping[str, Any], stated: Mapping[str, Any], months: int
) -> dict[str, Any]:
    """The stated facts that time alone changes, after ``months`` without anything new.

    What grows from a date follows the start by itself; a count of 0 is nothing that runs, so it stays.
    """
    found: dict[str, Any] = {}
    for fact in catalog.facts:
        value = facts.get(fact.field)
        if fact.field not in stated or value is None:
            continue
        moved = _aged(catalog, fact, facts, months)
        if moved != value:
            found[fact.field] = moved
    return found


def _aged(catalog: Catalog, fact: Fact, facts: Mapping[str, Any], months: int) -> Any:
    """One fact after so many months."""
    value = facts[fact.field]
    if fact.window_months is not None:
        return _in_window(catalog, fact, facts, months)
    if fact.changed_by not in ("time", "running_out") or not isinstance(value, int | float) or value <= 0:
        return value
    passed: float = months / 12 if fact.unit in YEARS else months
    if fact.type == "count":
        passed = int(passed)
    if fact.changed_by == "running_out":
        return max(value - passed, fact.minimum or 0)
    return value + passed if fact.maximum is None else min(value + passed, type(value)(fact.maximum))


def _in_window(catalog: Catalog, fact: Fact, facts: Mapping[str, Any], months: int) -> Any:
    """What is left in a window when nothing new comes: at most what the smallest shorter window holds that is known.

    Of the last ``N`` months, ``m`` months later only the last ``N − m`` of today count, and no window that is at least
    as long holds fewer of them.
    """
    value, window = facts[fact.field], fact.window_months or 0
    if months >= window:
        return False if fact.type == "yes_no" else type(value)(0)
    known = [
        facts[other.field]
        for other in catalog.facts
        if fact.moved_by is not None
        and other.moved_by == fact.moved_by
        and other.window_months is not None
        and window - months <= other.window_months <= window
        and facts.get(other.field) is not None
    ]
    return min([value, *known])


def _waited(asked: Asked, case: Case, months: int) -> Asked | None:
    """This question, its start so much later; None when a need or a payment cannot wait."""
    profile, situation = asked.profile, case.situation
    if case.catalog.settings.period != "month" or months > situation.horizon:
        return None
    start = shift(profile.start, months)
    if any(need.last_day < start for need in asked.needs if need.kind == "need"):
        return None
    if float(situation.free_path[:months].min()) < 0:
        return None
    delay = situation.policy.inflow_delay
    came = [
        need
        for need in asked.needs
        if need.kind == "inflow" and not need.from_need and shift(need.date, delay) < start
    ]
    paid = [row for debt in case.debts for row in debt.rows if row.date < start]
    opening = profile.cash.opening + float(situation.surplus[:months].sum())
    opening += sum(need.amount for need in came) - sum(float(row.payment) for row in paid)
    cash = _dated_from(profile.cash, start).model_copy(update={"opening": round(max(0.0, opening), 2)})
    debts = tuple(run for debt in case.debts if (run := _run_on(debt, start)) is not None)
    needs = _postponed(tuple(need for need in asked.needs if need not in came), start)
    changed = profile.model_copy(update={"start": start, "cash": cash, "debts": debts})
    return Asked(changed, needs, "wait", asked.outside + sum(float(row.interest) for row in paid))


def _dated_from(cash: Cash, start: dt.date) -> Cash:
    """Cash whose dated figures reach the start; where all are past, what comes after them."""
    past = {
        name: getattr(cash, f"{name}_after")
        for name in ("surplus", "income")
        if isinstance(rows := getattr(cash, name), tuple) and max(row.date for row in rows) < start
    }
    return cash.model_copy(update=past)


def _run_on(contract: DebtContract, start: dt.date) -> Debt | None:
    """A debt after its payments before ``start``; None when nothing is left of it."""
    left = [row for row in contract.rows if row.date >= start]
    if not left:
        return None
    paid = len(contract.rows) - len(left)
    if not paid:
        return contract.debt
    balance = float(contract.rows[paid - 1].balance)
    return contract.debt.model_copy(update={"balance": balance, "next_payment": left[0].date})


def _postponed(needs: tuple[Need, ...], start: dt.date) -> tuple[Need, ...]:
    """Needs not before ``start``; money that a need earns comes as much later as the need itself."""
    moved = {need.name: max(need.date, start) for need in needs}
    by = {need.name: moved[need.name] - need.date for need in needs}
    return tuple(
        need.model_copy(update={"date": max(start, need.date + by.get(need.from_need or "", dt.timedelta()))})
        for need in needs
    )


def _next_time(asked: Asked, months: int) -> Asked:
    """Today's question as it stands, every date of it ``months`` later."""
    profile = asked.profile

    def moved(day: dt.date | None) -> dt.date | None:
        return None if day is None else shift(day, months)

    cash = profile.cash.model_copy(
        update={
            name: tuple(DatedAmount(date=shift(row.date, months), amount=row.amount) for row in rows)
            for name in ("surplus", "income")
            if isinstance(rows := getattr(profile.cash, name), tuple)
        }
    )
    debts = tuple(
        debt.model_copy(
            update={"next_payment": moved(debt.next_payment), "last_payment": moved(debt.last_payment)}
        )
        for debt in profile.debts
    )
    quotes = tuple(
        quote.model_copy(update={"valid_until": moved(quote.valid_until)}) for quote in profile.quotes
    )
    needs = tuple(
        need.model_copy(update={"date": moved(need.date), "latest_date": moved(need.latest_date)})
        for need in asked.needs
    )
    changed = profile.model_copy(
        update={"start": moved(profile.start), "cash": cash, "debts": debts, "quotes": quotes}
    )
    return replace(asked, profile=changed, needs=needs, timing="next_time")
