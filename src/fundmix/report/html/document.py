"""The page of a plan as text: templates of this folder, every value escaped."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fundmix.plan import FundingPlan
from fundmix.report.html.context import Beside, context, fragment_context
from fundmix.words.formats import printable

LONG = 12
"""Rows of a table or points of a list from which on the rest is folded away."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load for the page: nothing."""


def html_text(plan: FundingPlan, lang: str = "zh", beside: Beside | None = None) -> str:
    """The whole page; the same plan gives the same bytes.

    Args:
        plan: the plan.
        lang: ``zh`` or ``en``.
        beside: calendar, catalog and refusals, see :class:`Beside`.
    """
    return _render("plan.html.j2", context(plan, lang, beside or Beside()))


def fragment(plan: FundingPlan, lang: str = "zh") -> str:
    """The answer, the picture and the mix, to stand inside another page (a notebook)."""
    return _render("fragment.html.j2", fragment_context(plan, lang))


def page_text(template: str, values: dict[str, Any]) -> str:
    """Another page in the same dress."""
    return _render(template, values)


def _render(template: str, values: dict[str, Any]) -> str:
    return _environment().get_template(template).render(
        style=_style(), policy=Markup(POLICY), long=LONG, **values
    )  # fmt: skip


def _visible(value: Any) -> Any:
    """A text of anybody's without control and bidirectional characters; our own markup as it is."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("fundmix.report.html"),
        autoescape=True,
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> Markup:
    """The style sheet: our own file, no value of anybody is in it."""
    return Markup(files("fundmix.report.html").joinpath("style.css").read_text(encoding="utf-8"))
