"""What safety costs, other mixes, and what a lender is worth: screen, help and chart."""

SENTENCES: dict[str, str] = {
    # help
    "help_frontier": "What safety costs: the cheapest plan for each step of caution.",
    "help_frontier_more": (
        "One figure of the policy is changed step by step, the rest stays. Every plan shown was re-played; one that "
        "another beats in both cost and safety is left out. Seconds and gap are those of each plan."
    ),
    "help_alternatives": "Other mixes that cost about as much as the best and really differ; who can be replaced.",
    "help_alternatives_more": (
        "Few lenders, a light heaviest month, no pledge, money soon, other lenders: whichever differ by a tenth or "
        "more of the borrowing, three at most. Seconds and gap are those of each plan."
    ),
    "option_over": (
        "What to change: the most that may hang on one lender, the number of lenders, or what stays funded when "
        "one refuses."
    ),
    "option_points": "How many steps to try.",
    "option_frontier_output": (
        "Also write a chart (.svg, .html) or the figures (.json, .csv); may be repeated. Charts need: pip install "
        "'fundmix[charts]'."
    ),
    "option_within": "How much dearer than the best a mix may be, at least ¥100.",
    "frontier_output_kind": "only .svg, .html, .json and .csv files can be written",
    "points_out_of_range": "write a whole number from {least} to {most}",
    "chart_library_missing": "charts need one more package: pip install 'fundmix[charts]'",
    # the frontier
    "title_frontier": "What safety costs",
    "frontier_over_max_channel_share": "Step by step, less of the money hangs on one lender.",
    "frontier_over_max_channels": "Step by step, you owe fewer lenders; each must say yes, each sees the others.",
    "frontier_over_survive_share": "Step by step, more stays funded whichever lender refuses.",
    "column_cap_max_channel_share": "One lender\nat most",
    "column_cap_max_channels": "Lenders\nat most",
    "column_cap_survive_share": "Funded\nat least",
    "column_largest_share": "Largest\nlender",
    "column_lenders": "Lenders",
    "column_funded_share": "Still\nfunded",
    "column_interest_fees": "Interest\n+ fees",
    "column_saved_old": "Saved on\nold loans",
    "column_price_of_safety": "Safety\ncosts",
    "frontier_legend": (
        "Safety costs = how much dearer than the first row: interest, fees and effort, less what is saved on old "
        "loans, at today's value. The effort of an application or a draw is what your policy says."
    ),
    "frontier_alone": "There is nothing to choose: every step leads to this one plan.",
    "frontier_not_kept_max_channel_share": (
        "With at most {value} at one lender no plan meets the needs and the rest of the policy."
    ),
    "frontier_not_kept_max_channels": (
        "With at most {value} lender(s) no plan meets the needs and the rest of the policy."
    ),
    "frontier_not_kept_survive_share": "No plan keeps {value} funded whichever lender refuses.",
    "frontier_dominated": "Left out, since another step is as safe and no dearer: {values:list}.",
    "frontier_left_out": "No checked plan was found in time for: {values:list}.",
    "frontier_pledged": "Loans with a pledge do not count in these shares.",
    "frontier_floor": (
        "A lender may carry {floor:money0} in any case (share_floor), so smaller shares change nothing."
    ),
    "chart_points": "lenders {lenders}, interest and fees {cost:money0}",
    "chart_axis_max_channel_share": "share of the largest lender",
    "chart_axis_max_channels": "lenders owed",
    "chart_axis_survive_share": "funded when the worst lender refuses",
    "chart_axis_price": "what safety costs, {currency_sign}",
    # alternatives
    "title_alternatives": "The best mix, and others within {allowance:money0} of it",
    "column_mix": "Mix",
    "column_more": "Dearer\nby",
    "column_heaviest": "Heaviest\nmonth",
    "column_ready": "Ready\nin",
    "column_differs": "Differs\nby",
    "ready_days": "{days} d",
    "kind_best": "Best",
    "kind_fewest_lenders": "Fewest lenders",
    "kind_lightest_month": "Lightest heaviest month",
    "kind_no_collateral": "No pledge",
    "kind_fastest": "Fastest",
    "kind_other_lenders": "Other lenders",
    "mix_part": "{name} {amount:money0}",
    "alternatives_legend": (
        "Dearer by: interest and fees less savings on old loans. Ready in: days that the slowest lender takes. Differs "
        "by: share of the borrowing (amount × time) that lies elsewhere than in the best mix."
    ),
    "alternatives_few": "Only {count} other mix(es) cost so little more and really differ.",
    "alternatives_none": "No other mix costs so little more and really differs.",
    "alternatives_is_best": "Nearly the same as the best mix would be: {kinds:list}.",
    "alternatives_alike": "{kind}: nearly the same as “{like}”.",
    "alternatives_impossible": "No mix without a pledge costs so little more.",
    "alternatives_undecided": "{kind}: no checked plan was found.",
    "alternatives_survive": "What the policy wants to survive was not asked of these mixes.",
    "alternatives_nothing": "No loan is needed, so there is nothing to compare.",
    # replacements
    "title_replacements": "If one of them refuses",
    "replacement": "Without {name} the next-best mix costs {value:money0} more: {mix:list}",
    "replacement_same": "Without {name} the next-best mix costs no more: {mix:list}",
    "replacement_missing": "Without {name} {missing:money0} stays open: {mix:list}",
    "replacement_nothing": "Without {name} no lender would be left for {missing:money0}.",
    "replacement_unknown": "Without {name}: no checked plan was found.",
    "replacements_legend": (
        "More = interest, fees and effort, less savings on old loans. These mixes are planned anew from the start; "
        "apply to the next lender before you rely on it."
    ),
}  # fmt: skip
