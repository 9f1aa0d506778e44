"""Why each channel is in or out, what to mind, and what to do: message codes with their figures."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from fundmix.answer.ledger import Loan
from fundmix.case import Case
from fundmix.catalog.tables import PURPOSES, Channel
from fundmix.plan import Excluded, Failure, Totals, Warn
from fundmix.program.model import Model

QUESTIONS_SHOWN = 5


def excluded(case: Case, model: Model, loans: tuple[Loan, ...]) -> tuple[Excluded, ...]:
    """Every channel that takes no part, in the catalog's order, with its failed rules."""
    failures = dict(tuple(case.verdicts.failures.groupby("channel_id", observed=True)))
    used = {loan.lender.channel_id for loan in loans}
    barred = {row.channel_id: row for row in case.market.excluded}
    reachable = {lender.channel_id for lender in model.lenders}
    rows = []
    for channel in case.catalog.channels:
        if channel.channel_id in used:
            continue
        refused = barred.get(channel.channel_id)
        if refused is not None:
            verdict, detail = refused.verdict, refused.detail
        else:
            verdict, detail = ("unused" if channel.channel_id in reachable else "purpose"), ()
        shown = verdict in ("ineligible", "unknown")
        failed = _failed(failures.get(channel.channel_id)) if shown else ()
        rows.append(
            Excluded(
                channel_id=channel.channel_id,
                name=channel.name,
                name_en=channel.name_en,
                verdict=verdict,
                detail=detail,
                failed=failed,
            )
        )
    return tuple(rows)


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


def warnings(case: Case, model: Model, loans: tuple[Loan, ...], over: dict[str, Decimal]) -> tuple[Warn, ...]:
    """What to mind: caps that yield, breaches that exist, soft lenders, weak grades, facts that are missing."""
    return tuple(
        [*_breaches(case, model), *_caps(case, over), *_lenders(case, loans), *_purposes(case, model), *_unknown(case), *_dates(case)]
    )


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
                yield Warn(code="breach_service", values={"share": round(share, 6), "bound": policy.max_debt_service})
                break
    for name, owed in situation.owed.items():
        lender = next((lender for lender in model.market.lenders if lender.channel_id == name), None)
        if lender is not None and float(owed[0]) > lender.limit:
            yield Warn(code="breach_limit", values={**_named(case, name), "balance": float(owed[0]), "limit": lender.limit})


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
    consumer = [channel for channel in case.catalog.channels if channel.channel_id in owed and _is_consumer(channel)]
    if business and consumer:
        yield Warn(code="consumer_credit_in_business", values=_named(case, consumer[0].channel_id))
    if business and any(_is_consumer(case.catalog.channel(lender.channel_id)) for lender in barred):
        names = [lender for lender in barred if _is_consumer(case.catalog.channel(lender.channel_id))]
        yield Warn(code="consumer_credit_left_out", values={"count": len(names)})


def _is_consumer(channel: Channel) -> bool:
    return "business" in channel.banned_purposes


def _unknown(case: Case) -> Iterator[Warn]:
    """Facts that are not known and would open a channel."""
    opened: dict[str, set[str]] = {field: set(channels) for field, channels in case.market.questions}
    table = case.verdicts.failures
    unknown = table[(table["state"] == "unknown") & (table["kind"] == "hard")]
    waiting = {row.channel_id for row in case.market.excluded if row.verdict == "unknown"}
    for row in unknown.astype(object).to_dict("records"):
        if row["channel_id"] in waiting:
            opened.setdefault(row["field"], set()).add(row["channel_id"])
    rows = {fact.field: fact for fact in case.catalog.facts}
    ranked = sorted(opened.items(), key=lambda item: (-len(item[1]), item[0]))[:QUESTIONS_SHOWN]
    for field, channels in ranked:
        fact = rows.get(field)
        yield Warn(
            code="fact_missing",
            values={
                "field": field,
                "name": fact.description if fact else field,
                "name_en": (fact.description_en if fact else "") or field,
                "count": len(channels),
            },
        )


def _dates(case: Case) -> Iterator[Warn]:
    """Money that ends: subsidies that lapse while the plan runs."""
    for subsidy in case.catalog.subsidies:
        until = subsidy.available_until
        used = any(case.catalog.selects(subsidy.applies_to, channel) for channel in case.catalog.channels)
        if used and until is not None and case.profile.start <= until and (until - case.profile.start).days <= 92:
            yield Warn(
                code="subsidy_ends",
                values={"name": subsidy.text or subsidy.subsidy_id, "name_en": subsidy.text_en or subsidy.subsidy_id, "day": until.isoformat()},
            )


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
            found.append(Warn(code="do_not_borrow", values={"amount": round(-float(situation.own_path[-1]), 2)}))
        short = [index for index, cash in enumerate(situation.own_path) if cash < situation.floor[index]]
        if short and short[-1] + 1 < situation.periods and short[-1] < situation.draw_until + 6:
            day = situation.grid.date_of(short[-1] + 1)
            found.append(Warn(code="wait", values={"day": day.isoformat()}))
        found.append(Warn(code="borrow_less", values={"amount": totals.unmet}))
    return tuple(found)


def _named(case: Case, channel_id: str) -> dict[str, Any]:
    channel = next((row for row in case.catalog.channels if row.channel_id == channel_id), None)
    name = channel.name if channel else channel_id
    return {"channel_id": channel_id, "name": name, "name_en": (channel.name_en if channel else "") or name}
