"""Help of commands and options, mistakes on the command line, and what commands say on stderr."""

SENTENCES: dict[str, str] = {
    # the frame of help
    "help_usage": "Usage:",
    "help_options": "Options",
    "help_commands": "Commands",
    "help_example": "Example",
    "help_required": " (required)",
    "help_default": " (default: {value})",
    "option_help": "Show this help.",
    "option_version": "Show the version.",
    "option_lang": "Language of the answer; else FUNDMIX_LANG, the catalog's, the system's.",
    # commands
    "help_fundmix": (
        "How much, from whom, when, on what terms: a cheap funding mix that does not hang on one lender."
    ),
    "help_fundmix_more": (
        "Reads your files, asks nobody: no network, no credit inquiry. Answers are information, not "
        "offers of credit."
    ),
    "help_optimize": "Plan the mix for dated needs of cash, and for the loans that you have.",
    "help_optimize_more": (
        "Without --need and --needs only the loans in the profile are planned: which to repay early, renew or "
        "restructure. Exit codes: 0 funded or no loan needed, 2 bad input, 3 not fully fundable, 4 not proven."
    ),
    "help_eligible": "Every channel against the published rules: what fails, how far off, what would help.",
    "help_apr": "The true yearly price of one loan, beside the advertised one.",
    "help_schedule": "The payment calendar of one loan.",
    "help_verify": "Re-play a plan from its own data, to the cent.",
    "help_profile": "Your profile: facts, cash, debts, quotes.",
    "help_profile_init": "Write an empty profile with a comment on every line.",
    "help_catalog": "Channels, their prices and rules; and your own rows over them.",
    "help_catalog_list": "List the channels, or the named stresses.",
    "help_catalog_show": "Show one channel or one named stress: terms, price, rules, sources.",
    "help_catalog_validate": "Check a catalog and name every mistake with its line.",
    "help_catalog_init": "Begin your own catalog in an empty folder.",
    "help_catalog_add": "Add a channel with one product and one rule, as column=value.",
    # options
    "option_profile": "The borrower's profile (TOML).",
    "option_needs": "Dated needs and inflows (CSV).",
    "option_need": "One need instead of --needs: how much, e.g. 30万.",
    "option_by": "When it is due, e.g. 2026-12-20 or +3m.",
    "option_purpose": "What for: stock, wages, rent, renovation …",
    "option_catalog": "Name (catalog list --table catalogs), or a folder with a slash.",
    "option_policy": "How cautious: cheapest, balanced, resilient, or a TOML file.",
    "option_start": "First day of the plan; else the profile's, else today.",
    "option_gap": "How far the cost may be from the proven best, e.g. 0.1%; 0 = exact.",
    "option_time_limit": "Seconds to solve.",
    "option_exact": "Keep amounts to each lender's steps exactly; slower.",
    "option_format": "Form of the answer on stdout.",
    "option_table": (
        "One table of the plan in full: mix, applications, repayments, renewals, cashflow, schedule, calendar or "
        "excluded."
    ),
    "option_write_lp": "Also write the program as an LP file.",
    "option_write_mps": "Also write the program as an MPS file.",
    "option_amount": "Sum borrowed, e.g. 100000 or 10万.",
    "option_rate": "Rate as advertised, e.g. 5.4% or 0.054.",
    "option_rate_basis": (
        "What that rate is: a year, a month, a day, or each month on the sum first lent (flat_monthly: the fee "
        "of card instalments)."
    ),
    "option_months": "Number of months.",
    "option_repayment": (
        "How it is repaid: equal instalments, equal principal, interest only, all at the end."
    ),
    "option_upfront_fee": "Fee taken from the payout, share of the sum.",
    "option_monthly_fee": "Fee each month, share of the sum first lent.",
    "option_fixed_fee": "Fixed fee, yuan.",
    "option_interest_first": "All interest is taken from the payout.",
    "option_fee_first": "Monthly fees are due at the beginning of each month.",
    "option_day_basis": "Days of the year for daily rates.",
    "option_lender": (
        "Who lends, which decides the legal ceiling: bank, internet_bank, consumer_finance, microloan, "
        "pawnshop, factor, platform, insurer or person."
    ),
    "option_loan_start": "Day of the payout; default today.",
    "option_working_days": "Move due dates to the next working day.",
    "option_catalog_name": "Name of the new catalog; default the folder's.",
    "option_extends": "The catalog below it.",
    "option_profile_output": "Where to write it; an existing file is left alone.",
    # mistakes on the command line
    "usage_no_option": "no option {option}",
    "usage_no_command": "no command {command}",
    "usage_did_you_mean": "; did you mean {word}?",
    "usage_missing": "{option} is missing",
    "usage_choice": "{option}: write one of {choices:list}",
    "usage_no_value": "{option} needs a value",
    "usage_twice": "{option} is written twice; write it once",
    "usage_extra": "nothing is known to do with: {words:list}; put a value with spaces in quotes",
    "usage_no_file": "there is no file {file}",
    "usage_no_profile": "there is no file {file}; to make one: fundmix profile init -o {file}",
    "usage_not_cell": "{value}: write column=value",
    "usage_need_or_needs": "write either --needs FILE or --need AMOUNT --by DATE --purpose WORD",
    "nothing_to_plan": (
        "nothing to plan: write --need AMOUNT --by DATE --purpose WORD or --needs FILE; or, to plan the loans "
        "that you have, list them under [[debts]] in the profile"
    ),
    "usage_try": "Help: {command}",
    # mistakes with files
    "output_is_input": "this file is read, so it is not written over; choose another name",
    "answer_not_written": "the answer could not be written in full ({reason})",
    "output_twice": "two answers would go to this file; give each its own name",
    "channel_not_found": "no channel has this name: {value}; see fundmix catalog list",
    "channel_not_found_near": "no channel has this name: {value}; did you mean {suggestion}?",
    # beside the answer
    "solving": "solving …",
    "cash_not_stated": (
        "The profile says nothing under [cash], so cash, income and surplus count as 0. Fill them in first: the "
        "plan hangs on them."
    ),
    "profile_made": "Made {file}. Fill in what you know; what you leave out counts as unknown, not as no.",
}
