"""``fundmix watch add``: today's profile into the history."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.question import CATALOG, PROFILE, Reading
from fundmix.cli.spoken import SpokenCommand, Voice, option
from fundmix.cli.values import DAY, PATH, today
from fundmix.errors import InputError
from fundmix.words import note_line

if TYPE_CHECKING:
    from pathlib import Path

    from fundmix.borrower import Profile
    from fundmix.catalog.tables import Catalog
    from fundmix.watch.records import Snapshot

_ANSWERS = ("approved", "refused")


@click.command(
    "add",
    cls=SpokenCommand,
    words="watch_add",
    example="fundmix watch add --profile profile.toml --history history.csv\n"
    "fundmix watch add --profile profile.toml --history history.csv --refused 借呗",
)
@PROFILE
@option(
    "--history",
    "history_file",
    type=PATH,
    required=True,
    metavar="FILE",
    words="option_history_to_write",
)
@CATALOG
@option("--start", type=DAY, metavar="DATE", words="option_record_day")
@option("--approved", multiple=True, metavar="CHANNEL")
@option("--refused", multiple=True, metavar="CHANNEL")
@click.pass_obj
def add(voice: Voice, /, profile_file: "Path", history_file: "Path", where: str, **given: Any) -> None:
    """Record today's profile, and say what is new."""
    from fundmix.borrower.profile import profile_files
    from fundmix.catalog.load import language_of
    from fundmix.report.files import refuse_inputs
    from fundmix.report.recorded import recorded_lines
    from fundmix.watch.add import add_snapshot

    voice.settle(language_of(where))
    snapshot, profile, market = _snapshot(profile_file, history_file, where, given)
    refuse_inputs([history_file], profile_files(profile_file))
    added = add_snapshot(history_file, snapshot, market, today=max(today(), snapshot.date))
    for note in (*market.notes, *profile.notes, *added.notes):
        voice.aside(note_line(note, voice.lang))
    for line in recorded_lines(added, str(history_file), market, voice.lang):
        voice.answer(line)


def _snapshot(
    profile_file: "Path", history_file: "Path", where: str, given: Mapping[str, Any]
) -> "tuple[Snapshot, Profile, Catalog]":
    """The day to record; mistakes of the profile, the options and the history are told together."""
    from fundmix.watch.history import load_history
    from fundmix.watch.snapshot import snapshot_of

    reading = Reading()
    profile, _, market = reading.borrower(profile_file, where, given["start"])
    snapshot = None
    if profile is not None and market is not None:
        sound, answers = (profile, market), {name: given[name] for name in _ANSWERS}
        snapshot = reading(lambda: snapshot_of(*sound, **answers))
    if snapshot is not None and profile is not None and market is not None:
        return snapshot, profile, market
    if market is not None and os.path.isfile(history_file):  # noqa: PTH113 - see fundmix.cli.values.Place
        catalog, day = market, profile.start if profile else today()
        reading(lambda: load_history(history_file, catalog, today=max(today(), day)))
    raise InputError(
        replace(issue, column=f"--{issue.column}") if issue.column in _ANSWERS and not issue.file else issue
        for issue in reading.issues
    )
