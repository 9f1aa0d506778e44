"""After a refusal: causes in order, what changed, whom to ask by when, and the money meanwhile."""

import datetime as dt
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases import START, Row, channel, debt, need, random_story
from tests.watch.refusals import APPROVED, LAWS, RULES, decided, history, of_bank, owed, story, then

from fundmix.errors import InputError
from fundmix.recommend import optimize
from fundmix.watch.refusal_records import Refusal
from fundmix.watch.refused import refused

LATER = dt.date(2026, 8, 1)


def subjects(found: Refusal) -> list[tuple[str, str]]:
    """Kind and subject of each cause."""
    return [(cause.kind, cause.subject) for cause in found.causes]


# --- the verdict


def test_when_nothing_fails_and_nothing_changed_the_appeal_comes_first() -> None:
    """A borrower who is as he was when the bank said yes has been misjudged, as far as anybody can see."""
    found = of_bank(story(), then(story()))
    assert (found.verdict, found.causes, found.changes) == ("mistake", (), ())
    assert (found.steps[0].step, found.steps[0].text) == ("lender", "请人工复核")
    assert found.last_yes is not None
    assert (found.last_yes.day, found.last_yes.how) == (APPROVED, "approved")


def test_without_records_nothing_can_be_said_to_have_changed() -> None:
    """No history: the rules alone decide, and no day is named since which nothing has changed."""
    found = of_bank(story())
    assert (found.verdict, found.last_yes, found.changes) == ("mistake", None, ())


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"score": 599}, "rules"),
        ({"score": 599, "online_lenders": 3}, "rules"),
        ({"online_lenders": 3}, "soft_rules"),
        ({"score": None}, "questions"),
        ({"score": None, "online_lenders": 3}, "soft_rules"),
    ],
)
def test_a_rule_that_fails_or_is_not_known_is_no_mistake(facts: Row, verdict: str) -> None:
    """One rule that fails, or whose fact is unknown, and nobody speaks of a mistake."""
    assert of_bank(story(facts), then(story())).verdict == verdict


def test_a_change_alone_stands_before_a_mistake() -> None:
    """Every rule is met, and yet the score has fallen since the yes."""
    assert of_bank(story({"score": 610}), then(story())).verdict == "changed"


# --- causes


def test_what_fails_comes_first_hard_before_soft_then_what_is_not_known() -> None:
    """The order of the causes, and what each rule asks, has and lacks."""
    found = of_bank(story({"score": 580, "online_lenders": 4, "industry": None}))
    assert subjects(found) == [("rule", "score"), ("rule", "online_lenders"), ("question", "industry")]
    hard = found.causes[0]
    assert (hard.required, hard.actual, hard.distance) == (600, 580, 20)
    assert (hard.reason, hard.remedy, hard.remedy_months) == ("评分低", "按时还款", 3)
    assert [cause.strictness for cause in found.causes] == ["hard", "soft", "soft"]


def test_what_the_lender_said_moves_to_the_top() -> None:
    """A soft rule that was named stands before a hard one that was not; a section names all its facts."""
    facts = {"score": 580, "online_lenders": 4}
    for reason in ("online_lenders", "credit"):
        found = of_bank(story(facts), reason=reason)
        assert [(cause.subject, cause.named) for cause in found.causes] == [
            ("online_lenders", True),
            ("score", False),
        ]
        assert found.asks is True


def test_what_they_say_and_the_facts_contradict_is_proof_to_bring() -> None:
    """They say credit: both rules about it are met, with the published bound and the figure."""
    found = of_bank(story({"score": 580}), reason="credit")
    assert [(one.field, one.operator, one.required, one.actual) for one in found.met] == [
        ("online_lenders", "<=", 2, 1), ("hard_inquiries_3m", "<", 6, 2)
    ]  # fmt: skip
    assert {"online_lenders", "hard_inquiries_3m"} <= {proof.field for proof in found.proofs}


def test_a_reason_that_no_rule_asks_about_is_said_to_be_none() -> None:
    """The bank has published nothing about the car."""
    found = of_bank(story(), reason="car")
    assert (found.asks, found.met) == (False, ())


