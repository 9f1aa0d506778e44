"""A cell of a catalog in words: what its column is called, and its value as people read it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fundmix.catalog.dictionary import type_words
from fundmix.catalog.tables import TABLES, Catalog, Product, Row, Rule
from fundmix.report.facts import FactText, fact_text, fact_texts
from fundmix.report.page import Page, rate_text
from fundmix.words import all_sentences, label
from fundmix.words.formats import NOTHING, joined, money0, percent, printable

MODELS: Mapping[str, type[Row]] = {model.table: model for model in TABLES}
IN_UNITS_OF_A_FACT: Mapping[str, tuple[str, ...]] = {
    "pricing": ("field", "from_value", "to_value"),
    "limits": ("when_field", "when_from", "when_to"),
    "eligibility": ("field", "value"),
    "outages": ("when_field", "value"),
}
"""Tables in which a column names a fact, then the columns in that fact's unit."""
FACT_COLUMNS = frozenset({"field", "when_field"})
PERCENTS = frozenset({"ratio", "rate ≥ 0", "yearly rate 0–1", "share 0–1"})
MONEY = frozenset({"yuan ≥ 0", "yuan > 0"})
OPERATOR_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "in": "∈", "not_in": "∉"}


@dataclass(frozen=True, slots=True)
class Named:
    """How facts, channels and sources are called in the language of a page, in either of two catalogs."""

    page: Page
    facts: Mapping[str, FactText]
    channels: Mapping[str, str]
    sources: Mapping[str, str]

    @classmethod
    def of(cls, page: Page, *catalogs: Catalog) -> "Named":
        """The names of all these catalogs, a later one's before an earlier one's."""
        facts: dict[str, FactText] = {}
        channels: dict[str, str] = {}
        sources: dict[str, str] = {}
        for catalog in catalogs:
            facts |= fact_texts(catalog, page.lang)
            channels |= {
                row.channel_id: (page.lang == "en" and row.name_en) or row.name for row in catalog.channels
            }
            sources |= {row.source_id: row.title for row in catalog.sources}
        return cls(page, facts, channels, sources)

    def channel(self, channel_id: str) -> str:
        """What a channel is called."""
        return printable(self.channels.get(channel_id, channel_id))


def column_label(table: str, column: str, page: Page) -> str:
    """What a column is called: in its table, else in every table; one without a name by its own words."""
    for code in (f"cell_{table}_{column}", f"cell_{column}"):
        if code in all_sentences():
            return page.say(code)
    return column.replace("_", " ")


def cell_text(row: Row, column: str, named: Named) -> str:
    """The value of a cell: yuan, percent, days, yes or no, words of the vocabulary, facts by their names."""
    value, page = getattr(row, column), named.page
    if value in (None, (), ""):
        return _blank(column, page)
    if isinstance(value, tuple):
        return joined([part_text(column, part, named) for part in value], page.lang)
    if column == "operator":
        return OPERATOR_SIGNS.get(str(value), str(value))
    asked = IN_UNITS_OF_A_FACT.get(row.table, ())
    if column in asked or column in FACT_COLUMNS:
        return _about_a_fact(row, column, named)
    if isinstance(row, Product) and column in ("rate", "rate_low", "rate_high"):
        return rate_text(value, row.rate_basis, page.lang)
    return _typed(row.table, column, value, page)


def _blank(column: str, page: Page) -> str:
    """What a blank cell says, where that is more than nothing."""
    code = f"cell_blank_{column}"
    return page.say(code) if code in all_sentences() else NOTHING


def _about_a_fact(row: Row, column: str, named: Named) -> str:
    """A fact by its name; a figure in the unit of the fact that stands in its row."""
    value = getattr(row, column)
    if column in FACT_COLUMNS:
        return named.facts[value].name if value in named.facts else str(value)
    field = getattr(row, IN_UNITS_OF_A_FACT[row.table][0])
    return fact_text(value, named.facts.get(field or ""), named.page.lang)


def part_text(column: str, part: Any, named: Named) -> str:
    """One part of a list: a selector as whom it means, a word of the vocabulary by its name."""
    kind, colon, name = str(part).partition(":")
    if column != "applies_to":
        return label(str(part), named.page.lang)
    if not colon:
        return named.page.say("cell_all")
    return named.channel(name) if kind == "channel" else label(name, named.page.lang).replace("_", " ")


def rule_text(rule: Rule, named: Named) -> str:
    """What a rule asks, short: ``芝麻分 ≥ 600分``."""
    return " ".join(cell_text(rule, column, named) for column in ("field", "operator", "value"))


def is_text(table: str, column: str) -> bool:
    """Whether a column holds words of the writer's own, which are too long to stand beside each other."""
    return _kind(table, column) in ("text", "texts, `;`", "link")


def _kind(table: str, column: str) -> str:
    return type_words(MODELS[table].model_fields[column].rebuild_annotation())


def _typed(table: str, column: str, value: Any, page: Page) -> str:
    """A value by the type of its column."""
    kind = _kind(table, column)
    if kind in MONEY:
        return money0(value, page.currency)
    if kind in PERCENTS:
        return _percent(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        # the value of a ceiling is a yearly rate, or a multiple of one
        return _percent(value) if table == "regulations" and value < 1 else f"{value:,.6g}"
    return value.isoformat() if isinstance(value, dt.date) else _word(value, page)


def _word(value: Any, page: Page) -> str:
    """Yes or no, or a word of the vocabulary."""
    word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    code = f"cell_word_{word}"
    return page.say(code) if code in all_sentences() else label(word, page.lang)


def _percent(share: float) -> str:
    """With two decimals, or as many as there are."""
    decimals = len(f"{share * 100:.6f}".rstrip("0").partition(".")[2])
    return percent(share, max(2, decimals))
