"""A refusal on a terminal: the verdict, what may be behind it, whom to ask by when, the money meanwhile."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from fundmix.borrower.template import SECTIONS
from fundmix.catalog.tables import Catalog
from fundmix.report.eligibility import failure_line
from fundmix.report.facts import FactText, asked_text, fact_text, fact_texts
from fundmix.report.headline import headlines
from fundmix.report.page import HEADING, QUIET, Page
from fundmix.report.sections import name_of
from fundmix.report.terminal import print_plan
from fundmix.words import reason_line

if TYPE_CHECKING:
    from fundmix.plan import FundingPlan
    from fundmix.watch.refusal_records import Cause, Change, Law, Refusal, Step

MET_SHOWN = 4
QUESTIONS_SHOWN = 5
REFUSAL_COLUMNS = (
    "part", "code", "subject", "field", "operator", "required", "actual", "distance", "strictness", "named", "then",
    "now", "date", "days", "text", "text_en",
)  # fmt: skip


def print_refusal(
    found: "Refusal", catalog: Catalog, lang: str, *, whole: bool = False, file: TextIO | None = None
) -> None:
    """Write the page to ``file`` (stdout); ``whole``: the plan for the meantime in full below it."""
    page = Page(lang, file, currency=found.currency)
    facts = fact_texts(catalog, lang)
    _verdict(page, found)
    if found.reason is not None:
        _said(page, found, facts)
    _causes(page, found, catalog, facts)
    _changes(page, found, facts)
    _steps(page, found, catalog)
    _bring(page, found, facts)
    _interim(page, found, whole)
    page.blank()
    if whole and found.interim is not None:
        print_plan(found.interim, lang, file, facts=facts)
        return
    page.line(page.say("disclaimer"), style=QUIET)


def _verdict(page: Page, found: "Refusal") -> None:
    """One sentence on top, what it rests on below."""
    code: str = found.verdict
    values: dict[str, Any] = {"name": name_of(found, page.lang)}
    if code in ("rules", "soft_rules"):
        count = sum(cause.kind == "rule" for cause in found.causes)
        code, values["count"] = "rules" if count > 1 else "rule", count
    elif code == "mistake":
        code = "mistake" if found.last_yes else "mistake_unrecorded"
        values["day"] = found.last_yes.day if found.last_yes else None
    elif code in ("cooldown", "outage"):
        cause = next(cause for cause in found.causes if cause.kind == code)
        values |= {"day": found.again_from, "reason": reason_line(cause.reason, cause.reason_en, page.lang)}
    page.line(page.say(f"refused_{code}", **values), style=HEADING)
    unknown = sum(cause.kind == "question" for cause in found.causes)
    if unknown:
        code = "refused_also_unknown" if unknown > 1 else "refused_also_unknown_one"
        page.line(page.say(code, count=unknown))
    page.line(page.say("refused_basis"), style=QUIET)


def _said(page: Page, found: "Refusal", facts: Mapping[str, FactText]) -> None:
    """What the lender said, held against the facts; without a reason: what may be asked for."""
    if found.asks is None:
        page.heading(page.say("title_none_given"))
        page.line(page.say("rights_ask" if found.rights else "rights_none"), first="  ")
        page.bullets([_law(page, law) for law in found.rights])
        return
    reason = str(found.reason)
    section = SECTIONS.get(reason, (reason, reason))[0 if page.lang == "zh" else 1]
    page.heading(page.say("title_said", reason=facts[reason].name if reason in facts else section))
    if not found.asks:
        page.line(page.say("said_not_asked"), first="  ")
    fails = sum(cause.named and cause.kind in ("rule", "restricted") for cause in found.causes)
    if fails:
        page.line(page.say("said_fails" if fails > 1 else "said_fails_one", count=fails), first="  · ")
    for one in found.met[:MET_SHOWN]:
        fact = facts.get(one.field)
        must = page.say(f"must_{one.operator}", required=fact_text(one.required, fact, page.lang))
        actual = fact_text(one.actual, fact, page.lang)
        page.line(
            page.say("said_met", fact=fact.name if fact else one.field, actual=actual, must=must),
            first="  · ",
        )
    if len(found.met) > MET_SHOWN:
        page.line(page.say("said_met_more", count=len(found.met) - MET_SHOWN), first="  · ")


def _causes(page: Page, found: "Refusal", catalog: Catalog, facts: Mapping[str, FactText]) -> None:
    """Everything that may be behind it, numbered."""
    page.heading(page.say("title_causes"))
    if not found.causes:
        page.line(page.say("no_causes"), first="  ")
    months = catalog.channel(found.channel_id).cooldown_months
    questions = [cause for cause in found.causes if cause.kind == "question"]
    hidden = questions[QUESTIONS_SHOWN:]
    shown = [cause for cause in found.causes if cause not in hidden]
    for number, cause in enumerate(shown, start=1):
        text = _cause(page, cause, facts, months)
        said = cause.named and cause.kind != "assumption"
        page.line(page.say("said_named", text=text) if said else text, first=f"  {number}. ")
    if hidden:
        page.line(page.say("causes_more", count=len(hidden)), first="  · ")


def _cause(page: Page, cause: "Cause", facts: Mapping[str, FactText], months: int) -> str:
    """One cause in a sentence."""
    reason = reason_line(cause.reason, cause.reason_en, page.lang)
    match cause.kind:
        case "rule" | "restricted":
            text = failure_line({**cause.model_dump(), "state": "failed"}, facts, page)
            soft = cause.kind == "rule" and cause.strictness == "soft"
            return page.say("cause_soft", text=text) if soft else text
        case "question":
            asked = asked_text({**cause.model_dump(), "state": "unknown"}, facts, page)
            if asked:
                return page.say("cause_question", text=asked)
            fact = facts[cause.field].name if cause.field in facts else cause.field
            return page.say(f"cause_question_{'outage' if reason else 'limit'}", fact=fact, name=reason)
        case "outage":
            about = (page.lang == "en" and cause.remedy_en) or cause.remedy
            return page.say(f"cause_outage_{cause.strictness}", name=reason, text=about)
        case "limit":
            code = "cause_limit" if cause.owed or not cause.actual else "cause_limit_small"
            return page.say(code, amount=cause.amount, owed=cause.owed, least=cause.actual)
        case _:
            values = {"months": months, "since": cause.since, "day": cause.day}
            return page.say(
                f"cause_{cause.kind}", name=reason, purpose=cause.actual, need=cause.subject, **values
            )


def _changes(page: Page, found: "Refusal", facts: Mapping[str, FactText]) -> None:
    """What is other than at the last yes, each with its days."""
    since = found.last_yes
    if since is None:
        if found.verdict != "mistake":
            page.line(page.say("changes_unrecorded", channel=found.channel_id), first="  ", style=QUIET)
        return
    title = "title_changes" if since.how == "approved" else "title_changes_debt"
    page.heading(page.say(title, day=since.day))
    if not found.changes:
        page.line(page.say("changes_none"), first="  ")
    page.bullets([_change(page, change, facts) for change in found.changes])


def _change(page: Page, change: "Change", facts: Mapping[str, FactText]) -> str:
    """One change, then and now."""
    values: dict[str, Any] = {"then_day": change.then_day, "seen": change.seen, "debt": change.subject}
    if change.kind == "fact":
        fact = facts.get(change.subject)
        values["fact"] = fact.name if fact else change.subject
        values |= {when: fact_text(getattr(change, when), fact, page.lang) for when in ("then", "now")}
    else:
        values |= {"now": change.now, "name": name_of(change, page.lang)}
    return page.say(f"change_{change.kind}", **values)


def _steps(page: Page, found: "Refusal", catalog: Catalog) -> None:
    """What to do, numbered, and from when on to apply again."""
    page.heading(page.say("title_steps"))
    for number, step in enumerate(found.steps, start=1):
        page.line(_step(page, found, step), first=f"  {number}. ")
    if found.again_from is not None:
        code = "again_from" if found.again_from > found.start else "again_now"
        months = catalog.channel(found.channel_id).cooldown_months
        page.line(page.say(code, day=found.again_from, months=months), first="  · ")


def _step(page: Page, found: "Refusal", step: "Step") -> str:
    """One step: whom to ask, what the law says, by when the answer is due."""
    text = (page.lang == "en" and step.text_en) or step.text
    if step.law is None:
        code = "step_lender" if text else "step_lender_plain"
        return page.say(code, name=name_of(found, page.lang), text=text)
    contact = (page.lang == "en" and step.contact_en) or step.contact
    told = page.say(f"step_{step.step}", contact=contact, law=_law(page, step.law))
    if step.answer_by is None:
        return told
    return _together(page, [told, page.say("step_answer", day=step.answer_by)])


def _together(page: Page, sentences: Sequence[str]) -> str:
    """Sentences one behind the other."""
    return ("" if page.lang == "zh" else " ").join(sentences)


def _law(page: Page, law: "Law") -> str:
    """What a row of law says, with its document and article."""
    text = ((page.lang == "en" and law.text_en) or law.text).rstrip("。.")
    values = {"text": text, "document": law.document, "article": law.article}
    told = page.say("law_line" if law.article else "law_line_document", **values) if law.document else text
    return page.say("full_stop", sentence=told)


def _bring(page: Page, found: "Refusal", facts: Mapping[str, FactText]) -> None:
    """The lender's papers, and where the figures of the facts involved are found."""
    papers = found.documents_en if page.lang == "en" and found.documents_en else found.documents
    if not papers and not found.proofs:
        return
    page.heading(page.say("title_bring"))
    if papers:
        page.line(page.say("bring_documents", name=name_of(found, page.lang), documents=papers), first="  · ")
    places: dict[str, list[str]] = {}
    for proof in found.proofs:
        where = (page.lang == "en" and proof.where_en) or proof.where
        places.setdefault(where, []).append(facts[proof.field].name if proof.field in facts else proof.field)
    page.bullets([page.say("bring_proof", where=where, facts=names) for where, names in places.items()])


