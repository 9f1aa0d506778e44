"""The command line: click, and no logic.

Only click and the standard library are imported here. pandas, pydantic and the solver take a second to load,
and neither ``--help`` nor a typing mistake should wait for them: every command imports what it needs in its
body.
"""

import click

from fundmix.cli import catalog_diff, interview  # noqa: F401 - they join their groups
from fundmix.cli.catalogs import catalog
from fundmix.cli.comparing import alternatives, frontier
from fundmix.cli.completion import completion
from fundmix.cli.explain import explain
from fundmix.cli.levers import levers
from fundmix.cli.loan import apr, schedule
from fundmix.cli.odds import odds
from fundmix.cli.planning import eligible, optimize, verify
from fundmix.cli.profiles import profile
from fundmix.cli.spoken import Program, SpokenOption
from fundmix.cli.stress import stress
from fundmix.cli.watch import watch


def _print_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Answer ``--version``."""
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - slow to import, rarely asked for

        click.echo(f"fundmix {version('fundmix')}")
        context.exit()


main = Program(
    "fundmix", example="fundmix optimize --profile profile.toml --need 30万 --by +2m --purpose stock"
)
main.params.insert(
    0, SpokenOption(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_print_version)
)
for command in (
    optimize, eligible, explain, levers, alternatives, frontier, stress, odds, watch, apr, schedule, profile, catalog,
    verify, completion,
):  # fmt: skip
    main.add_command(command)

__all__ = ["main"]
