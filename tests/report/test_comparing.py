"""Frontiers and other mixes as pages and files: whole figures, 80 cells, both languages, nothing loaded."""

import csv
import io
import re
from functools import cache

import pytest
from rich.cells import cell_len
from tests.cases import BARE, Story, channel, inflow, need

from fundmix.analysis.alternatives import Alternatives, alternatives
from fundmix.analysis.frontier import Frontier, Over, frontier
from fundmix.report.alternatives import MIX_COLUMNS, mix_rows, print_alternatives
from fundmix.report.chart import chart_text, specification
from fundmix.report.frontier import POINT_COLUMNS, bar, cap_text, point_rows, print_frontier
from fundmix.report.records import csv_text
from fundmix.words import LANGUAGES

LONG = "某某省某某市中小微企业应收账款供应链电子凭证融资服务（线上反向保理，含再保理）专项产品"
STORY = Story(
    channels=[
        channel("cheap", 0.04, method="bullet", amount_max=100_000, name=LONG),
        channel("dear", 0.042, method="bullet", amount_max=100_000, name_en="Dear bank"),
        channel("last", 0.3, method="bullet", amount_max=40_000),
    ],
    needs=[need("2027-01-01", 100_000), inflow("2028-01-01", 140_000)],
    policy=BARE.model_copy(update={"survive": ()}),
)


@cache
def safety(over: Over = "max_channel_share") -> Frontier:
    """The frontier of the story."""
    return frontier(STORY.catalog, STORY.profile, STORY.asked, STORY.policy, over=over, points=5, gap=0.0)


@cache
def others() -> Alternatives:
    """The other mixes of the story."""
    return alternatives(STORY.catalog, STORY.profile, STORY.asked, STORY.policy, gap=0.0)


def page(show: object, answer: object, lang: str, width: int = 80) -> str:
    """What is printed."""
    stream = io.StringIO()
    show(answer, lang, stream, width)  # type: ignore[operator]
    return stream.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("over", ["max_channel_share", "max_channels", "survive_share"])
def test_a_frontier_fits_the_terminal(over: Over, width: int, lang: str) -> None:
    """A row per point, whatever is changed; nothing runs over the edge, and no code is left unsaid."""
    text = page(print_frontier, safety(over), lang, width)
    assert [line for line in text.splitlines() if cell_len(line) > width] == []
    caps = [cap_text(over, point.value) for point in safety(over).points]
    assert [
        line.split()[0] for line in text.splitlines() if line.split()[:1] and line.split()[0] in caps
    ] == caps


def test_a_bar_is_as_long_as_its_price() -> None:
    """The dearest point has the longest bar, what costs anything has some, what costs nothing has none."""
    assert [len(bar(price, 1_000)) for price in (0, 1, 500, 1_000)] == [0, 1, 7, 14]
    assert bar(0, 0) == ""


def test_caps_are_said_as_people_say_them() -> None:
    """Whole percent without decimals, thirds with one, counts as counts."""
    assert [cap_text("max_channel_share", value) for value in (1, 0.35, 0.033333)] == ["100%", "35%", "3.3%"]
    assert cap_text("max_channels", 4.0) == "4"


def test_what_cannot_be_kept_is_said() -> None:
    """The loosest cap out of reach stands below the table."""
    text = page(print_frontier, safety(), "en")
    assert safety().not_kept == 0.2
    assert "With at most 20% at one lender no plan meets the needs" in text


def test_a_frontier_as_csv_is_whole() -> None:
    """One row per point with every figure; lenders with their yuan in one cell."""
    text = csv_text(POINT_COLUMNS, point_rows(safety())).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [float(row["price"]) for row in rows] == [point.price for point in safety().points]
    assert rows[-1]["mix"].split(";")[0].startswith(("cheap:", "dear:"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_other_mixes_fit_the_terminal(lang: str) -> None:
    """The best mix first, then the others with their lenders; long names fold."""
    text = page(print_alternatives, others(), lang)
    assert [line for line in text.splitlines() if cell_len(line) > 80] == []
    assert "¥100,000" in text
    assert mix_rows(others())[0]["kind"] == "best"
    assert set(mix_rows(others())[0]) == set(MIX_COLUMNS)


def test_who_can_be_replaced_is_said() -> None:
    """The value of a lender stands with the next-best mix."""
    text = " ".join(page(print_alternatives, others(), "en").split())
    (part,) = others().best.mix
    assert part.channel_id == "cheap"
    assert "the next-best mix costs ¥200 more: Dear bank ¥100,000" in text


def test_a_chart_shows_the_points() -> None:
    """Safety along, its price upwards, one mark per plan."""
    drawing = specification(safety(), "en")
    values = drawing["data"]["values"]
    assert [(row["safety"], row["price"]) for row in values] == [
        (point.largest_share, point.price) for point in safety().points
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chart_is_one_file_of_its_own(lang: str) -> None:
    """SVG and HTML say their axes in the reader's language; HTML is below 1.5 MB and loads nothing from elsewhere."""
    drawn = chart_text(safety(), ".svg", lang)
    assert drawn.startswith("<svg")
    assert specification(safety(), lang)["encoding"]["x"]["axis"]["title"] in drawn
    whole = chart_text(safety(), ".html", lang)
    assert len(whole.encode()) < 1_500_000
    assert re.findall(r"<(?:script|link)\b[^>]*\b(?:src|href)=", whole) == []
