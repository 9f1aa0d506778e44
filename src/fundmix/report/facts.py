"""A fact in words: its name, and its value in its own unit."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fundmix.catalog.tables import Catalog
from fundmix.words import label
from fundmix.words.formats import NOTHING, figure, joined, money0, percent, printable


@dataclass(frozen=True, slots=True)
class FactText:
    """How a fact is called and what kind of figure it is."""

    name: str
    type: str
    unit: str


def fact_texts(catalog: Catalog, lang: str) -> dict[str, FactText]:
    """Field → its words, for every fact of the catalog."""
    return {
        fact.field: FactText((lang == "en" and fact.description_en) or fact.description, fact.type, fact.unit)
        for fact in catalog.facts
    }


def fact_text(value: Any, fact: FactText | None, lang: str) -> str:
    """A value as people read it: yuan, percent, yes or no, a day, a list."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, list | tuple | set | frozenset):
        return joined([fact_text(part, fact, lang) for part in value], lang)
    if isinstance(value, str) and ";" in value:
        return fact_text(value.split(";"), fact, lang)
    if isinstance(value, bool) or (fact and fact.type == "yes_no"):
        return label("yes" if str(value).lower() in ("true", "yes", "1", "1.0", "是") else "no", lang)
    if isinstance(value, dt.date):
        return value.isoformat()
    return _number_text(value, fact, lang)


def _number_text(value: Any, fact: FactText | None, lang: str) -> str:
    """A figure in the fact's unit; a text as it is."""
    kind = fact.type if fact else "text"
    try:
        number = float(value)
    except ValueError:
        return printable(label(str(value), lang))
    if kind == "money":
        return money0(number)
    if kind == "ratio":
        return percent(number)
    return figure(number, 0 if number == int(number) else 2)
