"""``fundmix explain``: why a plan is as it is, and what would change it."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.planning import EXIT_CODES
from fundmix.cli.question import AS_FORMAT, asks, question
from fundmix.cli.spoken import SpokenCommand, Voice
from fundmix.cli.waiting import waiting
from fundmix.words import note_line

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "explain",
    cls=SpokenCommand,
    example="fundmix explain --profile profile.toml --need 30万 --by +2m --purpose stock",
)
@asks
@AS_FORMAT
@click.pass_obj
def explain(voice: Voice, /, profile_file: "Path", where: str, **given: Any) -> int:
    """Plan, solve again with one thing changed at a time, print what each changes."""
    from fundmix.analysis.explain import explain as explained
    from fundmix.catalog.load import language_of
    from fundmix.report.explain import print_explanation, reason_records
    from fundmix.report.records import show

    voice.settle(language_of(where))
    profile, needs, policy, market = question(voice, profile_file, where, given)
    for note in market.notes:
        voice.aside(note_line(note, voice.lang))
    with waiting(voice.say("solving"), lang=voice.lang):
        found = explained(market, profile, needs, policy, gap=given["gap"], time_limit=given["time_limit"])
    if given["as_format"] == "table":
        print_explanation(found, voice.lang)
    else:
        columns, rows = reason_records(found, voice.lang)
        show(given["as_format"], found.model_dump(mode="json", by_alias=True), columns, rows)
    return EXIT_CODES[found.plan.status]
