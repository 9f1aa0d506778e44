"""The notebook of the examples runs from the first cell to the last, and is kept without what it printed."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "examples" / "planning.ipynb"


def read() -> nbformat.NotebookNode:
    """The notebook as it lies in the project."""
    return nbformat.read(NOTEBOOK, as_version=4)


def test_it_is_kept_without_outputs() -> None:
    """A change of the catalog changes no picture in git, and nobody's figures are kept by accident."""
    cells = [cell for cell in read().cells if cell.cell_type == "code"]
    assert cells
    assert [cell.id for cell in cells if cell.outputs or cell.execution_count is not None] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_it_runs() -> None:
    """Headless, the way Jupyter runs it; the plan and its picture show themselves."""
    notebook = read()
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    ).execute()
    shown = [
        set(output.data) for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output
    ]
    assert {"text/html", "image/svg+xml"} <= set().union(*shown)
    wrong = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    ]
    assert wrong == []
