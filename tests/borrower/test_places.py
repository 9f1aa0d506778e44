"""Lines of keys in a TOML text."""

from fundmix.borrower.places import key_lines

TEXT = '''# a comment = with a sign
start = 2026-12-01

[cash] # below
opening = """
balance = 3 in a text
"""
surplus = [ # dated
  { date = 2026-12-01, amount = 1 },
]
"minimum" = "a # no comment ["
income = 'x'

[[debts]]
name = "a"
  balance = 1
[[ debts ]]
name = "b"
[quotes.deep]
a.b = 1
'''


def test_each_key_has_the_line_on_which_it_is_written() -> None:
    """Headings, keys below them and numbered entries, first = 1; words inside texts and lists are no keys."""
    assert key_lines(TEXT) == {
        "start": 2,
        "cash": 4,
        "cash.opening": 5,
        "cash.surplus": 8,
        "cash.minimum": 11,
        "cash.income": 12,
        "debts": 14,
        "debts[1]": 14,
        "debts[1].name": 15,
        "debts[1].balance": 16,
        "debts[2]": 17,
        "debts[2].name": 18,
        "quotes.deep": 19,
        "quotes.deep.a.b": 20,
    }


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    """Only line feeds end a line; CR before them and other separators inside texts change nothing."""
    assert key_lines('[cash] # x\r\nopening = "a\u2028b"\r\nminimum = 1\r\n') == {
        "cash": 1,
        "cash.opening": 2,
        "cash.minimum": 3,
    }


def test_a_text_of_three_quotes_on_one_line_is_closed_there() -> None:
    """The key after a one-line long text is found."""
    assert key_lines("a = '''x'''\nb = \"\"\"y\"\"\" # c\nd = 1\n") == {"a": 1, "b": 2, "d": 3}
