"""A plan in a notebook: the answer, the mix, nothing that runs, nothing from elsewhere."""

from html.parser import HTMLParser

import pytest
from tests.report.example_plan import DRAWS, plan

from fundmix.plan import FundingPlan
from fundmix.report.html.document import fragment
from fundmix.words import LANGUAGES

HOSTILE = '<script>alert(1)</script>" onmouseover="x()" \u202egnirts\x1b[31m' + "长" * 500


class Seen(HTMLParser):
    """The tags, attributes and text of a piece of HTML; that every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile() -> FundingPlan:
    """A plan whose lenders have dangerous names."""
    draws = tuple(draw.model_copy(update={"name": HOSTILE, "name_en": HOSTILE}) for draw in DRAWS)
    return plan().model_copy(update={"draws": draws})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_answers_in_both_languages(lang: str) -> None:
    """The sentence that the terminal begins with, a row per draw, the fixed last line."""
    seen = Seen(fragment(plan(), lang))
    assert seen.open == []
    assert seen.tags.count("tr") >= len(DRAWS) + 1
    assert "180,000" in seen.text
    assert "信息整理" in fragment(plan(), "zh")


def test_names_are_only_text() -> None:
    """A hostile catalog opens no tag, adds no attribute and steers nothing."""
    text = fragment(hostile(), "en")
    seen, calm = Seen(text), Seen(fragment(plan(), "en"))
    assert set(seen.tags) == set(calm.tags)
    assert "script" not in seen.tags
    assert seen.attributes == calm.attributes
    assert not {"\u202e", "\x1b"} & set(text)
    assert "<script>alert(1)</script>" in seen.text


def test_nothing_is_loaded_from_elsewhere() -> None:
    """No address, no script, no style sheet: it can be mailed."""
    text = fragment(plan(), "en")
    assert [word for word in ("http", "url(", "<link", "<img", "@import") if word in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_shows_itself(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook asks ``_repr_html_``; the plan's own room knows no room that shows it until then."""
    monkeypatch.setenv("FUNDMIX_LANG", lang)
    assert plan()._repr_html_() == fragment(plan(), lang)


def test_a_plan_without_loans_has_no_bar() -> None:
    """ "Not needed" is an answer, and an empty table is none."""
    bare = plan().model_copy(update={"draws": (), "status": "not_needed"})
    assert "<table" not in fragment(bare, "en")
