"""The page of a plan for a browser; ``html_CODE`` stands for a sentence that speaks of the terminal."""

SENTENCES: dict[str, str] = {
    "html_title": "Funding plan",
    "html_start": "Starts on {start:date}",
    "html_contents": "On this page",
    "html_picture": "Where the money comes from",
    "html_price": "{price} a year",
    "html_unmet": "No source found",
    "html_share": "Share",
    "html_more_rows": "The other {count} rows",
    "html_more_points": "The other {count} points",
    "html_continued": "{what}, continued",
    "html_figures": "The picture in figures",
    "html_figures_of": "{what}: the picture in figures",
    "html_title_in": "Why these, and what each is for",
    "html_in": (
        "You meet their published rules as far as you stated them, or they quoted you a price; of all mixes that keep "
        "the policy this one costs least."
    ),
    "html_in_unproven": (
        "You meet their published rules as far as you stated them, or they quoted you a price. Whether a cheaper mix "
        "exists was not proven in time."
    ),
    "html_in_one": "{draw} {name}, {apr:percent} a year: {uses:list}",
    "html_in_soft": "{draw} {name}, {apr:percent} a year: {uses:list}. It misses one of this lender's softer rules and may be declined.",
    "html_use": "{amount:money0} for {purpose:label} on {date:date}",
    "html_spread": (
        "Share = of all sums drawn. By sum and time, one lender carries at most {largest:percent} and one risk group at "
        "most {group:percent}."
    ),
    "html_cash": "Cash at the end",
    "html_floor": "Floor to keep",
    "html_cash_alt": "Cash is lowest at the end of {when}: {lowest:money0}. It ends at {last:money0}.",
    "html_title_payments": "What is paid, to whom",
    "html_payments_alt": "Most is paid in {when}: {most:money0}, early repayments included.",
    "html_old_early": "Old debts, early repayments included",
    "html_income": "Income that can serve debt",
    "html_point": "{when} {name}: {amount:money0}",
    "html_tick_thousand": "{figure}k",
    "html_tick_million": "{figure}m",
    "html_tick_ten_thousand": "{figure} × 10⁴",
    "html_tick_hundred_million": "{figure} × 10⁸",
    "html_refused": (
        "This plan was not asked to survive a refusal. This is what each lender's refusal would do to it as it stands; "
        "darker is worse. For a plan that holds: --survive channel."
    ),
    "html_refused_untried": "What a refusal would do was not worked out for this page. For a plan that holds: --survive channel.",
    "html_title_change": "What to change",
    "html_change_none": "Nothing has to change: every payment and need is met. What would make it cheaper: fundmix levers.",
    "html_excluded_all": "What would help with each: fundmix eligible.",
    "html_calendar_legend": (
        "Days are the contract's, not moved for holidays: ask the lender which working day counts. With reminders for "
        "your phone: -o plan.ics."
    ),
    "html_title_sources": "Sources and their dates",
    "html_sources": (
        "Per lender: the weakest grade and the oldest date of the rows that hold its limits and prices. A official text, "
        "B named press, C commercial page, D memory. A quote of yours goes before them."
    ),
    "html_sources_none": "No source is listed here: this page was made without the catalog, or nothing is borrowed.",
    "html_basis": "Grade {grade} · as of {dated}",
    "html_source_dated": " ({dated})",
    "html_source_again": "the same, {number}",
    "html_title_proof": "How it was proved",
}
