"""What the terminal shows: headlines, column heads, names of statuses, methods and operators."""

SENTENCES: dict[str, str] = {
    # places of mistakes
    "issue_row": "row {row}",
    # the answer
    "headline_funded": (
        "Fully funded: {raised:money0} from {channels} channel(s) in {draws} draw(s); every need is met "
        "on time."
    ),
    "headline_partial": (
        "Not fully fundable: {unmet:money0} of {needed:money0} stays open. This is the best partial plan."
    ),
    "headline_not_needed": "No loan is needed: your own cash meets everything in time.",
    "headline_unproven": (
        "A checked plan, but not proven to be the cheapest: {raised:money0} in {draws} draw(s), "
        "{unmet:money0} stays open."
    ),
    "headline_short": (
        "Existing payments and losses cannot all be met. This is the best plan that can be made."
    ),
    "headline_funded_renewed": (
        "No new loan is needed: once the lender agrees on {debts:list}, your own cash meets every need on time."
    ),
    # the answer for loans that exist
    "headline_debts_stay": "Keep your loans as they are: nothing here is cheaper.",
    "headline_debts_talk": (
        "Talk to your lenders first, as advised below: no loan here makes your debts lighter."
    ),
    "headline_debts_cheaper": (
        "Your loans can be carried more cheaply: repay {debts:list} early, saving {saved:money0} after fees."
    ),
    "headline_debts_cheaper_new": (
        "Your loans can be carried more cheaply: repay {debts:list} early with new money. That saves "
        "{saved:money0} after fees, the new money costs {cost:money0}: {net:money0} less in all."
    ),
    "headline_debts_arranged": (
        "Your payments can be met: repay {debts:list} early with new money. That saves {saved:money0} after "
        "fees, the new money costs {cost:money0}."
    ),
    "headline_debts_renewed": (
        "Your loans can be paid on time if the lender agrees on {debts:list}: what to ask, and by when, "
        "stands below."
    ),
    "headline_debts_hardship": (
        "The present payments are more than you can carry: ask for instalments on {debts:list} first."
    ),
    "headline_debts_bridged": (
        "Your loans can be paid on time with new money: {raised:money0} at most, in {draws} draw(s)."
    ),
    "headline_debts_unproven": "A checked plan for your loans, but not proven to be the cheapest.",
    "line_repaid": "Also repay {debts:list} early: {saved:money0} saved after fees.",
    "line_relies": "It relies on a lender's yes for {debts:list}: ask by {ask_by:date}.",
    "need_open": "{date:date} {purpose:label}: {unmet:money0} of {amount:money0} has no source",
    "shortfall_open": (
        "Existing payments and losses of {shortfall:money0} cannot be met. Talk to your lenders before "
        "they fall due."
    ),
    "shortfall_month": "{when}: {shortfall:money0} short",
    "figure_heaviest": "Heaviest month",
    "figure_heaviest_period": "Heaviest period",
    "figure_heaviest_value": "{when}, {amount:money0} to pay",
    "figure_heaviest_value_both": "{when}, {amount:money0} to pay: {old:money0} of old debts, {new:money0} of new loans",
    "figure_cost": "Cost in all",
    "figure_cost_value": "{cost:money0} (interest {interest:money0}, fees {fees:money0})",
    "figure_cost_apr": ", {apr:percent} APR",
    "figure_money": "Money there",
    "figure_money_one": "{first:date}",
    "figure_money_many": "first {first:date}, last {last:date}",
    "figure_saved": "Saved on old loans",
    "figure_saved_value": "{saved:money0} (interest {interest:money0}, less fees {fee:money0})",
    # the mix
    "title_mix": "The mix",
    "column_draw": "Channel",
    "column_draw_id": "Draw",
    "column_amount": "Amount",
    "column_advertised": "Adver-\ntised",
    "column_apr": "APR",
    "column_effective": "Effec-\ntive",
    "column_cost": "Cost",
    "column_grade": "Basis",
    "grade_quoted": "quote",
    "mix_legend": (
        "Cost = interest + fees. Basis: quote = what the lender told you; A official text, B named "
        "press, C commercial page, D memory. Without a quote a range is counted at its dear end."
    ),
    "months": "{count} months",
    "revolving": "draw and repay at will",
    "closed_early": "repaid early after {after} months",
    "draw_for_debt": "{use:label} of {debt}",
    "rate_annual": "{rate}",
    "rate_monthly": "{rate}/month",
    "rate_daily": "{rate}/day",
    "rate_flat_monthly": "{rate}/month flat",
    "rate_over_rate": "base +{rate}",
    # what becomes of loans that exist
    "title_repayments": "Repaid early",
    "column_loan": "Loan",
    "column_early_fee": "Early\nfee",
    "column_interest_saved": "Interest\nsaved",
    "column_saving": "Saved\nafter fee",
    "repaid_whole": "in whole",
    "repaid_part": "in part, {left:money0} still owed",
    "repaid_interest": "; with {interest:money0} of interest up to that day",
    "repayments_legend": (
        "Each on a payment day of the loan, after that day's regular payment. Tell the lender ahead and have it "
        "confirm the fee."
    ),
    "title_renewals": "Relies on your lender",
    "column_ask_by": "Ask by",
    "column_ask_for": "Ask for",
    "column_old_due": "Falls due",
    "column_at_stake": "At stake",
    "refused_renewal": ("{name} ({draw}). If it refuses, {amount:money0} is missing on {date:date}."),
    "refused_instalments": ("{name} ({draw}). If it refuses, the payments stay due as they are."),
    "renewals_legend": (
        "Ask in writing before the old loan is due. Until the lender has confirmed it in writing, the old "
        "contract holds."
    ),
    # month by month
    "title_cash": "Month by month",
    "title_cash_periods": "Period by period",
    "column_month": "Month",
    "column_period": "Period",
    "column_income": "Own cash",
    "column_needs": "Needs",
    "column_borrowed": "Borrowed",
    "column_repaid": "Repaid",
    "column_old_debts": "Old debts",
    "column_closing": "Left",
    "unit_whole": "Whole yuan; cents in --format csv.",
    "unit_ten_thousand": "In ten thousands; cents in --format csv.",
    "unit_thousand": "In thousands; cents in --format csv.",
    "unit_million": "In millions; cents in --format csv.",
    "unit_hundred_million": "In hundred millions; cents in --format csv.",
    "cash_more": "The other {count} rows: --table cashflow.",
    "title_balloons": "Large payments to come, and the cash that meets them",
    "balloon": (
        "{date:date} {name} ({draw}): {amount:money0}; cash before {before:money0}, money in "
        "{inflow:money0}, left {after:money0}"
    ),
    # applications
    "title_applications": "Apply",
    "column_apply": "Apply on",
    "column_answer": "Answer by",
    "column_bring": "Channel, what to bring",
    "documents": "Bring: {documents:list}",
    "stand_by": " (stand-by)",
    "inquiries": (
        "Hard inquiries these leave in your credit report: {count}. Do not apply elsewhere meanwhile."
    ),
    # who is out, what holds back
    "title_excluded": "Why other channels are out",
    "excluded": "{name}: {verdict}. {reason}",
    "excluded_plain": "{name}: {verdict}.",
    "excluded_appeal": "If this is a mistake: {appeal}",
    "more_reasons": " (+{count} more)",
    "count_of": "{what} {count}",
    "excluded_rest": "Others: {counts:list}. ",
    "excluded_all": "All of them, with what would help: fundmix eligible.",
    "title_binding": "What holds the plan back",
    "holds_back": "{rule} ({name})",
    "holds_back_saves": "{rule} ({name}): {step:,g} more would save {saves:money0}",
    "holds_back_funds": "{rule} ({name}): {step:,g} more would fund {funds:money0} more",
    "holds_back_funds_saves": (
        "{rule} ({name}): {step:,g} more would fund {funds:money0} more and save {saves:money0}"
    ),
    "title_advice": "Advice",
    "title_warnings": "Please note",
    "warning_fee_before_payout": (
        "Pay nothing before the money is paid out: a fee in advance is the mark of a fraud."
    ),
    "warning_another_name": (
        "Never borrow in another's name, nor let others borrow in yours (AB loans): the debt is theirs "
        "whose name it bears."
    ),
    "warning_paid_repair": (
        "Nobody can clean a credit report for money; errors are corrected free of charge by the lender "
        "or the credit centre."
    ),
    "warning_interest_first": (
        "Interest taken out of the payout (砍头息) is not owed: only what you received counts as principal."
    ),
    "disclaimer": (
        "Information only: not credit, not a quote, not legal advice. The contract and the lender's "
        "statement of total cost decide."
    ),
    "rests_on": "Catalog {name}, {sha}; weakest grade used {grade}.",
    "rows_changed": " Rows of your own: {count} ({rows:list}).",
    "proved_by": "Policy {policy}; solved by {solver} {version}, gap {gap:money}; {verified}.",
    "verified": "re-played contract by contract to the cent",
    "not_verified": "NOT verified",
    # one loan
    "price_title": "The true price of this loan",
    "price_amount": "Amount lent",
    "price_received": "Paid out to you",
    "price_payment": "Each payment",
    "price_payments": "Payments",
    "price_payments_value": "first {first:money}, last {last:money}",
    "price_payment_level": "{payment:money} × {count}",
    "price_repaid": "Repaid in all",
    "price_interest": "Interest in all",
    "price_fees": "Fees in all",
    "price_advertised": "Advertised",
    "price_apr": "APR (simple)",
    "price_effective": "Effective annual rate",
    "price_ceiling": "Legal ceiling",
    "price_ceiling_value": "{ceiling:percent}: {name}",
    "price_ceiling_none": "none found for this lender",
    "price_above_ceiling": (
        "The APR is above the legal ceiling: the part above it need not be paid. Ask the lender in writing."
    ),
    "price_much_dearer": "The true price is {times} times the advertised one.",
    "schedule_title": "Payment calendar",
    "column_number": "No.",
    "column_date": "Date",
    "column_payment": "Payment",
    "column_principal": "Principal",
    "column_interest": "Interest",
    "column_fee": "Fee",
    "column_balance": "Still owed",
    "schedule_total": "Total",
    "schedule_payout": "Row 0 is the payout: {received:money} reaches you.",
    "working_days_until": (
        "Public holidays are announced up to the year {year}; later dates only avoid weekends."
    ),
    # channels
    "title_eligible": "Every channel against the published rules",
    "eligible_counts": (
        "Meets the published rules: {eligible}; does not: {ineligible}; not enough known: {unknown}."
    ),
    "eligible_ask_first": "Not stated, and asked most often: {facts:list}.",
    "eligible_asked_by": "{fact} ({count} channels)",
    "eligible_legend": (
        "✓ meets the published rules, ✗ does not, ? a fact is missing. Meeting them is no approval."
    ),
    "failure_known": "{what}: {actual}, {must}",
    "failure_unknown": "{what}: not stated, {must}",
    "failure_distance": ", {distance} away",
    "failure_remedy": "What helps: {remedy}",
    "failure_months": " ({months} months)",
    "figure_of_month": "{figure} months",
    "figure_of_year": "{figure} years",
    "figure_of_year_of_age": "{figure}",
    "figure_of_day": "{figure} days",
    "figure_of_time": "{figure} times",
    "figure_of_times": "{figure} times",
    "figure_of_km": "{figure} km",
    "figure_of_score": "{figure} points",
    "figure_of_invoice": "{figure} invoices",
    "figure_of_lender": "{figure} lenders",
    "figure_of_account": "{figure} accounts",
    "title_catalog": "Catalog {name}: {count} channels",
    "column_channel": "Channel",
    "column_id": "Id",
    "column_limit": "Up to",
    "column_price": "Price",
    "column_term": "Months",
    "column_days": "Days",
    "catalog_legend": (
        "Price as advertised, dear end last; days from application to money; grade of the figures."
    ),
    "catalog_fine": "{name}: {channels} channels, {rules} rules, {outages} named stresses, no mistakes.",
    "catalog_made": (
        "Made {folder}, a catalog that extends {base}. Next: fill in its tables (or see fundmix catalog add "
        "--help), then fundmix catalog validate {folder}"
    ),
    "catalog_added": "Added to {folder}. Check: fundmix catalog validate {folder}",
    "show_category": "Category",
    "show_lender": "Lender",
    "show_applicant": "Who may apply",
    "show_amount": "Amounts",
    "show_amount_value": "{low:money0} to {high:money0}",
    "show_no_limit": "by rule",
    "show_amount_from": "from {low:money0}; the most by rule",
    "show_amount_up_to": "up to {high:money0}",
    "show_days": "Days to money",
    "show_purposes": "For",
    "show_any_purpose": "any purpose",
    "show_banned": "Not for",
    "show_documents": "Bring",
    "show_appeal": "If refused by mistake",
    "show_note": "Note",
    "show_source": "Source",
    "show_reference": "Shown for comparison only, never part of a plan.",
    "show_products": "Terms and price",
    "show_rules": "Published rules",
    "column_product": "Product",
    "column_method": "Repayment",
    "column_fees": "Fees",
    "column_rule": "Rule",
    "column_kind": "Kind",
    "fee_upfront": "{rate} first",
    "fee_monthly": "{rate} a month",
    "fee_fixed": "{amount:money0}",
    "rule_line": "{kind}: {name} {must}. If not met: {reason}",
    "rule_line_asked": "{kind}: {name}? The answer must be: {required}. If not met: {reason}",
    "sentence_gap": ". ",
    "full_stop": "{sentence}.",
    "must_==": "must be {required}",
    "must_!=": "must not be {required}",
    "must_<": "must be below {required}",
    "must_<=": "must be at most {required}",
    "must_>": "must be above {required}",
    "must_>=": "must be at least {required}",
    "must_in": "must be one of {required}",
    "must_not_in": "must be none of {required}",
    # verify
    "verify_right": "The plan is right: {draws} draw(s), {periods} periods, re-played to the cent.",
    "verify_wrong": "The plan is WRONG: {count} contradiction(s).",
    # names of things
    "label_annuity": "equal instalments",
    "label_equal_principal": "equal principal",
    "label_interest_only": "interest only, principal at the end",
    "label_bullet": "all at the end",
    "label_buyer_pays": "the buyer repays",
    "label_custom": "own schedule",
    "label_funded": "funded",
    "label_partial": "partly funded",
    "label_not_needed": "not needed",
    "label_unproven": "not proven",
    "label_eligible": "meets the published rules",
    "label_ineligible": "does not meet the rules",
    "label_unknown": "a fact is missing",
    "label_law": "above the legal ceiling",
    "label_policy": "kept out by your policy",
    "label_limit": "no limit for you",
    "label_purpose": "not for this purpose, or too late",
    "label_reference": "for comparison only",
    "label_unused": "would do, but makes the plan no cheaper",
    "label_overdue": "not while a payment is overdue",
    "label_new": "new loan",
    "label_renew": "renewal",
    "label_extend": "extension",
    "label_hardship": "instalment plan",
    "label_cheapest": "cheapest",
    "label_balanced": "balanced",
    "label_resilient": "resilient",
    "label_hard": "required",
    "label_soft": "preferred",
    "label_info": "for information",
    "label_yes": "yes",
    "label_no": "no",
    "label_bank": "bank",
    "label_internet_bank": "internet bank",
    "label_consumer_finance": "consumer finance company",
    "label_microloan": "microloan company",
    "label_pawnshop": "pawnshop",
    "label_factor": "factoring company",
    "label_platform": "online platform",
    "label_insurer": "insurer",
    "label_guarantee_fund": "guarantee fund",
    "label_company": "company",
    "label_person": "person",
    "label_individual": "individual",
    "label_sole_prop": "sole proprietor",
    "label_sme": "small business",
    "label_any": "any purpose",
    "label_business": "business",
    "label_consumer": "household spending",
    "label_stock": "stock",
    "label_operating": "running costs",
    "label_order": "order",
    "label_equipment": "equipment",
    "label_wages": "wages",
    "label_rent": "rent",
    "label_tax": "tax",
    "label_living": "living costs",
    "label_renovation": "renovation",
    "label_education": "education",
    "label_medical": "medical",
    "label_travel": "travel",
    "label_durables": "durables",
    "label_repay_loan": "repaying a loan",
    "label_house": "a house",
    "label_securities": "securities",
    # categories and risk groups of the bundled catalog
    "label_platform_credit": "credit of an online platform",
    "label_supply_chain": "supply-chain finance",
    "label_card": "credit card",
    "label_car": "loan on a car",
    "label_car_backed": "backed by a car",
    "label_house_backed": "backed by a house",
    "label_house_mortgage": "mortgage",
    "label_payment_platform": "payment platform",
    "label_social_platform": "social platform",
    "label_internet_business": "internet-bank business loan",
    "label_deposit_backed": "backed by a deposit",
    "label_pledge_deposit": "loan on a deposit",
    "label_policy_backed": "backed by an insurance policy",
    "label_family": "family and friends",
    "label_bill": "bill discounting",
    "label_government": "government programme",
    "label_pawn": "pawn",
    "label_bank_business": "bank business loan",
    "label_bank_consumer": "bank consumer credit",
    "label_bank_provident": "bank credit on the provident fund",
}
