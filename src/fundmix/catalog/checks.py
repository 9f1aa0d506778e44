"""What no single row can know: references between tables, selectors, words of the vocabulary, ages."""

import calendar
import datetime as dt
import re
from collections.abc import Collection, Iterator

from pydantic_core import PydanticCustomError

from fundmix.catalog.findings import Findings, shown
from fundmix.catalog.overlay import Merged
from fundmix.catalog.rows import Placed, key_text
from fundmix.catalog.sense import check_sense
from fundmix.catalog.tables import (
    PURPOSES,
    TABLES,
    Availability,
    Channel,
    Fact,
    Flow,
    Indicator,
    Limit,
    Outage,
    PriceStep,
    Product,
    ReferenceRate,
    Regulation,
    Row,
    Rule,
    Settings,
    Source,
    Subsidy,
    selector_names,
)
from fundmix.catalog.values import OPERATORS, rule_values
from fundmix.catalog.view import View

_SELECTOR = re.compile(r"all|(channel|category|lender|group):[a-z][a-z0-9_]*")

REFERENCES: tuple[tuple[type[Row], str, type[Row], str, str], ...] = (
    (Product, "channel_id", Channel, "channel_id", "no_such_channel"),
    (Availability, "channel_id", Channel, "channel_id", "no_such_channel"),
    (Product, "rate_id", ReferenceRate, "rate_id", "no_such_rate"),
    (Regulation, "times_rate_id", ReferenceRate, "rate_id", "no_such_rate"),
    (Rule, "field", Fact, "field", "no_such_fact"),
    (Limit, "field", Fact, "field", "no_such_fact"),
    (Limit, "when_field", Fact, "field", "no_such_fact"),
    (PriceStep, "field", Fact, "field", "no_such_fact"),
    (Outage, "when_field", Fact, "field", "no_such_fact"),
)
"""Table, its column, the table that must hold the value, that table's column, the code when it does not."""

PURPOSE_COLUMNS: tuple[tuple[type[Row], str], ...] = (
    (Channel, "purposes"),
    (Channel, "banned_purposes"),
    (Product, "purposes"),
    (Subsidy, "purposes"),
)
"""Where words for uses of money stand."""

PURPOSE_WORDS = frozenset({"any", *PURPOSES, *(word for words in PURPOSES.values() for word in words)})
"""Every word for a use of money: families, their members, and ``any``."""

MAY_NAME_NOBODY: tuple[type[Row], ...] = (Regulation, Outage, Indicator)
"""Tables whose selector may be blank: laws that only inform, stresses of own money, signs about every debt."""

TIMELESS = frozenset({"reference_rates", "regulations", "sources"})
"""Tables whose rows carry their own dates: history and law do not go stale by age."""

STALE_SHOWN = 3
"""Stale rows that a note names."""


def cross_check(
    merged: Merged,
    settings: Settings,
    found: Findings,
    today: dt.date | None = None,
    below: Collection[str] = (),
) -> None:
    """Add every mistake between the rows to ``found``, and what is stale on ``today`` as notes.

    ``below``: bundled layers under the user's own one. Their age is not the user's to mend, so it is no note.
    """
    view = View(merged, found)
    _check_references(view)
    _check_products_referred_to(view)
    _check_sources(view)
    _check_selectors(view)
    _check_rules(view)
    _check_purposes(view)
    check_sense(view, settings)
    _note_missing_hard_rules(view)
    if today is not None:
        _note_stale(view, settings, today, below)


def _check_references(view: View) -> None:
    """Every reference of REFERENCES names something that exists."""
    for model, column, target, target_column, code in REFERENCES:
        known = view.names(target, target_column)
        if known is None:
            continue
        for row, placed in view.of(model):
            value = getattr(row, column)
            if value is not None and value not in known:
                view.found.near(view.issue(code, placed, column), known)


def _check_products_referred_to(view: View) -> None:
    """Flows and price steps name a channel and one of its products."""
    channels = view.names(Product, "channel_id")
    if channels is None:
        return
    products = {(row.channel_id, row.product_id) for row, _ in view.of(Product)}
    broken = view.merged.broken[Product.table]
    products |= {(str(cells.get("channel_id")), str(cells.get("product_id", "main"))) for cells in broken}
    rows: list[tuple[Flow | PriceStep, Placed]] = [*view.of(Flow), *view.of(PriceStep)]
    for row, placed in rows:
        if row.channel_id not in channels:
            view.found.near(view.issue("no_such_product_channel", placed, "channel_id"), channels)
        elif (row.channel_id, row.product_id) not in products:
            known = {product for channel, product in products if channel == row.channel_id}
            issue = view.issue("no_such_product", placed, "product_id", channel=row.channel_id)
            view.found.near(issue, known)


def _check_sources(view: View) -> None:
    """Every source that a row names stands in ``sources.csv``; one that does not is reported once."""
    known = view.names(Source, "source_id")
    if known is None:
        return
    reported: set[str] = set()
    for model in TABLES:
        for row, placed in view.of(model):
            for name in row.source:
                if name not in known | reported:
                    reported.add(name)
                    view.found.near(view.issue("no_such_source", placed, "source", name), known)


