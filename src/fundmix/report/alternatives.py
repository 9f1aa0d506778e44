"""Other mixes and replacements, on a terminal."""

from collections.abc import Sequence
from typing import Any, TextIO

from fundmix.analysis.alternatives import Alternatives, LeftOut, Mix, Replacement
from fundmix.analysis.mixes import Part
from fundmix.report.page import HEADING, QUIET, Column, Page, figures
from fundmix.report.sections import name_of
from fundmix.words.formats import joined, percent

MIX_COLUMNS = (
    "kind", "cost", "saved", "extra_cost", "distance", "lenders", "heaviest_month", "heaviest_payment", "pledges",
    "waiting_days", "status", "mix",
)  # fmt: skip


def mix_rows(found: Alternatives) -> list[dict[str, Any]]:
    """One flat row per mix, the best first; lenders as ``channel:yuan`` words."""
    return [
        {
            **one.model_dump(include=set(MIX_COLUMNS)),
            "mix": [f"{part.channel_id}:{part.amount:.2f}" for part in one.mix],
        }
        for one in (found.best, *found.mixes)
    ]


def print_alternatives(
    found: Alternatives, lang: str, file: TextIO | None = None, width: int | None = None
) -> None:
    """Write the best mix and the others, then what each lender is worth."""
    page = Page(lang, file, width, found.currency)
    if not found.best.mix:
        page.line(page.say("alternatives_nothing"), style=HEADING)
        return
    page.line(page.say("title_alternatives", allowance=found.allowance), style=HEADING)
    _mixes(page, (found.best, *found.mixes))
    page.line(page.say("alternatives_legend"), first="  ", style=QUIET)
    page.bullets(_remarks(page, found))
    page.heading(page.say("title_replacements"))
    page.bullets([_replacement(page, one) for one in found.replacements])
    page.line(page.say("replacements_legend"), first="  ", style=QUIET)
    page.blank()
    page.line(page.say("disclaimer"), style=QUIET)


def _mixes(page: Page, mixes: Sequence[Mix]) -> None:
    """A row per mix, its lenders below."""
    heads = ("mix", "more", "interest_fees", "heaviest", "lenders", "ready", "differs")
    columns = [
        Column(page.say(f"column_{head}"), right=head != "mix", wide=head == "mix", strong=head == "mix")
        for head in heads
    ]
    dearer = figures([one.extra_cost for one in mixes], 0)
    costs, months = (
        figures([getattr(one, name) for one in mixes], 0) for name in ("cost", "heaviest_payment")
    )
    rows = [
        [
            page.say(f"kind_{one.kind}"), more or "0", cost or "0", month or "0", str(one.lenders),
            page.say("ready_days", days=one.waiting_days), percent(one.distance, 0),
        ]
        for one, more, cost, month in zip(mixes, dearer, costs, months, strict=True)
    ]  # fmt: skip
    page.table(columns, rows, [joined(_parts(page, one.mix), page.lang) for one in mixes])


def _parts(page: Page, mix: Sequence[Part]) -> list[str]:
    """Each lender with the most that is owed there."""
    return [page.say("mix_part", name=name_of(part, page.lang), amount=round(part.amount)) for part in mix]


def _remarks(page: Page, found: Alternatives) -> list[str]:
    """How many there are, and what became of the other kinds."""
    said = []
    if len(found.mixes) < 3:
        code = "alternatives_few" if found.mixes else "alternatives_none"
        said.append(page.say(code, count=len(found.mixes)))
    best = [one for one in found.left_out if one.like == "best"]
    if best:
        said.append(page.say("alternatives_is_best", kinds=[page.say(f"kind_{one.kind}") for one in best]))
    said += [_left_out(page, one) for one in found.left_out if one not in best and one.kind != one.like]
    if found.survive_waived:
        said.append(page.say("alternatives_survive"))
    return said


def _left_out(page: Page, one: LeftOut) -> str:
    kind = page.say(f"kind_{one.kind}")
    if one.reason == "impossible":
        return page.say("alternatives_impossible")
    if one.reason == "alike":
        return page.say("alternatives_alike", kind=kind, like=page.say(f"kind_{one.like}"))
    return page.say("alternatives_undecided", kind=kind)


def _replacement(page: Page, one: Replacement) -> str:
    """What happens without a lender, in a sentence."""
    values = {"name": name_of(one, page.lang), "mix": _parts(page, one.mix), "missing": one.missing}
    if one.missing is None:
        return page.say("replacement_unknown", name=values["name"])
    if one.missing:
        return page.say("replacement_missing" if one.mix else "replacement_nothing", **values)
    assert one.value is not None
    if one.value < 1:
        return page.say("replacement_same", **values)
    return page.say("replacement", value=round(one.value), **values)
