"""What can be wrong with a profile, its needs and its policy, and how facts are derived.

No sentence repeats a figure of the profile: it names the key, the rule, and what to write instead.
"""

SENTENCES: dict[str, str] = {
    # files
    "key_twice": "this key or heading stands twice; keep one",
    "unknown_key": "unknown word; remove it or look up its spelling",
    "unknown_key_near": "unknown word; did you mean {suggestion}?",
    "key_below_heading": "this belongs below {heading}; move it there",
    "wrong_shape": "one plain value is wanted here",
    "section_needs_table": "write [{section}] once, with its words below it",
    "section_needs_list": "write [[{section}]] in double brackets, once for each entry",
    "file_exists": "the file exists and is not overwritten; choose another name",
    "output_folder_missing": "the folder of this file does not exist; create it first",
    # profile
    "start_missing": 'the first day of the plan is missing; write start = "2026-12-01"',
    "date_too_far": (
        "this lies more than {years} years from {start:date}, the first day of the plan; check the year"
    ),
    "csv_not_beside_profile": "the CSV must lie beside the profile; write its name alone",
    "date_twice": "this day stands twice; keep one figure for it",
    "no_dated_figures": "there are no figures; write at least one date and amount",
    "dated_figures_past": "every figure is dated before {start:date}, the first day of the plan",
    "debt_name_twice": "{first} has the same name; give each debt its own",
    "debt_dates_reversed": "the last payment lies before the next one, {next_payment:date}; check both dates",
    "debt_payment_past": (
        "this day lies before {start:date}, the first day of the plan;"
        " write the next payment that is still due, and overdue_now = true if one was missed"
    ),
    "debt_above_original": "more is owed than was first lent; check balance and original_amount",
    "debt_original_missing": "a flat rate is charged on the sum first lent; write original_amount",
    "debt_payment_missing": "with repayment = custom, write the payment of each period",
    "debt_payment_leaves_rest": (
        "with this payment the balance is not repaid by last_payment: most of it would be left for the last day;"
        ' correct payment or last_payment, or write repayment = "custom" if the contract has such a last payment'
    ),
    "debt_pledge_unknown": "no asset of the catalog has this name; write a fact that can be pledged, such as house_value",
    "debt_payment_too_small": (
        "the payment does not cover the interest, so the debt would never be repaid;"
        " check payment, rate and rate_basis"
    ),
    "debt_never_repaid": "these terms do not repay the debt; check balance, rate, payment and last_payment",
    "rate_over_reference": (
        "write the whole rate that is paid, not the points over a reference rate; rate_basis = annual"
    ),
    "quote_says_nothing": "a quote needs a limit, a rate or a term",
    "quote_twice": "{first} is for the same channel and product; keep one",
    "quote_expired": "The quote for {channel} ran out on {valid_until:date}; it is not used after that day.",
    "odds_outside": (
        'a chance lies between 0 and 1; write 0.7 or "70%", or remove the line if you would not guess'
    ),
    "odds_wrong_shape": "write one chance for each channel or group: internet_jiebei = 0.7",
    "odds_group_unknown": "the catalog has no risk group {value}; look up its name in the catalog",
    "odds_group_unknown_near": "the catalog has no risk group {value}; did you mean {suggestion}?",
    "odds_twice": "this is the same channel as {first}; keep one chance for it",
    # needs
    "no_needs": "there is no need and no inflow; write at least one row",
    "need_before_start": "this day lies before {start:date}, the first day of the plan",
    "latest_before_date": "this lies before the date, {date:date}; it is the last day the need can wait",
    "least_above_amount": "least_amount is more than amount; write at most the amount",
    "purpose_missing": "a need has a purpose; write one of: {choices:list}",
    "need_purpose_unknown": "unknown purpose {value}; write one of: {choices:list}",
    "need_purpose_unknown_near": "unknown purpose {value}; did you mean {suggestion}?",
    "purpose_too_wide": "{value} is a family of purposes; write one of: {choices:list}",
    "only_for_inflows": "only an inflow comes from a need; leave it blank or write kind = inflow",
    "only_for_needs": "only a need has this; leave it blank for an inflow",
    "need_name_twice": "the name {name} stands twice (first in line {first_line}); give each its own",
    "from_inflow": "{value} is an inflow; name the need that earns the money",
    "from_need_unknown": "there is no need named {value}",
    "from_need_unknown_near": "there is no need named {value}; did you mean {suggestion}?",
    # policy
    "unknown_policy": "no policy is named {value}; choose one of: {choices:list}, or the path of a TOML file",
    "unknown_policy_near": "no policy is named {value}; did you mean {suggestion}?",
    "policy_forbids_all": "zero here forbids every loan; write a larger figure or leave it out",
    "required_and_excluded": "required and excluded at once: {channels:list}; keep one of the two",
    "more_required_than_allowed": "more channels are required than max_channels = {bound} allows",
    # facts
    "profile_fact_unknown": "the catalog has no such fact; remove it or look up its name",
    "profile_fact_unknown_near": "the catalog has no such fact; did you mean {suggestion}?",
    "quote_product_unknown": "the channel has no such product; remove product_id or look it up in the catalog",
    "quote_product_unknown_near": "the channel has no such product; did you mean {suggestion}?",
    "profile_channel_unknown": (
        "the catalog has no channel {value}, or more than one; write its id, or leave it out of a debt"
    ),
    "profile_channel_unknown_near": "the catalog has no channel {value}; did you mean {suggestion}?",
    "fact_not_a_choice": "not one of the known words; write one of: {choices:list}",
    "fact_not_a_choice_near": "not one of the known words; did you mean {suggestion}?",
    "fact_after_start": "this lies after {start:date}, the first day of the plan; write a day in the past",
    "derived_age": "whole years from born_on to the first day of the plan",
    "derived_business_age": "whole months from business_since to the first day of the plan",
    "derived_job_tenure": "whole months from job_since to the first day of the plan",
    "derived_house_holding": "whole months from house_since to the first day of the plan",
    "derived_income": "income of the cash section; the mean of the first year when it is dated",
    "derived_online_lenders": "different online lenders among the debts",
    "derived_unsecured_accounts": "debts without a pledge, at unsecured channels or at none of the catalog",
    "derived_debt_balance": "the balances of all debts",
    "derived_unsecured_balance": "the balances of the debts without a pledge",
    "derived_unsecured_to_income": "unsecured balances divided by monthly income",
    "derived_debt_to_income": (
        "the heaviest month of interest and instalments in the next 12 (balloons left out), divided by income"
    ),
    "derived_platform_share": "balances at platforms divided by all balances",
    "derived_consumer_finance": "balances at consumer-finance companies",
    # eligibility
    "borrower_twice": "this borrower stands twice; give each row its own key",
    "rule_asks_unknown_fact": "the rule asks for {value}, which facts.csv does not have",
    "applicant_not_served": "The lender does not serve this kind of applicant.",
    "occupation_banned": "The lender does not serve this occupation.",
    "reference_only": "Shown for comparison only; it is never part of a plan.",
}
