"""``fundmix stress``: a plan under the catalog's named outages."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.question import AS_FORMAT, asks, question
from fundmix.cli.spoken import SpokenCommand, Voice, option
from fundmix.cli.values import FILE
from fundmix.cli.waiting import waiting

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "stress",
    cls=SpokenCommand,
    example="fundmix stress --profile profile.toml --needs needs.csv\n"
    "fundmix stress --profile profile.toml --plan plan.json --outage income_down_30",
)
@asks
@option("--plan", "plan_file", type=FILE, metavar="PLAN.json", words="option_plan")
@option("--outage", "only", multiple=True, metavar="ID", words="option_outage")
@AS_FORMAT
@click.pass_obj
def stress(voice: Voice, /, profile_file: "Path", where: str, **given: Any) -> None:
    """Run the plan through the stresses and print what each does."""
    from fundmix.analysis.stress import StressRow
    from fundmix.analysis.stress import stress as run
    from fundmix.catalog.load import language_of
    from fundmix.report.records import show
    from fundmix.report.safety import print_stress
    from fundmix.verify import read_plan

    voice.settle(language_of(where))
    plan = read_plan(given["plan_file"]) if given["plan_file"] else None
    profile, needs, policy, market = question(voice, profile_file, where, given, answered=plan is not None)
    with waiting(voice.say("solving"), lang=voice.lang):
        found = run(
            market, profile, needs, policy, plan=plan, only=given["only"], gap=given["gap"],
            time_limit=given["time_limit"],
        )  # fmt: skip
    if given["as_format"] == "table":
        print_stress(found, voice.lang)
        return
    rows = [row.model_dump(mode="json") for row in found.rows]
    show(given["as_format"], rows, list(StressRow.model_fields), [{**row, **_flat(row)} for row in rows])


def _flat(row: dict[str, Any]) -> dict[str, list[str]]:
    """Draws as cells: ``channel date amount``."""
    return {
        name: [f"{one['channel_id']} {one['draw_date']} {one['amount']:.2f}" for one in row[name]]
        for name in ("draws", "refused")
    }
