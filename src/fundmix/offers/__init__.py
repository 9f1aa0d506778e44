"""Offers: a product priced for this borrower. Here catalog, eligibility, loans and borrower meet."""

from fundmix.offers.market import build_market
from fundmix.offers.outages import (
    Outage,
    group_refusals,
    in_force,
    is_dearer,
    named_outage,
    single_refusals,
    struck,
)
from fundmix.offers.records import Excluded, Lender, Market, MovedRule, Offer
from fundmix.offers.visitor import OVERDUE, Visitor

__all__ = [
    "OVERDUE",
    "Excluded",
    "Lender",
    "Market",
    "MovedRule",
    "Offer",
    "Outage",
    "Visitor",
    "build_market",
    "group_refusals",
    "in_force",
    "is_dearer",
    "named_outage",
    "single_refusals",
    "struck",
]
