"""What a planning command asks: profile, needs, catalog and policy, read together so that all mistakes are told."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from fundmix.cli.spoken import Voice, option
from fundmix.cli.values import DAY, FILE, FORMAT, SECONDS, SHARE, today
from fundmix.errors import InputError, Issue

if TYPE_CHECKING:
    from pathlib import Path

    from fundmix.borrower import Need, Policy, Profile
    from fundmix.catalog.tables import Catalog
    from fundmix.watch.records import History

_ASKED = {"amount": "--need", "date": "--by", "purpose": "--purpose"}
PROFILE = option(
    "--profile", "profile_file", type=FILE, required=True, metavar="FILE", words="option_profile"
)


def _catalogs_like(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """The catalogs that have a name, and folders."""
    from fundmix.catalog.load import catalog_names

    named = [CompletionItem(name) for name in catalog_names() if name.startswith(begun)]
    return [*named, CompletionItem(begun, type="dir")]


CATALOG = option(
    "--catalog", "where", default="cn", show_default=True, metavar="CATALOG", words="option_catalog",
    shell_complete=_catalogs_like,
)  # fmt: skip
AS_FORMAT = option(
    "--format", "as_format", type=FORMAT, default="table", show_default=True, words="option_format"
)
WANTED = (
    option("--needs", "needs_file", type=FILE, metavar="FILE", words="option_needs"),
    option("--need", metavar="AMOUNT"),
    option("--by", metavar="DATE"),
    option("--purpose", metavar="WORD"),
)
"""What the money is for: a file, or one need."""
POLICY = option("--policy", default="balanced", show_default=True, metavar="NAME|FILE")
START = option("--start", type=DAY)
QUESTION = (
    PROFILE,
    *WANTED,
    CATALOG,
    POLICY,
    option("--survive", metavar="WORD[;…]"),
    option(
        "--from-month",
        "survive_from",
        type=click.IntRange(0, 240),
        metavar="MONTH",
        words="option_from_month",
    ),
    option("--survive-share", type=SHARE, metavar="SHARE"),
    START,
    option("--gap", type=SHARE),
    option("--time-limit", type=SECONDS, default="10", show_default=True),
)
"""What every command that plans asks."""


def asks[T: Callable[..., Any]](command: T) -> T:
    """Give a command the options of :data:`QUESTION`, in their order."""
    asked: T = with_options(*QUESTION)(command)
    return asked


def with_options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Give a command these options, in their order."""

    def given(command: Any) -> Any:
        for add in reversed(options):
            command = add(command)
        return command

    return given


