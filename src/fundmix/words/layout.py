"""Lines of a given width in terminal cells, in which a Chinese character takes two.

Only the standard library is used, since ``fundmix --help`` imports this.
"""

import re
import unicodedata

# never at the beginning, never at the end of a line
_CLOSING = "，。、；：？！）】》」』”’…%‰,.;:?!)]"
_OPENING = "（【《「『“‘¥([$"
_PIECES = re.compile(r"\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]+|.")


def cells(text: str) -> int:
    """Width of ``text`` on a terminal."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _pieces(text: str) -> list[str]:
    """``text`` cut where a line may end: at spaces and between Chinese characters, but not at punctuation."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        glued = pieces and not pieces[-1].isspace() and (piece[0] in _CLOSING or pieces[-1][-1] in _OPENING)
        if glued and not piece.isspace():
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _cut(piece: str, width: int) -> list[str]:
    """A piece wider than a line, cut into lines, after a hyphen where there is one."""
    lines = [""]
    for character in piece:
        if cells(lines[-1] + character) > width:
            before, hyphen, after = lines[-1].rpartition("-")
            lines[-1:] = [before + hyphen, after] if before else [lines[-1], ""]
        lines[-1] += character
    return lines


def wrap(text: str, width: int) -> list[str]:
    """``text`` as lines of at most ``width`` cells; line ends in it are kept."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if cells(line) + cells(piece.rstrip()) <= width:
                line += piece
                continue
            if line.strip():
                lines.append(line.rstrip())
            *full, line = _cut(piece.strip(), max(width, 2))
            lines.extend(full)
        lines.append(line.rstrip())
    return lines


def hang(text: str, width: int, first: str = "", later: str | None = None) -> str:
    """``text`` wrapped behind ``first``, the other lines indented as far (or by ``later``)."""
    indent = " " * cells(first) if later is None else later
    room = width - max(cells(first), cells(indent))
    return "\n".join((indent if number else first) + line for number, line in enumerate(wrap(text, room)))
