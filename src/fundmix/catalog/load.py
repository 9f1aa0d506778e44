"""Reading a catalog: a bundled name or a folder, with everything it extends."""

import datetime as dt
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fundmix.catalog.checks import cross_check
from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.installed import CATALOG_NAME, Installed, installed_catalogs
from fundmix.catalog.layers import DEFAULT_BASE, SETTINGS_FILE, Layer, read_layer
from fundmix.catalog.overlay import Merged, merge
from fundmix.catalog.tables import TABLES, Catalog, Settings
from fundmix.errors import InputError, Issue

_NOT_INHERITED = frozenset({"name", "extends"})


def load_catalog(
    where: str | Path = DEFAULT_BASE, *, extra: Path | None = None, today: dt.date | None = None
) -> Catalog:
    """The catalog of that name or folder, overlays applied, validated and cross-checked.

    Args:
        where: a folder when it has a slash or is a Path, else the name of a bundled or installed catalog.
        extra: a folder put over it, whatever that folder's ``extends`` says.
        today: the day against which rows are called stale; None = no such notes.

    Raises:
        InputError: with every mistake of every file, located.
    """
    found = Findings()
    layers = _layers(where, found)
    if extra is not None:
        layers.append(_extra_layer(Path(extra), found))
    return assemble(layers, found, today)


def language_of(where: str | Path) -> str:
    """The language that a catalog names, before it is read in full; empty when that cannot be told."""
    found = Findings()
    try:
        layers = _layers(where, found, tables_too=False)
    except InputError:
        return ""
    return next(
        (str(layer.settings["language"]) for layer in layers[::-1] if "language" in layer.settings), ""
    )


def catalog_files(where: str | Path) -> tuple[Path, ...]:
    """Every file in the folders that a catalog is read from; none when it cannot be read."""
    try:
        layers = _layers(where, Findings(), tables_too=False)
        return tuple(path for layer in layers for path in layer.path.iterdir())
    except (InputError, OSError):
        return ()


def bundled_folder(name: str) -> Path | None:
    """The folder of a bundled catalog: inside the package when installed, else in the repository."""
    # unlike Path.is_dir, this is also False for a name that the system refuses
    folders = (root / name for root in _bundled_roots())
    return next((folder for folder in folders if os.path.isdir(folder)), None)  # noqa: PTH112


def bundled_names() -> tuple[str, ...]:
    """The names of the bundled catalogs."""
    roots = (root for root in _bundled_roots() if root.is_dir())
    return tuple(
        sorted({path.name for root in roots for path in root.iterdir() if (path / SETTINGS_FILE).exists()})
    )


def _bundled_roots() -> tuple[Path, ...]:
    package = Path(__file__).parents[1]
    return (package / "catalogs", package.parents[1] / "catalogs")


def locate(
    where: str | Path, *, issue_at: tuple[str, int | None] = ("", None), base: Path | None = None
) -> Layer:
    """An empty layer for a name or folder: its path, what to call it, whether it is bundled.

    Args:
        where: the name or folder.
        issue_at: file and line to blame when there is no such catalog.
        base: the folder to which a relative path belongs.

    Raises:
        InputError: when there is no such catalog.
    """
    file, line = issue_at
    if isinstance(where, Path) or "/" in where or "\\" in where:
        # normpath: the folder that "../x" is seen from need not exist yet
        path = Path(where) if base is None else Path(os.path.normpath(base / where))
        # unlike the methods of Path, these are also False for a name that the system refuses
        if os.path.isdir(path):  # noqa: PTH112
            return Layer(str(where) if base is None else str(path), path)
        code = "not_a_folder" if os.path.exists(path) else "folder_missing"  # noqa: PTH110
        raise InputError([Issue(code, file, line, value=str(where))])
    if not CATALOG_NAME.fullmatch(where):
        raise InputError([Issue("bad_catalog_name", file, line, value=shown(where))])
    folder = bundled_folder(where)
    if folder is not None:
        return Layer(where, folder, bundled=True)
    return Layer(where, _folder_of_another(where, issue_at))


