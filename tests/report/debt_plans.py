"""Plans for loans that exist, as the terminal and the files show them: figures by hand."""

import datetime as dt
from typing import Any

from tests.report.example_plan import cashflow, draw, inputs, plan

from fundmix.borrower import Need
from fundmix.plan import EarlyRepayment, FundingPlan, Renewal, Totals, Warn

NEED = Need(name="need1", date=dt.date(2027, 1, 15), amount=230_000, purpose="stock")

# 14,000 of a consumer loan in whole at 3 %, half of a platform loan for nothing, a loan repaid in one sum
WHOLE = EarlyRepayment(
    debt="消费金融", channel_id="consumer_finance", date=dt.date(2026, 12, 15), month=0, principal=12_892.44,
    interest=0.0, fee=386.77, balance_before=12_892.44, balance_after=0.0, interest_saved=1_105.31, saving=718.54,
)  # fmt: skip
PART = EarlyRepayment(
    debt="借呗", channel_id="internet_jiebei", date=dt.date(2027, 1, 10), month=1, principal=3_000.0,
    interest=0.0, fee=0.0, balance_before=6_712.9, balance_after=3_712.9, interest_saved=142.06, saving=142.06,
)  # fmt: skip
BULLET = EarlyRepayment(
    debt="亲友借款（老同学，口头约定，一次还清）", channel_id=None,
    date=dt.date(2027, 2, 1), month=2, principal=50_000.0,
    interest=1_250.0, fee=0.0, balance_before=50_000.0, balance_after=0.0, interest_saved=1_000.0, saving=1_000.0,
)  # fmt: skip
MOVED = EarlyRepayment(
    debt="信用卡", channel_id="ccard_revolving", date=dt.date(2026, 12, 20), month=0, principal=46_000.0,
    interest=690.0, fee=0.0, balance_before=46_000.0, balance_after=0.0, interest_saved=0.0, saving=0.0,
    draw_id="d3",
)  # fmt: skip

RENEWED = Renewal(
    debt="经营快贷", channel_id="bank_quick", name="银行个体工商户经营快贷(惠懂你类)",
    name_en="Bank quick loan for sole proprietors", use="renew", draw_id="d1", offer_id="bank_quick.renewal.12",
    date=dt.date(2027, 1, 20), amount=200_000.0, ask_by=dt.date(2026, 12, 21),
)  # fmt: skip
EXTENDED = RENEWED.model_copy(
    update={
        "debt": "存单质押",
        "use": "extend",
        "draw_id": "d2",
        "amount": 43_210.5,
        "ask_by": dt.date(2027, 1, 5),
    }
)
INSTALMENTS = RENEWED.model_copy(
    update={
        "debt": "信用卡", "channel_id": "ccard_revolving", "name": "信用卡最低还款（循环透支）",
        "name_en": "Card revolving credit", "use": "hardship", "draw_id": "d3", "amount": 46_000.0,
        "date": dt.date(2026, 12, 20), "ask_by": dt.date(2026, 12, 5),
    }
)  # fmt: skip
RENEWALS = (EXTENDED, RENEWED, INSTALMENTS)


def carrying(*renewals: Renewal) -> tuple[Any, ...]:
    """The draws that carry these debts on."""
    return tuple(
        draw(
            int(row.draw_id[1:]), channel_id=row.channel_id, name=row.name, name_en=row.name_en, use=row.use,
            debt=row.debt, amount=row.amount, draw_date=row.date,
        )
        for row in renewals
    )  # fmt: skip


def debt_plan(
    needs: tuple[Need, ...] = (), totals: dict[str, Any] | None = None, **changed: Any
) -> FundingPlan:
    """A plan of one who has debts; ``totals`` and ``changed`` replace figures and fields."""
    repayments = changed.get("repayments", ())
    nothing = dict.fromkeys(("raised", "proceeds", "interest", "fees", "cost", "unmet", "shortfall"), 0.0)
    saved = sum(row.saving for row in repayments)
    figures = {**plan().totals.model_dump(), **nothing, "apr": None, "saved": saved, **(totals or {})}
    values: dict[str, Any] = {
        "status": "funded",
        "inputs": inputs(needs=needs, debts=("debts",)),
        "draws": (),
        "applications": (),
        "balloons": (),
        "need_rows": (),
        "binding": (),
        "cashflow_rows": cashflow(),
        "repayments": (),
        "renewals": (),
    }
    return plan(**{**values, **changed, "totals": Totals(**figures)})


def advised(*codes: str) -> tuple[Warn, ...]:
    """Advice without figures."""
    return tuple(Warn(code=code) for code in codes)
