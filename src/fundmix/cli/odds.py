"""``fundmix odds``: today's plan under the borrower's own odds of approval."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.question import AS_FORMAT, asks, question
from fundmix.cli.spoken import NOT_FUNDABLE, NOT_PROVEN, SpokenCommand, Voice, option
from fundmix.cli.values import Written
from fundmix.cli.waiting import waiting
from fundmix.words import note_line

if TYPE_CHECKING:
    from pathlib import Path

WEIGHT = Written("parse_weight", "number")
LEVEL = Written("parse_level", "share")


@click.command(
    "odds",
    cls=SpokenCommand,
    example="fundmix odds --profile profile.toml --needs needs.csv\n"
    "fundmix odds --profile profile.toml --needs needs.csv --lambda 1 --alpha 0.95",
)
@asks
@option("--lambda", "risk_weight", type=WEIGHT, default="0", show_default=True, words="option_risk_weight")
@option("--alpha", type=LEVEL, default="0.9", show_default=True)
@option("--missing-costs", type=WEIGHT, default="1", show_default=True, metavar="RATE")
@AS_FORMAT
@click.pass_obj
def odds(voice: Voice, /, profile_file: "Path", where: str, **given: Any) -> int:
    """Weigh today's plan and the best applications, print both."""
    from fundmix.analysis.odds import odds as weigh
    from fundmix.catalog.load import language_of
    from fundmix.report.odds import OUTCOME_COLUMNS, outcome_rows, print_odds
    from fundmix.report.records import show

    voice.settle(language_of(where))
    profile, needs, policy, market = question(voice, profile_file, where, given)
    for note in market.notes:
        voice.aside(note_line(note, voice.lang))
    with waiting(voice.say("solving"), lang=voice.lang):
        weighed = weigh(
            market, profile, needs, policy, risk_weight=given["risk_weight"], alpha=given["alpha"],
            missing_costs=given["missing_costs"], gap=given["gap"], time_limit=given["time_limit"],
        )  # fmt: skip
    if given["as_format"] == "table":
        print_odds(weighed, voice.lang)
    else:
        value = weighed.model_dump(mode="json", by_alias=True)
        show(given["as_format"], value, OUTCOME_COLUMNS, outcome_rows(weighed))
    if not weighed.proven:
        return NOT_PROVEN
    return NOT_FUNDABLE if weighed.plan.status == "partial" else 0
