"""What a file of a plan shows beside the plan itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fundmix.catalog.tables import Catalog
from fundmix.plan import OutageRow
from fundmix.report.agenda import Agenda
from fundmix.report.facts import FactText, fact_texts


@dataclass(frozen=True)
class Context:
    """What a writer knows beside the plan.

    Attributes:
        lang: ``zh`` or ``en``.
        agenda: the events of the calendar; None = those of the plan alone.
        catalog: for sources and the words of facts; None = there are none.
        refused: what each single refusal does, where the policy itself wants nothing survived.
    """

    lang: str = "zh"
    agenda: Agenda | None = None
    catalog: Catalog | None = None
    refused: tuple[OutageRow, ...] = ()

    @cached_property
    def facts(self) -> Mapping[str, FactText]:
        """Facts in words."""
        return fact_texts(self.catalog, self.lang) if self.catalog else {}
