"""Why each channel is in or out, what to mind, and what to do: message codes with their figures."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from fundmix.answer.figures import excess_over
from fundmix.answer.ledger import CashPeriod, Loan
from fundmix.case import Case
from fundmix.catalog.tables import PURPOSES, Channel, Product, allows
from fundmix.facts import resolve_channel
from fundmix.plan import Binding, Excluded, Failure, Totals, Warn
from fundmix.program.model import Model
from fundmix.program.rules.shares import caps
from fundmix.words import say

QUESTIONS_SHOWN = 5
RESTRICTED = "account_risk_restricted"
"""The fact that a platform has an account under restriction."""


def excluded(case: Case, model: Model, loans: tuple[Loan, ...]) -> tuple[Excluded, ...]:
    """Every channel that takes no part, in the catalog's order, with its failed rules."""
    failures = dict(tuple(case.verdicts.failures.groupby("channel_id", observed=True)))
    used = {loan.lender.channel_id for loan in loans}
    barred = {row.channel_id: row for row in case.market.excluded}
    reachable = {lender.channel_id for lender in model.lenders}
    rows = []
    detail: tuple[str, ...]
    for channel in case.catalog.channels:
        if channel.channel_id in used:
            continue
        refused = barred.get(channel.channel_id)
        if refused is not None and refused.verdict in ("unknown", "limit") and not _serves(case, channel):
            # nothing that the borrower could find out would let this money go there
            verdict, detail = "purpose", refused.detail
        elif refused is not None:
            verdict, detail = refused.verdict, refused.detail
        else:
            verdict, detail = ("unused" if channel.channel_id in reachable else "purpose"), ()
        shown = verdict in ("ineligible", "unknown")
        failed = _failed(failures.get(channel.channel_id)) if shown else ()
        objects = (shown or verdict == "limit") and _is_closed(case, channel, failed)
        rows.append(
            Excluded(
                channel_id=channel.channel_id,
                name=channel.name,
                name_en=channel.name_en,
                verdict=verdict,
                detail=detail,
                failed=failed,
                appeal=channel.appeal if objects else "",
                appeal_en=channel.appeal_en if objects else "",
            )
        )
    return tuple(rows)


def _is_closed(case: Case, channel: Channel, failed: tuple[Failure, ...]) -> bool:
    """Whether a lender that knows the borrower has closed its door: a case for an appeal, since it may be mistaken."""
    refused = any(
        quote.limit == 0 and resolve_channel(case.catalog, quote.channel_id) == channel.channel_id
        for quote in case.profile.quotes
    )
    owed = any(debt.channel_id == channel.channel_id for debt in case.debts)
    # with another rule failed as well, an appeal alone would open nothing
    restricted = case.facts.get(RESTRICTED) is True and [rule.field for rule in failed] == [RESTRICTED]
    return refused or owed or restricted


def _serves(case: Case, channel: Channel) -> bool:
    """Whether the channel's money may go to any use of this case."""
    wanted = {slot.purpose for slot in case.situation.slots}
    if case.debts:
        wanted.add("repay_loan")
    return any(allows(channel.purposes, channel.banned_purposes, purpose) for purpose in wanted)


def _failed(table: pd.DataFrame | None) -> tuple[Failure, ...]:
    """Failed and unknown rules as records; what is only information is left out."""
    if table is None:
        return ()
    return tuple(
        Failure(
            rule_id=row["rule_id"],
            field=row["field"],
            operator=row["operator"],
            required=_words(row["required"]),
            actual=None if pd.isna(row["actual"]) else _words(row["actual"]),
            distance=None if pd.isna(row["distance"]) else round(float(row["distance"]), 6),
            kind=row["kind"],
            state=row["state"],
            reason=row["reason"],
            reason_en=row["reason_en"],
            remedy=row["remedy"],
            remedy_en=row["remedy_en"],
            remedy_months=None if pd.isna(row["remedy_months"]) else int(row["remedy_months"]),
        )
        for row in table.astype(object).to_dict("records")
        if row["kind"] != "info"
    )


def _words(value: Any) -> str:
    """A fact's value as plain text."""
    if isinstance(value, tuple | list | frozenset):
        return ";".join(_words(part) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)


def warnings(
    case: Case, model: Model, loans: tuple[Loan, ...], book: tuple[CashPeriod, ...], totals: Totals
) -> tuple[Warn, ...]:
    """What to mind: caps that yield, breaches that exist, soft lenders, weak sources, facts that are missing."""
    over = excess_over(caps(case.situation, model.lenders, model.market_fee), loans, case.situation)
    found = [*_breaches(case, model), *_caps(case, over), *_minimum(case, book), *_lenders(case, loans)]
    return (*found, *_purposes(case, model), *_dates(case, loans), *_unknown(case, loans, totals))


