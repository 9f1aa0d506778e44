"""A rule that binds and a repair, each as one sentence made from its record."""

from collections.abc import Mapping
from typing import Any

from fundmix.plan.records import Binding, Repair
from fundmix.words import in_language, label, say

_YUAN = 0.5
"""Yuan of change that a sentence names."""
_YES_NO = ("yes", "no")


def binding_sentence(row: Binding, lang: str, currency: str = "CNY") -> str:
    """What one step more would do."""
    name = (lang == "en" and row.name_en) or row.name or row.subject
    eased = say(f"eased_{row.rule}", lang, name=name, step=row.step, currency=currency)
    effects = [
        code
        for code, change in (
            ("funds", row.change_unmet), ("keeps", row.change_excess), ("saves", row.change_cost),
            ("costs", -row.change_cost),
        )
        if change < -_YUAN
    ]  # fmt: skip
    if "funds" in effects and "keeps" in effects:
        effects.remove("keeps")
    return say(
        "_".join(["effect", *effects]) if effects else "effect_none", lang,
        eased=eased, funds=-row.change_unmet, keeps=-row.change_excess, saves=-row.change_cost,
        costs=row.change_cost, currency=currency,
    )  # fmt: skip


def repair_sentence(row: Repair, lang: str, currency: str = "CNY") -> str:
    """What would do, and what the loans then cost."""
    values: Mapping[str, Any] = in_language(row.values, lang)
    code = f"repair_{row.kind}"
    if row.kind == "fact":
        pairs = zip(values["facts"], values["wanted"], strict=True)
        values = {**values, "asked": [_asked(*pair, lang) for pair in pairs]}
    return say(code, lang, **{**values, "cost": row.cost, "currency": currency})


def _asked(fact: str, wanted: str, lang: str) -> str:
    """``fact: what it has to be``."""
    return say(
        "repair_fact_one", lang, fact=fact, wanted=label(wanted, lang) if wanted in _YES_NO else wanted
    )
