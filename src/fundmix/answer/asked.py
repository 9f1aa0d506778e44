"""What was asked, and the same with one thing changed, as a borrower would change it in the files."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from fundmix.borrower import Need, Policy, Profile, Quote
from fundmix.case import Case, open_case
from fundmix.catalog.tables import Catalog
from fundmix.facts import resolve_channel
from fundmix.program import Model, Optimum, build_model, find_optimum
from fundmix.program.model import Term

CENT = 0.01


@dataclass(frozen=True)
class Asked:
    """A question: what the market offers, who asks, for what, how cautiously."""

    catalog: Catalog
    profile: Profile
    needs: tuple[Need, ...]
    policy: Policy

    @classmethod
    def of(cls, case: Case) -> "Asked":
        """The question of a case."""
        return cls(case.catalog, case.profile, case.needs, case.policy)

    @cached_property
    def case(self) -> Case:
        """What follows from it before any program."""
        return open_case(self.catalog, self.profile, self.needs, self.policy)

    def with_policy(self, **values: Any) -> "Asked":
        """The same with other words in the policy."""
        return replace(self, policy=self.policy.model_copy(update=values))

    def with_cash(self, **values: Any) -> "Asked":
        """The same with other figures under ``[cash]``."""
        return self._with_profile(cash=self.profile.cash.model_copy(update=values))

    def with_facts(self, facts: Mapping[str, Any]) -> "Asked":
        """The same with some facts said otherwise, or said at all."""
        return self._with_profile(facts={**self.profile.facts, **facts})

    def with_catalog(self, **tables: Any) -> "Asked":
        """The same with other rows in some tables of the catalog."""
        return replace(self, catalog=self.catalog.model_copy(update=tables))

    def with_quote(self, channel_id: str, **values: Any) -> "Asked":
        """The same with another word of a lender: every quote of its channel changed, or a new one."""
        quotes, found = [], False
        for quote in self.profile.quotes:
            own = resolve_channel(self.catalog, quote.channel_id) == channel_id
            valid = quote.valid_until is None or quote.valid_until >= self.profile.start
            changed = own and valid
            found = found or changed
            quotes.append(quote.model_copy(update=values) if changed else quote)
        if not found:
            quotes.append(Quote(channel_id=channel_id, **values))
        return self.with_quotes(tuple(quotes))

    def with_quotes(self, quotes: tuple[Quote, ...]) -> "Asked":
        """The same with other quotes."""
        return self._with_profile(quotes=quotes)

    def with_needs(self, needs: Collection[Need]) -> "Asked":
        """The same with other needs and inflows."""
        return replace(self, needs=tuple(needs))

    def later(self, names: Collection[str], days: int) -> "Asked":
        """The same with some needs, and what they earn, so many days later."""
        return self.with_needs(
            [
                moved(need, days) if need.name in names or need.from_need in names else need
                for need in self.needs
            ]
        )

    def less(self, unmet: Mapping[str, float]) -> "Asked":
        """The same with some needs smaller by so many yuan; what they earn shrinks with them."""
        amounts = {need.name: need.amount for need in self.needs}
        kept = {
            name: max(0.0, round(amounts[name] - yuan, 2)) / amounts[name] for name, yuan in unmet.items()
        }
        smaller = []
        for need in self.needs:
            share = kept.get(need.from_need or need.name, 1.0)
            amount = int(need.amount * share * 100 + 1e-6) / 100 if share < 1 else need.amount
            if amount > 0:
                least = min(need.least_amount, amount)
                smaller.append(need.model_copy(update={"amount": amount, "least_amount": least}))
        return self.with_needs(smaller)

    def model(self, chosen: Collection[str] | None = None) -> Model:
        """The program, with the used channels fixed or not."""
        return build_model(self.case.situation, self.case.market, chosen=chosen)

    def _with_profile(self, **values: Any) -> "Asked":
        return replace(self, profile=self.profile.model_copy(update=values))


def moved(need: Need, days: int) -> Need:
    """A need or inflow so many days later."""
    by = dt.timedelta(days=days)
    latest = None if need.latest_date is None else need.latest_date + by
    return need.model_copy(update={"date": need.date + by, "latest_date": latest})


@dataclass(frozen=True)
class Levels:
    """What an exact solve came to, yuan: what is not paid, over caps, money, effort."""

    missing: float
    excess: float
    cost: float
    effort: float
    optimum: Optimum

    @property
    def choosing(self) -> float:
        """Choosing cost: money and effort."""
        return self.cost + self.effort


def solved(model: Model, seconds: float) -> Levels | None:
    """The exact optimum of a model; None when it is not proved in time."""
    optimum = find_optimum(model, gap=0.0, time_limit=max(0.2, seconds))
    return levels_of(optimum) if optimum.proven else None


def levels_of(optimum: Optimum) -> Levels:
    """What an optimum comes to; the levels themselves weigh one yuan a little more than another."""
    model = optimum.hot.model
    missing = _sum(optimum, [(variable, 1.0) for variable in (*model.shortfall, *model.unmet.values())])
    effort = _sum(optimum, model.efforts)
    kept = missing if optimum.levels["shortfall"] + optimum.levels["unmet"] else 0.0
    return Levels(kept, optimum.levels["excess"], optimum.objective - effort, effort, optimum)


def _sum(optimum: Optimum, terms: Iterable[Term]) -> float:
    """What some terms come to."""
    column = optimum.hot.column
    return sum(
        weight * float(optimum.values[column[variable.name]])
        for variable, weight in terms
        if variable.name in column
    )


def used_channels(optimum: Optimum) -> frozenset[str]:
    """The channels at which an optimum draws or renews; ``use`` itself may stand idle where it costs nothing."""
    model, column = optimum.hot.model, optimum.hot.column
    drawn = [(one.lender.channel_id, model.draw[one.name].name) for one in model.columns]
    lender_of = {line.name: line.lender.channel_id for line in model.lines}
    drawn += [(lender_of[name], variable.name) for (name, _), variable in model.line_draw.items()]
    return frozenset(
        channel_id for channel_id, name in drawn if name in column and optimum.values[column[name]] > CENT
    )
