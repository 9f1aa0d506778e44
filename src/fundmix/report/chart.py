"""Charts are Vega-Lite drawings, still as SVG, with figures under the pointer as HTML; the frontier is one."""

from pathlib import Path
from typing import Any

from fundmix.analysis.frontier import Frontier, FrontierPoint
from fundmix.errors import InputError, Issue
from fundmix.words import say
from fundmix.words.formats import CURRENCY_SIGNS

KINDS = (".svg", ".html")
VEGA_LITE = "6.4"
WIDTH, HEIGHT = 560, 320


def chart_text(frontier: Frontier, kind: str, lang: str) -> str:
    """The chart as the text of an ``.svg`` or ``.html`` file; nothing in it is loaded from elsewhere.

    Raises:
        InputError: ``chart_library_missing``.
    """
    return drawn(specification(frontier, lang), kind)


def drawn(drawing: dict[str, Any], kind: str) -> str:
    """A Vega-Lite drawing as the text of an ``.svg`` or ``.html`` file; nothing in it is loaded from elsewhere.

    Raises:
        InputError: ``chart_library_missing``.
    """
    try:
        # a large optional library, only for charts
        import vl_convert  # noqa: PLC0415
    except ImportError:
        raise InputError([Issue("chart_library_missing", column="-o")]) from None
    if kind == ".svg":
        return str(vl_convert.vegalite_to_svg(drawing, vl_version=VEGA_LITE))
    return str(vl_convert.vegalite_to_html(drawing, vl_version=VEGA_LITE, bundle=True))


def check_library(paths: list[Path]) -> None:
    """Make sure before any work that charts can be drawn, where one is asked for.

    Raises:
        InputError: ``chart_library_missing``.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - asked for charts alone

    wanted = [path for path in paths if path.suffix in KINDS]
    if wanted and find_spec("vl_convert") is None:
        raise InputError([Issue("chart_library_missing", str(path), column="-o") for path in wanted])


def specification(frontier: Frontier, lang: str) -> dict[str, Any]:
    """The Vega-Lite drawing: a step per plan, safety along, its price upwards."""
    share = frontier.over != "max_channels"
    axis = {
        "title": say(f"chart_axis_{frontier.over}", lang),
        **({"format": ".0%"} if share else {"tickMinStep": 1}),
    }
    sign = CURRENCY_SIGNS.get(frontier.currency, frontier.currency)
    upwards = say("chart_axis_price", lang, currency_sign=sign)
    # the safe side is on the right
    order = "ascending" if frontier.over == "survive_share" else "descending"
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": say("title_frontier", lang),
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": [_row(frontier, point, lang) for point in frontier.points]},
        "mark": {"type": "line", "interpolate": "step-before", "point": {"size": 60}},
        "encoding": {
            "x": {
                "field": "safety", "type": "quantitative", "axis": axis, "sort": order,
                "scale": {"zero": False, "nice": True},
            },
            "y": {
                "field": "price", "type": "quantitative",
                "axis": {"title": upwards, "format": ",.0f"},
            },
            "tooltip": [
                {"field": "safety", "title": axis["title"], "format": ".1%" if share else "d"},
                {"field": "price", "title": upwards, "format": ",.2f"},
                {"field": "figures", "title": " "},
            ],
        },
    }  # fmt: skip


def _row(frontier: Frontier, point: FrontierPoint, lang: str) -> dict[str, Any]:
    return {
        "safety": getattr(point, frontier.measure),
        "price": point.price,
        "figures": say(
            "chart_points", lang, lenders=point.lenders, cost=point.cost, currency=frontier.currency
        ),
    }
