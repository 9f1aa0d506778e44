"""Which signs show, about what, since when, and which cannot be read."""

import datetime as dt

import pytest
from tests.watch.records_of import CN, debts, facts, lenders, month, only, shown, signs, unread

from fundmix.watch.records import ChannelThen, History, Snapshot
from fundmix.watch.signs import signs_of

CARD = {"measure": "level", "field": "card_utilisation", "operator": ">"}
ENDS = {"measure": "days_until", "field": "last_payment", "operator": "<="}
JIEBEI, BANK = "internet_jiebei", "biz_quick"


def test_a_level_shows_since_it_passed_its_bound() -> None:
    """A fall below the bound in between is a break."""
    catalog = only({**CARD, "value": "70%"})
    assert shown(catalog, facts(card_utilisation=[0.8, 0.7, 0.71, ..., 0.9]), month(4)) == [
        ("i0", "", month(2))
    ]
    assert shown(catalog, facts(card_utilisation=[0.8, 0.7]), month(1)) == []


def test_what_is_not_known_today_is_said_and_does_not_show() -> None:
    """No record, and a record that it is no longer known, are not calm."""
    catalog = only({**CARD, "value": "70%"})
    assert unread(catalog, facts(), month(0)) == [("i0", "card_utilisation", "unknown")]
    assert unread(catalog, facts(card_utilisation=[0.9, None]), month(1)) == [
        ("i0", "card_utilisation", "unknown")
    ]
    assert unread(catalog, facts(card_utilisation=[0.1]), month(1)) == []


def test_a_time_in_which_it_was_not_known_is_a_break() -> None:
    """Nobody can say that it showed then."""
    catalog = only({**CARD, "value": "70%"})
    history = facts(card_utilisation=[0.9, None, 0.9])
    assert shown(catalog, history, month(2)) == [("i0", "", month(2))]


def test_what_comes_later_is_not_seen() -> None:
    """A history is read as it was on the day that is spoken of."""
    catalog = only({**CARD, "value": "70%"})
    history = facts(card_utilisation=[0.1, 0.9])
    assert shown(catalog, history, month(0)) == []
    assert shown(catalog, history, month(1)) == [("i0", "", month(1))]


def test_of_two_steps_the_graver_is_shown_with_its_own_day() -> None:
    """90 % hides 70 %, and says since when it has been 90 %."""
    catalog = only({**CARD, "value": "70%"}, {**CARD, "value": "90%", "severity": "act"})
    history = facts(card_utilisation=[0.75, 0.8, 0.95])
    assert shown(catalog, history, month(1)) == [("i0", "", month(0))]
    assert shown(catalog, history, month(2)) == [("i1", "", month(2))]


def test_of_two_windows_of_the_same_gravity_the_older_is_shown() -> None:
    """What rose within three months rose within six as well: it is told once."""
    rows = [
        {
            "measure": "change",
            "field": "online_lenders",
            "operator": ">=",
            "value": "1",
            "window_months": window,
        }
        for window in (3, 6)
    ]
    history = facts(online_lenders=[0, 1, 1, 1, 1, 2])
    assert shown(only(rows[0]), history, month(5)) == [("i0", "", month(5))]
    assert shown(only(*rows), history, month(5)) == [("i1", "", month(1))]


def test_what_to_act_on_comes_first_then_the_order_of_the_table() -> None:
    """The editor of the table says what is most urgent; of one row the nearest day comes first."""
    catalog = only(
        {**CARD, "value": "70%"},
        {**ENDS, "value": "60", "severity": "act"},
        {"measure": "level", "field": "overdue_now", "operator": "==", "value": "yes", "severity": "act"},
    )
    history = debts({"late": (JIEBEI, 1, month(2)), "soon": (JIEBEI, 1, month(1))})
    told = {"card_utilisation": 0.9, "overdue_now": True}
    history = History(snapshots=(history.snapshots[0].model_copy(update={"facts": told}),))
    found = [(sign.indicator_id, sign.about) for sign in signs(catalog, history, month(0))]
    assert found == [("i1", "debt:soon"), ("i1", "debt:late"), ("i2", ""), ("i0", "")]


def test_a_loan_that_ends_shows_from_the_very_day() -> None:
    """The bound is passed between two records, and the day is known."""
    catalog = only({**ENDS, "value": "30"})
    owed = {"loan": (JIEBEI, 100, dt.date(2026, 3, 20))}
    (sign,) = signs(catalog, debts(owed, owed, owed), dt.date(2026, 3, 5))
    assert (sign.about, sign.value, sign.bound, sign.since) == ("debt:loan", 15, 30, dt.date(2026, 2, 18))


def test_a_loan_past_its_end_shows_until_it_is_paid() -> None:
    """Days below zero are worse; a balance of 0 is the end of it."""
    catalog = only({**ENDS, "value": "30"})
    owed, paid = {"loan": (JIEBEI, 100, month(1))}, {"loan": (JIEBEI, 0, month(1))}
    assert [sign.value for sign in signs(catalog, debts(owed, owed, owed), month(2))] == [-28]
    assert signs(catalog, debts(owed, owed, paid), month(2)) == ()


