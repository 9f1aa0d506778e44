"""The linear program: the only place that knows PuLP."""

from fundmix.program.build import build_model
from fundmix.program.files import write_files
from fundmix.program.model import Model
from fundmix.program.settle import settle
from fundmix.program.solve import Optimum, find_optimum

__all__ = ["Model", "Optimum", "build_model", "find_optimum", "settle", "write_files"]
