"""Any history: nothing crashes, nothing unknown is calm, and a worse value never lowers the highest severity.

Worse is what the operator of a sign says: larger under ``>`` and ``>=``, smaller under ``<`` and ``<=``, the words
that it names under ``==`` and ``in``. Of a share it is a larger balance at the largest channel, of days an earlier end.
"""

import datetime as dt
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.watch.records_of import CN, month

from fundmix.catalog.indicators import bound_of, field_of, is_compared
from fundmix.catalog.tables import Catalog, Fact, Indicator
from fundmix.watch.records import ChannelThen, DebtThen, History, Sign, Snapshot
from fundmix.watch.signs import signs_of

FACTS = {fact.field: fact for fact in CN.facts}
MEASURED = sorted(
    {"business_registered", "industry", *(row.field for row in CN.indicators if row.field in FACTS)}
)
CHANNELS = [row.channel_id for row in CN.channels if not row.reference_only]
MANY = settings(deadline=None, max_examples=60)
SEEDS = st.integers(0, 10**9)
GRAVITY = {"watch": 1, "act": 2}


def random_value(fact: Fact, chance: random.Random) -> Any:
    """A value of the fact's type within its bounds; now and then it is no longer known."""
    if chance.random() < 0.1:
        return None
    low = fact.minimum or 0
    top = low + 30 if fact.maximum is None else min(fact.maximum, low + 600)
    return {
        "yes_no": lambda: chance.random() < 0.5,
        "money": lambda: round(chance.choice([0, 1, 1e3, 1e5]) * chance.random(), 2),
        "ratio": lambda: round(chance.random() * min(top, 2), 4),
        "number": lambda: round(chance.uniform(low, top), 1),
        "count": lambda: chance.randint(int(low), int(min(top, low + 15))),
        "date": lambda: month(0) + dt.timedelta(days=chance.randint(-900, 900)),
        "text": lambda: chance.choice(["杭州", "成都"]),
        "choice": lambda: chance.choice(fact.choices),
    }[fact.type]()


def random_history(chance: random.Random) -> History:
    """Up to 14 days at odd distances, each with some facts, debts and channels; some of them nothing at all."""
    snapshots, day = [], month(0)
    for _ in range(chance.randint(0, 14)):
        day += dt.timedelta(days=chance.choice([1, 20, 31, 90]))
        names = chance.sample(MEASURED, chance.randint(0, len(MEASURED)))
        snapshots.append(
            Snapshot(
                date=day,
                facts={name: random_value(FACTS[name], chance) for name in names},
                debts={
                    name: random_debt(name, chance) for name in chance.sample("abcd", chance.randint(0, 4))
                },
                channels={name: random_channel(name, chance) for name in chance.sample(CHANNELS, 3)},
            )
        )
    return History(snapshots=tuple(snapshots))


def random_debt(name: str, chance: random.Random) -> DebtThen:
    """A debt with or without channel and end, perhaps paid off."""
    return DebtThen(
        name=name,
        channel_id=chance.choice([*CHANNELS, None, "gone"]),
        balance=chance.choice([0, 0.01, 5e3, 2e5]),
        last_payment=chance.choice([None, month(0) + dt.timedelta(days=chance.randint(-100, 900))]),
    )


def random_channel(name: str, chance: random.Random) -> ChannelThen:
    """What a lender showed, perhaps nothing."""
    said = {"limit": chance.choice([None, 0, 1e4, 5e4]), "terms": chance.choice(["", "ta", "tb"])}
    return ChannelThen(channel_id=name, **said)


def last_day(history: History) -> dt.date:
    """The last recorded day."""
    return history.snapshots[-1].date if history.snapshots else month(0)


def told_today(history: History, **news: Any) -> History:
    """The history with these facts recorded on its last day too."""
    *before, last = history.snapshots
    return History(snapshots=(*before, last.model_copy(update={"facts": {**last.facts, **news}})))


def gravest(signs: tuple[Sign, ...], field: str) -> int:
    """The highest severity of the signs about a field; 0 = none."""
    return max((GRAVITY[sign.severity] for sign in signs if sign.field == field), default=0)


def of_field(field: str) -> Catalog:
    """The bundled catalog with the signs of one fact alone."""
    rows = tuple(row for row in CN.indicators if row.field == field)
    return CN.model_copy(update={"indicators": rows})


@MANY
@given(SEEDS)
def test_no_history_breaks_it(seed: int) -> None:
    """Every sign has a day within the history and texts; the most urgent come first; nothing is told twice."""
    chance = random.Random(seed)
    history = random_history(chance)
    today = last_day(history) + dt.timedelta(days=chance.choice([0, 1, 40]))
    signs, missing = signs_of(CN, history, today)
    first = history.snapshots[0].date if history.snapshots else today
    assert all(first <= sign.since <= today and sign.reason for sign in signs)
    assert [sign.severity for sign in signs] == sorted(
        (sign.severity for sign in signs), key=["act", "watch"].index
    )
    told = [(sign.field, sign.measure, sign.about) for sign in signs]
    assert len(set(told)) == len(told)
    assert all(one.why in ("unknown", "too_short") for one in missing)


