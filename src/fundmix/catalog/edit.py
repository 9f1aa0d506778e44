"""A user's own catalog: beginning one, and adding a channel to it without touching the rest."""

import codecs
import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from fundmix.catalog.files import decode, read_sheet
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.layers import read_layer
from fundmix.catalog.load import load_catalog, locate
from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.rows import TableRows
from fundmix.catalog.tables import Catalog, Channel, Product, Row, Rule
from fundmix.errors import InputError, Issue
from fundmix.fields import parse_text

STARTING_COLUMNS: Mapping[type[Row], tuple[str, ...]] = {
    Channel: (
        "channel_id", "name", "category", "lender", "risk_groups", "amount_min", "amount_max",
        "lead_days", "hard_inquiry", "online_lender", "purposes", "source", "as_of", "enabled",
    ),
    Product: (
        "channel_id", "product_id", "repayment", "term_months", "rate", "rate_low", "rate_high",
        "rate_basis", "revolving", "upfront_fee_rate", "prepay_fee_rate", "source", "as_of", "enabled",
    ),
    Rule: (
        "rule_id", "applies_to", "field", "operator", "value", "kind", "reason", "remedy",
        "remedy_months", "source", "as_of", "enabled",
    ),
}  # fmt: skip
"""The columns that a new overlay begins with; every other column of docs/catalog.md may be added."""

_FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.])")

_SETTINGS = """\
# Your own catalog, put over another one. Guide: docs/overlay.md, every column: docs/catalog.md
# 您自己的目录，叠加在另一份目录之上。说明见 docs/overlay.zh.md，全部列见 docs/catalog.md

# What this catalog is called in plans and reports. 目录名称
name = {name}

# The catalog below: a bundled name ("cn"), or a path with a slash, seen from this folder. 基础目录
extends = {extends}

# A row here replaces the row of the same key below; enabled = no hides it. Empty cells are the defaults.
# 这里的行替换下层同一主键的行；enabled 填“否”即隐藏。空单元格取默认值。
#
# channels.csv     a lender's line: who, how much, how fast   渠道：谁放款、额度、到账时间
# products.csv     terms and price                            产品：期限、还款方式、价格
# eligibility.csv  whom the lender asks for                   准入：对借款人的要求
# Any other table may stand beside them, e.g. outages.csv (named stresses). 其他表也可放入，如 outages.csv（压力情景）
#
# Optional words, inherited from the catalog below when left out. 可选项，不写则沿用下层目录：
# language = "zh"
# as_of = "2026-12"
# max_age_days = 550
"""


def init_catalog(folder: Path, name: str, extends: str = "cn") -> tuple[Path, ...]:
    """Write a commented, empty overlay of ``extends`` into ``folder``; the files written.

    Raises:
        InputError: the folder is not empty or not a folder, or there is no catalog ``extends``.
    """
    folder = Path(folder)
    # unlike the methods of Path, os.path is also False for a name that the system refuses
    if os.path.exists(folder) and not os.path.isdir(folder):  # noqa: PTH110, PTH112
        raise InputError([Issue("not_a_folder", value=str(folder))])
    if os.path.isdir(folder) and any(folder.iterdir()):  # noqa: PTH112
        raise InputError([Issue("folder_not_empty", str(folder))])
    locate(extends, base=folder)
    try:
        words = {"name": parse_text(name), "extends": extends}
    except PydanticCustomError as error:
        raise InputError([Issue(error.type, column="name", details=error.context or {})]) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error
    # a JSON string is a TOML string
    quoted = {word: json.dumps(value, ensure_ascii=False) for word, value in words.items()}
    contents = {folder / "catalog.toml": _SETTINGS.format(**quoted).encode()}
    for model, columns in STARTING_COLUMNS.items():
        contents[folder / f"{model.table}.csv"] = codecs.BOM_UTF8 + _line(columns, "\r\n").encode()
    _write_all(contents)
    return tuple(contents)


