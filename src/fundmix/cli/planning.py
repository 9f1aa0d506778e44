"""``fundmix optimize``, ``eligible`` and ``verify``: a plan, what it may use, and its re-play."""

# ruff: noqa: PLC0415 - heavy libraries are imported in the commands, see fundmix.cli

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from fundmix.cli.question import AS_FORMAT, CATALOG, PROFILE, Reading, asks, question
from fundmix.cli.spoken import FAULT, NOT_FUNDABLE, NOT_PROVEN, SpokenCommand, Voice, option
from fundmix.cli.values import DAY, FILE, PATH
from fundmix.cli.waiting import waiting
from fundmix.errors import InputError
from fundmix.words import issue_line, note_line

if TYPE_CHECKING:
    from pathlib import Path

    from fundmix.analysis.alternatives import Replacement
    from fundmix.borrower import Need, Policy, Profile
    from fundmix.catalog.tables import Catalog
    from fundmix.plan import FundingPlan, OutageRow
    from fundmix.report.agenda import Agenda

    type Asked = tuple[Catalog, Profile, tuple[Need, ...], Policy]


TABLES = ("mix", "applications", "repayments", "renewals", "cashflow", "schedule", "calendar", "excluded")
EXIT_CODES = {"funded": 0, "not_needed": 0, "partial": NOT_FUNDABLE, "unproven": NOT_PROVEN}


@click.command(
    "optimize",
    cls=SpokenCommand,
    example="fundmix optimize --profile profile.toml --need 30万 --by +2m --purpose stock\n"
    "fundmix optimize --profile profile.toml --needs needs.csv -o plan.json\n"
    "fundmix optimize --profile profile.toml",
)
@asks
@option("--exact", is_flag=True)
@AS_FORMAT
@option("--table", type=click.Choice(TABLES), metavar="NAME")
@option("-o", "--output", "outputs", type=str, multiple=True, metavar="FILE|FOLDER/", words="option_output")
@option("--redact", is_flag=True)
@option("--write-lp", type=PATH, metavar="FILE")
@option("--write-mps", type=PATH, metavar="FILE")
@click.pass_obj
def optimize(voice: Voice, /, profile_file: "Path", where: str, **given: Any) -> int:
    """Build the plan, write what was asked for, print the answer."""
    from pathlib import Path

    from fundmix import recommend
    from fundmix.borrower.profile import profile_files
    from fundmix.catalog.load import catalog_files, language_of
    from fundmix.plan.redacted import redacted
    from fundmix.report.agenda import name_from, show_events
    from fundmix.report.context import Context
    from fundmix.report.facts import fact_texts
    from fundmix.report.files import refuse_inputs, write_all
    from fundmix.report.outputs import CALENDAR, check_outputs, output_files, show_plan

    voice.settle(language_of(where))
    outputs = check_outputs(given["outputs"])
    policy_file = (
        Path(given["policy"]) if "/" in given["policy"] or given["policy"].endswith(".toml") else None
    )
    inputs = [path for path in (given["needs_file"], policy_file) if path] + list(profile_files(profile_file))
    written = [path for path in (given["write_lp"], given["write_mps"]) if path]
    if written and given["redact"]:
        raise click.UsageError(voice.say("usage_redact_program"), click.get_current_context())
    refuse_inputs([*outputs, *written], [*inputs, *catalog_files(where)])
    profile, needs, policy, market = question(voice, profile_file, where, given)
    if not profile.cash.model_fields_set:
        voice.aside(voice.say("cash_not_stated"))
    for note in market.notes:
        voice.aside(note_line(note, voice.lang))
    with waiting(voice.say("solving"), given["time_limit"], voice.lang):
        plan = recommend.optimize(
            market, profile, needs, policy, gap=given["gap"], time_limit=given["time_limit"],
            exact=given["exact"], write_lp=given["write_lp"], write_mps=given["write_mps"],
        )  # fmt: skip
    asked = (market, profile, needs, policy)
    wanted = given["table"] == "applications" and given["as_format"] == "table"
    instead = _next_best(voice, plan, asked) if wanted else ()
    pages = any(path.suffix == ".html" for path in outputs)
    refused = _refused(voice, plan, asked) if pages else ()
    if given["redact"]:
        plan = redacted(plan, voice.lang)
    whose = "" if given["redact"] else name_from(profile_file)
    agenda = _agenda(voice, plan, asked, whose) if outputs or given["table"] == CALENDAR else None
    write_all(output_files(plan, outputs, Context(voice.lang, agenda, market, refused)))
    if given["table"] == CALENDAR and agenda:
        show_events(agenda.events, given["as_format"], voice.lang)
    else:
        show_plan(
            plan, given["as_format"], given["table"], voice.lang, fact_texts(market, voice.lang), instead
        )
    short = [row for row in plan.diversification.outages if row.funded_share < policy.survive_share - 1e-6]
    if not short or plan.status == "unproven":
        return EXIT_CODES[plan.status]
    worst = min(short, key=lambda row: row.funded_share)
    share = int(worst.funded_share * 1000) / 1000
    name = worst.name_en if voice.lang == "en" and worst.name_en else worst.name
    voice.aside(
        voice.say("survive_share_short", name=name, share=worst.funded_share, suggestion=f"{share:g}")
    )
    return EXIT_CODES[plan.status] or NOT_FUNDABLE


def _agenda(voice: Voice, plan: "FundingPlan", asked: "Asked", whose: str) -> "Agenda":
    """The plan's events, with the ends of the borrower's quotes."""
    from fundmix.report.agenda import Agenda
    from fundmix.report.events import events_of

    market, profile, _, _ = asked
    events = events_of(plan, profile.quotes, market)
    return Agenda(events, whose, voice.lang, market.settings.jurisdiction)


def _refused(voice: Voice, plan: "FundingPlan", asked: "Asked") -> "tuple[OutageRow, ...]":
    """What each refusal would do, for a page of a plan that was not asked to survive any."""
    from fundmix.analysis.refused import refused

    market, profile, _, policy = asked
    if policy.survive:
        return ()
    with waiting(voice.say("solving")):
        return refused(market, profile, plan)


def _next_best(voice: Voice, plan: "FundingPlan", asked: "Asked") -> "tuple[Replacement, ...]":
    """The next-best mix without each lender of a plan that has not looked at refusals itself."""
    from fundmix.analysis.alternatives import replacements
    from fundmix.case import open_case

    if plan.diversification.outages or not plan.draws:
        return ()
    with waiting(voice.say("solving"), lang=voice.lang):
        return replacements(open_case(*asked), plan)


@click.command("eligible", cls=SpokenCommand, example="fundmix eligible --profile profile.toml")
@PROFILE
@CATALOG
@option("--start", type=DAY)
@AS_FORMAT
@click.pass_obj
def eligible(voice: Voice, profile_file: "Path", where: str, start: dt.date | None, as_format: str) -> None:
    """Print every channel's verdict with each failed rule."""
    from fundmix import recommend
    from fundmix.catalog.load import language_of
    from fundmix.report.eligibility import VERDICT_COLUMNS, flat, print_verdicts, verdict_records
    from fundmix.report.records import show

    voice.settle(language_of(where))
    reading = Reading()
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
