"""``fundmix profile``: the borrower's own file."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from typing import TYPE_CHECKING

import click

from fundmix.cli.spoken import SpokenCommand, SpokenGroup, Voice, option
from fundmix.cli.values import PATH

if TYPE_CHECKING:
    from pathlib import Path

profile = SpokenGroup("profile", example="fundmix profile init -o profile.toml")


@profile.command(
    "init", cls=SpokenCommand, words="profile_init", example="fundmix profile init -o profile.toml"
)
@option("--catalog", "where", default="cn", show_default=True, metavar="CATALOG", words="option_catalog")
@option("-o", "--output", type=PATH, default="profile.toml", show_default=True, words="option_profile_output")
@click.pass_obj
def init(voice: Voice, where: str, output: "Path") -> None:
    """Write a commented, empty profile; an existing file is left alone."""
    from fundmix.borrower import profile_template, write_private
    from fundmix.catalog.load import language_of, load_catalog

    voice.settle(language_of(where))
    catalog = load_catalog(where)
    write_private(output, profile_template(catalog, voice.lang))
    voice.answer(voice.say("profile_made", file=output))
