"""A user's own catalog is two short files put over another one."""

from pathlib import Path

import pytest

from fundmix.catalog import load
from fundmix.catalog.load import load_catalog
from fundmix.errors import InputError, Note
from fundmix.words import note_line

from .conftest import SOUND, Make

CHANNELS, PRODUCTS = SOUND["channels.csv"].splitlines()[0], SOUND["products.csv"].splitlines()[0]
OVER = {"catalog.toml": 'name = "mine"\nextends = "../mini"\n'}


def codes(folder: Path) -> list[tuple[str, int | None, str]]:
    """What ``load_catalog`` has against the folder."""
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    return [(Path(i.file).name, i.line, i.code) for i in caught.value.issues]


def test_a_row_replaces_and_a_row_adds(make: Make) -> None:
    """The same key replaces the whole row in its place, a new key is added; both are listed as changed."""
    make()
    files = {
        "channels.csv": f"{CHANNELS}\nbank,我的,bank_business,bank,50万,,\nshop,小贷,micro,microloan,1万,,\n",
        "products.csv": f"{PRODUCTS}\nshop,main,bullet,6,1%,monthly\n",
    }
    catalog = load_catalog(make(files, "mine", OVER))
    assert [(row.channel_id, row.name, row.risk_groups) for row in catalog.channels] == [
        ("bank", "我的", ()),
        ("pawn", "典当行", ("assets",)),
        ("shop", "小贷", ()),
    ]
    assert catalog.rows_changed == ("channels:bank", "channels:shop", "products:shop/main")
    assert [Path(layer).name for layer in catalog.layers] == ["mini", "mine"]


def test_a_replaced_channel_leaves_its_old_kind(make: Make) -> None:
    """When the only channel of a category moves to another, rules on the old category fall away with it."""
    rules = SOUND["eligibility.csv"] + "r3,category:bank_business;channel:pawn,age,>=,18,hard,x,\n"
    make({"eligibility.csv": rules})
    catalog = load_catalog(make({"channels.csv": f"{CHANNELS}\nbank,我的,other,bank,1万,,\n"}, "mine", OVER))
    assert catalog.eligibility[-1].applies_to == ("channel:pawn",)


def test_a_row_that_changes_nothing_is_not_listed(make: Make) -> None:
    """A copy of the row below is no change."""
    make()
    assert load_catalog(make({"channels.csv": SOUND["channels.csv"]}, "mine", OVER)).rows_changed == ()


def test_settings_are_inherited_except_the_name(make: Make) -> None:
    """What the overlay leaves out is as below, what it says wins."""
    make({"catalog.toml": 'name = "mini"\nday_basis = 360\nlanguage = "en"\n'})
    settings = load_catalog(
        make({}, "mine", {"catalog.toml": OVER["catalog.toml"] + 'language = "zh"\n'})
    ).settings
    assert (settings.name, settings.day_basis, settings.language) == ("mine", 360, "zh")
    assert settings.extends == "../mini"


def test_hiding_a_channel_hides_what_is_only_about_it(make: Make) -> None:
    """Its products, rules and limits go; a selector that also names others loses only its part."""
    rules = (
        SOUND["eligibility.csv"]
        + "r3,channel:bank;channel:pawn,age,>=,18,hard,x,\nr4,group:banks,age,>=,18,hard,x,\n"
    )
    make({"eligibility.csv": rules})
    catalog = load_catalog(make({"channels.csv": "channel_id,enabled\nbank,no\n"}, "mine", OVER))
    assert [row.channel_id for row in catalog.channels] == ["pawn"]
    assert [row.channel_id for row in catalog.products] == ["pawn"]
    assert [(row.rule_id, row.applies_to) for row in catalog.eligibility] == [
        ("r2", ("lender:pawnshop",)),
        ("r3", ("channel:pawn",)),
    ]
    assert catalog.limits == ()
    assert catalog.rows_changed == ("channels:bank",)


def test_hiding_a_product_hides_its_flows(make: Make) -> None:
    """A custom contract that is hidden leaves no flows behind."""
    products = SOUND["products.csv"] + "bank,bond,custom,24,,annual\n"
    make({"products.csv": products, "flows.csv": "channel_id,product_id,period,principal\nbank,bond,24,1\n"})
    catalog = load_catalog(
        make({"products.csv": "channel_id,product_id,enabled\nbank,bond,否\n"}, "mine", OVER)
    )
    assert catalog.flows == ()
    assert catalog.rows_changed == ("products:bank/bond",)


