"""What could be done: every single remedy, and what opens a channel that fails more than one rule."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fundmix.analysis.levers.applied import payoff
from fundmix.analysis.levers.records import Step
from fundmix.analysis.levers.steps import LONGEST, steps_for, wait
from fundmix.answer.reasons import serves
from fundmix.answer.unknown import ASKED_AS
from fundmix.case import Case
from fundmix.catalog.tables import Limit
from fundmix.facts import facts_of

Steps = tuple[Step, ...]
MOST_ACTS = 2
"""Things to do at once at most; answers to questions do not count."""


def candidates(case: Case) -> tuple[Steps, ...]:
    """Everything that is worth a look, each set of steps once: singles, and all that one channel lacks."""
    found: dict[frozenset[str], Steps] = {}
    for steps in (*_by_rule(case), *_by_channel(case), *_by_debt(case), *_by_limit(case)):
        found.setdefault(frozenset(step.key for step in steps), steps)
    return tuple(found.values())


def together(steps: Iterable[Step]) -> Steps:
    """Steps done side by side: of waits the longest, and that only where nothing else takes as long."""
    done: dict[str, Step] = {}
    for step in steps:
        if step.subject not in done or step.months > done[step.subject].months:
            done[step.subject] = step
    pause = done.pop("start", None)
    if pause is not None and pause.months > max((step.months for step in done.values()), default=0):
        done["start"] = pause
    return tuple(done.values())


def _failures(case: Case) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Channel -> its failed and unknown rules, where its money could serve this case at all."""
    for channel in case.catalog.channels:
        rows = case.failures.get(channel.channel_id)
        if rows and not channel.reference_only and channel.enabled and serves(case, channel):
            yield channel.channel_id, rows


def _by_rule(case: Case) -> Iterator[Steps]:
    """Each step that meets one rule."""
    for _, rows in _failures(case):
        for row in rows:
            yield from ((step,) for step in steps_for(case, row))


def _by_channel(case: Case) -> Iterator[Steps]:
    """All that a channel's hard rules lack, and all that its softer ones do beside; of alternatives the soonest."""
    for _, rows in _failures(case):
        hard = _lacking(case, [row for row in rows if row["kind"] == "hard"])
        if hard is None:
            continue
        every = _lacking(case, rows)
        yield from (steps for steps in (hard, every) if steps and len(steps) > 1)


def _lacking(case: Case, rows: Iterable[Mapping[str, Any]]) -> Steps | None:
    """A step for each rule, or each group of which one is enough; None where one of them has none, or much is to do."""
    found: list[Step] = []
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(str(row["any_of"] or f"={row['rule_id']}"), []).append(row)
    for group in groups.values():
        step = min((step for row in group for step in steps_for(case, row)), key=_soonest, default=None)
        if step is None:
            return None
        found.append(step)
    steps = together(found)
    return None if sum(step.kind != "tell" for step in steps) > MOST_ACTS else steps


def _soonest(step: Step) -> tuple[int, str]:
    return step.months, step.key


def _by_debt(case: Case) -> Iterator[Steps]:
    """Each debt paid off at the start; and, where a rule counts debts, the smallest ones until it is met."""
    payoffs = {debt.name: step for debt in case.debts if (step := payoff(case, debt)) is not None}
    smallest = sorted(payoffs.values(), key=lambda step: (step.yuan, step.subject))
    yield from ((step,) for step in smallest)
    for _, rows in _failures(case):
        for row in rows:
            if row["field"] in counted(case) and row["state"] == "failed" and row["operator"] in ("<", "<="):
                yield from _until(case, row, smallest)


def counted(case: Case) -> set[str]:
    """The facts that follow from the debts and the income of the profile."""
    return {fact.field for fact in case.catalog.facts if fact.kind == "derived"} - set(ASKED_AS)


def _until(case: Case, row: Mapping[str, Any], smallest: Iterable[Step]) -> Iterator[Steps]:
    """The smallest debts whose pay-off changes what the rule counts, until it is met; lenders see it in its months."""
    gone: list[Step] = []
    before, profile = row["actual"], case.profile
    for step in smallest:
        left = tuple(debt for debt in profile.debts if debt.name != step.subject)
        tried = profile.model_copy(update={"debts": left})
        now = facts_of(tried, case.catalog).get(row["field"])
        if now is None or now >= before:
            continue
        before, profile = now, tried
        words = {name: row[name] for name in ("rule_id", "field", "operator", "remedy", "remedy_en")}
        gone.append(
            step.model_copy(
                update={**words, "required": row["required"], "months": row["remedy_months"] or 0}
            )
        )
        if now < row["required"] or (now == row["required"] and row["operator"] == "<="):
            if gone[-1].months <= LONGEST:
                yield tuple(gone)
            return


def _by_limit(case: Case) -> Iterator[Steps]:
    """Waiting until a limit's next step begins, where time alone moves the fact that it rests on."""
    timed = {fact.field for fact in case.catalog.facts if fact.changed_by == "time"} | set(ASKED_AS)
    for row in case.catalog.limits:
        months = _until_step(case, row, timed)
        if months is not None and months <= LONGEST:
            yield (wait(case, months),)


def _until_step(case: Case, row: Limit, timed: set[str]) -> int | None:
    """Months until a step begins; None when it has begun or does not come by itself."""
    value = case.facts.get(row.when_field or "")
    if row.when_field not in timed or row.when_from is None or not value or value >= row.when_from:
        return None
    return int(row.when_from - value)
