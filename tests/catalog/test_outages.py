"""``outages.csv``: named stresses, read, laid over each other, and refused when they cannot be meant."""

import pytest

from fundmix.catalog.load import load_catalog
from fundmix.catalog.memory import catalog_from_frames
from fundmix.catalog.tables import Catalog, Outage
from fundmix.errors import InputError, Issue
from fundmix.words import issue_line

from .conftest import Make

HEADER = "outage_id,name,applies_to,when_field,operator,value,limit_factor,rate_add,income_factor"
SHUT = f"{HEADER}\nshut,关闸,channel:bank,,,,0,,\n"


def outages(rows: str, columns: str = "") -> str:
    """A file of these rows; ``columns`` follow those of HEADER."""
    return f"{HEADER}{columns}\n{rows}\n"


def refusals(make: Make, content: str) -> list[tuple[int | None, str, str]]:
    """(line, column, code) of everything that is wrong with the file; each has its sentence."""
    folder = make({"outages.csv": content})
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    assert {issue.file for issue in caught.value.issues} == {f"{folder}/outages.csv"}
    assert all(issue_line(issue, lang) for issue in caught.value.issues for lang in ("en", "zh"))
    return [(issue.line, issue.column, issue.code) for issue in caught.value.issues]


def test_blank_cells_are_neutral(make: Make) -> None:
    """What a row leaves out changes nothing: from the first day to the end, for everybody, an assumption."""
    (row,) = load_catalog(make({"outages.csv": SHUT})).outages
    assert row.model_dump(include={"from_month", "months", "when_field", "operator", "value"}) == {
        "from_month": 0, "months": None, "when_field": None, "operator": None, "value": "",
    }  # fmt: skip
    assert (row.limit_factor, row.rate_add, row.income_factor, row.inflow_delay_months) == (0, 0, 1, 0)
    assert (row.cash_frozen, row.renewals, row.status) == (False, "open", "stress")


def test_every_cell_is_read_as_it_is_written(make: Make) -> None:
    """Percent signs, lists, operators and yes and no are read as in every other table."""
    columns = ",from_month,months,inflow_delay_months,cash_frozen,renewals,status"
    row = "x,全部,lender:bank;group:assets,age,≥,60,50%,1%,70%,6,12,2,是,refused,announced"
    (read,) = load_catalog(make({"outages.csv": outages(row, columns)})).outages
    assert read.applies_to == ("lender:bank", "group:assets")
    assert (read.when_field, read.operator, read.value) == ("age", ">=", "60")
    assert (read.limit_factor, read.rate_add, read.income_factor) == (0.5, 0.01, 0.7)
    assert (read.from_month, read.months, read.inflow_delay_months, read.cash_frozen) == (6, 12, 2, True)
    assert (read.renewals, read.status) == ("refused", "announced")


def test_a_stress_of_the_borrower_s_own_money_names_no_channel(make: Make) -> None:
    """Less income, late money and a frozen account hit no lender, so the selector may be blank."""
    rows = "a,少收,,,,,,,70%,,\nb,晚到,,,,,,,,2,\nc,冻结,,,,,,,,,yes"
    content = outages(rows, ",inflow_delay_months,cash_frozen")
    read = load_catalog(make({"outages.csv": content})).outages
    assert [(row.outage_id, row.hits_channels) for row in read] == [("a", False), ("b", False), ("c", False)]


@pytest.mark.parametrize("cells", ["0,,", ",1%,", "50%,,"])
def test_what_hits_channels_says_which(make: Make, cells: str) -> None:
    """A closed, cut or dearer channel must be named: an outage that names nothing is a mistake."""
    assert refusals(make, outages(f"x,谁,,,,,{cells}")) == [(2, "applies_to", "outage_names_nothing")]


