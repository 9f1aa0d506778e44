"""A history file as physical lines: a few are replaced or added, every other stays byte for byte."""

import codecs
import csv
import io
from collections.abc import Mapping, Sequence

from fundmix.catalog.files import decode
from fundmix.catalog.findings import Findings
from fundmix.watch.rows import COLUMNS

_NEW_LINE_END = "\r\n"


def begun() -> bytes:
    """A new file: a header, with the byte-order mark by which Excel knows UTF-8."""
    return codecs.BOM_UTF8 + _line(COLUMNS, _NEW_LINE_END).encode()


def rewritten(data: bytes, values: Mapping[int, str], rows: Sequence[Sequence[str]]) -> bytes:
    """The file with other values in some of its rows and more rows below.

    The file keeps its encoding, its byte-order mark and its line ends. Only where new words in a GB18030 file would
    make it look like UTF-8 (a rare accident of the two encodings) is it written in UTF-8 instead.

    Args:
        data: a file that has been read without mistakes.
        values: first line of a row, header = 1, to its new value.
        rows: cells in the order of ``COLUMNS``.
    """
    text, encoding = _decoded(data)
    # both split at \\n, \\r\\n and \\r alone, which in neither encoding is part of another character
    old, bytes_of = list(io.StringIO(text, newline="")), data.splitlines(keepends=True)
    end = _line_end(old[0])
    written: list[tuple[str, bytes]] = []
    header: list[str] = []
    reader, start = csv.reader(old, strict=True), 0
    for record in reader:
        header = header or ([cell.strip() for cell in record] if any(map(str.strip, record)) else [])
        if start + 1 in values:
            changed = _changed(record, header.index("value"), values[start + 1])
            line = _line(changed, _line_end(old[reader.line_num - 1], ""))
            written.append((line, line.encode(encoding)))
        else:
            written.extend(zip(old[start : reader.line_num], bytes_of[start : reader.line_num], strict=True))
        start = reader.line_num
    if rows and not _line_end(old[-1], ""):
        written.append((end, end.encode(encoding)))
    for row in rows:
        cells = dict(zip(COLUMNS, row, strict=True))
        line = _line([cells.get(name, "") for name in header], end)
        written.append((line, line.encode(encoding)))
    new = b"".join(line for _, line in written)
    meant = "".join(line for line, _ in written)
    return new if _decoded(new)[0] == meant else codecs.BOM_UTF8 + meant.encode()


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding in which lines are added to it."""
    found = Findings()
    text = decode(data, "", found)
    return text or "", "gb18030" if found.notes else "utf-8"


def _changed(record: list[str], column: int, value: str) -> list[str]:
    """The cells of a row with another value; a row may end before its blank cells."""
    cells = [*record, *[""] * (column + 1 - len(record))]
    return [*cells[:column], value, *cells[column + 1 :]]


def _line(cells: Sequence[str], end: str) -> str:
    """One line of CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerow(cells)
    return stream.getvalue()


def _line_end(line: str, default: str = _NEW_LINE_END) -> str:
    """How a line ends."""
    return next((end for end in ("\r\n", "\n", "\r") if line.endswith(end)), default)
