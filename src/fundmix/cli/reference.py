"""The command reference: ``python -m fundmix.cli.reference en`` prints ``docs/commands.md``, ``zh`` its Chinese."""

import sys
from collections.abc import Iterator

import click

from fundmix.cli import main
from fundmix.cli.spoken import FULL_WIDTH, SpokenContext, Voice
from fundmix.words import LANGUAGES, Language, say

OTHER_PAGE = {"en": "[中文](commands.zh.md)", "zh": "[English](commands.md)"}


def pages(lang: Language) -> Iterator[tuple[str, str]]:
    """(words that call it, its help) of every command and group, as ``--help`` shows it in 80 columns."""
    yield from _pages(main, SpokenContext(main, info_name="fundmix", **_settings(lang)), lang)  # type: ignore[arg-type]


def _settings(lang: Language) -> dict[str, object]:
    return {"obj": Voice(lang, lang), "terminal_width": FULL_WIDTH, "max_content_width": FULL_WIDTH}


def _pages(command: click.Command, context: click.Context, lang: Language) -> Iterator[tuple[str, str]]:
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            below = SpokenContext(inner, parent=context, info_name=name, **_settings(lang))  # type: ignore[arg-type]
            yield from _pages(inner, below, lang)


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
    wanted = next((lang for lang in LANGUAGES if lang in sys.argv[1:]), "en")
    sys.stdout.write(reference(wanted))