def test_hiding_what_is_not_there_is_a_mistake(make: Make) -> None:
    """A slip in the key is found, with what was meant."""
    make()
    folder = make({"channels.csv": "channel_id,enabled\nbnak,no\n"}, "mine", OVER)
    assert codes(folder) == [("channels.csv", 2, "hides_nothing_near")]


def test_a_hidden_row_needs_its_key(make: Make) -> None:
    """``enabled = no`` without a key hides nothing."""
    make()
    folder = make({"channels.csv": "channel_id,enabled\n,no\n"}, "mine", OVER)
    assert codes(folder) == [("channels.csv", 2, "missing_value")]


def test_hiding_a_fact_that_a_rule_asks_is_a_mistake(make: Make) -> None:
    """A rule does not fall away silently: it would let everybody in."""
    make()
    folder = make({"facts.csv": "field,enabled\nage,no\n"}, "mine", OVER)
    assert codes(folder) == [("eligibility.csv", 2, "no_such_fact")]


def test_three_layers_are_read_from_the_bottom(make: Make) -> None:
    """The top one wins, and what a middle one hides can be shown again."""
    make()
    make(
        {"channels.csv": "channel_id,enabled\nbank,no\n"},
        "middle",
        {"catalog.toml": 'name = "m"\nextends = "../mini"\n'},
    )
    row = f"{CHANNELS}\nbank,回来了,bank_business,bank,1万,banks,\n"
    top = make({"channels.csv": row}, "top", {"catalog.toml": 'name = "t"\nextends = "../middle"\n'})
    catalog = load_catalog(top)
    assert [row.name for row in catalog.channels] == ["典当行", "回来了"]
    assert len(catalog.products) == 2


def test_a_circle_of_catalogs_is_a_mistake(make: Make) -> None:
    """Two catalogs that extend each other are found where the circle closes."""
    make({"catalog.toml": 'name = "a"\nextends = "../mine"\n'})
    folder = make({}, "mine", {**OVER, "channels.csv": SOUND["channels.csv"]})
    assert codes(folder) == [("catalog.toml", 2, "extends_itself")]


def test_csvs_without_settings_are_an_overlay_of_cn(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two short files in a folder are enough; a note says what they are put over."""
    base = make({}, "cn")
    monkeypatch.setattr(load, "_bundled_roots", lambda: (base.parent,))
    folder = make({"channels.csv": f"{CHANNELS}\nbank,我的,bank_business,bank,1万,banks,\n"}, "own", {})
    catalog = load_catalog(folder)
    assert catalog.notes == (Note("settings_missing", {"folder": str(folder), "base": "cn"}),)
    assert note_line(catalog.notes[0], "en").endswith("it is read as an overlay of cn.")
    assert (catalog.settings.name, catalog.layers) == ("own", ("cn", str(folder)))
    assert catalog.rows_changed == ("channels:bank",)


def test_extra_is_put_over_any_catalog(make: Make) -> None:
    """An overlay can be put over a catalog that it does not name."""
    base = make()
    extra = make({"channels.csv": f"{CHANNELS}\nbank,我的,bank_business,bank,1万,banks,\n"}, "own", {})
    catalog = load_catalog(base, extra=extra)
    assert catalog.channels[0].name == "我的"
    assert catalog.notes == ()
    assert catalog.rows_changed == ("channels:bank",)


def test_the_hash_covers_every_layer(make: Make) -> None:
    """A change in the base changes the hash of the overlay."""
    make()
    folder = make({"channels.csv": SOUND["channels.csv"]}, "mine", OVER)
    before = load_catalog(folder).sha256
    make({"facts.csv": SOUND["facts.csv"] + "city,text,,,,城市\n"})
    assert load_catalog(folder).sha256 != before


def test_a_mistake_below_is_located_below(make: Make) -> None:
    """Mistakes of both layers are raised together, each in its own file."""
    make({"channels.csv": SOUND["channels.csv"].replace("300000", "many")})
    folder = make({"products.csv": f"{PRODUCTS}\nshop,main,bullet,6,5,annual\n"}, "mine", OVER)
    assert sorted(codes(folder)) == [
        ("channels.csv", 2, "not_a_number"),
        ("products.csv", 2, "rate_too_high"),
    ]
