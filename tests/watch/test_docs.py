"""The history that the documentation shows is one."""

import re
from pathlib import Path

import pytest

import fundmix

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["watch.md", "watch.zh.md"])
def test_the_example_is_read(page: str, tmp_path: Path) -> None:
    """Five rows, two days, one lender by its id and by its alias."""
    match = re.search(r"```csv\n(date,about.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    assert match is not None
    (tmp_path / "history.csv").write_text(match[1], encoding="utf-8")
    read = fundmix.load_history(tmp_path / "history.csv", fundmix.load_catalog("cn"))
    assert [value for _, value in read.series("sesame_score")] == [702, 655]
    last = read.snapshots[-1]
    assert last.debts["借呗"].balance == 200_000
    assert (last.channels["internet_jiebei"].limit, last.channels["internet_jiebei"].decision) == (
        0,
        "refused",
    )


@pytest.mark.parametrize("page", ["watch.md", "watch.zh.md"])
def test_the_sign_of_ones_own_shows(page: str, tmp_path: Path) -> None:
    """The overlay that the page shows is valid, and its sign shows where the card is used for more than half."""
    match = re.search(r"```csv\n(indicator_id.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    assert match is not None
    (tmp_path / "indicators.csv").write_text(match[1], encoding="utf-8")
    catalog = fundmix.load_catalog("cn", extra=tmp_path)
    profile = fundmix.profile_from_dict({"start": "2026-12-01", "facts": {"card_utilisation": "60%"}})
    signs = fundmix.early_warning(catalog, profile, fundmix.History()).signs
    assert [sign.indicator_id for sign in signs] == ["card_use_over_50"]
