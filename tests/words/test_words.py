"""Sentences: codes and figures in, one language out."""

import datetime as dt

import pytest

from fundmix.errors import Issue, Note
from fundmix.words import collect, issue_line, label, language, note_line, say
from fundmix.words.formats import SentenceFormatter, joined, money, money0, month, percent, printable


@pytest.mark.parametrize(
    ("amount", "text"),
    [(1234.565, "¥1,234.57"), (-1234.5, "-¥1,234.50"), (-0.001, "¥0.00"), (0.1 + 0.2, "¥0.30"), (None, "—")],
)
def test_money_is_shown_to_the_cent(amount: float | None, text: str) -> None:
    """Money has thousands apart, two decimals rounded half up, and no negative zero."""
    assert money(amount) == text


def test_money_of_other_currencies() -> None:
    """A known currency has its sign, another its code."""
    assert (money(5, "USD"), money(5, "XTS")) == ("$5.00", "XTS 5.00")


def test_money0_leaves_out_only_empty_cents() -> None:
    """Whole yuan stand without cents, others keep them."""
    assert (money0(100_000), money0(100.1)) == ("¥100,000", "¥100.10")


def test_percent_months_and_lists() -> None:
    """A ratio, a month and a list are written as each language writes them."""
    day = dt.date(2026, 12, 1)
    assert percent(0.054) == "5.40%"
    assert (month(day, "zh"), month("2026-12-01", "en")) == ("2026年12月", "Dec 2026")
    assert (joined(["a", "b"], "zh"), joined(["a", "b"], "en")) == ("a、b", "a, b")


def test_values_lose_control_and_bidirectional_characters() -> None:
    """A value cannot move the cursor, change colours or turn the reading direction."""
    assert printable("a\x1b[31mb\u202ec\nd\u200b") == "a[31mbc d"
    assert say("usage_no_command", "en", command="\x1b[2Jrm") == "no command [2Jrm"


def test_sentences_name_plain_values_only() -> None:
    """A sentence cannot reach into the attributes of a value."""
    with pytest.raises(ValueError, match="plain field"):
        SentenceFormatter("en", label).vformat("{x.__class__}", (), {"x": 1})


def test_a_value_with_braces_is_not_a_sentence() -> None:
    """Braces in a value are shown, not filled."""
    assert "{file}" in say("usage_no_file", "zh", file="{file}")


def test_unknown_codes_and_missing_values_are_faults() -> None:
    """A code without sentence or a sentence without its figure is a fault of fundmix, not silence."""
    with pytest.raises(LookupError, match="no_such_code"):
        say("no_such_code", "en")
    with pytest.raises(LookupError, match="file"):
        say("usage_no_file", "en")


def test_a_label_that_nobody_translated_is_itself() -> None:
    """Words of the vocabulary have names; a word that a catalog made up stands as it is."""
    assert (label("annuity", "zh"), label("annuity", "en"), label("my_own", "zh")) == (
        "等额本息",
        "equal instalments",
        "my_own",
    )


def test_a_code_has_one_home() -> None:
    """Two modules cannot use the same code."""
    with pytest.raises(ValueError, match="'x' stands in a_sentences and in b_sentences"):
        collect([("a_sentences", {"x": "1"}), ("b_sentences", {"x": "2"})])


@pytest.mark.parametrize(
    ("option", "variable", "catalog", "locale", "spoken"),
    [
        ("en", "zh", "zh", "zh_CN.UTF-8", "en"),
        (None, "zh", "en", "en_US", "zh"),
        (None, "", "zh", "en_US.UTF-8", "zh"),
        (None, "", None, "zh_CN.UTF-8", "zh"),
        (None, "fr", None, "fr_FR", "en"),
        (None, "", None, "C", "en"),
    ],
)
def test_who_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch,
    option: str | None,
    variable: str,
    catalog: str | None,
    locale: str,
    spoken: str,
) -> None:
    """First the option, then FUNDMIX_LANG, the catalog, the locale; English at the end."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    monkeypatch.setenv("FUNDMIX_LANG", variable)
    assert language(option, catalog) == spoken


@pytest.mark.parametrize(
    ("issue", "line"),
    [
        (Issue("usage_no_file", "a.csv", 3, "rate", "x"), "a.csv:3, rate: there is no file a.csv"),
        (Issue("usage_no_file", "a.csv", None, "rate"), "a.csv, rate: there is no file a.csv"),
        (Issue("usage_no_value", "", 2, "rate", details={"option": "o"}), "row 2, rate: o needs a value"),
        (Issue("usage_no_value", details={"option": "o"}), "o needs a value"),
        (
            Issue("usage_no_value", "a\x1b[0m\n", 1, "b\x07", details={"option": "o"}),
            "a[0m :1, b: o needs a value",
        ),
    ],
)
def test_an_issue_is_one_line_with_its_place(issue: Issue, line: str) -> None:
    """``file:line, column: what is wrong``, without what is not known, always on one line."""
    assert issue_line(issue, "en") == line


def test_a_note_is_its_sentence() -> None:
    """A note needs no place."""
    assert note_line(Note("months", {"count": 3}), "zh") == "3 个月"
