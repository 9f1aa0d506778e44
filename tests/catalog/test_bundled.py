"""What comes with fundmix keeps the house's own promises."""

import pytest

from fundmix.catalog.load import bundled_names, load_catalog


def test_cn_is_bundled() -> None:
    """The Chinese catalog is the default."""
    assert "cn" in bundled_names()


@pytest.mark.parametrize("name", bundled_names())
def test_a_bundled_catalog_loads_without_a_remark(name: str) -> None:
    """No note: every channel has a hard rule, every grade a source, every file is a table."""
    assert load_catalog(name).notes == ()
