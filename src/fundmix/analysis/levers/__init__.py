"""What the borrower could change, each thing applied and planned anew.

A lever is something real to do: a remedy of a rule, a debt paid off, an answer given, or time. What only time changes
moves only with time: then the whole question is asked so many months later (see ``waiting``).
"""

from fundmix.analysis.levers.records import Change, Lever, Levers, Passed, Step
from fundmix.analysis.levers.search import levers

__all__ = ["Change", "Lever", "Levers", "Passed", "Step", "levers"]
