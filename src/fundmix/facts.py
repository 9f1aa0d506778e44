"""The facts about one borrower: what the profile says by the catalog's types, and what follows from dates and debts.

A fact that the profile says is never overwritten by a derived one.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dateutil.relativedelta import relativedelta
from pydantic_core import PydanticCustomError

from fundmix.borrower import Debt, Profile
from fundmix.borrower.reading import harmless, is_blank
from fundmix.catalog.findings import Findings, nearest
from fundmix.catalog.tables import Catalog, Channel, Fact, FactType
from fundmix.dates import Grid
from fundmix.errors import Issue
from fundmix.fields import (
    parse_bool,
    parse_count,
    parse_date,
    parse_number,
    parse_ratio,
    parse_signed_money,
    parse_text,
)
from fundmix.loans import remaining_schedule

PARSERS: dict[FactType, Callable[[Any], Any]] = {
    "yes_no": parse_bool,
    "money": parse_signed_money,
    "ratio": parse_ratio,
    "number": parse_number,
    "count": parse_count,
    "date": parse_date,
    "text": parse_text,
    "choice": parse_text,
}
_OTHER_NAMES = {
    "income": "monthly_income",
    "salary": "monthly_income",
    "age": "age_years",
    "birthday": "born_on",
    "debt_ratio": "debt_to_income",
    "dti": "debt_to_income",
    "loans": "unsecured_loan_accounts",
    "job": "occupation",
    "type": "applicant",
}
"""Names that borrowers try, and the fact that is meant."""


def parse_value(fact_type: FactType, value: Any) -> Any:
    """One value by the type of its fact.

    Raises:
        PydanticCustomError: it cannot be read so.
    """
    return PARSERS[fact_type](value)


@dataclass(frozen=True)
class Known:
    """What the derivations may use: the borrower, the catalog, and the facts so far."""

    profile: Profile
    catalog: Catalog
    facts: Mapping[str, Any]

    def months_since(self, field: str) -> int | None:
        """Whole months from a day to the start."""
        since = self.facts.get(field)
        if not isinstance(since, dt.date):
            return None
        passed = relativedelta(self.profile.start, since)
        return passed.years * 12 + passed.months

    def years_since(self, field: str) -> int | None:
        """Whole years from a day to the start."""
        months = self.months_since(field)
        return None if months is None else months // 12

    @cached_property
    def debts(self) -> tuple[tuple[Debt, Channel | None], ...]:
        """Each debt with its channel, where the catalog has one."""
        channels = {channel.channel_id: channel for channel in self.catalog.channels}
        return tuple((debt, channels.get(debt.channel_id or "")) for debt in self.profile.debts)

    def balance(self, counts: Callable[[Debt, Channel | None], bool]) -> float:
        """What is owed on the debts that count, yuan."""
        return round(sum((debt.balance for debt, channel in self.debts if counts(debt, channel)), 0.0), 2)

    def ratio(self, amount: float | None, base: float | None) -> float | None:
        """One amount over another; unknown without a base above zero, except that nothing over anything is 0."""
        if amount == 0:
            return 0.0
        return round(amount / base, 6) if amount is not None and base else None


def _monthly_income(known: Known) -> float | None:
    """Income a month; the mean of the dated figures of the first year."""
    cash = known.profile.cash
    if "income" not in cash.model_fields_set:
        return None
    if not isinstance(cash.income, tuple):
        return cash.income
    grid = Grid(start=known.profile.start)
    figures = [row.amount for row in cash.income if 0 <= grid.index_of(row.date) < 12]
    return round(sum(figures) / len(figures), 2) if figures else cash.income_after


def _is_unsecured(debt: Debt, channel: Channel | None) -> bool:
    return debt.pledge is None and (channel is None or channel.unsecured)


def _is_online(debt: Debt, channel: Channel | None) -> bool:
    return channel is not None and channel.online_lender


def _is_platform(debt: Debt, channel: Channel | None) -> bool:
    return channel is not None and (channel.lender == "platform" or "platform_credit" in channel.risk_groups)


def _is_consumer_finance(debt: Debt, channel: Channel | None) -> bool:
    return channel is not None and channel.lender == "consumer_finance"


def _online_lenders(known: Known) -> int:
    return len({debt.channel_id for debt, channel in known.debts if _is_online(debt, channel)})


def _unsecured_accounts(known: Known) -> int:
    return sum(_is_unsecured(debt, channel) for debt, channel in known.debts)


def _heaviest_month(known: Known) -> float:
    """The most that existing debts ask in one of the next 12 months, yuan."""
    grid = Grid(start=known.profile.start)
    months = [0.0] * 12
    for debt in known.profile.debts:
        for payment in remaining_schedule(
            balance=debt.balance,
            original_amount=debt.original_amount,
            rate=debt.rate,
            rate_basis=debt.rate_basis,
            repayment=debt.repayment,
            payment=debt.payment,
            next_payment=debt.next_payment,
            last_payment=debt.last_payment,
            period=known.catalog.settings.period,
            day_basis=known.catalog.settings.day_basis,
        ):
            month = grid.index_of(payment.date)
            if 0 <= month < 12:
                months[month] += float(payment.payment)
    return round(max(months), 2)


@dataclass(frozen=True, slots=True)
class Derivation:
    """A fact that follows from others when the profile does not say it.

    Attributes:
        field: the fact.
        type: its type.
        sentence: message code of how it is derived.
        value: the value from what is known; None = unknown.
    """

    field: str
    type: FactType
    sentence: str
    value: Callable[[Known], Any]


DERIVATIONS: tuple[Derivation, ...] = (
    Derivation("age_years", "count", "derived_age", lambda known: known.years_since("born_on")),
    Derivation("legal_rep_age", "count", "derived_age", lambda known: known.years_since("born_on")),
    Derivation(
        "business_age_months",
        "count",
        "derived_business_age",
        lambda known: known.months_since("business_since"),
    ),
    Derivation(
        "job_tenure_months", "count", "derived_job_tenure", lambda known: known.months_since("job_since")
    ),
    Derivation(
        "house_holding_months",
        "count",
        "derived_house_holding",
        lambda known: known.months_since("house_since"),
    ),
    Derivation("monthly_income", "money", "derived_income", _monthly_income),
    Derivation("online_lenders", "count", "derived_online_lenders", _online_lenders),
    Derivation("unsecured_loan_accounts", "count", "derived_unsecured_accounts", _unsecured_accounts),
    Derivation("debt_balance", "money", "derived_debt_balance", lambda known: known.balance(lambda *_: True)),
    Derivation(
        "unsecured_debt_balance",
        "money",
        "derived_unsecured_balance",
        lambda known: known.balance(_is_unsecured),
    ),
    Derivation(
        "unsecured_debt_to_monthly_income",
        "ratio",
        "derived_unsecured_to_income",
        lambda known: known.ratio(known.facts["unsecured_debt_balance"], known.facts.get("monthly_income")),
    ),
    Derivation(
        "debt_to_income",
        "ratio",
        "derived_debt_to_income",
        lambda known: known.ratio(_heaviest_month(known), known.facts.get("monthly_income")),
    ),
    Derivation(
        "platform_debt_share",
        "ratio",
        "derived_platform_share",
        lambda known: known.ratio(known.balance(_is_platform), known.facts["debt_balance"]),
    ),
    Derivation(
        "consumer_finance_balance",
        "money",
        "derived_consumer_finance",
        lambda known: known.balance(_is_consumer_finance),
    ),
)
"""In this order: a later one may use an earlier one."""

_PLAIN_FACTS: tuple[tuple[str, FactType], ...] = (
    ("applicant", "text"),
    ("occupation", "text"),
    ("born_on", "date"),
    ("business_since", "date"),
    ("job_since", "date"),
    ("house_since", "date"),
)
"""Facts that channels' own rows and the derivations ask for, known in every catalog."""


