"""``profile.toml``: what is read, and the place of every mistake."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from fundmix.borrower import DatedAmount, Profile, load_profile, profile_from_dict
from fundmix.errors import InputError
from fundmix.words import issue_line

START = dt.date(2026, 12, 1)
DEBT = """
[[debts]]
name = "车贷"
balance = 80000
rate = "5.4%"
next_payment = 2026-12-20
last_payment = 2028-12-20
"""
"""A sound debt: heading in line 2 of the text, ``name`` in line 3 … ``last_payment`` in line 7."""


def read(folder: Path, text: str, **options: Any) -> Profile:
    path = folder / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return load_profile(path, **options)


def mistakes(folder: Path, text: str) -> list[tuple[int | None, str, str]]:
    """(line, key, code) of every mistake; all lie in the profile itself."""
    with pytest.raises(InputError) as caught:
        read(folder, text)
    assert {issue.file for issue in caught.value.issues} == {str(folder / "profile.toml")}
    return [(issue.line, issue.column, issue.code) for issue in caught.value.issues]


BAD = {
    "start that is no date": ("start = 5\n", [(1, "start", "not_a_date")]),
    "start on a day that does not exist": ('start = "2026-02-30"\n', [(1, "start", "date_does_not_exist")]),
    "no start": ("[cash]\nopening = 1\n", [(None, "start", "start_missing")]),
    "mistyped heading": ("start = 2026-12-01\n[csah]\n", [(2, "csah", "unknown_key_near")]),
    "foreign heading": ("start = 2026-12-01\n[weather]\n", [(2, "weather", "unknown_key")]),
    "cash word above its heading": ("start = 2026-12-01\nincome = 3\n", [(2, "income", "key_below_heading")]),
    "mistyped cash word": (
        "start = 2026-12-01\n[cash]\nincom = 3\n",
        [(3, "cash.incom", "unknown_key_near")],
    ),
    "cash as a figure": ("start = 2026-12-01\ncash = 3\n", [(2, "cash", "section_needs_table")]),
    "cash in double brackets": ("start = 2026-12-01\n[[cash]]\n", [(2, "cash", "section_needs_table")]),
    "debts in single brackets": (
        'start = 2026-12-01\n[debts]\nname = "x"\n',
        [(2, "debts", "section_needs_list")],
    ),
    "thousands separator": (
        'start = 2026-12-01\n[cash]\nopening = "30,000"\n',
        [(3, "cash.opening", "thousands_separator")],
    ),
    "negative minimum": ("start = 2026-12-01\n[cash]\nminimum = -1\n", [(3, "cash.minimum", "negative")]),
    "not a number": ("start = 2026-12-01\n[cash]\nminimum = nan\n", [(3, "cash.minimum", "not_a_number")]),
    "a yes for a figure": (
        "start = 2026-12-01\n[cash]\nopening = true\n",
        [(3, "cash.opening", "not_a_number")],
    ),
    "a list for a figure": (
        "start = 2026-12-01\n[cash]\nopening = [1]\n",
        [(3, "cash.opening", "wrong_shape")],
    ),
    "rate that may mean percent": (
        "start = 2026-12-01\n[cash]\ndeposit_rate = 5\n",
        [(3, "cash.deposit_rate", "rate_too_high")],
    ),
    "negative income": ("start = 2026-12-01\n[cash]\nincome = -1\n", [(3, "cash.income", "negative")]),
    "empty list of dated figures": (
        "start = 2026-12-01\n[cash]\nsurplus = []\n",
        [(3, "cash.surplus", "no_dated_figures")],
    ),
    "dated figures that are all past": (
        "start = 2026-12-01\n[cash]\nsurplus = [{date = 2026-11-30, amount = 1}]\n",
        [(3, "cash.surplus", "dated_figures_past")],
    ),
    "the same day twice": (
        "start = 2026-12-01\n[cash]\n"
        'income = [{date = 2027-01-01, amount = 1}, {date = "2027/1/1", amount = 2}]\n',
        [(3, "cash.income[2].date", "date_twice")],
    ),
    "dated income below zero": (
        "start = 2026-12-01\n[cash]\nincome = [{date = 2027-01-01, amount = -1}]\n",
        [(3, "cash.income[1].amount", "negative")],
    ),
    "dated figure with an unknown word": (
        "start = 2026-12-01\n[cash]\nincome = [{date = 2027-01-01, amont = 1}]\n",
        [(3, "cash.income[1].amont", "unknown_key_near"), (3, "cash.income[1].amount", "missing_value")],
    ),
    "dated figures as plain numbers": (
        "start = 2026-12-01\n[cash]\nincome = [1, 2]\n",
        [(3, "cash.income[1]", "wrong_shape"), (3, "cash.income[2]", "wrong_shape")],
    ),
    "a CSV from elsewhere": (
        'start = 2026-12-01\n[cash]\nsurplus = "../other.csv"\n',
        [(3, "cash.surplus", "csv_not_beside_profile")],
    ),
    "fact as a list": (
        "start = 2026-12-01\n[facts]\nage_years = [1]\n",
        [(3, "facts.age_years", "wrong_shape")],
    ),
    "fact with a bad name": ('start = 2026-12-01\n[facts]\n"年龄" = 1\n', [(3, "facts.年龄", "bad_key")]),
    "debt without its words": (
        "start = 2026-12-01\n[[debts]]\n",
        [
            (2, f"debts[1].{name}", "missing_value")
            for name in ("name", "balance", "rate", "next_payment", "last_payment")
        ],
    ),
    "debt of nothing": (
        "start = 2026-12-01" + DEBT.replace("80000", "0"),
        [(4, "debts[1].balance", "not_positive")],
    ),
    "debt with a mistyped word": (
        "start = 2026-12-01" + DEBT + "balanc = 3\n",
        [(8, "debts[1].balanc", "unknown_key")],
    ),
    "debt with an unknown method": (
        "start = 2026-12-01" + DEBT + 'repayment = "anuity"\n',
        [(8, "debts[1].repayment", "not_a_choice")],
    ),
    "debt above its first sum": (
        "start = 2026-12-01" + DEBT + "original_amount = 79999.99\n",
        [(4, "debts[1].balance", "debt_above_original")],
    ),
    "debt that ends before it goes on": (
        "start = 2026-12-01" + DEBT.replace("2028-12-20", "2026-12-19"),
        [(7, "debts[1].last_payment", "debt_dates_reversed")],
    ),
    "payment before the start": (
        "start = 2026-12-01" + DEBT.replace("2026-12-20", "2026-11-30"),
        [(6, "debts[1].next_payment", "debt_payment_past")],
    ),
    "payment that only covers the interest": (
        "start = 2026-12-01" + DEBT + "payment = 360\n",
        [(8, "debts[1].payment", "debt_payment_too_small")],
    ),
    "flat rate without the first sum": (
        "start = 2026-12-01" + DEBT.replace("5.4%", "0.5%") + 'rate_basis = "flat_monthly"\n',
        [(2, "debts[1].original_amount", "debt_original_missing")],
    ),
    "monthly rate that may mean percent": (
        "start = 2026-12-01" + DEBT.replace("5.4%", "0.54") + 'rate_basis = "monthly"\n',
        [(5, "debts[1].rate", "rate_too_high")],
    ),
    "points over a reference rate": (
        "start = 2026-12-01" + DEBT + 'rate_basis = "over_rate"\n',
        [(8, "debts[1].rate_basis", "rate_over_reference")],
    ),
    "own plan without a payment": (
        "start = 2026-12-01" + DEBT + 'repayment = "custom"\n',
        [(2, "debts[1].payment", "debt_payment_missing")],
    ),
    "two debts of one name": ("start = 2026-12-01" + DEBT + DEBT, [(10, "debts[2].name", "debt_name_twice")]),
    "quote without content": (
        'start = 2026-12-01\n[[quotes]]\nchannel_id = "x"\n',
        [(2, "quotes[1].limit", "quote_says_nothing")],
    ),
    "quote twice": (
        "start = 2026-12-01\n" + '[[quotes]]\nchannel_id = "x"\nlimit = 1\n' * 2,
        [(6, "quotes[2].channel_id", "quote_twice")],
    ),
    "quote of a term of nothing": (
        'start = 2026-12-01\n[[quotes]]\nchannel_id = "x"\nterm_months = [0, 12]\n',
        [(4, "quotes[1].term_months", "not_positive")],
    ),
    "bare 30万": ("start = 2026-12-01\n[cash]\nopening = 30万\n", [(3, "", "bad_toml")]),
    "text that does not end": ('start = "2026\n', [(1, "", "bad_toml")]),
    "key twice": ("start = 2026-12-01\nstart = 2026-12-02\n", [(2, "", "key_twice")]),
    "heading twice": ("start = 2026-12-01\n[cash]\n[cash]\n", [(3, "", "key_twice")]),
    "empty file": ("", [(None, "", "empty_file")]),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_every_mistake_has_its_line_and_key(
    tmp_path: Path, text: str, expected: list[tuple[int | None, str, str]]
) -> None:
    """A bad profile is refused with the place of each mistake, and nothing else is complained of."""
    assert mistakes(tmp_path, text) == expected


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_no_mistake_repeats_a_figure_of_the_profile(tmp_path: Path, text: str, expected: object) -> None:
    """Issues about a profile carry no values, except words that should have been one of ours."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert {issue.value for issue in caught.value.issues} <= {"", "anuity"}
    for issue in caught.value.issues:
        assert not {"79999.99", "30,000", "30000", "360"} & {str(value) for value in issue.details.values()}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_every_mistake_has_a_sentence(tmp_path: Path, text: str, expected: object, lang: str) -> None:
    """Each issue becomes one line that begins with the file, every field of its sentence filled."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    for issue in caught.value.issues:
        assert issue_line(issue, lang).startswith(str(tmp_path))


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    """One reading finds the mistakes of every section, in the order of the file."""
    text = 'start = 2026-12-01\n[cash]\nopening = "x"\n[[debts]]\nname = "a"\nbalance = -1\n'
    assert [issue[:2] for issue in mistakes(tmp_path, text)][:1] == [(3, "cash.opening")]
    assert (6, "debts[1].balance", "not_positive") in mistakes(tmp_path, text)


def test_words_are_read_as_meant(tmp_path: Path) -> None:
    """30万, 5.4%, 2026/1/20 in quotes and plain TOML values all have their meaning."""
    profile = read(
        tmp_path,
        'start = "2026/12/1"\n[facts]\nage_years = 30\nregion = ""\n'
        '[cash]\nopening = "3万"\nsurplus = -500\nincome = "2万元"\ndeposit_rate = "0.1%"\n'
        '[[debts]]\nname = "车贷"\nbalance = "8万"\nrate = "4.2‰"\nrate_basis = "monthly"\n'
        'next_payment = "2026年12月20日"\nlast_payment = 2028-12-20\nrenewable = "是"\n'
        '[[quotes]]\nchannel_id = "花呗"\nterm_months = "12;24"\n',
    )
    assert profile.start == START
    assert profile.facts == {"age_years": 30}
    assert (profile.cash.opening, profile.cash.surplus, profile.cash.income) == (30_000, -500, 20_000)
    assert profile.cash.deposit_rate == 0.001
    (debt,) = profile.debts
    assert (debt.balance, debt.rate, debt.next_payment) == (80_000, 0.0042, dt.date(2026, 12, 20))
    assert debt.renewable is True
    assert profile.quotes[0].term_months == (12, 24)


def test_the_command_lines_start_wins_and_today_comes_last(tmp_path: Path) -> None:
    """``start`` given beats the file's, which beats today."""
    other, today = dt.date(2027, 1, 1), dt.date(2026, 11, 24)
    assert read(tmp_path, "start = 2026-12-01\n", start=other).start == other
    assert read(tmp_path, "start = 2026-12-01\n", today=today).start == START
    assert read(tmp_path, "[cash]\n", today=today).start == today