def test_without_a_reason_only_law_of_the_catalog_is_named() -> None:
    """None given: the own report and word before bad data, as the catalog has them; without rows nothing."""
    found = of_bank(story(), reason="none_given")
    assert [law.regulation_id for law in found.rights] == ["report", "notice"]
    assert found.asks is None
    assert of_bank(story(tables={"regulations": []}), reason="none_given").rights == ()
    assert of_bank(story()).rights == ()


def outage(**words: Any) -> Row:
    """An outage that shuts retailers out at the bank."""
    base = {"outage_id": "shut", "name": "收紧", "applies_to": "channel:bank", "limit_factor": 0}
    return {**base, "when_field": "industry", "operator": "==", "value": "retail", **words}


@pytest.mark.parametrize(
    ("words", "reason", "expected"),
    [
        ({"status": "in_force"}, None, [("outage", "shut")]),
        ({"status": "announced"}, None, [("outage", "shut")]),
        ({"status": "announced", "limit_factor": "", "renewals": "refused"}, None, [("outage", "shut")]),
        ({"status": "announced", "value": "farming"}, None, []),
        ({"status": "announced", "applies_to": "channel:shop"}, None, []),
        ({"status": "announced", "limit_factor": "", "rate_add": "1%"}, None, []),
        ({"status": "stress"}, None, []),
        ({"status": "stress"}, "industry", [("assumption", "shut")]),
        ({"status": "stress"}, "score", []),
    ],
)
def test_only_an_outage_that_is_real_and_shuts_this_borrower_out_is_a_cause(
    words: Row, reason: str | None, expected: list[tuple[str, str]]
) -> None:
    """Announced or in force, at this lender, for this industry; an assumption only when the lender named it."""
    found = of_bank(story(tables={"outages": [outage(**words)]}), then(story()), reason=reason)
    assert subjects(found) == expected


def test_an_outage_that_hangs_on_what_is_not_stated_is_a_question() -> None:
    """Whoever does not say the industry cannot be told that it is closed to it."""
    rules = [rule for rule in RULES if rule["field"] != "industry"]
    of = story({"industry": None}, tables={"outages": [outage(status="in_force")], "eligibility": rules})
    found = of_bank(of, then(of, day=dt.date(2025, 1, 1)))
    assert ([(cause.kind, cause.field) for cause in found.causes], found.verdict) == (
        [("question", "industry")],
        "questions",
    )


