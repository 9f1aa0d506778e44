"""``fundmix optimize``, ``eligible`` and ``verify``: a plan, what it may use, and its re-play."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.spoken import FAULT, NOT_FUNDABLE, NOT_PROVEN, SpokenCommand, Voice, option
from fundmix.cli.values import DAY, FILE, FORMAT, PATH, SECONDS, SHARE, today
from fundmix.cli.waiting import waiting
from fundmix.errors import InputError, Issue
from fundmix.words import issue_line, note_line

if TYPE_CHECKING:
    from pathlib import Path

    from fundmix.borrower import Need, Policy, Profile
    from fundmix.catalog.tables import Catalog

TABLES = ("mix", "repayments", "renewals", "cashflow", "schedule", "excluded")
EXIT_CODES = {"funded": 0, "not_needed": 0, "partial": NOT_FUNDABLE, "unproven": NOT_PROVEN}
_ASKED = {"amount": "--need", "date": "--by", "purpose": "--purpose"}
_PROFILE = option(
    "--profile", "profile_file", type=FILE, required=True, metavar="FILE", words="option_profile"
)
_CATALOG = option(
    "--catalog", "where", default="cn", show_default=True, metavar="CATALOG", words="option_catalog"
)
_FORMAT = option(
    "--format", "as_format", type=FORMAT, default="table", show_default=True, words="option_format"
)


@click.command(
    "optimize",
    cls=SpokenCommand,
    example="fundmix optimize --profile profile.toml --need 30万 --by +2m --purpose stock\n"
    "fundmix optimize --profile profile.toml --needs needs.csv -o plan.json\n"
    "fundmix optimize --profile profile.toml",
)
@_PROFILE
@option("--needs", "needs_file", type=FILE, metavar="FILE", words="option_needs")
@option("--need", metavar="AMOUNT")
@option("--by", metavar="DATE")
@option("--purpose", metavar="WORD")
@_CATALOG
@option("--policy", default="balanced", show_default=True, metavar="NAME|FILE")
@option("--start", type=DAY)
@option("--gap", type=SHARE)
@option("--time-limit", type=SECONDS, default="10", show_default=True)
@option("--exact", is_flag=True)
@_FORMAT
@option("--table", type=click.Choice(TABLES))
@option("-o", "--output", "outputs", type=str, multiple=True, metavar="FILE|FOLDER/", words="option_output")
@option("--write-lp", type=PATH, metavar="FILE")
@option("--write-mps", type=PATH, metavar="FILE")
@click.pass_obj
def optimize(voice: Voice, /, profile_file: "Path", where: str, **given: Any) -> int:
    """Build the plan, write what was asked for, print the answer."""
    from pathlib import Path

    from fundmix import recommend
    from fundmix.borrower.profile import profile_files
    from fundmix.catalog.load import catalog_files, language_of
    from fundmix.report.facts import fact_texts
    from fundmix.report.files import refuse_inputs, write_all
    from fundmix.report.outputs import check_outputs, output_files, show_plan

    voice.settle(language_of(where))
    outputs = check_outputs(given["outputs"])
    policy_file = (
        Path(given["policy"]) if "/" in given["policy"] or given["policy"].endswith(".toml") else None
    )
    inputs = [path for path in (given["needs_file"], policy_file) if path] + list(profile_files(profile_file))
    written = [path for path in (given["write_lp"], given["write_mps"]) if path]
    refuse_inputs([*outputs, *written], [*inputs, *catalog_files(where)])
    profile, needs, policy, market = _inputs(voice, profile_file, where, given)
    if not profile.cash.model_fields_set:
        voice.aside(voice.say("cash_not_stated"))
    for note in market.notes:
        voice.aside(note_line(note, voice.lang))
    with waiting(voice.say("solving")):
        plan = recommend.optimize(
            market, profile, needs, policy, gap=given["gap"], time_limit=given["time_limit"],
            exact=given["exact"], write_lp=given["write_lp"], write_mps=given["write_mps"],
        )  # fmt: skip
    write_all(output_files(plan, outputs))
    show_plan(plan, given["as_format"], given["table"], voice.lang, fact_texts(market, voice.lang))
    return EXIT_CODES[plan.status]


class _Reading:
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


def _inputs(
    voice: Voice, profile_file: "Path", where: str, given: Mapping[str, Any]
) -> "tuple[Profile, tuple[Need, ...], Policy, Catalog]":
    """Everything that a plan is made from."""
    from fundmix.borrower import load_policy

    reading = _Reading()
    profile, legible, market = reading.borrower(profile_file, where, given["start"])
    needs = reading(lambda: _needs(voice, given, legible.start)) if legible else None
    if needs == () and profile is not None and not profile.debts and not given["needs_file"]:
        reading.issues.append(Issue("nothing_to_plan"))
    policy = reading(lambda: _asked("--policy", lambda: load_policy(given["policy"])))
    if reading.issues or profile is None or needs is None or policy is None or market is None:
        raise InputError(reading.issues)
    return profile, needs, policy, market


def _asked[T](place: str, read: Callable[[], T]) -> T:
    """What ``read`` gives; a mistake that is in no file stands in the option ``place``."""
    try:
        return read()
    except InputError as error:
        raise InputError(
            issue if issue.file else replace(issue, column=place) for issue in error.issues
        ) from None


def _needs(voice: Voice, given: Mapping[str, Any], start: dt.date) -> "tuple[Need, ...]":
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


@click.command("eligible", cls=SpokenCommand, example="fundmix eligible --profile profile.toml")
@_PROFILE
@_CATALOG
@option("--start", type=DAY)
@_FORMAT
@click.pass_obj
def eligible(voice: Voice, profile_file: "Path", where: str, start: dt.date | None, as_format: str) -> None:
    """Print every channel's verdict with each failed rule."""
    from fundmix import recommend
    from fundmix.catalog.load import language_of
    from fundmix.report.eligibility import VERDICT_COLUMNS, flat, print_verdicts, verdict_records
    from fundmix.report.records import show

    voice.settle(language_of(where))
    reading = _Reading()
    profile, _, market = reading.borrower(profile_file, where, start)
    if reading.issues or profile is None or market is None:
        raise InputError(reading.issues)
    records = verdict_records(market, recommend.eligible(market, profile))
    if as_format == "table":
        print_verdicts(market, records, voice.lang)
    else:
        show(as_format, records, VERDICT_COLUMNS, flat(records))


@click.command("verify", cls=SpokenCommand, example="fundmix verify plan.json")
@click.argument("plan_file", type=FILE, metavar="PLAN.json")
@click.pass_obj
def verify(voice: Voice, plan_file: "Path") -> int:
    """Re-play a plan from its own data."""
    from fundmix.verify import read_plan
    from fundmix.verify import verify as replay

    plan = read_plan(plan_file)
    found = replay(plan)
    if not found:
        voice.answer(voice.say("verify_right", draws=len(plan.draws), periods=len(plan.cashflow_rows)))
        return 0
    voice.answer(voice.say("verify_wrong", count=len(found)))
    for issue in found:
        voice.answer(issue_line(issue, voice.lang))
    return FAULT
