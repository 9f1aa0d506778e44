"""The data dictionary: ``python -m fundmix.catalog.dictionary`` prints ``docs/catalog.md``."""

import sys
import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from fundmix import fields
from fundmix.catalog.tables import PURPOSES, TABLES, DayBasis, OperatorCell, Repayments, Row, Settings
from fundmix.fields import Record

TYPE_WORDS: tuple[tuple[Any, str], ...] = (
    (fields.Key, "key"),
    (fields.Keys, "keys, `;`"),
    (fields.Text, "text"),
    (fields.Texts, "texts, `;`"),
    (fields.Link, "link"),
    (fields.Money, "yuan ≥ 0"),
    (fields.PositiveMoney, "yuan > 0"),
    (fields.Figure, "figure"),
    (fields.Ratio, "ratio"),
    (fields.Rate, "rate ≥ 0"),
    (fields.AnnualRate, "yearly rate 0–1"),
    (fields.Share, "share 0–1"),
    (fields.Count, "whole number ≥ 0"),
    (fields.Counts, "whole numbers, `;`"),
    (fields.YesNo, "yes / no"),
    (fields.Day, "date"),
    (fields.PartialDate, "date or year"),
    (Repayments, "words, `;`"),
    (OperatorCell, "word"),
    (DayBasis, "360 or 365"),
)
"""Every field type of the tables and how the dictionary calls it."""

_OPENING = """\
# The catalog: every table, every column

<!-- Written by `make docs` from src/fundmix/catalog/tables.py. Change the descriptions there. -->

A catalog is a folder: `catalog.toml` says whose it is, and one CSV per table says what the market offers. You
edit the files in Excel, WPS or any editor. Blank cell = the default; leave out a table that you do not need.
To add your own lender in five minutes read [overlay.md](overlay.md) ([中文](overlay.zh.md)).

## Which file says what

| you want to say | file |
|---|---|
| who lends, how much, how fast, for which uses | `channels.csv` |
| term, repayment method, price and fees | `products.csv` |
| instalments that no method describes (grace periods, steps, bonds) | `flows.csv` |
| a cheaper or dearer price for some borrowers, with its source | `pricing.csv` |
| a limit that depends on the borrower (a multiple of income) | `limits.csv` |
| a limit of one period only | `availability.csv` |
| whom the lender takes | `eligibility.csv` |
| the questions that rules may ask | `facts.csv` |
| the LPR and other reference rates, by date | `reference_rates.csv` |
| the law: price ceilings and what else a borrower should know | `regulations.csv` |
| public money that lowers interest | `subsidies.csv` |
| a stress to test plans with: who refuses or cuts back, what comes late | `outages.csv` |
| an early-warning sign: what shows it, since when, and what to do | `indicators.csv` |
| where the figures are from | `sources.csv` |

## How cells are read

- Files are UTF-8 with or without BOM, or GB18030 as a Chinese Excel saves it. Commas between cells.
- `5.4%` is 0.054, `4.2‰` is 0.0042, `30万` is 300000, `2026/1/20` and `2026年1月20日` are 2026-01-20,
  full-width digits are digits, `是` and `否` are yes and no.
- A bare number beyond its bound is refused (yearly 1, monthly 0.1, daily 0.002), since `5` may mean 5 %.
  `1,000`, `1_000`, `nan` and `inf` are refused.
- A *key* is small letters, digits and `_`, beginning with a letter, at most 64 characters. A *text* is one
  line of at most 400 characters. A list is joined by `;`.
- A *figure* is a number in the unit of the fact or column beside it.

## Whom a row is about: `applies_to`

`channel:x` one channel · `category:y` a kind of channel · `lender:bank` a class of lender · `group:z` a risk
group · `all` every channel. Several are joined by `;`. A selector that names no channel is a mistake.

## Words for uses of money: `purposes`

| family | its words |
|---|---|
"""

_EXAMPLE = """\
## A worked example

One lender in four lines (`channels.csv`, then `products.csv`):

```csv
channel_id,name,category,lender,amount_max,lead_days,purposes
my_bank,城商行经营贷,bank_business,bank,50万,7,business
```

```csv
channel_id,repayment,term_months,rate
my_bank,annuity;bullet,12;24,5.4%
```

`my_bank` lends up to ¥500,000 for business uses, a week after the application, over one or two years, in
equal instalments or all at the end: four offers at 5.40 % a year.

## catalog.toml

"""


def catalog_dictionary() -> str:
    """The text of ``docs/catalog.md``."""
    families = "".join(f"| `{family}` | {_code(words)} |\n" for family, words in PURPOSES.items())
    purposes = f"{families}\nA family stands for all of its words; `any` for every use.\n\n"
    settings = _field_table(Settings, ())
    shared = "## Columns of every table\n\n" + _field_table(Row, ())
    tables = "\n".join(_section(model) for model in TABLES)
    return f"{_OPENING}{purposes}{_EXAMPLE}{settings}\n{shared}\n{tables}"


def _section(model: type[Row]) -> str:
    """One table: what a row is, its key, its own columns."""
    key = ", ".join(f"`{name}`" for name in model.key)
    need = " A catalog must have this table (an overlay need not)." if model.required else ""
    about = " ".join((model.__doc__ or "").split())
    return (
        f"## {model.table}.csv\n\n{about} Key: {key}.{need}\n\n{_field_table(model, tuple(Row.model_fields))}"
    )


def _field_table(model: type[Record], without: tuple[str, ...]) -> str:
    """The columns of a model as a Markdown table."""
    hints = get_type_hints(model, include_extras=True)
    rows = [
        (_name(name, info), type_words(hints[name]), _default(info), _cell(info.description or ""))
        for name, info in model.model_fields.items()
        if name not in without
    ]
    lines = (f"| {' | '.join(row)} |\n" for row in rows)
    return "| column | type | default | what it says |\n|---|---|---|---|\n" + "".join(lines)


def _name(name: str, info: FieldInfo) -> str:
    return f"**`{name}`**" if info.is_required() else f"`{name}`"


def _default(info: FieldInfo) -> str:
    """The default as it would stand in the cell; required columns have none."""
    if info.is_required():
        return "required"
    default = info.get_default()
    if default is None or default in ((), ""):
        return ""
    return f"`{('yes' if default else 'no') if isinstance(default, bool) else default}`"


def type_words(annotation: Any) -> str:
    """A field type in words.

    Raises:
        LookupError: a type that TYPE_WORDS does not know.
    """
    for known, words in TYPE_WORDS:
        if annotation == known:
            return words
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType}:
        (inner,) = (part for part in get_args(annotation) if part is not type(None))
        return type_words(inner)
    if origin is Annotated:
        return type_words(get_args(annotation)[0])
    if origin is Literal:
        return "word" if len(get_args(annotation)) > 4 else " / ".join(_codes(get_args(annotation)))
    raise LookupError(f"no words for {annotation!r}")


def _codes(words: tuple[Any, ...]) -> Iterator[str]:
    return (f"`{word}`" for word in words)


def _code(words: tuple[Any, ...]) -> str:
    return " ".join(_codes(words))


def _cell(text: str) -> str:
    """Text that may stand in a Markdown table."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(catalog_dictionary())
