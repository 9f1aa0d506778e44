"""Catalogs that other packages bring: found as data, never imported, hostile names refused."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from fundmix import InputError, load_catalog
from fundmix.catalog.installed import package_folder
from fundmix.catalog.load import bundled_folder, catalog_names, language_of, other_catalogs
from fundmix.cli import main

CSVS = Path(__file__).parents[2] / "examples" / "overlay"
BOOBY_TRAP = "raise SystemExit('the package was imported')\n"

type Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a distribution on the path as pip would; its code stops whoever imports it."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def put(points: str, package: str = "harbour_catalog", distribution: str = "harbour_catalog") -> Path:
        info = tmp_path / f"{distribution}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n", "utf-8"
        )
        (info / "entry_points.txt").write_text(f"[fundmix.catalogs]\n{points}\n", "utf-8")
        folder = tmp_path / package.replace(".", "/")
        folder.mkdir(parents=True, exist_ok=True)
        for part in (folder, *folder.parents):
            if part == tmp_path:
                break
            (part / "__init__.py").write_text(BOOBY_TRAP, "utf-8")
        (folder / "catalog.toml").write_text('name = "Harbour"\nlanguage = "en"\nextends = "cn"\n', "utf-8")
        for table in CSVS.glob("*.csv"):
            (folder / table.name).write_bytes(table.read_bytes())
        return folder

    return put


def codes(where: str) -> list[str]:
    """The codes of the mistakes that a name is."""
    with pytest.raises(InputError) as refused:
        load_catalog(where)
    return [issue.code for issue in refused.value.issues]


def test_a_package_brings_a_catalog_and_is_not_imported(install: Install) -> None:
    """``load_catalog("harbour")`` reads the folder of the package; the package's code is never run."""
    install("harbour = harbour_catalog")
    market = load_catalog("harbour")
    assert (market.settings.name, market.layers) == ("Harbour", ("cn", "harbour"))
    assert language_of("harbour") == "en"
    assert "harbour_catalog" not in sys.modules


def test_a_folder_inside_a_package_is_found_without_its_parents(install: Install) -> None:
    """``harbour.data.small``: looking for the folder imports none of the three."""
    install("harbour = harbour.data.small", package="harbour.data.small")
    assert load_catalog("harbour").settings.name == "Harbour"
    assert "harbour" not in sys.modules


def test_another_catalog_may_lie_over_it(install: Install, tmp_path: Path) -> None:
    """``extends = "harbour"`` names it like a bundled one."""
    install("harbour = harbour_catalog")
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "catalog.toml").write_text('name = "mine"\nextends = "harbour"\n', "utf-8")
    assert load_catalog(mine).layers[:2] == ("cn", "harbour")


def test_the_list_names_it_with_who_brings_it(install: Install) -> None:
    """``catalog list --table catalogs``, for people and as CSV."""
    folder = install("harbour = harbour_catalog")
    assert catalog_names() == ("cn", "harbour")
    for form in ("table", "csv"):
        shown = CliRunner().invoke(main, ["catalog", "list", "--table", "catalogs", "--format", form])
        assert (shown.exit_code, shown.stderr) == (0, "")
        assert "harbour_catalog 1.0" in shown.stdout
    assert str(folder) in shown.stdout


def test_the_command_finds_it_by_name(install: Install) -> None:
    """``--catalog harbour`` of every command."""
    install("harbour = harbour_catalog")
    shown = CliRunner().invoke(main, ["catalog", "list", "--catalog", "harbour", "--lang", "en"])
    assert (shown.exit_code, shown.stdout.splitlines()[0][:16]) == (0, "Catalog Harbour:")


def test_no_package_takes_the_name_of_a_bundled_catalog(install: Install) -> None:
    """``cn`` is what came with fundmix, whatever is installed."""
    install("cn = harbour_catalog")
    assert load_catalog("cn").layers == ("cn",)
    assert load_catalog("cn").settings.name != "Harbour"
    assert bundled_folder("cn") is not None
    assert other_catalogs() == ()


def test_of_two_packages_with_one_name_neither_is_used(install: Install) -> None:
    """Which of them was meant cannot be known."""
    install("harbour = harbour_catalog")
    install("harbour = other_catalog", package="other_catalog", distribution="other_catalog")
    assert codes("harbour") == ["catalog_twice"]


def test_a_package_without_its_folder_is_told(install: Install) -> None:
    """An installation that lost its files."""
    install("harbour = no_such_package_at_all")
    assert codes("harbour") == ["catalog_without_folder"]


@pytest.mark.parametrize("name", ["../up", "Harbour", "a b", "<script>", "har\u202ebour"])
def test_a_name_that_is_none_is_passed_over(install: Install, name: str) -> None:
    """Small letters, digits, ``-`` and ``_``: nothing else is listed or found."""
    install(f"{name} = harbour_catalog")
    assert catalog_names() == ("cn",)


@pytest.mark.parametrize(
    "package",
    ["..", "a..b", "../x", "/etc", "os:path", "harbour_catalog:build", "", "a\0b", "sys", "__main__"],
)
def test_a_value_that_is_no_package_leads_nowhere(install: Install, package: str) -> None:
    """Paths, attributes, modules without a folder: none of them is a folder of a package."""
    install("harbour = harbour_catalog")
    assert package_folder("harbour_catalog") is not None
    assert package_folder(package) is None
