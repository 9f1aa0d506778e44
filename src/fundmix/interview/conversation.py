"""The interview: which question comes next, and what becomes of its answer."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from fundmix.borrower import Profile, load_profile
from fundmix.borrower.template import comment
from fundmix.catalog.tables import Catalog
from fundmix.errors import InputError
from fundmix.facts import facts_of
from fundmix.fields import parse_bool
from fundmix.interview.asks import CASH, Ask, ask_cash, ask_debt, ask_fact, debt_block, toml
from fundmix.interview.book import Book
from fundmix.interview.decide import Agenda, Decider, Question
from fundmix.words import say


def askable(catalog: Catalog) -> tuple[str, ...]:
    """The facts that a borrower can be asked for."""
    return tuple(fact.field for fact in catalog.facts if fact.kind == "asked" and fact.enabled)


class Conversation:
    """One interview about one question, kept in one file."""

    def __init__(
        self, question: Question, book: Book, lang: str, days: tuple[dt.date | None, dt.date]
    ) -> None:
        self.question, self.book, self.lang, self.days = question, book, lang, days
        self.decider = Decider(question)
        self.facts = {fact.field: fact for fact in question.catalog.facts}
        self.left = 0

    def profile(self) -> Profile:
        """The profile as it stands in the file.

        Raises:
            InputError: every mistake of the file.
        """
        start, today = self.days
        profile = load_profile(self.book.path, start=start, today=today)
        facts_of(profile, self.question.catalog)
        return profile

    def next(self) -> Ask | None:
        """The next question; None when no answer can change the plan any more.

        Raises:
            InputError: for a file that contradicts itself or the catalog.
        """
        self.complete()
        self.left = 0
        profile, declined = self.profile(), self.book.declined
        cash = [name for name in CASH if name not in profile.cash.model_fields_set | _below("cash", declined)]
        first = [name for name in cash if name != "income"]
        if first:
            self.left = len(first) + 1
            return ask_cash(first[0])
        telling = ask_debt(self.book.draft, _below("debt", declined), self.question.catalog)
        if self.book.draft and telling:
            return telling
        if "debts" not in declined:
            return Ask("debts", parse_bool)
        case = self.question.case(profile)
        if cash and (case.situation.gap > 0 or case.debts):
            return ask_cash("income")
        agenda = self.agenda(profile)
        self.left = max(0, len(agenda.fields) - 1)
        return ask_fact(self.facts[agenda.fields[0]]) if agenda.fields else None

    def agenda(self, profile: Profile) -> Agenda:
        """The facts that are worth asking for."""
        said = profile.facts.keys() | _below("facts", self.book.declined)
        return self.decider.agenda(
            profile, [name for name in askable(self.question.catalog) if name not in said]
        )

    def counts(self) -> tuple[int, int]:
        """How many questions are answered in the file, and how many were not known."""
        profile, declined = self.profile(), self.book.declined
        said = sum(name in profile.facts for name in askable(self.question.catalog))
        said += sum(name in profile.cash.model_fields_set for name in CASH)
        return said + ("debts" in declined), len(declined - {"debts"})

    def decline(self, ask: Ask) -> None:
        """The borrower does not know; a loan that lacks a figure it needs is left out.

        Raises:
            InputError: the loan that is complete with this contradicts itself; the file has no part of it.
        """
        if ask.needed:
            self.book.drop_draft()
            return
        with self._undone(ask):
            self.book.decline(ask.key)
            self.complete()
            self.profile()

    def answer(self, ask: Ask, answer: Any) -> None:
        """Keep an answer.

        Raises:
            PydanticCustomError: it is no such value.
            InputError: it contradicts what is known; the file is as it was.
        """
        value = ask.value(answer)
        with self._undone(ask):
            self._keep(ask, value)
            self.profile()

    @contextmanager
    def _undone(self, ask: Ask) -> Iterator[None]:
        """Put the file back as it was when what is kept turns out to be a mistake."""
        before = self.book.text
        try:
            yield
        except InputError:
            self.book.restore(before)
            if ask.key.startswith("debt."):
                # which of its figures is wrong is told; the loan is told anew
                self.book.drop_draft()
            raise

    def _keep(self, ask: Ask, value: Any) -> None:
        section, _, name = ask.key.partition(".")
        if section == "debt" or ask.key == "debts":
            self._tell_debt(ask, value)
        else:
            lines = (
                [f"# {line}" for line in ask.lines(self.lang)]
                if ask.fact is None
                else [comment(ask.fact, self.lang)]
            )
            self.book.put(section, [*lines, f"{name} = {toml(value)}"], name, value)

    def _tell_debt(self, ask: Ask, value: Any) -> None:
        """Keep what is told of a loan, and write it when it is complete."""
        if ask.key == "debts" and not value:
            self.book.decline("debts", say("interview_no_debts", self.lang))
            return
        self.book.note("told = true" if ask.key == "debts" else f"{ask.name} = {toml(value)}")
        self.complete()

    def complete(self) -> None:
        """Write the loan that is being told when nothing of it is left to ask."""
        draft = self.book.draft
        if draft and ask_debt(draft, _below("debt", self.book.declined), self.question.catalog) is None:
            self.book.close_draft(debt_block(draft))

    def tell_debts(self, debts: list[Mapping[str, Any]]) -> None:
        """Write loans as an answers file tells them, and that there are no others."""
        for debt in debts:
            self.book.close_draft(debt_block(debt))
        self.book.decline("debts", say("interview_no_debts", self.lang))


def _below(section: str, keys: set[str]) -> set[str]:
    """The names of the keys of one section."""
    return {key.partition(".")[2] for key in keys if key.startswith(f"{section}.")}
