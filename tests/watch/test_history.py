"""``history.csv`` as people write it: what is read, and where each mistake is placed."""

import datetime as dt
from pathlib import Path

import pytest
from tests.watch.recorded import DAY, HEADER, MARKET, history, mistakes

from fundmix.errors import InputError
from fundmix.watch.history import load_history
from fundmix.watch.records import ChannelThen, DebtThen
from fundmix.words import LANGUAGES, issue_line

SECRET = "31337"


def test_a_few_lines_by_hand_are_a_history(tmp_path: Path) -> None:
    """Dates as a spreadsheet writes them, an alias, percent, 万, blank cells and no order: all read as meant."""
    text = (
        "date,about,field,value\n"
        "2026/12/1,,sesame_score,640\n"
        "2026-11-01,,sesame_score,702\n"
        "2026/12/1 0:00,debt:房贷,balance,30万\n"
        "2026年11月1日,,card_utilisation,45%\n"
        "2026-12-01,,overdue_now,否\n"
        "2026-12-01,Channel：借呗,decision,拒绝\n"
        "2026-12-01,,employer,\n"
    )
    read = history(tmp_path, text)
    assert [one.date for one in read.snapshots] == [dt.date(2026, 11, 1), DAY]
    assert read.series("sesame_score") == ((dt.date(2026, 11, 1), 702.0), (DAY, 640.0))
    assert read.snapshots[0].facts == {"sesame_score": 702.0, "card_utilisation": 0.45}
    assert read.snapshots[1].facts == {"sesame_score": 640.0, "overdue_now": False, "employer": None}
    assert read.snapshots[1].debts == {"房贷": DebtThen(name="房贷", balance=300_000)}
    assert read.snapshots[1].channels == {"jiebei": ChannelThen(channel_id="jiebei", decision="refused")}
    assert read.file == str(tmp_path / "history.csv")


def test_every_field_of_debts_and_channels_is_read(tmp_path: Path) -> None:
    """A debt has a channel, a balance and a last payment; a channel a limit, a decision and its terms."""
    text = (
        f"{HEADER}2026-12-01,debt:a: b,balance,10\n2026-12-01,debt:a: b,channel_id,花呗\n"
        "2026-12-01,debt:a: b,last_payment,2027/3/20\n2026-12-01,channel:bank,limit,5万\n"
        "2026-12-01,channel:bank,decision,approved\n2026-12-01,channel:bank,terms,t12e4567890ab\n"
    )
    only = history(tmp_path, text).snapshots[0]
    last = dt.date(2027, 3, 20)
    assert only.debts == {"a: b": DebtThen(name="a: b", channel_id="jiebei", balance=10, last_payment=last)}
    assert only.channels["bank"] == ChannelThen(
        channel_id="bank", limit=50_000, decision="approved", terms="t12e4567890ab"
    )


def test_only_what_was_written_replaces_what_was_known(tmp_path: Path) -> None:
    """A day that names a debt's balance alone leaves its channel and its last payment as they were known."""
    text = (
        f"{HEADER}2026-11-01,debt:a,balance,10\n2026-11-01,debt:a,channel_id,bank\n"
        "2026-12-01,debt:a,balance,8\n2026-12-01,channel:bank,limit,\n"
    )
    state = history(tmp_path, text).state(DAY)
    assert state.debts["a"] == DebtThen(name="a", channel_id="bank", balance=8)
    assert state.channels["bank"].limit is None


@pytest.mark.parametrize("text", [HEADER, HEADER.strip(), "\ufeff" + HEADER, HEADER + "\n,,,\n"])
def test_a_header_alone_is_a_history_without_days(tmp_path: Path, text: str) -> None:
    """A file that was begun and not filled in is no mistake."""
    assert history(tmp_path, text).snapshots == ()


def test_a_chinese_spreadsheet_is_read_with_a_note(tmp_path: Path) -> None:
    """GB18030, as Excel saves it, is read and said; UTF-8 with a byte-order mark is read without a word."""
    text = f"{HEADER}2026-12-01,debt:房贷,balance,10\n"
    assert history(tmp_path, "\ufeff" + text).notes == ()
    read = history(tmp_path, text.encode("gb18030"))
    assert [note.code for note in read.notes] == ["gb18030_read"]
    assert set(read.snapshots[0].debts) == {"房贷"}


