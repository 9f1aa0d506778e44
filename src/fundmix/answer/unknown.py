"""Facts that are not known, channel by channel, by the yuan that they could be worth at most."""

from collections.abc import Iterator

from fundmix.answer.ledger import Loan
from fundmix.case import Case
from fundmix.catalog.tables import Channel, Product, allows
from fundmix.plan import Totals, Warn

CHANNELS_SHOWN = 3
LEAST_YUAN = 100.0
LEAST_SHARE = 0.02
"""What a channel must save to be worth a question: yuan, and a share of the plan's cost."""
ASKED_AS = {
    "age_years": "born_on",
    "legal_rep_age": "born_on",
    "business_age_months": "business_since",
    "job_tenure_months": "job_since",
    "house_holding_months": "house_since",
}
"""Derived fact -> the day that a borrower is asked for instead."""
_YEARLY = {"annual": 1, "over_rate": 1, "monthly": 12, "flat_monthly": 22, "daily": 365}


def unknown(case: Case, loans: tuple[Loan, ...], totals: Totals) -> Iterator[Warn]:
    """The channels that a few more facts could open, the most valuable first."""
    code = "fact_missing_needed" if totals.unmet else "fact_missing"
    least = LEAST_YUAN if totals.unmet else max(LEAST_YUAN, LEAST_SHARE * totals.cost)
    facts = {fact.field: fact for fact in case.catalog.facts}
    found = []
    for channel_id, fields in _missing(case).items():
        channel = case.catalog.channel(channel_id)
        worth = _worth(case, channel, loans, totals)
        if fields and worth >= least:
            found.append((worth, channel, fields))
    for worth, channel, fields in sorted(found, key=lambda row: (-row[0], row[1].channel_id))[
        :CHANNELS_SHOWN
    ]:
        asked = [facts[field] for field in fields]
        yield Warn(
            code=code,
            values={
                "channel_id": channel.channel_id,
                "name": channel.name,
                "name_en": channel.name_en or channel.name,
                "fields": fields,
                "facts": [head(fact.description) for fact in asked],
                "facts_en": [head(fact.description_en) or fact.field for fact in asked],
                "yuan": worth,
            },
        )


def head(text: str) -> str:
    """The name of a fact: what stands after the colon explains the words of a choice, for the template."""
    return text.partition("：")[0].partition(": ")[0]


def _missing(case: Case) -> dict[str, list[str]]:
    """Channel that waits for facts -> the facts to ask for, derived ones by the day that they come from."""
    fields: dict[str, list[str]] = {
        row.channel_id: [] for row in case.market.excluded if row.verdict in ("unknown", "limit")
    }
    for channel_id, names in fields.items():
        rules = case.failures.get(channel_id, [])
        names += [row["field"] for row in rules if (row["state"], row["kind"]) == ("unknown", "hard")]
    for field, channels in case.market.questions:
        for channel_id in channels:
            fields.get(channel_id, []).append(field)
    known = {fact.field for fact in case.catalog.facts}
    return {
        channel_id: [
            field for field in dict.fromkeys(ASKED_AS.get(name, name) for name in names) if field in known
        ]
        for channel_id, names in fields.items()
    }


def _worth(case: Case, channel: Channel, loans: tuple[Loan, ...], totals: Totals) -> float:
    """Yuan that a channel could save or fund at most: what dearer draws cost beyond its price, or what is unmet.

    An upper bound that needs no second program: limits, caps and effort can only make it less.
    """
    served = [
        need
        for need in case.needs
        if need.kind == "need"
        and allows(channel.purposes, channel.banned_purposes, need.purpose)
        and (need.last_day - case.profile.start).days >= channel.lead_days
    ]
    if not served or channel.reference_only or _pledge_refused(case, channel):
        return 0.0
    if totals.unmet:
        return min(totals.unmet, channel.amount_max or totals.unmet)
    products = [row for row in case.catalog.products if row.channel_id == channel.channel_id]
    cheapest = min((rate for product in products for rate in _yearly(product)), default=1.0)
    saved = 0.0
    for loan in loans:
        cost = float(sum(row.interest + row.fee for row in loan.rows))
        if loan.offer.apr > cheapest:
            saved += cost * (1 - cheapest / loan.offer.apr)
    return round(saved, 2)


def _pledge_refused(case: Case, channel: Channel) -> bool:
    """Whether the channel takes a pledge that the policy does not give."""
    collateral = case.policy.collateral
    refused = {
        fact.field
        for fact in case.catalog.facts
        if fact.pledge and (collateral == "none" or (collateral == "business" and fact.home))
    }
    return any(
        case.catalog.selects(limit.applies_to, channel) and limit.field in refused
        for limit in case.catalog.limits
    )


def _yearly(product: Product) -> Iterator[float]:
    """The dear end of a product's price, a year."""
    rate = product.rate if product.rate is not None else product.rate_high
    if rate is not None and product.use == "new":
        yield rate * _YEARLY[product.rate_basis] + product.monthly_fee_rate * 12 + product.upfront_fee_rate
