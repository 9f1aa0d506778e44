"""The calendar: what an event is called, what its note says, and the table."""

SENTENCES: dict[str, str] = {
    # what falls on a day
    "event_credit_report": "Get the free credit report",
    "event_documents": "Papers ready",
    "event_apply": "Send the application",
    "event_answer": "Answer due",
    "event_draw": "Money arrives",
    "event_payment": "Payment",
    "event_debt_payment": "Payment",
    "event_balloon": "Large repayment",
    "event_early_payment": "Early repayment",
    "event_renewal": "Last day to ask for the renewal",
    "event_extend": "Last day to ask for the extension",
    "event_hardship": "Last day to ask for instalments",
    "event_again_by": "Last day to apply anew",
    "event_approval_ends": "Approval ends",
    "event_quote_ends": "Quote ends",
    "event_subsidy_ends": "Subsidy ends",
    "event_last_day": "Last day to act",
    "event_named": "{what}: {name}",
    "event_amount": "{what} {amount:money}",
    # its note
    "event_parts": "Of it {parts:list}.",
    "event_part_principal": "principal {amount:money}",
    "event_part_interest": "interest {amount:money}",
    "event_part_fee": "fees {amount:money}",
    "event_of_plan": "Loan {draw} of this plan.",
    "event_of_debt": "A loan that you have already.",
    "event_carried": (
        "{carried:money} of it is carried on if the lender agrees; if not, the whole sum is due that day."
    ),
    "event_cash": (
        "Cash then: {cash_before:money} at the beginning of the period, {inflow:money} coming in, {cash_after:money} "
        "left at its end."
    ),
    "event_left": "Tell the lender beforehand; that day's regular payment comes first. Then {left:money} is still owed.",
    "event_paid_off": "Tell the lender beforehand; that day's regular payment comes first. Then nothing is owed.",
    "event_withheld": "{drawn:money} is borrowed, and {withheld:money} of it kept as fees or interest.",
    "event_renewal_note": (
        "Due on {due:date}. Ask {lender}; if it says no, {amount:money} must come from elsewhere that day."
    ),
    "event_bring": "Bring: {documents:list}.",
    "event_hardship_note": "Talk to {lender}; until it agrees, the old payment stays due on {due:date}.",
    "event_last_day_note": (
        "If its renewal is refused, {amount:money} is missing on {due:date}. After this day it is too late to ask for "
        "all of: {lenders:list}."
    ),
    "event_due": "Due on {due:date}.",
    "event_answer_on": "Answer due on {answer:date}.",
    "event_apply_on": "The application is on {apply:date}.",
    "event_hard": "Leaves a hard inquiry on the credit report.",
    "event_stand_by": "Only stands by; nothing is drawn in the plan.",
    "event_no_answer": "Nothing heard? Ask the lender; your plan counts on this answer.",
    "event_approval_note": "After this day it takes a new application.",
    "event_quote_note": "Not drawn by then? The price may change: ask again.",
    "event_report_note": (
        "Two copies a year are free (Regulation on the Credit Reporting Industry, art. 17). Something wrong in it? "
        "Object: it must be checked and answered in writing within 20 days (art. 25)."
    ),
    # the calendar itself
    "calendar_name": "fundmix: {name}",
    "calendar_about": (
        "Days are the contract's and are not moved for holidays: ask the lender whether a payment falls on the next "
        "working day. {disclaimer}"
    ),
    # the table
    "calendar_title": "Calendar",
    "calendar_none": "Nothing falls on any day.",
    "column_event": "What",
    "column_event_name": "Whom it is about",
    "calendar_legend": "Days are the contract's, not moved for holidays. With reminders: -o plan.ics.",
}
