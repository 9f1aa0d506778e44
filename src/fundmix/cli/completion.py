"""``fundmix completion``: the script by which a shell completes commands, options and files."""

import click
from click.shell_completion import get_completion_class

from fundmix.cli.spoken import SpokenCommand, Voice

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_FUNDMIX_COMPLETE"
"""What the script sets when it calls fundmix to ask what may follow."""


@click.command("completion", cls=SpokenCommand, example="fundmix completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_obj
def completion(_: Voice, shell: str) -> None:
    """Print the shell's script; it calls fundmix by name and needs no file of it."""
    kind = get_completion_class(shell)
    if kind is None:
        raise LookupError(f"click completes no {shell}")
    program = click.get_current_context().find_root().command
    click.echo(kind(program, {}, "fundmix", VARIABLE).source())
