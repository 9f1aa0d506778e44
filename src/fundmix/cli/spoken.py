"""Commands and options whose help and errors are in the reader's language.

Sentences are looked up when help is shown, not when the command is declared, so that ``--lang`` can choose.
The code of a command's help is ``help_<command>``, of an option's ``option_<name>``.
"""

import difflib
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import click
from click.shell_completion import CompletionItem

from fundmix.errors import InputError, NotProvenError, VerificationError
from fundmix.words import LANGUAGES, Language, all_sentences, issue_line, language, note_line, say
from fundmix.words.formats import printable
from fundmix.words.layout import cells, hang

FAULT, BAD_INPUT, NOT_FUNDABLE, NOT_PROVEN, INTERRUPTED = 1, 2, 3, 4, 130
FULL_WIDTH = 80


@dataclass(slots=True)
class Voice:
    """The language of one run of the command, and its way to speak beside the answer (stderr)."""

    option: str | None
    lang: Language

    def settle(self, catalog_language: str) -> None:
        """Take the catalog's language where neither ``--lang`` nor ``FUNDMIX_LANG`` chose."""
        self.lang = language(self.option, catalog_language)

    def say(self, code: str, **values: Any) -> str:
        """The sentence of a code in this language."""
        return say(code, self.lang, **values)

    def answer(self, line: str) -> None:
        """One short answer on stdout, wrapped."""
        click.echo(hang(printable(line), FULL_WIDTH))

    def aside(self, line: str) -> None:
        """One line on stderr; what a user or a file wrote in it cannot steer the terminal."""
        click.echo(printable(line), err=True)


def lang_of(arguments: Sequence[str]) -> str | None:
    """The value of ``--lang`` among raw arguments: help is shown before options are read."""
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--lang" and following in LANGUAGES:
            return following
        if argument.startswith("--lang=") and argument[7:] in LANGUAGES:
            return argument[7:]
    return None


def voice_of(context: click.Context) -> Voice:
    """The voice of the running command."""
    found = context.find_object(Voice)
    return found or Voice(None, language())


class SpokenFormatter(click.HelpFormatter):
    """Click's help layout with Chinese characters counted as two cells."""

    def write_heading(self, heading: str) -> None:
        """A section's name with the colon of its language."""
        self.write(f"{' ' * self.current_indent}{heading}{':' if heading.isascii() else '：'}\n")

    def write_text(self, text: str) -> None:
        """A paragraph at the current indent."""
        indent = " " * self.current_indent
        self.write(hang(text, self.width, indent) + "\n")

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms and their meanings; a long term has its meaning on the next line."""
        pairs = list(rows)
        left = min(max((cells(term) for term, _ in pairs), default=0), 24) + col_spacing
        for term, meaning in pairs:
            start = " " * self.current_indent + term
            gap = left + self.current_indent - cells(start)
            if gap < col_spacing:
                self.write(start + "\n")
                start, gap = "", left + self.current_indent
            self.write(
                hang(meaning, self.width, start + " " * gap, " " * (left + self.current_indent)) + "\n"
            )


class SpokenContext(click.Context):
    """A context that lays help out in cells."""

    formatter_class = SpokenFormatter


class SpokenOption(click.Option):
    """An option whose help is the sentence ``option_<name>`` (or of the code given as ``words``)."""

    def __init__(self, *declarations: Any, words: str | None = None, **settings: Any) -> None:
        super().__init__(*declarations, **settings)
        self.words = words or f"option_{self.name}"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option, its meaning, whether it must be given and what holds when it is not."""
        lang = voice_of(ctx).lang
        text = say(self.words, lang)
        if self.required:
            text += say("help_required", lang)
        elif self.show_default:
            text += say("help_default", lang, value=self.default)
        names = ", ".join(sorted(self.opts, key=len))
        return (names if self.is_flag else f"{names} {self.make_metavar(ctx)}"), text


