"""A plan for sharing: what the borrower wrote in words, and facts that no figure of the plan needs, are taken out.

Figures, days, lenders and rules stay, so that a redacted plan can still be re-played.
"""

from collections.abc import Mapping
from typing import Any

from fundmix.borrower import PRESETS
from fundmix.plan.funding import FundingPlan
from fundmix.plan.inputs import Inputs
from fundmix.plan.records import Binding, Excluded, Repair
from fundmix.plan.spoken import binding_sentence, repair_sentence
from fundmix.words import all_sentences, say

_KEYS = {"debt": "debts", "debts": "debts", "need": "needs", "needs": "needs"}
"""Figures of a sentence that name a debt or a need."""

type Names = Mapping[str, Mapping[str, str]]


def redacted(plan: FundingPlan, lang: str = "zh") -> FundingPlan:
    """The plan without what the borrower wrote in words; it passes :func:`fundmix.verify.verify` as before.

    Replaced: names of debts (``债务1``, ``debt 1``), of needs (``need1``) and inflows (``inflow1``), the name of one's
    own policy (``custom``). Taken out: what a borrower has and how far that is off, in the rules of channels that are
    left out; the facts of rules that the plan must keep; the value of assets that back no loan of the plan.

    Kept: every amount, day, price and lender, the lenders of old debts too, and what the catalog itself says.

    Args:
        plan: the plan.
        lang: in which language debts are called, and sentences that named them are said.
    """
    names: Names = {"debts": _debt_names(plan, lang), "needs": _need_names(plan)}
    debts, needs = names["debts"], names["needs"]

    def renamed(row: Any) -> Any:
        return row.model_copy(update={"debt": debts.get(row.debt, row.debt)})

    return plan.model_copy(
        update={
            "inputs": _inputs(plan.inputs, names),
            "draws": tuple(map(renamed, plan.draws)),
            "repayments": tuple(map(renamed, plan.repayments)),
            "renewals": tuple(map(renamed, plan.renewals)),
            "need_rows": tuple(
                row.model_copy(update={"name": needs.get(row.name, row.name)}) for row in plan.need_rows
            ),
            "excluded_rows": tuple(map(_excluded, plan.excluded_rows)),
            "binding": tuple(_binding(row, names, lang, plan.currency) for row in plan.binding),
            "repairs": tuple(_repair(row, names, lang, plan.currency) for row in plan.repairs),
            "advice": tuple(
                warn.model_copy(update={"values": _values(warn.values, names)}) for warn in plan.advice
            ),
            "warnings": tuple(
                warn.model_copy(update={"values": _values(warn.values, names)}) for warn in plan.warnings
            ),
        }
    )


def _debt_names(plan: FundingPlan, lang: str) -> dict[str, str]:
    """Debt → what it is called instead."""
    return {
        debt.name: say("redacted_debt", lang, number=number)
        for number, debt in enumerate(plan.inputs.debts, start=1)
    }


def _need_names(plan: FundingPlan) -> dict[str, str]:
    """Need or inflow → what it is called instead; each kind is counted."""
    found: dict[str, str] = {}
    count = {"need": 0, "inflow": 0}
    for need in plan.inputs.needs:
        count[need.kind] += 1
        found[need.name] = f"{need.kind}{count[need.kind]}"
    return found


def _inputs(inputs: Inputs, names: Names) -> Inputs:
    """The data of the re-play; what it does not look at is left out."""
    debts, needs = names["debts"], names["needs"]
    pledged = {row.pledge for row in inputs.lenders}
    policy = inputs.policy
    if policy.name not in PRESETS:
        policy = policy.model_copy(update={"name": "custom"})
    return inputs.model_copy(
        update={
            "policy": policy,
            "needs": tuple(
                need.model_copy(
                    update={
                        "name": needs[need.name],
                        "from_need": needs.get(need.from_need or "", need.from_need),
                    }
                )
                for need in inputs.needs
            ),
            "debts": tuple(row.model_copy(update={"name": debts[row.name]}) for row in inputs.debts),
            "contracts": tuple(
                row.model_copy(update={"debt": debts.get(row.debt or "", row.debt)})
                for row in inputs.contracts
            ),
            "lenders": tuple(row.model_copy(update={"moved_rules": ()}) for row in inputs.lenders),
            "asset_values": {
                asset: value for asset, value in inputs.asset_values.items() if asset in pledged
            },
        }
    )


def _excluded(row: Excluded) -> Excluded:
    """What is asked stays; what the borrower has, and so how far it is off, goes."""
    failed = tuple(rule.model_copy(update={"actual": None, "distance": None}) for rule in row.failed)
    return row.model_copy(update={"failed": failed})


def _binding(row: Binding, names: Names, lang: str, currency: str) -> Binding:
    known = names["debts"] | names["needs"]  # type: ignore[operator]
    if row.subject not in known and row.name not in known:
        return row
    changed = row.model_copy(
        update={
            "subject": known.get(row.subject, row.subject),
            "name": known.get(row.name, row.name),
            "name_en": "",
        }
    )
    said = binding_sentence(changed, lang, currency) if f"eased_{row.rule}" in all_sentences() else ""
    return changed.model_copy(update={"sentence": said})


def _repair(row: Repair, names: Names, lang: str, currency: str) -> Repair:
    writes = tuple(
        write.model_copy(update={"row": names["needs"].get(write.row, write.row)})
        if write.file == "needs"
        else write
        for write in row.writes
    )
    changed = row.model_copy(update={"writes": writes, "values": _values(row.values, names)})
    return changed.model_copy(update={"sentence": repair_sentence(changed, lang, currency)})


def _values(values: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The figures of a sentence, debts and needs under their new names."""
    return {key: _new(value, names[_KEYS[key]]) if key in _KEYS else value for key, value in values.items()}


def _new(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list | tuple):
        return [_new(part, names) for part in value]
    return names.get(value, value) if isinstance(value, str) else value
