"""A user's own catalog is begun and added to without touching what is there."""

import codecs
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fundmix.catalog.edit import add_channel, init_catalog
from fundmix.catalog.load import load_catalog
from fundmix.errors import InputError
from fundmix.words import issue_line

from .conftest import SOUND, Make

CHANNEL: Mapping[str, Any] = {
    "channel_id": "my_bank",
    "name": "我的银行, 支行",
    "category": "bank_business",
    "lender": "bank",
    "amount_max": "50万",
    "online_lender": False,
    "purposes": ["business"],
}
PRODUCT: Mapping[str, Any] = {"repayment": "annuity", "term_months": (12, 24), "rate": "5.4%"}
RULE: Mapping[str, Any] = {"field": "age", "operator": ">=", "value": 18, "reason": "成年人"}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def codes(error: InputError) -> list[tuple[str, int | None, str, str]]:
    """The issues as (file, line, column, code), each with a sentence."""
    assert all(issue_line(issue, "en") for issue in error.issues)
    return [(Path(i.file).name, i.line, i.column, i.code) for i in error.issues]


@pytest.fixture
def own(make: Make, tmp_path: Path) -> Path:
    """A fresh overlay of the small catalog."""
    make()
    init_catalog(tmp_path / "own", '我的"目录"', "../mini")
    return tmp_path / "own"


def test_a_new_overlay_loads_and_changes_nothing(own: Path) -> None:
    """It has a commented catalog.toml and three empty tables that Excel opens as UTF-8."""
    catalog = load_catalog(own)
    assert (catalog.settings.name, catalog.rows_changed) == ('我的"目录"', ())
    assert sorted(contents(own)) == ["catalog.toml", "channels.csv", "eligibility.csv", "products.csv"]
    assert all(
        data.startswith(codecs.BOM_UTF8) for name, data in contents(own).items() if name.endswith("csv")
    )
    assert "# " in (own / "catalog.toml").read_text(encoding="utf-8")


def test_init_refuses_a_folder_with_anything_in_it(own: Path) -> None:
    """Nothing is ever written over."""
    before = contents(own)
    with pytest.raises(InputError) as caught:
        init_catalog(own, "again")
    assert codes(caught.value) == [("own", None, "", "folder_not_empty")]
    assert contents(own) == before


def test_init_refuses_a_base_that_is_not_there(tmp_path: Path) -> None:
    """A wrong ``extends`` writes nothing, not even the folder."""
    with pytest.raises(InputError) as caught:
        init_catalog(tmp_path / "own", "x", "atlantis")
    assert [issue.code for issue in caught.value.issues] == ["unknown_catalog"]
    assert not (tmp_path / "own").exists()


def test_a_channel_is_added_with_a_product_and_a_rule(own: Path) -> None:
    """One line in each table, which loads again as what was returned."""
    written = add_channel(own, CHANNEL, PRODUCT, RULE)
    catalog = load_catalog(own)
    assert catalog.channel("my_bank") == written["channels"]
    assert catalog.products[-1] == written["products"]
    assert catalog.eligibility[-1] == written["eligibility"]
    assert catalog.eligibility[-1].applies_to == ("channel:my_bank",)
    assert catalog.rows_changed == ("channels:my_bank", "products:my_bank/main", "eligibility:my_bank_1")


def test_a_second_channel_keeps_the_first(own: Path) -> None:
    """Every byte that was there stays; the new line comes after it."""
    add_channel(own, CHANNEL, PRODUCT, RULE)
    before = contents(own)
    add_channel(own, {**CHANNEL, "channel_id": "other"}, PRODUCT, RULE)
    after = contents(own)
    assert all(after[name].startswith(data) for name, data in before.items())
    assert [row.channel_id for row in load_catalog(own).channels] == ["bank", "pawn", "my_bank", "other"]


def test_an_overlay_of_two_files_gets_the_third(make: Make) -> None:
    """A missing table is begun, a file without a last line end gets one, its own line ends are kept."""
    make()
    channels = SOUND["channels.csv"].splitlines()[0].encode() + b",online_lender\nbank,a,b,bank,1,banks,,no"
    files = {"catalog.toml": 'name = "m"\nextends = "../mini"\n', "channels.csv": channels}
    folder = make(files, "mine", {})
    add_channel(folder, CHANNEL, PRODUCT, RULE)
    data = (folder / "channels.csv").read_bytes()
    assert data.startswith(channels + b"\nmy_bank,") and b"\r" not in data
    assert [row.channel_id for row in load_catalog(folder).products] == ["bank", "pawn", "my_bank"]


def test_a_gb18030_file_stays_gb18030(make: Make) -> None:
    """The new line is in the file's own encoding."""
    make()
    channels = "channel_id,name,category,lender,amount_max,online_lender,purposes\nshop,店,b,bank,1,no,any\n"
    products = "channel_id,repayment,term_months,rate\nshop,bullet,6,1%\n"
    files = {"catalog.toml": 'name = "m"\nextends = "../mini"\n', "products.csv": products}
    folder = make({**files, "channels.csv": channels.encode("gb18030")}, "mine", {})
    add_channel(folder, CHANNEL, PRODUCT, RULE)
    assert "我的银行, 支行" in (folder / "channels.csv").read_bytes().decode("gb18030")


@pytest.mark.parametrize(
    ("channel", "product", "rule", "expected"),
    [
        ({"channel_id": "bank"}, {}, {}, [("channels", 1, "channel_id", "key_exists")]),
        ({}, {}, {"rule_id": "r1"}, [("eligibility", 1, "rule_id", "key_exists")]),
        (
            {"channel_id": "../x"},
            {},
            {"rule_id": "rx", "applies_to": "all"},
            [("channels", 1, "channel_id", "bad_key"), ("products", 1, "channel_id", "bad_key")],
        ),
        (
            {},
            {"rate": 5},
            {"field": "aeg"},
            [("eligibility", 1, "field", "no_such_fact"), ("products", 1, "rate", "rate_too_high")],
        ),
        (
            {"name": "=HYPERLINK(1)"},
            {},
            {"reason": "@sum"},
            [("channels", 1, "name", "formula_text"), ("eligibility", 1, "reason", "formula_text")],
        ),
        ({"name": ""}, {}, {}, [("channels", 1, "name", "missing_value")]),
        ({"note": "x"}, {}, {}, [("channels.csv", 1, "note", "column_not_in_file")]),
    ],
    ids=[
        "channel exists",
        "rule exists",
        "bad key",
        "two mistakes",
        "formulas",
        "no name",
        "column not in the file",
    ],
)
def test_a_mistake_writes_nothing(
    own: Path,
    channel: Mapping[str, Any],
    product: Mapping[str, Any],
    rule: Mapping[str, Any],
    expected: list[tuple[str, int, str, str]],
) -> None:
    """All mistakes are raised together, and every file is as it was."""
    before = contents(own)
    with pytest.raises(InputError) as caught:
        add_channel(own, {**CHANNEL, **channel}, {**PRODUCT, **product}, {**RULE, **rule})
    assert codes(caught.value) == expected
    assert contents(own) == before


def test_a_hidden_channel_is_not_added_again(own: Path) -> None:
    """A key that the overlay hides exists already."""
    (own / "channels.csv").write_text("channel_id,enabled\nbank,no\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        add_channel(own, {**CHANNEL, "channel_id": "bank"}, PRODUCT, RULE)
    assert codes(caught.value) == [("channels", 1, "channel_id", "key_exists")]
