"""What a reader gathers on its way: mistakes to raise together, and notes to keep."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from fundmix.errors import InputError, Issue, Note
from fundmix.fields import clean_text

SHOWN = 60
"""Characters of a bad value that an issue shows."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Mistakes and notes of one reading, over all of its files."""

    issues: list[Issue] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, code: str, **values: Any) -> None:
        """Keep one note."""
        self.notes.append(Note(code, values))

    def near(self, issue: Issue, known: Iterable[str], word: str = "") -> None:
        """Add the issue; when a known word is near, its code ends in ``_near`` and it suggests the word."""
        suggestion = nearest(word or issue.value, known)
        if suggestion:
            details = {**issue.details, "suggestion": suggestion}
            issue = replace(issue, code=f"{issue.code}_near", details=details)
        self.issues.append(issue)

    def raise_all(self) -> None:
        """Raise every mistake at once.

        Raises:
            InputError: when there is at least one.
        """
        if self.issues:
            raise InputError(sorted(self.issues, key=lambda issue: (issue.file, issue.line or 0)))


def shown(value: Any) -> str:
    """A bad value as an issue shows it: one clean line, cut."""
    text = clean_text("" if value is None else str(value))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty when none is near."""
    plain = unicodedata.normalize("NFKC", word).strip().lower().replace(" ", "_").replace("-", "_")
    by_plain = {name.lower(): name for name in known}
    matches = difflib.get_close_matches(plain, by_plain, n=1, cutoff=0.7)
    return by_plain[matches[0]] if matches else ""
