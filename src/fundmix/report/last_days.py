"""The last days to act on coming maturities as events: to ask for a renewal, and to prepare what bridges a refusal."""

from collections.abc import Iterator, Sequence

from fundmix.plan import Event
from fundmix.report.events import in_order, renewal_uid
from fundmix.watch.records import Gap, Maturity


def last_days(maturities: Sequence[Maturity], currency: str = "CNY") -> tuple[Event, ...]:
    """Two days of each loan that ends: ask for its renewal, and ask for what would take its place.

    Args:
        maturities: the loans that end with a sum which their lenders may refuse to renew.
        currency: of their amounts.
    """
    found = [event for row in maturities for event in _events(row)]
    return in_order(event.model_copy(update={"currency": currency}) for event in found)


def _events(row: Maturity) -> Iterator[Event]:
    subject = f"debt:{row.debt}"
    if row.renewal == "open" and row.ask_by is not None:
        yield Event(
            day=row.ask_by,
            kind="renewal",
            uid=renewal_uid(row.debt, row.date),
            subject=subject,
            name=row.debt,
            amount=row.amount,
            details={"due": row.date, "lender": row.name, "lender_en": row.name_en},
        )
    first = min((gap for gap in row.gaps if gap.last_day), key=lambda gap: str(gap.last_day), default=None)
    if first is not None and first.last_day is not None:
        yield Event(
            day=first.last_day,
            kind="last_day",
            uid=f"last_day|{subject}|{row.date:%Y-%m}",
            subject=subject,
            name=row.debt,
            amount=first.missing,
            details={"due": row.date, **_bridge(first)},
        )


def _bridge(gap: Gap) -> dict[str, tuple[str, ...]]:
    """Whom to ask for the bridge, and every paper that they want, once."""
    asked = [part for part in gap.bridge if part.apply_by is not None]
    papers = [paper for part in asked for paper in part.documents]
    english = [paper for part in asked for paper in part.documents_en or part.documents]
    return {
        "lenders": tuple(part.name for part in asked),
        "lenders_en": tuple(part.name_en or part.name for part in asked),
        "documents": tuple(dict.fromkeys(papers)),
        "documents_en": tuple(dict.fromkeys(english)),
    }
