"""The Chinese is whole: every sentence, every figure, nothing left over."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import fundmix
from fundmix.words import all_sentences
from fundmix.words.build import (
    FIXED_WORDING,
    MO_FILE,
    PO_FILE,
    chinese_catalog,
    compiled,
    full_width,
    main,
    read_translations,
)

SOURCES = Path(fundmix.__file__).parent
CODE_CALLS = {"Issue", "Note", "NotProvenError", "Warn", "blame", "issue", "note", "reject", "say"}
CODE = re.compile(r"[a-z][a-z0-9_]*")


def figures(sentence: str) -> set[tuple[str, str]]:
    """The fields of a sentence with their format, ``labels`` counted as ``list``."""
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(sentence) if name is not None}


def test_every_sentence_has_chinese() -> None:
    """No message is missing, none is empty."""
    chinese = read_translations()
    assert [code for code, english in all_sentences().items() if english and not chinese.get(english)] == []


def test_no_translation_is_stale() -> None:
    """The ``.po`` file holds no sentence that the program no longer says."""
    assert set(read_translations()) - set(all_sentences().values()) == set()


def test_both_languages_say_the_same_figures() -> None:
    """A figure that stands in one language stands in the other, in the same format."""
    different = {
        english: chinese
        for english, chinese in read_translations().items()
        if {name for name, _ in figures(english)} != {name for name, _ in figures(chinese)}
    }
    assert different == {}


def test_the_compiled_file_is_the_text_file() -> None:
    """Nobody edited the ``.po`` without compiling it."""
    assert MO_FILE.read_bytes() == compiled(chinese_catalog(all_sentences(), read_translations()))


def test_sentences_are_plain() -> None:
    """No sentence promises approval, and none begins or ends in a line end."""
    said = [*all_sentences().values(), *read_translations().values()]
    assert [
        text for text in said if "pre-approved" in text or "预批" in text or text.strip("\n") != text
    ] == []


def near_codes(node: ast.Call, name: str) -> set[str]:
    """``near(Issue("x", …))`` may say ``x_near`` as well."""
    inner = node.args[0] if node.args else None
    if name != "near" or not isinstance(inner, ast.Call) or not isinstance(inner.args[0], ast.Constant):
        return set()
    return {f"{inner.args[0].value}_near"}


def codes_in(path: Path) -> set[str]:
    """Every code that a module writes as the first word of a call that takes a code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        found |= near_codes(node, name)
        words = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "code")]
        if name in CODE_CALLS:
            found |= {
                word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)
            }
    return {word for word in found if CODE.fullmatch(word)}


@pytest.mark.parametrize(
    "room", sorted(path.name for path in SOURCES.iterdir() if path.name not in ("words", "py.typed"))
)
def test_every_code_has_a_sentence(room: str) -> None:
    """What a room can raise, note or show, fundmix can say."""
    paths = (SOURCES / room).rglob("*.py") if (SOURCES / room).is_dir() else [SOURCES / room]
    assert set().union(*(codes_in(path) for path in paths)) - set(all_sentences()) == set()


def test_building_merges_files_and_reports_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``words.build`` takes new Chinese from JSON, drops stale sentences and names those without Chinese."""
    monkeypatch.setattr("fundmix.words.build.PO_FILE", tmp_path / "x.po")
    monkeypatch.setattr("fundmix.words.build.MO_FILE", tmp_path / "x.mo")
    monkeypatch.setattr("fundmix.words.build.all_sentences", lambda: {"a": "one", "b": "two"})
    (tmp_path / "new.json").write_text('{"one": "一", "three": "三"}', encoding="utf-8")
    assert main([str(tmp_path / "new.json")]) == 1
    assert capsys.readouterr().err == "no Chinese for b: two\nno sentence any more: three\n"
    assert read_translations(tmp_path / "x.po") == {"one": "一"}
    assert PO_FILE.exists()


def test_chinese_punctuation_is_full_width() -> None:
    """Beside Chinese characters marks are full-width; fields and plain English keep theirs."""
    assert full_width("利息 {x:money},费用(含税)") == "利息 {x:money}，费用（含税）"
    assert full_width("a,b (c): {x:list}") == "a,b (c): {x:list}"
    wrong = [text for text in read_translations().values() if text not in (full_width(text), FIXED_WORDING)]
    assert wrong == []
