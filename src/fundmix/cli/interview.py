"""``fundmix profile new`` and ``fundmix profile check``: the interview, and what a profile lacks."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.profiles import profile
from fundmix.cli.question import (
    AS_FORMAT,
    CATALOG,
    POLICY,
    PROFILE,
    START,
    WANTED,
    Reading,
    needs_of,
    question,
    with_options,
)
from fundmix.cli.spoken import SpokenCommand, Voice, option
from fundmix.cli.values import FILE, PATH, SECONDS, today
from fundmix.cli.waiting import waiting
from fundmix.errors import InputError, Issue
from fundmix.words import issue_line, say

if TYPE_CHECKING:
    from pathlib import Path

    from fundmix.interview.answers import Answers
    from fundmix.interview.asks import Ask
    from fundmix.interview.conversation import Conversation

NOT_KNOWN = ("", "?", "？", "不知道", "不清楚", "don't know", "unknown")
"""How somebody says that he does not know."""


@profile.command(
    "new",
    cls=SpokenCommand,
    words="profile_new",
    example="fundmix profile new --need 30万 --by +2m --purpose stock",
)
@option("-o", "--output", type=PATH, default="profile.toml", show_default=True, words="option_new_output")
@with_options(*WANTED, CATALOG, POLICY)
@option("--answers", "answers_file", type=FILE, metavar="FILE", words="option_answers")
@START
@click.pass_obj
def new(voice: Voice, /, output: "Path", where: str, **given: Any) -> None:
    """Ask what can still change the plan and write the profile."""
    from fundmix.borrower import load_policy
    from fundmix.catalog.load import language_of, load_catalog
    from fundmix.interview.answers import read_answers
    from fundmix.interview.asks import CASH
    from fundmix.interview.book import Book
    from fundmix.interview.conversation import Conversation, askable
    from fundmix.interview.decide import Question

    voice.settle(language_of(where))
    reading, first = Reading(), given["start"] or today()
    catalog = reading(lambda: load_catalog(where))
    needs = reading(lambda: needs_of(voice, given, first))
    policy = reading(lambda: load_policy(given["policy"]))
    answers = None
    if catalog and given["answers_file"]:
        facts = askable(catalog)
        answers = reading(lambda: read_answers(given["answers_file"], facts))
    if needs == ():
        reading.issues.append(Issue("interview_needs"))
    if reading.issues or catalog is None or needs is None or policy is None:
        raise InputError(reading.issues)
    book = Book.opened(output, voice.lang, given["start"])
    talk = Conversation(Question(catalog, needs, policy), book, voice.lang, (given["start"], today()))
    _converse(voice, talk, answers)
    told, unknown = talk.counts()
    voice.answer(voice.say("interview_done", asked=told + unknown, all=len(askable(catalog)) + len(CASH) + 1))
    if unknown:
        voice.answer(voice.say("interview_unknown", count=unknown))
    voice.answer(voice.say("interview_written", file=output, command=_optimize(output, given)))


def _optimize(output: "Path", given: dict[str, Any]) -> str:
    """The command that plans with the new profile."""
    if given["needs_file"]:
        return f"fundmix optimize --profile {output} --needs {given['needs_file']}"
    return f"fundmix optimize --profile {output} --need {given['need']} --by {given['by']} --purpose {given['purpose']}"


def _converse(voice: Voice, talk: "Conversation", answers: "Answers | None") -> None:
    """Ask until nothing can change the plan."""
    number = 0
    try:
        while True:
            with waiting(voice.say("interview_thinking")):
                ask = talk.next()
            if ask is None:
                return
            number += 1
            if answers is not None:
                _from_file(talk, ask, answers)
            else:
                _from_person(voice, talk, ask, number)
    except (click.Abort, KeyboardInterrupt):
        voice.aside("")
        voice.aside(voice.say("interview_paused", file=talk.book.path, count=max(0, number - 1)))
        raise click.Abort from None


def _from_file(talk: "Conversation", ask: "Ask", answers: "Answers") -> None:
    """Answer from the file; what it does not say is not known.

    Raises:
        InputError: the answer does not fit.
    """
    from pydantic_core import PydanticCustomError

    if ask.key == "debts":
        talk.tell_debts([dict(debt) for debt in answers.debts])
        return
    answer = answers.answer(ask.key)
    if answer is None:
        talk.decline(ask)
        return
    try:
        talk.answer(ask, answer)
    except PydanticCustomError as error:
        raise InputError([Issue(error.type, column=ask.key, details=dict(error.context or {}))]) from None


def _from_person(voice: Voice, talk: "Conversation", ask: "Ask", number: int) -> None:
    """Ask at the terminal until the answer fits."""
    from pydantic_core import PydanticCustomError

    head = "interview_head_left" if talk.left else "interview_head"
    what, *more = ask.lines(voice.lang)
    voice.aside(f"\n{voice.say(head, number=number, left=talk.left)} · {what}")
    for line in (*more, *([voice.say("interview_hint")] if number == 1 else [])):
        voice.aside(f"  {line}")
    while True:
        raw = click.prompt("", prompt_suffix="> ", default="", show_default=False, err=True)
        known = str(raw).strip().lower() not in NOT_KNOWN
        if ask.needed and not known:
            voice.aside(voice.say("interview_debt_dropped"))
        try:
            if known:
                talk.answer(ask, raw)
            else:
                talk.decline(ask)
        except PydanticCustomError as error:
            reason = say(error.type, voice.lang, **{"value": raw, **(error.context or {})})
            voice.aside(voice.say("interview_wrong", reason=reason))
        except InputError as error:
            for issue in error.issues:
                voice.aside(issue_line(issue, voice.lang))
            if ask.key.startswith("debt."):
                voice.aside(voice.say("interview_debt_again"))
                return
        else:
            return


@profile.command(
    "check",
    cls=SpokenCommand,
    words="profile_check",
    example="fundmix profile check --profile profile.toml --needs needs.csv",
)
@with_options(PROFILE, *WANTED, CATALOG, POLICY, START)
@option("--time-limit", type=SECONDS, default="10", show_default=True)
@AS_FORMAT
@click.pass_obj
def check(voice: Voice, /, profile_file: "Path", where: str, start: dt.date | None, **given: Any) -> None:
    """Print what is missing by its worth, and what is doubtful."""
    from fundmix.catalog.load import language_of
    from fundmix.interview.check import check_profile
    from fundmix.interview.show import CHECK_COLUMNS, check_rows, print_check
    from fundmix.report.records import show

    voice.settle(language_of(where))
    borrower, needs, policy, market = question(voice, profile_file, where, {**given, "start": start})
    with waiting(voice.say("solving")):
        found = check_profile(
            market, borrower, needs, policy, today=start or today(), time_limit=given["time_limit"]
        )
    if given["as_format"] == "table":
        print_check(market, found, voice.lang)
    else:
        show(given["as_format"], found.to_dict(), CHECK_COLUMNS, check_rows(found))
