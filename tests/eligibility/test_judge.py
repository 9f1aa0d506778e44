"""Verdicts: three-valued rules over frames of borrowers."""

import datetime as dt
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.eligibility.scalar import day, verdict

from fundmix.catalog.tables import Catalog, Channel, Fact, Rule, Settings
from fundmix.eligibility import FAILURE_COLUMNS, Judgement, Verdicts, frame_of, judge, verdict_of
from fundmix.errors import InputError

FACTS = (
    Fact(field="score", type="number", description="score"),
    Fact(field="late", type="count", description="late payments"),
    Fact(field="value", type="money", description="value"),
    Fact(field="share", type="ratio", description="share"),
    Fact(field="since", type="date", description="day"),
    Fact(field="overdue", type="yes_no", description="overdue"),
    Fact(field="grade", type="choice", choices=("D", "C", "B", "A"), description="grade"),
    Fact(field="region", type="text", description="region"),
)
CHANNEL = Channel(channel_id="bank", name="bank", category="x")


def rule(field: str, operator: str, value: str, **words: Any) -> Rule:
    given = {"rule_id": "r", "applies_to": "all", "reason": "why", **words}
    return Rule.model_validate({"field": field, "operator": operator, "value": value, **given})


def market(*rules: Rule, channels: tuple[Channel, ...] = (CHANNEL,)) -> Catalog:
    return Catalog(
        settings=Settings(name="t"), channels=channels, products=(), facts=FACTS, eligibility=rules
    )


def one(catalog: Catalog, **facts: Any) -> Verdicts:
    return judge(catalog, frame_of(facts))


def said(catalog: Catalog, **facts: Any) -> Judgement:
    return verdict_of(one(catalog, **facts))["bank"]


EDGES: list[tuple[str, str, str, Any, Any, float | None]] = [
    # field, operator, required, passes, fails, distance of the failing one
    ("score", ">=", "600", 600, 599.5, 0.5),
    ("score", ">", "600", 600.5, 600, 0.0),
    ("late", "<", "3", 2, 3, 1.0),
    ("late", "<=", "3", 3, 4, 1.0),
    ("late", ">", "3", 4, 3, 1.0),
    ("late", "==", "0", 0, 2, 2.0),
    ("late", "!=", "0", 1, 0, None),
    ("value", ">=", "30万", 300_000, 299_999.99, 0.01),
    ("share", "<=", "70%", 0.7, 0.75, 0.05),
    ("share", "in", "10%;20%", 0.2, 0.3, None),
    ("late", "not_in", "1;2", 3, 2, None),
    ("since", "<=", "2026-01-10", dt.date(2026, 1, 10), dt.date(2026, 1, 13), 3.0),
    ("since", "<", "2026-01-10", dt.date(2026, 1, 9), dt.date(2026, 1, 10), 1.0),
    ("since", "in", "2026-01-10", dt.date(2026, 1, 10), dt.date(2026, 1, 9), None),
    ("overdue", "==", "no", False, True, None),
    ("overdue", "!=", "yes", False, True, None),
    ("overdue", "in", "yes", True, False, None),
    ("overdue", ">=", "yes", True, False, None),
    ("grade", "==", "A", "A", "B", None),
    ("grade", ">=", "B", "A", "C", None),
    ("grade", "<", "B", "C", "B", None),
    ("grade", "in", "A;B", "B", "C", None),
    ("grade", "not_in", "C;D", "B", "C", None),
    ("region", "==", "杭州", "杭州", "上海", None),
    ("region", "not_in", "杭州;上海", "北京", "上海", None),
    ("region", "<", "b", "a", "b", None),
]


@pytest.mark.parametrize(("field", "operator", "value", "good", "bad", "far"), EDGES)
def test_each_operator_at_its_edge(
    field: str, operator: str, value: str, good: Any, bad: Any, far: float | None
) -> None:
    """A value on the edge passes, one just past it fails with its distance, none is unknown."""
    catalog = market(rule(field, operator, value))
    assert said(catalog, **{field: good}) == ("eligible", False)
    assert said(catalog, **{field: bad}) == ("ineligible", False)
    assert said(catalog, **{field: None}) == ("unknown", False)
    assert said(catalog) == ("unknown", False)
    failed = one(catalog, **{field: bad}).failures.iloc[0]
    assert (failed["state"], failed["actual"]) == ("failed", bad)
    assert (None if np.isnan(failed["distance"]) else failed["distance"]) == far
    missing = one(catalog).failures.iloc[0]
    assert (missing["state"], missing["actual"]) == ("unknown", None)
    assert np.isnan(missing["distance"])