def known_facts(catalog: Catalog) -> dict[str, Fact]:
    """Every fact that may be said or asked: the catalog's, then those that fundmix itself uses."""
    own = {fact.field: fact for fact in catalog.facts if fact.enabled}
    others = [*_PLAIN_FACTS, *((derivation.field, derivation.type) for derivation in DERIVATIONS)]
    return own | {
        name: Fact(field=name, type=kind, description=name) for name, kind in others if name not in own
    }


def facts_of(profile: Profile, catalog: Catalog) -> dict[str, Any]:
    """Every fact that is known about the borrower, typed; an unknown one is left out.

    Raises:
        InputError: unknown facts, values that cannot be read or lie beyond their bounds, debts and quotes at unknown
            channels; each with its key and line, without the value.
    """
    found = Findings()
    known = known_facts(catalog)
    facts: dict[str, Any] = {}
    for name, value in profile.facts.items():
        if name not in known:
            suggestion = _OTHER_NAMES.get(name, "")
            suggestion = suggestion if suggestion in known else nearest(name, known)
            found.issues.append(profile.origin.issue("unknown_fact", f"facts.{name}", suggestion=suggestion))
        elif value is not None:
            _add_fact(facts, known[name], value, (profile, found))
    placed = _resolved(profile, catalog, found)
    found.raise_all()
    for derivation in DERIVATIONS:
        if derivation.field not in facts:
            value = derivation.value(Known(placed, catalog, facts))
            if value is not None:
                facts[derivation.field] = value
    return facts


