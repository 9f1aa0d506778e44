"""What no single row can know: references between tables, selectors, steps, contracts, ages."""

from fundmix.catalog.findings import Findings
from fundmix.catalog.overlay import Merged
from fundmix.catalog.tables import Settings


def cross_check(merged: Merged, settings: Settings, found: Findings) -> None:
    """Every mistake between the rows of a catalog, added to ``found``."""