def test_a_failed_hard_rule_outweighs_an_unknown_one() -> None:
    """Failed and unknown together are ineligible, and both are listed."""
    catalog = market(rule("score", ">=", "600", rule_id="a"), rule("late", "<", "3", rule_id="b"))
    verdicts = one(catalog, score=500)
    assert verdict_of(verdicts)["bank"].verdict == "ineligible"
    assert list(zip(verdicts.failures["rule_id"], verdicts.failures["state"], strict=True)) == [
        ("a", "failed"),
        ("b", "unknown"),
    ]


@pytest.mark.parametrize("facts", [{"score": 500}, {}])
def test_a_soft_rule_that_failed_or_is_unknown_only_marks_the_channel(facts: dict[str, Any]) -> None:
    """Soft rules never change the verdict; they set ``soft``."""
    catalog = market(rule("score", ">=", "600", kind="soft"))
    assert said(catalog, **facts) == ("eligible", True)
    assert said(catalog, score=600) == ("eligible", False)


def test_info_is_only_shown() -> None:
    """A failed info rule changes nothing and is listed."""
    verdicts = one(market(rule("score", ">=", "600", kind="info")), score=1)
    assert verdict_of(verdicts)["bank"] == ("eligible", False)
    assert list(verdicts.failures["kind"]) == ["info"]


@pytest.mark.parametrize(
    ("facts", "expected", "listed"),
    [
        ({"score": 600, "late": 9}, "eligible", []),
        ({"score": 600}, "eligible", []),
        ({"score": 1, "late": 9}, "ineligible", ["a", "b"]),
        ({"score": 1}, "unknown", ["a", "b"]),
        ({}, "unknown", ["a", "b"]),
    ],
)
def test_one_of_a_group_is_enough(facts: dict[str, Any], expected: str, listed: list[str]) -> None:
    """Rules with one ``any_of`` word are joined by Kleene's OR; they are listed only when none passed."""
    catalog = market(
        rule("score", ">=", "600", rule_id="a", any_of="g"), rule("late", "<", "3", rule_id="b", any_of="g")
    )
    verdicts = one(catalog, **facts)
    assert verdict_of(verdicts)["bank"].verdict == expected
    assert list(verdicts.failures["rule_id"]) == listed
    assert set(verdicts.failures["any_of"]) <= {"g"}


def test_a_group_counts_within_its_channel() -> None:
    """A group's member that asks another channel does not help this one."""
    other = Channel(channel_id="pawn", name="pawn", category="y")
    catalog = market(
        rule("score", ">=", "600", rule_id="a", any_of="g", applies_to="channel:bank"),
        rule("late", "<", "3", rule_id="b", any_of="g", applies_to="category:y"),
        channels=(CHANNEL, other),
    )
    verdicts = verdict_of(one(catalog, score=1, late=0))
    assert (verdicts["bank"].verdict, verdicts["pawn"].verdict) == ("ineligible", "eligible")


@pytest.mark.parametrize(
    ("words", "facts", "expected", "reason"),
    [
        ({"applicant": "individual"}, {"applicant": "sme"}, "ineligible", "applicant_not_served"),
        ({"applicant": "individual"}, {}, "unknown", "applicant_not_served"),
        ({"applicant": "individual;sme"}, {"applicant": "sme"}, "eligible", None),
        ({"banned_occupations": "律师"}, {"occupation": "律师"}, "ineligible", "occupation_banned"),
        ({"banned_occupations": "律师"}, {}, "unknown", "occupation_banned"),
        ({"banned_occupations": "律师"}, {"occupation": "教师"}, "eligible", None),
        ({"reference_only": "yes"}, {}, "ineligible", "reference_only"),
        ({}, {}, "eligible", None),
    ],
)
def test_a_channels_own_row_asks_too(
    words: dict[str, str], facts: dict[str, str], expected: str, reason: str | None
) -> None:
    """Applicant, banned occupations and reference_only are hard rules whose reasons are message codes."""
    channel = Channel.model_validate({"channel_id": "bank", "name": "b", "category": "x", **words})
    verdicts = one(market(channels=(channel,)), **facts)
    assert verdict_of(verdicts)["bank"].verdict == expected
    assert list(verdicts.failures["reason"]) == ([] if reason is None else [reason])


