"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``pytest tests/program --update-golden`` writes the golden files anew; read the difference before keeping it."""
    parser.addoption("--update-golden", action="store_true", help="write tests/program/golden/*.lp anew")
