"""Why each channel is in or out, what to mind, and what to do: message codes with their figures."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from fundmix.answer.asked import Asked, used_channels
from fundmix.answer.binding import binding
from fundmix.answer.debt_advice import debt_advice, old_debt_warnings
from fundmix.answer.ledger import CashPeriod, Loan
from fundmix.answer.repairs import Workshop, repairs
from fundmix.answer.settlement import Settlement
from fundmix.answer.unknown import head, unknown
from fundmix.case import Case
from fundmix.catalog.tables import PURPOSES, Channel, allows
from fundmix.facts import resolve_channel
from fundmix.plan import Binding, Excluded, Failure, Renewal, Repair, Totals, Warn
from fundmix.plan.spoken import binding_sentence, repair_sentence
from fundmix.program.model import Model
from fundmix.program.solve import Optimum
from fundmix.words.formats import joined

_CHANNELS = ("channels", "channels_en")
COUNTED = ("online_lender", "unsecured_account", "inquiry")
RESTRICTED = "account_risk_restricted"
"""The fact that a platform has an account under restriction."""


def excluded(case: Case, model: Model, loans: tuple[Loan, ...]) -> tuple[Excluded, ...]:
    """Every channel that takes no part, in the catalog's order, with its failed rules."""
    used = {loan.lender.channel_id for loan in loans}
    barred = {row.channel_id: row for row in case.market.excluded}
    reachable = {lender.channel_id for lender in model.lenders}
    rows = []
    detail: tuple[str, ...]
    for channel in case.catalog.channels:
        if channel.channel_id in used:
            continue
        refused = barred.get(channel.channel_id)
        if (
            refused is not None
            and refused.verdict in ("ineligible", "unknown", "limit")
            and not serves(case, channel)
        ):
            # nothing that the borrower could find out or mend would let this money go there
            verdict, detail = "purpose", refused.detail
        elif refused is not None:
            verdict, detail = refused.verdict, refused.detail
        else:
            verdict, detail = ("unused" if channel.channel_id in reachable else "purpose"), ()
        shown = verdict in ("ineligible", "unknown")
        failed = failed_rules(case.failures.get(channel.channel_id, [])) if shown else ()
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


def serves(case: Case, channel: Channel) -> bool:
    """Whether the channel's money may go to any use of this case."""
    wanted = {slot.purpose for slot in case.situation.slots}
    if case.debts:
        wanted.add("repay_loan")
    return any(allows(channel.purposes, channel.banned_purposes, purpose) for purpose in wanted)


def failed_rules(rows: list[dict[str, Any]]) -> tuple[Failure, ...]:
    """Failed and unknown rules as records of the plan."""
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
        for row in rows
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