def test_a_renewed_loan_begins_anew() -> None:
    """The sign of the second end does not date from the first."""
    catalog = only({**ENDS, "value": "31"})
    history = debts({"loan": (JIEBEI, 100, month(1))}, {"loan": (JIEBEI, 100, month(6))})
    assert shown(catalog, history, month(0)) == [("i0", "debt:loan", month(0))]
    assert shown(catalog, history, month(1)) == []
    assert shown(catalog, history, month(5, 20)) == [("i0", "debt:loan", month(5) - dt.timedelta(days=1))]


def test_a_debt_without_last_payment_is_not_calm() -> None:
    """Nor are debts of which nothing is recorded; who has none has nothing to say."""
    catalog = only({**ENDS, "value": "30"})
    assert unread(catalog, debts({"loan": (JIEBEI, 100, None)}), month(0)) == [
        ("i0", "last_payment", "unknown")
    ]
    assert unread(catalog, facts(), month(0)) == [("i0", "last_payment", "unknown")]
    assert unread(catalog, facts(debt_balance=[0.0]), month(0)) == []


def test_only_debts_at_the_named_channels_are_meant() -> None:
    """A selector picks by group; a debt without channel belongs to none."""
    catalog = only({**ENDS, "value": "30", "applies_to": "group:platform_credit"})
    due = month(0, 10)
    history = debts({"wallet": (JIEBEI, 1, due), "bank": (BANK, 1, due), "friend": (None, 1, due)})
    assert [sign.about for sign in signs(catalog, history, month(0))] == ["debt:wallet"]


def test_a_debt_counts_from_the_day_on_which_it_came_to_the_named_channel() -> None:
    """A loan that moved from a bank to a platform is a platform's loan since then."""
    catalog = only({**ENDS, "value": "90", "applies_to": "group:platform_credit"})
    history = debts({"loan": (BANK, 1, month(2))}, {"loan": (JIEBEI, 1, month(2))})
    assert shown(catalog, history, month(1)) == [("i0", "debt:loan", month(1))]


def test_a_day_that_was_stated_is_counted_from() -> None:
    """An income proved more than half a year ago shows from the day on which it became so."""
    row = {"measure": "days_until", "field": "income_verified_on", "operator": "<=", "value": "-180"}
    history = facts(income_verified_on=[month(0)])
    (sign,) = signs(only(row), history, month(8))
    assert (sign.value, sign.since) == (-243, month(0) + dt.timedelta(days=180))
    assert signs(only(row), history, month(5)) == ()


def test_the_largest_channel_is_told_since_it_is_the_largest() -> None:
    """When another takes its place, the sign is about that one and begins then."""
    catalog = only({"measure": "share", "operator": ">", "value": "50%"})
    history = debts(
        {"a": (JIEBEI, 60, None), "b": (BANK, 40, None)},
        {"a": (JIEBEI, 40, None), "b": (BANK, 60, None)},
        {"a": (JIEBEI, 40, None), "b": (BANK, 61, None)},
    )
    (sign,) = signs(catalog, history, month(2))
    assert (sign.about, round(sign.value, 4), sign.since) == (f"channel:{BANK}", 0.604, month(1))
    assert unread(catalog, facts(), month(0)) == [("i0", "share", "unknown")]
    assert signs_of(catalog, facts(debt_balance=[0.0]), month(0)) == ((), ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("debt_balance", "100"),
        ("online_lenders", "1"),
        ("platform_debt_share", "60%"),
        ("consumer_finance_balance", "0"),
    ],
)
def test_what_debts_say_is_derived_from_them(field: str, value: str) -> None:
    """Balance, online lenders and their shares follow from what is owed, where the fact is not written down."""
    catalog = only({"measure": "level", "field": field, "operator": ">=", "value": value})
    owed = {"a": (JIEBEI, 60, None), "b": (BANK, 40, None)}
    assert shown(catalog, debts(owed), month(0)) == [("i0", "", month(0))]


def test_a_fact_that_is_written_down_is_not_derived() -> None:
    """The credit report counts more lenders than the borrower has listed."""
    catalog = only({"measure": "level", "field": "online_lenders", "operator": ">", "value": "2"})
    history = debts({"a": (JIEBEI, 60, None)})
    told = History(snapshots=(history.snapshots[0].model_copy(update={"facts": {"online_lenders": 4}}),))
    assert [sign.value for sign in signs(catalog, told, month(0))] == [4]
    assert signs(catalog, history, month(0)) == ()


