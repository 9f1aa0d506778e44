"""What a plan says: advice, warnings, what holds it back."""

SENTENCES: dict[str, str] = {
    # advice
    "talk_to_lender_overdue": "You have a payment overdue. Talk to that lender first: ask for an extension, or for instalments that you can carry. Both need its agreement; have it in writing. Take no new loan without a pledge until this is settled.",
    "hardship_first": "You cannot carry the present payments from your own money. Before the next due date ask for instalments: for {count} of your loans a plan can be negotiated. Where card debt is beyond your means and you still want to repay it, the card rules (article 70) let you and the bank agree on up to 60 months. With other lenders it is by agreement alone.",
    "ask_renewal": "Ask {name} by {ask_by:date} to carry on “{debt}”: on {date:date} {amount:money} depends on its answer. Until it agrees in writing, keep another way to pay.",
    "talk_to_lender": "{amount:money} of payments you already owe cannot be met. Talk to the lenders before they fall due.",
    "do_not_borrow": "Do not borrow for this: even without interest your own money would fall {amount:money} short of paying it back.",
    "wait": "Wait if you can: from {day:date} your own cash meets this without a loan.",
    "borrow_less": "Borrow less: {amount:money} less and everything is funded.",
    # warnings: what exists already
    "breach_lenders": "You already owe {count} lenders; this policy wants at most {bound}. No new lender was added.",
    "breach_service": "Your loans already take {share:percent} of income in a month; this policy wants at most {bound:percent}.",
    "breach_limit": "{name}: you owe {balance:money}, more than its limit of {limit:money} now. Nothing more can be drawn there.",
    "breach_limit_estimated": "{name}: you owe {balance:money}, more than the {limit:money} that the catalog cautiously estimates. Nothing more is planned there; if you have a larger limit, put it in the profile.",
    # warnings: what could become of it
    "prepay_fee_unknown": "{debt}: the fee for early repayment is not known, so none is planned. Without a fee it could save up to {yuan:money}. Ask the lender and write prepay_fee_rate in the profile.",
    "renewal_too_late": "{debt}: {name} needs more days than are left before {date:date}, so no renewal is planned. Ask at once all the same.",
    "renewal_not_stated": "{debt}: {amount:money} is due on {date:date}, and {name} has a product that renews such loans. Ask whether it will renew yours; if so, write renewable = true in the profile.",
    # warnings: what yields
    "cap_exceeded_channel": "{name} carries {amount:money} more than this policy wants of one lender, since the need could not be met otherwise.",
    "cap_exceeded_category": "Of the kind “{name:label}” the plan carries {amount:money} more than this policy wants, since the need could not be met otherwise.",
    "cap_exceeded_group": "Lenders of the group “{name:label}” carry {amount:money} more than this policy wants: they tend to refuse together.",
    "cap_exceeded_soft": "Lenders whose softer rules you do not meet carry {amount:money} more than this policy wants.",
    "below_minimum": "In the month of {day:date} cash falls to {cash:money}, below the {minimum:money} you want to keep.",
    # warnings: the plan's lenders
    "soft_lender_quoted": "{name}: you meet the hard rules, but softer ones are missed or not answered; it may still decline.",
    "soft_lender": "{name}: you meet the hard rules, but softer ones are missed or not answered; the dear end of its price is used and it may still decline.",
    "pledged": "{name} takes a pledge ({asset}): if you do not repay you lose it.",
    "pledged_buyer_pays": "{name} ({asset}): the buyer's payment repays it. If the buyer does not pay, you must.",
    "weak_source": "{name}: the limit or price rests on a weak source. Ask for a quote and put it in the profile.",
    "used_up": "{name} accepts at most {bound} ({fact}); with this plan that is used up: do not apply anywhere else.",
    "subsidy_ends": "The price of {channels:list} counts an interest subsidy that ends on {day:date}. {name}",
    # warnings: purposes
    "consumer_credit_in_business": "{name} is consumer credit. Using it for stock or other business costs breaks its contract: the lender may call the loan early.",
    "consumer_credit_left_out": "{count} consumer loans were left out: their money may not go into a business.",
    # warnings: what is not known
    "fact_missing": "{name}: not known yet: {facts:list}. If they speak for you it could save up to {yuan:money}.",
    "fact_missing_needed": "{name}: not known yet: {facts:list}. If they speak for you, more could be funded.",
    # what holds a partial plan back
    "binding_no_channel": "No channel whose published rules you meet may pay for {name} in time.",
    # when no plan can be shown
    "offer_names_collide": "{first} and {second} differ only in where the dots are; rename one of the products",
    "plan_fails_replay": "The plan found does not survive its own re-play to the cent, so it is not shown. Try --exact, or a longer --time-limit.",
    "plan_not_found": "The solver ran out of time before it had any plan, even one without loans. Try a longer --time-limit.",
    # stages of the work
    "stage_levels": "Looking for what can be funded",
    "stage_cost": "Looking for the cheapest safe mix",
}