def _breaches(case: Case, model: Model) -> Iterator[Warn]:
    """What the borrower's own debts break already: a warning, never a reason to plan nothing."""
    situation, policy = model.situation, case.policy
    if policy.max_channels is not None and len(situation.owed) > policy.max_channels:
        yield Warn(code="breach_lenders", values={"count": len(situation.owed), "bound": policy.max_channels})
    if policy.max_debt_service is not None:
        for period in range(situation.draw_until + 1):
            income = float(situation.income[period])
            if float(situation.debt_service[period]) > policy.max_debt_service * income:
                share = float(situation.debt_service[period]) / income if income else 0.0
                yield Warn(
                    code="breach_service", values={"share": round(share, 6), "bound": policy.max_debt_service}
                )
                break
    for name, owed in situation.owed.items():
        lender = next((lender for lender in model.market.lenders if lender.channel_id == name), None)
        if lender is not None and float(owed[0]) > lender.limit:
            yield Warn(
                code="breach_limit",
                values={**_named(case, name), "balance": float(owed[0]), "limit": lender.limit},
            )


def _caps(case: Case, over: dict[str, Decimal]) -> Iterator[Warn]:
    for name, amount in over.items():
        kind, _, key = name.partition(":")
        named = _named(case, key) if kind == "channel" else {"name": key, "name_en": key}
        yield Warn(code=f"cap_exceeded_{kind}", values={**named, "amount": float(amount)})


def _lenders(case: Case, loans: tuple[Loan, ...]) -> Iterator[Warn]:
    """Lenders whose softer wishes are not met, and prices that rest on weak sources."""
    seen: set[str] = set()
    for loan in loans:
        channel_id = loan.lender.channel_id
        if channel_id in seen:
            continue
        seen.add(channel_id)
        if loan.lender.soft:
            yield Warn(code="soft_lender", values=_named(case, channel_id))
        if loan.lender.pledge is not None:
            fact = next((fact for fact in case.catalog.facts if fact.field == loan.lender.pledge), None)
            words = {"asset": fact.description, "asset_en": fact.description_en or fact.field} if fact else {}
            yield Warn(code="pledged", values={**_named(case, channel_id), **words})
        if loan.offer.grade == "D" and not loan.offer.quoted:
            yield Warn(code="weak_source", values=_named(case, channel_id))


def _purposes(case: Case, model: Model) -> Iterator[Warn]:
    """Consumer credit for a business is a breach of contract: say so when it would have been at hand."""
    business = [need for need in case.needs if need.kind == "need" and need.purpose in PURPOSES["business"]]
    reachable = {lender.channel_id for lender in model.lenders}
    barred = [lender for lender in model.market.lenders if lender.channel_id not in reachable]
    owed = {debt.channel_id for debt in case.debts}
    consumer = [
        channel for channel in case.catalog.channels if channel.channel_id in owed and _is_consumer(channel)
    ]
    if business and consumer:
        yield Warn(code="consumer_credit_in_business", values=_named(case, consumer[0].channel_id))
    if business and any(_is_consumer(case.catalog.channel(lender.channel_id)) for lender in barred):
        names = [lender for lender in barred if _is_consumer(case.catalog.channel(lender.channel_id))]
        yield Warn(code="consumer_credit_left_out", values={"count": len(names)})


def _is_consumer(channel: Channel) -> bool:
    return "business" in channel.banned_purposes


def _unknown(case: Case, loans: tuple[Loan, ...], totals: Totals) -> Iterator[Warn]:
    """Facts that are not known, by the yuan that they could be worth at most."""
    opened: dict[str, set[str]] = {field: set(channels) for field, channels in case.market.questions}
    table = case.verdicts.failures
    unknown = table[(table["state"] == "unknown") & (table["kind"] == "hard")]
    waiting = {row.channel_id for row in case.market.excluded if row.verdict == "unknown"}
    for row in unknown.astype(object).to_dict("records"):
        if row["channel_id"] in waiting:
            opened.setdefault(row["field"], set()).add(row["channel_id"])
    rows = {fact.field: fact for fact in case.catalog.facts}
    worth = {
        field: max(_worth(case, channel, loans, totals) for channel in channels)
        for field, channels in opened.items()
    }
    ranked = sorted(
        (field for field in opened if worth[field] >= 1), key=lambda field: (-worth[field], field)
    )
    for field in ranked[:QUESTIONS_SHOWN]:
        fact = rows.get(field)
        # what stands after the colon explains the words of a choice, for the profile's template
        name = fact.description.partition("：")[0] if fact else field
        yield Warn(
            code="fact_missing_needed" if totals.unmet else "fact_missing",
            values={
                "field": field,
                "name": name,
                "name_en": (fact.description_en if fact else "") or field,
                "yuan": worth[field],
            },
        )


