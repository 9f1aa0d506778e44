"""What an early warning costs: three years of monthly records of a borrower with twenty debts."""

import datetime as dt
import tempfile
from pathlib import Path
from random import Random

import fundmix
from benchmarks.cases import Question, example
from benchmarks.measuring import Effort, Result, Section, median, seconds, timed
from fundmix.borrower import Debt, Profile
from fundmix.catalog.tables import Catalog
from fundmix.dates import shift
from fundmix.watch.add import add_snapshot
from fundmix.watch.records import DebtThen
from fundmix.watch.snapshot import snapshot_of

MONTHS, DEBTS = 36, 20
MOST_SECONDS = 2.0
RUNS = 5


def with_debts(case: Question, count: int) -> Profile:
    """The borrower of a case with ``count`` debts at as many lenders; every third is due in one sum at its end."""
    lenders = [row.channel_id for row in case.catalog.channels if not row.reference_only][:count]
    start = case.profile.start
    debts = tuple(
        Debt(
            name=f"debt {number}",
            channel_id=lenders[number % len(lenders)],
            balance=120_000.0 if number % 3 == 0 else 4_000.0 + 500 * number,
            rate=0.08 + 0.005 * number,
            repayment="interest_only" if number % 3 == 0 else "annuity",
            next_payment=start + dt.timedelta(days=3 + number),
            last_payment=shift(start + dt.timedelta(days=3 + number), 2 + number % 11),
            prepay_fee_rate=0.0,
        )
        for number in range(count)
    )
    return case.profile.model_copy(update={"debts": debts})


def recorded(profile: Profile, catalog: Catalog, months: int, folder: Path) -> Path:
    """A history of monthly records that end a month before the start of the profile."""
    random, path = Random(1), folder / "history.csv"
    today = snapshot_of(profile, catalog)
    for back in range(months, 0, -1):
        debts = {
            name: DebtThen(
                name=name,
                channel_id=debt.channel_id,
                balance=round(debt.balance * (1 + 0.02 * back), 2),
                last_payment=debt.last_payment,
            )
            for name, debt in today.debts.items()
        }
        facts = dict(today.facts)
        facts["sesame_score"] = 640 + random.randint(-20, 20)
        facts["hard_inquiries_3m"] = random.randint(0, 5)
        then = today.model_copy(update={"date": shift(profile.start, -back), "facts": facts, "debts": debts})
        add_snapshot(path, then, catalog)
    return path


def watch(effort: Effort) -> Section:
    """Reading the history, the signs, the maturities with their bridges; beside it one plan of the same debts."""
    case = example("li" if effort.quick else "wang")
    months, count = (6, 4) if effort.quick else (MONTHS, DEBTS)
    profile = with_debts(case, count)
    walls, ratios, found = [], [], None
    with tempfile.TemporaryDirectory() as folder:
        path = recorded(profile, case.catalog, months, Path(folder))

        def warned() -> "fundmix.EarlyWarning":
            history = fundmix.load_history(path, case.catalog)
            return fundmix.early_warning(case.catalog, profile, history)

        for number in range(1 + effort.runs(RUNS)):
            plan = timed(lambda: fundmix.optimize(case.catalog, case.profile, case.needs, case.policy))
            every = timed(warned)
            found = every.returned
            if number:
                walls.append(every.wall)
                ratios.append(every.wall / plan.wall)
    assert found is not None
    wall = median(walls)
    gaps = [gap for one in found.maturities for gap in one.gaps]
    bridged = sum(bool(gap.bridge) for gap in gaps)
    remark = f"{len(found.maturities)} maturities, {len(gaps)} refusals, {bridged} bridged"
    what = f"early warning, {months} months × {count} debts"
    return Section(
        (
            Result(f"{what} ÷ optimize {case.name}", f"{median(ratios):.1f} ×", remark=remark),
            Result(what, seconds(wall), f"≤ {MOST_SECONDS:.0f} s", wall <= MOST_SECONDS),
        )
    )
