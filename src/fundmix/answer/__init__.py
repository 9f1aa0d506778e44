"""From a solution of the program to the plan: every contract to the cent, every figure, every reason."""

from fundmix.answer.assemble import assemble, holds

__all__ = ["assemble", "holds"]
