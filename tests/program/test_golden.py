"""What each rule writes, word for word: a golden file of LP rows per rule, and a register that forgets none."""

import re
import sys
from pathlib import Path

import pytest
from tests.program import test_edges
from tests.program.shown import SHOWN

from fundmix.program.model import Model
from fundmix.program.rules import RULES

GOLDEN = Path(__file__).parent / "golden"
BUILD = sys.modules["fundmix.program.build"]
NAMES = tuple(rule.__name__ for rule in RULES)


def rows_of(model: Model, folder: Path) -> dict[str, str]:
    """Every row of a model as LP text, by name."""
    file = folder / "model.lp"
    model.problem.writeLP(str(file))
    text = file.read_text(encoding="utf-8")
    # a case without any row has no such heading
    body = text.partition("Subject To\n")[2].partition("\nBounds\n")[0] if "Subject To" in text else ""
    rows = re.split(r"\n(?=\w+:)", body)
    return {row.partition(":")[0]: re.sub(r"\s*\n\s*", " ", row).strip() for row in rows if row}


def written_by(rule: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The rows that one rule alone writes on its case."""
    case = SHOWN[rule].case()
    with monkeypatch.context() as patch:
        patch.setattr(BUILD, "RULES", ())
        without = rows_of(BUILD.build_model(case.situation, case.market), folder)
        patch.setattr(BUILD, "RULES", tuple(one for one in RULES if one.__name__ == rule))
        rows = rows_of(BUILD.build_model(case.situation, case.market), folder)
    own = [row for name, row in rows.items() if name not in without]
    return "\n".join([f"\\ {rule}", "Subject To", *own, "End", ""])


@pytest.mark.parametrize("rule", NAMES)
def test_a_rule_writes_its_golden_rows(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A change of a rule shows as a difference of rows that a person can read."""
    written, golden = written_by(rule, tmp_path, monkeypatch), GOLDEN / f"{rule}.lp"
    if request.config.getoption("--update-golden"):
        golden.write_text(written, encoding="utf-8")
    assert written.count("\n") > 3
    assert written == golden.read_text(encoding="utf-8")


def test_no_rule_is_forgotten() -> None:
    """Every rule of the register has a case, a golden file and an edge test, and nothing else has."""
    edges = {
        name.removeprefix("test_edge_of_") for name in vars(test_edges) if name.startswith("test_edge_of_")
    }
    assert set(NAMES) == set(SHOWN) == {file.stem for file in GOLDEN.iterdir()} == edges


def test_every_rule_says_its_sentence_and_its_equation() -> None:
    """The docstring of a rule is a sentence and a formula in backticks."""
    assert [
        rule.__name__
        for rule in RULES
        if not re.match(r"[A-Z].+\.\n", rule.__doc__ or "") or "``" not in rule.__doc__
    ] == []
