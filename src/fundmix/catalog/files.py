"""CSV files as people save them: bytes to text, text to rows of cells with their physical lines."""

import csv
import io
import os
from dataclasses import dataclass
from pathlib import Path

from fundmix.catalog.findings import Findings, shown
from fundmix.errors import Issue
from fundmix.fields import clean_text

FILE_BYTES_MAX = 20_000_000
ROWS_MAX = 50_000
CELL_MAX = 10_000
_BOM = b"\xef\xbb\xbf"
_OTHER_SEPARATORS = {";": "semicolon", "\t": "tab"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as cells.

    Attributes:
        file: the file as the user named it, or the table's name for rows from memory.
        header_line: line of the header; None for rows from memory.
        columns: the names in the header.
        header: every cell of the header, blank ones included.
        rows: line and non-blank cells of each row that is not empty.
    """

    file: str
    header_line: int | None
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, object]], ...]
    header: tuple[str, ...] = ()


def read_bytes(path: Path, file: str, found: Findings) -> bytes | None:
    """The bytes of a file that is a file, of a sane size and not empty; otherwise one issue and None."""
    code, bound = "", 0
    data = b""
    # unlike the methods of Path, these are also False for a name that the system refuses
    if os.path.isdir(path):  # noqa: PTH112
        code = "folder_instead_of_file"
    elif not os.path.isfile(path):  # noqa: PTH113
        code = "file_unreadable"  # a pipe or a device could be read for ever
    else:
        try:
            with path.open("rb") as stream:
                data = stream.read(FILE_BYTES_MAX + 1)
        except OSError:
            code = "file_unreadable"
        if len(data) > FILE_BYTES_MAX:
            code, bound = "file_too_large", FILE_BYTES_MAX // 1_000_000
    if not code and not data.removeprefix(_BOM).strip():
        code = "empty_file"
    if code:
        found.issues.append(Issue(code, file, details={"bound": bound} if bound else {}))
        return None
    return data


def decode(data: bytes, file: str, found: Findings) -> str | None:
    """Text from UTF-8 with or without BOM, else strict GB18030 with a note; otherwise one issue and None."""
    if b"\0" in data:
        line = 1 + data[: data.index(b"\0")].count(b"\n")
        found.issues.append(Issue("nul_byte", file, line))
        return None
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as first:
        line = 1 + data[: first.start].count(b"\n")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        found.issues.append(Issue("bad_encoding", file, line))
        return None
    found.note("gb18030_read", file=file)
    return text


def read_sheet(text: str, file: str, known: frozenset[str], found: Findings) -> Sheet | None:
    """The rows of a CSV text; None, with an issue, when it is no comma-separated table with a header."""
    records = _records(text, file, found)
    if records is None:
        return None
    if not records:
        found.issues.append(Issue("empty_file", file))
        return None
    header_line, header = records[0]
    for sign, separator in _OTHER_SEPARATORS.items():
        if len(header) < 3 and known & {
            name.strip() for cell in header for name in cell.split(sign) if sign in cell
        }:
            found.issues.append(Issue("wrong_separator", file, header_line, details={"separator": separator}))
            return None
    columns = tuple(name.strip() for name in header)
    for name in sorted({name for name in columns if name and columns.count(name) > 1}):
        found.issues.append(Issue("duplicate_column", file, header_line, name))
    if len(records) - 1 > ROWS_MAX:
        found.issues.append(
            Issue("too_many_rows", file, records[ROWS_MAX + 1][0], details={"bound": ROWS_MAX})
        )
        return None
    rows = tuple((line, _cells(columns, cells, (file, line), found)) for line, cells in records[1:])
    return Sheet(file, header_line, tuple(name for name in columns if name), rows, columns)


def _records(text: str, file: str, found: Findings) -> list[tuple[int, list[str]]] | None:
    """Each record that is not blank, with the physical line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, line = [], 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                records.append((line, record))
            line = reader.line_num + 1
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "bad_quotes"
        found.issues.append(Issue(code, file, line, details={"bound": CELL_MAX}))
        return None
    return records


def _cells(
    columns: tuple[str, ...], cells: list[str], place: tuple[str, int], found: Findings
) -> dict[str, object]:
    """The non-blank cells of a record by column; cells beyond the header or too long are issues."""
    row: dict[str, object] = {}
    for index, cell in enumerate(cells):
        column = columns[index] if index < len(columns) else ""
        if not cell.strip() or (not cell.isprintable() and not clean_text(cell)):
            continue
        if len(cell) > CELL_MAX:
            found.issues.append(Issue("cell_too_long", *place, column, shown(cell), {"bound": CELL_MAX}))
        elif not column:
            code = "too_many_cells" if index >= len(columns) else "column_without_name"
            found.issues.append(Issue(code, *place, value=shown(cell), details={"columns": len(columns)}))
            break
        else:
            row[column] = cell
    return row
