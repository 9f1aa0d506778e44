"""Every mistake in a catalog is one located issue with its own code and a sentence in words."""

import os
from pathlib import Path

import pytest

from fundmix.catalog.files import CELL_MAX, FILE_BYTES_MAX, ROWS_MAX
from fundmix.catalog.load import load_catalog
from fundmix.errors import InputError, Issue
from fundmix.words import issue_line

from .conftest import SOUND, Make

CHANNELS, PRODUCTS, RULES = SOUND["channels.csv"], SOUND["products.csv"], SOUND["eligibility.csv"]
FACTS, LIMITS, LAWS = SOUND["facts.csv"], SOUND["limits.csv"], SOUND["regulations.csv"]
FLOWS = "channel_id,product_id,period,principal,interest\n"
CUSTOM = PRODUCTS + "bank,bond,custom,24,,annual\n"

Place = tuple[str, int | None, str, str]


def places(issues: tuple[Issue, ...], folder: Path) -> list[Place]:
    """The issues as (file within the folder, line, column, code)."""
    return [(i.file.removeprefix(f"{folder}/"), i.line, i.column, i.code) for i in issues]


def mistakes(folder: Path) -> tuple[Issue, ...]:
    """What ``load_catalog`` has against the folder."""
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    return caught.value.issues


def product(row: str, columns: str = "channel_id,repayment,term_months,rate,rate_basis") -> str:
    """The pawn's product and one of the bank, which stands in line 3."""
    return f"{columns}\npawn,bullet,6,0.0042,monthly{',' * (columns.count(',') - 4)}\n{row}\n"


