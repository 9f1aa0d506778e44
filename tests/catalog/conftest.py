"""A small sound catalog to break in one place at a time."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

SOUND: Mapping[str, str] = {
    "catalog.toml": 'name = "mini"\n',
    "channels.csv": (
        "channel_id,name,category,lender,amount_max,risk_groups,purposes\n"
        "bank,城商行,bank_business,bank,300000,banks,business\n"
        "pawn,典当行,pawn,pawnshop,100000,assets,any\n"
    ),
    "products.csv": (
        "channel_id,product_id,repayment,term_months,rate,rate_basis\n"
        "bank,main,annuity;bullet,12;24,0.054,annual\n"
        "pawn,main,bullet,6,0.0042,monthly\n"
    ),
    "eligibility.csv": (
        "rule_id,applies_to,field,operator,value,kind,reason,source\n"
        "r1,channel:bank,age,>=,18,hard,成年人,s1\n"
        "r2,lender:pawnshop,overdue_now,==,no,hard,无当前逾期,s1\n"
    ),
    "facts.csv": (
        "field,type,minimum,maximum,choices,description\n"
        "age,count,0,120,,年龄\n"
        "overdue_now,yes_no,,,,当前是否逾期\n"
        "employer,choice,,,public;private,单位性质\n"
        "monthly_income,money,0,,,月收入\n"
        "debt_ratio,ratio,0,5,,负债率\n"
        "born_on,date,,,,出生日期\n"
    ),
    "limits.csv": (
        "applies_to,field,multiplier,cap,when_field,when_from,when_to\n"
        "channel:bank,monthly_income,10,300000,,,\n"
    ),
    "reference_rates.csv": "rate_id,date,value\nlpr_1y,2026-01-20,3.0%\n",
    "regulations.csv": (
        "regulation_id,applies_to,kind,value,times_rate_id,text\nceiling,all,ceiling,4,lpr_1y,四倍LPR\n"
    ),
    "sources.csv": "source_id,title,url,grade\ns1,A page,https://example.org/a,A\n",
}

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a catalog folder: the sound one with some files changed; None removes a file."""

    def write(
        changes: Mapping[str, str | bytes | None] | None = None,
        name: str = "mini",
        base: Mapping[str, str] = SOUND,
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in {**base, **(changes or {})}.items():
            if content is not None:
                data = content if isinstance(content, bytes) else content.encode()
                (folder / file).write_bytes(data)
        return folder

    return write