def test_a_dated_csv_beside_the_profile_is_read(tmp_path: Path) -> None:
    """``surplus = "surplus.csv"`` reads dated figures, sorted by date."""
    (tmp_path / "surplus.csv").write_text("date,amount\n2027/1/1,-1万\n2026-12-01,5000\n", encoding="utf-8")
    profile = read(tmp_path, 'start = 2026-12-01\n[cash]\nsurplus = "surplus.csv"\nsurplus_after = 9\n')
    assert profile.cash.surplus == (
        DatedAmount(date=START, amount=5000),
        DatedAmount(date=dt.date(2027, 1, 1), amount=-10_000),
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("date,amount\n2026-12-01,x\n", [(2, "amount", "not_a_number")]),
        ("date,amount\n2026-12-01,1\n2026/12/1,2\n", [(3, "date", "date_twice")]),
        ("date,amount\n2026-12-01,1\n2027-02-30,2\n", [(3, "date", "date_does_not_exist")]),
        (
            "date,amont\n2026-12-01,1\n",
            [(1, "amont", "unknown_column_near"), (1, "amount", "missing_column")],
        ),
        ("date,amount\n2026-12-01,\n", [(2, "amount", "missing_value")]),
    ],
)
def test_a_mistake_in_a_dated_csv_is_located_there(
    tmp_path: Path, rows: str, expected: list[tuple[int, str, str]]
) -> None:
    """The file of the issue is the CSV, and the line its row; the figure is not repeated."""
    (tmp_path / "s.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(tmp_path, 'start = 2026-12-01\n[cash]\nsurplus = "s.csv"\n')
    assert [(issue.line, issue.column, issue.code) for issue in caught.value.issues] == expected
    assert {issue.file for issue in caught.value.issues} == {str(tmp_path / "s.csv")}
    assert {issue.value for issue in caught.value.issues} == {""}


def test_a_missing_dated_csv_is_named(tmp_path: Path) -> None:
    """A CSV that is not there is one issue with its name."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, 'start = 2026-12-01\n[cash]\nsurplus = "s.csv"\n')
    assert [(issue.file, issue.code) for issue in caught.value.issues] == [
        (str(tmp_path / "s.csv"), "file_unreadable")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "file_unreadable"), (b"start = \xff\xff\xff", "bad_encoding"), (b"start\0=1", "nul_byte")],
)
def test_a_file_that_is_no_text_is_one_located_issue(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    """Missing file, broken bytes and NUL each give one issue that names the file."""
    path = tmp_path / "p.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_profile(path)
    assert [(issue.file, issue.code) for issue in caught.value.issues] == [(str(path), code)]


def test_a_folder_is_no_profile(tmp_path: Path) -> None:
    """A folder in place of the file is said so."""
    with pytest.raises(InputError) as caught:
        load_profile(tmp_path)
    assert [issue.code for issue in caught.value.issues] == ["folder_instead_of_file"]


def test_gb18030_is_read_with_a_note(tmp_path: Path) -> None:
    """A profile saved by a Chinese editor in GB18030 is read, and the reader is told."""
    path = tmp_path / "p.toml"
    path.write_bytes(("start = 2026-12-01" + DEBT).encode("gb18030"))
    profile = load_profile(path)
    assert profile.debts[0].name == "车贷"
    assert [note.code for note in profile.notes] == ["gb18030_read"]


def test_an_expired_quote_is_a_note(tmp_path: Path) -> None:
    """A quote that ran out before the start is kept, with a note; on its last day there is none."""
    text = 'start = 2026-12-01\n[[quotes]]\nchannel_id = "x"\nlimit = 1\nvalid_until = {}\n'
    assert [note.code for note in read(tmp_path, text.format("2026-11-30")).notes] == ["quote_expired"]
    assert read(tmp_path, text.format("2026-12-01")).notes == ()


def test_a_bullet_debt_may_have_begun_before_the_start(tmp_path: Path) -> None:
    """A debt repaid in one sum is past only when its last payment is."""
    text = "start = 2026-12-01" + DEBT.replace("2026-12-20", "2026-06-20") + 'repayment = "bullet"\n'
    assert read(tmp_path, text).debts[0].repayment == "bullet"
    assert mistakes(tmp_path, text.replace("2028-12-20", "2026-11-20")) == [
        (7, "debts[1].last_payment", "debt_payment_past")
    ]


def test_edges_that_are_allowed(tmp_path: Path) -> None:
    """A payment on the first day, just one, a balance equal to the first sum, a cent above the interest."""
    text = DEBT.replace("2026-12-20", "2026-12-01").replace("2028-12-20", "2026-12-01")
    profile = read(tmp_path, "start = 2026-12-01" + text + "original_amount = 80000\npayment = 360.01\n")
    assert profile.debts[0].last_payment == START


def test_a_dict_says_the_same_as_a_file(tmp_path: Path) -> None:
    """``profile_from_dict`` gives what the file gives."""
    from_file = read(tmp_path, "start = 2026-12-01\n[facts]\nage_years = 30\n" + DEBT)
    from_dict = profile_from_dict(
        {
            "start": START,
            "facts": {"age_years": 30, "region": None},
            "debts": [
                {
                    "name": "车贷",
                    "balance": 80_000.0,
                    "rate": 0.054,
                    "next_payment": dt.date(2026, 12, 20),
                    "last_payment": "2028-12-20",
                }
            ],
        }
    )
    assert from_dict.model_dump() == from_file.model_dump()


def test_a_dict_names_its_source_and_reads_no_files() -> None:
    """Mistakes of a dict name its source and key; a CSV name in it is refused."""
    with pytest.raises(InputError) as caught:
        profile_from_dict({"start": START, "cash": {"surplus": "s.csv", "opening": "?"}}, source="client 7")
    assert [(issue.file, issue.line, issue.column, issue.code) for issue in caught.value.issues] == [
        ("client 7", None, "cash.surplus", "csv_not_beside_profile"),
        ("client 7", None, "cash.opening", "not_a_number"),
    ]


def test_where_it_was_read_is_not_dumped(tmp_path: Path) -> None:
    """The file name and the lines stay out of JSON."""
    assert "origin" not in read(tmp_path, "start = 2026-12-01\n").model_dump()


def test_no_odds_are_assumed(tmp_path: Path) -> None:
    """A profile without the section, with an empty one, and with a blank line says no chance at all."""
    for text in ("", "[approval_odds]\n", '[approval_odds]\nhuabei = ""\n'):
        assert read(tmp_path, f"start = 2026-12-01\n{text}").approval_odds == {}


def test_odds_are_read_as_written(tmp_path: Path) -> None:
    """A decimal, a percentage, never and surely, by channel, alias and risk group."""
    text = (
        "start = 2026-12-01\n[approval_odds]\nhuabei = 0.7\n"
        '"消金" = "35%"\n"group:platform_credit" = 0\ncar_bank = 1\n'
    )
    odds = read(tmp_path, text).approval_odds
    assert odds == {"huabei": 0.7, "消金": 0.35, "group:platform_credit": 0, "car_bank": 1}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.01", "odds_outside"),
        ("-0.01", "odds_outside"),
        ("70", "odds_outside"),
        ('"70"', "odds_outside"),
        ("nan", "not_a_number"),
        ("true", "not_a_number"),
        ('"likely"', "not_a_number"),
        ("[0.5]", "odds_wrong_shape"),
        ("{ chance = 0.5 }", "odds_wrong_shape"),
    ],
)
def test_odds_outside_0_and_1_are_located(tmp_path: Path, value: str, code: str) -> None:
    """Each names the line and the key, without the figure."""
    text = f'start = 2026-12-01\n[approval_odds]\n"group:cards" = {value}\n'
    assert mistakes(tmp_path, text) == [(3, "approval_odds.group:cards", code)]


def test_odds_are_a_table(tmp_path: Path) -> None:
    """One figure for all is refused, and so is the word above the first heading."""
    text = "start = 2026-12-01\napproval_odds = 0.5\n"
    assert mistakes(tmp_path, text) == [(2, "approval_odds", "section_needs_table")]