def _folder_of_another(name: str, issue_at: tuple[str, int | None]) -> Path:
    """The folder of a catalog that another package brings.

    Raises:
        InputError: no package brings it, two do, or the one that does has no such folder.
    """
    mine = [one for one in other_catalogs() if one.name == name]
    if len(mine) == 1 and mine[0].folder is not None:
        return mine[0].folder
    code = "unknown_catalog"
    details: dict[str, Any] = {"known": list(catalog_names())}
    if len(mine) > 1:
        code = "catalog_twice"
        details = {"packages": [shown(one.distribution or one.package) for one in mine]}
    elif mine:
        code, details = "catalog_without_folder", {"package": shown(mine[0].package)}
    raise InputError([Issue(code, *issue_at, value=name, details=details)])


def other_catalogs() -> tuple[Installed, ...]:
    """The catalogs that other packages bring; none of them can take the name of a bundled one."""
    return installed_catalogs(bundled_names())


def catalog_names() -> tuple[str, ...]:
    """The names that ``load_catalog`` knows, bundled ones first."""
    return (*bundled_names(), *dict.fromkeys(one.name for one in other_catalogs()))


def _layers(where: str | Path, found: Findings, *, tables_too: bool = True) -> list[Layer]:
    """The folder and everything below it, the base first; ``tables_too``: else their settings alone."""
    place = locate(where)
    layers: list[Layer] = []
    seen: set[Path] = set()
    while True:
        seen.add(place.path.resolve())
        layer = read_layer(place.path, place.name, found, bundled=place.bundled, tables_too=tables_too)
        layers.insert(0, layer)
        if not layer.extends:
            return layers
        blame = (f"{layer.name}/{SETTINGS_FILE}", layer.settings_lines.get("extends"))
        try:
            place = locate(layer.extends, issue_at=blame, base=layer.path)
        except InputError as error:
            found.issues.extend(error.issues)
            return layers
        if place.path.resolve() in seen:
            found.issues.append(Issue("extends_itself", *blame, "extends", shown(layer.extends)))
            return layers


def _extra_layer(folder: Path, found: Findings) -> Layer:
    """The overlay on top; it extends what it is put on, so a missing ``catalog.toml`` is not worth a note."""
    place = locate(folder)
    own = Findings()
    read = read_layer(place.path, place.name, own)
    found.issues.extend(own.issues)
    found.notes.extend(note for note in own.notes if note.code != "settings_missing")
    settings = {"extends": DEFAULT_BASE, **read.settings}
    return Layer(read.name, read.path, settings, read.settings_lines, read.tables, read.digest)


def assemble(layers: Sequence[Layer], found: Findings, today: dt.date | None = None) -> Catalog:
    """The catalog of these layers, the base first.

    Raises:
        InputError: with every mistake in ``found``.
    """
    settings = _settings(layers)
    merged = merge(layers, found)
    _check_required(layers, merged, found)
    below = () if layers[-1].bundled else tuple(layer.name for layer in layers if layer.bundled)
    cross_check(merged, settings, found, today, below)
    found.raise_all()
    digest = hashlib.sha256(b"".join(layer.digest for layer in layers))
    tables: dict[str, Any] = {
        table: tuple(placed.row for placed in rows) for table, rows in merged.rows.items()
    }
    return Catalog.model_construct(
        settings=settings,
        **tables,
        sha256=digest.hexdigest(),
        layers=tuple(layer.name for layer in layers),
        rows_changed=merged.changed,
        notes=tuple(found.notes),
    )


def _settings(layers: Sequence[Layer]) -> Settings:
    """The words of all layers: an upper one inherits what it leaves out, except name and extends."""
    words: dict[str, Any] = {}
    for layer in layers:
        words = {word: value for word, value in words.items() if word not in _NOT_INHERITED} | dict(
            layer.settings
        )
    return Settings.model_validate({"name": layers[-1].path.name or "catalog", **words})


def _check_required(layers: Sequence[Layer], merged: Merged, found: Findings) -> None:
    """A catalog needs channels and products, in some layer."""
    base = layers[0]
    if base.extends or not (base.settings or base.tables):
        return
    for model in TABLES:
        if model.required and not any(model.table in layer.tables for layer in layers):
            found.issues.append(Issue("missing_table", f"{base.name}/{model.table}.csv"))
        elif model.required and not (
            merged.rows[model.table] or merged.broken[model.table] or model.table in merged.unread
        ):
            found.issues.append(Issue("empty_table", f"{base.name}/{model.table}.csv"))
