"""From a solution of the program to the plan: every contract to the cent, every figure, every reason."""

from fundmix.answer.asked import Asked
from fundmix.answer.assemble import assemble, opened
from fundmix.answer.reasons import advice_after, failed_rules, held_back, mend
from fundmix.answer.repairs import Workshop

__all__ = ["Asked", "Workshop", "advice_after", "assemble", "failed_rules", "held_back", "mend", "opened"]
