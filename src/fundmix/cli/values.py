"""What options hold: the same ways to write a figure as in files, and the same words when it is wrong."""

import datetime as dt
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

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


class LoanRate(Written):
    """A rate whose basis is another option: ``300%`` is meant, a bare ``5`` may mean 5 %."""

    def __init__(self) -> None:
        super().__init__("parse_rate", "rate")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The rate; a usage error for a bare number beyond the bound of every basis."""
        rate = super().convert(value, param, ctx)
        if rate > 1 and not str(value).rstrip().endswith(("%", "％", "‰")):
            lang = voice_of(ctx).lang if ctx else "en"
            self.fail(say("rate_too_high", lang, bound=1, suggestion=f"{rate:g}%"), param, ctx)
        return rate


class Place(click.ParamType["Path"]):
    """A path; ``exists``: of a file that is there."""

    name = "file"

    def __init__(self, exists: bool = False) -> None:
        self.exists = exists

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Path":
        """The path, or a usage error when there is no such file."""
        from pathlib import Path  # noqa: PLC0415 - a tenth of the time of --help

        path = Path(value)
        # unlike Path.is_file, this is also False for a name that the system refuses
        if self.exists and not os.path.isfile(path):  # noqa: PTH113
            code = (
                "usage_no_profile" if param is not None and param.name == "profile_file" else "usage_no_file"
            )
            self.fail(say(code, voice_of(ctx).lang if ctx else "en", file=str(value)), param, ctx)
        return path

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The shell completes names of files by itself."""
        return [CompletionItem(incomplete, type="file")]


AMOUNT = Written("parse_positive_money", "amount")
MONEY = Written("parse_money", "amount")
RATE = Written("parse_rate", "rate")
LOAN_RATE = LoanRate()
SHARE = Written("parse_share", "share")
SECONDS = Written("parse_seconds", "seconds")
COUNT = Written("parse_count", "number")
TERM = Written("parse_term", "number")
DAY = Written("parse_start", "date")
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
