"""A plan as a picture: the mix as bars, below it cash by month with its floor; one Vega-Lite drawing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fundmix.errors import InputError, Issue
from fundmix.plan import FundingPlan
from fundmix.report.chart import KINDS, drawn
from fundmix.report.files import write_all
from fundmix.report.sections import name_of
from fundmix.words import language, say
from fundmix.words.formats import CURRENCY_SIGNS, printable

WIDTH, BAR_HEIGHT, CASH_HEIGHT = 560, 26, 180
MONEY_COLOUR, FLOOR_COLOUR = "#2f6f8f", "#a33"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that a notebook shows; ``specification`` is its Vega-Lite, for whoever draws it anew."""

    specification: dict[str, Any]

    def _repr_svg_(self) -> str:
        """The picture as SVG.

        Raises:
            InputError: ``chart_library_missing``.
        """
        return drawn(self.specification, ".svg")

    def save(self, path: str | Path) -> None:
        """Write it as ``.svg``, or as ``.html`` with figures under the pointer; readable by its owner alone.

        Raises:
            InputError: ``output_kind`` for another ending, ``chart_library_missing``.
        """
        file = Path(path)
        if file.suffix not in KINDS:
            raise InputError([Issue("output_kind", str(path), details={"known": KINDS})])
        write_all({file: drawn(self.specification, file.suffix)})


def picture(plan: FundingPlan, lang: str | None = None) -> Picture:
    """The picture of a plan; ``lang``: ``zh`` or ``en``, None = ``FUNDMIX_LANG``, the locale's."""
    spoken = language(lang)
    sign = CURRENCY_SIGNS.get(plan.currency, plan.currency)
    parts = [*([_mix(plan, spoken, sign)] if plan.draws else []), _cash(plan, spoken, sign)]
    return Picture({"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "vconcat": parts})


def _mix(plan: FundingPlan, lang: str, sign: str) -> dict[str, Any]:
    """A bar per draw, in the order of the plan, with its true price under the pointer."""
    rows = [
        {
            "draw": printable(f"{draw.draw_id} {name_of(draw, lang)}"),
            "amount": draw.amount,
            "apr": draw.apr,
        }
        for draw in plan.draws
    ]
    money = say("picture_amount", lang, currency_sign=sign)
    return {
        "title": say("title_mix", lang),
        "width": WIDTH,
        "height": {"step": BAR_HEIGHT},
        "data": {"values": rows},
        "mark": {"type": "bar", "color": MONEY_COLOUR},
        "encoding": {
            "y": {
                "field": "draw",
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"labelLimit": 260},
            },
            "x": {"field": "amount", "type": "quantitative", "title": money, "axis": {"format": ",.0f"}},
            "tooltip": [
                {"field": "draw", "title": " "},
                {"field": "amount", "title": money, "format": ",.2f"},
                {"field": "apr", "title": say("picture_apr", lang), "format": ".2%"},
            ],
        },
    }


def _cash(plan: FundingPlan, lang: str, sign: str) -> dict[str, Any]:
    """A column per period, and the floor that the plan keeps as a line."""
    floors = plan.inputs.min_cash
    rows = [
        {"day": row.date.isoformat(), "cash": row.closing, "floor": floors[row.month]}
        for row in plan.cashflow_rows
        if row.month < len(floors)
    ]
    money = say("picture_cash", lang, currency_sign=sign)
    floor = say("picture_floor", lang)
    across = {"field": "day", "type": "ordinal", "title": None, "axis": {"labelOverlap": True}}
    tooltip = [
        {"field": "day", "title": " "},
        {"field": "cash", "title": money, "format": ",.2f"},
        {"field": "floor", "title": floor, "format": ",.2f"},
    ]
    return {
        "title": say("chart_cash" if plan.inputs.period == "month" else "chart_cash_periods", lang),
        "width": WIDTH,
        "height": CASH_HEIGHT,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "color": MONEY_COLOUR},
                "encoding": {
                    "x": across,
                    "y": {
                        "field": "cash",
                        "type": "quantitative",
                        "title": money,
                        "axis": {"format": ",.0f"},
                    },
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {"type": "line", "color": FLOOR_COLOUR, "strokeDash": [4, 3]},
                "encoding": {"x": across, "y": {"field": "floor", "type": "quantitative"}},
            },
        ],
    }
