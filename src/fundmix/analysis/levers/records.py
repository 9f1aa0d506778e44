"""The records of a lever: what is done, what it changes in the files, and what the plan is then."""

import datetime as dt
import json
from typing import Any, Literal

from pydantic import Field

from fundmix.borrower import Need, Profile
from fundmix.fields import Record
from fundmix.plan import FundingPlan, Status, Warn

Kind = Literal["tell", "do", "correct", "close", "wait"]
"""An answer given; something done; a wrong entry corrected; a debt paid off; time."""
Timing = Literal["now", "wait", "next_time"]
"""With the plan's own start; later, which every need can; later, which is too late for a need of today."""


class Step(Record):
    """One thing to do.

    Attributes:
        subject: a fact, the name of a debt, or ``start`` for time alone.
        before, after: its value, None = not stated; of a debt its balance; of ``start`` the day.
        months: how long it takes until lenders see it.
        rule_id, field, operator, required, remedy, remedy_en: the rule whose remedy it is; empty without one.
        takes_months: of a paper, which counts as soon as it is there, how long that may take by its rule.
        yuan: own cash that goes into it at the start.
    """

    kind: Kind
    subject: str
    before: Any
    after: Any
    months: int = 0
    rule_id: str = ""
    field: str = ""
    operator: str = ""
    required: Any = None
    remedy: str = ""
    remedy_en: str = ""
    takes_months: int = 0
    yuan: float = 0.0

    @property
    def key(self) -> str:
        """What makes two steps the same, whichever rule asked for them."""
        return f"{self.kind}:{self.subject}:{self.after}:{self.months}"


class Change(Record):
    """One value of the files: ``facts.card_utilisation``, ``cash.opening``, ``needs.roof.date``; None = not there."""

    key: str
    before: Any
    after: Any


class Passed(Record):
    """A rule that is not met today at these channels and would be."""

    rule_id: str
    channels: tuple[str, ...]
    field: str
    before: Any
    after: Any


class Figures(Record):
    """A plan in a few figures, yuan. ``outlay``: what all financing costs, interest and fees of new loans and old."""

    status: Status
    cost: float
    old_saved: float
    unmet: float
    shortfall: float
    outlay: float
    gap: float


class Lever(Record):
    """One or two things to do, and the plan that they lead to.

    Attributes:
        saved_yuan: by how much ``after.outlay`` is less than ``before.outlay``.
        more_funded: how much less stays unmet or falls short, yuan.
        before: the plan that it is compared with: today's; for a thing to do by next time, that of the same question
            on the same later day without it. after: the plan that it leads to.
        opened: channels whose published rules are met then and are not now; ``eased``: whose softer rules are;
            ``enlarged``: whose limit is larger. ``used``: those of them that the plan uses.
        changes: what to write into the files so that ``optimize`` gives this plan.
        profile, needs, plan: the same as values; left out of dumps.
    """

    timing: Timing
    months: int
    saved_yuan: float
    more_funded: float
    before: Figures
    after: Figures
    steps: tuple[Step, ...]
    passed: tuple[Passed, ...]
    opened: tuple[str, ...]
    eased: tuple[str, ...]
    enlarged: tuple[str, ...]
    used: tuple[str, ...]
    changes: tuple[Change, ...]
    profile: Profile = Field(exclude=True, repr=False)
    needs: tuple[Need, ...] = Field(exclude=True, repr=False)
    plan: FundingPlan = Field(exclude=True, repr=False)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What is done, in the order of the steps."""
        return tuple(step.kind for step in self.steps)


class Levers(Record):
    """Everything that helps, the best first: less unmet before yuan saved.

    Attributes:
        today: the plan as things stand.
        ask: facts that nobody stated and whose worth depends on the figure, with the most that they could save.
        candidates, screened, solved: how many were thought of, relaxed, and planned in full.
    """

    version: Literal[1] = 1
    currency: str
    start: dt.date
    today: Figures
    levers: tuple[Lever, ...]
    ask: tuple[Warn, ...]
    candidates: int
    screened: int
    solved: int
    catalog_sha256: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return self.model_dump(mode="json")

    def to_json(self, indent: int | None = 1) -> str:
        """JSON text (UTF-8, keys in a fixed order)."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent, allow_nan=False)