@MANY
@given(SEEDS)
def test_what_is_not_known_is_never_calm(seed: int) -> None:
    """A sign that asks a fact of the borrower shows, or is calm on a known value, or says that it cannot be read."""
    history = random_history(random.Random(seed))
    today = last_day(history)
    known = history.state(today).facts
    _, missing = signs_of(CN, history, today)
    silent = {row.field for row in CN.indicators} - {one.field for one in missing}
    derived = {"debt_balance", "online_lenders", "platform_debt_share", "consumer_finance_balance"}
    business = {fact.field for fact in CN.facts if fact.section in ("business", "tax", "trade")}
    excused = derived | (business if known.get("business_registered") is False else set())
    assert (silent & set(FACTS)) - set(known) <= excused


COMPARED = [
    row
    for row in CN.indicators
    if row.measure in ("level", "change", "trend", "days_until")
    and row.field in FACTS
    and is_compared(row, FACTS[row.field])
]
ORDERED = [row for row in COMPARED if row.operator and row.operator[0] in "<>"]


def worse(row: Indicator, value: Any, chance: random.Random) -> Any:
    """A value that the operator of a sign calls worse than this one."""
    fact = FACTS[row.field or ""]
    if row.operator in ("==", "in"):
        return chance.choice(bound_of(row, field_of(row, FACTS)).values)
    way = 1 if (row.operator or "")[0] == ">" else -1
    if fact.type == "date":
        return value + dt.timedelta(days=way * chance.randint(1, 400))
    if fact.type == "count":
        return max(value + way * chance.randint(1, 9), 0)
    return max(value + way * chance.choice([0.001, 0.3, 25, 1e4]), 0)


@settings(MANY, max_examples=300)
@given(st.sampled_from(COMPARED), SEEDS)
def test_a_worse_value_today_never_lowers_the_severity(row: Indicator, seed: int) -> None:
    """Level, change, trend and days until a stated day, one sign at a time."""
    chance = random.Random(seed)
    history, field = random_history(chance), row.field or ""
    if not history.snapshots:
        return
    value = next(one for one in iter(lambda: random_value(FACTS[field], chance), ...) if one is not None)
    today = last_day(history)
    catalog = CN.model_copy(update={"indicators": (row,)})
    before = signs_of(catalog, told_today(history, **{field: value}), today)[0]
    after = signs_of(catalog, told_today(history, **{field: worse(row, value, chance)}), today)[0]
    assert gravest(after, field) >= gravest(before, field)


@settings(MANY, max_examples=300)
@given(st.sampled_from(ORDERED), SEEDS)
def test_a_worse_value_never_lowers_the_severity_of_all_signs_of_a_fact(row: Indicator, seed: int) -> None:
    """Several steps, windows and measures of one fact agree on what is worse."""
    chance = random.Random(seed)
    history, field = random_history(chance), row.field or ""
    if not history.snapshots:
        return
    value = next(one for one in iter(lambda: random_value(FACTS[field], chance), ...) if one is not None)
    catalog, today = of_field(field), last_day(history)
    before = signs_of(catalog, told_today(history, **{field: value}), today)[0]
    after = signs_of(catalog, told_today(history, **{field: worse(row, value, chance)}), today)[0]
    assert gravest(after, field) >= gravest(before, field)


def with_debt_today(history: History, debt: DebtThen) -> History:
    """The history with this debt recorded on its last day."""
    *before, last = history.snapshots
    return History(snapshots=(*before, last.model_copy(update={"debts": {**last.debts, debt.name: debt}})))


@MANY
@given(SEEDS)
def test_more_at_the_largest_channel_never_calms_the_share(seed: int) -> None:
    """Its share of all debt grows with its balance."""
    chance = random.Random(seed)
    history = random_history(chance)
    if not history.snapshots or not (owed := history.state(last_day(history)).debts):
        return
    catalog = CN.model_copy(
        update={"indicators": tuple(row for row in CN.indicators if row.measure == "share")}
    )
    by_channel: dict[str, float] = {}
    for debt in owed.values():
        by_channel[debt.channel_id or debt.name] = (
            by_channel.get(debt.channel_id or debt.name, 0) + debt.balance
        )
    largest = max(by_channel, key=lambda name: by_channel[name])
    debt = next(one for one in owed.values() if (one.channel_id or one.name) == largest)
    more = debt.model_copy(update={"balance": debt.balance + chance.choice([1, 1e4, 1e6])})
    before, after = (
        signs_of(catalog, one, last_day(history))[0] for one in (history, with_debt_today(history, more))
    )
    assert gravest(after, "") >= gravest(before, "")


@MANY
@given(SEEDS)
def test_an_earlier_end_never_calms_the_days_until_it(seed: int) -> None:
    """Sooner is worse, and past is worst."""
    chance = random.Random(seed)
    history = random_history(chance)
    if not history.snapshots:
        return
    end = last_day(history) + dt.timedelta(days=chance.randint(-90, 90))
    sooner = end - dt.timedelta(days=chance.randint(1, 60))
    debt = DebtThen(name="loan", channel_id="internet_jiebei", balance=100, last_payment=end)
    early = debt.model_copy(update={"last_payment": sooner})
    catalog, today = of_field("last_payment"), last_day(history)

    def about_it(one: DebtThen) -> int:
        signs = signs_of(catalog, with_debt_today(history, one), today)[0]
        return gravest(tuple(sign for sign in signs if sign.about == "debt:loan"), "last_payment")

    assert about_it(early) >= about_it(debt)