BAD = {
    "neutral in everything": ("x,空,channel:bank,,,,1,0,100%", [(2, "outage_id", "outage_changes_nothing")]),
    "a channel that is not there": (
        "x,谁,channel:bnk,,,,0,,",
        [(2, "applies_to", "selector_matches_nothing_near")],
    ),
    "a group that is not there": ("x,谁,group:moon,,,,0,,", [(2, "applies_to", "selector_matches_nothing")]),
    "a channel without its kind": ("x,谁,bank,,,,0,,", [(2, "applies_to", "bad_selector_near")]),
    "one of two parts is not there": (
        "x,谁,channel:bank;category:pwan,,,,0,,",
        [(2, "applies_to", "selector_matches_nothing_near")],
    ),
    "a fact that is not there": ("x,谁,all,agee,==,3,0,,", [(2, "when_field", "no_such_fact_near")]),
    "an operator that is none": ("x,谁,all,age,~,3,0,,", [(2, "operator", "not_a_choice")]),
    "an operator that does not fit": (
        "x,谁,all,overdue_now,>,yes,0,,",
        [(2, "operator", "operator_does_not_fit")],
    ),
    "a value that is none of the words": ("x,谁,all,employer,==,state,0,,", [(2, "value", "not_a_choice")]),
    "a value of another type": ("x,谁,all,age,in,30;old,0,,", [(2, "value", "not_a_number")]),
    "a fact without a question": (
        "x,谁,all,age,,,0,,",
        [(2, "operator", "question_incomplete"), (2, "value", "question_incomplete")],
    ),
    "a question without a fact": ("x,谁,all,,==,3,0,,", [(2, "when_field", "question_incomplete")]),
    "a factor above one": ("x,谁,all,,,,50,,", [(2, "limit_factor", "share_out_of_bounds")]),
    "a factor below zero": ("x,谁,all,,,,-0.1,,", [(2, "limit_factor", "share_out_of_bounds")]),
    "a rate of 5": ("x,谁,all,,,,,5,", [(2, "rate_add", "rate_too_high")]),
    "a rate that falls": ("x,谁,all,,,,,-1%,", [(2, "rate_add", "negative")]),
    "an income of 70": ("x,谁,,,,,,,70", [(2, "income_factor", "income_factor_out_of_bounds")]),
    "an income below zero": ("x,谁,,,,,,,-1", [(2, "income_factor", "income_factor_out_of_bounds")]),
    "no name": ("x,,all,,,,0,,", [(2, "name", "missing_value")]),
    "a key in capitals": ("Big,谁,all,,,,0,,", [(2, "outage_id", "bad_key")]),
    "the same key twice": (
        "x,谁,all,,,,0,,\nx,谁,all,,,,50%,,",
        [(3, "outage_id", "duplicate_key")],
    ),
    "two mistakes in two rows": (
        "x,谁,all,,,,,,\ny,谁,,,,,0,,",
        [(2, "outage_id", "outage_changes_nothing"), (3, "applies_to", "outage_names_nothing")],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), BAD.values(), ids=BAD)
def test_what_cannot_be_meant_is_located(
    make: Make, rows: str, expected: list[tuple[int | None, str, str]]
) -> None:
    """Each mistake names its line and its column, and none hides another."""
    assert refusals(make, outages(rows)) == expected


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("months", "0", "not_positive"),
        ("months", "241", "number_too_large"),
        ("from_month", "241", "number_too_large"),
        ("from_month", "-1", "negative"),
        ("inflow_delay_months", "241", "number_too_large"),
        ("renewals", "closed", "not_a_choice"),
        ("status", "rumour", "not_a_choice"),
        ("cash_frozen", "perhaps", "not_yes_or_no"),
        ("source", "nobody", "no_such_source"),
        ("beginning", "1", "unknown_column"),
    ],
)
def test_the_other_columns_have_their_bounds(make: Make, column: str, cell: str, code: str) -> None:
    """A plan lasts no 240 months, and words are those of the column."""
    line = 1 if column == "beginning" else 2
    assert refusals(make, outages(f"x,谁,all,,,,0,,,{cell}", f",{column}")) == [(line, column, code)]


@pytest.mark.parametrize(("column", "cell"), [("months", "240"), ("months", "1"), ("from_month", "240")])
def test_the_edge_belongs_to_the_range(make: Make, column: str, cell: str) -> None:
    """The last month that is allowed is allowed."""
    content = outages(f"x,谁,all,,,,0,,,{cell}", f",{column}")
    assert getattr(load_catalog(make({"outages.csv": content})).outages[0], column) == int(cell)


