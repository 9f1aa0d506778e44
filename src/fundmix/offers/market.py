"""The market of one borrower: product × verdict × borrower → offers, and why the rest is left out."""

from collections.abc import Iterator

from fundmix.catalog.tables import Channel, MovedBy
from fundmix.errors import InputError, Issue
from fundmix.fields import MONEY_MAX
from fundmix.offers.limits import LimitFound, limit_of, shared_limits
from fundmix.offers.products import offers_of, smallest_lawful
from fundmix.offers.records import Excluded, Lender, Market, MovedRule, Offer
from fundmix.offers.renewals import closed_renewals, renewal_offers
from fundmix.offers.visitor import Visitor


def build_market(visitor: Visitor) -> Market:
    """Every offer that this borrower may choose from, and every channel left out with the reason."""
    lenders: list[Lender] = []
    offers: list[Offer] = []
    excluded: list[Excluded] = []
    questions: dict[str, list[str]] = {}
    for channel in visitor.catalog.channels:
        quoted = visitor.quoted_limit(channel.channel_id)
        limit = limit_of(visitor.catalog, channel, visitor.facts, quoted)
        for field in limit.missing:
            questions.setdefault(field, []).append(channel.channel_id)
        refusal = _refusal(visitor, channel, limit)
        new = () if refusal else tuple(_offers(visitor, channel, limit))
        if not new:
            excluded.append(refusal or Excluded(channel_id=channel.channel_id, verdict="law"))
        found = (*new, *renewal_offers(visitor, channel))
        if found:
            lenders.append(_lender(visitor, channel, limit, new))
            offers.extend(found)
    _distinct(offers)
    names = {lender.channel_id for lender in lenders}
    pledges = {lender.pledge for lender in lenders if lender.pledge}
    return Market(
        lenders=tuple(lenders),
        offers=tuple(offers),
        excluded=tuple(excluded),
        asset_values={field: _free_value(visitor, field) for field in sorted(pledges)},
        together=shared_limits(visitor.catalog, visitor.facts, names),
        questions=tuple((field, tuple(channels)) for field, channels in questions.items()),
        closed=tuple(closed_renewals(visitor)),
    )


def _distinct(offers: list[Offer]) -> None:
    """Make sure that offers differ in the names that a solver keeps, where every dot becomes ``_``."""
    seen: dict[str, str] = {}
    issues = []
    for offer in offers:
        other = seen.setdefault(offer.offer_id.replace(".", "_"), offer.offer_id)
        if other != offer.offer_id:
            details = {"first": other, "second": offer.offer_id}
            issues.append(Issue("offer_names_collide", "products.csv", column="product_id", details=details))
    if issues:
        raise InputError(issues)


def _refusal(visitor: Visitor, channel: Channel, limit: LimitFound) -> Excluded | None:
    """Why a channel takes no part, or None when it may."""
    policy, channel_id = visitor.policy, channel.channel_id
    verdict, _ = visitor.verdicts.get(channel_id, ("unknown", True))
    pledge = visitor.fact_rows.get(limit.pledge or "")
    banned_pledge = pledge is not None and (
        policy.collateral == "none" or (policy.collateral == "business" and pledge.home)
    )
    if channel.reference_only:
        return Excluded(channel_id=channel_id, verdict="reference")
    if verdict == "ineligible" or (verdict == "unknown" and policy.unknown == "exclude"):
        return Excluded(channel_id=channel_id, verdict=verdict)
    if channel_id in policy.exclude or banned_pledge:
        word = "exclude" if channel_id in policy.exclude else "collateral"
        return Excluded(channel_id=channel_id, verdict="policy", detail=(word,))
    if visitor.overdue and limit.pledge is None:
        return Excluded(channel_id=channel_id, verdict="overdue")
    if limit.amount <= 0 or limit.amount < channel.amount_min:
        return Excluded(channel_id=channel_id, verdict="limit", detail=limit.missing)
    return None


def _offers(visitor: Visitor, channel: Channel, limit: LimitFound) -> Iterator[Offer]:
    """The offers of one channel that can be drawn at least once."""
    for product in visitor.catalog.products:
        if product.channel_id == channel.channel_id and product.use == "new":
            yield from offers_of(visitor, channel, product)


def _lender(visitor: Visitor, channel: Channel, limit: LimitFound, offers: tuple[Offer, ...]) -> Lender:
    _, soft = visitor.verdicts.get(channel.channel_id, ("unknown", True))
    applies = channel.channel_id not in visitor.owed
    moves: tuple[tuple[MovedBy, bool], ...] = (
        ("online_lender", channel.online_lender),
        ("unsecured_account", channel.unsecured),
        ("inquiry", channel.hard_inquiry),
    )
    return Lender(
        channel_id=channel.channel_id,
        name=channel.name,
        name_en=channel.name_en,
        category=channel.category,
        lender=channel.lender,
        risk_groups=channel.risk_groups,
        limit=min(limit.amount, MONEY_MAX),
        amount_min=max(
            [channel.amount_min, *(smallest_lawful(offer, visitor.profile.start) or 0.0 for offer in offers)]
        ),
        amount_step=channel.amount_step,
        lead_days=channel.lead_days,
        line_valid_months=channel.line_valid_months,
        approval_valid_months=channel.approval_valid_months,
        hard_inquiry=channel.hard_inquiry,
        soft=soft,
        moves=tuple(name for name, moved in moves if moved and applies),
        pledge=limit.pledge,
        multiplier=limit.multiplier,
        applies=applies,
        moved_rules=tuple(_moved_rules(visitor, channel)),
        availability=tuple(
            (row.period, row.measure, row.limit)
            for row in visitor.catalog.availability
            if row.channel_id == channel.channel_id
        ),
        documents=channel.documents,
        documents_en=channel.documents_en,
        appeal=channel.appeal,
        appeal_en=channel.appeal_en,
        quoted=channel.channel_id in visitor.quotes,
    )


def _moved_rules(visitor: Visitor, channel: Channel) -> Iterator[MovedRule]:
    """The rules that this channel's use would put at risk: upper bounds, passed today, on facts a plan moves."""
    for rule in visitor.catalog.eligibility:
        fact = visitor.fact_rows.get(rule.field)
        actual = visitor.facts.get(rule.field)
        if rule.kind == "info" or rule.any_of or fact is None or fact.moved_by is None or actual is None:
            continue
        if rule.operator not in ("<", "<=", "==") or not visitor.catalog.selects(rule.applies_to, channel):
            continue
        bound, strict = _bound(rule.value), rule.operator == "<"
        passed = actual < bound if strict else actual <= bound
        if passed:
            yield MovedRule(
                rule_id=rule.rule_id,
                field=rule.field,
                moved_by=fact.moved_by,
                actual=float(actual),
                bound=bound,
                strict=strict,
            )


def _bound(text: str) -> float:
    return float(text.rstrip("%")) / 100 if text.endswith("%") else float(text)


def _free_value(visitor: Visitor, field: str) -> float:
    """The value of an asset less the debts that it already backs."""
    lien = sum(debt.balance for debt in visitor.debts if debt.pledge == field)
    return max(0.0, float(visitor.facts.get(field) or 0.0) - lien)
