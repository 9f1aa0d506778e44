"""The linear program: the only place that knows PuLP."""

from fundmix.program.build import build_model
from fundmix.program.files import write_files
from fundmix.program.model import Model
from fundmix.program.outages import AfterOutage, Threat, write_after
from fundmix.program.settle import settle
from fundmix.program.solve import Optimum, find_optimum, relaxed_levels
from fundmix.program.survive import Safe, find_safe

__all__ = [
    "AfterOutage",
    "Model",
    "Optimum",
    "Safe",
    "Threat",
    "build_model",
    "find_optimum",
    "find_safe",
    "relaxed_levels",
    "settle",
    "write_after",
    "write_files",
]
