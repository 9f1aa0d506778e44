"""A candidate that helps, as the borrower is told."""

from collections.abc import Sequence
from typing import Any

from fundmix.analysis.levers.applied import changes
from fundmix.analysis.levers.records import Lever, Passed
from fundmix.analysis.levers.steps import plain
from fundmix.analysis.levers.tried import Tried
from fundmix.case import Case
from fundmix.eligibility import verdict_of
from fundmix.plan import FundingPlan, Warn

ASK = ("fact_missing", "fact_missing_needed")


def gained(before: Case, after: Case) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Channels opened, eased, and with a larger limit."""
    old, new = verdict_of(before.verdicts), verdict_of(after.verdicts)
    limits = {lender.channel_id: lender.limit for lender in before.market.lenders}
    opened = tuple(
        channel for channel, found in new.items()
        if found.verdict == "eligible" and old[channel].verdict != "eligible"
    )  # fmt: skip
    eased = tuple(
        channel for channel, found in new.items()
        if channel not in opened and found.verdict == "eligible" and old[channel].soft and not found.soft
    )  # fmt: skip
    enlarged = tuple(
        lender.channel_id for lender in after.market.lenders
        if lender.channel_id not in opened and lender.limit > limits.get(lender.channel_id, 0.0)
    )  # fmt: skip
    return opened, eased, enlarged


def _passed(before: Case, after: Case) -> tuple[Passed, ...]:
    """The rules that are met then and are not now, each once with its channels."""
    still = {(channel, row["rule_id"]) for channel, rows in after.failures.items() for row in rows}
    rows: dict[str, dict[str, Any]] = {}
    channels: dict[str, list[str]] = {}
    for channel, failed in before.failures.items():
        for row in failed:
            if row["operator"] and (channel, row["rule_id"]) not in still:
                rows[row["rule_id"]] = row
                channels.setdefault(row["rule_id"], []).append(channel)
    return tuple(
        Passed(
            rule_id=rule, channels=tuple(channels[rule]), field=row["field"],
            before=plain(row["actual"]), after=plain(after.facts.get(row["field"])),
        )
        for rule, row in rows.items()
    )  # fmt: skip


def lever_of(today: Tried, before: Tried, one: Tried) -> Lever:
    """A candidate that helps, as the borrower is told."""
    candidate, plan = one.candidate, one.plan
    opened, eased, enlarged = gained(today.candidate.case, candidate.case)
    drawn = {draw.channel_id for draw in plan.draws}
    return Lever(
        timing=candidate.asked.timing,
        months=candidate.months,
        saved_yuan=round(before.outcome.outlay - one.outcome.outlay, 2),
        more_funded=round(before.outcome.missing - one.outcome.missing, 2),
        before=before.figures,
        after=one.figures,
        steps=candidate.steps,
        passed=_passed(today.candidate.case, candidate.case),
        opened=opened,
        eased=eased,
        enlarged=enlarged,
        used=tuple(channel for channel in (*opened, *eased, *enlarged) if channel in drawn),
        changes=changes(
            (today.candidate.case.profile, today.candidate.case.needs),
            (candidate.asked.profile, candidate.asked.needs),
        ),
        profile=candidate.asked.profile,
        needs=candidate.asked.needs,
        plan=plan,
    )


def ask_of(plan: FundingPlan, kept: Sequence[Tried]) -> tuple[Warn, ...]:
    """Facts whose worth depends on a figure that nobody stated, where no lever already asks for them."""
    told = {step.subject for one in kept for step in one.candidate.steps if step.kind == "tell"}
    return tuple(
        warn for warn in plan.warnings
        if warn.code in ASK and not told & set(warn.values["fields"])
    )  # fmt: skip
