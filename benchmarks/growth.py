"""How the program and the search grow with channels, months and needs."""

import math
from dataclasses import dataclass

from benchmarks.cases import Question, made_up
from benchmarks.measuring import Effort, Section, timed
from fundmix.case import Case
from fundmix.program import Optimum, build_model, find_optimum
from fundmix.program.model import Model

TIME_LIMIT = 10.0
CHANNELS, MONTHS, NEEDS = 8, 6, 6
"""What stays the same while another figure grows."""
HEAD = ("grows", "", "columns", "rows", "whole", "judge, price s", "build s", "solve s", "gap")


@dataclass(frozen=True)
class Size:
    """One program: how large it is, seconds of each stage, and how near to proved."""

    grows: str
    value: int
    columns: int
    rows: int
    whole: int
    opening: float
    building: float
    solving: float
    gap: float

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        return (
            self.grows, str(self.value), f"{self.columns:,}", f"{self.rows:,}", f"{self.whole:,}",
            f"{self.opening:.3f}", f"{self.building:.3f}", f"{self.solving:.2f}", f"{self.gap:.2%}",
        )  # fmt: skip


def growth(effort: Effort) -> Section:
    """Channels × 10, months × 4, needs × 10; the rest stays."""
    if effort.quick:
        sizes = [_size("channels", value, made_up(value, 3), 1.0) for value in (2, 4)]
    else:
        sizes = [_size("channels", value, made_up(value, MONTHS), TIME_LIMIT) for value in (4, 8, 16, 40)]
        sizes += [_size("months", value, made_up(CHANNELS, value), TIME_LIMIT) for value in (3, 6, 12)]
        sizes += [
            _size("needs", value, made_up(CHANNELS, MONTHS, needs=value), TIME_LIMIT) for value in (2, 6, 20)
        ]
    return Section(table=(HEAD, *(size.cells() for size in sizes)), sentences=_sentences(sizes))


def _size(grows: str, value: int, question: Question, time_limit: float) -> Size:
    question.case()  # calculations that are kept from one question to the next
    opened = timed(question.case)
    case: Case = opened.returned
    built = timed(lambda: build_model(case.situation, case.market))
    model: Model = built.returned
    problem = model.problem
    columns, rows = problem.numVariables(), problem.numConstraints()
    solved = timed(lambda: find_optimum(model, time_limit=time_limit))
    optimum: Optimum = solved.returned
    return Size(
        grows, value, columns, rows, len(optimum.hot.whole), opened.wall, built.wall, solved.wall, optimum.gap
    )


def _sentences(sizes: list[Size]) -> tuple[str, ...]:
    """What dominates, from the figures."""
    spent = sum(size.opening + size.building + size.solving for size in sizes)
    share = sum(size.solving for size in sizes) / spent
    sentences = [
        f"The search takes {share:.0%} of the time of these programs, building {_share(sizes, spent):.1%}."
    ]
    for grows in dict.fromkeys(size.grows for size in sizes):
        row = [size for size in sizes if size.grows == grows]
        first, last = row[0], row[-1]
        power = math.log(last.building / first.building) / math.log(last.columns / first.columns)
        ended = f"a gap of {last.gap:.2%} at the end"
        sentences.append(
            f"{grows} × {last.value / first.value:.3g}: columns × {last.columns / first.columns:.1f}, "
            f"building grows as columns to the power {power:.1f}, solving {first.solving:.2f} → {last.solving:.2f} s "
            f"with {ended}."
        )
    return tuple(sentences)


def _share(sizes: list[Size], spent: float) -> float:
    return sum(size.building for size in sizes) / spent