def add_channel(
    folder: Path, channel: Mapping[str, Any], product: Mapping[str, Any], rule: Mapping[str, Any]
) -> Mapping[str, Row]:
    """Append one channel with one product and one hard rule to an overlay; the rows written, by table.

    Everything is validated together with the whole catalog first: on any mistake nothing is written. Every
    byte that the files hold stays as it is.

    Args:
        folder: the overlay.
        channel: cells of ``channels.csv``.
        product: cells of ``products.csv``; ``channel_id`` may be left out.
        rule: cells of ``eligibility.csv``; ``rule_id``, ``applies_to`` and ``kind`` may be left out.

    Raises:
        InputError: a mistake in the values (``file`` is the table, ``line`` 1) or in the folder, or a key
            that exists.
    """
    folder = Path(folder)
    given: dict[type[Row], Mapping[str, Any]] = {Channel: channel, Product: product, Rule: rule}
    rows = {model: {name: _cell(value) for name, value in cells.items()} for model, cells in given.items()}
    channel_id = rows[Channel].get("channel_id", "")
    rows[Product] = {"channel_id": channel_id} | rows[Product]
    rows[Rule] = {
        "rule_id": f"{channel_id}_1",
        "applies_to": f"channel:{channel_id}",
        "kind": "hard",
    } | rows[Rule]
    catalog = load_catalog(folder)
    _refuse_existing(folder, catalog, rows)
    _refuse_formulas(rows)
    tables = {model.table: [cells] for model, cells in rows.items()}
    whole = catalog_from_frames(tables, {"name": catalog.settings.name}, extends=catalog)
    _write_all(
        {folder / f"{model.table}.csv": _appended(folder, model, cells) for model, cells in rows.items()}
    )
    return {model.table: getattr(whole, model.table)[-1] for model in rows}


def _cell(value: Any) -> str:
    """A native value as people write it in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ";".join(str(part) for part in value)
    return str(value).strip()


def _refuse_existing(folder: Path, catalog: Catalog, rows: Mapping[type[Row], Mapping[str, str]]) -> None:
    """A channel or rule that exists in any layer, or is hidden in this folder, is never written again."""
    layer = read_layer(folder, str(folder), Findings())
    taken: dict[type[Row], set[str]] = {
        Channel: {row.channel_id for row in catalog.channels},
        Rule: {row.rule_id for row in catalog.eligibility},
    }
    issues = []
    for model, keys in taken.items():
        here = layer.tables.get(model.table, TableRows())
        hidden = {str(hide.key[0]) for hide in here.hides}
        key = rows[model].get(model.key[0], "")
        if key in keys | hidden:
            issues.append(Issue("key_exists", model.table, 1, model.key[0], shown(key)))
    if issues:
        raise InputError(issues)


def _refuse_formulas(rows: Mapping[type[Row], Mapping[str, str]]) -> None:
    """A text that a spreadsheet would run as a formula is not written; a negative number is none."""
    found = Findings()
    for model, cells in rows.items():
        for column, text in cells.items():
            if column != "operator" and _FORMULA.match(text):
                found.issues.append(Issue("formula_text", model.table, 1, column, shown(text)))
    found.raise_all()


def _appended(folder: Path, model: type[Row], cells: Mapping[str, str]) -> bytes:
    """The bytes of the table's file with one more line in its own encoding and line ends.

    Raises:
        InputError: the header lacks a column that has a value.
    """
    path = folder / f"{model.table}.csv"
    filled = {name: text for name, text in cells.items() if text}
    if not path.exists() or not path.read_bytes().removeprefix(codecs.BOM_UTF8).strip():
        columns = tuple(dict.fromkeys((*STARTING_COLUMNS[model], *filled)))
        lines = _line(columns, "\r\n") + _line((filled.get(name, "") for name in columns), "\r\n")
        return codecs.BOM_UTF8 + lines.encode()
    data = path.read_bytes()
    found = Findings()
    text = decode(data, str(path), found)
    sheet = None if text is None else read_sheet(text, str(path), frozenset(model.model_fields), found)
    columns = sheet.header if sheet else ()
    for name in filled:
        if name not in columns:
            line = sheet.header_line if sheet else None
            found.issues.append(Issue("column_not_in_file", str(path), line, name))
    found.raise_all()
    line_end = "\r\n" if b"\r\n" in data else "\n"
    encoding = "gb18030" if any(note.code == "gb18030_read" for note in found.notes) else "utf-8"
    gap = b"" if data.endswith((b"\n", b"\r")) else line_end.encode()
    return data + gap + _line((filled.get(name, "") for name in columns), line_end).encode(encoding)


def _line(cells: Iterable[str], line_end: str) -> str:
    """One CSV line."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=line_end).writerow(cells)
    return stream.getvalue()


def _refused(path: Path, error: OSError) -> InputError:
    """What the system would not write, in its own words."""
    details = {"reason": error.strerror or type(error).__name__}
    return InputError([Issue("output_not_written", str(path), details=details)])


def _write_all(contents: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first, then put all in place: a fault leaves the old ones."""
    written: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, data in contents.items():
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as stream:
                written.append((Path(stream.name), path))
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(stream.name).chmod(path.stat().st_mode if path.exists() else 0o644)
        for temporary, path in written:
            temporary.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
