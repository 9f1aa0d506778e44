"""What the borrower could change, on a terminal and as rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

from fundmix.analysis.levers import Lever, Levers, Step
from fundmix.catalog.tables import Catalog
from fundmix.report.facts import FactText, fact_text, fact_texts
from fundmix.report.page import HEADING, QUIET, Page
from fundmix.words import note_line

CHANNELS_SHOWN = 3
LEVER_COLUMNS = (
    "rank", "timing", "months", "saved_yuan", "more_funded", "steps", "remedy", "remedy_en", "opened", "eased",
    "enlarged", "used", "status", "cost", "old_saved", "unmet", "shortfall", "outlay", "before_outlay", "changes",
)  # fmt: skip


def lever_rows(found: Levers) -> list[dict[str, Any]]:
    """One flat row per lever with ``LEVER_COLUMNS``."""
    return [
        {
            **lever.model_dump(mode="json", exclude={"steps", "passed", "changes", "before", "after"}),
            **lever.after.model_dump(),
            "rank": rank,
            "before_outlay": lever.before.outlay,
            "steps": [f"{step.kind}:{step.subject}={step.after}" for step in lever.steps],
            "remedy": [step.remedy for step in lever.steps if step.remedy],
            "remedy_en": [step.remedy_en for step in lever.steps if step.remedy_en],
            "changes": [f"{change.key}={change.after}" for change in lever.changes],
        }
        for rank, lever in enumerate(found.levers, start=1)
    ]


def print_levers(catalog: Catalog, found: Levers, lang: str, file: TextIO | None = None) -> None:
    """What helps this plan, what helps the next one, and what is worth finding out."""
    page = Page(lang, file, currency=found.currency)
    facts = fact_texts(catalog, lang)
    page.line(page.say("title_levers"), style=HEADING)
    page.line(_today(page, found))
    if not found.levers and found.today.status != "not_needed":
        page.line(page.say("levers_none"))
    names = {one.channel_id: (lang == "en" and one.name_en) or one.name for one in catalog.channels}
    for title, note, late in (("levers_now", "", False), ("levers_next", "levers_next_note", True)):
        block = [lever for lever in found.levers if (lever.timing == "next_time") == late]
        if block:
            page.heading(page.say(title))
            if note:
                page.line(page.say(note), style=QUIET)
            for number, lever in enumerate(block, start=1):
                _lever(page, (number, lever), facts, names)
    if found.ask:
        page.heading(page.say("title_levers_ask"))
        page.bullets([note_line(warn, lang) for warn in found.ask])
    page.blank()
    if found.levers:
        page.line(page.say("levers_compared"), style=QUIET)
    page.line(page.say("disclaimer"), style=QUIET)


def _today(page: Page, found: Levers) -> str:
    """The plan as things stand, in one sentence."""
    today = found.today
    if today.status == "not_needed":
        return page.say("levers_not_needed")
    missing = today.unmet + today.shortfall
    code = "levers_today_open" if missing else "levers_today_saved" if today.old_saved else "levers_today"
    return page.say(code, cost=today.cost, saved=today.old_saved, missing=missing)


def _lever(
    page: Page, numbered: tuple[int, Lever], facts: Mapping[str, FactText], names: Mapping[str, str]
) -> None:
    """What it brings and how soon, what to do, and what that opens."""
    number, lever = numbered
    what = (
        page.say("lever_funds", more=lever.more_funded)
        if lever.more_funded >= 1
        else page.say("lever_saves", saved=lever.saved_yuan)
    )
    when = {0: "lever_at_once", 1: "lever_month"}.get(lever.months, "lever_months")
    months = page.say(when, months=lever.months)
    page.line(page.say("lever_head", what=what, when=months), first=f" {number}. ", style=HEADING)
    for step in lever.steps:
        for place, text in enumerate(_step(page, step, lever, facts)):
            page.line(text, first="    · " if not place else "      ")
    for text in _doors(page, lever, names):
        page.line(text, first="    ", style=QUIET)


def _step(page: Page, step: Step, lever: Lever, facts: Mapping[str, FactText]) -> Iterator[str]:
    """One thing to do, and what it changes."""
    fact = facts.get(step.field)
    must = (
        page.say(f"must_{step.operator}", required=fact_text(step.required, fact, page.lang))
        if step.operator
        else ""
    )
    remedy = (page.lang == "en" and step.remedy_en) or step.remedy
    if step.kind == "tell":
        yield page.say("lever_tell", fact=fact.name if fact else step.field, must=must)
        return
    if step.kind == "close":
        yield page.say("lever_close", debt=step.subject, yuan=step.yuan)
        if remedy:
            yield remedy
    elif step.subject == "start":
        yield page.say("lever_wait", day=step.after)
        yield from _with_time(page, lever, facts)
        return
    else:
        yield page.say("lever_correct") if step.kind == "correct" else remedy
        if fact is not None and fact.type == "choice":
            # which of the words it becomes is the borrower's own choice
            known = fact_text(step.before, fact, page.lang)
            yield page.say("failure_known", what=fact.name, actual=known, must=must)
        else:
            yield _moves(page, facts, step.field, (step.before, step.after))
        if step.yuan:
            yield page.say("lever_pays", yuan=step.yuan)
        if step.takes_months:
            yield page.say("lever_takes", months=step.takes_months)


def _with_time(page: Page, lever: Lever, facts: Mapping[str, FactText]) -> Iterator[str]:
    """What time alone changes at the channels that the plan then uses, each fact once."""
    doors = set(lever.used or (*lever.opened, *lever.eased, *lever.enlarged))
    done = {step.field for step in lever.steps}
    moved = {
        passed.field: (passed.before, passed.after)
        for passed in lever.passed
        if doors & set(passed.channels) and passed.field not in done
    }
    yield from (_moves(page, facts, field, ends) for field, ends in moved.items())
    if not moved:
        yield page.say("lever_wait_cash")


def _moves(page: Page, facts: Mapping[str, FactText], field: str, ends: tuple[Any, Any]) -> str:
    """A fact before and after."""
    fact = facts.get(field)
    before, after = (fact_text(end, fact, page.lang) for end in ends)
    return page.say("lever_moves", fact=fact.name if fact else field, before=before, after=after)


def _doors(page: Page, lever: Lever, names: Mapping[str, str]) -> Iterator[str]:
    """What it opens, eases and enlarges, what the plan uses first."""
    for code, channels in (
        ("lever_opens", lever.opened), ("lever_eases", lever.eased), ("lever_enlarges", lever.enlarged)
    ):  # fmt: skip
        if channels:
            yield page.say(code, channels=_few(page, channels, lever.used, names))


def _few(page: Page, channels: Sequence[str], used: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Some names, those that the plan uses first, and how many more there are."""
    ordered = sorted(channels, key=lambda channel: channel not in used)
    shown = [names[channel] for channel in ordered[:CHANNELS_SHOWN]]
    left = len(ordered) - len(shown)
    return [*shown, page.say("lever_others", count=left)] if left else shown