def _check_selectors(view: View) -> None:
    """Every part of a selector is well formed and names at least one channel."""
    known = view.selectors()
    for model in TABLES:
        if "applies_to" not in model.model_fields:
            continue
        for row, placed in view.of(model):
            selector: tuple[str, ...] = getattr(row, "applies_to", ())
            if not selector and model not in MAY_NAME_NOBODY:
                view.blame("missing_value", placed, "applies_to", "")
            for part in selector:
                if not _SELECTOR.fullmatch(part):
                    meant = {name for name in known or () if name.partition(":")[2] == part}
                    issue = view.issue("bad_selector", placed, "applies_to", part)
                    view.found.near(issue, meant or known or (), min(meant, default=part))
                elif known is not None and part != "all" and part not in known:
                    kind = part.partition(":")[0]
                    issue = view.issue("selector_matches_nothing", placed, "applies_to", part)
                    view.found.near(issue, {name for name in known if name.startswith(f"{kind}:")})


def _check_rules(view: View) -> None:
    """A rule, and an outage that hits some borrowers, ask a fact with an operator and a value of its type."""
    facts = {row.field: row for row, _ in view.of(Fact)}
    for rule, placed in view.of(Rule):
        _check_question(view, (rule, placed), facts.get(rule.field))
    for outage, placed in view.of(Outage):
        # what is left blank is an issue of its own
        if outage.when_field and outage.operator and outage.value:
            _check_question(view, (outage, placed), facts.get(outage.when_field))


def _check_question(view: View, asked: tuple[Rule | Outage, Placed], fact: Fact | None) -> None:
    """The operator and the value of one row fit the fact; a fact with a mistake of its own is left alone."""
    row, placed = asked
    if fact is None or row.operator is None or (fact.type == "choice" and not fact.choices):
        return
    if row.operator not in OPERATORS[fact.type]:
        allowed = [operator for operator in OPERATORS["count"] if operator in OPERATORS[fact.type]]
        details = {"fact": fact.field, "type": fact.type, "allowed": sorted(allowed)}
        view.blame("operator_does_not_fit", placed, "operator", **details)
        return
    try:
        rule_values(row, fact)
    except PydanticCustomError as error:
        view.blame(error.type, placed, "value", **(error.context or {}))


def _check_purposes(view: View) -> None:
    """Uses of money are words of the vocabulary."""
    for model, column in PURPOSE_COLUMNS:
        for row, placed in view.of(model):
            for word in getattr(row, column):
                if word not in PURPOSE_WORDS:
                    issue = view.issue("no_such_purpose", placed, column, word, known=sorted(PURPOSE_WORDS))
                    view.found.near(issue, PURPOSE_WORDS)


def channels_without_hard_rule(channels: Iterator[Channel], rules: Iterator[Rule]) -> tuple[str, ...]:
    """The ids of the channels that may be used and that no hard rule guards."""
    guarded = {part for rule in rules if rule.kind == "hard" for part in rule.applies_to}
    if "all" in guarded:
        return ()

    return tuple(
        channel.channel_id
        for channel in channels
        if not channel.reference_only and guarded.isdisjoint(selector_names(channel))
    )


def _note_missing_hard_rules(view: View) -> None:
    """A channel without any hard rule is open to everybody, which is seldom meant."""
    channels = channels_without_hard_rule(
        (row for row, _ in view.of(Channel)), (row for row, _ in view.of(Rule))
    )
    if channels and view.sound(Rule):
        view.found.note("no_hard_rule", channels=list(channels))


def _note_stale(view: View, settings: Settings, today: dt.date, below: Collection[str]) -> None:
    """One note per table with rows that were true too long ago, those of the layers ``below`` left aside."""
    limit = dt.date.fromordinal(max(1, today.toordinal() - settings.max_age_days))
    if not below and settings.as_of is not None and last_day_of(settings.as_of) < limit:
        view.found.note("stale_catalog", as_of=settings.as_of, days=settings.max_age_days)
    for model in TABLES:
        if model.table in TIMELESS:
            continue
        stale = [
            (row.as_of, placed)
            for row, placed in view.of(model)
            if row.as_of is not None
            and last_day_of(row.as_of) < limit
            and placed.file.rpartition("/")[0] not in below
        ]
        if stale:
            # long keys that differ only in their bounds look the same once they are cut
            rows = list(dict.fromkeys(shown(key_text(placed.key)) for _, placed in stale))[:STALE_SHOWN]
            view.found.note(
                "stale_rows",
                table=model.table,
                count=len(stale),
                days=settings.max_age_days,
                oldest=min(as_of for as_of, _ in stale),
                rows=rows,
            )


def last_day_of(as_of: str) -> dt.date:
    """The last day that ``2026``, ``2026-01`` or ``2026-01-20`` can mean."""
    year, month, day = ([int(part) for part in as_of.split("-")] + [0, 0])[:3]
    if day:
        return dt.date(year, month, day)
    month = month or 12
    return dt.date(year, month, calendar.monthrange(year, month)[1])
