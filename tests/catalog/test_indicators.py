"""``indicators.csv``: early-warning signs, read, laid over each other, and refused when they cannot be meant."""

import pytest

from fundmix.catalog.indicators import Bound, bound_of, field_of, is_compared
from fundmix.catalog.load import load_catalog
from fundmix.catalog.tables import Indicator
from fundmix.errors import InputError
from fundmix.words import issue_line

from .conftest import Make

HEADER = "indicator_id,measure,field,applies_to,operator,value,window_months,reason"


def signs(rows: str) -> str:
    """A file of these rows."""
    return f"{HEADER}\n{rows}\n"


def refusals(make: Make, content: str) -> list[tuple[int | None, str, str]]:
    """(line, column, code) of everything that is wrong with the file; each has its sentence."""
    folder = make({"indicators.csv": content})
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    assert {issue.file for issue in caught.value.issues} == {f"{folder}/indicators.csv"}
    assert all(issue_line(issue, lang) for issue in caught.value.issues for lang in ("en", "zh"))
    return [(issue.line, issue.column, issue.code) for issue in caught.value.issues]


def read(make: Make, row: str) -> tuple[Indicator, Bound]:
    """The one row of a file, and its bound."""
    catalog = load_catalog(make({"indicators.csv": signs(row)}))
    (indicator,) = catalog.indicators
    fact = field_of(indicator, {fact.field: fact for fact in catalog.facts})
    return indicator, bound_of(indicator, fact)


@pytest.mark.parametrize(
    ("row", "bound"),
    [
        ("x,level,debt_ratio,,>,70%,,r", Bound((0.7,))),
        ("x,level,monthly_income,,<,1万,,r", Bound((10_000.0,))),
        ("x,level,overdue_now,,=,是,,r", Bound((True,))),
        ("x,level,employer,,in,public;private,,r", Bound(("public", "private"))),
        ("x,change,age,,≥,2,3,r", Bound((2.0,))),
        ("x,change,age,,<=,-2,3,r", Bound((-2.0,))),
        ("x,change,debt_ratio,,>=,10%,3,r", Bound((0.1,))),
        ("x,change,monthly_income,,<=,-5000,3,r", Bound((-5_000.0,))),
        ("x,change,monthly_income,,<=,-20%,3,r", Bound((-0.2,), relative=True)),
        ("x,change,limit,lender:bank,<=,-80%,3,r", Bound((-0.8,), relative=True)),
        ("x,trend,debt_ratio,,>=,2%,6,r", Bound((0.02,))),
        ("x,share,,,>,50%,,r", Bound((0.5,))),
        ("x,days_until,last_payment,group:banks,<=,60,,r", Bound((60,))),
        ("x,days_until,born_on,,<=,-180,,r", Bound((-180,))),
    ],
)
def test_a_bound_is_read_in_the_unit_of_what_is_measured(make: Make, row: str, bound: Bound) -> None:
    """Percent of a ratio are points, percent of yuan a share of the value then, days may be past."""
    assert read(make, row)[1] == bound


@pytest.mark.parametrize(
    "row", ["x,change,born_on,,,,6,r", "x,change,employer,,,,3,r", "x,change,overdue_now,,,,3,r", "x,announced,,,,,,r",
            "x,terms,,lender:bank,,,1,r"],
)  # fmt: skip
def test_what_is_not_compared_has_no_bound(make: Make, row: str) -> None:
    """Another employer, an announced outage and other terms are signs by themselves."""
    catalog = load_catalog(make({"indicators.csv": signs(row)}))
    (indicator,) = catalog.indicators
    assert not is_compared(indicator, field_of(indicator, {fact.field: fact for fact in catalog.facts}))


