"""``[approval_odds]``: the chances that the user gives to applications, by channel or risk group."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from fundmix.borrower.reading import is_blank, joined
from fundmix.borrower.records import Origin
from fundmix.catalog.findings import Findings, shown
from fundmix.fields import parse_ratio

SECTION = "approval_odds"


def read_odds(table: Mapping[str, Any], context: tuple[Origin, Findings]) -> dict[str, float]:
    """The chance by the name that the user wrote; one that is blank is not given.

    Whether the names exist is for the catalog to say: see ``fundmix.facts.with_channels``.
    """
    origin, found = context
    odds: dict[str, float] = {}
    for name, value in table.items():
        key = joined(SECTION, shown(name))
        if isinstance(value, Mapping | list | tuple):
            found.issues.append(origin.issue("odds_wrong_shape", key))
        elif not is_blank(value):
            try:
                chance = parse_ratio(value)
            except PydanticCustomError as error:
                found.issues.append(origin.issue(error.type, key))
                continue
            if not 0 <= chance <= 1:
                found.issues.append(origin.issue("odds_outside", key))
                continue
            odds[str(name)] = chance
    return odds
