"""The page of a plan: whole, inert, the same bytes for the same plan, and its pictures say the plan's own figures."""

import datetime as dt
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from fundmix import load_catalog, load_needs, load_profile, optimize
from fundmix.plan import FundingPlan, OutageRow
from fundmix.report import html
from fundmix.report.html.charts import mix_bar, payments_chart
from fundmix.report.html.context import Beside, heated, refusals, written
from fundmix.report.html.document import fragment, html_text
from fundmix.report.html.sheet import Grid, Sheet
from fundmix.report.html.sources import safe_url

SUPPLIER = Path(__file__).parents[3] / "examples" / "supplier"
MOST_BYTES = 1_500_000
LINKS = re.compile(r'(?:href|src|action|data|poster|srcset)="([^"]*)"')


class Headings(HTMLParser):
    """The levels of headings, and every tag, in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.tags: list[str] = []
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names += [name for name, _ in attrs]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


@pytest.fixture(scope="module")
def plan() -> FundingPlan:
    """A plan with fees kept at the payout, old debts and early repayment."""
    profile = load_profile(SUPPLIER / "profile.toml", start=None, today=dt.date(2026, 12, 1))
    return optimize(load_catalog("cn"), profile, load_needs(SUPPLIER / "needs.csv", profile.start))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_one_small_file_that_loads_nothing(plan: FundingPlan, lang: str) -> None:
    """No script, no handler, no import; what it links to are its own parts and the web, for people to click."""
    text = html_text(plan, lang)
    read = Headings(text)
    assert len(text.encode()) < MOST_BYTES
    assert {"script", "iframe", "object", "embed", "form", "base", "img"}.isdisjoint(read.tags)
    assert [name for name in read.names if name.startswith("on")] == []
    assert [url for url in LINKS.findall(text) if not re.match(r"#|https?://|data:,$", url)] == []
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert "@import" not in text
    assert "url(" not in text


def test_the_same_plan_gives_the_same_bytes(plan: FundingPlan) -> None:
    """Nothing of the clock, of memory or of a set's order is in the page."""
    again = FundingPlan.from_json(plan.to_json())
    assert html_text(plan, "zh") == html_text(again, "zh")


def test_headings_come_in_order(plan: FundingPlan) -> None:
    """One first heading, which is the answer, and no level is left out."""
    levels = Headings(html_text(plan, "en")).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_draw_stands_in_the_mix_with_both_prices(plan: FundingPlan) -> None:
    """Amount, share, the advertised price and the true one, of each draw."""
    text = html_text(plan, "en")
    for draw in plan.draws:
        assert f"{draw.amount:,.2f}" in text
        assert f"{draw.apr * 100:.2f}%" in text
        assert f"{draw.effective_annual_rate * 100:.2f}%" in text


def test_the_pieces_of_the_mix_fill_the_bar(plan: FundingPlan) -> None:
    """Side by side from 0 to 100 %, as wide as their sums."""
    pieces = mix_bar(Sheet("en"), plan)
    assert pieces[0].start == 0
    ends = [piece.start + piece.width for piece in pieces]
    assert [piece.start for piece in pieces[1:]] == pytest.approx(ends[:-1], abs=0.01)
    assert ends[-1] == pytest.approx(100, abs=0.01)


def test_a_hostile_name_is_text_and_nothing_else(plan: FundingPlan) -> None:
    """Markup, formulas, right-to-left marks, emoji and 500 characters stand in the page as they are, escaped."""
    name = (
        '<script>alert(1)</script>"><img src=x onerror=alert(2)>=HYPERLINK("http://x")\u202e\u2066🦄'
        + "长" * 500
    )
    draws = tuple(draw.model_copy(update={"name": name, "name_en": name}) for draw in plan.draws)
    hostile = plan.model_copy(
        update={
            "draws": draws,
            "applications": tuple(
                row.model_copy(update={"name": name, "documents": (name,), "appeal": name})
                for row in plan.applications
            ),
            "excluded_rows": tuple(row.model_copy(update={"name": name}) for row in plan.excluded_rows),
        }
    )
    for text in (html_text(hostile, "zh"), fragment(hostile, "zh")):
        read = Headings(text)
        assert {"script", "img"}.isdisjoint(read.tags)
        assert [one for one in read.names if one.startswith("on")] == []
        assert "\u202e" not in text
        assert "\u2066" not in text
        assert "🦄" in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("written_as", "shown"),
    [
        ("https://www.pbc.gov.cn/a?b=1", "https://www.pbc.gov.cn/a?b=1"),
        (" http://x.cn ", "http://x.cn"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//x.cn/a", ""),
        ("https://", ""),
        ("http://[x", ""),
        ("https://x.cn/ a", ""),
    ],
)
def test_links_lead_to_the_web_alone(written_as: str, shown: str) -> None:
    """http and https with a host; anything else is no link."""
    assert safe_url(written_as) == shown


def test_the_payments_of_the_picture_are_those_of_the_plan(plan: FundingPlan) -> None:
    """Each period's new payments add up to the cash book's, to the cent."""
    chart = payments_chart(Sheet("en"), plan)
    assert chart is not None
    names = {draw.name_en or draw.name for draw in plan.draws}
    ends = [index for index, head in enumerate(chart.heads) if head in names]
    assert len(ends) == len(names)
    for row, period in zip(chart.rows, plan.cashflow_rows, strict=False):
        paid = sum(float(row[index].replace(",", "")) for index in ends)
        assert round(paid, 2) == period.payments


def test_darker_is_worse(plan: FundingPlan) -> None:
    """Of two refusals the one that leaves less funded is darker, and the dearest is the darkest."""
    base = {"name_en": "", "hits": (), "date": plan.start, "draws": ()}
    rows = (
        OutageRow(outage_id="channel:a", name="a", funded_share=1.0, missing=0.0, extra_cost=50.0, **base),
        OutageRow(outage_id="channel:b", name="b", funded_share=0.4, missing=9.0, extra_cost=200.0, **base),
    )
    (part,) = heated(written(plan, "en", lambda page: refusals(page, plan, rows)))
    (grid,) = part.grids()
    assert isinstance(grid, Grid)
    assert [row.heat for row in grid.rows] == [(0, 4, 0, 4), (0, 0, 0, 1)]


def test_a_page_without_its_catalog_says_so(plan: FundingPlan) -> None:
    """A plan read from a file has no sources; the page is whole all the same and names what is missing."""
    assert "made without the catalog" in html_text(plan, "en", Beside())


def test_templates_never_switch_escaping_off() -> None:
    """No value is marked as safe; only the style sheet and the policy, which are ours, are."""
    templates = sorted(Path(html.__path__[0]).glob("templates/*.j2"))
    assert templates
    for path in templates:
        assert "safe" not in re.findall(r"\|\s*(\w+)", path.read_text(encoding="utf-8"))
