"""The calendar file, read back by a second reader; the same events as a table and as records."""

import csv
import datetime as dt
import io
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.report.test_events import NEW, OLD, RENEWED, example

from fundmix.plan import Event, FundingPlan
from fundmix.plan.events import EventKind
from fundmix.report.agenda import (
    EVENT_COLUMNS,
    event_csv,
    event_records,
    name_from,
    notes_of,
    print_calendar,
    summary_of,
)
from fundmix.report.calendar import REMINDERS, ics_of, zone_of
from fundmix.report.events import EVENT_KINDS, events_of
from fundmix.words import LANGUAGES, say

MADE = dt.date(2026, 12, 1)
DAY = dt.date(2027, 1, 20)
ONCE = ("UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "TRANSP")
HOSTILE = "甲,乙;丙\\n丁\r\nBEGIN:VALARM\nEND:VEVENT\t\u202e\u200f\x07\x1b[31m 😀 " + "长" * 500


def event(kind: EventKind = "payment", **changed: object) -> Event:
    """One event of a loan."""
    values = {
        "day": DAY, "uid": f"{kind}|x", "subject": "debt:借呗", "name": "借呗", "amount": 3_041.1, "kind": kind,
    }  # fmt: skip
    return Event.model_validate({**values, **changed})


def calendar(events: tuple[Event, ...], lang: str = "zh", name: str = "wang", made: dt.date = MADE) -> str:
    """The file of some events."""
    return ics_of(events, name, lang, made)


def read(text: str) -> list[vobject.base.Component]:
    """The events of a file, by another library."""
    return list(vobject.readOne(text).contents.get("vevent", []))


def yuan(summary: str) -> Decimal:
    """The amount at the end of a summary."""
    return Decimal(summary.rpartition("¥")[2].replace(",", ""))


def payments(plan: FundingPlan) -> Counter[tuple[dt.date, Decimal]]:
    """What the plan asks to be paid: its schedule's rows, and its events of old debts."""
    draws = {draw.draw_id: draw for draw in plan.draws}
    new = [(row.date, row.payment) for row in plan.schedule_rows if row.date != draws[row.draw_id].draw_date]
    old = [
        (one.day, one.amount)
        for one in events_of(plan)
        if one.kind in OLD and one.subject.startswith("debt:")
    ]
    return Counter((day, Decimal(f"{amount or 0:.2f}")) for day, amount in (*new, *old) if amount)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["wang", "zhang", "li"])
def test_another_reader_finds_exactly_the_payments(name: str, lang: str) -> None:
    """Day and yuan of every payment of the plan, and no other; every day is a day in China."""
    plan = example(name)
    found = read(calendar(events_of(plan), lang))
    named = {say(f"event_{kind}", lang) for kind in (*NEW, *OLD)}
    paid = [
        (one.dtstart.value.date(), yuan(one.summary.value))
        for one in found
        if any(one.summary.value.startswith(word) for word in named)
    ]
    assert Counter(paid) == payments(plan)
    assert {one.dtstart.value.utcoffset() for one in found} == {dt.timedelta(hours=8)}
    assert {(one.dtstart.value.time(), one.duration.value) for one in found} == {
        (dt.time(9), dt.timedelta(minutes=30))
    }


