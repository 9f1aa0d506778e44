"""What a lender said about a channel, and about one of its products."""

import datetime as dt
from typing import Any

import pytest
from tests.cases import START, Story, channel, need

TWO_PRODUCTS = (channel("bank", 0.06), channel("bank", 0.05, product_id="second", months=6))


def _market(*quotes: dict[str, Any]) -> tuple[dict[str, float], set[str]]:
    """(limit by channel, products with an offer) of a market with these quotes."""
    wanted = [need(START + dt.timedelta(days=40), 50_000)]
    said = [{"channel_id": "bank", **quote} for quote in quotes]
    market = Story(channels=TWO_PRODUCTS, needs=wanted, quotes=said).case().market
    limits = {lender.channel_id: lender.limit for lender in market.lenders}
    return limits, {offer.product_id for offer in market.offers}


@pytest.mark.parametrize(
    ("quotes", "limit", "products"),
    [
        ([{"product_id": "second", "limit": 30_000}], 30_000, {"main", "second"}),
        (
            [{"product_id": "second", "limit": 30_000}, {"product_id": "main", "limit": 40_000}],
            40_000,
            {"main", "second"},
        ),
        ([{"product_id": "second", "limit": 30_000}, {"limit": 20_000}], 20_000, {"main", "second"}),
        ([{"product_id": "second", "limit": 0}, {"product_id": "main", "limit": 40_000}], 40_000, {"main"}),
    ],
)
def test_a_product_s_quote_caps_its_channel(quotes, limit, products):
    """The quote for the whole channel decides, else the largest of its products; a product quoted 0 is gone."""
    assert _market(*quotes) == ({"bank": limit}, products)


def test_a_quote_of_nothing_closes_the_channel():
    """Nothing for one product and no word about the others: nothing is lent."""
    assert _market({"product_id": "second", "limit": 0}) == ({}, set())
