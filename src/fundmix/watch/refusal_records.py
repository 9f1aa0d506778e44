"""The records of a refusal: what may be behind it, what changed, whom to ask, and the money meanwhile."""

import datetime as dt
from typing import Any, Literal

from fundmix.catalog.tables import Duty, Grade
from fundmix.fields import Record
from fundmix.plan import FundingPlan

Kind = Literal[
    "rule", "cooldown", "outage", "limit", "purpose", "restricted", "closed", "question", "assumption"
]
Verdict = Literal[
    "rules", "cooldown", "outage", "limit", "purpose", "soft_rules", "restricted", "closed", "changed", "questions",
    "mistake",
]  # fmt: skip


class Cause(Record):
    """One thing that may be behind a refusal.

    Attributes:
        kind: ``rule`` a published rule fails; ``cooldown`` asked again too soon; ``outage`` the lender shuts people
            like this borrower out; ``limit`` it owes as much as it may; ``purpose`` the money may not go there;
            ``restricted`` the lender has the account under restriction; ``closed`` it shows a limit of 0;
            ``question`` a rule whose fact is not known, so it may be this one; ``assumption`` a stress of the catalog
            that hangs on what the lender named, nothing more.
        named: the lender said so.
        subject: rule id, outage id or need; empty for the others.
        field, operator, required, actual, distance: what the rule asks, what the borrower has, and how far off that
            is, in the unit of the fact; None = nothing to measure.
        strictness: ``hard`` ``soft`` of a rule, ``announced`` ``in_force`` ``stress`` of an outage.
        since, day: of a wait: the refusal or pay-off that began it, and the first day to ask again.
        amount, owed: limit: yuan.
        reason, remedy: in the catalog's language, with their English pairs.
    """

    kind: Kind
    named: bool = False
    subject: str = ""
    field: str = ""
    operator: str = ""
    required: Any = None
    actual: Any = None
    distance: float | None = None
    strictness: str = ""
    day: dt.date | None = None
    since: dt.date | None = None
    amount: float | None = None
    owed: float | None = None
    reason: str = ""
    reason_en: str = ""
    remedy: str = ""
    remedy_en: str = ""
    remedy_months: int | None = None


class Met(Record):
    """A rule about what the lender said, which the facts meet: proof to bring."""

    rule_id: str
    field: str
    operator: str
    required: Any
    actual: Any


class Change(Record):
    """Something that is other than when the channel last said yes.

    Attributes:
        kind: ``fact`` a fact that a rule asks about is worse or another; ``debt`` a debt was added, ``lender`` at a
            lender that was new; ``terms`` the catalog's rows about the channel are others; ``outage`` it was announced
            since.
        subject: the fact, the debt or the outage.
        then, now: its value then and now (of a debt: yuan owed); None = nothing then.
        then_day: the day on which ``then`` was recorded; ``seen``: the first recorded day of the change.
    """

    kind: Literal["fact", "debt", "lender", "terms", "outage"]
    subject: str
    channel_id: str | None = None
    name: str = ""
    name_en: str = ""
    then: Any = None
    now: Any = None
    then_day: dt.date | None = None
    seen: dt.date


class LastYes(Record):
    """When the channel last said yes: a recorded approval, or else the first record of a debt there."""

    day: dt.date
    how: Literal["approved", "debt"]


class Proof(Record):
    """Where the figure of a fact can be found, to bring it along."""

    field: str
    where: str
    where_en: str = ""


class Law(Record):
    """A row of ``regulations.csv`` that says what may be asked for, with what rests on."""

    regulation_id: str
    duty: Duty
    document: str
    article: str
    text: str
    text_en: str = ""
    grade: Grade


class Step(Record):
    """What to do, with whom, and by when the answer is due.

    Attributes:
        step: ``lender`` first, then the duties of the law.
        contact: whom to ask; empty for the lender itself.
        days, answer_by: what the law allows for an answer, counted from ``Refusal.start``; None = no deadline known.
        law: the row that says so; None for the lender's own way.
    """

    step: Literal["lender", "credit_report", "credit_dispute", "credit_complaint", "lender_complaint"]
    contact: str = ""
    contact_en: str = ""
    text: str = ""
    text_en: str = ""
    days: int | None = None
    answer_by: dt.date | None = None
    law: Law | None = None


class Refusal(Record):
    """What to do when a lender has refused.

    Attributes:
        refused_on: the last recorded refusal of the channel, else ``start``.
        reason: what the lender said: a fact, a section of ``facts.csv`` or ``none_given``; None = not told here.
        asks: whether any published rule of the channel is about that reason; None when it names no fact.
        verdict: what stands first; ``mistake`` only where nothing fails, nothing changed and nothing is unknown.
        causes: what fails first, hard rules before soft ones, then what is not known; what the lender said comes first.
        met: rules about what the lender said that the facts meet.
        last_yes: what ``changes`` are measured from; None = no record of a yes, so none can be told.
        again_from: the first day of a new application, by the channel's own wait; None = it names none.
        documents: what the channel asks for; ``proofs``: where the figures of the facts involved are found.
        steps: whom to ask, in order; ``rights``: what may be asked for when no reason was given.
        planned: whether there was anything to plan, needs or debts.
        interim: the verified plan without this channel; None = none passed the re-play, or nothing was to be planned.
    """

    start: dt.date
    currency: str
    channel_id: str
    name: str
    name_en: str
    refused_on: dt.date
    reason: str | None
    asks: bool | None
    verdict: Verdict
    causes: tuple[Cause, ...]
    met: tuple[Met, ...]
    last_yes: LastYes | None
    changes: tuple[Change, ...]
    again_from: dt.date | None
    documents: tuple[str, ...]
    documents_en: tuple[str, ...]
    proofs: tuple[Proof, ...]
    steps: tuple[Step, ...]
    rights: tuple[Law, ...]
    planned: bool
    interim: FundingPlan | None
