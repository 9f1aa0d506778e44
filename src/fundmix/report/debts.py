"""What a plan makes of loans that exist: repaid early, or carried on if the lender agrees."""

from fundmix.plan import EarlyRepayment, FundingPlan, Renewal
from fundmix.report.headline import repaid
from fundmix.report.page import QUIET, Column, Page, figures
from fundmix.report.sections import name_of
from fundmix.words import label
from fundmix.words.formats import date


def repayments(page: Page, plan: FundingPlan) -> None:
    """Every debt that is repaid early: the day, what is paid, what that saves; in whole or in part."""
    rows = repaid(plan)
    page.heading(page.say("title_repayments"))
    heads = ("principal", "early_fee", "interest_saved", "saving")
    columns = [
        Column(page.say("column_date"), strong=True),
        Column(page.say("column_loan"), wide=True),
        *(Column(page.say(f"column_{head}"), right=True) for head in heads),
    ]
    parts = ("principal", "fee", "interest_saved", "saving")
    amounts = [[cell or "0" for cell in figures([getattr(row, part) for row in rows])] for part in parts]
    starts = [(date(row.date), row.debt) for row in rows]
    table = [[*start, *cells] for start, *cells in zip(starts, *amounts, strict=True)]
    page.table(columns, table, [_extent(page, row) for row in rows])
    page.line(page.say("repayments_legend"), first="  ", style=QUIET)


def _extent(page: Page, row: EarlyRepayment) -> str:
    """In whole, or in part with what is still owed; and the interest that a bullet loan pays along with it."""
    text = page.say("repaid_part" if row.balance_after else "repaid_whole", left=row.balance_after)
    return text + (page.say("repaid_interest", interest=row.interest) if row.interest else "")


def renewals(page: Page, plan: FundingPlan) -> None:
    """Everything that a lender must say yes to: by when to ask, for what, and what if it refuses."""
    rows = sorted(plan.renewals, key=lambda row: row.ask_by)
    page.heading(page.say("title_renewals"))
    columns = [
        Column(page.say("column_ask_by"), strong=True),
        Column(page.say("column_loan"), wide=True),
        Column(page.say("column_ask_for")),
        Column(page.say("column_old_due")),
        Column(page.say("column_at_stake"), right=True),
    ]
    amounts = figures([row.amount for row in rows])
    table = [
        (date(row.ask_by), row.debt, label(row.use, page.lang), date(row.date), amount)
        for row, amount in zip(rows, amounts, strict=True)
    ]
    page.table(columns, table, [_refused(page, row) for row in rows])
    page.line(page.say("renewals_legend"), first="  ", style=QUIET)


def _refused(page: Page, row: Renewal) -> str:
    """Whom to ask, and what is missing on the day if the answer is no."""
    code = "refused_instalments" if row.use == "hardship" else "refused_renewal"
    values = {"date": row.date, "amount": row.amount}
    return page.say(code, name=name_of(row, page.lang), draw=row.draw_id, **values)
