"""``needs.csv``: what is read, and the place of every mistake."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fundmix.borrower import Need, load_needs, needs_from_frame, one_need
from fundmix.errors import InputError
from fundmix.words import issue_line

START = dt.date(2026, 12, 1)
HEADER = "name,date,kind,amount,purpose,from_need,latest_date,least_amount\n"


def read(folder: Path, text: str) -> tuple[Need, ...]:
    path = folder / "needs.csv"
    path.write_text(text, encoding="utf-8")
    return load_needs(path, START)


BAD = {
    "before the start": (",2026-11-30,,1,stock,,,\n", [(2, "date", "need_before_start")]),
    "no date": ("a,,,1,stock,,,\n", [(2, "date", "missing_value")]),
    "date in words": (",soon,,1,stock,,,\n", [(2, "date", "not_a_date")]),
    "latest before date": (",2026-12-10,,1,stock,,2026-12-09,\n", [(2, "latest_date", "latest_before_date")]),
    "least above amount": (",+1m,,100,stock,,,100.01\n", [(2, "least_amount", "least_above_amount")]),
    "amount zero": (",+1m,,0,stock,,,\n", [(2, "amount", "not_positive")]),
    "amount missing": (",+1m,,,stock,,,\n", [(2, "amount", "missing_value")]),
    "no purpose": (",+1m,,1,,,,\n", [(2, "purpose", "purpose_missing")]),
    "mistyped purpose": (",+1m,,1,stok,,,\n", [(2, "purpose", "need_purpose_unknown_near")]),
    "foreign purpose": (",+1m,,1,party,,,\n", [(2, "purpose", "need_purpose_unknown")]),
    "family of purposes": (",+1m,,1,business,,,\n", [(2, "purpose", "purpose_too_wide")]),
    "mistyped kind": (",+1m,ned,1,stock,,,\n", [(2, "kind", "not_a_choice")]),
    "bad name": ("A b,+1m,,1,stock,,,\n", [(2, "name", "bad_key")]),
    "name twice": ("a,+1m,,1,stock,,,\na,+2m,,1,stock,,,\n", [(3, "name", "need_name_twice")]),
    "default name taken": (",+1m,,1,stock,,,\nneed1,+2m,,1,stock,,,\n", [(3, "name", "need_name_twice")]),
    "need from a need": (
        "a,+1m,,1,stock,,,\nb,+2m,,1,stock,a,,\n",
        [(3, "from_need", "only_for_inflows")],
    ),
    "inflow with a purpose": (",+1m,inflow,1,stock,,,\n", [(2, "purpose", "only_for_needs")]),
    "inflow that can wait": (",+1m,inflow,1,,,+2m,\n", [(2, "latest_date", "only_for_needs")]),
    "inflow with a least": (",+1m,inflow,1,,,,1\n", [(2, "least_amount", "only_for_needs")]),
    "inflow from nowhere": (",+1m,inflow,1,,ghost,,\n", [(2, "from_need", "from_need_unknown")]),
    "inflow from a mistyped need": (
        "stock1,+1m,,1,stock,,,\n,+2m,inflow,1,,stok1,,\n",
        [(3, "from_need", "from_need_unknown_near")],
    ),
    "inflow from an inflow": (
        "a,+1m,inflow,1,,,,\n,+2m,inflow,1,,a,,\n",
        [(3, "from_need", "from_inflow")],
    ),
    "mistakes of two rows": (
        ",soon,,1,stock,,,\n,+1m,,-1,stock,,,\n",
        [(2, "date", "not_a_date"), (3, "amount", "not_positive")],
    ),
    "a link to a row with a mistake is not judged": (
        "a,soon,,1,stock,,,\n,+1m,inflow,1,,a,,\n",
        [(2, "date", "not_a_date")],
    ),
    "only a header": ("", [(None, "", "no_needs")]),
    "too many cells": (",+1m,,1,stock,,,,x\n", [(2, "", "too_many_cells")]),
}


@pytest.mark.parametrize(("rows", "expected"), BAD.values(), ids=BAD.keys())
def test_every_mistake_has_its_line_and_column(
    tmp_path: Path, rows: str, expected: list[tuple[int | None, str, str]]
) -> None:
    """A bad list is refused with the place of each mistake, and each has a sentence in both languages."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, HEADER + rows)
    assert [(issue.line, issue.column, issue.code) for issue in caught.value.issues] == expected
    for issue in caught.value.issues:
        assert issue.file == str(tmp_path / "needs.csv")
        assert issue_line(issue, "en").startswith(issue.file)
        assert issue_line(issue, "zh").startswith(issue.file)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date,amount,porpose\n+1m,1,stock\n", [(1, "porpose", "unknown_column_near")]),
        ("date,purpose\n+1m,stock\n", [(1, "amount", "missing_column")]),
        ("date;amount;purpose\n+1m;1;stock\n", [(1, "", "wrong_separator")]),
    ],
)
def test_a_header_is_checked(tmp_path: Path, text: str, expected: list[tuple[int, str, str]]) -> None:
    """Unknown and missing columns are said once, in the header's line."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert [(issue.line, issue.column, issue.code) for issue in caught.value.issues] == expected


def test_amounts_are_not_repeated(tmp_path: Path) -> None:
    """An amount that cannot be read is not shown again."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, 'date,amount,purpose\n+1m,"12,345",stock\n')
    (issue,) = caught.value.issues
    assert (issue.code, issue.value, dict(issue.details)) == (
        "thousands_separator",
        "",
        {"suggestion": "12345.67"},
    )


