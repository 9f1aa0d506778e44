"""Whether rows that are well formed also make sense: ranges, steps, contracts, terms."""

import itertools
import math

from fundmix.catalog.indicators import check_indicators
from fundmix.catalog.outages import check_outages
from fundmix.catalog.rows import Placed
from fundmix.catalog.tables import (
    LEAD_DAYS_MAX,
    Channel,
    Fact,
    Flow,
    Limit,
    PriceStep,
    Product,
    Regulation,
    Row,
    Settings,
    Subsidy,
)
from fundmix.catalog.view import View, grouped
from fundmix.dates import MONTHS_PER_PERIOD

PRINCIPAL_TOLERANCE = 1e-6
"""How far the principal of a custom contract may be from 1 yuan per yuan lent."""

RANGES: tuple[tuple[type[Row], str, str], ...] = (
    (Channel, "amount_min", "amount_max"),
    (Product, "available_from", "available_until"),
    (PriceStep, "from_value", "to_value"),
    (Limit, "when_from", "when_to"),
    (Fact, "minimum", "maximum"),
    (Regulation, "effective_from", "effective_until"),
    (Subsidy, "available_from", "available_until"),
)
"""Columns that are the lower and the upper end of a range."""


def check_sense(view: View, settings: Settings) -> None:
    """Add what makes no sense to the findings of ``view``."""
    _check_ranges(view)
    _check_limits(view)
    _check_limit_steps(view)
    _check_facts(view)
    _check_ceilings(view)
    _check_duties(view)
    _check_terms(view, settings)
    _check_flows(view)
    _check_channels_have_products(view)
    check_outages(view)
    check_indicators(view)


def _check_ranges(view: View) -> None:
    """The lower end of a range is not above its upper end."""
    for model, lower, upper in RANGES:
        for row, placed in view.of(model):
            low, high = getattr(row, lower), getattr(row, upper)
            if low is not None and high is not None and low > high:
                view.blame("range_reversed", placed, lower, upper=upper)


def _check_limits(view: View) -> None:
    """A limit has a fact or a cap, and a step says on which fact it depends."""
    for row, placed in view.of(Limit):
        if row.field is None and row.cap is None:
            view.blame("limit_says_nothing", placed, "cap", "")
        if row.when_field is None and (row.when_from is not None or row.when_to is not None):
            view.blame("when_field_missing", placed, "when_field", "")


def _check_limit_steps(view: View) -> None:
    """Steps of one limit never hold at the same time."""
    for steps in grouped(view.of(Limit), "applies_to", "field", "scope").values():
        for (row, _), (later, placed) in itertools.combinations(steps, 2):
            if None not in (row.when_field, later.when_field) and row.when_field != later.when_field:
                continue
            always = row.when_field is None or later.when_field is None
            if always or (_start(row) < _end(later) and _start(later) < _end(row)):
                first = next(place for step, place in steps if step is row)
                view.blame("steps_overlap", placed, "when_from", first_line=first.line)
                break


def _start(step: Limit) -> float:
    return -math.inf if step.when_from is None else step.when_from


def _end(step: Limit) -> float:
    return math.inf if step.when_to is None else step.when_to


def _check_facts(view: View) -> None:
    """A choice has its words."""
    for row, placed in view.of(Fact):
        if row.type == "choice" and not row.choices:
            view.blame("choices_missing", placed, "choices", "")


def _check_ceilings(view: View) -> None:
    """An enforced ceiling says how high it is and whom it binds."""
    for row, placed in view.of(Regulation):
        if row.kind != "ceiling":
            continue
        for column in ("value", "applies_to"):
            if getattr(row, column) in (None, ()):
                view.blame("ceiling_incomplete", placed, column, "")
        if row.value is not None and (row.value <= 0 or (row.value > 1 and row.times_rate_id is None)):
            code = "rate_too_high" if row.value > 0 else "not_positive"
            suggestion = f"{row.value:g}%"
            view.blame(
                code, placed, "value", f"{row.value:g}", bound=int(row.value > 0), suggestion=suggestion
            )


def _check_duties(view: View) -> None:
    """A deadline and a contact belong to a duty, and whoever is asked for something can be named."""
    for row, placed in view.of(Regulation):
        if row.duty is None:
            for column in ("deadline_days", "contact", "contact_en"):
                if getattr(row, column) not in (None, ""):
                    view.blame("duty_missing", placed, "duty", "", asked=column)
                    break
        elif not row.contact:
            view.blame("contact_missing", placed, "contact", "")
        if row.deadline_days == 0:
            view.blame("not_positive", placed, "deadline_days")
        elif (row.deadline_days or 0) > LEAD_DAYS_MAX:
            view.blame("number_too_large", placed, "deadline_days", bound=LEAD_DAYS_MAX)


def _check_terms(view: View, settings: Settings) -> None:
    """Terms in months are whole periods of the catalog (13 weeks are a quarter)."""
    months = MONTHS_PER_PERIOD.get(settings.period, 3)
    for row, placed in view.of(Product):
        for term in row.term_months:
            if term % months:
                view.blame(
                    "term_not_whole_periods",
                    placed,
                    "term_months",
                    term,
                    period=settings.period,
                    months=months,
                )


def _check_flows(view: View) -> None:
    """A custom product has flows whose principal sums to 1; no other product has any."""
    if not view.sound(Flow):
        return
    flows = grouped(view.of(Flow), "channel_id", "product_id")
    for row, placed in view.of(Product):
        steps = flows.get((row.channel_id, row.product_id), [])
        if "custom" not in row.repayment:
            if steps:
                view.blame("flows_not_custom", steps[0][1], "product_id")
        elif not steps:
            view.blame("custom_without_flows", placed, "repayment")
        else:
            _check_principal(view, [step for step, _ in steps], steps[0][1])


def _check_principal(view: View, steps: list[Flow], first: Placed) -> None:
    total = math.fsum(step.principal for step in steps)
    if abs(total - 1) > PRINCIPAL_TOLERANCE:
        view.blame("principal_sum", first, "principal", f"{total:g}")


def _check_channels_have_products(view: View) -> None:
    """Every channel that a plan may use has at least one product."""
    sold = view.names(Product, "channel_id")
    for row, placed in view.of(Channel):
        if sold is not None and not row.reference_only and row.channel_id not in sold:
            view.blame("channel_without_product", placed, "channel_id")
