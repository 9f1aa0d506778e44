"""From a solution of the program to the plan: every contract to the cent, every figure, every reason."""

from fundmix.answer.assemble import assemble, holds
from fundmix.answer.reasons import held_back

__all__ = ["assemble", "held_back", "holds"]
