"""The application plan: whom to ask on which day, first what cannot hurt, each in time for its first money.

An answer is due ``lead_days`` after the application. The last sensible day to apply is that long before the first
draw; the first one is so late that the approval still stands then (``approval_valid_months``). Who leaves no hard
inquiry is asked as early as the approval allows, since asking costs nothing. A hard inquiry comes later and apart from
the others, and yet early enough to turn elsewhere after a no. Whose line is there needs no application.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from fundmix.answer.ledger import Loan, Values
from fundmix.case import Case
from fundmix.dates import shift
from fundmix.offers import Lender
from fundmix.plan import Application
from fundmix.program.model import Model

HEAD_START_DAYS = 14
"""Days by which a hard inquiry is made before its last day, so that a refusal leaves time to ask elsewhere."""
APART_DAYS = 7
"""Days between two hard inquiries where there is time: many in one week look like need."""
UNSTATED_VALID_MONTHS = 1
"""Months that an approval is counted on when nobody says how long it stands."""
HALF = 0.5
"""A yes or no of the solver is a yes above this."""
NO_DAYS: Mapping[str, dt.date] = MappingProxyType({})


@dataclass(frozen=True)
class Request:
    """A lender to apply to.

    Attributes:
        draws: the days on which its approval must stand: of every loan, of a line the first draw. None when it only
            stands by.
        wanted: the day by which its answer must be known.
    """

    lender: Lender
    draws: tuple[dt.date, ...]
    wanted: dt.date

    @property
    def latest(self) -> dt.date:
        """The last day to apply."""
        return self.wanted - dt.timedelta(days=self.lender.lead_days)

    @property
    def earliest(self) -> dt.date:
        """The first day to apply from which the approval still stands when it is wanted; never after ``latest``."""
        needed = self.draws[0] if self.draws else self.wanted
        months = self.lender.approval_valid_months
        day = shift(needed, -(UNSTATED_VALID_MONTHS if months is None else months))
        while approval_ends(day, months) < needed:  # a month lacks the day
            day += dt.timedelta(days=1)
        return min(self.latest, day - dt.timedelta(days=self.lender.lead_days))


def approval_ends(answer: dt.date, months: int | None) -> dt.date:
    """The last day of an approval; one that nobody has stated is counted on for UNSTATED_VALID_MONTHS."""
    return shift(answer, UNSTATED_VALID_MONTHS if months is None else months)


def application_plan(
    case: Case, model: Model, loans: Sequence[Loan], values: Values
) -> tuple[Application, ...]:
    """The applications of a settled solution, those that only stand by included.

    A plan that is to survive a refusal counts on every answer by the day on which the refusal can come.
    """
    start = case.profile.start
    asked = standing_by(case, model, values)
    refusal = _first_refusal(case)
    answers_by = {
        one.channel_id: max(refusal, start + dt.timedelta(days=one.lead_days))
        for one in (*asked, *(loan.lender for loan in loans))
        if refusal
    }
    return applications(loans, start, answers_by, asked)


def standing_by(case: Case, model: Model, values: Values) -> tuple[Lender, ...]:
    """The lenders that a solution applies to, where its promise rests on them; elsewhere who is drawn is applied to."""
    if not case.policy.survive:
        return ()  # a lender may be used there with nothing drawn, where its use costs nothing
    return tuple(
        one
        for one in model.lenders
        if one.applies and values.get(model.apply[one.channel_id].name, 0.0) > HALF
    )


def _first_refusal(case: Case) -> dt.date | None:
    """The first day of the outages that the policy wants to survive; None = it wants to survive none."""
    policy, start = case.policy, case.profile.start
    months = {row.outage_id: row.from_month for row in case.catalog.outages}
    months |= {"channel": 0, "group": policy.survive_from}
    return min((shift(start, months[word]) for word in policy.survive if word in months), default=None)


def applications(
    loans: Sequence[Loan],
    start: dt.date,
    answers_by: Mapping[str, dt.date] = NO_DAYS,
    stand_by: Iterable[Lender] = (),
) -> tuple[Application, ...]:
    """Every application of the plan in the order in which to make them: by day, then by what they can hurt.

    Args:
        loans: the draws of the plan; renewals are asked for apart.
        start: the first day on which anything can be done.
        answers_by: channel -> day by which its answer must be known, where that is before its first draw, or where it
            only stands by; a stand-by without such a day is to answer before the plan's first money.
        stand_by: lenders that are applied to and not drawn.
    """
    wanted = _requests(loans, start, answers_by, stand_by)
    days = _days(wanted, start)
    ordered = sorted(wanted, key=lambda one: (days[one.lender.channel_id], *_harm(one)))
    return tuple(
        _application(number, one, days[one.lender.channel_id]) for number, one in enumerate(ordered, start=1)
    )


def _requests(
    loans: Sequence[Loan], start: dt.date, answers_by: Mapping[str, dt.date], stand_by: Iterable[Lender]
) -> list[Request]:
    """Each lender that must be asked anew, once."""
    new = sorted((loan for loan in loans if loan.offer.use == "new"), key=lambda loan: loan.day)
    drawn: dict[str, list[Loan]] = {}
    for loan in new:
        drawn.setdefault(loan.lender.channel_id, []).append(loan)
    found = []
    for channel_id, own in drawn.items():
        first = own[0].day
        days = tuple(loan.day for loan in own if loan is own[0] or not loan.offer.revolving)
        wanted = max(start, min(first, answers_by.get(channel_id, first)))
        found.append(Request(own[0].lender, days, wanted))
    first_money = new[0].day if new else start
    for lender in stand_by:
        if lender.channel_id not in drawn:
            found.append(Request(lender, (), max(start, answers_by.get(lender.channel_id, first_money))))
    return [one for one in found if one.lender.applies]


def _days(wanted: Sequence[Request], start: dt.date) -> dict[str, dt.date]:
    """Channel -> day to apply.

    Hard inquiries in the order of their last days: ``day = min(latest, max(target, day before + APART_DAYS))``, so
    that none is late because of another.
    """
    days = {one.lender.channel_id: max(start, one.earliest) for one in wanted if not one.lender.hard_inquiry}
    before = dt.date.min
    for one in sorted(
        (one for one in wanted if one.lender.hard_inquiry), key=lambda one: (one.latest, *_harm(one))
    ):
        latest = max(start, one.latest)
        target = max(start, one.earliest, latest - dt.timedelta(days=HEAD_START_DAYS))
        apart = before + dt.timedelta(days=APART_DAYS)
        before = days[one.lender.channel_id] = min(latest, max(target, apart))
    return days


def _harm(one: Request) -> tuple[bool, bool, bool, bool, str]:
    """What a refusal would cost, the least first: no hard inquiry, nothing pledged, all rules met, money for sure."""
    lender = one.lender
    return lender.hard_inquiry, lender.pledge is not None, lender.soft, not one.draws, lender.channel_id


def _application(order: int, one: Request, day: dt.date) -> Application:
    lender = one.lender
    answer = day + dt.timedelta(days=lender.lead_days)
    months = lender.approval_valid_months
    beyond = [] if months is None else [draw for draw in one.draws if draw > approval_ends(answer, months)]
    return Application(
        order=order,
        channel_id=lender.channel_id,
        name=lender.name,
        name_en=lender.name_en,
        apply_date=day,
        answer_date=answer,
        again_by=beyond[0] - dt.timedelta(days=lender.lead_days) if beyond else None,
        used=bool(one.draws),
        hard_inquiry=lender.hard_inquiry,
        documents=lender.documents,
        documents_en=lender.documents_en,
        appeal=lender.appeal,
        appeal_en=lender.appeal_en,
    )
