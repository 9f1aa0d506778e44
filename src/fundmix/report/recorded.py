"""What ``fundmix watch add`` has recorded, in a few plain lines: how much, and what is most telling of it."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from fundmix.catalog.tables import Catalog
from fundmix.report.facts import FactText, fact_text, fact_texts
from fundmix.watch.add import Added, Change
from fundmix.words import say
from fundmix.words.formats import date, money0, printable

TOLD = 3
"""Changes that are told; the others are only counted."""
_ASIDE = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")


def recorded_lines(added: Added, file: str, catalog: Catalog, lang: str) -> Iterator[str]:
    """The lines of an answer, not yet wrapped."""
    snapshot = added.snapshot
    if not (added.rows_added or added.rows_replaced):
        yield say("recorded_already", lang, day=snapshot.date, file=file)
        return
    known = sum(value is not None for value in snapshot.facts.values())
    counts = {"facts": known, "debts": len(snapshot.debts), "channels": len(snapshot.channels)}
    yield say("recorded", lang, day=snapshot.date, file=file, **counts)
    if added.since is None:
        yield say("recorded_first", lang)
        return
    passing = {row.field for row in catalog.facts if row.changed_by in ("time", "running_out")}
    changes = [one for one in added.changes if one.about or one.field not in passing]
    if changes:
        yield _changes_line(changes, added.since, catalog, lang)
    else:
        yield say("recorded_same", lang, since=added.since)


def _changes_line(changes: list[Change], since: dt.date, catalog: Catalog, lang: str) -> str:
    """How many figures changed since the last day, and the most telling ones."""
    facts = fact_texts(catalog, lang)
    telling = sorted(changes, key=_Ranks(catalog).rank)
    told = ("；" if lang == "zh" else "; ").join(
        _change_text(change, catalog, facts, lang) for change in telling[:TOLD]
    )
    new = sum(change.new for change in changes)
    more = len(telling) - TOLD
    text = say("recorded_more" if more > 0 else "recorded_told", lang, told=told, more=more)
    counts = {"changed": len(changes) - new, "new": new}
    return say("recorded_changes", lang, since=since, told=text, **counts)


class _Ranks:
    """How telling a change is: answers of lenders and limits, debts that come and go, then what signs and rules ask."""

    def __init__(self, catalog: Catalog) -> None:
        self.watched = {row.field for row in catalog.indicators}
        self.asked = Counter(row.field for row in catalog.eligibility if row.kind == "hard")

    def rank(self, change: Change) -> tuple[int, int]:
        """Smaller = more telling; equals stay in the order of the snapshot."""
        if change.about:
            coming = change.field == "balance" and not (change.before and change.after)
            order = {"decision": 0, "limit": 2, "terms": 3}.get(change.field, 6)
            return (1 if coming else order), 0
        return (4 if change.field in self.watched else 5), -self.asked[change.field]


def _change_text(change: Change, catalog: Catalog, facts: Mapping[str, FactText], lang: str) -> str:
    """One change: what, before, after."""
    kind, _, name = change.about.partition(":")
    if kind == "channel":
        name = _channel_name(catalog, name, lang)
    name = printable(name)
    if change.field == "decision":
        return say(f"recorded_{change.after}", lang, name=name)
    if change.field == "terms" and kind:
        return say("recorded_terms", lang, name=name)
    if not kind:
        fact = facts.get(change.field)
        what = _ASIDE.sub("", fact.name) if fact else change.field
        before, after = (
            say("recorded_unknown", lang) if value is None else fact_text(value, fact, lang)
            for value in (change.before, change.after)
        )
        return say("recorded_change", lang, what=what, before=before, after=after)
    return _amount_text(change, name, lang)


def _amount_text(change: Change, name: str, lang: str) -> str:
    """A change of a balance, a limit or a last payment."""
    if change.field == "balance" and not change.after:
        return say("recorded_paid_off", lang, name=name)
    if change.field == "balance" and not change.before:
        return say("recorded_new_debt", lang, name=name, after=money0(change.after))
    code = {"balance": "recorded_debt", "last_payment": "recorded_debt_day"}.get(
        change.field, "recorded_limit"
    )
    before, after = (
        say("recorded_unknown", lang)
        if value is None
        else date(value)
        if change.field == "last_payment"
        else money0(value)
        for value in (change.before, change.after)
    )
    return say("recorded_change", lang, what=say(code, lang, name=name), before=before, after=after)


def _channel_name(catalog: Catalog, channel_id: str, lang: str) -> str:
    """What a channel is called."""
    channel = catalog.channel(channel_id)
    return (channel.name_en if lang == "en" else "") or channel.name
