"""Catalogs that other installed packages bring, named by the entry point group ``fundmix.catalogs``.

An entry point is read as data: its value is the dotted name of the package that holds the folder, and nothing of
that package is imported. So a catalog can be installed and used without running a line of its author's code.
"""

import os
import re
import sys
from dataclasses import dataclass
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

GROUP = "fundmix.catalogs"
CATALOG_NAME = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Installed:
    """A catalog of another package.

    Attributes:
        name: what ``--catalog`` calls it.
        package: the dotted name of its folder, as the entry point has it.
        distribution: name and version of what was installed.
        folder: where it is; None = there is no such folder.
    """

    name: str
    package: str
    distribution: str
    folder: Path | None


def installed_catalogs(taken: tuple[str, ...] = ()) -> tuple[Installed, ...]:
    """The catalogs of other packages by name; names that are no names, or ``taken``, are passed over."""
    points = entry_points(group=GROUP)
    good = [point for point in points if CATALOG_NAME.fullmatch(point.name) and point.name not in taken]
    found = {_installed(point) for point in good}
    return tuple(sorted(found, key=lambda one: (one.name, one.distribution, one.package)))


def _installed(point: EntryPoint) -> Installed:
    source = point.dist
    said = f"{source.name} {source.version}" if source else ""
    return Installed(point.name, point.value, said, package_folder(point.value))


def package_folder(package: str) -> Path | None:
    """The folder of a package, found without importing it or its parents; None when there is none.

    ``find_spec("a.b")`` would import ``a`` to look for ``b``: only ``a`` is looked for, ``b`` is a folder in it.
    """
    first, *inner = package.split(".")
    if not all(part.isidentifier() for part in (first, *inner)):
        return None
    try:
        # the path finder alone: another finder on sys.meta_path may run code of the package
        spec = PathFinder.find_spec(first, sys.path)
    except (ImportError, ValueError, OSError):
        return None
    roots = [] if spec is None else list(spec.submodule_search_locations or ())
    folders = (Path(root).joinpath(*inner) for root in roots)
    # unlike Path.is_dir, this is also False for a name that the system refuses
    return next((folder for folder in folders if os.path.isdir(folder)), None)  # noqa: PTH112
