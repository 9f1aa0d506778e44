"""The command reference: ``python -m fundmix.cli.reference en`` prints ``docs/commands.md``, ``zh`` its Chinese."""

import sys
from collections.abc import Iterator

import click

from fundmix.cli import main
from fundmix.cli.spoken import FULL_WIDTH, SpokenContext, Voice
from fundmix.words import Language, language, say

OTHER_PAGE = {"en": "[中文](commands.zh.md)", "zh": "[English](commands.md)"}


def pages(lang: Language) -> Iterator[tuple[str, str]]:
    """(words that call it, its help) of every command and group, as ``--help`` shows it in 80 columns."""
    yield from _pages(main, "fundmix", None, lang)


def _pages(
    command: click.Command, name: str, above: click.Context | None, lang: Language
) -> Iterator[tuple[str, str]]:
    settings = {**command.context_settings, "terminal_width": FULL_WIDTH, "max_content_width": FULL_WIDTH}
    context = SpokenContext(command, above, name, Voice(lang, lang), **settings)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for inner_name, inner in command.commands.items():
            yield from _pages(inner, inner_name, context, lang)


def reference(lang: Language) -> str:
    """The page as Markdown."""
    parts = [
        f"# {say('reference_title', lang)}",
        f"({OTHER_PAGE[lang]})",
        "<!-- Written by `make docs` from the commands' own help. Change the sentences there. -->",
        say("reference_opening", lang),
    ]
    for words, text in pages(lang):
        parts += [f"## {words}", f"```text\n{text.strip()}\n```"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference(language(*sys.argv[1:2])))
