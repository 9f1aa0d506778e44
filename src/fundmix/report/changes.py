"""One change of a catalog in plain words: ``年化利率上限 18% → 24%``."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fundmix.catalog.diff import CellChange, RowChange
from fundmix.catalog.effects import Effect, together
from fundmix.catalog.tables import Channel, Limit, Outage, PriceStep, Product, Row, Rule, Source
from fundmix.report.cells import Named, cell_text, column_label, is_text, part_text, rule_text
from fundmix.report.page import rate_text
from fundmix.words import label
from fundmix.words.formats import joined, printable

MARKS: Mapping[Effect, str] = {"worse": "-", "mixed": "±", "neutral": "·", "better": "+"}
ASKED = frozenset({"field", "operator", "value"})
BY_NAME_ALONE = frozenset({"facts", "indicators"})
FIGURES_SHOWN = 4
LONG = 24
"""Characters from which a text is not shown beside the one before."""

type Line = tuple[Effect, str]


def change_lines(change: RowChange, named: Named) -> Iterator[Line]:
    """(effect, words) for every cell of a row that changed; one line for a row that is new or gone."""
    if change.kind != "changed":
        row = change.new_row or change.old_row
        assert row is not None
        yield change.effect, _whole(row, change.kind, named)
        return
    old, new = change.old_row, change.new_row
    assert old is not None
    assert new is not None
    what = subject(new, named)
    cells = list(change.cells)
    if isinstance(old, Rule) and isinstance(new, Rule) and any(cell.column in ASKED for cell in cells):
        asked = [cell for cell in cells if cell.column in ASKED]
        effect = together(cell.effect for cell in asked)
        ends = {"old": rule_text(old, named), "new": rule_text(new, named)}
        yield effect, named.page.say("news_rule_asks", **ends)
        cells = [cell for cell in cells if cell.column not in ASKED]
    for cell in _without_twins(cells, new, named.page.lang):
        text = _cell(cell, (old, new), named)
        yield cell.effect, named.page.say("news_of", what=what, change=text) if what else text


def subject(row: Row, named: Named) -> str:
    """Which row of a channel it is; empty for the channel's own."""
    page = named.page
    match row:
        case Channel():
            return ""
        case Rule():
            return page.say("news_rule", rule=rule_text(row, named))
        case Limit():
            asked = cell_text(row, "field", named) if row.field else ""
            return page.say("news_limit_by", fact=asked) if asked else page.say("news_limit")
        case PriceStep():
            return page.say("news_step", product=row.product_id, fact=cell_text(row, "field", named))
    return page.say("news_row", table=table_label(row.table, named), row=row_name(row, named))


def row_name(row: Row, named: Named) -> str:
    """A row by the name that people would use: the head of its text, else its key."""
    text = _in_language(row, ("text", "name", "description", "title", "reason"), named.page.lang)
    head, colon, _ = text.partition("：" if "：" in text else ": ")
    if head and len(head) <= (LONG * 2 if colon else LONG):
        return printable(head)
    key = [getattr(row, column) for column in row.key if column != "channel_id"]
    return " ".join(
        joined([part_text(column, part, named) for part in value], named.page.lang)
        if isinstance(value, tuple)
        else str(value)
        for column, value in zip([c for c in row.key if c != "channel_id"], key, strict=True)
        if value not in (None, ())
    )


def table_label(table: str, named: Named) -> str:
    """What a row of a table is called."""
    return named.page.say(f"news_table_{table}")


def _text(row: Row, column: str, lang: str) -> str:
    """A text of a row in the language where it has one; empty where it has none."""
    columns = (f"{column}_en", column) if lang == "en" else (column,)
    return next((str(text) for name in columns if (text := getattr(row, name, None))), "")


def _in_language(row: Row, columns: tuple[str, ...], lang: str) -> str:
    """The first of these texts that the row has, in the language where it can be."""
    for column in columns:
        text = _text(row, column, lang)
        if text:
            return str(text)
    return ""


def _cell(cell: CellChange, rows: tuple[Row, Row], named: Named) -> str:
    """``label old → new``; of a list what came and went, of a long text the new one."""
    page, (old, new) = named.page, rows
    what = column_label(new.table, cell.column, page)
    if isinstance(cell.old, tuple) and isinstance(cell.new, tuple) and cell.old and cell.new:
        return _list(cell, what, named)
    ends = {"old": cell_text(old, cell.column, named), "new": cell_text(new, cell.column, named)}
    if is_text(new.table, cell.column) and max(map(len, ends.values())) > LONG:
        foreign = _is_foreign(cell.column, new, page.lang)
        return page.say("news_reworded" if foreign or not cell.new else "news_now", column=what, **ends)
    return page.say("news_cell", column=what, **ends)


