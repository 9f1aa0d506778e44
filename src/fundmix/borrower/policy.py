"""A policy: the name of a preset, or a TOML file of one's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fundmix.borrower.reading import read_record, read_toml
from fundmix.borrower.records import PRESETS, Origin, Policy
from fundmix.catalog.findings import Findings, shown
from fundmix.errors import Issue

_NOT_ZERO = (
    "max_channel_share", "max_category_share", "max_group_share", "max_channels", "max_draws",
    "max_debt_service", "max_monthly_payment", "max_term_months",
)  # fmt: skip
"""Caps that forbid every loan when they are zero."""
_BOUNDS = {"draw_until": 240, "inflow_delay": 120, "prefund_months": 120, "reserve_months": 120}
"""Periods beyond which a figure is a slip of the pen."""


def load_policy(name_or_path: str | Path) -> Policy:
    """A preset by name, or the policy in a TOML file (a name with a slash or ``.toml``).

    The file may begin with ``extends = "balanced"``: what it leaves out is then as in that preset.

    Raises:
        InputError: an unknown preset, or every mistake of the file with its line.
    """
    name = str(name_or_path)
    found = Findings()
    if not (isinstance(name_or_path, Path) or "/" in name or "\\" in name or name.endswith(".toml")):
        if name in PRESETS:
            return PRESETS[name]
        found.near(Issue("unknown_policy", value=shown(name), details={"choices": tuple(PRESETS)}), PRESETS)
        found.raise_all()
    toml = read_toml(Path(name), found)
    found.raise_all()
    assert toml is not None
    values, origin = toml
    base = _base(values.pop("extends", None), (origin, found))
    policy = read_record(Policy, {**base, "name": Path(name).stem, **values}, "", (origin, found))
    if policy is not None:
        found.issues.extend(_contradictions(policy, origin))
    found.raise_all()
    assert policy is not None
    return policy


def _base(name: Any, context: tuple[Origin, Findings]) -> dict[str, Any]:
    """What the preset below says."""
    origin, found = context
    if name is None:
        return {}
    if isinstance(name, str) and name in PRESETS:
        return PRESETS[name].model_dump(exclude_unset=True)
    found.near(origin.issue("unknown_policy", "extends", shown(name), choices=tuple(PRESETS)), PRESETS)
    return {}


def _contradictions(policy: Policy, origin: Origin) -> Iterator[Issue]:
    """Policies that no plan can keep."""
    for name in _NOT_ZERO:
        if getattr(policy, name) == 0:
            yield origin.issue("policy_forbids_all", name)
    for name, bound in _BOUNDS.items():
        value = getattr(policy, name)
        if value is not None and value > bound:
            yield origin.issue("number_too_large", name, bound=bound)
    both = sorted(set(policy.require) & set(policy.exclude))
    if both:
        yield origin.issue("required_and_excluded", "require", channels=both)
    if policy.max_channels and len(set(policy.require)) > policy.max_channels:
        yield origin.issue("more_required_than_allowed", "require", bound=policy.max_channels)
