"""Every sentence of fundmix, in English and Chinese: the library raises codes, sentences are made here.

A sentence stands once, in English, under its code in a ``*_sentences.py`` beside this file. The English text
is the gettext message; ``locale/zh_CN`` holds the Chinese. ``python -m fundmix.words.build`` compiles them.
Only the standard library is imported, since ``fundmix --help`` comes through here.
"""

import gettext
import importlib
import os
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, Protocol, get_args

from fundmix.words.formats import SentenceFormatter, printable

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DOMAIN = "fundmix"
LOCALE_FOLDER = f"{__path__[0]}/locale"


class Located(Protocol):
    """What :func:`issue_line` reads of an ``errors.Issue``."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def file(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> int | None: ...  # noqa: D102
    @property
    def column(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102
    @property
    def details(self) -> Mapping[str, Any]: ...  # noqa: D102


class Coded(Protocol):
    """What :func:`note_line` reads of an ``errors.Note`` or a ``plan.Warn``."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def values(self) -> Mapping[str, Any]: ...  # noqa: D102


def sentence_modules() -> Iterator[tuple[str, dict[str, str]]]:
    """(module name, its ``SENTENCES``) of every ``*_sentences.py``, by name."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        if module.name.endswith("_sentences"):
            yield module.name, importlib.import_module(f"{__name__}.{module.name}").SENTENCES


def collect(modules: Iterable[tuple[str, dict[str, str]]]) -> dict[str, str]:
    """Code → English sentence of all modules.

    Raises:
        ValueError: two modules use the same code.
    """
    home: dict[str, str] = {}
    sentences: dict[str, str] = {}
    for name, own in modules:
        for code, sentence in own.items():
            if code in home:
                raise ValueError(f"the code {code!r} stands in {home[code]} and in {name}")
            home[code], sentences[code] = name, sentence
    return sentences


@cache
def all_sentences() -> dict[str, str]:
    """Code → English sentence."""
    return collect(sentence_modules())


@cache
def _chinese() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_FOLDER, languages=["zh_CN"])


def translated(english: str, lang: str) -> str:
    """The sentence in the language, fields not yet filled."""
    return _chinese().gettext(english) if lang == "zh" and english else english


def say(code: str, lang: str, /, **values: Any) -> str:
    """The sentence of a code with its figures.

    A value named ``currency`` chooses the sign of ``{x:money}``; it is the yuan otherwise.

    Raises:
        LookupError: no sentence has this code, or a field of it has no value.
    """
    if code not in all_sentences():
        raise LookupError(f"no sentence for the code {code!r}")
    formatter = SentenceFormatter(lang, label, str(values.get("currency", "CNY")))
    return formatter.vformat(translated(all_sentences()[code], lang), (), values)


def label(word: str, lang: str) -> str:
    """The name of a word of the vocabulary (``annuity`` → 等额本息); else the word itself."""
    code = f"label_{word}"
    return say(code, lang) if code in all_sentences() else printable(word)


def _spoken(tag: str | None) -> Language | None:
    """The language of ``zh_CN.UTF-8``, ``en``, ``zh-Hans`` …; None when it is neither."""
    start = (tag or "").strip().lower()[:2]
    return next((lang for lang in LANGUAGES if lang == start), None)


def language(option: str | None = None, catalog_language: str | None = None) -> Language:
    """The language to speak: ``--lang``, ``FUNDMIX_LANG``, the catalog's, the locale's, English."""
    # POSIX: the first of these that is not empty decides, even when it is "C"
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None)
    for tag in (option, os.environ.get("FUNDMIX_LANG"), catalog_language, locale):
        if spoken := _spoken(tag):
            return spoken
    return "en"


def issue_line(issue: Located, lang: str) -> str:
    """One mistake as one line: ``file:line, column: what is wrong; what to write instead``."""
    values = {"value": issue.value, "column": issue.column, "file": issue.file, "line": issue.line}
    what = say(issue.code, lang, **{**values, **issue.details})
    file = printable(issue.file)
    row = (
        ""
        if issue.line is None
        else f"{file}:{issue.line}"
        if file
        else say("issue_row", lang, row=issue.line)
    )
    place = ", ".join(part for part in (row or file, printable(issue.column)) if part)
    return f"{place}: {what}" if place else what


def note_line(note: Coded, lang: str) -> str:
    """A note, warning or advice as one sentence, with ``name_en`` for ``name`` where English is spoken."""
    return say(note.code, lang, **in_language(note.values, lang))


def in_language(values: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The values with each text replaced by its English pair (``name_en``) where English is spoken."""
    if lang != "en":
        return dict(values)
    return {key: values.get(f"{key}_en") or value for key, value in values.items()}


def reason_line(reason: str, reason_en: str, lang: str) -> str:
    """A reason in the language; a catalog's own text stands as it is, a reason of fundmix is a code."""
    if reason in all_sentences():
        return say(reason, lang)
    return printable(reason_en if lang == "en" and reason_en else reason)
