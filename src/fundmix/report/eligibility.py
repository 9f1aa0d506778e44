"""What the published rules say about one borrower, channel by channel."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from fundmix.catalog.tables import Catalog
from fundmix.eligibility import Verdicts
from fundmix.report.facts import FactText, asked_text, fact_texts
from fundmix.report.page import HEADING, QUIET, Page
from fundmix.words import reason_line

ASKED_SHOWN = 5
MARKS = {"eligible": "✓", "unknown": "?", "ineligible": "✗"}
FAILURE_FIELDS = (
    "rule_id", "field", "operator", "required", "actual", "state", "distance", "kind", "reason", "reason_en",
    "remedy", "remedy_en", "remedy_months",
)  # fmt: skip
VERDICT_COLUMNS = ("channel_id", "name", "name_en", "verdict", "soft", *FAILURE_FIELDS)


def verdict_records(catalog: Catalog, verdicts: Verdicts) -> list[dict[str, Any]]:
    """One record per channel: verdict, and every failed or unknown rule with its distance."""
    judgements = verdicts.judgements()
    failures = verdicts.failures.astype(object)
    rows = failures.where(failures.notna(), None).to_dict("records")
    failed: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        failed.setdefault(str(row["channel_id"]), []).append(
            {name: _native(row[name]) for name in FAILURE_FIELDS}
        )
    return [
        {
            "channel_id": channel.channel_id,
            "name": channel.name,
            "name_en": channel.name_en,
            "verdict": judgements[channel.channel_id].verdict,
            "soft": judgements[channel.channel_id].soft,
            "failed": failed.get(channel.channel_id, []),
        }
        for channel in catalog.channels
        if channel.channel_id in judgements
    ]


def _native(value: Any) -> Any:
    """A numpy figure as Python's own."""
    return value.item() if hasattr(value, "item") else list(value) if isinstance(value, tuple) else value


def flat(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row per failed rule with ``VERDICT_COLUMNS``; one without a rule for a channel that fails none."""
    return [{**record, **failure} for record in records for failure in (record["failed"] or [{}])]


def print_verdicts(
    catalog: Catalog, records: Sequence[Mapping[str, Any]], lang: str, file: TextIO | None = None
) -> None:
    """Channels that meet the published rules first, then those that lack a fact, then the others."""
    page = Page(lang, file)
    page.line(page.say("title_eligible"), style=HEADING)
    counts = Counter(record["verdict"] for record in records)
    page.line(page.say("eligible_counts", **{verdict: counts[verdict] for verdict in MARKS}))
    facts = fact_texts(catalog, lang)
    asked = _asked_most(records)
    if asked:
        names = [
            page.say("eligible_asked_by", fact=facts[field].name, count=count)
            for field, count in asked
            if field in facts
        ]
        page.line(page.say("eligible_ask_first", facts=names))
    page.blank()
    for verdict, mark in MARKS.items():
        for record in (found for found in records if found["verdict"] == verdict):
            name = (lang == "en" and record["name_en"]) or record["name"]
            page.line(name, first=f"  {mark} ")
            for failure in record["failed"]:
                if failure["kind"] != "info":
                    page.line(failure_line(failure, facts, page), first="      · ", style=QUIET)
    page.blank()
    page.line(page.say("eligible_legend"), style=QUIET)
    page.line(page.say("disclaimer"), style=QUIET)


def _asked_most(records: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """The facts that are not stated and keep several channels from a verdict, each with how many."""
    counts = Counter(
        field
        for record in records
        if record["verdict"] == "unknown"
        for field in {
            failure["field"]
            for failure in record["failed"]
            if failure["state"] == "unknown" and failure["kind"] == "hard" and failure["field"]
        }
    )
    asked = [(field, count) for field, count in counts.items() if count > 1]
    return sorted(asked, key=lambda found: (-found[1], found[0]))[:ASKED_SHOWN]


def failure_line(failure: Mapping[str, Any], facts: Mapping[str, FactText], page: Page) -> str:
    """What is asked, what the borrower has, how far off, what would help."""
    lang = page.lang
    asked = asked_text(failure, facts, page)
    # reason and remedy speak of a rule that is not met: of an unknown fact they would say too much
    if asked and failure["state"] == "unknown":
        return asked
    reason = reason_line(failure["reason"], failure["reason_en"], lang)
    remedy = (lang == "en" and failure["remedy_en"]) or failure["remedy"]
    parts = [part for part in (reason, asked) if part]
    if remedy:
        months = failure["remedy_months"]
        parts.append(
            page.say("failure_remedy", remedy=remedy)
            + (page.say("failure_months", months=months) if months else "")
        )
    # a catalog's texts end in a full stop or not
    return page.say("sentence_gap").join(part.rstrip("。.") for part in parts)
