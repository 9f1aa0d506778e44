"""Exact figures: how a float of the plan becomes Decimal yuan, and how a finding is written down."""

import math
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from fundmix.errors import Issue

CENT = Decimal("0.01")
NOISE = Decimal("1e-12")
ZERO = Decimal(0)
RATE_TOLERANCE = 1e-6
"""Rates of a plan have six decimals; a true one differs by at most half of the last."""
CEILING_TOLERANCE = 1e-9


def exact(figure: float) -> Decimal:
    """The decimal that a person reads in ``figure`` (0.054, not the binary fraction nearest to it)."""
    return Decimal(repr(float(figure)))


def cents(figure: float) -> Decimal:
    """``figure`` in yuan to the nearest cent, exact from there on."""
    return Decimal(round(float(figure) * 100)).scaleb(-2)


def rounded(figure: Decimal) -> Decimal:
    """``figure`` to the cent, half up.

    The noise of a division is taken off first: a third of 0.015 must stay half a cent.
    """
    return figure.quantize(NOISE).quantize(CENT, ROUND_HALF_UP)


def is_cents(figure: float) -> bool:
    """Whether ``figure`` is a whole number of cents, up to the noise of floats."""
    return abs(figure * 100 - round(figure * 100)) <= max(1e-4, abs(figure) * 1e-9)


def same_money(place: str, expected: Decimal, actual: float) -> Iterator[Issue]:
    """A finding when ``actual`` is not ``expected`` to the cent."""
    if cents(actual) != rounded(expected) or not is_cents(actual):
        yield found("verify_differs", place, expected=float(expected), actual=actual)


def same_rate(place: str, expected: float, actual: float) -> Iterator[Issue]:
    """A finding when a rate or a share differs by more than its sixth decimal."""
    if not math.isclose(expected, actual, rel_tol=0, abs_tol=RATE_TOLERANCE):
        yield found("verify_rate_differs", place, expected=round(expected, 8), actual=actual)


def same_value(place: str, expected: object, actual: object) -> Iterator[Issue]:
    """A finding when two words, days or whole numbers differ."""
    if expected != actual:
        yield found("verify_value_differs", place, expected=expected, actual=actual)


def at_most(code: str, place: str, actual: Decimal, bound: Decimal) -> Iterator[Issue]:
    """A finding when a rule's left side passes its bound."""
    if actual > bound:
        yield found(code, place, actual=float(actual), expected=float(bound))


def at_least(code: str, place: str, actual: Decimal, bound: Decimal) -> Iterator[Issue]:
    """A finding when a rule's left side stays below its bound."""
    if actual < bound:
        yield found(code, place, actual=float(actual), expected=float(bound))


def found(code: str, place: str, **details: object) -> Issue:
    """One finding; ``place`` is where it stands in the plan, e.g. ``cashflow[3].closing``."""
    return Issue(code, column=place, details=details)
