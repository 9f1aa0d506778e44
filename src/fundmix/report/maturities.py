"""Coming maturities on a terminal: what is due, what a refusal leaves missing, the cheapest bridge, the last day."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from fundmix.report.page import ALARM, QUIET, Page
from fundmix.report.sections import name_of
from fundmix.words import label
from fundmix.words.formats import date

if TYPE_CHECKING:
    from fundmix.watch.records import BridgeDraw, Gap, Maturity

LEAST_SHOWN = 1.0
"""Yuan of an unproved rest that is worth a sentence."""


MATURITY_COLUMNS = (
    "debt", "channel_id", "date", "amount", "renewal", "ask_by", "refused", "missing", "to_minimum", "uncovered",
    "last_day", "bridge", "cost",
)  # fmt: skip


def maturity_rows(coming: "Sequence[Maturity]") -> "Iterator[dict[str, object]]":
    """One flat row per refusal with ``MATURITY_COLUMNS``."""
    for one in coming:
        for gap in one.gaps:
            flat = {**one.model_dump(mode="json"), **gap.model_dump(mode="json")}
            parts = [
                f"{part.channel_id} {part.amount:.2f} {part.apply_by or ''}".strip() for part in gap.bridge
            ]
            flat |= {"bridge": parts, "cost": round(sum(part.cost for part in gap.bridge), 2)}
            yield {column: flat[column] for column in MATURITY_COLUMNS}


def maturities(page: Page, coming: "Sequence[Maturity]", minimum: float) -> None:
    """Every loan that ends with a sum; ``minimum``: yuan that the borrower wants to keep."""
    if not coming:
        page.heading(page.say("title_maturities"))
        page.line(page.say("no_maturities"), first="  ")
        return
    page.heading(page.say("title_maturities"))
    for one in coming:
        parts = [page.say("maturity_line", debt=one.debt, amount=one.amount)]
        parts.append(page.say(f"maturity_{one.renewal}", ask_by=one.ask_by))
        page.line(_told(page, parts), first=f"  {date(one.date)}  ")
        for gaps in _alike(one.gaps):
            _gap(page, one, gaps, minimum)
    page.line(page.say("gap_legend"), first="  ", style=QUIET)


def _told(page: Page, parts: Sequence[str]) -> str:
    """Sentences one behind the other."""
    return ("" if page.lang == "zh" else " ").join(parts)


def _alike(gaps: "Iterable[Gap]") -> "Iterator[list[Gap]]":
    """The refusals that come to the same, together."""
    found: dict[tuple[object, ...], list[Gap]] = {}
    for gap in gaps:
        found.setdefault((gap.missing, gap.to_minimum, gap.uncovered, gap.bridge), []).append(gap)
    yield from found.values()


def _gap(page: Page, debt: "Maturity", gaps: "Sequence[Gap]", minimum: float) -> None:
    """What these refusals leave, and what covers it, under the debt."""
    gap, indent = gaps[0], " " * 14
    names = [gap_name(page, one) for one in gaps]
    if not gap.missing:
        code = "gap_minimum" if gap.to_minimum else "gap_none_group"
        page.line(page.say(code, names=names, to_minimum=gap.to_minimum, minimum=minimum), first=indent)
        return
    code = "gap_missing" if gap.to_minimum > gap.missing else "gap_missing_only"
    page.line(page.say(code, names=names, missing=gap.missing, to_minimum=gap.to_minimum), first=indent)
    if gap.bridge:
        cost = sum(one.cost for one in gap.bridge)
        told = [
            page.say("gap_bridge" if cost else "gap_bridge_free", parts=_parts(page, gap.bridge), cost=cost)
        ]
        if gap.bridge_gap and gap.bridge_gap >= LEAST_SHOWN:
            told.append(page.say("gap_bridge_gap", gap=gap.bridge_gap))
        if gap.last_day and len(gap.bridge) > 1:
            told.append(page.say("gap_last_day", day=gap.last_day))
        page.line(_told(page, told), first=indent)
    if any(one.pays_needs for one in gap.bridge):
        page.line(page.say("gap_pays_needs"), first=indent)
    if gap.uncovered and gap.bridge_gap is None:
        page.line(page.say("gap_not_found"), first=indent, style=ALARM)
    elif gap.uncovered:
        page.line(page.say("gap_uncovered", uncovered=gap.uncovered), first=indent, style=ALARM)


def gap_name(page: Page, gap: "Gap") -> str:
    """Who refuses: a lender by its name, a group as a whole."""
    kind, _, rest = gap.refused.partition(":")
    return page.say("group_of", name=label(rest, page.lang)) if kind == "group" else name_of(gap, page.lang)


def _parts(page: Page, bridge: "Sequence[BridgeDraw]") -> list[str]:
    """Each lender of the bridge once, with its sum and the last day to ask."""
    told = [
        page.say("bridge_renews", name=name_of(one, page.lang), debt=one.debt)
        for one in bridge
        if one.use != "new"
    ]
    sums: dict[str, list[BridgeDraw]] = {}
    for one in bridge:
        if one.use == "new":
            sums.setdefault(one.channel_id, []).append(one)
    for own in sums.values():
        days = [one.apply_by for one in own if one.apply_by]
        values = {"name": name_of(own[0], page.lang), "amount": sum(one.amount for one in own)}
        code = "bridge_part_until" if days else "bridge_part"
        told.append(page.say(code, **values, day=min(days, default=None)))
    return told
