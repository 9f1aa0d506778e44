"""The borrower: profile, debts, quotes, needs and policy.

``profile.toml`` and ``needs.csv`` are read here; the same values can be built from dicts and DataFrames.
A fact that is left out is unknown, never false.
"""

from fundmix.borrower.needs import load_needs, needs_from_frame, one_need
from fundmix.borrower.policy import load_policy
from fundmix.borrower.profile import load_profile, profile_from_dict
from fundmix.borrower.records import (
    BALANCED,
    CHEAPEST,
    PRESETS,
    Cash,
    DatedAmount,
    Debt,
    Need,
    Origin,
    Policy,
    Profile,
    Quote,
)
from fundmix.borrower.template import profile_template
from fundmix.private import write_private

__all__ = [
    "BALANCED",
    "CHEAPEST",
    "PRESETS",
    "Cash",
    "DatedAmount",
    "Debt",
    "Need",
    "Origin",
    "Policy",
    "Profile",
    "Quote",
    "load_needs",
    "load_policy",
    "load_profile",
    "needs_from_frame",
    "one_need",
    "profile_from_dict",
    "profile_template",
    "write_private",
]
