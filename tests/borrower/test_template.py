"""The commented profile, and files that only their owner may read."""

import datetime as dt
import re
from pathlib import Path

import pytest
from tests.borrower.market import CATALOG

from fundmix.borrower import load_profile, profile_template, write_private
from fundmix.errors import InputError
from fundmix.facts import facts_of, with_channels

TODAY = dt.date(2026, 12, 1)


def uncommented(text: str) -> str:
    """The template with every setting switched on."""
    return re.sub(r"(?m)^#(?=\S)", "", text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_can_be_read_as_it_is(tmp_path: Path, lang: str) -> None:
    """Untouched, the template says nothing about the borrower."""
    path = tmp_path / "profile.toml"
    write_private(path, profile_template(CATALOG, lang))
    profile = load_profile(path, today=TODAY)
    assert (profile.start, profile.facts, profile.debts, profile.quotes) == (TODAY, {}, (), ())
    assert profile.cash.model_fields_set == set()
    assert profile.approval_odds == {}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_of_the_template_is_valid_once_uncommented(tmp_path: Path, lang: str) -> None:
    """Taking each # away gives every asked fact within its bounds and every cash, debt and quote word."""
    path = tmp_path / "profile.toml"
    path.write_text(uncommented(profile_template(CATALOG, lang)), encoding="utf-8")
    profile = load_profile(path)
    asked = {fact.field for fact in CATALOG.facts if fact.kind == "asked"}
    facts = facts_of(profile, CATALOG)
    assert asked - {"region"} <= set(facts)
    assert 350 <= facts["sesame_score"] <= 950
    assert profile.cash.model_fields_set == set(type(profile.cash).model_fields)
    assert profile.debts[0].model_fields_set == set(type(profile.debts[0]).model_fields)
    assert profile.quotes[0].model_fields_set == set(type(profile.quotes[0]).model_fields) - {"product_id"}
    assert with_channels(profile, CATALOG).approval_odds == {"huabei": 0.7}


def test_the_template_lists_asked_facts_by_section_with_help() -> None:
    """Facts stand below their section's heading, with unit and where to find them, in the language asked."""
    chinese, english = profile_template(CATALOG, "zh"), profile_template(CATALOG, "en")
    assert "# 芝麻分（分）\n# 在哪里查：支付宝\n#sesame_score = 350\n" in chinese
    assert "# Sesame score (points)\n# Where to find it: Alipay\n#sesame_score = 350\n" in english
    assert "age_years" not in chinese
    headings = re.findall(r"(?m)^# ---- (.+) ----$", english)
    assert headings == ["Person", "Platform accounts", "Credit report and debts", "Assets"]
    assert english.index("#region") < english.index("#sesame_score")


def test_a_private_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    """Mode 0600, exact text, nothing else left in the folder."""
    path = tmp_path / "p.toml"
    write_private(path, "借款人\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == "借款人\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_private_file_never_overwrites(tmp_path: Path) -> None:
    """An existing file is kept as it is; a missing folder is said so."""
    path = tmp_path / "p.toml"
    path.write_text("mine", encoding="utf-8")
    for target, code in ((path, "file_exists"), (tmp_path / "no" / "p.toml", "output_folder_missing")):
        with pytest.raises(InputError) as caught:
            write_private(target, "x")
        assert [(issue.file, issue.code) for issue in caught.value.issues] == [(str(target), code)]
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_private_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """Text that has no UTF-8 form leaves neither the file nor a temporary one."""
    with pytest.raises(UnicodeEncodeError):
        write_private(tmp_path / "p.toml", "\ud800")
    assert list(tmp_path.iterdir()) == []
