"""A given plan under the named outages of the catalog: what fails, when, by how much, and the best answer then."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from fundmix.borrower import Need, Policy, Profile
from fundmix.case import Case, named, open_case
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError, Issue
from fundmix.fields import Record
from fundmix.offers import Outage
from fundmix.plan import FundingPlan, OutageRow, ReplacementDraw
from fundmix.program.unchanged import lacks
from fundmix.recommend import optimize
from fundmix.refusals import answer_to, feels, outage_row, recourse_of


class StressRow(OutageRow):
    """What one named outage does to a plan that stays as it is, and what the best answer makes of it.

    Attributes:
        status: ``stress`` (an assumption) or ``announced``.
        refused: draws of the plan that are no longer possible; ``amount`` of them, of a line its further drawings.
        gap: yuan that are missing when nothing new is drawn; ``gap_date``: the first day of the first such period.
    """

    status: Literal["stress", "announced", "in_force"]
    refused: tuple[ReplacementDraw, ...]
    gap: float
    gap_date: dt.date | None


class Stress(Record):
    """A plan and its stresses, the worst first."""

    plan: FundingPlan
    rows: tuple[StressRow, ...]


def stress(  # noqa: PLR0913 - the question, the plan and which outages, by name
    catalog: Catalog,
    profile: Profile,
    needs: Iterable[Need],
    policy: Policy | str = "balanced",
    *,
    plan: FundingPlan | None = None,
    only: Sequence[str] = (),
    gap: float | None = None,
    time_limit: float = 10.0,
    progress: Callable[[str], None] | None = None,
) -> Stress:
    """Run a plan through the named outages of the catalog; it is not planned anew, only answered.

    Outages in force are no stress: every plan counts with them.

    Args:
        catalog: what the market offers, with its ``outages``.
        profile: the borrower.
        needs: dated needs and inflows; of a given ``plan``, its own count.
        policy: a policy or the name of a preset; of a given ``plan``, its own counts.
        plan: the plan to run; None = the one that ``optimize`` makes.
        only: ids of the outages to run; none = all.
        gap: as in ``optimize``.
        time_limit: seconds to make the plan.
        progress: called with a word for each stage.

    Raises:
        InputError: as ``optimize``; ``outage_unknown``; ``plan_of_another`` when the plan has other debts or cash.
        NotProvenError: when no answer passes the re-play.
    """
    _check(catalog, only)
    if plan is None:
        plan = optimize(catalog, profile, needs, policy, gap=gap, time_limit=time_limit, progress=progress)
    case = open_case(catalog, profile, plan.inputs.needs, plan.inputs.policy)
    _same_borrower(case, plan)
    rows = [
        _row(case, plan, named(case, row), row.status, gap)
        for row in catalog.outages
        if row.status != "in_force" and (not only or row.outage_id in only)
    ]
    worst = sorted(rows, key=lambda row: (row.funded_share, -row.gap, -(row.extra_cost or 0.0)))
    return Stress(plan=plan, rows=tuple(worst))


def _row(
    case: Case,
    plan: FundingPlan,
    outage: Outage,
    status: Literal["stress", "announced", "in_force"],
    gap: float | None,
) -> StressRow:
    touched = feels(plan, outage)
    without: dict[int, float] = {}
    if touched:
        _, recourse = recourse_of(case, outage, plan)
        without = lacks(recourse)
    grid = case.situation.grid
    known = answer_to(case, outage, plan, gap) if touched else outage_row(outage, plan, plan, case)
    return StressRow(
        **known.model_dump(),
        status=status,
        refused=tuple(_refused(plan, outage)),
        gap=round(max(0.0, sum(without.values()) - plan.totals.unmet - plan.totals.shortfall), 2),
        gap_date=grid.date_of(min(without)) if without else None,
    )


def _refused(plan: FundingPlan, outage: Outage) -> Iterable[ReplacementDraw]:
    """Draws, and further drawings of lines, that a lender no longer makes."""
    if outage.limit_factor > 0:
        return
    draws = {draw.draw_id: draw for draw in plan.draws}
    for row in plan.schedule_rows:
        draw = draws[row.draw_id]
        if row.drawn and draw.channel_id in outage.hits and outage.covers(row.month):
            yield ReplacementDraw(
                channel_id=draw.channel_id,
                name=draw.name,
                name_en=draw.name_en,
                draw_date=row.date,
                amount=row.drawn,
                planned=row.drawn,
            )


def _check(catalog: Catalog, only: Sequence[str]) -> None:
    """Every outage that is asked for is one of the catalog.

    Raises:
        InputError: ``outage_unknown`` for each that is not.
    """
    found, known = Findings(), [row.outage_id for row in catalog.outages]
    for name in only:
        if name not in known:
            found.near(Issue("outage_unknown", column="--outage", value=shown(name)), known)
    found.raise_all()


def _same_borrower(case: Case, plan: FundingPlan) -> None:
    """A plan is answered with its own borrower's money and debts.

    Raises:
        InputError: ``plan_of_another``.
    """
    own = (plan.start, plan.inputs.cash, [(debt.name, debt.balance) for debt in plan.inputs.debts])
    here = (case.profile.start, case.profile.cash, [(one.name, one.balance) for one in case.profile.debts])
    if own != here:
        raise InputError([Issue("plan_of_another", column="--plan")])
