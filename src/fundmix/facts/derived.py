"""Facts that follow from dates, cash and debts when the profile does not say them."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dateutil.relativedelta import relativedelta

from fundmix.borrower import Debt, Profile
from fundmix.catalog.tables import Catalog, Channel, FactType
from fundmix.dates import Grid
from fundmix.errors import InputError
from fundmix.facts.due import running, service_of
from fundmix.loans import Payment


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
        """One amount over another; unknown without a base above 0, but nothing over anything is 0."""
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


def is_online(channel: Channel | None) -> bool:
    """Whether the lender counts as an online lender (multi-lending)."""
    return channel is not None and channel.online_lender


def is_platform(channel: Channel | None) -> bool:
    """Whether the lender is a platform, or shares the risk of platforms."""
    return channel is not None and (channel.lender == "platform" or "platform_credit" in channel.risk_groups)


def is_consumer_finance(channel: Channel | None) -> bool:
    """Whether the lender is a consumer-finance company."""
    return channel is not None and channel.lender == "consumer_finance"


def _online_lenders(known: Known) -> int:
    return len({debt.channel_id for debt, channel in known.debts if is_online(channel)})


def _unsecured_accounts(known: Known) -> int:
    return sum(_is_unsecured(debt, channel) for debt, channel in known.debts)


def _heaviest_month(known: Known) -> float:
    """The most that existing debts ask in one of the next 12 months, yuan.

    As in the plan's own measure of debt service, interest and instalments count, balloons do not.
    """
    grid = Grid(start=known.profile.start)
    months = [0.0] * 12
    for number, debt in enumerate(known.profile.debts, start=1):
        for payment in _payments(known, number, debt):
            month = grid.index_of(payment.date)
            if 0 <= month < 12:
                months[month] += float(service_of(debt.repayment, payment))
    return round(max(months), 2)


def _payments(known: Known, number: int, debt: Debt) -> tuple[Payment, ...]:
    """What is still due on a debt; one that can never be repaid is a mistake of the profile."""
    try:
        return running(debt, known.catalog).rows
    except InputError:
        # the sentences of the contract name figures; a profile's issue names its place alone
        issue = known.profile.origin.issue("debt_never_repaid", f"debts[{number}].payment")
        raise InputError([issue]) from None


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
        lambda known: known.ratio(
            known.balance(lambda _, channel: is_platform(channel)), known.facts["debt_balance"]
        ),
    ),
    Derivation(
        "consumer_finance_balance",
        "money",
        "derived_consumer_finance",
        lambda known: known.balance(lambda _, channel: is_consumer_finance(channel)),
    ),
)
"""In this order: a later one may use an earlier one."""
