"""Offers: a product priced for this borrower. Here catalog, eligibility, loans and borrower meet."""

from fundmix.offers.market import Visitor, build_market
from fundmix.offers.records import Excluded, Lender, Market, MovedRule, Offer

__all__ = ["Excluded", "Lender", "Market", "MovedRule", "Offer", "Visitor", "build_market"]
