"""Dated uses of cash and dated money in: from ``needs.csv``, a DataFrame, or the command line."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from dateutil.relativedelta import relativedelta

from fundmix.borrower.reading import is_blank, read_record, read_table
from fundmix.borrower.records import Need, Origin
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.tables import PURPOSES
from fundmix.fields import NEED_YEARS_MAX, too_far

COLUMNS = ("name", "date", "kind", "amount", "purpose", "from_need", "latest_date", "least_amount")
_REQUIRED = frozenset({"date", "amount"})
_LATER = re.compile(r"\+\s*(\d{1,4})\s*([dwmy])", re.IGNORECASE)
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_PURPOSE_WORDS = frozenset(word for words in PURPOSES.values() for word in words)
_CHINESE = {
    "进货": "stock", "备货": "stock", "经营": "operating", "周转": "operating", "订单": "order",
    "设备": "equipment", "工资": "wages", "房租": "rent", "租金": "rent", "税款": "tax", "生活": "living",
    "装修": "renovation", "教育": "education", "医疗": "medical", "旅游": "travel", "耐用品": "durables",
    "还贷": "repay_loan", "还款": "repay_loan", "购房": "house", "炒股": "securities",
}  # fmt: skip
"""Purposes as a Chinese borrower writes them."""
_CHINESE_KINDS = {"用款": "need", "支出": "need", "收入": "inflow", "回款": "inflow"}

Rows = list[tuple[int | None, Mapping[str, Any]]]


def load_needs(path: str | Path, start: dt.date) -> tuple[Need, ...]:
    """The needs and inflows of a CSV, in file order; ``+3m``, ``+2w``, ``+10d`` count from ``start``.

    Raises:
        InputError: every mistake, each with line and column.
    """
    found = Findings()
    file = str(path)
    sheet = read_table(Path(path), file, (COLUMNS, _REQUIRED), found)
    found.raise_all()
    assert sheet is not None
    return _needs([(line, cells) for line, cells in sheet.rows], start, file)


def needs_from_frame(frame: pd.DataFrame | Iterable[Mapping[str, Any]], start: dt.date) -> tuple[Need, ...]:
    """The needs in a DataFrame or in dicts with the columns of ``needs.csv``; in errors the first row is 1.

    Raises:
        InputError: every mistake, each with row and column.
    """
    records: Iterable[Mapping[Any, Any]] = (
        frame.to_dict("records") if isinstance(frame, pd.DataFrame) else frame
    )
    rows: Rows = [
        (number, {str(name): value for name, value in record.items() if not _is_missing(value)})
        for number, record in enumerate(records, start=1)
    ]
    return _needs(rows, start, "")


def _is_missing(value: Any) -> bool:
    """Whether pandas calls a cell missing."""
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def one_need(amount: Any, by: Any, purpose: str, start: dt.date) -> Need:
    """The need of the command line: ``--need 30万 --by 2026-12-20 --purpose stock``.

    Raises:
        InputError: with the columns ``amount``, ``date``, ``purpose``.
    """
    return _needs([(None, {"amount": amount, "date": by, "purpose": purpose})], start, "")[0]


def _needs(rows: Rows, start: dt.date, file: str) -> tuple[Need, ...]:
    """Checked needs of rows with their lines."""
    found = Findings()
    needs: list[tuple[Need, Origin]] = []
    counts = {"need": 0, "inflow": 0}
    for line, cells in rows:
        origin = Origin(
            file=file, lines={} if line is None else dict.fromkeys({*COLUMNS, *map(str, cells)}, line)
        )
        values = _meant(cells, start)
        kind = "inflow" if values.get("kind") == "inflow" else "need"
        counts[kind] += 1
        values.setdefault("name", f"{kind}{counts[kind]}")
        if _purpose_is_bad(values, origin, found):
            values.pop("purpose")
        need = read_record(Need, values, "", (origin, found))
        if need is not None:
            _check(need, start, (origin, found))
            needs.append((need, origin))
    if not rows:
        found.issues.append(Origin(file=file).issue("no_needs", ""))
    _check_names(needs, found)
    _check_links(needs, len(needs) == len(rows), found)
    found.raise_all()
    return tuple(need for need, _ in needs)


def _meant(cells: Mapping[str, Any], start: dt.date) -> dict[str, Any]:
    """The cells with dates counted from the start and Chinese words in ours."""
    values = {name: value for name, value in cells.items() if not is_blank(value)}
    for name in ("date", "latest_date"):
        match = _LATER.fullmatch(str(values.get(name, "")).strip())
        if match:
            values[name] = _later(start, int(match[1]), _UNITS[match[2].lower()])
    for name, words in (("purpose", _CHINESE), ("kind", _CHINESE_KINDS)):
        if name in values:
            word = str(values[name]).strip()
            values[name] = words.get(word, word.lower())
    return values


def _later(start: dt.date, count: int, unit: str) -> dt.date:
    """So many days, weeks, months or years after the start; the last day of all beyond the calendar."""
    units: dict[str, Any] = {unit: count}
    try:
        return start + relativedelta(**units)
    except (ValueError, OverflowError):
        return dt.date.max


def _purpose_is_bad(values: Mapping[str, Any], origin: Origin, found: Findings) -> bool:
    """Whether the purpose is no word that money can be spent on; adds the issue."""
    purpose = values.get("purpose")
    if purpose is None or purpose in _PURPOSE_WORDS:
        return False
    if purpose in PURPOSES:
        choices = list(PURPOSES[purpose])
        found.issues.append(origin.issue("purpose_too_wide", "purpose", shown(purpose), choices=choices))
    else:
        choices = sorted(_PURPOSE_WORDS)
        found.near(origin.issue("need_purpose_unknown", "purpose", shown(purpose), choices=choices), choices)
    return True


def _check(need: Need, start: dt.date, context: tuple[Origin, Findings]) -> None:
    """What one row alone can contradict."""
    origin, found = context
    if need.date < start:
        found.issues.append(origin.issue("need_before_start", "date", start=start))
    for name in ("date", "latest_date"):
        day = getattr(need, name)
        if day is not None and day > start and too_far(day, start, NEED_YEARS_MAX):
            found.issues.append(origin.issue("date_too_far", name, start=start, years=NEED_YEARS_MAX))
    if need.latest_date is not None and need.latest_date < need.date:
        found.issues.append(origin.issue("latest_before_date", "latest_date", date=need.date))
    if need.least_amount > need.amount:
        found.issues.append(origin.issue("least_above_amount", "least_amount"))
    # a purpose that could not be read was named already
    named = {issue.column for issue in found.issues if issue.line == origin.line_of("purpose")}
    if need.kind == "need" and not need.purpose and "purpose" not in named:
        found.issues.append(origin.issue("purpose_missing", "purpose", choices=sorted(_PURPOSE_WORDS)))
    if need.kind == "need" and need.from_need:
        found.issues.append(origin.issue("only_for_inflows", "from_need"))
    if need.kind == "inflow":
        for name in ("purpose", "latest_date", "least_amount"):
            if getattr(need, name):
                found.issues.append(origin.issue("only_for_needs", name))


def _check_names(needs: list[tuple[Need, Origin]], found: Findings) -> None:
    first: dict[str, int | None] = {}
    for need, origin in needs:
        line = origin.line_of("name")
        if need.name in first:
            found.issues.append(
                origin.issue("need_name_twice", "name", name=need.name, first_line=first[need.name])
            )
        else:
            first[need.name] = line


def _check_links(needs: list[tuple[Need, Origin]], all_read: bool, found: Findings) -> None:
    """An inflow comes from a need of the same list; not judged while a row with mistakes may be the one."""
    kinds = {need.name: need.kind for need, _ in needs}
    for need, origin in needs:
        if need.from_need is None or need.kind == "need":
            continue
        if kinds.get(need.from_need) == "inflow":
            found.issues.append(origin.issue("from_inflow", "from_need", need.from_need))
        elif need.from_need not in kinds and all_read:
            uses = [name for name, kind in kinds.items() if kind == "need"]
            found.near(origin.issue("from_need_unknown", "from_need", need.from_need), uses)
