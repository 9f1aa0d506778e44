"""``fundmix catalog diff``: what changed in a catalog, and what that does to one borrower."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from pathlib import Path
from typing import Any

import click

from fundmix.cli.catalogs import catalog
from fundmix.cli.question import AS_FORMAT, CATALOG, PROFILE, QUESTION, comparison, read_catalogs
from fundmix.cli.spoken import NOT_PROVEN, SpokenCommand, Voice, option
from fundmix.cli.values import FILE
from fundmix.cli.waiting import waiting
from fundmix.words import note_line

MINE = option("--profile", "profile_file", type=FILE, metavar="FILE", words="option_profile_news")
ABOUT_ME = (
    "needs_file", "need", "by", "purpose", "survive", "survive_from", "survive_share", "start", "gap",
)  # fmt: skip
"""Options that ask about a borrower and mean nothing without one."""


def _asks_if_mine[T](command: T) -> T:
    """Give a command the options of a question, the profile among them as one may be left out."""
    for add in reversed([MINE, *(one for one in QUESTION if one not in (PROFILE, CATALOG))]):
        command = add(command)
    return command


@catalog.command(
    "diff",
    cls=SpokenCommand,
    words="catalog_diff",
    example="fundmix catalog diff cn ./mine\n"
    "fundmix catalog diff ./old ./new --profile profile.toml --needs needs.csv",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@_asks_if_mine
@AS_FORMAT
@click.pass_obj
def show_diff(voice: Voice, /, old: str, new: str, profile_file: Path | None, **given: Any) -> int:
    """Compare two catalogs; with a profile, judge and plan with both."""
    from fundmix.analysis.impact import impact
    from fundmix.catalog.diff import diff
    from fundmix.catalog.load import language_of
    from fundmix.report.news import NEWS_COLUMNS, news_rows, print_news
    from fundmix.report.records import show

    voice.settle(language_of(new))
    mine = None
    if profile_file is None:
        _refuse_questions(voice, given)
        catalogs = read_catalogs(old, new)
    else:
        catalogs, profile, needs, policy = comparison(voice, profile_file, (old, new), given)
        with waiting(voice.say("solving"), lang=voice.lang):
            mine = impact(*catalogs, profile, needs, policy, gap=given["gap"], time_limit=given["time_limit"])
    for note in dict.fromkeys(note_line(note, voice.lang) for market in catalogs for note in market.notes):
        voice.aside(note)
    found = diff(*catalogs)
    if given["as_format"] == "table":
        print_news(catalogs, found, mine, voice.lang)
    else:
        answer = {**found.model_dump(mode="json"), "impact": mine and mine.model_dump(mode="json")}
        show(given["as_format"], answer, NEWS_COLUMNS, news_rows(found))
    sides = (mine.plan.before, mine.plan.after) if mine and mine.plan else ()
    return NOT_PROVEN if any(side.status == "unproven" for side in sides) else 0


def _refuse_questions(voice: Voice, given: dict[str, Any]) -> None:
    """An option about a borrower without a profile would be dropped in silence.

    Raises:
        UsageError: ``--profile`` is missing.
    """
    if any(given[name] is not None for name in ABOUT_ME) or given["policy"] != "balanced":
        raise click.UsageError(voice.say("usage_missing", option="--profile"), click.get_current_context())