def _add_fact(facts: dict[str, Any], fact: Fact, value: Any, context: tuple[Profile, Findings]) -> None:
    """Read one fact; a bad one becomes an issue."""
    profile, found = context
    key = f"facts.{fact.field}"
    try:
        read = parse_value(fact.type, value)
    except PydanticCustomError as error:
        found.issues.append(
            profile.origin.issue(error.type, key, **harmless(error.type, error.context or {}))
        )
        return
    if issue := _bound_issue(fact, read, profile):
        found.issues.append(issue)
    elif not is_blank(read):
        facts[fact.field] = read


def _bound_issue(fact: Fact, value: Any, profile: Profile) -> Issue | None:
    """What is wrong with a value that could be read."""
    origin, key = profile.origin, f"facts.{fact.field}"
    if fact.type == "choice" and fact.choices and value not in fact.choices:
        suggestion = nearest(value, fact.choices)
        return origin.issue("not_a_choice", key, choices=fact.choices, suggestion=suggestion)
    if isinstance(value, dt.date):
        past = fact.field.endswith("_since") or fact.field == "born_on"
        return (
            origin.issue("fact_after_start", key, start=profile.start)
            if past and value > profile.start
            else None
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        if fact.minimum is not None and value < fact.minimum:
            return origin.issue("fact_below_minimum", key, bound=fact.minimum, unit=fact.unit)
        if fact.maximum is not None and value > fact.maximum:
            return origin.issue("fact_above_maximum", key, bound=fact.maximum, unit=fact.unit)
    return None


def resolve_channel(catalog: Catalog, name: str) -> str | None:
    """The channel that a borrower calls so: by id, else by one of its names or aliases; None when it is not just one."""
    plain = name.strip().casefold()
    if any(channel.channel_id == plain for channel in catalog.channels):
        return plain
    matches = [
        channel.channel_id
        for channel in catalog.channels
        if plain in {other.casefold() for other in (channel.name, channel.name_en, *channel.aliases)}
    ]
    return matches[0] if len(matches) == 1 else None


def with_channels(profile: Profile, catalog: Catalog) -> Profile:
    """The profile with each debt's and quote's channel by its id.

    Raises:
        InputError: channels that the catalog does not have, with the nearest that it has.
    """
    found = Findings()
    resolved = _resolved(profile, catalog, found)
    found.raise_all()
    return resolved


def _resolved(profile: Profile, catalog: Catalog, found: Findings) -> Profile:
    """:func:`with_channels`, with the mistakes kept in ``found``."""
    known = [
        name
        for channel in catalog.channels
        for name in (channel.channel_id, channel.name, channel.name_en, *channel.aliases)
        if name
    ]

    def place(name: str | None, key: str) -> str | None:
        resolved = None if name is None else resolve_channel(catalog, name)
        if name is not None and resolved is None:
            found.issues.append(
                profile.origin.issue("unknown_channel", f"{key}.channel_id", suggestion=nearest(name, known))
            )
        return resolved or name

    debts = tuple(
        debt.model_copy(update={"channel_id": place(debt.channel_id, f"debts[{number}]")})
        for number, debt in enumerate(profile.debts, start=1)
    )
    quotes = tuple(
        quote.model_copy(update={"channel_id": place(quote.channel_id, f"quotes[{number}]")})
        for number, quote in enumerate(profile.quotes, start=1)
    )
    return profile.model_copy(update={"debts": debts, "quotes": quotes})