def test_the_failures_carry_the_rule_in_full() -> None:
    """Every column of a failure, in order."""
    failed = rule(
        "score",
        ">=",
        "600",
        reason="分低",
        reason_en="low",
        remedy="等",
        remedy_en="wait",
        remedy_months=6,
        any_of="g",
    )
    verdicts = one(market(failed), score=550.0)
    frame = verdicts.failures
    assert [{"borrower": "borrower", **record} for record in verdicts.records()] == frame.to_dict("records")
    assert list(frame.columns) == list(FAILURE_COLUMNS)
    assert frame.iloc[0].to_dict() == {
        "borrower": "borrower",
        "channel_id": "bank",
        "rule_id": "r",
        "field": "score",
        "operator": ">=",
        "required": 600.0,
        "actual": 550.0,
        "state": "failed",
        "distance": 50.0,
        "kind": "hard",
        "any_of": "g",
        "reason": "分低",
        "reason_en": "low",
        "remedy": "等",
        "remedy_en": "wait",
        "remedy_months": 6,
    }


def test_a_list_is_shown_as_a_tuple_and_no_remedy_time_as_missing() -> None:
    """``required`` of ``in`` is a tuple of typed values; without ``remedy_months`` it is NA."""
    failed = one(market(rule("late", "in", "1;2")), late=3).failures.iloc[0]
    assert failed["required"] == (1, 2)
    assert pd.isna(failed["remedy_months"])


def test_nothing_to_list_keeps_the_columns() -> None:
    """Without failures, rules or borrowers the tables are empty and whole."""
    assert list(one(market(), score=1).failures.columns) == list(FAILURE_COLUMNS)
    nobody = judge(market(rule("score", ">=", "1")), pd.DataFrame({"score": []}))
    assert (len(nobody.table), len(nobody.failures)) == (0, 0)
    assert list(nobody.table.columns) == ["borrower", "channel_id", "verdict", "soft"]


def test_hidden_rows_and_other_channels_are_left_out() -> None:
    """Disabled channels and rules do not count; ``channels`` narrows the answer."""
    hidden = Channel(channel_id="gone", name="g", category="x", enabled=False)
    other = Channel(channel_id="pawn", name="p", category="x")
    catalog = market(rule("score", ">=", "600", enabled="no"), channels=(CHANNEL, hidden, other))
    assert list(verdict_of(one(catalog))) == ["bank", "pawn"]
    assert list(verdict_of(judge(catalog, frame_of({}), channels=["pawn"]))) == ["pawn"]
    assert said(catalog) == ("eligible", False)


def test_columns_of_every_kind_are_read() -> None:
    """Strings, nullable types, categories and timestamps mean what the typed values mean."""
    catalog = market(
        rule("overdue", "==", "no", rule_id="a"),
        rule("value", ">=", "1000", rule_id="b"),
        rule("since", "<=", "2026-01-10", rule_id="c"),
        rule("grade", "in", "A;B", rule_id="d"),
        rule("late", "<", "3", rule_id="e"),
    )
    frame = pd.DataFrame(
        {
            "overdue": pd.array([False, None, True], dtype="boolean"),
            "value": ["1千", None, "999"],
            "since": pd.to_datetime(["2026-01-10", None, "2026-01-11"]),
            "grade": pd.Categorical(["A", None, "C"]),
            "late": pd.array([2, None, 3], dtype="Int64"),
            "a note of the adviser": ["x", "y", "z"],
        },
        index=["good", "silent", "bad"],
    )
    verdicts = judge(catalog, frame)
    assert [verdict_of(verdicts, name)["bank"].verdict for name in frame.index] == [
        "eligible",
        "unknown",
        "ineligible",
    ]
    bad = verdicts.one("bad").failures
    assert list(bad["actual"]) == [True, 999.0, dt.date(2026, 1, 11), "C", 3]


