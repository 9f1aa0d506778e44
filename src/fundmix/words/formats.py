"""How figures look inside a sentence: ``{x:money}``, ``{x:percent}``, ``{x:date}``, ``{x:list}`` and others.

Only the standard library is used, since ``fundmix --help`` imports this.
"""

import datetime as dt
import string
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CURRENCY_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "HKD": "HK$"}
NOTHING = "—"
RATIO_SHOWN = 10_000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def printable(text: str) -> str:
    """``text`` without control, format and bidirectional characters; line ends and tabs become spaces."""
    return "".join(
        " " if character in "\t\r\n" else character
        for character in text
        if character in "\t\r\n" or unicodedata.category(character)[0] != "C"
    )


def figure(amount: float | Decimal | str | None, decimals: int = 2) -> str:
    """``1,234.56``: rounded half up, thousands apart, never a negative zero."""
    if amount is None:
        return NOTHING
    rounded = Decimal(str(amount)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded if rounded else abs(rounded):,}"


def money(amount: float | Decimal | str | None, currency: str = "CNY") -> str:
    """``¥1,234.56``; the sign of a loss stands before the currency: ``-¥5.00``."""
    text = figure(amount)
    sign = CURRENCY_SIGNS.get(currency, f"{currency} ")
    return text if text == NOTHING else f"-{sign}{text[1:]}" if text.startswith("-") else f"{sign}{text}"


def money0(amount: float | Decimal | str | None, currency: str = "CNY") -> str:
    """Like :func:`money`, without the cents when they are zero: ``¥1,234``."""
    return money(amount, currency).removesuffix(".00")


def percent(ratio: float | Decimal | str | None, decimals: int = 2) -> str:
    """0.054 as ``5.40%``; a price that nobody pays, beyond a million percent, only as so high."""
    if ratio is None:
        return NOTHING
    shown = Decimal(str(ratio))
    return f">{RATIO_SHOWN * 100:,}%" if shown > RATIO_SHOWN else f"{figure(shown * 100, decimals)}%"


def _day(value: Any) -> dt.date:
    """A day from a date or from the ISO text that JSON keeps."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])


def date(value: Any) -> str:
    """``2026-12-01`` in both languages."""
    return NOTHING if value in (None, "") else _day(value).isoformat()


def month(value: Any, lang: str) -> str:
    """``2026年12月`` or ``Dec 2026``."""
    if value in (None, ""):
        return NOTHING
    day = _day(value)
    return f"{day.year}年{day.month}月" if lang == "zh" else f"{_MONTHS[day.month - 1]} {day.year}"


def joined(values: Iterable[Any], lang: str) -> str:
    """``a、b`` in Chinese, ``a, b`` in English."""
    return ("、" if lang == "zh" else ", ").join(printable(str(part)) for part in values) or NOTHING


class SentenceFormatter(string.Formatter):
    """Fills the named fields of one sentence in one language; fields must be plain names."""

    def __init__(self, lang: str, label: Callable[[str, str], str], currency: str = "CNY") -> None:
        self.lang = lang
        self.label = label
        self.currency = currency

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """The value of a field; ``{a.b}`` and ``{a[0]}`` are refused, sentences name plain values."""
        if not field_name.isidentifier():
            raise ValueError(f"not a plain field name: {field_name!r}")
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        """The value by its format spec; other specs are Python's own."""
        if format_spec in _PLAIN:
            return _PLAIN[format_spec](value)
        if format_spec.startswith("money"):
            return (money0 if format_spec == "money0" else money)(value, self.currency)
        if format_spec == "month":
            return month(value, self.lang)
        if format_spec == "label":
            return self.label(str(value), self.lang)
        if format_spec in ("list", "labels"):
            parts = (value,) if isinstance(value, str) else tuple(value)
            named = [self.label(str(part), self.lang) for part in parts] if format_spec == "labels" else parts
            return joined(named, self.lang)
        return format(value, format_spec)


_PLAIN: dict[str, Callable[[Any], str]] = {
    "": lambda value: NOTHING if value is None else printable(str(value)),
    "percent": percent,
    "date": date,
}
