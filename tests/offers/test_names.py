"""Offers keep names of their own in the program."""

import pytest
from tests.cases import Story, channel, need

from fundmix.errors import InputError


def test_two_offers_that_would_share_a_name_are_refused() -> None:
    """``a`` with product ``b_c`` and ``a_b`` with product ``c`` are one name to a solver: the catalog is told."""
    channels = [channel("a", 0.06, product_id="b_c"), channel("a_b", 0.06, product_id="c")]
    with pytest.raises(InputError) as refused:
        Story(channels, [need("2027-01-01", 1_000)]).plan()
    assert [(issue.file, issue.column, issue.code) for issue in refused.value.issues] == [
        ("products.csv", "product_id", "offer_names_collide")
    ]