def _worth(case: Case, channel_id: str, loans: tuple[Loan, ...], totals: Totals) -> float:
    """Yuan that a channel could save or fund at most: what dearer draws cost beyond its price, or what is unmet.

    An upper bound that needs no second program: limits, caps and effort can only make it less.
    """
    channel = case.catalog.channel(channel_id)
    served = [
        need
        for need in case.needs
        if need.kind == "need" and allows(channel.purposes, channel.banned_purposes, need.purpose)
    ]
    pledge = any(
        case.catalog.selects(limit.applies_to, channel) and limit.field in _homes(case)
        for limit in case.catalog.limits
    )
    if not served or channel.reference_only or (pledge and case.policy.collateral != "home"):
        return 0.0
    if totals.unmet:
        return min(totals.unmet, channel.amount_max or totals.unmet)
    rates = [
        rate
        for product in case.catalog.products
        if product.channel_id == channel_id
        for rate in _yearly(product)
    ]
    cheapest = min(rates, default=1.0)
    saved = 0.0
    for loan in loans:
        cost = float(sum(row.interest + row.fee for row in loan.rows))
        if loan.offer.apr > cheapest:
            saved += cost * (1 - cheapest / loan.offer.apr)
    return round(saved, 2)


def _yearly(product: Product) -> Iterator[float]:
    """The dear end of a product's price, a year."""
    rate = product.rate if product.rate is not None else product.rate_high
    if rate is not None and product.use == "new":
        factor = {"annual": 1, "over_rate": 1, "monthly": 12, "flat_monthly": 22, "daily": 365}[
            product.rate_basis
        ]
        yield rate * factor + product.monthly_fee_rate * 12 + product.upfront_fee_rate


def _homes(case: Case) -> frozenset[str]:
    return frozenset(fact.field for fact in case.catalog.facts if fact.home)


def _dates(case: Case, loans: tuple[Loan, ...]) -> Iterator[Warn]:
    """Money that ends: subsidies of the plan's own lenders that lapse within three months."""
    used = {loan.lender.channel_id for loan in loans}
    for subsidy in case.catalog.subsidies:
        until = subsidy.available_until
        mine = any(
            case.catalog.selects(subsidy.applies_to, case.catalog.channel(channel)) for channel in used
        )
        if mine and until is not None and 0 <= (until - case.profile.start).days <= 92:
            text = subsidy.text or subsidy.subsidy_id
            yield Warn(
                code="subsidy_ends",
                values={"name": text, "name_en": subsidy.text_en or text, "day": until.isoformat()},
            )


def _minimum(case: Case, book: tuple[CashPeriod, ...]) -> Iterator[Warn]:
    """The first period in which cash undercuts what the borrower wants to keep."""
    wanted = case.situation.min_cash
    for period, cash in enumerate(book):
        if float(cash.closing) < wanted - 0.005:
            day = case.situation.grid.date_of(period)
            yield Warn(
                code="below_minimum",
                values={"day": day.isoformat(), "cash": float(cash.closing), "minimum": wanted},
            )
            return


def advice(case: Case, model: Model, totals: Totals) -> tuple[Warn, ...]:
    """What to do, most urgent first: talk to the lender, do not borrow, wait, borrow less."""
    found: list[Warn] = []
    if case.facts.get("overdue_now") is True:
        found.append(Warn(code="talk_to_lender_overdue"))
    if totals.shortfall:
        found.append(Warn(code="talk_to_lender", values={"amount": totals.shortfall}))
    if totals.unmet:
        situation = model.situation
        if float(situation.own_path[-1]) < 0:
            found.append(
                Warn(code="do_not_borrow", values={"amount": round(-float(situation.own_path[-1]), 2)})
            )
        short = [index for index, cash in enumerate(situation.own_path) if cash < situation.floor[index]]
        if short and short[-1] + 1 < situation.periods and short[-1] < situation.draw_until + 6:
            day = situation.grid.date_of(short[-1] + 1)
            found.append(Warn(code="wait", values={"day": day.isoformat()}))
        found.append(Warn(code="borrow_less", values={"amount": totals.unmet}))
    return tuple(found)


def spoken(case: Case, row: Binding) -> Binding:
    """The rule's sentence in the catalog's language."""
    lang = case.catalog.settings.language
    name = str(_named(case, row.subject)["name"]) if row.subject else ""
    sentence = say(f"binding_{row.rule}", lang, name=name, step=row.step, funds=-row.change_unmet)
    return row.model_copy(update={"sentence": sentence})


def _named(case: Case, channel_id: str) -> dict[str, Any]:
    channel = next((row for row in case.catalog.channels if row.channel_id == channel_id), None)
    name = channel.name if channel else channel_id
    return {"channel_id": channel_id, "name": name, "name_en": (channel.name_en if channel else "") or name}
