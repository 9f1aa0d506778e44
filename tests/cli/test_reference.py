"""The command reference is what the commands say of themselves today."""

from pathlib import Path

import pytest

from fundmix.cli.reference import pages, reference
from fundmix.words import LANGUAGES, Language

DOCS = Path(__file__).parents[2] / "docs"
FILES = {"en": "commands.md", "zh": "commands.zh.md"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_current(lang: Language) -> None:
    """A command that changes its help changes the page: ``make docs``."""
    assert (DOCS / FILES[lang]).read_text("utf-8") == reference(lang), "run: make docs"


def test_every_command_is_in_it() -> None:
    """Groups and the commands in them, each once."""
    names = [words for words, _ in pages("en")]
    assert names[0] == "fundmix"
    assert {"fundmix optimize", "fundmix catalog", "fundmix catalog diff", "fundmix watch add"} <= set(names)
    assert len(names) == len(set(names))
