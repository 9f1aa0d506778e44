"""The file that an interview fills: answers are put into its text, and nothing that stands there is touched."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fundmix.errors import InputError, Issue
from fundmix.private import replace_private, write_private
from fundmix.words import say

DECLINED = "#? "
"""Begins the line of a question that could not be answered; the line taken away, it is asked again."""
DRAFT = "#+ "
"""Begins a line of a loan that is only half told."""
_HEADING = re.compile(r"\[+[^\[\]]+\]+\s*(#.*)?$")


class Book:
    """``profile.toml`` while it is being filled."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text

    @classmethod
    def opened(cls, path: Path, lang: str, start: Any = None) -> "Book":
        """The file as it is, or a new one with its headings.

        Raises:
            InputError: the file cannot be read or made.
        """
        if path.exists():
            try:
                return cls(path, path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError):
                raise InputError([Issue("interview_file_unreadable", str(path))]) from None
        head = "\n".join(f"# {line}" for line in say("interview_file_head", lang).split("\n"))
        day = f"start = {start}" if start else f"# {say('interview_file_start', lang)}\n#start = 2026-12-01"
        text = f"{head}\n\n{day}\n\n[cash]\n\n[facts]\n"
        write_private(path, text)
        return cls(path, text)

    @property
    def declined(self) -> set[str]:
        """The keys of questions that could not be answered."""
        return {line[len(DECLINED) :].strip() for line in self._marked(DECLINED)}

    @property
    def draft(self) -> dict[str, Any]:
        """What is told of a loan that is not complete yet."""
        return tomllib.loads("\n".join(line[len(DRAFT) :] for line in self._marked(DRAFT)))

    def _marked(self, mark: str) -> list[str]:
        return [line for line in self.text.splitlines() if line.startswith(mark)]

    def put(self, section: str, lines: Iterable[str], key: str, value: Any) -> None:
        """Write a setting with its comment at the end of a section, and make sure that it is read as meant."""
        before = tomllib.loads(self.text)
        self._write(
            inserted(self.text, section, [*lines]),
            {**before, section: {**before.get(section, {}), key: value}},
        )

    def decline(self, key: str, remark: str = "") -> None:
        """Remember that a question could not be answered, or is not to be asked again, as the remark says."""
        section = "cash" if key.startswith("cash.") else "facts"
        self._write(
            inserted(self.text, section, [*([f"# {remark}"] if remark else []), f"{DECLINED}{key}"]),
            tomllib.loads(self.text),
        )

    def note(self, setting: str) -> None:
        """Keep a line of the loan that is being told."""
        self._write(f"{self.text.rstrip()}\n{DRAFT}{setting}\n", tomllib.loads(self.text))

    def drop_draft(self) -> None:
        """Forget the loan that was being told."""
        kept = [line for line in self.text.splitlines() if not line.startswith(DRAFT)]
        kept = [line for line in kept if not line.startswith(f"{DECLINED}debt.")]
        self._write("\n".join(kept) + "\n", tomllib.loads(self.text))

    def close_draft(self, block: str) -> None:
        """Write the loan that has been told."""
        before = tomllib.loads(self.text)
        self.drop_draft()
        debts = [*before.get("debts", []), *tomllib.loads(block)["debts"]]
        self._write(f"{self.text.rstrip()}\n\n{block}", {**before, "debts": debts})

    def restore(self, text: str) -> None:
        """Put an earlier text back."""
        self.text = text
        replace_private(self.path, text)

    def _write(self, text: str, meant: dict[str, Any]) -> None:
        """Replace the file in one step.

        Raises:
            InputError: the file is laid out so that an answer cannot be put into it.
        """
        try:
            same = tomllib.loads(text) == meant
        except tomllib.TOMLDecodeError:
            same = False
        if not same:
            raise InputError([Issue("interview_file_unusual", str(self.path))])
        self.restore(text)


def inserted(text: str, section: str, block: list[str]) -> str:
    """The text with lines put at the end of a section; the heading is added where there is none."""
    lines = text.splitlines()
    headings = [place for place, line in enumerate(lines) if _HEADING.match(line.strip())]
    own = next((place for place in headings if lines[place].split("#")[0].strip() == f"[{section}]"), None)
    if own is None:
        return "\n".join([*lines, "", f"[{section}]", *block]) + "\n"
    end = next((place for place in headings if place > own), len(lines))
    while end > own + 1 and (not lines[end - 1].strip() or _is_remark(lines[end - 1])):
        end -= 1
    return "\n".join([*lines[:end], *block, *lines[end:]]) + "\n"


def _is_remark(line: str) -> bool:
    """Whether a line is a comment that belongs to what follows it."""
    return line.lstrip().startswith("#") and not line.startswith((DECLINED, DRAFT))
