"""Where each key stands in a TOML text, since ``tomllib`` gives values without lines."""

import re

_TABLE = re.compile(r"\s*\[\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\s*(#.*)?")
_LIST_TABLE = re.compile(r"\s*\[\[\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\]\s*(#.*)?")
_KEY = re.compile(
    r"\s*((?:[A-Za-z0-9_\-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_\-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_STRINGS = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#|[\[\]{}]')


def key_lines(text: str) -> dict[str, int]:
    """Key to line, first line = 1, in the form ``debts[2].balance``; tables stand under their own name.

    A key that occurs inside an inline list or table has no line of its own. The text must be valid TOML.
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix, open_string, depth = "", "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not open_string and depth == 0:
            if match := _LIST_TABLE.fullmatch(line):
                name = _plain(match[1])
                counts[name] = counts.get(name, 0) + 1
                lines.setdefault(name, number)
                prefix = f"{name}[{counts[name]}]"
                lines[prefix] = number
                continue
            if match := _TABLE.fullmatch(line):
                prefix = _plain(match[1])
                lines.setdefault(prefix, number)
                continue
            if match := _KEY.match(line):
                name = _plain(match[1])
                lines.setdefault(f"{prefix}.{name}" if prefix else name, number)
        open_string, depth = _state_after(line, open_string, depth)
    return lines


def _plain(name: str) -> str:
    """A dotted name without quotes and spaces."""
    return ".".join(part.strip().strip("\"'") for part in name.split("."))


def _state_after(line: str, open_string: str, depth: int) -> tuple[str, int]:
    """The triple quote that is open after the line, and how many brackets are."""
    position = 0
    while position < len(line):
        if open_string:
            end = line.find(open_string, position)
            if end < 0:
                return open_string, depth
            position, open_string = end + 3, ""
            continue
        match = _STRINGS.search(line, position)
        if not match or match[0] == "#":
            break
        position = match.end()
        if match[0] in ('"""', "'''"):
            open_string = match[0]
        else:
            depth += (match[0] in "[{") - (match[0] in "]}")
    return open_string, depth
