"""Today's plan under the borrower's odds of approval, beside the applications that are best under them."""

from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from fundmix.analysis.odds import Candidate, Outcome, Prospect, Weighed
from fundmix.report.page import ALARM, HEADING, QUIET, Column, Page, figures
from fundmix.words.formats import joined, percent

OUTCOMES_SHOWN = 6
CENT = 0.01
OUTCOME_COLUMNS = ("prospect", *Outcome.model_fields)


def outcome_rows(weighed: Weighed) -> list[dict[str, Any]]:
    """One row per pattern of answers of either set of applications."""
    return [
        {"prospect": name, **outcome.model_dump()}
        for name, prospect in (("today", weighed.today), ("least", weighed.least))
        for outcome in prospect.outcomes
    ]


def print_odds(weighed: Weighed, lang: str, file: TextIO | None = None, width: int | None = None) -> None:
    """Write the answer to ``file`` (stdout), ``width`` cells wide (the terminal's, 80 when piped)."""
    page = Page(lang, file, width, weighed.currency)
    page.line(page.say("odds_title"), style=HEADING)
    if not weighed.candidates:
        page.line(page.say("odds_no_loan"))
        return
    names = {one.channel_id: _name(one, lang) for one in weighed.candidates}
    same = weighed.today.applications == weighed.least.applications
    page.line(page.say("odds_same" if same else "odds_better"))
    _figures(page, weighed)
    _candidates(page, weighed.candidates)
    _refusals(page, weighed.today, names)
    if not same:
        _mixes(page, weighed.least, names)
    price = weighed.assumption.missing_costs
    page.line(page.say("odds_cost_legend", price=price), first="  ", style=QUIET)
    page.line(page.say("odds_cost_legend_money"), first="  ", style=QUIET)
    page.heading(page.say("odds_notes"))
    page.bullets(list(_notes(page, weighed)))
    if weighed.proven:
        gap = weighed.objective - weighed.bound
        page.bullets([page.say("odds_proved" if gap >= CENT else "odds_proved_best", gap=gap)])
    else:
        gap = weighed.objective - weighed.bound
        page.line(page.say("odds_not_proved", gap=gap), first="  · ", style=ALARM)
    page.blank()
    page.line(page.say("disclaimer"), style=HEADING)


def _name(candidate: Candidate, lang: str) -> str:
    return (lang == "en" and candidate.name_en) or candidate.name


def _tail(weighed: Weighed) -> str:
    """The share of the odds that is the bad end, as ``10%``."""
    return f"{round(100 * (1 - weighed.assumption.alpha), 6):g}%"


def _figures(page: Page, weighed: Weighed) -> None:
    """The figures over all answers, today's plan beside the best."""
    both = (weighed.today, weighed.least)
    columns = [Column(""), *(Column(page.say(f"odds_{head}"), right=True) for head in ("today", "least"))]
    weight = weighed.assumption.risk_weight
    weighing = [page.say("odds_weighed", weight=f"{weight:g}"), *_amounts([one.weighed for one in both])]
    rows = [
        [page.say("odds_funded"), *(percent(one.fully_funded) for one in both)],
        [page.say("odds_expected"), *_amounts([one.expected_cost for one in both])],
        [page.say("odds_cvar", tail=_tail(weighed)), *_amounts([one.cvar for one in both])],
        *([weighing] if weight else []),
        [page.say("odds_expected_missing"), *_amounts([one.expected_missing for one in both])],
        [page.say("odds_applications"), *(str(len(one.applications)) for one in both)],
        [page.say("odds_inquiries"), *(str(one.hard_inquiries) for one in both)],
    ]
    page.blank()
    page.table(columns, rows)


def _amounts(amounts: Sequence[float]) -> list[str]:
    """Yuan with cents; nothing is a zero here, not an empty cell."""
    return [text or "0" for text in figures(amounts, 2)]