def _interim(page: Page, found: "Refusal", whole: bool) -> None:
    """How money comes without this lender: the answer, the draws, the cost."""
    page.heading(page.say("title_interim"))
    plan = found.interim
    if plan is None:
        page.line(page.say("interim_none" if found.planned else "interim_nothing"), first="  ")
        return
    page.line(headlines(page, plan)[0], first="  ")
    page.bullets(list(_parts(page, plan)))
    told = [page.say("interim_cost", cost=plan.totals.interest + plan.totals.fees)] if plan.draws else []
    missing = plan.totals.unmet + plan.totals.shortfall
    if missing:
        told.append(page.say("interim_missing", missing=missing))
    if any(debt.channel_id == found.channel_id for debt in plan.inputs.debts):
        told.append(page.say("interim_own_debts", name=name_of(found, page.lang)))
    if told:
        page.line(_together(page, told), first="  ")
    if not whole:
        page.line(page.say("interim_whole"), first="  ", style=QUIET)


def _parts(page: Page, plan: "FundingPlan") -> Iterator[str]:
    """Each draw of new money with the day to apply."""
    apply = {row.channel_id: row.apply_date for row in plan.applications}
    for draw in plan.draws:
        if draw.use == "new":
            day = apply.get(draw.channel_id)
            values = {
                "name": name_of(draw, page.lang),
                "amount": draw.amount,
                "day": draw.draw_date,
                "apply": day,
            }
            yield page.say("interim_part_apply" if day else "interim_part", **values)


