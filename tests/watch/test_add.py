"""``add_snapshot``: a day goes into the file once, whatever the file looked like; what the user wrote stays."""

import datetime as dt
import os
from pathlib import Path

import pytest
from tests.watch.recorded import DAY, HEADER, MARKET, day

from fundmix.errors import InputError
from fundmix.watch.add import Added, Change, add_snapshot
from fundmix.watch.history import load_history
from fundmix.watch.records import ChannelThen, DebtThen, Snapshot
from fundmix.watch.writer import sole_writer

EARLIER = dt.date(2026, 11, 1)
LAST = dt.date(2027, 3, 20)
FULL = day(
    facts={"sesame_score": 655.0, "overdue_now": False, "employer": "甲, 乙", "phone_since": LAST},
    debts={"借呗": DebtThen(name="借呗", channel_id="jiebei", balance=200_000, last_payment=LAST)},
    channels={
        "jiebei": ChannelThen(channel_id="jiebei", limit=0, decision="refused", terms="t1"),
        "bank": 5.5,
    },
)
NEW_FILE = (
    "\ufeffdate,about,field,value\r\n"
    "2026-12-01,,sesame_score,655\r\n"
    "2026-12-01,,overdue_now,no\r\n"
    '2026-12-01,,employer,"甲, 乙"\r\n'
    "2026-12-01,,phone_since,2027-03-20\r\n"
    "2026-12-01,debt:借呗,balance,200000\r\n"
    "2026-12-01,debt:借呗,channel_id,jiebei\r\n"
    "2026-12-01,debt:借呗,last_payment,2027-03-20\r\n"
    "2026-12-01,channel:jiebei,limit,0\r\n"
    "2026-12-01,channel:jiebei,decision,refused\r\n"
    "2026-12-01,channel:jiebei,terms,t1\r\n"
    "2026-12-01,channel:bank,limit,5.5\r\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the history is, alone in its folder."""
    return tmp_path / "history.csv"


def add(path: Path, snapshot: Snapshot) -> Added:
    """Record a day; no file but the history is left in the folder."""
    added = add_snapshot(path, snapshot, MARKET)
    assert {one.name for one in path.parent.iterdir()} == {path.name}
    return added


def text(path: Path) -> str:
    """The file as it stands, line ends and all."""
    return path.read_bytes().decode()


def test_a_missing_file_is_made_for_its_owner_alone(path: Path) -> None:
    """With a header and the byte-order mark by which Excel knows UTF-8."""
    added = add(path, FULL)
    assert text(path) == NEW_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert (added.rows_added, added.rows_replaced, added.since, added.changes) == (11, 0, None, ())
    assert load_history(path, MARKET).snapshots == (FULL,)


def test_an_empty_file_is_begun(path: Path) -> None:
    """A file that holds nothing is as good as none."""
    path.write_text("\n")
    add(path, FULL)
    assert text(path) == NEW_FILE


def test_the_same_again_changes_nothing(path: Path) -> None:
    """Not a byte, and not the file itself: it is not even written."""
    add(path, FULL)
    inode = path.stat().st_ino
    added = add(path, FULL)
    assert (added.rows_added, added.rows_replaced) == (0, 0)
    assert (text(path), path.stat().st_ino) == (NEW_FILE, inode)


def test_another_value_of_the_day_replaces_its_row(path: Path) -> None:
    """One snapshot a day: the line stays where it is, every other byte as it was."""
    add(path, FULL)
    added = add(path, FULL.model_copy(update={"facts": {**FULL.facts, "sesame_score": 640.5}}))
    assert (added.rows_added, added.rows_replaced) == (0, 1)
    assert text(path) == NEW_FILE.replace(",655", ",640.5")


def test_what_is_gone_is_written_down(path: Path) -> None:
    """A debt that is owed no more has the balance 0, a fact and a limit that are known no more are blank."""
    add(path, FULL.model_copy(update={"date": EARLIER}))
    before = text(path)
    added = add(path, day(facts={"sesame_score": 655.0}))
    assert text(path) == before + (
        "2026-12-01,,sesame_score,655\r\n"
        "2026-12-01,,overdue_now,\r\n2026-12-01,,employer,\r\n2026-12-01,,phone_since,\r\n"
        "2026-12-01,debt:借呗,balance,0\r\n"
        "2026-12-01,channel:jiebei,limit,\r\n2026-12-01,channel:bank,limit,\r\n"
    )
    state = load_history(path, MARKET).state(DAY)
    assert (state.facts, state.debts) == ({"sesame_score": 655.0}, {})
    assert state.channels["jiebei"] == ChannelThen(channel_id="jiebei", decision="refused", terms="t1")
    assert Change(about="debt:借呗", field="balance", before=200_000, after=0) in added.changes
    assert Change(about="", field="overdue_now", before=False, after=None) in added.changes
    again = add(path, day(facts={"sesame_score": 655.0}))
    assert (again.rows_added, again.rows_replaced) == (0, 0)


def test_what_is_gone_on_the_same_day_is_corrected(path: Path) -> None:
    """Recorded in the morning by mistake, gone in the evening; the day's decisions stay, they have happened."""
    add(path, FULL)
    add(path, day(facts={"overdue_now": False}))
    assert load_history(path, MARKET).state(DAY) == day(
        facts={"overdue_now": False},
        channels={
            "jiebei": ChannelThen(channel_id="jiebei", decision="refused", terms="t1"),
            "bank": ChannelThen(channel_id="bank"),
        },
    )


def test_a_debt_that_comes_back_leaves_nothing_of_the_old_one(path: Path) -> None:
    """Same name, no lender of the catalog any more: its old channel is blanked."""
    add(path, FULL.model_copy(update={"date": EARLIER}))
    add(path, day(dt.date(2026, 11, 15)))
    add(path, day(debts={"借呗": 7}))
    assert load_history(path, MARKET).state(DAY).debts == {"借呗": DebtThen(name="借呗", balance=7)}


def test_days_may_come_in_any_order(path: Path) -> None:
    """An older day is compared with the days before it alone."""
    add(path, FULL)
    added = add(path, day(EARLIER, facts={"sesame_score": 702.0}))
    assert (added.since, added.rows_added) == (None, 1)
    assert text(path) == NEW_FILE + "2026-11-01,,sesame_score,702\r\n"
    later = add(path, day(dt.date(2027, 1, 1), facts={**FULL.facts, "sesame_score": 600.0}))
    assert (later.since, later.changes[0]) == (
        DAY,
        Change(about="", field="sesame_score", before=655.0, after=600.0),
    )


HAND = (
    "value,date,field,about,\n\n640,2026/12/1,sesame_score\n,,,,\n'+86,2026-11-01,employer,,\n"
    "30万,2026-12-01,balance,debt:房贷"
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_the_user_wrote_stays_byte_for_byte(path: Path, mark: str, end: str) -> None:
    """His columns' order, blank lines, dates, mark and line ends; only the changed value is another."""
    written = mark + HAND.replace("\n", end)
    path.write_bytes(written.encode())
    add(path, day(facts={"sesame_score": 655.0, "overdue_now": True}, debts={"房贷": 300_000}))
    expected = written.replace("640,2026/12/1,sesame_score", "655,2026/12/1,sesame_score")
    expected += f"{end},2026-12-01,employer,,{end}yes,2026-12-01,overdue_now,,{end}"
    assert sorted(text(path).split(end)) == sorted(expected.split(end))
    assert text(path).startswith(expected[: len(written)])


def test_a_row_over_several_lines_is_replaced_whole(path: Path) -> None:
    """A line end inside quotes belongs to its row; the last row may end the file without one."""
    path.write_bytes(f'{HEADER}2026-11-01,,employer,"x\ny"\n2026-12-01,,employer,"a\nb"'.encode())
    add(path, day(facts={"employer": "c"}))
    assert text(path) == f'{HEADER}2026-11-01,,employer,"x\ny"\n2026-12-01,,employer,c'


def test_a_chinese_file_stays_one(path: Path) -> None:
    """GB18030 is written on as GB18030, old bytes untouched, and read again."""
    old = f"{HEADER}2026-11-01,debt:房贷,balance,9\n".encode("gb18030")
    path.write_bytes(old)
    added = add(path, day(facts={"employer": "甲"}, debts={"房贷": 8}))
    assert path.read_bytes() == old + "2026-12-01,,employer,甲\n2026-12-01,debt:房贷,balance,8\n".encode(
        "gb18030"
    )
    assert [note.code for note in added.notes] == ["gb18030_read"]
    assert load_history(path, MARKET).state(DAY).debts["房贷"].balance == 8


def test_words_that_make_a_chinese_file_look_like_another_are_kept(path: Path) -> None:
    """农庄 in GB18030 is valid UTF-8 by accident: such a file is written in UTF-8, so that it is read right."""
    path.write_bytes(f"{HEADER}2026-12-01,,employer,银行\n".encode("gb18030"))
    add(path, day(facts={"employer": "农庄"}))
    assert text(path) == f"\ufeff{HEADER}2026-12-01,,employer,农庄\n"


def test_a_formula_is_made_harmless_and_read_back(path: Path) -> None:
    """A text that a spreadsheet would run gets an apostrophe in the file and none when it is read."""
    words = {"employer": "=HYPERLINK(1)"}
    add(path, day(facts=words, debts={"@sum": 1, "'=x": 2}))
    assert "2026-12-01,,employer,'=HYPERLINK(1)\r\n" in text(path)
    assert not any(
        cell.startswith(("=", "+", "@")) for line in text(path).split("\r\n") for cell in line.split(",")
    )
    assert load_history(path, MARKET).snapshots == (day(facts=words, debts={"@sum": 1, "'=x": 2}),)
    assert add(path, day(facts=words, debts={"@sum": 1, "'=x": 2})).rows_added == 0


def test_a_history_with_mistakes_is_left_alone(path: Path) -> None:
    """Nothing is written below what cannot be read."""
    path.write_text(f"{HEADER}2026-11-01,,sesame_score,9999\n")
    with pytest.raises(InputError) as caught:
        add_snapshot(path, FULL, MARKET)
    assert [(issue.line, issue.code) for issue in caught.value.issues] == [(2, "above_bound")]
    assert text(path) == f"{HEADER}2026-11-01,,sesame_score,9999\n"


def test_what_could_not_be_read_again_is_not_written(path: Path) -> None:
    """A fact that the catalog does not have, a value out of bounds, a name that is blank."""
    for odd in (day(facts={"luck": 1}), day(facts={"sesame_score": 9.0}), day(debts={" a": 1})):
        with pytest.raises(InputError):
            add_snapshot(path, odd, MARKET)
    assert list(path.parent.iterdir()) == []


def test_a_link_stays_a_link(path: Path) -> None:
    """The file behind it is replaced, in its own folder."""
    target = path.parent / "elsewhere"
    target.mkdir()
    path.symlink_to(target / "real.csv")
    add_snapshot(path, FULL, MARKET)
    assert path.is_symlink()
    assert text(target / "real.csv") == NEW_FILE
    assert [one.name for one in target.iterdir()] == ["real.csv"]


@pytest.mark.parametrize("name", ["none/history.csv", "file/history.csv", "."])
def test_a_place_that_cannot_hold_it_is_told(tmp_path: Path, name: str) -> None:
    """No folder, a file instead of one, a folder instead of the file."""
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError) as caught:
        add_snapshot(tmp_path / name, FULL, MARKET)
    assert caught.value.issues[0].code in ("output_folder_missing", "folder_instead_of_file")


def test_a_full_disk_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's reason in one line; the old file stands, nothing lies beside it."""
    add(path, FULL)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError) as caught:
        add_snapshot(path, day(EARLIER, facts={"sesame_score": 1e3 - 100}), MARKET)
    assert [(one.code, one.details) for one in caught.value.issues] == [
        ("output_not_written", {"reason": "No space left on device"})
    ]
    assert text(path) == NEW_FILE
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_folder_that_cannot_be_opened_is_locked_elsewhere(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a folder may be written but not read, the lock lies among the machine's temporary files."""
    locks = path.parent / "temporary"
    locks.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(locks))
    really = os.open

    def refuse(name: object, flags: int, *mode: int) -> int:
        if name == path.parent:
            raise PermissionError(13, "Permission denied")
        return really(name, flags, *mode)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    add_snapshot(path, FULL, MARKET)
    assert text(path) == NEW_FILE
    assert {one.name for one in path.parent.iterdir()} == {path.name, "temporary"}


