"""The health line: calm, watch or act, by the rules that stand in its module."""

import datetime as dt
import itertools

import pytest

from fundmix.watch.health import ACT_DAYS, health_of
from fundmix.watch.records import Gap, Maturity, Sign

TODAY = dt.date(2027, 1, 1)
LEVELS = ("calm", "watch", "act")


def sign(severity: str) -> Sign:
    """A sign of that severity."""
    return Sign(indicator_id=severity, severity=severity, measure="level", since=TODAY, reason="r")


def maturity(
    missing: float = 0,
    minimum: float = 0,
    uncovered: float = 0,
    days: int | None = None,
    found: bool = True,
) -> Maturity:
    """A debt whose refusal leaves so much missing, with the last day to act in so many days; ``found``: a bridge."""
    last = None if days is None else TODAY + dt.timedelta(days=days)
    gap = Gap(
        refused="channel:x", name="x", missing=missing, to_minimum=missing + minimum, uncovered=uncovered,
        last_day=last, bridge_gap=0.0 if found else None,
    )  # fmt: skip
    return Maturity(
        debt="loan",
        channel_id="x",
        name="x",
        date=dt.date(2027, 6, 1),
        amount=100,
        renewal="none",
        gaps=(gap,),
    )


@pytest.mark.parametrize(
    ("signs", "coming", "level", "codes"),
    [
        ([], [], "calm", []),
        ([], [maturity()], "calm", []),
        ([sign("watch")], [], "watch", ["health_watch_signs"]),
        ([sign("act")], [], "act", ["health_act_signs"]),
        ([sign("watch"), sign("act")], [], "act", ["health_act_signs", "health_watch_signs"]),
        ([], [maturity(minimum=10)], "watch", ["health_minimum"]),
        ([], [maturity(missing=10)], "watch", ["health_missing"]),
        ([], [maturity(missing=10, days=ACT_DAYS + 1)], "watch", ["health_missing"]),
        ([], [maturity(missing=10, days=ACT_DAYS)], "act", ["health_last_day"]),
        ([], [maturity(missing=10, uncovered=1)], "act", ["health_uncovered"]),
        ([], [maturity(missing=10, uncovered=10, found=False)], "act", ["health_not_found"]),
        ([], [maturity(minimum=10, days=1)], "watch", ["health_minimum"]),
    ],
)
def test_each_rule_gives_its_level(
    signs: list[Sign], coming: list[Maturity], level: str, codes: list[str]
) -> None:
    """Each rule about signs and maturities alone, at its edge, with the reason that it states."""
    found = health_of(signs, coming, TODAY)
    assert (found.level, [reason.code for reason in found.reasons]) == (level, codes)


@pytest.mark.parametrize(("days", "level"), [(ACT_DAYS, "act"), (ACT_DAYS + 1, "watch")])
def test_payments_that_own_money_does_not_carry_are_told(days: int, level: str) -> None:
    """It is time to act when that begins within the days to act, and to watch when it begins later."""
    short = (TODAY + dt.timedelta(days=days), 7.0)
    found = health_of([], [], TODAY, short)
    assert (found.level, [reason.code for reason in found.reasons]) == (level, ["health_payments"])


@pytest.mark.parametrize(
    ("read", "codes"),
    [((2, 3), []), ((1, 2), ["health_dark"]), ((0, 3), ["health_dark"]), ((0, 0), ["health_no_indicators"])],
)
def test_what_is_not_known_is_not_calm(read: tuple[int, int], codes: list[str]) -> None:
    """Half of the signs in the dark, or none to read, is to be watched."""
    found = health_of([], [], TODAY, None, read)
    assert (found.level, [reason.code for reason in found.reasons]) == ("watch" if codes else "calm", codes)


def test_more_trouble_never_lowers_the_level() -> None:
    """Adding a sign or a maturity never makes the line better: all pairs of all single causes."""
    causes = [
        ([sign("watch")], []), ([sign("act")], []), ([], [maturity(missing=5, days=3)]),
        ([], [maturity(missing=5)]), ([], [maturity(minimum=5)]), ([], [maturity(missing=5, uncovered=5)]),
    ]  # fmt: skip
    for (signs, coming), (more, later) in itertools.product(causes, repeat=2):
        alone = LEVELS.index(health_of(signs, coming, TODAY).level)
        together = LEVELS.index(health_of([*signs, *more], [*coming, *later], TODAY).level)
        assert together >= alone


def test_the_gravest_refusal_of_a_debt_is_told_once() -> None:
    """A lender and its group that both leave a gap are one reason: the one that leaves most."""
    small, large = maturity(missing=5, days=3).gaps[0], maturity(missing=9, days=2).gaps[0]
    both = maturity().model_copy(update={"gaps": (small, large)})
    (reason,) = health_of([], [both], TODAY).reasons
    assert reason.values["missing"] == 9
