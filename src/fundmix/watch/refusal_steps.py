"""Whom to ask after a refusal, in which order, what the law allows, and what to bring."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from fundmix.case import Case
from fundmix.catalog.law import duties_at
from fundmix.catalog.tables import Channel, Duty, Regulation
from fundmix.facts import known_facts
from fundmix.watch.refusal_changes import rules_of
from fundmix.watch.refusal_records import Cause, Change, Law, Met, Proof, Step

CREDIT = "credit"
"""The section of ``facts.csv`` that a credit report answers."""
_STEPS: tuple[Duty, ...] = ("credit_report", "credit_dispute", "credit_complaint", "lender_complaint")
_RIGHTS: tuple[Duty, ...] = ("credit_report", "credit_notice")


def steps_of(case: Case, channel: Channel) -> Iterator[Step]:
    """The lender first, then the credit record, its supervisor, and the lender's supervisor."""
    yield Step(step="lender", text=channel.appeal, text_en=channel.appeal_en)
    duties = duties_at(case.catalog, channel, case.profile.start)
    for duty in _STEPS:
        row = duties.get(duty)
        if row is None or (duty.startswith(CREDIT) and not reads_credit(case, channel)):
            continue
        days = row.deadline_days
        yield Step(
            step=duty,
            contact=row.contact,
            contact_en=row.contact_en,
            text=row.text,
            text_en=row.text_en,
            days=days,
            answer_by=None if days is None else case.profile.start + dt.timedelta(days=days),
            law=_law(case, row),
        )


def rights_of(case: Case, channel: Channel) -> tuple[Law, ...]:
    """What may be asked for when a lender gives no reason, as far as the catalog has law for it."""
    duties = duties_at(case.catalog, channel, case.profile.start)
    return tuple(
        _law(case, duties[duty]) for duty in _RIGHTS if duty in duties and reads_credit(case, channel)
    )


def reads_credit(case: Case, channel: Channel) -> bool:
    """Whether the lender looks at the credit report: an inquiry stays in it, or a rule asks what stands in it."""
    facts = known_facts(case.catalog)
    return channel.hard_inquiry or any(
        facts[rule.field].section == CREDIT for rule in rules_of(case, channel)
    )


def _law(case: Case, row: Regulation) -> Law:
    assert row.duty is not None
    return Law(
        regulation_id=row.regulation_id,
        duty=row.duty,
        document=row.document,
        article=row.article,
        text=row.text,
        text_en=row.text_en,
        grade=case.catalog.grade_of(row),
    )


def proofs_of(
    case: Case, causes: Sequence[Cause], met: Sequence[Met], changes: Iterable[Change]
) -> tuple[Proof, ...]:
    """Where the figures of the facts involved are found, each fact once."""
    facts = known_facts(case.catalog)
    fields = [
        *(cause.field for cause in causes),
        *(one.field for one in met),
        *(change.subject for change in changes if change.kind == "fact"),
    ]
    return tuple(
        Proof(field=field, where=facts[field].where_to_find, where_en=facts[field].where_to_find_en)
        for field in dict.fromkeys(fields)
        if field in facts and facts[field].where_to_find
    )
