"""A fact in words: its name, and its value in its own unit."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fundmix.catalog.tables import Catalog
from fundmix.report.page import Page
from fundmix.words import all_sentences, label, say
from fundmix.words.formats import NOTHING, figure, joined, money0, percent, printable

# "单位类型：government 机关、listed 上市公司": the name, then the words with what they are called
_HEAD = re.compile("[：:]")
_CHOICE = re.compile(r"([a-z][a-z0-9_]*) ([^、，;,]+)")


@dataclass(frozen=True, slots=True)
class FactText:
    """How a fact is called, what kind of figure it is, what the words of a choice are called, what is counted."""

    name: str
    type: str
    words: Mapping[str, str]
    unit: str = ""


def fact_texts(catalog: Catalog, lang: str) -> dict[str, FactText]:
    """Field → its words, for every fact of the catalog."""
    texts = {}
    for fact in catalog.facts:
        name = (lang == "en" and fact.description_en) or fact.description
        words: dict[str, str] = {}
        if fact.type == "choice":
            name, *rest = _HEAD.split(name, maxsplit=1)
            words = {word: called for word, called in _CHOICE.findall("".join(rest)) if word in fact.choices}
        texts[fact.field] = FactText(name, fact.type, words, fact.unit)
    return texts


def asked_text(failure: Mapping[str, Any], facts: Mapping[str, FactText], page: Page) -> str:
    """What a rule asks, beside what the borrower has or that it is not stated; empty for a rule about no fact."""
    if not failure["operator"]:
        return ""
    lang, fact = page.lang, facts.get(failure["field"])
    code = "failure_unknown" if failure["state"] == "unknown" else "failure_known"
    must = page.say(f"must_{failure['operator']}", required=fact_text(failure["required"], fact, lang))
    actual = fact_text(failure["actual"], fact, lang)
    asked = page.say(code, what=fact.name if fact else failure["field"], actual=actual, must=must)
    if failure["distance"]:
        asked += page.say("failure_distance", distance=fact_text(failure["distance"], fact, lang))
    return asked


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
        word = str(value)
        return printable(
            fact.words[word] if fact and word in fact.words else label(word, lang).replace("_", " ")
        )
    if kind == "money":
        return money0(number)
    if kind == "ratio":
        return percent(number)
    plain = figure(number, 0 if number == int(number) else 2)
    code = f"figure_of_{fact.unit}" if fact else ""
    return say(code, lang, figure=plain) if code in all_sentences() else plain
