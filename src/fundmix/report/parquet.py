"""A table of a plan as Parquet: days are days, lists are lists, a column has its type even when it has no rows."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from fundmix.plan import Excluded, Failure
from fundmix.report.agenda import EVENT_COLUMNS

_PARTS = ("principal", "interest", "fee")


def parquet(rows: Sequence[Mapping[str, Any]], record: type[BaseModel] | None) -> bytes:
    """The rows as a Parquet file.

    Args:
        rows: column → value.
        record: whose fields the columns are; None = those of :class:`Excluded` with one :class:`Failure` each.
    """
    schema = pa.schema([(name, _type(annotation)) for name, annotation in _columns(record).items()])
    stream = io.BytesIO()
    columns = {name: [_plain(row.get(name)) for row in rows] for name in schema.names}
    pq.write_table(pa.table(columns, schema=schema), stream)
    return stream.getvalue()


def _columns(record: type[BaseModel] | None) -> dict[str, Any]:
    """Column → the type that its record declares."""
    if record is None:
        fields = Excluded.model_fields | Failure.model_fields
        del fields["failed"]
        return {name: field.annotation for name, field in fields.items()}
    declared = {name: field.annotation for name, field in record.model_fields.items()}
    if "details" not in declared:
        return declared
    # an event: its figures and papers beside it, as in CSV
    more = dict.fromkeys(_PARTS, float) | dict.fromkeys(("documents", "documents_en"), tuple[str, ...])
    return {name: declared.get(name) or more[name] for name in EVENT_COLUMNS}


def _type(annotation: Any) -> pa.DataType:
    """The column type of a declared one; every column may be empty."""
    words = str(annotation)
    if "tuple" in words:
        return pa.list_(pa.string())
    for python, arrow in (
        (bool, pa.bool_()),
        (dt.date, pa.date32()),
        (float, pa.float64()),
        (int, pa.int64()),
    ):
        if annotation is python or python in getattr(annotation, "__args__", ()):
            return arrow
    return pa.string()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