def test_an_assumption_alone_is_no_reason_to_call_it_less_than_a_mistake() -> None:
    """A stress of the catalog happens to nobody."""
    of = story(tables={"outages": [outage(status="stress")]})
    assert of_bank(of, then(of), reason="industry").verdict == "mistake"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"quotes": [{"channel_id": "bank", "limit": 0}]}, [("closed", "")]),
        ({"quotes": [{"channel_id": "bank", "limit": 60_000}]}, []),
        (
            {
                "quotes": [{"channel_id": "bank", "limit": 60_000}],
                "debts": [debt("old", 60_000, 0.05, "2027-06-15", channel_id="bank")],
            },
            [("limit", "")],
        ),
        (
            {
                "quotes": [{"channel_id": "bank", "limit": 60_000}],
                "debts": [debt("old", 59_000, 0.05, "2027-06-15", channel_id="bank")],
            },
            [],
        ),
        (
            {"bank": {"amount_min": 8_000}, "quotes": [{"channel_id": "bank", "limit": 5_000}]},
            [("limit", "")],
        ),
        ({"bank": {"banned_purposes": "business"}}, [("purpose", "need1")]),
        (
            {
                "bank": {"purposes": "consumer"},
                "needs": [need("2027-02-01", 1), need("2027-02-01", 1, "living")],
            },
            [],
        ),
        (
            {
                "bank": {"purposes": "consumer"},
                "debts": [debt("old", 59_000, 0.05, "2027-06-15", channel_id="bank")],
            },
            [],
        ),
        (
            {"bank": {"banned_occupations": "律师"}, "facts": {"occupation": "律师"}},
            [("rule", "channel_occupation")],
        ),
    ],
)
def test_a_closed_door_a_full_limit_a_use_and_a_person_it_does_not_serve(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """What the channel's own row and the quotes say; a use counts only when it fits no need, and nothing is owed."""
    assert subjects(of_bank(story(**changes))) == expected


def test_a_limit_that_hangs_on_an_unknown_fact_is_a_question() -> None:
    """The limit is a multiple of the turnover, which is not stated."""
    limits = [{"applies_to": "channel:bank", "field": "turnover", "multiplier": 2}]
    found = of_bank(story(tables={"limits": limits}))
    assert [(cause.kind, cause.field) for cause in found.causes] == [("question", "turnover")]
    full = of_bank(story({"turnover": 0}, tables={"limits": limits}))
    assert [(cause.kind, cause.amount, cause.owed) for cause in full.causes] == [("limit", 0, 0)]


def test_a_restricted_account_is_the_lenders_own_doing() -> None:
    """It is told apart from rules that the borrower breaks."""
    field = "account_risk_restricted"
    rule = {
        "rule_id": "own",
        "applies_to": "channel:bank",
        "field": field,
        "operator": "==",
        "value": "no",
        "reason": "限",
    }
    facts = [*story().tables["facts"], {"field": field, "type": "yes_no", "description": "受限"}]
    tables = {"eligibility": [*RULES, rule], "facts": facts}
    found = of_bank(story({field: True}, tables=tables))
    assert (found.verdict, subjects(found)) == ("restricted", [("restricted", "own")])
    assert of_bank(story({field: True, "score": 1}, tables=tables)).verdict == "rules"


# --- the wait


@pytest.mark.parametrize(
    ("before", "over", "waits"),
    [
        (dt.date(2026, 10, 2), dt.date(2027, 1, 2), True),
        (dt.date(2026, 9, 21), dt.date(2026, 12, 21), True),
        (dt.date(2026, 9, 20), dt.date(2026, 12, 20), False),
    ],
)
def test_asked_again_before_the_wait_was_over(before: dt.date, over: dt.date, waits: bool) -> None:
    """Three months after a refusal the bank takes a new application, on that very day again."""
    found = of_bank(story(), decided(before, "refused"), decided(dt.date(2026, 12, 20), "refused"))
    told = [(cause.kind, cause.since, cause.day) for cause in found.causes]
    assert told == ([("cooldown", before, over)] if waits else [])
    assert found.verdict == ("cooldown" if waits else "mistake")
    assert (found.refused_on, found.again_from) == (dt.date(2026, 12, 20), dt.date(2027, 3, 20))


def test_a_payoff_begins_a_wait_too() -> None:
    """The loan was first recorded as paid off on 5 December: the refusal of today came too soon."""
    found = of_bank(
        story(),
        owed(LATER, "old", 9_000, "bank"),
        owed(dt.date(2026, 12, 5), "old", 0),
        decided(START, "refused"),
    )
    assert [(cause.kind, cause.since, cause.day) for cause in found.causes] == [
        ("cooldown", dt.date(2026, 12, 5), dt.date(2027, 3, 5))
    ]
    assert found.again_from == dt.date(2027, 4, 1)


def test_the_refusal_asked_about_is_its_own_cause_never() -> None:
    """One refusal in the records is the one that is asked about; an older one before a yes is forgotten."""
    found = of_bank(story(), decided(dt.date(2026, 12, 20), "refused"))
    assert (found.causes, found.refused_on) == ((), dt.date(2026, 12, 20))
    forgiven = of_bank(story(), decided(dt.date(2026, 1, 5), "refused"), then(story()))
    assert (forgiven.causes, forgiven.refused_on) == ((), START)


def test_a_channel_without_a_wait_names_no_day() -> None:
    """Its row has no ``cooldown_months``."""
    found = of_bank(
        story(bank={"cooldown_months": 0}),
        decided(dt.date(2026, 12, 1), "refused"),
        decided(START, "refused"),
    )
    assert (found.causes, found.again_from) == ((), None)


# --- what changed


@pytest.mark.parametrize(
    ("before", "now", "listed"),
    [
        ({"score": 700}, {"score": 640}, [("score", 700, 640)]),
        ({"score": 640}, {"score": 700}, []),
        ({"online_lenders": 0}, {"online_lenders": 1}, [("online_lenders", 0, 1)]),
        ({"online_lenders": 2}, {"online_lenders": 1}, []),
        ({"industry": "farming"}, {"industry": "retail"}, [("industry", "farming", "retail")]),
        ({"industry": "finance"}, {"industry": "retail"}, []),
        ({"industry": "retail"}, {"industry": "finance"}, [("industry", "retail", "finance")]),
        ({"car": 100_000}, {"car": 0}, []),
        ({"score": 700, "hard_inquiries_3m": 0}, {"score": 600, "hard_inquiries_3m": 5}, None),
    ],
)
def test_exactly_what_a_rule_asks_about_and_what_is_worse_or_other_is_listed(
    before: Row, now: Row, listed: list[tuple[str, Any, Any]] | None
) -> None:
    """Better values and facts that no rule of the bank asks about are no change."""
    found = of_bank(story(now), then(story(before)))
    expected = [("hard_inquiries_3m", 0, 5), ("score", 700, 600)] if listed is None else listed
    assert sorted((one.subject, one.then, one.now) for one in found.changes) == expected
    assert {(one.kind, one.then_day, one.seen) for one in found.changes} <= {("fact", APPROVED, START)}


@settings(deadline=None, max_examples=60)
@given(before=st.integers(300, 900), now=st.integers(300, 900))
def test_a_figure_is_a_change_when_and_only_when_it_moved_away_from_its_bound(before: int, now: int) -> None:
    """For a rule that asks for at least 600: exactly the falls, on whichever side of the bound they lie."""
    changes = of_bank(story({"score": now}, needs=[]), then(story({"score": before}))).changes
    assert [(one.then, one.now) for one in changes] == ([(before, now)] if now < before else [])


def test_a_change_is_dated_by_the_records() -> None:
    """Then: the last record by the yes; seen: the first later day on which it was worse."""
    first, between = dt.date(2026, 2, 1), dt.date(2026, 5, 1)
    yes = decided(APPROVED, "approved")
    found = of_bank(
        story({"score": 610}),
        then(story({"score": 700}), None, first), yes, then(story({"score": 700}), None, between),
        then(story({"score": 650}), None, LATER),
    )  # fmt: skip
    (change,) = found.changes
    assert (change.then, change.now, change.then_day, change.seen) == (700, 610, first, LATER)


def test_who_only_grew_older_has_not_changed() -> None:
    """A count that grows by itself with time and still passes is no news; one that fell back is."""
    facts = [
        *story().tables["facts"],
        {"field": "months", "type": "count", "changed_by": "time", "description": "月数"},
    ]
    rules = [
        {
            "rule_id": name,
            "applies_to": "channel:bank",
            "field": "months",
            "operator": operator,
            "value": value,
            "reason": "x",
        }
        for name, operator, value in (("low", ">=", "6"), ("high", "<=", "60"))
    ]
    tables = {"facts": facts, "eligibility": rules}

    def seen(before: int, now: int) -> int:
        return len(
            of_bank(
                story({"months": now}, tables=tables), then(story({"months": before}, tables=tables))
            ).changes
        )

    assert (seen(20, 29), seen(29, 20), seen(58, 61)) == (0, 1, 1)


def test_debts_and_lenders_that_were_added_are_told_apart() -> None:
    """A second debt at a known lender is a debt, one elsewhere a new lender; the bank's own loan is neither."""
    debts = [
        debt(name, 9_000, 0.05, "2027-06-15", channel_id=place)
        for name, place in (("old", "shop"), ("more", "shop"), ("cousin", None), ("own", "bank"))
    ]
    of = story(debts=debts)
    found = of_bank(
        of,
        then(story()),
        owed(APPROVED - dt.timedelta(1), "old", 10_000, "shop"),
        owed(LATER, "more", 9_500, "shop"),
    )
    told = {(one.kind, one.subject, one.now, one.seen) for one in found.changes if one.kind != "fact"}
    assert told == {("debt", "more", 9_000, LATER), ("lender", "cousin", 9_000, START)}


def test_debts_that_were_never_recorded_are_not_called_new() -> None:
    """A history of facts alone says nothing of the debts of that time."""
    of = story(debts=[debt("old", 9_000, 0.05, "2027-06-15", channel_id="shop")])
    found = of_bank(of, decided(APPROVED, "approved"))
    assert found.changes == ()


def test_a_changed_catalog_and_an_outage_that_came_later_are_changes() -> None:
    """Other rows about the bank than then; an outage only when its own day lies after the yes."""
    old, new = story(), story(tables={"eligibility": [*RULES[:2], {**RULES[2], "value": "5"}, RULES[3]]})
    (change,) = of_bank(new, then(old)).changes
    assert (change.kind, change.subject, change.seen) == ("terms", "bank", START)
    for as_of, kinds in (("2026-05-20", ["terms", "outage"]), ("2026-02-20", ["terms"]), ("2026", ["terms"])):
        of = story(tables={"outages": [outage(status="announced", as_of=as_of)]})
        assert [one.kind for one in of_bank(of, then(old)).changes] == kinds


def test_without_a_recorded_yes_the_first_record_of_a_debt_there_counts() -> None:
    """Who owes the bank had its yes once."""
    found = of_bank(
        story({"score": 640}), then(story({"score": 700}), None), owed(APPROVED, "own", 9_000, "bank")
    )
    assert found.last_yes is None or found.last_yes.how == "debt"
    merged = then(story({"score": 700}), None).model_copy(
        update={"debts": owed(APPROVED, "own", 9_000, "bank").debts}
    )
    found = of_bank(story({"score": 640}), merged)
    assert found.last_yes is not None
    assert (found.last_yes.day, found.last_yes.how) == (APPROVED, "debt")
    assert [one.subject for one in found.changes] == ["score"]


def test_records_of_later_days_are_left_out() -> None:
    """A history may run beyond the day that is asked about."""
    found = of_bank(
        story(), decided(START + dt.timedelta(30), "refused"), then(story(), day=START + dt.timedelta(40))
    )
    assert (found.refused_on, found.last_yes) == (START, None)


# --- whom to ask


def test_each_step_has_the_day_that_the_law_allows() -> None:
    """Lender, own report, objection in 20 days, complaint in 30; where the law has no deadline there is no day."""
    found = of_bank(story())
    assert [(step.step, step.days, step.answer_by) for step in found.steps] == [
        ("lender", None, None),
        ("credit_report", None, None),
        ("credit_dispute", 20, START + dt.timedelta(20)),
        ("credit_complaint", 30, START + dt.timedelta(30)),
    ]
    law = found.steps[2].law
    assert law is not None
    assert (law.regulation_id, law.document, law.article, law.grade) == ("dispute", "条例", "25", "D")


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ({"effective_from": "2027-01-02"}, ["lender"]),
        ({"effective_until": "2026-12-31"}, ["lender"]),
        ({"effective_from": "2027-01-01", "effective_until": "2027-01-01"}, ["lender", "credit_dispute"]),
        ({"applies_to": "channel:shop"}, ["lender"]),
        ({"applies_to": "channel:bank"}, ["lender", "credit_dispute"]),
        ({"duty": "lender_complaint"}, ["lender", "lender_complaint"]),
        ({"duty": ""}, ["lender"]),
    ],
)
def test_a_duty_holds_on_its_days_and_for_its_lenders(words: Row, steps: list[str]) -> None:
    """A law that is not yet or no longer in force, or binds others, gives no step."""
    law = {**LAWS[0], **words}
    if not law["duty"]:
        law |= {"deadline_days": "", "contact": ""}
    found = of_bank(story(tables={"regulations": [law]}))
    assert [step.step for step in found.steps] == steps


