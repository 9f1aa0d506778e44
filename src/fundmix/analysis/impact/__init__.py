"""What a change of the catalog does to one borrower: verdicts, offers, and the plan in yuan."""

from collections.abc import Callable, Iterable

from fundmix.analysis.expiring import channels_of_concern, concerning, expiring_for
from fundmix.analysis.impact.compare import offer_changes, plan_impact, verdict_changes
from fundmix.analysis.impact.fitting import fitted, fitted_policy
from fundmix.analysis.impact.records import (
    Impact,
    LeftAside,
    OfferChange,
    Offered,
    PlanImpact,
    PlanSide,
    Side,
    Standing,
    VerdictChange,
)
from fundmix.borrower import Need, Policy, Profile, load_policy
from fundmix.case import Case, open_case
from fundmix.catalog.effects import EFFECTS
from fundmix.catalog.expiring import lapsed
from fundmix.catalog.tables import Catalog
from fundmix.recommend import optimize

__all__ = [
    "Impact",
    "LeftAside",
    "OfferChange",
    "Offered",
    "PlanImpact",
    "PlanSide",
    "Standing",
    "VerdictChange",
    "fitted",
    "impact",
]


def impact(  # noqa: PLR0913 - two catalogs and the question, by name
    old: Catalog,
    new: Catalog,
    profile: Profile,
    needs: Iterable[Need] = (),
    policy: Policy | str = "balanced",
    *,
    gap: float | None = None,
    time_limit: float = 10.0,
    progress: Callable[[str], None] | None = None,
) -> Impact:
    """Judge, price and plan the same borrower with both catalogs.

    Both plans are made and verified as ``optimize`` makes every plan. A change of what they cost is called proved where
    the one's proved bound lies beyond the other.

    Args:
        old: the catalog before.
        new: the catalog now.
        profile: the borrower; what only one of the catalogs knows is left aside in the other and named.
        needs: dated needs and inflows; none = the debts alone.
        policy: a policy or the name of a preset.
        gap: as in ``optimize``.
        time_limit: seconds for each of the two plans.
        progress: called with a word for each stage.

    Raises:
        InputError: as ``optimize``, for what neither catalog knows.
        NotProvenError: when no plan passes the re-play.
    """
    wanted = tuple(needs)
    chosen = load_policy(policy) if isinstance(policy, str) else policy
    cases, aside = list[Case](), list[LeftAside]()
    for catalog, other, side in sides(old, new):
        own, left = fitted(profile, catalog, other, side)
        words, unused = fitted_policy(chosen, catalog, other, side)
        cases.append(open_case(catalog, own, wanted, words))
        aside += [*left, *unused]
    plans = [
        optimize(
            case.catalog, case.profile, wanted, case.policy, gap=gap, time_limit=time_limit, progress=progress
        )
        for case in cases
        if wanted or profile.debts
    ]
    before, after = cases
    concern = [channels_of_concern(case.profile, case.catalog, case.verdicts) for case in cases]
    return Impact(
        currency=new.settings.currency,
        start=profile.start,
        verdicts=tuple(sorted(verdict_changes(before, after), key=_worse_first)),
        offers=tuple(sorted(offer_changes(before, after), key=_worse_first)),
        plan=plan_impact(*plans) if plans else None,
        aside=tuple(aside),
        expiring=expiring_for(after.profile, new, after.verdicts, profile.start),
        lapsed=concerning(lapsed(old, new), concern[0] | concern[1]),
    )


def _worse_first(row: VerdictChange | OfferChange) -> int:
    return EFFECTS.index(row.effect)


def sides(old: Catalog, new: Catalog) -> tuple[tuple[Catalog, Catalog, Side], ...]:
    """Each catalog, the other one, and which it is."""
    return (old, new, "old"), (new, old, "new")
