"""``fundmix levers``: what the borrower could change."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.question import AS_FORMAT, asks, question
from fundmix.cli.spoken import NOT_PROVEN, SpokenCommand, Voice, option
from fundmix.cli.values import TERM
from fundmix.cli.waiting import waiting
from fundmix.words import note_line

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "levers",
    cls=SpokenCommand,
    example="fundmix levers --profile profile.toml --needs needs.csv\n"
    "fundmix levers --profile profile.toml --need 30万 --by +4m --purpose stock",
)
@asks
@option("--top", type=TERM, default="5", show_default=True, metavar="NUMBER")
@AS_FORMAT
@click.pass_obj
def levers(voice: Voice, /, profile_file: "Path", where: str, **given: Any) -> int:
    """Print what would save or fund most, each thing planned anew."""
    from fundmix.analysis import levers as analysis
    from fundmix.catalog.load import language_of
    from fundmix.report.levers import LEVER_COLUMNS, lever_rows, print_levers
    from fundmix.report.records import show

    voice.settle(language_of(where))
    profile, needs, policy, market = question(voice, profile_file, where, given)
    for note in market.notes:
        voice.aside(note_line(note, voice.lang))
    with waiting(voice.say("stage_levers"), lang=voice.lang):
        found = analysis.levers(
            market, profile, needs, policy, top=given["top"], gap=given["gap"], time_limit=given["time_limit"]
        )
    if given["as_format"] == "table":
        print_levers(market, found, voice.lang)
    else:
        show(given["as_format"], found.to_dict(), LEVER_COLUMNS, lever_rows(found))
    return NOT_PROVEN if found.today.status == "unproven" else 0
