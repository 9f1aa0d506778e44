"""The records of an impact: what a change of the catalog does to one borrower."""

import datetime as dt
from typing import Literal

from pydantic import Field

from fundmix.catalog.effects import Effect
from fundmix.catalog.expiring import Expiring
from fundmix.fields import Record
from fundmix.plan import Failure, FundingPlan, Status

Standing = Literal["eligible", "unknown", "ineligible", "absent"]
Side = Literal["old", "new"]


class LeftAside(Record):
    """Something of the borrower's files that one of the catalogs does not know, so that it is left aside there.

    Attributes:
        side: the catalog that does not know it; the other one does.
        kind: a ``debt`` at a channel that is not there (its contract runs on as signed), a ``quote`` of it, a chance
            of approval (``odds``), a word of the policy (``exclude``, ``require``), a ``pledge`` or a ``fact``.
        subject: the debt's name, the channel, the group or the fact.
        channel_id: the channel that is not there; of a quote whose product alone is gone, its channel.
    """

    side: Side
    kind: Literal["debt", "quote", "odds", "exclude", "require", "pledge", "fact"]
    subject: str
    channel_id: str | None = None


class VerdictChange(Record):
    """A channel that judges the borrower otherwise.

    Attributes:
        before, after: the verdict; ``absent`` where a catalog does not have the channel.
        soft_before, soft_after: whether a soft rule failed or was unknown.
        fails: rules that fail, or ask a fact that is not known, with the new catalog and did not with the old one.
        passes: ids of rules that no longer do.
    """

    channel_id: str
    name: str
    name_en: str
    effect: Effect
    before: Standing
    after: Standing
    soft_before: bool
    soft_after: bool
    fails: tuple[Failure, ...] = ()
    passes: tuple[str, ...] = ()


class Offered(Record):
    """What one channel offers one borrower: the limit in yuan, and the yearly simple price from and to, fees included.

    ``closed``: empty, or why nothing is offered: the verdicts of ``fundmix.plan.Excluded``, and ``absent``.
    """

    limit: float | None = None
    apr_low: float | None = None
    apr_high: float | None = None
    closed: str = ""


class OfferChange(Record):
    """A channel that offers the borrower more or less, or at another price."""

    channel_id: str
    name: str
    name_en: str
    effect: Effect
    before: Offered
    after: Offered


class PlanSide(Record):
    """The best plan with one of the catalogs, verified.

    ``net_cost`` = ``cost`` less what is ``saved`` on old debts; ``objective`` is the choosing cost (discounted, the
    effort of applications and draws counted) and ``bound`` what no plan can undercut, yuan.
    """

    status: Status
    unmet: float
    shortfall: float
    excess: float
    cost: float
    saved: float
    net_cost: float
    apr: float | None
    heaviest_payment: float
    objective: float
    bound: float
    verified: bool
    channels: tuple[str, ...]
    plan: FundingPlan = Field(exclude=True, repr=False)

    @property
    def missing(self) -> float:
        """Yuan of needs and payments that have no source."""
        return self.unmet + self.shortfall


class PlanImpact(Record):
    """The plan before and after.

    Attributes:
        effect: ``worse`` or ``better`` where that is proved: by what is missing, else by what is over caps, else by
            the choosing cost; ``neutral`` where no change can be proved.
        by: which of these decides; None = none.
        missing_change, net_change: yuan, after less before.
        left, entered: channels that leave and enter the mix.
        names: channel to (name, name_en), of every channel in a mix.
    """

    before: PlanSide
    after: PlanSide
    effect: Effect
    by: Literal["missing", "excess", "cost"] | None
    missing_change: float
    net_change: float
    left: tuple[str, ...]
    entered: tuple[str, ...]
    names: dict[str, tuple[str, str]]


class Impact(Record):
    """What a change of the catalog does to one borrower.

    Attributes:
        verdicts, offers: the worse ones first.
        plan: None where there is neither a need nor a debt.
        aside: what one of the catalogs does not know.
        expiring: what lapses soon and concerns the borrower, with the new catalog.
        lapsed: what lapsed between the days of the two catalogs and concerned the borrower.
    """

    currency: str
    start: dt.date
    verdicts: tuple[VerdictChange, ...]
    offers: tuple[OfferChange, ...]
    plan: PlanImpact | None
    aside: tuple[LeftAside, ...]
    expiring: tuple[Expiring, ...]
    lapsed: tuple[Expiring, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes for the borrower that can be proved."""
        moved = self.plan is not None and (self.plan.by or self.plan.left or self.plan.entered)
        return not (self.verdicts or self.offers or moved)
