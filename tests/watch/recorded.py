"""A small catalog with a fact of every type, and histories in it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.cases import channel

from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.tables import Catalog, Channel, Product
from fundmix.errors import InputError
from fundmix.watch.history import load_history
from fundmix.watch.records import ChannelThen, DebtThen, History, Snapshot

HEADER = "date,about,field,value\n"
DAY = dt.date(2026, 12, 1)

CHANNELS: tuple[Mapping[str, Any], ...] = (
    channel(
        "jiebei", "0.05%", rate_basis="daily", name="借呗类信用贷", aliases="借呗;花呗", category="platform"
    ),
    channel("bank", "4%", name="银行信用贷", name_en="Bank credit"),
    channel("family", "0%", name="亲友", lender="person"),
)
FACTS: tuple[Mapping[str, Any], ...] = (
    {"field": "sesame_score", "type": "number", "minimum": 350, "maximum": 950, "description": "芝麻分"},
    {"field": "hard_inquiries_3m", "type": "count", "maximum": 200, "description": "查询次数"},
    {"field": "card_utilisation", "type": "ratio", "minimum": 0, "maximum": 2, "description": "已用额度"},
    {"field": "net_worth", "type": "money", "description": "净资产"},
    {"field": "overdue_now", "type": "yes_no", "description": "当前逾期"},
    {"field": "phone_since", "type": "date", "description": "手机号使用起始日"},
    {"field": "employer", "type": "text", "description": "单位"},
    {"field": "industry", "type": "choice", "choices": "retail;ecommerce", "description": "行业"},
    {"field": "online_lenders", "kind": "derived", "type": "count", "maximum": 3, "description": "网贷家数"},
)


def market(**tables: Sequence[Mapping[str, Any]]) -> Catalog:
    """The catalog, with other tables or rows."""
    split = {
        model.table: [
            {name: value for name, value in row.items() if name in model.model_fields} for row in CHANNELS
        ]
        for model in (Channel, Product)
    }
    return catalog_from_frames({**split, "facts": FACTS, **tables}, {"name": "test"})


MARKET = market()


def history(folder: Path, text: str | bytes, **words: Any) -> History:
    """What is read from a file of this text."""
    path = folder / "history.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_history(path, MARKET, **words)


def mistakes(folder: Path, text: str | bytes, **words: Any) -> list[tuple[int | None, str, str]]:
    """(line, column, code) of everything that is wrong with a file of this text; its values stand in no issue."""
    try:
        history(folder, text, **words)
    except InputError as error:
        assert {issue.file for issue in error.issues} == {str(folder / "history.csv")}
        assert {issue.value for issue in error.issues} == {""}
        return [(issue.line, issue.column, issue.code) for issue in error.issues]
    return []


def day(date: dt.date = DAY, *, facts: Mapping[str, Any] | None = None, **words: Any) -> Snapshot:
    """A snapshot; ``debts`` by name to a balance or a :class:`DebtThen`, ``channels`` likewise by id to a limit."""
    debts = {
        name: debt if isinstance(debt, DebtThen) else DebtThen(name=name, balance=debt)
        for name, debt in words.get("debts", {}).items()
    }
    channels = {
        name: limit if isinstance(limit, ChannelThen) else ChannelThen(channel_id=name, limit=limit)
        for name, limit in words.get("channels", {}).items()
    }
    return Snapshot(date=date, facts=facts or {}, debts=debts, channels=channels)
