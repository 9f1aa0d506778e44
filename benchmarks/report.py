"""What a page costs beside the plan it shows, its catalog's sources and what each refusal would do included."""

from benchmarks.cases import example
from benchmarks.measuring import Effort, Result, Section, median, seconds, timed
from fundmix.analysis.refused import refused
from fundmix.report.html.context import Beside
from fundmix.report.html.document import html_text

MOST_SECONDS = 1.0
RUNS = 5


def report(effort: Effort) -> Section:
    """Writing the page, and beside it the solves for what each refusal would do, each over the plan's own time."""
    case = example("li" if effort.quick else "wang")
    pages, ratios, answers = [], [], []
    for number in range(1 + effort.runs(RUNS)):
        plan = timed(case.plan)
        rows = timed(lambda made=plan.returned: refused(case.catalog, case.profile, made))
        beside = Beside(catalog=case.catalog, refused=rows.returned)
        page = timed(lambda made=plan.returned, known=beside: html_text(made, "zh", known))
        if number:
            pages.append(page.wall)
            ratios.append(page.wall / plan.wall)
            answers.append(rows.wall / plan.wall)
    wall = median(pages)
    return Section(
        (
            Result(f"page ÷ optimize {case.name}", f"{median(ratios):.2f} ×"),
            Result(f"page of {case.name}", seconds(wall), f"≤ {MOST_SECONDS:.0f} s", wall <= MOST_SECONDS),
            Result(
                f"each refusal answered ÷ optimize {case.name}", f"{median(answers):.1f} ×", remark="solves"
            ),
        )
    )
