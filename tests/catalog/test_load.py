"""A catalog is read as its author meant it, fast, and with a hash of what was read."""

import codecs
import datetime as dt
import shutil
import time
from pathlib import Path

import pytest

from fundmix.catalog.checks import last_day_of
from fundmix.catalog.load import bundled_folder, load_catalog
from fundmix.errors import Note
from fundmix.words import note_line

from .conftest import SOUND, Make

CHANNELS, PRODUCTS, RULES = SOUND["channels.csv"], SOUND["products.csv"], SOUND["eligibility.csv"]


def test_the_sound_catalog_loads_without_a_note(make: Make) -> None:
    """Every table arrives in file order, nothing is remarked."""
    catalog = load_catalog(make())
    assert [row.channel_id for row in catalog.channels] == ["bank", "pawn"]
    assert [row.rate for row in catalog.products] == [0.054, 0.0042]
    assert catalog.products[0].repayment == ("annuity", "bullet")
    assert (catalog.notes, catalog.rows_changed) == ((), ())
    assert catalog.settings.name == "mini"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5.4%", 0.054),
        ("5.4％", 0.054),
        ("54‰", 0.054),
        ("０．０５４", 0.054),
        (" 0.054 ", 0.054),
        ("5.4E-2", 0.054),
    ],
)
def test_a_rate_is_read_as_meant(make: Make, written: str, meant: float) -> None:
    """Percent, per mille, full-width digits and Excel's exponents give the same float."""
    catalog = load_catalog(make({"products.csv": PRODUCTS.replace("0.054", written)}))
    assert catalog.products[0].rate == meant


@pytest.mark.parametrize("written", ["30万", "300000元", "¥300000", "300000.00", "３０万", "0.3百万"])
def test_an_amount_is_read_as_meant(make: Make, written: str) -> None:
    """Amounts in 万, with a sign or a unit are yuan."""
    catalog = load_catalog(make({"channels.csv": CHANNELS.replace("300000", written)}))
    assert catalog.channels[0].amount_max == 300_000


@pytest.mark.parametrize(
    "written", ["2026-01-20", "2026/1/20", "2026年1月20日", "2026.1.20", "２０２６/1/20"]
)
def test_a_date_is_read_as_meant(make: Make, written: str) -> None:
    """Excel's and Chinese dates are the same day."""
    catalog = load_catalog(make({"reference_rates.csv": f"rate_id,date,value\nlpr_1y,{written},3%\n"}))
    assert catalog.reference_rates[0].date == dt.date(2026, 1, 20)


@pytest.mark.parametrize(
    ("written", "meant"), [("是", True), ("否", False), ("TRUE", True), ("0", False), ("Yes", True)]
)
def test_yes_and_no_are_read_as_meant(make: Make, written: str, meant: bool) -> None:
    """是 and 否, Excel's TRUE and FALSE, 1 and 0."""
    channels = (
        CHANNELS.replace("risk_groups", "online_lender").replace("banks", written).replace("assets", "no")
    )
    assert load_catalog(make({"channels.csv": channels})).channels[0].online_lender is meant


@pytest.mark.parametrize(
    ("written", "meant"), [("＝", "=="), ("≥", ">="), ("NOT IN", "not_in"), ("<>", "!=")]
)
def test_an_operator_is_read_as_meant(make: Make, written: str, meant: str) -> None:
    """The signs that a Chinese keyboard offers are understood."""
    rules = RULES.replace(",age,>=,18", f",age,{written},18")
    assert load_catalog(make({"eligibility.csv": rules})).eligibility[0].operator == meant


def test_excel_s_habits_do_no_harm(make: Make) -> None:
    """BOM, CRLF, blank lines, empty rows and columns, a lock file, quoted cells: all read through."""
    lines = [f"{line},,\r\n" for line in CHANNELS.splitlines()]
    text = "".join([lines[0], "\r\n", lines[1], ",,,,,,,,\r\n", lines[2], "\r\n\r\n"]).replace(
        "典当行", '"典当行"'
    )
    folder = make({"channels.csv": codecs.BOM_UTF8 + text.encode(), "~$channels.csv": b"\0lock"})
    catalog = load_catalog(folder)
    assert [row.name for row in catalog.channels] == ["城商行", "典当行"]
    assert catalog.notes == ()


def test_old_line_ends_are_line_ends(make: Make) -> None:
    """A file with CR alone has rows too."""
    assert len(load_catalog(make({"channels.csv": CHANNELS.replace("\n", "\r")})).channels) == 2


def test_gb18030_is_read_with_a_note(make: Make) -> None:
    """What Chinese Excel saves as CSV is read, and the reader is told."""
    folder = make({"channels.csv": CHANNELS.encode("gb18030")})
    catalog = load_catalog(folder)
    assert catalog.channels[0].name == "城商行"
    assert catalog.notes == (Note("gb18030_read", {"file": f"{folder}/channels.csv"}),)
    assert note_line(catalog.notes[0], "en").startswith(f"{folder}/channels.csv was read as GB18030")


def test_hostile_characters_are_stripped(make: Make) -> None:
    """Escape sequences, bidirectional and zero-width characters do not reach a terminal."""
    channels = CHANNELS.replace("城商行", "\x1b[31m城\u202e商\u200b行\u2066")
    assert load_catalog(make({"channels.csv": channels})).channels[0].name == "[31m城商行"


def test_a_csv_that_is_no_table_is_a_note(make: Make) -> None:
    """A foreign CSV is left alone, and the reader is told."""
    folder = make({"my_sums.csv": b"\xff"})
    (note,) = load_catalog(folder).notes
    assert note == Note("file_ignored", {"file": f"{folder}/my_sums.csv"})
    assert note_line(note, "en").startswith(f"{folder}/my_sums.csv is no table")


