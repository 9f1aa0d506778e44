"""Catalog news on a terminal and as rows: what changed, channel by channel, and what lapses soon."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TextIO

from fundmix.analysis.impact.records import Impact
from fundmix.catalog.diff import LABELS, CatalogDiff, ChannelNews, Edition, RowChange
from fundmix.catalog.effects import EFFECTS
from fundmix.catalog.expiring import Expiring
from fundmix.catalog.tables import TABLES, Catalog
from fundmix.report.cells import Named, column_label
from fundmix.report.changes import MARKS, Line, change_lines, row_name, table_label
from fundmix.report.impact import print_impact
from fundmix.report.page import HEADING, QUIET, Page
from fundmix.words import label
from fundmix.words.formats import NOTHING, printable

LINES_SHOWN = 8
"""Changes of one channel, or of one table, that a page shows; the others stand in JSON and CSV."""
CHANNELS_SHOWN = 3
TABLE_ORDER = tuple(model.table for model in TABLES)
NEWS_COLUMNS = (
    "table", "key", "kind", "row_effect", "channels", "column", "old", "new", "effect", "source_only",
)  # fmt: skip


def news_rows(found: CatalogDiff) -> list[dict[str, Any]]:
    """One flat row per changed cell with ``NEWS_COLUMNS``; words of ``catalog.toml`` have the table ``catalog``."""
    rows: list[dict[str, Any]] = [
        {
            "table": "catalog",
            "key": "",
            "kind": "changed",
            "row_effect": "neutral",
            "source_only": "no",
            **cell.model_dump(),
        }
        for cell in found.settings
    ]
    for change in found.rows:
        words = {"table": change.table, "key": change.key, "kind": change.kind, "row_effect": change.effect}
        cells = [(cell, "no") for cell in change.cells] + [(cell, "yes") for cell in change.renewed]
        rows += [
            {**words, "channels": change.channels, "source_only": only, **cell.model_dump(mode="json")}
            for cell, only in cells
        ]
        if not cells:
            # a row that fills in nothing but its key
            rows.append({**words, "channels": change.channels, "source_only": "no"})
    return rows


def print_news(
    catalogs: tuple[Catalog, Catalog],
    found: CatalogDiff,
    mine: Impact | None,
    lang: str,
    file: TextIO | None = None,
) -> None:
    """What it does to the borrower, when there is one; then every change, the worse ones first."""
    page = Page(lang, file, currency=catalogs[1].settings.currency)
    named = Named.of(page, *catalogs)
    page.line(_title(page, found), style=HEADING)
    for text in _summary(page, found):
        page.line(text)
    if mine is not None:
        print_impact(page, mine, named)
        _expiring(page, catalogs, mine)
    _settings(page, found)
    _gone(page, found, named)
    for channel in found.channels:
        if channel.kind != "removed":
            _channel(page, channel, found, named)
    _shared(page, found, named)
    _rest(page, found, named)
    if mine is None and found.lapsed:
        page.heading(page.say("title_lapsed"))
        page.bullets(expiring_lines(found.lapsed, catalogs, lang))
    page.blank()
    if any(not row.quiet for row in found.rows):
        page.line(page.say("news_legend"), style=QUIET)
    page.line(page.say("disclaimer"), style=QUIET)


def expiring_lines(rows: Iterable[Expiring], catalogs: Catalog | tuple[Catalog, ...], lang: str) -> list[str]:
    """One sentence per row: what lapses, on which day, how soon, whom it concerns."""
    known = (catalogs,) if isinstance(catalogs, Catalog) else catalogs
    page = Page(lang, currency=known[-1].settings.currency)
    named = Named.of(page, *known)
    return [_expiring_line(row, named) for row in rows]


def _expiring_line(row: Expiring, named: Named) -> str:
    """``个人消费贷款财政贴息：到 2026-12-31 为止，还有30天。涉及…``."""
    page = named.page
    code = "expired" if row.days_left < 0 else "expires_today" if row.days_left == 0 else "expires"
    when = page.say(code, day=row.day, days=abs(row.days_left))
    if row.table == "quotes":
        return page.say("expiring_quote", channel=named.channel(row.channels[0]), when=when)
    what = row_name(row.row, named) if row.row else row.key
    if row.table == "products":
        what = page.say("news_row", table=table_label("products", named), row=row.key.partition("/")[2])
    elif row.table == "availability":
        what = table_label("availability", named)
    if not row.channels:
        return page.say("expiring_line", what=what, when=when)
    names = _few(page, row.channels, named)
    return page.say("expiring_line_channels", what=what, when=when, channels=names)


def _few(page: Page, channels: Sequence[str], named: Named) -> list[str]:
    """Some names, and how many more there are."""
    shown = [named.channel(name) for name in channels[:CHANNELS_SHOWN]]
    left = len(channels) - len(shown)
    return [*shown, page.say("lever_others", count=left)] if left else shown


def _title(page: Page, found: CatalogDiff) -> str:
    """The two catalogs; of the same name they are told by their folders."""
    alike = found.old.name == found.new.name
    old, new = (_edition(page, one, by_folder=alike) for one in (found.old, found.new))
    return page.say("title_news", old=old, new=new)


def _edition(page: Page, edition: Edition, *, by_folder: bool) -> str:
    """A catalog and its day."""
    name = printable(edition.layers[-1] if by_folder and edition.layers else edition.name)
    return page.say("news_edition", name=name, as_of=edition.as_of) if edition.as_of else name


def _summary(page: Page, found: CatalogDiff) -> Iterator[str]:
    """How many rows came, went and changed; how many only name another source."""
    if found.is_empty:
        yield page.say("news_none")
        return
    told = [row for row in found.rows if not row.quiet]
    counts = {kind: sum(row.kind == kind for row in told) for kind in ("added", "removed", "changed")}
    parts = [page.say(f"news_count_{kind}", count=count) for kind, count in counts.items() if count]
    yield page.say("news_counts", parts=parts) if told else page.say("news_nothing_told")
    if found.renewed:
        yield page.say("news_renewed", count=len(found.renewed))


def _settings(page: Page, found: CatalogDiff) -> None:
    """Words of ``catalog.toml`` that say more than a name."""
    cells = [cell for cell in found.settings if cell.column not in LABELS]
    if not cells:
        return
    page.heading(page.say("news_settings"))
    for cell in cells:
        ends = {
            name: label(str(end), page.lang) if end else NOTHING
            for name, end in (("old", cell.old), ("new", cell.new))
        }
        what = column_label("settings", cell.column, page)
        page.line(page.say("news_cell", column=what, **ends), first="  · ")


def _gone(page: Page, found: CatalogDiff, named: Named) -> None:
    """The channels that are gone, with what was only about them."""
    gone = [one for one in found.channels if one.kind == "removed"]
    if not gone:
        return
    page.heading(page.say("news_gone"))
    for effect in EFFECTS:
        names = [named.channel(one.channel_id) for one in gone if one.effect == effect]
        if names:
            page.line(page.say("news_gone_channels", channels=names), first=f"  {MARKS[effect]} ")


def _channel(page: Page, channel: ChannelNews, found: CatalogDiff, named: Named) -> None:
    """The changes that concern this channel alone."""
    rows = [found.by_name[name] for name in channel.changes]
    own = [row for row in rows if len(row.channels) == 1]
    if not own:
        return
    page.heading(f"{named.channel(channel.channel_id)} ({channel.channel_id})")
    lines = [line for row in own for line in change_lines(row, named)]
    if channel.kind == "added":
        # its rules are no news of their own: nothing was easier before
        own.sort(key=lambda row: TABLE_ORDER.index(row.table))
        first, *others = [text for row in own for _, text in change_lines(row, named)]
        page.line(_capital(first), first=f"  {MARKS[channel.effect]} ")
        lines = [("neutral", text) for text in others]
    _lines(page, lines)


def _shared(page: Page, found: CatalogDiff, named: Named) -> None:
    """Changes that concern several channels, each once."""
    rows = [row for row in found.rows if len(row.channels) > 1 and not row.quiet]
    if not rows:
        return
    page.heading(page.say("news_several"))
    for row in rows[:LINES_SHOWN]:
        for effect, text in change_lines(row, named):
            page.line(_capital(text), first=f"  {MARKS[effect]} ")
        whom = page.say("news_concerns", channels=_few(page, row.channels, named))
        page.line(whom, first="    ", style=QUIET)
    _more(page, len(rows) - LINES_SHOWN)


def _rest(page: Page, found: CatalogDiff, named: Named) -> None:
    """What concerns no channel, table by table."""
    rows = sorted((found.by_name[name] for name in found.rest), key=lambda row: TABLE_ORDER.index(row.table))
    for table, group in groupby(rows, key=lambda row: row.table):
        page.heading(_capital(table_label(table, named)))
        _lines(page, list(_plain_lines(group, named)))


def _plain_lines(rows: Iterable[RowChange], named: Named) -> Iterator[Line]:
    for row in rows:
        yield from change_lines(row, named)


def _lines(page: Page, lines: Sequence[Line]) -> None:
    """Lines behind their marks, the worse ones first, as many as a page holds."""
    ordered = sorted(lines, key=lambda line: EFFECTS.index(line[0]))
    for effect, text in ordered[:LINES_SHOWN]:
        page.line(_capital(text), first=f"  {MARKS[effect]} ")
    _more(page, len(ordered) - LINES_SHOWN)


def _capital(text: str) -> str:
    """The text with a capital where it begins with a small letter."""
    return text[:1].upper() + text[1:]


def _more(page: Page, count: int) -> None:
    if count > 0:
        page.line(page.say("news_more", count=count), first="    ", style=QUIET)


def _expiring(page: Page, catalogs: tuple[Catalog, Catalog], mine: Impact) -> None:
    """What lapsed, and what lapses soon, of what concerns the borrower."""
    for code, rows in (("title_lapsed", mine.lapsed), ("title_expiring", mine.expiring)):
        if rows:
            page.heading(page.say(code))
            page.bullets(expiring_lines(rows, catalogs, page.lang))