ROWS = {
    "no day": (",,sesame_score,640", [(2, "date", "missing_value")]),
    "no date": ("soon,,sesame_score,640", [(2, "date", "not_a_date")]),
    "no such day": ("2026-02-30,,sesame_score,640", [(2, "date", "date_does_not_exist")]),
    "in the future": ("2026-12-02,,sesame_score,640", [(2, "date", "history_day_out_of_bounds")]),
    "in another century": ("1026-12-01,,sesame_score,640", [(2, "date", "history_day_out_of_bounds")]),
    "a prefix of nothing": ("2026-12-01,lender:31337,limit,1", [(2, "about", "history_about_unknown")]),
    "nearly a prefix": ("2026-12-01,dept:31337,balance,1", [(2, "about", "history_about_unknown_near")]),
    "a name without prefix": ("2026-12-01,31337,balance,1", [(2, "about", "history_about_unknown")]),
    "nobody": ("2026-12-01,debt:,balance,31337", [(2, "about", "history_about_nobody")]),
    "too long a name": (f"2026-12-01,debt:{'x' * 401},balance,1", [(2, "about", "text_too_long")]),
    "no such channel": ("2026-12-01,channel:31337,limit,1", [(2, "about", "history_channel_unknown")]),
    "nearly a channel": ("2026-12-01,channel:jiebai,limit,1", [(2, "about", "history_channel_unknown_near")]),
    "no field": ("2026-12-01,,,31337", [(2, "field", "missing_value")]),
    "no such fact": ("2026-12-01,,luck,31337", [(2, "field", "profile_fact_unknown")]),
    "nearly a fact": ("2026-12-01,,sesam_score,31337", [(2, "field", "profile_fact_unknown_near")]),
    "no field of a debt": ("2026-12-01,debt:a,rate,31337", [(2, "field", "history_field_unknown")]),
    "nearly a field of a debt": (
        "2026-12-01,debt:a,balance,1\n2026-12-01,debt:a,last_paymnt,2027-01-01",
        [(3, "field", "history_field_unknown_near")],
    ),
    "no field of a channel": ("2026-12-01,channel:bank,rate,31337", [(2, "field", "history_field_unknown")]),
    "no number": ("2026-12-01,,sesame_score,31337x", [(2, "value", "not_a_number")]),
    "thousands": ('2026-12-01,,net_worth,"31,337"', [(2, "value", "thousands_separator")]),
    "beyond its bound": ("2026-12-01,,sesame_score,31337", [(2, "value", "above_bound")]),
    "below its bound": ("2026-12-01,,sesame_score,-31337", [(2, "value", "below_bound")]),
    "no yes or no": ("2026-12-01,,overdue_now,31337", [(2, "value", "not_yes_or_no")]),
    "no word of the choice": ("2026-12-01,,industry,31337", [(2, "value", "fact_not_a_choice")]),
    "nearly a word": ("2026-12-01,,industry,ecomerce", [(2, "value", "fact_not_a_choice_near")]),
    "a negative balance": ("2026-12-01,debt:a,balance,-31337", [(2, "value", "negative")]),
    "a blank balance": ("2026-12-01,debt:a,balance,", [(2, "value", "missing_value")]),
    "a negative limit": ("2026-12-01,channel:bank,limit,-31337", [(2, "value", "negative")]),
    "no answer": ("2026-12-01,channel:bank,decision,31337", [(2, "value", "fact_not_a_choice")]),
    "terms without end": (f"2026-12-01,channel:bank,terms,{'x' * 65}", [(2, "value", "text_too_long")]),
    "a debt nowhere": (
        "2026-12-01,debt:a,balance,1\n2026-12-01,debt:a,channel_id,31337",
        [(3, "value", "history_channel_unknown")],
    ),
    "a debt without balance": (
        "2026-12-01,debt:a,last_payment,2027-01-01\n2026-12-01,debt:a,channel_id,bank",
        [(2, "field", "history_no_balance")],
    ),
    "twice": (
        "2026-12-01,,sesame_score,640\n2026/12/1,,sesame_score,650",
        [(3, "field", "history_row_twice")],
    ),
    "twice by another name": (
        "2026-12-01,channel:jiebei,limit,1\n2026-12-01,channel:借呗,limit,1",
        [(3, "field", "history_row_twice")],
    ),
    "too many cells": ("2026-12-01,,sesame_score,640,31337", [(2, "", "too_many_cells")]),
    "an open quote": ('2026-12-01,,employer,"31337', [(2, "", "bad_quotes")]),
}


@pytest.mark.parametrize(("rows", "expected"), ROWS.values(), ids=ROWS.keys())
def test_each_mistake_is_placed(tmp_path: Path, rows: str, expected: list[tuple[int, str, str]]) -> None:
    """Every mistake is one issue with line and column, and nothing else is blamed for it."""
    assert mistakes(tmp_path, f"{HEADER}{rows}\n", today=DAY) == expected


