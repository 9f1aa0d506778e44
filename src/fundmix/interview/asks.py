"""The questions: what is asked, how an answer is read, and how it stands in ``profile.toml``."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from fundmix.answer.unknown import head
from fundmix.borrower import Debt
from fundmix.borrower.template import spoken
from fundmix.catalog.tables import Catalog, Fact, Repayment
from fundmix.catalog.values import parse_fact
from fundmix.facts import resolve_channel
from fundmix.fields import (
    parse_bool,
    parse_date,
    parse_money,
    parse_positive_money,
    parse_rate,
    parse_share,
    parse_signed_money,
    parse_text,
    reject,
)
from fundmix.words import label, say

CASH: Mapping[str, Callable[[Any], Any]] = {
    "opening": parse_money,
    "surplus": parse_signed_money,
    "minimum": parse_money,
    "income": parse_money,
}
"""The figures of the borrower's own money, in the order in which they are asked."""
BASES = ("annual", "monthly", "daily", "flat_monthly")
REPAYMENTS = tuple(word for word in get_args(Repayment) if word not in ("buyer_pays", "custom"))
AT_THE_END = ("interest_only", "bullet")
"""Methods that leave a sum at the end, which a lender may renew."""


@dataclass(frozen=True)
class Ask:
    """One question.

    Attributes:
        key: ``facts.x``, ``cash.x``, ``debts`` (is there another loan?) or ``debt.x`` (a figure of that loan).
        read: the value of an answer; raises ``PydanticCustomError``.
        fact: the catalog's fact, for ``facts.x``.
        choices: the words that an answer may be.
        needed: without an answer the loan cannot be counted.
        names: what the choices are called, in Chinese and in English.
    """

    key: str
    read: Callable[[Any], Any]
    fact: Fact | None = None
    choices: tuple[str, ...] = ()
    needed: bool = False
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The last part of the key."""
        return self.key.rpartition(".")[2]

    def lines(self, lang: str) -> tuple[str, ...]:
        """The question in plain words, then what may be answered and where the figure is found."""
        if self.fact is not None:
            head, *more = spoken(self.fact, lang)
            numbered = self._numbered(lang)
            # the second line of a fact with choices lists them; here they have numbers
            return (head, *((numbered, *more[1:]) if self.choices else more))
        asked = [say(f"ask_{self.key.replace('.', '_')}", lang)]
        return (*asked, *([self._numbered(lang)] if self.choices else []))

    def _numbered(self, lang: str) -> str:
        """The choices with the numbers that may be answered instead."""
        shown = [f"{number} {self._called(choice, lang)}" for number, choice in enumerate(self.choices, 1)]
        return say("ask_choices", lang, choices=" · ".join(shown))

    def _called(self, choice: str, lang: str) -> str:
        native, english = self.names.get(choice, ("", ""))
        named = (english if lang == "en" else native) or choice
        return named if self.fact else label(f"basis_{named}" if named in BASES else named, lang)

    def value(self, answer: Any) -> Any:
        """The value of an answer; a choice may be given by its number.

        Raises:
            PydanticCustomError: it is no such value.
        """
        text = str(answer).strip()
        if self.choices and text.isdecimal() and 1 <= int(text) <= len(self.choices):
            answer = self.choices[int(text) - 1]
        return self.read(answer)


def ask_fact(fact: Fact) -> Ask:
    """The question for a fact of the catalog."""
    return Ask(f"facts.{fact.field}", lambda answer: parse_fact(fact, answer), fact, fact.choices)


def ask_cash(name: str) -> Ask:
    """The question for a figure of the borrower's own money."""
    return Ask(f"cash.{name}", CASH[name])


def ask_debt(draft: Mapping[str, Any], declined: set[str], catalog: Catalog) -> Ask | None:
    """The next question about a loan; None when everything is said."""
    return next(
        (ask for ask in _of_debt(draft, catalog) if ask.name not in draft and ask.name not in declined), None
    )


def _of_debt(draft: Mapping[str, Any], catalog: Catalog) -> Iterator[Ask]:
    yield Ask("debt.name", parse_text, needed=True)
    yield Ask("debt.channel_id", lambda answer: _channel(catalog, answer))
    yield Ask("debt.balance", parse_positive_money, needed=True)
    yield Ask("debt.rate", parse_rate, needed=True)
    yield Ask("debt.rate_basis", _word(BASES), choices=BASES, needed=True)
    if draft.get("rate_basis") == "flat_monthly":
        yield Ask("debt.original_amount", parse_positive_money, needed=True)
    yield Ask("debt.repayment", _word(REPAYMENTS), choices=REPAYMENTS, needed=True)
    yield Ask("debt.next_payment", parse_date, needed=True)
    yield Ask("debt.last_payment", parse_date, needed=True)
    yield Ask("debt.prepay_fee_rate", parse_share)
    if draft.get("repayment") in AT_THE_END:
        yield Ask("debt.renewable", parse_bool)
    pledges = tuple(fact.field for fact in catalog.facts if fact.pledge)
    if pledges:
        names = {fact.field: (head(fact.description), head(fact.description_en)) for fact in catalog.facts}
        yield Ask("debt.pledge", _word(pledges), choices=pledges, names=names)


def _channel(catalog: Catalog, answer: Any) -> str:
    found = resolve_channel(catalog, parse_text(answer))
    if found is None:
        raise reject("ask_no_channel")
    return found


def _word(words: tuple[str, ...]) -> Callable[[Any], str]:
    def read(answer: Any) -> str:
        word = str(answer).strip()
        if word not in words:
            raise reject("not_a_choice", choices=list(words))
        return word

    return read


def toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{value:.0f}" if value == int(value) else repr(round(float(value), 10))
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def debt_block(debt: Mapping[str, Any]) -> str:
    """A loan as a block of ``profile.toml``."""
    rows = [f"{name} = {toml(debt[name])}" for name in Debt.model_fields if debt.get(name) is not None]
    return "\n".join(["[[debts]]", *rows, ""])