def test_a_lender_that_reads_no_credit_report_has_no_dispute_about_it() -> None:
    """It leaves no inquiry and asks nothing of the section ``credit``."""
    of = story(bank={"hard_inquiry": "no"}, tables={"eligibility": [RULES[1]]})
    assert [step.step for step in of_bank(of).steps] == ["lender"]
    assert len(of_bank(story(bank={"hard_inquiry": "no"})).steps) == 4


def test_papers_are_the_lenders_and_the_places_of_the_facts_involved() -> None:
    """What the bank asks for, and where the figure that fails, is unknown or changed is found; each once."""
    found = of_bank(story({"score": 580, "hard_inquiries_3m": 3}), then(story()))
    assert found.documents == ("身份证", "流水")
    assert [(proof.field, proof.where) for proof in found.proofs] == [
        ("score", "score处"), ("hard_inquiries_3m", "hard_inquiries_3m处")
    ]  # fmt: skip


# --- the money meanwhile


@pytest.mark.parametrize("score", [580, 650])
def test_the_interim_plan_is_the_ordinary_plan_without_the_channel(score: int) -> None:
    """``optimize`` with ``exclude`` says the same, cost to the cent and draw by draw."""
    of = story({"score": score})
    found = of_bank(of)
    policy = of.policy.model_copy(update={"exclude": ("bank",)})
    other = optimize(of.catalog, of.profile, of.asked, policy)
    assert found.interim is not None
    assert found.interim.proof.verified
    assert found.interim.totals == other.totals
    assert found.interim.draws == other.draws
    assert {draw.channel_id for draw in found.interim.draws} == {"shop"}


