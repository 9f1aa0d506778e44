"""A catalog from tables in memory: the same checks as for a folder, without files."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from fundmix.catalog.files import Sheet
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.layers import Layer, validate_settings
from fundmix.catalog.load import assemble
from fundmix.catalog.rows import Placed, TableRows, validate_sheet
from fundmix.catalog.tables import TABLES, Catalog
from fundmix.errors import Issue

type Table = pd.DataFrame | Sequence[Mapping[str, Any]]


def catalog_from_frames(
    tables: Mapping[str, Table],
    settings: Mapping[str, Any] | None = None,
    extends: Catalog | None = None,
    today: dt.date | None = None,
) -> Catalog:
    """A catalog from DataFrames or lists of dicts, one per table name.

    Args:
        tables: cells may be text as in a CSV or native values; None, NaN and blank text are the default.
        settings: the words of ``catalog.toml``; ``extends`` among them is not used.
        extends: the catalog that these tables are an overlay of.
        today: the day against which rows are called stale; None = no such notes.

    Raises:
        InputError: every mistake; ``file`` is the table's name and ``line`` the row, first row = 1.
    """
    found = Findings()
    words = {
        word: value for word, value in (settings or {}).items() if word != "extends" and value is not None
    }
    checked = validate_settings({"name": "catalog", **words}, "settings", {}, found)
    if extends is None:
        layers = []
    else:
        layers = [_base_layer(extends)]
        # only the words that were given, so that the rest is inherited
        checked = {word: value for word, value in checked.items() if word in words or word == "name"}
        checked["extends"] = extends.settings.name
    layers.append(_memory_layer(tables, checked, found))
    catalog = assemble(layers, found, today)
    if extends is None:
        return catalog
    return catalog.model_copy(
        update={
            "layers": (*extends.layers, *catalog.layers[1:]),
            "rows_changed": tuple(dict.fromkeys((*extends.rows_changed, *catalog.rows_changed))),
            "notes": (*extends.notes, *(note for note in catalog.notes if note not in extends.notes)),
        }
    )


def _memory_layer(tables: Mapping[str, Table], settings: Mapping[str, Any], found: Findings) -> Layer:
    """The tables as a layer; its digest is over the validated rows."""
    known = {model.table: model for model in TABLES}
    read = {}
    digest = hashlib.sha256(repr(sorted(settings.items())).encode())
    for name, table in tables.items():
        if name not in known:
            found.near(Issue("unknown_frame", shown(name), details={"known": list(known)}), known, name)
            continue
        sheet = _sheet(name, table)
        read[name] = validate_sheet(known[name], sheet, found) if sheet.rows else TableRows()
    for name in sorted(read):
        digest.update(name.encode())
        for placed in read[name].rows:
            digest.update(placed.row.model_dump_json().encode())
        digest.update(repr([hide.key for hide in read[name].hides]).encode())
    name = str(settings.get("name", "catalog"))
    return Layer(name, Path(name), settings, {}, read, digest.digest())


def _base_layer(catalog: Catalog) -> Layer:
    """A finished catalog as the layer below; its rows keep no lines."""
    tables = {
        model.table: TableRows(
            tuple(
                Placed(row, f"{catalog.settings.name}/{model.table}", None)
                for row in getattr(catalog, model.table)
            )
        )
        for model in TABLES
    }
    words = {
        word: getattr(catalog.settings, word) for word in catalog.settings.model_fields_set - {"extends"}
    }
    digest = bytes.fromhex(catalog.sha256) if catalog.sha256 else b""
    return Layer(catalog.settings.name, Path(catalog.settings.name), words, {}, tables, digest, bundled=True)


def _sheet(name: str, table: Table) -> Sheet:
    """The rows of a DataFrame or of dicts as cells, blanks left out."""
    records: Sequence[Mapping[str, Any]]
    records = table if isinstance(table, Sequence) else table.to_dict("records")  # type: ignore[assignment]
    columns = dict.fromkeys(str(column) for record in records for column in record)
    rows = tuple(
        (number, {str(name): _plain(value) for name, value in record.items() if not _is_blank(_plain(value))})
        for number, record in enumerate(records, start=1)
    )
    return Sheet(name, None, tuple(columns), tuple((number, cells) for number, cells in rows if cells))


def _is_blank(value: Any) -> bool:
    """None, NaN, NaT, NA, an empty list, blank text."""
    if isinstance(value, str):
        return not value.strip()
    return not len(value) if isinstance(value, tuple | list) else bool(pd.isna(value))


def _plain(value: Any) -> Any:
    """Arrays, as Parquet gives for lists, as lists."""
    return value.tolist() if isinstance(value, np.ndarray) else value