@pytest.mark.parametrize(
    ("column", "values", "code"),
    [
        ("score", [600, "many"], "not_a_number"),
        ("score", [600.0, float("inf")], "not_a_number"),
        ("late", [1.0, 1.5], "not_whole"),
        ("overdue", [True, "perhaps"], "not_yes_or_no"),
        ("since", [day(1), "soon"], "not_a_date"),
        ("since", [20260101, 20260102], "not_a_date"),
    ],
)
def test_a_value_of_the_wrong_type_is_located(column: str, values: list[Any], code: str) -> None:
    """A bad cell is an issue with its row and column, without its value; never silently unknown."""
    required = {"score": "600", "late": "3", "overdue": "no", "since": "2026-01-10"}[column]
    catalog = market(rule(column, "!=", required))
    with pytest.raises(InputError) as caught:
        judge(catalog, pd.DataFrame({column: pd.Series(values, dtype=object)}))
    issue = caught.value.issues[-1]
    assert (issue.line, issue.column, issue.code, issue.value) == (2, column, code, "")


def test_a_borrower_may_not_occur_twice() -> None:
    """A key that stands twice is located in its second row."""
    with pytest.raises(InputError) as caught:
        judge(market(), pd.DataFrame({"score": [1, 2, 3]}, index=["a", "b", "a"]))
    assert [(issue.line, issue.code) for issue in caught.value.issues] == [(3, "borrower_twice")]


@pytest.mark.parametrize(
    ("bad", "code"),
    [(rule("moon", "==", "1"), "rule_asks_unknown_fact"), (rule("late", "<", "few"), "not_a_number")],
)
def test_a_rule_that_cannot_be_asked_is_named(bad: Rule, code: str) -> None:
    """A rule on an unknown fact or with an unreadable value is an issue with its name."""
    with pytest.raises(InputError) as caught:
        one(market(bad))
    assert [(issue.column, issue.code) for issue in caught.value.issues] == [("r", code)]


def test_a_borrower_must_exist_and_be_named_among_many() -> None:
    """``verdict_of`` wants a key that is there, and one at all when there are several."""
    many = judge(market(), pd.DataFrame({"score": [1, 2]}, index=[7, 8]))
    assert verdict_of(many, 8) == {"bank": ("eligible", False)}
    for stranger in (9, "Ann"):
        with pytest.raises(KeyError):
            verdict_of(many, stranger)
    with pytest.raises(ValueError, match="name the borrower"):
        verdict_of(many)


VALUES: dict[str, list[Any]] = {
    "score": [1.0, 2.0, 2.5, None],
    "late": [1, 2, 3, None],
    "since": [day(1), day(2), day(3), None],
    "overdue": [True, False, None],
    "grade": ["A", "B", "D", None],
    "region": ["a", "b", None],
    "applicant": ["individual", "sme", None],
    "occupation": ["律师", "教师", None],
}
TEXTS = {
    "score": ["1", "2", "2.5"],
    "late": ["1", "2", "3"],
    "since": ["2026-01-01", "2026-01-02"],
    "overdue": ["yes", "no"],
    "grade": ["A", "B", "C"],
    "region": ["a", "b"],
}
CHANNELS = (
    CHANNEL,
    Channel(channel_id="firm", name="f", category="y", applicant=("sme",), risk_groups=("g1",)),
    Channel(channel_id="shy", name="s", category="y", banned_occupations=("律师",)),
    Channel(channel_id="shown", name="r", category="x", reference_only=True),
)


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, ...]:
    """Some rules of every operator, kind, group and selector."""
    found = []
    for number in range(draw(st.integers(0, 7))):
        field = draw(st.sampled_from(sorted(TEXTS)))
        operator = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not_in"]))
        texts = draw(st.lists(st.sampled_from(TEXTS[field]), min_size=1, max_size=2))
        found.append(
            rule(
                field,
                operator,
                ";".join(texts) if "in" in operator else texts[0],
                rule_id=f"r{number}",
                kind=draw(st.sampled_from(["hard", "hard", "soft", "info"])),
                any_of=draw(st.sampled_from([None, None, "g", "h"])),
                applies_to=draw(
                    st.sampled_from(["all", "channel:bank", "category:y", "group:g1;channel:shown"])
                ),
            )
        )
    return tuple(found)