@pytest.mark.parametrize("rows", [rows for rows, _ in ROWS.values() if SECRET in rows])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_repeats_what_stands_in_the_file(tmp_path: Path, rows: str, lang: str) -> None:
    """Credit data are sensitive: a message names line, column and rule, never the value or the name of a debt."""
    with pytest.raises(InputError) as caught:
        history(tmp_path, f"{HEADER}{rows}\n")
    said = [issue_line(issue, lang) for issue in caught.value.issues]
    assert said
    text = " ".join(said).replace(str(tmp_path), "")
    assert SECRET not in text.replace(",", "")
    assert SECRET not in str(caught.value).replace(str(tmp_path), "").replace(",", "")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """A file with several mistakes is corrected in one go: a row may even have three."""
    text = (
        f"{HEADER}soon,lender:x,luck,1\nsoon,,luck,1\n2026-12-01,debt:a,balance,-1\nsoon,,sesame_score,9999\n"
    )
    assert mistakes(tmp_path, text) == [
        (2, "date", "not_a_date"),
        (2, "about", "history_about_unknown"),
        (3, "date", "not_a_date"),
        (3, "field", "profile_fact_unknown"),
        (4, "value", "negative"),
        (5, "date", "not_a_date"),
        (5, "value", "above_bound"),
    ]


HEADERS = {
    "semicolons": ("date;about;field;value", [(1, "", "wrong_separator")]),
    "tabs": ("date\tabout\tfield\tvalue", [(1, "", "wrong_separator")]),
    "a column too many": ("date,about,field,value,note", [(1, "note", "unknown_column")]),
    "nearly a column": (
        "date,about,field,valeu",
        [(1, "valeu", "unknown_column_near"), (1, "value", "missing_column")],
    ),
    "a column twice": ("date,about,field,value,value", [(1, "value", "duplicate_column")]),
}


@pytest.mark.parametrize(("header", "expected"), HEADERS.values(), ids=HEADERS.keys())
def test_a_wrong_header_is_told(tmp_path: Path, header: str, expected: list[tuple[int, str, str]]) -> None:
    """What is wrong with the columns is said once, of the header."""
    assert mistakes(tmp_path, header + "\n") == expected


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    """No file, an empty one, a folder, zero bytes, bytes of no encoding: one issue each."""
    assert mistakes(tmp_path, b"") == [(None, "", "empty_file")]
    assert mistakes(tmp_path, HEADER.encode("utf-16")) == [(1, "", "nul_byte")]
    assert mistakes(tmp_path, HEADER.encode() + b"\xff\x80\n") == [(2, "", "bad_encoding")]
    for path in (tmp_path, tmp_path / "nothing.csv"):
        with pytest.raises(InputError) as caught:
            load_history(path, MARKET)
        assert [issue.code for issue in caught.value.issues] == [
            "folder_instead_of_file" if path == tmp_path else "file_unreadable"
        ]


def test_a_derived_fact_has_no_bound(tmp_path: Path) -> None:
    """Bounds catch slips of the pen; what was computed and recorded must be read again, however large."""
    assert history(tmp_path, f"{HEADER}2026-12-01,,online_lenders,99\n").snapshots[0].facts == {
        "online_lenders": 99
    }


def test_an_apostrophe_before_a_formula_is_no_part_of_the_text(tmp_path: Path) -> None:
    """``'=1+1`` is how a text that begins with = stands in a CSV that a spreadsheet opens."""
    text = f"{HEADER}2026-11-01,,employer,'=1+1\n2026-12-01,,employer,'quoted'\n"
    assert [value for _, value in history(tmp_path, text).series("employer")] == ["=1+1", "'quoted'"]


def test_until_and_state_follow_the_days(tmp_path: Path) -> None:
    """A day sees what was recorded by its end; a debt with balance 0 is owed no more."""
    text = (
        f"{HEADER}2026-12-01,debt:a,balance,0\n2026-10-01,debt:a,balance,5\n2026-11-01,,sesame_score,\n"
        "2026-10-01,,sesame_score,700\n"
    )
    read = history(tmp_path, text)
    assert read.state(dt.date(2026, 10, 31)).facts == {"sesame_score": 700.0}
    assert set(read.state(dt.date(2026, 11, 30)).debts) == {"a"}
    assert (read.state(DAY).facts, read.state(DAY).debts) == ({}, {})
    assert len(read.until(dt.date(2026, 11, 1)).snapshots) == 2
