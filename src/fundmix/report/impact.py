"""What a change of the catalog does to one borrower, on a terminal."""

from collections.abc import Collection, Iterator, Sequence

from fundmix.analysis.impact.records import Impact, LeftAside, OfferChange, Offered, PlanImpact, VerdictChange
from fundmix.catalog.effects import Effect
from fundmix.report.cells import Named
from fundmix.report.changes import MARKS
from fundmix.report.eligibility import failure_line
from fundmix.report.page import QUIET, Page
from fundmix.words import all_sentences, label
from fundmix.words.formats import money0, percent, printable

SAME = 0.005
"""Yuan below which two sums are one."""


def print_impact(page: Page, mine: Impact, named: Named) -> None:
    """The plan first, then every channel that judges or prices the borrower otherwise."""
    page.heading(page.say("title_impact"))
    if mine.plan is not None:
        for text in _plan(page, mine.plan):
            page.line(text, first="  ")
        page.line(_proof(page, mine.plan), first="  ", style=QUIET)
    for text in _aside(page, mine.aside, named):
        page.line(text, first="  ")
    if not mine.verdicts and not mine.offers:
        page.line(page.say("impact_channels_same"), first="  ")
        return
    page.heading(page.say("title_impact_channels"))
    _verdicts(page, mine.verdicts, named)
    told = {row.channel_id for row in mine.verdicts if row.before != row.after}
    _doors(page, mine.offers, named, told)
    for offer in mine.offers:
        for text in _moved(page, offer):
            line = page.say("news_of", what=named.channel(offer.channel_id), change=text)
            page.line(line, first=f"  {MARKS[offer.effect]} ")


def _plan(page: Page, plan: PlanImpact) -> Iterator[str]:
    """What is missing and what it costs, before and after; who leaves and who enters."""
    before, after = plan.before, plan.after
    if max(before.missing, after.missing) >= 1:
        yield page.say("impact_missing", old=before.missing, new=after.missing)
    change = plan.net_change
    same = abs(change) < SAME and abs(plan.missing_change) < SAME and not plan.left and not plan.entered
    if same:
        yield page.say("impact_plan_same", cost=before.net_cost)
        return
    if plan.by is None:
        yield page.say("impact_unproved", old=before.net_cost, new=after.net_cost)
    elif plan.by == "missing":
        # more funded costs more: the two sums do not compare
        yield page.say("impact_cost_funded", old=before.net_cost, new=after.net_cost)
    elif abs(change) < SAME:
        yield page.say("impact_cost_same", old=before.net_cost)
    else:
        code = "impact_cost_more" if change > 0 else "impact_cost_less"
        yield page.say(code, old=before.net_cost, new=after.net_cost, change=abs(change))
        if plan.by == "cost" and (plan.effect == "worse") != (change > 0):
            yield page.say(f"impact_effort_{plan.effect}")
    if plan.by == "excess":
        yield page.say("impact_excess", old=before.excess, new=after.excess)
    for code, channels in (("impact_left", plan.left), ("impact_entered", plan.entered)):
        if channels:
            yield page.say(code, channels=[_name(page, plan.names[name]) for name in channels])


def _proof(page: Page, plan: PlanImpact) -> str:
    """How far each plan may be from the best."""
    gaps = [max(0.0, side.objective - side.bound) for side in (plan.before, plan.after)]
    code = "impact_verified" if plan.before.verified and plan.after.verified else "not_verified"
    if "unproven" in (plan.before.status, plan.after.status):
        return page.say("impact_not_proven", old=gaps[0], new=gaps[1])
    return page.say(code, old=gaps[0], new=gaps[1])


def _aside(page: Page, aside: Sequence[LeftAside], named: Named) -> Iterator[str]:
    """What one of the catalogs does not know."""
    for one in aside:
        subject = named.channel(one.subject) if one.subject in named.channels else one.subject
        if one.kind == "fact" and one.subject in named.facts:
            subject = named.facts[one.subject].name
        channel = named.channel(one.channel_id) if one.channel_id else ""
        kind = one.kind if one.kind in ("debt", "quote", "fact", "pledge") else "word"
        yield page.say(f"aside_{one.side}_{kind}", subject=subject, channel=channel)


def _verdicts(page: Page, rows: Sequence[VerdictChange], named: Named) -> None:
    """What became of the verdicts, channels with the same answer for the same rules together."""
    groups: dict[tuple[str, ...], list[VerdictChange]] = {}
    for row in rows:
        groups.setdefault((*_ends(page, row), *(one.rule_id for one in row.fails)), []).append(row)
    for group in groups.values():
        old, new = _ends(page, group[0])
        names = [named.channel(row.channel_id) for row in group]
        text = page.say("impact_verdict", channels=names, old=old, new=new)
        page.line(text, first=f"  {MARKS[group[0].effect]} ")
        for failure in group[0].fails:
            page.line(failure_line(failure.model_dump(), named.facts, page), first="      · ", style=QUIET)


def _ends(page: Page, row: VerdictChange) -> tuple[str, str]:
    """``符合公开条件``, ``不符合条件``; the softer rules are named where the verdict is the same."""
    soft = [row.before == row.after and told for told in (row.soft_before, row.soft_after)]
    old, new = (
        page.say(f"standing_{verdict}" + ("_soft" if told and verdict == "eligible" else ""))
        for verdict, told in zip((row.before, row.after), soft, strict=True)
    )
    return old, new


def _doors(page: Page, rows: Sequence[OfferChange], named: Named, told: Collection[str]) -> None:
    """Channels that open or close, with their terms; ``told``: those whose verdict says why."""
    groups: dict[tuple[str, str, Effect], list[str]] = {}
    for row in rows:
        if not (row.before.closed or row.after.closed):
            continue
        code = "impact_closed" if row.after.closed else "impact_opened"
        why = "" if row.channel_id in told or not row.after.closed else _why(page, row.after.closed)
        terms = _terms(page, row.before if row.after.closed else row.after)
        name = page.say("impact_door", channel=named.channel(row.channel_id), terms=terms)
        groups.setdefault((f"{code}_why" if why else code, why, row.effect), []).append(name)
    for (code, why, effect), names in groups.items():
        page.line(page.say(code, channels=names, why=why), first=f"  {MARKS[effect]} ")


def _moved(page: Page, row: OfferChange) -> Iterator[str]:
    """Limit and price of a channel that stays open, before and after."""
    before, after = row.before, row.after
    if before.closed or after.closed:
        return
    if before.limit != after.limit:
        yield page.say(
            "impact_limit", old=money0(before.limit, page.currency), new=money0(after.limit, page.currency)
        )
    ends = [_price(terms) for terms in (before, after)]
    if ends[0] != ends[1]:
        yield page.say("impact_price", old=ends[0], new=ends[1])


def _why(page: Page, closed: str) -> str:
    """Why nothing is offered."""
    code = f"closed_{closed}"
    return page.say(code) if code in all_sentences() else label(closed, page.lang)


def _terms(page: Page, terms: Offered) -> str:
    return page.say("impact_terms", limit=money0(terms.limit, page.currency), price=_price(terms))


def _price(terms: Offered) -> str:
    """``5.50%–6.20%``."""
    ends = dict.fromkeys(percent(rate) for rate in (terms.apr_low, terms.apr_high))
    return "–".join(ends)


def _name(page: Page, names: tuple[str, str]) -> str:
    name, name_en = names
    return printable((page.lang == "en" and name_en) or name)