def option(*declarations: str, **settings: Any) -> Callable[..., Any]:
    """``click.option`` with spoken help."""
    return click.option(*declarations, cls=SpokenOption, **settings)


class _Spoken(click.Command):
    """What commands and groups share: usage, help and example in the reader's language."""

    context_class = SpokenContext
    example: str = ""

    def _help_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then ``--lang`` and ``--help`` last."""
        options = [parameter for parameter in self.params if isinstance(parameter, SpokenOption)]
        records = [record for parameter in options if (record := parameter.get_help_record(ctx))]
        lang = voice_of(ctx).lang
        records.append(("-h, --help", say("option_help", lang)))
        with formatter.section(say("help_options", lang)):
            formatter.write_dl(records)

    def get_short_help_str(self, limit: int = 45) -> str:
        """What a shell shows beside the command that it completes."""
        return say(self.help or "", language())

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Click's completions, options with their meaning."""
        items = super().shell_complete(ctx, incomplete)
        meanings = {
            name: say(parameter.words, voice_of(ctx).lang)
            for parameter in self.params
            if isinstance(parameter, SpokenOption)
            for name in parameter.opts
        }
        for item in items:
            item.help = meanings.get(str(item.value), item.help)
        return items

    def refuse_twice(self, ctx: click.Context, given: Sequence[str]) -> None:
        """An option with one value is given once: click would keep the last and say nothing of the first."""
        if ctx.resilient_parsing:
            # a shell asks what may follow: nothing is wrong yet
            return
        _, _, order = self.make_parser(ctx).parse_args(args=list(given))
        single = [
            param
            for param in order
            if isinstance(param, SpokenOption) and not (param.multiple or param.is_flag)
        ]
        twice = next((param for param in single if single.count(param) > 1), None)
        if twice is not None:
            raise click.UsageError(say("usage_twice", voice_of(ctx).lang, option=_name_of(twice)), ctx)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """``Usage: fundmix …``."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        prefix = say("help_usage", voice_of(ctx).lang)
        # a full-width colon brings its own space
        formatter.write_usage(ctx.command_path, pieces, prefix + (" " if prefix.isascii() else ""))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's sentence."""
        formatter.write_paragraph()
        lang = voice_of(ctx).lang
        with formatter.indentation():
            formatter.write_text(say(self.help or "", lang))
            if f"{self.help}_more" in all_sentences():
                formatter.write_text(say(f"{self.help}_more", lang))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of a command, and the commands of a group."""
        if isinstance(self, click.Group):
            rows = [
                (name, say(command.help or "", voice_of(ctx).lang)) for name, command in self.commands.items()
            ]
            with formatter.section(say("help_commands", voice_of(ctx).lang)):
                formatter.write_dl(rows)
        self._help_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One example."""
        with formatter.section(say("help_example", voice_of(ctx).lang)):
            for line in self.example.splitlines():
                formatter.write(f"  {line}\n")


def _language_option() -> SpokenOption:
    # read from the raw arguments (lang_of), declared so that click checks and lists it
    return SpokenOption(["--lang"], type=click.Choice(LANGUAGES), expose_value=False)


class SpokenCommand(_Spoken):
    """A command with spoken help, ``-h`` and ``--lang``."""

    def __init__(self, *arguments: Any, example: str = "", **settings: Any) -> None:
        settings["help"] = f"help_{settings.pop('words', None) or settings.get('name') or arguments[0]}"
        settings["context_settings"] = {"help_option_names": ["-h", "--help"]}
        super().__init__(*arguments, **settings)
        self.example = example
        self.params.append(_language_option())
        # said in the reader's language, see parse_args
        self.allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Click's reading; what is left over is a mistake."""
        given = list(args)
        extra = super().parse_args(ctx, args)
        self.refuse_twice(ctx, given)
        if extra and not ctx.resilient_parsing:
            raise click.UsageError(say("usage_extra", voice_of(ctx).lang, words=extra), ctx)
        return extra


