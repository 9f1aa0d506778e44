"""What can be wrong with a loan: terms that do not repay, a debt that contradicts itself, no single price."""

SENTENCES: dict[str, str] = {
    "term_not_positive": "a loan lasts at least one period; write how many",
    "no_instalments_left": (
        "the interest-only time must end before the loan does (term: {term} periods); write a smaller number"
    ),
    "flows_beyond_term": "a payment stands in period {last}, after the end of the loan (period {term})",
    "principal_at_payout": "principal cannot be repaid on the day of the payout; begin with period 1",
    "flows_do_not_repay": (
        "the principal parts add up to {total}, not to 1; the loan would not be repaid exactly"
    ),
    "line_overpaid": "{repaid:money} is repaid, but only {owed:money} is owed",
    "no_proceeds": (
        "nothing is paid out first, so there is no price; check the amount and the fees taken from it"
    ),
    "nothing_repaid": "nothing is paid back, so there is no price; write the payments as negative amounts",
    "no_single_price": (
        "these cash flows have no single yearly rate (money changes direction {changes} times);"
        " price each loan on its own"
    ),
    "last_payment_before_next": "the last payment ({value}) is before the next one; check both dates",
    "original_amount_missing": (
        "a flat rate is charged on the sum first lent; write original_amount, or the true yearly rate"
        " with rate_basis annual"
    ),
    "reference_rate_missing": (
        "a debt's rate over a reference rate cannot be used alone; write today's full yearly rate"
        " with rate_basis annual"
    ),
    "custom_payment_missing": "a debt with its own payment plan needs payment, the sum paid each period",
    "payment_below_interest": (
        "{payment:money} a period does not cover the interest of {interest:money};"
        " the debt would never be repaid. Check payment, rate and balance"
    ),
    "payment_below_balance": (
        "{payment:money} at the end is less than the balance of {balance:money}; for a debt repaid in one"
        " sum, payment is balance and interest together, or leave it out"
    ),
}
