"""A plan in a notebook: one self-contained piece of HTML without scripts, in which every name is only text."""

from collections.abc import Iterable
from html import escape
from io import StringIO

from fundmix.plan import Draw, FundingPlan
from fundmix.report.headline import headlines
from fundmix.report.page import Page, figures, rate_text
from fundmix.report.sections import name_of
from fundmix.words import language
from fundmix.words.formats import date, percent, printable

COLOURS = ("#2f6f8f", "#d08a2e", "#5c8a4a", "#a4537a", "#7a6bb0", "#8a7a5c")
"""Told apart by people who do not see red and green, and dark enough for white letters."""
_CELL = "padding:.2em .7em;text-align:{side};white-space:nowrap"


def fragment(plan: FundingPlan, lang: str | None = None) -> str:
    """The answer in a sentence, the mix as a bar, the mix as a table, and the line that stands under every answer.

    Args:
        plan: the plan.
        lang: ``zh`` or ``en``; None = ``FUNDMIX_LANG``, the locale's.
    """
    page = Page(language(lang), StringIO(), currency=plan.currency)
    first, *further = headlines(page, plan)
    parts = [f"<p><strong>{_text(first)}</strong></p>", *(f"<p>{_text(line)}</p>" for line in further)]
    if plan.draws:
        parts += [_bar(page, plan.draws), _table(page, plan.draws)]
    parts.append(f'<p style="opacity:.7">{_text(page.say("disclaimer"))}</p>')
    return f'<div class="fundmix" lang="{page.lang}">{"".join(parts)}</div>'


def _text(text: str) -> str:
    """Text from a file that anybody may edit, without control characters and markup."""
    return escape(printable(text))


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _bar(page: Page, draws: tuple[Draw, ...]) -> str:
    """One strip, as wide as there is room, a piece per draw; read out as its parts."""
    whole = sum(draw.amount for draw in draws) or 1.0
    pieces = [
        f'<span style="width:{draw.amount / whole:.2%};background:{_colour(number)};color:#fff;'
        f'overflow:hidden" title="{_text(name_of(draw, page.lang))}">{_text(draw.draw_id)}</span>'
        for number, draw in enumerate(draws)
    ]
    told = ", ".join(f"{name_of(draw, page.lang)} {draw.amount / whole:.0%}" for draw in draws)
    style = "display:flex;max-width:44em;text-align:center;line-height:1.8;margin:.5em 0"
    return f'<div role="img" aria-label="{_text(told)}" style="{style}">{"".join(pieces)}</div>'


def _table(page: Page, draws: tuple[Draw, ...]) -> str:
    """A row per draw: from whom, how much, when, at which prices, what it costs."""
    heads = ("draw", "amount", "date", "advertised", "apr", "effective", "cost")
    top = _row("th", [page.say(f"column_{head}").replace("-\n", "").replace("\n", " ") for head in heads])
    amounts = figures([draw.amount for draw in draws], 2)
    costs = figures([draw.interest + draw.fees for draw in draws], 2)
    rows = [
        _row("td", (
            f"{draw.draw_id} {name_of(draw, page.lang)}", amount, date(draw.draw_date),
            rate_text(draw.advertised, draw.advertised_basis, page.lang), percent(draw.apr),
            percent(draw.effective_annual_rate), cost or "0.00",
        ))
        for draw, amount, cost in zip(draws, amounts, costs, strict=True)
    ]  # fmt: skip
    return f"<table><thead>{top}</thead><tbody>{''.join(rows)}</tbody></table>"


def _row(kind: str, texts: Iterable[str]) -> str:
    cells = [
        f'<{kind} style="{_CELL.format(side="right" if number else "left")}">{_text(text)}</{kind}>'
        for number, text in enumerate(texts)
    ]
    return f"<tr>{''.join(cells)}</tr>"
