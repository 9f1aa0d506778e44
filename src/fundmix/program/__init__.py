"""The linear program: the only place that knows PuLP."""

from fundmix.program.build import build_model, outlay
from fundmix.program.files import write_files
from fundmix.program.hot import HotModel
from fundmix.program.model import Model
from fundmix.program.outages import AfterOutage, Threat, write_after
from fundmix.program.rewriting import Rewriting, keeps, rewrite, written_under
from fundmix.program.settle import settle
from fundmix.program.solve import Optimum, find_again, find_optimum, relaxed_levels
from fundmix.program.starts import completed
from fundmix.program.survive import Begun, Safe, find_safe

__all__ = [
    "AfterOutage",
    "Begun",
    "HotModel",
    "Model",
    "Optimum",
    "Rewriting",
    "Safe",
    "Threat",
    "build_model",
    "completed",
    "find_again",
    "find_optimum",
    "find_safe",
    "keeps",
    "outlay",
    "relaxed_levels",
    "rewrite",
    "settle",
    "write_after",
    "write_files",
    "written_under",
]