def _without_twins(cells: list[CellChange], row: Row, lang: str) -> list[CellChange]:
    """The cells without texts of the other language, unless nothing else would be told."""
    own = [cell for cell in cells if not _is_foreign(cell.column, row, lang)]
    return own or cells


def _is_foreign(column: str, row: Row, lang: str) -> bool:
    """Whether a text stands in the page's language elsewhere in its row."""
    return column.endswith("_en") != (lang == "en") and _has_pair(row, column)


def _has_pair(row: Row, column: str) -> bool:
    """Whether a column has a text in two languages."""
    other = column.removesuffix("_en") if column.endswith("_en") else f"{column}_en"
    return bool(getattr(row, other, ""))


def _list(cell: CellChange, what: str, named: Named) -> str:
    """What came into a list and what left it."""
    came = [part_text(cell.column, part, named) for part in cell.new if part not in cell.old]
    left = [part_text(cell.column, part, named) for part in cell.old if part not in cell.new]
    page = named.page
    code = "news_list_both" if came and left else "news_list_came" if came else "news_list_left"
    if not came and not left:
        return page.say("news_reworded", column=what)
    return page.say(code, column=what, came=came, left=left)


def _whole(row: Row, kind: str, named: Named) -> str:
    """A row that is new or gone, in one line."""
    page = named.page
    for model, told in _TOLD:
        if isinstance(row, model):
            return page.say(f"news_{kind}", what=told(row, named))
    what = page.say("news_row", table=table_label(row.table, named), row=row_name(row, named))
    cells = [] if row.table in BY_NAME_ALONE else list(_figures(row, named))
    if cells:
        what = page.say("news_with", what=what, cells=cells[:FIGURES_SHOWN])
    return page.say(f"news_{kind}", what=what)


def _figures(row: Row, named: Named) -> Iterator[str]:
    """What a row fills in, its key and its texts apart."""
    for column, info in type(row).model_fields.items():
        value = getattr(row, column)
        own = column not in (*Row.model_fields, *row.key, "applies_to") and not is_text(row.table, column)
        if own and value != info.get_default() and value not in (None, ()):
            yield f"{column_label(row.table, column, named.page)} {cell_text(row, column, named)}"


def _rule(row: Rule, named: Named) -> str:
    reason = (named.page.lang == "en" and row.reason_en) or row.reason
    values = {"kind": label(row.kind, named.page.lang), "rule": rule_text(row, named)}
    return named.page.say("news_new_rule", reason=reason.rstrip("。."), **values)


def _product(row: Product, named: Named) -> str:
    page = named.page
    rates = [rate for rate in (row.rate, row.rate_low, row.rate_high) if rate is not None]
    price = rate_text((min(rates), max(rates)), row.rate_basis, page.lang) if rates else "—"
    months = [*row.term_months, *row.term_periods]
    term = f"{min(months)}–{max(months)}" if len(months) > 1 else "".join(map(str, months)) or "—"
    methods = [label(method, page.lang) for method in row.repayment]
    use = label(row.use, page.lang)
    return page.say(
        "news_new_product", product=row.product_id, use=use, price=price, term=term, methods=methods
    )


def _limit(row: Limit, named: Named) -> str:
    page = named.page
    cap = cell_text(row, "cap", named)
    if row.field is None:
        return page.say("news_new_cap", cap=cap)
    code = "news_new_limit" if row.cap is None else "news_new_limit_cap"
    return page.say(code, fact=cell_text(row, "field", named), times=f"{row.multiplier:g}", cap=cap)


def _step(row: PriceStep, named: Named) -> str:
    ends = {name: cell_text(row, f"{name}_value", named) for name in ("from", "to")}
    values = {"product": row.product_id, "fact": cell_text(row, "field", named)}
    return named.page.say(
        "news_new_step", low=ends["from"], high=ends["to"], add=cell_text(row, "rate_add", named), **values
    )


def _channel(row: Channel, named: Named) -> str:
    shown = [column for column in ("amount_max", "lead_days") if getattr(row, column) is not None]
    cells = [f"{column_label(row.table, name, named.page)} {cell_text(row, name, named)}" for name in shown]
    return named.page.say("news_with", what=_named_row(row, named), cells=cells)


def _named_row(row: Row, named: Named) -> str:
    name = _text(row, "name", named.page.lang)
    return named.page.say("news_row", table=table_label(row.table, named), row=name)


def _source(row: Source, named: Named) -> str:
    return named.page.say("news_row", table=table_label(row.table, named), row=row.title or row.source_id)


_TOLD: tuple[tuple[type[Row], Callable[[Any, Named], str]], ...] = (
    (Rule, _rule),
    (Product, _product),
    (Limit, _limit),
    (PriceStep, _step),
    (Channel, _channel),
    (Outage, _named_row),
    (Source, _source),
)
"""Rows that are told in a way of their own when they come or go."""
