"""Extracts every sentence into the Chinese ``.po`` file and compiles it.

``python -m fundmix.words.build [translations.json …]``: each JSON file is ``{english: chinese}``. Sentences
that no module holds any more are dropped. Needs Babel, which only developers have.
"""

import datetime as dt
import io
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from fundmix.words import DOMAIN, LOCALE_FOLDER, all_sentences

PO_FILE = Path(LOCALE_FOLDER) / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO_FILE = PO_FILE.with_suffix(".mo")
# a fixed date: the same sentences give the same file
_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_WIDE = dict(zip(",;:?!()", "，；：？！（）", strict=True))
FIXED_WORDING = "信息整理,非授信、非报价、非法律意见;以合同和综合融资成本明示表为准。"
"""The line under every answer, in the wording that was agreed, punctuation included."""
_HEADER = "# Chinese sentences of fundmix. Written by python -m fundmix.words.build; edit the msgstr lines."


def read_translations(po: Path = PO_FILE) -> dict[str, str]:
    """English → Chinese of a ``.po`` file; empty when there is none."""
    if not po.exists():
        return {}
    with po.open("rb") as stream:
        found = read_po(stream)
    return {str(message.id): str(message.string) for message in found if message.id and message.string}


def full_width(chinese: str) -> str:
    """The sentence with full-width punctuation beside Chinese characters and fields."""
    if not any(map(_is_chinese, chinese)):
        return chinese
    marks = list(chinese)
    inside, opened = 0, list[bool]()
    for place, mark in enumerate(marks):
        inside += (mark == "{") - (mark == "}")
        if inside or mark not in _WIDE:
            continue
        before, after = chinese[place - 1 : place], chinese[place + 1 : place + 2]
        wide = before == "}" or after == "{" or _is_chinese(before) or _is_chinese(after)
        if mark == "(":
            opened.append(wide)
        if opened.pop() if mark == ")" and opened else wide:
            marks[place] = _WIDE[mark]
    return "".join(marks)


def _is_chinese(character: str) -> bool:
    """Whether it is a Chinese character or full-width mark (empty: no)."""
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


def chinese_catalog(sentences: Mapping[str, str], translations: Mapping[str, str]) -> Catalog:
    """A gettext catalog of every sentence, sorted by its first code; without translation: empty."""
    built = Catalog(
        locale="zh_CN",
        domain=DOMAIN,
        header_comment=_HEADER,
        project=DOMAIN,
        creation_date=_DATE,
        revision_date=_DATE,
        fuzzy=False,
    )
    for code, english in sorted(sentences.items()):
        if english:
            built.add(english, translations.get(english, ""), auto_comments=[code])
    return built


def compiled(built: Catalog) -> bytes:
    """The ``.mo`` bytes of a catalog."""
    stream = io.BytesIO()
    write_mo(stream, built)
    return stream.getvalue()


def main(files: Iterable[str]) -> int:
    """Merge the files, write ``.po`` and ``.mo``, say on stderr what is missing; 1 when something is."""
    translations = read_translations(PO_FILE)
    for file in files:
        translations.update(json.loads(Path(file).read_text(encoding="utf-8")))
    translations = {
        english: chinese if chinese == FIXED_WORDING else full_width(chinese)
        for english, chinese in translations.items()
    }
    sentences = all_sentences()
    built = chinese_catalog(sentences, translations)
    PO_FILE.parent.mkdir(parents=True, exist_ok=True)
    with PO_FILE.open("wb") as stream:
        write_po(stream, built, width=0)
    MO_FILE.write_bytes(compiled(built))
    missing = [code for code, english in sentences.items() if english and not translations.get(english)]
    stale = set(translations) - set(sentences.values())
    sys.stderr.writelines(f"no Chinese for {code}: {sentences[code]}\n" for code in missing)
    sys.stderr.writelines(f"no sentence any more: {english}\n" for english in sorted(stale))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
