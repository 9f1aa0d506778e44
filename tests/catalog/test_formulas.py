"""Text that a spreadsheet would run: made harmless, and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundmix.catalog.formulas import meant, neutral


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@x", "\tx", "\rx", "'=1", "''@"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    """A spreadsheet shows what begins so as text."""
    assert neutral(text) == f"'{text}"


@given(st.text(alphabet="'=+-@x\t", max_size=6))
def test_every_text_is_read_back(text: str) -> None:
    """Whatever stands in it: one apostrophe is put before, one is taken back."""
    assert meant(neutral(text)) == text
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t"))


def test_other_values_stay_as_they_are() -> None:
    """A negative number is none; nothing is an empty cell, a list its parts."""
    assert (neutral(-5), neutral(None), neutral(("a", "b")), neutral("'a")) == (-5, "", "a;b", "'a")
