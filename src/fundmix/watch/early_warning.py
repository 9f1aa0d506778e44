"""The whole of early warning: history and profile in; signs, coming maturities and the health line out."""

from collections.abc import Iterable

from fundmix.analysis.expiring import expiring_for
from fundmix.borrower import Need, Policy, Profile
from fundmix.case import open_case
from fundmix.catalog.tables import Catalog
from fundmix.watch.burden import shortage
from fundmix.watch.health import health_of
from fundmix.watch.maturities import maturities, payments
from fundmix.watch.records import EarlyWarning, History
from fundmix.watch.signs import signs_of
from fundmix.watch.snapshot import snapshot_of


def early_warning(
    catalog: Catalog,
    profile: Profile,
    history: History,
    needs: Iterable[Need] = (),
    policy: Policy | str = "balanced",
) -> EarlyWarning:
    """What the records say on the day ``profile.start``.

    Args:
        catalog: what the market offers, with its ``indicators``.
        profile: the borrower today; it counts as the last record of the history.
        history: what was recorded before; records of later days are left out.
        needs: what is to be bought and what comes in; the maturities are then met after it.
        policy: how cautious a bridge must be.

    Raises:
        InputError: for facts, debts or quotes that contradict each other or the catalog.
    """
    case = open_case(catalog, profile, needs, policy)
    today = profile.start
    seen = history.until(today).with_snapshot(snapshot_of(profile, catalog))
    signs, unread = signs_of(catalog, seen, today)
    coming = maturities(case)
    rows = {row.indicator_id for row in catalog.indicators if row.enabled}
    read = len(rows - {one.indicator_id for one in unread}), len(rows)
    return EarlyWarning(
        start=today,
        currency=catalog.settings.currency,
        health=health_of(signs, coming, today, shortage(case), read),
        snapshots=len(seen.snapshots),
        since=seen.snapshots[0].date,
        signs=signs,
        unread=unread,
        maturities=coming,
        payments=payments(case),
        expiring=expiring_for(profile, catalog, case.verdicts, today),
    )
