"""What odds of approval that the borrower assumes make of a plan: help, mistakes, and what the screen shows."""

SENTENCES: dict[str, str] = {
    # the command and its options
    "help_odds": "Today's plan under your own odds of approval, and whom to ask under them.",
    "help_odds_more": (
        "The odds are yours alone: write them in the profile under [approval_odds], e.g. biz_tax_loan = 0.8, or "
        '"group:platform_credit" = 0.7 for lenders that close together. fundmix has none of its own. Exit codes: 0 '
        "done, 2 bad input, 3 not fully fundable, 4 not proven."
    ),
    "option_risk_weight": (
        "Weight of the bad end beside the expected cost; 0 = the expected cost alone, 1 = both alike."
    ),
    "option_alpha": "Where the bad end begins: 0.9 = the worst tenth of the odds.",
    "option_missing_costs": "What each missing yuan counts as, yuan.",
    # mistakes
    "odds_missing": (
        "the profile gives no odds of approval, and fundmix has none of its own; write yours under [approval_odds], "
        'e.g. biz_tax_loan = 0.8 or "group:platform_credit" = 0.7'
    ),
    "odds_too_many": (
        "these odds allow more than {bound} patterns of refusals; keep odds for the twelve channels that you would "
        "ask first"
    ),
    # the answer
    "odds_title": "Under your odds of approval: your assumption, not fundmix's",
    "odds_no_loan": "No loan is taken, so nobody is asked and odds change nothing.",
    "odds_same": "Today's plan asks those who are best to ask under your odds.",
    "odds_better": "Ask others as well, or instead: that is better under your odds.",
    "odds_today": "Today's\nplan",
    "odds_least": "Best under\nyour odds",
    "odds_funded": "Everything is funded",
    "odds_expected": "Expected cost",
    "odds_cvar": "Mean of the worst {tail} (CVaR)",
    "odds_weighed": "Expected cost + {weight} × that mean",
    "odds_expected_missing": "Expected to be missing",
    "odds_applications": "Applications",
    "odds_inquiries": "Hard inquiries that they leave",
    "odds_ask": "Whom to ask",
    "odds_your_odds": "Your\nodds",
    "odds_drawn": "Drawn if\nall say yes",
    "odds_certain": "none*",
    "odds_certain_legend": "* You gave no odds for these, so they count as certain to say yes.",
    "odds_if_today": "If some of today's plan say no",
    "odds_if_least": "What asking the best leads to, whatever the answers",
    "odds_refused": "Who says no",
    "odds_drawn_from": "Then drawn from",
    "odds_drawn_nothing": "no loan",
    "odds_probability": "Odds",
    "odds_nobody": "nobody",
    "odds_rest": "all other answers, on average",
    "odds_cost_legend": (
        "Cost = interest and fees, less what is saved on old loans, plus {price:money} for each yuan that is missing "
        "(--missing-costs)."
    ),
    "odds_cost_legend_money": "Before amounts are rounded to each lender's steps and small draws are put together.",
    "odds_notes": "What this rests on",
    "odds_rule_known": (
        "All answers are known before the first draw; then the cheapest plan is made with those that say yes, without "
        "caps on the share of one lender or group."
    ),
    "odds_rule_groups": "A group closes with all of its lenders at once; everything else is independent.",
    "odds_rule_least": (
        "Best = least expected cost, with {effort:money0} on each application so that none is made for nothing."
    ),
    "odds_rule_least_risk": (
        "Best = least expected cost + {weight} × the mean of the worst {tail}, with {effort:money0} on each "
        "application so that none is made for nothing."
    ),
    "odds_no_part": "These odds change nothing here, since nobody whom they name could lend to you: {names:list}.",
    "odds_rule_inquiries": (
        "More applications leave more hard inquiries, and each makes the next lender more careful; your odds do not "
        "know that. Ask those first that leave none, and stop once enough have said yes."
    ),
    "odds_proved_best": "Proved: on these assumptions no other applications are better.",
    "odds_proved": "Proved: on these assumptions no other applications are better by more than {gap:money}.",
    "odds_not_proved": (
        "NOT proved to be the best: others could be better by up to {gap:money}. A longer --time-limit may tell."
    ),
}