def test_dates_may_count_from_the_start(tmp_path: Path) -> None:
    """``+3m``, ``+2w``, ``+10d`` and ``+1y`` count from the first day of the plan, month ends included."""
    rows = "".join(f"{later},1,stock\n" for later in ("+3m", "+2w", "+10d", "+1Y", "+0d"))
    needs = read(tmp_path, "date,amount,purpose\n" + rows)
    assert [need.date for need in needs] == [
        dt.date(2027, 3, 1),
        dt.date(2026, 12, 15),
        dt.date(2026, 12, 11),
        dt.date(2027, 12, 1),
        START,
    ]
    assert one_need(1, "+1m", "stock", dt.date(2027, 1, 31)).date == dt.date(2027, 2, 28)


def test_edges_that_are_allowed(tmp_path: Path) -> None:
    """A need on the first day that waits no longer and takes no less is a need."""
    (need,) = read(tmp_path, HEADER + ",2026-12-01,,100,stock,,2026-12-01,100\n")
    assert (need.last_day, need.least_amount) == (START, need.amount)


def test_names_are_given_in_order(tmp_path: Path) -> None:
    """Needs and inflows without a name are counted apart."""
    rows = "+1m,need,1,stock\n+2m,inflow,1,\n+3m,,1,stock\n+4m,inflow,1,\n"
    needs = read(tmp_path, "date,kind,amount,purpose\n" + rows)
    assert [need.name for need in needs] == ["need1", "inflow1", "need2", "inflow2"]


def test_chinese_words_are_read_as_meant(tmp_path: Path) -> None:
    """Purposes and kinds may be written in Chinese, and the file in GB18030."""
    path = tmp_path / "needs.csv"
    path.write_bytes(
        "date,kind,amount,purpose\n2026/12/20,用款,30万,进货\n+3m,回款,35万,\n".encode("gb18030")
    )
    need, inflow = load_needs(path, START)
    assert (need.amount, need.purpose, need.kind) == (300_000, "stock", "need")
    assert (inflow.amount, inflow.kind) == (350_000, "inflow")


def test_a_frame_and_dicts_say_the_same_as_a_file(tmp_path: Path) -> None:
    """DataFrame (with missing cells of every kind), dicts and CSV give one answer."""
    rows: list[dict[str, Any]] = [
        {
            "date": dt.date(2026, 12, 20),
            "amount": 1000.0,
            "purpose": "stock",
            "latest_date": dt.date(2027, 1, 5),
        },
        {"date": "+3m", "kind": "inflow", "amount": 2000, "from_need": "need1"},
    ]
    frame = pd.DataFrame(rows)
    frame["least_amount"] = [pd.NA, float("nan")]
    typed = frame.assign(latest_date=pd.to_datetime(frame["latest_date"]))
    from_file = read(
        tmp_path,
        "date,kind,amount,purpose,from_need,latest_date\n"
        "2026-12-20,,1000,stock,,2027-01-05\n+3m,inflow,2000,,need1,\n",
    )
    assert needs_from_frame(frame, START) == from_file
    assert needs_from_frame(typed, START) == from_file
    assert needs_from_frame(rows, START) == from_file


def test_mistakes_in_a_frame_name_the_row() -> None:
    """The first row of a frame is row 1; an unknown column is named."""
    with pytest.raises(InputError) as caught:
        needs_from_frame(
            pd.DataFrame(
                {"date": ["+1m", "x"], "amount": [1, 2], "purpose": ["stock"] * 2, "colour": ["", "red"]}
            ),
            START,
        )
    assert [(issue.file, issue.line, issue.column, issue.code) for issue in caught.value.issues] == [
        ("", 2, "colour", "unknown_key"),
        ("", 2, "date", "not_a_date"),
    ]


def test_one_need_of_the_command_line() -> None:
    """``--need 30万 --by 2026-12-20 --purpose stock`` is one need; its mistakes have no file."""
    need = one_need("30万", "2026-12-20", "stock", START)
    assert need == Need(name="need1", date=dt.date(2026, 12, 20), amount=300_000, purpose="stock")
    with pytest.raises(InputError) as caught:
        one_need("much", "2026-11-01", "stokc", START)
    assert [(issue.file, issue.line, issue.column, issue.code) for issue in caught.value.issues] == [
        ("", None, "purpose", "need_purpose_unknown_near"),
        ("", None, "amount", "not_a_number"),
    ]