@pytest.mark.parametrize("elsewhere", [False, True])
def test_who_waits_too_long_is_told(path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: bool) -> None:
    """A writer that does not finish is waited for only so long, wherever the lock is."""
    monkeypatch.setattr("tempfile.tempdir", str(path.parent))
    if elsewhere:
        monkeypatch.setattr("fundmix.watch.writer.lock_descriptor", no_locks)
    with sole_writer(path), pytest.raises(InputError) as caught, sole_writer(path, patience_seconds=0.05):
        pytest.fail("two writers at once")
    assert [issue.code for issue in caught.value.issues] == ["history_busy"]
    with sole_writer(path, patience_seconds=0.05):
        pass


def no_locks(_: int, *, blocking: bool) -> bool:
    """A file system that locks nothing."""
    raise OSError(37, "No locks available")


@pytest.mark.parametrize(("bound", "most"), [("ROWS_MAX", 12), ("FILE_BYTES_MAX", 500)])
def test_a_file_never_grows_past_what_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    """A history that would be refused when it is read is not written."""
    add(path, FULL)
    monkeypatch.setattr(f"fundmix.watch.add.{bound}", most)
    with pytest.raises(InputError) as caught:
        add_snapshot(path, FULL.model_copy(update={"date": EARLIER}), MARKET)
    assert caught.value.issues[0].code in ("too_many_rows", "file_too_large")
    assert text(path) == NEW_FILE


