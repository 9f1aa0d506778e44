"""Law has dates: the first and the last day in force both count."""

import datetime as dt

import pytest

from fundmix.catalog.law import ceiling_at, duties_at, reference_rate_at, subsidies_for
from fundmix.catalog.load import load_catalog
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError
from fundmix.words import issue_line

from .conftest import Make

RATES = "rate_id,date,value\nlpr_1y,2025-05-20,3.0%\nlpr_1y,2024-10-21,3.1%\nlpr_5y,2025-05-20,3.5%\n"
LAWS = (
    "regulation_id,applies_to,kind,value,times_rate_id,effective_from,effective_until,text\n"
    "old,all,ceiling,36%,,,2020-08-19,旧\n"
    "four,all,ceiling,4,lpr_1y,2020-08-20,,四倍\n"
    "twelve,lender:pawnshop,ceiling,0.11,,2025-06-01,2025-06-30,临时\n"
    "aim,all,target,5%,,,,目标\n"
    "shown,,info,1%,,,,仅供参考\n"
)
SUBSIDIES = (
    "subsidy_id,applies_to,rate_cut,available_from,available_until\n"
    "one,channel:bank,1%,2025-09-01,2026-08-31\nall_year,all,0.5%,,\n"
)


@pytest.fixture
def catalog(make: Make) -> Catalog:
    """The small catalog with dated law."""
    return load_catalog(
        make({"reference_rates.csv": RATES, "regulations.csv": LAWS, "subsidies.csv": SUBSIDIES})
    )


@pytest.mark.parametrize(
    ("day", "rate"),
    [("2024-10-21", 0.031), ("2025-05-19", 0.031), ("2025-05-20", 0.03), ("2030-01-01", 0.03)],
)
def test_a_fixing_holds_until_the_next(catalog: Catalog, day: str, rate: float) -> None:
    """The latest fixing on or before the day counts, whatever the order of the file."""
    assert reference_rate_at(catalog, "lpr_1y", dt.date.fromisoformat(day)) == rate


@pytest.mark.parametrize(("rate_id", "day"), [("lpr_1y", "2024-10-20"), ("shibor", "2026-01-01")])
def test_without_a_fixing_there_is_no_rate(catalog: Catalog, rate_id: str, day: str) -> None:
    """The day before the first fixing has none, and neither has an unknown rate."""
    with pytest.raises(InputError) as caught:
        reference_rate_at(catalog, rate_id, dt.date.fromisoformat(day))
    (issue,) = caught.value.issues
    assert (issue.column, issue.value, issue.code) == ("rate_id", rate_id, "no_fixing")
    assert day in issue_line(issue, "en")


@pytest.mark.parametrize(
    ("channel", "day", "height", "law"),
    [
        ("bank", "2020-08-19", 0.36, "old"),
        ("bank", "2024-10-21", 0.124, "four"),
        ("bank", "2025-05-20", 0.12, "four"),
        ("pawn", "2025-05-31", 0.12, "four"),
        ("pawn", "2025-06-01", 0.11, "twelve"),
        ("pawn", "2025-06-30", 0.11, "twelve"),
        ("pawn", "2025-07-01", 0.12, "four"),
        ("bank", "2025-06-15", 0.12, "four"),
    ],
)
def test_the_lowest_ceiling_in_force_counts(
    catalog: Catalog, channel: str, day: str, height: float, law: str
) -> None:
    """A ceiling binds from its first to its last day; the lowest that selects the channel wins."""
    found = ceiling_at(catalog, catalog.channel(channel), dt.date.fromisoformat(day))
    assert found is not None
    assert (found[0], found[1].regulation_id) == (height, law)


def test_without_a_ceiling_there_is_none(make: Make) -> None:
    """A catalog whose law only informs sets no ceiling."""
    catalog = load_catalog(make({"regulations.csv": "regulation_id,applies_to,value,text\nx,all,1%,y\n"}))
    assert ceiling_at(catalog, catalog.channels[0], dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("2025-08-31", ["all_year"]),
        ("2025-09-01", ["one", "all_year"]),
        ("2026-08-31", ["one", "all_year"]),
        ("2026-09-01", ["all_year"]),
    ],
)
def test_a_subsidy_pays_on_its_first_and_last_day(catalog: Catalog, day: str, names: list[str]) -> None:
    """Blank ends are open; both written ends are included."""
    rows = subsidies_for(catalog, catalog.channel("bank"), dt.date.fromisoformat(day))
    assert [row.subsidy_id for row in rows] == names


DUTIES = (
    "regulation_id,applies_to,effective_from,effective_until,text,duty,deadline_days,contact\n"
    "old,,2013-03-15,2026-05-31,旧,credit_dispute,20,征信中心\n"
    "new,,2026-06-01,,新,credit_dispute,15,征信中心\n"
    "shops,lender:pawnshop,,,典当,lender_complaint,,主管部门\n"
    "plain,,,,别的,,,\n"
)


@pytest.mark.parametrize(
    ("channel", "day", "expected"),
    [
        ("bank", "2013-03-14", {}),
        ("bank", "2013-03-15", {"credit_dispute": "old"}),
        ("bank", "2026-05-31", {"credit_dispute": "old"}),
        ("bank", "2026-06-01", {"credit_dispute": "new"}),
        ("pawn", "2026-06-01", {"credit_dispute": "new", "lender_complaint": "shops"}),
    ],
)
def test_a_duty_holds_on_its_days_and_for_its_lenders(
    make: Make, channel: str, day: str, expected: dict[str, str]
) -> None:
    """Without a selector it holds whoever the lender is; of two rows of one duty the newer counts."""
    catalog = load_catalog(make({"regulations.csv": DUTIES}))
    found = duties_at(catalog, catalog.channel(channel), dt.date.fromisoformat(day))
    assert {duty: row.regulation_id for duty, row in found.items()} == expected


def test_of_two_rows_in_force_the_newer_counts(make: Make) -> None:
    """A law that has no end and a later one that says otherwise, in whatever order they stand."""
    head, old, new, *_ = DUTIES.replace("2026-05-31", "").splitlines()
    for rows in ((old, new), (new, old)):
        catalog = load_catalog(make({"regulations.csv": "\n".join((head, *rows)) + "\n"}))
        found = duties_at(catalog, catalog.channel("bank"), dt.date(2026, 6, 1))
        assert found["credit_dispute"].deadline_days == 15


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ("credit_dispute,20,征信中心", "", ""),
        ("credit_dispute,,征信中心", "", ""),
        (",20,", "duty", "duty_missing"),
        (",,征信中心", "duty", "duty_missing"),
        ("credit_dispute,20,", "contact", "contact_missing"),
        ("credit_dispute,0,征信中心", "deadline_days", "not_positive"),
        ("credit_dispute,3651,征信中心", "deadline_days", "number_too_large"),
        ("credit_dispute,-1,征信中心", "deadline_days", "negative"),
        ("credit_disputes,20,征信中心", "duty", "not_a_choice"),
    ],
)
def test_a_duty_says_whom_to_ask_and_a_deadline_belongs_to_a_duty(
    make: Make, cells: str, column: str, code: str
) -> None:
    """Each mistake in its line and column."""
    content = f"regulation_id,text,duty,deadline_days,contact\nx,文,{cells}\n"
    folder = make({"regulations.csv": content})
    if not code:
        assert load_catalog(folder).regulations[0].duty == "credit_dispute"
        return
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    (issue,) = caught.value.issues
    assert (issue.line, issue.column, issue.code) == (2, column, code)
    assert all(issue_line(issue, lang) for lang in ("en", "zh"))
