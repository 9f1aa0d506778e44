"""An explanation on a terminal and as rows: what binds, what is left out, what is in the way, what would repair it."""

from collections.abc import Sequence
from typing import Any, TextIO

from fundmix.analysis.explain import Conflict, Explanation, LeftOut
from fundmix.plan.spoken import repair_sentence
from fundmix.report.headline import headlines
from fundmix.report.page import ALARM, HEADING, QUIET, Page
from fundmix.report.sections import binding_line, names_of, repairs
from fundmix.words import note_line

LEFT_OUT_SHOWN = 8
COLUMNS = (
    "part", "code", "subject", "step", "change_unmet", "change_excess", "change_cost", "change_effort", "rate",
    "rate_even", "bound", "sentence",
)  # fmt: skip


def print_explanation(found: Explanation, lang: str, file: TextIO | None = None) -> None:
    """The answer in a line, then its reasons."""
    page = Page(lang, file, currency=found.plan.currency)
    whole = found.plan.status in ("funded", "not_needed")
    for number, text in enumerate(headlines(page, found.plan)):
        page.line(text, style="" if number else HEADING if whole else ALARM)
    if found.plan.advice:
        page.heading(page.say("title_advice"))
        page.bullets([note_line(warn, lang) for warn in found.plan.advice])
    _conflict(page, found)
    lacks = bool(found.plan.totals.unmet + found.plan.totals.shortfall)
    repairs(page, found.repairs, asked=lacks)
    page.heading(page.say("title_binding_steps"))
    names = names_of(found.plan, lang)
    lines = [binding_line(row, names, page) for row in found.binding]
    page.bullets(lines or [page.say("binding_none")])
    _left_out(page, found)
    page.blank()
    page.line(page.say("explain_legend"), style=QUIET)
    page.line(page.say("disclaimer"), style=HEADING)


def _conflict(page: Page, found: Explanation) -> None:
    """The rules that cannot all hold; nothing for a plan that is whole."""
    if not (found.plan.totals.unmet + found.plan.totals.shortfall):
        return
    page.heading(page.say("title_conflict"))
    if found.conflict is None:
        page.line(page.say("conflict_not_in_time"), first="  ")
    elif not found.conflict:
        page.line(page.say("conflict_none"), first="  ")
    else:
        page.bullets([conflict_line(page, row) for row in found.conflict])
        page.line(page.say("conflict_one" if len(found.conflict) == 1 else "conflict_any"), first="  ")


def conflict_line(page: Page, row: Conflict) -> str:
    """A rule in the borrower's words."""
    return page.say(f"conflict_{row.rule}", figure=row.figure)


def _left_out(page: Page, found: Explanation) -> None:
    """What forcing in each other channel would cost, the cheapest first."""
    if not found.left_out:
        return
    page.heading(page.say("title_left_out"))
    page.bullets([left_out_line(page, row) for row in found.left_out[:LEFT_OUT_SHOWN]])
    more = len(found.left_out) - LEFT_OUT_SHOWN
    if more > 0:
        page.line(page.say("left_out_more", count=more), first="  ", style=QUIET)


def left_out_line(page: Page, row: LeftOut) -> str:
    """One channel: what it would cost to use it, and the rate at which it would cost nothing more."""
    name = row.name_en if page.lang == "en" else row.name
    code: str = "worse" if row.extra is not None and row.extra_unmet + row.extra_excess > 1 else row.state
    if row.extra is None:
        code = "cannot" if row.state == "cannot" else "unsolved"
    return page.say(
        f"left_out_{code}", name=name, amount=row.amount, extra=row.extra, cost=row.extra_cost,
        effort=row.extra_effort, unmet=row.extra_unmet + row.extra_excess, rate=row.rate, even=row.rate_even,
    )  # fmt: skip


def reason_records(found: Explanation, lang: str) -> tuple[Sequence[str], list[dict[str, Any]]]:
    """One row per reason, for CSV: columns and rows."""
    page = Page(lang, currency=found.plan.currency)
    names = names_of(found.plan, lang)
    rows: list[dict[str, Any]] = []
    for held in found.binding:
        sentence = binding_line(held, names, page)
        rows.append({"part": "binding", "code": held.rule, **held.model_dump(), "sentence": sentence})
    for other in found.left_out:
        rows.append(
            {
                "part": "left_out", "code": other.state, "subject": other.channel_id, "step": other.amount,
                "change_unmet": other.extra_unmet, "change_excess": other.extra_excess,
                "change_cost": other.extra_cost, "change_effort": other.extra_effort, "rate": other.rate,
                "rate_even": other.rate_even, "sentence": left_out_line(page, other),
            }
        )  # fmt: skip
    for rule in found.conflict or ():
        rows.append(
            {
                "part": "conflict",
                "code": rule.rule,
                "step": rule.figure,
                "sentence": conflict_line(page, rule),
            }
        )
    for repair in found.repairs:
        rows.append(
            {
                "part": "repair", "code": repair.kind, "subject": repair.subject, "step": repair.amount,
                "bound": repair.bound, "sentence": repair_sentence(repair, lang, found.plan.currency),
            }
        )  # fmt: skip
    return COLUMNS, rows
