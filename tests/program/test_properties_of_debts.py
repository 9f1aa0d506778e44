"""What must be true of every case with debts: some random ones of each; ``make study`` runs more."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.program.properties_of_debts import PROPERTIES

SEEDS = st.integers(0, 10**6)


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda holds: holds.__name__)
def test_of_every_case_with_debts(holds: Callable[[int], None]) -> None:
    """The docstring of each property in ``properties_of_debts.py`` is what it proves."""

    @settings(max_examples=15, deadline=None, derandomize=True)
    @given(seed=SEEDS)
    def run(seed: int) -> None:
        holds(seed)

    run()
