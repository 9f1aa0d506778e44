"""What a stranger installs: the built wheel, in an environment that has never seen this folder."""

import json
import os
import site
import subprocess
import sys
import tarfile
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow

PLAN_SHOWN = (0, 3, 4)
"""Exit codes with a plan on stdout: done, not fully fundable, not proven."""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The finished command, its output kept; it sees neither this folder nor the caller's PYTHONPATH."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=settings | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that is built from that archive alone."""
    folder = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    """The one wheel."""
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of a new environment: fundmix from the wheel, the pinned libraries from this one.

    The libraries are lent by a ``.pth`` file rather than installed again; that file's folder comes after the
    wheel's own, and the editable installation of this one is not followed from there.
    """
    home = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(home, with_pip=False)
    binaries = home / ("Scripts" if os.name == "nt" else "bin")
    installing = ("install", "--quiet", "--no-deps", "--no-index", wheel)
    installed = run(
        sys.executable, "-m", "pip", "--python", binaries / "python", *installing, cwd=home.parent
    )
    assert installed.returncode == 0, installed.stderr
    (libraries,) = (path for path in home.rglob("site-packages") if path.is_dir())
    (libraries / "lent.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return binaries


def test_the_wheel_holds_everything_that_runs(wheel: Path) -> None:
    """The bundled catalog, the translations, the type marker and the licence travel with the code."""
    names = set(zipfile.ZipFile(wheel).namelist())
    catalog = {path.name for path in (ROOT / "catalogs" / "cn").iterdir() if path.is_file()}
    assert "catalog.toml" in catalog
    assert {f"fundmix/catalogs/cn/{name}" for name in catalog} <= names
    assert "fundmix/words/locale/zh_CN/LC_MESSAGES/fundmix.mo" in names
    assert "fundmix/py.typed" in names
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Templates and sentences too: what an editable installation sees, the wheel has."""
    source = ROOT / "src"
    kept = {
        path.relative_to(source).as_posix()
        for path in (source / "fundmix").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert kept - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    """No test, no cache, no stray file lands in a stranger's site-packages."""
    roots = {name.split("/", maxsplit=1)[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"fundmix"}


def test_the_source_archive_is_whole_and_clean(dist: Path) -> None:
    """The archive carries tests, examples and pins, and nothing that tools left behind."""
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "constraints.txt", "Makefile", "tests/test_wheel.py"} <= names
    assert {"mkdocs.yml", "docs/index.md", "docs/site_hook.py", "examples/planning.ipynb"} <= names
    left_behind = ("__pycache__", ".venv", "_cache", ".hypothesis", ".ipynb_checkpoints")
    assert [name for name in names if any(word in name for word in left_behind)] == []


def test_a_type_checker_reads_the_installed_package(wheel: Path) -> None:
    """The marker is there and empty: the package's own annotations hold, whole."""
    assert zipfile.ZipFile(wheel).read("fundmix/py.typed") == b""


def test_an_installed_catalog_is_found_beside_the_wheel(fresh: Path, tmp_path: Path) -> None:
    """A package with the entry point, put where pip puts it: ``--catalog`` knows it, its code is not run."""
    (packages,) = (path for path in fresh.parent.rglob("site-packages") if path.is_dir())
    info = packages / "harbour_catalog-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: harbour-catalog\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[fundmix.catalogs]\nharbour = harbour_catalog\n", "utf-8")
    folder = packages / "harbour_catalog"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise SystemExit('imported')\n", "utf-8")
    (folder / "catalog.toml").write_text('name = "Harbour"\nextends = "cn"\n', "utf-8")
    shown = run(fresh / "fundmix", "catalog", "list", "--catalog", "harbour", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Harbour" in shown.stdout


def test_the_installed_command_completes(fresh: Path, tmp_path: Path) -> None:
    """The script that it prints calls it by name."""
    shown = run(fresh / "fundmix", "completion", "zsh", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "_FUNDMIX_COMPLETE" in shown.stdout


def test_the_pins_cover_every_dependency(wheel: Path) -> None:
    """``constraints.txt`` names a version of each thing that the wheel and its development ask for."""
    metadata = next(name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("/METADATA"))
    asked = Parser().parsestr(zipfile.ZipFile(wheel).read(metadata).decode()).get_all("Requires-Dist") or []
    names = {_plain(requirement) for requirement in asked}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert names - {_plain(line) for line in lines if "==" in line} == set()


def _plain(requirement: str) -> str:
    """The name in a requirement, as package indexes compare it."""
    name = requirement
    for sign in " [;<>=!~":
        name = name.partition(sign)[0]
    return name.lower().replace("_", "-")


def test_the_installed_command_runs_far_from_this_folder(fresh: Path, tmp_path: Path) -> None:
    """``fundmix --help`` in an empty folder."""
    shown = run(fresh / "fundmix", "--help", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "optimize" in shown.stdout


def test_the_installed_library_finds_its_own_catalog(fresh: Path, tmp_path: Path) -> None:
    """``load_catalog("cn")`` reads the files of the wheel, not those of a clone."""
    asked = (
        "import fundmix; from pathlib import Path; catalog = fundmix.load_catalog('cn');"
        "print(Path(fundmix.__file__).parent); print(len(catalog.channels))"
    )
    shown = run(fresh / "python", "-c", asked, cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    where, channels = shown.stdout.splitlines()
    assert Path(where).is_relative_to(fresh.parent)
    assert int(channels) > 0


def test_the_first_sentence_works_from_the_wheel(fresh: Path, tmp_path: Path) -> None:
    """An installed fundmix plans Ms Wang's case too, her files lying elsewhere."""
    wang = ROOT / "examples" / "wang"
    files = ("--profile", wang / "profile.toml", "--needs", wang / "needs.csv")
    shown = run(fresh / "fundmix", "optimize", *files, "--format", "json", cwd=tmp_path)
    assert shown.returncode in PLAN_SHOWN, shown.stderr
    assert json.loads(shown.stdout)["proof"]["verified"] is True
