"""A plan as Markdown: headings, lists and tables of its own, and no name that is taken for markup."""

import pytest
from markdown_it import MarkdownIt
from tests.report.example_plan import draw, plan

from fundmix.report.markdown import escaped, markdown
from fundmix.words import LANGUAGES, say

HOSTILE = (
    "<script>alert(1)</script>", "[x](http://evil.example)", "![x](http://evil.example/x.png)", "**bold** _x_",
    "a | b", "`code`", "# head", "- point", "1. one", "+ point", "> quote", "=====", "http://evil.example",
    "www.evil.example", "a@evil.example", "&lt;b&gt;", "a\n\nb", "\u202eabc", "~~gone~~", "\\*x\\*", "x" * 500, "😀",
)  # fmt: skip
INERT = {"paragraph", "heading", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_holds_the_answer_and_every_part(lang: str) -> None:
    """The answer is the title; mix, cash, warnings and the line of what it is not are there."""
    text = markdown(plan(), lang)
    assert text.startswith("# ")
    for code in ("title_mix", "title_cash", "title_applications", "title_warnings"):
        assert f"\n## {say(code, lang)}\n" in text
    assert escaped(say("disclaimer", lang)) in text
    assert "180,000" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_is_text(text: str) -> None:
    """A reader of Markdown with tables, strikethrough and links of its own makes nothing of it but its characters."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inner = tokens[1].children or []
    assert {token.type for token in inner} <= {"text", "text_special"}
    said = "".join(token.content for token in inner)
    assert said.replace(" ", "") == "".join(c for c in text if c.isprintable()).replace(" ", "")


def test_a_hostile_catalog_leaves_the_document_as_it_is() -> None:
    """With such names in the mix, the document has no other elements than with plain ones."""
    draws = tuple(draw(number, name=text, name_en=text) for number, text in enumerate(HOSTILE, start=1))
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = reader.parse(markdown(plan(draws=draws), "en"))
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds - {"inline", "hr"} <= INERT
    inner = {child.type: child.content for token in tokens for child in token.children or []}
    assert {"html_inline": "<br>"} | {k: v for k, v in inner.items() if k == "html_inline"} == {
        "html_inline": "<br>"
    }
    assert set(inner) <= {"text", "text_special", "html_inline", "softbreak", "strong_open", "strong_close"}
    rows = [token for token in tokens if token.type == "tr_open"]
    assert len(rows) >= len(HOSTILE)