def warnings(case: Case, settled: Settlement) -> tuple[Warn, ...]:
    """What to mind: caps that yield, breaches that exist, soft lenders, weak sources, facts that are missing."""
    model, loans = settled.model, settled.loans
    found = [*_breaches(case, model), *_caps(case, settled.over), *_minimum(case, settled.book)]
    found += [*_lenders(case, loans), *_used_up(case, loans), *_purposes(case, model), *_dates(case, loans)]
    return (*found, *old_debt_warnings(case, settled), *unknown(case, loans, settled.totals))


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
            quoted = any(
                quote.limit is not None and resolve_channel(case.catalog, quote.channel_id) == name
                for quote in case.profile.quotes
            )
            yield Warn(
                code="breach_limit" if quoted else "breach_limit_estimated",
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
            code = "soft_lender_quoted" if loan.offer.quoted else "soft_lender"
            yield Warn(code=code, values=_named(case, channel_id))
        if loan.lender.pledge is not None:
            fact = next((fact for fact in case.catalog.facts if fact.field == loan.lender.pledge), None)
            words = {"asset": fact.description, "asset_en": fact.description_en or fact.field} if fact else {}
            waits = loan.offer.terms.repayment == "buyer_pays"
            code = "pledged_buyer_pays" if waits else "pledged"
            yield Warn(code=code, values={**_named(case, channel_id), **words})
        if loan.offer.grade == "D" and not loan.offer.quoted:
            yield Warn(code="weak_source", values=_named(case, channel_id))


def _used_up(case: Case, loans: tuple[Loan, ...]) -> Iterator[Warn]:
    """Rules on other loans and inquiries that leave no room beside this plan (multi-lending, 多头)."""
    lenders = {loan.lender.channel_id: loan.lender for loan in loans}
    facts = {fact.field: fact for fact in case.catalog.facts}
    for channel_id, lender in lenders.items():
        for rule in lender.moved_rules:
            if rule.moved_by not in COUNTED:
                continue
            others = sum(
                rule.moved_by in other.moves for name, other in lenders.items() if name != channel_id
            )
            most = rule.bound - (1 if rule.strict else 0)
            if rule.actual + others == most:
                words = facts[rule.field]
                values = {
                    "fact": head(words.description),
                    "fact_en": head(words.description_en) or rule.field,
                }
                yield Warn(code="used_up", values={**_named(case, channel_id), **values, "bound": int(most)})
                break


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


def _dates(case: Case, loans: tuple[Loan, ...]) -> Iterator[Warn]:
    """Public money that ends within three months and that the price of a draw counts on."""
    cheaper = {loan.lender.channel_id: loan for loan in loans if loan.offer.terms.rate_cut > 0}
    for subsidy in case.catalog.subsidies:
        until = subsidy.available_until
        if until is None or not 0 <= (until - case.profile.start).days <= 92:
            continue
        channels = [
            _named(case, channel_id)
            for channel_id, loan in cheaper.items()
            if loan.offer.terms.cut_until == until
            and case.catalog.selects(subsidy.applies_to, case.catalog.channel(channel_id))
        ]
        if channels:
            text = subsidy.text or subsidy.subsidy_id
            lists = {
                key: [row[f"name{key.removeprefix('channels')}"] for row in channels] for key in _CHANNELS
            }
            yield Warn(
                code="subsidy_ends",
                values={**lists, "name": text, "name_en": subsidy.text_en or text, "day": until.isoformat()},
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


def advice(case: Case, model: Model, totals: Totals, renewals: tuple[Renewal, ...]) -> tuple[Warn, ...]:
    """What to do, most urgent first: talk to the lender, do not borrow, wait, borrow less."""
    found: list[Warn] = []
    found += debt_advice(case, renewals)
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


def held_back(case: Case, optimum: Optimum, until: float) -> tuple[Binding, ...]:
    """The rules that hold a plan back, each with its sentence, as far as they are found ``until`` then."""
    lang = case.catalog.settings.language
    rows = []
    for row in binding(Asked.of(case), used_channels(optimum), until):
        names = {"name": _subject(case, row.subject, "zh"), "name_en": _subject(case, row.subject, "en")}
        named = row.model_copy(update=names)
        sentence = binding_sentence(named, lang, case.catalog.settings.currency)
        rows.append(named.model_copy(update={"sentence": sentence}))
    return tuple(rows)


def mend(shop: Workshop) -> tuple[Repair, ...]:
    """The smallest repairs of a plan, each with its sentence."""
    lang = shop.asked.catalog.settings.language
    return tuple(row.model_copy(update={"sentence": repair_sentence(row, lang)}) for row in repairs(shop))


def advice_after(found: tuple[Warn, ...], mended: tuple[Repair, ...]) -> tuple[Warn, ...]:
    """The advice, with the sum to borrow less at which a plan was seen to fund everything, cents and steps included."""
    less = next((one.amount for one in mended if one.kind == "need_less"), None)
    if less is None:
        return found
    return tuple(
        warn.model_copy(update={"values": {"amount": less}}) if warn.code == "borrow_less" else warn
        for warn in found
    )


def _subject(case: Case, subject: str, lang: str) -> str:
    """The channels or the asset that a rule is about, by name."""
    suffix = "_en" if lang == "en" else ""
    fact = next((one for one in case.catalog.facts if one.field == subject), None)
    if fact is not None:
        return head((lang == "en" and fact.description_en) or fact.description)
    names = [str(_named(case, one)[f"name{suffix}"]) for one in subject.split(";") if one]
    return joined(names, lang) if names else ""


def _named(case: Case, channel_id: str) -> dict[str, Any]:
    channel = next((row for row in case.catalog.channels if row.channel_id == channel_id), None)
    name = channel.name if channel else channel_id
    return {"channel_id": channel_id, "name": name, "name_en": (channel.name_en if channel else "") or name}
