"""What can go wrong, as values: a code, a place and the figures. Sentences are made in ``fundmix.words``.

Bad input is collected, not thrown at the first mistake: a reader gathers every :class:`Issue` of a folder and
raises one :class:`InputError` with all of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Issue:
    """One mistake with its place, or one warning about something that was read.

    Attributes:
        code: the message code, a key of ``fundmix.words`` (``rate_too_high``, ``unknown_column`` …).
        file: the file as the user named it; empty when the data did not come from a file.
        line: line of the file, header = 1; for a table built in memory the row number, first row = 1.
        column: the column or key (``rate``, ``debts[2].balance``).
        value: what stands there, cut to 60 characters; empty where it would show private data.
        details: the other figures that the sentence needs, e.g. ``suggestion``, ``bound``.
    """

    code: str
    file: str = ""
    line: int | None = None
    column: str = ""
    value: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing worth saying about an answer: a message code and its figures (warnings, advice, reasons)."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


class FundmixError(Exception):
    """Base of every error that fundmix raises on purpose."""


class InputError(FundmixError):
    """The input cannot be used; ``issues`` holds one located mistake each. The command exits with 2."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("; ".join(_plain(issue) for issue in self.issues))


class NotProvenError(FundmixError):
    """No plan could be proved in the time allowed; ``reason`` is a message code. The command exits with 4."""

    def __init__(self, reason: str, **values: Any) -> None:
        self.reason = Note(reason, values)
        super().__init__(reason)


class VerificationError(FundmixError):
    """A plan contradicts its own data; ``issues`` says where. The command exits with 1."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("; ".join(_plain(issue) for issue in self.issues))


def _plain(issue: Issue) -> str:
    """The issue as one line of codes, for a library user who prints the exception."""
    place = f"{issue.file}:{issue.line}" if issue.line is not None else issue.file
    what = " ".join(part for part in (issue.column, issue.code, issue.value) if part)
    return f"{place}: {what}" if place else what
