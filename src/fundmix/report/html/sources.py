"""What the figures of a plan's lenders rest on: the catalog's rows, their dates, grades and sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from fundmix.catalog.tables import Catalog, Row, Source
from fundmix.plan import FundingPlan
from fundmix.report.page import Page
from fundmix.report.sections import name_of
from fundmix.words.formats import NOTHING, printable


@dataclass(frozen=True, slots=True)
class Link:
    """A title and where it leads; empty = nowhere."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What one lender's figures rest on: of its rows the weakest grade and the oldest date."""

    name: str
    grade: str
    dated: str
    links: tuple[Link, ...]


def bases(page: Page, plan: FundingPlan, catalog: Catalog) -> tuple[Basis, ...]:
    """One per lender of the plan; a lender that the catalog does not know is left out."""
    known = {channel.channel_id: channel for channel in catalog.channels}
    used = {draw.channel_id: draw for draw in plan.draws}
    return tuple(
        _basis(page, name_of(draw, page.lang), _rows(catalog, channel_id), catalog)
        for channel_id, draw in used.items()
        if channel_id in known
    )


def _rows(catalog: Catalog, channel_id: str) -> list[Row]:
    """The rows of a channel that hold its limits and prices."""
    products = [row for row in catalog.products if row.channel_id == channel_id]
    return [catalog.channel(channel_id), *products]


def _basis(page: Page, name: str, rows: list[Row], catalog: Catalog) -> Basis:
    wanted = {source_id for row in rows for source_id in row.source}
    links = (
        link for source in catalog.sources if source.source_id in wanted for link in _links(page, source)
    )
    dates = sorted(str(row.as_of) for row in rows if row.as_of is not None)
    grade = max(catalog.grade_of(row) for row in rows)
    return Basis(printable(name), grade, dates[0] if dates else NOTHING, tuple(links))


def _links(page: Page, source: Source) -> Iterator[Link]:
    """A source as often as it has addresses, once when it has none."""
    dated = page.say("html_source_dated", dated=source.dated) if source.dated else ""
    title = f"{printable(source.title)}{printable(dated)}"
    urls = [url for part in source.url.split("|") if (url := safe_url(part))]
    if not urls:
        yield Link(title, "")
    for number, url in enumerate(urls, start=1):
        yield Link(title if number == 1 else page.say("html_source_again", number=number), url)


def safe_url(text: str) -> str:
    """An address that a page may link to: http or https with a host, no blanks; else nothing."""
    url = printable(text).strip()
    try:
        found = urlsplit(url)
    except ValueError:
        return ""
    return url if found.scheme in ("http", "https") and found.hostname and " " not in url else ""
