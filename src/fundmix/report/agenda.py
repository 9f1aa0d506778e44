"""Events in words: one line each, a note below it, a table, and records for other programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from fundmix.plan import Event
from fundmix.report.page import QUIET, Column, Page, figures
from fundmix.report.records import csv_text, emit, json_text
from fundmix.words import in_language, say
from fundmix.words.formats import date, printable

EVENT_COLUMNS = (
    "day", "kind", "subject", "name", "name_en", "amount", "currency", "principal", "interest", "fee",
    "documents", "documents_en", "uid",
)  # fmt: skip
"""The columns of an event in CSV; JSON has every detail."""
_NOTES = (
    ("carried", "event_carried"),
    ("cash_after", "event_cash"),
    ("apply", "event_apply_on"),
    ("answer", "event_answer_on"),
    ("documents", "event_bring"),
)
"""Details that a note tells whatever the event is, and by which sentence."""
_NOTE_OF_KIND = {
    "approval_ends": "event_approval_note",
    "quote_ends": "event_quote_note",
    "credit_report": "event_report_note",
}


@dataclass(frozen=True)
class Agenda:
    """Events as one borrower gets them.

    Attributes:
        events: by day.
        name: whose they are; it keeps two borrowers apart in one calendar.
        lang: ``zh`` or ``en``.
        jurisdiction: whose days they are, as the catalog has it.
    """

    events: tuple[Event, ...]
    name: str = ""
    lang: str = "zh"
    jurisdiction: str = "CN"


def name_from(profile_file: Path) -> str:
    """Whose events they are: what the profile is called, or its folder when it is just called ``profile``."""
    stem = profile_file.stem
    return profile_file.resolve().parent.name if stem == "profile" else stem


def what_of(event: Event, lang: str) -> str:
    """What kind of thing falls on the day."""
    use = str(event.details.get("use", ""))
    return say(f"event_{use}" if use in ("extend", "hardship") else f"event_{event.kind}", lang)


def name_of(event: Event, lang: str) -> str:
    """What the subject is called in the language, on one line."""
    return printable(event.name_en if lang == "en" and event.name_en else event.name)


def summary_of(event: Event, lang: str) -> str:
    """The event on one line: ``还款 借呗 ¥3,041.10``."""
    text, name = what_of(event, lang), name_of(event, lang)
    if name:
        text = say("event_named", lang, what=text, name=name)
    if event.amount is not None:
        text = say("event_amount", lang, what=text, amount=event.amount, currency=event.currency)
    return text


def notes_of(event: Event, lang: str) -> tuple[str, ...]:
    """What else is to know of it, a sentence each."""
    values = {"amount": event.amount, "currency": event.currency, **in_language(event.details, lang)}
    found = [part for part in ("principal", "interest", "fee") if values.get(part)]
    parts = [say(f"event_part_{part}", lang, amount=values[part], currency=event.currency) for part in found]
    # a sum that is principal alone needs no parts
    said = [] if found in ([], ["principal"]) else [say("event_parts", lang, parts=parts)]
    return (*said, *(say(code, lang, **values) for code in _notes(event)))


def _notes(event: Event) -> list[str]:
    """The codes of its sentences, those alone whose figures are known."""
    details, codes = event.details, []
    if "principal" in details:
        codes.append("event_of_plan" if "draw" in details and "carried" not in details else "event_of_debt")
    if "left" in details:
        codes.append("event_left" if details["left"] else "event_paid_off")
    if details.get("withheld"):
        codes.append("event_withheld")
    if event.kind == "renewal" and {"due", "lender"} <= details.keys():
        codes.append("event_hardship_note" if details.get("use") == "hardship" else "event_renewal_note")
    elif {"due", "lenders"} <= details.keys():
        codes.append("event_last_day_note")
    elif "due" in details:
        codes.append("event_due")
    codes += [_NOTE_OF_KIND[event.kind]] if event.kind in _NOTE_OF_KIND else []
    codes += [code for key, code in _NOTES if details.get(key) not in (None, (), [])]
    if details.get("hard"):
        codes.append("event_hard")
    if "used" in details and not details["used"]:
        codes.append("event_stand_by")
    elif event.kind == "answer":
        codes.append("event_no_answer")
    return codes


def print_calendar(events: Sequence[Event], lang: str, file: TextIO | None = None) -> None:
    """Write the events as a table to ``file`` (stdout), 80 cells wide when piped."""
    calendar_table(Page(lang, file, currency=events[0].currency if events else "CNY"), events)


def calendar_table(page: Page, events: Sequence[Event]) -> None:
    """Day, what, whom it is about, yuan; below what to bring and what hangs on an answer."""
    page.heading(page.say("calendar_title"))
    if not events:
        page.line(page.say("calendar_none"), first="  ")
        return
    columns = [
        Column(page.say("column_date"), strong=True),
        Column(page.say("column_event"), wide=True),
        Column(page.say("column_event_name"), wide=True),
        Column(page.say("column_amount"), right=True),
    ]
    amounts = [
        "" if event.amount is None else cell or "0"
        for event, cell in zip(events, figures([event.amount or 0 for event in events], 2), strict=True)
    ]
    rows = [
        (date(event.day), what_of(event, page.lang), name_of(event, page.lang), amount)
        for event, amount in zip(events, amounts, strict=True)
    ]
    page.table(columns, rows, [_below(event, page.lang) for event in events])
    page.line(page.say("calendar_legend"), first="  ", style=QUIET)


def _below(event: Event, lang: str) -> str:
    """The notes; those of a plain payment or answer would double the table."""
    plain = event.kind in ("payment", "debt_payment", "answer") and "carried" not in event.details
    return "" if plain else ("" if lang == "zh" else " ").join(notes_of(event, lang))


def event_records(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The events in plain JSON types."""
    return [event.model_dump(mode="json") for event in events]


def event_csv(events: Sequence[Event]) -> str:
    """The events as CSV, one row each."""
    return csv_text(EVENT_COLUMNS, [{**row["details"], **row} for row in event_records(events)])


def show_events(events: Sequence[Event], as_format: str, lang: str) -> None:
    """Write the events to stdout: as a table, as JSON or as CSV."""
    if as_format == "table":
        print_calendar(events, lang)
    else:
        emit(json_text(event_records(events)) + "\n" if as_format == "json" else event_csv(events))
