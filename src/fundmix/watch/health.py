"""The health line: calm, watch or act, by rules that anybody can check. It is no score.

**act**, if one of these is so:

1. a sign of severity ``act`` shows;
2. a refusal would leave something missing that no mix of this catalog covers;
3. a refusal would leave something missing, and the last day to act lies within :data:`ACT_DAYS` days;
4. own money does not carry the payments of the loans (``watch/burden.py``), and that begins within as many days.

**watch**, if none is, and one of these is so:

5. a sign of severity ``watch`` shows;
6. a refusal would leave something missing;
7. a refusal would leave less than the borrower's minimum in the account;
8. own money does not carry the payments of the loans later within the twelve months;
9. half of the indicators or more cannot be read, or there is none: what is not known is not calm.

**calm** otherwise.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from fundmix.plan import Warn
from fundmix.watch.burden import Shortage
from fundmix.watch.records import Gap, Health, Maturity, Sign

ACT_DAYS = 30
"""Days before the last day to act from which it is time to act."""


def health_of(
    signs: Sequence[Sign],
    coming: Sequence[Maturity],
    start: dt.date,
    short: Shortage | None = None,
    read: tuple[int, int] = (1, 1),
) -> Health:
    """The level on the day ``start``, with every rule that holds, the graver ones first.

    Args:
        signs: those that show.
        coming: the loans that end with a sum.
        start: today.
        short: when own money no longer carries the payments of the loans, and by how much.
        read: how many indicators could be read, and how many there are.
    """
    acts, watches = list(_acts(signs, coming, start)), list(_watches(signs, coming, start))
    if short is not None:
        burden = Warn(code="health_payments", values={"day": short[0], "missing": short[1]})
        (acts if (short[0] - start).days <= ACT_DAYS else watches).append(burden)
    if 2 * read[0] <= read[1]:
        code = "health_dark" if read[1] else "health_no_indicators"
        watches.append(Warn(code=code, values={"dark": read[1] - read[0], "count": read[1]}))
    level = "act" if acts else "watch" if watches else "calm"
    return Health.model_validate({"level": level, "reasons": (*acts, *watches)})


def is_urgent(gap: Gap, start: dt.date) -> bool:
    """Rules 2 and 3."""
    near = gap.last_day is not None and (gap.last_day - start).days <= ACT_DAYS
    return gap.missing > 0 and (gap.uncovered > 0 or near)


def _acts(signs: Sequence[Sign], coming: Sequence[Maturity], start: dt.date) -> Iterator[Warn]:
    count = sum(sign.severity == "act" for sign in signs)
    if count:
        yield Warn(code="health_act_signs", values={"count": count})
    for debt in coming:
        gap = _worst([gap for gap in debt.gaps if is_urgent(gap, start)])
        if gap is not None:
            short = "health_not_found" if gap.bridge_gap is None else "health_uncovered"
            code = short if gap.uncovered else "health_last_day"
            yield Warn(code=code, values=_values(debt, gap, start))


def _watches(signs: Sequence[Sign], coming: Sequence[Maturity], start: dt.date) -> Iterator[Warn]:
    count = sum(sign.severity == "watch" for sign in signs)
    if count:
        yield Warn(code="health_watch_signs", values={"count": count})
    for debt in coming:
        if any(is_urgent(gap, start) for gap in debt.gaps):
            continue
        gap = _worst(debt.gaps)
        if gap is not None and gap.missing:
            yield Warn(code="health_missing", values=_values(debt, gap, start))
        elif gap is not None and gap.to_minimum:
            yield Warn(code="health_minimum", values=_values(debt, gap, start))


def _worst(gaps: Sequence[Gap]) -> Gap | None:
    """The refusal that leaves most uncovered, then most missing; of equals the first."""
    return max(gaps, key=lambda gap: (gap.uncovered, gap.missing, gap.to_minimum), default=None)


def _values(debt: Maturity, gap: Gap, start: dt.date) -> dict[str, object]:
    return {
        "debt": debt.debt,
        "day": debt.date,
        "missing": gap.missing,
        "uncovered": gap.uncovered,
        "to_minimum": gap.to_minimum,
        "last_day": gap.last_day,
        "days": None if gap.last_day is None else (gap.last_day - start).days,
    }
