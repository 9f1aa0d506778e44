"""A mix in a few figures: what each lender carries, how much hangs on the largest, how two mixes differ."""

from collections import defaultdict
from collections.abc import Collection
from typing import get_args

from fundmix.catalog.tables import Use
from fundmix.fields import Record
from fundmix.plan import FundingPlan, ScheduleRow


class Part(Record):
    """One lender of a mix: ``amount`` = the most owed there of the plan's loans, yuan; ``share`` of all yuan-months."""

    channel_id: str
    name: str
    name_en: str
    amount: float
    share: float


def parts(plan: FundingPlan) -> tuple[Part, ...]:
    """The lenders of a plan, the largest first."""
    most, months = peaks(plan), yuan_months(plan)
    total = sum(months.values()) or 1.0
    names = {draw.channel_id: (draw.name, draw.name_en) for draw in plan.draws}
    found = [
        Part(
            channel_id=channel_id,
            name=name,
            name_en=name_en,
            amount=most[channel_id],
            share=round(months[channel_id] / total, 6),
        )
        for channel_id, (name, name_en) in names.items()
    ]
    return tuple(sorted(found, key=lambda part: (-part.amount, part.channel_id)))


def peaks(plan: FundingPlan) -> dict[str, float]:
    """channel_id → the most that is owed there of the plan's loans after any period, yuan."""
    return {
        channel_id: round(max(map(sum, zip(*balances, strict=True))), 2)
        for channel_id, balances in _balances(plan).items()
    }


def yuan_months(plan: FundingPlan) -> dict[str, float]:
    """channel_id → the sum of what is owed there after each period."""
    return {channel_id: sum(map(sum, balances)) for channel_id, balances in _balances(plan).items()}


def distance(one: FundingPlan, other: FundingPlan) -> float:
    """How far two mixes are apart: half of Σ |share − share| over the channels, shares of yuan-months; 0 to 1."""
    left, right = yuan_months(one), yuan_months(other)
    if not left or not right:
        return float(bool(left) != bool(right))
    whole, all_other = sum(left.values()), sum(right.values())
    apart = sum(abs(left.get(name, 0) / whole - right.get(name, 0) / all_other) for name in {*left, *right})
    return round(apart / 2, 6)


def largest_share(plan: FundingPlan) -> float:
    """The most of the new money that hangs on one lender, at its worst period: 1 = everything.

    A share of what is financed: the base of rule 4 and what was repaid early by then. Loans with a pledge do not count.
    """
    pledged = {lender.channel_id for lender in plan.inputs.lenders if lender.pledge is not None}
    base = [plan.inputs.base] * (plan.inputs.horizon + 1)
    for row in plan.repayments:
        if row.draw_id is None:
            base[row.month :] = [yuan + row.principal for yuan in base[row.month :]]
    shares = [
        owed / financed
        for channel_id, balances in _balances(plan, uses=("new",)).items()
        if channel_id not in pledged
        for owed, financed in zip(map(sum, zip(*balances, strict=True)), base, strict=True)
        if financed
    ]
    return round(max(shares, default=0.0), 6)


def waiting_days(plan: FundingPlan) -> int:
    """Days that the slowest lender of the plan takes from the application to the money."""
    used = {draw.channel_id for draw in plan.draws if draw.use == "new"}
    return max((one.lead_days for one in plan.inputs.lenders if one.channel_id in used), default=0)


def lenders(plan: FundingPlan) -> set[str]:
    """Whom the borrower owes under the plan: its lenders, and those of old loans that are not repaid in whole."""
    repaid = {row.debt for row in plan.repayments if not row.balance_after and row.draw_id is None}
    old = {debt.channel_id for debt in plan.inputs.debts if debt.channel_id and debt.name not in repaid}
    return old | {draw.channel_id for draw in plan.draws}


def _balances(plan: FundingPlan, uses: Collection[str] = get_args(Use)) -> dict[str, list[list[float]]]:
    """channel_id → for each of its draws, what is owed after each period; a row holds until the next one."""
    rows: dict[str, list[ScheduleRow]] = defaultdict(list)
    for row in plan.schedule_rows:
        rows[row.draw_id].append(row)
    found: dict[str, list[list[float]]] = defaultdict(list)
    for draw in plan.draws:
        balances = [0.0] * (plan.inputs.horizon + 1)
        for row in rows[draw.draw_id]:
            balances[row.month :] = [row.balance] * (len(balances) - row.month)
        if draw.use in uses:
            found[draw.channel_id].append(balances)
    return dict(found)