class SpokenGroup(_Spoken, click.Group):
    """A group of spoken commands."""

    command_class = SpokenCommand

    def __init__(self, *arguments: Any, example: str = "", **settings: Any) -> None:
        settings["help"] = f"help_{settings.get('name') or arguments[0]}"
        settings["context_settings"] = {"help_option_names": ["-h", "--help"]}
        super().__init__(*arguments, **settings)
        self.example = example
        self.params.append(_language_option())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Click's reading of the group's own options."""
        given = list(args)
        rest = super().parse_args(ctx, args)
        self.refuse_twice(ctx, given)
        return rest


class Program(SpokenGroup):
    """The whole command: turns what was raised into lines on stderr and an exit code."""

    def main(self, args: Any = None, prog_name: str | None = None, *_: Any, **settings: Any) -> Any:
        """Run, speak, exit. An unexpected fault is not caught and keeps its traceback."""
        arguments = list(sys.argv[1:] if args is None else args)
        voice = Voice(lang_of(arguments), language(lang_of(arguments)))
        settings = {**settings, "standalone_mode": False, "obj": voice}
        _forgive_encodings()
        try:
            code = super().main(arguments, prog_name or "fundmix", **settings)
        except click.Abort:
            code = INTERRUPTED
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = BAD_INPUT
        except click.ClickException as error:
            for line in usage_lines(error, voice):
                voice.aside(line)
            code = error.exit_code
        except (InputError, VerificationError) as error:
            for issue in error.issues:
                voice.aside(issue_line(issue, voice.lang))
            code = BAD_INPUT if isinstance(error, InputError) else FAULT
        except NotProvenError as error:
            voice.aside(note_line(error.reason, voice.lang))
            code = NOT_PROVEN
        except OSError as error:
            # a full disk behind stdout is nobody's fault here; files are named where they are written
            if error.errno != errno.ENOSPC or error.filename:
                raise
            voice.aside(voice.say("answer_not_written", reason=error.strerror))
            # what is still in the buffer would fail once more when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FAULT
        sys.exit(code if isinstance(code, int) else 0)


def _forgive_encodings() -> None:
    """Show ``?`` for what a terminal's encoding lacks (``¥`` in GBK) instead of failing half-way."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def usage_lines(error: click.ClickException, voice: Voice) -> Iterator[str]:
    """What is wrong with a command line, and where to read how it is written."""
    meant = _meant(error)
    suggestion = voice.say("usage_did_you_mean", word=meant) if meant else ""
    match error:
        case click.NoSuchOption():
            yield voice.say("usage_no_option", option=error.option_name) + suggestion
        case click.exceptions.NoSuchCommand():
            yield voice.say("usage_no_command", command=error.command_name) + suggestion
        case click.MissingParameter():
            yield voice.say("usage_missing", option=_name_of(error.param))
        case click.BadParameter() if error.param and isinstance(error.param.type, click.Choice):
            yield voice.say(
                "usage_choice", option=_name_of(error.param), choices=list(error.param.type.choices)
            )
        case click.BadParameter():
            yield f"{_name_of(error.param)}: {error.message}"
        case click.BadOptionUsage():
            yield voice.say("usage_no_value", option=error.option_name)
        case _:
            yield error.format_message()
    if isinstance(error, click.UsageError) and error.ctx:
        yield voice.say("usage_try", command=f"{error.ctx.command_path} --help")


def _meant(error: click.ClickException) -> str | None:
    """The option or command that was probably meant; dashes, which all options share, do not count as likeness."""
    written = getattr(error, "option_name", None) or getattr(error, "command_name", None) or ""
    near = {word.strip("-"): word for word in getattr(error, "possibilities", None) or ()}
    found = difflib.get_close_matches(str(written).strip("-"), near, n=1)
    return near[found[0]] if found else None


def _name_of(parameter: click.Parameter | None) -> str:
    """``--amount`` of an option; an argument as the usage line calls it (``PLAN.json``)."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return (parameter.metavar or (parameter.name or "").upper()) if parameter else ""