CASES: tuple[tuple[str, str, str | bytes, list[Place]], ...] = (
    # cells
    (
        "rate 5 may mean 5 %",
        "products.csv",
        product("bank,bullet,6,5,annual"),
        [("products.csv", 3, "rate", "rate_too_high")],
    ),
    (
        "daily rate beyond 0.002",
        "products.csv",
        product("bank,bullet,6,0.05,daily"),
        [("products.csv", 3, "rate", "rate_too_high")],
    ),
    (
        "negative rate",
        "products.csv",
        product("bank,bullet,6,-0.05,annual"),
        [("products.csv", 3, "rate", "negative")],
    ),
    (
        "nan",
        "products.csv",
        product("bank,bullet,6,nan,annual"),
        [("products.csv", 3, "rate", "not_a_number")],
    ),
    (
        "inf",
        "products.csv",
        product("bank,bullet,6,inf,annual"),
        [("products.csv", 3, "rate", "not_a_number")],
    ),
    (
        "underscore in a number",
        "channels.csv",
        CHANNELS.replace("300000", "300_000"),
        [("channels.csv", 2, "amount_max", "not_a_number")],
    ),
    (
        "comma in a number",
        "channels.csv",
        CHANNELS.replace("300000", '"300,000"'),
        [("channels.csv", 2, "amount_max", "thousands_separator")],
    ),
    (
        "amount of nothing",
        "channels.csv",
        CHANNELS.replace("300000", "0"),
        [("channels.csv", 2, "amount_max", "not_positive")],
    ),
    (
        "amount beyond all measure",
        "channels.csv",
        CHANNELS.replace("300000", "99999999999999"),
        [("channels.csv", 2, "amount_max", "money_too_large")],
    ),
    (
        "half a month",
        "products.csv",
        product("bank,bullet,6.5,0.05,annual"),
        [("products.csv", 3, "term_months", "not_whole")],
    ),
    (
        "term of no months",
        "products.csv",
        product("bank,bullet,0,0.05,annual"),
        [("products.csv", 3, "term_months", "not_positive")],
    ),
    (
        "two bad terms are one slip",
        "products.csv",
        product("bank,bullet,a;b,0.05,annual"),
        [("products.csv", 3, "term_months", "not_a_number")],
    ),
    (
        "unknown method",
        "products.csv",
        product("bank,anuity,6,0.05,annual"),
        [("products.csv", 3, "repayment", "not_a_choice")],
    ),
    (
        "unknown basis",
        "products.csv",
        product("bank,bullet,6,0.05,yearly"),
        [("products.csv", 3, "rate_basis", "not_a_choice")],
    ),
    (
        "unknown class of lender",
        "channels.csv",
        CHANNELS.replace(",bank,300", ",banks,300"),
        [("channels.csv", 2, "lender", "not_a_choice")],
    ),
    (
        "neither yes nor no",
        "channels.csv",
        CHANNELS.replace("risk_groups", "online_lender").replace("banks", "maybe").replace("assets", "no"),
        [("channels.csv", 2, "online_lender", "not_yes_or_no")],
    ),
    (
        "share of 150",
        "products.csv",
        product(
            "bank,bullet,6,0.05,annual,150",
            "channel_id,repayment,term_months,rate,rate_basis,upfront_fee_rate",
        ),
        [("products.csv", 3, "upfront_fee_rate", "share_out_of_bounds")],
    ),
    (
        "capital letters in a key",
        "channels.csv",
        CHANNELS + "Bank2,银行,b,bank,1,,\n",
        [("channels.csv", 4, "channel_id", "bad_key")],
    ),
    (
        "name of 500 characters",
        "channels.csv",
        CHANNELS.replace("城商行", "城" * 500),
        [("channels.csv", 2, "name", "text_too_long")],
    ),
    (
        "no name",
        "channels.csv",
        CHANNELS.replace("城商行", ""),
        [("channels.csv", 2, "name", "missing_value")],
    ),
    (
        "name of control characters alone",
        "channels.csv",
        CHANNELS.replace("城商行", "\u202e\u200b"),
        [("channels.csv", 2, "name", "missing_value")],
    ),
    (
        "script as a link",
        "sources.csv",
        "source_id,title,url\ns1,A page,javascript:alert(1)\n",
        [("sources.csv", 2, "url", "bad_link")],
    ),
    (
        "second link is a script",
        "sources.csv",
        "source_id,title,url\ns1,A,https://a.org | JavaScript:1\n",
        [("sources.csv", 2, "url", "bad_link")],
    ),
    (
        "no date",
        "reference_rates.csv",
        "rate_id,date,value\nlpr_1y,soon,3%\n",
        [("reference_rates.csv", 2, "date", "not_a_date")],
    ),
    (
        "31 February",
        "reference_rates.csv",
        "rate_id,date,value\nlpr_1y,2026-02-31,3%\n",
        [("reference_rates.csv", 2, "date", "date_does_not_exist")],
    ),
    (
        "reference rate of 3",
        "reference_rates.csv",
        "rate_id,date,value\nlpr_1y,2026-01-20,3\n",
        [("reference_rates.csv", 2, "value", "rate_too_high")],
    ),
    # rows
    (
        "no price",
        "products.csv",
        product("bank,bullet,6,,annual"),
        [("products.csv", 3, "rate", "rate_missing")],
    ),
    (
        "no term",
        "products.csv",
        product("bank,bullet,,0.05,annual"),
        [("products.csv", 3, "term_months", "term_missing")],
    ),
    (
        "over which rate",
        "products.csv",
        product("bank,bullet,6,0.01,over_rate"),
        [("products.csv", 3, "rate_id", "rate_id_missing")],
    ),
    (
        "dear end below the cheap end",
        "products.csv",
        "channel_id,repayment,term_months,rate_low,rate_high\npawn,bullet,6,1%,2%\nbank,bullet,6,9%,5%\n",
        [("products.csv", 3, "rate_low", "range_reversed")],
    ),
    (
        "least above most",
        "channels.csv",
        CHANNELS.replace("risk_groups", "amount_min").replace("banks", "400000").replace("assets", ""),
        [("channels.csv", 2, "amount_min", "range_reversed")],
    ),
    (
        "limit of nothing",
        "limits.csv",
        "applies_to,cap\nchannel:bank,\n",
        [("limits.csv", 2, "cap", "limit_says_nothing")],
    ),
    (
        "step of nothing",
        "limits.csv",
        "applies_to,cap,when_from\nchannel:bank,5万,3\n",
        [("limits.csv", 2, "when_field", "when_field_missing")],
    ),
    (
        "steps that overlap",
        "limits.csv",
        LIMITS.splitlines()[0]
        + "\nchannel:bank,monthly_income,9,,age,18,40\nchannel:bank,monthly_income,8,,age,39,60\n",
        [("limits.csv", 3, "when_from", "steps_overlap")],
    ),
    (
        "a step beside a limit for all",
        "limits.csv",
        LIMITS + "channel:bank,monthly_income,8,,age,39,60\n",
        [("limits.csv", 3, "when_from", "steps_overlap")],
    ),
    (
        "choice without words",
        "facts.csv",
        FACTS.replace("public;private", ""),
        [("facts.csv", 4, "choices", "choices_missing")],
    ),
    (
        "ceiling without height",
        "regulations.csv",
        LAWS.replace(",4,lpr_1y", ",,"),
        [("regulations.csv", 2, "value", "ceiling_incomplete")],
    ),
    (
        "ceiling of 24",
        "regulations.csv",
        LAWS.replace(",4,lpr_1y", ",24,"),
        [("regulations.csv", 2, "value", "rate_too_high")],
    ),
    (
        "channel without product",
        "products.csv",
        PRODUCTS.replace("pawn,main,bullet,6,0.0042,monthly\n", ""),
        [("channels.csv", 3, "channel_id", "channel_without_product")],
    ),
    (
        "custom without flows",
        "products.csv",
        CUSTOM,
        [("products.csv", 4, "repayment", "custom_without_flows")],
    ),
    (
        "flows of an annuity",
        "flows.csv",
        FLOWS + "bank,main,1,1,0\n",
        [("flows.csv", 2, "product_id", "flows_not_custom")],
    ),
    # references
    (
        "product of no channel",
        "products.csv",
        PRODUCTS + "bnak,main,bullet,6,0.05,annual\n",
        [("products.csv", 4, "channel_id", "no_such_channel_near")],
    ),
    (
        "product of nothing alike",
        "products.csv",
        PRODUCTS + "xyz,main,bullet,6,0.05,annual\n",
        [("products.csv", 4, "channel_id", "no_such_channel")],
    ),
    (
        "flows of no product",
        "flows.csv",
        FLOWS + "bank,mian,1,1,0\n",
        [("flows.csv", 2, "product_id", "no_such_product_near")],
    ),
    (
        "price step of no channel",
        "pricing.csv",
        "channel_id,field,from_value,rate_add\nbunk,age,18,1%\n",
        [("pricing.csv", 2, "channel_id", "no_such_product_channel_near")],
    ),
    (
        "price step on no fact",
        "pricing.csv",
        "channel_id,field,from_value,rate_add\nbank,aeg,18,1%\n",
        [("pricing.csv", 2, "field", "no_such_fact")],
    ),
    (
        "availability of no channel",
        "availability.csv",
        "channel_id,period,limit\npwan,0,100\n",
        [("availability.csv", 2, "channel_id", "no_such_channel_near")],
    ),
    (
        "rule on no fact",
        "eligibility.csv",
        RULES.replace(",age,", ",overdue_nov,"),
        [("eligibility.csv", 2, "field", "no_such_fact_near")],
    ),
    (
        "limit on no fact",
        "limits.csv",
        LIMITS.replace("monthly_income", "monthly_incom"),
        [("limits.csv", 2, "field", "no_such_fact_near")],
    ),
    (
        "no such source",
        "eligibility.csv",
        RULES.replace(",s1", ",zz"),
        [("eligibility.csv", 2, "source", "no_such_source")],
    ),
    (
        "no such reference rate",
        "regulations.csv",
        LAWS.replace("lpr_1y", "lpr_1yr"),
        [("regulations.csv", 2, "times_rate_id", "no_such_rate_near")],
    ),
    (
        "no such use of money",
        "channels.csv",
        CHANNELS.replace(",business", ",busines"),
        [("channels.csv", 2, "purposes", "no_such_purpose_near")],
    ),
    (
        "selector without a kind",
        "eligibility.csv",
        RULES.replace("channel:bank", "bank"),
        [("eligibility.csv", 2, "applies_to", "bad_selector_near")],
    ),
    (
        "selector of another world",
        "eligibility.csv",
        RULES.replace("channel:bank", "everybody!"),
        [("eligibility.csv", 2, "applies_to", "bad_selector")],
    ),
    (
        "selector with a slip",
        "eligibility.csv",
        RULES.replace("channel:bank", "channel:bnak"),
        [("eligibility.csv", 2, "applies_to", "selector_matches_nothing_near")],
    ),
    (
        "selector of nobody",
        "eligibility.csv",
        RULES.replace("channel:bank", "group:zzz"),
        [("eligibility.csv", 2, "applies_to", "selector_matches_nothing")],
    ),
    (
        "selector of separators",
        "eligibility.csv",
        RULES.replace("channel:bank", ";"),
        [("eligibility.csv", 2, "applies_to", "missing_value")],
    ),
    # rules
    (
        "yes or no asked with >=",
        "eligibility.csv",
        RULES.replace("overdue_now,==", "overdue_now,>="),
        [("eligibility.csv", 3, "operator", "operator_does_not_fit")],
    ),
    (
        "yes or no compared with 3",
        "eligibility.csv",
        RULES.replace("==,no", "==,3"),
        [("eligibility.csv", 3, "value", "not_yes_or_no")],
    ),
    (
        "count compared with a word",
        "eligibility.csv",
        RULES.replace(">=,18", ">=,adult"),
        [("eligibility.csv", 2, "value", "not_a_number")],
    ),
    (
        "nobody is 180",
        "eligibility.csv",
        RULES.replace(">=,18", "<=,180"),
        [("eligibility.csv", 2, "value", "above_bound")],
    ),
    (
        "nobody is unborn",
        "eligibility.csv",
        RULES.replace("age,>=,18", "debt_ratio,>,-1"),
        [("eligibility.csv", 2, "value", "below_bound")],
    ),
    (
        "choice of no choice",
        "eligibility.csv",
        RULES.replace("age,>=,18", "employer,in,public;state"),
        [("eligibility.csv", 2, "value", "not_a_choice")],
    ),
    (
        "date compared with a word",
        "eligibility.csv",
        RULES.replace("age,>=,18", "born_on,<,old"),
        [("eligibility.csv", 2, "value", "not_a_date")],
    ),
    (
        "unknown operator",
        "eligibility.csv",
        RULES.replace(">=,18", "~,18"),
        [("eligibility.csv", 2, "operator", "not_a_choice")],
    ),
    # tables and files
    (
        "slip in a column",
        "channels.csv",
        CHANNELS.replace("amount_max", "amount_mx"),
        [("channels.csv", 1, "amount_mx", "unknown_column_near")],
    ),
    (
        "column of another world",
        "channels.csv",
        CHANNELS.replace("amount_max", "zodiac"),
        [("channels.csv", 1, "zodiac", "unknown_column")],
    ),
    (
        "column missing",
        "eligibility.csv",
        "rule_id,applies_to,field,operator,reason\nr1,all,age,>=,x\nr2,all,age,>=,y\n",
        [("eligibility.csv", 1, "value", "missing_column")],
    ),
    (
        "column twice",
        "channels.csv",
        CHANNELS.replace("purposes", "name"),
        [("channels.csv", 1, "name", "duplicate_column")],
    ),
    (
        "key twice",
        "channels.csv",
        CHANNELS + "bank,again,x,bank,1,,\n",
        [("channels.csv", 4, "channel_id", "duplicate_key")],
    ),
    (
        "shown and hidden",
        "channels.csv",
        CHANNELS.replace("purposes", "enabled").replace(",business", ",").replace(",any", ",")
        + "bank,,,,,,no\n",
        [("channels.csv", 4, "channel_id", "duplicate_key")],
    ),
    (
        "more cells than columns",
        "channels.csv",
        CHANNELS + "shop,a,b,bank,1,,,more\n",
        [
            ("channels.csv", 4, "", "too_many_cells"),
            ("channels.csv", 4, "channel_id", "channel_without_product"),
        ],
    ),
    (
        "cell under no name",
        "channels.csv",
        CHANNELS.replace("amount_max", ""),
        [("channels.csv", 2, "", "column_without_name"), ("channels.csv", 3, "", "column_without_name")],
    ),
    (
        "semicolons between cells",
        "channels.csv",
        CHANNELS.replace(",", ";"),
        [("channels.csv", 1, "", "wrong_separator")],
    ),
    (
        "tabs between cells",
        "channels.csv",
        CHANNELS.replace(",", "\t"),
        [("channels.csv", 1, "", "wrong_separator")],
    ),
    (
        "quote not closed",
        "channels.csv",
        CHANNELS.replace("典当行", '"典当行'),
        [("channels.csv", 3, "", "bad_quotes")],
    ),
    (
        "cell too long",
        "channels.csv",
        CHANNELS.replace("城商行", "x" * (CELL_MAX + 1)),
        [("channels.csv", 2, "name", "cell_too_long"), ("channels.csv", 2, "name", "missing_value")],
    ),
    (
        "cell beyond all measure",
        "channels.csv",
        CHANNELS.replace("城商行", "x" * 200_000),
        [("channels.csv", 2, "", "cell_too_long")],
    ),
    (
        "rows without end",
        "availability.csv",
        "channel_id,period,limit\n" + "bank,0,1\n" * (ROWS_MAX + 1),
        [("availability.csv", ROWS_MAX + 2, "", "too_many_rows")],
    ),
    (
        "file too large",
        "availability.csv",
        b"x" * (FILE_BYTES_MAX + 1),
        [("availability.csv", None, "", "file_too_large")],
    ),
    ("empty file", "limits.csv", "", [("limits.csv", None, "", "empty_file")]),
    ("file of blank lines", "limits.csv", "\n , ,\n\n", [("limits.csv", None, "", "empty_file")]),
    ("zero byte", "limits.csv", b"applies_to,cap\n\0\n", [("limits.csv", 2, "", "nul_byte")]),
    (
        "no known encoding",
        "limits.csv",
        b"applies_to,cap\nall,5\nall,\xff\xff\n",
        [("limits.csv", 3, "", "bad_encoding")],
    ),
    ("nearly a table", "chanels.csv", "x\n", [("chanels.csv", None, "", "unknown_table")]),
    ("table in capitals", "Flows.csv", "x\n", [("Flows.csv", None, "", "unknown_table")]),
    (
        "header alone",
        "products.csv",
        PRODUCTS.splitlines()[0] + "\n",
        [
            ("channels.csv", 2, "channel_id", "channel_without_product"),
            ("channels.csv", 3, "channel_id", "channel_without_product"),
            ("products.csv", None, "", "empty_table"),
        ],
    ),
    ("no settings in words", "catalog.toml", "name = mini\n", [("catalog.toml", 1, "", "bad_toml")]),
    (
        "no name in the settings",
        "catalog.toml",
        'language = "zh"\n',
        [("catalog.toml", None, "name", "missing_value")],
    ),
    (
        "slip in a setting",
        "catalog.toml",
        'name = "m"\nperiodd = "month"\n',
        [("catalog.toml", 2, "periodd", "unknown_setting_near")],
    ),
    (
        "setting of another world",
        "catalog.toml",
        'name = "m"\nzodiac = 1\n',
        [("catalog.toml", 2, "zodiac", "unknown_setting")],
    ),
    (
        "period of another world",
        "catalog.toml",
        'name = "m"\nperiod = "day"\n',
        [("catalog.toml", 2, "period", "not_a_choice")],
    ),
    (
        "day basis of 364",
        "catalog.toml",
        'name = "m"\n\nday_basis = 364\n',
        [("catalog.toml", 3, "day_basis", "not_a_choice")],
    ),
    (
        "extends itself",
        "catalog.toml",
        'name = "m"\nextends = "../mini"\n',
        [("catalog.toml", 2, "extends", "extends_itself")],
    ),
    (
        "extends nothing",
        "catalog.toml",
        'name = "m"\nextends = "./none"\n',
        [("catalog.toml", 2, "", "folder_missing")],
    ),
    (
        "extends no bundled catalog",
        "catalog.toml",
        'name = "m"\nextends = "atlantis"\n',
        [("catalog.toml", 2, "", "unknown_catalog")],
    ),
)


