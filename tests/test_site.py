"""The documentation as a website: nothing broken, nothing from elsewhere, every page in the menu."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),
]


class Loaded(HTMLParser):
    """What a page makes a browser load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in LOADING and given.get("rel") not in ("canonical", "next", "prev"):
            self.addresses.append(given.get(LOADING[tag]) or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as ``make site`` builds it: each warning stops it, which ``--quiet`` would keep from being counted."""
    pytest.importorskip("mkdocs", reason="the extra docs is not installed")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_of_the_folder_is_in_the_site(site: Path) -> None:
    """Strict building tells of a page that the menu forgot; here that each was written."""
    pages = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")]
    written = [
        page.with_name("index.html") if page.name == "README.md" else page.with_suffix(".html")
        for page in pages
    ]
    assert [str(page) for page in written if not (site / page).is_file()] == []


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """No script, style, font or picture has an address of the network: the site works without one."""
    pages = list(site.rglob("*.html"))
    assert pages
    loaded = {address for page in pages for address in Loaded(page.read_text("utf-8")).addresses}
    assert [address for address in loaded if re.match(r"(https?:)?//", address)] == []
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//", styles) == []


def test_what_a_page_loads_is_there(site: Path) -> None:
    """Each script and style has its file."""
    for page in site.rglob("*.html"):
        if page.name != "404.html":
            for address in Loaded(page.read_text("utf-8")).addresses:
                assert (page.parent / address.partition("?")[0]).exists(), (page, address)


def test_the_api_comes_from_the_docstrings(site: Path) -> None:
    """The public functions and the plan's fields with their words."""
    page = (site / "api.html").read_text("utf-8")
    for words in ("The cheapest funding mix that keeps the policy", "share_of_base", "effective_annual_rate"):
        assert words in page


def test_files_beside_the_pages_come_along(site: Path) -> None:
    """A link from a guide to an example leads to a copy inside the site."""
    assert (site / "project/examples/planning_script.py").is_file()
    assert "project/examples/planning_script.py" in (site / "library.html").read_text("utf-8")


def test_a_chinese_page_says_that_it_is_chinese(site: Path) -> None:
    """A screen reader and the choice of fonts go by it."""
    assert '<html lang="zh-CN"' in (site / "index.zh.html").read_text("utf-8")
    assert '<html lang="en"' in (site / "index.html").read_text("utf-8")


def test_a_double_click_can_search(site: Path) -> None:
    """The index comes as a script, and what runs the search without a worker comes with the site."""
    assert (site / "search/search_index.js").is_file()
    assert 'src="assets/worker.js"' in (site / "index.html").read_text("utf-8")
    assert 'src="../assets/worker.js"' in (site / "decisions/0017-documents.html").read_text("utf-8")