def test_the_file_keeps_the_form_of_rfc_5545() -> None:
    """CRLF alone ends a line, no line is longer than 75 octets, and what must stand there does, once."""
    text = calendar((event(name=HOSTILE), *events_of(example("wang"))))
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert not any(mark in line for line in lines for mark in "\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    body = re.sub(r"\r\n[ \t]", "", text)
    entries = re.findall(r"\nBEGIN:VEVENT\r(.*?)\nEND:VEVENT\r", body, re.DOTALL)
    assert len(entries) == 1 + len(events_of(example("wang")))
    for entry in entries:
        own, *alarms = re.split(r"\nBEGIN:VALARM\r", entry)
        names = Counter(re.findall(r"\n([A-Z-]+)[;:]", own))
        assert {names[name] for name in ONCE} == {1}
        assert alarms
        assert all(
            {"ACTION", "TRIGGER", "DESCRIPTION"} <= set(re.findall(r"\n([A-Z]+):", one)) for one in alarms
        )
    vobject.readOne(text).validate(raiseException=True)
    assert body.count("\r\nPRODID:") == body.count("\r\nVERSION:2.0\r\n") == 1


def test_the_time_zone_is_written_out() -> None:
    """A program that knows no zone by name reads the eight hours from the file."""
    text = calendar((event(),))
    assert "DTSTART;TZID=Asia/Shanghai:20270120T090000" in text
    zone = re.search(r"BEGIN:VTIMEZONE(.*)END:VTIMEZONE", text, re.DOTALL)
    assert zone
    assert {"TZID:Asia/Shanghai", "TZOFFSETTO:+0800", "TZOFFSETFROM:+0800"} <= set(zone[1].split("\r\n"))
    assert (zone_of("CN"), zone_of("HK"), zone_of("")) == ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Shanghai")


def test_no_event_makes_an_empty_calendar() -> None:
    """It is a calendar all the same, with a component as the standard asks for."""
    assert read(calendar(())) == []


def test_one_plan_gives_the_same_bytes() -> None:
    """Nothing of a clock or of chance is in the file."""
    first, second = (calendar(events_of(example("wang"))) for _ in range(2))
    assert first == second


def test_names_of_events_stay_when_day_and_yuan_change() -> None:
    """A calendar that has the event updates it: the same UID, a higher sequence, a later stamp."""
    [before] = read(calendar((event(),)))
    [after] = read(calendar((event(day=dt.date(2027, 1, 25), amount=1.0),), made=dt.date(2027, 1, 1)))
    assert before.uid.value == after.uid.value
    assert int(before.sequence.value) < int(after.sequence.value)
    assert before.dtstamp.value < after.dtstamp.value
    assert before.last_modified.value < after.last_modified.value


def test_names_of_events_are_their_own() -> None:
    """Each event of a calendar has a UID of its own; two borrowers share none, two languages share all."""
    events = events_of(example("wang"))
    uids = {
        (lang, name): [one.uid.value for one in read(calendar(events, lang, name))]
        for lang in LANGUAGES
        for name in ("wang", "li")
    }
    assert len(set(uids["zh", "wang"])) == len(events)
    assert uids["zh", "wang"] == uids["en", "wang"]
    assert not set(uids["zh", "wang"]) & set(uids["zh", "li"])


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_reminders_come_in_time(kind: EventKind) -> None:
    """A payment reminds three days before, a last day to act seven, and each on its day; the earlier stands first."""
    [entry] = read(calendar((event(kind),)))
    days = [-alarm.trigger.value.days for alarm in entry.valarm_list]
    assert days == list(REMINDERS.get(kind, (0,))) == sorted(days, reverse=True)
    assert days[-1] == 0
    if kind in (*NEW, *OLD):
        assert 3 in days
    if kind in ("renewal", "again_by", "approval_ends", "quote_ends", "subsidy_ends", "last_day"):
        assert 7 in days


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_name_stays_a_name(lang: str) -> None:
    """Commas, line ends, direction marks and five hundred characters make no line, no event and no alarm."""
    [entry] = read(calendar((event(name=HOSTILE),), lang, name=HOSTILE))
    said = entry.summary.value
    assert "甲,乙;丙\\n丁  BEGIN:VALARM END:VEVENT" in said
    assert "😀" in said
    assert said.count("长") == 500
    assert not set("\u202e\u200f\x07\x1b\r\n\t") & set(said)
    assert len(entry.valarm_list) == 2


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_any_name_reads_back(name: str) -> None:
    """What is printed of a name is what another reader finds."""
    one = event(name=name)
    [entry] = read(calendar((one,)))
    assert entry.summary.value == summary_of(one, "zh")


def test_what_an_event_says() -> None:
    """Plain words, the Chinese name first where it is one, yuan to the cent; the parts of a payment in its note."""
    assert summary_of(event(), "zh") == "还款 借呗 ¥3,041.10"
    assert summary_of(event(), "en") == "Payment: 借呗 ¥3,041.10"
    dollars = event("last_day", name="银行", name_en="Bank", amount=None)
    assert (summary_of(dollars, "zh"), summary_of(dollars, "en")) == (
        "最后行动日 银行",
        "Last day to act: Bank",
    )
    assert summary_of(event(currency="USD"), "en").endswith("$3,041.10")
    paid = event(details={"principal": 3_000.0, "interest": 41.1, "fee": 0.0})
    whole = event(details={"principal": 3_041.1, "interest": 0.0, "fee": 0.0, "draw": "d1"})
    assert notes_of(whole, "en") == ("Loan d1 of this plan.",)
    assert notes_of(paid, "zh") == ("其中本金 ¥3,000.00、利息 ¥41.10。", "原有借款。")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_its_words(lang: str) -> None:
    """A kind is named in both languages, and no two alike but the payments of new and old loans."""
    named = Counter(summary_of(event(kind, name="", amount=None), lang) for kind in EVENT_KINDS)
    assert sorted(named.values())[-2:] == [1, 2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_renewal_says_what_hangs_on_it(lang: str) -> None:
    """Whom to ask, and that the sum is due in full if the answer is no; an instalment plan moves nothing that day."""
    plan = RENEWED.plan()
    notes = [note for one in events_of(plan) for note in notes_of(one, lang)]
    [row] = plan.renewals
    values = {"due": row.date, "lender": "bank", "amount": row.amount, "carried": row.amount}
    assert say("event_renewal_note", lang, **values) in notes
    assert say("event_carried", lang, **values) in notes
    asked = event("renewal", details={"use": "hardship", "due": DAY, "lender": "银行", "lender_en": "bank"})
    assert summary_of(asked, lang).startswith(say("event_hardship", lang))
    assert notes_of(asked, "en") == (
        "Talk to bank; until it agrees, the old payment stays due on 2027-01-20.",
    )


def test_the_disclaimer_stands_once() -> None:
    """In the calendar's own description, which old programs read under another name, not in each event."""
    text = re.sub(r"\r\n ", "", calendar(events_of(example("li"))))
    words = say("disclaimer", "zh").replace(",", r"\,").replace(";", r"\;")
    assert [line.partition(":")[0] for line in text.split("\r\n") if words in line] == [
        "DESCRIPTION", "X-WR-CALDESC",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_calendar_stays_small(lang: str) -> None:
    """Sixty months of twenty-five loans: less than a megabyte."""
    parts = {"principal": 2_999.99, "interest": 41.11, "fee": 12.5}
    events = tuple(
        event(uid=f"{month}|{loan}", name=f"银行线上经营快贷第{loan}笔", details=parts)
        for month in range(60)
        for loan in range(25)
    )
    assert len(calendar(events, lang).encode()) < 1_000_000


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["wang", "zhang"])
def test_the_table_fits_eighty_cells(name: str, lang: str) -> None:
    """Every event has its line, with day and yuan whole."""
    stream = io.StringIO()
    events = events_of(example(name))
    print_calendar(events, lang, stream)
    lines = stream.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= 80
    dated = [line for line in lines if re.match(r"  20\d\d-", line)]
    assert [line.split()[0] for line in dated] == [one.day.isoformat() for one in events]
    for one, line in zip(events, dated, strict=True):
        assert one.amount is None or f"{one.amount:,.2f}" in line


def test_a_hostile_name_cannot_break_the_table() -> None:
    """It is folded within the page, without control characters."""
    stream = io.StringIO()
    print_calendar((event(name=HOSTILE),), "en", stream)
    assert max(map(cell_len, stream.getvalue().splitlines())) <= 80
    assert not {"\u202e", "\x1b", "\x07"} & set(stream.getvalue())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_event_is_said(lang: str) -> None:
    """An empty table would look like a mistake."""
    stream = io.StringIO()
    print_calendar((), lang, stream)
    assert say("calendar_none", lang) in stream.getvalue()


def test_records_hold_every_event() -> None:
    """CSV has the parts of a payment in columns and no formula; JSON every detail in plain types."""
    events = (*events_of(example("wang")), event(name="=1+1"))
    rows = list(csv.DictReader(io.StringIO(event_csv(events).removeprefix("\ufeff"))))
    assert tuple(rows[0]) == EVENT_COLUMNS
    assert [row["uid"] for row in rows] == [one.uid for one in events]
    assert rows[-1]["name"] == "'=1+1"
    assert any(row["interest"] for row in rows)
    assert [Event.model_validate(row).uid for row in event_records(events)] == [one.uid for one in events]


def test_whose_calendar_it_is(tmp_path: Path) -> None:
    """A profile that is just called so is its folder's."""
    assert name_from(tmp_path / "li" / "profile.toml") == "li"
    assert name_from(tmp_path / "zhang.toml") == "zhang"
