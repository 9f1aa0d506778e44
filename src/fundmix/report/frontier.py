"""What safety costs, on a terminal and in files."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from fundmix.analysis.frontier import Frontier, FrontierPoint, Over
from fundmix.errors import InputError, Issue
from fundmix.report.chart import KINDS as CHARTS
from fundmix.report.chart import chart_text
from fundmix.report.page import HEADING, QUIET, Column, Page, figures
from fundmix.report.records import csv_text, json_text
from fundmix.words.formats import percent

KINDS = (*CHARTS, ".json", ".csv")
BAR, BAR_CELLS = "█", 14
POINT_COLUMNS = (
    "value", "largest_share", "lenders", "applications", "funded_share", "cost", "saved", "choosing_cost", "price",
    "status", "gap", "mix",
)  # fmt: skip


def check_kinds(asked: Sequence[str]) -> list[Path]:
    """The paths of ``-o``.

    Raises:
        InputError: ``frontier_output_kind`` for each whose kind is not known.
    """
    wrong = [name for name in asked if Path(name).suffix not in KINDS or name.endswith(os.sep)]
    if wrong:
        raise InputError(Issue("frontier_output_kind", name, column="-o") for name in wrong)
    return [Path(name) for name in asked]


def frontier_files(frontier: Frontier, paths: Sequence[Path], lang: str) -> Mapping[Path, str]:
    """Path → content."""
    return {path: _content(frontier, path.suffix, lang) for path in paths}


def _content(frontier: Frontier, kind: str, lang: str) -> str:
    if kind == ".json":
        return json_text(frontier.model_dump(mode="json")) + "\n"
    return (
        csv_text(POINT_COLUMNS, point_rows(frontier)) if kind == ".csv" else chart_text(frontier, kind, lang)
    )


def point_rows(frontier: Frontier) -> list[dict[str, Any]]:
    """One flat row per point; the mix as ``channel:yuan`` words."""
    return [
        {
            **point.model_dump(include=set(POINT_COLUMNS)),
            "mix": [f"{part.channel_id}:{part.amount:.2f}" for part in point.mix],
        }
        for point in frontier.points
    ]


def print_frontier(
    frontier: Frontier, lang: str, file: TextIO | None = None, width: int | None = None
) -> None:
    """Write the frontier, a row and a bar per plan, the cheapest first."""
    page = Page(lang, file, width, frontier.currency)
    page.line(page.say("title_frontier"), style=HEADING)
    page.line(page.say(f"frontier_over_{frontier.over}"))
    page.blank()
    _table(page, frontier)
    page.blank()
    page.line(page.say("frontier_legend"), first="  ", style=QUIET)
    page.bullets(list(_remarks(page, frontier)))
    page.blank()
    page.line(page.say("disclaimer"), style=QUIET)


def _table(page: Page, frontier: Frontier) -> None:
    """A row per plan; what is nowhere above 0 has no column."""
    points = frontier.points
    saved = any(point.saved for point in points)
    heads = [f"cap_{frontier.over}", *_measures(frontier), "interest_fees", *(["saved_old"] if saved else [])]
    columns = [Column(page.say(f"column_{head}"), right=True) for head in heads]
    columns += [Column(page.say("column_price_of_safety"), right=True, strong=True), Column("")]
    costs = figures([point.cost for point in points], 0)
    savings = figures([point.saved for point in points], 0)
    prices = figures([point.price for point in points], 0)
    rows = [
        [
            cap_text(frontier.over, point.value),
            *(_measure_text(name, point) for name in _measures(frontier)),
            cost or "0",
            *([saving or "0"] if saved else []),
            price or "0",
            bar(point.price, max(one.price for one in points)),
        ]
        for point, cost, saving, price in zip(points, costs, savings, prices, strict=True)
    ]
    if not page.fits(columns, rows):
        # figures before bars
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    page.table(columns, rows)


def _measures(frontier: Frontier) -> tuple[str, ...]:
    """The figures of safety that stand beside the cap."""
    match frontier.over:
        case "survive_share":
            return ("funded_share", "lenders")
        case "max_channels":
            return ("largest_share",)
    return ("largest_share", "lenders")


def _measure_text(name: str, point: FrontierPoint) -> str:
    value = getattr(point, name)
    return str(value) if name == "lenders" else percent(value, 1)


def cap_text(over: Over, value: float) -> str:
    """A cap as it is said: ``35%``, ``3.3%``, ``4``."""
    return (
        f"{value:.0f}" if over == "max_channels" else f"{percent(value, 1).removesuffix('.0%').rstrip('%')}%"
    )


def bar(price: float, most: float) -> str:
    """A bar as long as its price; something that costs anything has at least one cell."""
    return BAR * max(round(BAR_CELLS * price / most), int(price > 0)) if most > 0 else ""


def _remarks(page: Page, frontier: Frontier) -> list[str]:
    """What is not in the table, and why."""
    over, said = frontier.over, []
    if len(frontier.points) == 1:
        said.append(page.say("frontier_alone"))
    if frontier.not_kept is not None:
        said.append(page.say(f"frontier_not_kept_{over}", value=cap_text(over, frontier.not_kept)))
    elif over == "max_channel_share" and frontier.floored:
        said.append(page.say("frontier_floor", floor=frontier.policy.share_floor))
    if over == "max_channel_share" and any(
        point.mix and not point.largest_share for point in frontier.points
    ):
        said.append(page.say("frontier_pledged"))
    for code, values in (("dominated", frontier.dominated), ("left_out", frontier.left_out)):
        if values:
            said.append(page.say(f"frontier_{code}", values=[cap_text(over, value) for value in values]))
    return said
