"""The rules of the program, one module each: a sentence, an equation and a few lines.

``RULES`` is the register: every rule is written by :func:`fundmix.program.build.build_model`, has a golden file and an
edge test, and a test fails when one is forgotten.
"""

from collections.abc import Callable

from fundmix.program.model import Model
from fundmix.program.rules.cash import cash, in_time, payments_first
from fundmix.program.rules.counts import counts
from fundmix.program.rules.early import early
from fundmix.program.rules.limits import limits
from fundmix.program.rules.purpose import purpose
from fundmix.program.rules.renewals import renewals
from fundmix.program.rules.service import debt_service
from fundmix.program.rules.shares import shares
from fundmix.program.rules.still_eligible import still_eligible
from fundmix.program.rules.tickets import tickets

RULES: tuple[Callable[[Model], None], ...] = (
    cash, in_time, payments_first, limits, tickets, shares, debt_service, counts, purpose, still_eligible,
    early, renewals,
)  # fmt: skip