def test_a_debt_at_the_channel_runs_on_as_signed_and_is_not_renewed() -> None:
    """The bank could renew it; after its refusal the plan counts on no yes of it, and asks for nothing it requires."""
    first = story()
    renew = channel("bank", 0.05, months=12, method="interest_only", product_id="again", use="renew")
    of = first.but(
        channels=[*first.channels, renew],
        debts=[debt("own", 30_000, 0.05, "2027-04-15", channel_id="bank", renewable=True)],
        needs=[],
        policy=first.policy.model_copy(update={"require": ("bank",)}),
    )
    found = of_bank(of)
    assert found.interim is not None
    assert (found.planned, found.interim.renewals) == (True, ())
    paid = [row.debt_payments for row in found.interim.cashflow_rows]
    assert max(paid) > 30_000


def test_nothing_to_plan_is_said() -> None:
    """Neither needs nor debts: causes and steps alone."""
    found = of_bank(story(needs=[]))
    assert (found.planned, found.interim) == (False, None)


# --- what cannot be meant


def mistakes(channel_name: str, reason: str | None = None) -> list[tuple[str, str, str]]:
    """(code, column, suggestion) of each mistake."""
    of = story(bank={"aliases": "大银行"})
    rows = [*of.channels, channel("paper", 0, reference_only="yes")]
    with pytest.raises(InputError) as caught:
        refused(of.but(channels=rows).catalog, of.profile, channel_name, reason=reason)
    return [
        (issue.code, issue.column, str(issue.details.get("suggestion", ""))) for issue in caught.value.issues
    ]


