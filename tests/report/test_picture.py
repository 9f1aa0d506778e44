"""``plan.plot()``: the mix and the cash as one drawing, shown by a notebook, saved as a file."""

import re
import sys
from pathlib import Path

import pytest
from tests.report.example_plan import DRAWS, plan

from fundmix import InputError
from fundmix.report.picture import picture

pytest.importorskip("vl_convert")


def test_it_holds_the_figures_of_the_plan() -> None:
    """A bar per draw with its amount; a column per month with its cash and its floor."""
    mix, cash = picture(plan(), "en").specification["vconcat"]
    assert [row["amount"] for row in mix["data"]["values"]] == [draw.amount for draw in DRAWS]
    rows = cash["data"]["values"]
    assert [row["cash"] for row in rows] == [row.closing for row in plan().cashflow_rows][: len(rows)]
    assert [row["floor"] for row in rows] == list(plan().inputs.min_cash)[: len(rows)]


def test_a_notebook_shows_it() -> None:
    """``_repr_svg_`` is an SVG that loads nothing, in either language."""
    svg = plan().plot("zh")._repr_svg_()
    assert svg.startswith("<svg")
    assert "借呗类线上信用贷" in svg
    assert re.findall(r"(?:href|src)=\"http", svg) == []


@pytest.mark.parametrize("name", ["plan.svg", "plan.html"])
def test_it_is_saved_for_its_owner_alone(tmp_path: Path, name: str) -> None:
    """Both kinds; money is nobody else's business."""
    plan().plot("en").save(tmp_path / name)
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert "<svg" in (tmp_path / name).read_text("utf-8") or name.endswith(".html")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    """PNG is not drawn, and no file is left."""
    with pytest.raises(InputError) as refused:
        plan().plot().save(tmp_path / "plan.png")
    assert [issue.code for issue in refused.value.issues] == ["output_kind"]
    assert list(tmp_path.iterdir()) == []


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making the picture needs nothing; drawing it does."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    drawing = plan().plot()
    with pytest.raises(InputError) as refused:
        drawing._repr_svg_()
    assert [issue.code for issue in refused.value.issues] == ["chart_library_missing"]
