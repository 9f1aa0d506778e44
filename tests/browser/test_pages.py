"""The pages of all examples in a real browser: nothing is loaded, nothing overflows, axe finds nothing serious."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fundmix import load_catalog, load_needs, load_policy, load_profile, optimize
from fundmix.plan import FundingPlan
from fundmix.report.html.context import Beside
from fundmix.report.html.document import html_text

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is a development dependency")
axe_package = pytest.importorskip(
    "axe_playwright_python", reason="axe comes with the development dependencies"
)

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed (Debian: apt install chromium)"),
]
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
EXAMPLES = Path(__file__).parents[2] / "examples"
STORIES = {
    "wang": "resilient", "zhang": "balanced", "li": "balanced", "employee": "cheapest", "supplier": "balanced",
    "card": "balanced",
}  # fmt: skip
"""The examples, each with a policy; one of them shows the heat map."""
WIDTHS = (360, 1280)
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def plans() -> dict[str, FundingPlan]:
    """The plan of each example, with the bundled catalog."""
    catalog = load_catalog("cn")
    made = {}
    for name, policy in STORIES.items():
        folder = EXAMPLES / name
        profile = load_profile(folder / "profile.toml", start=None, today=dt.date(2026, 12, 1))
        needs = load_needs(folder / "needs.csv", profile.start) if (folder / "needs.csv").exists() else ()
        made[name] = optimize(catalog, profile, needs, load_policy(policy))
    return made


@pytest.fixture(scope="module")
def pages(plans: dict[str, FundingPlan], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every example's page in both languages, as files."""
    folder, beside = tmp_path_factory.mktemp("pages"), Beside(catalog=load_catalog("cn"))
    written = []
    for name, plan in plans.items():
        for lang in ("zh", "en"):
            written.append(folder / f"{name}-{lang}.html")
            written[-1].write_text(html_text(plan, lang, beside), encoding="utf-8")
    return written


def overflow(page: "sync_api.Page") -> bool:
    """Whether the page can be pushed sideways, with everything unfolded."""
    return bool(
        page.evaluate(
            "document.querySelectorAll('details').forEach(one => { one.open = true });"
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_are_quiet_and_fit(browser: "sync_api.Browser", pages: list[Path], width: int) -> None:
    """No message in the console, no request beyond the file itself, no sideways scrolling."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    wide = []
    for path in pages:
        page.goto(path.as_uri())
        wide += [path.name] if overflow(page) else []
    page.close()
    assert said == []
    assert sorted(asked) == sorted(path.as_uri() for path in pages)
    assert wide == []


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious(browser: "sync_api.Browser", pages: list[Path], width: int) -> None:
    """Every example at the phone's width and two at the desk's, unfolded, by all of axe's rules."""
    axe = Path(axe_package.__path__[0], "axe.min.js").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    found = []
    # both languages have one layout: the words differ, and the style sheet's widths
    shown = pages if width == min(WIDTHS) else pages[:2]
    for path in shown[::2] if width == min(WIDTHS) else shown:
        page.goto(path.as_uri())
        overflow(page)
        page.evaluate(axe)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            (path.name, rule["id"], rule["nodes"][0]["html"][:200])
            for rule in result["violations"]
            if rule["impact"] in SERIOUS
        ]
    page.close()
    assert found == []


def test_a_page_prints_on_a4(browser: "sync_api.Browser", pages: list[Path]) -> None:
    """What is folded away on the screen is on paper; nothing makes the page wider than the paper."""
    page = browser.new_page()
    page.goto(pages[0].as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})
    fits = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    folded = page.evaluate(
        "[...document.querySelectorAll('section > details > *:not(summary)')].filter(one => !one.offsetHeight).length"
    )
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert fits
    assert folded == 0
    assert printed.startswith(b"%PDF")
