"""What a profile lacks and what that could be worth, what contradicts itself, and what has grown old."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from dateutil.relativedelta import relativedelta

from fundmix.borrower import Need, Policy, Profile, load_policy
from fundmix.case import Case
from fundmix.catalog.tables import Catalog
from fundmix.fields import Record
from fundmix.interview.conversation import askable
from fundmix.interview.decide import Found, Question, find
from fundmix.interview.waiting import asked_by_all, waits_for
from fundmix.offers import Market

OLD_MONTHS = 6
"""Months after which a proof of income is old."""
OLD_DAYS = 31
"""Days after which a profile that says its first day describes the past."""
_AT_MOST: tuple[tuple[str, str], ...] = (
    ("hard_inquiries_1m", "hard_inquiries_2m"),
    ("hard_inquiries_2m", "hard_inquiries_3m"),
    ("hard_inquiries_3m", "hard_inquiries_6m"),
    ("hard_inquiries_6m", "hard_inquiries_12m"),
    ("overdue_24m_consecutive_months", "overdue_24m_count"),
    ("card_cash_limit", "card_available_limit"),
    ("born_on", "business_since"),
    ("born_on", "job_since"),
)
"""(a, b): the first cannot be more, or later, than the second."""


class Missing(Record):
    """A fact that is not known.

    Attributes:
        field: its name; ``needed``: every plan asks for it, whichever lenders it uses.
        description, description_en: what it is. where, where_en: where it is found.
        channels: how many channels wait for it.
        funds_more, saves: yuan that could be funded more, and that the plan could be cheaper, **at most**: when it
            and all else that those channels ask turn out well.
    """

    field: str
    needed: bool = False
    description: str
    description_en: str = ""
    where: str = ""
    where_en: str = ""
    channels: int
    funds_more: float
    saves: float


class Doubt(Record):
    """What cannot be right (``contradiction``) or is no longer sure (``stale``), with the code of its sentence."""

    kind: Literal["contradiction", "stale"]
    code: str
    field: str
    other: str = ""
    day: dt.date | None = None


class ProfileCheck(Record):
    """What there is to mend in a profile, the missing facts by their worth.

    Attributes:
        proven: whether the plans behind the figures were proved in their time; the figures are bounds all the same.
    """

    missing: tuple[Missing, ...]
    doubts: tuple[Doubt, ...]
    proven: bool

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return self.model_dump(mode="json")


def check_profile(
    catalog: Catalog,
    profile: Profile,
    needs: Iterable[Need],
    policy: Policy | str = "balanced",
    *,
    today: dt.date | None = None,
    time_limit: float = 10.0,
) -> ProfileCheck:
    """What is missing and what each missing fact could be worth at most, what contradicts itself, what is stale.

    Args:
        catalog: what the market offers.
        profile: the borrower.
        needs: dated needs and inflows.
        policy: a policy or the name of a preset.
        today: the day of asking, to tell whether the profile is old; its first day when left out.
        time_limit: seconds for each plan.

    Raises:
        InputError: for facts, debts or quotes that contradict each other or the catalog.
    """
    chosen = load_policy(policy) if isinstance(policy, str) else policy
    question = Question(catalog, tuple(needs), chosen, time_limit)
    case = question.case(profile)
    opened = [name for name in askable(catalog) if name not in case.facts]
    worth, proven = _worths(question, case, opened)
    needed = set(asked_by_all(case, opened))
    waits = waits_for(case, opened)
    facts = {fact.field: fact for fact in catalog.facts}
    missing = [
        Missing(
            field=name,
            needed=name in needed,
            description=facts[name].description,
            description_en=facts[name].description_en,
            where=facts[name].where_to_find,
            where_en=facts[name].where_to_find_en,
            channels=sum(name in fields for fields in waits.values()),
            funds_more=round(worth.get(name, (0.0, 0.0))[0], 2),
            saves=round(worth.get(name, (0.0, 0.0))[1], 2),
        )
        for name in opened
    ]
    missing.sort(key=lambda row: (not row.needed, -row.funds_more, -row.saves, -row.channels))
    return ProfileCheck(
        missing=tuple(missing),
        doubts=tuple(_doubts(profile, case.facts, today or profile.start)),
        proven=proven,
    )


def _worths(question: Question, case: Case, opened: list[str]) -> tuple[dict[str, tuple[float, float]], bool]:
    """Fact → (yuan funded more, yuan saved) at most, and whether every plan was proved."""
    if (not case.needs and not case.debts) or (case.situation.gap <= 0 and not case.debts):
        return {}, True
    waits = waits_for(case, opened)
    best = question.best_case(case.profile, opened)
    today = find(case, question.time_limit)
    found: dict[frozenset[str], tuple[float, float, bool]] = {}
    worth = {}
    for name in opened:
        channels = frozenset(channel for channel, fields in waits.items() if name in fields)
        if channels and channels not in found:
            found[channels] = _gained(today, _with(case, best, channels), question.time_limit)
        worth[name] = found.get(channels, (0.0, 0.0, True))[:2]
    return worth, today.proven and all(proven for *_, proven in found.values())


def _gained(today: Found, case: Case, seconds: float) -> tuple[float, float, bool]:
    """Yuan that the plan of a better market funds more and costs less than today's, at most."""
    if not case.market.lenders:
        return 0.0, 0.0, True
    better = find(case, seconds)
    more = max(0.0, today.missing - better.missing)
    return more, 0.0 if more >= 1 else max(0.0, today.objective - better.bound), better.proven


def _with(case: Case, best: Case, channels: frozenset[str]) -> Case:
    """The case of today, with these channels as they are at their best."""
    now, then = case.market, best.market
    market = Market(
        lenders=_mixed(now.lenders, then.lenders, channels),
        offers=_mixed(now.offers, then.offers, channels),
        excluded=now.excluded,
        asset_values={**then.asset_values, **now.asset_values},
        together=then.together,
        closed=now.closed,
    )
    return replace(best, market=market)


def _mixed(now: tuple[Any, ...], then: tuple[Any, ...], channels: frozenset[str]) -> tuple[Any, ...]:
    """Records of these channels from the better market, of all others from today's."""
    return (
        *(one for one in now if one.channel_id not in channels),
        *(one for one in then if one.channel_id in channels),
    )


def _doubts(profile: Profile, facts: Mapping[str, Any], today: dt.date) -> Iterator[Doubt]:
    """What contradicts itself, then what is stale."""
    for less, more in _AT_MOST:
        if less in facts and more in facts and facts[less] > facts[more]:
            yield Doubt(kind="contradiction", code="check_more_than", field=less, other=more)
    proved = facts.get("income_verified_on")
    if isinstance(proved, dt.date) and proved + relativedelta(months=OLD_MONTHS) < today:
        yield Doubt(kind="stale", code="check_income_old", field="income_verified_on", day=proved)
    if profile.start + dt.timedelta(days=OLD_DAYS) < today:
        yield Doubt(kind="stale", code="check_start_old", field="start", day=profile.start)
    for quote in profile.quotes:
        if quote.valid_until is not None and quote.valid_until < max(today, profile.start):
            yield Doubt(kind="stale", code="check_quote_old", field=quote.channel_id, day=quote.valid_until)