def test_a_channel_that_takes_everybody_is_a_note(make: Make) -> None:
    """Without a hard rule nobody is kept out: that is said, except of channels for comparison."""
    catalog = load_catalog(
        make({"eligibility.csv": RULES.splitlines()[0] + "\n" + RULES.splitlines()[1] + "\n"})
    )
    assert catalog.notes == (Note("no_hard_rule", {"channels": ["pawn"]}),)
    assert note_line(catalog.notes[0], "en").endswith("nobody is kept out: pawn.")


def test_a_grade_needs_a_source(make: Make) -> None:
    """A row of the user's own that claims grade A without a source is D, with a note; a source keeps it."""
    rules = (
        RULES.replace("source\n", "source,confidence\n").replace("s1\n", "s1,A\n", 1).replace("s1\n", ",A\n")
    )
    catalog = load_catalog(make({"eligibility.csv": rules}))
    assert [row.confidence for row in catalog.eligibility] == ["A", "D"]
    (note,) = catalog.notes
    assert note.code == "grade_lowered"
    assert note_line(note, "en").endswith("counts as grade D, not A.")


def test_a_row_without_source_is_grade_d(make: Make) -> None:
    """Neither grade nor source: D. A source alone lends its grade."""
    catalog = load_catalog(make())
    assert (catalog.grade_of(catalog.channels[0]), catalog.grade_of(catalog.eligibility[0])) == ("D", "A")


def test_stale_rows_are_notes(make: Make) -> None:
    """A row goes stale the day after max_age_days, counted from the last day that its as_of can mean."""
    rules = (
        RULES.replace("source\n", "source,as_of\n")
        .replace("s1\n", "s1,2025-01\n", 1)
        .replace("s1\n", "s1,2026\n")
    )
    folder = make({"eligibility.csv": rules, "catalog.toml": 'name = "m"\nmax_age_days = 100\n'})
    edge = dt.date(2025, 1, 31) + dt.timedelta(days=100)
    assert load_catalog(folder, today=edge).notes == ()
    (note,) = load_catalog(folder, today=edge + dt.timedelta(days=1)).notes
    values = {"table": "eligibility", "count": 1, "days": 100, "oldest": "2025-01", "rows": ["r1"]}
    assert note == Note("stale_rows", values)
    assert note_line(note, "en").startswith("eligibility.csv: 1 rows")


def test_an_age_without_end_is_never_reached(make: Make) -> None:
    """Any whole number of days is a setting, even one older than the calendar."""
    folder = make({"catalog.toml": 'name = "m"\nas_of = 2000\nmax_age_days = 900000000\n'})
    assert load_catalog(folder, today=dt.date(2026, 1, 1)).notes == ()
    make({"catalog.toml": 'name = "m"\nas_of = 2000\n'})
    assert [note.code for note in load_catalog(folder, today=dt.date(2026, 1, 1)).notes] == ["stale_catalog"]


def test_old_law_is_not_stale(make: Make) -> None:
    """A law of 2005 holds until its last day, whatever its age."""
    laws = SOUND["regulations.csv"].replace("text\n", "text,as_of\n").replace("四倍LPR\n", "四倍LPR,2005\n")
    assert load_catalog(make({"regulations.csv": laws}), today=dt.date(2026, 1, 1)).notes == ()


@pytest.mark.parametrize(
    ("as_of", "day"),
    [
        ("2024", (2024, 12, 31)),
        ("2024-02", (2024, 2, 29)),
        ("2024-12", (2024, 12, 31)),
        ("2024-02-03", (2024, 2, 3)),
        ("9999", (9999, 12, 31)),
    ],
)
def test_a_partial_date_ends_with_its_last_day(as_of: str, day: tuple[int, int, int]) -> None:
    """A year may mean any of its days, so its last one counts."""
    assert last_day_of(as_of) == dt.date(*day)


def test_the_hash_is_of_the_bytes_and_not_of_their_order(make: Make, tmp_path: Path) -> None:
    """A copy has the same hash, a re-saved file another one; files without a table do not count."""
    folder = make()
    hashed = load_catalog(folder).sha256
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in sorted(folder.iterdir(), reverse=True):
        shutil.copy(file, copy / file.name)
    (copy / "readme.txt").write_text("hello", encoding="utf-8")
    assert load_catalog(copy).sha256 == hashed
    (copy / "channels.csv").write_bytes(codecs.BOM_UTF8 + CHANNELS.encode())
    assert load_catalog(copy).sha256 != hashed


def test_a_large_catalog_loads_fast(make: Make) -> None:
    """Sixty channels with 200 rules and 100 laws take well under 0.3 seconds."""
    channels = CHANNELS.splitlines()[0] + "\n" + "".join(f"c{n},渠道,k,bank,1万,g,any\n" for n in range(60))
    products = (
        PRODUCTS.splitlines()[0] + "\n" + "".join(f"c{n},main,annuity,12,5%,annual\n" for n in range(60))
    )
    rules = (
        RULES.splitlines()[0]
        + "\n"
        + "".join(f"r{n},channel:c{n % 60},age,>=,18,hard,x,s1\n" for n in range(200))
    )
    laws = SOUND["regulations.csv"] + "".join(f"l{n},all,info,,,x\n" for n in range(100))
    files = {
        "channels.csv": channels,
        "products.csv": products,
        "eligibility.csv": rules,
        "regulations.csv": laws,
    }
    folder = make({**files, "limits.csv": None})
    load_catalog(folder)
    started = time.perf_counter()
    load_catalog(folder)
    assert time.perf_counter() - started < 0.3


def test_the_bundled_folder_is_found() -> None:
    """``cn`` is found inside an installed package or in the repository."""
    folder = bundled_folder("cn")
    assert folder is not None and folder.name == "cn"
