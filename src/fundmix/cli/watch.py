"""``fundmix watch``: early warning; ``add`` records a day, ``refused`` says what to do after a no."""

import click

from fundmix.cli.spoken import SpokenGroup
from fundmix.cli.watch_add import add
from fundmix.cli.watch_refused import refused


@click.group(
    "watch",
    cls=SpokenGroup,
    invoke_without_command=True,
    example="fundmix watch add --profile profile.toml --history history.csv",
)
@click.pass_context
def watch(context: click.Context) -> None:
    """What is seen without a command."""
    if context.invoked_subcommand is None:
        raise click.exceptions.NoArgsIsHelpError(context)


watch.add_command(add)
watch.add_command(refused)