class Reading:
    """Readings whose mistakes are kept, so that those of all files are told at once."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def __call__[T](self, read: Callable[[], T]) -> T | None:
        """What ``read`` gives; None, its mistakes kept, when it gives nothing."""
        try:
            return read()
        except InputError as error:
            self.issues.extend(issue for issue in error.issues if issue not in self.issues)
            return None

    def borrower(
        self, profile_file: "Path", where: str, start: dt.date | None
    ) -> "tuple[Profile | None, Profile | None, Catalog | None]":
        """The profile; what is legible of it (its facts, checked against the catalog); the catalog."""
        from fundmix.borrower import load_profile
        from fundmix.borrower.profile import load_facts
        from fundmix.catalog.load import load_catalog
        from fundmix.facts import facts_of

        profile = self(lambda: load_profile(profile_file, start=start, today=today()))
        market = self(lambda: load_catalog(where))
        legible = profile or self(lambda: load_facts(profile_file, start=start, today=today()))
        if market and legible:
            self(lambda: facts_of(legible, market))
        return profile, legible, market

    def catalogs(self, places: Sequence[str]) -> "tuple[Catalog, Catalog] | None":
        """Two catalogs; None when one of them has a mistake."""
        from fundmix.catalog.load import load_catalog

        old, new = (self(partial(load_catalog, place)) for place in places)
        return (old, new) if old and new else None


def with_history(
    voice: Voice,
    profile_file: "Path",
    where: str,
    given: Mapping[str, Any],
    *more: Callable[["Catalog"], Any],
) -> "tuple[tuple[Profile, tuple[Need, ...], Policy, Catalog], History | None]":
    """A question that needs no needs, and the history beside it; ``more``: checks that only the catalog can make.

    Raises:
        InputError: the mistakes of all of them together.
    """
    from fundmix.catalog.load import load_catalog
    from fundmix.watch.history import load_history

    reading, file, history = Reading(), given["history_file"], None
    asked = reading(lambda: question(voice, profile_file, where, given, answered=True))
    market = asked[3] if asked else reading(lambda: load_catalog(where))
    if market is not None:
        known = market
        for check in more:
            reading(lambda check=check: check(known))  # type: ignore[misc]
        history = reading(lambda: load_history(file, known)) if file else None
    if reading.issues or asked is None:
        raise InputError(reading.issues)
    return asked, history


def question(
    voice: Voice, profile_file: "Path", where: str, given: Mapping[str, Any], *, answered: bool = False
) -> "tuple[Profile, tuple[Need, ...], Policy, Catalog]":
    """Everything that a plan is made from; ``answered``: there is a plan, which has its own needs."""
    from fundmix.borrower import load_policy

    reading = Reading()
    profile, legible, market = reading.borrower(profile_file, where, given["start"])
    needs = reading(lambda: needs_of(voice, given, legible.start)) if legible else None
    if needs == () and profile is not None and not (profile.debts or answered or given["needs_file"]):
        reading.issues.append(Issue("nothing_to_plan"))
    policy = reading(lambda: _asked("--policy", lambda: load_policy(given["policy"])))
    if reading.issues or profile is None or needs is None or policy is None or market is None:
        raise InputError(reading.issues)
    return profile, needs, _survives(policy, given), market


def read_catalogs(*places: str) -> "tuple[Catalog, Catalog]":
    """Two catalogs; the mistakes of both are told at once."""
    reading = Reading()
    found = reading.catalogs(places)
    if found is None:
        raise InputError(reading.issues)
    return found


def comparison(
    voice: Voice, profile_file: "Path", places: tuple[str, str], given: Mapping[str, Any]
) -> "tuple[tuple[Catalog, Catalog], Profile, tuple[Need, ...], Policy]":
    """Two catalogs, and everything that is planned with both; what only one of them knows is no mistake."""
    from fundmix.analysis.impact import fitted
    from fundmix.borrower import load_policy, load_profile
    from fundmix.borrower.profile import load_facts
    from fundmix.facts import facts_of

    reading, start = Reading(), given["start"]
    profile = reading(lambda: load_profile(profile_file, start=start, today=today()))
    legible = profile or reading(lambda: load_facts(profile_file, start=start, today=today()))
    catalogs = reading.catalogs(places)
    if catalogs and legible:
        for market, other in (catalogs, catalogs[::-1]):
            reading(partial(facts_of, fitted(legible, market, other)[0], market))
    needs = reading(lambda: needs_of(voice, given, legible.start)) if legible else None
    policy = reading(lambda: _asked("--policy", lambda: load_policy(given["policy"])))
    if reading.issues or catalogs is None or profile is None or needs is None or policy is None:
        raise InputError(reading.issues)
    return catalogs, profile, needs, _survives(policy, given)


def _survives(policy: "Policy", given: Mapping[str, Any]) -> "Policy":
    """The policy with what the options want to survive; ``none`` takes back what a preset wants."""
    said = {name: given[name] for name in ("survive_from", "survive_share") if given.get(name) is not None}
    if given.get("survive") is not None:
        words = (word.strip() for word in given["survive"].replace(",", ";").split(";"))
        said["survive"] = tuple(dict.fromkeys(word for word in words if word not in ("", "none")))
    return policy.model_copy(update=said) if said else policy


def _asked[T](place: str, read: Callable[[], T]) -> T:
    """What ``read`` gives; a mistake that is in no file stands in the option ``place``."""
    try:
        return read()
    except InputError as error:
        raise InputError(
            issue if issue.file else replace(issue, column=place) for issue in error.issues
        ) from None


def needs_of(voice: Voice, given: Mapping[str, Any], start: dt.date) -> "tuple[Need, ...]":
    """The needs of ``--needs``, or the one of ``--need``, ``--by`` and ``--purpose``; none: the debts alone."""
    from fundmix.borrower import load_needs, one_need

    written = [name for name in ("need", "by", "purpose") if given[name] is not None]
    if given["needs_file"] and written:
        raise click.UsageError(voice.say("usage_need_or_needs"), click.get_current_context())
    if given["needs_file"]:
        return load_needs(given["needs_file"], start)
    if not written:
        return ()
    missing = next((f"--{name}" for name in ("need", "by", "purpose") if given[name] is None), None)
    if missing:
        raise click.UsageError(voice.say("usage_missing", option=missing), click.get_current_context())
    try:
        return (one_need(given["need"], given["by"], given["purpose"], start),)
    except InputError as error:
        raise InputError(
            replace(issue, line=None, column=_ASKED.get(issue.column, issue.column)) for issue in error.issues
        ) from None
