"""Early-warning signs on a terminal and as rows: how grave, what, against which bound, since when, what to do."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fundmix.catalog.indicators import FROM_NOTHING, LIMIT
from fundmix.catalog.tables import Catalog
from fundmix.report.facts import FactText, fact_text, fact_texts
from fundmix.report.page import ALARM, HEADING, QUIET, Page
from fundmix.words import label, reason_line, say
from fundmix.words.formats import figure, joined, money0, percent

if TYPE_CHECKING:
    from fundmix.watch.records import Sign

SIGN_COLUMNS = (
    "indicator_id", "severity", "about", "field", "measure", "value", "bound", "relative", "window_months", "since",
    "reason", "reason_en", "action", "action_en",
)  # fmt: skip
_FIGURES = frozenset({"money", "ratio", "number", "count"})


def sign_rows(found: "Sequence[Sign]") -> list[dict[str, Any]]:
    """One flat row per sign with ``SIGN_COLUMNS``."""
    return [sign.model_dump(mode="json", include=set(SIGN_COLUMNS)) for sign in found]


def signs(page: Page, found: "Sequence[Sign]", catalog: Catalog) -> None:
    """Write every sign: one strong line, why it matters, what to do."""
    count = {severity: sum(sign.severity == severity for sign in found) for severity in ("act", "watch")}
    page.heading(page.say("title_signs", **count))
    if not found:
        page.line(page.say("signs_none"), first="  ")
        return
    for sign in found:
        severity = page.say(f"sign_severity_{sign.severity}")
        style = ALARM if sign.severity == "act" else HEADING
        page.line(sign_line(sign, catalog, page.lang), first=f"  {severity}  ", style=style)
        if not _says_itself(sign, catalog):
            page.line(reason_line(sign.reason, sign.reason_en, page.lang), first="    ")
        action = reason_line(sign.action, sign.action_en, page.lang)
        if action:
            page.line(action, first="    → ")
    page.line(page.say("signs_legend"), first="  ", style=QUIET)


def sign_line(sign: "Sign", catalog: Catalog, lang: str) -> str:
    """What is measured against its bound, and since when, in one line."""
    told = _Told(sign, catalog, lang)
    if _says_itself(sign, catalog):
        return told.say(
            "sign_reason", reason=reason_line(sign.reason, sign.reason_en, lang), since=sign.since
        )
    return told.say("sign_since", figure=told.figure(), since=sign.since)


def _says_itself(sign: "Sign", catalog: Catalog) -> bool:
    """Whether the reason is all there is to say: a yes, a no or a word has no figure and no bound."""
    worded = {fact.field for fact in catalog.facts if fact.type not in _FIGURES}
    return sign.measure == "level" and sign.field in worded


def measured_name(field: str, facts: Mapping[str, FactText], lang: str) -> str:
    """What an indicator that cannot be read would measure: the name of its fact, or of the figure of debts."""
    return facts[field].name if field in facts else label(f"sign_{field}", lang)


class _Told:
    """One sign in words."""

    def __init__(self, sign: "Sign", catalog: Catalog, lang: str) -> None:
        self.sign, self.catalog, self.lang = sign, catalog, lang
        facts = fact_texts(catalog, lang)
        limit = FactText(LIMIT.field, LIMIT.type, {})
        self.fact = facts.get(sign.field, limit if sign.field == LIMIT.field else None)

    def say(self, code: str, **values: Any) -> str:
        """A sentence in the language and the currency of the catalog."""
        return say(code, self.lang, currency=self.catalog.settings.currency, **values)

    def figure(self) -> str:
        """The figure and its bound."""
        sign = self.sign
        if sign.measure == "announced":
            return self.say("sign_announced", name=self._name("outages", "outage_id", sign.value))
        if sign.measure == "terms":
            return self.say("sign_terms", who=self._who(), months=self._months())
        if sign.measure == "share":
            values = {"value": _ratio(sign.value), "bound": self._bound(_ratio)}
            return self.say("sign_share", who=self._who(), **values)
        if sign.measure == "days_until":
            return self._days()
        return self._changed() if sign.measure in ("change", "trend") else self._level()

    def _level(self) -> str:
        values = {"value": self._plain(self.sign.value), "bound": self._bound(self._plain)}
        return self.say("sign_level", what=self._what(), **values)

    def _changed(self) -> str:
        sign, what, months = self.sign, self._what(), self._months()
        if self.fact is None or self.fact.type not in _FIGURES:
            ends = {"before": self._plain(sign.bound), "value": self._plain(sign.value)}
            return self.say("sign_another", what=what, months=months, **ends)
        if sign.relative and sign.value >= FROM_NOTHING:
            return self.say("sign_from_nothing", what=what, months=months)
        way = "down" if sign.value < 0 else "up"
        values = {"value": self._size(sign.value), "bound": self._bound(self._side)}
        return self.say(f"sign_{sign.measure}_{way}", what=what, months=months, **values)

    def _days(self) -> str:
        days = self.sign.value
        if not self.sign.about:
            code = "sign_days_ago" if days < 0 else "sign_days_ahead"
            return self.say(
                code, what=self._what(), days=abs(days), bound=self._bound(lambda bound: f"{abs(bound)}")
            )
        code = "sign_due_past" if days < 0 else "sign_due" if days else "sign_due_today"
        return self.say(code, who=self._who(), days=abs(days), bound=self._bound(str))

    def _what(self) -> str:
        """The fact, or whose limit."""
        if self.sign.about:
            return self.say("sign_limit_of", who=self._who())
        return self.fact.name if self.fact else label(self.sign.field, self.lang)

    def _who(self) -> str:
        """The debt by the borrower's own name, a channel by the catalog's."""
        kind, _, name = self.sign.about.partition(":")
        if kind == "debt":
            return f"“{name}”"
        return self._name("channels", "channel_id", name)

    def _name(self, table: str, key: str, value: str) -> str:
        row = next((row for row in getattr(self.catalog, table) if getattr(row, key) == value), None)
        return value if row is None else (self.lang == "en" and row.name_en) or row.name

    def _months(self) -> str:
        months = self.sign.window_months
        return self.say("sign_one_month" if months == 1 else "sign_months", months=months)

    def _bound(self, write: Any) -> str:
        bound = self.sign.bound
        parts = bound if isinstance(bound, tuple | list) else (bound,)
        return joined([write(part) for part in parts], self.lang)

    def _plain(self, value: Any) -> str:
        if self.fact is not None and self.fact.type == "ratio":
            return _ratio(value)
        return fact_text(value, self.fact, self.lang)

    def _side(self, bound: float) -> str:
        """A bound on the same side as the change as it is, one on the other side with its sign."""
        same = (bound < 0) == (self.sign.value < 0)
        return self._size(bound) if same else ("-" if bound < 0 else "+") + self._size(bound)

    def _size(self, value: float) -> str:
        """The size of a change: yuan, points of a ratio, percent of the value then, or a plain figure."""
        size = abs(value)
        if self.sign.relative:
            return _ratio(size)
        if self.fact is not None and self.fact.type == "ratio":
            return self.say("sign_points", figure=_short(size * 100))
        if self.fact is not None and self.fact.type == "money":
            return money0(size, self.catalog.settings.currency)
        return _short(size)


def _short(value: float) -> str:
    """A figure with one decimal where it has some."""
    return figure(value, 0 if round(value, 1) == round(value) else 1)


def _ratio(value: float) -> str:
    """A share in percent, with one decimal where it has some."""
    return percent(value, 0 if round(value * 100, 1) == round(value * 100) else 1)
