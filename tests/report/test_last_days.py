"""The last days to act, as events for the calendar."""

import datetime as dt
from typing import Any

import pytest

from fundmix.report.agenda import notes_of
from fundmix.report.last_days import last_days
from fundmix.watch.records import BridgeDraw, Gap, Maturity
from fundmix.words import LANGUAGES, say

DUE = dt.date(2027, 3, 20)


def part(name: str, apply_by: dt.date | None) -> BridgeDraw:
    """One lender of a bridge."""
    return BridgeDraw(
        channel_id=name, name=name, name_en=f"{name} in English", use="new", draw_date=DUE, amount=5_000,
        cost=50, apr=0.06, apply_by=apply_by, documents=("身份证", f"{name}的表"), documents_en=("ID card",),
    )  # fmt: skip


def gap(last_day: dt.date | None, missing: float, *parts: BridgeDraw) -> Gap:
    """What one refusal leaves missing."""
    return Gap(refused="channel:x", name="x", missing=missing, to_minimum=0, bridge=parts, last_day=last_day)


def maturity(*gaps: Gap, **changed: Any) -> Maturity:
    """A loan that ends in March."""
    values = {
        "debt": "进货贷", "channel_id": "bank", "name": "银行", "name_en": "Bank", "date": DUE,
        "amount": 50_000.0, "renewal": "open", "ask_by": dt.date(2027, 2, 18), "gaps": gaps,
    }  # fmt: skip
    return Maturity(**{**values, **changed})


EARLY = gap(dt.date(2027, 1, 10), 30_000, part("甲", dt.date(2027, 1, 10)), part("乙", None))
LATE = gap(dt.date(2027, 2, 1), 40_000, part("丙", dt.date(2027, 2, 1)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_loan_that_ends_has_two_last_days(lang: str) -> None:
    """To prepare for a refusal, the earliest of its bridges, and to ask for the renewal: whom, with which papers."""
    act, ask = last_days([maturity(LATE, EARLY)])
    assert (act.kind, act.day, act.amount, act.subject) == (
        "last_day", dt.date(2027, 1, 10), 30_000, "debt:进货贷",
    )  # fmt: skip
    assert (ask.kind, ask.day, ask.amount) == ("renewal", dt.date(2027, 2, 18), 50_000)
    lenders = ["甲" if lang == "zh" else "甲 in English"]
    papers = ["身份证", "甲的表"] if lang == "zh" else ["ID card"]
    assert notes_of(act, lang) == (
        say("event_last_day_note", lang, amount=30_000, due=DUE, lenders=lenders),
        say("event_bring", lang, documents=papers),
    )
    lender = "银行" if lang == "zh" else "Bank"
    assert notes_of(ask, lang) == (say("event_renewal_note", lang, due=DUE, lender=lender, amount=50_000),)


def test_a_loan_without_a_bridge_or_a_renewal_has_no_day() -> None:
    """Nothing to ask for is nothing to remember; dollars stay dollars."""
    assert last_days([maturity(gap(None, 0), renewal="too_late")]) == ()
    [ask] = last_days([maturity(gap(None, 0))], "USD")
    assert (ask.kind, ask.currency) == ("renewal", "USD")


def test_last_days_keep_their_names() -> None:
    """When day and sum change, the calendar moves the event."""
    before, after = (last_days([maturity(one)]) for one in (EARLY, LATE))
    assert [event.uid for event in before] == [event.uid for event in after]
    assert before[0].day != after[0].day
