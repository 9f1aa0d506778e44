"""The channels of a catalog, on a terminal and for other programs."""

from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from fundmix.catalog.findings import nearest
from fundmix.catalog.tables import Catalog, Channel, Product, Row, Rule
from fundmix.errors import InputError, Issue
from fundmix.report.facts import fact_text, fact_texts
from fundmix.report.outages import effects, outage_name, outages_of
from fundmix.report.page import HEADING, QUIET, Column, Page, rate_text
from fundmix.words import label
from fundmix.words.formats import joined, money0, percent

CHANNEL_COLUMNS = (
    "channel_id", "name", "name_en", "category", "lender", "amount_min", "amount_max", "rate_low",
    "rate_high", "rate_basis", "term_months", "lead_days", "reference_only", "grade",
)  # fmt: skip


def refuse_unknown(catalog: Catalog, name: str) -> InputError:
    """The mistake of naming a channel that the catalog does not have, with the nearest that it has."""
    rows = [row.channel_id for row in catalog.channels] + [row.outage_id for row in catalog.outages]
    close = nearest(name, rows)
    code = "channel_not_found_near" if close else "channel_not_found"
    return InputError([Issue(code, column="CHANNEL", value=name, details={"suggestion": close})])


def products_of(catalog: Catalog, channel: Channel) -> list[Product]:
    """The products of a channel, in the catalog's order."""
    return [row for row in catalog.products if row.channel_id == channel.channel_id]


def in_language(row: Row, field: str, lang: str) -> Any:
    """A text of a row in the language when it has one, else in the catalog's."""
    return (lang == "en" and getattr(row, f"{field}_en", None)) or getattr(row, field)


def channel_records(catalog: Catalog) -> list[dict[str, Any]]:
    """One record per channel with ``CHANNEL_COLUMNS``; rates as decimals of ``rate_basis``."""
    records = []
    for channel in catalog.channels:
        products = products_of(catalog, channel)
        bounds = [bound for product in products for bound in _rates(product)]
        prices = {
            "rate_low": min(bounds, default=None),
            "rate_high": max(bounds, default=None),
            "rate_basis": products[0].rate_basis if products else None,
            "term_months": sorted({months for product in products for months in product.term_months}),
            "grade": max(catalog.grade_of(row) for row in (channel, *products)),
        }
        values = channel.model_dump()
        records.append({name: prices.get(name, values.get(name)) for name in CHANNEL_COLUMNS})
    return records


def _rates(product: Product) -> list[float]:
    """The cheap and the dear end of a product's price."""
    return [rate for rate in (product.rate, product.rate_low, product.rate_high) if rate is not None]


def _price(product: Product, lang: str) -> str:
    """``3.00%–6.00%``; one figure when both ends are the same."""
    rates = _rates(product)
    if not rates:
        return "—"
    return rate_text((min(rates), max(rates)), product.rate_basis, lang)


def _months(numbers: Sequence[int]) -> str:
    """``1–36``."""
    return "—" if not numbers else f"{min(numbers)}–{max(numbers)}" if len(numbers) > 1 else str(numbers[0])


def print_catalog(catalog: Catalog, lang: str, file: TextIO | None = None) -> None:
    """Every channel: how much, at what price, for how long, how fast, how well known."""
    page = Page(lang, file, currency=catalog.settings.currency)
    page.line(
        page.say("title_catalog", name=catalog.settings.name, count=len(catalog.channels)), style=HEADING
    )
    heads = ("channel", "limit", "price", "term", "days", "grade")
    columns = [
        Column(page.say(f"column_{h}"), h in ("limit", "price", "days"), h == "channel") for h in heads
    ]
    rows, below = [], []
    for channel, record in zip(catalog.channels, channel_records(catalog), strict=True):
        products = products_of(catalog, channel)
        dearest = max(products, key=lambda found: max(_rates(found), default=0), default=None)
        rows.append(
            (
                in_language(channel, "name", lang),
                money0(channel.amount_max, page.currency)
                if channel.amount_max
                else page.say("show_no_limit"),
                _price(dearest, lang) if dearest else "—",
                _months(record["term_months"]),
                str(channel.lead_days),
                str(record["grade"]),
            )
        )
        below.append(
            f"{channel.channel_id}{' · ' + page.say('show_reference') if channel.reference_only else ''}"
        )
    page.table(columns, rows, below)
    page.line(page.say("catalog_legend"), first="  ", style=QUIET)


