"""What a product costs this borrower: the contract terms behind each advertised rate."""

import datetime as dt
from typing import Any

from fundmix.borrower import Quote
from fundmix.catalog.law import reference_rate_at, subsidies_for
from fundmix.catalog.tables import Catalog, Channel, Product, RateBasis, Repayment, Subsidy
from fundmix.dates import Grid
from fundmix.loans import Terms, normal_rate
from fundmix.offers.limits import Facts


def advertised_rate(product: Product, quote: Quote | None) -> tuple[float, RateBasis]:
    """The rate as quoted and its basis: the borrower's quote, else the price, else the dear end of the range."""
    if quote is not None and quote.rate is not None:
        return quote.rate, quote.rate_basis
    rate = product.rate if product.rate is not None else product.rate_high
    return rate or 0.0, product.rate_basis


def price_step(catalog: Catalog, product: Product, facts: Facts) -> float:
    """Points a year that the catalog's price steps add for these facts; an unknown fact adds the dearest step."""
    added = 0.0
    fields = {
        s.field
        for s in catalog.pricing
        if (s.channel_id, s.product_id) == (product.channel_id, product.product_id)
    }
    for field in sorted(fields):
        steps = [
            step
            for step in catalog.pricing
            if (step.channel_id, step.product_id, step.field)
            == (product.channel_id, product.product_id, field)
        ]
        value = facts.get(field)
        if value is None:
            added += max(0.0, *(step.rate_add for step in steps))
            continue
        for step in steps:
            above = step.from_value is None or float(value) >= step.from_value
            below = step.to_value is None or float(value) < step.to_value
            if above and below:
                added += step.rate_add
    return added


def terms_of(
    catalog: Catalog, channel: Channel, product: Product, facts: Facts, day: dt.date, quote: Quote | None
) -> dict[str, Any]:
    """The fields of :class:`Terms` that every method and term of a product share."""
    rate, basis = advertised_rate(product, quote)
    basis_days = product.day_basis or catalog.settings.day_basis
    reference = 0.0
    if basis == "over_rate" and product.rate_id is not None:
        reference = reference_rate_at(catalog, product.rate_id, day)
    annual, flat, accrual = normal_rate(rate, basis, day_basis=basis_days, reference=reference)
    if quote is None or quote.rate is None:
        annual += price_step(catalog, product, facts)
    # public money lowers the price of new loans, not of old ones that go on
    offered = subsidies_for(catalog, channel, day) if product.use == "new" else ()
    cut, cut_until = subsidy_cut(offered, channel, product, annual, flat=flat)
    return {
        "period": catalog.settings.period,
        "rate": annual,
        "flat": flat,
        "accrual": product.accrual or accrual,
        "day_basis": basis_days,
        "interest_first": product.interest_first,
        "upfront_fee_rate": product.upfront_fee_rate,
        "period_fee_rate": product.monthly_fee_rate
        * 12
        / Grid(start=day, period=catalog.settings.period).per_year,
        "fee_first": product.fee_first,
        "fixed_fee": product.fixed_fee,
        "retained_balance_rate": product.retained_balance_rate,
        "prepay_fee_rate": product.prepay_fee_rate,
        "rate_cut": cut,
        "cut_until": cut_until,
    }


def subsidy_cut(
    subsidies: tuple[Subsidy, ...], channel: Channel, product: Product, annual: float, *, flat: bool
) -> tuple[float, dt.date | None]:
    """Points a year that public money takes off, and the last day; the best one counts, never two.

    A yearly cap is turned into points of the largest loan, which is the cautious reading.
    """
    best, until = 0.0, None
    purposes = product.purposes or channel.purposes
    for subsidy in subsidies:
        if subsidy.purposes and not (purposes and set(purposes) <= set(subsidy.purposes)):
            continue
        cut = annual * subsidy.share_of_interest
        if subsidy.rate_cut is not None:
            cut = min(subsidy.rate_cut, cut)
        if subsidy.cap_per_year is not None and channel.amount_max:
            cut = min(cut, subsidy.cap_per_year / channel.amount_max)
        if not flat and cut > best:
            best, until = cut, subsidy.available_until
    return best, until


def contracts(
    catalog: Catalog, product: Product, shared: dict[str, Any], grid: Grid, quote: Quote | None
) -> list[tuple[str, Terms]]:
    """(name, terms) for each method and term of a product."""
    months = quote.term_months if quote is not None and quote.term_months else product.term_months
    periods = product.term_periods or tuple(grid.periods_in(count) for count in months)
    grace = grid.periods_in(product.interest_only_months)
    found: list[tuple[str, Terms]] = []
    for repayment in product.repayment:
        if repayment == "custom":
            found.append(_custom(catalog, product, shared))
            continue
        for term in dict.fromkeys(periods):
            interest_only = min(grace, term - 1) if repayment in ("annuity", "equal_principal") else 0
            terms = Terms(repayment=repayment, term=term, interest_only=interest_only, **shared)
            found.append((_name(product, repayment, term), terms))
    return found


def _custom(catalog: Catalog, product: Product, shared: dict[str, Any]) -> tuple[str, Terms]:
    rows = {
        flow.period: flow
        for flow in catalog.flows
        if (flow.channel_id, flow.product_id) == (product.channel_id, product.product_id)
    }
    term = max(rows)
    columns = {
        f"flow_{name}": tuple(
            getattr(rows[index], name) if index in rows else 0.0 for index in range(term + 1)
        )
        for name in ("principal", "interest", "fee")
    }
    return _name(product, "custom", term), Terms(repayment="custom", term=term, **columns, **shared)


def _name(product: Product, repayment: Repayment, term: int) -> str:
    return f"{product.channel_id}.{product.product_id}.{repayment}.{term}"