def test_what_a_killed_run_left_is_swept_up(path: Path) -> None:
    """Its temporary file holds private figures: the next run removes it, even one that has nothing to write."""
    add(path, FULL)
    from fundmix.private import _temporary  # noqa: PLC0415 - the name is nobody's business but this test's

    _temporary(path).write_text("half")
    add(path, FULL)
    assert text(path) == NEW_FILE


def test_only_what_tells_something_is_a_change(path: Path) -> None:
    """A new debt is one change, not three; terms seen for the first time have not changed."""
    add(path, day(EARLIER, facts={"sesame_score": 655.0}))
    changes = add(path, FULL).changes
    assert [(one.about, one.field, one.new) for one in changes] == [
        ("", "overdue_now", True), ("", "employer", True), ("", "phone_since", True),
        ("debt:借呗", "balance", True),
        ("channel:jiebei", "limit", True), ("channel:jiebei", "decision", True), ("channel:bank", "limit", True),
    ]  # fmt: skip
    later = day(
        dt.date(2027, 1, 1),
        facts=FULL.facts,
        debts={"借呗": DebtThen(name="借呗", channel_id="jiebei", balance=1, last_payment=DAY)},
        channels={**FULL.channels, "jiebei": ChannelThen(channel_id="jiebei", limit=0, terms="t2")},
    )
    assert [(one.about, one.field) for one in add(path, later).changes] == [
        ("debt:借呗", "balance"), ("debt:借呗", "last_payment"), ("channel:jiebei", "terms"),
    ]  # fmt: skip
