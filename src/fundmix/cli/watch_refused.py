"""``fundmix watch refused``: what to do when a lender has refused."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.question import AS_FORMAT, asks, with_history
from fundmix.cli.spoken import NOT_PROVEN, SpokenCommand, Voice, option
from fundmix.cli.values import FILE
from fundmix.cli.waiting import waiting
from fundmix.errors import InputError
from fundmix.words import note_line

if TYPE_CHECKING:
    from pathlib import Path

    from fundmix.catalog.tables import Catalog

_PLACES = {"channel": "CHANNEL", "reason": "--reason"}


@click.command(
    "refused",
    cls=SpokenCommand,
    words="watch_refused",
    example="fundmix watch refused 网商贷 --profile profile.toml --needs needs.csv\n"
    "fundmix watch refused jiebei --reason credit --profile profile.toml",
)
@click.argument("channel", metavar="CHANNEL")
@option("--reason", metavar="WORD")
@option("--history", "history_file", type=FILE, metavar="FILE", words="option_history")
@asks
@option("--whole-plan", is_flag=True)
@AS_FORMAT
@click.pass_obj
def refused(voice: Voice, /, channel: str, profile_file: "Path", where: str, **given: Any) -> int:
    """Say why it may be, what changed, whom to ask and by when, and plan without this lender."""
    from fundmix.catalog.load import language_of
    from fundmix.report.records import show
    from fundmix.report.refused import REFUSAL_COLUMNS, print_refusal, refusal_rows
    from fundmix.watch.refused import refused as found_of

    voice.settle(language_of(where))
    reason = given["reason"]
    asked, history = with_history(
        voice, profile_file, where, given, lambda catalog: _meant(catalog, channel, reason)
    )
    profile, needs, policy, market = asked
    for note in (*market.notes, *(history.notes if history else ())):
        voice.aside(note_line(note, voice.lang))
    with waiting(voice.say("stage_refused"), lang=voice.lang):
        found = found_of(
            market, profile, channel, history, needs, policy,
            reason=reason, gap=given["gap"], time_limit=given["time_limit"],
        )  # fmt: skip
    if given["as_format"] == "table":
        print_refusal(found, market, voice.lang, whole=given["whole_plan"])
    else:
        rows = refusal_rows(found)
        show(given["as_format"], found.model_dump(mode="json", by_alias=True), REFUSAL_COLUMNS, rows)
    unproven = found.interim.status == "unproven" if found.interim else found.planned
    return NOT_PROVEN if unproven else 0


def _meant(catalog: "Catalog", channel: str, reason: str | None) -> None:
    """Check channel and reason, their mistakes told by what was typed.

    Raises:
        InputError: as :func:`fundmix.watch.refused.asked`.
    """
    from fundmix.watch.refused import asked

    try:
        asked(catalog, channel, reason)
    except InputError as error:
        raise InputError(
            replace(issue, column=_PLACES.get(issue.column, issue.column)) for issue in error.issues
        ) from None
