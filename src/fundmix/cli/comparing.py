"""``fundmix frontier`` and ``alternatives``: what safety costs, and what else would do."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from pathlib import Path
from typing import Any

import click

from fundmix.cli.planning import EXIT_CODES
from fundmix.cli.question import AS_FORMAT, asks, question
from fundmix.cli.spoken import SpokenCommand, Voice, option
from fundmix.cli.values import COUNT, SHARE
from fundmix.cli.waiting import waiting

OVER = click.Choice(["max_channel_share", "max_channels", "survive_share"])


@click.command(
    "frontier",
    cls=SpokenCommand,
    example="fundmix frontier --profile profile.toml --needs needs.csv\n"
    "fundmix frontier --profile profile.toml --needs needs.csv -o chart.svg",
)
@asks
@option("--over", type=OVER, default="max_channel_share", show_default=True)
@option("--points", type=COUNT, default="20", show_default=True, metavar="N")
@AS_FORMAT
@option("-o", "--output", "outputs", type=str, multiple=True, metavar="FILE", words="option_frontier_output")
@click.pass_obj
def frontier(voice: Voice, /, profile_file: Path, where: str, **given: Any) -> int:
    """Plan every step, write what was asked for, print the answer."""
    from fundmix.analysis.frontier import frontier as find
    from fundmix.catalog.load import language_of
    from fundmix.report.chart import check_library
    from fundmix.report.files import refuse_inputs, write_all
    from fundmix.report.frontier import (
        POINT_COLUMNS,
        check_kinds,
        frontier_files,
        point_rows,
        print_frontier,
    )
    from fundmix.report.records import show

    voice.settle(language_of(where))
    outputs = check_kinds(given["outputs"])
    check_library(outputs)
    refuse_inputs(outputs, _inputs(profile_file, where, given))
    profile, needs, policy, market = question(voice, profile_file, where, given)
    with waiting(voice.say("solving"), lang=voice.lang):
        found = find(
            market, profile, needs, policy, over=given["over"], points=given["points"], gap=given["gap"],
            time_limit=given["time_limit"],
        )  # fmt: skip
    write_all(frontier_files(found, outputs, voice.lang))
    if given["as_format"] == "table":
        print_frontier(found, voice.lang)
    else:
        show(given["as_format"], found.model_dump(mode="json"), POINT_COLUMNS, point_rows(found))
    return EXIT_CODES[found.points[0].status]


@click.command(
    "alternatives",
    cls=SpokenCommand,
    example="fundmix alternatives --profile profile.toml --needs needs.csv --within 5%",
)
@asks
@option("--within", type=SHARE, default="5%", show_default=True)
@AS_FORMAT
@click.pass_obj
def alternatives(voice: Voice, /, profile_file: Path, where: str, **given: Any) -> int:
    """Plan the best mix and others, print the answer."""
    from fundmix.analysis.alternatives import alternatives as find
    from fundmix.catalog.load import language_of
    from fundmix.report.alternatives import MIX_COLUMNS, mix_rows, print_alternatives
    from fundmix.report.records import show

    voice.settle(language_of(where))
    profile, needs, policy, market = question(voice, profile_file, where, given)
    with waiting(voice.say("solving"), lang=voice.lang):
        found = find(
            market, profile, needs, policy, within=given["within"], gap=given["gap"],
            time_limit=given["time_limit"],
        )  # fmt: skip
    if given["as_format"] == "table":
        print_alternatives(found, voice.lang)
    else:
        show(given["as_format"], found.model_dump(mode="json"), MIX_COLUMNS, mix_rows(found))
    return EXIT_CODES[found.best.status]


def _inputs(profile_file: Path, where: str, given: dict[str, Any]) -> list[Path]:
    """The files that are read, which no output may overwrite."""
    from fundmix.borrower.profile import profile_files
    from fundmix.catalog.load import catalog_files

    policy = given["policy"]
    own = [Path(policy)] if "/" in policy or policy.endswith(".toml") else []
    needs = [given["needs_file"]] if given["needs_file"] else []
    return [*needs, *own, *profile_files(profile_file), *catalog_files(where)]
