"""One question asked of one borrower, as a rule asks it."""

from collections.abc import Mapping
from typing import Any

from fundmix.catalog.tables import Catalog, Outage
from fundmix.catalog.values import rule_values
from fundmix.eligibility.columns import FAILED, compare, read_column
from fundmix.eligibility.judge import frame_of
from fundmix.facts import known_facts


def hits(catalog: Catalog, facts: Mapping[str, Any], outage: Outage) -> bool:
    """Whether an outage hits a borrower with these facts; what is not known counts as hit.

    Raises:
        InputError: for a fact whose value its type cannot be.
    """
    if outage.when_field is None or outage.operator is None:
        return True
    fact = known_facts(catalog)[outage.when_field]
    values = rule_values(outage, fact)
    required: Any = values if outage.operator in ("in", "not_in") else values[0]
    column = read_column(frame_of(facts).get(outage.when_field), fact, 1)
    return bool(compare(column, outage.operator, required)[0] != FAILED)
