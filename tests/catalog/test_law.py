"""Law has dates: the first and the last day in force both count."""

import datetime as dt

import pytest

from fundmix.catalog.law import ceiling_at, reference_rate_at, subsidies_for
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
