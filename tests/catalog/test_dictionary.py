"""The documentation of the catalog is the catalog's own models."""

import csv
import io
import re
from pathlib import Path

import pytest

from fundmix.catalog.dictionary import catalog_dictionary, type_words
from fundmix.catalog.load import load_catalog
from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.tables import PURPOSES, TABLES, Row, Settings

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_current() -> None:
    """``docs/catalog.md`` is what ``make docs`` writes today."""
    assert (DOCS / "catalog.md").read_text(encoding="utf-8") == catalog_dictionary()


@pytest.mark.parametrize("model", [*TABLES, Row, Settings], ids=lambda model: model.__name__)
def test_every_column_is_described(model: type[Row]) -> None:
    """No column is without a description."""
    assert [name for name, info in model.model_fields.items() if not info.description] == []


def test_every_table_and_purpose_is_on_the_page() -> None:
    """Each table has its section and its line in the overview, each use of money its word."""
    page = catalog_dictionary()
    for model in TABLES:
        assert f"## {model.table}.csv\n" in page
        assert f"| `{model.table}.csv` |" in page
    assert all(f"`{word}`" in page for words in PURPOSES.values() for word in words)


def test_the_worked_example_works() -> None:
    """The four lines on the page are a catalog."""
    blocks = re.findall(r"```csv\n(.*?)```", catalog_dictionary(), re.DOTALL)
    channels, products = (list(csv.DictReader(io.StringIO(block))) for block in blocks)
    catalog = catalog_from_frames({"channels": channels, "products": products})
    (product,) = catalog.products
    assert catalog.channels[0].amount_max == 500_000
    assert len(product.repayment) * len(product.term_months) == 4


def test_a_type_without_words_is_refused() -> None:
    """A new field type must be given words before it can be documented."""
    with pytest.raises(LookupError):
        type_words(complex)


@pytest.mark.parametrize("guide", ["overlay.md", "overlay.zh.md"])
def test_the_guide_s_lines_are_a_catalog(guide: str) -> None:
    """What the guide tells a user to type loads as it stands."""
    text = (DOCS / guide).read_text(encoding="utf-8")
    blocks = [
        list(csv.DictReader(io.StringIO(block))) for block in re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    ]
    tables = dict(zip(("channels", "products", "eligibility"), blocks[:3], strict=True))
    catalog = catalog_from_frames(tables, extends=load_catalog("cn"))
    assert catalog.rows_changed == ("channels:my_bank", "products:my_bank/main", "eligibility:my_bank_age")
    hidden = catalog_from_frames({"channels": blocks[3]}, extends=catalog)
    assert "pawn_gold" not in {row.channel_id for row in (*hidden.channels, *hidden.products)}
