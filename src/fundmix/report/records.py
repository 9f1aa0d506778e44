"""Answers for other programs: JSON, and CSV that a spreadsheet cannot take for formulas."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from fundmix.catalog.formulas import neutral

BYTE_ORDER_MARK = "\ufeff"


def json_text(value: Any) -> str:
    """``value`` as JSON text that people can read; dates and Decimals as text would be."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False, default=_plain)


def _plain(value: Any) -> Any:
    """A date as ISO text, a Decimal of yuan as its number."""
    return value.isoformat() if hasattr(value, "isoformat") else float(value)


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV with a byte-order mark, by which Excel knows UTF-8."""
    stream = io.StringIO()
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([neutral(row.get(column)) for column in columns] for row in rows)
    return stream.getvalue()


def frame_csv(frame: Any) -> str:
    """A DataFrame as :func:`csv_text`; a missing value is an empty cell."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return csv_text([str(column) for column in frame.columns], rows)


def show(as_format: str, value: Any, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write an answer to stdout: ``value`` as JSON, or the rows as CSV."""
    emit(json_text(value) + "\n" if as_format == "json" else csv_text(columns, rows))


def emit(text: str) -> None:
    """Write to stdout as UTF-8, whatever the terminal's encoding: another program reads it."""
    if sys.stdout is None:
        # a program may be started without stdout
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
