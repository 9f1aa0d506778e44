"""The interview: its questions, what it says meanwhile, and what is missing in a profile."""

SENTENCES: dict[str, str] = {
    "help_profile_new": "Fill a profile by answering only the questions that can change your plan.",
    "help_profile_new_more": (
        "Saved after each answer: break off with Ctrl-C, run the same command again and it goes on. Enter or ? = "
        "don't know. Exit codes: 0 done, 2 bad input, 130 broken off."
    ),
    "help_profile_check": "What is missing in a profile and what it could be worth; what is doubtful or old.",
    "help_profile_check_more": (
        "Yuan are an upper bound: what the plan could gain if that fact, and all else that the same lenders ask, turns "
        "out well."
    ),
    "option_answers": "Answers for a script, TOML or CSV (key,value); what it leaves out is unknown.",
    "option_new_output": "The profile to fill; one that exists is gone on with.",
    "interview_file_head": (
        "The borrower, as told in the interview of fundmix. Left out = unknown, never “no” or 0.\n"
        "A line with #? is a question that could not be answered; delete it to be asked again.\n"
        "This file holds personal credit data. It stays on this machine."
    ),
    "interview_file_start": "First day of the plan; today when left out.",
    "interview_no_debts": "No loan but those told here; delete the next line to be asked again.",
    "interview_file_unreadable": "this file cannot be read as UTF-8 text; choose another name with -o",
    "interview_file_unusual": (
        "an answer cannot be put into this file as it is laid out; write [cash] and [facts] on lines of their own"
    ),
    "interview_head": "Question {number}",
    "interview_head_left": "Question {number}, about {left} to go",
    "interview_hint": "Enter = don't know. Ctrl-C = go on later.",
    "interview_wrong": "That does not fit: {reason}. Please answer again, or press Enter if you don't know.",
    "interview_debt_again": "Please tell this loan once more.",
    "interview_debt_dropped": "Without this figure the loan cannot be counted; it is left out.",
    "interview_thinking": "Which question matters next",
    "interview_paused": "Saved in {file}: {count} answered. Run the same command to go on.",
    "interview_done": "Done: {asked} of {all} possible questions. Nothing you could still tell would change the plan.",
    "interview_unknown": "{count} of them you did not know: fundmix profile check shows what they could be worth.",
    "interview_written": "Written: {file}. Next: {command}",
    "interview_needs": "say what the money is for: --need, --by and --purpose, or --needs",
    "answer_unknown": "no question has this name",
    "answer_unknown_near": "no question has this name; did you mean {suggestion}?",
    "answers_not_read": "this is neither TOML nor a CSV with the columns key,value",
    "ask_choices": "Number or word: {choices}",
    "ask_no_channel": "the catalog has no such lender; Enter if you are not sure",
    "ask_cash_opening": "Cash you have now, in all accounts, in yuan. Where to find it: bank and payment apps",
    "ask_cash_surplus": (
        "What is left each month after business and living costs, before any loan payment, in yuan; negative if "
        "nothing is. Where to find it: the last three months of your accounts"
    ),
    "ask_cash_minimum": "Cash you never want to go below, in yuan",
    "ask_cash_income": (
        "Income a month that can repay loans, in yuan: wages and what the business earns after its costs, not turnover. "
        "Where to find it: payslips, accounts"
    ),
    "ask_debts": "Is there a loan still to be repaid that you have not told yet? (yes / no)",
    "ask_debt_name": "What do you call this loan?",
    "ask_debt_channel_id": "Who lent it? Name as in “fundmix catalog list”",
    "ask_debt_balance": "How much of it is still owed, in yuan? Where to find it: the lender's app",
    "ask_debt_rate": "Its rate, such as 5.4% or 0.05%. Where to find it: the contract or the app",
    "ask_debt_rate_basis": "Is that rate for a year, a month or a day?",
    "ask_debt_original_amount": "How much was lent at first, in yuan?",
    "ask_debt_repayment": "How is it repaid?",
    "ask_debt_next_payment": "Day of the next payment, such as 2026-12-20",
    "ask_debt_last_payment": "Day of the last payment",
    "ask_debt_prepay_fee_rate": "Fee for repaying early, such as 1%; 0 if there is none",
    "ask_debt_renewable": "Has the lender said that it will renew it at the end? (yes / no)",
    "ask_debt_pledge": "What backs it? Enter if nothing does",
    "label_basis_annual": "a year",
    "label_basis_monthly": "a month, on what is still owed",
    "label_basis_daily": "a day",
    "label_basis_flat_monthly": "a month, on the sum first lent",
    "title_check": "What your profile lacks",
    "check_nothing": "Nothing that is missing could change the plan.",
    "check_bound": (
        "“Up to” is a bound: what the plan could gain if this fact, and all else that the same lenders ask, turns out "
        "well. Facts that share lenders share that gain; do not add them up."
    ),
    "check_funds": "up to {yuan:money} more funded",
    "check_saves": "up to {yuan:money} cheaper",
    "check_needed": "every plan asks for it",
    "check_worthless": "Missing too, but worth nothing for this need: {count} facts.",
    "check_others": "Missing too, and worth less or nothing for this need: {count} facts.",
    "check_row": "{worth}: {name}",
    "check_where": "{field}. {where}",
    "check_unproven": "Time ran out before every figure was exact; the bounds are a little too high.",
    "check_doubts": "Doubtful or old",
    "check_more_than": "“{field}” is more than “{other}” allows; one of the two is wrong.",
    "check_income_old": "Income was last proved on {day:date}; after half a year lenders may use old data.",
    "check_start_old": "The profile starts on {day:date}; figures may have changed since.",
    "check_quote_old": "The quote of {field} ended on {day:date} and is not used.",
    "check_clean": "Nothing contradicts itself, nothing is old.",
}
