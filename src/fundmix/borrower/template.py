"""The commented ``profile.toml`` that ``profile init`` writes, made from the facts of a catalog."""

import datetime as dt
from importlib import resources

from fundmix.catalog.tables import Catalog, Fact
from fundmix.fields import clean_text

SECTIONS = {
    "person": ("本人", "Person"),
    "work": ("工作与收入", "Work and income"),
    "credit": ("征信与负债", "Credit report and debts"),
    "platform": ("平台账户", "Platform accounts"),
    "family": ("亲友", "Family and friends"),
    "assets": ("资产", "Assets"),
    "business": ("经营", "Business"),
    "tax": ("纳税与开票", "Tax and invoices"),
    "trade": ("贸易与供应链", "Trade and supply chain"),
    "other": ("其他", "Other"),
}
"""Headings of the sections that the bundled catalog uses; others are shown as they are."""
_UNITS = {
    "CNY": ("元", "yuan"),
    "month": ("月", "months"),
    "year": ("年", "years"),
    "day": ("天", "days"),
    "time": ("次", "times"),
    "km": ("公里", "km"),
    "score": ("分", "points"),
    "invoice": ("张", "invoices"),
}
_TYPES = {
    "yes_no": ("是/否", "yes or no"),
    "ratio": ("比例", "ratio"),
    "date": ("日期", "date"),
    "money": ("元", "yuan"),
}
_EXAMPLE_DAY = dt.date(2020, 1, 1)


def profile_template(catalog: Catalog, lang: str) -> str:
    """The text of a profile in which every line that can be filled in is commented out.

    A line that begins with ``#`` and no space is a setting; taking that ``#`` away leaves valid TOML.

    Args:
        catalog: its ``asked`` facts are listed, by section.
        lang: ``zh`` or ``en``.
    """
    chinese = lang == "zh"
    file = f"profile.{'zh' if chinese else 'en'}.toml"
    text = resources.files("fundmix.borrower").joinpath("templates", file).read_text(encoding="utf-8")
    lenders = [channel.channel_id for channel in catalog.channels if not channel.reference_only]
    channel = lenders[0] if lenders else "channel_id"
    return text.replace("{facts}", _facts(catalog, lang)).replace("{channel}", channel)


def _facts(catalog: Catalog, lang: str) -> str:
    """Every asked fact as a comment and a setting, under the heading of its section."""
    asked = [fact for fact in catalog.facts if fact.kind == "asked" and fact.enabled]
    chinese = lang == "zh"
    blocks = []
    for section in dict.fromkeys(fact.section for fact in asked):
        heading = SECTIONS.get(section, (section, section))[0 if chinese else 1]
        blocks.append(f"# ---- {heading} ----\n")
        blocks.extend(
            f"{comment(fact, lang)}\n#{fact.field} = {_example(fact)}\n"
            for fact in asked
            if fact.section == section
        )
    return "\n".join(blocks)


def comment(fact: Fact, lang: str) -> str:
    """What a fact is, its unit, its choices and where to find it, as comment lines of TOML."""
    return "\n".join(f"# {line}" for line in spoken(fact, lang))


def spoken(fact: Fact, lang: str) -> tuple[str, ...]:
    """The same as lines of text: what it is with its unit first."""
    chinese = lang == "zh"
    native, english = (fact.description, fact.where_to_find), (fact.description_en, fact.where_to_find_en)
    description, where = native if chinese else (english[0] or native[0], english[1] or native[1])
    unit = _UNITS.get(fact.unit) or ((fact.unit, fact.unit) if fact.unit else _TYPES.get(fact.type, ("", "")))
    lines = [clean_text(f"{description}{_brackets(unit[0 if chinese else 1], chinese)}")]
    if fact.choices:
        lines.append(f"{'可选：' if chinese else 'One of: '}{clean_text(' | '.join(fact.choices))}")
    if where:
        lines.append(f"{'在哪里查：' if chinese else 'Where to find it: '}{clean_text(where)}")
    return tuple(lines)


def _brackets(unit: str, chinese: bool) -> str:
    """A unit behind a description, in the brackets of the language."""
    return "" if not unit else f"（{unit}）" if chinese else f" ({unit})"


def _example(fact: Fact) -> str:
    """A value of the fact's type within its bounds, as TOML."""
    if fact.type == "yes_no":
        return "false"
    if fact.type == "date":
        return _EXAMPLE_DAY.isoformat()
    if fact.type == "choice" and fact.choices:
        return _quoted(fact.choices[0])
    if fact.type in ("text", "choice"):
        return '""'
    value = {"money": 10000.0, "ratio": 0.3}.get(fact.type, 6.0)
    value = max(value, value if fact.minimum is None else fact.minimum)
    value = min(value, value if fact.maximum is None else fact.maximum)
    # a number of TOML with an exponent must have one digit before it, which :g writes
    return f"{value:.0f}" if value == int(value) else f"{value:g}"


def _quoted(text: str) -> str:
    """Text as a TOML string."""
    escaped = clean_text(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