def print_channel(catalog: Catalog, channel: Channel, lang: str, file: TextIO | None = None) -> None:
    """One channel: who lends, how much and for what, its products, its rules."""
    page = Page(lang, file, currency=catalog.settings.currency)
    page.line(f"{in_language(channel, 'name', lang)} ({channel.channel_id})", style=HEADING)
    if channel.reference_only:
        page.line(page.say("show_reference"))
    page.pairs(list(_pairs(page, catalog, channel)))
    page.heading(page.say("show_products"))
    heads = ("product", "method", "price", "term", "fees")
    columns = [Column(page.say(f"column_{h}"), wide=h in ("method", "fees")) for h in heads]
    rows = [
        (
            product.product_id,
            joined([label(method, lang) for method in product.repayment], lang),
            _price(product, lang),
            _months(product.term_months),
            joined(list(_fees(page, product)), lang),
        )
        for product in products_of(catalog, channel)
    ]
    page.table(columns, rows)
    rules = [rule for rule in catalog.eligibility if catalog.selects(rule.applies_to, channel)]
    if rules:
        page.heading(page.say("show_rules"))
        page.bullets([_rule_line(page, catalog, rule) for rule in rules])
    stresses = outages_of(catalog, channel)
    if stresses:
        page.heading(page.say("show_outages"))
        page.bullets(
            [
                page.say(
                    "show_outage_line",
                    name=outage_name(row, lang),
                    id=row.outage_id,
                    effects=list(effects(page, row)),
                )
                for row in stresses
            ]
        )


def _pairs(page: Page, catalog: Catalog, channel: Channel) -> Iterator[tuple[str, str]]:
    """What the channel's own row says, blank cells left out."""
    yield page.say("show_lender"), label(channel.lender, page.lang)
    yield page.say("show_amount"), _amounts(page, channel)
    yield page.say("show_days"), str(channel.lead_days)
    for code, words in (("show_applicant", channel.applicant), ("show_banned", channel.banned_purposes)):
        if words:
            yield page.say(code), joined([label(word, page.lang) for word in words], page.lang)
    purposes = [label(word, page.lang) for word in channel.purposes]
    yield page.say("show_purposes"), joined(purposes, page.lang) if purposes else page.say("show_any_purpose")
    documents = in_language(channel, "documents", page.lang)
    if documents:
        yield page.say("show_documents"), joined(documents, page.lang)
    for field in ("appeal", "note"):
        text = in_language(channel, field, page.lang)
        if text:
            yield page.say(f"show_{field}"), text
    titles = [row.title for row in catalog.sources if row.source_id in channel.source]
    grade = catalog.grade_of(channel)
    yield page.say("show_source"), f"{grade}" + (f" · {joined(titles, page.lang)}" if titles else "")


def _amounts(page: Page, channel: Channel) -> str:
    """The least and the most that the channel lends, as far as its row says so."""
    if not channel.amount_max:
        return page.say("show_amount_from" if channel.amount_min else "show_no_limit", low=channel.amount_min)
    if not channel.amount_min:
        return page.say("show_amount_up_to", high=channel.amount_max)
    return page.say("show_amount_value", low=channel.amount_min, high=channel.amount_max)


def _fees(page: Page, product: Product) -> Iterator[str]:
    """The fees of a product, in words."""
    if product.upfront_fee_rate:
        yield page.say("fee_upfront", rate=percent(product.upfront_fee_rate))
    if product.monthly_fee_rate:
        yield page.say("fee_monthly", rate=percent(product.monthly_fee_rate))
    if product.fixed_fee:
        yield page.say("fee_fixed", amount=product.fixed_fee)


def _rule_line(page: Page, catalog: Catalog, rule: Rule) -> str:
    """What is asked, as a requirement; the reason is said to those who do not meet it, and is shown as such."""
    fact = fact_texts(catalog, page.lang).get(rule.field)
    required = fact_text(rule.value, fact, page.lang)
    values = {
        "name": fact.name if fact else rule.field,
        "kind": label(rule.kind, page.lang),
        "reason": in_language(rule, "reason", page.lang),
    }
    if fact is not None and fact.type == "yes_no" and rule.operator == "==":
        return page.say("rule_line_asked", required=required, **values)
    return page.say("rule_line", must=page.say(f"must_{rule.operator}", required=required), **values)