def refusal_rows(found: "Refusal") -> Sequence[Mapping[str, Any]]:
    """One flat row per cause, met rule, change, step and paper, with ``REFUSAL_COLUMNS``."""
    rows: list[dict[str, Any]] = [
        {
            **cause.model_dump(mode="json"), "part": "cause", "code": cause.kind, "date": cause.day,
            "text": cause.reason, "text_en": cause.reason_en,
        }
        for cause in found.causes
    ]  # fmt: skip
    rows += [
        {**one.model_dump(mode="json"), "part": "met", "code": "rule", "subject": one.rule_id}
        for one in found.met
    ]
    rows += [
        {
            **change.model_dump(mode="json"), "part": "change", "code": change.kind, "date": change.seen,
            "text": change.name, "text_en": change.name_en,
        }
        for change in found.changes
    ]  # fmt: skip
    rows += [
        {
            "part": "step", "code": step.step, "subject": step.law.regulation_id if step.law else "",
            "days": step.days, "date": step.answer_by, "text": step.text, "text_en": step.text_en,
        }
        for step in found.steps
    ]  # fmt: skip
    english = found.documents_en or ("",) * len(found.documents)
    rows += [
        {"part": "document", "text": paper, "text_en": paper_en}
        for paper, paper_en in zip(found.documents, english, strict=False)
    ]
    rows += [
        {"part": "proof", "field": one.field, "text": one.where, "text_en": one.where_en}
        for one in found.proofs
    ]
    return rows