@pytest.mark.parametrize(
    ("file", "content", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_mistake_is_located_and_named(
    make: Make, file: str, content: str | bytes, expected: list[Place]
) -> None:
    """One broken file gives exactly these issues, and each has a sentence with all of its figures."""
    folder = make({file: content})
    issues = mistakes(folder)
    assert places(issues, folder) == expected
    for issue in issues:
        assert issue_line(issue, "en").startswith(
            f"{folder}/{file}" if issue.file.endswith(file) else str(folder)
        )


def test_every_mistake_of_a_folder_is_raised_at_once(make: Make) -> None:
    """Bad cells, unknown columns, broken files and dangling references of all files come in one raise."""
    folder = make(
        {
            "catalog.toml": 'name = "mini"\nlanguage = "fr"\n',
            "channels.csv": CHANNELS.replace("300000", "many").replace("purposes", "purpose"),
            "products.csv": PRODUCTS.replace("0.054", "5.4").replace("bullet,6", "bullet,x"),
            "eligibility.csv": RULES.replace(",age,", ",agee,"),
            "limits.csv": b"\xff\xff",
            "extra_channels.csv": "x\n",
        }
    )
    assert places(mistakes(folder), folder) == [
        ("catalog.toml", 2, "language", "not_a_choice"),
        ("channels.csv", 1, "purpose", "unknown_column_near"),
        ("channels.csv", 2, "amount_max", "not_a_number"),
        ("eligibility.csv", 2, "field", "no_such_fact_near"),
        ("extra_channels.csv", None, "", "unknown_table"),
        ("limits.csv", 1, "", "bad_encoding"),
        ("products.csv", 2, "rate", "rate_too_high"),
        ("products.csv", 3, "term_months", "not_a_number"),
    ]


def test_a_row_with_a_slip_still_exists_for_the_others(make: Make) -> None:
    """A channel whose amount is wrong is not also reported as missing by its products and rules."""
    folder = make({"channels.csv": CHANNELS.replace("300000", "many")})
    assert places(mistakes(folder), folder) == [("channels.csv", 2, "amount_max", "not_a_number")]


def test_an_unreadable_table_is_one_mistake(make: Make) -> None:
    """When the channels cannot be read, nothing that refers to them is blamed."""
    folder = make({"channels.csv": CHANNELS.replace(",", ";")})
    assert places(mistakes(folder), folder) == [("channels.csv", 1, "", "wrong_separator")]


def test_a_line_is_a_line_of_the_file(make: Make) -> None:
    """A cell of several lines and blank lines do not shift the line that an issue names."""
    channels = CHANNELS.replace("城商行", '"城商\n行"') + "\n\nshop,店,b,bank,none,,\n"
    folder = make({"channels.csv": channels, "products.csv": PRODUCTS + "shop,main,bullet,6,0.05,annual\n"})
    assert places(mistakes(folder), folder) == [("channels.csv", 7, "amount_max", "not_a_number")]


def test_the_issue_carries_what_the_sentence_needs(make: Make) -> None:
    """The sentence names the value and what was probably meant."""
    folder = make({"products.csv": PRODUCTS + "bnak,main,bullet,6,0.05,annual\n"})
    (issue,) = mistakes(folder)
    assert (issue.value, issue.details) == ("bnak", {"suggestion": "bank"})
    assert issue_line(issue, "en") == (
        f"{folder}/products.csv:4, channel_id: there is no channel bnak; did you mean bank?"
    )


def test_a_value_is_shown_cut_and_clean(make: Make) -> None:
    """A bad value is shown without control characters and never longer than 60 characters."""
    folder = make({"channels.csv": CHANNELS.replace("300000", "\u202e" + "x" * 100)})
    (issue,) = mistakes(folder)
    assert issue.value == "x" * 59 + "…"


@pytest.mark.parametrize(
    ("period", "terms", "wrong"),
    [("quarter", "3;7;12", "7"), ("year", "12;18", "18"), ("week", "3;4", "4")],
)
def test_a_term_is_whole_periods(make: Make, period: str, terms: str, wrong: str) -> None:
    """A term in months that ends inside a period of the catalog is refused."""
    folder = make(
        {
            "catalog.toml": f'name = "m"\nperiod = "{period}"\n',
            "products.csv": product(f"bank,bullet,{terms},0.05,annual").replace("bullet,6", "bullet,12"),
        }
    )
    (issue,) = mistakes(folder)
    assert (issue.line, issue.column, issue.value, issue.code) == (
        3,
        "term_months",
        wrong,
        "term_not_whole_periods",
    )
    assert issue_line(issue, "en")


def test_the_principal_of_a_custom_contract_sums_to_one(make: Make) -> None:
    """0.5 + 0.4 is not the whole loan; 0.5 + 0.5 is."""
    folder = make({"products.csv": CUSTOM, "flows.csv": FLOWS + "bank,bond,12,0.5,0\nbank,bond,24,0.4,0\n"})
    assert places(mistakes(folder), folder) == [("flows.csv", 2, "principal", "principal_sum")]
    make({"products.csv": CUSTOM, "flows.csv": FLOWS + "bank,bond,12,0.5,0\nbank,bond,24,0.5,0\n"})
    assert len(load_catalog(folder).flows) == 2


def test_steps_that_touch_do_not_overlap(make: Make) -> None:
    """A step is up to its end and not the end itself, so the next one may begin there."""
    header = "applies_to,field,multiplier,when_field,when_from,when_to\n"
    steps = "channel:bank,monthly_income,9,age,18,40\nchannel:bank,monthly_income,8,age,40,\n"
    assert len(load_catalog(make({"limits.csv": header + steps})).limits) == 2


@pytest.mark.parametrize("table", ["channels.csv", "products.csv"])
def test_a_catalog_needs_channels_and_products(make: Make, table: str) -> None:
    """A required table that is not there is one located issue."""
    folder = make({table: None})
    assert (table, None, "", "missing_table") in places(mistakes(folder), folder)


def test_a_folder_in_the_place_of_a_file_is_named(make: Make) -> None:
    """``limits.csv`` as a folder is an issue and no fault."""
    folder = make({"limits.csv": None})
    (folder / "limits.csv").mkdir()
    assert places(mistakes(folder), folder) == [("limits.csv", None, "", "folder_instead_of_file")]


def test_a_pipe_is_not_waited_for(make: Make) -> None:
    """What is no plain file is refused before it is opened."""
    folder = make({"limits.csv": None})
    os.mkfifo(folder / "limits.csv")
    assert places(mistakes(folder), folder) == [("limits.csv", None, "", "file_unreadable")]


def test_a_source_that_is_missing_is_said_once(make: Make) -> None:
    """A source named by many rows is reported at the first of them."""
    folder = make({"sources.csv": None})
    assert places(mistakes(folder), folder) == [("eligibility.csv", 2, "source", "no_such_source")]


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("./nowhere", "folder_missing"),
        ("no\\where", "folder_missing"),
        ("Caps", "bad_catalog_name"),
        ("..", "bad_catalog_name"),
        ("atlantis", "unknown_catalog"),
    ],
)
def test_a_catalog_that_is_not_there(where: str, code: str) -> None:
    """A path that is no folder and a name that is not bundled are told apart by the slash."""
    with pytest.raises(InputError) as caught:
        load_catalog(where)
    assert [issue.code for issue in caught.value.issues] == [code]
    assert issue_line(caught.value.issues[0], "en")


def test_a_file_and_an_empty_folder_are_no_catalog(tmp_path: Path) -> None:
    """A catalog is a folder with at least one table."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    codes = {name: [issue.code for issue in mistakes(tmp_path / name)] for name in ("empty", "file")}
    assert codes == {"empty": ["empty_folder"], "file": ["not_a_folder"]}
