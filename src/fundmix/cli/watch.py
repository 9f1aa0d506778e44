"""``fundmix watch``: early warning; ``add`` records a day, ``refused`` says what to do after a no."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

from collections.abc import Mapping
from typing import Any

import click

from fundmix.cli.question import AS_FORMAT, CATALOG, POLICY, START, WANTED, with_history, with_options
from fundmix.cli.spoken import SpokenGroup, Voice, option
from fundmix.cli.values import FILE
from fundmix.cli.waiting import waiting
from fundmix.cli.watch_add import add
from fundmix.cli.watch_refused import refused
from fundmix.words import note_line

TABLES = ("signs", "maturities", "calendar")


@click.group(
    "watch",
    cls=SpokenGroup,
    invoke_without_command=True,
    example="fundmix watch --profile profile.toml --history history.csv\n"
    "fundmix watch add --profile profile.toml --history history.csv\n"
    "fundmix watch refused 借呗 --profile profile.toml",
)
@option("--profile", "profile_file", type=FILE, metavar="FILE", words="option_profile")
@option("--history", "history_file", type=FILE, metavar="FILE", words="option_history")
@with_options(*WANTED, CATALOG, POLICY, START, AS_FORMAT)
@option("--table", type=click.Choice(TABLES), metavar="NAME", words="option_watch_table")
@option("-o", "--output", "outputs", type=str, multiple=True, metavar="FILE", words="option_watch_output")
@click.pass_context
def watch(context: click.Context, /, where: str, **given: Any) -> None:
    """Say what the records tell, and what to do by when."""
    if context.invoked_subcommand is None:
        _warn(context, where, given)


def _warn(context: click.Context, where: str, given: Mapping[str, Any]) -> None:
    """The command without another behind it."""
    from fundmix.borrower.profile import profile_files
    from fundmix.catalog.load import catalog_files, language_of
    from fundmix.report.files import refuse_inputs, write_all
    from fundmix.report.watch_outputs import Wanted, check_outputs, output_files, show_watch
    from fundmix.watch.early_warning import early_warning
    from fundmix.watch.records import History

    voice: Voice = context.obj
    if given["profile_file"] is None:
        raise click.UsageError(voice.say("usage_missing", option="--profile"), context)
    voice.settle(language_of(where))
    outputs = check_outputs(given["outputs"])
    inputs = [given[name] for name in ("needs_file", "history_file") if given[name]]
    refuse_inputs(outputs, [*inputs, *profile_files(given["profile_file"]), *catalog_files(where)])
    asked, history = with_history(voice, given["profile_file"], where, given)
    profile, needs, policy, market = asked
    history = history or History()
    if not profile.cash.model_fields_set:
        voice.aside(voice.say("cash_not_stated"))
    for note in (*market.notes, *profile.notes, *history.notes):
        voice.aside(note_line(note, voice.lang))
    with waiting(voice.say("solving"), lang=voice.lang):
        found = early_warning(market, profile, history, needs, policy)
    minimum = profile.cash.minimum if policy.min_cash is None else policy.min_cash
    write_all(output_files(found, market, outputs, (given["profile_file"], voice.lang)))
    show_watch(found, market, Wanted(given["as_format"], given["table"], minimum, voice.lang))


watch.add_command(add)
watch.add_command(refused)
