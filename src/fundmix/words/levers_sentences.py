"""What the borrower could change: the help of ``fundmix levers`` and its page."""

SENTENCES: dict[str, str] = {
    "help_levers": "What you could change: each thing applied to your files and planned anew.",
    "help_levers_more": (
        "From the rules' remedies, your debts and time. What only time changes moves only with time: where a need "
        "cannot wait, the lever is one for next time. Exit codes: 0 done, 2 bad input, 4 not proven."
    ),
    "option_top": "How many to show, for this plan and for next time.",
    "stage_levers": "Looking for what would help",
    "title_levers": "What you could change",
    "levers_not_needed": "You need no loan, so there is nothing to change.",
    "levers_today": "Today: everything is funded. The new loans cost {cost:money}.",
    "levers_today_saved": (
        "Today: everything is funded. The new loans cost {cost:money}, and {saved:money} is saved on old ones."
    ),
    "levers_today_open": "Today: {missing:money} stays open. The new loans cost {cost:money}.",
    "levers_none": (
        "Nothing helps: no remedy of a published rule, no debt that you could pay off and no waiting would make "
        "this cheaper or fund more of it."
    ),
    "levers_now": "For this plan",
    "levers_next": "For next time",
    "levers_next_note": (
        "Too late for a need of this plan. Compared is what the same needs would cost with and without it, all else "
        "as today, nothing applied for in between."
    ),
    "lever_saves": "Saves {saved:money}",
    "lever_funds": "Funds {more:money} more",
    "lever_at_once": "at once",
    "lever_month": "in a month",
    "lever_months": "in {months} months",
    "lever_head": "{what}, {when}",
    "lever_tell": "Not stated yet. If it is so, say so in the profile: {fact} {must}.",
    "lever_correct": (
        "Only if this entry is wrong: object at the lender or the credit centre. It is free and answered within "
        "20 days."
    ),
    "lever_close": "Pay off “{debt}” now, in whole: {yuan:money} of your own cash.",
    "lever_pays": "That takes {yuan:money} of your own cash.",
    "lever_takes": (
        "It may take {months} month(s), so begin today: the saving is yours if it is there before you apply."
    ),
    "lever_wait": "Apply on {day:date}, not before, and nowhere else until then.",
    "lever_wait_cash": "Until then your own money grows.",
    "lever_moves": "{fact}: {before} → {after}",
    "lever_opens": "You then meet the published rules of {channels:list}.",
    "lever_eases": "You then meet the softer rules of {channels:list} too.",
    "lever_enlarges": "A larger limit at {channels:list}.",
    "lever_others": "{count} more",
    "title_levers_ask": "Worth finding out",
    "levers_compared": (
        "Compared is what all loans cost together, new and old, interest and fees, in two complete, checked plans."
    ),
}
