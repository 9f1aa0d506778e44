"""Plan a cheap, diversified funding mix that survives a refusal.

The public names below are imported when they are first used, so that ``import fundmix`` and
``fundmix --help`` do not wait for pandas and the solver.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fundmix.analysis.alternatives import alternatives
    from fundmix.analysis.explain import explain
    from fundmix.analysis.frontier import frontier
    from fundmix.analysis.impact import impact
    from fundmix.analysis.levers import levers
    from fundmix.analysis.odds import odds
    from fundmix.analysis.stress import stress
    from fundmix.borrower import (
        Policy,
        load_needs,
        load_policy,
        load_profile,
        needs_from_frame,
        profile_from_dict,
    )
    from fundmix.catalog.diff import diff as catalog_diff
    from fundmix.catalog.expiring import expiring
    from fundmix.catalog.load import load_catalog
    from fundmix.catalog.memory import catalog_from_frames
    from fundmix.errors import InputError, NotProvenError
    from fundmix.interview.check import check_profile
    from fundmix.loans import Terms, schedule
    from fundmix.loans import price as price_loan
    from fundmix.plan import FundingPlan
    from fundmix.plan.redacted import redacted
    from fundmix.recommend import eligible, optimize
    from fundmix.report.calendar import ics_of
    from fundmix.report.events import events_of
    from fundmix.report.outputs import save_plan
    from fundmix.verify import verify as verify_plan
    from fundmix.watch.add import add_snapshot
    from fundmix.watch.early_warning import early_warning
    from fundmix.watch.history import load_history
    from fundmix.watch.records import EarlyWarning, History
    from fundmix.watch.refused import refused
    from fundmix.watch.signs import signs_of
    from fundmix.watch.snapshot import snapshot_of

_HOMES = {
    "EarlyWarning": "watch.records",
    "FundingPlan": "plan",
    "History": "watch.records",
    "InputError": "errors",
    "NotProvenError": "errors",
    "Policy": "borrower",
    "Terms": "loans",
    "add_snapshot": "watch.add",
    "alternatives": "analysis.alternatives",
    "catalog_diff": "catalog.diff:diff",
    "catalog_from_frames": "catalog.memory",
    "check_profile": "interview.check",
    "early_warning": "watch.early_warning",
    "eligible": "recommend",
    "events_of": "report.events",
    "expiring": "catalog.expiring:expiring",
    "explain": "analysis.explain:explain",
    "ics_of": "report.calendar",
    "levers": "analysis.levers",
    "frontier": "analysis.frontier",
    "impact": "analysis.impact:impact",
    "load_catalog": "catalog.load",
    "load_history": "watch.history",
    "load_needs": "borrower",
    "load_policy": "borrower",
    "load_profile": "borrower",
    "needs_from_frame": "borrower",
    "odds": "analysis.odds",
    "optimize": "recommend",
    "price_loan": "loans:price",
    "profile_from_dict": "borrower",
    "redacted": "plan.redacted:redacted",
    "refused": "watch.refused",
    "save_plan": "report.outputs",
    "schedule": "loans",
    "signs_of": "watch.signs",
    "snapshot_of": "watch.snapshot",
    "stress": "analysis.stress",
    "verify_plan": "verify:verify",
}
"""Public name → room, with the name it has there when that differs."""

__all__ = [
    "EarlyWarning",
    "FundingPlan",
    "History",
    "InputError",
    "NotProvenError",
    "Policy",
    "Terms",
    "add_snapshot",
    "alternatives",
    "catalog_diff",
    "catalog_from_frames",
    "check_profile",
    "early_warning",
    "eligible",
    "events_of",
    "expiring",
    "explain",
    "frontier",
    "ics_of",
    "impact",
    "levers",
    "load_catalog",
    "load_history",
    "load_needs",
    "load_policy",
    "load_profile",
    "needs_from_frame",
    "odds",
    "optimize",
    "price_loan",
    "profile_from_dict",
    "redacted",
    "refused",
    "save_plan",
    "schedule",
    "signs_of",
    "snapshot_of",
    "stress",
    "verify_plan",
]


def __getattr__(name: str) -> Any:
    """The public name, from its room (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'fundmix' has no attribute {name!r}")
    room, _, own_name = _HOMES[name].partition(":")
    value = getattr(importlib.import_module(f"fundmix.{room}"), own_name or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
