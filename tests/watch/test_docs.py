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
