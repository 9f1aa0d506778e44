"""Odds worked out the long way: every set of applications × every answer, each planned by ``optimize`` from outside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from tests.cases import Story

Figures = tuple[float, float]
"""Cost of loans less what is saved on old ones, and what is missing, yuan."""


@dataclass(frozen=True)
class Enumeration:
    """One story under odds by channel or ``group:NAME``; effort is what an application weighs."""

    story: Story
    odds: Mapping[str, float]
    missing_costs: float = 1.0

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """All channels of the story."""
        return tuple(dict.fromkeys(row["channel_id"] for row in self.story.channels))

    @cached_property
    def groups(self) -> dict[str, set[str]]:
        """The channels of each risk group."""
        found: dict[str, set[str]] = {}
        for row in self.story.channels:
            for group in str(row.get("risk_groups", "")).split(";"):
                found.setdefault(group, set()).add(row["channel_id"])
        return found

    @cached_property
    def answers(self) -> list[tuple[frozenset[str], float]]:
        """(who would lend, probability) of every pattern of closed groups and own refusals; nothing is merged."""
        names = list(self.odds)
        found = []
        for yes in product((True, False), repeat=len(names)):
            chance, refused = 1.0, set[str]()
            for name, agreed in zip(names, yes, strict=True):
                chance *= self.odds[name] if agreed else 1 - self.odds[name]
                if not agreed:
                    refused |= self.groups[name[6:]] if name.startswith("group:") else {name}
            found.append((frozenset(set(self.channels) - refused), chance))
        return found

    @cached_property
    def plans(self) -> dict[frozenset[str], Figures]:
        """The plan of every set of lenders, in a catalog without the others; no caps, no effort."""
        policy = self.story.policy.model_copy(
            update={
                "max_channel_share": 1, "max_category_share": 1, "max_group_share": 1, "max_soft_share": 1,
                "effort_per_application": 0, "effort_per_draw": 0, "max_inquiries": None,
            }
        )  # fmt: skip
        nobody = policy.model_copy(update={"exclude": self.channels})
        found = {frozenset[str](): _figures(self.story.but(policy=nobody))}
        for size in range(1, len(self.channels) + 1):
            for chosen in combinations(self.channels, size):
                rows = [row for row in self.story.channels if row["channel_id"] in chosen]
                found[frozenset(chosen)] = _figures(self.story.but(channels=rows, policy=policy))
        return found

    def outcomes(self, asked: frozenset[str]) -> list[tuple[float, float, float]]:
        """(probability, cost, missing) of every answer to these applications."""
        rows = []
        for approved, chance in self.answers:
            cost, missing = self.plans[asked & approved]
            rows.append((chance, cost + self.missing_costs * missing, missing))
        return rows

    def figures(self, asked: frozenset[str], level: float) -> tuple[float, float, float]:
        """Chance that nothing is missing, expected cost, and the mean of the worst ``1 − level``, summed by hand."""
        rows = self.outcomes(asked)
        left, bad = 1 - level, 0.0
        for chance, cost, _ in sorted(rows, key=lambda row: -row[1]):
            part = min(left, chance)
            bad, left = bad + part * cost, left - part
        funded = sum(chance for chance, _, missing in rows if missing == 0)
        return funded, sum(chance * cost for chance, cost, _ in rows), bad / (1 - level)

    def sets(self) -> Iterator[frozenset[str]]:
        """Every set of applications that leaves no more inquiries than the policy allows."""
        hard = {row["channel_id"] for row in self.story.channels if row.get("hard_inquiry") == "yes"}
        most = self.story.policy.max_inquiries
        for size in range(len(self.channels) + 1):
            for chosen in combinations(self.channels, size):
                if most is None or len(hard & set(chosen)) <= most:
                    yield frozenset(chosen)

    def weighed(self, asked: frozenset[str], weight: float, level: float) -> float:
        """Effort + expected cost + weight · CVaR."""
        _, mean, bad = self.figures(asked, level)
        return self.story.policy.effort_per_application * len(asked) + mean + weight * bad


def _figures(story: Story) -> Figures:
    plan = story.plan()
    return plan.totals.cost - plan.totals.saved, plan.totals.unmet + plan.totals.shortfall
