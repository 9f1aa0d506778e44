"""The named stresses of a catalog on a terminal and for other programs."""

import io

import pytest
from rich.cells import cell_len

from fundmix import load_catalog
from fundmix.catalog.tables import Outage
from fundmix.report.channels import print_channel
from fundmix.report.outages import OUTAGE_COLUMNS, effects, outage_records, print_outage, print_outages
from fundmix.report.page import Page
from fundmix.words import LANGUAGES

CATALOG = load_catalog("cn")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_stress_is_listed_within_80_cells(lang: str) -> None:
    """Each id stands there once, in both languages, and no line is cut or too long."""
    stream = io.StringIO()
    print_outages(CATALOG, lang, stream)
    lines = stream.getvalue().splitlines()
    assert all(cell_len(line) <= 80 for line in lines)
    for row in CATALOG.outages:
        assert sum(line.strip().split(" · ")[0] == row.outage_id for line in lines) == 1


@pytest.mark.parametrize(("lang", "question"), [("zh", "所属行业 = 电商"), ("en", "Industry = ecommerce")])
def test_one_stress_says_whom_it_hits_and_that_it_is_assumed(lang: str, question: str) -> None:
    """Whom, which channels, what it is and what it rests on."""
    stream = io.StringIO()
    print_outage(CATALOG, CATALOG.outages[0], lang, stream)
    text = stream.getvalue()
    assert question in text
    assert {"zh": "假设", "en": "an assumption"}[lang] in text
    assert {"zh": "借呗类平台信用贷", "en": "Wallet-app credit"}[lang] in text
    assert all(cell_len(line) <= 80 for line in text.splitlines())


EFFECTS = {
    "limit_factor": (0, "nothing new is lent"),
    "rate_add": (0.0025, "new draws cost 0.25% a year more"),
    "income_factor": (0.7, "income at 70%"),
    "inflow_delay_months": (2, "money comes 2 months late"),
    "cash_frozen": (True, "money in the account cannot be used"),
    "renewals": ("refused", "no renewals"),
}


@pytest.mark.parametrize("column", EFFECTS)
def test_every_effect_is_said(column: str) -> None:
    """What a row does is said in words, and nothing that it does not."""
    value, words = EFFECTS[column]
    row = Outage.model_validate({"outage_id": "x", "name": "x", "applies_to": "all", column: value})
    assert list(effects(Page("en", io.StringIO()), row)) == [words]


def test_a_cut_is_said_as_what_is_left() -> None:
    """Half of a limit is 50 %."""
    row = Outage(outage_id="x", name="x", limit_factor=0.5)
    assert list(effects(Page("zh", io.StringIO()), row)) == ["额度只剩 50%"]


def test_other_programs_get_every_column() -> None:
    """One record per stress with every column of the table and its grade."""
    records = outage_records(CATALOG)
    assert [record["outage_id"] for record in records] == [row.outage_id for row in CATALOG.outages]
    assert {tuple(record) for record in records} == {OUTAGE_COLUMNS}
    assert set(Outage.model_fields) - set(OUTAGE_COLUMNS) == {"enabled", "confidence"}
    assert {record["grade"] for record in records} == {"D"}


def test_a_channel_names_the_stresses_that_hit_it() -> None:
    """The wallet app is closed by the tightening; the policy loan by none."""
    shown = {}
    for name in ("internet_jiebei", "policy_loan"):
        stream = io.StringIO()
        print_channel(CATALOG, CATALOG.channel(name), "en", stream)
        shown[name] = "ecommerce_tightening" in stream.getvalue()
    assert shown == {"internet_jiebei": True, "policy_loan": False}
