"""Field types: every figure that people write has a unit, bounds and one way to read it.

``5.4%``, ``4.2‰``, ``2026/1/20`` and ``30万`` are read as meant. A bare number beyond its bound is refused,
because ``5`` may mean 5 %. ``nan``, ``inf``, ``1_000`` and ``1,000`` are refused.
Each parser takes text (a CSV cell) or a native value (a dict, a DataFrame) and raises
``PydanticCustomError(code, …, details)`` whose code is a key of ``fundmix.words``.
"""

import datetime as dt
import math
import re
import unicodedata
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

MONEY_MAX = 1e12
TEXT_MAX = 400
TERM_MAX = 1200
"""Periods beyond which the term of a loan is a slip of the pen."""
DEBT_YEARS_MAX = 50
"""Years from the start in which the payments of a debt may lie."""
NEED_YEARS_MAX = 20
"""Years after the start in which needs may lie: nobody is quoted a loan for later."""
FIRST_START, LAST_START = dt.date(1950, 1, 1), dt.date(2199, 12, 31)
KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
_MONEY_UNITS = {"亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2}
# a spreadsheet adds midnight to a day: "2026/1/20 0:00"
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?")
# a scheme is a word with a colon right before the rest; the dangerous ones also with spaces around the colon
_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:\S|(javascript|data|file|vbscript)\s*:", re.IGNORECASE)
_PARTIAL_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2}))?(?:[-/.月](\d{1,2}))?[年月日]?")
_YES = frozenset({"yes", "true", "y", "是", "有", "1"})
_NO = frozenset({"no", "false", "n", "否", "无", "没有", "0"})


class Record(BaseModel):
    """Base of every value in fundmix: frozen, closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


def reject(code: str, **details: Any) -> PydanticCustomError:
    """The error for one bad value; ``details`` fill the sentence."""
    return PydanticCustomError(code, code, details)


def clean_text(value: str) -> str:
    """``value`` without control, format and bidirectional characters, which could deceive a terminal."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " if c in "\t\r\n" else "" for c in value)
    return kept.strip()


def _number(value: Any) -> float:
    """A plain finite number from text or a native number (never from a bool)."""
    if isinstance(value, bool) or value is None:
        raise reject("not_a_number")
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value.strip())
        if "," in text:
            raise reject("thousands_separator", suggestion=text.replace(",", ""))
        if not _NUMBER.fullmatch(text):
            raise reject("not_a_number")
        value = float(text)
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise reject("not_a_number") from None
    if not math.isfinite(number):
        raise reject("not_a_number")
    return number


def parse_number(value: Any) -> float:
    """A finite number."""
    return _number(value)


def parse_weight(value: Any) -> float:
    """A plain factor, not negative."""
    weight = _number(value)
    if weight < 0:
        raise reject("negative", bound=0)
    return weight


def parse_level(value: Any) -> float:
    """A share below 1: where a tail begins."""
    level = parse_share(value)
    if level >= 1:
        raise reject("alpha_out_of_bounds")
    return level


def parse_seconds(value: Any) -> float:
    """A length of time, above zero."""
    seconds = _number(value)
    if seconds <= 0:
        raise reject("not_positive", bound=0)
    return seconds


def parse_signed_money(value: Any) -> float:
    """Yuan to the cent, possibly negative. ``30万`` and ``1.5亿`` and a trailing 元 are understood."""
    factor = 1.0
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value.strip()).lstrip("¥").removesuffix("元").strip()
        for unit, size in _MONEY_UNITS.items():
            if text.endswith(unit):
                text, factor = text.removesuffix(unit).strip(), size
                break
        value = text
    amount = _number(value) * factor
    if abs(amount) > MONEY_MAX:
        raise reject("money_too_large", bound=MONEY_MAX)
    return round(amount, 2)


def parse_money(value: Any) -> float:
    """Yuan to the cent, not negative."""
    amount = parse_signed_money(value)
    if amount < 0:
        raise reject("negative", bound=0)
    return amount


def parse_positive_money(value: Any) -> float:
    """Yuan to the cent, above zero."""
    amount = parse_signed_money(value)
    if amount <= 0:
        raise reject("not_positive", bound=0)
    return amount


def parse_ratio(value: Any) -> float:
    """A decimal; ``5.4%`` is 0.054 and ``4.2‰`` is 0.0042. Signs and bounds are the column's business."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value.strip())
        for sign, size in (("%", 100.0), ("‰", 1000.0)):
            if text.endswith(sign):
                # divide the decimal digits, so that 5.4% is the float nearest to 0.054
                return round(_number(text.removesuffix(sign)) / size, 12)
        return _number(text)
    return _number(value)


def parse_figure(value: Any) -> float:
    """A figure whose unit another column decides: ``5.4%``, ``30万`` and plain numbers are understood."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value.strip())
        if text.endswith(("%", "‰")):
            return parse_ratio(text)
        if text.endswith((*_MONEY_UNITS, "元")):
            return parse_signed_money(text)
    return _number(value)


def parse_rate(value: Any) -> float:
    """A rate as a decimal, not negative; the bound of its basis is checked on the row (see RATE_BOUND)."""
    rate = parse_ratio(value)
    if rate < 0:
        raise reject("negative", bound=0)
    return rate