@pytest.mark.parametrize("word", ["channel", "group", "none"])
def test_the_words_of_survive_are_taken(make: Make, word: str) -> None:
    """``survive = "group"`` must never be ambiguous."""
    assert refusals(make, outages(f"{word},谁,all,,,,0,,")) == [(2, "outage_id", "outage_id_reserved")]


def test_a_slip_in_the_file_name_is_named(make: Make) -> None:
    """``outage.csv`` would be read by nobody."""
    folder = make({"outage.csv": SHUT})
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    assert [(issue.code, issue.details) for issue in caught.value.issues] == [
        ("unknown_table", {"suggestion": "outages.csv"})
    ]


OVER = {"catalog.toml": 'name = "mine"\nextends = "../mini"\n'}


def overlaid(make: Make, rows: str, **files: str) -> Catalog:
    """The catalog with SHUT below and these rows of outages above."""
    make({"outages.csv": SHUT})
    own = {"outages.csv": outages(rows, ",enabled")} if rows else {}
    return load_catalog(make({**own, **{f"{name}.csv": text for name, text in files.items()}}, "mine", OVER))


def test_an_overlay_replaces_adds_and_hides(make: Make) -> None:
    """A row of the same key replaces the one below; ``enabled = no`` hides it; the changes are listed."""
    harder = overlaid(make, "shut,更严,all,,,,0,,,\nmine,我的,channel:pawn,,,,50%,,,")
    assert [(row.outage_id, row.applies_to) for row in harder.outages] == [
        ("shut", ("all",)),
        ("mine", ("channel:pawn",)),
    ]
    assert harder.rows_changed == ("outages:shut", "outages:mine")
    hidden = overlaid(make, "shut,,,,,,,,,no")
    assert (hidden.outages, hidden.rows_changed) == ((), ("outages:shut",))


def test_hiding_what_is_not_there_is_named(make: Make) -> None:
    """A slip in the key of a hiding row would leave the stress in force."""
    with pytest.raises(InputError) as caught:
        overlaid(make, "shutt,,,,,,,,,no")
    assert [issue.code for issue in caught.value.issues] == ["hides_nothing_near"]


def test_an_outage_of_hidden_channels_alone_goes_with_them(make: Make) -> None:
    """Nothing is left to hit once the only channel that it names is hidden."""
    assert overlaid(make, "", channels="channel_id,enabled\nbank,no\n").outages == ()


def test_a_row_of_the_user_s_own_is_grade_d(make: Make) -> None:
    """A stress without a source is an assumption, whatever grade it claims."""
    catalog = load_catalog(make({"outages.csv": outages("x,谁,all,,,,0,,,A", ",confidence")}))
    assert (catalog.grade_of(catalog.outages[0]), catalog.notes[0].code) == ("D", "grade_lowered")


def test_tables_in_memory_are_checked_alike() -> None:
    """The same mistake in a frame has the same code, its row and its column."""
    tables = {
        "channels": [{"channel_id": "bank", "name": "x", "category": "b"}],
        "products": [{"channel_id": "bank", "repayment": "bullet", "term_months": 12, "rate": 0.05}],
        "outages": [{"outage_id": "o", "name": "x", "applies_to": "channel:bank", "limit_factor": 0}],
    }
    (row,) = catalog_from_frames(tables).outages
    assert row == Outage(outage_id="o", name="x", applies_to=("channel:bank",), limit_factor=0)
    tables["outages"] = [{"outage_id": "none", "name": "x"}]
    with pytest.raises(InputError) as caught:
        catalog_from_frames(tables)
    assert {place(issue) for issue in caught.value.issues} == {
        ("outages", 1, "outage_id", "outage_id_reserved"),
        ("outages", 1, "outage_id", "outage_changes_nothing"),
    }


def place(issue: Issue) -> tuple[str, int | None, str, str]:
    """Table, row, column and code."""
    return issue.file, issue.line, issue.column, issue.code


def test_a_broken_row_is_not_blamed_twice(make: Make) -> None:
    """A row whose key cannot be read is one mistake, and its neighbours load."""
    assert refusals(make, outages("x,谁,all,,,,lots,,\ny,谁,all,,,,0,,")) == [
        (2, "limit_factor", "not_a_number")
    ]