def test_unknown_channels_and_reasons_are_told_at_once() -> None:
    """Each with the nearest that exists; a channel for comparison refuses nobody."""
    assert mistakes("bnak") == [("channel_not_found_near", "channel", "bank")]
    assert mistakes("moon") == [("channel_not_found", "channel", "")]
    assert mistakes("paper") == [("refused_reference_only", "channel", "")]
    assert mistakes("moon", "credt") == [
        ("channel_not_found", "channel", ""), ("reason_unknown_near", "reason", "credit")
    ]  # fmt: skip
    assert mistakes("bank", "x") == [("reason_unknown", "reason", "")]
    assert mistakes("bank", "non_given") == [("reason_unknown_near", "reason", "none_given")]


def test_an_alias_names_the_channel() -> None:
    """As in a profile."""
    assert of_bank(story(), name="大银行").channel_id == "bank"


# --- whatever the case


@pytest.mark.parametrize("seed", range(8))
def test_whatever_the_case_the_answer_agrees_with_its_parts(seed: int) -> None:
    """Random borrowers and records: causes are the verdicts' own, and the plan never asks the channel that refused."""
    random = Random(seed)
    of = random_story(random, most_channels=4)
    name = random.choice(of.catalog.channels).channel_id
    days = [of.start - dt.timedelta(days=random.randint(0, 400)) for _ in range(4)]
    records = {day: decided(day, random.choice(("approved", "refused")), name) for day in days}
    try:
        case = of.case()
    except InputError:
        pytest.skip("the case contradicts itself")
    found = refused(
        of.catalog, of.profile, name, history(*records.values()), of.asked, of.policy, time_limit=4.0
    )
    told = sorted(
        (cause.kind == "question", cause.subject)
        for cause in found.causes
        if cause.subject and cause.operator
    )
    failures = case.failures.get(name, [])
    assert told == sorted((row["state"] == "unknown", row["rule_id"]) for row in failures)
    nothing = not found.changes and all(cause.kind == "assumption" for cause in found.causes)
    assert (found.verdict == "mistake") == nothing
    if found.interim is not None:
        assert found.interim.proof.verified
        assert name not in {draw.channel_id for draw in found.interim.draws}
