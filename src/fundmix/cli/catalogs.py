"""``fundmix catalog``: what the market offers, and a user's own rows over it."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from typing import TYPE_CHECKING

import click

from fundmix.cli.spoken import SpokenCommand, SpokenGroup, Voice, option
from fundmix.cli.values import FORMAT, PATH, cells_by_table, today
from fundmix.words import note_line

if TYPE_CHECKING:
    from pathlib import Path

catalog = SpokenGroup("catalog", example="fundmix catalog list")
_FORMAT = option(
    "--format", "as_format", type=FORMAT, default="table", show_default=True, words="option_format"
)
_WHERE = option(
    "--catalog", "where", default="cn", show_default=True, metavar="CATALOG", words="option_catalog"
)


@catalog.command("list", cls=SpokenCommand, words="catalog_list", example="fundmix catalog list --format csv")
@_WHERE
@option(
    "--table",
    type=click.Choice(("channels", "outages", "catalogs")),
    default="channels",
    show_default=True,
    words="option_table_of_catalog",
)
@_FORMAT
@click.pass_obj
def list_rows(voice: Voice, where: str, table: str, as_format: str) -> None:
    """Print every channel with its limit and price, every named stress, or the catalogs that have a name."""
    from fundmix.catalog.load import language_of, load_catalog
    from fundmix.report.channels import CHANNEL_COLUMNS, channel_records, print_catalog
    from fundmix.report.named import NAMED_COLUMNS, named_records, print_named
    from fundmix.report.outages import OUTAGE_COLUMNS, outage_records, print_outages
    from fundmix.report.records import show as show_records

    voice.settle(language_of(where))
    if table == "catalogs":
        named = named_records()
        if as_format == "table":
            print_named(named, voice.lang)
        else:
            show_records(as_format, named, NAMED_COLUMNS, named)
        return
    market = load_catalog(where)
    stresses = table == "outages"
    if as_format == "table":
        (print_outages if stresses else print_catalog)(market, voice.lang)
        return
    records = outage_records(market) if stresses else channel_records(market)
    show_records(as_format, records, OUTAGE_COLUMNS if stresses else CHANNEL_COLUMNS, records)


@catalog.command("show", cls=SpokenCommand, words="catalog_show", example="fundmix catalog show family")
@click.argument("channel")
@_WHERE
@click.pass_obj
def show(voice: Voice, channel: str, where: str) -> None:
    """Print one channel, or one named stress: terms, rules, sources."""
    from fundmix.catalog.load import language_of, load_catalog
    from fundmix.facts import resolve_channel
    from fundmix.report.channels import print_channel, refuse_unknown
    from fundmix.report.outages import print_outage

    voice.settle(language_of(where))
    market = load_catalog(where)
    found = resolve_channel(market, channel)
    stress = next((row for row in market.outages if row.outage_id == channel), None)
    if found is None and stress is not None:
        print_outage(market, stress, voice.lang)
        return
    if found is None:
        raise refuse_unknown(market, channel)
    print_channel(market, market.channel(found), voice.lang)


@catalog.command(
    "validate", cls=SpokenCommand, words="catalog_validate", example="fundmix catalog validate ./mine"
)
@click.argument("where", metavar="CATALOG")
@click.pass_obj
def validate(voice: Voice, where: str) -> None:
    """Read a catalog and say what is wrong with it."""
    from fundmix.catalog.load import language_of, load_catalog

    voice.settle(language_of(where))
    market = load_catalog(where, today=today())
    for note in market.notes:
        voice.aside(note_line(note, voice.lang))
    rules, outages = len(market.eligibility), len(market.outages)
    counts = {"channels": len(market.channels), "rules": rules, "outages": outages}
    voice.answer(voice.say("catalog_fine", name=market.settings.name, **counts))


@catalog.command("init", cls=SpokenCommand, words="catalog_init", example="fundmix catalog init ./mine")
@click.argument("folder", type=PATH)
@option("--name", words="option_catalog_name")
@option("--extends", default="cn", show_default=True, words="option_extends")
@click.pass_obj
def init(voice: Voice, folder: "Path", name: str | None, extends: str) -> None:
    """Begin a catalog of one's own in an empty folder."""
    from fundmix.catalog.edit import init_catalog
    from fundmix.catalog.load import language_of

    voice.settle(language_of(extends))
    init_catalog(folder, name or folder.resolve().name, extends)
    voice.answer(voice.say("catalog_made", folder=_with_slash(folder), base=extends))


@catalog.command(
    "add",
    cls=SpokenCommand,
    words="catalog_add",
    example="fundmix catalog add ./mine channel_id=uncle name=表叔 category=family \\\n"
    "    lender=person amount_max=5万 repayment=bullet term_months=12 rate=3% \\\n"
    "    field=age_years operator='>=' value=18 reason=成年",
)
@click.argument("folder", type=PATH)
@click.argument("cells", nargs=-1, required=True, metavar="COLUMN=VALUE...")
@click.pass_obj
def add(voice: Voice, folder: "Path", cells: tuple[str, ...]) -> None:
    """Add a channel with one product and one rule."""
    from fundmix.catalog.edit import add_channel
    from fundmix.catalog.load import language_of

    voice.settle(language_of(folder))
    add_channel(folder, *cells_by_table(cells))
    voice.answer(voice.say("catalog_added", folder=_with_slash(folder)))


def _with_slash(folder: "Path") -> str:
    """The folder as ``--catalog`` understands it: without a slash it would be the name of a bundled one."""
    return str(folder) if "/" in str(folder) or "\\" in str(folder) else f"./{folder}"
