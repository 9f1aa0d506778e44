"""The facts that a profile says, by the catalog's types, completed by those that follow from them."""

import datetime as dt
from typing import Any

from pydantic_core import PydanticCustomError

from fundmix.borrower import Profile
from fundmix.borrower.reading import harmless, is_blank
from fundmix.catalog.findings import Findings
from fundmix.catalog.tables import Catalog, Fact, FactType
from fundmix.catalog.values import parse_fact
from fundmix.facts.channels import resolve_channels
from fundmix.facts.derived import DERIVATIONS, Known

_OTHER_NAMES = {
    "income": "monthly_income",
    "salary": "monthly_income",
    "age": "age_years",
    "birthday": "born_on",
    "debt_ratio": "debt_to_income",
    "dti": "debt_to_income",
    "loans": "unsecured_loan_accounts",
    "job": "occupation",
    "type": "applicant",
}
"""Names that borrowers try, and the fact that is meant."""


_PLAIN_FACTS: tuple[tuple[str, FactType], ...] = (
    ("applicant", "text"),
    ("occupation", "text"),
    ("born_on", "date"),
    ("business_since", "date"),
    ("job_since", "date"),
    ("house_since", "date"),
)
"""Facts that channels' own rows and the derivations ask for, known in every catalog."""


def known_facts(catalog: Catalog) -> dict[str, Fact]:
    """Every fact that may be said or asked: the catalog's, then those that fundmix itself uses."""
    own = {fact.field: fact for fact in catalog.facts if fact.enabled}
    others = [*_PLAIN_FACTS, *((derivation.field, derivation.type) for derivation in DERIVATIONS)]
    return own | {
        name: Fact(field=name, type=kind, description=name) for name, kind in others if name not in own
    }


def facts_of(profile: Profile, catalog: Catalog) -> dict[str, Any]:
    """Every fact that is known about the borrower, typed; an unknown one is left out.

    Raises:
        InputError: unknown facts, values that cannot be read or lie beyond their bounds, debts and quotes at
            unknown channels; each with its key and line, without the value.
    """
    found = Findings()
    known = known_facts(catalog)
    facts: dict[str, Any] = {}
    for name, value in profile.facts.items():
        if name not in known:
            suggestion = _OTHER_NAMES.get(name, "")
            issue = profile.origin.issue("profile_fact_unknown", f"facts.{name}")
            found.near(issue, known, suggestion or name)
        elif value is not None:
            _add_fact(facts, known[name], value, (profile, found))
    placed = resolve_channels(profile, catalog, found)
    found.raise_all()
    for derivation in DERIVATIONS:
        if derivation.field not in facts:
            value = derivation.value(Known(placed, catalog, facts))
            if value is not None:
                facts[derivation.field] = value
    return facts


def _add_fact(facts: dict[str, Any], fact: Fact, value: Any, context: tuple[Profile, Findings]) -> None:
    """Read one fact; a bad one becomes an issue."""
    profile, found = context
    key = f"facts.{fact.field}"
    origin = profile.origin
    try:
        read = parse_fact(fact, value)
    except PydanticCustomError as error:
        if error.type == "not_a_choice":
            issue = origin.issue("fact_not_a_choice", key, choices=fact.choices)
            found.near(issue, fact.choices, str(value))
        else:
            details = harmless(error.type, error.context or {})
            found.issues.append(origin.issue(error.type, key, **details))
        return
    past = fact.field.endswith("_since") or fact.field == "born_on"
    if isinstance(read, dt.date) and past and read > profile.start:
        found.issues.append(origin.issue("fact_after_start", key, start=profile.start))
    elif not is_blank(read):
        facts[fact.field] = read
