"""What options hold: the same ways to write a figure as in files, and the same words when it is wrong."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.spoken import voice_of
from fundmix.words import say

if TYPE_CHECKING:
    from pathlib import Path


class Written(click.ParamType[Any]):
    """A value read by a parser of ``fundmix.fields``, named so that it is imported only when it is needed."""

    def __init__(self, parser: str, name: str) -> None:
        self.parser = parser
        self.name = name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value, or a usage error in the reader's language."""
        # pydantic takes a third of a second: --help must not wait for it
        from pydantic_core import PydanticCustomError  # noqa: PLC0415

        from fundmix import fields  # noqa: PLC0415

        parse: Callable[[Any], Any] = getattr(fields, self.parser)
        try:
            return parse(value)
        except PydanticCustomError as error:
            lang = voice_of(ctx).lang if ctx else "en"
            self.fail(say(error.type, lang, **{"value": value, **(error.context or {})}), param, ctx)


class Place(click.ParamType["Path"]):
    """A path; ``exists``: of a file that is there."""

    name = "file"

    def __init__(self, exists: bool = False) -> None:
        self.exists = exists

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Path":
        """The path, or a usage error when there is no such file."""
        from pathlib import Path  # noqa: PLC0415 - a tenth of the time of --help

        path = Path(value)
        if self.exists and not path.is_file():
            code = (
                "usage_no_profile" if param is not None and param.name == "profile_file" else "usage_no_file"
            )
            self.fail(say(code, voice_of(ctx).lang if ctx else "en", file=str(value)), param, ctx)
        return path


AMOUNT = Written("parse_positive_money", "amount")
MONEY = Written("parse_money", "amount")
RATE = Written("parse_rate", "rate")
SHARE = Written("parse_share", "share")
SECONDS = Written("parse_number", "seconds")
COUNT = Written("parse_count", "number")
DAY = Written("parse_date", "date")
FILE = Place(exists=True)
PATH = Place()
FORMAT = click.Choice(["table", "json", "csv"])


def today() -> dt.date:
    """The one clock: every other place gets the day as a value."""
    return dt.datetime.now().astimezone().date()


def cells_by_table(cells: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """``column=value`` words as cells of a channel, its product and its rule.

    A column that several tables have belongs to the first; ``products.purposes=…`` names the table.
    """
    from fundmix.catalog.tables import Channel, Product, Rule  # noqa: PLC0415 - see above

    found: dict[str, dict[str, str]] = {"channels": {}, "products": {}, "eligibility": {}}
    for cell in cells:
        name, equals, value = cell.partition("=")
        if not equals:
            context = click.get_current_context()
            raise click.UsageError(say("usage_not_cell", voice_of(context).lang, value=cell), context)
        table, _, column = name.rpartition(".")
        if table not in found:
            homes = (model.table for model in (Channel, Product, Rule) if name in model.model_fields)
            table, column = next(homes, "channels"), name
        found[table][column] = value
    return found["channels"], found["products"], found["eligibility"]