def _candidates(page: Page, candidates: Sequence[Candidate]) -> None:
    """Whom to ask today and at best, at what odds, and what is drawn when all say yes."""
    page.heading(page.say("odds_ask"))
    columns = [
        Column(page.say("column_draw"), wide=True),
        *(Column(page.say(f"odds_{head}"), right=True) for head in ("your_odds", "today", "least", "drawn")),
    ]
    drawn = figures([one.drawn for one in candidates])
    rows = [
        (
            _name(one, page.lang),
            page.say("odds_certain") if one.certain else percent(one.odds),
            "✓" if one.today else "",
            "✓" if one.least else "",
            amount,
        )
        for one, amount in zip(candidates, drawn, strict=True)
    ]
    page.table(columns, rows)
    if any(one.certain for one in candidates):
        page.line(page.say("odds_certain_legend"), first="  ", style=QUIET)


def _refusals(page: Page, prospect: Prospect, names: dict[str, str]) -> None:
    """The likeliest answers to today's applications, what is then missing, what it costs."""
    page.heading(page.say("odds_if_today"))
    told = [
        (joined([names[one] for one in outcome.refused], page.lang), outcome)
        if outcome.refused
        else (page.say("odds_nobody"), outcome)
        for outcome in prospect.outcomes
    ]
    _table(page, "odds_refused", told)


def _mixes(page: Page, prospect: Prospect, names: dict[str, str]) -> None:
    """The mixes that the best applications lead to; answers that lead to the same mix stand together."""
    page.heading(page.say("odds_if_least"))
    merged: dict[tuple[tuple[str, ...], float, float], Outcome] = {}
    for outcome in prospect.outcomes:
        key = (outcome.drawn, round(outcome.missing), round(outcome.cost))
        chance = outcome.probability + (merged[key].probability if key in merged else 0.0)
        merged[key] = merged.get(key, outcome).model_copy(update={"probability": chance})
    ordered = sorted(merged.values(), key=lambda one: -one.probability)
    told = [
        (joined([names[one] for one in outcome.drawn], page.lang), outcome)
        if outcome.drawn
        else (page.say("odds_drawn_nothing"), outcome)
        for outcome in ordered
    ]
    _table(page, "odds_drawn_from", told)


def _table(page: Page, head: str, told: Sequence[tuple[str, Outcome]]) -> None:
    """Outcomes in words with odds, missing yuan and cost; the less likely ones together, on average."""
    columns = [
        Column(page.say(head), wide=True),
        Column(page.say("odds_probability"), right=True),
        Column(page.say("column_missing"), right=True),
        Column(page.say("column_cost"), right=True),
    ]
    shown, rest = told[:OUTCOMES_SHOWN], [outcome for _, outcome in told[OUTCOMES_SHOWN:]]
    rows = [_row(text, one.probability, one.missing, one.cost) for text, one in shown]
    share = sum(one.probability for one in rest)
    if share:
        missing = sum(one.probability * one.missing for one in rest) / share
        cost = sum(one.probability * one.cost for one in rest) / share
        rows.append(_row(page.say("odds_rest"), share, missing, cost))
    page.table(columns, rows)


def _row(text: str, probability: float, missing: float, cost: float) -> tuple[str, ...]:
    return text, percent(probability), *figures([missing], 2), *_amounts([cost])


def _notes(page: Page, weighed: Weighed) -> Iterator[str]:
    """What the figures rest on."""
    assumption = weighed.assumption
    yield page.say("odds_rule_known")
    yield page.say("odds_rule_groups")
    weight = assumption.risk_weight
    best = "odds_rule_least_risk" if weight else "odds_rule_least"
    yield page.say(best, effort=assumption.effort_per_application, weight=f"{weight:g}", tail=_tail(weighed))
    if weighed.least.hard_inquiries > weighed.today.hard_inquiries:
        yield page.say("odds_rule_inquiries")
    if assumption.outside:
        yield page.say("odds_no_part", names=assumption.outside)
