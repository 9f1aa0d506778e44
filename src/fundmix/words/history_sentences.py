"""``history.csv`` and ``fundmix watch add``: what can be wrong with the file, and what was recorded."""

SENTENCES: dict[str, str] = {
    # the file; no sentence repeats what stands in it
    "history_day_out_of_bounds": "a day of the history lies from {first:date} to {last:date}; check the year",
    "history_about_unknown": (
        "leave this blank for a fact of your own, or write debt:NAME or channel:ID, such as channel:family"
    ),
    "history_about_unknown_near": "did you mean {suggestion}? Write it with the name right behind it",
    "history_about_nobody": "a name must stand behind the colon: debt:NAME or channel:ID",
    "history_channel_unknown": (
        "the catalog has no such channel, or more than one of that name; write its id (fundmix catalog list)"
    ),
    "history_channel_unknown_near": "the catalog has no such channel; did you mean {suggestion}?",
    "history_field_unknown": "there is no such field here; write one of: {choices:list}",
    "history_field_unknown_near": "there is no such field here; did you mean {suggestion}?",
    "history_row_twice": ("line {first_line} holds the same figure of the same day; keep one of the two"),
    "history_no_balance": "a debt needs its balance on each day that it is written down; add a row with field = balance",
    "history_not_the_same": "this figure would not be read back as it is; write it otherwise in the profile",
    "history_busy": "another program is writing in this folder; try again when it is done",
    # what was decided
    "history_decided_twice": "{value} cannot have approved and refused on one day; keep one of the two",
    # commands
    "help_watch_add": "Record today's profile in your history.",
    "help_watch_add_more": (
        "Facts, debts, limits and what lenders decided, one row each, below what the file holds. Run it once a month: "
        "early warning compares the months. The same day again only corrects that day. Exit codes: 0 done, 2 bad input."
    ),
    "option_history_to_write": "Your history (CSV); made when it is missing.",
    "option_record_day": "Day to record; else the profile's start, else today.",
    "option_approved": "A lender that approved an application or a renewal on that day; may be repeated.",
    "option_refused": "A lender that refused one on that day; may be repeated.",
    # what was recorded
    "recorded": "Recorded {day:date} in {file}: facts {facts}, debts {debts}, lenders {channels}.",
    "recorded_already": "{day:date} stands in {file} already, just so; nothing was written.",
    "recorded_first": (
        "This is the first day of the history. Record the next one in about a month: early warning compares days."
    ),
    "recorded_same": "Since {since:date} nothing has changed but what time moves by itself.",
    "recorded_changes": "Since {since:date}, figures changed: {changed}, new: {new}. {told}",
    "recorded_more": "{told}; and {more} more.",
    "recorded_told": "{told}.",
    "recorded_change": "{what}: {before} → {after}",
    "recorded_unknown": "not known",
    "recorded_debt": "{name}, owed",
    "recorded_debt_day": "{name}, last payment",
    "recorded_paid_off": "{name} is paid off",
    "recorded_new_debt": "new debt {name}: {after}",
    "recorded_limit": "{name}, limit",
    "recorded_approved": "{name} approved",
    "recorded_refused": "{name} refused",
    "recorded_terms": "{name}: its terms in the catalog changed",
}