def parse_annual_rate(value: Any) -> float:
    """A yearly rate as a decimal between 0 and 1; ``5`` is refused because it may mean 5 %."""
    rate = parse_rate(value)
    if rate > 1:
        raise reject("rate_too_high", bound=1, suggestion=f"{rate:g}%")
    return rate


def parse_share(value: Any) -> float:
    """A share between 0 and 1; ``50%`` is 0.5."""
    share = parse_ratio(value)
    if not 0 <= share <= 1:
        raise reject("share_out_of_bounds", suggestion=f"{share:g}%")
    return share


def parse_count(value: Any) -> int:
    """A whole number, not negative."""
    number = _number(value)
    if number != int(number):
        raise reject("not_whole")
    if number < 0:
        raise reject("negative", bound=0)
    if number > 1e9:
        raise reject("number_too_large", bound=10**9)
    return int(number)


def parse_term(value: Any) -> int:
    """Periods that a loan lasts: at least 1."""
    periods = parse_count(value)
    if periods < 1:
        raise reject("not_positive", bound=0)
    if periods > TERM_MAX:
        raise reject("number_too_large", bound=TERM_MAX)
    return periods


def parse_bool(value: Any) -> bool:
    """Yes / no, true / false, 是 / 否, 1 / 0."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        value = f"{value:g}"  # a table in memory holds 1.0 where a column has gaps
    text = unicodedata.normalize("NFKC", str(value)).strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise reject("not_yes_or_no")


def parse_date(value: Any) -> dt.date:
    """A calendar day: ``2026-01-20``, ``2026/1/20`` or ``2026年1月20日``."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
    if not match:
        raise reject("not_a_date")
    try:
        return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        raise reject("date_does_not_exist") from None


def parse_start(value: Any) -> dt.date:
    """The first day of a plan or a loan: a day whose schedules stay within the calendar."""
    day = parse_date(value)
    if not FIRST_START <= day <= LAST_START:
        raise reject("start_out_of_bounds", first=FIRST_START, last=LAST_START)
    return day


def too_far(day: dt.date, start: dt.date, years: int) -> bool:
    """Whether a day lies more years from the start than these; never, while no start is known."""
    return start > dt.date.min and abs(day.year - start.year) > years


def parse_partial_date(value: Any) -> str:
    """When a figure was true: ``2026``, ``2026-01`` or ``2026-01-20``, returned in that form."""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    match = _PARTIAL_DATE.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
    if not match:
        raise reject("not_a_date")
    year, month, day = match.groups()
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise reject("date_does_not_exist") from None
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def parse_key(value: Any) -> str:
    """A key: small letters, digits and ``_``, beginning with a letter, at most 64 characters."""
    text = str(value).strip()
    if not KEY_PATTERN.fullmatch(text):
        raise reject("bad_key")
    return text


def parse_text(value: Any) -> str:
    """One line of text, at most 400 characters, without control characters."""
    text = clean_text(str(value))
    if len(text) > TEXT_MAX:
        raise reject("text_too_long", bound=TEXT_MAX)
    return text


def parse_link(value: Any) -> str:
    """An http or https address; several are joined by `` | ``. Words without a scheme are kept as text."""
    text = parse_text(value)
    if any(_SCHEME.match(part.strip()) for part in text.split("|")):
        raise reject("bad_link")
    return text


_OPERATORS = {"=": "==", "≠": "!=", "<>": "!=", "≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}


def parse_operator(value: Any) -> str:
    """``=``, ``≠``, ``≤`` and the like as the operator that is meant; other words as they are."""
    text = unicodedata.normalize("NFKC", str(value)).strip().lower().replace(" ", "_")
    return _OPERATORS.get(text, text)


def split_list(value: Any) -> Any:
    """``a;b`` as a tuple of its parts; a native list or tuple as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace("；", ";").split(";") if part.strip())
    if isinstance(value, list | set | frozenset):
        return tuple(value)
    return value if isinstance(value, tuple) else (value,)


Key = Annotated[str, BeforeValidator(parse_key)]
Text = Annotated[str, BeforeValidator(parse_text)]
Link = Annotated[str, BeforeValidator(parse_link)]
Money = Annotated[float, BeforeValidator(parse_money)]
PositiveMoney = Annotated[float, BeforeValidator(parse_positive_money)]
SignedMoney = Annotated[float, BeforeValidator(parse_signed_money)]
Number = Annotated[float, BeforeValidator(parse_number)]
Figure = Annotated[float, BeforeValidator(parse_figure)]
Ratio = Annotated[float, BeforeValidator(parse_ratio)]
Rate = Annotated[float, BeforeValidator(parse_rate)]
AnnualRate = Annotated[float, BeforeValidator(parse_annual_rate)]
Share = Annotated[float, BeforeValidator(parse_share)]
Count = Annotated[int, BeforeValidator(parse_count)]
YesNo = Annotated[bool, BeforeValidator(parse_bool)]
Day = Annotated[dt.date, BeforeValidator(parse_date)]
PartialDate = Annotated[str, BeforeValidator(parse_partial_date)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(split_list)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(split_list)]
Counts = Annotated[tuple[Count, ...], BeforeValidator(split_list)]

RATE_BOUND = {"annual": 1.0, "monthly": 0.1, "daily": 0.002, "flat_monthly": 0.1, "over_rate": 1.0}
"""The largest bare number that each rate basis accepts, as a decimal."""
