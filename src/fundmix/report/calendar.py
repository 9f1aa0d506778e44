"""Events as an iCalendar file (RFC 5545) that a phone or a desk calendar imports: one event each, with reminders.

Why a time of day, why these reminders, and how an event is known again: ``docs/decisions/0013-calendar.md``.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Timezone, vText
from icalendar import Event as Entry

from fundmix.plan import Event
from fundmix.report.agenda import notes_of, summary_of, what_of
from fundmix.words import say
from fundmix.words.formats import printable

PRODUCT = "-//fundmix//calendar//EN"
ZONES = {
    "CN": "Asia/Shanghai",
    "HK": "Asia/Hong_Kong",
    "MO": "Asia/Macau",
    "TW": "Asia/Taipei",
    "SG": "Asia/Singapore",
}
"""Jurisdiction of a catalog -> its time zone."""
HOME = "Asia/Shanghai"
"""The time zone of a catalog that does not say whose law it tells."""
BEGINS, LASTS = dt.time(9), dt.timedelta(minutes=30)
"""Lenders open at nine."""
PAYMENT_REMINDERS = (3, 0)
DEADLINE_REMINDERS = (7, 0)
"""Days before; the earlier comes first, since Outlook keeps one."""
REMINDERS: dict[str, tuple[int, ...]] = {
    "payment": PAYMENT_REMINDERS,
    "debt_payment": PAYMENT_REMINDERS,
    "early_payment": PAYMENT_REMINDERS,
    "balloon": (7, *PAYMENT_REMINDERS),
    "renewal": DEADLINE_REMINDERS,
    "again_by": DEADLINE_REMINDERS,
    "approval_ends": DEADLINE_REMINDERS,
    "quote_ends": DEADLINE_REMINDERS,
    "subsidy_ends": DEADLINE_REMINDERS,
    "last_day": DEADLINE_REMINDERS,
    "apply": (1, 0),
}
"""Everything else reminds on its day alone."""
NAMESPACE = uuid.UUID("6f0a2f62-3f0b-5a6e-9d0c-2b8f1d1c7a55")
"""Under which the names of events become UUIDs (RFC 9562, version 5), as RFC 7986 asks for."""


def zone_of(jurisdiction: str) -> str:
    """The time zone in which the days of a catalog are meant."""
    return ZONES.get(jurisdiction, HOME)


def ics_of(events: Sequence[Event], name: str, lang: str, made: dt.date, zone: str = HOME) -> str:
    """The events as the text of an ``.ics`` file, lines ended by CRLF.

    An event keeps its UID as long as ``name`` and its ``uid`` stay, so that a calendar that has it updates it.

    Args:
        events: by day; no two with the same ``uid``.
        name: whose calendar it is; two borrowers in one calendar need two names.
        lang: ``zh`` or ``en``.
        made: the start of the plan, which stands for the time at which it was made: a later one wins.
        zone: time zone of the days.
    """
    calendar = Calendar()
    # a text of the library escapes commas and line ends, also where the name begins with X-
    title = vText(say("calendar_name", lang, name=name))
    about = vText(say("calendar_about", lang, disclaimer=say("disclaimer", lang)))
    for key, value in (
        ("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("name", title),
        ("x-wr-calname", title), ("description", about), ("x-wr-caldesc", about), ("x-wr-timezone", zone),
    ):  # fmt: skip
        calendar.add(key, value)
    days = [event.day for event in events] or [made]
    clock = Timezone.from_tzid(zone, first_date=_new_year(min(days)), last_date=_new_year(max(days), 1))
    clock.pop("comment", None)
    calendar.add_component(clock)
    for event in events:
        calendar.add_component(_entry(event, (name, lang), made, zone))
    content: bytes = calendar.to_ical(sorted=False)
    return content.decode()


def _new_year(day: dt.date, later: int = 0) -> dt.date:
    return dt.date(day.year + later, 1, 1)


def _entry(event: Event, whose: tuple[str, str], made: dt.date, zone: str) -> Entry:
    """One event: half an hour that blocks nobody's time."""
    name, lang = whose
    entry = Entry()
    stamp = dt.datetime.combine(made, dt.time(), dt.UTC)
    entry.add("uid", str(uuid.uuid5(NAMESPACE, f"{name}\n{event.uid}")))
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    # the day as a number: it rises with later plans, and the library has no clock
    entry.add("sequence", made.toordinal())
    entry.add("dtstart", dt.datetime.combine(event.day, BEGINS, ZoneInfo(zone)))
    entry.add("duration", LASTS)
    entry.add("summary", summary_of(event, lang))
    if notes := notes_of(event, lang):
        entry.add("description", printable_lines(notes))
    entry.add("transp", "TRANSPARENT")
    for days in REMINDERS.get(event.kind, (0,)):
        entry.add_component(_alarm(what_of(event, lang), days))
    return entry


def printable_lines(notes: Sequence[str]) -> str:
    """The sentences below one another, without control characters."""
    return "\n".join(printable(note) for note in notes)


def _alarm(text: str, days: int) -> Alarm:
    """A reminder so many days before, at the same time of day."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", dt.timedelta(days=-days))
    return alarm
