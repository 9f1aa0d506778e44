"""Whether a change of a catalog is better or worse for a borrower, where that is plain; else it is neutral."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

from pydantic_core import PydanticCustomError

from fundmix.catalog.tables import PURPOSES, Channel, Fact, Limit, Outage, PriceStep, Product, Row, Rule
from fundmix.catalog.values import rule_values

Effect = Literal["worse", "mixed", "neutral", "better"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
"""In the order in which changes are told."""

FOREVER, EVER_SINCE = dt.date.max, dt.date.min
MORE_IS_WORSE: Mapping[str, Mapping[str, Any]] = {
    "channels": {
        "amount_min": 0, "amount_step": 0, "lead_days": 0, "cooldown_months": 0, "hard_inquiry": False,
        "online_lender": False, "reference_only": False,
    },
    "products": {
        "upfront_fee_rate": 0, "monthly_fee_rate": 0, "fixed_fee": 0, "fee_first": False,
        "interest_first": False, "prepay_fee_rate": math.inf, "retained_balance_rate": 0,
        "available_from": EVER_SINCE,
    },
    "flows": {"interest": 0, "fee": 0},
    "pricing": {"rate_add": 0},
    "reference_rates": {"value": None},
    "subsidies": {"available_from": EVER_SINCE},
    "outages": {"rate_add": 0, "months": math.inf, "inflow_delay_months": 0, "cash_frozen": False},
}  # fmt: skip
"""Columns whose larger value is the worse one, and what a blank cell stands for (None: it says nothing)."""
MORE_IS_BETTER: Mapping[str, Mapping[str, Any]] = {
    "channels": {"amount_max": math.inf, "approval_valid_months": None, "line_valid_months": None},
    "products": {"revolving": False, "available_until": FOREVER},
    "limits": {"multiplier": 1, "cap": math.inf},
    "availability": {"limit": 0},
    "subsidies": {
        "rate_cut": None, "share_of_interest": 1, "cap_per_year": math.inf, "available_until": FOREVER,
    },
    "outages": {"limit_factor": 1, "income_factor": 1, "from_month": 0},
}  # fmt: skip
"""The same for columns whose larger value is the better one."""
WIDER_IS_BETTER: Mapping[str, frozenset[str]] = {
    "channels": frozenset({"applicant", "purposes"}),
    "products": frozenset({"repayment", "term_months", "term_periods", "purposes"}),
    "subsidies": frozenset({"applies_to", "purposes"}),
}
WIDER_IS_WORSE: Mapping[str, frozenset[str]] = {
    "channels": frozenset({"banned_purposes", "banned_occupations"}),
    "eligibility": frozenset({"applies_to"}),
    "outages": frozenset({"applies_to"}),
}
BLANK_IS_ALL = frozenset({"applicant", "purposes"})
"""Lists that name everything when they are blank."""
STRICTNESS = {"info": 0, "soft": 1, "hard": 2}
CERTAINTY = {"stress": 0, "announced": 1, "in_force": 2}
PRICES = ("rate", "rate_low", "rate_high")

type Facts = Mapping[str, Fact]


def cell_effect(column: str, old: Row, new: Row, facts: tuple[Facts, Facts]) -> Effect:
    """What the change of one column means; ``facts``: those of the old catalog and of the new one."""
    if isinstance(old, Rule) and isinstance(new, Rule):
        return _rule_effect(column, old, new, facts)
    if isinstance(old, Outage) and isinstance(new, Outage):
        if column == "status":
            return _larger_is_worse(CERTAINTY[old.status], CERTAINTY[new.status])
        if "stress" in (old.status, new.status):
            return "neutral"  # an assumption to test with does nothing to a borrower
    if isinstance(old, Product) and isinstance(new, Product) and column in PRICES:
        return _price_effect(column, old, new)
    return _column_effect(column, old, new)


def _column_effect(column: str, old: Row, new: Row) -> Effect:
    """What the tables above say of a column."""
    before, after = getattr(old, column), getattr(new, column)
    if column in WIDER_IS_BETTER.get(old.table, ()):
        return _narrower_is_worse(column, before, after)
    if column in WIDER_IS_WORSE.get(old.table, ()):
        return _narrower_is_worse(column, after, before)
    for table, sign in ((MORE_IS_WORSE, 1), (MORE_IS_BETTER, -1)):
        if column in table.get(old.table, {}):
            blank = table[old.table][column]
            ends = [blank if value is None else value for value in (before, after)]
            return "neutral" if None in ends else _larger_is_worse(*ends[::sign])
    return "neutral"


def row_effect(row: Row, others: Iterable[Row], *, added: bool) -> Effect:
    """What a row that is new (or gone) means; ``others``: the rows of the catalog that lacks it."""
    presence: Effect = "neutral"
    match row:
        case Channel():
            presence = "neutral" if row.reference_only else "better"
        case Product() | Row(table="subsidies"):
            presence = "better"
        case PriceStep():
            presence = _larger_is_worse(0, row.rate_add)
        case Row(table="availability"):
            presence = "worse"
        case Limit():
            # one more cap; a further step of a cap that both have may lie on either side
            same = [other for other in others if isinstance(other, Limit) and _cap_of(other) == _cap_of(row)]
            presence = "neutral" if same else "worse"
        case Rule():
            presence = _rule_presence(row, [other for other in others if isinstance(other, Rule)])
        case Outage():
            presence = "neutral" if row.status == "stress" else "worse"
    return presence if added else _reversed(presence)


def together(effects: Iterable[Effect]) -> Effect:
    """The effect of several changes of one thing."""
    found = {effect for effect in effects if effect != "neutral"}
    return "mixed" if len(found) > 1 else next(iter(found), "neutral")


def _reversed(effect: Effect) -> Effect:
    return {"worse": "better", "better": "worse", "mixed": "mixed", "neutral": "neutral"}[effect]  # type: ignore[return-value]


def _larger_is_worse(before: Any, after: Any) -> Effect:
    return "worse" if after > before else "better" if after < before else "neutral"


def _narrower_is_worse(column: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Effect:
    """Two lists of what is allowed; neither holding the other is neutral."""
    old, new = (_words(column, listed) for listed in (before, after))
    if old is None or new is None:
        return "neutral" if old is new else "worse" if old is None else "better"
    return "worse" if new < old else "better" if new > old else "neutral"


def _words(column: str, listed: tuple[Any, ...]) -> frozenset[Any] | None:
    """The words of a list, families spelled out; None = everything."""
    if (not listed and column in BLANK_IS_ALL) or "any" in listed or "all" in listed:
        return None
    families = PURPOSES if column.endswith("purposes") else {}
    return frozenset(word for name in listed for word in families.get(name, (name,)))


def _price_effect(column: str, old: Product, new: Product) -> Effect:
    """Prices of one basis compare; where a range becomes one price, or the reverse, the dear ends do."""
    if (old.rate_basis, old.rate_id) != (new.rate_basis, new.rate_id):
        return "neutral"
    before, after = getattr(old, column), getattr(new, column)
    if (before is None or after is None) and column == "rate":
        before, after = (_dear_end(row) for row in (old, new))
    return "neutral" if before is None or after is None else _larger_is_worse(before, after)


def _dear_end(row: Product) -> float | None:
    return row.rate if row.rate is not None else row.rate_high


def _cap_of(row: Limit) -> tuple[Any, ...]:
    return row.applies_to, row.field, row.scope


def _rule_presence(row: Rule, others: list[Rule]) -> Effect:
    """One more rule is worse; one more way to meet a rule is better."""
    if row.kind == "info":
        return "neutral"
    group = [other for other in others if row.any_of and other.any_of == row.any_of]
    if not group:
        return "worse"
    return "better" if all(other.applies_to == row.applies_to for other in group) else "neutral"


def _rule_effect(column: str, old: Rule, new: Rule, facts: tuple[Facts, Facts]) -> Effect:
    """A stricter kind, more channels, a bound that fewer meet."""
    if column == "kind":
        return _larger_is_worse(STRICTNESS[old.kind], STRICTNESS[new.kind])
    if old.kind == new.kind == "info":
        return "neutral"
    if column == "applies_to":
        return _narrower_is_worse(column, new.applies_to, old.applies_to)
    same = (old.field, old.operator) == (new.field, new.operator)
    if column != "value" or not same or not all(old.field in known for known in facts):
        return "neutral"
    return _bound_effect(old, new, facts)


def _bound_effect(old: Rule, new: Rule, facts: tuple[Facts, Facts]) -> Effect:
    """The same question with another bound."""
    try:
        before, after = (
            rule_values(row, known[old.field]) for row, known in zip((old, new), facts, strict=True)
        )
    except PydanticCustomError:
        return "neutral"  # a value that the fact of its catalog cannot read
    effect: Effect = "neutral"
    match old.operator:
        case ">=" | ">":
            effect = _larger_is_worse(before[0], after[0])
        case "<=" | "<":
            effect = _larger_is_worse(after[0], before[0])
        case "in":
            effect = _narrower_is_worse(column="value", before=before, after=after)
        case "not_in":
            effect = _narrower_is_worse(column="value", before=after, after=before)
    return effect
