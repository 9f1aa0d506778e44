"""Named stresses that say nothing, hit nobody, or cannot be meant."""

from collections.abc import Mapping

from fundmix.catalog.rows import Placed
from fundmix.catalog.tables import Outage
from fundmix.catalog.view import View

RESERVED = frozenset({"channel", "group", "none"})
"""What ``survive`` calls every single channel, every risk group and nothing: no outage may have these names."""
MONTHS_MAX = 240
"""Months after which no plan reaches: a later stress, a longer one or a longer delay is a slip of the pen."""
INCOME_FACTOR_MAX = 2.0
"""An income that more than doubles is no stress: 70 was meant as 70 %."""

_QUESTION = ("when_field", "operator", "value")
_MONTHS = ("from_month", "months", "inflow_delay_months")


def check_outages(view: View) -> None:
    """Add what makes no sense in ``outages.csv`` to the findings of ``view``."""
    for row, placed in view.of(Outage):
        if row.outage_id in RESERVED:
            view.blame("outage_id_reserved", placed, "outage_id", reserved=sorted(RESERVED))
        _check_months(view, row, placed)
        _check_income(view, row, placed)
        _check_question(view, row, placed)
        if row.hits_channels and not row.applies_to:
            view.blame("outage_names_nothing", placed, "applies_to", "")
        if _changes_nothing(row):
            view.blame("outage_changes_nothing", placed, "outage_id")


def _check_months(view: View, row: Outage, placed: Placed) -> None:
    """A stress lasts at least a month, and begins, lasts and delays within the reach of a plan."""
    if row.months == 0:
        view.blame("not_positive", placed, "months")
    for column in _MONTHS:
        if (getattr(row, column) or 0) > MONTHS_MAX:
            view.blame("number_too_large", placed, column, bound=MONTHS_MAX)


def _check_income(view: View, row: Outage, placed: Placed) -> None:
    """An income is never negative and does not grow tenfold."""
    if not 0 <= row.income_factor <= INCOME_FACTOR_MAX:
        suggestion = f"{abs(row.income_factor):g}%"
        details = {"bound": f"{INCOME_FACTOR_MAX:g}", "suggestion": suggestion}
        view.blame("income_factor_out_of_bounds", placed, "income_factor", **details)


def _check_question(view: View, row: Outage, placed: Placed) -> None:
    """Whom it hits is asked with a fact, an operator and a value, or not at all."""
    given: Mapping[str, object] = {name: getattr(row, name) for name in _QUESTION}
    if any(given.values()):
        for name in _QUESTION:
            if not given[name]:
                view.blame("question_incomplete", placed, name, "")


def _changes_nothing(row: Outage) -> bool:
    """Whether every figure is the neutral one."""
    own_money = row.income_factor != 1 or row.inflow_delay_months > 0 or row.cash_frozen
    return not (row.hits_channels or own_money)