BAD = {
    "a fact that is not there": ("x,level,agee,,>,3,,r", [(2, "field", "no_such_fact_near")]),
    "a level of nothing": ("x,level,,,>,3,,r", [(2, "field", "missing_value")]),
    "a share of a fact": ("x,share,age,,>,50%,,r", [(2, "field", "cell_without_meaning")]),
    "an announcement with a field": ("x,announced,age,,,,,r", [(2, "field", "cell_without_meaning")]),
    "an announcement with a bound": (
        "x,announced,,,>,3,,r",
        [(2, "operator", "cell_without_meaning"), (2, "value", "cell_without_meaning")],
    ),
    "terms without a window": ("x,terms,,,,,,r", [(2, "window_months", "missing_value")]),
    "a change without a window": ("x,change,age,,>,3,,r", [(2, "window_months", "missing_value")]),
    "a window of no month": ("x,trend,age,,>,3,0,r", [(2, "window_months", "not_positive")]),
    "a window beyond reach": ("x,trend,age,,>,3,121,r", [(2, "window_months", "number_too_large")]),
    "a window that is not asked": ("x,level,age,,>,3,6,r", [(2, "window_months", "cell_without_meaning")]),
    "debts picked for a fact": ("x,level,age,all,>,3,,r", [(2, "applies_to", "cell_without_meaning")]),
    "a channel that is not there": (
        "x,share,,channel:bnk,>,50%,,r",
        [(2, "applies_to", "selector_matches_nothing_near")],
    ),
    "a group that is not there": (
        "x,terms,,group:moon,,,3,r",
        [(2, "applies_to", "selector_matches_nothing")],
    ),
    "a last payment as a level": ("x,level,last_payment,,>,3,,r", [(2, "measure", "measure_does_not_fit")]),
    "days until a figure": ("x,days_until,age,,<=,3,,r", [(2, "measure", "measure_does_not_fit")]),
    "a trend of words": ("x,trend,employer,,>,3,6,r", [(2, "measure", "measure_does_not_fit")]),
    "a trend of days": ("x,trend,born_on,,>,3,6,r", [(2, "measure", "measure_does_not_fit")]),
    "a bound for another word": (
        "x,change,employer,,==,public,6,r",
        [(2, "operator", "cell_without_meaning"), (2, "value", "cell_without_meaning")],
    ),
    "no operator": ("x,level,age,,,3,,r", [(2, "operator", "missing_value")]),
    "no value": ("x,level,age,,>,,,r", [(2, "value", "missing_value")]),
    "an empty list": ("x,level,employer,,in,;,,r", [(2, "value", "missing_value")]),
    "an operator that does not fit": (
        "x,level,employer,,>,public,,r",
        [(2, "operator", "operator_does_not_fit")],
    ),
    "a value of another type": ("x,level,age,,>,old,,r", [(2, "value", "not_a_number")]),
    "a value that is none of the words": ("x,level,employer,,==,state,,r", [(2, "value", "not_a_choice")]),
    "a value beyond the fact": ("x,level,debt_ratio,,>,70,,r", [(2, "value", "above_bound")]),
    "a share above one": ("x,share,,,>,50,,r", [(2, "value", "share_out_of_bounds")]),
    "half a day": ("x,days_until,born_on,,<=,1.5,,r", [(2, "value", "not_whole")]),
    "days beyond a life": ("x,days_until,born_on,,<=,36501,,r", [(2, "value", "number_too_large")]),
    "a change without number": ("x,change,age,,>,many,3,r", [(2, "value", "not_a_number")]),
    "a relative change from nothing": ("x,change,age,,>,100000000%,3,r", [(2, "value", "number_too_large")]),
    "a measure that is none": ("x,mean,age,,>,3,,r", [(2, "measure", "not_a_choice")]),
    "no reason": ("x,level,age,,>,3,,", [(2, "reason", "missing_value")]),
    "the same name twice": (
        "x,level,age,,>,3,,r\nx,level,age,,>,4,,r",
        [(3, "indicator_id", "duplicate_key")],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), BAD.values(), ids=BAD)
def test_what_cannot_be_meant_is_located(
    make: Make, rows: str, expected: list[tuple[int | None, str, str]]
) -> None:
    """Each mistake names its line and its column, and none hides another."""
    assert refusals(make, signs(rows)) == expected


def test_mistakes_of_different_rows_are_told_at_once(make: Make) -> None:
    """Nobody mends one line to be told of the next."""
    rows = "a,level,agee,,>,3,,r\nb,level,age,,>,3,6,r\nc,share,,,>,50,,r"
    assert {line for line, _, _ in refusals(make, signs(rows))} == {2, 3, 4}


def test_a_fact_with_a_mistake_of_its_own_is_left_alone(make: Make) -> None:
    """A choice without words is one issue, in facts.csv, and none here."""
    facts = (
        "field,type,choices,description\nage,count,,年龄\noverdue_now,yes_no,,逾期\nemployer,choice,,单位\n"
    )
    facts += "monthly_income,money,,月收入\ndebt_ratio,ratio,,负债率\nborn_on,date,,出生\n"
    folder = make({"facts.csv": facts, "indicators.csv": signs("x,level,employer,,==,public,,r")})
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    assert [issue.code for issue in caught.value.issues] == ["choices_missing"]


def test_an_overlay_changes_one_bound_and_hides_another_sign(make: Make) -> None:
    """A user's own file holds only the rows that are different."""
    make({"indicators.csv": signs("a,level,age,,>,60,,r\nb,level,debt_ratio,,>,50%,,r")}, name="base")
    own = f"{HEADER},enabled\na,level,age,,>,65,,r,\nb,,,,,,,,no\n"
    overlay = make(
        {"catalog.toml": 'name = "own"\nextends = "./base"\n', "indicators.csv": own}, name="own", base={}
    )
    (overlay / "catalog.toml").write_text(
        f'name = "own"\nextends = "{overlay.parent}/base"\n', encoding="utf-8"
    )
    catalog = load_catalog(overlay)
    assert [(row.indicator_id, row.value) for row in catalog.indicators] == [("a", "65")]
