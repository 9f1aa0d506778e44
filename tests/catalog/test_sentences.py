"""Every code that the catalog room can raise has a sentence, and every sentence a code."""

import ast
from pathlib import Path

from fundmix import catalog, fields
from fundmix.words.catalog_sentences import SENTENCES

ROOM = [*Path(catalog.__path__[0]).glob("*.py"), Path(fields.__file__)]


def words_in_the_code() -> set[str]:
    """Every string of the room's modules that could be a code."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in ROOM)
    constants = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def codes_raised() -> set[str]:
    """The first argument of every call that makes an issue or a note."""
    makers = {"reject", "Issue", "note", "blame", "issue"}
    found: set[str] = set()
    for path in ROOM:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name in makers and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def test_every_code_has_a_sentence() -> None:
    """No mistake ends in a missing sentence."""
    raised = codes_raised()
    assert len(raised) > 50
    assert raised - set(SENTENCES) == set()


def test_every_sentence_has_a_code() -> None:
    """No sentence is left over from a mistake that nobody makes."""
    used = words_in_the_code()
    used |= {f"label_{word}" for word in used}
    assert {code for code in SENTENCES if code.removesuffix("_near") not in used} == set()


def test_a_near_sentence_suggests() -> None:
    """The ``_near`` form of a sentence names what was probably meant, the plain form does not."""
    near = {code for code in SENTENCES if code.endswith("_near")}
    assert all("{suggestion}" in SENTENCES[code] for code in near)
    assert all("{suggestion}" not in SENTENCES[code.removesuffix("_near")] for code in near)