BORROWERS = st.lists(
    st.fixed_dictionaries({field: st.sampled_from(values) for field, values in VALUES.items()}),
    min_size=1,
    max_size=6,
)


def frame(borrowers: list[dict[str, Any]]) -> pd.DataFrame:
    keys = [f"b{number}" for number in range(len(borrowers))]
    return pd.DataFrame(borrowers, index=keys)


@settings(max_examples=100, deadline=None)
@given(rules(), BORROWERS)
def test_the_vector_judge_agrees_with_a_scalar_one(
    asked: tuple[Rule, ...], borrowers: list[dict[str, Any]]
) -> None:
    """On random rules and facts each verdict is what the rules say when asked one by one."""
    catalog = market(*asked, channels=CHANNELS)
    verdicts = judge(catalog, frame(borrowers))
    for number, facts in enumerate(borrowers):
        judged = verdict_of(verdicts, f"b{number}")
        assert {name: tuple(judged[name]) for name in judged} == {
            channel.channel_id: verdict(catalog, channel, facts) for channel in CHANNELS
        }


@settings(max_examples=25, deadline=None)
@given(rules(), BORROWERS)
def test_a_borrower_is_judged_alone_as_among_many(
    asked: tuple[Rule, ...], borrowers: list[dict[str, Any]]
) -> None:
    """A frame of one row gives exactly the rows that a frame of many gives for it."""
    catalog = market(*asked, channels=CHANNELS)
    many, everyone = frame(borrowers), judge(catalog, frame(borrowers))
    for key in many.index:
        alone = judge(catalog, many.loc[[key]])
        for mine, theirs in ((alone.table, everyone.table), (alone.failures, everyone.failures)):
            pd.testing.assert_frame_equal(mine, theirs[theirs["borrower"] == key].reset_index(drop=True))
        pd.testing.assert_frame_equal(everyone.one(key).failures, alone.failures)


@settings(max_examples=25, deadline=None)
@given(rules(), BORROWERS, st.randoms(use_true_random=False))
def test_the_order_of_rules_and_borrowers_changes_nothing(
    asked: tuple[Rule, ...], borrowers: list[dict[str, Any]], random: Any
) -> None:
    """Shuffled rules give the same tables; shuffled borrowers the same rows."""
    given_frame = frame(borrowers)
    shuffled = random.sample(asked, len(asked))
    rows = random.sample(list(given_frame.index), len(borrowers))
    first = judge(market(*asked, channels=CHANNELS), given_frame)
    second = judge(market(*shuffled, channels=CHANNELS), given_frame.loc[rows])
    for key in given_frame.index:
        assert verdict_of(first, key) == verdict_of(second, key)
        mine, theirs = first.one(key).failures, second.one(key).failures
        pd.testing.assert_frame_equal(mine.astype(object), theirs.astype(object))


def test_ten_thousand_borrowers_take_seconds_at_most() -> None:
    """10,000 borrowers × 150 rules × 40 channels in less than 5 seconds: nothing loops over borrowers."""
    generator = np.random.default_rng(1)
    size = 10_000
    frame_of_many = pd.DataFrame(
        {
            "score": generator.integers(300, 900, size),
            "late": generator.integers(0, 9, size),
            "grade": generator.choice(["A", "B", "C"], size),
            "overdue": generator.choice([True, False], size),
        }
    )
    fields = [("score", ">=", "600"), ("late", "<", "3"), ("grade", "in", "A;B"), ("overdue", "==", "no")]
    asked = [
        rule(*fields[number % 4], rule_id=f"r{number}", applies_to=f"category:c{number % 10};all")
        for number in range(150)
    ]
    channels = tuple(
        Channel(channel_id=f"c{number}", name="c", category=f"c{number % 10}") for number in range(40)
    )
    begun = time.perf_counter()
    table = judge(market(*asked, channels=channels), frame_of_many).table
    assert time.perf_counter() - begun < 5
    assert len(table) == size * 40