def test_a_limit_that_falls_is_told_of_the_lender() -> None:
    """A share of the limit then; a lender seen once cannot be compared, and that is said."""
    row = {"measure": "change", "field": "limit", "operator": "<=", "value": "-30%", "window_months": 3}
    history = lenders(
        "limit", {JIEBEI: 100.0, BANK: 100.0}, {JIEBEI: 60.0, BANK: 90.0}, {"biz_wangshang": 5.0}
    )
    (sign,) = signs(only(row), history, month(2))
    assert (sign.about, sign.value, sign.bound, sign.relative) == (f"channel:{JIEBEI}", -0.4, -0.3, True)
    assert unread(only(row), history, month(2)) == [("i0", "limit", "too_short")]
    assert unread(only(row), debts({"a": (JIEBEI, 1, None)}), month(0)) == [("i0", "limit", "unknown")]
    assert signs_of(only(row), facts(), month(0)) == ((), ())


def test_a_limit_that_is_no_longer_known_is_not_the_last_one() -> None:
    """A blank row ends what was known."""
    row = {"measure": "level", "field": "limit", "operator": ">", "value": "0"}
    history = lenders("limit", {JIEBEI: 100.0}, {JIEBEI: None})
    assert signs(only(row), history, month(1)) == ()
    assert unread(only(row), history, month(1)) == [("i0", "limit", "unknown")]


def test_other_terms_are_told_for_as_long_as_the_window() -> None:
    """The fingerprint differs from the one when the window began; later it is the usual one."""
    catalog = only({"measure": "terms", "window_months": 2})
    history = lenders("terms", {JIEBEI: "ta"}, {JIEBEI: "ta"}, {JIEBEI: "tb"}, {JIEBEI: "tb"}, {JIEBEI: "tb"})
    days = [[since for _, _, since in shown(catalog, history, month(number))] for number in range(1, 5)]
    assert days == [[], [month(2)], [month(2)], []]
    assert unread(catalog, history, month(0)) == [("i0", "terms", "too_short")]


ANNOUNCED = {
    "outage_id": "tight", "name": "收紧", "applies_to": f"channel:{JIEBEI}", "limit_factor": 0, "status": "announced",
}  # fmt: skip
NEWS = {"measure": "announced", "severity": "act"}


def with_outage(**columns: object) -> list[dict[str, object]]:
    """The announced outage with other columns."""
    return [{**ANNOUNCED, **columns}]


def test_an_announced_outage_hits_who_owes_there() -> None:
    """Since it was announced, and not since the debt began; a stress is an assumption and no news."""
    owed = debts(*[{"a": (JIEBEI, 1, None)}] * 3)
    catalog = only(NEWS, outages=with_outage(as_of="2026-02-10"))
    assert shown(catalog, owed, month(2)) == [("i0", "outage:tight", dt.date(2026, 2, 10))]
    assert shown(only(NEWS, outages=with_outage()), owed, month(2)) == [("i0", "outage:tight", month(2))]
    assert shown(only(NEWS, outages=with_outage(status="stress")), owed, month(2)) == []
    assert shown(catalog, debts({"a": (BANK, 1, None)}), month(2)) == []


def test_an_announced_outage_hits_who_has_a_quote_there() -> None:
    """What a lender has shown is counted on too; that its rows were read is not enough."""
    catalog = only(NEWS, outages=with_outage(as_of="2026"))
    assert [about for _, about, _ in shown(catalog, lenders("limit", {JIEBEI: 5.0}), month(1))] == [
        "outage:tight"
    ]
    seen = ChannelThen(channel_id=JIEBEI, terms="ta")
    history = History(snapshots=(Snapshot(date=month(0), channels={JIEBEI: seen}),))
    assert shown(catalog, history, month(1)) == []


def test_an_announced_outage_of_own_money_hits_without_any_lender() -> None:
    """Later payments reach everybody whom the row means."""
    own = with_outage(applies_to="", limit_factor=1, inflow_delay_months=2, when_field="industry", operator="==",
                      value="ecommerce", as_of="2025-12-05")  # fmt: skip
    catalog = only(NEWS, outages=own)
    assert shown(catalog, facts(industry=["retail"]), month(0)) == []
    assert shown(catalog, facts(industry=["retail", "ecommerce"]), month(1)) == [
        ("i0", "outage:tight", month(1))
    ]
    assert shown(catalog, facts(), month(1)) == [("i0", "outage:tight", month(1))]


def test_who_says_that_there_is_no_business_is_not_asked_about_it() -> None:
    """Otherwise an employee would be told to state his zero declarations."""
    catalog = only({"measure": "level", "field": "tax_arrears", "operator": "==", "value": "yes"})
    assert unread(catalog, facts(business_registered=[False]), month(0)) == []
    assert unread(catalog, facts(business_registered=[True]), month(0)) == [("i0", "tax_arrears", "unknown")]


def test_an_empty_history_reads_nothing_and_breaks_nothing() -> None:
    """Every sign that asks the borrower says that it is not known."""
    found, missing = signs_of(CN, History(), month(0))
    assert found == ()
    asked = {row.indicator_id for row in CN.indicators if row.field not in (None, "limit")}
    assert asked <= {one.indicator_id for one in missing}
