"""The file of an interview: answers go in, what stands there stays."""

import tomllib
from pathlib import Path

import pytest

from fundmix.errors import InputError
from fundmix.interview.book import Book

WRITTEN = """# mine
[cash]
opening = 5   # counted

# about me
[facts]
is_student = false
# the end

[[debts]]
name = "x"
"""


def book(folder: Path, text: str = WRITTEN) -> Book:
    """A file with this text."""
    path = folder / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return Book.opened(path, "en")


def test_every_line_that_stands_there_stays(tmp_path: Path) -> None:
    """Comments, order and loans of a profile that somebody wrote are as they were."""
    found = book(tmp_path)
    found.put("facts", ["# what it is", "region = '杭州'"], "region", "杭州")
    found.decline("cash.minimum")
    lines = (tmp_path / "profile.toml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line in WRITTEN.splitlines()] == WRITTEN.splitlines()
    assert tomllib.loads("\n".join(lines))["facts"] == {"is_student": False, "region": "杭州"}
    assert found.declined == {"cash.minimum"}


def test_a_missing_heading_is_added(tmp_path: Path) -> None:
    """A profile without [cash] gets one."""
    found = book(tmp_path, "[facts]\n")
    found.put("cash", ["opening = 1"], "opening", 1)
    assert tomllib.loads(found.text) == {"facts": {}, "cash": {"opening": 1}}


def test_a_layout_that_would_swallow_an_answer_is_refused(tmp_path: Path) -> None:
    """An inline table cannot take a line; the file is left as it was."""
    text = "facts = { is_student = false }\n"
    found = book(tmp_path, text)
    with pytest.raises(InputError) as error:
        found.put("facts", ["region = 'x'"], "region", "x")
    assert [issue.code for issue in error.value.issues] == ["interview_file_unusual"]
    assert (tmp_path / "profile.toml").read_text(encoding="utf-8") == text


def test_a_loan_that_is_half_told_is_kept_and_becomes_a_block(tmp_path: Path) -> None:
    """Its figures stand as remarks until it is complete."""
    found = book(tmp_path)
    found.note('name = "car"')
    found.note("balance = 80000")
    assert Book.opened(found.path, "en").draft == {"name": "car", "balance": 80000}
    assert len(tomllib.loads(found.text)["debts"]) == 1
    found.close_draft('[[debts]]\nname = "car"\nbalance = 80000\n')
    assert found.draft == {}
    assert tomllib.loads(found.text)["debts"][1] == {"name": "car", "balance": 80000}
